//! A drawn geofence between GeoJSON (degrees, lng first) and its stored form (1e-7°, lat first).

use fieldbeat_domain::position::LatLng;
use serde::Deserialize;
use serde_json::{Value, json};

/// `[polygon][ring][vertex] = [lat_e7, lng_e7]`, rings closed, first ring outer.
pub type Rings = Vec<Vec<Vec<[i32; 2]>>>;

/// More vertices than any shop yard needs.
const VERTICES_MAX: usize = 2_000;

#[derive(Deserialize)]
#[serde(tag = "type")]
enum Shape {
    Polygon {
        coordinates: Vec<Vec<Vec<f64>>>,
    },
    MultiPolygon {
        coordinates: Vec<Vec<Vec<Vec<f64>>>>,
    },
}

/// Reads a GeoJSON Polygon or MultiPolygon; the error is a fault code.
pub fn from_geojson(value: &Value) -> Result<Rings, &'static str> {
    let polygons = match Shape::deserialize(value).map_err(|_| "invalid_polygon")? {
        Shape::Polygon { coordinates } => vec![coordinates],
        Shape::MultiPolygon { coordinates } => coordinates,
    };
    if polygons.is_empty() {
        return Err("invalid_polygon");
    }
    let mut vertices = 0;
    let mut rings = Vec::with_capacity(polygons.len());
    for polygon in polygons {
        let mut out = Vec::with_capacity(polygon.len());
        for ring in polygon {
            vertices += ring.len();
            if vertices > VERTICES_MAX {
                return Err("too_many_vertices");
            }
            out.push(read_ring(&ring)?);
        }
        if out.is_empty() {
            return Err("invalid_polygon");
        }
        rings.push(out);
    }
    Ok(rings)
}

fn read_ring(ring: &[Vec<f64>]) -> Result<Vec<[i32; 2]>, &'static str> {
    let mut out = Vec::with_capacity(ring.len());
    for position in ring {
        let [lng, lat, ..] = position.as_slice() else {
            return Err("invalid_polygon");
        };
        let at = LatLng::from_degrees(*lat, *lng).ok_or("out_of_range")?;
        out.push([at.lat_e7, at.lng_e7]);
    }
    if out.len() < 4 || out.first() != out.last() {
        return Err("ring_not_closed");
    }
    Ok(out)
}

/// The stored form as a GeoJSON geometry.
pub fn to_geojson(stored: &Value) -> Option<Value> {
    let rings: Rings = serde_json::from_value(stored.clone()).ok()?;
    let degrees: Vec<Vec<Vec<[f64; 2]>>> = rings
        .iter()
        .map(|polygon| {
            polygon
                .iter()
                .map(|ring| {
                    ring.iter()
                        .map(|[lat, lng]| [f64::from(*lng) / 1e7, f64::from(*lat) / 1e7])
                        .collect()
                })
                .collect()
        })
        .collect();
    Some(match degrees.as_slice() {
        [one] => json!({"type": "Polygon", "coordinates": one}),
        many => json!({"type": "MultiPolygon", "coordinates": many}),
    })
}

/// A vertex to stand for the pin where only a polygon was given: the middle of the outer ring's box.
pub fn middle(rings: &Rings) -> Option<LatLng> {
    let outer = rings.first()?.first()?;
    let lat = (
        outer.iter().map(|v| v[0]).min()?,
        outer.iter().map(|v| v[0]).max()?,
    );
    let lng = (
        outer.iter().map(|v| v[1]).min()?,
        outer.iter().map(|v| v[1]).max()?,
    );
    Some(LatLng {
        lat_e7: lat.0.midpoint(lat.1),
        lng_e7: lng.0.midpoint(lng.1),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_polygon_survives_the_round_trip() {
        let square = json!({"type": "Polygon", "coordinates":
            [[[105.8, 21.0], [105.801, 21.0], [105.801, 21.001], [105.8, 21.001], [105.8, 21.0]]]});
        let rings = from_geojson(&square).unwrap();
        assert_eq!(
            to_geojson(&serde_json::to_value(&rings).unwrap()).unwrap(),
            square
        );
    }

    #[test]
    fn an_open_ring_is_refused() {
        let open = json!({"type": "Polygon", "coordinates": [[[105.8, 21.0], [105.801, 21.0], [105.801, 21.001], [105.8, 21.001]]]});
        assert_eq!(from_geojson(&open), Err("ring_not_closed"));
    }
}
