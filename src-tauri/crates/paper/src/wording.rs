//! Dates and sentences as they stand on paper.
//!
//! Purpose: parameters for the catalogue's `paper.*` sentences. Must never: hold a sentence.

use std::collections::BTreeMap;

use domain::moment::Moment;
use domain::words::Lang;

/// Parameters of one sentence.
pub(crate) type Params = BTreeMap<String, String>;

/// Parameters from pairs.
pub(crate) fn params<const N: usize>(pairs: [(&str, &str); N]) -> Params {
    pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// Hour, minute, weekday, day, month and year of a moment at the desk; empty for one out of
/// range. A Vietnamese day below 10, and the months 1 and 2, take a leading zero (NĐ
/// 30/2020/NĐ-CP, Annex I, part I, II.4), a weekday its capital within (Annex II); an English
/// month is its name.
pub(crate) fn date(at: Moment, lang: Lang) -> Params {
    let Some(local) = at.local() else {
        return Params::new();
    };
    let day = match lang {
        Lang::Vi => format!("{:02}", local.day()),
        Lang::En => local.day().to_string(),
    };
    let weekday = lang.word(&format!("weekday.{}", local.weekday().number_from_monday()));
    params([
        ("hour", &format!("{:02}", local.hour())),
        ("minute", &format!("{:02}", local.minute())),
        ("weekday", &weekday),
        ("day", &day),
        (
            "month",
            &lang.word(&format!("paper.month.{}", u8::from(local.month()))),
        ),
        ("year", &local.year().to_string()),
    ])
}

/// Date and clock time in full: `17 giờ 00, thứ Năm, ngày 03 tháng 12 năm 2026`.
pub(crate) fn moment(at: Moment, lang: Lang) -> String {
    lang.say("paper.moment", &date(at, lang))
}

/// The same in figures, for a table: `03/12/2026 17:00`.
pub(crate) fn figures(at: Moment) -> String {
    let time = at
        .local()
        .map(|local| format!(" {:02}:{:02}", local.hour(), local.minute()));
    at.day().figures() + &time.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_as_official_papers_write_it() {
        let at = |text| Moment::parse(text).unwrap();
        assert_eq!(
            moment(at("2026-12-03T17:00:00+07:00"), Lang::Vi),
            "17 giờ 00, thứ Năm, ngày 03 tháng 12 năm 2026"
        );
        assert_eq!(
            moment(at("2026-02-01T02:05:00Z"), Lang::Vi),
            "09 giờ 05, Chủ nhật, ngày 01 tháng 02 năm 2026"
        );
        assert_eq!(
            moment(at("2026-03-10T08:00:00+07:00"), Lang::Vi),
            "08 giờ 00, thứ Ba, ngày 10 tháng 3 năm 2026"
        );
        assert_eq!(
            moment(at("2026-12-03T17:00:00+07:00"), Lang::En),
            "17:00, Thursday, 3 December 2026"
        );
    }
}
