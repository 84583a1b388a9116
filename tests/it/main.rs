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
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::format_collect,
    clippy::needless_pass_by_value,
    clippy::too_many_lines,
    reason = "a test that cannot go on says so by panicking; it may read the clock, its numbers are small, and a story is told in one piece"
)]

mod supply;
mod support;

mod absences;
mod alert_mail;
mod alert_push;
mod alerts;
mod api_imports;
mod api_lists;
mod api_orders;
mod api_scope;
mod api_session;
mod api_writes;
mod arrival;
mod arrows;
mod attacks;
mod audit_chain;
mod audits;
mod authorisation;
mod backups;
mod bad_input;
mod bad_lines;
mod campaigns;
mod catalogue;
mod cluster;
mod commands;
mod compat;
mod coverage;
mod crm;
mod crm_calendar;
mod crm_contracts;
mod crm_pipeline;
mod crm_segments;
mod deliveries;
mod departures;
mod deploy;
mod diagnosis;
mod displays;
mod erp;
mod evidence;
mod exceptions;
mod expenses;
mod exports;
mod forward;
mod full_disk;
mod gate;
mod identity;
mod imports;
mod imports_trade;
mod ingest;
mod joint_visits;
mod kpis;
mod licences;
mod life_cycle;
mod listener;
mod lists;
mod lost_devices;
mod mail_in;
mod messages;
mod nodes;
mod nothing_lost;
mod occasions;
mod orders_to_cash;
mod outlet_closing;
mod outlet_master;
mod outlet_requests;
mod page;
mod papers;
mod phone_field;
mod phone_relations;
mod phone_returns;
mod phones_trade;
mod photos;
mod plans;
mod presence;
mod privacy;
mod replenishment;
mod reviews;
mod rfc6455;
mod scenarios;
mod schema_names;
mod scheme_periods;
mod screening;
mod sheet_imports;
mod single_sign_on;
mod spans;
mod stock;
mod stock_laws;
mod storage;
mod targets;
mod territories;
mod timesheets;
mod trade_model;
mod van_days;
mod writer;
