//! Figures cut by what was asked for, and the rows behind one of them. Both fold the same told rows
//! through the same filter.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use fieldbeat_domain::{
    id::{OutletId, RepId},
    kpi::{Counted, Figures, Fold, Measure, Row, Terms},
};
use h3o::CellIndex;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::problem::Problem;
use crate::store::kpi::{Directory, Facts, Grain};

/// More lines than anybody reads; a finer cut is asked for in parts.
pub const GROUPS_MAX: usize = 20_000;

/// What figures are shown by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dim {
    Rep,
    Route,
    /// The org unit of the rep.
    Team,
    /// The nearest region above it.
    Region,
    OutletClass,
    /// The H3 cell of an outlet's pin; asked for by the map of coverage alone.
    #[serde(skip)]
    Cell,
    Day,
    /// ISO week.
    Week,
    Month,
}

impl Dim {
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_value(text.into()).ok()
    }
    pub const fn code(self) -> &'static str {
        match self {
            Self::Rep => "rep",
            Self::Route => "route",
            Self::Team => "team",
            Self::Region => "region",
            Self::OutletClass => "outlet_class",
            Self::Cell => "cell",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }
    pub const fn is_of_outlet(self) -> bool {
        matches!(self, Self::Route | Self::OutletClass | Self::Cell)
    }
}

/// Which rows count; empty means all in scope.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub rep_id: Option<i32>,
    pub route_id: Option<i32>,
    /// Exactly this unit.
    pub team_id: Option<i32>,
    /// This unit and those below.
    pub org_unit_id: Option<i32>,
    pub outlet_id: Option<i32>,
    pub outlet_class: Option<String>,
}

impl Filter {
    /// Asks for less than whole rep-days.
    pub const fn is_of_outlet(&self) -> bool {
        self.route_id.is_some() || self.outlet_id.is_some() || self.outlet_class.is_some()
    }
}

/// A value of a dimension; `None` where the row has none, e.g. a call on no route.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    None,
    Id(i32),
    Date(NaiveDate),
    Text(String),
    Cell(CellIndex),
}

/// Cuts and filters told rows.
pub struct Cut<'a> {
    pub by: &'a [Dim],
    pub filter: &'a Filter,
    pub directory: &'a Directory,
}

impl Cut<'_> {
    pub fn grain(&self) -> Grain {
        let has = |d| self.by.contains(&d);
        if has(Dim::Day) || has(Dim::Week) && has(Dim::Month) {
            Grain::Day
        } else if has(Dim::Week) {
            Grain::Week
        } else if has(Dim::Month) {
            Grain::Month
        } else {
            Grain::Whole
        }
    }

    /// Whether what a whole rep-day has (distance, times) makes no sense in this cut.
    pub fn is_of_outlet(&self) -> bool {
        self.filter.is_of_outlet() || self.by.iter().any(|d| d.is_of_outlet())
    }

    fn admits(&self, c: &Counted) -> bool {
        let (f, p) = (self.filter, &c.place);
        let outlet = p.outlet.map(|o| o.0);
        (!matches!(c.row, Row::Day { .. }) || !self.is_of_outlet())
            && f.rep_id.is_none_or(|r| r == p.rep.0)
            && f.team_id.is_none_or(|t| t == p.org_unit.0)
            && f.route_id.is_none_or(|r| p.route.map(|x| x.0) == Some(r))
            && f.outlet_id.is_none_or(|o| outlet == Some(o))
            && f.outlet_class
                .as_deref()
                .is_none_or(|class| outlet.and_then(|o| self.directory.class(o)) == Some(class))
            && f.org_unit_id
                .is_none_or(|u| self.directory.above(p.org_unit.0).any(|a| a == u))
    }

    fn key(&self, c: &Counted, dim: Dim) -> Key {
        let p = &c.place;
        let id = |id: Option<i32>| id.map_or(Key::None, Key::Id);
        match dim {
            Dim::Rep => Key::Id(p.rep.0),
            Dim::Route => id(p.route.map(|r| r.0)),
            Dim::Team => Key::Id(p.org_unit.0),
            Dim::Region => id(self.directory.region(p.org_unit.0)),
            Dim::OutletClass => p
                .outlet
                .and_then(|o| self.directory.class(o.0))
                .map_or(Key::None, |c| Key::Text(c.to_owned())),
            Dim::Cell => p
                .outlet
                .and_then(|o| self.directory.cell(o.0))
                .map_or(Key::None, Key::Cell),
            Dim::Day => Key::Date(p.date),
            Dim::Week => {
                let week = p.date.iso_week();
                Key::Text(format!("{}-W{:02}", week.year(), week.week()))
            }
            Dim::Month => Key::Text(p.date.format("%Y-%m").to_string()),
        }
    }

    /// As shown: id, code and name; a date; `2026-W53`; `2026-10`; null.
    pub fn show(&self, dim: Dim, key: &Key) -> Value {
        match key {
            Key::None => Value::Null,
            Key::Text(text) => text.as_str().into(),
            Key::Date(date) => json!(date),
            Key::Cell(cell) => json!(cell.to_string()),
            Key::Id(id) => match dim {
                Dim::Rep => json!(self.directory.rep(*id)),
                Dim::Route => json!(self.directory.route(*id)),
                _ => json!(self.directory.unit(*id)),
            },
        }
    }
}

/// Figures by key, and of all.
pub struct Report {
    pub groups: BTreeMap<Vec<Key>, Figures>,
    pub total: Figures,
}

pub fn report(facts: &Facts, terms: Terms, cut: &Cut<'_>) -> Result<Report, Problem> {
    let mut groups: BTreeMap<Vec<Key>, Figures> = BTreeMap::new();
    let mut key = Vec::with_capacity(cut.by.len());
    facts.tell(terms, cut.grain(), |c| {
        if !cut.admits(c) {
            return;
        }
        key.clear();
        key.extend(cut.by.iter().map(|d| cut.key(c, *d)));
        if let Some(group) = groups.get_mut(&key) {
            group.count(c);
        } else if groups.len() <= GROUPS_MAX {
            groups.entry(key.clone()).or_default().count(c);
        }
    });
    if groups.len() > GROUPS_MAX {
        return Err(Problem::query("by", "too_many_rows").detail(format!(
            "More than {GROUPS_MAX} rows: ask for a shorter time or a part of the company."
        )));
    }
    let total = groups.values().fold(Figures::default(), Figures::plus);
    Ok(Report { groups, total })
}

/// The order of a drill-down.
pub type Place = (NaiveDate, Row);

/// A row behind a number.
#[derive(Clone, Copy, Debug)]
pub struct Behind {
    pub date: Option<NaiveDate>,
    pub rep: Option<RepId>,
    pub outlet: Option<OutletId>,
    pub row: Row,
    pub amount: i64,
}

impl Behind {
    pub fn place(&self) -> Place {
        (self.date.unwrap_or_default(), self.row)
    }
}

/// Every row that a measure counts, in order; amounts add up to the number of a sum, and there are as
/// many as the number of a count.
pub fn behind(facts: &Facts, terms: Terms, cut: &Cut<'_>, measure: Measure) -> Vec<Behind> {
    let mut rows = Vec::new();
    let mut figures = Figures::default();
    facts.tell(terms, Grain::Whole, |c| {
        if !cut.admits(c) {
            return;
        }
        if measure.fold() == Fold::Outlets {
            figures.count(c);
        } else if c.measure == measure {
            rows.push(Behind {
                date: Some(c.place.date),
                rep: Some(c.place.rep),
                outlet: c.place.outlet,
                row: c.row,
                amount: c.amount,
            });
        }
    });
    if measure.fold() == Fold::Outlets {
        rows = figures
            .outlets_of(measure)
            .map(|(outlet, amount)| Behind {
                date: None,
                rep: None,
                outlet: Some(outlet),
                row: Row::Outlet(outlet),
                amount,
            })
            .collect();
    }
    rows.sort_by_key(Behind::place);
    rows
}

/// Outlets of rows, for their names.
pub fn outlets_of(rows: &[Behind]) -> Vec<i32> {
    let ids: BTreeSet<i32> = rows.iter().filter_map(|r| r.outlet).map(|o| o.0).collect();
    ids.into_iter().collect()
}
