//! Parts of the simulator that other programs use too: labelled data sets, their scores, replay.
//!
//! Never links the server: everything is asked of it over its public doors.

pub mod dataset;
pub mod score;
