//! Positions and the one judged distance.
//!
//! Distances that decide or are hashed go through [`distance_mm`] only: great-circle on a sphere
//! of mean Earth radius, through `libm`, rounded to millimetres, so that every machine agrees.

use serde::{Deserialize, Serialize};

/// Mean Earth radius (IUGG R1), metres.
pub const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// A WGS 84 position in units of 1e-7 degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LatLng {
    /// −900 000 000 … 900 000 000
    pub lat_e7: i32,
    /// −1 800 000 000 … 1 800 000 000
    pub lng_e7: i32,
}

impl LatLng {
    /// Rounds degrees to 1e-7. `None` when not finite or out of range.
    pub fn from_degrees(lat: f64, lng: f64) -> Option<Self> {
        if !(-90.0..=90.0).contains(&lat) || !(-180.0..=180.0).contains(&lng) {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "range checked above")]
        Some(Self {
            lat_e7: (lat * 1e7).round() as i32,
            lng_e7: (lng * 1e7).round() as i32,
        })
    }
    pub fn lat(self) -> f64 {
        f64::from(self.lat_e7) / 1e7
    }
    pub fn lng(self) -> f64 {
        f64::from(self.lng_e7) / 1e7
    }
}

/// Great-circle distance in millimetres (haversine).
pub fn distance_mm(a: LatLng, b: LatLng) -> i64 {
    let (la, lb) = (a.lat().to_radians(), b.lat().to_radians());
    let half_dlat = (lb - la) / 2.0;
    // A degree difference computed on integers is exact, and wraps the antimeridian once.
    let mut dlng_e7 = i64::from(b.lng_e7) - i64::from(a.lng_e7);
    if dlng_e7 > 1_800_000_000 {
        dlng_e7 -= 3_600_000_000;
    } else if dlng_e7 < -1_800_000_000 {
        dlng_e7 += 3_600_000_000;
    }
    #[expect(clippy::cast_precision_loss, reason = "|dlng_e7| < 2^32")]
    let half_dlng = (dlng_e7 as f64 / 1e7).to_radians() / 2.0;
    let s = libm::sin(half_dlat);
    let t = libm::sin(half_dlng);
    let h = s * s + libm::cos(la) * libm::cos(lb) * t * t;
    let metres = 2.0 * EARTH_RADIUS_M * libm::asin(libm::sqrt(h.clamp(0.0, 1.0)));
    #[expect(clippy::cast_possible_truncation, reason = "at most 2.1e10 mm")]
    let mm = libm::round(metres * 1000.0) as i64;
    mm
}
