//! Tracks as files for other programs: GPX, KML, and tables. What is drawn and in which pieces says `track`.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};

use super::{
    problem::Problem,
    sheet_file::{Cell, Format, Shape},
    track::Point,
};
use crate::wire::device_reply::rfc3339;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TrackFormat {
    Gpx,
    Kml,
    Table(Format),
}

const GPX: &str = "application/gpx+xml";
const KML: &str = "application/vnd.google-earth.kml+xml";

impl TrackFormat {
    /// `None`: GeoJSON.
    pub(super) fn choose(asked: Option<&str>, accept: &str) -> Result<Option<Self>, Problem> {
        Ok(match asked {
            Some("geojson") => None,
            Some("gpx") => Some(Self::Gpx),
            Some("kml") => Some(Self::Kml),
            None if accept.contains(GPX) => Some(Self::Gpx),
            None if accept.contains(KML) => Some(Self::Kml),
            // JSON without places in it is no track.
            Some("json") => return Err(Problem::query("format", "unknown")),
            asked => Format::choose(asked, accept)?.map(Self::Table),
        })
    }
}

/// A file to keep, of that name.
pub(super) fn response(
    format: TrackFormat,
    pieces: &[Vec<Point>],
    name: &str,
) -> Result<Response, Problem> {
    let (kind, extension, body) = match format {
        TrackFormat::Table(format) => return format.file(&rows(pieces), name),
        TrackFormat::Gpx => (GPX, "gpx", gpx(pieces).map_err(Problem::internal)?),
        TrackFormat::Kml => (KML, "kml", kml(pieces, name).map_err(Problem::internal)?),
    };
    let named = format!("attachment; filename=\"{name}.{extension}\"");
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, named),
    ];
    Ok((headers, body).into_response())
}

pub(super) fn gpx(pieces: &[Vec<Point>]) -> Result<Vec<u8>, gpx::errors::GpxError> {
    let segments = pieces.iter().map(|piece| gpx::TrackSegment {
        points: piece.iter().map(|p| waypoint(*p)).collect(),
    });
    let track = gpx::Track {
        segments: segments.collect(),
        ..gpx::Track::default()
    };
    let document = gpx::Gpx {
        version: gpx::GpxVersion::Gpx11,
        creator: Some("Fieldbeat".to_owned()),
        tracks: vec![track],
        ..gpx::Gpx::default()
    };
    let mut out = Vec::new();
    gpx::write(&document, &mut out)?;
    Ok(out)
}

fn waypoint(point: Point) -> gpx::Waypoint {
    let mut out = gpx::Waypoint::new(geo_types::Point::new(
        point.position.lng(),
        point.position.lat(),
    ));
    out.elevation = metres(point);
    out.time = time::OffsetDateTime::from_unix_timestamp_nanos(i128::from(point.at.0) * 1_000_000)
        .ok()
        .map(gpx::Time::from);
    out
}

fn metres(point: Point) -> Option<f64> {
    point.altitude_dm.map(|a| f64::from(a) / 10.0)
}

/// A `gx:MultiTrack` whose pieces are not joined: programs that know times play it, others draw it.
fn kml(pieces: &[Vec<Point>], name: &str) -> std::io::Result<Vec<u8>> {
    let mut xml = Writer::new(Vec::new());
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element("kml")
        .with_attribute(("xmlns", "http://www.opengis.net/kml/2.2"))
        .with_attribute(("xmlns:gx", "http://www.google.com/kml/ext/2.2"))
        .write_inner_content(|xml| {
            xml.create_element("Placemark").write_inner_content(|xml| {
                xml.create_element("name")
                    .write_text_content(BytesText::new(name))?;
                xml.create_element("gx:MultiTrack")
                    .write_inner_content(|xml| {
                        xml.create_element("gx:interpolate")
                            .write_text_content(BytesText::new("0"))?;
                        pieces.iter().try_for_each(|piece| piece_of_kml(xml, piece))
                    })?;
                Ok(())
            })?;
            Ok(())
        })?;
    Ok(xml.into_inner())
}

fn piece_of_kml(xml: &mut Writer<Vec<u8>>, piece: &[Point]) -> std::io::Result<()> {
    xml.create_element("gx:Track").write_inner_content(|xml| {
        for point in piece {
            xml.create_element("when")
                .write_text_content(BytesText::new(&rfc3339(point.at)))?;
        }
        for point in piece {
            let (lng, lat) = (point.position.lng(), point.position.lat());
            let place = match metres(*point) {
                Some(metres) => format!("{lng} {lat} {metres}"),
                None => format!("{lng} {lat}"),
            };
            xml.create_element("gx:coord")
                .write_text_content(BytesText::new(&place))?;
        }
        Ok(())
    })?;
    Ok(())
}

/// A row a fix; `piece` counts up where nothing was seen between two.
fn rows(pieces: &[Vec<Point>]) -> Vec<Vec<Cell>> {
    let heading = |text: &str| Cell::Text(text.to_owned());
    let mut rows = vec![
        ["time", "lat", "lng", "altitude", "piece"]
            .map(heading)
            .to_vec(),
    ];
    for (number, piece) in (1_u32..).zip(pieces) {
        rows.extend(piece.iter().map(|point| {
            vec![
                Cell::Text(rfc3339(point.at)),
                Cell::Plain(point.position.lat().to_string()),
                Cell::Plain(point.position.lng().to_string()),
                metres(*point).map_or(Cell::Empty, |m| Cell::Number(m, Shape::Decimal)),
                Cell::Number(f64::from(number), Shape::Whole),
            ]
        }));
    }
    rows
}

#[cfg(test)]
mod tests {
    use fieldbeat_domain::{position::LatLng, rules::Rules, time::At};

    use super::*;
    use crate::{imports::table, wire::compat::track_file};

    fn point(minute: i64, lng_e7: i32) -> Point {
        Point {
            at: At(1_798_425_000_000 + minute * 60_000 + 123),
            position: LatLng {
                lat_e7: 210_000_001,
                lng_e7,
            },
            altitude_dm: Some(125),
        }
    }

    /// In two pieces, one of them a single fix west of Greenwich.
    fn pieces() -> Vec<Vec<Point>> {
        vec![
            vec![point(0, 1_058_000_003), point(1, 1_058_001_000)],
            vec![point(60, -7_200_009)],
        ]
    }

    #[test]
    fn what_is_written_is_read_again_to_the_last_digit() {
        let csv = table::csv(&rows(&pieces())).unwrap();
        for file in [
            gpx(&pieces()).unwrap(),
            kml(&pieces(), "A & B").unwrap(),
            csv,
        ] {
            let read = track_file::read(&file, &Rules::default().time).unwrap();
            let text = String::from_utf8_lossy(&file);
            assert_eq!(read.unread, 0, "{text}");
            let found: Vec<_> = read
                .fixes
                .iter()
                .map(|f| (f.at.0, f.lat, f.lng, f.altitude_m))
                .collect();
            let wanted: Vec<_> = pieces()
                .concat()
                .into_iter()
                .map(|p| (p.at, p.position.lat(), p.position.lng(), Some(12.5)))
                .collect();
            assert_eq!(found, wanted, "{text}");
        }
    }

    #[test]
    fn pieces_stay_apart() {
        let text = String::from_utf8(gpx(&pieces()).unwrap()).unwrap();
        assert_eq!(text.matches("<trkseg>").count(), 2);
        let text = String::from_utf8(kml(&pieces(), "x").unwrap()).unwrap();
        assert_eq!(text.matches("<gx:Track>").count(), 2);
        assert!(text.contains("<gx:interpolate>0<"), "{text}");
    }
}
