//! One event, one subscription, now: tell it at once, later, or never.

use chrono_tz::Tz;

use super::{QuietHours, Severity};
use crate::{id::OrgUnitId, time::At};

/// What a subscription asks for.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    pub kinds: &'a [String],
    pub min_severity: Severity,
    /// This unit and all below; `None`: as far as the owner sees.
    pub org_unit: Option<OrgUnitId>,
    pub quiet: &'a QuietHours,
    /// What is critical is told at any hour, and at once.
    pub critical_breaks: bool,
    /// At most one message in so long, what comes between is gathered; 0: one for every event.
    pub gather_ms: i64,
    /// When the last message was made.
    pub last_message: Option<At>,
}

/// What a subscription is asked about.
#[derive(Clone, Copy, Debug)]
pub struct News<'a> {
    pub kind: &'a str,
    pub severity: Severity,
    /// The event's org unit and all above it; empty for what belongs to none.
    pub units: &'a [OrgUnitId],
}

/// Why an event is not for a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unwanted {
    Kind,
    Severity,
    OrgUnit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    Now,
    /// Into the digest that is sent then.
    Hold(At),
    Drop(Unwanted),
}

/// Whether and when the event is told.
pub fn decide(wanted: &Wanted<'_>, news: News<'_>, now: At, zone: Tz) -> Choice {
    if !wanted.kinds.iter().any(|kind| kind == news.kind) {
        return Choice::Drop(Unwanted::Kind);
    }
    if news.severity < wanted.min_severity {
        return Choice::Drop(Unwanted::Severity);
    }
    if wanted
        .org_unit
        .is_some_and(|unit| !news.units.contains(&unit))
    {
        return Choice::Drop(Unwanted::OrgUnit);
    }
    if is_urgent(wanted, news.severity) {
        return Choice::Now;
    }
    let gathered = match wanted.last_message {
        // A message of the future is a clock set back, and holds nothing up.
        Some(last) if wanted.gather_ms > 0 && last <= now => {
            last.plus_ms(wanted.gather_ms).max(now)
        }
        Some(_) | None => now,
    };
    let at = wanted.quiet.until(gathered, zone);
    if at > now {
        Choice::Hold(at)
    } else {
        Choice::Now
    }
}

/// Whether quiet hours and gathering do not count.
pub fn is_urgent(wanted: &Wanted<'_>, severity: Severity) -> bool {
    wanted.critical_breaks && severity == Severity::Critical
}

/// When what is due now may be sent: at once, or after the quiet hours that have begun meanwhile.
pub fn wake(quiet: &QuietHours, urgent: bool, now: At, zone: Tz) -> At {
    if urgent { now } else { quiet.until(now, zone) }
}
