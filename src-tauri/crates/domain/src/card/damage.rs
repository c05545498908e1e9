//! Letters that were lost or changed between card and desk.
//!
//! Purpose: a scanner that types like a keyboard loses Vietnamese letters under a wrong layout or
//! input method, or sends UTF-8 that is read as Windows-1252; such text is noticed, shown as it
//! came and left to the officer. Must never: repair it.

use crate::fold::{folded_key, tokens};

/// Surnames that always carry a mark; nearly four people in five have one of them.
const MARKED_SURNAMES: [&str; 16] = [
    "nguyen", "tran", "le", "pham", "huynh", "phan", "vu", "vo", "dang", "bui", "do", "ho", "ngo",
    "duong", "ly", "dinh",
];

/// The text without control characters; `None` when nothing is left.
pub(super) fn mended(text: &str) -> Option<String> {
    let kept: String = text.chars().filter(|c| !c.is_control()).collect();
    let kept = kept.trim();
    (!kept.is_empty()).then(|| kept.to_owned())
}

/// Whether a name holds what no name holds: digits, question marks, signs, broken letters.
pub(super) fn in_name(name: &str) -> bool {
    is_broken(name) || name.chars().any(|c| !may_stand_in_name(c))
}

/// Whether an address holds broken letters; digits and most signs belong there.
pub(super) fn in_address(address: &str) -> bool {
    is_broken(address) || address.contains('?')
}

/// Whether a Vietnamese name came without its marks: the sex beside it lost its own (`Nu`), or a
/// surname that always has one has none.
pub(super) fn lacks_marks(name: &str, sex: &str) -> bool {
    if !name.is_ascii() {
        return false;
    }
    let plain_sex = sex.is_ascii() && folded_key(sex) == "nu";
    let surname = tokens(name).into_iter().next().unwrap_or_default();
    plain_sex || MARKED_SURNAMES.contains(&surname.as_str())
}

fn may_stand_in_name(c: char) -> bool {
    (c.is_alphabetic() && !matches!(c, 'ª' | 'º'))
        || is_combining(c)
        || matches!(
            c,
            ' ' | '\'' | '\u{2019}' | '\u{2BC}' | '-' | '.' | ',' | '(' | ')'
        )
}

/// Marks that no composed letter exists for stay apart in composed text.
const fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

fn is_broken(text: &str) -> bool {
    text.chars()
        .any(|c| c == char::REPLACEMENT_CHARACTER || c.is_control())
        || is_misread(text)
}

/// UTF-8 read as Windows-1252 or Latin-1: a lead byte's letter followed by a continuation byte's
/// sign (`Nguyá»…n`, `VÄƒn`, `LÃª`).
fn is_misread(text: &str) -> bool {
    let mut before = ' ';
    text.chars().any(|c| {
        let lead = matches!(before, 'Â' | 'Ã' | 'Ä' | 'Å' | 'Æ' | 'á');
        before = c;
        lead && is_continuation(c)
    })
}

/// The characters of bytes 80–BF in Latin-1 and Windows-1252.
const fn is_continuation(c: char) -> bool {
    matches!(
        c,
        '\u{80}'
            ..='\u{BF}'
                | '€'
                | '‚'
                | 'ƒ'
                | '„'
                | '…'
                | '†'
                | '‡'
                | 'ˆ'
                | '‰'
                | 'Š'
                | '‹'
                | 'Œ'
                | 'Ž'
                | '‘'
                | '’'
                | '“'
                | '”'
                | '•'
                | '–'
                | '—'
                | '˜'
                | '™'
                | 'š'
                | '›'
                | 'œ'
                | 'ž'
                | 'Ÿ'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_as_people_have_them_are_whole() {
        for name in [
            "Nguyễn Thị An",
            "NGUYỄN THỊ ÁNH",
            "Y Bih Niê",
            "H'Mông",
            "Ksor H’Lan",
            "Nguyễn Thị Lê-na",
            "Mai Lan Anh",
            "Trần Thị Á",
            "김민준",
            "O\u{323}\u{330}",
        ] {
            assert!(!in_name(name), "{name}");
        }
    }

    #[test]
    fn broken_letters_are_noticed() {
        for name in [
            "Nguy?n Th? An",
            "Nguye6n4 Thi5 An",
            "Nguy\u{FFFD}n",
            "Nguyá»…n Thá»‹ An",
            "VÄƒn",
            "LÃª",
            "Ã\u{90}Ã o",
            "BÃ¹i Æ°",
            "Nguy\u{1}n",
            "An=1",
            "An <b>",
            "An @",
        ] {
            assert!(in_name(name), "{name}");
        }
        assert!(in_address("S? 1") && in_address("ThÃ´n") && !in_address("Số 1/2 (cũ), tổ 3"));
    }

    #[test]
    fn every_vietnamese_letter_read_as_windows_1252_is_noticed() {
        // What Windows-1252 shows for bytes 80–9F; five of them have no character and stay controls.
        let upper: Vec<char> = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ"
            .chars()
            .collect();
        let letters = "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ";
        for letter in letters.chars().chain(letters.to_uppercase().chars()) {
            for latin1 in [true, false] {
                let misread: String = letter
                    .to_string()
                    .bytes()
                    .map(|byte| match byte {
                        0x80..=0x9F if !latin1 => upper[usize::from(byte - 0x80)],
                        byte => char::from(byte),
                    })
                    .collect();
                assert!(in_name(&format!("B{misread}n")), "{letter} as {misread}");
            }
            assert!(!in_name(&letter.to_string()), "{letter}");
        }
    }

    #[test]
    fn lost_marks_are_noticed_and_plain_names_are_not() {
        assert!(lacks_marks("NGUYEN THI AN", "Nữ") && lacks_marks("Mai Lan Anh", "Nu"));
        assert!(!lacks_marks("Mai Lan Anh", "Nữ") && !lacks_marks("Cao Minh Nam", "Nam"));
        assert!(!lacks_marks("Nguyễn Thi An", "Nữ") && !lacks_marks("", "Nam"));
    }
}
