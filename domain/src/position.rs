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
    near_mm(a, b).unwrap_or_else(|| haversine_mm(a, b))
}

/// [`haversine_mm`] to the millimetre, at a tenth of its cost, by the flat map of the middle
/// latitude: within 1 km below 70° the two differ by less than 4e-8 · d · (d / 1 km)². `None`
/// where that could round to another millimetre, or is not known to hold.
fn near_mm(a: LatLng, b: LatLng) -> Option<i64> {
    const MM_PER_E7: f64 = EARTH_RADIUS_M * 1000.0 * std::f64::consts::PI / 180.0 / 1e7;
    const HALF_E7: f64 = std::f64::consts::PI / 180.0 / 2e7;
    let dlat = i64::from(b.lat_e7) - i64::from(a.lat_e7);
    let dlng = i64::from(b.lng_e7) - i64::from(a.lng_e7);
    if dlat.abs() > 90_000 || dlng.abs() > 270_000 || a.lat_e7.abs() > 699_000_000 {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "below 2^32")]
    let (north, east, twice_mid) = (
        dlat as f64 * MM_PER_E7,
        dlng as f64 * MM_PER_E7,
        (2 * i64::from(a.lat_e7) + dlat) as f64,
    );
    let east = east * cosine(twice_mid * HALF_E7);
    let square = north * north + east * east;
    let mm = square.sqrt();
    if mm > 1e6 {
        return None;
    }
    // Both roundings of the last digits, and the bound above with half as much again.
    let unsure = 1e-3 + square * mm * 6e-20;
    #[expect(clippy::cast_possible_truncation, reason = "at most 1e6")]
    let whole = mm as i64;
    #[expect(clippy::cast_precision_loss, reason = "at most 1e6")]
    let beyond_half = mm - whole as f64 - 0.5;
    (beyond_half.abs() > unsure).then_some(whole + i64::from(beyond_half > 0.0))
}

fn haversine_mm(a: LatLng, b: LatLng) -> i64 {
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
    let north = libm::sin(half_dlat);
    let east = libm::sin(half_dlng);
    let haversine = north * north + libm::cos(la) * libm::cos(lb) * east * east;
    let metres = 2.0 * EARTH_RADIUS_M * libm::asin(libm::sqrt(haversine.clamp(0.0, 1.0)));
    #[expect(clippy::cast_possible_truncation, reason = "at most 2.1e10 mm")]
    let mm = libm::round(metres * 1000.0) as i64;
    mm
}

/// Millimetres of one 1e-7 degree of latitude, times 2^20.
const NORTH_Q20: i64 = 11_659_649;
/// Farther than this from the origin a [`Plane`] only says "far" (2,000 km).
const PLANE_LIMIT_MM: i64 = 2_000_000_000;

/// A flat map round an origin, in integers: for questions at street scale (is this fix still part
/// of the stay, must the index be asked again), a hundred times cheaper than [`distance_mm`] and
/// as reproducible. Off by less than 0.1 % within 10 km below 70° of latitude.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plane {
    origin: LatLng,
    east_q20: i32,
}

impl Plane {
    pub fn at(origin: LatLng) -> Self {
        Self {
            origin,
            east_q20: east_q20(origin.lat().to_radians()),
        }
    }

    pub const fn origin(&self) -> LatLng {
        self.origin
    }

    /// Millimetres east and north of the origin.
    pub fn offset_mm(&self, p: LatLng) -> (i64, i64) {
        let mut dlng = i64::from(p.lng_e7) - i64::from(self.origin.lng_e7);
        if dlng > 1_800_000_000 {
            dlng -= 3_600_000_000;
        } else if dlng < -1_800_000_000 {
            dlng += 3_600_000_000;
        }
        let dlat = i64::from(p.lat_e7) - i64::from(self.origin.lat_e7);
        (
            ((dlng * i64::from(self.east_q20)) >> 20).clamp(-PLANE_LIMIT_MM, PLANE_LIMIT_MM),
            ((dlat * NORTH_Q20) >> 20).clamp(-PLANE_LIMIT_MM, PLANE_LIMIT_MM),
        )
    }

    /// Distance from the origin in millimetres.
    pub fn distance_mm(&self, p: LatLng) -> i64 {
        let (x, y) = self.offset_mm(p);
        root(x * x + y * y)
    }

    /// Is [`Self::distance_mm`] more than `mm`? Without the root.
    pub fn is_farther(&self, p: LatLng, mm: i64) -> bool {
        let (x, y) = self.offset_mm(p);
        let least = mm + 1;
        least <= 0 || x * x + y * y >= least * least
    }

    /// Units of 1e-7° east and north that `mm` (at most 1,000 km) reach; `None` near a pole, where
    /// the flat map stops being one.
    pub fn reach_e7(&self, mm: i64) -> Option<(i32, i32)> {
        const POLAR_E7: i32 = 710_000_000;
        if self.origin.lat_e7.abs() > POLAR_E7 {
            return None;
        }
        let e7 = |per: i64| i32::try_from((mm << 20) / per + 1).ok();
        Some((e7(i64::from(self.east_q20).max(1))?, e7(NORTH_Q20)?))
    }

    /// The position `east`, `north` millimetres from the origin.
    pub fn position(&self, east_mm: i64, north_mm: i64) -> LatLng {
        let per_east = i64::from(self.east_q20).max(1);
        let lat = i64::from(self.origin.lat_e7) + (north_mm << 20) / NORTH_Q20;
        let mut lng = i64::from(self.origin.lng_e7) + (east_mm << 20) / per_east;
        if lng > 1_800_000_000 {
            lng -= 3_600_000_000;
        } else if lng < -1_800_000_000 {
            lng += 3_600_000_000;
        }
        LatLng {
            lat_e7: i32::try_from(lat.clamp(-900_000_000, 900_000_000)).unwrap_or(0),
            lng_e7: i32::try_from(lng).unwrap_or(0),
        }
    }
}

/// Seven terms of the series: off by less than 1e-11 below 70°, 1e-10 at the poles.
fn cosine(lat: f64) -> f64 {
    let y = lat * lat;
    let tail = 1.0 / 479_001_600.0 - y * (1.0 / 87_178_291_200.0);
    let series = -1.0 / 3_628_800.0 + y * tail;
    let series = -1.0 / 720.0 + y * (1.0 / 40_320.0 + y * series);
    1.0 + y * (-0.5 + y * (1.0 / 24.0 + y * series))
}

/// `round(NORTH_Q20 · cos(lat))`: the series is good to 1e-3 here, and where that could round to
/// another number the library decides.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "below 2^24"
)]
fn east_q20(lat: f64) -> i32 {
    let east = NORTH_Q20 as f64 * cosine(lat);
    let whole = east as i32;
    let beyond_half = east - f64::from(whole) - 0.5;
    if beyond_half.abs() > 0.01 && east > 1.0 {
        whole + i32::from(beyond_half > 0.0)
    } else {
        libm::round(NORTH_Q20 as f64 * libm::cos(lat)) as i32
    }
}

/// `isqrt` by the processor's own square root, whose rounding is put right.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "off by one at most, which is corrected"
)]
pub(crate) fn root(square: i64) -> i64 {
    let r = (square as f64).sqrt() as i64;
    if r * r > square {
        r - 1
    } else if (r + 1) * (r + 1) <= square {
        r + 1
    } else {
        r
    }
}

#[cfg(test)]
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "as in what is tested"
)]
mod tests {
    //! The short cuts against what they stand for.
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn near_is_the_great_circle(
            lat in -720_000_000..720_000_000_i32,
            lng in -1_800_000_000..1_800_000_000_i32,
            dlat in -95_000..95_000_i32,
            dlng in -280_000..280_000_i32,
            shrink in 0..16_u32,
        ) {
            let a = LatLng { lat_e7: lat, lng_e7: lng };
            let b = LatLng { lat_e7: lat + (dlat >> shrink), lng_e7: lng + (dlng >> shrink) };
            prop_assert_eq!(distance_mm(a, b), haversine_mm(a, b));
        }

        #[test]
        fn the_plane_is_as_wide_as_its_cosine(lat_e7 in -900_000_000..=900_000_000_i32) {
            let lat = f64::from(lat_e7) / 1e7;
            let exact = libm::round(NORTH_Q20 as f64 * libm::cos(lat.to_radians())) as i32;
            prop_assert_eq!(east_q20(lat.to_radians()), exact);
        }

        #[test]
        fn the_root_is_whole(of in 0..8_000_000_000_000_000_000_i64, near in 0..2_800_000_000_i64) {
            prop_assert_eq!(root(of), of.isqrt());
            for square in [near * near, near * near + 1, (near * near - 1).max(0)] {
                prop_assert_eq!(root(square), square.isqrt());
            }
        }
    }
}
