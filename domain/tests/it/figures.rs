//! KPI vectors as published, visit patterns.

use chrono::NaiveDate;
use fieldbeat_domain::{
    kpi::{Kpis, Share, longest_in_order},
    pattern::{Calendar, PatternError, VisitPattern, WeekBase, cycle_week},
};

use crate::support::Day;

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

#[test]
fn published_vectors() {
    assert_eq!(
        Share {
            part: 15,
            whole: 18
        }
        .per_mille(),
        Some(833)
    );
    assert_eq!(
        Share {
            part: 15,
            whole: 20
        }
        .per_mille(),
        Some(750)
    );
    assert_eq!(Share { part: 9, whole: 15 }.per_mille(), Some(600));
    assert_eq!(Share { part: 0, whole: 0 }.per_mille(), None);
}

/// 18 planned, 15 of them called at with 9 in order, 5 calls elsewhere, 4 with an order.
#[test]
fn a_day_gives_the_published_figures() {
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
    let k = Kpis::of_day(&d.judged(900.0), true);
    assert_eq!(
        k.plan_compliance,
        Share {
            part: 15,
            whole: 18
        }
    );
    assert_eq!(
        k.call_compliance,
        Share {
            part: 15,
            whole: 20
        }
    );
    assert_eq!(k.sequence_compliance, Share { part: 9, whole: 15 });
    assert_eq!((k.tc, k.utc, k.pc), (20, 20, 4));
    assert_eq!(k.strike_rate().per_mille(), Some(200));
}

#[test]
fn longest_in_order_is_strict() {
    assert_eq!(longest_in_order(&[3, 1, 2, 2, 5, 4]), 3);
    assert_eq!(longest_in_order(&[]), 0);
}

#[test]
fn a_cycle_has_no_fault_at_the_year_s_end_and_iso_parity_has() {
    let anchor = day(2026, 1, 5);
    let weeks: Vec<u8> = (0..6)
        .map(|w| cycle_week(day(2026, 12, 14) + chrono::Days::new(w * 7), anchor, 4))
        .collect();
    assert_eq!(weeks, [2, 3, 4, 1, 2, 3]);
    let odd = VisitPattern {
        calendar: Calendar::IsoParity,
        weeks: vec![1],
        ..VisitPattern::weekly(anchor, vec![1])
    };
    // 28 December 2026 is W53, 4 January 2027 is W1: two odd weeks running.
    assert!(
        odd.due_on(day(2026, 12, 28))
            && odd.due_on(day(2027, 1, 4))
            && !odd.due_on(day(2026, 12, 21))
    );
}

#[test]
fn every_code_gives_its_number_of_calls_in_four_weeks() {
    let anchor = day(2026, 11, 2);
    let base = WeekBase::Cycle(anchor);
    for (code, weekdays, calls) in [
        ("F1", &[2][..], 1),
        ("F2", &[2], 2),
        ("F4", &[2], 4),
        ("F8", &[2, 5], 8),
        ("F12", &[1, 3, 5], 12),
        ("F24", &[], 24),
        ("1.3", &[2], 1),
        ("2.1", &[2], 2),
        ("2.2", &[2], 2),
        ("4", &[2], 4),
        ("8", &[2, 5], 8),
        ("12", &[1, 3, 5], 12),
        ("24", &[], 24),
    ] {
        let p = VisitPattern::from_code(code, weekdays, base, 0).unwrap();
        let due = (0..28)
            .filter(|d| p.due_on(anchor + chrono::Days::new(*d)))
            .count();
        assert_eq!(due, calls, "{code}");
        let text = serde_json::to_string(&p).unwrap();
        assert_eq!(serde_json::from_str::<VisitPattern>(&text).unwrap(), p);
    }
    assert!(
        VisitPattern::from_code("2.2", &[2], base, 0)
            .unwrap()
            .due_on(day(2026, 11, 10))
    );
    assert_eq!(
        VisitPattern::from_code("F8", &[2], base, 0),
        Err(PatternError::TooFewWeekdays)
    );
    assert_eq!(
        VisitPattern::from_code("F3", &[2], base, 0),
        Err(PatternError::UnknownCode)
    );
}
