//! What an integrity flag was raised on: the figures that were compared with their thresholds, and
//! the check-ins and fixes that they came from. Stored with the visit, so that a person can check
//! the flag. Never decides that one is raised.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use crate::{
    id::{DeviceId, RepId, VisitId},
    time::At,
    verdict::{Figure, IntegrityFlag, Severity},
};

/// A figure and what it was compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Compared {
    pub figure: Figure,
    pub value: i64,
    pub threshold: i64,
}

/// A fix by its device and its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FixAt {
    pub device: DeviceId,
    pub at: At,
}

/// The rep-day whose track is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherDay {
    pub rep: RepId,
    pub date: NaiveDate,
}

/// A raised flag with its evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub flag: IntegrityFlag,
    pub severity: Severity,
    /// From when to when it shows.
    pub from_at: At,
    pub to_at: At,
    pub compared: SmallVec<[Compared; 2]>,
    /// The visits whose check-ins were looked at.
    pub check_ins: Vec<VisitId>,
    /// Of many fixes the first and the last.
    pub fixes: Vec<FixAt>,
    pub other: Option<OtherDay>,
}

impl Finding {
    pub fn new(flag: IntegrityFlag, from_at: At, to_at: At) -> Self {
        Self {
            flag,
            severity: flag.severity(),
            from_at,
            to_at,
            compared: SmallVec::new(),
            check_ins: Vec::new(),
            fixes: Vec::new(),
            other: None,
        }
    }

    #[must_use]
    pub fn comparing(mut self, figure: Figure, value: i64, threshold: i64) -> Self {
        self.compared.push(Compared {
            figure,
            value,
            threshold,
        });
        self
    }

    #[must_use]
    pub fn with_check_ins(mut self, visits: impl IntoIterator<Item = VisitId>) -> Self {
        self.check_ins.extend(visits);
        self
    }

    #[must_use]
    pub fn with_fixes(mut self, fixes: impl IntoIterator<Item = FixAt>) -> Self {
        self.fixes.extend(fixes);
        self
    }
}

/// Adds a finding to those about a visit, one of each flag in the order of the flags; a newer one of
/// the same flag says more and takes its place.
pub(crate) fn raise(list: &mut Vec<Finding>, finding: Finding) {
    match list.binary_search_by_key(&finding.flag, |f| f.flag) {
        Ok(at) => {
            if let Some(known) = list.get_mut(at) {
                *known = finding;
            }
        }
        Err(at) => {
            list.reserve_exact(1);
            list.insert(at, finding);
        }
    }
}

pub(crate) fn heap_bytes(list: &Vec<Finding>) -> usize {
    let one = |f: &Finding| {
        f.check_ins.capacity() * size_of::<VisitId>() + f.fixes.capacity() * size_of::<FixAt>()
    };
    list.capacity() * size_of::<Finding>() + list.iter().map(one).sum::<usize>()
}
