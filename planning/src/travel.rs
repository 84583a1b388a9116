//! How far and how long it is from place to place.

use fieldbeat_domain::position::{LatLng, distance_mm};
use serde::{Deserialize, Serialize};

/// The way from one place to another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leg {
    pub metres: u32,
    pub seconds: u32,
}

/// Ways between places that are known by their index. `None`: no way leads there.
pub trait Travel {
    fn places(&self) -> usize;
    fn leg(&self, from: usize, to: usize) -> Option<Leg>;

    /// The ways from one place to some: one search of a road network, where [`Self::leg`] would be one each.
    fn row(&self, from: usize, to: &[usize]) -> Vec<Option<Leg>> {
        to.iter().map(|to| self.leg(from, *to)).collect()
    }

    /// The ways to one place from some.
    fn column(&self, from: &[usize], to: usize) -> Vec<Option<Leg>> {
        from.iter().map(|from| self.leg(*from, to)).collect()
    }
}

impl<T: Travel + ?Sized> Travel for Box<T> {
    fn places(&self) -> usize {
        self.as_ref().places()
    }

    fn leg(&self, from: usize, to: usize) -> Option<Leg> {
        self.as_ref().leg(from, to)
    }

    fn row(&self, from: usize, to: &[usize]) -> Vec<Option<Leg>> {
        self.as_ref().row(from, to)
    }

    fn column(&self, from: &[usize], to: usize) -> Vec<Option<Leg>> {
        self.as_ref().column(from, to)
    }
}

/// As the crow flies, made longer by a detour, at one speed: where no road network is at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GreatCircle {
    pub at: Vec<LatLng>,
    /// Road metres of 1,000 metres of air.
    pub detour_permille: u32,
    pub metres_per_hour: u32,
}

impl GreatCircle {
    /// A motorbike in town: 1.3 times the air line at 25 km/h.
    pub const fn motorbike(at: Vec<LatLng>) -> Self {
        Self {
            at,
            detour_permille: 1_300,
            metres_per_hour: 25_000,
        }
    }
}

impl Travel for GreatCircle {
    fn places(&self) -> usize {
        self.at.len()
    }

    fn leg(&self, from: usize, to: usize) -> Option<Leg> {
        let air_mm = u64::try_from(distance_mm(*self.at.get(from)?, *self.at.get(to)?)).ok()?;
        let metres = (air_mm * u64::from(self.detour_permille)).div_ceil(1_000_000);
        let seconds = (metres * 3_600).div_ceil(u64::from(self.metres_per_hour.max(1)));
        Some(Leg {
            metres: u32::try_from(metres).ok()?,
            seconds: u32::try_from(seconds).ok()?,
        })
    }
}

/// Ways that were looked up before, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    places: usize,
    legs: Vec<Option<Leg>>,
}

impl Matrix {
    /// Of some places of another's, in this order.
    pub fn of(travel: &(impl Travel + ?Sized), places: &[usize]) -> Self {
        let legs = places.iter().flat_map(|from| travel.row(*from, places));
        Self {
            places: places.len(),
            legs: legs.collect(),
        }
    }

    /// `None` where there is not one leg for each pair.
    pub fn new(places: usize, legs: Vec<Option<Leg>>) -> Option<Self> {
        (legs.len() == places * places).then_some(Self { places, legs })
    }
}

impl Travel for Matrix {
    fn places(&self) -> usize {
        self.places
    }

    fn leg(&self, from: usize, to: usize) -> Option<Leg> {
        if to >= self.places {
            return None;
        }
        self.legs.get(from * self.places + to).copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_great_circle_is_lengthened_and_ridden_at_the_speed() {
        let at = |lat, lng| LatLng::from_degrees(lat, lng).unwrap();
        let travel = GreatCircle::motorbike(vec![at(21.0, 105.8), at(21.01, 105.8)]);
        let leg = travel.leg(0, 1).unwrap();
        assert_eq!(leg.metres, 1_446, "1,112 m of air");
        assert_eq!(leg.seconds, 209, "at 25 km/h");
        assert_eq!(travel.leg(1, 1), Some(Leg::default()));
        assert_eq!(travel.leg(0, 2), None);
    }

    #[test]
    fn a_matrix_answers_as_what_it_was_made_of() {
        let at = |lat, lng| LatLng::from_degrees(lat, lng).unwrap();
        let travel =
            GreatCircle::motorbike(vec![at(21.0, 105.8), at(21.01, 105.8), at(21.0, 105.9)]);
        let matrix = Matrix::of(&travel, &[2, 0]);
        assert_eq!(matrix.leg(0, 1), travel.leg(2, 0));
        assert_eq!(matrix.leg(1, 0), travel.leg(0, 2));
        assert_eq!(matrix.leg(0, 2), None);
        assert_eq!(Matrix::new(2, vec![None; 3]), None);
    }
}
