//! Frames a viewer sends: parsed and range-checked, nothing looked up.

use fieldbeat_domain::id::{OrgUnitId, RepId};
use serde::Deserialize;

use super::{Activity, Presence};

/// Org units a filter may name.
pub const MAX_FILTER_UNITS: usize = 64;

/// A rectangle in degrees; `west > east` crosses the antimeridian.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bbox {
    pub west: f64,
    pub south: f64,
    pub east: f64,
    pub north: f64,
}

impl Bbox {
    pub const WORLD: Self = Self {
        west: -180.0,
        south: -90.0,
        east: 180.0,
        north: 90.0,
    };

    /// Clamps latitudes and wraps longitudes, as maps scroll past the antimeridian. `None` when
    /// a number is not finite or the rectangle is upside down.
    fn checked([west, south, east, north]: [f64; 4]) -> Option<Self> {
        let finite = [west, south, east, north]
            .iter()
            .all(|v| v.is_finite() && v.abs() <= 1e6);
        if !finite || south > north || west > east && west - east > 360.0 {
            return None;
        }
        let (south, north) = (south.clamp(-90.0, 90.0), north.clamp(-90.0, 90.0));
        if east - west >= 360.0 {
            return Some(Self {
                south,
                north,
                ..Self::WORLD
            });
        }
        let wrap = |v: f64| {
            if (-180.0..=180.0).contains(&v) {
                v
            } else {
                (v + 180.0).rem_euclid(360.0) - 180.0
            }
        };
        Some(Self {
            west: wrap(west),
            south,
            east: wrap(east),
            north,
        })
    }
}

/// Which reps of the scope to show. Empty lists mean no restriction.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Any of these org units or what lies below them.
    pub org_units: Vec<OrgUnitId>,
    pub presence: Vec<Presence>,
    pub activity: Vec<Activity>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Subscribe {
    /// Chosen by the client, echoed in everything that answers it; 0 … 2^53−1.
    pub sub: u64,
    pub bbox: Bbox,
    /// 0 … 30
    pub zoom: f64,
    pub filter: Filter,
    /// The viewer asks for cells even where reps would fit.
    pub cells: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    Subscribe(Subscribe),
    /// `None`: a number that no rep can have.
    Follow(Option<RepId>, i64),
    /// `None`: all followed reps.
    Unfollow(Option<i64>),
}

/// Why a frame was not understood; the connection goes on.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Malformed {
    #[error("not an object with a string `type`")]
    Shape,
    #[error("unknown type")]
    UnknownType,
    #[error("{0}")]
    Field(String),
}

impl Malformed {
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownType => "unknown_type",
            Self::Shape | Self::Field(_) => "malformed",
        }
    }
}

#[derive(Deserialize)]
struct Tagged {
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany<T> {
    One(T),
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    fn into_vec(self) -> Vec<T> {
        match self {
            Self::One(value) => vec![value],
            Self::Many(values) => values,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Level {
    Rep,
    Cell,
}

/// Unknown members are refused: a filter that silently does nothing shows too much.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFilter {
    org_unit: Option<OneOrMany<i32>>,
    presence: Option<OneOrMany<Presence>>,
    activity: Option<OneOrMany<Activity>>,
}

#[derive(Deserialize)]
struct RawSubscribe {
    sub: u64,
    bbox: Option<[f64; 4]>,
    zoom: Option<f64>,
    filter: Option<RawFilter>,
    level: Option<Level>,
}

#[derive(Deserialize)]
struct RawFollow {
    rep: i64,
}

#[derive(Deserialize)]
struct RawUnfollow {
    rep: Option<i64>,
}

/// Reads one text frame.
pub fn parse(text: &str) -> Result<Request, Malformed> {
    let tagged: Tagged = serde_json::from_str(text).map_err(|_| Malformed::Shape)?;
    match tagged.kind.as_str() {
        "subscribe" => Ok(Request::Subscribe(subscribe(fields(text)?)?)),
        "follow" => {
            let RawFollow { rep } = fields(text)?;
            Ok(Request::Follow(i32::try_from(rep).ok().map(RepId), rep))
        }
        "unfollow" => Ok(Request::Unfollow(fields::<RawUnfollow>(text)?.rep)),
        _ => Err(Malformed::UnknownType),
    }
}

fn fields<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Malformed> {
    serde_json::from_str(text).map_err(|error| Malformed::Field(error.to_string()))
}

fn subscribe(raw: RawSubscribe) -> Result<Subscribe, Malformed> {
    if raw.sub > (1 << 53) - 1 {
        return Err(Malformed::Field("sub is above 2^53-1".into()));
    }
    let bbox = match raw.bbox {
        Some(corners) => Bbox::checked(corners)
            .ok_or_else(|| Malformed::Field("bbox is not [west,south,east,north]".into()))?,
        None => Bbox::WORLD,
    };
    let zoom = raw.zoom.unwrap_or(12.0);
    if !(0.0..=30.0).contains(&zoom) {
        return Err(Malformed::Field("zoom is not 0 to 30".into()));
    }
    let filter = match raw.filter {
        None => Filter::default(),
        Some(raw) => Filter {
            org_units: raw
                .org_unit
                .map(OneOrMany::into_vec)
                .unwrap_or_default()
                .into_iter()
                .map(OrgUnitId)
                .collect(),
            presence: raw.presence.map(OneOrMany::into_vec).unwrap_or_default(),
            activity: raw.activity.map(OneOrMany::into_vec).unwrap_or_default(),
        },
    };
    if filter.org_units.len() > MAX_FILTER_UNITS {
        return Err(Malformed::Field("filter.org_unit names too many".into()));
    }
    Ok(Subscribe {
        sub: raw.sub,
        bbox,
        zoom,
        filter,
        cells: matches!(raw.level, Some(Level::Cell)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subscribe_is_read_with_one_or_many_filter_values() {
        let text = r#"{"type":"subscribe","sub":1,"bbox":[105.7,20.9,105.9,21.1],"zoom":12,
            "filter":{"org_unit":3,"presence":["online","stale"],"activity":"in_visit"}}"#;
        let Ok(Request::Subscribe(got)) = parse(text) else {
            panic!("not read");
        };
        assert_eq!(got.filter.org_units, [OrgUnitId(3)]);
        assert_eq!(got.filter.presence, [Presence::Online, Presence::Stale]);
        assert_eq!(got.filter.activity, [Activity::InVisit]);
        assert!((got.bbox.west - 105.7).abs() < 1e-9);
    }

    #[test]
    fn longitudes_past_the_antimeridian_wrap() {
        let got = Bbox::checked([179.0, -1.0, 182.0, 1.0]).unwrap();
        assert!(got.west > got.east && (got.east + 178.0).abs() < 1e-9);
        let world = Bbox::checked([-200.0, -95.0, 200.0, 95.0]).unwrap();
        assert_eq!(world, Bbox::WORLD);
    }

    #[test]
    fn what_is_not_understood_says_why() {
        for (text, code) in [
            ("", "malformed"),
            ("[]", "malformed"),
            ("{}", "malformed"),
            (r#"{"type":7}"#, "malformed"),
            (r#"{"type":"dance"}"#, "unknown_type"),
            (r#"{"type":"subscribe"}"#, "malformed"),
            (r#"{"type":"subscribe","sub":-1}"#, "malformed"),
            (
                r#"{"type":"subscribe","sub":1,"bbox":[1,2,3]}"#,
                "malformed",
            ),
            (
                r#"{"type":"subscribe","sub":1,"bbox":[1,9,3,4]}"#,
                "malformed",
            ),
            (r#"{"type":"subscribe","sub":1,"zoom":-3}"#, "malformed"),
            (
                r#"{"type":"subscribe","sub":1,"filter":{"team":1}}"#,
                "malformed",
            ),
            (r#"{"type":"follow","rep":"x"}"#, "malformed"),
        ] {
            assert_eq!(parse(text).unwrap_err().code(), code, "{text}");
        }
    }

    #[test]
    fn a_rep_number_beyond_the_key_range_is_a_rep_nobody_has() {
        assert_eq!(
            parse(r#"{"type":"follow","rep":99999999999}"#),
            Ok(Request::Follow(None, 99_999_999_999))
        );
    }
}
