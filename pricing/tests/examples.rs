//! Orders added up by hand, one for each rule of rules.md §7.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::BTreeMap;

use fieldbeat_pricing::{
    ask::Ask,
    book::Book,
    price,
    priced::{Condition, FaultCode, Priced},
};
use serde_json::{Value, json};

const TEA: i32 = 1;
const MILK: i32 = 2;
const RICE: i32 = 3;

/// Tea 10,000 a piece and 24 to a carton, milk 20,000, rice 15,000; tax as said.
fn book(tax_bp: i32, schemes: &Value) -> Book {
    let units = json!({"piece": 1, "carton": 24});
    serde_json::from_value(json!({
        "products": {
            "1": {"category": 1, "tax_bp": tax_bp, "units": units},
            "2": {"category": 1, "tax_bp": tax_bp, "units": units},
            "3": {"category": 2, "tax_bp": tax_bp, "units": units},
        },
        "lists": [
            {"id": 1, "version": 3, "holder": {"for": "everybody"}, "valid": {}, "tax_included": false,
             "prices": {"1": {"piece": 10_000, "carton": 230_000}, "2": {"piece": 20_000}, "3": {"piece": 15_000}}},
            {"id": 2, "version": 1, "holder": {"for": "outlet_class", "of": "a"}, "valid": {}, "tax_included": false,
             "prices": {"1": {"piece": 9_500}}},
            {"id": 3, "version": 1, "holder": {"for": "customer", "of": 7}, "valid": {}, "tax_included": true,
             "prices": {"1": {"piece": 9_000}}},
        ],
        "schemes": schemes,
    }))
    .unwrap()
}

fn scheme(id: i32, rule: &Value) -> Value {
    json!({"id": id, "version": 1, "valid": {}, "audience": {}, "rule": rule, "stack_group": 0, "priority": 0})
}

fn ask(lines: &[(i32, &str, i64)]) -> Ask {
    let lines: Vec<_> = (lines.iter())
        .map(|(product, unit, whole)| json!({"product": product, "unit": unit, "quantity_milli": whole * 1_000}))
        .collect();
    let buyer = json!({"customer": null, "outlet_class": "general", "channel": null, "areas": [], "supplier": null});
    serde_json::from_value(json!({"date": "2026-11-25", "buyer": buyer, "lines": lines})).unwrap()
}

fn priced(tax_bp: i32, schemes: &Value, lines: &[(i32, &str, i64)]) -> Priced {
    price(&book(tax_bp, schemes), &ask(lines)).unwrap()
}

#[test]
fn the_contract_goes_before_the_class_and_the_class_before_everybody() {
    let book = book(0, &json!([]));
    let mut order = ask(&[(TEA, "piece", 1), (MILK, "piece", 1)]);
    let of = |order: &Ask| -> Vec<(i32, i64)> {
        let priced = price(&book, order).unwrap();
        priced
            .lines
            .iter()
            .map(|l| (l.price.list, l.price.minor))
            .collect()
    };
    assert_eq!(of(&order), [(1, 10_000), (1, 20_000)]);
    order.buyer.outlet_class = "a".into();
    assert_eq!(of(&order), [(2, 9_500), (1, 20_000)]);
    order.buyer.customer = Some(7);
    assert_eq!(of(&order), [(3, 9_000), (1, 20_000)]);
}

#[test]
fn a_carton_has_its_own_price_or_that_of_its_pieces() {
    let got = priced(0, &json!([]), &[(TEA, "carton", 2), (MILK, "carton", 1)]);
    assert_eq!(
        (got.lines[0].gross_minor, got.lines[0].price.by_piece),
        (460_000, false)
    );
    assert_eq!(
        (got.lines[1].gross_minor, got.lines[1].price.by_piece),
        (480_000, true)
    );
}

#[test]
fn buy_ten_get_one_for_every_ten() {
    let free = json!({"type": "free", "product": TEA, "unit": "piece", "quantity_milli": 1_000});
    let rule = json!({"type": "quantity", "every": true, "tiers": [{"at_least_milli": 10_000, "benefit": free}]});
    let mut of_tea = scheme(1, &rule);
    of_tea["on"] = json!({"products": [TEA]});
    // A carton is 24 pieces and five more make 29: two tens.
    let got = priced(
        0,
        &json!([of_tea]),
        &[(TEA, "carton", 1), (TEA, "piece", 5), (MILK, "piece", 50)],
    );
    assert_eq!(
        (got.free[0].quantity_milli, got.free[0].value_minor),
        (2_000, 20_000)
    );
    assert_eq!(got.applied[0].units[0].base_milli, 20_000);
    assert_eq!(got.total_minor, 230_000 + 50_000 + 1_000_000);
}

#[test]
fn a_mix_works_on_what_a_product_scheme_left() {
    let five = json!({"type": "percent", "basis_points": 500});
    let half = json!({"type": "percent", "basis_points": 5_000});
    let mut first = scheme(
        1,
        &json!({"type": "quantity", "every": true, "tiers": [{"at_least_milli": 6_000, "benefit": five}]}),
    );
    first["on"] = json!({"products": [TEA]});
    let mut mix = scheme(
        2,
        &json!({"type": "mix", "every": true, "tiers": [{"at_least_milli": 4_000, "benefit": half}]}),
    );
    mix["on"] = json!({"categories": [1]});
    // Of eight teas six are used up; two teas and three milks remain: one four, two teas and two milks.
    let got = priced(
        0,
        &json!([mix, first]),
        &[(TEA, "piece", 8), (MILK, "piece", 3)],
    );
    assert_eq!(got.applied[0].value_minor, 3_000);
    let used: Vec<_> = got.applied[1]
        .units
        .iter()
        .map(|u| (u.product, u.base_milli))
        .collect();
    assert_eq!(used, [(TEA, 2_000), (MILK, 2_000)]);
    // A quarter of the teas' 77,000 and two thirds of 60,000, half of it.
    assert_eq!(got.applied[1].value_minor, 29_625);
}

#[test]
fn a_combo_counts_whole_sets() {
    let off = json!({"type": "amount", "minor": 5_000});
    let parts = json!([{"product": TEA, "quantity_milli": 2_000}, {"product": RICE, "quantity_milli": 1_000}]);
    let got = priced(
        0,
        &json!([scheme(
            1,
            &json!({"type": "combo", "parts": parts, "benefit": off})
        )]),
        &[(TEA, "piece", 7), (RICE, "piece", 2)],
    );
    assert_eq!(got.applied[0].condition, Condition::Sets { counted: 2 });
    assert_eq!((got.discount_minor, got.total_minor), (10_000, 90_000));
}

#[test]
fn a_value_slab_comes_last_and_is_split_by_largest_remainder() {
    let off = json!({"type": "amount", "minor": 1_000});
    let slab = json!({"type": "value", "tiers": [{"at_least_minor": 45_000, "benefit": off}]});
    let got = priced(
        0,
        &json!([scheme(1, &slab)]),
        &[(TEA, "piece", 1), (MILK, "piece", 1), (RICE, "piece", 1)],
    );
    let shares: Vec<i64> = got.lines.iter().map(|l| l.benefits[0].minor).collect();
    assert_eq!(shares, [222, 445, 333]); // 222.2, 444.4, 333.3: the one left over goes to milk
    let less = priced(0, &json!([scheme(1, &slab)]), &[(MILK, "piece", 2)]);
    assert_eq!(less.discount_minor, 0);
}

#[test]
fn in_a_group_priority_wins_then_worth_and_groups_add_up() {
    let percent = |bp: i32| {
        json!({"type": "quantity", "every": false,
        "tiers": [{"at_least_milli": 1_000, "benefit": {"type": "percent", "basis_points": bp}}]})
    };
    let (mut low, mut high, mut other) = (
        scheme(1, &percent(2_000)),
        scheme(2, &percent(1_000)),
        scheme(3, &percent(500)),
    );
    high["priority"] = json!(5);
    other["stack_group"] = json!(1);
    other["stackable"] = json!(true);
    let got = priced(0, &json!([low, high, other]), &[(TEA, "piece", 10)]);
    let applied: Vec<_> = got
        .applied
        .iter()
        .map(|a| (a.scheme, a.value_minor))
        .collect();
    assert_eq!(applied, [(2, 10_000), (3, 4_500)]);
    low["priority"] = json!(5);
    let got = priced(0, &json!([low, high]), &[(TEA, "piece", 10)]);
    assert_eq!(got.applied[0].scheme, 1, "worth more to the customer");
}

#[test]
fn a_budget_cuts_the_last_benefit_and_says_so() {
    let free = json!({"type": "free", "product": MILK, "unit": "piece", "quantity_milli": 1_000});
    let mut s = scheme(
        1,
        &json!({"type": "quantity", "every": true, "tiers": [{"at_least_milli": 10_000, "benefit": free}]}),
    );
    s["budget_left_minor"] = json!(59_999);
    let got = priced(0, &json!([s]), &[(TEA, "piece", 50)]);
    assert_eq!(
        (
            got.applied[0].times,
            got.applied[0].value_minor,
            got.applied[0].limited
        ),
        (2, 40_000, true)
    );
    assert_eq!(
        got.applied[0].units[0].base_milli, 20_000,
        "what earned nothing is not used up"
    );
}

#[test]
fn tax_is_of_what_is_paid_or_of_the_list_price_and_may_be_inside() {
    let off = json!({"type": "percent", "basis_points": 1_000});
    let slab = json!([scheme(
        1,
        &json!({"type": "value", "tiers": [{"at_least_minor": 1, "benefit": off}]})
    )]);
    let got = priced(800, &slab, &[(TEA, "piece", 10)]);
    assert_eq!((got.tax_minor, got.total_minor), (7_200, 97_200));
    let mut before = book(800, &slab);
    before.tax_before_discount = true;
    assert_eq!(
        price(&before, &ask(&[(TEA, "piece", 10)]))
            .unwrap()
            .total_minor,
        98_000
    );
    let mut inside = ask(&[(TEA, "piece", 12)]);
    inside.buyer.customer = Some(7);
    let got = price(&book(800, &json!([])), &inside).unwrap();
    assert_eq!((got.tax_minor, got.total_minor), (8_000, 108_000));
}

#[test]
fn a_cash_discount_and_conditions_on_the_buyer() {
    let off = json!({"type": "percent", "basis_points": 200});
    let mut s = scheme(
        1,
        &json!({"type": "value", "tiers": [{"at_least_minor": 1, "benefit": off}]}),
    );
    s["audience"] =
        json!({"cash_only": true, "areas": [4], "channels": ["gt"], "classes": ["general"]});
    s["valid"] = json!({"from": "2026-11-01", "to": "2026-11-25"});
    let book = book(0, &json!([s]));
    let mut order = ask(&[(TEA, "piece", 10)]);
    order.cash = true;
    order.buyer.areas = vec![12, 4, 1];
    order.buyer.channel = Some("gt".into());
    assert_eq!(price(&book, &order).unwrap().discount_minor, 2_000);
    for change in [
        |o: &mut Ask| o.cash = false,
        |o: &mut Ask| o.buyer.areas = vec![12],
        |o: &mut Ask| o.buyer.channel = None,
        |o: &mut Ask| o.buyer.outlet_class = "a".into(),
        |o: &mut Ask| o.date = o.date.succ_opt().unwrap(),
    ] {
        let mut other = order.clone();
        change(&mut other);
        assert_eq!(price(&book, &other).unwrap().discount_minor, 0);
    }
}

#[test]
fn every_line_without_a_price_is_named() {
    let mut book = book(0, &json!([]));
    book.products.get_mut(&RICE).unwrap().units = BTreeMap::from([("bag".to_owned(), 1)]);
    let order = ask(&[
        (TEA, "piece", 1),
        (9, "piece", 1),
        (MILK, "barrel", 1),
        (RICE, "bag", 1),
        (TEA, "piece", 0),
    ]);
    let faults: Vec<_> = price(&book, &order)
        .unwrap_err()
        .into_iter()
        .map(|f| (f.line.unwrap(), f.code))
        .collect();
    assert_eq!(
        faults,
        [
            (1, FaultCode::UnknownProduct),
            (2, FaultCode::UnknownUnit),
            (3, FaultCode::NoPrice),
            (4, FaultCode::OutOfRange),
        ]
    );
}
