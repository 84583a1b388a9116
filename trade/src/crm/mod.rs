//! Work on relations with customers: which state follows which, what was done in time.

pub mod activity;
