//! The planning engine over its public doors.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests"
)]

mod answer;
mod benchmark;
mod learned;
mod promises;
mod scenario;
mod sequence;
mod table_api;
mod territory;
