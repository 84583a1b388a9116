//! The shell of Fieldbeat: sockets, tasks, PostgreSQL and clocks around the core in `fieldbeat-domain`.
//!
//! Moves batches through bounded queues and decides nothing about visits. Library and binary share
//! this tree so that tests start the very server that users start.

pub mod alerts;
pub mod api;
pub mod backup;
pub mod cli;
pub mod clock;
pub mod config;
pub mod embedded_postgres;
pub mod evidence;
pub mod forward;
pub mod imports;
pub mod ingest;
pub mod live;
pub mod mailboxes;
pub mod nodes;
pub mod photos;
pub mod planning;
pub mod secret;
pub mod server;
pub mod shutdown;
pub mod store;
pub mod telemetry;
pub mod wire;
