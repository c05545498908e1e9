//! What the page may ask: session, call, return.
//!
//! Purpose: one function a command, three lines each, one file a part of the desk. A request is
//! authorised by the session in the core, never by what the page says. Must never: decide anything,
//! or return a secret that its owner did not just ask for.

pub(crate) mod attachments;
pub(crate) mod backup;
pub(crate) mod catalogue;
pub(crate) mod counter;
pub(crate) mod day;
pub(crate) mod deciding;
pub(crate) mod evidence;
pub(crate) mod files;
pub(crate) mod founding;
pub(crate) mod going_live;
pub(crate) mod households;
pub(crate) mod merging;
pub(crate) mod papers;
pub(crate) mod places;
pub(crate) mod private;
pub(crate) mod queue;
pub(crate) mod route;
pub(crate) mod session;
pub(crate) mod users;
