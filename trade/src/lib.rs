//! What becomes of an order after its price, and of the money it brings (rules.md §7).
//!
//! Owns which state follows which, when an order waits and for whom, what a customer owes, which
//! invoices a payment settles, what a form asks and an audit scores, which outlets handle a product; in `crm`,
//! what became of what was planned with customers. Never reads a clock or a database. Money is in integer
//! minor units, quantities in thousandths.

pub mod ageing;
pub mod claim;
pub mod commission;
pub mod coverage;
pub mod credit;
pub mod crm;
pub mod currency;
pub mod display;
pub mod erp;
pub mod expense;
pub mod form;
pub mod order;
pub mod quantity;
pub mod settle;
pub mod stock;
pub mod target;
pub mod trip;
