//! Journeys in the real window: the built program, a real demo office, a virtual display.
//!
//! Purpose: the few ways through the desk that only the whole can prove; everything else is a flow
//! (no window) or a component test. Screens are found by what people see: roles and labels.
//! Needs `Xvfb`, the program built with its page inside, and `WebKitWebDriver`. Must never: name a CSS class, or sleep where it can wait.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "all of this program is a test: it says where it stopped and what it kept"
)]

mod app;
mod bus;
mod demo;
mod display;
mod hands;
mod journeys;
mod keys;
mod looks;
mod pages;
mod scanner;
mod screen;
mod sheet;
mod speech;
mod tray;
