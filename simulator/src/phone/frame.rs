//! Client frames of the device socket (contract §2) as text, before they get their `n`.
//!
//! A frame is encoded once; a resend only stamps another `n`. Never decides what is valid: tests
//! send nonsense through [`Frame::raw`].

use std::sync::Arc;

use fieldbeat_domain::device_health::Permissions;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

/// Most fixes that a server takes in one frame.
pub const FIXES_PER_FRAME: usize = 1_000;
/// Largest frame in bytes; a longer one is closed with 1009.
pub const FRAME_BYTES: usize = 1 << 20;
/// Room left for `n` and `sent_at`, which are stamped at sending.
const STAMP_BYTES: usize = 128;

/// One position as a phone sends it. `at` in epoch milliseconds of the device's clock.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WireFix {
    pub at: i64,
    pub lat: f64,
    pub lng: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accuracy_m: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub altitude_m: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speed_mps: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bearing_deg: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub battery_pct: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charging: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mock: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock_offset_ms: Option<i64>,
}

/// An outlet as a mark names it: a string is its code, an integer its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum OutletRef {
    Id(i32),
    Code(String),
}

/// Every client frame but `hello`, in the wire's own words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Message {
    Fixes {
        #[serde(skip_serializing_if = "Option::is_none")]
        session: Option<Uuid>,
        fixes: Vec<WireFix>,
    },
    SessionStart {
        id: Uuid,
        at: i64,
    },
    SessionEnd {
        id: Uuid,
        at: i64,
    },
    BreakStart {
        id: Uuid,
        at: i64,
    },
    BreakEnd {
        id: Uuid,
        at: i64,
    },
    CheckIn {
        id: Uuid,
        outlet: OutletRef,
        #[serde(skip_serializing_if = "Option::is_none")]
        visit_type: Option<String>,
        at: i64,
        #[serde(skip_serializing_if = "Option::is_none")]
        fix: Option<WireFix>,
    },
    CheckOut {
        id: Uuid,
        at: i64,
        #[serde(skip_serializing_if = "Option::is_none")]
        fix: Option<WireFix>,
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    VisitCancel {
        id: Uuid,
        outlet: OutletRef,
        at: i64,
        reason: String,
    },
    StopMissed {
        id: Uuid,
        outlet: OutletRef,
        at: i64,
        reason: String,
    },
    Record {
        kind: String,
        id: Uuid,
        #[serde(skip_serializing_if = "Option::is_none")]
        visit_id: Option<Uuid>,
        at: i64,
        body: Value,
    },
}

/// What a phone says of itself in its heartbeats.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub battery_pct: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charging: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Permissions>,
}

/// `heartbeat`: it takes an `n` but is neither queued nor acknowledged.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Heartbeat {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backlog: Option<u64>,
    #[serde(flatten)]
    pub health: Health,
}

/// An encoded client frame without its `n`, ready to be sent any number of times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    body: Arc<str>,
    /// The wire's `type`, for results and for frames the server does not know yet.
    kind: Arc<str>,
    /// Fixes in it, or 1.
    items: u32,
    /// The sender's own number, given back with the acknowledgement.
    pub tag: u64,
}

impl Frame {
    pub fn new(message: &Message) -> Self {
        let items = match message {
            Message::Fixes { fixes, .. } => u32::try_from(fixes.len()).unwrap_or(u32::MAX),
            _ => 1,
        };
        // Cannot fail: every map key is a string.
        let body = serde_json::to_string(message).unwrap_or_default();
        Self {
            body: body.into(),
            kind: kind_of(message).into(),
            items,
            tag: 0,
        }
    }

    /// A frame of fixes; `session` names the session it was recorded in.
    pub fn fixes(session: Option<Uuid>, fixes: Vec<WireFix>) -> Self {
        Self::new(&Message::Fixes { session, fixes })
    }

    /// Any JSON object, as it stands; for tests of what the server does with it.
    pub fn raw(object: &Value) -> Self {
        let kind = object
            .get("type")
            .and_then(Value::as_str)
            .unwrap_or_default();
        Self {
            body: object.to_string().into(),
            kind: kind.into(),
            items: 1,
            tag: 0,
        }
    }

    #[must_use]
    pub fn tagged(mut self, tag: u64) -> Self {
        self.tag = tag;
        self
    }

    pub fn kind(&self) -> &str {
        &self.kind
    }

    pub fn items(&self) -> u32 {
        self.items
    }

    /// Bytes on the wire, an upper bound.
    pub fn len(&self) -> usize {
        self.body.len() + STAMP_BYTES
    }

    pub fn is_empty(&self) -> bool {
        self.body.is_empty()
    }

    /// The frame as sent: the body with `n` and the device's clock now.
    pub fn stamped(&self, n: u64, sent_at: Option<i64>) -> String {
        let rest = self.body.strip_prefix('{').unwrap_or_default();
        let comma = if rest.starts_with('}') { "" } else { "," };
        match sent_at {
            Some(at) => format!("{{\"n\":{n},\"sent_at\":{at}{comma}{rest}"),
            None => format!("{{\"n\":{n}{comma}{rest}"),
        }
    }

    pub fn is_too_large(&self) -> bool {
        self.len() > FRAME_BYTES
            || (&*self.kind == "fixes" && self.items as usize > FIXES_PER_FRAME)
    }

    /// Halves of a frame of fixes; `None` where it cannot be split.
    pub fn split(&self) -> Option<(Self, Self)> {
        let Ok(Message::Fixes { session, mut fixes }) = serde_json::from_str(&self.body) else {
            return None;
        };
        if fixes.len() < 2 {
            return None;
        }
        let later = fixes.split_off(fixes.len() / 2);
        Some((
            Self::fixes(session, fixes).tagged(self.tag),
            Self::fixes(session, later).tagged(self.tag),
        ))
    }
}

impl From<&Message> for Frame {
    fn from(message: &Message) -> Self {
        Self::new(message)
    }
}

fn kind_of(message: &Message) -> &'static str {
    match message {
        Message::Fixes { .. } => "fixes",
        Message::SessionStart { .. } => "session_start",
        Message::SessionEnd { .. } => "session_end",
        Message::BreakStart { .. } => "break_start",
        Message::BreakEnd { .. } => "break_end",
        Message::CheckIn { .. } => "check_in",
        Message::CheckOut { .. } => "check_out",
        Message::VisitCancel { .. } => "visit_cancel",
        Message::StopMissed { .. } => "stop_missed",
        Message::Record { .. } => "record",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn fix(at: i64) -> WireFix {
        WireFix {
            at,
            lat: 21.03,
            lng: 105.85,
            accuracy_m: Some(8.0),
            ..WireFix::default()
        }
    }

    #[test]
    fn a_stamped_frame_is_the_body_with_its_n() {
        let frame = Frame::fixes(None, vec![fix(1_700_000_000_000)]);
        let sent: Value = serde_json::from_str(&frame.stamped(7, Some(42))).unwrap();
        assert_eq!(
            sent,
            json!({"n": 7, "sent_at": 42, "type": "fixes", "fixes": [
                {"at": 1_700_000_000_000_i64, "lat": 21.03, "lng": 105.85, "accuracy_m": 8.0}]})
        );
    }

    #[test]
    fn a_resend_differs_in_nothing_but_its_n() {
        let id = Uuid::from_u128(1);
        let frame = Frame::new(&Message::SessionStart { id, at: 5 });
        let first: Value = serde_json::from_str(&frame.stamped(1, None)).unwrap();
        let mut again: Value = serde_json::from_str(&frame.stamped(9, None)).unwrap();
        again["n"] = json!(1);
        assert_eq!(first, again);
    }

    #[test]
    fn a_large_frame_of_fixes_splits_in_order() {
        let frame = Frame::fixes(None, (0..1_001).map(fix).collect());
        assert!(frame.is_too_large());
        let (a, b) = frame.split().unwrap();
        assert_eq!((a.items(), b.items()), (500, 501));
        assert!(
            Frame::new(&Message::SessionEnd {
                id: Uuid::nil(),
                at: 0
            })
            .split()
            .is_none()
        );
    }

    #[test]
    fn an_outlet_is_named_by_code_or_id() {
        assert_eq!(json!(OutletRef::Code("A-1".into())), json!("A-1"));
        assert_eq!(json!(OutletRef::Id(4)), json!(4));
    }
}
