//! Work on relations with customers: who is spoken to, and what was planned and done. Never orders, money or
//! verdicts.

pub mod about;
pub mod activity;
pub mod activity_inbox;
pub mod activity_write;
pub mod appointment;
pub mod appointment_inbox;
pub mod calendar_feed;
pub mod call;
pub mod case_deadline;
pub mod case_inbox;
pub mod completion;
pub mod contact;
pub mod contact_inbox;
pub mod contract;
pub mod customer_case;
pub mod document;
pub mod email;
pub mod opportunity;
pub mod opportunity_inbox;
pub mod opportunity_stage;
pub mod segment;
pub mod segment_member;
pub mod task;
pub mod task_inbox;
