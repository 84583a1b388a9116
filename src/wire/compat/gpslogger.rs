//! GPSLogger for Android by its custom URL: the names of `%ALL`, in the query, a form or flat JSON. Speeds are m/s.
//! A direction of 0 is what it says where it knows none.

use std::borrow::Cow;

use serde_json::Value;

use super::{
    Item, Request,
    fields::{self, Fields},
    known,
};
use crate::wire::device::{WireAt, WireFix};

pub fn read(request: &Request<'_>) -> Vec<Item> {
    let mut pairs = request.pairs.to_vec();
    match serde_json::from_slice(request.body) {
        Ok(Value::Object(map)) => pairs.extend(map.into_iter().map(|(k, v)| match v {
            Value::String(text) => (k, text),
            other => (k, other.to_string()),
        })),
        _ => pairs.extend(fields::pairs(request.body)),
    }
    let f = Fields(pairs);
    let at = (f.text(&["timestamp", "time"])).and_then(|t| fields::time(t, request.time));
    let Some(at) = at else {
        return vec![Item::unread(None, "no_time", f.to_json())];
    };
    let (Some(lat), Some(lng)) = (f.number(&["lat"]), f.number(&["lon"])) else {
        return vec![Item::unread(Some(at), "no_position", f.to_json())];
    };
    let speed_mps =
        known(f.number(&["spd"])).or_else(|| known(f.number(&["spd_kph"])).map(|kmh| kmh / 3.6));
    let moves = speed_mps.is_some_and(|s| s > 0.0);
    vec![Item::Fix(WireFix {
        at: WireAt(at),
        lat,
        lng,
        accuracy_m: known(f.number(&["acc"])),
        altitude_m: f.number(&["alt"]),
        speed_mps,
        bearing_deg: known(f.number(&["dir"])).filter(|dir| *dir > 0.0 || moves),
        battery_pct: known(f.number(&["batt"])),
        charging: f.truth(&["ischarging"]),
        mock: None,
        provider: f.text(&["prov"]).map(|p| Cow::Owned(p.to_lowercase())),
        clock_offset_ms: None,
    })]
}
