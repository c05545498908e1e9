//! Use cases through a real vault in a temporary folder.

#[cfg(test)]
mod demo;
#[cfg(test)]
mod import;
#[cfg(test)]
mod search;
