//! Territories and routes, planned: who visits which outlet, on which days, in which order.
//!
//! Pure: no SQL, no clock, no async. Seeds, budgets (in generations) and dates are arguments, and the same
//! input gives the same plan on every machine and in every run.

pub mod baseline;
pub mod benchmark;
pub mod district;
pub mod learned;
pub mod roads;
pub mod routing;
pub mod scenario;
pub mod sequence;
pub mod spread;
pub mod table_api;
pub mod territory;
pub mod travel;
