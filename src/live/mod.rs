//! The live map: registry of viewers, conflation, encoding, live socket. It waits for nobody.
//!
//! A pure core ([`board`], [`bucket`], [`view`], [`viewer`], `cells`, `parts`, `told`) keeps the newest
//! state of every rep by (H3 cell, org unit) and composes what a viewer lacks. Round it: the
//! [`Publisher`] that others write to, the [`Hub`] that ticks four times a second, and the socket
//! at the [`door`]. Never reads a clock but for its own waits, never speaks SQL, never imports the
//! API: who may see what is asked through [`LiveAuth`].

pub mod admission;
mod ask;
pub mod auth;
pub mod board;
pub mod bucket;
mod cells;
pub mod change;
pub mod door;
mod flow;
mod held;
pub mod hub;
mod parts;
pub mod presence;
pub mod publisher;
mod session;
mod told;
pub mod view;
pub mod viewer;

pub use auth::{Answer, Denied, Grant, LiveAuth, Origin};
pub use change::Change;
pub use door::{Door, router};
pub use hub::{Hub, Timing, Wiring};
pub use presence::PresenceRule;
pub use publisher::Publisher;
pub use view::Reach;

pub use crate::wire::live::{Absence, Activity, LiveEvent, Presence, Reign, RepLive, flag};

#[cfg(test)]
mod columns_tests;
#[cfg(test)]
mod socket_support;
#[cfg(test)]
mod socket_tests;
#[cfg(test)]
mod viewer_page;
