//! What a file of prices changes: price lists, and the price of each unit on them. Pure.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use fieldbeat_trade::currency;

use super::{
    cells::Said,
    diff::{Action, Change, Diff, FieldChange, look_up, refuse_owned},
    held::{Master, State},
    kind::{Field, Kind},
    rows::{Row, Table},
};
use crate::store::catalogue::price_list::PRICE_MAX;

/// What a row says of its list.
const OF_LIST: [Field; 7] = [
    Field::ListName,
    Field::CustomerCode,
    Field::Class,
    Field::PartnerCode,
    Field::ValidFrom,
    Field::ValidTo,
    Field::TaxIncluded,
];
/// Whom a list is for; at most one of them.
const HOLDERS: [Field; 3] = [Field::CustomerCode, Field::Class, Field::PartnerCode];

/// A price to set; without an amount it is taken off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceWrite {
    pub product_code: String,
    pub unit: String,
    pub minor: Option<i64>,
}

/// What is to be stored of a file of prices, by the code of the list.
#[derive(Debug, Default)]
pub struct PriceWrites {
    pub lists: BTreeMap<String, Vec<PriceWrite>>,
}

/// A list that the file names.
struct List<'a> {
    master: Option<&'a Master>,
    line: u32,
    said: BTreeMap<Field, Said>,
    /// Whether a good row stands on it.
    stands: bool,
}

struct Work<'a> {
    state: &'a State,
    lists: BTreeMap<String, List<'a>>,
    named: HashMap<(String, i32, String), u32>,
    changes: Vec<Change>,
    writes: PriceWrites,
    unchanged: usize,
}

/// Compares a file of prices with what is there.
pub fn prices(table: &mut Table, state: &State, end_missing: bool) -> Diff {
    let mut work = Work {
        state,
        lists: BTreeMap::new(),
        named: HashMap::new(),
        changes: Vec::new(),
        writes: PriceWrites::default(),
        unchanged: 0,
    };
    let rows = std::mem::take(&mut table.rows);
    for row in &rows {
        work.row(table, row);
    }
    table.rows = rows;
    if end_missing {
        work.end_missing(table);
    }
    work.finish()
}

impl Work<'_> {
    fn row(&mut self, table: &mut Table, row: &Row) {
        let list = self.list(table, row);
        let product = self.product(table, row);
        let (Some(list), Some((product, product_code, unit))) = (list, product) else {
            return;
        };
        let key = (list.clone(), product, unit.clone());
        if let Some(first) = self.named.get(&key) {
            let value = format!("{list} {product_code} {unit} ({first})");
            table.error(row.line, Field::ProductCode, "repeated", value);
            return;
        }
        self.named.insert(key, row.line);
        let was = self.price(&list, product, &unit);
        let digits = self.state.trade.digits;
        let minor = match row.said(Field::Price) {
            Said::Clear => None,
            Said::Keep if was.is_some() => was,
            Said::Keep => {
                table.error(row.line, Field::Price, "required", "");
                return;
            }
            Said::Set(text) => match currency::minor(text, digits) {
                Some(minor) if minor <= PRICE_MAX => Some(minor),
                Some(_) => return table.error(row.line, Field::Price, "out_of_range", text),
                None => return table.error(row.line, Field::Price, "too_many_places", text),
            },
        };
        if table.is_bad(row.line) || self.is_owned(table, row.line, &list, (was, minor)) {
            return;
        }
        if let Some(list) = self.lists.get_mut(&list) {
            list.stands = true;
        }
        if was == minor {
            self.unchanged += 1;
            return;
        }
        self.change(
            Some(row.line),
            &list,
            (product, product_code, unit),
            was,
            minor,
        );
    }

    /// Says where a price would change on a list that is there, although the ERP owns prices.
    fn is_owned(
        &self,
        table: &mut Table,
        line: u32,
        list: &str,
        (was, minor): (Option<i64>, Option<i64>),
    ) -> bool {
        let is_there = self.lists.get(list).is_some_and(|l| l.master.is_some());
        if !is_there || was == minor {
            return false;
        }
        let change = self.price_change(was, minor);
        refuse_owned(table, self.state, Kind::Prices, line, &[change])
    }

    fn price_change(&self, was: Option<i64>, minor: Option<i64>) -> FieldChange {
        let text = |m: i64| currency::text(m, self.state.trade.digits);
        FieldChange {
            field: Field::Price,
            from: was.map(text),
            to: minor.map(text),
        }
    }

    fn price(&self, list: &str, product: i32, unit: &str) -> Option<i64> {
        let master = self.lists.get(list)?.master?;
        let key = (master.id, product, unit.to_owned());
        self.state.trade.prices.get(&key).copied()
    }

    fn change(
        &mut self,
        line: Option<u32>,
        list: &str,
        (product, product_code, unit): (i32, String, String),
        was: Option<i64>,
        minor: Option<i64>,
    ) {
        let fields = vec![self.price_change(was, minor)];
        let action = match (was, minor) {
            (_, None) => Action::Ended,
            (None, Some(_)) => Action::Created,
            (Some(_), Some(_)) => Action::Updated,
        };
        self.changes.push(Change {
            part: Some(format!("{product_code} / {unit}")),
            priced: Some((product, unit.clone())),
            ..Change::new(line, action, list, fields)
        });
        let writes = self.writes.lists.entry(list.to_owned()).or_default();
        writes.push(PriceWrite {
            product_code,
            unit,
            minor,
        });
    }

    /// The row's list; what it says of the list must be what the rows above said.
    fn list(&mut self, table: &mut Table, row: &Row) -> Option<String> {
        let state = self.state;
        let code = row.text(Field::ListCode)?;
        let lists = &state.trade.lists;
        let master = look_up(table, row.line, Field::ListCode, code, lists).ok()?;
        if master.is_some_and(|m| !m.reached) {
            table.error(row.line, Field::ListCode, "code_taken", code);
            return None;
        }
        let own = master.map_or(code, |m| m.code.as_str()).to_owned();
        let said = self.said(table, row)?;
        if let Some(master) = master {
            let changes = said.iter().filter_map(|(field, said)| {
                let from = master.values.get(field).cloned();
                let to = said.text().map(str::to_owned);
                let field = *field;
                (from != to).then_some(FieldChange { field, from, to })
            });
            if refuse_owned(
                table,
                state,
                Kind::Prices,
                row.line,
                &changes.collect::<Vec<_>>(),
            ) {
                return None;
            }
        }
        let list = self.lists.entry(own.clone()).or_insert_with(|| List {
            master,
            line: row.line,
            said: BTreeMap::new(),
            stands: false,
        });
        for (field, said) in said {
            match list.said.get(&field) {
                Some(known) if *known != said => {
                    let value = format!(
                        "{} ≠ {}",
                        said.text().unwrap_or("-"),
                        known.text().unwrap_or("-")
                    );
                    table.error(row.line, field, "differs_from_above", value);
                    return None;
                }
                Some(_) => {}
                None => {
                    list.said.insert(field, said);
                }
            }
        }
        if list
            .said
            .iter()
            .filter(|(f, s)| HOLDERS.contains(f) && s.text().is_some())
            .count()
            > 1
        {
            table.error(row.line, Field::ListCode, "one_holder", code);
            return None;
        }
        let will = |field| match list.said.get(&field) {
            None | Some(Said::Keep) => master.and_then(|m| m.values.get(&field)).cloned(),
            Some(said) => said.text().map(str::to_owned),
        };
        if will(Field::ListName).is_none() {
            table.error(row.line, Field::ListName, "required", "");
        }
        // ISO dates are ordered as texts.
        if let (Some(from), Some(to)) = (will(Field::ValidFrom), will(Field::ValidTo))
            && to < from
        {
            table.error(row.line, Field::ValidTo, "ends_before_it_begins", to);
        }
        (!table.is_bad(row.line)).then_some(own)
    }

    /// What a row says of its list, in our own codes.
    fn said(&self, table: &mut Table, row: &Row) -> Option<BTreeMap<Field, Said>> {
        let mut all = BTreeMap::new();
        for field in OF_LIST {
            let mut said = row.said(field).clone();
            if let Said::Set(code) = &said {
                let (masters, unknown) = match field {
                    Field::CustomerCode => (&self.state.customers, "unknown_customer"),
                    Field::PartnerCode => (&self.state.trade.partners, "unknown_partner"),
                    _ => {
                        all.insert(field, said);
                        continue;
                    }
                };
                let found = look_up(table, row.line, field, code, masters).ok()?;
                let Some(found) = found.filter(|m| m.reached) else {
                    table.error(row.line, field, unknown, code);
                    return None;
                };
                said = Said::Set(found.code.clone());
            }
            if said != Said::Keep {
                all.insert(field, said);
            }
        }
        Some(all)
    }

    /// The row's product and unit: its base unit where none is named.
    fn product(&self, table: &mut Table, row: &Row) -> Option<(i32, String, String)> {
        let trade = &self.state.trade;
        let code = row.text(Field::ProductCode)?;
        let found = look_up(table, row.line, Field::ProductCode, code, &trade.products).ok()?;
        let Some(product) = found else {
            table.error(row.line, Field::ProductCode, "unknown_product", code);
            return None;
        };
        let unit = match row.text(Field::Unit) {
            None => trade.base_unit(product.id)?,
            Some(unit) => {
                if !trade.units.get(&product.id)?.contains_key(unit) {
                    table.error(row.line, Field::Unit, "unknown_unit", unit);
                    return None;
                }
                unit
            }
        };
        Some((product.id, product.code.clone(), unit.to_owned()))
    }

    /// Prices of named lists that the file does not name.
    fn end_missing(&mut self, table: &mut Table) {
        let state = self.state;
        let products = state.trade.products.by_id();
        let lists: BTreeMap<i32, String> = (self.lists.iter())
            .filter_map(|(code, list)| Some((list.master?.id, code.clone())))
            .collect();
        let mut ended = BTreeSet::new();
        for (list, product, unit) in state.trade.prices.keys() {
            if let Some(code) = lists.get(list)
                && !self
                    .named
                    .contains_key(&(code.clone(), *product, unit.clone()))
            {
                ended.insert((code.clone(), *product, unit.clone()));
            }
        }
        // A list says once that none of its prices may end.
        let mut owned = BTreeSet::new();
        for (list, product, unit) in ended {
            if owned.contains(&list) {
                continue;
            }
            let was = self.price(&list, product, &unit);
            let line = self.lists.get(&list).map_or(0, |l| l.line);
            if self.is_owned(table, line, &list, (was, None)) {
                owned.insert(list);
                continue;
            }
            let code = products
                .get(&product)
                .map_or_else(String::new, |p| p.code.clone());
            self.change(None, &list, (product, code, unit), was, None);
        }
    }

    fn finish(mut self) -> Diff {
        let mut changes = Vec::new();
        for (code, list) in &self.lists {
            if list.stands
                && let Some(change) = list_change(code, list)
            {
                self.writes.lists.entry(code.clone()).or_default();
                changes.push(change);
            }
        }
        changes.append(&mut self.changes);
        Diff {
            changes,
            unchanged: self.unchanged,
            prices: self.writes,
            ..Diff::default()
        }
    }
}

/// What a list itself becomes; `None` where it stays.
fn list_change(code: &str, list: &List<'_>) -> Option<Change> {
    let held = |field| list.master.and_then(|m| m.values.get(&field)).cloned();
    let new_holder = HOLDERS
        .into_iter()
        .find(|f| list.said.get(f).is_some_and(|s| s.text().is_some()));
    let mut fields = Vec::new();
    for field in OF_LIST {
        let from = held(field);
        let to = match list.said.get(&field) {
            // A list for somebody is for nobody else.
            None | Some(Said::Keep)
                if new_holder.is_some_and(|h| h != field) && HOLDERS.contains(&field) =>
            {
                None
            }
            None | Some(Said::Keep) => continue,
            Some(said) => said.text().map(str::to_owned),
        };
        if from != to {
            fields.push(FieldChange { field, from, to });
        }
    }
    if list.master.is_some_and(|m| m.ended) {
        fields.push(FieldChange {
            field: Field::Closed,
            from: Some("yes".to_owned()),
            to: None,
        });
    }
    if list.master.is_some() && fields.is_empty() {
        return None;
    }
    let action = Action::on(list.master.is_some());
    Some(Change::new(Some(list.line), action, code, fields))
}
