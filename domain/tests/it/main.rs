//! The rules as tiny readable tracks, and the promises of the fold as random ones.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    clippy::cast_precision_loss,
    clippy::many_single_char_names
)]

mod detected;
mod evidence;
mod exception;
mod fold;
mod index;
mod integrity;
mod kpi;
mod life_cycle;
mod notify;
mod patterns;
mod place;
mod same_track;
mod schedule;
mod session;
mod support;
mod working_time;
