//! Files that people bring: what one is, a photo without the place it was taken, a small picture of it.
//!
//! Purpose: pure functions over bytes that a stranger made. May use: decoders written in Rust, with
//! limits. Must never: touch a disk, believe a name, run or render anything of a file, or unpack one.

mod clean;
mod kind;
mod small;

pub use clean::{Unclean, cleaned};
pub use kind::{HEAD, kind_of};
pub use small::picture;
