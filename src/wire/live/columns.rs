//! Positions in binary columns: the frames of `fieldbeat.live.v1.bin` that are not text.
//!
//! Owns the bytes that `docs/protocol-live.md` draws in "Binary columns". Columns stand wide to
//! narrow, so that each begins where a typed array may. Never holds what hardly changes: that is
//! told once, in a `roster` ([`super::encode::roster`]).

use fieldbeat_domain::id::RepId;

use super::{Presence, RepLive};

/// The first byte of every frame; no text begins with it.
pub const MAGIC: u8 = 0xfb;
/// The layout of all that follows.
pub const LAYOUT: u8 = 1;
/// Bytes before the first column.
pub const HEADER: usize = 24;
/// Bytes of a rep, and of one that is gone.
pub const ROW: usize = 38;
const GONE: usize = 4;

/// Unknown accuracy or speed.
const NONE_I32: i32 = -1;
/// Unknown bearing.
const NONE_U16: u16 = u16::MAX;
/// Unknown battery.
const NONE_U8: u8 = u8::MAX;

/// What moves of one rep, made once per change however many watch it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Row {
    at_ms: f64,
    id: i32,
    lat_e7: i32,
    lng_e7: i32,
    accuracy_dm: i32,
    speed_cmps: i32,
    bearing_cdeg: u16,
    visited: u16,
    planned: u16,
    battery_pct: u8,
    presence: u8,
    activity: u8,
    flags: u8,
}

impl Row {
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds of this era are far below 2^53"
    )]
    pub fn of(rep: &RepLive, presence: Presence) -> Self {
        Self {
            at_ms: rep.at.0 as f64,
            id: rep.rep.0,
            lat_e7: rep.position.lat_e7,
            lng_e7: rep.position.lng_e7,
            accuracy_dm: rep.accuracy_dm.unwrap_or(NONE_I32),
            speed_cmps: rep.speed_cmps.unwrap_or(NONE_I32),
            bearing_cdeg: (rep.bearing_cdeg)
                .and_then(|bearing| u16::try_from(bearing).ok())
                .unwrap_or(NONE_U16),
            visited: rep.visited,
            planned: rep.planned,
            battery_pct: (rep.battery_pct)
                .and_then(|battery| u8::try_from(battery).ok())
                .unwrap_or(NONE_U8),
            presence: presence as u8,
            activity: rep.activity as u8,
            flags: rep.flags.to_le_bytes()[0],
        }
    }
}

/// One frame. `seq`: the number of a delta; `None`: a snapshot.
pub fn frame(sub: u64, seq: Option<u64>, rows: &[Row], gone: &[RepId]) -> Vec<u8> {
    let size = HEADER + rows.len() * ROW + gone.len() * GONE;
    let mut out = Vec::with_capacity(size);
    let kind = if seq.is_some() { 2 } else { 1 };
    out.extend([MAGIC, LAYOUT, kind, 0]);
    out.extend(count(rows.len()).to_le_bytes());
    out.extend(exact(sub).to_le_bytes());
    let seq = seq.unwrap_or(0);
    out.extend(u32::try_from(seq).unwrap_or(u32::MAX).to_le_bytes());
    out.extend(count(gone.len()).to_le_bytes());
    column(&mut out, rows, |row| row.at_ms.to_le_bytes());
    column(&mut out, rows, |row| row.id.to_le_bytes());
    column(&mut out, rows, |row| row.lat_e7.to_le_bytes());
    column(&mut out, rows, |row| row.lng_e7.to_le_bytes());
    column(&mut out, rows, |row| row.accuracy_dm.to_le_bytes());
    column(&mut out, rows, |row| row.speed_cmps.to_le_bytes());
    column(&mut out, gone, |rep| rep.0.to_le_bytes());
    column(&mut out, rows, |row| row.bearing_cdeg.to_le_bytes());
    column(&mut out, rows, |row| row.visited.to_le_bytes());
    column(&mut out, rows, |row| row.planned.to_le_bytes());
    column(&mut out, rows, |row| [row.battery_pct]);
    column(&mut out, rows, |row| [row.presence]);
    column(&mut out, rows, |row| [row.activity]);
    column(&mut out, rows, |row| [row.flags]);
    out
}

fn column<T, const N: usize>(out: &mut Vec<u8>, items: &[T], bytes: impl Fn(&T) -> [u8; N]) {
    out.extend(items.iter().flat_map(bytes));
}

fn count(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

/// A `sub` is at most 2^53−1.
#[expect(clippy::cast_precision_loss, reason = "exact up to 2^53")]
const fn exact(sub: u64) -> f64 {
    sub as f64
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, fmt::Write, sync::Arc};

    use fieldbeat_domain::{
        id::{OrgUnitId, OutletId, VisitId},
        position::LatLng,
        time::At,
    };
    use serde_json::{Value, json};

    use super::*;
    use crate::{
        live::viewer_page::decode,
        wire::live::{Activity, encode, flag},
    };

    const FIXTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/live/columns.json");

    /// Everything known, nothing known, and the edges of each column.
    fn states() -> [(RepLive, Presence); 3] {
        let known = RepLive {
            rep: RepId(7),
            code: Arc::from("NV\"07"),
            name: Arc::from("Nguyễn An"),
            org_unit: OrgUnitId(3),
            at: At(1_785_000_000_123),
            position: LatLng {
                lat_e7: -123_456_700,
                lng_e7: 1_058_000_001,
            },
            accuracy_dm: Some(125),
            speed_cmps: Some(420),
            bearing_cdeg: Some(35_905),
            battery_pct: Some(80),
            activity: Activity::InVisit,
            idle_since: None,
            visit: Some(VisitId(uuid::Uuid::from_u128(0x0198 << 112 | 0x7abc))),
            outlet: Some(OutletId(9)),
            visited: 2,
            planned: 11,
            flags: flag::INVALID | flag::OFF_ROUTE,
        };
        let unknown = RepLive {
            rep: RepId(8),
            code: Arc::from("NV08"),
            name: Arc::from("李 雷"),
            org_unit: OrgUnitId(-4),
            at: At(0),
            position: LatLng {
                lat_e7: 0,
                lng_e7: -1_800_000_000,
            },
            accuracy_dm: None,
            speed_cmps: None,
            bearing_cdeg: None,
            battery_pct: None,
            activity: Activity::OffSession,
            visit: None,
            outlet: None,
            visited: 0,
            planned: 0,
            flags: 0,
            ..known.clone()
        };
        let edge = RepLive {
            rep: RepId(i32::MAX),
            at: At(4_102_444_800_999),
            position: LatLng {
                lat_e7: 900_000_000,
                lng_e7: 1_800_000_000,
            },
            accuracy_dm: Some(i32::MAX),
            speed_cmps: Some(0),
            bearing_cdeg: Some(0),
            battery_pct: Some(0),
            activity: Activity::Travelling,
            outlet: None,
            visited: u16::MAX,
            planned: u16::MAX,
            flags: flag::REVIEW,
            ..known.clone()
        };
        [
            (known, Presence::Online),
            (unknown, Presence::Offline),
            (edge, Presence::Stale),
        ]
    }

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().fold(String::new(), |mut out, byte| {
            let _ = write!(out, "{byte:02x}");
            out
        })
    }

    /// What the page's own decoder is held against too.
    #[test]
    fn the_fixture_is_what_the_server_sends() {
        let states = states();
        let rows: Vec<Row> = states.iter().map(|(rep, p)| Row::of(rep, *p)).collect();
        let (mut entries, mut reps) = (String::new(), Vec::new());
        for (rep, presence) in &states {
            let head = encode::rep_head(rep);
            encode::roster_entry(&mut entries, &head, rep);
            let mut text = String::new();
            encode::rep(&mut text, &head, rep, *presence);
            reps.push(serde_json::from_str::<Value>(&text).unwrap());
        }
        let roster: Value = serde_json::from_str(&encode::roster(&entries)).unwrap();
        let sub = (1 << 53) - 1;
        let gone = [RepId(5), RepId(6), RepId(1_000_000_007)];
        let snapshot = frame(sub, None, &rows, &[]);
        let delta = frame(4, Some(300), &rows[..1], &gone);
        let twin = json!({
            "snapshot": {"type": "snapshot", "sub": sub, "level": "rep", "reps": reps},
            "delta": {"type": "delta", "sub": 4, "seq": 300, "reps": &reps[..1], "gone": [5, 6, 1_000_000_007]},
        });
        let told: BTreeMap<_, _> = roster["reps"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| {
                (
                    entry["id"].as_i64().unwrap(),
                    entry.as_object().unwrap().clone(),
                )
            })
            .collect();
        assert_eq!(decode(&snapshot, &told), twin["snapshot"]);
        assert_eq!(decode(&delta, &told), twin["delta"]);
        let fixture = json!({
            "roster": roster,
            "snapshot": {"hex": hex(&snapshot), "json": twin["snapshot"]},
            "delta": {"hex": hex(&delta), "json": twin["delta"]},
        });
        if std::env::var_os("WRITE_FIXTURE").is_some() {
            let text = serde_json::to_string_pretty(&fixture).unwrap();
            std::fs::write(FIXTURE, text + "\n").unwrap();
        }
        let committed: Value =
            serde_json::from_str(&std::fs::read_to_string(FIXTURE).unwrap()).unwrap();
        assert_eq!(fixture, committed, "WRITE_FIXTURE=1 writes it anew");
    }
}
