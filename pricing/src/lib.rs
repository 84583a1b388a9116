//! What an order costs and why: price lists, schemes, tax, rounding (rules.md §7).
//!
//! Owns every decision about the price of an order. Never reads a clock, a database or a random
//! number, and uses no floating point: the same bytes in give the same bytes out, on the server and as
//! WebAssembly on a phone. Money is in integer minor units, quantities in thousandths.

mod amount;
pub mod ask;
mod base_price;
pub mod book;
mod budget;
pub mod cumulative;
mod engine;
mod offer;
pub mod priced;
#[cfg(feature = "sample")]
pub mod sample;
pub mod scheme;
mod sheet;

pub use engine::price;
