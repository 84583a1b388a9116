//! Whom an event is told to and when: quiet hours by the company's clock, breaking through, gathering,
//! digests that add up, retries that end.

use chrono_tz::Tz;
use fieldbeat_domain::{
    id::OrgUnitId,
    notify::{
        ATTEMPTS_MAX, Choice, News, QuietError, QuietHours, QuietSpan, RETRY_CAP_MS,
        RETRY_FIRST_MS, Severity, Unwanted, Wanted, decide, digest, retry_after_ms, wake,
    },
    time::At,
};
use proptest::prelude::*;

const HANOI: Tz = chrono_tz::Asia::Ho_Chi_Minh;
const BERLIN: Tz = chrono_tz::Europe::Berlin;
const MINUTE: i64 = 60_000;

fn at(text: &str) -> At {
    chrono::DateTime::parse_from_rfc3339(text)
        .unwrap()
        .to_utc()
        .into()
}

fn span(weekdays: &[u8], from_min: u16, to_min: u16) -> QuietSpan {
    QuietSpan {
        weekdays: weekdays.to_vec(),
        from_min,
        to_min,
    }
}

/// Nights of working days, and the weekend from Friday evening to Monday morning.
fn nights_and_weekend() -> QuietHours {
    vec![
        span(&[1, 2, 3, 4, 5], 20 * 60, 7 * 60),
        span(&[6, 7], 0, 24 * 60),
        span(&[7], 0, 7 * 60),
        span(&[7], 23 * 60, 7 * 60),
    ]
    .try_into()
    .unwrap()
}

fn wanted<'a>(kinds: &'a [String], quiet: &'a QuietHours) -> Wanted<'a> {
    Wanted {
        kinds,
        min_severity: Severity::Info,
        org_unit: None,
        quiet,
        critical_breaks: true,
        gather_ms: 0,
        last_message: None,
    }
}

fn news(severity: Severity) -> News<'static> {
    News {
        kind: "exception_opened",
        severity,
        units: &[OrgUnitId(1), OrgUnitId(4)],
    }
}

#[test]
fn a_night_lasts_over_midnight_and_a_friday_night_until_monday_morning() {
    let quiet = nights_and_weekend();
    // 2026-03-04 is a Wednesday.
    for (now, free) in [
        ("2026-03-04T19:59:00+07:00", "2026-03-04T19:59:00+07:00"),
        ("2026-03-04T20:00:00+07:00", "2026-03-05T07:00:00+07:00"),
        ("2026-03-05T06:59:59+07:00", "2026-03-05T07:00:00+07:00"),
        ("2026-03-05T07:00:00+07:00", "2026-03-05T07:00:00+07:00"),
        ("2026-03-06T22:15:00+07:00", "2026-03-09T07:00:00+07:00"),
        ("2026-03-08T12:00:00+07:00", "2026-03-09T07:00:00+07:00"),
    ] {
        assert_eq!(quiet.until(at(now), HANOI), at(free), "{now}");
        assert_eq!(quiet.covers(at(now), HANOI), now != free, "{now}");
    }
}

#[test]
fn quiet_hours_follow_the_wall_clock_when_it_is_set_forward_and_back() {
    let night: QuietHours = vec![span(&[1, 2, 3, 4, 5, 6, 7], 22 * 60, 6 * 60)]
        .try_into()
        .unwrap();
    // Forward on 2026-03-29, back on 2026-10-25.
    assert_eq!(
        night.until(at("2026-03-28T23:00:00+01:00"), BERLIN),
        at("2026-03-29T06:00:00+02:00")
    );
    assert_eq!(
        night.until(at("2026-10-24T23:00:00+02:00"), BERLIN),
        at("2026-10-25T06:00:00+01:00")
    );
    let folded: QuietHours = vec![span(&[7], 60, 2 * 60 + 30)].try_into().unwrap();
    let second = at("2026-10-25T02:10:00+01:00");
    assert_eq!(
        folded.until(second, BERLIN),
        at("2026-10-25T02:30:00+01:00")
    );
}

#[test]
fn what_is_no_quiet_time_is_refused() {
    let refused = |spans: Vec<QuietSpan>| QuietHours::try_from(spans).unwrap_err();
    assert_eq!(refused(vec![span(&[], 0, 60)]), QuietError::Weekday);
    assert_eq!(refused(vec![span(&[8], 0, 60)]), QuietError::Weekday);
    assert_eq!(refused(vec![span(&[1], 1440, 60)]), QuietError::Time);
    assert_eq!(refused(vec![span(&[1], 0, 1441)]), QuietError::Time);
    assert_eq!(refused(vec![span(&[1], 0, 60); 15]), QuietError::TooMany);
    assert_eq!(
        refused(vec![span(&[1, 2, 3, 4, 5, 6, 7], 0, 0)]),
        QuietError::Always
    );
}

#[test]
fn an_event_passes_kind_severity_and_unit_or_is_dropped_with_the_reason() {
    let kinds = vec!["exception_opened".to_owned()];
    let quiet = QuietHours::default();
    let now = at("2026-03-04T09:00:00+07:00");
    let all = wanted(&kinds, &quiet);
    let below = Wanted {
        org_unit: Some(OrgUnitId(1)),
        ..all.clone()
    };
    let beside = Wanted {
        org_unit: Some(OrgUnitId(5)),
        ..all.clone()
    };
    let grave = Wanted {
        min_severity: Severity::Critical,
        ..all.clone()
    };
    let ask = |w: &Wanted<'_>, n| decide(w, n, now, HANOI);
    assert_eq!(ask(&all, news(Severity::Info)), Choice::Now);
    assert_eq!(ask(&below, news(Severity::Info)), Choice::Now);
    assert_eq!(
        ask(&beside, news(Severity::Critical)),
        Choice::Drop(Unwanted::OrgUnit)
    );
    assert_eq!(
        ask(&grave, news(Severity::Warning)),
        Choice::Drop(Unwanted::Severity)
    );
    let other = News {
        kind: "visit_closed",
        ..news(Severity::Critical)
    };
    assert_eq!(ask(&all, other), Choice::Drop(Unwanted::Kind));
    let nowhere = News {
        units: &[],
        ..news(Severity::Info)
    };
    assert_eq!(ask(&below, nowhere), Choice::Drop(Unwanted::OrgUnit));
}

#[test]
fn what_comes_soon_after_a_message_is_gathered() {
    let kinds = vec!["exception_opened".to_owned()];
    let quiet = nights_and_weekend();
    let last = at("2026-03-04T19:50:00+07:00");
    let gathering = Wanted {
        gather_ms: 5 * MINUTE,
        last_message: Some(last),
        ..wanted(&kinds, &quiet)
    };
    let ask = |now: At, severity| decide(&gathering, news(severity), now, HANOI);
    assert_eq!(
        ask(last.plus_ms(MINUTE), Severity::Info),
        Choice::Hold(last.plus_ms(5 * MINUTE))
    );
    assert_eq!(ask(last.plus_ms(MINUTE), Severity::Critical), Choice::Now);
    assert_eq!(ask(last.plus_ms(5 * MINUTE), Severity::Info), Choice::Now);
    // The gathered message would fall into the night.
    let late = Wanted {
        gather_ms: 30 * MINUTE,
        ..gathering.clone()
    };
    let morning = Choice::Hold(at("2026-03-05T07:00:00+07:00"));
    assert_eq!(
        decide(&late, news(Severity::Info), last.plus_ms(MINUTE), HANOI),
        morning
    );
    // A clock that was set back holds nothing up.
    assert_eq!(ask(last.plus_ms(-MINUTE), Severity::Info), Choice::Now);
}

fn spans() -> impl Strategy<Value = Vec<QuietSpan>> {
    let one = (
        proptest::collection::vec(1_u8..=7, 1..=7),
        0_u16..1440,
        0_u16..=1440,
    )
        .prop_map(|(weekdays, from_min, to_min)| QuietSpan {
            weekdays,
            from_min,
            to_min,
        });
    proptest::collection::vec(one, 0..4)
}

/// Any minute of 2026.
fn minutes() -> impl Strategy<Value = At> {
    (0_i64..365 * 1440).prop_map(|m| At(1_767_225_600_000 + m * MINUTE))
}

proptest! {
    #[test]
    fn quiet_ends_at_the_first_minute_that_is_not_quiet(spans in spans(), now in minutes()) {
        let Ok(quiet) = QuietHours::try_from(spans) else { return Ok(()) };
        let free = quiet.until(now, HANOI);
        prop_assert!(free >= now && !quiet.covers(free, HANOI));
        let mut minute = now;
        while minute < free {
            prop_assert!(quiet.covers(minute, HANOI));
            minute = minute.plus_ms(MINUTE);
        }
    }

    #[test]
    fn quiet_always_ends_whatever_the_zone_does(spans in spans(), now in minutes(), zone in prop_oneof![
        Just(BERLIN), Just(chrono_tz::Australia::Lord_Howe), Just(chrono_tz::America::Santiago), Just(chrono_tz::UTC)
    ]) {
        let Ok(quiet) = QuietHours::try_from(spans) else { return Ok(()) };
        let free = quiet.until(now, zone);
        prop_assert!(free >= now && !quiet.covers(free, zone));
    }

    #[test]
    fn critical_is_never_held_and_the_rest_only_to_a_free_minute(
        spans in spans(), now in minutes(), gather in 0_i64..120, since in proptest::option::of(0_i64..240),
        severity in prop_oneof![Just(Severity::Info), Just(Severity::Warning), Just(Severity::Critical)], breaks: bool,
    ) {
        let Ok(quiet) = QuietHours::try_from(spans) else { return Ok(()) };
        let kinds = vec!["exception_opened".to_owned()];
        let last = since.map(|m| now.plus_ms(-m * MINUTE));
        let asked = Wanted { critical_breaks: breaks, gather_ms: gather * MINUTE, last_message: last, ..wanted(&kinds, &quiet) };
        match decide(&asked, news(severity), now, HANOI) {
            Choice::Drop(why) => prop_assert!(false, "{why:?}"),
            Choice::Now => {
                let urgent = breaks && severity == Severity::Critical;
                prop_assert!(urgent || !quiet.covers(now, HANOI));
                prop_assert!(urgent || gather == 0 || since.is_none_or(|s| s >= gather));
            }
            Choice::Hold(until) => {
                prop_assert!(!(breaks && severity == Severity::Critical));
                prop_assert!(until > now && !quiet.covers(until, HANOI));
                prop_assert!(last.is_none_or(|l| until >= l.plus_ms(gather * MINUTE)));
                // What is due then goes out then.
                prop_assert_eq!(wake(&quiet, false, until, HANOI), until);
            }
        }
    }

    #[test]
    fn a_digest_adds_up_in_any_order(events in proptest::collection::vec((0_usize..4, 0_usize..3), 0..60), turn in 0_usize..60) {
        let words = ["a", "b", "c", "d"];
        let told: Vec<_> = events.iter().map(|(k, s)| (words[*k], Severity::ALL[*s])).collect();
        let counted = digest(told.iter().copied());
        prop_assert_eq!(counted.total, told.len());
        prop_assert_eq!(counted.lines.iter().map(|l| l.count).sum::<usize>(), told.len());
        prop_assert!(counted.lines.iter().all(|l| l.count == told.iter().filter(|t| **t == (l.kind.as_str(), l.severity)).count()));
        prop_assert!(counted.lines.is_sorted_by(|a, b| a.severity >= b.severity));
        prop_assert_eq!(counted.worst(), told.iter().map(|t| t.1).max().unwrap_or_default());
        let mut turned = told.clone();
        turned.rotate_left(turn.min(told.len()));
        prop_assert_eq!(digest(turned), counted);
    }

    #[test]
    fn retries_grow_to_the_cap_and_end(salt: u64) {
        let delays: Vec<i64> = (1..ATTEMPTS_MAX).map(|n| retry_after_ms(n, salt).unwrap()).collect();
        prop_assert!(delays[0] >= RETRY_FIRST_MS && delays.is_sorted());
        prop_assert!(delays.iter().all(|d| *d <= RETRY_CAP_MS + RETRY_CAP_MS / 5));
        prop_assert!(delays.last().unwrap() >= &RETRY_CAP_MS);
        prop_assert_eq!(retry_after_ms(ATTEMPTS_MAX, salt), None);
        // A receiver may be away for a day.
        prop_assert!(delays.iter().sum::<i64>() >= 20 * 3_600_000);
    }
}
