//! Personal data of reps: erased, given out, told of to the officer. What it is, is `store::privacy`'s.

pub mod consents;
pub mod erasures;
pub mod exports;
pub mod notices;
pub mod processing;
