//! People who do not exist.
//!
//! Purpose: names from lists of common surnames, middle and given names; numbers, phones and
//! addresses of the right form that were given to nobody: serials above what a province registers
//! in a year, an old number series of no province, a commune that is on no map.
//! Must never: be mixed with a real person.

use std::collections::BTreeSet;

use domain::born::{PartialDate, Sex};
use domain::person::{Facts, Proof};

use super::dice::Dice;
use crate::import::COLUMNS;
use crate::intake::PersonTold;

/// Surnames with their share in a hundred, commonest first; the rest share what is left.
const SURNAMES: [(&str, u32); 6] = [
    ("Nguyễn", 32),
    ("Trần", 11),
    ("Lê", 9),
    ("Phạm", 8),
    ("Vũ", 6),
    ("Hoàng", 5),
];
const OTHER_SURNAMES: [&str; 26] = [
    "Đỗ", "Bùi", "Đặng", "Đào", "Đinh", "Đoàn", "Lương", "Trịnh", "Phan", "Ngô", "Dương", "Lý",
    "Hồ", "Mai", "Tạ", "Cao", "Lưu", "Phùng", "Tô", "Hà", "Khúc", "Quách", "Chu", "Võ", "Huỳnh",
    "Nghiêm",
];

const MALE_MIDDLES: [&str; 18] = [
    "Văn", "Hữu", "Đức", "Công", "Quang", "Minh", "Xuân", "Đình", "Ngọc", "Bá", "Trọng", "Thế",
    "Anh", "Duy", "Mạnh", "Tiến", "Thanh", "Gia",
];
const FEMALE_MIDDLES: [&str; 16] = [
    "Thị",
    "Thị Thu",
    "Thị Thanh",
    "Thị Kim",
    "Thị Hồng",
    "Thị Ngọc",
    "Ngọc",
    "Thu",
    "Thanh",
    "Phương",
    "Bích",
    "Khánh",
    "Minh",
    "Thùy",
    "Diệu",
    "Quỳnh",
];

const MALE_GIVEN: [&str; 40] = [
    "An", "Bình", "Bảo", "Chiến", "Cường", "Dũng", "Duy", "Đạt", "Đông", "Giang", "Hải", "Hiếu",
    "Hòa", "Hoàng", "Hùng", "Huy", "Khánh", "Khoa", "Kiên", "Lâm", "Long", "Lực", "Mạnh", "Minh",
    "Nam", "Nghĩa", "Phong", "Phúc", "Quân", "Quý", "Sơn", "Tài", "Tân", "Thắng", "Thành", "Thịnh",
    "Toàn", "Trung", "Tuấn", "Việt",
];
const FEMALE_GIVEN: [&str; 40] = [
    "An",
    "Ánh",
    "Bích",
    "Châu",
    "Chi",
    "Cúc",
    "Diễm",
    "Dung",
    "Duyên",
    "Đào",
    "Giang",
    "Hà",
    "Hạnh",
    "Hằng",
    "Hiền",
    "Hoa",
    "Hòa",
    "Huệ",
    "Hương",
    "Khuyên",
    "Lan",
    "Liên",
    "Linh",
    "Loan",
    "Ly",
    "Mai",
    "My",
    "Nga",
    "Ngân",
    "Nhung",
    "Oanh",
    "Phượng",
    "Quyên",
    "Sen",
    "Thảo",
    "Thoa",
    "Thúy",
    "Trang",
    "Tuyết",
    "Yến",
];

/// Codes of birth registration, this province most often.
const PROVINCES: [&str; 10] = [
    "031", "031", "031", "031", "030", "030", "034", "033", "022", "036",
];

const STREETS: [&str; 8] = [
    "phố Thử Nghiệm",
    "phố Ví Dụ",
    "phố Mẫu Đơn Vị",
    "đường Bản Nháp",
    "ngõ Chữ Mẫu",
    "phố Không Có",
    "đường Mô Phỏng",
    "ngõ Giả Định",
];

/// One invented person. Two draws may give the same number; [`Crowd`] leaves such twins out.
pub fn person(dice: &mut Dice) -> Facts {
    let sex = if dice.percent(51) {
        Sex::Female
    } else {
        Sex::Male
    };
    let born = born(dice);
    let year = born.year();
    // Cards of twelve digits since 2012; a few older people never changed theirs, a few have none.
    let (number, old_number) = match dice.below(100) {
        0..=89 => (
            Some(number(dice, sex, year)),
            (year < 1980 && dice.percent(30)).then(|| old_number(dice)),
        ),
        90..=95 if year < 1975 => (None, Some(old_number(dice))),
        90..=97 => (Some(number(dice, sex, year)), None),
        _ => (None, None),
    };
    Facts {
        name: name(dice, sex),
        born: Some(born),
        sex: Some(sex),
        number,
        old_number,
        phones: dice.percent(75).then(|| phone(dice)).into_iter().collect(),
        address: address(dice),
        ..Facts::default()
    }
}

fn name(dice: &mut Dice, sex: Sex) -> String {
    let mut drawn = dice.below(100);
    let common = SURNAMES.iter().find(|(_, share)| {
        let found = drawn < *share;
        drawn = drawn.saturating_sub(*share);
        found
    });
    let surname = match common {
        Some((surname, _)) => surname,
        None => dice.pick(&OTHER_SURNAMES),
    };
    let (middle, given) = match sex {
        Sex::Male => (dice.pick(&MALE_MIDDLES), dice.pick(&MALE_GIVEN)),
        Sex::Female => (dice.pick(&FEMALE_MIDDLES), dice.pick(&FEMALE_GIVEN)),
    };
    format!("{surname} {middle} {given}")
}

/// 1940 to 2012; of old people often only the year is known.
fn born(dice: &mut Dice) -> PartialDate {
    let year = i32::try_from(dice.between(1940, 2012)).unwrap_or(1940);
    let whole = year >= 1965 || dice.percent(60);
    let month = u8::try_from(dice.between(1, 12)).unwrap_or(1);
    let day = u8::try_from(dice.between(1, 28)).unwrap_or(1);
    let date = if whole {
        PartialDate::new(year, Some(month), Some(day))
    } else {
        PartialDate::year_only(year)
    };
    date.unwrap_or_else(|_| {
        PartialDate::from(domain::moment::Day::new(time::macros::date!(
            1990 - 01 - 01
        )))
    })
}

/// Province, century and sex, year, serial. Serials from 900000 up are more than any province
/// registers of one sex in a year.
fn number(dice: &mut Dice, sex: Sex, year: i32) -> String {
    let century = (year.div_euclid(100) - 19) * 2 + i32::from(sex == Sex::Female);
    let province = dice.pick(&PROVINCES);
    let serial = dice.between(900_000, 999_999);
    format!("{province}{century}{:02}{serial}", year.rem_euclid(100))
}

/// Nine digits of a series that no province had.
fn old_number(dice: &mut Dice) -> String {
    format!("000{:06}", dice.below(1_000_000))
}

/// A number of the right form in a block that is not given out.
fn phone(dice: &mut Dice) -> String {
    format!("09000{:05}", dice.below(100_000))
}

fn address(dice: &mut Dice) -> String {
    if dice.percent(70) {
        let (house, street) = (dice.between(1, 299), dice.pick(&STREETS));
        format!(
            "Số {house} {street}, Tổ dân phố {}, Phường Mẫu",
            dice.between(1, 24)
        )
    } else {
        format!("Thôn {}, Xã Thử Nghiệm", dice.between(1, 12))
    }
}

/// Invented people without end, no number twice.
#[derive(Debug)]
pub struct Crowd {
    dice: Dice,
    numbers: BTreeSet<String>,
}

impl Crowd {
    /// The people of a seed, always the same and in the same order.
    pub fn new(seed: u64) -> Self {
        Self {
            dice: Dice::of(seed, "people"),
            numbers: BTreeSet::new(),
        }
    }
}

impl Iterator for Crowd {
    type Item = Facts;

    fn next(&mut self) -> Option<Facts> {
        loop {
            let facts = person(&mut self.dice);
            let new = facts
                .number
                .as_ref()
                .is_none_or(|number| self.numbers.insert(number.clone()));
            if new {
                return Some(facts);
            }
        }
    }
}

/// A table of people as the import reads it.
pub fn table<'a>(people: impl IntoIterator<Item = &'a Facts>) -> Vec<u8> {
    let mut text = format!("{}\n", COLUMNS.join(","));
    for facts in people {
        let born = facts.born.map(PartialDate::iso).unwrap_or_default();
        let sex = match facts.sex {
            Some(Sex::Female) => "female",
            Some(Sex::Male) => "male",
            None => "",
        };
        let cells = [
            facts.name.as_str(),
            &born,
            sex,
            facts.number.as_deref().unwrap_or_default(),
            facts.old_number.as_deref().unwrap_or_default(),
            facts.phones.first().map(String::as_str).unwrap_or_default(),
            &facts.address,
        ];
        let quoted = cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
        text.push_str(&quoted.join(","));
        text.push('\n');
    }
    text.into_bytes()
}

/// A person as an officer tells her.
pub fn told(facts: &Facts, proof: Proof) -> PersonTold {
    PersonTold {
        name: Some(facts.name.clone()),
        born: facts.born.map(|born| domain::born::DateParts {
            year: Some(born.year()),
            month: born.month().map(i32::from),
            day: born.day().map(i32::from),
        }),
        sex: facts.sex,
        number: facts.number.clone(),
        old_number: facts.old_number.clone(),
        phone: facts.phones.first().cloned(),
        address: Some(facts.address.clone()),
        proof: Some(proof),
        ..PersonTold::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invented_people_pass_the_door_and_their_numbers_fit_them() {
        let mut with_number = 0;
        for facts in Crowd::new(7).take(2_000) {
            let checked =
                domain::person::check(&facts, domain::person::Naming::Needed, "person").unwrap();
            assert_eq!(checked, facts, "stored as invented");
            assert!((1940..=2012).contains(&facts.born.unwrap().year()));
            if let Some(number) = &facts.number {
                with_number += 1;
                let warnings = domain::number::check(number, facts.sex, facts.born);
                assert!(warnings.is_empty(), "{number}");
            }
        }
        assert!((1_800..1_990).contains(&with_number), "{with_number}");
    }

    #[test]
    fn a_seed_gives_the_same_people_and_another_seed_others() {
        let crowd = |seed| Crowd::new(seed).take(50).collect::<Vec<_>>();
        assert!(crowd(1) == crowd(1));
        assert!(crowd(1) != crowd(2));
        assert!(crowd(1).iter().any(|facts| facts.old_number.is_some()));
    }
}
