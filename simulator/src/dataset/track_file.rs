//! Tracks of any origin: GPX, GeoJSON, CSV and the JSON of barefoot, plain or gzipped.
//!
//! A CSV is read by the column names in use; rows of several devices become several traces. Rows
//! keep their order of arrival where a column tells it. Points without a time are no track.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufReader, Read},
    path::Path,
};

use anyhow::{Context, Result, bail};
use chrono::{DateTime, NaiveDateTime};
use serde_json::Value;

use super::{
    Point, Trace, seconds_to_ms,
    table::{self, Row, Table},
};

const TIME: [&str; 7] = [
    "ts",
    "timestamp",
    "tracked_at",
    "time",
    "at",
    "datetime",
    "date_time",
];
const LAT: [&str; 3] = ["lat", "latitude", "y"];
const LNG: [&str; 5] = ["lon", "lng", "longitude", "long", "x"];
const ACCURACY: [&str; 3] = ["accuracy_m", "accuracy", "horizontal_accuracy"];
const SPEED: [&str; 2] = ["speed_mps", "speed"];
const BEARING: [&str; 3] = ["bearing_deg", "bearing", "heading"];
const ALTITUDE: [&str; 3] = ["altitude_m", "altitude", "elevation"];
const DEVICE: [&str; 5] = ["phone", "device", "vehicle_id", "user_id", "id"];

/// Reads a file, or every readable file of a folder. Devices of a folder are named `file/device`.
pub fn read(path: &Path) -> Result<Vec<Trace>> {
    if !path.is_dir() {
        return read_file(path);
    }
    let mut files: Vec<_> = fs::read_dir(path)
        .with_context(|| format!("cannot read {}", path.display()))?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<Result<_, _>>()?;
    files.sort();
    let mut traces = Vec::new();
    for file in files {
        let name = stem(&file);
        // Files beside the tracks (truth, places, licences) are no tracks.
        match read_file(&file) {
            Ok(found) => traces.extend(found.into_iter().map(|trace| Trace {
                device: format!("{name}/{}", trace.device),
                ..trace
            })),
            Err(error) => tracing::info!(file = %file.display(), %error, "no track"),
        }
    }
    if traces.is_empty() {
        bail!("{} holds no tracks", path.display());
    }
    Ok(traces)
}

/// The file's name without `.gz` and its kind.
fn stem(path: &Path) -> String {
    let name = path
        .file_name()
        .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.rsplit_once('.').map_or(name, |(s, _)| s).to_owned()
}

fn read_file(path: &Path) -> Result<Vec<Trace>> {
    let name = path.to_string_lossy().to_ascii_lowercase();
    let kind = name.strip_suffix(".gz").unwrap_or(&name);
    let traces = match kind.rsplit('.').next() {
        Some("gpx") => read_gpx(path)?,
        Some("csv") => read_csv(path)?,
        Some("json" | "geojson") => read_json(path)?,
        _ => bail!("{}: not .gpx, .geojson, .json or .csv", path.display()),
    };
    let traces: Vec<Trace> = traces
        .into_iter()
        .filter(|t| !t.points.is_empty())
        .collect();
    if traces.is_empty() {
        bail!("{} holds no points with a time", path.display());
    }
    Ok(traces)
}

/// RFC 3339, the same with a blank, zone optional (UTC), or seconds or milliseconds since 1970.
pub fn instant_ms(text: &str) -> Result<i64> {
    let text = text.trim();
    if let Ok(number) = text.parse::<f64>() {
        // Seconds reach 1e11 in the year 5138, milliseconds passed it in 1973.
        let seconds = if number.abs() > 1e11 {
            number / 1000.0
        } else {
            number
        };
        return Ok(seconds_to_ms(seconds));
    }
    for format in [
        "%Y-%m-%dT%H:%M:%S%.f%#z",
        "%Y-%m-%d %H:%M:%S%.f%#z",
        "%Y-%m-%d %H:%M:%S%.f %#z",
    ] {
        if let Ok(t) = DateTime::parse_from_str(text, format) {
            return Ok(t.timestamp_millis());
        }
    }
    for format in ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f"] {
        if let Ok(t) = NaiveDateTime::parse_from_str(text.trim_end_matches('Z'), format) {
            return Ok(t.and_utc().timestamp_millis());
        }
    }
    bail!("no instant: {text:?}")
}

fn read_csv(path: &Path) -> Result<Vec<Trace>> {
    let table = Table::read(path)?;
    let (Some(time), Some(lat), Some(lng)) = (
        table.first_of(&TIME),
        table.first_of(&LAT),
        table.first_of(&LNG),
    ) else {
        bail!("{}: no columns for time, lat and lon", path.display());
    };
    let device = table.first_of(&DEVICE);
    let measure = |row: &Row<'_>, names: &[&str]| -> Result<Option<f64>> {
        table.first_of(names).map_or(Ok(None), |c| row.number(c))
    };
    let mut traces: BTreeMap<String, Vec<(f64, Point)>> = BTreeMap::new();
    for row in table.rows() {
        let at_ms = instant_ms(row.required_text(time)?)?;
        let point = Point {
            accuracy_m: measure(&row, &ACCURACY)?.filter(|a| *a > 0.0),
            speed_mps: measure(&row, &SPEED)?.filter(|s| *s >= 0.0),
            bearing_deg: measure(&row, &BEARING)?.filter(|b| (0.0..360.0).contains(b)),
            altitude_m: measure(&row, &ALTITUDE)?,
            ..Point::new(at_ms, row.required_number(lat)?, row.required_number(lng)?)
        };
        let name = device.and_then(|c| row.text(c)).unwrap_or("device");
        let trace = traces.entry(name.to_owned()).or_default();
        // Without a column of arrival the file's own order is it.
        let arrived = row.number("write_ts")?.unwrap_or(f64::INFINITY);
        trace.push((arrived, point));
    }
    Ok(traces
        .into_iter()
        .map(|(device, mut points)| {
            points.sort_by(|a, b| a.0.total_cmp(&b.0));
            let points = points.into_iter().map(|(_, p)| p).collect();
            Trace { device, points }
        })
        .collect())
}

fn read_gpx(path: &Path) -> Result<Vec<Trace>> {
    let gpx = gpx::read(BufReader::new(table::open(path)?))
        .with_context(|| format!("{} is no GPX", path.display()))?;
    let mut traces = Vec::new();
    for (number, track) in gpx.tracks.iter().enumerate() {
        let mut points = Vec::new();
        for waypoint in track.segments.iter().flat_map(|s| &s.points) {
            let Some(time) = waypoint.time else { continue };
            let at = time.format().context("a time in the GPX")?;
            let place = waypoint.point();
            points.push(Point {
                altitude_m: waypoint.elevation,
                speed_mps: waypoint.speed,
                ..Point::new(instant_ms(&at)?, place.y(), place.x())
            });
        }
        let device = track
            .name
            .clone()
            .unwrap_or_else(|| format!("track-{}", number + 1));
        traces.push(Trace { device, points });
    }
    Ok(traces)
}

fn read_json(path: &Path) -> Result<Vec<Trace>> {
    let mut text = String::new();
    table::open(path)?.read_to_string(&mut text)?;
    let value: Value =
        serde_json::from_str(&text).with_context(|| format!("{} is no JSON", path.display()))?;
    if let Value::Array(samples) = &value {
        let points = samples.iter().map(barefoot_point).collect::<Result<_>>()?;
        let device = "device".to_owned();
        return Ok(vec![Trace { device, points }]);
    }
    let features = match value.get("features").and_then(Value::as_array) {
        Some(features) => features.clone(),
        None => vec![value],
    };
    let mut lines = Vec::new();
    let mut loose = Vec::new();
    for feature in &features {
        match feature.pointer("/geometry/type").and_then(Value::as_str) {
            Some("LineString") => lines.push(line(feature, lines.len())?),
            Some("Point") => loose.extend(loose_point(feature)?),
            _ => {}
        }
    }
    if !loose.is_empty() {
        let device = "device".to_owned();
        lines.push(Trace {
            device,
            points: loose,
        });
    }
    Ok(lines)
}

/// `{"point":"POINT(lng lat)","time":"…"}`
fn barefoot_point(sample: &Value) -> Result<Point> {
    let text = |key: &str| sample.get(key).and_then(Value::as_str);
    let numbers = text("point")
        .and_then(|p| p.strip_prefix("POINT(")?.strip_suffix(')'))
        .and_then(|p| p.split_once(' '));
    let (Some((lng, lat)), Some(time)) = (numbers, text("time")) else {
        bail!("a sample without point and time");
    };
    Ok(Point::new(
        instant_ms(time)?,
        lat.trim().parse()?,
        lng.trim().parse()?,
    ))
}

fn time_of(value: &Value) -> Result<i64> {
    match value {
        Value::String(text) => instant_ms(text),
        Value::Number(number) => instant_ms(&number.to_string()),
        _ => bail!("no instant: {value}"),
    }
}

fn lng_lat(position: &Value) -> Option<(f64, f64)> {
    Some((position.get(0)?.as_f64()?, position.get(1)?.as_f64()?))
}

/// A line with its times in `times`, `coordTimes` or `coordinateProperties.times`.
fn line(feature: &Value, number: usize) -> Result<Trace> {
    let times = [
        "/properties/times",
        "/properties/coordTimes",
        "/properties/coordinateProperties/times",
    ]
    .iter()
    .find_map(|p| feature.pointer(p)?.as_array())
    .context("a line without times")?;
    let coordinates = feature
        .pointer("/geometry/coordinates")
        .and_then(Value::as_array)
        .context("a line without coordinates")?;
    if times.len() != coordinates.len() {
        bail!(
            "a line with {} times for {} positions",
            times.len(),
            coordinates.len()
        );
    }
    let points = coordinates
        .iter()
        .zip(times)
        .map(|(position, time)| {
            let (lng, lat) = lng_lat(position).context("a position without numbers")?;
            Ok(Point::new(time_of(time)?, lat, lng))
        })
        .collect::<Result<_>>()?;
    let name = feature.pointer("/properties/name").and_then(Value::as_str);
    let device = name.map_or_else(|| format!("line-{}", number + 1), str::to_owned);
    Ok(Trace { device, points })
}

/// A point with a time; places without one are no part of a track.
fn loose_point(feature: &Value) -> Result<Option<Point>> {
    let property = |key: &str| feature.pointer("/properties").and_then(|p| p.get(key));
    let Some(time) = TIME.iter().find_map(|k| property(k)) else {
        return Ok(None);
    };
    let (lng, lat) = feature
        .pointer("/geometry/coordinates")
        .and_then(lng_lat)
        .context("a point without numbers")?;
    let accuracy = ACCURACY.iter().find_map(|k| property(k)?.as_f64());
    Ok(Some(Point {
        accuracy_m: accuracy.filter(|a| *a > 0.0),
        ..Point::new(time_of(time)?, lat, lng)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_the_shipped_files_write_them() {
        let at = 1_410_324_847_000;
        assert_eq!(instant_ms("2014-09-10 06:54:07+0200").unwrap(), at);
        assert_eq!(instant_ms("2014-09-10T04:54:07Z").unwrap(), at);
        assert_eq!(instant_ms("2014-09-10 04:54:07.000000001").unwrap(), at);
        assert_eq!(instant_ms("1410324847").unwrap(), at);
        assert_eq!(instant_ms("1410324847000").unwrap(), at);
        assert!(instant_ms("yesterday").is_err());
    }

    #[test]
    fn every_shipped_trace_is_read() {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data");
        let count = |folder: &str| -> usize {
            let traces = read(&data.join(folder)).unwrap();
            traces.iter().map(|t| t.points.len()).sum()
        };
        assert_eq!(count("barefoot"), 1_194 + 80);
        assert_eq!(count("posmo"), 1_327);
        assert_eq!(count("ssi"), 130_902);
        assert_eq!(count("mobilitynet"), 83_141);
    }

    #[test]
    fn gpx_and_geojson_lines_carry_their_times() {
        let dir = tempfile::tempdir().unwrap();
        let gpx = r#"<gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1"><trk><name>a</name><trkseg>
            <trkpt lat="21.03" lon="105.85"><ele>7.5</ele><time>2014-09-10T04:54:07Z</time></trkpt></trkseg></trk></gpx>"#;
        fs::write(dir.path().join("a.gpx"), gpx).unwrap();
        let line = r#"{"type":"Feature","properties":{"times":[1410324847]},"geometry":{"type":"LineString","coordinates":[[105.85,21.03]]}}"#;
        fs::write(dir.path().join("b.geojson"), line).unwrap();
        let traces = read(dir.path()).unwrap();
        assert_eq!(traces.len(), 2);
        for trace in traces {
            assert_eq!(trace.points[0].at_ms, 1_410_324_847_000);
            assert!((trace.points[0].lat - 21.03).abs() < 1e-9);
        }
    }
}
