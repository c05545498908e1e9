//! The course of a matter: the states it went through, whom it was given to, times that were made longer.
//!
//! Purpose: one list for the page and for the control sheet (Mẫu 06 of TT 03/2025/TT-VPCP), in order of
//! time. Must never: name somebody who brought a matter.

use std::collections::BTreeMap;

use domain::catalogue::Service;
use domain::file::{File, Given, Kept, Longer, Passed};
use domain::id::UserId;
use domain::moment::Moment;
use domain::receipt::Line;
use domain::titles::Titles;
use domain::words::Lang;

use super::page::state_titles;
use crate::Office;

/// One turn of it.
pub(crate) struct Turn {
    /// What it was.
    pub(crate) titles: Titles,
    /// When.
    pub(crate) at: Moment,
    /// By whom.
    pub(crate) by: UserId,
    /// What was written with it; may be empty.
    pub(crate) note: String,
    /// To whom it was given.
    pub(crate) to: Option<UserId>,
}

impl Turn {
    /// A state it entered.
    pub(crate) fn state(service: &Service, passed: &Passed) -> Self {
        Self {
            titles: state_titles(service, &passed.state),
            at: passed.at,
            by: passed.by,
            note: passed.reason.clone(),
            to: None,
        }
    }

    fn longer(service: &Service, longer: &Longer) -> Self {
        let rule = service.deadline(&longer.rule);
        let day = longer.until.day().figures();
        let titles = said("file.course.longer", |lang| {
            let what = rule.map_or(longer.rule.as_str(), |rule| rule.titles.get(lang));
            vec![("what", what.to_owned()), ("day", day.clone())]
        });
        Self {
            titles,
            at: longer.at,
            by: longer.by,
            note: longer.reason.clone(),
            to: None,
        }
    }
}

impl Office {
    /// All of it, the first turn first.
    pub(crate) fn course(&self, service: &Service, file: &File) -> Vec<Turn> {
        let given = |given: &Given| Turn {
            titles: said("file.course.given", |_| {
                vec![("to", self.display_of(given.to))]
            }),
            at: given.at,
            by: given.by,
            note: given.note.clone(),
            to: Some(given.to),
        };
        let states = file.trail.iter().map(|one| Turn::state(service, one));
        let given = file.given.iter().map(given);
        let longer = file.longer.iter().map(|one| Turn::longer(service, one));
        let mut course: Vec<Turn> = states.chain(given).chain(longer).collect();
        course.sort_by_key(|turn| turn.at);
        course
    }
}

/// What was done by its legal time, or not: before the day, on it, or late.
pub(crate) fn kept_times(service: &Service, file: &File, lang: Lang) -> Vec<Line> {
    let done = file.clocks.iter().filter_map(|clock| {
        let done = clock.done?;
        let rule = service.deadline(&clock.due.rule);
        let what = rule.map_or(clock.step.as_str(), |rule| rule.titles.get(lang));
        let params = [
            ("due", clock.due.due.day().figures()),
            ("done", done.day().figures()),
        ];
        Some(Line {
            label: what.to_owned(),
            value: lang.say(keeps(clock.kept()?), &named(params)),
        })
    });
    done.collect()
}

const fn keeps(kept: Kept) -> &'static str {
    match kept {
        Kept::Early => "file.course.early",
        Kept::OnTime => "file.course.on_time",
        Kept::Late => "file.course.late",
    }
}

fn said(key: &str, params: impl Fn(Lang) -> Vec<(&'static str, String)>) -> Titles {
    let say = |lang: Lang| lang.say(key, &named(params(lang)));
    Titles {
        vi: say(Lang::Vi),
        en: say(Lang::En),
    }
}

fn named(params: impl IntoIterator<Item = (&'static str, String)>) -> BTreeMap<String, String> {
    let params = params.into_iter();
    params.map(|(key, value)| (key.to_owned(), value)).collect()
}
