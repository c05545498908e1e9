//! Typed text made fit for paper.
//!
//! Purpose: what was typed is stored as typed; paper shows what a face can show. A character
//! without a shape (PDF/A allows none), or one that only steers other characters, becomes a
//! visible `□`; endless words may break; more text than a receipt has room for is cut, visibly.
//! Must never: change a letter that can be printed.

use crate::world::has_shape;

/// Stands for a character that cannot be printed (U+25A1 white square).
pub(crate) const UNKNOWN: char = '□';

/// Stands where text was cut.
const CUT: char = '…';

/// Words longer than this may break after every so many characters.
const LONGEST_WORD: usize = 28;

/// Marks in a row above or below one letter; Vietnamese needs two, more pile up into the next
/// line.
const MOST_MARKS: usize = 3;

/// Permission to break a line: U+200B zero width space.
const MAY_BREAK: char = '\u{200B}';

/// One line of text of at most `limit` characters.
pub(crate) fn line(text: &str, limit: usize) -> String {
    let shown: String = printable(text).collect();
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    breakable(&cut(&shown, limit))
}

/// Lines of at most `limit` characters together, at most `lines` of them, none empty.
pub(crate) fn passage(text: &str, limit: usize, lines: usize) -> Vec<String> {
    let mut room = limit;
    let mut shown: Vec<String> = Vec::new();
    for typed in text.lines().filter(|typed| !typed.trim().is_empty()) {
        if shown.len() == lines || room == 0 {
            if let Some(last) = shown.last_mut().filter(|last| !last.ends_with(CUT)) {
                last.push(CUT);
            }
            break;
        }
        let next = line(typed, room);
        let length = next.chars().filter(|&letter| letter != MAY_BREAK).count();
        room = room.saturating_sub(length);
        shown.push(next);
    }
    shown
}

/// The characters a face can show, in order.
fn printable(text: &str) -> impl Iterator<Item = char> {
    let mut marks = 0;
    text.chars().filter_map(move |character| {
        if is_mark(character) {
            marks += 1;
            return (marks <= MOST_MARKS && has_shape(character)).then_some(character);
        }
        marks = 0;
        if character.is_whitespace() {
            return Some(' ');
        }
        if is_silent(character) {
            return None;
        }
        let shown = !character.is_control() && !steers(character) && !is_private(character);
        Some(if shown && has_shape(character) {
            character
        } else {
            UNKNOWN
        })
    })
}

/// Combining marks, which sit on the letter before them.
const fn is_mark(character: char) -> bool {
    matches!(character, '\u{0300}'..='\u{036F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// Joiners, variation and tag characters: parts of a sign whose base already shows as `□`.
const fn is_silent(character: char) -> bool {
    matches!(character, '\u{00AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Characters that turn the direction of what follows (UAX #9): shown, never obeyed.
const fn steers(character: char) -> bool {
    matches!(character, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2061}'..='\u{206F}')
}

/// Private use: the face's shape there says nothing to a reader.
const fn is_private(character: char) -> bool {
    matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

fn cut(text: &str, limit: usize) -> String {
    if text.chars().nth(limit).is_none() {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(limit.saturating_sub(1)).collect();
    short.truncate(short.trim_end().len());
    short.push(CUT);
    short
}

/// Lets words break that no column could hold.
fn breakable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 {
            out.push(' ');
        }
        let long = word.chars().nth(LONGEST_WORD).is_some();
        let mut run = 0;
        for character in word.chars() {
            if long && run >= LONGEST_WORD / 2 && !is_mark(character) {
                out.push(MAY_BREAK);
                run = 0;
            }
            out.push(character);
            run += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_vietnamese_letters_stay_as_typed() {
        for typed in [
            "#panic(\"x\") *b* $a$ <b> \\u{41}",
            "Nguyễn Thị Ỷ Đặng",
            "=SUM(A1)",
        ] {
            assert_eq!(line(typed, 200), typed);
        }
        let apart = "Nguye\u{302}\u{303}n";
        assert_eq!(
            line(apart, 200),
            apart,
            "decomposed letters keep their marks"
        );
    }

    #[test]
    fn what_has_no_shape_or_turns_the_line_shows_as_a_box() {
        assert_eq!(line("a\u{202E}b", 10), "a□b");
        assert_eq!(line("\u{1F468}\u{200D}\u{1F469}\u{FE0F}!", 10), "□□!");
        assert_eq!(line("\u{0}x\u{7}", 10), "□x□");
        assert_eq!(line("عمر", 10), "□□□");
        assert_eq!(line("  hai\tdòng\r\nmột  ", 20), "hai dòng một");
        assert_eq!(
            line(&format!("e{}", "\u{301}".repeat(50)), 10),
            "e\u{301}\u{301}\u{301}"
        );
    }

    #[test]
    fn too_long_text_ends_in_a_visible_cut_and_an_endless_word_may_break() {
        assert_eq!(line("một hai ba", 10), "một hai ba");
        assert_eq!(line("một hai ba bốn", 9), "một hai…");
        assert_eq!(line(&"x".repeat(60), 60).matches(MAY_BREAK).count(), 4);
        assert!(!line(&"x ".repeat(60), 200).contains(MAY_BREAK));
    }

    #[test]
    fn lines_that_do_not_fit_end_in_a_visible_cut() {
        assert_eq!(passage("một\n\n hai ", 100, 5), ["một", "hai"]);
        let long = passage(&"chữ ".repeat(5000), 120, 3);
        assert_eq!(long.len(), 1);
        assert!(long[0].chars().count() <= 120 && long[0].ends_with(CUT));
        assert_eq!(passage("a\nb\nc\nd", 120, 3), ["a", "b", "c…"]);
        assert_eq!(passage("một\nhai\nba", 6, 3), ["một", "hai…"]);
        assert!(passage("", 10, 1).is_empty());
    }
}
