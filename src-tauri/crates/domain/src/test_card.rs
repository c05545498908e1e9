//! The test card under the scanner.
//!
//! Purpose: a payload of an invented card with every letter that goes wrong; what the scanner made
//! of it says what is wrong with its way of typing. Must never: be taken for a citizen's card.

use serde::{Deserialize, Serialize};

use crate::fold::folded_key;
use crate::text::nfc;

/// What the code on the test card holds: the form of a citizen's card, with `dd`, `aa`, `w` and
/// every mark of Vietnamese in it. Twelve zeros are nobody's number.
pub const PAYLOAD: &str = "000000000000|000000000|Nguyễn Thị Ướm Dđăng Quỳnh Aâw Ẽo|29021996|Nữ|\
    Số 1 ngõ 2 đường Thử Nghiệm, phường Mẫu, thành phố Đẵm Kỵ|01012021";

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum TestCard {
    /// Each letter as it stands on the card.
    Right,
    /// Nothing came, or something else.
    Other,
    /// It breaks off.
    CutOff,
    /// The letters are there, their marks are lost: the keyboard's layout or the scanner's.
    MarksLost,
    /// An input method made other letters of them: it has to be off while scanning, or the scanner
    /// speaks by a serial port.
    InputMethod,
    /// UTF-8 was read as Windows-1252: the scanner's table of characters is wrong.
    WrongTable,
    /// The bar between two parts is another sign: the scanner is set for another country's keys.
    OtherKeys,
}

/// What the scanner made of the test card.
pub fn read(typed: &str) -> TestCard {
    let typed = nfc(typed.trim_matches(['\r', '\n', '\t', ' ']));
    if typed == PAYLOAD {
        return TestCard::Right;
    }
    if !typed.is_empty() && PAYLOAD.starts_with(&*typed) {
        return TestCard::CutOff;
    }
    let lead: String = PAYLOAD.chars().take(12).collect();
    if !typed.starts_with(&lead) {
        return TestCard::Other;
    }
    if !typed.contains('|') {
        return TestCard::OtherKeys;
    }
    if ["Ã", "Ä", "á»", "Æ"]
        .iter()
        .any(|mark| typed.contains(mark))
    {
        return TestCard::WrongTable;
    }
    let (plain, wanted) = (letters(&typed), letters(PAYLOAD));
    if plain == wanted || typed.contains('?') || typed.contains(char::REPLACEMENT_CHARACTER) {
        return TestCard::MarksLost;
    }
    if wanted.starts_with(&plain) {
        return TestCard::CutOff;
    }
    // Letters dropped altogether are lost marks; other letters in their place are an input method.
    if typed.is_ascii() && subsequence(&plain, &wanted) {
        TestCard::MarksLost
    } else {
        TestCard::InputMethod
    }
}

fn letters(text: &str) -> String {
    folded_key(text)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// Whether all of `part` stands in `whole` in the same order.
fn subsequence(part: &str, whole: &str) -> bool {
    let mut rest = whole.chars();
    part.chars().all(|letter| rest.any(|other| other == letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same letters without their marks.
    fn unmarked(text: &str) -> String {
        let bare = |letter: char| match letter {
            'đ' => "d".to_owned(),
            'Đ' => "D".to_owned(),
            other if other.is_alphabetic() && other.is_uppercase() => {
                folded_key(&other.to_string()).to_uppercase()
            }
            other if other.is_alphabetic() => folded_key(&other.to_string()),
            other => other.to_string(),
        };
        text.chars().map(bare).collect()
    }

    #[test]
    fn a_card_read_right_is_right_composed_or_not_with_or_without_the_last_key() {
        assert_eq!(read(PAYLOAD), TestCard::Right);
        assert_eq!(read(&format!("{PAYLOAD}\r\n")), TestCard::Right);
        let apart = PAYLOAD.replace('ễ', "e\u{302}\u{303}");
        assert_eq!(read(&apart), TestCard::Right);
    }

    #[test]
    fn each_way_of_going_wrong_is_told_apart() {
        assert_eq!(read(""), TestCard::Other);
        assert_eq!(read("031190012345|x"), TestCard::Other);
        assert_eq!(read("000000000000|0000"), TestCard::CutOff);
        let plain = unmarked(PAYLOAD);
        assert_eq!(read(&plain), TestCard::MarksLost);
        let dropped: String = PAYLOAD.chars().filter(char::is_ascii).collect();
        assert_eq!(read(&dropped), TestCard::MarksLost);
        assert_eq!(read(&PAYLOAD.replace('ễ', "?")), TestCard::MarksLost);
        assert_eq!(read(&PAYLOAD.replace('ễ', "á»…")), TestCard::WrongTable);
        assert_eq!(read(&PAYLOAD.replace('|', "~")), TestCard::OtherKeys);
        let telex = PAYLOAD.replace("Dđăng", "Đăng").replace("Aâw", "Ấ");
        assert_eq!(read(&telex), TestCard::InputMethod);
    }
}
