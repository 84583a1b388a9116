//! OwnTracks in its HTTP mode: one object a request, of which `location` and `transition` say where the phone was. Speeds
//! are km/h. Waypoints are places, never positions. Today's outlets go back as waypoints of ours.

use std::borrow::Cow;

use fieldbeat_domain::time::At;
use serde_json::{Value, json};

use super::{Item, Request, fields, id_of, known};
use crate::wire::device::{WireAt, WireFix};

/// Begins the region id of an outlet that this server pushed; its id follows.
pub const REGION: &str = "fieldbeat-";
/// Seconds from 1970 to 2001: Overland's OwnTracks mode counts from there.
const APPLE_EPOCH_S: i64 = 978_307_200;
/// How old a position may be that is taken for one counted from 2001.
const RECENT_MS: i64 = 30 * 86_400_000;
/// What is said and needs no answer but thanks.
const HEARD: &[&str] = &[
    "waypoint",
    "waypoints",
    "status",
    "steps",
    "beacon",
    "card",
    "lwt",
    "cmd",
    "configuration",
    "request",
    "dump",
];

pub fn read(request: &Request<'_>) -> Vec<Item> {
    if request.body.iter().all(u8::is_ascii_whitespace) {
        return Vec::new();
    }
    match serde_json::from_slice::<Value>(request.body) {
        Ok(Value::Array(many)) => many
            .iter()
            .flat_map(|one| of_object(request, one))
            .collect(),
        Ok(one) => of_object(request, &one),
        Err(_) => {
            let text = String::from_utf8_lossy(request.body).into_owned();
            vec![Item::unread(None, "not_json", text.into())]
        }
    }
}

fn of_object(request: &Request<'_>, object: &Value) -> Vec<Item> {
    let at = (object.get("tst").and_then(Value::as_f64))
        .and_then(fields::epoch)
        .map(|at| repaired(at, request.received_at));
    match object.get("_type").and_then(Value::as_str) {
        Some("location") => location(request, object, at),
        Some("transition") => position(object, at, Some("region")).map_or_else(
            |code| vec![Item::unread(at, code, object.clone())],
            |fix| vec![Item::Fix(fix)],
        ),
        Some("encrypted") => vec![Item::unread(at, "encrypted", object.clone())],
        Some(heard) if HEARD.contains(&heard) => vec![Item::alive(request.received_at, None, None)],
        _ => vec![Item::unread(at, "unknown_type", object.clone())],
    }
}

fn location(request: &Request<'_>, object: &Value, at: Option<At>) -> Vec<Item> {
    let fix = match position(object, at, None) {
        Ok(fix) => fix,
        Err(code) => return vec![Item::unread(at, code, object.clone())],
    };
    let trigger = object.get("t").and_then(Value::as_str);
    let mut items = Vec::new();
    // A ping repeats the last position: what is new is that the phone lives.
    if trigger == Some("p") {
        items.push(Item::alive(
            request.received_at,
            fix.battery_pct,
            fix.charging,
        ));
    }
    if trigger == Some("u")
        && let Some(outlet) = only_outlet(object)
    {
        let at = fix.at.0.0;
        let id = id_of(request.device, "check_in", at);
        items.push(Item::Frame(
            json!({ "type": "check_in", "id": id, "outlet": outlet, "at": at }),
        ));
    }
    items.push(Item::Fix(fix));
    items
}

/// The outlet whose pushed region the phone says it is in, where it is in one alone.
fn only_outlet(object: &Value) -> Option<i64> {
    let regions = object.get("inrids")?.as_array()?;
    let mut outlets = regions
        .iter()
        .filter_map(|r| r.as_str()?.strip_prefix(REGION)?.parse().ok());
    let first = outlets.next()?;
    outlets.next().is_none().then_some(first)
}

fn position(
    object: &Value,
    at: Option<At>,
    provider: Option<&'static str>,
) -> Result<WireFix<'static>, &'static str> {
    let number = |key: &str| object.get(key).and_then(Value::as_f64);
    let at = at.ok_or("no_time")?;
    let (Some(lat), Some(lng)) = (number("lat"), number("lon")) else {
        return Err("no_position");
    };
    Ok(WireFix {
        at: WireAt(at),
        lat,
        lng,
        accuracy_m: known(number("acc")),
        altitude_m: number("alt"),
        speed_mps: known(number("vel")).map(|kmh| kmh / 3.6),
        bearing_deg: known(number("cog")),
        battery_pct: known(number("batt")),
        charging: match number("bs") {
            Some(2.0 | 3.0) => Some(true),
            Some(1.0) => Some(false),
            _ => None,
        },
        mock: None,
        provider: provider.map(Cow::Borrowed),
        clock_offset_ms: None,
    })
}

/// A time that is impossible as it stands and recent when counted from 2001 was counted from 2001.
fn repaired(at: At, received_at: At) -> At {
    let moved = at.plus_ms(APPLE_EPOCH_S * 1_000);
    let is_recent = |t: At| (-RECENT_MS..=RECENT_MS).contains(&received_at.since_ms(t));
    if !is_recent(at) && is_recent(moved) {
        moved
    } else {
        at
    }
}

/// A place of today's plan as the app keeps its regions.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub outlet: i32,
    pub name: String,
    pub lat: f64,
    pub lng: f64,
    pub radius_m: i32,
}

/// The answer that gives the phone today's outlets as regions of its own. `tst` is what the app knows a region by, so
/// that of an outlet never changes.
pub fn set_waypoints(places: &[Place]) -> Value {
    let waypoints: Vec<Value> = places
        .iter()
        .map(|p| {
            json!({
                "_type": "waypoint", "rid": format!("{REGION}{}", p.outlet), "desc": p.name, "lat": p.lat, "lon": p.lng,
                "rad": p.radius_m, "tst": 1_000_000_000 + i64::from(p.outlet),
            })
        })
        .collect();
    json!([{ "_type": "cmd", "action": "setWaypoints", "waypoints": { "_type": "waypoints", "waypoints": waypoints } }])
}
