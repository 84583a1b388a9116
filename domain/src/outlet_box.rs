//! Boxes in degrees that surely cover what they stand for, date line and poles included.
//!
//! Boxes only propose: too large is slow, too small would be wrong.

use rstar::{AABB, RTreeObject};

use crate::{
    fence::Fence,
    outlet_index::Slot,
    position::{EARTH_RADIUS_M, LatLng},
};

/// A fence's box in the tree, `[lng, lat]`.
pub(crate) struct Envelope {
    low: [f64; 2],
    high: [f64; 2],
    pub slot: Slot,
}

impl RTreeObject for Envelope {
    type Envelope = AABB<[f64; 2]>;
    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners(self.low, self.high)
    }
}

/// A point of the unit sphere: its chords order as great-circle distances do.
pub(crate) fn on_sphere(p: LatLng) -> [f64; 3] {
    let (lat, lng) = (p.lat().to_radians(), p.lng().to_radians());
    let c = libm::cos(lat);
    [c * libm::cos(lng), c * libm::sin(lng), libm::sin(lat)]
}

/// Degrees north and east that surely cover `mm` at `lat`.
pub(crate) fn reach_degrees(lat: f64, mm: i64) -> (f64, f64) {
    #[expect(clippy::cast_precision_loss, reason = "a distance on Earth")]
    let north = (mm.max(0) as f64 / 1000.0 + 0.1) / EARTH_RADIUS_M.to_radians() * 1.001;
    let widest = libm::cos((lat.abs() + north).min(89.9).to_radians());
    (north, (north / widest).min(180.0))
}

/// The box that surely holds a fence; `None` where there is none.
pub(crate) fn envelope(fence: &Fence, slot: Slot) -> Option<Envelope> {
    let (low, high, reach_mm) = match fence {
        Fence::None => return None,
        Fence::Circle { pin, radius_mm } => {
            ((pin.lat(), pin.lng()), (pin.lat(), pin.lng()), *radius_mm)
        }
        Fence::Polygon { rings, margin_mm } => {
            let vertices = || rings.iter().flatten().copied();
            let fold = |f: fn(f64, f64) -> f64, of: fn(LatLng) -> f64| vertices().map(of).reduce(f);
            (
                (fold(f64::min, LatLng::lat)?, fold(f64::min, LatLng::lng)?),
                (fold(f64::max, LatLng::lat)?, fold(f64::max, LatLng::lng)?),
                *margin_mm,
            )
        }
    };
    let (north, east) = reach_degrees(low.0.abs().max(high.0.abs()), reach_mm);
    Some(Envelope {
        low: [low.1 - east, low.0 - north],
        high: [high.1 + east, high.0 + north],
        slot,
    })
}

/// The box round `p`, and its copy across the date line where it (or a fence) may reach over.
pub(crate) fn for_each_box(p: LatLng, reach_mm: i64, mut each: impl FnMut(AABB<[f64; 2]>)) {
    let (north, east) = reach_degrees(p.lat(), reach_mm);
    let mut at = |lng: f64| {
        each(AABB::from_corners(
            [lng - east, p.lat() - north],
            [lng + east, p.lat() + north],
        ));
    };
    at(p.lng());
    if p.lng().abs() + east > 179.0 {
        at(if p.lng() > 0.0 {
            p.lng() - 360.0
        } else {
            p.lng() + 360.0
        });
    }
}
