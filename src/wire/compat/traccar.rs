//! Traccar Client in its three generations, and what else speaks the OsmAnd protocol: all in the query (≤ 8), JSON of one
//! location (9.0–9.7), a form (≥ 10). Speeds are knots in pairs and m/s in JSON, batteries per cent and 0..1.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::{
    Item, Request,
    fields::{self, Fields},
    known,
};
use crate::wire::device::{WireAt, WireFix};

const MPS_PER_KNOT: f64 = 1_852.0 / 3_600.0;

/// Names under which the app says who it is: there, its token.
pub const ID: &[&str] = &["id", "deviceid", "device_id"];

pub fn read(request: &Request<'_>) -> Vec<Item> {
    if let Some(body) = object(request.body) {
        let locations = match body.get("location") {
            Some(Value::Array(many)) => many.clone(),
            Some(one) => vec![one.clone()],
            None => return vec![Item::unread(None, "no_location", body)],
        };
        return locations.iter().flat_map(|l| of_json(request, l)).collect();
    }
    let mut pairs = request.pairs.to_vec();
    pairs.extend(fields::pairs(request.body));
    of_pairs(request, &Fields(pairs))
}

/// The token of the JSON generation, which names itself in its body.
pub fn id_in_body(body: &[u8]) -> Option<String> {
    object(body)?.get("device_id")?.as_str().map(str::to_owned)
}

fn object(body: &[u8]) -> Option<Value> {
    let first = body.iter().find(|b| !b.is_ascii_whitespace())?;
    (*first == b'{')
        .then(|| serde_json::from_slice(body).ok())
        .flatten()
}

fn of_pairs(request: &Request<'_>, f: &Fields) -> Vec<Item> {
    let at = match f.text(&["timestamp"]) {
        None => Some(request.received_at),
        Some(text) => fields::time(text, request.time),
    };
    let Some(at) = at else {
        return vec![Item::unread(None, "no_time", f.to_json())];
    };
    let battery_pct = known(f.number(&["batt"]));
    let charging = f.truth(&["charge"]);
    let alarm = f
        .text(&["alarm"])
        .is_some_and(|a| a.eq_ignore_ascii_case("sos"));
    let mut items = Vec::new();
    let place = match (place(f), f.truth(&["valid"])) {
        (Place::At(lat, lng), None | Some(true)) => Some((lat, lng)),
        (Place::Unreadable, _) => {
            items.push(Item::unread(Some(at), "no_position", f.to_json()));
            None
        }
        _ => None,
    };
    if let Some((lat, lng)) = place {
        items.push(Item::Fix(WireFix {
            at: WireAt(at),
            lat,
            lng,
            accuracy_m: known(f.number(&["accuracy"])),
            altitude_m: f.number(&["altitude"]),
            speed_mps: known(f.number(&["speed"])).map(|knots| knots * MPS_PER_KNOT),
            bearing_deg: known(f.number(&["bearing", "heading"])),
            battery_pct,
            charging,
            mock: f.truth(&["mock"]),
            provider: None,
            clock_offset_ms: None,
        }));
    } else if items.is_empty() && f.text(&["notificationToken"]).is_none() {
        items.push(Item::alive(at, battery_pct, charging));
    }
    if alarm {
        items.push(Item::sos(request, at));
    }
    items
}

enum Place {
    At(f64, f64),
    Absent,
    Unreadable,
}

fn place(f: &Fields) -> Place {
    let (lat, lng) = match f.text(&["location"]).and_then(|l| l.split_once(',')) {
        Some((lat, lng)) => (Some(lat.trim()), Some(lng.trim())),
        None => (f.text(&["lat"]), f.text(&["lon"])),
    };
    match (lat, lng) {
        (None, None) => Place::Absent,
        (Some(lat), Some(lng)) => match (lat.parse(), lng.parse()) {
            (Ok(lat), Ok(lng)) => Place::At(lat, lng),
            _ => Place::Unreadable,
        },
        _ => Place::Unreadable,
    }
}

fn of_json(request: &Request<'_>, location: &Value) -> Vec<Item> {
    let number = |path: &str| location.pointer(path).and_then(Value::as_f64);
    let at = match location.get("timestamp") {
        Some(Value::String(text)) => fields::iso(text),
        Some(Value::Number(n)) => n.as_f64().and_then(fields::epoch),
        None => Some(request.received_at),
        Some(_) => None,
    };
    let Some(at) = at else {
        return vec![Item::unread(
            None,
            "no_time",
            json!({ "location": location }),
        )];
    };
    let battery_pct = known(number("/battery/level")).map(|share| share * 100.0);
    let charging = location
        .pointer("/battery/is_charging")
        .and_then(Value::as_bool);
    let mut items = Vec::new();
    match location.get("coords") {
        None | Some(Value::Null) => items.push(Item::alive(at, battery_pct, charging)),
        Some(_) => match (number("/coords/latitude"), number("/coords/longitude")) {
            (Some(lat), Some(lng)) => items.push(Item::Fix(WireFix {
                at: WireAt(at),
                lat,
                lng,
                accuracy_m: known(number("/coords/accuracy")),
                altitude_m: number("/coords/altitude"),
                speed_mps: known(number("/coords/speed")),
                bearing_deg: known(number("/coords/heading")),
                battery_pct,
                charging,
                mock: location.get("mock").and_then(Value::as_bool),
                provider: None::<Cow<'static, str>>,
                clock_offset_ms: None,
            })),
            _ => items.push(Item::unread(
                Some(at),
                "no_position",
                json!({ "location": location }),
            )),
        },
    }
    let alarm = (location.pointer("/extras/alarm")).and_then(Value::as_str);
    if alarm.is_some_and(|a| a.eq_ignore_ascii_case("sos")) {
        items.push(Item::sos(request, at));
    }
    items
}
