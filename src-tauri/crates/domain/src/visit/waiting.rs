//! A number that waited, and is saved; a visit that never had one.
//!
//! Purpose: what the queue says about saving: a number that left comes back first, one of an earlier
//! day is entered later, with its own day, or not at all; that its day was closed, which ends every
//! number as left, says nothing about who was being served. May use: the visit, its standing. Must
//! never: let an earlier day's number pass for one of today.

use super::{LateSource, Stand, Told, Visit, log};
use crate::action::Action;
use crate::fault::{Code, Fault, Refusal};
use crate::id::UserId;
use crate::moment::Moment;

impl Visit {
    /// Decides that this waiting visit is saved as told.
    pub fn log(&self, told: Told, by: UserId, now: Moment) -> Result<Action, Refusal> {
        if self.is_served() {
            return Err(Refusal::new(Code::VisitAlreadySaved));
        }
        let later = self.queue.day != now.day();
        if self.standing.stand == Stand::Left && !later {
            return Err(self.refused(Code::VisitGone, "visit"));
        }
        let received = told.received_at.unwrap_or(now).day();
        let own_day = received == self.queue.day;
        let by_number = matches!(&told.late, Some(late) if late.source == LateSource::QueueNumber);
        if (later && !(own_day && told.late.is_some())) || (by_number && !own_day) {
            return Err(self.refused(Code::VisitEarlierDay, "late"));
        }
        log(told, by, now)
    }

    fn refused(&self, code: Code, field: &str) -> Refusal {
        Fault::at(code, field)
            .with("number", self.queue.text())
            .into()
    }
}

/// Decides a visit that gets its number only now: no earlier number speaks for it.
pub fn without_number(told: Told, by: UserId, now: Moment) -> Result<Action, Refusal> {
    match &told.late {
        Some(late) if late.source == LateSource::QueueNumber => {
            let fault = Fault::at(Code::FieldNotChoice, "late.source");
            Err(fault
                .with("choices", "postmark, call_log, paper_day")
                .into())
        }
        Some(_) | None => log(told, by, now),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::VisitId;
    use crate::person::Proof;
    use crate::visit::{Channel, Late, Numbered, Outcome, Reception, Standing, Turn};

    fn at(text: &str) -> Moment {
        Moment::parse(text).unwrap()
    }

    const NOW: &str = "2026-11-25T08:00:00+07:00";

    fn waiting(day: &str, stand: Stand) -> Visit {
        Visit {
            id: VisitId::new(uuid::Uuid::from_u128(1)),
            queue: Numbered {
                letter: "A".to_owned(),
                day: day.parse().unwrap(),
                number: 23,
            },
            arrived_at: at("2026-11-24T08:00:00+07:00"),
            logged: None,
            recorded_at: None,
            recorded_by: None,
            standing: Standing {
                stand,
                ..Standing::default()
            },
        }
    }

    fn told(received: Option<&str>, source: Option<LateSource>) -> Told {
        Told {
            channel: Channel::InPerson,
            reception: Reception::Regular,
            people: None,
            turn: Turn::First,
            received_at: received.map(at),
            late: source.map(|source| Late {
                source,
                reason: "Mất điện.".to_owned(),
            }),
            person: None,
            proof: Proof::Unknown,
            outcome: Outcome::Advice,
            note: String::new(),
            guidance: Vec::new(),
            matters: 0,
        }
    }

    fn by() -> UserId {
        UserId::new(uuid::Uuid::nil())
    }

    #[test]
    fn an_earlier_days_number_is_saved_as_entered_later_or_not_at_all() {
        let (yesterday, today) = ("2026-11-24", "2026-11-25");
        let then = Some("2026-11-24T09:00:00+07:00");
        let early = Some("2026-11-25T07:30:00+07:00");
        let before = Some("2026-11-23T09:00:00+07:00");
        let number = || Some(LateSource::QueueNumber);
        let sheet = || {
            Some(LateSource::PaperDay {
                sheet: "7".to_owned(),
            })
        };
        let earlier = Some(Code::VisitEarlierDay);
        for (day, received, source, code) in [
            (today, None, None, None),
            (today, early, number(), None),
            (today, early, sheet(), None),
            (today, before, sheet(), None),
            (today, before, number(), earlier),
            (today, None, number(), Some(Code::VisitLateWithoutTime)),
            (yesterday, None, None, earlier),
            (yesterday, None, number(), earlier),
            (yesterday, then, None, earlier),
            (yesterday, early, sheet(), earlier),
            (yesterday, before, number(), earlier),
            (yesterday, then, number(), None),
            (yesterday, then, sheet(), None),
            (yesterday, then, Some(LateSource::CallLog), None),
        ] {
            let visit = waiting(day, Stand::Called);
            let case = format!("{day} {received:?} {source:?}");
            let saved = visit.log(told(received, source), by(), at(NOW));
            assert_eq!(saved.err().map(|refusal| refusal.code()), code, "{case}");
        }
    }

    #[test]
    fn the_reason_is_needed_for_an_earlier_number_too() {
        let mut told = told(
            Some("2026-11-24T09:00:00+07:00"),
            Some(LateSource::QueueNumber),
        );
        told.late.as_mut().unwrap().reason = " ".to_owned();
        let refused = waiting("2026-11-24", Stand::Waiting).log(told, by(), at(NOW));
        let first = refused.unwrap_err().first;
        assert_eq!(
            (first.code, first.field.as_deref()),
            (Code::FieldMissing, Some("late.reason"))
        );
    }

    #[test]
    fn whoever_left_comes_back_before_the_visit_is_saved() {
        for (stand, code) in [
            (Stand::Waiting, None),
            (Stand::Called, None),
            (Stand::Skipped, None),
            (Stand::Left, Some(Code::VisitGone)),
        ] {
            let saved = waiting("2026-11-25", stand).log(told(None, None), by(), at(NOW));
            let refused = saved.err();
            if let Some(refusal) = &refused {
                assert_eq!(refusal.first.params["number"], "A-023");
            }
            assert_eq!(refused.map(|refusal| refusal.code()), code, "{stand:?}");
        }
    }

    #[test]
    fn a_number_that_its_days_closing_ended_is_entered_later_all_the_same() {
        let number = Some(LateSource::QueueNumber);
        let then = Some("2026-11-24T09:00:00+07:00");
        let ended = waiting("2026-11-24", Stand::Left);
        ended.log(told(then, number), by(), at(NOW)).unwrap();
        let refused = ended.log(told(None, None), by(), at(NOW)).unwrap_err();
        assert_eq!(refused.code(), Code::VisitEarlierDay);
    }

    #[test]
    fn no_number_speaks_for_a_visit_that_never_had_one() {
        let then = Some("2026-11-24T09:00:00+07:00");
        let refused = without_number(told(then, Some(LateSource::QueueNumber)), by(), at(NOW));
        assert_eq!(refused.unwrap_err().code(), Code::FieldNotChoice);
        without_number(told(then, Some(LateSource::CallLog)), by(), at(NOW)).unwrap();
        without_number(told(None, None), by(), at(NOW)).unwrap();
    }
}
