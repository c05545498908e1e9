//! The code on a receipt.
//!
//! Purpose: the token as a QR picture. Base45 text (RFC 9285) needs only the alphanumeric mode of
//! ISO/IEC 18004, so the 149 characters of a token fit version 6 at level M (15 % may be damaged).
//! Must never: read the token.

use domain::sheet::PressFault;
use qrcode::render::svg::Color;
use qrcode::{EcLevel, QrCode};

/// A text as a QR code in SVG: one unit a module, with the quiet zone of four modules around it.
pub fn svg(token: &str) -> Result<String, PressFault> {
    let code = encode(token)?;
    Ok(code
        .render::<Color<'_>>()
        .module_dimensions(1, 1)
        .quiet_zone(true)
        .build())
}

fn encode(token: &str) -> Result<QrCode, PressFault> {
    QrCode::with_error_correction_level(token, EcLevel::M).map_err(|_fault| PressFault::Layout)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_of_149_base45_characters_fits_version_6_at_level_m() {
        let token: String = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
            .chars()
            .cycle()
            .take(149)
            .collect();
        let code = encode(&token).unwrap();
        assert_eq!(code.version(), qrcode::Version::Normal(6));
        assert_eq!(code.error_correction_level(), EcLevel::M);
        assert!(svg(&token).unwrap().contains("viewBox=\"0 0 49 49\""));
    }

    #[test]
    fn a_text_too_long_for_any_code_is_refused() {
        assert_eq!(svg(&"A".repeat(10_000)), Err(PressFault::Layout));
    }
}
