//! What figures are made of: integers and ids of one rep-day.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    day::TimeParts,
    id::{OrgUnitId, OutletId, RepId, RouteId, VisitId},
    verdict::{OutcomeVerdict, Overall, PlanVerdict},
    visit::{VisitSource, VisitState},
};

/// From when figures are looked at, which decides what still waits for a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The company's date.
    pub as_of: NaiveDate,
    /// A visit for review is accepted once this many days have passed after its own.
    pub review_days: u16,
}

/// A visit's standing with the latest decision of a person (rules.md §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effective {
    Valid,
    /// For review, and nobody decided in time.
    Accepted,
    /// For review; counts, and is shown as pending.
    Pending,
    /// Does not count.
    Invalid,
}

/// What a rep-day has of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayFact {
    pub rep: RepId,
    pub date: NaiveDate,
    pub org_unit: OrgUnitId,
    /// False: no source of the rep could declare, so detected visits count.
    pub can_declare: bool,
    pub time: TimeParts,
    pub distance_mm: i64,
    pub hole_distance_mm: i64,
}

/// A visit, cancelled ones left out or not: they never count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallFact {
    pub visit: VisitId,
    pub outlet: Option<OutletId>,
    /// The outlet's route on that day.
    pub route: Option<RouteId>,
    /// The outlet was on a route of the rep on that day.
    pub assigned: bool,
    /// Start, milliseconds after local midnight of the day.
    pub since_midnight_ms: i64,
    pub source: VisitSource,
    pub state: VisitState,
    pub phone: bool,
    pub plan: PlanVerdict,
    /// The machine's.
    pub overall: Overall,
    /// The latest of a person.
    pub decision: Option<Overall>,
    pub outcome: OutcomeVerdict,
    /// Orders of the visit: neither cancelled nor rejected, and the others.
    pub live_orders: u32,
    pub dead_orders: u32,
    /// Distinct products with a price in the live orders.
    pub paid_skus: u32,
    /// Of the live orders, minor units.
    pub value_minor: i64,
}

impl CallFact {
    /// The latest decision of a person, else the machine's verdict, accepted after `review_days`.
    pub fn effective(&self, date: NaiveDate, terms: Terms) -> Effective {
        match (self.decision, self.overall) {
            (Some(Overall::Invalid), _) | (None, Overall::Invalid) => Effective::Invalid,
            (Some(Overall::Valid), _) | (None, Overall::Valid) => Effective::Valid,
            (Some(Overall::Review), _) | (None, Overall::Review) => {
                let last = date.checked_add_days(Days::new(terms.review_days.into()));
                if last.is_some_and(|last| terms.as_of > last) {
                    Effective::Accepted
                } else {
                    Effective::Pending
                }
            }
        }
    }

    /// Declared, or detected where the source cannot declare, or confirmed by a reviewer.
    pub fn is_stated(&self, can_declare: bool) -> bool {
        self.source == VisitSource::Declared
            || !can_declare
            || self.decision == Some(Overall::Valid)
    }

    /// At least one order line that is not wholly cancelled or rejected.
    pub fn is_productive(&self) -> bool {
        self.live_orders > 0
            || (self.outcome == OutcomeVerdict::Productive && self.dead_orders == 0)
    }
}

/// What became of a planned stop that was not visited, in the judge's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopOutcome {
    Open,
    Missed,
    Cancelled,
    Rescheduled,
    Unsynced,
    /// Leave, sickness, meeting, training, one-day substitute: leaves the denominator.
    Excused,
}

impl StopOutcome {
    /// From a stop state's word. A visit that was refused since leaves its stop missed.
    pub fn of_word(word: &str) -> Self {
        match word {
            "missed" | "completed" => Self::Missed,
            "cancelled" => Self::Cancelled,
            "rescheduled" => Self::Rescheduled,
            "unsynced" => Self::Unsynced,
            "excused" => Self::Excused,
            _ => Self::Open,
        }
    }
}

/// A planned stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StopFact {
    pub outlet: OutletId,
    pub route: RouteId,
    pub sequence: i32,
    /// Where no call counts for it.
    pub unvisited: StopOutcome,
}

/// An order neither cancelled nor rejected, of a visit or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderFact {
    pub order: Uuid,
    pub outlet: Option<OutletId>,
    pub route: Option<RouteId>,
    /// Net of discount, before tax; minor units.
    pub value_minor: i64,
}

/// One rep-day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepDay {
    pub day: DayFact,
    pub stops: Vec<StopFact>,
    /// By start, then id.
    pub calls: Vec<CallFact>,
    pub orders: Vec<OrderFact>,
}
