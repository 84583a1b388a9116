//! What a count of warehouses and vans changes. The rows of a product at a place are its count: lots of
//! it that none of them names are not there any longer. Pure.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use fieldbeat_trade::stock::{
    quantity::MILLI_MAX,
    shelf::{Held, Lot},
};

use super::{
    diff::{Action, Change, Diff, FieldChange, look_up},
    held::{Master, State},
    kind::Field,
    rows::{Row, Table},
    trade_cells::{quantity_milli, quantity_text},
};
use crate::store::stock::location::OUTLET_PREFIX;

/// What was counted of a product at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// All of it, in whatever lots it is.
    Total(i64),
    /// Lot by lot; others are none.
    Lots(BTreeMap<Lot, i64>),
}

/// What is to be counted, by location and product.
#[derive(Debug, Default)]
pub struct CountWrites {
    pub targets: BTreeMap<(i32, i32), Target>,
}

/// How the lots of a product must change so that they are what was counted. What is missing of a total
/// goes from what expires first; what is more than the book says has no known lot.
pub fn corrections(held: &[Held], target: &Target) -> BTreeMap<Lot, i64> {
    let mut change: BTreeMap<Lot, i64> = BTreeMap::new();
    match target {
        Target::Lots(lots) => {
            for h in held {
                *change.entry(h.lot.clone()).or_default() -= h.milli;
            }
            for (lot, milli) in lots {
                *change.entry(lot.clone()).or_default() += milli;
            }
        }
        Target::Total(total) if *total == held.iter().map(|h| h.milli).sum::<i64>() => {}
        Target::Total(total) => {
            let (mut there, owed): (Vec<&Held>, Vec<&Held>) =
                held.iter().partition(|h| h.milli > 0);
            for h in owed {
                *change.entry(h.lot.clone()).or_default() -= h.milli;
            }
            let mut more = total - there.iter().map(|h| h.milli).sum::<i64>();
            there.sort_by_key(|h| (h.lot.expires_on.is_none(), h.lot.expires_on, &h.lot.batch));
            for h in there {
                let part = more.min(0).max(-h.milli);
                *change.entry(h.lot.clone()).or_default() += part;
                more -= part;
            }
            *change.entry(Lot::default()).or_default() += more;
        }
    }
    change.retain(|_, milli| *milli != 0);
    change
}

/// A row that can be used.
struct Counted {
    line: u32,
    lot: Lot,
    milli: i64,
}

/// What is told of by id.
struct Names<'a> {
    places: HashMap<i32, &'a Master>,
    products: HashMap<i32, &'a Master>,
}

#[derive(Default)]
struct Work {
    groups: BTreeMap<(i32, i32), Vec<Counted>>,
    /// Products of which a row is bad.
    spoiled: HashSet<(i32, i32)>,
    seen: HashMap<(i32, i32, Lot), u32>,
    locations: BTreeSet<i32>,
}

/// Compares a count with the book.
pub fn counts(table: &mut Table, state: &State, end_missing: bool) -> Diff {
    let mut work = Work::default();
    let rows = std::mem::take(&mut table.rows);
    for row in &rows {
        work.row(table, state, row);
    }
    table.rows = rows;
    let names = Names {
        places: state.trade.locations.by_id(),
        products: state.trade.products.by_id(),
    };
    let mut diff = Diff::default();
    for (key, counted) in std::mem::take(&mut work.groups) {
        work.compare(table, state, &names, key, &counted, &mut diff);
    }
    if end_missing {
        let missing = state.trade.lots.keys().filter(|(location, product)| {
            work.locations.contains(location)
                && !diff.counts.targets.contains_key(&(*location, *product))
        });
        for key in missing.copied().collect::<Vec<_>>() {
            let none = Target::Lots(BTreeMap::new());
            told(state, &names, key, &none, &HashMap::new(), &mut diff);
            diff.counts.targets.insert(key, none);
        }
    }
    diff
}

impl Work {
    fn row(&mut self, table: &mut Table, state: &State, row: &Row) {
        let trade = &state.trade;
        let location = location(table, state, row);
        let product = (row.text(Field::ProductCode)).and_then(|code| {
            let found = look_up(table, row.line, Field::ProductCode, code, &trade.products).ok()?;
            if found.is_none() {
                table.error(row.line, Field::ProductCode, "unknown_product", code);
            }
            found.map(|p| p.id)
        });
        let (Some(location), Some(product)) = (location, product) else {
            return;
        };
        self.locations.insert(location);
        let pieces = match row.text(Field::Unit) {
            None => Some(1),
            Some(unit) => trade.units.get(&product).and_then(|u| u.get(unit)).copied(),
        };
        if pieces.is_none() {
            let unit = row.text(Field::Unit).unwrap_or_default();
            table.error(row.line, Field::Unit, "unknown_unit", unit);
        }
        let said = row.text(Field::Quantity);
        if said.is_none() && !table.is_bad(row.line) {
            table.error(row.line, Field::Quantity, "required", "");
        }
        let milli = said
            .and_then(quantity_milli)
            .zip(pieces)
            .and_then(|(m, n)| m.checked_mul(i64::from(n)).filter(|m| m.abs() <= MILLI_MAX));
        if milli.is_none() && !table.is_bad(row.line) {
            table.error(
                row.line,
                Field::Quantity,
                "out_of_range",
                said.unwrap_or_default(),
            );
        }
        let lot = Lot {
            batch: row.text(Field::Batch).unwrap_or_default().to_owned(),
            expires_on: row.text(Field::Expiry).and_then(|d| d.parse().ok()),
        };
        if let Some(first) = self.seen.insert((location, product, lot.clone()), row.line) {
            let value = format!("({first})");
            table.error(row.line, Field::ProductCode, "repeated", value);
        }
        match milli.filter(|_| !table.is_bad(row.line)) {
            Some(milli) => (self.groups.entry((location, product)).or_default()).push(Counted {
                line: row.line,
                lot,
                milli,
            }),
            None => {
                self.spoiled.insert((location, product));
            }
        }
    }

    fn compare(
        &self,
        table: &mut Table,
        state: &State,
        names: &Names<'_>,
        key: (i32, i32),
        counted: &[Counted],
        diff: &mut Diff,
    ) {
        if self.spoiled.contains(&key) {
            for row in counted {
                table.error(row.line, Field::ProductCode, "count_incomplete", "");
            }
            return;
        }
        let held = state.trade.lots.get(&key).map_or(&[][..], Vec::as_slice);
        let target = match counted {
            [one] if one.lot == Lot::default() => Target::Total(one.milli),
            _ => Target::Lots(counted.iter().map(|c| (c.lot.clone(), c.milli)).collect()),
        };
        let change = corrections(held, &target);
        // Nobody counts less than nothing; only what the book says already may stand below zero.
        for row in counted {
            let stays = match &target {
                Target::Total(_) => change.is_empty(),
                Target::Lots(_) => !change.contains_key(&row.lot),
            };
            if row.milli < 0 && !stays {
                table.error(
                    row.line,
                    Field::Quantity,
                    "out_of_range",
                    quantity_text(row.milli),
                );
            }
        }
        if counted.iter().any(|row| table.is_bad(row.line)) {
            return;
        }
        let lines = counted
            .iter()
            .map(|row| (row.lot.clone(), row.line))
            .collect();
        let changed = told(state, names, key, &target, &lines, diff);
        diff.unchanged += counted.len() - changed;
        diff.counts.targets.insert(key, target);
    }
}

fn location(table: &mut Table, state: &State, row: &Row) -> Option<i32> {
    let code = row.text(Field::LocationCode)?;
    let locations = &state.trade.locations;
    let found = look_up(table, row.line, Field::LocationCode, code, locations).ok()?;
    let found = found.filter(|l| l.reached);
    if found.is_none() {
        let fault = if code.starts_with(OUTLET_PREFIX) {
            "counted_by_reps"
        } else {
            "unknown_location"
        };
        table.error(row.line, Field::LocationCode, fault, code);
    }
    found.map(|location| location.id)
}

/// Says what a count changes; answers how many rows of the file do.
fn told(
    state: &State,
    names: &Names<'_>,
    key: (i32, i32),
    target: &Target,
    lines: &HashMap<Lot, u32>,
    diff: &mut Diff,
) -> usize {
    let trade = &state.trade;
    let held = trade.lots.get(&key).map_or(&[][..], Vec::as_slice);
    let code = |masters: &HashMap<i32, &Master>, id: i32| {
        let found = masters.get(&id);
        found.map(|m| m.code.clone()).unwrap_or_default()
    };
    let (place, product) = (code(&names.places, key.0), code(&names.products, key.1));
    let mut changed = 0;
    let mut tell = |lot: Option<&Lot>, from: Option<i64>, to: i64| {
        let line = lines.get(lot.unwrap_or(&Lot::default())).copied();
        changed += usize::from(line.is_some());
        let action = match (from, line) {
            (_, None) => Action::Ended,
            (None, Some(_)) => Action::Created,
            (Some(_), Some(_)) => Action::Updated,
        };
        let quantity = FieldChange {
            field: Field::Quantity,
            from: from.map(quantity_text),
            to: Some(quantity_text(to)),
        };
        diff.changes.push(Change {
            part: Some(lot.map_or_else(|| product.clone(), |lot| part(&product, lot))),
            ..Change::new(line, action, &place, vec![quantity])
        });
    };
    match target {
        Target::Total(total) => {
            let was: i64 = held.iter().map(|h| h.milli).sum();
            if was != *total {
                tell(None, (!held.is_empty()).then_some(was), *total);
            }
        }
        Target::Lots(lots) => {
            for (lot, change) in corrections(held, target) {
                let was = held.iter().find(|h| h.lot == lot).map(|h| h.milli);
                let to = lots.get(&lot).copied().unwrap_or_default();
                debug_assert_eq!(was.unwrap_or(0) + change, to);
                tell(Some(&lot), was, to);
            }
        }
    }
    changed
}

fn part(product: &str, lot: &Lot) -> String {
    let mut text = product.to_owned();
    if !lot.batch.is_empty() {
        text.push_str(" / ");
        text.push_str(&lot.batch);
    }
    if let Some(date) = lot.expires_on {
        text.push_str(" / ");
        text.push_str(&date.to_string());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lot(n: u8) -> Lot {
        Lot {
            batch: if n == 0 {
                String::new()
            } else {
                format!("L{n}")
            },
            expires_on: (n > 1).then(|| format!("2026-12-{:02}", 30 - n).parse().unwrap()),
        }
    }

    fn after(held: &[Held], change: &BTreeMap<Lot, i64>) -> BTreeMap<Lot, i64> {
        let mut lots: BTreeMap<Lot, i64> = held.iter().map(|h| (h.lot.clone(), h.milli)).collect();
        for (lot, milli) in change {
            *lots.entry(lot.clone()).or_default() += milli;
        }
        lots.retain(|_, m| *m != 0);
        lots
    }

    proptest! {
        /// A book that is corrected says what was counted, and nothing below zero that was not before.
        #[test]
        fn a_corrected_book_is_what_was_counted(
            held in proptest::collection::btree_map(0u8..5, -50i64..200, 0..5),
            counted in proptest::collection::btree_map(0u8..5, 0i64..200, 0..5),
            total in 0i64..500,
        ) {
            let held: Vec<Held> = held.into_iter().map(|(n, milli)| Held { lot: lot(n), milli }).collect();
            let lots: BTreeMap<Lot, i64> = counted.into_iter().map(|(n, m)| (lot(n), m)).collect();
            let mut wanted = lots.clone();
            wanted.retain(|_, m| *m != 0);
            prop_assert_eq!(after(&held, &corrections(&held, &Target::Lots(lots))), wanted);

            let change = corrections(&held, &Target::Total(total));
            let there = after(&held, &change);
            prop_assert_eq!(there.values().sum::<i64>(), total);
            prop_assert!(change.is_empty() || there.values().all(|m| *m > 0), "{there:?}");
        }
    }

    #[test]
    fn what_is_missing_of_a_total_goes_from_what_expires_first() {
        let held = [(0, 5), (2, 3), (3, 4)].map(|(n, milli)| Held { lot: lot(n), milli });
        let change = corrections(&held, &Target::Total(7));
        // Lot 3 expires before lot 2.
        assert_eq!(change, BTreeMap::from([(lot(3), -4), (lot(2), -1)]));
    }
}
