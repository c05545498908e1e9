//! Paper of a thermal printer: 80 mm wide, 72 mm of it printable.
//!
//! Purpose: how wide a strip is laid out. Must never: know what stands on it.

/// How wide the strip is laid out; both ways give the same 72 mm of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strip {
    /// The 80 mm paper with its margins.
    Paper,
    /// Only the 72 mm a thermal head reaches.
    Printable,
}

/// Millimetres a thermal head of 576 dots at 203 dpi reaches.
pub(crate) const PRINTABLE_MM: f64 = 72.0;

/// Millimetres on either side that it does not reach.
const MARGIN_MM: f64 = 4.0;

impl Strip {
    /// Millimetres left free on either side.
    pub(crate) const fn margin(self) -> f64 {
        match self {
            Self::Paper => MARGIN_MM,
            Self::Printable => 0.0,
        }
    }

    /// Millimetres from edge to edge.
    pub(crate) fn width(self) -> f64 {
        PRINTABLE_MM + 2.0 * self.margin()
    }
}
