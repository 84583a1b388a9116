//! What holds for every order: no line order, no negative price, a total that its parts explain, no
//! unit counted twice, no budget exceeded.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::BTreeMap;

use fieldbeat_pricing::{
    ask::Ask,
    book::Book,
    price,
    priced::Priced,
    sample::{random_ask, random_book},
};
use proptest::prelude::*;
use rand::{SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;

fn any_order(seed: u64) -> (Book, Ask, ChaCha8Rng) {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let book = random_book(&mut rng);
    let ask = random_ask(&mut rng, &book);
    (book, ask, rng)
}

/// Lines without their places: what an order of lines may not change.
fn as_a_set(priced: &Priced) -> Vec<String> {
    let mut lines: Vec<_> = priced
        .lines
        .iter()
        .map(|l| serde_json::to_string(l).unwrap())
        .collect();
    lines.sort();
    lines
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn the_price_does_not_depend_on_the_order_of_lines(seed: u64) {
        let (book, ask, mut rng) = any_order(seed);
        let priced = price(&book, &ask).unwrap();
        let mut shuffled = ask.clone();
        shuffled.lines.shuffle(&mut rng);
        let again = price(&book, &shuffled).unwrap();
        prop_assert_eq!(as_a_set(&priced), as_a_set(&again));
        prop_assert_eq!(&priced.applied, &again.applied);
        prop_assert_eq!(&priced.free, &again.free);
        prop_assert_eq!(priced.total_minor, again.total_minor);
    }

    #[test]
    fn a_total_is_the_sum_of_its_explained_parts_and_never_negative(seed: u64) {
        let (book, ask, _) = any_order(seed);
        let priced = price(&book, &ask).unwrap();
        let mut off: BTreeMap<usize, i64> = BTreeMap::new();
        let mut total = 0;
        for line in &priced.lines {
            let taken: i64 = line.benefits.iter().map(|b| b.minor).sum();
            prop_assert_eq!(line.net_minor, line.gross_minor - taken);
            let added = if line.price.tax_included { 0 } else { line.tax_minor };
            prop_assert_eq!(line.total_minor, line.net_minor + added);
            prop_assert!(line.net_minor >= 0 && line.tax_minor >= 0);
            total += line.total_minor;
            for share in &line.benefits {
                *off.entry(share.applied).or_default() += share.minor;
            }
        }
        prop_assert_eq!(priced.total_minor, total);
        let free: BTreeMap<usize, i64> = priced.free.iter().map(|f| (f.applied, f.value_minor)).collect();
        for (i, applied) in priced.applied.iter().enumerate() {
            let given = off.get(&i).copied().or_else(|| free.get(&i).copied());
            prop_assert_eq!(given.unwrap_or(0), applied.value_minor);
        }
        prop_assert_eq!(priced.discount_minor, off.values().sum::<i64>());
    }

    #[test]
    fn no_scheme_gives_more_than_is_left(seed: u64) {
        let (book, ask, _) = any_order(seed);
        let priced = price(&book, &ask).unwrap();
        for scheme in &book.schemes {
            let given: i64 = (priced.applied.iter())
                .filter(|a| a.scheme == scheme.id)
                .map(|a| a.value_minor)
                .sum();
            prop_assert!(scheme.left_minor().is_none_or(|left| given <= left));
            prop_assert!(given == 0 || scheme.concerns(&ask));
        }
    }

    #[test]
    fn no_unit_is_used_up_twice(seed: u64) {
        let (book, ask, _) = any_order(seed);
        let priced = price(&book, &ask).unwrap();
        let mut bought: BTreeMap<i32, i64> = BTreeMap::new();
        for line in &ask.lines {
            *bought.entry(line.product).or_default() +=
                book.products[&line.product].base_milli(&line.unit, line.quantity_milli).unwrap();
        }
        let by_id: BTreeMap<i32, _> = book.schemes.iter().map(|s| (s.id, s)).collect();
        let mut used: BTreeMap<i32, i64> = BTreeMap::new();
        for applied in &priced.applied {
            let scheme = by_id[&applied.scheme];
            let value = matches!(scheme.rule, fieldbeat_pricing::scheme::Rule::Value { .. });
            for units in &applied.units {
                prop_assert!(units.base_milli <= bought[&units.product]);
                if !scheme.stackable && !value {
                    *used.entry(units.product).or_default() += units.base_milli;
                }
            }
        }
        for (product, milli) in used {
            prop_assert!(milli <= bought[&product], "product {}", product);
        }
    }
}

#[test]
fn the_samples_make_every_kind_of_scheme_hold() {
    let mut kinds: BTreeMap<&str, u32> = BTreeMap::new();
    let (mut limited, mut free) = (0, 0);
    for seed in 0..4_000 {
        let (book, ask, _) = any_order(seed);
        let priced = price(&book, &ask).unwrap();
        free += priced.free.len();
        for applied in &priced.applied {
            limited += usize::from(applied.limited);
            let rule = &book
                .schemes
                .iter()
                .find(|s| s.id == applied.scheme)
                .unwrap()
                .rule;
            let kind = match rule {
                fieldbeat_pricing::scheme::Rule::Quantity { .. } => "quantity",
                fieldbeat_pricing::scheme::Rule::Mix { .. } => "mix",
                fieldbeat_pricing::scheme::Rule::Combo { .. } => "combo",
                fieldbeat_pricing::scheme::Rule::Value { .. } => "value",
                fieldbeat_pricing::scheme::Rule::Cumulative { .. }
                | fieldbeat_pricing::scheme::Rule::CumulativeValue { .. } => "cumulative",
            };
            *kinds.entry(kind).or_default() += 1;
        }
    }
    for kind in ["quantity", "mix", "combo", "value"] {
        assert!(kinds[kind] > 100, "{kinds:?}");
    }
    assert!(!kinds.contains_key("cumulative"));
    assert!(
        limited > 100 && free > 100,
        "{limited} limited, {free} free"
    );
}
