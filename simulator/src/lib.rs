//! Parts of the simulator that other programs use too: the phone client, the roads, the fleet and
//! its oracle, labelled data sets, scores and replay. The server's integration tests drive
//! [`phone::Phone`].
//!
//! Never links the server: everything is asked of it over its public doors.

pub mod clock;
pub mod company;
pub mod console;
pub mod dataset;
pub mod demo;
pub mod fleet;
pub mod load;
pub mod oracle;
pub mod phone;
pub mod plane;
pub mod replay;
pub mod rest;
pub mod roads;
pub mod run;
pub mod score;
pub mod settings;
