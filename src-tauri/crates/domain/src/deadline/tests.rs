use super::*;
use crate::catalogue::Catalogue;

fn catalogue() -> &'static Catalogue {
    Catalogue::shipped().unwrap()
}

fn local(text: &str) -> Moment {
    Moment::parse(&format!("{text}+07:00")).unwrap()
}

fn pause(from: &str, until: &str) -> Pause {
    Pause {
        from: local(from),
        until: local(until),
    }
}

/// The due time of a step with a history, local time without offset.
fn check(service: &str, step: &str, start: &str, history: &History, expected: Result<&str, Code>) {
    let due = catalogue().due(service, Some(step), local(start), history);
    let due = due
        .map(|due| due.due.rfc3339())
        .map_err(|refusal| refusal.code());
    assert_eq!(
        due,
        expected.map(|due| format!("{due}+07:00")),
        "{service} {step} {history:?}"
    );
}

fn paused(pauses: &[Pause]) -> History {
    History {
        pauses: pauses.to_vec(),
        extensions: Vec::new(),
    }
}

fn extended(extensions: &[u32]) -> History {
    History {
        pauses: Vec::new(),
        extensions: extensions.to_vec(),
    }
}

#[test]
fn a_due_time_is_said_exactly_as_the_terminal_promises() {
    let due = catalogue().due(
        "A3",
        None,
        local("2026-11-20T15:00:00"),
        &History::default(),
    );
    let json = serde_json::to_string_pretty(&due.unwrap().said(Lang::Vi)).unwrap();
    let json = json.replace(catalogue().version(), "VERSION");
    expect_test::expect![[r#"
        {
          "due": "2026-12-07T17:00:00+07:00",
          "unit": "working_days",
          "count": 10,
          "first_day": "2026-11-23",
          "skipped": [
            {
              "date": "2026-11-21",
              "why": "thứ Bảy"
            },
            {
              "date": "2026-11-22",
              "why": "Chủ nhật"
            },
            {
              "date": "2026-11-24",
              "why": "Ngày Văn hóa Việt Nam"
            },
            {
              "date": "2026-11-28",
              "why": "thứ Bảy"
            },
            {
              "date": "2026-11-29",
              "why": "Chủ nhật"
            },
            {
              "date": "2026-12-05",
              "why": "thứ Bảy"
            },
            {
              "date": "2026-12-06",
              "why": "Chủ nhật"
            }
          ],
          "basis": "Luật Tiếp công dân 42/2013/QH13, Điều 28 (sửa đổi, bổ sung bởi Luật 136/2025/QH15)",
          "certainty": "unsure",
          "catalogue_version": "VERSION"
        }"#]]
    .assert_eq(&json);
}

#[test]
fn the_form_an_action_keeps_reads_back_as_it_was_decided() {
    let history = paused(&[pause("2025-12-26T09:00:00", "2025-12-29T09:00:00")]);
    let due = catalogue()
        .due("B1", None, local("2025-12-25T10:00:00"), &history)
        .unwrap();
    assert!(
        due.skipped
            .iter()
            .any(|skipped| skipped.why == Reason::Waiting)
    );
    let json = serde_json::to_string(&due).unwrap();
    assert_eq!(serde_json::from_str::<Due>(&json).unwrap(), due);
    assert!(serde_json::from_str::<Due>(&json.replacen('{', "{\"more\":1,", 1)).is_err());
}

#[test]
fn calendar_days_list_only_the_days_the_end_moved_over() {
    let due = catalogue().due(
        "A1",
        None,
        local("2026-02-06T16:00:00"),
        &History::default(),
    );
    let dates: Vec<String> = due
        .unwrap()
        .skipped
        .iter()
        .map(|skipped| skipped.date.to_string())
        .collect();
    let expected: Vec<String> = (16..=22).map(|day| format!("2026-02-{day}")).collect();
    assert_eq!(dates, expected);
}

#[test]
fn waiting_for_the_citizen_stops_the_clock_of_a_rule_that_says_so() {
    let start = "2025-03-03T09:00:00";
    check(
        "B1",
        "register",
        start,
        &History::default(),
        Ok("2025-03-12T17:00:00"),
    );
    // Asked on Wed 5/3, answered on Mon 10/3: Thu, Fri and the day of the answer do not count.
    let once = pause("2025-03-05T10:00:00", "2025-03-10T15:00:00");
    check(
        "B1",
        "register",
        start,
        &paused(&[once]),
        Ok("2025-03-17T17:00:00"),
    );
    // Asked and answered on one day: nothing is lost.
    let same = pause("2025-03-05T08:00:00", "2025-03-05T16:00:00");
    check(
        "B1",
        "register",
        start,
        &paused(&[same]),
        Ok("2025-03-12T17:00:00"),
    );
    // Two waits told in the wrong order and overlapping count once.
    let again = pause("2025-03-06T10:00:00", "2025-03-11T08:00:00");
    check(
        "B1",
        "register",
        start,
        &paused(&[again, once]),
        Ok("2025-03-18T17:00:00"),
    );
    // A wait that began after the end changes nothing.
    let late = pause("2025-03-12T18:00:00", "2025-03-20T08:00:00");
    check(
        "B1",
        "register",
        start,
        &paused(&[late]),
        Ok("2025-03-12T17:00:00"),
    );
    // A complaint's acceptance does not wait.
    let accept = paused(&[once]);
    check("A1", "accept", start, &accept, Ok("2025-03-13T17:00:00"));
}

#[test]
fn a_wait_that_ends_before_it_begins_is_refused() {
    let history = paused(&[pause("2025-03-05T10:00:00", "2025-03-05T09:59:59")]);
    check(
        "B1",
        "register",
        "2025-03-03T09:00:00",
        &history,
        Err(Code::DeadlinePauseBackwards),
    );
}

#[test]
fn an_extension_adds_to_the_count_and_the_end_moves_only_once() {
    // 30 days end on Sun 2/3/2025; extended by 30 they end on Tue 1/4, counted from the start.
    let start = "2025-01-31T08:00:00";
    check(
        "A2",
        "settle",
        start,
        &extended(&[30]),
        Ok("2025-04-01T17:00:00"),
    );
    check(
        "A2",
        "settle",
        start,
        &extended(&[30, 30]),
        Ok("2025-05-05T17:00:00"),
    );
    check(
        "A2",
        "settle",
        start,
        &extended(&[30, 30, 1]),
        Err(Code::DeadlineExtensionLimit),
    );
    check(
        "A2",
        "settle",
        start,
        &extended(&[31]),
        Err(Code::DeadlineExtensionTooLong),
    );
    check(
        "A2",
        "settle",
        start,
        &extended(&[0]),
        Err(Code::DeadlineExtensionTooLong),
    );
    check(
        "A2",
        "accept",
        "2025-03-03T08:00:00",
        &extended(&[3]),
        Ok("2025-03-17T17:00:00"),
    );
    check(
        "A1",
        "accept",
        start,
        &extended(&[1]),
        Err(Code::DeadlineNoExtension),
    );
    let rule = catalogue()
        .rule("A2", Some("settle"), local(start).day())
        .unwrap();
    let due = due(
        rule,
        local(start),
        catalogue().calendar(),
        &extended(&[30]),
        "v",
    )
    .unwrap();
    assert_eq!((due.count, due.catalogue_version.as_str()), (60, "v"));
}

#[test]
fn hours_grow_by_exactly_the_time_waited() {
    let mut rule = catalogue()
        .rule("F1", None, local("2026-01-01T00:00:00").day())
        .unwrap()
        .clone();
    rule.stops_while_waiting = true;
    let end = |pauses: &[Pause]| {
        let start = local("2026-01-01T08:00:00");
        due(&rule, start, catalogue().calendar(), &paused(pauses), "v")
            .unwrap()
            .due
            .rfc3339()
    };
    assert_eq!(end(&[]), "2026-01-01T20:00:00+07:00");
    let half = pause("2026-01-01T10:00:00", "2026-01-01T10:30:00");
    assert_eq!(end(&[half]), "2026-01-01T20:30:00+07:00");
    let inside = pause("2026-01-01T10:10:00", "2026-01-01T10:20:00");
    assert_eq!(end(&[half, inside]), "2026-01-01T20:30:00+07:00");
    let before = pause("2026-01-01T07:00:00", "2026-01-01T08:15:00");
    assert_eq!(end(&[before]), "2026-01-01T20:15:00+07:00");
    let after = pause("2026-01-01T20:00:00", "2026-01-02T20:00:00");
    assert_eq!(end(&[after]), "2026-01-01T20:00:00+07:00");
}

#[test]
fn days_beyond_the_calendar_are_refused_with_their_year() {
    let refused = |service, start: &str| {
        catalogue()
            .due(service, None, local(start), &History::default())
            .unwrap_err()
    };
    for service in ["A1", "A3"] {
        let refusal = refused(service, "2028-12-27T08:00:00");
        assert_eq!(refusal.code(), Code::CalendarYearMissing);
        assert_eq!(refusal.first.params["year"], "2029");
    }
    assert_eq!(
        refused("A1", "2023-12-27T08:00:00").code(),
        Code::CatalogueNotInForce
    );
}

#[test]
fn times_at_the_ends_of_the_range_are_refused_and_never_loop() {
    let rule = |id| {
        catalogue()
            .rule(id, None, local("2026-01-05T00:00:00").day())
            .unwrap()
    };
    for millis in [i64::MIN, i64::MAX, 253_402_300_799_999] {
        let start = Moment::from_millis(millis);
        for id in ["A1", "A3", "F1"] {
            let result = due(
                rule(id),
                start,
                catalogue().calendar(),
                &History::default(),
                "v",
            );
            assert_eq!(
                result.unwrap_err().code(),
                Code::CalendarYearMissing,
                "{id} {millis}"
            );
        }
    }
    let endless = Pause {
        from: local("2026-01-06T00:00:00"),
        until: Moment::from_millis(i64::MAX),
    };
    let mut rule = rule("B1").clone();
    rule.unit = Unit::Days;
    let forever = paused(&[Pause {
        until: local("9999-12-31T23:59:59"),
        ..endless
    }]);
    let start = local("2026-01-05T00:00:00");
    let result = due(&rule, start, catalogue().calendar(), &forever, "v");
    assert_eq!(result.unwrap_err().code(), Code::CalendarYearMissing);
}

#[test]
fn the_rule_in_force_on_the_day_of_the_start_counts() {
    let rule = |start: &str| catalogue().rule("A1", None, local(start).day()).unwrap();
    assert_eq!(rule("2026-06-30T23:59:59").id, "a1-accept-2024");
    assert_eq!(rule("2026-07-01T00:00:00").id, "a1-accept-2026");
    let early = catalogue().rule(
        "F1",
        Some("supervisor-named"),
        local("2025-09-03T08:00:00").day(),
    );
    assert_eq!(early.unwrap_err().code(), Code::DeadlineNotInForce);
}
