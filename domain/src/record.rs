//! What the judge needs to know of a field record: enough for steps and outcome, no more.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{id::VisitId, time::At};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    Order,
    Collection,
    StockCount,
    Audit,
    Opportunity,
    Survey,
    Activity,
    Note,
    Photo,
    Other,
}

/// One record of the rep-day. Only `order_lines` counts for `productive`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordFact {
    pub id: Uuid,
    pub kind: RecordKind,
    pub visit: Option<VisitId>,
    pub at: At,
    /// Order lines neither wholly cancelled nor rejected.
    pub order_lines: u32,
}
