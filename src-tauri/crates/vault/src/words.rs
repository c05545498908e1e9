//! Words for bytes: fingerprints that people compare, passphrases that people remember.
//!
//! Purpose: one byte is one word of a fixed list of 256, so eight words are 64 bits; a passphrase
//! word is a pair out of 128 things × 32 traits, 12 bits. Vietnamese words are typed without marks
//! and chosen so that neither Telex nor VNI changes them while typing.
//! Must never: change a list (words already stand on paper).

mod english;
mod fingerprint;
mod vietnamese;

/// Words of the fingerprint list, one for each byte, separated by single spaces.
pub fn fingerprint(bytes: &[u8]) -> String {
    let words: Vec<&str> = bytes
        .iter()
        .filter_map(|b| fingerprint::BYTES.get(usize::from(*b)).copied())
        .collect();
    words.join(" ")
}

/// In which language a passphrase is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    /// Thing then trait: `meo vang`.
    Vietnamese,
    /// Trait then thing: `golden cat`.
    English,
}

/// Number of different pairs in a language: 4096.
pub const PAIRS: u32 = 4096;

/// Pair number `index` of a language.
pub(crate) fn pair(tongue: Tongue, index: u32) -> Option<(&'static str, &'static str)> {
    let index = usize::try_from(index).ok()?;
    let (thing, kind) = (index / 32, index % 32);
    match tongue {
        Tongue::Vietnamese => Some((
            *vietnamese::THINGS.get(thing)?,
            *vietnamese::TRAITS.get(kind)?,
        )),
        Tongue::English => Some((*english::TRAITS.get(kind)?, *english::THINGS.get(thing)?)),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Syllables that are rude or ill-omened with one mark or another.
    const REFUSED: &[&str] = &[
        "bich", "buoi", "cac", "chet", "cho", "cu", "cut", "dai", "dam", "deo", "di", "dien",
        "dit", "du", "dung", "giet", "hiep", "ia", "loz", "lon", "ma", "mong", "ngu", "phuc",
        "toi", "tu", "vu",
    ];

    fn changed_by_telex(word: &str) -> bool {
        let doubled = |letter| word.matches(letter).count() > 1;
        let vowel = word.find(['a', 'e', 'i', 'o', 'u', 'y']);
        let marked =
            vowel.is_some_and(|at| word.split_at(at).1.contains(['s', 'f', 'r', 'x', 'j']));
        word.contains(['w', 'z']) || doubled('a') || doubled('e') || doubled('o') || marked
    }

    #[test]
    fn every_byte_has_its_own_word() {
        let all: BTreeSet<_> = fingerprint::BYTES.iter().collect();
        assert_eq!(all.len(), 256);
        assert_eq!(fingerprint(&[0, 255]).split(' ').count(), 2);
    }

    #[test]
    fn vietnamese_words_are_plain_decent_and_survive_a_vietnamese_keyboard() {
        let lists = [
            &fingerprint::BYTES[..],
            &vietnamese::THINGS[..],
            &vietnamese::TRAITS[..],
        ]
        .concat();
        for word in lists {
            assert!(word.bytes().all(|b| b.is_ascii_lowercase()), "{word}");
            assert!(!REFUSED.contains(&word), "{word}");
            assert!(!changed_by_telex(word), "{word}");
        }
        assert!(
            changed_by_telex("tras") && changed_by_telex("ngoeo"),
            "the check can fail"
        );
    }

    #[test]
    fn both_languages_have_4096_different_pairs() {
        for tongue in [Tongue::Vietnamese, Tongue::English] {
            let all: BTreeSet<_> = (0..PAIRS).filter_map(|index| pair(tongue, index)).collect();
            assert_eq!(all.len(), 4096);
            assert_eq!(pair(tongue, PAIRS), None);
        }
    }

    #[test]
    fn the_fingerprint_list_never_changes() {
        use sha2::{Digest as _, Sha256};
        let joined = fingerprint(&(0..=255).collect::<Vec<u8>>());
        assert_eq!(hex::encode(Sha256::digest(joined)), LIST_DIGEST);
    }

    const LIST_DIGEST: &str = "73212220be67fd377c94a066a69b207ce3789bfb5f0921e55f8f1dc48d6de66c";
}
