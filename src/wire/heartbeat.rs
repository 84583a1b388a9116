//! What a phone says of itself in a heartbeat (docs/protocol.md), decoded value by value.

use std::borrow::Cow;

use fieldbeat_domain::device_health::{LocationPermission, Permissions};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::device::raw;

/// What a phone says of itself; a value that cannot be read is absent and costs no other.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Heartbeat {
    pub battery_pct: Option<u8>,
    pub charging: Option<bool>,
    pub backlog: Option<i32>,
    pub permissions: Option<Permissions>,
}

impl Heartbeat {
    pub(super) fn read(text: &str) -> Self {
        #[derive(Deserialize)]
        struct Fields<'a> {
            #[serde(borrow, default)]
            battery_pct: Option<&'a RawValue>,
            #[serde(borrow, default)]
            charging: Option<&'a RawValue>,
            #[serde(borrow, default)]
            backlog: Option<&'a RawValue>,
            #[serde(borrow, default)]
            permissions: Option<&'a RawValue>,
        }
        let Ok(f) = serde_json::from_str::<Fields<'_>>(text) else {
            return Self::default();
        };
        Self {
            battery_pct: raw(f.battery_pct).and_then(percent),
            charging: raw(f.charging),
            backlog: raw(f.backlog).filter(|b| *b >= 0),
            permissions: f.permissions.and_then(|p| permissions(p.get())),
        }
    }
}

/// `None` where nothing in it can be read, so that it does not hide what the phone said before.
fn permissions(text: &str) -> Option<Permissions> {
    #[derive(Deserialize)]
    struct Fields<'a> {
        #[serde(borrow, default)]
        location: Option<&'a RawValue>,
        #[serde(borrow, default)]
        precise: Option<&'a RawValue>,
        #[serde(borrow, default)]
        location_service: Option<&'a RawValue>,
        #[serde(borrow, default)]
        notifications: Option<&'a RawValue>,
        #[serde(borrow, default)]
        background: Option<&'a RawValue>,
        #[serde(borrow, default)]
        battery_saver: Option<&'a RawValue>,
        #[serde(borrow, default)]
        battery_optimized: Option<&'a RawValue>,
    }
    let f: Fields<'_> = serde_json::from_str(text).ok()?;
    let read = Permissions {
        location: raw::<Cow<'_, str>>(f.location).and_then(|w| LocationPermission::parse(&w)),
        precise: raw(f.precise),
        location_service: raw(f.location_service),
        notifications: raw(f.notifications),
        background: raw(f.background),
        battery_saver: raw(f.battery_saver),
        battery_optimized: raw(f.battery_optimized),
    };
    (read != Permissions::default()).then_some(read)
}

/// A battery's charge; −1 and the like mean that the phone does not know.
pub fn percent(value: f64) -> Option<u8> {
    let rounded = value.round();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "range checked"
    )]
    (0.0..=100.0).contains(&rounded).then_some(rounded as u8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::device::{Body, decode};

    #[test]
    fn a_bad_value_of_a_heartbeat_costs_that_value() {
        let read = |fields: &str| {
            let text = format!(r#"{{"type":"heartbeat","n":1,{fields}}}"#);
            match decode(&text).unwrap().body {
                Body::Heartbeat(beat) => beat,
                other => panic!("{other:?}"),
            }
        };
        let beat = read(
            r#""battery_pct":1e999,"charging":true,"backlog":-4,"permissions":{"location":"denied","precise":"yes","location_service":false,"weather":1}"#,
        );
        assert_eq!(
            (beat.battery_pct, beat.charging, beat.backlog),
            (None, Some(true), None)
        );
        assert_eq!(
            beat.permissions,
            Some(Permissions {
                location: Some(LocationPermission::Denied),
                location_service: Some(false),
                ..Permissions::default()
            })
        );
        for nothing in [
            r#""permissions":7"#,
            r#""permissions":{"location":"sometimes"}"#,
            r#""permissions":{}"#,
            r#""battery_pct":-1"#,
        ] {
            assert_eq!(read(nothing), Heartbeat::default(), "{nothing}");
        }
        assert_eq!(read(r#""battery_pct":99.6"#).battery_pct, Some(100));
    }
}
