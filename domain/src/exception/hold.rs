//! From "the cause holds now" to openings and closings that do not flicker.
//!
//! Two guards: rules take whether their exception stands and then close at a threshold of their own, and
//! a cause must be gone for [`Kind::calm_ms`] before its exception closes.

use super::{Finding, Kind};
use crate::time::At;

/// An exception whose cause has not ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Since when its cause has been gone, if it is.
    pub calm_since: Option<At>,
}

/// What a look at a cause leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Nothing,
    Open(Finding),
    /// The cause is gone; it may come back.
    Calm,
    /// It came back.
    Back,
    /// The cause has ended, at this instant.
    End(At),
}

/// One look at one cause.
pub fn step(kind: Kind, standing: Option<Standing>, found: Option<Finding>, now: At) -> Step {
    match (standing, found) {
        (None, Some(finding)) => Step::Open(finding),
        (None, None) | (Some(Standing { calm_since: None }), Some(_)) => Step::Nothing,
        (Some(_), Some(_)) => Step::Back,
        (Some(Standing { calm_since }), None) => {
            let since = calm_since.unwrap_or(now);
            if now.since_ms(since) >= kind.calm_ms() {
                Step::End(since)
            } else if calm_since.is_none() {
                Step::Calm
            } else {
                Step::Nothing
            }
        }
    }
}
