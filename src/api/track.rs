//! A rep's raw track as GeoJSON or a file, split where nothing was seen. Every read is logged.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, TimeDelta, Utc};
use fieldbeat_domain::{
    fix::FixFlags,
    id::RepId,
    position::{LatLng, distance_mm},
    rules::Rules,
    time::At,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    Api,
    auth::{Allow, ReadTrack},
    input::{Args, Seg},
    problem::{Problem, ProblemBody},
    track_file::{self, TrackFormat},
    visit_view::thousandth,
};
use crate::store::{
    audit,
    instant::Instant,
    track::{self, TrackFix},
};

/// A track of more days is asked for in pieces.
const RANGE_MAX: TimeDelta = TimeDelta::days(7);
const FIXES_MAX: i64 = 200_000;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TrackArgs {
    from: DateTime<Utc>,
    /// Not included; at most 7 days after `from`.
    to: DateTime<Utc>,
    /// geojson | gpx | kml | csv | xlsx; left out: what `Accept` says, GeoJSON else.
    format: Option<String>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct TrackCollection {
    /// FeatureCollection
    #[serde(rename = "type")]
    kind: String,
    /// LineStrings: `properties.kind` is `track` with `times` parallel to the coordinates, or `hole`.
    #[schema(value_type = Vec<Object>)]
    features: Vec<Value>,
}

/// Positions of a rep in a span of time: GeoJSON, or a file. GPX, KML and CSV can be uploaded again.
#[utoipa::path(get, path = "/reps/{id}/track", operation_id = "rep_track", tag = "reps", params(("id" = i32, Path), TrackArgs),
    responses(
        (status = 200, content((TrackCollection = "application/geo+json"), (String = "application/gpx+xml"),
            (String = "application/vnd.google-earth.kml+xml"), (String = "text/csv"),
            (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn show(
    State(api): State<Api>,
    allow: Allow<ReadTrack>,
    Seg(id): Seg<i32>,
    Args(args): Args<TrackArgs>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (from, to) = (args.from, args.to);
    if to <= from || to - from > RANGE_MAX {
        return Err(Problem::query("to", "out_of_range"));
    }
    let accept = headers.get(header::ACCEPT).and_then(|a| a.to_str().ok());
    let format = TrackFormat::choose(args.format.as_deref(), accept.unwrap_or_default())?;
    let rules = api.rules();
    track::reachable(api.db(), &allow.scope, &rules.time, RepId(id), from, to).await?;
    let detail = json!({"from": Instant(from), "to": Instant(to)});
    audit::record(
        api.db(),
        &allow.scope,
        api.now().at,
        "track.read",
        &format!("reps/{id}"),
        &detail,
    )
    .await?;
    let fixes = track::fixes(
        api.db(),
        &allow.scope,
        &rules.time,
        RepId(id),
        (from, to),
        FIXES_MAX,
    )
    .await?;
    let pieces = split(&usable(fixes, &rules), &rules);
    let mut response = match format {
        None => {
            let mut response = geojson(&pieces).to_string().into_response();
            let kind = HeaderValue::from_static("application/geo+json");
            response.headers_mut().insert(header::CONTENT_TYPE, kind);
            response
        }
        Some(format) => {
            let day = rules.time.date_of(At::from(from));
            track_file::response(format, &pieces, &format!("track-{id}-{day}"))?
        }
    };
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Fixes as a GPX file: the line that is drawn.
pub(super) fn track_gpx(
    fixes: Vec<TrackFix>,
    rules: &Rules,
) -> Result<Vec<u8>, gpx::errors::GpxError> {
    track_file::gpx(&split(&usable(fixes, rules), rules))
}

/// A fix of the drawn line.
#[derive(Clone, Copy)]
pub(super) struct Point {
    pub(super) at: At,
    pub(super) position: LatLng,
    pub(super) altitude_dm: Option<i32>,
}

/// Fixes that are drawn: those accurate enough to be judged, and no mock ones.
fn usable(fixes: Vec<TrackFix>, rules: &Rules) -> Vec<Point> {
    let mut points: Vec<Point> = fixes
        .into_iter()
        .filter(|f| {
            f.accuracy_dm
                .is_none_or(|a| a <= rules.accuracy_reject_m.saturating_mul(10))
        })
        .filter(|f| !FixFlags(f.flags).contains(FixFlags::MOCK))
        .map(|f| Point {
            at: At::from(f.at).plus_ms(i64::from(f.clock_offset_ms)),
            position: LatLng {
                lat_e7: f.lat_e7,
                lng_e7: f.lng_e7,
            },
            altitude_dm: f.altitude_dm,
        })
        .collect();
    points.sort_by_key(|p| (p.at, p.position));
    points.dedup_by_key(|p| p.at);
    points
}

/// The line in pieces: a hole in time or space is never bridged.
fn split(points: &[Point], rules: &Rules) -> Vec<Vec<Point>> {
    let gap_ms = i64::from(rules.gap_flag_min) * 60_000;
    let hole_mm = i64::from(rules.hole_m) * 1000;
    points
        .chunk_by(|a, b| {
            b.at.since_ms(a.at) <= gap_ms && distance_mm(a.position, b.position) <= hole_mm
        })
        .map(<[Point]>::to_vec)
        .collect()
}

fn coordinates(points: &[Point]) -> Vec<[f64; 2]> {
    points
        .iter()
        .map(|p| [p.position.lng(), p.position.lat()])
        .collect()
}

fn geojson(pieces: &[Vec<Point>]) -> Value {
    let mut features = Vec::new();
    for (i, piece) in pieces.iter().enumerate() {
        // A LineString has two positions at least.
        let drawn = if piece.len() == 1 {
            [piece.as_slice(), piece.as_slice()].concat()
        } else {
            piece.clone()
        };
        let times: Vec<Instant> = drawn.iter().map(|p| p.at.into()).collect();
        features.push(json!({
            "type": "Feature",
            "geometry": {"type": "LineString", "coordinates": coordinates(&drawn)},
            "properties": {"kind": "track", "times": times},
        }));
        let next = pieces.get(i + 1).and_then(|n| n.first());
        if let (Some(last), Some(next)) = (piece.last(), next) {
            features.push(json!({
                "type": "Feature",
                "geometry": {"type": "LineString", "coordinates": coordinates(&[*last, *next])},
                "properties": {
                    "kind": "hole", "from_at": Instant::from(last.at), "to_at": Instant::from(next.at),
                    "distance_m": thousandth(distance_mm(last.position, next.position)),
                },
            }));
        }
    }
    json!({"type": "FeatureCollection", "features": features})
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(minute: i64, lat_e7: i32) -> Point {
        Point {
            at: At(minute * 60_000),
            position: LatLng {
                lat_e7,
                lng_e7: 1_058_000_000,
            },
            altitude_dm: Some(125),
        }
    }

    #[test]
    fn a_hole_in_time_or_space_is_never_bridged() {
        let points = [
            point(0, 210_000_000),
            point(1, 210_001_000),
            point(40, 210_002_000),
            point(41, 211_000_000),
        ];
        let pieces = split(&points, &Rules::default());
        assert_eq!(pieces.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1, 1]);
        let shown = geojson(&pieces);
        let kinds: Vec<_> = shown["features"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| f["properties"]["kind"].clone())
            .collect();
        assert_eq!(kinds, ["track", "hole", "track", "hole", "track"]);
    }
}
