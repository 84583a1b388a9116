//! Where the time goes: what spans a story gives, and that they partition the sessions whatever
//! happened and in whatever order it arrived.

use fieldbeat_domain::{
    day::{DayReport, TimeParts},
    mark::MarkKind,
    rules::Rules,
    time::At,
    working_time::{Observed, Part, TimeSpan, first_to_last_call, late_start_ms, spans, sums},
};
use proptest::prelude::*;

use crate::{
    fold::{day_of, steps},
    support::{Day, at, minute},
};

fn observed<'a>(report: &'a DayReport, rules: &Rules, until: At) -> Observed<'a> {
    Observed {
        sessions: &report.sessions,
        breaks: &report.breaks,
        visits: &report.visits,
        stays: &report.stays,
        holes: &report.holes,
        first_fix_at: report.first_fix_at,
        last_fix_at: report.last_fix_at,
        gap_ms: i64::from(rules.gap_flag_min) * 60_000,
        idle_ms: i64::from(rules.idle_flag_min) * 60_000,
        until,
    }
}

fn told(spans: &[TimeSpan]) -> Vec<(Part, i64, i64)> {
    #[expect(clippy::cast_possible_truncation, reason = "minutes of a day")]
    let minute = |at: At| minute(Some(at)).round() as i64;
    spans
        .iter()
        .map(|s| (s.part, minute(s.from_at), minute(s.to_at)))
        .collect()
}

/// 08:30 travel, 09:00 at the outlet, ten minutes and then half an hour at two other places, an hour
/// of silence, travel, a break, the end.
fn story() -> DayReport {
    Day::with_outlet()
        .travel(-30.0, 0.0, 0.5, (4000.0, 0.0), (90.0, 0.0))
        .still(0.0, 20.0, 1.0, 0.0, 0.0)
        .check_in(1.0, 1, 1)
        .check_out(19.0, 1)
        .travel(21.0, 25.0, 0.5, (90.0, 0.0), (600.0, 0.0))
        .still(25.0, 35.0, 1.0, 600.0, 0.0)
        .travel(35.5, 40.0, 0.5, (640.0, 0.0), (1400.0, 0.0))
        .still(40.0, 70.0, 1.0, 1400.0, 0.0)
        .travel(140.0, 150.0, 0.5, (1500.0, 0.0), (3000.0, 0.0))
        .mark(152.0, 9, MarkKind::BreakStart)
        .mark(160.0, 9, MarkKind::BreakEnd)
        .session_end(165.0)
        .judged(1440.0)
}

#[test]
fn a_day_is_told_in_spans() {
    let report = story();
    let spans = spans(&observed(&report, &Rules::default(), at(1440.0)));
    let parts: Vec<Part> = spans.iter().map(|s| s.part).collect();
    assert_eq!(
        parts,
        [
            Part::Travel,
            Part::InStore,
            // Ten minutes outside any outlet are a stop, not idle.
            Part::Travel,
            Part::Idle,
            Part::Unobserved,
            Part::Travel,
            Part::Break,
            Part::Travel,
        ],
        "{:?}",
        told(&spans)
    );
    assert_eq!(spans[1].visit, Some(report.visits[0].id));
    assert_eq!(told(&spans)[1], (Part::InStore, 1, 19));
    assert_eq!(told(&spans)[3], (Part::Idle, 40, 70));
    assert_eq!(told(&spans)[4], (Part::Unobserved, 70, 140));
    assert_eq!(told(&spans)[6], (Part::Break, 152, 160));
    assert_eq!(sums(&spans, None), report.time);
}

#[test]
fn from_the_first_to_the_last_call_is_told_apart() {
    let report = Day::with_outlet()
        .outlet(2, 2000.0, 0.0, Some(60))
        .planned(2)
        .still(0.0, 20.0, 1.0, 0.0, 0.0)
        .check_in(1.0, 1, 1)
        .check_out(19.0, 1)
        .travel(20.0, 40.0, 0.5, (60.0, 0.0), (2000.0, 0.0))
        .still(40.0, 60.0, 1.0, 2000.0, 0.0)
        .check_in(41.0, 2, 2)
        .check_out(59.0, 2)
        .session_end(100.0)
        .judged(1440.0);
    let calls = report.first_call_at.zip(report.last_call_at);
    let (from, to) = first_to_last_call(calls, &report.visits).unwrap();
    assert_eq!((from, to), (at(1.0), at(59.0)));
    let spans = spans(&observed(&report, &Rules::default(), at(1440.0)));
    let market = sums(&spans, Some((from, to)));
    assert_eq!(market.time_in_market_ms, 58 * 60_000);
    assert_eq!(market.in_store_ms, 36 * 60_000);
    assert_eq!(market.travel_ms, 22 * 60_000);
    assert_eq!(first_to_last_call(None, &report.visits), None);
}

#[test]
fn a_late_start_is_measured_from_what_was_expected() {
    let report = Day::with_outlet().judged(10.0);
    assert_eq!(
        late_start_ms(&report.sessions, at(-60.0)),
        Some(30 * 60_000)
    );
    assert_eq!(late_start_ms(&report.sessions, at(-30.0)), None);
    assert_eq!(late_start_ms(&[], at(-60.0)), None);
}

fn whole(t: &TimeParts) -> i64 {
    t.in_store_ms + t.travel_ms + t.idle_ms + t.break_ms + t.unobserved_ms
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn spans_partition_the_sessions_in_any_order_of_arrival(
        steps in steps(), seed: u64, can_declare: bool, until in -60.0..1440.0,
    ) {
        let day = day_of(&steps, seed, can_declare);
        let report = day.judged(until);
        let observed = observed(&report, &day.rules, at(until));
        let spans = spans(&observed);
        for pair in spans.windows(2) {
            prop_assert!(pair[0].to_at <= pair[1].from_at, "{:?}", pair);
        }
        prop_assert!(spans.iter().all(|s| s.from_at < s.to_at));
        prop_assert!(spans.iter().all(|s| (s.part == Part::InStore) == s.visit.is_some()));
        // Each session is covered to the millisecond, by spans of no other.
        let mut covered = 0;
        for s in &report.sessions {
            let (from, to) = (s.started_at, s.ended_at.unwrap_or(at(until)).min(at(until)));
            let inside = spans.iter().filter(|x| from <= x.from_at && x.to_at <= to);
            let ms: i64 = inside.map(|x| x.to_at.since_ms(x.from_at)).sum();
            prop_assert_eq!(ms, to.since_ms(from).max(0));
            covered += ms;
        }
        let all = sums(&spans, None);
        prop_assert_eq!(all, report.time);
        prop_assert_eq!((whole(&all), all.time_in_market_ms), (covered, covered));
        // So is the time between the calls, as far as it was worked.
        let calls = report.first_call_at.zip(report.last_call_at);
        if let Some(window) = first_to_last_call(calls, &report.visits) {
            let market = sums(&spans, Some(window));
            prop_assert_eq!(whole(&market), market.time_in_market_ms);
            prop_assert!(market.time_in_market_ms <= window.1.since_ms(window.0));
        }

        let mut shuffled = day.clone();
        let n = shuffled.inputs.len();
        for i in 0..n {
            shuffled.inputs.swap(i, usize::try_from(seed.wrapping_mul(i as u64 + 7) >> 33).unwrap() % n);
        }
        let again = shuffled.judged(until);
        prop_assert_eq!(spans, fieldbeat_domain::working_time::spans(&self::observed(&again, &day.rules, at(until))));
    }
}
