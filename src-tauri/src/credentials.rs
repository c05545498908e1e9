//! Name and passphrase on their way from the page to the office.
//!
//! Purpose: read the raw body of `sign_in` (UTF-8 name, newline, UTF-8 passphrase) so that no
//! secret passes through JSON text. Must never: be printed, cloned, serialised or kept.

use office::domain::fault::{Code, Fault};
use office::{Answer, Passphrase, Refused};
use specta::Types;
use specta::datatype::DataType;
use specta::function::FunctionArg;
use tauri::Runtime;
use tauri::ipc::{CommandArg, CommandItem, InvokeBody, InvokeError};

/// Longest body read, bytes: a sign-in name and a passphrase no person types.
const LIMIT: usize = 4096;

/// What someone typed to sign in.
pub(crate) struct Credentials {
    name: String,
    passphrase: Passphrase,
}

impl Credentials {
    /// Name and passphrase, to be used once.
    pub(crate) fn apart(self) -> (String, Passphrase) {
        (self.name, self.passphrase)
    }

    /// Reads a body. An empty passphrase or one that is no text is a fault of that field.
    fn read(body: &InvokeBody) -> Answer<Self> {
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
        let (name, typed) = text
            .split_once('\n')
            .ok_or_else(|| Refused::new(Code::RequestMalformed))?;
        let passphrase = Passphrase::new(typed.to_owned())?;
        Ok(Self {
            name: name.to_owned(),
            passphrase,
        })
    }
}

impl<'de, R: Runtime> CommandArg<'de, R> for Credentials {
    fn from_command(command: CommandItem<'de, R>) -> Result<Self, InvokeError> {
        Self::read(command.message.payload()).map_err(InvokeError::from)
    }
}

/// The body is raw bytes: it has no type in the client.
impl FunctionArg for Credentials {
    fn to_datatype(_: &mut Types) -> Option<DataType> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(body: &InvokeBody) -> Code {
        Credentials::read(body).err().unwrap().code
    }

    #[test]
    fn the_first_newline_parts_name_and_passphrase() {
        let body = InvokeBody::Raw("mai.le\nmưa test\nnắng ".as_bytes().to_vec());
        let (name, passphrase) = Credentials::read(&body).ok().unwrap().apart();
        assert_eq!(name, "mai.le");
        passphrase.with_text(|text| assert_eq!(text, "mưa test\nnắng "));
    }

    #[test]
    fn a_body_that_is_no_sign_in_is_refused_by_code() {
        assert_eq!(refused(&InvokeBody::default()), Code::RequestMalformed);
        assert_eq!(
            refused(&InvokeBody::Raw(Vec::new())),
            Code::RequestMalformed
        );
        assert_eq!(
            refused(&InvokeBody::Raw(b"no newline".to_vec())),
            Code::RequestMalformed
        );
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
        assert!(Credentials::read(&InvokeBody::Raw(b"mai.le\n".to_vec())).is_err());
    }
}
