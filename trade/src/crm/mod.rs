//! Work on relations with customers: which state follows which, what was done in time.

pub mod activity;
pub mod appointment;
pub mod campaign;
pub mod case;
pub mod email;
pub mod occasion;
pub mod opportunity;
pub mod segment;
pub mod task;
pub mod validity;
