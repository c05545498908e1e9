//! `places`: units by part of an address. No vault is needed.
//!
//! Must never: look at addresses of people.

use office::clock::{Clock as _, SystemClock};
use office::domain::places::Found;
use office::places;
use serde::Serialize;

use crate::Context;
use crate::cli::Places;
use crate::said::{Page, Said};
use crate::stop::Stop;

#[derive(Serialize)]
struct Offered {
    places: Vec<Found>,
}

/// Runs one of the commands.
pub(crate) fn run(asked: &Places, context: Context) -> Result<Said, Stop> {
    match asked {
        Places::Find { address, on } => {
            let on = on.unwrap_or_else(|| SystemClock::default().now().day());
            let places = places::find(address, on)?;
            let mut page = Page::new(context.lang);
            page.rows(
                &places
                    .iter()
                    .map(|place| cells(place, &page))
                    .collect::<Vec<_>>(),
            );
            if places.is_empty() {
                page.line("deskctl.places.none", &[]);
            }
            Ok(Said::new(&Offered { places }, page))
        }
    }
}

fn cells(place: &Found, page: &Page) -> Vec<String> {
    let note = place.former.as_ref().map(places::former_note);
    let note = note.map(|note| note.get(page.lang()).to_owned());
    let certainty = page.word(&format!("deskctl.certainty.{}", place.certainty.text()));
    vec![
        place.code.clone(),
        place.text.clone(),
        certainty,
        note.unwrap_or_default(),
    ]
}
