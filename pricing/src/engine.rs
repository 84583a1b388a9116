//! The order of evaluation (rules.md §7): list prices; benefits of a product; baskets on the units that
//! are left; the value of the order; tax; one rounding a line.
//!
//! In a stack group a product takes part in one scheme: the one of highest priority, ties by what is
//! worth more to the customer, then by the smaller id. Groups add up, in ascending order.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use crate::{
    amount,
    ask::{Ask, Selector},
    book::{Book, ProductId},
    offer::{self, Offer, What},
    priced::{Applied, Fault, FreeLine, Priced, PricedLine},
    scheme::{Rule, Scheme},
    sheet::Sheet,
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Product,
    Basket,
    Value,
}

impl Stage {
    const fn of(rule: &Rule) -> Option<Self> {
        match rule {
            Rule::Quantity { .. } => Some(Self::Product),
            Rule::Mix { .. } | Rule::Combo { .. } => Some(Self::Basket),
            Rule::Value { .. } => Some(Self::Value),
            Rule::Cumulative { .. } | Rule::CumulativeValue { .. } => None,
        }
    }
}

/// Prices an order, or names every line that has no price.
pub fn price(book: &Book, ask: &Ask) -> Result<Priced, Vec<Fault>> {
    let mut sheet = Sheet::new(book, ask)?;
    for stage in [Stage::Product, Stage::Basket, Stage::Value] {
        let mut groups: BTreeMap<i32, Vec<&Scheme>> = BTreeMap::new();
        for scheme in book.schemes.iter().filter(|s| s.concerns(ask)) {
            if Stage::of(&scheme.rule) == Some(stage) {
                groups.entry(scheme.stack_group).or_default().push(scheme);
            }
        }
        for schemes in groups.values() {
            match stage {
                Stage::Product => each_product(&mut sheet, schemes),
                Stage::Basket | Stage::Value => together(&mut sheet, schemes),
            }
        }
    }
    Ok(finish(sheet, book.tax_before_discount))
}

/// The best scheme for each product by itself.
fn each_product(sheet: &mut Sheet<'_>, schemes: &[&Scheme]) {
    let products: Vec<ProductId> = sheet.goods.keys().copied().collect();
    for product in products {
        let open = BTreeSet::from([product]);
        let offers = schemes.iter().map(|s| offer_on(sheet, s, &open));
        if let Some(best) = best(offers) {
            take(sheet, best);
        }
    }
}

/// The best scheme, then the best of those whose products it left, and so on.
fn together(sheet: &mut Sheet<'_>, schemes: &[&Scheme]) {
    let mut open: BTreeSet<ProductId> = sheet.goods.keys().copied().collect();
    loop {
        let offers = schemes.iter().map(|s| offer_on(sheet, s, &open));
        let Some(best) = best(offers) else { return };
        for units in best.gives.iter().flat_map(|g| &g.units) {
            open.remove(&units.product);
        }
        take(sheet, best);
    }
}

/// What a scheme would give on products that no other of its group has taken.
fn offer_on<'a>(sheet: &Sheet<'_>, scheme: &'a Scheme, open: &BTreeSet<ProductId>) -> Offer<'a> {
    // A combo names its parts itself, and what an order is worth does not depend on what was used up.
    let pool = match &scheme.rule {
        Rule::Combo { .. } => sheet.pool(&Selector::default(), scheme.stackable, open),
        Rule::Value { .. } => sheet.pool(&scheme.on, true, open),
        _ => sheet.pool(&scheme.on, scheme.stackable, open),
    };
    match &scheme.rule {
        Rule::Quantity { tiers, every } | Rule::Mix { tiers, every } => {
            offer::by_quantity(sheet, scheme, tiers, *every, pool)
        }
        Rule::Combo { parts, benefit } => offer::by_sets(sheet, scheme, parts, benefit, &pool),
        Rule::Value { tiers } => offer::by_value(sheet, scheme, tiers, pool),
        Rule::Cumulative { .. } | Rule::CumulativeValue { .. } => offer::none(scheme),
    }
}

fn best<'a>(offers: impl Iterator<Item = Offer<'a>>) -> Option<Offer<'a>> {
    offers
        .filter(Offer::holds)
        .max_by_key(|o| (o.scheme.priority, o.value_minor(), Reverse(o.scheme.id)))
}

fn take(sheet: &mut Sheet<'_>, offer: Offer<'_>) {
    let scheme = offer.scheme;
    let uses_up = !scheme.stackable && !matches!(scheme.rule, Rule::Value { .. });
    for give in offer.gives {
        let applied = sheet.applied.len();
        let value_minor = match give.what {
            What::Off(shares) => sheet.take_off(&shares, applied),
            What::Free {
                product,
                unit,
                quantity_milli,
            } => {
                sheet.free.push(FreeLine {
                    applied,
                    product,
                    unit: unit.to_owned(),
                    quantity_milli,
                    value_minor: give.value_minor,
                });
                give.value_minor
            }
        };
        sheet.budgets.charge(scheme.id, value_minor);
        if uses_up {
            sheet.use_up(&give.units);
        }
        sheet.applied.push(Applied {
            scheme: scheme.id,
            scheme_version: scheme.version,
            condition: give.condition,
            times: give.times,
            units: give.units,
            value_minor,
            limited: give.limited,
        });
    }
}

/// Tax of each line, rounded once, and the sums.
fn finish(sheet: Sheet<'_>, tax_before_discount: bool) -> Priced {
    let mut lines = sheet.lines;
    for line in &mut lines {
        let out = &mut line.out;
        let base = if tax_before_discount {
            out.gross_minor
        } else {
            out.net_minor
        };
        let rate = i64::from(line.tax_bp);
        out.tax_minor = if out.price.tax_included {
            amount::share(base, rate, 10_000 + rate).min(out.net_minor)
        } else {
            amount::tax(base, rate)
        };
        let added = if out.price.tax_included {
            0
        } else {
            out.tax_minor
        };
        out.total_minor = out.net_minor + added;
    }
    lines.sort_by_key(|l| l.index);
    let lines: Vec<_> = lines.into_iter().map(|l| l.out).collect();
    let sum = |of: fn(&PricedLine) -> i64| lines.iter().map(of).sum::<i64>();
    Priced {
        gross_minor: sum(|l| l.gross_minor),
        discount_minor: sum(|l| l.gross_minor - l.net_minor),
        tax_minor: sum(|l| l.tax_minor),
        total_minor: sum(|l| l.total_minor),
        lines,
        free: sheet.free,
        applied: sheet.applied,
    }
}
