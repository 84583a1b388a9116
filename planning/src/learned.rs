//! Travel times learned from rides: how much longer or shorter the fleet's own rides took than was thought, from
//! cell to cell and by the hour.
//!
//! Factors on the base time are learned from coarse to fine: over all rides, by hour, by destination, by origin and
//! hour, by pair of cells, by pair and hour. Each level explains what the coarser ones left, as a median, drawn
//! towards 1 where few rides stand behind it. So a pair that was never ridden still has its hour's factor, and one
//! stop for lunch moves nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use fieldbeat_domain::position::LatLng;
use h3o::Resolution;
use serde::{Deserialize, Serialize};

use crate::travel::{Leg, Travel};

/// Cells of about 0.7 km².
const CELLS: Resolution = Resolution::Eight;
/// Below this a base time says too little to be multiplied.
pub const BASE_MIN_S: u32 = 30;
/// A ride that took less or more than this share of its base is a stop or an error, in thousandths.
pub const RATIO_PERMILLE: (u64, u64) = (250, 5_000);
/// Rides that took less or more than this share of what was first learned are left out of what is learned for good.
pub const STRAY_PERMILLE: (u64, u64) = (500, 2_000);
/// Fewer rides say nothing.
pub const RIDES_MIN: usize = 3;
/// As many rides weigh as much as the belief that a level has nothing to add.
pub const DOUBT_RIDES: u64 = 8;

/// Factors are in millionths.
const ONE: u64 = 1_000_000;

/// A ride between two calls, as it was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ride {
    pub from: LatLng,
    pub to: LatLng,
    /// Local hour of departure, 0 to 23.
    pub hour: u8,
    pub seconds: u32,
}

/// What an estimate rests on, from nothing to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Too few rides: the base time stands.
    None,
    All,
    Hour,
    Destination,
    Origin,
    Pair,
    PairHour,
}

/// Which of a ride's marks a level tells apart: origin, destination, hour.
const LEVELS: [(Level, [bool; 3]); 6] = [
    (Level::All, [false, false, false]),
    (Level::Hour, [false, false, true]),
    (Level::Destination, [false, true, false]),
    (Level::Origin, [true, false, true]),
    (Level::Pair, [true, true, false]),
    (Level::PairHour, [true, true, true]),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    pub seconds: u32,
    /// Rides behind the finest level that had a say.
    pub rides: u32,
    pub level: Level,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    from: Option<u64>,
    to: Option<u64>,
    hour: Option<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Row", into = "Row")]
struct Factor {
    key: Key,
    /// Of what the coarser levels say.
    millionths: u64,
    rides: u32,
}

/// A factor as it is stored, without names: there are many.
type Row = (Option<u64>, Option<u64>, Option<u8>, u64, u32);

impl From<Row> for Factor {
    fn from((from, to, hour, millionths, rides): Row) -> Self {
        let key = Key { from, to, hour };
        Self {
            key,
            millionths,
            rides,
        }
    }
}

impl From<Factor> for Row {
    fn from(factor: Factor) -> Self {
        let Key { from, to, hour } = factor.key;
        (from, to, hour, factor.millionths, factor.rides)
    }
}

/// Whole numbers, the same from the same rides in any order, at most six factors a ride.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Learned {
    /// In the order of their keys.
    factors: Vec<Factor>,
    /// Rides that were used.
    pub rides: u32,
    /// Rides that were left out: too short, a stop on the way, or an error.
    pub left_out: u32,
}

/// A ride as a level looks at it.
struct Seen {
    /// `None` off the map of cells, which no position is.
    from: Option<u64>,
    to: Option<u64>,
    hour: u8,
    /// Observed over base, in millionths.
    ratio: u64,
}

impl Learned {
    /// Of rides, each with the seconds that were thought before.
    pub fn of(rides: &[(Ride, u32)]) -> Self {
        let likely: Vec<Seen> = rides.iter().filter_map(seen).collect();
        let first = Self::fit(&likely);
        let kept: Vec<Seen> = likely
            .into_iter()
            .filter(|seen| {
                let expected = first.factor(seen.from, seen.to, seen.hour).0;
                within(seen.ratio * 1_000 / expected.max(1), STRAY_PERMILLE)
            })
            .collect();
        let mut learned = Self::fit(&kept);
        let count = |rides: usize| u32::try_from(rides).unwrap_or(u32::MAX);
        learned.rides = count(kept.len());
        learned.left_out = count(rides.len() - kept.len());
        learned
    }

    fn fit(seen: &[Seen]) -> Self {
        let mut expected: Vec<u64> = vec![ONE; seen.len()];
        let mut factors: Vec<Factor> = Vec::new();
        for (_, marks) in LEVELS {
            let mut rests: BTreeMap<Key, Vec<u64>> = BTreeMap::new();
            for (seen, expected) in seen.iter().zip(&expected) {
                let key = key(marks, seen.from, seen.to, seen.hour);
                let rest = seen.ratio * ONE / (*expected).max(1);
                rests.entry(key).or_default().push(rest);
            }
            let level: BTreeMap<Key, Factor> = rests
                .into_iter()
                .filter(|(_, rests)| rests.len() >= RIDES_MIN)
                .map(|(key, mut rests)| (key, factor(key, &mut rests)))
                .collect();
            for (seen, expected) in seen.iter().zip(&mut expected) {
                if let Some(factor) = level.get(&key(marks, seen.from, seen.to, seen.hour)) {
                    *expected = *expected * factor.millionths / ONE;
                }
            }
            factors.extend(level.into_values());
        }
        factors.sort_unstable_by_key(|factor| factor.key);
        Self {
            factors,
            ..Self::default()
        }
    }

    /// In millionths, with the rides of the finest level that had a say.
    fn factor(&self, from: Option<u64>, to: Option<u64>, hour: u8) -> (u64, u32, Level) {
        let mut found = (ONE, 0, Level::None);
        for (level, marks) in LEVELS {
            let key = key(marks, from, to, hour);
            let index = self.factors.binary_search_by_key(&key, |factor| factor.key);
            if let Some(factor) = index.ok().and_then(|index| self.factors.get(index)) {
                let product = found.0.saturating_mul(factor.millionths) / ONE;
                found = (product, factor.rides, level);
            }
        }
        let (least, most) = RATIO_PERMILLE;
        (found.0.clamp(least * 1_000, most * 1_000), found.1, found.2)
    }

    /// How long a ride takes that was thought to take `base_s`.
    pub fn estimate(&self, from: LatLng, to: LatLng, hour: u8, base_s: u32) -> Estimate {
        let (factor, rides, level) = self.factor(cell(from), cell(to), hour);
        let seconds = (u64::from(base_s) * factor + ONE / 2) / ONE;
        Estimate {
            seconds: u32::try_from(seconds).unwrap_or(u32::MAX),
            rides,
            level,
        }
    }
}

/// The median of what is left, drawn towards 1.
fn factor(key: Key, rests: &mut [u64]) -> Factor {
    rests.sort_unstable();
    let rides = rests.len();
    let of = |index: usize| rests.get(index).copied().unwrap_or(ONE);
    let median = u64::midpoint(of((rides - 1) / 2), of(rides / 2));
    let weight = u64::try_from(rides).unwrap_or(u64::MAX / ONE / 8);
    Factor {
        key,
        millionths: (median * weight + ONE * DOUBT_RIDES) / (weight + DOUBT_RIDES),
        rides: u32::try_from(rides).unwrap_or(u32::MAX),
    }
}

fn seen((ride, base_s): &(Ride, u32)) -> Option<Seen> {
    let ratio = u64::from(ride.seconds) * ONE / u64::from(*base_s).max(1);
    (*base_s >= BASE_MIN_S && within(ratio / 1_000, RATIO_PERMILLE)).then(|| Seen {
        from: cell(ride.from),
        to: cell(ride.to),
        hour: ride.hour,
        ratio,
    })
}

fn within(value: u64, (least, most): (u64, u64)) -> bool {
    (least..=most).contains(&value)
}

fn key(marks: [bool; 3], from: Option<u64>, to: Option<u64>, hour: u8) -> Key {
    let [by_from, by_to, by_hour] = marks;
    Key {
        from: from.filter(|_| by_from),
        to: to.filter(|_| by_to),
        hour: by_hour.then_some(hour),
    }
}

fn cell(at: LatLng) -> Option<u64> {
    let at = h3o::LatLng::new(at.lat(), at.lng()).ok()?;
    Some(at.to_cell(CELLS).into())
}

/// Another's ways with the times that were learned for an hour; metres stay.
#[derive(Clone, Debug)]
pub struct LearnedTravel<T> {
    pub base: T,
    /// Where the places are, by their index.
    pub at: Arc<[LatLng]>,
    pub learned: Arc<Learned>,
    pub hour: u8,
}

impl<T: Travel> LearnedTravel<T> {
    /// With what stands behind it.
    pub fn estimate(&self, from: usize, to: usize) -> Option<Estimate> {
        self.told(from, to, self.base.leg(from, to)?)
    }

    fn told(&self, from: usize, to: usize, base: Leg) -> Option<Estimate> {
        let (from, to) = (*self.at.get(from)?, *self.at.get(to)?);
        Some(self.learned.estimate(from, to, self.hour, base.seconds))
    }

    fn timed(&self, from: usize, to: usize, base: Option<Leg>) -> Option<Leg> {
        let base = base?;
        Some(Leg {
            seconds: self.told(from, to, base)?.seconds,
            ..base
        })
    }
}

impl<T: Travel> Travel for LearnedTravel<T> {
    fn places(&self) -> usize {
        self.base.places()
    }

    fn leg(&self, from: usize, to: usize) -> Option<Leg> {
        self.timed(from, to, self.base.leg(from, to))
    }

    fn row(&self, from: usize, to: &[usize]) -> Vec<Option<Leg>> {
        let legs = to.iter().zip(self.base.row(from, to));
        legs.map(|(to, leg)| self.timed(from, *to, leg)).collect()
    }

    fn column(&self, from: &[usize], to: usize) -> Vec<Option<Leg>> {
        let legs = from.iter().zip(self.base.column(from, to));
        legs.map(|(from, leg)| self.timed(*from, to, leg)).collect()
    }
}
