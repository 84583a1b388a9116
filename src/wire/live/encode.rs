//! Frames a viewer receives, written straight into a `String`: fragments are made once and shared,
//! so nothing here builds a value tree.

use std::fmt::Write;

use fieldbeat_domain::time::At;
use serde_json::Value;

use super::{Activity, LiveEvent, Presence, RepLive, flag};

/// Bytes a rep usually takes; sizes buffers.
pub const REP_BYTES: usize = 340;

/// The part of a rep that hardly ever changes, `{"id":…,"code":…,"name":…,"org_unit":…`.
pub fn rep_head(rep: &RepLive) -> String {
    let mut out = String::with_capacity(96);
    push(&mut out, format_args!("{{\"id\":{},\"code\":", rep.rep));
    push_text(&mut out, &rep.code);
    out.push_str(",\"name\":");
    push_text(&mut out, &rep.name);
    push(&mut out, format_args!(",\"org_unit\":{}", rep.org_unit));
    out
}

/// One rep object: `head` and everything that moves.
pub fn rep(out: &mut String, head: &str, rep: &RepLive, presence: Presence) {
    out.push_str(head);
    out.push_str(",\"at\":");
    push_at(out, rep.at);
    out.push_str(",\"lat\":");
    push_scaled(out, rep.position.lat_e7, 7);
    out.push_str(",\"lng\":");
    push_scaled(out, rep.position.lng_e7, 7);
    out.push_str(",\"accuracy_m\":");
    push_optional(out, rep.accuracy_dm, 1);
    out.push_str(",\"speed_mps\":");
    push_optional(out, rep.speed_cmps, 2);
    out.push_str(",\"bearing_deg\":");
    push_optional(out, rep.bearing_cdeg, 2);
    out.push_str(",\"battery_pct\":");
    push_optional(out, rep.battery_pct.map(i32::from), 0);
    out.push_str(",\"presence\":\"");
    out.push_str(presence.name());
    out.push_str("\",\"activity\":\"");
    out.push_str(rep.activity.name());
    out.push('"');
    push_visit(out, rep);
    push(
        out,
        format_args!(",\"visited\":{},\"planned\":{}", rep.visited, rep.planned),
    );
    out.push_str(",\"flags\":[");
    let mut separator = "";
    for (bit, name) in flag::NAMES {
        if rep.flags & bit != 0 {
            push(out, format_args!("{separator}\"{name}\""));
            separator = ",";
        }
    }
    out.push_str("]}");
}

/// What columns do not hold of one rep: its head and its visit.
pub fn roster_entry(out: &mut String, head: &str, rep: &RepLive) {
    if !out.is_empty() {
        out.push(',');
    }
    out.push_str(head);
    push_visit(out, rep);
    out.push('}');
}

/// The frame round a list of [`roster_entry`].
pub fn roster(entries: &str) -> String {
    format!("{{\"type\":\"roster\",\"reps\":[{entries}]}}")
}

/// Reps counted by presence and activity.
pub type Matrix = [[u32; Activity::ALL.len()]; Presence::ALL.len()];

/// One aggregated cell at its centre.
pub fn cell(out: &mut String, id: impl std::fmt::Display, centre: (f64, f64), counts: &Matrix) {
    let total: u32 = counts.iter().flatten().sum();
    push(
        out,
        format_args!(
            "{{\"cell\":\"{id}\",\"lat\":{:.5},\"lng\":{:.5},\"count\":{total},\"by_presence\":{{",
            centre.0, centre.1
        ),
    );
    for (i, (presence, row)) in Presence::ALL.iter().zip(counts).enumerate() {
        let sum: u32 = row.iter().sum();
        let comma = if i == 0 { "" } else { "," };
        push(out, format_args!("{comma}\"{}\":{sum}", presence.name()));
    }
    out.push_str("},\"by_activity\":{");
    for (i, activity) in Activity::ALL.iter().enumerate() {
        let sum: u32 = counts.iter().filter_map(|row| row.get(i)).sum();
        let comma = if i == 0 { "" } else { "," };
        push(out, format_args!("{comma}\"{}\":{sum}", activity.name()));
    }
    out.push_str("}}");
}

/// The end of an `event` message, the same for every viewer; [`event`] puts `sub` before it.
pub fn event_tail(event: &LiveEvent) -> String {
    let mut out = String::with_capacity(256);
    out.push_str("\"cursor\":");
    push_text(&mut out, &event.cursor);
    out.push_str(",\"event\":{\"kind\":");
    push_text(&mut out, &event.kind);
    out.push_str(",\"rep\":");
    push_optional(&mut out, event.rep.map(|rep| rep.0), 0);
    out.push_str(",\"org_unit\":");
    push_optional(&mut out, event.org_unit.map(|unit| unit.0), 0);
    if let Value::Object(body) = &event.body {
        for (key, value) in body {
            if !matches!(key.as_str(), "kind" | "rep" | "org_unit") {
                out.push(',');
                push_text(&mut out, key);
                push(&mut out, format_args!(":{value}"));
            }
        }
    }
    out.push_str("}}");
    out
}

pub fn event(sub: u64, tail: &str) -> String {
    format!("{{\"type\":\"event\",\"sub\":{sub},{tail}")
}

pub fn resync(sub: u64) -> String {
    format!("{{\"type\":\"resync\",\"sub\":{sub}}}")
}

/// An answer to one bad frame. `sub` is the subscription in force, `rep` the number asked for.
pub fn error(code: &str, detail: &str, sub: Option<u64>, rep: Option<i64>) -> String {
    let mut out = String::with_capacity(96);
    push(
        &mut out,
        format_args!("{{\"type\":\"error\",\"code\":\"{code}\",\"detail\":"),
    );
    push_text(&mut out, detail);
    if let Some(sub) = sub {
        push(&mut out, format_args!(",\"sub\":{sub}"));
    }
    if let Some(rep) = rep {
        push(&mut out, format_args!(",\"rep\":{rep}"));
    }
    out.push('}');
    out
}

/// Formatting into a `String` cannot fail.
pub fn push(out: &mut String, args: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(args);
}

fn push_text(out: &mut String, text: &str) {
    match serde_json::to_string(text) {
        Ok(quoted) => out.push_str(&quoted),
        Err(_) => out.push_str("\"\""),
    }
}

fn push_at(out: &mut String, at: At) {
    use chrono::{Datelike, Timelike};
    let Some(t) = at.to_utc() else {
        out.push_str("null");
        return;
    };
    push(
        out,
        format_args!(
            "\"{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z\"",
            t.year(),
            t.month(),
            t.day(),
            t.hour(),
            t.minute(),
            t.second(),
            t.timestamp_subsec_millis()
        ),
    );
}

fn push_visit(out: &mut String, rep: &RepLive) {
    out.push_str(",\"visit\":");
    match rep.visit {
        Some(visit) => push(out, format_args!("\"{}\"", visit.0)),
        None => out.push_str("null"),
    }
    out.push_str(",\"outlet\":");
    push_optional(out, rep.outlet.map(|outlet| outlet.0), 0);
}

fn push_optional(out: &mut String, value: Option<i32>, digits: usize) {
    match value {
        Some(value) => push_scaled(out, value, digits),
        None => out.push_str("null"),
    }
}

/// `value / 10^digits`, exactly, without trailing zeros.
fn push_scaled(out: &mut String, value: i32, digits: usize) {
    if digits == 0 {
        push(out, format_args!("{value}"));
        return;
    }
    let scale = 10_u32.pow(u32::try_from(digits).unwrap_or(0));
    let magnitude = value.unsigned_abs();
    if value < 0 {
        out.push('-');
    }
    push(out, format_args!("{}", magnitude / scale));
    let fraction = magnitude % scale;
    if fraction != 0 {
        push(out, format_args!(".{fraction:0digits$}"));
        let kept = out.trim_end_matches('0').len();
        out.truncate(kept);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use fieldbeat_domain::{
        id::{OrgUnitId, OutletId, RepId, VisitId},
        position::LatLng,
    };
    use serde_json::json;

    use super::*;

    #[test]
    fn a_rep_object_has_every_member_with_units_at_the_border() {
        let state = RepLive {
            rep: RepId(7),
            reign: crate::wire::live::Reign::default(),
            code: Arc::from("NV\"07"),
            name: Arc::from("Nguyễn An"),
            org_unit: OrgUnitId(3),
            at: At(1_785_000_000_123),
            position: LatLng {
                lat_e7: -123_456_700,
                lng_e7: 1_058_000_001,
            },
            accuracy_dm: Some(125),
            speed_cmps: Some(500),
            bearing_cdeg: Some(35_905),
            battery_pct: Some(80),
            activity: Activity::InVisit,
            idle_since: None,
            visit: Some(VisitId(uuid::Uuid::nil())),
            outlet: Some(OutletId(9)),
            visited: 2,
            planned: 11,
            flags: flag::INVALID | flag::OFF_ROUTE,
        };
        let mut text = String::new();
        rep(&mut text, &rep_head(&state), &state, Presence::Stale);
        let got: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            got,
            json!({"id":7,"code":"NV\"07","name":"Nguyễn An","org_unit":3,
                "at":"2026-07-25T17:20:00.123Z","lat":-12.345_67,"lng":105.800_000_1,
                "accuracy_m":12.5,"speed_mps":5,"bearing_deg":359.05,"battery_pct":80,
                "presence":"stale","activity":"in_visit",
                "visit":"00000000-0000-0000-0000-000000000000","outlet":9,
                "visited":2,"planned":11,"flags":["invalid","off_route"]})
        );
    }

    #[test]
    fn scaled_numbers_are_exact() {
        for (value, digits, want) in [
            (0, 7, "0"),
            (1, 7, "0.0000001"),
            (-1, 7, "-0.0000001"),
            (1_050_000_000, 7, "105"),
            (i32::MIN, 2, "-21474836.48"),
            (120, 0, "120"),
        ] {
            let mut out = String::new();
            push_scaled(&mut out, value, digits);
            assert_eq!(out, want);
        }
    }

    #[test]
    fn an_event_flattens_its_body_and_keeps_its_own_names() {
        let event_in = LiveEvent {
            kind: Arc::from("visit_closed"),
            org_unit: Some(OrgUnitId(3)),
            rep: Some(RepId(7)),
            body: json!({"overall":"valid","kind":"other"}),
            cursor: "c1".into(),
        };
        let got: Value = serde_json::from_str(&event(4, &event_tail(&event_in))).unwrap();
        assert_eq!(
            got,
            json!({"type":"event","sub":4,"cursor":"c1",
                "event":{"kind":"visit_closed","rep":7,"org_unit":3,"overall":"valid"}})
        );
    }
}
