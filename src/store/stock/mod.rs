//! Stock: places, append-only moves, balances that are their sums, what orders hold, and what was
//! counted at outlets. One transaction changes moves and balances, under the lock of `stock_level`, whose
//! rows are taken in one order by everybody.

pub mod balance;
pub mod count;
pub mod count_body;
pub mod count_inbox;
pub mod counted;
pub mod level;
pub mod location;
pub mod moves;
pub mod outlet;
pub mod posting;
pub mod replenish;
pub mod reservation;
pub mod sell_out;
pub mod supply;
pub mod van_day;
pub mod watch;

use serde::{Deserialize, Serialize};

/// What a location is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum LocationKind {
    /// Of a partner or of the company.
    Warehouse,
    /// Of a rep.
    Van,
    /// An outlet's own goods, as far as they were observed.
    Outlet,
}

impl LocationKind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Warehouse => "warehouse",
            Self::Van => "van",
            Self::Outlet => "outlet",
        }
    }

    /// Stored words are checked by the table.
    pub(in crate::store) fn stored(word: &str) -> Self {
        match word {
            "van" => Self::Van,
            "outlet" => Self::Outlet,
            _ => Self::Warehouse,
        }
    }
}

/// Why goods moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MoveKind {
    /// What was there when the book began.
    Opening,
    Receipt,
    Issue,
    Transfer,
    Sale,
    Return,
    Adjustment,
}

impl MoveKind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Receipt => "receipt",
            Self::Issue => "issue",
            Self::Transfer => "transfer",
            Self::Sale => "sale",
            Self::Return => "return",
            Self::Adjustment => "adjustment",
        }
    }

    /// Whether goods move so from one kind of place to another; none is the world outside. What an outlet
    /// has is said by counts, so nobody adjusts it.
    pub const fn joins(self, from: Option<LocationKind>, to: Option<LocationKind>) -> bool {
        use LocationKind::{Outlet, Van, Warehouse};
        match self {
            Self::Opening => matches!((from, to), (None, Some(Warehouse | Van))),
            Self::Receipt => matches!((from, to), (None, Some(_))),
            Self::Issue | Self::Sale => {
                matches!((from, to), (Some(Warehouse | Van), None | Some(Outlet)))
            }
            Self::Transfer => {
                matches!((from, to), (Some(Warehouse | Van), Some(Warehouse | Van)))
            }
            Self::Return => matches!(
                (from, to),
                (None | Some(Outlet), Some(Warehouse | Van)) | (Some(Outlet), None)
            ),
            Self::Adjustment => matches!(
                (from, to),
                (Some(Warehouse | Van), None) | (None, Some(Warehouse | Van))
            ),
        }
    }

    /// Stored words are checked by the table.
    fn stored(word: &str) -> Self {
        match word {
            "opening" => Self::Opening,
            "receipt" => Self::Receipt,
            "issue" => Self::Issue,
            "transfer" => Self::Transfer,
            "sale" => Self::Sale,
            "return" => Self::Return,
            _ => Self::Adjustment,
        }
    }
}

/// A location that goods leave or reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub id: i32,
    pub kind: LocationKind,
}

/// What there is too little of; in thousandths of the base unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Short {
    pub product: i32,
    pub wanted_milli: i64,
    pub available_milli: i64,
}
