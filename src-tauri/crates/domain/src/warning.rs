//! Warnings: what looks odd on a paper and is accepted all the same.
//!
//! Purpose: one list of the doubts that card, number and machine-readable lines raise. The officer
//! looks at the paper and decides; nothing is blocked. The words stand in the message catalogue
//! under `warning.<code>`. Must never: refuse (that is a [`crate::fault::Code`]).

use serde::{Deserialize, Serialize};

/// Declares the warnings, their text form and the list of all of them.
macro_rules! warnings {
    ($($(#[$doc:meta])* $name:ident = $text:literal),+ $(,)?) => {
        /// A doubt the officer settles by looking: snake case in JSON.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
            specta::Type,
        )]
        pub enum Warning {
            $($(#[$doc])* #[serde(rename = $text)] $name),+
        }

        impl Warning {
            /// Every warning there is.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The text form; `warning.` before it is the key of the sentence.
            pub const fn text(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }
        }
    };
}

warnings! {
    /// The first three digits name no province of the table of 63 (born abroad, or mistyped).
    NumberProvinceUnknown = "number_province_unknown",
    /// The fourth digit says another sex than declared.
    NumberSexDiffers = "number_sex_differs",
    /// Digits four to six say another birth year than declared.
    NumberBirthYearDiffers = "number_birth_year_differs",
    /// The old number on the card is not nine digits.
    OldNumberUnread = "old_number_unread",
    /// The card's code held no name.
    NameMissing = "name_missing",
    /// Letters of the name were lost or changed on the way.
    NameDamaged = "name_damaged",
    /// The name came without its marks.
    NameMarksMissing = "name_marks_missing",
    /// The name fills its whole line and may be cut off.
    NameMayBeCut = "name_may_be_cut",
    /// The birth date could not be read.
    BirthDateUnread = "birth_date_unread",
    /// The sex could not be read.
    SexUnread = "sex_unread",
    /// Letters of the address were lost or changed on the way.
    AddressDamaged = "address_damaged",
    /// The date of issue could not be read.
    IssueDateUnread = "issue_date_unread",
    /// The personal number on the lines does not match its own check digit or document number.
    LinesNumberDoubtful = "lines_number_doubtful",
    /// The paper's number on the lines does not match its check digit.
    LinesDocumentDoubtful = "lines_document_doubtful",
    /// The birth date on the lines does not match its check digit.
    LinesBornDoubtful = "lines_born_doubtful",
    /// The last day of validity on the lines does not match its check digit.
    LinesExpiresDoubtful = "lines_expires_doubtful",
    /// The lines as a whole do not match their check digit.
    LinesDoubtful = "lines_doubtful",
}

impl core::fmt::Display for Warning {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    #[test]
    fn every_warning_has_a_sentence_in_both_languages() {
        for warning in Warning::ALL {
            for lang in [Lang::Vi, Lang::En] {
                let key = format!("warning.{warning}");
                assert!(lang.messages().contains_key(&key), "{lang:?} lacks {key}");
            }
        }
    }

    #[test]
    fn json_and_text_are_the_same_word() {
        for warning in Warning::ALL {
            assert_eq!(
                serde_json::to_string(warning).unwrap(),
                format!("\"{warning}\"")
            );
        }
    }
}
