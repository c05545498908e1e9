//! What must never reach a log.
//!
//! Purpose: one way to say of a type that it shows its name and nothing else where it is written for
//! programmers. Must never: be used for what a person reads.

/// Gives types a `Debug` that tells their name alone: `Member(..)`.
#[macro_export]
macro_rules! quiet {
    ($($name:ident),+ $(,)?) => {$(
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    )+};
}
