//! What a rep-day is judged against.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use crate::{
    id::{OutletId, RepId},
    outlet_index::OutletIndex,
    plan::DayPlan,
    rules::Rules,
    same_track::SameTrack,
    time::At,
    verdict::EvidenceGrade,
};

/// The rep's side of the world on one date: small, owned per rep-day, pinned at the freeze.
#[derive(Clone, Debug)]
pub struct DayContext {
    pub rep: RepId,
    pub plan: DayPlan,
    /// `[start, end)` of the company day.
    pub bounds: Range<At>,
    /// Outlets on the rep's own routes, whatever the weekday.
    pub own_outlets: Arc<BTreeSet<OutletId>>,
    /// Outlets on anybody's route on that date (shared by all reps).
    pub routed_outlets: Arc<BTreeSet<OutletId>>,
    /// The rep's best source; decides which integrity flags can be shown at all.
    pub grade: EvidenceGrade,
    /// False where no device of the rep can declare: working hours gate, detection counts.
    pub can_declare: bool,
    /// What comparing the finished day's track with others found.
    pub same_tracks: Vec<SameTrack>,
}

/// Everything a fold of one rep-day reads. Cheap to make: references only.
#[derive(Clone, Copy, Debug)]
pub struct World<'a> {
    pub rules: &'a Rules,
    pub day: &'a DayContext,
    pub outlets: &'a OutletIndex,
}
