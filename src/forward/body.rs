//! A position in the words of Traccar's JSON: `{"position": {…}, "device": {…}}`, speed in knots, times in UTC with
//! milliseconds. What Traccar has and we do not is there with the value it has where nothing is known.

use fieldbeat_domain::{
    fix::{Fix, FixFlags, Provider},
    time::At,
};
use serde_json::{Value, json};

use crate::store::device::Sender;

const KNOTS_PER_CM_S: f64 = 3600.0 / 1852.0 / 100.0;

pub(super) fn of(fix: &Fix, received_at: At, sender: &Sender) -> Value {
    let at = time(fix.judged_at());
    let mut attributes = json!({
        "mock": fix.flags.contains(FixFlags::MOCK),
        "charge": fix.flags.contains(FixFlags::CHARGING),
        "source": source(fix.provider),
    });
    if let (Some(map), Some(battery)) = (attributes.as_object_mut(), fix.battery_pct) {
        map.insert("batteryLevel".to_owned(), battery.into());
    }
    json!({
        "position": {
            "id": 0,
            "attributes": attributes,
            "deviceId": fix.device.0,
            "protocol": "fieldbeat",
            "serverTime": time(received_at),
            "deviceTime": time(fix.at),
            "fixTime": at,
            "outdated": false,
            "valid": true,
            "latitude": fix.position.lat(),
            "longitude": fix.position.lng(),
            "altitude": fix.altitude_dm.map_or(0.0, |dm| f64::from(dm) / 10.0),
            "speed": fix.speed_cmps.map_or(0.0, |v| f64::from(v) * KNOTS_PER_CM_S),
            "course": fix.bearing_cdeg.map_or(0.0, |b| f64::from(b) / 100.0),
            "address": null,
            "accuracy": fix.accuracy_dm.map_or(0.0, |dm| f64::from(dm) / 10.0),
            "network": null,
            "geofenceIds": null,
        },
        "device": {
            "id": fix.device.0,
            "attributes": { "rep": sender.rep_code },
            "groupId": 0,
            "name": sender.label,
            // A phone may change hands: whose work it was is an attribute.
            "uniqueId": fix.device.0.to_string(),
            "status": "online",
            "lastUpdate": at,
            "positionId": 0,
            "phone": null,
            "model": null,
            "contact": null,
            "category": "person",
            "disabled": false,
        },
    })
}

/// As Jackson writes a date.
fn time(at: At) -> Value {
    at.to_utc().map_or(Value::Null, |at| {
        at.format("%Y-%m-%dT%H:%M:%S%.3f+00:00").to_string().into()
    })
}

const fn source(provider: Provider) -> &'static str {
    match provider {
        Provider::Gps => "gps",
        Provider::Network => "network",
        Provider::Fused => "fused",
        Provider::Browser => "browser",
        Provider::Unknown | Provider::Other => "other",
    }
}
