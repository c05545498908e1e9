//! Tells cargo that the catalogue is part of this crate, so that a file added to it is embedded by
//! the next build. Must never: do anything else.

fn main() {
    println!("cargo::rerun-if-changed=../../catalogue");
}
