//! Keyset paging: where a list goes on, and since when its rows must have changed.

use chrono::{DateTime, Utc};

/// `updated_since`: a time, or the snapshot of an earlier answer, which alone is complete.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Since {
    #[default]
    Ever,
    Time(DateTime<Utc>),
    Xid(i64),
}

impl Since {
    /// As two query arguments, of which at most one is set.
    pub const fn parts(self) -> (Option<DateTime<Utc>>, Option<i64>) {
        match self {
            Self::Ever => (None, None),
            Self::Time(t) => (Some(t), None),
            Self::Xid(x) => (None, Some(x)),
        }
    }
}

/// A slice of a list that is ordered by id.
#[derive(Clone, Copy, Debug)]
pub struct Slice {
    pub after: i32,
    pub limit: i64,
    pub since: Since,
}

impl Slice {
    pub const fn time(&self) -> Option<DateTime<Utc>> {
        match self.since {
            Since::Time(t) => Some(t),
            Since::Ever | Since::Xid(_) => None,
        }
    }
    pub const fn xid(&self) -> Option<i64> {
        match self.since {
            Since::Xid(x) => Some(x),
            Since::Ever | Since::Time(_) => None,
        }
    }
    /// One more than asked tells whether there is a next page.
    pub const fn fetch(&self) -> i64 {
        self.limit + 1
    }
}
