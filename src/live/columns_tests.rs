//! The columns of the live feed against the JSON of the same states, kept as a file that the page's decoder is held
//! against too.

use std::{collections::BTreeMap, fmt::Write, sync::Arc};

use fieldbeat_domain::{
    id::{OrgUnitId, OutletId, RepId, VisitId},
    position::LatLng,
    time::At,
};
use serde_json::{Value, json};

use super::viewer_page::decode;
use crate::wire::live::{
    Activity, Presence, Reign, RepLive,
    columns::{Row, frame},
    encode, flag,
};

const FIXTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/live/columns.json");

/// Everything known, nothing known, and the edges of each column.
fn states() -> [(RepLive, Presence); 3] {
    let known = RepLive {
        rep: RepId(7),
        reign: Reign::default(),
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
        reign: Reign::default(),
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
        reign: Reign::default(),
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
