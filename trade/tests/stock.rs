//! Stock by hand and by chance: what leaves first, what is refused, what was sold.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use chrono::NaiveDate;
use fieldbeat_trade::stock::{
    sell_out::{Counted, Flow, days_of_cover, periods},
    shelf::{Held, Lot, Purpose, Shelf},
};
use proptest::prelude::*;

const DAY: i64 = 86_400_000;

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
}

fn lot(batch: &str, expires: Option<u32>) -> Lot {
    Lot {
        batch: batch.to_owned(),
        expires_on: expires.map(day),
    }
}

fn held(batch: &str, expires: Option<u32>, milli: i64) -> Held {
    Held {
        lot: lot(batch, expires),
        milli,
    }
}

/// On 15 November: one lot that expired, two that will, one without a date.
fn shelf(reserved: i64) -> Shelf {
    let lots = vec![
        held("", None, 9_000),
        held("LATE", Some(30), 4_000),
        held("GONE", Some(14), 5_000),
        held("SOON", Some(15), 2_000),
    ];
    Shelf::new(lots, reserved, day(15), false)
}

#[test]
fn what_expires_first_leaves_first_and_what_expired_stays() {
    let mut shelf = shelf(0);
    let taken = shelf.take(None, 7_000, Purpose::Leave).unwrap();
    assert_eq!(
        taken,
        [
            held("SOON", Some(15), 2_000),
            held("LATE", Some(30), 4_000),
            held("", None, 1_000)
        ]
    );
    assert_eq!(shelf.available_milli(), 8_000);
    assert_eq!(shelf.take(None, 8_001, Purpose::Leave), Err(8_000));
    let named = lot("GONE", Some(14));
    let taken = shelf.take(Some(&named), 5_000, Purpose::Leave).unwrap();
    assert_eq!(taken, [held("GONE", Some(14), 5_000)], "its lot was named");
}

#[test]
fn what_orders_hold_is_not_taken_by_others_but_may_turn_out_to_be_missing() {
    let mut shelf = shelf(12_000);
    assert_eq!(shelf.available_milli(), 3_000);
    assert_eq!(shelf.reserve(3_001), Err(3_000));
    assert_eq!(
        shelf.take(Some(&lot("", None)), 4_000, Purpose::Leave),
        Err(3_000)
    );
    shelf.reserve(2_000).unwrap();
    assert_eq!(shelf.take(None, 1_001, Purpose::Leave), Err(1_000));
    shelf.take(None, 15_000, Purpose::WriteOff).unwrap();
    assert_eq!(shelf.available_milli(), -14_000);
    assert_eq!(shelf.take(None, 1, Purpose::WriteOff), Err(0));
}

#[test]
fn below_zero_is_owed_by_no_lot_unless_one_is_named() {
    let lots = vec![held("A", Some(20), 1_000)];
    let mut shelf = Shelf::new(lots, 0, day(15), true);
    let taken = shelf.take(None, 3_000, Purpose::Leave).unwrap();
    assert_eq!(taken, [held("A", Some(20), 1_000), held("", None, 2_000)]);
    let taken = shelf
        .take(Some(&lot("A", Some(20))), 500, Purpose::Leave)
        .unwrap();
    assert_eq!(taken, [held("A", Some(20), 500)]);
    assert_eq!(shelf.on_hand_milli(), -2_500);
}

#[test]
fn an_outlet_gives_back_expired_goods_first_and_more_than_was_seen() {
    let mut shelf = Shelf::new(vec![held("GONE", Some(1), 2_000)], 0, day(15), false);
    let taken = shelf.take(None, 3_000, Purpose::FromOutlet).unwrap();
    assert_eq!(taken, [held("GONE", Some(1), 2_000), held("", None, 1_000)]);
}

#[test]
fn sell_out_is_opening_and_purchases_less_returns_and_closing() {
    let counted = |day: i64, milli| Counted {
        at: day * DAY,
        milli,
    };
    let flow = |day: i64, milli| Flow {
        at: day * DAY,
        milli,
    };
    // (opening, purchases, returns, closing) → sold
    for (opening, bought, returned, closing, sold) in [
        (24_000, 0, 0, 24_000, 0),
        (24_000, 0, 0, 6_000, 18_000),
        (24_000, 48_000, 0, 12_000, 60_000),
        (24_000, 48_000, 12_000, 12_000, 48_000),
        (0, 24_000, 24_000, 0, 0),
        (1_500, 0, 0, 0, 1_500),
        // More was found than can be.
        (6_000, 0, 0, 10_000, -4_000),
    ] {
        let flows = [flow(2, bought), flow(3, -returned)];
        let found = periods(&[counted(1, opening), counted(8, closing)], &flows);
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].sold_milli, sold,
            "{opening} + {bought} - {returned} - {closing}"
        );
    }
    // What comes with the count is in it; what comes after belongs to the next.
    let flows = [flow(1, 100), flow(8, 1_000), flow(9, 10_000)];
    let found = periods(
        &[counted(15, 0), counted(1, 5_000), counted(8, 2_000)],
        &flows,
    );
    let sold: Vec<_> = found.iter().map(|p| p.sold_milli).collect();
    assert_eq!(sold, [4_000, 12_000]);
    assert!(periods(&[counted(1, 5)], &flows).is_empty());
}

#[test]
fn days_of_cover_are_the_closing_stock_at_the_rate_sold() {
    let counted = |day: i64, milli| Counted {
        at: day * DAY,
        milli,
    };
    let cover = |counts: &[Counted]| days_of_cover(&periods(counts, &[]));
    // 14 in a week are two a day; ten last five days.
    assert_eq!(cover(&[counted(0, 24_000), counted(7, 10_000)]), Some(5));
    assert_eq!(cover(&[counted(0, 24_000), counted(7, 0)]), Some(0));
    assert_eq!(cover(&[counted(0, 24_000), counted(7, 24_000)]), None);
    assert_eq!(cover(&[counted(0, 24_000)]), None);
}

fn any_lots() -> impl Strategy<Value = Vec<Held>> {
    let one = ("[A-C]?", proptest::option::of(10_u32..20), 0_i64..5_000);
    let one = one.prop_map(|(batch, expires, milli)| held(&batch, expires, milli));
    proptest::collection::vec(one, 0..6).prop_map(|mut lots| {
        lots.sort_by(|a, b| a.lot.cmp(&b.lot));
        lots.dedup_by(|a, b| a.lot == b.lot);
        lots
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn taking_gives_what_was_asked_or_nothing_and_leaves_no_lot_below_zero(
        lots in any_lots(), reserved in 0_i64..4_000, asked in 1_i64..9_000, off: bool,
    ) {
        let purpose = if off { Purpose::WriteOff } else { Purpose::Leave };
        let mut shelf = Shelf::new(lots.clone(), reserved, day(15), false);
        let (before, free) = (shelf.on_hand_milli(), shelf.available_milli());
        match shelf.take(None, asked, purpose) {
            Ok(taken) => {
                let sum: i64 = taken.iter().map(|h| h.milli).sum();
                prop_assert_eq!(sum, asked);
                prop_assert_eq!(shelf.on_hand_milli(), before - asked);
                prop_assert!(off || shelf.available_milli() >= 0);
                for part in &taken {
                    let was = lots.iter().find(|h| h.lot == part.lot).unwrap();
                    prop_assert!(part.milli <= was.milli && part.lot.sells_on(day(15)));
                }
                let turns: Vec<_> = taken.iter().map(|h| (h.lot.expires_on.is_none(), h.lot.expires_on)).collect();
                prop_assert!(turns.is_sorted());
            }
            Err(most) => {
                prop_assert!(most < asked && most >= 0);
                prop_assert_eq!(shelf.on_hand_milli(), before);
                prop_assert_eq!(shelf.available_milli(), free);
                prop_assert!(most == 0 || shelf.take(None, most, purpose).is_ok(), "what is said to be there is there");
            }
        }
    }

    #[test]
    fn sell_out_adds_up_over_any_periods(
        counts in proptest::collection::vec((0_i64..100, 0_i64..50_000), 2..8),
        flows in proptest::collection::vec((0_i64..100, -9_000_i64..9_000), 0..8),
    ) {
        let mut counts: Vec<_> = counts.into_iter().map(|(at, milli)| Counted { at, milli }).collect();
        counts.sort_by_key(|c| c.at);
        counts.dedup_by_key(|c| c.at);
        let flows: Vec<_> = flows.into_iter().map(|(at, milli)| Flow { at, milli }).collect();
        let found = periods(&counts, &flows);
        prop_assert_eq!(found.len(), counts.len() - 1);
        let ends = [counts[0], counts[counts.len() - 1]];
        let whole: i64 = periods(&ends, &flows).iter().map(|p| p.sold_milli).sum();
        prop_assert_eq!(found.iter().map(|p| p.sold_milli).sum::<i64>(), whole);
    }
}
