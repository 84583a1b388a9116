//! What of the ingest path is pure, by name, for the simulation of `tests/simulation`: it drives these very parts without a
//! clock, a socket or a database (docs/reliability.md). Nothing of the server goes through here.

pub use super::{
    gate::Gate,
    intake::{Intake, Source, take},
    judge::fold,
    loader::{Read, assemble, kept_since},
    reasons::Reasons,
    rejudged::Judgement,
    shard::reps::{Now, Order, RepMsg, Reps},
    slot::Slot,
    writing::{Answer, Job, absences, found},
};
