//! "Why do I not see this rep?": from what is known of a rep and the rep's phones to ordered findings,
//! each with what to do. Pure; judges nothing about visits and never guesses a place.

mod app_version;
mod phone;

pub use app_version::newest as newest_version;

use crate::{device_health::Health, id::DeviceId, rules::Rules, time::At};

/// Whether the rep works by declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// No session today.
    NotStarted,
    Running {
        on_break_since: Option<At>,
    },
    Ended {
        at: At,
    },
}

/// Items of one code that were refused lately.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub code: String,
    pub count: i64,
    pub last_at: At,
}

/// A phone that is bound to the rep now.
#[derive(Clone, Debug)]
pub struct Phone {
    pub device: DeviceId,
    /// False: a tracker; working hours stand for its sessions.
    pub can_declare: bool,
    pub revoked_at: Option<At>,
    /// Whether it was ever given a token, which still holds.
    pub has_token: bool,
    pub app_version: Option<String>,
    /// The newest version of the same app in the company.
    pub newest_version: Option<String>,
    pub last_contact_at: Option<At>,
    pub health: Option<Health>,
    pub refused: Vec<Refused>,
}

/// All that the findings are made from.
#[derive(Clone, Debug)]
pub struct Known<'a> {
    pub now: At,
    pub rules: &'a Rules,
    pub phones: &'a [Phone],
    /// The newest stored fix of the rep.
    pub last_fix_at: Option<At>,
    pub work: Work,
    /// The kind of an approved absence of today.
    pub absent: Option<&'a str>,
    /// Whether a device that cannot declare is tracked now.
    pub in_working_hours: bool,
}

impl Known<'_> {
    fn is_fresh(&self, at: Option<At>) -> bool {
        let stale_ms = i64::from(self.rules.stale_s.max(self.rules.online_s)) * 1000;
        at.is_some_and(|at| self.now.since_ms(at) <= stale_ms)
    }

    /// Whether the map shows the rep where the rep is.
    pub fn is_visible(&self) -> bool {
        self.is_fresh(self.last_fix_at)
    }
}

/// How much a finding says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Enough by itself: nothing can be seen while it holds.
    Cause,
    /// A usual reason.
    Likely,
    /// Makes the track worse, or explains a part.
    Note,
}

impl Weight {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cause => "cause",
            Self::Likely => "likely",
            Self::Note => "note",
        }
    }
}

/// What was found; of one weight, in the order told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    NoDevice,
    TokenRevoked { at: Option<At> },
    NeverConnected,
    Absent { kind: String },
    OnBreak { since: At },
    SessionEnded { at: At },
    NoSession,
    LocationServiceOff { told_at: At },
    LocationDenied { told_at: At },
    BatteryLikelyEmpty { pct: u8, at: At },
    SilentSince { at: At },
    Refusals { refused: Vec<Refused> },
    ClockSkew { offset_ms: i64 },
    LocationWhileInUse { told_at: At },
    BackgroundDenied { told_at: At },
    BatterySaver { told_at: At },
    BatteryOptimized { told_at: At },
    BacklogWaiting { items: i32 },
    OnlineButNoFix { last_fix_at: Option<At> },
    LocationImprecise { told_at: At },
    BatteryLow { pct: u8, at: At },
    NotificationsOff { told_at: At },
    OutdatedApp { version: String, newest: String },
}

impl Cause {
    /// Its place among findings of one weight, its stable code and that of what to do.
    const fn words(&self) -> (u8, &'static str, &'static str) {
        match self {
            Self::NoDevice => (0, "no_device", "bind_device"),
            Self::TokenRevoked { .. } => (1, "token_revoked", "enrol_again"),
            Self::NeverConnected => (2, "never_connected", "enrol"),
            Self::Absent { .. } => (3, "absent", "nothing"),
            Self::OnBreak { .. } => (4, "on_break", "wait"),
            Self::SessionEnded { .. } => (5, "session_ended", "start_session"),
            Self::NoSession => (6, "no_session", "start_session"),
            Self::LocationServiceOff { .. } => (7, "location_service_off", "switch_location_on"),
            Self::LocationDenied { .. } => (8, "location_denied", "allow_location"),
            Self::BatteryLikelyEmpty { .. } => (9, "battery_likely_empty", "charge"),
            Self::SilentSince { .. } => (10, "silent_since", "call_rep"),
            Self::Refusals { .. } => (11, "refusals", "look_at_codes"),
            Self::ClockSkew { .. } => (12, "clock_skew", "set_clock"),
            Self::LocationWhileInUse { .. } => {
                (13, "location_while_in_use", "allow_location_always")
            }
            Self::BackgroundDenied { .. } => (14, "background_denied", "allow_background"),
            Self::BatterySaver { .. } => (15, "battery_saver", "switch_battery_saver_off"),
            Self::BatteryOptimized { .. } => (16, "battery_optimized", "exempt_from_optimization"),
            Self::BacklogWaiting { .. } => (17, "backlog_waiting", "find_network"),
            Self::OnlineButNoFix { .. } => (18, "online_but_no_fix", "go_outside"),
            Self::LocationImprecise { .. } => (19, "location_imprecise", "allow_precise"),
            Self::BatteryLow { .. } => (20, "battery_low", "charge"),
            Self::NotificationsOff { .. } => (21, "notifications_off", "allow_notifications"),
            Self::OutdatedApp { .. } => (22, "outdated_app", "update_app"),
        }
    }

    pub const fn code(&self) -> &'static str {
        self.words().1
    }

    /// What to do about it.
    pub const fn remedy(&self) -> &'static str {
        self.words().2
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub weight: Weight,
    /// Whose phone; none where it is about the rep.
    pub device: Option<DeviceId>,
    pub cause: Cause,
}

impl Finding {
    const fn of_rep(weight: Weight, cause: Cause) -> Self {
        Self {
            weight,
            device: None,
            cause,
        }
    }
}

/// The findings, weightiest first.
pub fn findings(known: &Known<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    if known.phones.is_empty() {
        found.push(Finding::of_rep(Weight::Cause, Cause::NoDevice));
    }
    if let Some(kind) = known.absent {
        let kind = kind.to_owned();
        found.push(Finding::of_rep(Weight::Cause, Cause::Absent { kind }));
    }
    found.extend(work(known));
    for phone in known.phones {
        phone::findings(known, phone, &mut found);
    }
    found.sort_by_key(|f| (f.weight, f.cause.words().0, f.device));
    found
}

/// What the rep declared. That no session was heard of means little while no phone is heard.
fn work(known: &Known<'_>) -> Option<Finding> {
    let heard = |p: &Phone| p.revoked_at.is_none() && known.is_fresh(p.last_contact_at);
    let declares = |p: &Phone| p.can_declare;
    let weight = if known.phones.iter().any(heard) {
        Weight::Cause
    } else {
        Weight::Note
    };
    let by_hours = known.in_working_hours && !known.phones.iter().any(declares);
    let cause = match known.work {
        Work::Running { on_break_since } => Cause::OnBreak {
            since: on_break_since?,
        },
        _ if known.phones.is_empty() || by_hours => return None,
        Work::NotStarted => Cause::NoSession,
        Work::Ended { at } => Cause::SessionEnded { at },
    };
    // A break or an end is what the rep said, whatever the phone does since.
    let weight = match cause {
        Cause::NoSession => weight,
        _ => Weight::Cause,
    };
    Some(Finding::of_rep(weight, cause))
}

#[cfg(test)]
mod tests;
