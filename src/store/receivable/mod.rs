//! What customers owe: agreements, invoices, collections with their hand-in, and the ledger they are
//! booked in. Sums beside rows are kept in the transaction that changes them.

pub mod account;
pub mod collection;
pub mod collection_inbox;
pub mod credit_note;
pub mod invoice;
pub mod invoice_upsert;
pub mod ledger;
pub mod return_inbox;
pub mod sales_return;
pub mod settlement;
pub mod statement;
pub mod terms;
