//! The codes of reasons that phones may give, as the newest lists have them. Owned here for every rep;
//! a reason that is not among them is stored as it came, and flagged.

use std::{collections::HashSet, sync::Arc};

use arc_swap::ArcSwap;
use sqlx::PgPool;

use crate::store::{StoreError, visit_reason};

#[derive(Default)]
struct Lists {
    version: i64,
    codes: HashSet<String>,
}

/// Cheap to clone; all clones see the newest lists.
#[derive(Clone, Default)]
pub struct Reasons(Arc<ArcSwap<Lists>>);

impl Reasons {
    pub fn knows(&self, code: &str) -> bool {
        self.0.load().codes.contains(code)
    }

    /// What phones compare with their own lists.
    pub fn version(&self) -> i64 {
        self.0.load().version
    }

    /// Reads the lists if they have changed; whether they had.
    pub async fn refresh(&self, db: &PgPool) -> Result<bool, StoreError> {
        let version = visit_reason::lists_version(db).await?;
        if version == self.version() {
            return Ok(false);
        }
        let codes = visit_reason::codes(db).await?.into_iter().collect();
        self.0.store(Arc::new(Lists { version, codes }));
        Ok(true)
    }
}
