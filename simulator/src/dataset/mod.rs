//! Labelled and unlabelled traces as they lie on disk, read into plain values.
//!
//! Owns file layouts and nothing else: no scoring, no network, no rebasing. Times are milliseconds
//! since 1970 as recorded, positions are WGS 84 degrees, and points keep their order of arrival.

pub mod mobilitynet;
pub mod ssi;
pub mod table;
pub mod track_file;

/// One recorded position.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub at_ms: i64,
    pub lat: f64,
    pub lng: f64,
    /// 68 % radius; `None` where the source has none or says it is not positive.
    pub accuracy_m: Option<f64>,
    pub altitude_m: Option<f64>,
    pub speed_mps: Option<f64>,
    pub bearing_deg: Option<f64>,
}

impl Point {
    pub const fn new(at_ms: i64, lat: f64, lng: f64) -> Self {
        Self {
            at_ms,
            lat,
            lng,
            accuracy_m: None,
            altitude_m: None,
            speed_mps: None,
            bearing_deg: None,
        }
    }
}

/// What one device recorded, in order of arrival.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    pub device: String,
    pub points: Vec<Point>,
}

/// A stretch of time, milliseconds since 1970, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub from_ms: i64,
    pub to_ms: i64,
}

impl Span {
    pub const fn duration_ms(self) -> i64 {
        self.to_ms - self.from_ms
    }
    pub const fn contains(self, at_ms: i64) -> bool {
        self.from_ms <= at_ms && at_ms <= self.to_ms
    }
    /// Milliseconds that two spans share; 0 where they do not meet.
    pub fn shared_ms(self, other: Self) -> i64 {
        (self.to_ms.min(other.to_ms) - self.from_ms.max(other.from_ms)).max(0)
    }
    /// Whether they meet when each end of `self` is stretched by `slack_ms`.
    pub const fn meets(self, other: Self, slack_ms: i64) -> bool {
        other.from_ms <= self.to_ms + slack_ms && other.to_ms >= self.from_ms - slack_ms
    }
}

/// Seconds as the files write them, to milliseconds.
#[expect(
    clippy::cast_possible_truncation,
    reason = "float to integer casts saturate"
)]
pub fn seconds_to_ms(seconds: f64) -> i64 {
    (seconds * 1000.0).round() as i64
}
