//! Masters, prices and counts of stock in and out as spreadsheets, CSV and XLSX.
//!
//! A file is read into cells (`sheet`), its headings into columns (`headings`), its cells into the one
//! text that a value has (`cells`). What the database holds is put into the same texts (`held`), so that
//! a diff compares texts, and an export is what an import of it would find unchanged. `run` checks,
//! commits and takes back; never SQL, never HTTP.

pub mod cells;
pub mod diff;
pub mod export;
pub mod headings;
pub mod held;
pub mod kind;
pub mod leg_diff;
mod leg_span;
pub mod pattern;
pub mod price_diff;
pub mod reconcile;
pub mod reconcile_records;
pub mod rows;
pub mod run;
pub mod sheet;
pub mod stock_diff;
pub mod table;
pub mod trade_cells;
mod trade_held;
pub mod write;
mod write_trade;

pub use kind::{Field, Kind, Language, Options, WeeksOf};
pub use run::ImportError;
