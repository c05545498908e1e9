//! Secrets on their way from the page to the office.
//!
//! Purpose: read a raw body (UTF-8 parts with a newline between) so that no secret passes through
//! JSON text: name and passphrase, a PIN, a code. Bounded; each part wipes itself.
//! Must never: be printed, cloned, serialised or kept.

use office::domain::fault::{Code, Fault};
use office::{Answer, Passphrase, Refused};
use specta::Types;
use specta::datatype::DataType;
use specta::function::FunctionArg;
use tauri::Runtime;
use tauri::ipc::{CommandArg, CommandItem, InvokeBody, InvokeError};

/// Longest body read, bytes: beside a passphrase stands what is agreed to, with its reason.
const LIMIT: usize = 32 * 1024;
/// Most parts of a body: the passphrases of a founding.
const PARTS: usize = 16;

/// Exactly `N` parts; a newline in the last one belongs to it.
pub(crate) struct Parts<const N: usize>([Part; N]);

/// As many parts as the body has.
pub(crate) struct Several(Vec<Part>);

/// One part: a name, or a secret.
pub(crate) struct Part(Option<Passphrase>);

/// Name and passphrase.
pub(crate) type Credentials = Parts<2>;

impl Part {
    /// A part of some text; nothing typed is a part too.
    fn of(text: &str) -> Answer<Self> {
        if text.is_empty() {
            return Ok(Self(None));
        }
        Ok(Self(Some(Passphrase::new(text.to_owned())?)))
    }

    /// As a secret, to be used once; nothing typed is refused.
    pub(crate) fn secret(self) -> Answer<Passphrase> {
        self.0.ok_or_else(|| Refused::new(Code::PassphraseEmpty))
    }

    /// As a secret that may be missing.
    pub(crate) fn maybe(self) -> Option<Passphrase> {
        self.0
    }

    /// As plain text.
    pub(crate) fn text(&self) -> String {
        self.lent(str::to_owned)
    }

    /// Lends the text.
    pub(crate) fn lent<R>(&self, read: impl FnOnce(&str) -> R) -> R {
        match &self.0 {
            Some(part) => part.with_text(read),
            None => read(""),
        }
    }
}

impl<const N: usize> Parts<N> {
    /// The parts, to be used once.
    pub(crate) fn apart(self) -> [Part; N] {
        self.0
    }

    fn read(body: &InvokeBody) -> Answer<Self> {
        let parts = split(body, N)?;
        let parts = parts
            .try_into()
            .map_err(|_other: Vec<Part>| Refused::new(Code::RequestMalformed))?;
        Ok(Self(parts))
    }
}

impl Several {
    /// The parts as secrets.
    pub(crate) fn secrets(self) -> Answer<Vec<Passphrase>> {
        self.0.into_iter().map(Part::secret).collect()
    }
}

fn split(body: &InvokeBody, most: usize) -> Answer<Vec<Part>> {
    let InvokeBody::Raw(bytes) = body else {
        return Err(Refused::new(Code::RequestMalformed));
    };
    if bytes.len() > LIMIT {
        return Err(Fault::new(Code::RequestTooLarge)
            .with("max", LIMIT / 1024)
            .into());
    }
    let text =
        std::str::from_utf8(bytes).map_err(|_not_text| Refused::new(Code::RequestMalformed))?;
    text.splitn(most, '\n').map(Part::of).collect()
}

impl<'de, R: Runtime, const N: usize> CommandArg<'de, R> for Parts<N> {
    fn from_command(command: CommandItem<'de, R>) -> Result<Self, InvokeError> {
        Self::read(command.message.payload()).map_err(InvokeError::from)
    }
}

impl<'de, R: Runtime> CommandArg<'de, R> for Several {
    fn from_command(command: CommandItem<'de, R>) -> Result<Self, InvokeError> {
        split(command.message.payload(), PARTS)
            .map(Self)
            .map_err(InvokeError::from)
    }
}

/// The body is raw bytes: it has no type in the client.
impl<const N: usize> FunctionArg for Parts<N> {
    fn to_datatype(_: &mut Types) -> Option<DataType> {
        None
    }
}

impl FunctionArg for Several {
    fn to_datatype(_: &mut Types) -> Option<DataType> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(text: &str) -> InvokeBody {
        InvokeBody::Raw(text.as_bytes().to_vec())
    }

    fn refused(body: &InvokeBody) -> Code {
        Credentials::read(body).err().unwrap().code
    }

    #[test]
    fn the_first_newline_parts_name_and_passphrase() {
        let [name, passphrase] = Credentials::read(&raw("mai.le\nmưa test\nnắng "))
            .ok()
            .unwrap()
            .apart();
        assert_eq!(name.text(), "mai.le");
        let secret = passphrase.secret().unwrap();
        secret.with_text(|text| assert_eq!(text, "mưa test\nnắng "));
    }

    #[test]
    fn a_body_that_is_no_sign_in_is_refused_by_code() {
        assert_eq!(refused(&InvokeBody::default()), Code::RequestMalformed);
        assert_eq!(refused(&raw("")), Code::RequestMalformed);
        assert_eq!(refused(&raw("no newline")), Code::RequestMalformed);
        assert_eq!(
            refused(&InvokeBody::Raw(vec![0xff, b'\n', 0xff])),
            Code::RequestMalformed
        );
        assert_eq!(
            refused(&InvokeBody::Raw(vec![b'a'; LIMIT + 1])),
            Code::RequestTooLarge
        );
    }

    #[test]
    fn an_empty_passphrase_is_refused_before_any_key_is_derived() {
        let [_, empty] = Credentials::read(&raw("mai.le\n")).ok().unwrap().apart();
        assert_eq!(empty.secret().err().unwrap().code, Code::PassphraseEmpty);
    }

    #[test]
    fn a_pin_may_be_missing_and_several_are_as_many_as_were_typed() {
        let [none] = Parts::<1>::read(&raw("")).ok().unwrap().apart();
        none.lent(|text| assert_eq!(text, ""));
        let [pin] = Parts::<1>::read(&raw("402913")).ok().unwrap().apart();
        pin.lent(|text| assert_eq!(text, "402913"));
        let several = Several(split(&raw("một test\nhai test\nba test"), PARTS).unwrap());
        assert_eq!(several.secrets().unwrap().len(), 3);
        let gap = Several(split(&raw("một test\n\nba test"), PARTS).unwrap());
        assert_eq!(gap.secrets().err().unwrap().code, Code::PassphraseEmpty);
    }
}
