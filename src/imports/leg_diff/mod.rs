//! What a file of routes changes: routes, their reps, and the dated outlets on them. Pure.
//!
//! The past stays: a change of something that holds already acts from the effective date on, and what
//! held until then is kept as a piece of its own.

mod row;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;

use super::{
    diff::{Action, Change, Diff, FieldChange},
    held::{Master, Span, State},
    kind::{Field, WeeksOf},
    leg_span::{fields, lay},
    rows::Table,
};

/// How a file of routes is to be read.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// First date on which changes act.
    pub effective: NaiveDate,
    pub weeks: WeeksOf,
    pub end_missing: bool,
}

/// A route to make or to change; `None` leaves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RouteWrite {
    pub code: String,
    pub name: Option<String>,
    pub rep_code: Option<String>,
    /// Of a new route.
    pub unit: Option<String>,
}

/// What is to be stored of a file of routes.
#[derive(Debug, Default)]
pub struct RouteWrites {
    pub routes: Vec<RouteWrite>,
    pub retired: Vec<i64>,
    /// Route code, outlet id, the piece.
    pub added: Vec<(String, i32, Span)>,
}

/// A route that the file names.
struct Route<'a> {
    master: Option<&'a Master>,
    line: u32,
    name: Option<String>,
    rep: Option<String>,
    /// For rows without one.
    next_sequence: i64,
}

/// First date, and the first on which it no longer holds; `None` is open.
type Range = (Option<NaiveDate>, Option<NaiveDate>);

struct Work<'a> {
    state: &'a State,
    terms: Terms,
    routes: BTreeMap<String, Route<'a>>,
    /// Legs as they will be, of the (route, outlet) pairs that the file names.
    after: BTreeMap<(String, i32), Vec<Span>>,
    /// What rows of the file hold, to find two that overlap.
    claimed: HashMap<(String, i32), Vec<Range>>,
    /// How often each week is used by (route, code, weekdays).
    slots: HashMap<(String, String, String), Vec<u32>>,
    changes: Vec<Change>,
    unchanged: usize,
}

/// Compares a file of routes with what is there.
pub fn routes(table: &mut Table, state: &State, terms: Terms) -> Diff {
    let mut work = Work {
        state,
        terms,
        routes: BTreeMap::new(),
        after: BTreeMap::new(),
        claimed: HashMap::new(),
        slots: HashMap::new(),
        changes: Vec::new(),
        unchanged: 0,
    };
    let rows = std::mem::take(&mut table.rows);
    for row in &rows {
        work.row(table, row);
    }
    table.rows = rows;
    if terms.end_missing {
        work.end_missing();
    }
    work.finish()
}

impl Work<'_> {
    /// Ends what the file's routes have beyond the file's rows.
    fn end_missing(&mut self) {
        let named: HashSet<(String, i32)> = self.claimed.keys().cloned().collect();
        let mut ended = Vec::new();
        for (code, route) in &self.routes {
            let Some(master) = route.master else { continue };
            for ((_, outlet), spans) in self
                .state
                .legs
                .range((master.id, i32::MIN)..=(master.id, i32::MAX))
            {
                if !named.contains(&(code.clone(), *outlet)) {
                    ended.push((code.clone(), *outlet, spans.clone()));
                }
            }
        }
        let outlets = self.state.outlets.by_id();
        for (code, outlet, mut spans) in ended {
            let Some(last) = spans.last().cloned() else {
                continue;
            };
            let end = Span {
                id: None,
                from: Some(self.terms.effective),
                to: Some(self.terms.effective),
                leg: last.leg.clone(),
            };
            self.changes.push(Change {
                outlet_code: outlets.get(&outlet).map(|o| o.code.clone()),
                outlet_id: Some(outlet),
                ..Change::new(None, Action::Ended, &code, fields(Some(&last), &end))
            });
            lay(&mut spans, end);
            self.after.insert((code, outlet), spans);
        }
    }

    fn finish(self) -> Diff {
        let mut writes = RouteWrites::default();
        let mut changes = Vec::new();
        for (code, route) in &self.routes {
            // A route that no good row stands on is not made.
            if route.master.is_none() && !self.claimed.keys().any(|(c, _)| c == code) {
                continue;
            }
            changes.extend(route_change(self.state, code, route, &mut writes));
        }
        for ((code, outlet), spans) in self.after {
            let kept: BTreeSet<i64> = spans.iter().filter_map(|s| s.id).collect();
            let master = self.routes.get(&code).and_then(|r| r.master);
            let before = master.and_then(|m| self.state.legs.get(&(m.id, outlet)));
            let gone = before.into_iter().flatten().filter_map(|s| s.id);
            writes.retired.extend(gone.filter(|id| !kept.contains(id)));
            let fresh = spans.into_iter().filter(|s| s.id.is_none());
            writes
                .added
                .extend(fresh.map(|s| (code.clone(), outlet, s)));
        }
        changes.extend(self.changes);
        Diff {
            changes,
            unchanged: self.unchanged,
            routes: writes,
            ..Diff::default()
        }
    }
}

/// What a route itself becomes; `None` where it stays.
fn route_change(
    state: &State,
    code: &str,
    route: &Route<'_>,
    writes: &mut RouteWrites,
) -> Option<Change> {
    let held = |field| route.master.and_then(|m| m.values.get(&field)).cloned();
    let mut fields = Vec::new();
    for (field, said) in [
        (Field::RouteName, &route.name),
        (Field::RepCode, &route.rep),
    ] {
        let from = held(field);
        if let Some(to) = said
            && from.as_ref() != Some(to)
        {
            fields.push(FieldChange {
                field,
                from,
                to: Some(to.clone()),
            });
        }
    }
    if route.master.is_some() && fields.is_empty() {
        return None;
    }
    let rep = route.rep.as_ref().and_then(|r| state.reps.find(r).1);
    let unit = rep
        .and_then(|r| r.values.get(&Field::OrgUnit))
        .unwrap_or(&state.top_unit);
    let is_new = route.master.is_none();
    writes.routes.push(RouteWrite {
        code: code.to_owned(),
        name: route
            .name
            .clone()
            .or_else(|| is_new.then(|| code.to_owned())),
        rep_code: route.rep.clone(),
        unit: is_new.then(|| unit.clone()),
    });
    let action = Action::on(!is_new);
    Some(Change::new(Some(route.line), action, code, fields))
}
