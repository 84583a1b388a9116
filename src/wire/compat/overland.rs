//! Overland for iOS: batches of `GeoJSON` points. What it calls `visit` is a place that iOS noticed, with the times of
//! arrival and departure: two positions. Logs of the app and ends of trips are signs of life.

use std::borrow::Cow;

use fieldbeat_domain::time::At;
use serde_json::{Value, json};

use super::{Item, Request, fields, known};
use crate::wire::device::{WireAt, WireFix};

pub fn read(request: &Request<'_>) -> Vec<Item> {
    let Ok(body) = serde_json::from_slice::<Value>(request.body) else {
        let text = String::from_utf8_lossy(request.body).into_owned();
        return vec![Item::unread(None, "not_json", text.into())];
    };
    let Some(locations) = body.get("locations").and_then(Value::as_array) else {
        return vec![Item::unread(None, "no_location", body)];
    };
    // The newest position stands apart while more than a batch waits; it comes again in its turn.
    let current = body.get("current").filter(|c| c.is_object());
    let all = locations.iter().chain(current);
    all.flat_map(|l| of_feature(request, l)).collect()
}

fn of_feature(request: &Request<'_>, feature: &Value) -> Vec<Item> {
    let properties = feature.get("properties").unwrap_or(&Value::Null);
    let text = |key: &str| properties.get(key).and_then(Value::as_str);
    let at = text("timestamp").and_then(fields::iso);
    let battery_pct = known(number(properties, "battery_level")).map(|share| share * 100.0);
    let charging = match text("battery_state") {
        Some("charging" | "full") => Some(true),
        Some("unplugged") => Some(false),
        _ => None,
    };
    let of_log = text("type") == Some("trip") || text("action").is_some_and(|a| a != "visit");
    let is_visit = text("action") == Some("visit");
    if of_log || feature.get("geometry").is_none_or(Value::is_null) {
        return vec![Item::alive(
            at.unwrap_or(request.received_at),
            battery_pct,
            charging,
        )];
    }
    let Some(at) = at else {
        return vec![Item::unread(
            None,
            "no_time",
            json!({ "locations": [feature] }),
        )];
    };
    let coordinate = |path| feature.pointer(path).and_then(Value::as_f64);
    let (Some(lng), Some(lat)) = (
        coordinate("/geometry/coordinates/0"),
        coordinate("/geometry/coordinates/1"),
    ) else {
        return vec![Item::unread(
            Some(at),
            "no_position",
            json!({ "locations": [feature] }),
        )];
    };
    let fix = WireFix {
        at: WireAt(at),
        lat,
        lng,
        accuracy_m: known(number(properties, "horizontal_accuracy")),
        altitude_m: number(properties, "altitude"),
        speed_mps: known(number(properties, "speed")),
        bearing_deg: known(number(properties, "course")),
        battery_pct,
        charging,
        mock: None,
        provider: None,
        clock_offset_ms: None,
    };
    if !is_visit {
        return vec![Item::Fix(fix)];
    }
    // The place at the two times, and nothing that was measured when iOS told of it.
    let times = [text("arrival_date"), text("departure_date")];
    let fixes = times
        .iter()
        .flatten()
        .filter_map(|t| fields::iso(t))
        .filter(|t| is_a_day(*t));
    fixes
        .map(|t| {
            Item::Fix(WireFix {
                at: WireAt(t),
                altitude_m: None,
                speed_mps: None,
                bearing_deg: None,
                battery_pct: None,
                charging: None,
                provider: Some(Cow::Borrowed("visit")),
                ..fix.clone()
            })
        })
        .collect()
}

/// iOS says "distant past" and "distant future" for what it does not know.
fn is_a_day(at: At) -> bool {
    (0..4_102_444_800_000).contains(&at.0)
}

fn number(properties: &Value, key: &str) -> Option<f64> {
    properties.get(key).and_then(Value::as_f64)
}
