//! The shell of Fieldbeat: sockets, tasks, PostgreSQL and clocks around the core in `fieldbeat-domain`.
//!
//! Moves batches through bounded queues and decides nothing about visits. Library and binary share
//! this tree so that tests start the very server that users start.

pub mod store;
