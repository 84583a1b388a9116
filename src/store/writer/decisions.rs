//! What the writer decides beside its statements: what follows a fault, which units may stay as they were folded, and which of them
//! go together. Pure; played by `tests/simulation`, too.

use crate::store::{
    Fault,
    node::Owner,
    unit::{GateChange, Unit},
};

/// Tries of one batch for faults that a retry should cure, before its units are tried one by one.
const TRIES_BEFORE_BISECT: u32 = 8;

/// What follows a failed try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The remedy is known.
    Again,
    /// Over a new connection, after a pause.
    AgainLater,
    OneByOne,
    /// The unit is proven unacceptable.
    Quarantine,
}

/// What follows the `tries`-th failed try of so many units. After a [`Fault::Duplicate`] the next one is careful.
pub const fn next(fault: Fault, tries: u32, units: usize) -> Next {
    match fault {
        Fault::BadRow | Fault::Other if units > 1 => Next::OneByOne,
        Fault::Retry if tries >= TRIES_BEFORE_BISECT && units > 1 => Next::OneByOne,
        Fault::BadRow => Next::Quarantine,
        Fault::Duplicate | Fault::MissingPartition if tries <= 3 => Next::Again,
        _ => Next::AgainLater,
    }
}

/// The newest name of this server in a batch; what was folded under another one is stored, no more.
pub fn newest_owner(units: &[Unit], timeline: u32) -> Option<Owner> {
    let owners = units.iter().filter_map(|u| u.owner);
    owners.filter(|o| o.timeline == timeline).max()
}

/// The units of a batch of which only `may` may write what it derived, others lowered to their facts. `None`: all may stay as they are.
pub fn lowered(units: &[Unit], may: Option<Owner>) -> Option<Vec<Unit>> {
    let fits = |unit: &Unit| unit.owner.is_none() || unit.owner == may;
    let lower = |unit: &Unit| match unit.clone() {
        unit if fits(&unit) => unit,
        stale => stale.facts(),
    };
    (!units.iter().all(fits)).then(|| units.iter().map(lower).collect())
}

/// Runs of units in which at most the first erases anything. An erasure speaks of what was stored
/// before it: a break that has just begun would else take the fixes that came after its end.
pub fn cut_at_erasures(units: &[Unit]) -> impl Iterator<Item = &[Unit]> {
    let erases = |unit: &Unit| {
        let gate = unit.rare.iter().flat_map(|r| &r.gate);
        gate.into_iter()
            .any(|(_, change)| matches!(change, GateChange::Erase { .. }))
    };
    units.chunk_by(move |_, next| !erases(next))
}
