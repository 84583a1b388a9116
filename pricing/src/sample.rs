//! Random books and orders from a seed, and one digest over many priced orders: what server and phone
//! are compared by. Chosen so that schemes fire, overlap, stack and run out.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};

use crate::{
    ask::{Ask, AskLine, Buyer, Selector},
    book::{Book, ListFor, PriceList, Product, Span},
    scheme::{Audience, Benefit, Part, Rule, Scheme, Tier, ValueTier},
};

const PRODUCTS: i32 = 24;
const CATEGORIES: i32 = 5;
const CLASSES: [&str; 3] = ["a", "b", "general"];
/// Orders priced from one book before another is made.
const ORDERS_A_BOOK: u64 = 50;

fn day(n: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1)
        .and_then(|d| d.checked_add_days(Days::new(n)))
        .unwrap_or_default()
}

pub fn random_book(rng: &mut impl Rng) -> Book {
    let products = (1..=PRODUCTS).map(|id| (id, product(rng, id))).collect();
    let mut lists = vec![list(rng, 1, ListFor::Everybody, 100)];
    let holders = [
        ListFor::Supplier(1),
        ListFor::OutletClass("a".into()),
        ListFor::OutletClass("b".into()),
        ListFor::Customer(1),
    ];
    for (id, holder) in (2..).zip(holders) {
        lists.push(list(rng, id, holder, 40));
    }
    let schemes = (1..=rng.random_range(0..14))
        .map(|id| scheme(rng, id))
        .collect();
    Book {
        products,
        lists,
        schemes,
        tax_before_discount: rng.random_bool(0.2),
    }
}

fn product(rng: &mut impl Rng, id: i32) -> Product {
    let mut units = BTreeMap::from([("piece".to_owned(), 1)]);
    if rng.random_bool(0.7) {
        units.insert(
            "carton".into(),
            *[6, 12, 24, 48].get(rng.random_range(0..4)).unwrap_or(&6),
        );
    }
    Product {
        category: (id % 7 != 0).then_some(id % CATEGORIES),
        tax_bp: *[0, 500, 800, 1_000]
            .get(rng.random_range(0..4))
            .unwrap_or(&0),
        units,
    }
}

fn list(rng: &mut impl Rng, id: i32, holder: ListFor, share_pct: u32) -> PriceList {
    let mut prices = BTreeMap::new();
    for product in 1..=PRODUCTS {
        if rng.random_ratio(share_pct, 100) {
            let piece = rng.random_range(0..50_000);
            let mut units = BTreeMap::from([("piece".to_owned(), piece)]);
            if rng.random_bool(0.3) {
                units.insert("carton".into(), piece * rng.random_range(5..40));
            }
            prices.insert(product, units);
        }
    }
    let from = rng.random_bool(0.5).then(|| day(rng.random_range(0..20)));
    // The one that everybody falls back on always holds.
    let from = from.filter(|_| holder != ListFor::Everybody);
    PriceList {
        id,
        version: 1,
        holder,
        valid: Span { from, to: None },
        tax_included: rng.random_bool(0.3),
        prices,
    }
}

fn benefit(rng: &mut impl Rng) -> Benefit {
    match rng.random_range(0..3) {
        0 => Benefit::Percent {
            basis_points: rng.random_range(1..=10_000),
        },
        1 => Benefit::Amount {
            minor: rng.random_range(1..100_000),
        },
        _ => Benefit::Free {
            product: rng.random_range(1..=PRODUCTS),
            unit: "piece".into(),
            quantity_milli: rng.random_range(1..4) * 1_000,
        },
    }
}

fn tiers(rng: &mut impl Rng) -> Vec<Tier> {
    (0..rng.random_range(1..4))
        .map(|_| Tier {
            at_least_milli: rng.random_range(1..60) * 1_000,
            benefit: benefit(rng),
        })
        .collect()
}

fn value_tiers(rng: &mut impl Rng) -> Vec<ValueTier> {
    (0..rng.random_range(1..4))
        .map(|_| ValueTier {
            at_least_minor: rng.random_range(1..3_000_000),
            benefit: benefit(rng),
        })
        .collect()
}

fn selector(rng: &mut impl Rng) -> Selector {
    let mut on = Selector::default();
    for _ in 0..rng.random_range(0..4) {
        on.products.push(rng.random_range(1..=PRODUCTS));
    }
    if rng.random_bool(0.4) {
        on.categories.push(rng.random_range(0..CATEGORIES));
    }
    on
}

fn scheme(rng: &mut impl Rng, id: i32) -> Scheme {
    let rule = match rng.random_range(0..6) {
        0 => Rule::Quantity {
            tiers: tiers(rng),
            every: rng.random_bool(0.5),
        },
        1 => Rule::Mix {
            tiers: tiers(rng),
            every: rng.random_bool(0.5),
        },
        2 => {
            let first = rng.random_range(1..PRODUCTS);
            let parts = [first, first + 1].map(|product| Part {
                product,
                quantity_milli: rng.random_range(1..6) * 1_000,
            });
            Rule::Combo {
                parts: parts.into(),
                benefit: benefit(rng),
            }
        }
        3 => Rule::Value {
            tiers: value_tiers(rng),
        },
        4 => Rule::CumulativeValue {
            tiers: value_tiers(rng),
        },
        _ => Rule::Cumulative { tiers: tiers(rng) },
    };
    let class = CLASSES
        .get(rng.random_range(0..CLASSES.len()))
        .copied()
        .unwrap_or("a");
    Scheme {
        id,
        version: rng.random_range(1..5),
        valid: Span {
            from: rng.random_bool(0.3).then(|| day(rng.random_range(0..30))),
            to: rng.random_bool(0.3).then(|| day(rng.random_range(20..60))),
        },
        audience: Audience {
            classes: if rng.random_bool(0.3) {
                vec![class.into()]
            } else {
                Vec::new()
            },
            channels: if rng.random_bool(0.2) {
                vec!["gt".into()]
            } else {
                Vec::new()
            },
            areas: if rng.random_bool(0.2) {
                vec![rng.random_range(1..4)]
            } else {
                Vec::new()
            },
            customers: if rng.random_bool(0.1) {
                vec![1]
            } else {
                Vec::new()
            },
            cash_only: rng.random_bool(0.1),
        },
        on: selector(rng),
        rule,
        stack_group: rng.random_range(0..4),
        priority: rng.random_range(0..3),
        stackable: rng.random_bool(0.3),
        budget_left_minor: rng.random_bool(0.4).then(|| rng.random_range(0..200_000)),
        outlet_left_minor: rng.random_bool(0.2).then(|| rng.random_range(0..200_000)),
    }
}

pub fn random_ask(rng: &mut impl Rng, book: &Book) -> Ask {
    let lines = (0..rng.random_range(1..16))
        .map(|_| {
            let product = rng.random_range(1..=PRODUCTS);
            let units = book.products.get(&product).map_or(1, |p| p.units.len());
            let unit = if units > 1 && rng.random_bool(0.4) {
                "carton"
            } else {
                "piece"
            };
            let whole = rng.random_range(1..40) * 1_000;
            let part = if rng.random_bool(0.1) {
                rng.random_range(0..1_000)
            } else {
                0
            };
            AskLine {
                product,
                unit: unit.into(),
                quantity_milli: whole + part,
            }
        })
        .collect();
    Ask {
        date: day(rng.random_range(0..50)),
        buyer: Buyer {
            customer: rng.random_bool(0.8).then(|| rng.random_range(1..4)),
            outlet_class: CLASSES
                .get(rng.random_range(0..CLASSES.len()))
                .copied()
                .unwrap_or("a")
                .into(),
            channel: rng.random_bool(0.5).then(|| "gt".into()),
            areas: vec![rng.random_range(1..4), 9],
            supplier: rng.random_bool(0.7).then_some(1),
        },
        cash: rng.random_bool(0.3),
        lines,
    }
}

/// SHA-256 over the results of so many orders, written as JSON one after another.
pub fn digest(seed: u64, orders: u64) -> [u8; 32] {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut hash = Sha256::new();
    let mut book = random_book(&mut rng);
    for n in 0..orders {
        if n % ORDERS_A_BOOK == ORDERS_A_BOOK - 1 {
            book = random_book(&mut rng);
        }
        let ask = random_ask(&mut rng, &book);
        let text = serde_json::to_string(&crate::price(&book, &ask)).unwrap_or_default();
        hash.update(text.as_bytes());
    }
    hash.finalize().into()
}
