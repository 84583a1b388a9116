//! Parts of the simulator that other programs use too: the phone client, the roads, the fleet and
//! its oracle. The server's integration tests drive [`phone::Phone`].
//!
//! Never links the server: everything is asked of it over its public doors.

pub mod clock;
pub mod company;
pub mod console;
pub mod demo;
pub mod fleet;
pub mod load;
pub mod oracle;
pub mod phone;
pub mod plane;
pub mod rest;
pub mod roads;
pub mod run;
pub mod settings;
