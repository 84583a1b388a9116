//! What existing phone apps send, read into the words of the device protocol: Traccar Client, OwnTracks, Overland,
//! GPSLogger (docs/phones.md). Pure. Such an app deletes what is answered with 2xx and stops its queue at anything else,
//! so what cannot be read costs itself alone and comes back as [`Item::Unread`]. Never decides about sessions, never
//! stores.

use fieldbeat_domain::{
    id::DeviceId,
    time::{At, CompanyTime},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::device::WireFix;

pub mod fields;
pub mod gpslogger;
pub mod overland;
pub mod owntracks;
pub mod traccar;
pub mod track_file;

/// An app that a phone has already.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Deserialize,
    Serialize,
    strum::EnumIter,
    strum::IntoStaticStr,
    strum::EnumString,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[schema(as = PhoneApp)]
pub enum App {
    Traccar,
    Owntracks,
    Overland,
    Gpslogger,
}

impl App {
    /// The name of its door.
    pub fn door(self) -> &'static str {
        self.into()
    }

    /// As people call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Traccar => "Traccar Client",
            Self::Owntracks => "OwnTracks",
            Self::Overland => "Overland",
            Self::Gpslogger => "GPSLogger",
        }
    }

    /// Reads one request. `pairs` are those of its address, the token's taken out.
    pub fn read(self, request: &Request<'_>) -> Vec<Item> {
        match self {
            Self::Traccar => traccar::read(request),
            Self::Owntracks => owntracks::read(request),
            Self::Overland => overland::read(request),
            Self::Gpslogger => gpslogger::read(request),
        }
    }
}

/// One request of an app, and what is needed to understand it.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    pub device: DeviceId,
    /// Key and value as decoded, in their order.
    pub pairs: &'a [(String, String)],
    pub body: &'a [u8],
    pub received_at: At,
    /// For times that name no zone.
    pub time: &'a CompanyTime,
}

/// One thing that an app said.
#[derive(Clone, Debug)]
pub enum Item {
    Fix(WireFix<'static>),
    /// A frame of the device protocol without its `n`: a mark, a record, a heartbeat.
    Frame(Value),
    Unread(Unread),
}

/// What could not be read, and why: `no_time`, `no_position`, `no_location`, `not_json`, `encrypted`, `unknown_type`.
#[derive(Clone, Debug, PartialEq)]
pub struct Unread {
    /// When it happened, where that much could be read.
    pub at: Option<At>,
    pub detail: &'static str,
    /// A request of its own that says this alone.
    pub body: Value,
}

impl Item {
    fn unread(at: Option<At>, detail: &'static str, body: Value) -> Self {
        Self::Unread(Unread { at, detail, body })
    }

    /// A sign of life that is no position.
    fn alive(at: At, battery_pct: Option<f64>, charging: Option<bool>) -> Self {
        let battery_pct = battery_pct.map(f64::round);
        Self::Frame(
            json!({ "type": "heartbeat", "at": at.0, "battery_pct": battery_pct, "charging": charging }),
        )
    }

    /// A call for help: the same one, however often the app repeats it.
    fn sos(request: &Request<'_>, at: At) -> Self {
        let id = id_of(request.device, "sos", at.0);
        Self::Frame(json!({ "type": "record", "kind": "sos", "id": id, "at": at.0, "body": {} }))
    }
}

/// The id of what an app repeats without giving it one.
fn id_of(device: DeviceId, what: &str, key: i64) -> Uuid {
    let name = format!("fieldbeat compat {} {what} {key}", device.0);
    Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes())
}

/// A reading, where the app knows one: these apps say −1 for unknown.
fn known(value: Option<f64>) -> Option<f64> {
    value.filter(|v| v.is_finite() && *v >= 0.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use strum::IntoEnumIterator;

    use super::*;

    /// What a door reads, from what a proxy, a bored user or an attacker may send.
    fn said() -> impl Strategy<Value = Vec<u8>> {
        let number = prop_oneof![
            "-?[0-9]{1,20}",
            "-?[0-9]{1,3}\\.[0-9]{1,9}",
            Just("1e999".to_owned()),
            Just("NaN".to_owned())
        ];
        let key = prop::sample::select(vec![
            "id",
            "lat",
            "lon",
            "timestamp",
            "tst",
            "_type",
            "t",
            "location",
            "coords",
            "latitude",
            "longitude",
            "locations",
            "geometry",
            "coordinates",
            "properties",
            "action",
            "arrival_date",
            "battery",
            "level",
            "batt",
            "alarm",
            "valid",
            "inrids",
            "time",
            "spd",
        ]);
        let word = prop::sample::select(vec![
            "location",
            "visit",
            "sos",
            "2026-11-25T05:00:00Z",
            "u",
            "p",
            "transition",
            "fieldbeat-1",
            "",
        ]);
        let leaf = prop_oneof![
            number.prop_map(|n: String| serde_json::from_str(&n).unwrap_or(Value::String(n))),
            word.prop_map(Value::from),
            any::<bool>().prop_map(Value::from),
            Just(Value::Null),
        ];
        let json = leaf.prop_recursive(4, 40, 6, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::hash_map(key.clone().prop_map(str::to_owned), inner, 0..6)
                    .prop_map(|m| Value::Object(m.into_iter().collect())),
            ]
        });
        prop_oneof![
            prop::collection::vec(any::<u8>(), 0..200),
            json.prop_map(|v| v.to_string().into_bytes()),
            "(lat|lon|id|timestamp|speed)=[0-9.,%+&=a-z-]{0,40}".prop_map(String::into_bytes),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        /// Nothing that is sent stops a door, and whatever it makes of it is a frame of the device protocol.
        #[test]
        fn every_request_is_read(query in said(), body in said()) {
            let pairs = fields::pairs(&query);
            let time = fieldbeat_domain::rules::Rules::default().time;
            for app in App::iter() {
                let request = Request { device: DeviceId(1), pairs: &pairs, body: &body, received_at: At(1_795_582_800_000), time: &time };
                for item in app.read(&request) {
                    if let Item::Frame(mut frame) = item {
                        frame["n"] = 1.into();
                        let text = frame.to_string();
                        prop_assert!(crate::wire::device::decode(&text).is_ok(), "{text}");
                    }
                }
            }
            let _ = track_file::read(&body, &time);
        }
    }
}
