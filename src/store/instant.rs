//! An instant as the API shows it: RFC 3339, UTC, milliseconds, `Z`.

use chrono::{DateTime, SecondsFormat, Utc};
use fieldbeat_domain::time::At;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Stored as `timestamptz`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, sqlx::Type, utoipa::ToSchema)]
#[sqlx(transparent)]
#[schema(value_type = String, format = DateTime, example = "2026-03-02T01:05:09.000Z")]
pub struct Instant(pub DateTime<Utc>);

impl Instant {
    pub fn text(self) -> String {
        self.0.to_rfc3339_opts(SecondsFormat::Millis, true)
    }
    pub fn at(self) -> At {
        self.0.into()
    }
}

impl From<DateTime<Utc>> for Instant {
    fn from(t: DateTime<Utc>) -> Self {
        Self(t)
    }
}

impl From<At> for Instant {
    fn from(at: At) -> Self {
        Self(at.to_utc().unwrap_or(DateTime::UNIX_EPOCH))
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.text())
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        DateTime::<chrono::FixedOffset>::deserialize(d).map(|t| Self(t.to_utc()))
    }
}
