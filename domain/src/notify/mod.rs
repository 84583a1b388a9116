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

/// How urgent an event is. One that says nothing of it is for information.
pub use crate::exception::Severity;

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
    "order_changed",
    "delivery_changed",
    "return_recorded",
    "return_decided",
    "invoice_booked",
    "invoice_changed",
    "collection_recorded",
    "collection_changed",
    "settlement_changed",
    "expense_changed",
    "commission_issued",
    "stock_counted",
    "van_day_changed",
    "supply_changed",
    "display_changed",
    "claim_changed",
    "photo_decided",
    "outlet_requested",
    "activity_recorded",
    "opportunity_moved",
    "case_opened",
    "case_changed",
    "contract_changed",
    "absence_requested",
    "absence_decided",
    "pin_proposed",
    "plan_changed",
    "master_changed",
    "device_cloned",
    "device_lost",
];
