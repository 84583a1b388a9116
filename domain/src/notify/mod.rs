//! Whom an event is told to and when: kinds, severities, quiet hours, gathering, digests, retries.
//!
//! Owns the decision and nothing of its delivery. Whether the owner of a subscription may still see
//! the event is asked before (`store::scope`); channels, texts and queues are the server's.

mod decide;
mod digest;
mod quiet;
mod retry;

pub use decide::{Choice, News, Unwanted, Wanted, decide, is_urgent, wake};
pub use digest::{Digest, Line, digest};
pub use quiet::{QUIET_SPANS_MAX, QuietError, QuietHours, QuietSpan};
pub use retry::{ATTEMPTS_MAX, RETRY_CAP_MS, RETRY_FIRST_MS, retry_after_ms};

use serde::{Deserialize, Serialize};

/// How urgent an event is. One that says nothing of it is for information.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", schema(as = AlertSeverity))]
pub enum Severity {
    #[default]
    Info,
    Warning,
    Critical,
}

impl Severity {
    pub const ALL: [Self; 3] = [Self::Info, Self::Warning, Self::Critical];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Critical => "critical",
        }
    }

    /// The stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }
}

/// The kinds of events that can be subscribed to.
pub const KINDS: &[&str] = &[
    "exception_opened",
    "exception_changed",
    "exception_closed",
    "visit_opened",
    "visit_closed",
    "visit_revised",
    "visit_withdrawn",
    "visit_reviewed",
    "visit_appealed",
    "order_submitted",
    "absence_requested",
    "absence_decided",
    "pin_proposed",
    "plan_changed",
];
