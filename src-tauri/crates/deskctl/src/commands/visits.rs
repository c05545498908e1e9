//! `visits`: the main job without a window, and a day's queue.
//!
//! Must never: take a visit from anywhere but stdin, whole.

use office::clock::{Clock as _, SystemClock};
use office::intake::{Intake, REQUEST_LIMIT};
use office::views::{QueueState, VisitAdded};
use office::{Office, Session};

use crate::Context;
use crate::cli::{Visits, Who};
use crate::desk;
use crate::files;
use crate::said::{Page, Said};
use crate::secrets::Stdin;
use crate::stop::Stop;

/// Runs one of the commands.
pub(crate) async fn run(asked: Visits, context: Context) -> Result<Said, Stop> {
    match asked {
        Visits::Add(who) => add(&who, context).await,
        Visits::List { day, who } => {
            let day = day.unwrap_or_else(|| SystemClock::default().now().day());
            let work = async |office: &Office, session: &Session| {
                let queue = office.day_queue(session, day).await?;
                let mut page = Page::new(context.lang);
                let (served, waiting) = (queue.served.to_string(), queue.waiting.to_string());
                let values = [
                    ("day", queue.day.as_str()),
                    ("served", &served),
                    ("waiting", &waiting),
                ];
                page.line("deskctl.visits.day", &values);
                let rows: Vec<Vec<String>> = queue
                    .visits
                    .iter()
                    .map(|line| {
                        let state = page.word(match line.state {
                            QueueState::Waiting => "deskctl.visit_state.waiting",
                            QueueState::Called => "deskctl.visit_state.called",
                            QueueState::Skipped => "deskctl.visit_state.skipped",
                            QueueState::Served => "deskctl.visit_state.served",
                            QueueState::Left => "deskctl.visit_state.left",
                        });
                        let (number, arrived) = (line.number.clone(), line.arrived.clone());
                        let later = if line.entered_later {
                            page.word("deskctl.visit_state.entered_later")
                        } else {
                            String::new()
                        };
                        vec![number, arrived, state, line.files.to_string(), later]
                    })
                    .collect();
                page.rows(&rows);
                Ok(Said::new(&queue, page))
            };
            desk::signed_in(&who, Stdin::Free, context, work).await
        }
    }
}

async fn add(who: &Who, context: Context) -> Result<Said, Stop> {
    let intake = Intake::parse(&files::stdin(REQUEST_LIMIT)?)?;
    let work = async |office: &Office, session: &Session| {
        let added = office.add_visit(session, &intake).await?;
        let page = told(&added, context);
        Ok(Said::new(&added, page))
    };
    desk::signed_in(who, Stdin::Taken, context, work).await
}

fn told(added: &VisitAdded, context: Context) -> Page {
    let mut page = Page::new(context.lang);
    page.line("deskctl.visits.added", &[("number", &added.queue_number)]);
    for file in &added.files {
        page.line(
            "deskctl.visits.file",
            &[("number", &file.number), ("service", &file.service)],
        );
        if let Some(receipt) = &file.receipt {
            page.line("deskctl.visits.receipt", &[("number", &receipt.number)]);
        }
        for deadline in &file.deadlines {
            let values = [
                ("step", deadline.step.as_str()),
                ("due", &deadline.due),
                ("basis", &deadline.basis),
            ];
            page.line("deskctl.visits.deadline", &values);
        }
    }
    for warning in &added.warnings {
        let warning = page.word(&format!("warning.{warning}"));
        page.line("deskctl.visits.warning", &[("warning", &warning)]);
    }
    page
}
