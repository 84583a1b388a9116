//! What a file of outlets, reps, customers or products changes. Pure: compares texts with texts.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde::Serialize;

use super::{
    cells::Said,
    held::{Found, Master, Masters, State},
    kind::{Field, Kind},
    leg_diff::RouteWrites,
    price_diff::PriceWrites,
    rows::{Row, Table},
    stock_diff::CountWrites,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Created,
    Updated,
    Ended,
}

impl Action {
    /// Of what is there already, or is not.
    pub const fn on(is_there: bool) -> Self {
        if is_there {
            Self::Updated
        } else {
            Self::Created
        }
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Ended => "ended",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    pub field: Field,
    pub from: Option<String>,
    pub to: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub line: Option<u32>,
    pub action: Action,
    /// Our own code, with its zeros.
    pub code: String,
    pub outlet_code: Option<String>,
    pub outlet_id: Option<i32>,
    /// What of the list or place: product and unit of a price; product and lot of stock.
    pub part: Option<String>,
    /// Of a price: id of its product, and the unit.
    pub priced: Option<(i32, String)>,
    pub fields: Vec<FieldChange>,
}

impl Change {
    /// Of a master as a whole.
    pub fn new(
        line: Option<u32>,
        action: Action,
        code: impl Into<String>,
        fields: Vec<FieldChange>,
    ) -> Self {
        Self {
            line,
            action,
            code: code.into(),
            outlet_code: None,
            outlet_id: None,
            part: None,
            priced: None,
            fields,
        }
    }

    /// What a field becomes; `None` where it stays.
    pub fn to(&self, field: Field) -> Option<Option<&str>> {
        let change = self.fields.iter().find(|f| f.field == field)?;
        Some(change.to.as_deref())
    }
}

/// What a file changes.
#[derive(Debug, Default)]
pub struct Diff {
    pub changes: Vec<Change>,
    pub unchanged: usize,
    /// To be made first: code → line that names it.
    pub new_units: BTreeSet<String>,
    /// Code → name and org unit.
    pub new_customers: BTreeMap<String, (String, String)>,
    /// Of a file of routes.
    pub routes: RouteWrites,
    pub prices: PriceWrites,
    pub counts: CountWrites,
}

/// Looks a code up, and says of the row what is to be said. `None`: the row is of no use.
pub(super) fn look_up<'a>(
    table: &mut Table,
    line: u32,
    field: Field,
    code: &str,
    masters: &'a Masters,
) -> Result<Option<&'a Master>, ()> {
    let (found, master) = masters.find(code);
    match (found, master) {
        (Found::Ambiguous, _) => {
            table.error(line, field, "ambiguous_code", code);
            Err(())
        }
        (Found::Padded(_), Some(master)) => {
            table.warning(
                line,
                field,
                "zeros_restored",
                format!("{code} → {}", master.code),
            );
            Ok(Some(master))
        }
        (_, master) => Ok(master),
    }
}

/// Compares a file of masters with what is there.
pub fn masters(kind: Kind, table: &mut Table, state: &State, end_missing: bool) -> Diff {
    let held = match kind {
        Kind::Outlets => &state.outlets,
        Kind::Customers => &state.customers,
        Kind::Products => &state.trade.products,
        _ => &state.reps,
    };
    let mut diff = Diff::default();
    let mut seen: HashMap<String, u32> = HashMap::new();
    let mut named: HashSet<String> = HashSet::new();
    let rows = std::mem::take(&mut table.rows);
    for row in &rows {
        let Some(code) = row.text(Field::Code) else {
            continue;
        };
        let Ok(master) = look_up(table, row.line, Field::Code, code, held) else {
            continue;
        };
        let own = master.map_or(code, |m| m.code.as_str()).to_owned();
        named.insert(own.clone());
        if let Some(first) = seen.get(&own) {
            table.error(
                row.line,
                Field::Code,
                "repeated",
                format!("{own} ({first})"),
            );
            continue;
        }
        seen.insert(own.clone(), row.line);
        if master.is_some_and(|m| !m.reached) {
            table.error(row.line, Field::Code, "code_taken", code);
            continue;
        }
        let wanted = references(kind, table, state, row, &mut diff);
        required(kind, table, row, master);
        if table.is_bad(row.line) {
            continue;
        }
        let Some(change) = compare(kind, row, own, master, &wanted, &mut diff) else {
            diff.unchanged += 1;
            continue;
        };
        if master.is_some() && refuse_owned(table, state, kind, row.line, &change.fields) {
            continue;
        }
        diff.changes.push(change);
    }
    table.rows = rows;
    if end_missing {
        for master in held
            .all
            .iter()
            .filter(|m| m.reached && !m.ended && !named.contains(&m.code))
        {
            diff.changes.push(ended(master));
        }
    }
    diff
}

fn ended(master: &Master) -> Change {
    let closed = FieldChange {
        field: Field::Closed,
        from: None,
        to: Some("yes".to_owned()),
    };
    Change::new(None, Action::Ended, &master.code, vec![closed])
}

fn required(kind: Kind, table: &mut Table, row: &Row, master: Option<&Master>) {
    if master.is_some() {
        return;
    }
    for field in [Field::Name, Field::OrgUnit] {
        if row.text(field).is_none() && kind.fields().contains(&field) {
            table.error(row.line, field, "required", "");
        }
    }
}

/// Own codes of what the row refers to.
fn references(
    kind: Kind,
    table: &mut Table,
    state: &State,
    row: &Row,
    diff: &mut Diff,
) -> BTreeMap<Field, String> {
    let mut own = BTreeMap::new();
    let line = row.line;
    if let Some(code) = row.text(Field::OrgUnit)
        && let Ok(unit) = look_up(table, line, Field::OrgUnit, code, &state.units)
    {
        match unit {
            Some(unit) if unit.reached => {
                own.insert(Field::OrgUnit, unit.code.clone());
            }
            None if state.makes_units => {
                if diff.new_units.insert(code.to_owned()) {
                    table.warning(line, Field::OrgUnit, "unit_created", code);
                }
                own.insert(Field::OrgUnit, code.to_owned());
            }
            _ => table.error(line, Field::OrgUnit, "unknown_org_unit", code),
        }
    }
    if kind == Kind::Outlets
        && let Some(code) = row.text(Field::CustomerCode)
        && let Ok(customer) = look_up(table, line, Field::CustomerCode, code, &state.customers)
    {
        match customer {
            Some(customer) if customer.reached => {
                own.insert(Field::CustomerCode, customer.code.clone());
            }
            Some(_) => table.error(line, Field::CustomerCode, "unknown_customer", code),
            None => {
                own.insert(Field::CustomerCode, code.to_owned());
            }
        }
    }
    if kind == Kind::Reps
        && let Some(login) = row.text(Field::Login)
    {
        match state.logins.find(login).1.filter(|l| l.reached) {
            Some(login) => {
                own.insert(Field::Login, login.code.clone());
            }
            None => table.error(line, Field::Login, "unknown_login", login),
        }
    }
    own
}

/// What a row changes; `None` where all stays.
fn compare(
    kind: Kind,
    row: &Row,
    code: String,
    master: Option<&Master>,
    own: &BTreeMap<Field, String>,
    diff: &mut Diff,
) -> Option<Change> {
    let mut fields = Vec::new();
    for field in kind.fields().iter().copied().filter(|f| *f != Field::Code) {
        let from = master.and_then(|m| m.values.get(&field));
        let to = match row.said(field) {
            Said::Keep => continue,
            Said::Clear => None,
            Said::Set(text) => Some(own.get(&field).unwrap_or(text)),
        };
        if from != to {
            fields.push(FieldChange {
                field,
                from: from.cloned(),
                to: to.cloned(),
            });
        }
    }
    if master.is_some_and(|m| m.ended) {
        fields.push(FieldChange {
            field: Field::Closed,
            from: Some("yes".to_owned()),
            to: None,
        });
    }
    if let Some(customer) = own.get(&Field::CustomerCode) {
        remember_customer(row, master, customer, own, diff);
    }
    if master.is_some() && fields.is_empty() {
        return None;
    }
    let action = Action::on(master.is_some());
    Some(Change::new(Some(row.line), action, code, fields))
}

/// Says of each field that changes and is the ERP's that it is; whether there is one.
pub(super) fn refuse_owned(
    table: &mut Table,
    state: &State,
    kind: Kind,
    line: u32,
    fields: &[FieldChange],
) -> bool {
    let owned = |f: &&FieldChange| state.owned.has(kind.as_str(), f.field.as_str());
    let mut refused = false;
    for change in fields.iter().filter(owned) {
        let value = change.to.as_deref().unwrap_or("-");
        table.error(line, change.field, "erp_owned", value);
        refused = true;
    }
    refused
}

/// A customer that may have to be made, called like its first outlet.
fn remember_customer(
    row: &Row,
    master: Option<&Master>,
    customer: &str,
    own: &BTreeMap<Field, String>,
    diff: &mut Diff,
) {
    let held = |field| master.and_then(|m| m.values.get(&field)).cloned();
    let name = row
        .text(Field::Name)
        .map(str::to_owned)
        .or_else(|| held(Field::Name));
    let unit = own
        .get(&Field::OrgUnit)
        .cloned()
        .or_else(|| held(Field::OrgUnit));
    if let (Some(name), Some(unit)) = (name, unit) {
        diff.new_customers
            .entry(customer.to_owned())
            .or_insert((name, unit));
    }
}
