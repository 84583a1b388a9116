//! Territories and routes, planned: who visits which outlet, on which days, in which order.
//!
//! Pure: no SQL, no clock, no async. Seeds, budgets (in generations) and dates are arguments, and the same
//! input gives the same plan on every machine and in every run.

pub mod benchmark;
pub mod routing;
pub mod sequence;
pub mod travel;
