//! Numbers for supervisors (rules.md §6): one code for live board, report, export and closed periods.
//!
//! Narrow facts of a rep-day are told ([`tell`]) as counted rows; [`Figures`] add rows up, a
//! drill-down lists the same rows, so a number and its rows cannot disagree. Never reads JSON,
//! never divides before it is shown.

mod definition;
mod fact;
mod figures;
mod measure;
mod names;
mod period;
mod report;
mod tell;

pub use definition::{Better, Definition, Language, Part, Unit};
pub use fact::{CallFact, DayFact, Effective, OrderFact, RepDay, StopFact, StopOutcome, Terms};
pub use figures::{Figures, KpiValue};
pub use measure::{Counted, Fold, Measure, Place, Row};
pub use period::{Adjustment, Cause, RowBook};
pub use tell::tell;

/// Indices of a longest strictly increasing subsequence; of several equally long ones the one whose
/// members are smallest from the back.
pub fn longest_in_order(sequence: &[i32]) -> Vec<usize> {
    // `tails[n]` is the index of the smallest last value of a run of n + 1.
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(sequence.len());
    let value = |i: &usize| sequence.get(*i).copied();
    for (i, s) in sequence.iter().enumerate() {
        let at = tails.partition_point(|t| value(t) < Some(*s));
        before.push(at.checked_sub(1).and_then(|p| tails.get(p).copied()));
        match tails.get_mut(at) {
            Some(t) => *t = i,
            None => tails.push(i),
        }
    }
    let mut run = Vec::with_capacity(tails.len());
    let mut next = tails.last().copied();
    while let Some(i) = next {
        run.push(i);
        next = before.get(i).copied().flatten();
    }
    run.reverse();
    run
}
