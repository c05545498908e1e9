//! JSON read into a request, its faults told at their field.
//!
//! Purpose: what does not fit the request's shape (a word that is no choice, a text where a number
//! belongs, an unknown or a missing field) is told like any other fault: code, field, data.
//! Must never: repeat anything of the input; choices and missing names come from the program.

use std::collections::BTreeMap;
use std::fmt;

use domain::fault::{Code, Fault, Refusal};
use serde::Deserializer;
use serde::de::{DeserializeOwned, Error as _, MapAccess, Visitor};
use serde_json::Value;

/// Longest key of the input that is named in a fault; keys of a request are shorter.
const KEY_LIMIT: usize = 40;

/// Reads a whole text as one value.
pub(super) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader)
        .map_err(|error| at_field(&field(error.path()), error.inner()))?;
    reader.end().map_err(|error| nowhere(&error))?;
    Ok(value)
}

/// An object's values by key; a key that stands twice is refused, because the first value would be
/// dropped in silence.
pub(super) fn each_key_once<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<BTreeMap<String, Value>, D::Error> {
    struct Keys;

    impl<'de> Visitor<'de> for Keys {
        type Value = BTreeMap<String, Value>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut values = BTreeMap::new();
            while let Some((key, value)) = map.next_entry()? {
                if values.insert(key, value).is_some() {
                    return Err(A::Error::custom("a key stands twice"));
                }
            }
            Ok(values)
        }
    }

    from.deserialize_map(Keys)
}

/// The path of a value as faults name it; of a key that is not one of ours, the path before it.
fn field(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut field = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => field.extend(["[", &index.to_string(), "]"]),
            Segment::Map { key } if ours(key) => {
                if !field.is_empty() {
                    field.push('.');
                }
                field.push_str(key);
            }
            Segment::Map { .. } | Segment::Enum { .. } | Segment::Unknown => break,
        }
    }
    field
}

/// Whether a key is written as the desk writes its keys; no name or sentence is.
fn ours(key: &str) -> bool {
    let letters = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    let begins = key
        .bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_lowercase());
    begins && key.len() <= KEY_LIMIT && key.bytes().all(letters)
}

/// serde tells the kind of a fault in words alone; a test holds the four that are read here.
fn at_field(field: &str, error: &serde_json::Error) -> Refusal {
    let told = error.to_string();
    let missing = told.strip_prefix("missing field ");
    if let Some(name) = missing.and_then(|rest| quoted(rest).next())
        && !field.starts_with('[')
    {
        let dot = if field.is_empty() { "" } else { "." };
        return Fault::at(Code::FieldMissing, format!("{field}{dot}{name}")).into();
    }
    // A list in place of the request has places, but none of them is a field.
    if field.is_empty() || field.starts_with('[') {
        return nowhere(error);
    }
    if told.starts_with("unknown field ") {
        return Fault::at(Code::FieldUnknown, field).into();
    }
    // The word that was given stands before this, so the last one is the program's own.
    if let Some((_, rest)) = told.rsplit_once(", expected ")
        && told.starts_with("unknown variant ")
    {
        let choices: Vec<&str> = quoted(rest).collect();
        let fault = Fault::at(Code::FieldNotChoice, field);
        return fault.with("choices", choices.join(", ")).into();
    }
    Fault::at(Code::FieldNotRead, field).into()
}

/// No field is to blame: the place in the text.
fn nowhere(error: &serde_json::Error) -> Refusal {
    let fault = Fault::new(Code::RequestMalformed);
    fault
        .with("line", error.line())
        .with("column", error.column())
        .into()
}

/// What stands between back quotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

#[cfg(test)]
mod tests {
    use domain::visit::Channel;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "read for its faults alone")]
    struct Asked {
        channel: Channel,
        #[serde(default)]
        inner: Vec<Inner>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "read for its faults alone")]
    struct Inner {
        count: u8,
    }

    fn told(text: &str) -> (Code, String) {
        let fault = read::<Asked>(text.as_bytes()).unwrap_err().first;
        (fault.code, fault.field.unwrap_or_default())
    }

    #[test]
    fn each_kind_of_misfit_is_told_at_its_field() {
        for (text, code, field) in [
            ("{}", Code::FieldMissing, "channel"),
            (
                r#"{"channel":"post","inner":[{}]}"#,
                Code::FieldMissing,
                "inner[0].count",
            ),
            (r#"{"channel":"pigeon"}"#, Code::FieldNotChoice, "channel"),
            (r#"{"channel":7}"#, Code::FieldNotRead, "channel"),
            (
                r#"{"channel":"post","inner":[{"count":300}]}"#,
                Code::FieldNotRead,
                "inner[0].count",
            ),
            (
                r#"{"channel":"post","extra":1}"#,
                Code::FieldUnknown,
                "extra",
            ),
            (r#"{"channel":"post"} more"#, Code::RequestMalformed, ""),
            (r#"["channel"]"#, Code::RequestMalformed, ""),
        ] {
            assert_eq!(told(text), (code, field.to_owned()), "{text}");
        }
    }

    #[test]
    fn choices_come_from_the_program_and_nothing_of_the_input_comes_back() {
        let text = r#"{"channel":"x`, expected one of `Nguyen Thi Kin`"}"#;
        let fault = read::<Asked>(text.as_bytes()).unwrap_err().first;
        let choices = &fault.params["choices"];
        assert!(choices.starts_with("in_person, phone"), "{choices}");
        assert!(!choices.contains("Kin"), "{choices}");
        for key in ["Nguyễn Thị Kín", "031190012345"] {
            let text = format!(r#"{{"channel":"post","{key}":1}}"#);
            assert_eq!(told(&text), (Code::RequestMalformed, String::new()));
        }
    }
}
