//! What the server says to a device, and the stable codes of refusals, flags and closes.

use chrono::{DateTime, SecondsFormat};
use serde::Serialize;
use serde_json::Value;

use fieldbeat_domain::time::At;

/// RFC 3339 in UTC with milliseconds, as every time on the wire.
pub fn rfc3339(at: At) -> String {
    at.to_utc()
        .unwrap_or(DateTime::UNIX_EPOCH)
        .to_rfc3339_opts(SecondsFormat::Millis, true)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Duplicate,
    Flagged,
    Rejected,
}

/// Why an item was refused for good, noted, or recognised. Stable: phones switch on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    Duplicate,
    // Refusals
    Malformed,
    OutOfRange,
    FutureTime,
    TooOld,
    OffSession,
    ConsentMissing,
    IdReused,
    TooLarge,
    // Flags
    SameInstant,
    Quarantined,
    UnknownType,
    UnknownKind,
    InvalidBody,
    UnknownOutlet,
    UnknownVisit,
    UnknownReason,
    ClockSuspect,
    ClockCorrected,
    LowAccuracy,
    ImplausibleSpeed,
    Mock,
    AutoStarted,
    ClosedOpenVisit,
    NoOpenVisit,
    Cooldown,
    Late,
    // Errors
    RateLimited,
    NotFound,
    Unauthorized,
    Overloaded,
}

impl Code {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Duplicate => "duplicate",
            Self::Malformed => "malformed",
            Self::OutOfRange => "out_of_range",
            Self::FutureTime => "future_time",
            Self::TooOld => "too_old",
            Self::OffSession => "off_session",
            Self::ConsentMissing => "consent_missing",
            Self::IdReused => "id_reused",
            Self::TooLarge => "too_large",
            Self::SameInstant => "same_instant",
            Self::Quarantined => "quarantined",
            Self::UnknownType => "unknown_type",
            Self::UnknownKind => "unknown_kind",
            Self::InvalidBody => "invalid_body",
            Self::UnknownOutlet => "unknown_outlet",
            Self::UnknownVisit => "unknown_visit",
            Self::UnknownReason => "unknown_reason",
            Self::ClockSuspect => "clock_suspect",
            Self::ClockCorrected => "clock_corrected",
            Self::LowAccuracy => "low_accuracy",
            Self::ImplausibleSpeed => "implausible_speed",
            Self::Mock => "mock",
            Self::AutoStarted => "auto_started",
            Self::ClosedOpenVisit => "closed_open_visit",
            Self::NoOpenVisit => "no_open_visit",
            Self::Cooldown => "cooldown",
            Self::Late => "late",
            Self::RateLimited => "rate_limited",
            Self::NotFound => "not_found",
            Self::Unauthorized => "unauthorized",
            Self::Overloaded => "overloaded",
        }
    }
}

/// One line of `ack.results`; without `i` it speaks of the whole frame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ItemResult {
    pub n: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub i: Option<u32>,
    pub status: Status,
    pub code: Code,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl ItemResult {
    pub const fn new(n: u64, i: Option<u32>, status: Status, code: Code) -> Self {
        Self {
            n,
            i,
            status,
            code,
            detail: None,
        }
    }
    #[must_use]
    pub fn because(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}

/// A frame from the server.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Reply {
    Welcome(Box<Welcome>),
    Ack {
        n: u64,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        results: Vec<ItemResult>,
    },
    Alive {
        server_time: String,
    },
    Error {
        code: Code,
        #[serde(skip_serializing_if = "Option::is_none")]
        detail: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        frame: Option<u64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        retry_after_s: Option<u32>,
    },
    Visit {
        cursor: String,
        visit: Value,
    },
    Plan {
        cursor: String,
        plan: Value,
    },
    Message {
        cursor: String,
        message: Value,
    },
    RecordStatus {
        cursor: String,
        id: uuid::Uuid,
        kind: String,
        status: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        detail: Option<Value>,
    },
    Config {
        cursor: String,
        config: Value,
    },
    /// To be kept before it is used; the one before is good until then.
    Token {
        token: String,
    },
    /// One of the others, as another node wrote it.
    #[serde(untagged)]
    Relayed(Box<serde_json::value::RawValue>),
}

#[derive(Clone, Debug, Serialize)]
pub struct Welcome {
    pub server_time: String,
    pub clock_offset_ms: i64,
    pub device_id: i32,
    pub rep: Value,
    pub config: Value,
    pub types: &'static [&'static str],
    pub session: Option<Value>,
    pub open_visit: Option<Value>,
    pub plan: Value,
    pub cursor: String,
    pub durability: &'static str,
    pub store: uuid::Uuid,
}

/// Close codes of the device socket.
pub mod close {
    pub const RESTART: u16 = 1012;
    pub const OVERLOADED: u16 = 1013;
    pub const PROTOCOL_ERROR: u16 = 4400;
    pub const BAD_TOKEN: u16 = 4401;
    pub const SILENT: u16 = 4408;
    pub const SUPERSEDED: u16 = 4409;
    pub const UPGRADE: u16 = 4410;
    pub const FLOODING: u16 = 4429;
}
