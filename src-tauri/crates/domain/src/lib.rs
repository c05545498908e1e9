//! Nouns and rules of the desk.
//!
//! Purpose: what a visit, a person, a file, a receipt, a deadline *is*, and what may happen to it.
//! May use: std, serde, time, uuid (ids only), thiserror, toml, ICU data, strsim, specta.
//! Must never: do IO, read a clock, draw a random number, know SQL, keys or a window. Time, actor
//! and every id are arguments. Law does not stand here: it is dated data in `src-tauri/catalogue`.

#![forbid(unsafe_code)]

pub mod action;
pub mod attachment;
pub mod backup;
pub mod born;
pub mod brake;
pub mod calendar;
pub mod card;
pub mod catalogue;
pub mod certainty;
pub mod collate;
pub mod deadline;
pub mod desk;
pub mod fault;
pub mod file;
pub mod fold;
pub mod household;
pub mod id;
pub mod idle;
pub mod life_cycle;
pub mod moment;
pub mod mrz;
pub mod number;
pub mod paper_form;
pub mod permission;
pub mod person;
pub mod phone;
pub mod places;
pub mod plate;
pub mod printing;
pub mod protected;
pub mod quiet;
pub mod receipt;
pub mod sheet;
pub mod subject;
pub mod test_card;
pub mod text;
pub mod titles;
pub mod typed_date;
pub mod typed_time;
pub mod vehicle_number;
pub mod visit;
pub mod warning;
pub mod words;
