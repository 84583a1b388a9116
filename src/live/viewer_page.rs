//! What a page does with frames, in either form; the columns are read as the protocol's document
//! draws them, without the code that writes them.

use std::collections::{BTreeMap, BTreeSet};

use fieldbeat_domain::time::At;
use serde_json::{Map, Value, json};

use crate::wire::live::Frame;

#[derive(Default)]
pub struct Page {
    pub sub: u64,
    pub next_seq: u64,
    has_snapshot: bool,
    pub reps: BTreeMap<i64, Value>,
    pub cells: BTreeMap<String, Value>,
    /// What columns do not hold, by rep; outlives a subscription.
    roster: BTreeMap<i64, Map<String, Value>>,
}

impl Page {
    /// The page of the next subscription on the same connection.
    pub fn again(&mut self) {
        *self = Self {
            sub: self.sub + 1,
            roster: std::mem::take(&mut self.roster),
            ..Self::default()
        };
    }

    pub fn apply(&mut self, frame: &Frame) {
        let message = match frame {
            Frame::Text(text) => serde_json::from_str(text).unwrap(),
            Frame::Binary(bytes) => decode(bytes, &self.roster),
        };
        if message["type"] == "roster" {
            for entry in message["reps"].as_array().unwrap() {
                let entry = entry.as_object().unwrap().clone();
                let id = entry["id"].as_i64().unwrap();
                self.roster.insert(id, entry);
            }
            return;
        }
        assert_eq!(message["sub"], self.sub);
        match message["type"].as_str().unwrap() {
            "resync" => self.has_snapshot = false,
            "snapshot" => {
                self.has_snapshot = true;
                self.reps.clear();
                self.cells.clear();
                self.merge(&message);
            }
            "delta" => {
                assert!(self.has_snapshot, "a snapshot comes first");
                assert_eq!(message["seq"], self.next_seq);
                self.next_seq += 1;
                self.merge(&message);
                for gone in message["gone"].as_array().unwrap() {
                    let known = self.reps.remove(&gone.as_i64().unwrap());
                    assert!(known.is_some(), "only what was shown can be gone");
                }
                for gone in message["gone_cells"].as_array().into_iter().flatten() {
                    assert!(self.cells.remove(gone.as_str().unwrap()).is_some());
                }
            }
            other => panic!("unexpected {other}"),
        }
    }

    fn merge(&mut self, message: &Value) {
        let mut seen = BTreeSet::new();
        for rep in message["reps"].as_array().unwrap() {
            let id = rep["id"].as_i64().unwrap();
            assert!(seen.insert(id), "a rep is in a frame once");
            self.reps.insert(id, rep.clone());
        }
        for cell in message["cells"].as_array().into_iter().flatten() {
            let id = cell["cell"].as_str().unwrap().to_owned();
            self.cells.insert(id, cell.clone());
        }
    }
}

/// The JSON twin of a frame of columns.
pub fn decode(bytes: &[u8], roster: &BTreeMap<i64, Map<String, Value>>) -> Value {
    assert_eq!(bytes[..2], [0xfb, 1]);
    let n = u32::from_le_bytes(bytes[4..8].try_into().unwrap()) as usize;
    let sub = f64::from_le_bytes(bytes[8..16].try_into().unwrap());
    let seq = u32::from_le_bytes(bytes[16..20].try_into().unwrap());
    let g = u32::from_le_bytes(bytes[20..24].try_into().unwrap()) as usize;
    assert_eq!(bytes.len(), 24 + 38 * n + 4 * g);
    let i32s = |start: usize, i: usize| {
        assert_eq!(start % 4, 0);
        i32::from_le_bytes(bytes[start + 4 * i..][..4].try_into().unwrap())
    };
    let u16s = |start: usize, i: usize| {
        assert_eq!(start % 2, 0);
        u16::from_le_bytes(bytes[start + 2 * i..][..2].try_into().unwrap())
    };
    let (ints, shorts) = (24 + 8 * n, 24 + 28 * n + 4 * g);
    let octets = shorts + 6 * n;
    let presences = ["online", "stale", "offline"];
    let activities = ["travelling", "in_visit", "idle", "break", "off_session"];
    let rep = |i: usize| {
        let at = f64::from_le_bytes(bytes[24 + 8 * i..][..8].try_into().unwrap());
        #[expect(clippy::cast_possible_truncation, reason = "whole milliseconds")]
        let at = At(at as i64).to_utc().unwrap();
        let id = i32s(ints, i);
        let int = |column: usize| i32s(ints + 4 * n * column, i);
        let short = |column: usize| u16s(shorts + 2 * n * column, i);
        let octet = |column: usize| bytes[octets + n * column + i];
        let known = |known: bool, value: f64| if known { number(value) } else { Value::Null };
        let flags = ["invalid", "review", "off_route"].iter().enumerate();
        let flags = flags.filter(|(bit, _)| octet(3) >> bit & 1 == 1);
        let mut object = roster[&i64::from(id)].clone();
        object.extend(
            json!({
                "at": at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
                "lat": number(f64::from(int(1)) / 1e7),
                "lng": number(f64::from(int(2)) / 1e7),
                "accuracy_m": known(int(3) >= 0, f64::from(int(3)) / 10.0),
                "speed_mps": known(int(4) >= 0, f64::from(int(4)) / 100.0),
                "bearing_deg": known(short(0) != 65_535, f64::from(short(0)) / 100.0),
                "battery_pct": known(octet(0) != 255, f64::from(octet(0))),
                "presence": presences[usize::from(octet(1))],
                "activity": activities[usize::from(octet(2))],
                "visited": short(1),
                "planned": short(2),
                "flags": flags.map(|(_, name)| *name).collect::<Vec<_>>(),
            })
            .as_object()
            .unwrap()
            .clone(),
        );
        Value::Object(object)
    };
    let reps: Vec<Value> = (0..n).map(rep).collect();
    let gone: Vec<i32> = (0..g).map(|i| i32s(24 + 28 * n, i)).collect();
    match bytes[2] {
        1 => json!({"type": "snapshot", "sub": number(sub), "level": "rep", "reps": reps}),
        2 => {
            json!({"type": "delta", "sub": number(sub), "seq": seq, "reps": reps, "gone": gone})
        }
        other => panic!("unexpected kind {other}"),
    }
}

/// As JSON writes it: whole numbers without a point.
fn number(value: f64) -> Value {
    serde_json::from_str(&value.to_string()).unwrap()
}
