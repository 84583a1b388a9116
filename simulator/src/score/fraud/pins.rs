//! Pins that are moved: one rep who has shops "corrected" to where he likes to sit, and shops that
//! did move. Only proposals are counted; a person decides on each.

use std::f64::consts::TAU;

use anyhow::{Context, Result};
use fieldbeat_domain::{
    id::{RepId, VisitId},
    pin::{self, Sighting},
    position::LatLng,
};
use rand::{Rng, RngCore};
use rand_distr::{Distribution, StandardNormal};
use uuid::Uuid;

use crate::score::dense::{
    Dense, date,
    phone::{BIAS_M, NOISE_M},
    town::lat_lng,
};

/// From the old pin to where the visits are.
const MOVED_M: std::ops::Range<f64> = 120.0..600.0;
const VISITS: std::ops::RangeInclusive<u32> = 4..=8;
const REPS: std::ops::RangeInclusive<i32> = 2..=3;

/// What the server proposed by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pins {
    /// Places that one rep alone checks in from, and proposals made of them.
    pub lone: u32,
    pub lone_proposed: u32,
    /// Shops that moved, seen by more reps, and proposals.
    pub moved: u32,
    pub moved_proposed: u32,
}

impl Pins {
    pub fn add(&mut self, o: &Self) {
        self.lone += o.lone;
        self.lone_proposed += o.lone_proposed;
        self.moved += o.moved;
        self.moved_proposed += o.moved_proposed;
    }
}

/// One shop of each kind.
pub fn enter(dense: &Dense, day: u64, pins: &mut Pins, rng: &mut impl RngCore) -> Result<()> {
    let town = dense.town();
    let i = rng.random_range(0..town.places.len());
    let place = town.place(i)?;
    let outlet = town.index.get(place.id, date(day)?).context("no outlet")?;
    let angle = rng.random_range(0.0..TAU);
    let far_m = rng.random_range(MOVED_M);
    let truly = place.point.moved(far_m * angle.cos(), far_m * angle.sin());
    let proposed = |reps: i32, rng: &mut dyn RngCore| -> Result<bool> {
        let sightings = (0..rng.random_range(VISITS))
            .map(|n| {
                let bias = BIAS_M.hypot(NOISE_M);
                let (east, north): (f64, f64) =
                    (StandardNormal.sample(rng), StandardNormal.sample(rng));
                let seen = truly.moved(bias * east, bias * north);
                let position: LatLng = lat_lng(town.roads.plane.position(seen))?;
                Ok(Sighting {
                    visit: VisitId(Uuid::from_u128(u128::from(n))),
                    rep: RepId(1 + i32::try_from(n)? % reps),
                    at: fieldbeat_domain::time::At(i64::from(n)),
                    position,
                })
            })
            .collect::<Result<Vec<_>>>()?;
        Ok(pin::propose(&outlet.fence, &sightings).is_some())
    };
    let reps = rng.random_range(REPS);
    pins.lone += 1;
    pins.lone_proposed += u32::from(proposed(1, rng)?);
    pins.moved += 1;
    pins.moved_proposed += u32::from(proposed(reps, rng)?);
    Ok(())
}
