//! Personal data of reps: erased, given out, told of to the officer. What it is, is `store::privacy`'s.

pub mod erasures;
pub mod exports;
pub mod processing;
