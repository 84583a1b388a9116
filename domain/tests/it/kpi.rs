//! KPI vectors as published, and what always holds of figures.

use std::fmt::Write as _;

use chrono::{Datelike, Days, NaiveDate};
use fieldbeat_domain::{
    day::TimeParts,
    id::{OrgUnitId, OutletId, RepId, RouteId, VisitId},
    kpi::{
        CallFact, Counted, DayFact, Definition, Figures, Fold, KpiValue, Language, Measure as M,
        OrderFact, Part, RepDay, Row, StopFact, StopOutcome, Terms, longest_in_order, tell,
    },
    rules::Rules,
    verdict::{OutcomeVerdict, Overall, PlanVerdict},
    visit::{VisitSource, VisitState},
};
use proptest::prelude::*;
use uuid::Uuid;

use crate::support::Day;

const TERMS: Terms = Terms {
    as_of: NaiveDate::from_ymd_opt(2026, 3, 10).unwrap(),
    review_days: 3,
};

fn day(d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 1).unwrap() + Days::new(d.into())
}

fn figures<'a>(days: impl IntoIterator<Item = &'a RepDay>) -> Figures {
    let mut figures = Figures::default();
    for d in days {
        tell(d, TERMS, &mut |c| figures.count(&c));
    }
    figures
}

fn kpi(figures: &Figures, code: &str) -> KpiValue {
    figures.kpi(Definition::find(code).unwrap())
}

fn share(figures: &Figures, code: &str) -> (i64, i64) {
    let k = kpi(figures, code);
    (k.numerator, k.denominator.unwrap())
}

fn call(n: u128, outlet: i32) -> CallFact {
    CallFact {
        visit: VisitId(Uuid::from_u128(n)),
        outlet: Some(OutletId(outlet)),
        route: Some(RouteId(1)),
        assigned: true,
        since_midnight_ms: 8 * 3_600_000 + i64::try_from(n).unwrap() * 60_000,
        source: VisitSource::Declared,
        state: VisitState::Closed,
        phone: false,
        plan: PlanVerdict::OnPlan,
        overall: Overall::Valid,
        decision: None,
        outcome: OutcomeVerdict::NonProductive,
        live_orders: 0,
        dead_orders: 0,
        paid_skus: 0,
        value_minor: 0,
    }
}

fn rep_day(rep: i32, date: NaiveDate) -> RepDay {
    RepDay {
        day: DayFact {
            rep: RepId(rep),
            date,
            org_unit: OrgUnitId(1),
            can_declare: true,
            time: TimeParts::default(),
            distance_mm: 0,
            hole_distance_mm: 0,
        },
        stops: Vec::new(),
        calls: Vec::new(),
        orders: Vec::new(),
    }
}

fn stop(sequence: i32, outlet: i32) -> StopFact {
    StopFact {
        outlet: OutletId(outlet),
        route: RouteId(1),
        sequence,
        unvisited: StopOutcome::Missed,
    }
}

/// 18 planned, 15 of them called at with 9 in order, 5 calls elsewhere, 4 with an order.
#[test]
fn a_judged_day_gives_the_published_figures() {
    let mut d = Day::default();
    for id in 1..=23 {
        d = d.outlet(id, f64::from(id) * 500.0, 0.0, Some(60));
        if id <= 18 {
            d = d.planned(id);
        }
    }
    d = d.session(-30.0);
    let order = [
        7, 1, 8, 2, 9, 3, 10, 4, 11, 5, 12, 6, 13, 14, 15, 19, 20, 21, 22, 23,
    ];
    for (i, outlet) in order.into_iter().enumerate() {
        let from = i as f64 * 20.0;
        let x = f64::from(outlet) * 500.0;
        let id = i as u128 + 1;
        d = d
            .still(from, from + 8.0, 1.0, x, 0.0)
            .check_in(from + 0.5, id, outlet);
        if i % 5 == 0 {
            d = d.record(
                from + 2.0,
                id,
                fieldbeat_domain::record::RecordKind::Order,
                2,
            );
        }
        d = d.check_out(from + 7.0, id);
    }
    let report = d.judged(900.0);
    let facts = RepDay::of_report(&report, OrgUnitId(1), true, &Rules::default().time);
    let k = figures([&facts]);
    assert_eq!(share(&k, "plan_compliance"), (15, 18));
    assert_eq!(kpi(&k, "plan_compliance").per_mille(), Some(833));
    assert_eq!(share(&k, "call_compliance"), (15, 20));
    assert_eq!(kpi(&k, "call_compliance").per_mille(), Some(750));
    assert_eq!(share(&k, "sequence_compliance"), (9, 15));
    assert_eq!(kpi(&k, "sequence_compliance").per_mille(), Some(600));
    assert_eq!(share(&k, "strike_rate"), (4, 20));
    assert_eq!(kpi(&k, "utc").numerator, 20);
    assert_eq!(
        kpi(&k, "time_in_market").numerator,
        report.time.time_in_market_ms
    );
}

#[test]
fn four_productive_calls_with_33_skus_are_8_25_lines_a_call() {
    let mut d = rep_day(1, day(0));
    for (n, skus) in [(1, 10), (2, 8), (3, 8), (4, 7), (5, 0)] {
        d.calls.push(CallFact {
            live_orders: u32::from(skus > 0),
            paid_skus: skus,
            value_minor: i64::from(skus) * 1_000,
            ..call(n, i32::try_from(n).unwrap())
        });
    }
    // All of its orders were cancelled: no productive call, although the judge saw an order.
    d.calls.push(CallFact {
        dead_orders: 1,
        outcome: OutcomeVerdict::Productive,
        ..call(6, 6)
    });
    let k = figures([&d]);
    assert_eq!(share(&k, "lppc"), (33, 4));
    assert_eq!(kpi(&k, "lppc").value(), Some(8.25));
    assert_eq!(kpi(&k, "drop_size").value(), Some(8_250.0));
}

#[test]
fn three_of_five_outlets_on_plan_are_billed() {
    let (mut one, mut two) = (rep_day(1, day(0)), rep_day(1, day(1)));
    one.stops = (1..=3).map(|o| stop(o, o)).collect();
    two.stops = (3..=5).map(|o| stop(o, o)).collect();
    let order = |n: u128, outlet: i32, value_minor| OrderFact {
        order: Uuid::from_u128(n),
        outlet: Some(OutletId(outlet)),
        route: None,
        value_minor,
    };
    one.orders = vec![order(1, 1, 500), order(2, 2, 500), order(3, 9, 100)];
    // A second order of an outlet does not make it two; a return takes another one out.
    two.orders = vec![
        order(4, 1, 500),
        order(5, 4, 300),
        order(6, 5, 200),
        order(7, 5, -200),
    ];
    let k = figures([&one, &two]);
    assert_eq!(share(&k, "eco_aso"), (3, 5));
    assert_eq!(kpi(&k, "eco_aso").per_mille(), Some(600));
    assert_eq!(kpi(&k, "eco").numerator, 4, "one of them is on no plan");
}

#[test]
fn a_person_outranks_the_machine_and_silence_accepts() {
    let mut d = rep_day(1, day(8));
    let review = |n: u128, decision| CallFact {
        overall: Overall::Review,
        decision,
        ..call(n, i32::try_from(n).unwrap())
    };
    d.stops = (1..=4).map(|o| stop(o, o)).collect();
    d.calls = vec![
        review(1, None),
        review(2, Some(Overall::Valid)),
        review(3, Some(Overall::Invalid)),
        CallFact {
            source: VisitSource::Detected,
            ..call(4, 4)
        },
    ];
    let k = figures([&d]);
    let counts = |f: &Figures| {
        [
            "tc",
            "valid_visits",
            "pending_visits",
            "accepted_visits",
            "invalid_visits",
            "detected_visits",
        ]
        .map(|c| kpi(f, c).numerator)
    };
    assert_eq!(counts(&k), [2, 1, 1, 0, 1, 1]);
    assert_eq!(share(&k, "plan_compliance"), (2, 4));
    // Confirmed, a detected visit is a call.
    d.calls[3].decision = Some(Overall::Valid);
    assert_eq!(counts(&figures([&d])), [3, 2, 1, 0, 1, 0]);
    // Three days later nobody has decided.
    d.day.date = day(5);
    assert_eq!(counts(&figures([&d])), [3, 2, 0, 1, 1, 0]);
}

#[test]
fn longest_in_order_is_strict() {
    assert_eq!(longest_in_order(&[3, 1, 2, 2, 5, 4]).len(), 3);
    assert_eq!(longest_in_order(&[2, 3, 1]), [0, 1]);
    assert!(longest_in_order(&[]).is_empty());
}

fn any_call() -> impl Strategy<Value = CallFact> {
    let verdict = prop::sample::select(vec![Overall::Valid, Overall::Review, Overall::Invalid]);
    let plan = prop::sample::select(vec![
        PlanVerdict::OnPlan,
        PlanVerdict::OffDay,
        PlanVerdict::OffRoute,
        PlanVerdict::NewOutlet,
        PlanVerdict::Repeat,
    ]);
    (
        any::<u128>(),
        1..12i32,
        (verdict.clone(), prop::option::of(verdict), plan),
        (0..3u32, 0..2u32, 0..5u32, 0..1000i64),
        (any::<bool>(), any::<bool>(), any::<bool>(), 0..20u8),
        0..86_400_000i64,
    )
        .prop_map(
            |(n, outlet, (overall, decision, plan), orders, flags, since_midnight_ms)| CallFact {
                visit: VisitId(Uuid::from_u128(n)),
                since_midnight_ms,
                overall,
                decision: decision.filter(|d| *d != Overall::Review),
                plan,
                assigned: flags.0,
                source: if flags.1 {
                    VisitSource::Declared
                } else {
                    VisitSource::Detected
                },
                state: if flags.3 == 0 {
                    VisitState::Cancelled
                } else {
                    VisitState::Closed
                },
                phone: flags.3 == 1,
                outcome: if flags.2 {
                    OutcomeVerdict::Productive
                } else {
                    OutcomeVerdict::Effective
                },
                live_orders: orders.0,
                dead_orders: orders.1,
                paid_skus: if orders.0 > 0 { orders.2 } else { 0 },
                value_minor: if orders.0 > 0 { orders.3 } else { 0 },
                ..call(0, outlet)
            },
        )
}

fn any_day() -> impl Strategy<Value = RepDay> {
    let state = prop::sample::select(vec![
        StopOutcome::Open,
        StopOutcome::Missed,
        StopOutcome::Cancelled,
        StopOutcome::Rescheduled,
        StopOutcome::Unsynced,
        StopOutcome::Excused,
    ]);
    let orders = prop::collection::vec(
        (any::<u128>(), prop::option::of(1..14i32), -500..1000i64),
        0..6,
    );
    (
        (1..4i32, 0..60u32, any::<bool>()),
        prop::collection::btree_map(1..12i32, state, 0..8),
        prop::collection::vec(any_call(), 0..10),
        orders,
        prop::array::uniform5(0..1_000_000i64),
    )
        .prop_map(|((rep, date, can_declare), stops, calls, orders, t)| {
            let mut d = rep_day(rep, day(date));
            d.day.can_declare = can_declare;
            d.day.time = TimeParts {
                time_in_market_ms: t.iter().sum(),
                in_store_ms: t[0],
                travel_ms: t[1],
                idle_ms: t[2],
                break_ms: t[3],
                unobserved_ms: t[4],
            };
            d.stops = (1..)
                .zip(stops)
                .map(|(n, (o, unvisited))| StopFact {
                    unvisited,
                    ..stop(n, o)
                })
                .collect();
            d.calls = calls;
            d.orders = orders
                .into_iter()
                .map(|(n, outlet, value_minor)| OrderFact {
                    order: Uuid::from_u128(n),
                    outlet: outlet.map(OutletId),
                    route: None,
                    value_minor,
                })
                .collect();
            d
        })
}

fn rows(days: &[RepDay]) -> Vec<Counted> {
    let mut rows = Vec::new();
    for d in days {
        tell(d, TERMS, &mut |c| rows.push(c));
    }
    rows
}

proptest! {
    #[test]
    fn a_part_never_exceeds_its_whole(days in prop::collection::vec(any_day(), 0..8)) {
        let f = figures(&days);
        for d in Definition::ALL.iter().filter(|d| d.unit == fieldbeat_domain::kpi::Unit::Share) {
            let k = f.kpi(d);
            prop_assert!(k.numerator <= k.denominator.unwrap(), "{}: {k:?}", d.code);
        }
        // And its rows are among the whole's.
        let rows = rows(&days);
        let of = |m: M| -> std::collections::BTreeSet<Row> { rows.iter().filter(|c| c.measure == m).map(|c| c.row).collect() };
        for d in Definition::ALL.iter().filter(|d| d.numerator.fold() == Fold::Sum && d.denominator.is_some()) {
            prop_assert!(of(d.numerator).is_subset(&of(d.denominator.unwrap())), "{}", d.code);
        }
    }

    #[test]
    fn parts_add_up(days in prop::collection::vec(any_day(), 0..8)) {
        let f = figures(&days);
        let sum = |of: &[M]| of.iter().map(|m| f.get(*m)).sum::<i64>();
        prop_assert_eq!(f.get(M::TimeInMarketMs), sum(&[M::InStoreMs, M::TravelMs, M::IdleMs, M::BreakMs, M::UnobservedMs]));
        prop_assert_eq!(f.get(M::Planned), sum(&[M::PlannedVisited, M::OpenStops, M::MissedStops, M::CancelledStops, M::RescheduledStops, M::UnsyncedStops]));
        prop_assert_eq!(f.get(M::Calls), sum(&[M::ValidVisits, M::AcceptedVisits, M::PendingVisits]));
    }

    #[test]
    fn the_order_of_folding_does_not_matter(days in prop::collection::vec(any_day(), 0..8).prop_shuffle(), cut in 0..8usize) {
        let whole = figures(&days);
        let (one, two) = days.split_at(cut.min(days.len()));
        prop_assert_eq!(&figures(one).plus(&figures(two)), &whole);
        prop_assert_eq!(&figures(two).plus(&figures(one)), &whole);
        prop_assert_eq!(&whole.clone().plus(&Figures::default()), &whole);
        let mut sorted = days.clone();
        sorted.sort_by_key(|d| (d.day.date, d.day.rep));
        prop_assert_eq!(figures(&sorted), whole);
    }

    #[test]
    fn days_make_weeks_and_months(days in prop::collection::vec(any_day(), 0..12)) {
        let fold = |key: &dyn Fn(NaiveDate) -> (i32, u32)| {
            let mut parts = std::collections::BTreeMap::<_, Figures>::new();
            for d in &days {
                parts.entry(key(d.day.date)).or_default().add(&figures([d]));
            }
            parts.values().fold(Figures::default(), Figures::plus)
        };
        let whole = figures(&days);
        prop_assert_eq!(&fold(&|d| (d.year(), d.ordinal())), &whole);
        prop_assert_eq!(&fold(&|d| (d.iso_week().year(), d.iso_week().week())), &whole);
        prop_assert_eq!(&fold(&|d| (d.year(), d.month())), &whole);
    }

    #[test]
    fn a_number_is_its_rows(days in prop::collection::vec(any_day(), 0..8)) {
        let f = figures(&days);
        let rows = rows(&days);
        for d in Definition::ALL {
            for part in [Part::Numerator, Part::Denominator] {
                let Some(m) = d.measure(part) else { continue };
                if m.fold() == Fold::Sum {
                    let mine: Vec<_> = rows.iter().filter(|c| c.measure == m).collect();
                    prop_assert_eq!(f.get(m), mine.iter().map(|c| c.amount).sum::<i64>());
                }
                prop_assert!(!d.name(Language::Vi).is_empty());
            }
        }
    }
}

#[test]
fn codes_are_unique_and_every_measure_is_shown() {
    let codes: std::collections::BTreeSet<_> = Definition::ALL.iter().map(|d| d.code).collect();
    assert_eq!(codes.len(), Definition::ALL.len());
    for m in M::ALL {
        let shown = Definition::ALL
            .iter()
            .any(|d| d.numerator == *m || d.denominator == Some(*m));
        assert!(shown, "{m:?}");
    }
}

/// `docs/kpis.md` holds the dictionary's own words. `KPI_DOC=write` writes it.
#[test]
fn the_document_is_the_dictionary() {
    let mut table = String::from(
        "| Code | Name | Formula | Tên | Công thức | 名称 | 公式 | Unit | Better | Rows |\n|---|---|---|---|---|---|---|---|---|---|\n",
    );
    let word = |v: serde_json::Value| v.as_str().unwrap().to_owned();
    for d in Definition::ALL {
        let [en, vi, zh] = d.text;
        let unit = word(serde_json::to_value(d.unit).unwrap());
        let better = word(serde_json::to_value(d.better).unwrap());
        writeln!(
            table,
            "| `{}` | {} | {} | {} | {} | {} | {} | {unit} | {better} | {} |",
            d.code, en.0, en.1, vi.0, vi.1, zh.0, zh.1, d.rows
        )
        .unwrap();
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/kpis.md");
    let text = std::fs::read_to_string(path).unwrap();
    let start = text.find("| Code |").unwrap();
    let end = start + text[start..].find("\n\n").unwrap() + 1;
    if std::env::var("KPI_DOC").is_ok_and(|v| v == "write") {
        let new = format!("{}{table}{}", &text[..start], &text[end..]);
        std::fs::write(path, new).unwrap();
    } else {
        assert_eq!(&text[start..end], table, "run with KPI_DOC=write");
    }
}
