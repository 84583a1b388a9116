//! Frames of the device socket (docs/protocol.md §2), decoded leniently: one bad item costs that
//! item, one bad frame costs that frame. Decoding decides nothing about sessions or time.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, de};
use serde_json::value::RawValue;
use uuid::Uuid;

use fieldbeat_domain::{mark::VisitType, time::At};

use super::heartbeat::Heartbeat;

/// Frame types that this server knows, as told in `welcome.types`.
pub const KNOWN_TYPES: &[&str] = &[
    "hello",
    "fixes",
    "session_start",
    "session_end",
    "break_start",
    "break_end",
    "check_in",
    "check_out",
    "visit_cancel",
    "stop_missed",
    "record",
    "heartbeat",
];

/// Record kinds that are known; others are stored verbatim and flagged `unknown_kind`.
pub const KNOWN_KINDS: &[&str] = &[
    "order",
    "collection",
    "stock_count",
    "van_count",
    "photo",
    "display_execution",
    "audit",
    "survey",
    "activity",
    "competitor",
    "pin_proposal",
    "outlet_request",
    "order_change",
    "order_cancel",
    "collection_void",
    "return",
    "quotation",
    "quotation_decline",
    "delivery",
    "absence",
    "appeal",
    "expense",
    "note",
    "joint_visit",
    "opportunity",
    "task",
    "case",
    "appointment",
    "contact",
    "sos",
    "consent",
];

/// The largest `n`: 2^53 − 1, the largest integer that every JSON reader keeps.
pub const MAX_N: u64 = (1 << 53) - 1;
/// Fixes in one frame.
pub const MAX_FIXES_PER_FRAME: usize = 1_000;

/// An instant on the wire: RFC 3339 text, or integer epoch milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WireAt(pub At);

impl<'de> Deserialize<'de> for WireAt {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct V;
        impl de::Visitor<'_> for V {
            type Value = WireAt;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("RFC 3339 text or integer epoch milliseconds")
            }
            fn visit_i64<E: de::Error>(self, v: i64) -> Result<WireAt, E> {
                Ok(WireAt(At(v)))
            }
            fn visit_u64<E: de::Error>(self, v: u64) -> Result<WireAt, E> {
                i64::try_from(v)
                    .map(|v| WireAt(At(v)))
                    .map_err(|_| E::custom("time out of range"))
            }
            fn visit_str<E: de::Error>(self, v: &str) -> Result<WireAt, E> {
                chrono::DateTime::parse_from_rfc3339(v)
                    .map(|t| WireAt(At(t.timestamp_millis())))
                    .map_err(|_| E::custom("not an RFC 3339 time"))
            }
        }
        d.deserialize_any(V)
    }
}

/// One position as sent.
#[derive(Clone, Debug, Deserialize)]
pub struct WireFix<'a> {
    pub at: WireAt,
    pub lat: f64,
    pub lng: f64,
    #[serde(default)]
    pub accuracy_m: Option<f64>,
    #[serde(default)]
    pub altitude_m: Option<f64>,
    #[serde(default)]
    pub speed_mps: Option<f64>,
    #[serde(default)]
    pub bearing_deg: Option<f64>,
    #[serde(default)]
    pub battery_pct: Option<f64>,
    #[serde(default)]
    pub charging: Option<bool>,
    #[serde(default)]
    pub mock: Option<bool>,
    #[serde(default, borrow)]
    pub provider: Option<Cow<'a, str>>,
    #[serde(default)]
    pub clock_offset_ms: Option<i64>,
}

/// An outlet as named by a phone: text is its code, an integer its id.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(untagged)]
pub enum WireOutlet {
    Id(i64),
    Code(String),
}

#[derive(Clone, Debug, Deserialize)]
pub struct WireDevice {
    #[serde(default)]
    pub model: Option<String>,
    #[serde(default)]
    pub os: Option<String>,
    #[serde(default)]
    pub emulator: Option<bool>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Hello {
    pub protocol: i64,
    #[serde(default)]
    pub token: Option<String>,
    #[serde(default)]
    pub sent_at: Option<WireAt>,
    #[serde(default)]
    pub install: Option<Uuid>,
    #[serde(default)]
    pub app: Option<String>,
    #[serde(default)]
    pub app_version: Option<String>,
    #[serde(default)]
    pub device: Option<WireDevice>,
    #[serde(default)]
    pub backlog: Option<i64>,
    #[serde(default)]
    pub cursor: Option<String>,
    /// Whether the app keeps a token that is sent to it; who does not say so keeps the one it has.
    #[serde(default)]
    pub takes_token: bool,
}

/// One mark as sent; which fields matter depends on `kind`.
#[derive(Clone, Debug, Deserialize)]
pub struct WireMark<'a> {
    pub id: Uuid,
    pub at: WireAt,
    #[serde(default)]
    pub outlet: Option<WireOutlet>,
    #[serde(default)]
    pub visit_type: Option<VisitType>,
    #[serde(default)]
    pub reason: Option<String>,
    /// Of a cancelled visit: read apart, so that a bad date does not cost the mark.
    #[serde(default, borrow)]
    pub to_date: Option<&'a RawValue>,
    /// Read apart, so that a bad position does not cost the mark.
    #[serde(default, borrow)]
    pub fix: Option<&'a RawValue>,
    #[serde(default)]
    pub clock_offset_ms: Option<i64>,
}

impl<'a> WireMark<'a> {
    /// The mark's own position, where it can be read.
    pub fn position(&self) -> Option<WireFix<'a>> {
        serde_json::from_str(self.fix?.get()).ok()
    }

    /// The date that a cancelled visit is moved to, where it can be read.
    pub fn rescheduled_to(&self) -> Option<NaiveDate> {
        serde_json::from_str(self.to_date?.get()).ok()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkType {
    SessionStart,
    SessionEnd,
    BreakStart,
    BreakEnd,
    CheckIn,
    CheckOut,
    VisitCancel,
    StopMissed,
}

impl MarkType {
    pub fn parse(s: &str) -> Option<Self> {
        Some(match s {
            "session_start" => Self::SessionStart,
            "session_end" => Self::SessionEnd,
            "break_start" => Self::BreakStart,
            "break_end" => Self::BreakEnd,
            "check_in" => Self::CheckIn,
            "check_out" => Self::CheckOut,
            "visit_cancel" => Self::VisitCancel,
            "stop_missed" => Self::StopMissed,
            _ => return None,
        })
    }
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SessionStart => "session_start",
            Self::SessionEnd => "session_end",
            Self::BreakStart => "break_start",
            Self::BreakEnd => "break_end",
            Self::CheckIn => "check_in",
            Self::CheckOut => "check_out",
            Self::VisitCancel => "visit_cancel",
            Self::StopMissed => "stop_missed",
        }
    }
}

/// A record as sent. Only its identity must be readable: the rest is kept verbatim and what is
/// wrong with it is told later, as `record_status`.
#[derive(Clone, Debug)]
pub struct WireRecord {
    pub kind: Option<String>,
    pub id: Uuid,
    pub visit_id: Option<Uuid>,
    pub at: Option<At>,
    pub clock_offset_ms: Option<i64>,
}

impl WireRecord {
    pub fn read(value: &serde_json::Value) -> Result<Self, String> {
        let text = |key: &str| value.get(key).and_then(serde_json::Value::as_str);
        let id = text("id")
            .and_then(|s| s.parse().ok())
            .ok_or("missing id")?;
        Ok(Self {
            kind: text("kind").map(str::to_owned),
            id,
            visit_id: text("visit_id").and_then(|s| s.parse().ok()),
            at: value
                .get("at")
                .and_then(|v| WireAt::deserialize(v).ok())
                .map(|t| t.0),
            clock_offset_ms: value
                .get("clock_offset_ms")
                .and_then(serde_json::Value::as_i64),
        })
    }
}

/// What a frame holds. An item that cannot be read is `Err(detail)` in its place.
#[derive(Debug)]
pub enum Body<'a> {
    Fixes {
        session: Option<Uuid>,
        fixes: Vec<Result<WireFix<'a>, String>>,
    },
    Mark {
        kind: MarkType,
        mark: Result<WireMark<'a>, String>,
    },
    Record,
    Heartbeat(Heartbeat),
    Hello(Result<Hello, String>),
    /// A type this server does not know: the phone keeps such frames.
    Unknown,
}

#[derive(Debug)]
pub struct Frame<'a> {
    pub n: u64,
    pub sent_at: Option<At>,
    pub body: Body<'a>,
}

/// The frame is no JSON object or has no valid `n`.
#[derive(Debug, PartialEq, Eq)]
pub struct Malformed(pub &'static str);

#[derive(Deserialize)]
struct Fast<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    #[serde(default)]
    n: Option<u64>,
    #[serde(default)]
    sent_at: Option<WireAt>,
    #[serde(default)]
    session: Option<Uuid>,
    #[serde(default, borrow)]
    fixes: Option<Vec<WireFix<'a>>>,
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(rename = "type", borrow, default)]
    kind: Option<&'a RawValue>,
    #[serde(default, borrow)]
    n: Option<&'a RawValue>,
    #[serde(default, borrow)]
    sent_at: Option<&'a RawValue>,
    #[serde(default, borrow)]
    session: Option<&'a RawValue>,
    #[serde(default, borrow)]
    fixes: Option<&'a RawValue>,
}

/// Reads one text frame. The common well-formed `fixes` frame takes one pass; everything else,
/// and every frame that this pass does not understand, is read again item by item.
pub fn decode(text: &str) -> Result<Frame<'_>, Malformed> {
    if let Ok(Fast {
        kind,
        n: Some(n),
        sent_at,
        session,
        fixes: Some(fixes),
    }) = serde_json::from_str::<Fast<'_>>(text)
        && kind == "fixes"
        && n <= MAX_N
    {
        return Ok(Frame {
            n,
            sent_at: sent_at.map(|t| t.0),
            body: Body::Fixes {
                session,
                fixes: fixes.into_iter().map(Ok).collect(),
            },
        });
    }
    decode_item_by_item(text)
}

/// A field that is read apart, so that it costs no other.
pub(super) fn raw<'a, T: Deserialize<'a>>(value: Option<&'a RawValue>) -> Option<T> {
    value.and_then(|v| serde_json::from_str(v.get()).ok())
}

fn decode_item_by_item(text: &str) -> Result<Frame<'_>, Malformed> {
    let env: Envelope<'_> =
        serde_json::from_str(text).map_err(|_| Malformed("not a JSON object"))?;
    let kind: Cow<'_, str> = raw(env.kind).ok_or(Malformed("no readable type"))?;
    let sent_at = raw::<WireAt>(env.sent_at).map(|t| t.0);
    if kind == "hello" {
        let hello = serde_json::from_str(text).map_err(|e| short(&e));
        return Ok(Frame {
            n: 0,
            sent_at,
            body: Body::Hello(hello),
        });
    }
    let n: u64 = raw(env.n)
        .filter(|n| *n <= MAX_N)
        .ok_or(Malformed("no valid n"))?;
    let body = if kind == "fixes" {
        fixes_item_by_item(&env)
    } else if let Some(kind) = MarkType::parse(&kind) {
        Body::Mark {
            kind,
            mark: serde_json::from_str(text).map_err(|e| short(&e)),
        }
    } else if kind == "record" {
        Body::Record
    } else if kind == "heartbeat" {
        Body::Heartbeat(Heartbeat::read(text))
    } else {
        Body::Unknown
    };
    Ok(Frame { n, sent_at, body })
}

fn fixes_item_by_item<'a>(env: &Envelope<'a>) -> Body<'a> {
    let session = raw(env.session);
    let items: Option<Vec<&'a RawValue>> = raw(env.fixes);
    let fixes = items.map_or_else(
        || vec![Err("fixes is no list".to_owned())],
        |items| {
            items
                .into_iter()
                .map(|item| serde_json::from_str(item.get()).map_err(|e| short(&e)))
                .collect()
        },
    );
    Body::Fixes { session, fixes }
}

/// A JSON error without the values it quotes, so that no coordinate gets into an answer or a log.
fn short(e: &serde_json::Error) -> String {
    match e.classify() {
        serde_json::error::Category::Data => {
            let text = e.to_string();
            match text.split_once('`') {
                Some((before, rest)) if before.starts_with("missing field") => rest
                    .split_once('`')
                    .map_or_else(String::new, |(field, _)| format!("missing {field}")),
                _ => "a field has the wrong type".to_owned(),
            }
        }
        _ => "not readable".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_bad_fix_costs_that_fix() {
        let text = r#"{"type":"fixes","n":3,"fixes":[{"at":1,"lat":21.0,"lng":105.8},{"at":2,"lat":"x","lng":1},{"at":3,"lat":1e999,"lng":1},{"at":"2026-11-22T00:00:00.123Z","lat":1,"lng":2}]}"#;
        let frame = decode(text).unwrap();
        let Body::Fixes { fixes, .. } = frame.body else {
            panic!("fixes")
        };
        assert_eq!(
            fixes.iter().map(Result::is_ok).collect::<Vec<_>>(),
            [true, false, false, true]
        );
        assert_eq!(fixes[3].as_ref().unwrap().at.0.0 % 1000, 123);
    }

    #[test]
    fn a_frame_without_a_valid_n_is_malformed() {
        for text in [
            "",
            "[]",
            "{}",
            "nan",
            r#"{"type":"fixes","fixes":[]}"#,
            r#"{"type":"fixes","n":-1,"fixes":[]}"#,
            r#"{"type":"fixes","n":9007199254740992,"fixes":[]}"#,
            r#"{"type":"record","n":"7"}"#,
            r#"{"type":"fixes","n":1,"fixes":[{"lat":NaN}]}"#,
        ] {
            assert!(decode(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_error_text_never_quotes_a_value() {
        let text = r#"{"type":"fixes","n":3,"fixes":[{"at":1,"lat":"21.0287654","lng":105.8}]}"#;
        let frame = decode(text).unwrap();
        let Body::Fixes { fixes, .. } = frame.body else {
            panic!("fixes")
        };
        assert!(!fixes[0].as_ref().unwrap_err().contains("21.02"));
    }

    #[test]
    fn unknown_types_and_bad_marks_keep_their_n() {
        assert!(matches!(
            decode(r#"{"type":"teleport","n":5}"#).unwrap(),
            Frame {
                n: 5,
                body: Body::Unknown,
                ..
            }
        ));
        assert!(matches!(
            decode(r#"{"type":"check_in","n":6,"id":"nope","at":1}"#).unwrap(),
            Frame {
                n: 6,
                body: Body::Mark { mark: Err(_), .. },
                ..
            }
        ));
    }
}
