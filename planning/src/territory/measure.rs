//! Areas and lengths on the sphere, through `libm`, so that every machine measures alike.

use fieldbeat_domain::position::{EARTH_RADIUS_M, LatLng, distance_mm};
use geo::{Coord, LineString, MultiPolygon, Polygon};

const RADIANS_PER_E7: f64 = std::f64::consts::PI / 180.0 / 1e7;

pub fn area_m2(region: &MultiPolygon) -> u64 {
    whole(region.iter().map(polygon_m2).sum())
}

pub fn ring_area_m2(ring: &LineString) -> u64 {
    whole(ring_m2(ring))
}

fn polygon_m2(polygon: &Polygon) -> f64 {
    let holes: f64 = polygon.interiors().iter().map(ring_m2).sum();
    ring_m2(polygon.exterior()) - holes
}

/// What an edge that is straight in longitude and latitude has beneath it, down to the equator, is R² · Δλ · the
/// mean of sin φ along it: exact, so that areas of pieces add up to that of the whole.
fn ring_m2(ring: &LineString) -> f64 {
    let beneath = ring.lines().map(|line| {
        let half = line.dy() * RADIANS_PER_E7 / 2.0;
        let middle = (line.start.y + line.end.y) * RADIANS_PER_E7 / 2.0;
        // Below a tenth of a second of arc the quotient is 1 to the last digit.
        let ratio = if half.abs() < 1e-9 {
            1.0
        } else {
            libm::sin(half) / half
        };
        line.dx() * RADIANS_PER_E7 * libm::sin(middle) * ratio
    });
    beneath.sum::<f64>().abs() * EARTH_RADIUS_M * EARTH_RADIUS_M
}

/// Length of all rings.
pub fn border_m(region: &MultiPolygon) -> f64 {
    let rings = region
        .iter()
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
    let mm: i64 = rings
        .flat_map(LineString::lines)
        .map(|line| distance_mm(position(line.start), position(line.end)))
        .sum();
    #[expect(
        clippy::cast_precision_loss,
        reason = "a border is shorter than 2^53 mm"
    )]
    let mm = mm as f64;
    mm / 1_000.0
}

/// Polsby–Popper: area over that of a circle with as long a border, in thousandths; 1,000 for the circle.
pub fn compactness_permille(region: &MultiPolygon) -> u64 {
    let border = border_m(region);
    if border <= 0.0 {
        return 0;
    }
    let area: f64 = region.iter().map(polygon_m2).sum();
    whole(4.0 * std::f64::consts::PI * area / (border * border) * 1_000.0).min(1_000)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an area on Earth is below 2^53 m²"
)]
fn whole(value: f64) -> u64 {
    value.round().max(0.0) as u64
}

#[expect(clippy::cast_possible_truncation, reason = "within ±1.8e9")]
fn position(at: Coord) -> LatLng {
    LatLng {
        lat_e7: at.y.round() as i32,
        lng_e7: at.x.round() as i32,
    }
}
