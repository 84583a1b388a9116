//! A missed day as a file: GPX, KML (`gx:Track`, placemarks with a time) or CSV with headings. Bounded by [`FIXES_MAX`];
//! a point that cannot be read costs itself.

use std::borrow::Cow;

use fieldbeat_domain::time::{At, CompanyTime};
use quick_xml::{Reader, events::Event};

use super::{fields, known};
use crate::wire::device::{WireAt, WireFix};

/// Points of a file: a day of one a second is 36,000 in ten hours.
pub const FIXES_MAX: usize = 50_000;
/// Elements of KML within each other: folders of folders are some ten. Every position looks at all that it lies in.
const NESTED_MAX: usize = 64;

/// What a file holds.
#[derive(Debug, Default)]
pub struct TrackFile {
    pub fixes: Vec<WireFix<'static>>,
    /// Points that have no readable time or position.
    pub unread: usize,
}

/// Why a file is none of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum NoTrack {
    UnknownFormat,
    Malformed,
    NoTimeColumn,
    NoPositionColumn,
    TooManyPoints,
}

pub fn read(bytes: &[u8], time: &CompanyTime) -> Result<TrackFile, NoTrack> {
    let text = std::str::from_utf8(bytes).map_err(|_| NoTrack::UnknownFormat)?;
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let file = if text.starts_with('<') {
        let head: String = text.chars().take(2_000).collect();
        if head.contains("<gpx") {
            gpx(text)?
        } else if head.contains("<kml") {
            kml(text)?
        } else {
            return Err(NoTrack::UnknownFormat);
        }
    } else {
        csv(text, *time)?
    };
    if file.fixes.len() > FIXES_MAX {
        return Err(NoTrack::TooManyPoints);
    }
    Ok(file)
}

fn bare(at: At, lat: f64, lng: f64) -> WireFix<'static> {
    WireFix {
        at: WireAt(at),
        lat,
        lng,
        accuracy_m: None,
        altitude_m: None,
        speed_mps: None,
        bearing_deg: None,
        battery_pct: None,
        charging: None,
        mock: None,
        provider: Some(Cow::Borrowed("import")),
        clock_offset_ms: None,
    }
}

fn gpx(text: &str) -> Result<TrackFile, NoTrack> {
    let document = ::gpx::read(text.as_bytes()).map_err(|_| NoTrack::Malformed)?;
    let tracks = document.tracks.iter().flat_map(|t| &t.segments);
    let points = tracks.flat_map(|s| &s.points);
    let mut file = TrackFile::default();
    for point in points {
        let time = point.time.and_then(|t| t.format().ok());
        match time.as_deref().and_then(fields::iso) {
            Some(at) => {
                let place = point.point();
                file.fixes.push(WireFix {
                    altitude_m: point.elevation,
                    speed_mps: known(point.speed),
                    ..bare(at, place.y(), place.x())
                });
            }
            None => file.unread += 1,
        }
    }
    Ok(file)
}

fn kml(text: &str) -> Result<TrackFile, NoTrack> {
    let mut reader = Reader::from_str(text);
    let mut file = TrackFile::default();
    let mut inside = Vec::new();
    let mut said = String::new();
    let (mut times, mut places) = (Vec::new(), Vec::new());
    loop {
        match reader.read_event().map_err(|_| NoTrack::Malformed)? {
            Event::Start(_) if inside.len() >= NESTED_MAX => return Err(NoTrack::Malformed),
            Event::Start(tag) => {
                inside.push(tag.local_name().as_ref().to_owned());
                said.clear();
            }
            Event::Text(text) => said.push_str(&text),
            Event::End(tag) => {
                let name = tag.local_name();
                match name.as_ref() {
                    "when" => times.push(fields::iso(said.trim())),
                    "coord" => places.push(coordinates(said.trim(), ' ')),
                    "coordinates" if inside.iter().any(|t| t == "Point") => {
                        places.push(coordinates(said.trim(), ','));
                    }
                    "Track" | "Placemark" => {
                        pair(&mut file, &times, &places);
                        times.clear();
                        places.clear();
                    }
                    _ => {}
                }
                inside.pop();
                said.clear();
            }
            Event::Eof => break,
            _ => {}
        }
        if file.fixes.len() + places.len() > FIXES_MAX {
            return Err(NoTrack::TooManyPoints);
        }
    }
    Ok(file)
}

type Coordinates = (f64, f64, Option<f64>);

/// Longitude first, as KML has it.
fn coordinates(text: &str, between: char) -> Option<Coordinates> {
    let mut parts = text.split(between).map(|p| p.trim().parse::<f64>());
    let lng = parts.next()?.ok()?;
    let lat = parts.next()?.ok()?;
    Some((lat, lng, parts.next().and_then(Result::ok)))
}

fn pair(file: &mut TrackFile, times: &[Option<At>], places: &[Option<Coordinates>]) {
    // A placemark without a time is a place, not a position.
    if times.is_empty() {
        return;
    }
    file.unread += times.len().abs_diff(places.len());
    for both in times.iter().zip(places) {
        match both {
            (Some(at), Some((lat, lng, altitude_m))) => file.fixes.push(WireFix {
                altitude_m: *altitude_m,
                ..bare(*at, *lat, *lng)
            }),
            _ => file.unread += 1,
        }
    }
}

/// Headings by which programs call a column.
const TIME: &[&str] = &["time", "timestamp", "at", "datetime", "date_time", "utc"];
const LAT: &[&str] = &["lat", "latitude"];
const LNG: &[&str] = &["lng", "lon", "long", "longitude"];

fn csv(text: &str, time: CompanyTime) -> Result<TrackFile, NoTrack> {
    let head = text.lines().next().unwrap_or_default();
    let delimiter = [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|d| head.bytes().filter(|b| b == d).count())
        .unwrap_or(b',');
    let mut rows = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let headings = rows.headers().map_err(|_| NoTrack::Malformed)?.clone();
    let column = |names: &[&str]| {
        headings
            .iter()
            .position(|h| names.iter().any(|n| h.eq_ignore_ascii_case(n)))
    };
    let (Some(lat), Some(lng)) = (column(LAT), column(LNG)) else {
        return Err(NoTrack::NoPositionColumn);
    };
    let when = column(TIME).ok_or(NoTrack::NoTimeColumn)?;
    let accuracy = column(&["accuracy", "accuracy_m", "acc", "horizontal_accuracy"]);
    let altitude = column(&["altitude", "altitude_m", "alt", "elevation", "ele"]);
    let speed = column(&["speed", "speed_mps", "spd"]);
    let bearing = column(&["bearing", "bearing_deg", "course", "heading"]);
    let mut file = TrackFile::default();
    for row in rows.records() {
        let row = row.map_err(|_| NoTrack::Malformed)?;
        let text = |i: usize| row.get(i).unwrap_or_default();
        let number = |i: Option<usize>| i.and_then(|i| text(i).parse::<f64>().ok());
        match (
            fields::time(text(when), &time),
            text(lat).parse(),
            text(lng).parse(),
        ) {
            (Some(at), Ok(lat), Ok(lng)) => file.fixes.push(WireFix {
                accuracy_m: known(number(accuracy)),
                altitude_m: number(altitude),
                speed_mps: known(number(speed)),
                bearing_deg: known(number(bearing)),
                ..bare(at, lat, lng)
            }),
            _ => file.unread += 1,
        }
        if file.fixes.len() > FIXES_MAX {
            return Err(NoTrack::TooManyPoints);
        }
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(text: &str) -> Result<(Vec<i64>, usize), NoTrack> {
        let file = read(
            text.as_bytes(),
            &fieldbeat_domain::rules::Rules::default().time,
        )?;
        let at = |f: &WireFix<'_>| {
            assert!((f.lat - 21.03).abs() < 1e-9 && (f.lng - 105.85).abs() < 1e-9);
            f.at.0.0 / 1_000
        };
        Ok((file.fixes.iter().map(at).collect(), file.unread))
    }

    #[test]
    fn the_same_two_points_in_every_format() {
        let gpx = r#"<?xml version="1.0"?><gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>
            <trkpt lat="21.03" lon="105.85"><ele>9</ele><time>2026-11-25T05:00:00Z</time></trkpt><trkpt lat="21.03" lon="105.85"/>
            <trkpt lat="21.03" lon="105.85"><time>2026-11-25T05:00:10Z</time></trkpt></trkseg></trk></gpx>"#;
        let kml = r#"<kml xmlns:gx="http://www.google.com/kml/ext/2.2"><Document><Placemark><gx:Track>
            <when>2026-11-25T05:00:00Z</when><when>x</when><gx:coord>105.85 21.03 9</gx:coord><gx:coord>105.85 21.03 9</gx:coord></gx:Track></Placemark>
            <Placemark><Point><coordinates>1,1</coordinates></Point></Placemark>
            <Placemark><TimeStamp><when>2026-11-25T12:00:10+07:00</when></TimeStamp><Point><coordinates>105.85,21.03,9</coordinates></Point></Placemark></Document></kml>"#;
        let csv = "time,lat,lon,elevation,accuracy,bearing,speed\n2026-11-25T05:00:00Z,21.03,105.85,9,5,1,1\nx,y,z\n1795582810,21.03,105.85,,,,\n";
        let semicolons = "\u{feff}Timestamp;Latitude;Longitude\r\n1795582800000;21.03;105.85\r\n;;\r\n2026-11-25T05:00:10.000Z;21.03;105.85\r\n";
        for text in [gpx, kml, csv, semicolons] {
            assert_eq!(
                times(text),
                Ok((vec![1_795_582_800, 1_795_582_810], 1)),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_track_says_why() {
        assert_eq!(times("<html/>"), Err(NoTrack::UnknownFormat));
        assert_eq!(times("a,b\n1,2"), Err(NoTrack::NoPositionColumn));
        assert_eq!(times("lat,lng\n1,2"), Err(NoTrack::NoTimeColumn));
        let nested = format!("<kml>{}</kml>", "<Folder>".repeat(64));
        assert_eq!(times(&nested), Err(NoTrack::Malformed));
        assert_eq!(times("<gpx><trk>"), Err(NoTrack::Malformed));
        let many = format!("time,lat,lng\n{}", "1,21.03,105.85\n".repeat(FIXES_MAX + 1));
        assert_eq!(times(&many), Err(NoTrack::TooManyPoints));
    }
}
