//! The server from outside: one binary, one file per story, real PostgreSQL, real sockets.
//!
//! No sleeps: tests wait on a condition with a deadline. `support` starts what they need and cleans up
//! even where this process is killed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test that cannot go on says so by panicking; it may read the clock"
)]

mod support;

mod api_lists;
mod api_orders;
mod api_scope;
mod api_session;
mod api_writes;
mod arrival;
mod arrows;
mod bad_input;
mod cluster;
mod commands;
mod gate;
mod ingest;
mod nothing_lost;
mod page;
mod storage;
mod writer;
