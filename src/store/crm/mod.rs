//! Work on relations with customers: who is spoken to, and what was planned and done. Never orders, money or
//! verdicts.

pub mod about;
pub mod activity;
pub mod activity_inbox;
pub mod completion;
pub mod contact;
