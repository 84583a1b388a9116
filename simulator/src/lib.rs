//! Parts of the simulator that other programs use too: the phone client, the roads, the fleet and
//! its oracle, labelled data sets, scores and replay. The server's integration tests drive
//! [`phone::Phone`].
//!
//! Never links the server: everything is asked of it over its public doors.

pub mod clock;
pub mod dataset;
pub mod phone;
pub mod plane;
pub mod replay;
pub mod roads;
pub mod score;
