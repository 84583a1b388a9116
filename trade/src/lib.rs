//! What becomes of an order after its price, and of the money it brings (rules.md §7).
//!
//! Owns which state follows which, when an order waits and for whom, what a customer owes, and which
//! invoices a payment settles. Never reads a clock or a database. Money is in integer minor units,
//! quantities in thousandths.

pub mod ageing;
pub mod commission;
pub mod credit;
pub mod expense;
pub mod order;
pub mod quantity;
pub mod settle;
pub mod stock;
pub mod trip;
