//! What is counted, and the rows that are counted for it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::id::{OrgUnitId, OutletId, RepId, RouteId, VisitId};

/// How rows of a measure become one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// The sum of amounts.
    Sum,
    /// How many different outlets; amounts of one outlet add up, and it counts above zero.
    Outlets,
}

macro_rules! measures {
    ($($(#[$doc:meta])* $name:ident $fold:ident),* $(,)?) => {
        /// A base quantity; KPIs are one of them, or one over another.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Measure { $($(#[$doc])* $name),* }
        impl Measure {
            pub const ALL: &'static [Self] = &[$(Self::$name),*];
            pub const fn fold(self) -> Fold {
                match self { $(Self::$name => Fold::$fold),* }
            }
        }
    };
}

measures! {
    /// Stops without the excused ones, and those of them where a call counts.
    Planned Sum,
    PlannedVisited Sum,
    /// Planned and neither visited nor settled yet.
    OpenStops Sum,
    MissedStops Sum,
    CancelledStops Sum,
    RescheduledStops Sum,
    UnsyncedStops Sum,
    /// No part of `Planned`.
    ExcusedStops Sum,
    Calls Sum,
    OnPlanCalls Sum,
    InOrderCalls Sum,
    ProductiveCalls Sum,
    AssignedCalls Sum,
    AssignedProductiveCalls Sum,
    PhoneCalls Sum,
    /// Detected and confirmed by nobody: no calls.
    DetectedVisits Sum,
    ValidVisits Sum,
    AcceptedVisits Sum,
    PendingVisits Sum,
    InvalidVisits Sum,
    PaidSkus Sum,
    /// Minor units, of the orders of productive calls.
    ProductiveValue Sum,
    Orders Sum,
    /// Minor units, of all orders.
    SalesValue Sum,
    CalledOutlets Outlets,
    NewOutlets Outlets,
    AssignedOutlets Outlets,
    AssignedVisitedOutlets Outlets,
    PlannedOutlets Outlets,
    /// Amounts are minor units.
    BilledOutlets Outlets,
    /// Both of the last two: derived from them, never told.
    PlannedBilledOutlets Outlets,
    DaysWithCalls Sum,
    /// Milliseconds after local midnight.
    FirstCallMs Sum,
    LastCallMs Sum,
    TimeInMarketMs Sum,
    InStoreMs Sum,
    TravelMs Sum,
    IdleMs Sum,
    BreakMs Sum,
    UnobservedMs Sum,
    DistanceMm Sum,
    HoleDistanceMm Sum,
}

/// The row behind a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Row {
    Stop {
        rep: RepId,
        date: NaiveDate,
        outlet: OutletId,
    },
    Visit(VisitId),
    Order(Uuid),
    Outlet(OutletId),
    Day {
        rep: RepId,
        date: NaiveDate,
    },
}

impl Row {
    /// Sorts before every other.
    pub(super) const LEAST: Self = Self::Stop {
        rep: RepId(i32::MIN),
        date: NaiveDate::MIN,
        outlet: OutletId(i32::MIN),
    };
}

/// Whom and where a row counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    pub date: NaiveDate,
    pub rep: RepId,
    pub org_unit: OrgUnitId,
    pub route: Option<RouteId>,
    pub outlet: Option<OutletId>,
}

/// One row counted for one measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    pub measure: Measure,
    pub row: Row,
    /// 1 for a count.
    pub amount: i64,
    pub place: Place,
}
