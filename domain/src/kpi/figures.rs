//! Figures of any group of rep-days: they add up, in whatever order and however cut.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::{
    definition::{Definition, Part},
    measure::{Counted, Fold, Measure, Row},
};
use crate::id::OutletId;

/// Sums and sets of outlets. Empty is `default`, plus is [`Figures::plus`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// By measure: millions of rows are counted here, so no search.
    sums: [i64; Measure::ALL.len()],
    /// Sets, not counts: an outlet called at on two days is one outlet of the month.
    outlets: BTreeMap<Measure, HashMap<OutletId, i64>>,
}

impl Default for Figures {
    fn default() -> Self {
        Self {
            sums: [0; Measure::ALL.len()],
            outlets: BTreeMap::new(),
        }
    }
}

/// A KPI of a group. Exact; who shows it divides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KpiValue {
    pub numerator: i64,
    /// `None`: no share.
    pub denominator: Option<i64>,
}

impl KpiValue {
    /// The number, or numerator ÷ denominator; `None` where there is nothing to divide by.
    #[expect(
        clippy::cast_precision_loss,
        reason = "sums stay far below 2^53, and this is for showing"
    )]
    pub fn value(self) -> Option<f64> {
        match self.denominator {
            None => Some(self.numerator as f64),
            Some(0) => None,
            Some(d) => Some(self.numerator as f64 / d as f64),
        }
    }

    /// Tenths of a percent, half up: 15/18 is 833.
    pub fn per_mille(self) -> Option<i64> {
        let d = self.denominator.filter(|d| *d > 0)?;
        Some((self.numerator * 2000 + d) / (d * 2))
    }
}

impl Figures {
    /// Adds a row.
    pub fn count(&mut self, counted: &Counted) {
        match (counted.measure.fold(), counted.row) {
            (Fold::Sum, _) => {
                if let Some(sum) = self.sums.get_mut(counted.measure as usize) {
                    *sum += counted.amount;
                }
            }
            (Fold::Outlets, Row::Outlet(outlet)) => {
                let set = self.outlets.entry(counted.measure).or_default();
                *set.entry(outlet).or_default() += counted.amount;
            }
            (Fold::Outlets, _) => {}
        }
    }

    /// Adds the rows that `other` counted.
    pub fn add(&mut self, other: &Self) {
        for (sum, more) in self.sums.iter_mut().zip(&other.sums) {
            *sum += more;
        }
        for (measure, outlets) in &other.outlets {
            let set = self.outlets.entry(*measure).or_default();
            for (outlet, amount) in outlets {
                *set.entry(*outlet).or_default() += amount;
            }
        }
    }

    /// Figures of both.
    #[must_use]
    pub fn plus(mut self, other: &Self) -> Self {
        self.add(other);
        self
    }

    pub fn get(&self, measure: Measure) -> i64 {
        match measure.fold() {
            Fold::Sum => self.sums.get(measure as usize).copied().unwrap_or_default(),
            Fold::Outlets => i64::try_from(self.outlets_of(measure).count()).unwrap_or(i64::MAX),
        }
    }

    /// The outlets that a measure counts, with what each amounts to; in no order.
    pub fn outlets_of(&self, measure: Measure) -> impl Iterator<Item = (OutletId, i64)> {
        let (set, within) = match measure {
            Measure::PlannedBilledOutlets => (
                Measure::BilledOutlets,
                Some(self.outlets.get(&Measure::PlannedOutlets)),
            ),
            other => (other, None),
        };
        let among = move |o: &OutletId| within.is_none_or(|w| w.is_some_and(|w| w.contains_key(o)));
        self.outlets
            .get(&set)
            .into_iter()
            .flatten()
            .filter(move |(o, amount)| **amount > 0 && among(o))
            .map(|(o, amount)| (*o, *amount))
    }

    pub fn kpi(&self, definition: &Definition) -> KpiValue {
        KpiValue {
            numerator: definition
                .measure(Part::Numerator)
                .map_or(0, |m| self.get(m)),
            denominator: definition.measure(Part::Denominator).map(|m| self.get(m)),
        }
    }
}
