//! Fixes of a stretch in brief, and the weighted sums that its centre is made of.

use serde::{Deserialize, Serialize};

/// Fixes that follow each other, as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sample {
    /// Milliseconds from the stretch's `base_at`.
    pub first_ms: i32,
    pub last_ms: i32,
    /// Weighted mean, millimetres from the plane's origin.
    pub east: i32,
    pub north: i32,
    pub weight: i32,
    /// How far from the centre it may lie, millimetres.
    pub reach: i32,
}

impl Sample {
    pub fn merge(&mut self, next: &Self) {
        let (a, b) = (i64::from(self.weight), i64::from(next.weight));
        let mean = |x: i32, y: i32| narrow((i64::from(x) * a + i64::from(y) * b) / (a + b));
        self.east = mean(self.east, next.east);
        self.north = mean(self.north, next.north);
        self.weight = self.weight.saturating_add(next.weight);
        self.reach = self.reach.min(next.reach);
        self.last_ms = next.last_ms;
    }
}

/// Weighted sums of the samples.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sums {
    pub weight: i64,
    pub east: i64,
    pub north: i64,
}

impl Sums {
    pub fn with(self, s: &Sample, sign: i64) -> Self {
        let w = i64::from(s.weight) * sign;
        Self {
            weight: self.weight + w,
            east: self.east + i64::from(s.east) * w,
            north: self.north + i64::from(s.north) * w,
        }
    }
    pub fn centre(self) -> (i64, i64) {
        let w = self.weight.max(1);
        (self.east / w, self.north / w)
    }
}

pub(crate) fn sums_of(samples: &[Sample]) -> Sums {
    samples
        .iter()
        .fold(Sums::default(), |sums, s| sums.with(s, 1))
}

/// All within their reach of the centre.
pub(crate) fn fit(samples: &[Sample], sums: Sums, newest: &Sample) -> bool {
    let (cx, cy) = sums.centre();
    let near = |s: &Sample| {
        let (dx, dy) = (i64::from(s.east) - cx, i64::from(s.north) - cy);
        let reach = i64::from(s.reach);
        dx * dx + dy * dy <= reach * reach
    };
    near(newest) && samples.iter().all(near)
}

/// As near as 32 bits come.
pub(crate) fn narrow(v: i64) -> i32 {
    i32::try_from(v).unwrap_or(if v < 0 { i32::MIN } else { i32::MAX })
}
