//! Closed months: the rows that were counted, and what a later look at them changes.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    definition::{Definition, Part},
    figures::{Figures, KpiValue},
    measure::{Counted, Fold, Measure, Place, Row},
};
use crate::id::{OrgUnitId, RepId};

/// The rows of one rep's month: (org unit, measure, row) → amount. Stored as an array, since the key
/// is no text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Kept>", into = "Vec<Kept>")]
pub struct RowBook(BTreeMap<(OrgUnitId, Measure, Row), i64>);

type Kept = (OrgUnitId, Measure, Row, i64);

impl From<Vec<Kept>> for RowBook {
    fn from(rows: Vec<Kept>) -> Self {
        let rows = rows.into_iter();
        Self(
            rows.map(|(unit, measure, row, amount)| ((unit, measure, row), amount))
                .collect(),
        )
    }
}

impl From<RowBook> for Vec<Kept> {
    fn from(book: RowBook) -> Self {
        let rows = book.0.into_iter();
        rows.map(|((unit, measure, row), amount)| (unit, measure, row, amount))
            .collect()
    }
}

/// A row that a later look counts otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    pub part: Part,
    pub row: Row,
    /// 0: not counted.
    pub before: i64,
    pub after: i64,
}

/// What a closed figure would have to be changed by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjustment {
    pub org_unit: OrgUnitId,
    pub kpi: &'static str,
    /// Differences.
    pub change: KpiValue,
    pub causes: Vec<Cause>,
}

impl RowBook {
    pub fn enter(&mut self, c: &Counted) {
        *self
            .0
            .entry((c.place.org_unit, c.measure, c.row))
            .or_default() += c.amount;
    }

    /// Figures by org unit of the day.
    pub fn figures(&self, rep: RepId) -> BTreeMap<OrgUnitId, Figures> {
        let mut by_unit: BTreeMap<OrgUnitId, Figures> = BTreeMap::new();
        for ((org_unit, measure, row), amount) in &self.0 {
            by_unit.entry(*org_unit).or_default().count(&Counted {
                measure: *measure,
                row: *row,
                amount: *amount,
                place: Place {
                    date: chrono::NaiveDate::default(),
                    rep,
                    org_unit: *org_unit,
                    route: None,
                    outlet: None,
                },
            });
        }
        by_unit
    }

    /// What changed from `self` to `later`, with the rows that are counted otherwise.
    pub fn adjustments(&self, later: &Self, rep: RepId) -> Vec<Adjustment> {
        let (before, after) = (self.figures(rep), later.figures(rep));
        let units: BTreeSet<OrgUnitId> = before.keys().chain(after.keys()).copied().collect();
        let none = Figures::default();
        let mut found = Vec::new();
        for org_unit in units {
            let of = |side: &BTreeMap<OrgUnitId, Figures>, d| {
                side.get(&org_unit).unwrap_or(&none).kpi(d)
            };
            for d in Definition::ALL {
                let (was, is) = (of(&before, d), of(&after, d));
                if was == is {
                    continue;
                }
                let minus = |a: Option<i64>, b: Option<i64>| a.zip(b).map(|(a, b)| a - b);
                found.push(Adjustment {
                    org_unit,
                    kpi: d.code,
                    change: KpiValue {
                        numerator: is.numerator - was.numerator,
                        denominator: minus(is.denominator, was.denominator),
                    },
                    causes: self.causes(later, org_unit, d),
                });
            }
        }
        found
    }

    fn causes(&self, later: &Self, org_unit: OrgUnitId, d: &Definition) -> Vec<Cause> {
        let mut causes = Vec::new();
        for part in [Part::Numerator, Part::Denominator] {
            let Some(measure) = d.measure(part) else {
                continue;
            };
            let told: &[Measure] = match measure {
                Measure::PlannedBilledOutlets => &[Measure::PlannedOutlets, Measure::BilledOutlets],
                _ => &[measure],
            };
            for measure in told {
                let keys = self
                    .keys(org_unit, *measure)
                    .chain(later.keys(org_unit, *measure));
                let rows: BTreeSet<Row> = keys.collect();
                for row in rows {
                    let amount = |book: &Self| {
                        let amount = book.0.get(&(org_unit, *measure, row)).copied().unwrap_or(0);
                        // An outlet counts or does not, however often it was told.
                        match measure.fold() {
                            Fold::Outlets if *measure != Measure::BilledOutlets => amount.signum(),
                            Fold::Outlets | Fold::Sum => amount,
                        }
                    };
                    let (before, after) = (amount(self), amount(later));
                    if before != after {
                        causes.push(Cause {
                            part,
                            row,
                            before,
                            after,
                        });
                    }
                }
            }
        }
        causes
    }

    fn keys(&self, org_unit: OrgUnitId, measure: Measure) -> impl Iterator<Item = Row> {
        let least = Row::LEAST;
        self.0
            .range((org_unit, measure, least)..)
            .map(|(key, _)| *key)
            .take_while(move |(u, m, _)| *u == org_unit && *m == measure)
            .map(|(.., row)| row)
    }
}
