//! What speaks against a photo: where and when the camera says it was taken, and which other photo it
//! looks like. A finding asks for a person's look and never blocks.
//!
//! Never decodes a picture and never searches: it says which keys a search must look under.

use serde::{Deserialize, Serialize};

use crate::{
    position::{LatLng, distance_mm},
    time::At,
};

/// SHA-256 of a picture as a phone sent it: what it is known by.
pub type Digest = [u8; 32];

/// Farther from every known place of the visit than this, and it was taken elsewhere.
pub const ELSEWHERE_M: i64 = 300;
/// Cameras and phones may disagree by that much.
pub const CLOCK_TOLERANCE_MS: i64 = 15 * 60_000;

/// What a picture looks like, in 64 bits: pictures that look alike differ in few of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Likeness(pub u64);

/// Two pictures that differ in at most so many bits show the same. Below twice the number of bands, so
/// that a search by [`Likeness::probes`] misses none.
pub const NEAR_BITS_MAX: u32 = 7;
/// Parts that a likeness is searched by.
pub const BANDS: usize = 4;
const BAND_BITS: u32 = 16;

impl Likeness {
    pub const fn bits_apart(self, other: Self) -> u32 {
        (self.0 ^ other.0).count_ones()
    }

    pub const fn is_near(self, other: Self) -> bool {
        self.bits_apart(other) <= NEAR_BITS_MAX
    }

    /// A quarter of the bits each.
    pub fn bands(self) -> [u16; BANDS] {
        let mut bands = [0; BANDS];
        let bytes = self.0.to_be_bytes();
        for (band, pair) in bands.iter_mut().zip(bytes.as_chunks().0) {
            *band = u16::from_be_bytes(*pair);
        }
        bands
    }

    /// For each band the values under which everything near is found. Seven bits over four bands leave at
    /// most one for some band: its own value and the sixteen that differ by one bit.
    pub fn probes(self) -> [Vec<u16>; BANDS] {
        self.bands().map(|band| {
            let one_off = (0..BAND_BITS).map(|bit| band ^ (1 << bit));
            std::iter::once(band).chain(one_off).collect()
        })
    }
}

/// What a camera wrote into its picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Camera {
    pub at: Option<At>,
    pub place: Option<LatLng>,
}

/// What a photo is said to show.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// From the check-in, where there was one, to the moment of the record.
    pub from: At,
    pub to: At,
    /// The outlet's pin, and where the rep checked in: as many as are known.
    pub places: Vec<LatLng>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = PhotoFinding))]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// Far from the outlet.
    TakenElsewhere,
    /// Before the visit.
    TakenEarlier,
    /// After the record that names it: a clock is wrong.
    Clock,
    /// The same as, or very like, a photo of another visit or outlet.
    Reused,
}

impl Finding {
    pub const ALL: [Self; 4] = [
        Self::TakenElsewhere,
        Self::TakenEarlier,
        Self::Clock,
        Self::Reused,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TakenElsewhere => "taken_elsewhere",
            Self::TakenEarlier => "taken_earlier",
            Self::Clock => "clock",
            Self::Reused => "reused",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.as_str() == word)
    }
}

/// The camera's word beside the rep's. A camera that says nothing speaks against nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    pub findings: Vec<Finding>,
    /// From the nearest known place.
    pub distance_m: Option<i64>,
    /// Seconds before (negative) or after the time told; 0 within it.
    pub off_s: Option<i64>,
}

pub fn compare(camera: &Camera, told: &Told) -> Compared {
    let mut findings = Vec::new();
    let distance_m = camera.place.and_then(|taken| {
        let nearest = told.places.iter().map(|p| distance_mm(taken, *p)).min();
        nearest.map(|mm| mm / 1_000)
    });
    if distance_m.is_some_and(|m| m > ELSEWHERE_M) {
        findings.push(Finding::TakenElsewhere);
    }
    let off_ms = camera.at.map(|at| {
        let (from, to) = (told.from.min(told.to), told.to.max(told.from));
        at.since_ms(from).min(0) + at.since_ms(to).max(0)
    });
    match off_ms {
        Some(ms) if ms < -CLOCK_TOLERANCE_MS => findings.push(Finding::TakenEarlier),
        Some(ms) if ms > CLOCK_TOLERANCE_MS => findings.push(Finding::Clock),
        _ => {}
    }
    Compared {
        findings,
        distance_m,
        off_s: off_ms.map(|ms| ms / 1_000),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(minutes: i64) -> At {
        At(1_772_000_000_000 + minutes * 60_000)
    }

    fn told() -> Told {
        let pin = LatLng::from_degrees(21.03, 105.85).unwrap();
        let check_in = LatLng::from_degrees(21.04, 105.85).unwrap();
        Told {
            from: at(0),
            to: at(10),
            places: vec![pin, check_in],
        }
    }

    #[test]
    fn a_camera_is_believed_within_its_tolerance() {
        for (minute, found, off_s) in [
            (-16, vec![Finding::TakenEarlier], -960),
            (-15, vec![], -900),
            (5, vec![], 0),
            (25, vec![], 900),
            (26, vec![Finding::Clock], 960),
        ] {
            let camera = Camera {
                at: Some(at(minute)),
                place: None,
            };
            let compared = compare(&camera, &told());
            assert_eq!(compared.findings, found, "minute {minute}");
            assert_eq!(compared.off_s, Some(off_s), "minute {minute}");
        }
    }

    #[test]
    fn any_known_place_of_the_visit_will_do() {
        for (lat, found) in [
            (21.0301, vec![]),
            (21.0401, vec![]),
            (21.05, vec![Finding::TakenElsewhere]),
        ] {
            let camera = Camera {
                at: None,
                place: LatLng::from_degrees(lat, 105.85),
            };
            assert_eq!(compare(&camera, &told()).findings, found, "{lat}");
        }
    }

    #[test]
    fn a_camera_that_says_nothing_speaks_against_nothing() {
        assert_eq!(compare(&Camera::default(), &told()), Compared::default());
    }

    proptest! {
        /// Whatever bits differ, as long as they are few: some band leads to it.
        #[test]
        fn no_near_pair_is_missed(
            one in any::<u64>(),
            flips in proptest::collection::btree_set(0_u32..64, 0..=NEAR_BITS_MAX as usize),
        ) {
            let one = Likeness(one);
            let other = Likeness(flips.iter().fold(one.0, |bits, f| bits ^ (1 << f)));
            prop_assert!(one.is_near(other));
            let found = (one.probes().iter().zip(other.bands())).any(|(keys, band)| keys.contains(&band));
            prop_assert!(found, "{one:?} {other:?}");
        }

        #[test]
        fn likeness_is_symmetric(a in any::<u64>(), b in any::<u64>()) {
            let (a, b) = (Likeness(a), Likeness(b));
            prop_assert_eq!(a.bits_apart(b), b.bits_apart(a));
            prop_assert_eq!(a.bits_apart(a), 0);
        }
    }
}
