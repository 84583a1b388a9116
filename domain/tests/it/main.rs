//! The rules as tiny readable tracks, and the promises of the fold as random ones.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used
)]

mod detected;
mod fold;
mod index;
mod place;
mod support;
