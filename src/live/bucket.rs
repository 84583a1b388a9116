//! One (H3 cell, org unit) with the reps in it now, each with its encoded fragment.
//!
//! Owns the geometry of a bucket and its counts. Never knows a viewer.

use fieldbeat_domain::{id::OrgUnitId, position::LatLng};
use h3o::{CellIndex, Resolution};

use crate::wire::live::{Activity, Presence, columns::Row, encode::Matrix};

/// Side about 1.4 km: a screen of a city holds some dozens, a company some thousands.
pub const RESOLUTION: Resolution = Resolution::Seven;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BucketKey {
    pub cell: CellIndex,
    pub unit: OrgUnitId,
}

/// The cell a position lies in.
pub fn cell_of(position: LatLng) -> Option<CellIndex> {
    let place = h3o::LatLng::new(position.lat(), position.lng()).ok()?;
    Some(place.to_cell(RESOLUTION))
}

/// A rectangle that certainly contains a cell, in 1e-7 degree. Cells near a pole or across the
/// antimeridian take every longitude.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    pub west: i32,
    pub south: i32,
    pub east: i32,
    pub north: i32,
}

impl Bounds {
    fn of(cell: CellIndex) -> Self {
        let mut bounds = Self {
            west: i32::MAX,
            south: i32::MAX,
            east: i32::MIN,
            north: i32::MIN,
        };
        for corner in cell.boundary().iter() {
            let (lat, lng) = (to_e7(corner.lat()), to_e7(corner.lng()));
            bounds.west = bounds.west.min(lng);
            bounds.east = bounds.east.max(lng);
            bounds.south = bounds.south.min(lat);
            bounds.north = bounds.north.max(lat);
        }
        // Edges are not straight in degrees: widen by far more than they bulge.
        let tall = (bounds.north.saturating_sub(bounds.south) / 8).max(1);
        let wide = (bounds.east.saturating_sub(bounds.west) / 8).max(1);
        bounds.south = bounds.south.saturating_sub(tall).max(-900_000_000);
        bounds.north = bounds.north.saturating_add(tall).min(900_000_000);
        // A cell round a pole has corners on one latitude only.
        let (at_south, at_north) = (bounds.south < -850_000_000, bounds.north > 850_000_000);
        if at_south {
            bounds.south = -900_000_000;
        }
        if at_north {
            bounds.north = 900_000_000;
        }
        let torn = i64::from(bounds.east) - i64::from(bounds.west) > 1_800_000_000;
        bounds.west = bounds.west.saturating_sub(wide);
        bounds.east = bounds.east.saturating_add(wide);
        if at_south
            || at_north
            || torn
            || bounds.west < -1_800_000_000
            || bounds.east > 1_800_000_000
        {
            bounds.west = -1_800_000_000;
            bounds.east = 1_800_000_000;
        }
        bounds
    }
}

#[expect(clippy::cast_possible_truncation, reason = "degrees within ±180")]
fn to_e7(degrees: f64) -> i32 {
    (degrees * 1e7).round() as i32
}

/// A rep as its bucket holds it: what a viewer's pass needs, side by side in memory.
#[derive(Debug)]
pub struct Member {
    pub slot: u32,
    /// Tick of the last change that a viewer can see.
    pub version: u64,
    pub position: LatLng,
    pub presence: Presence,
    pub activity: Activity,
    /// The rep's JSON object, encoded once per change however many watch it.
    pub fragment: String,
    /// The same as columns hold it.
    pub row: Row,
    /// Grows with what columns do not hold.
    pub edition: u32,
}

#[derive(Debug)]
pub struct Bucket {
    pub key: BucketKey,
    pub bounds: Bounds,
    /// Newest version of any member, also of one that left.
    pub version: u64,
    pub members: Vec<Member>,
    pub counts: Matrix,
}

impl Bucket {
    pub fn new(key: BucketKey) -> Self {
        Self {
            key,
            bounds: Bounds::of(key.cell),
            version: 0,
            members: Vec::new(),
            counts: Matrix::default(),
        }
    }

    pub fn push(&mut self, member: Member) -> u32 {
        self.version = self.version.max(member.version);
        *count(&mut self.counts, member.presence, member.activity) += 1;
        self.members.push(member);
        u32::try_from(self.members.len() - 1).unwrap_or(u32::MAX)
    }

    /// Takes a member out; the last one moves to its place.
    pub fn take(&mut self, index: u32, tick: u64) -> Option<Member> {
        let index = index as usize;
        if index >= self.members.len() {
            return None;
        }
        let member = self.members.swap_remove(index);
        *count(&mut self.counts, member.presence, member.activity) -= 1;
        self.version = self.version.max(tick);
        Some(member)
    }

    /// Brings counts and version up to a member's new state.
    pub fn change(&mut self, index: u32, tick: u64, change: impl FnOnce(&mut Member)) {
        let Some(member) = self.members.get_mut(index as usize) else {
            return;
        };
        *count(&mut self.counts, member.presence, member.activity) -= 1;
        change(member);
        member.version = tick;
        *count(&mut self.counts, member.presence, member.activity) += 1;
        self.version = self.version.max(tick);
    }
}

/// The counter of one combination.
#[expect(
    clippy::indexing_slicing,
    reason = "both enums index arrays of exactly their size"
)]
pub fn count(counts: &mut Matrix, presence: Presence, activity: Activity) -> &mut u32 {
    &mut counts[presence as usize][activity as usize]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_position_lies_within_the_bounds_of_its_cell(
            lat_e7 in -900_000_000_i32..=900_000_000,
            lng_e7 in -1_800_000_000_i32..=1_800_000_000,
        ) {
            let cell = cell_of(LatLng { lat_e7, lng_e7 }).unwrap();
            let b = Bounds::of(cell);
            prop_assert!((b.south..=b.north).contains(&lat_e7));
            prop_assert!((b.west..=b.east).contains(&lng_e7));
        }
    }
}
