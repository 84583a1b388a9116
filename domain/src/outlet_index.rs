//! All outlet versions, found by position: an R-tree of fence envelopes proposes, the great-circle
//! distance decides. Immutable after its bulk build; shared by `Arc`.
//!
//! Radii are resolved once, at the build, with the fence settings of the rules given: an index
//! belongs to those settings. No order of the tree ever reaches an answer: every list is sorted.

use std::{collections::BTreeSet, sync::Arc};

use chrono::NaiveDate;
use h3o::CellIndex;
use rstar::{RTree, primitives::GeomWithData};
use smallvec::SmallVec;

use crate::{
    fence::Fence,
    fence_grid::{self, FenceGrid, Leaf, along_the_ground},
    id::{OrgUnitId, OutletId},
    outlet::Outlet,
    outlet_box::{Envelope, envelope, for_each_box, on_sphere},
    position::{EARTH_RADIUS_M, LatLng, Plane, distance_mm},
    resolve::resolve,
    rules::Rules,
};

/// At most this many outlets are followed round a rep at a time.
pub const FOLLOWED_MAX: usize = 8;
/// The neighbours whose median distance sets a default radius (rules.md §3).
const NEIGHBOURS: usize = 5;

/// Position of an outlet version inside one index; meaningless in another.
pub type Slot = u32;

/// An outlet version as the judge sees it.
#[derive(Clone, Debug)]
pub struct IndexedOutlet {
    pub id: OutletId,
    pub org_unit: OrgUnitId,
    /// The pin; for a polygon without one, the middle of its box.
    pub pin: Option<LatLng>,
    pub fence: Fence,
    pub class: Arc<str>,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
    /// H3 cell of resolution 9 (0.1 km²).
    pub cell: Option<CellIndex>,
}

impl IndexedOutlet {
    pub fn valid_on(&self, date: NaiveDate) -> bool {
        self.valid_from <= date && self.valid_to.is_none_or(|end| date < end)
    }
}

/// An outlet near a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Near {
    pub slot: Slot,
    pub id: OutletId,
    /// `d − r` in millimetres: not positive inside the fence.
    pub beyond_mm: i64,
}

type Pin = GeomWithData<[f64; 3], Slot>;

/// See the module's head.
pub struct OutletIndex {
    /// As they lie on the ground: who asks for one soon asks for its neighbours.
    outlets: Vec<IndexedOutlet>,
    /// By (id, valid_from).
    by_id: Vec<(OutletId, NaiveDate, Slot)>,
    /// The outlets in brief, for who only asks how far: a sixth of the memory to miss.
    leaves: Vec<Leaf>,
    fences: RTree<Envelope>,
    /// For the common question; `wide` holds the fences too large for it.
    grid: FenceGrid,
    wide: RTree<Envelope>,
    /// Pins on the unit sphere: nearest there is nearest on the ground, poles and date line included.
    pins: RTree<Pin>,
    stamp: u64,
}

impl std::fmt::Debug for OutletIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OutletIndex")
            .field("outlets", &self.outlets.len())
            .finish_non_exhaustive()
    }
}

impl Default for OutletIndex {
    fn default() -> Self {
        Self::build(Vec::new(), &Rules::default())
    }
}

impl OutletIndex {
    /// Builds from all versions of all outlets, in any order. About 1 s for 170,000.
    pub fn build(mut outlets: Vec<Outlet>, rules: &Rules) -> Self {
        outlets.sort_by_key(|o| (o.id, o.valid_from));
        let mut classes = BTreeSet::new();
        let mut indexed: Vec<IndexedOutlet> = outlets
            .into_iter()
            .map(|o| resolve(o, rules, &mut classes))
            .collect();
        indexed.sort_by_key(|o| o.pin.and_then(along_the_ground));
        let mut by_id: Vec<_> = indexed
            .iter()
            .zip(0..)
            .map(|(o, slot)| (o.id, o.valid_from, slot))
            .collect();
        by_id.sort_unstable();
        let pins = RTree::bulk_load(
            indexed
                .iter()
                .zip(0..)
                .filter_map(|(o, slot)| Some(Pin::new(on_sphere(o.pin?), slot)))
                .collect(),
        );
        let automatic: Vec<(usize, i64)> = indexed
            .iter()
            .enumerate()
            .filter_map(|(i, o)| match o.fence {
                Fence::Circle { pin, radius_mm: 0 } => {
                    Some((i, automatic_radius_mm(o, pin, &pins, &indexed, rules)))
                }
                _ => None,
            })
            .collect();
        for (i, radius) in automatic {
            if let Some(Fence::Circle { radius_mm, .. }) = indexed.get_mut(i).map(|o| &mut o.fence)
            {
                *radius_mm = radius;
            }
        }
        let fences = RTree::bulk_load(
            indexed
                .iter()
                .zip(0..)
                .filter_map(|(o, slot)| envelope(&o.fence, slot))
                .collect(),
        );
        let leaves: Vec<Leaf> = indexed.iter().map(Leaf::of).collect();
        let wide = RTree::bulk_load(
            indexed
                .iter()
                .zip(&leaves)
                .zip(0..)
                .filter(|((_, leaf), _)| !leaf.in_grid())
                .filter_map(|((o, _), slot)| envelope(&o.fence, slot))
                .collect(),
        );
        let stamp = by_id
            .iter()
            .filter_map(|(.., slot)| indexed.get(usize::try_from(*slot).ok()?))
            .fold(0xcbf2_9ce4_8422_2325, stamp_of);
        Self {
            grid: FenceGrid::build(&leaves),
            leaves,
            outlets: indexed,
            by_id,
            fences,
            wide,
            pins,
            stamp,
        }
    }

    pub fn len(&self) -> usize {
        self.outlets.len()
    }
    pub fn is_empty(&self) -> bool {
        self.outlets.is_empty()
    }
    /// Changes with the content; slots of another stamp must not be used.
    pub const fn stamp(&self) -> u64 {
        self.stamp
    }
    pub fn at(&self, slot: Slot) -> Option<&IndexedOutlet> {
        self.outlets.get(usize::try_from(slot).ok()?)
    }

    /// `d − r` of the outlet at a remembered slot, if it is (still) there; `None` elsewhere and
    /// where the fence is no circle.
    pub(crate) fn circle_beyond_mm(
        &self,
        slot: Slot,
        id: OutletId,
        date: NaiveDate,
        p: LatLng,
    ) -> Option<i64> {
        self.leaf(slot, id, date)?.beyond_mm(p)
    }

    /// True where the slot holds a version of this outlet in force on `date`.
    pub(crate) fn holds(&self, slot: Slot, id: OutletId, date: NaiveDate) -> bool {
        self.leaf(slot, id, date).is_some()
    }

    /// True where the slot holds this outlet and its fence is a circle.
    pub(crate) fn is_circle(&self, slot: Slot, id: OutletId, date: NaiveDate) -> bool {
        self.leaf(slot, id, date).is_some_and(Leaf::is_circle)
    }

    /// The fence of the outlet at a remembered slot, if it is (still) there and a circle.
    pub(crate) fn circle(&self, slot: Slot, id: OutletId, date: NaiveDate) -> Option<Fence> {
        self.leaf(slot, id, date)?.circle()
    }

    fn leaf(&self, slot: Slot, id: OutletId, date: NaiveDate) -> Option<&Leaf> {
        let leaf = self.leaves.get(usize::try_from(slot).ok()?)?;
        (leaf.id == id && leaf.valid_on(date)).then_some(leaf)
    }

    /// The version of an outlet in force on `date`.
    pub fn find(&self, id: OutletId, date: NaiveDate) -> Option<Slot> {
        let end = self
            .by_id
            .partition_point(|(other, from, _)| (*other, *from) <= (id, date));
        let (_, _, slot) = *self.by_id.get(end.checked_sub(1)?)?;
        let leaf = self.leaves.get(usize::try_from(slot).ok()?)?;
        (leaf.id == id && leaf.valid_on(date)).then_some(slot)
    }

    /// The version of an outlet in force on `date`.
    pub fn get(&self, id: OutletId, date: NaiveDate) -> Option<&IndexedOutlet> {
        self.at(self.find(id, date)?)
    }

    /// Outlets valid on `date` whose fence is within `reach_mm` of `p`, at most [`FOLLOWED_MAX`]:
    /// planned ones first, then by `d − r`, then by id. `p` is the plane's origin; the answer
    /// replaces `list`.
    pub fn candidates<A: smallvec::Array<Item = Near>>(
        &self,
        plane: &Plane,
        reach_mm: i64,
        date: NaiveDate,
        planned: impl Fn(OutletId) -> bool,
        list: &mut SmallVec<A>,
    ) {
        let p = plane.origin();
        let mut found: SmallVec<[Near; 32]> = SmallVec::new();
        let tree = if reach_mm <= fence_grid::REACH_MM {
            self.grid
                .each_near(&self.leaves, plane, reach_mm, date, |n| found.push(n));
            &self.wide
        } else {
            &self.fences
        };
        if tree.size() > 0 {
            for_each_box(p, reach_mm, |b| {
                for e in tree.locate_in_envelope_intersecting(b) {
                    let Some(outlet) = self.at(e.slot).filter(|o| o.valid_on(date)) else {
                        continue;
                    };
                    let Some(beyond_mm) = outlet.fence.beyond_mm(p).filter(|b| *b <= reach_mm)
                    else {
                        continue;
                    };
                    found.push(Near {
                        slot: e.slot,
                        id: outlet.id,
                        beyond_mm,
                    });
                }
            });
        }
        found.sort_unstable_by_key(|n| (n.beyond_mm, n.id));
        if found.len() > FOLLOWED_MAX {
            // Keeps the order of distance among the planned ones and among the others.
            let mut first = 0;
            for i in 0..found.len() {
                if found.get(i).is_some_and(|n| planned(n.id)) {
                    if let Some(between) = found.get_mut(first..=i) {
                        between.rotate_right(1);
                    }
                    first += 1;
                }
            }
        }
        found.dedup_by_key(|n| n.id);
        found.truncate(FOLLOWED_MAX);
        list.clear();
        list.extend_from_slice(&found);
    }

    /// True where no fence comes within `reach_mm` of `p`, whatever its date (may be false near a
    /// corner of a fence's box; never true wrongly).
    pub fn is_clear(&self, p: LatLng, reach_mm: i64) -> bool {
        let mut clear = true;
        for_each_box(p, reach_mm, |b| {
            clear = clear
                && self
                    .fences
                    .locate_in_envelope_intersecting(b)
                    .next()
                    .is_none();
        });
        clear
    }

    /// Outlets valid on `date` whose pin lies within `radius_mm` of `p`, nearest first, then by id.
    pub fn near(&self, p: LatLng, radius_mm: i64, date: NaiveDate) -> Vec<(&IndexedOutlet, i64)> {
        #[expect(clippy::cast_precision_loss, reason = "a distance on Earth")]
        let angle = (radius_mm.max(0) as f64 / 1000.0 + 1.0) / EARTH_RADIUS_M;
        let chord = 2.0 * libm::sin((angle / 2.0).min(std::f64::consts::FRAC_PI_2));
        let mut found: Vec<_> = self
            .pins
            .locate_within_distance(on_sphere(p), chord * chord)
            .filter_map(|pin| self.at(pin.data))
            .filter(|o| o.valid_on(date))
            .filter_map(|o| Some((o, distance_mm(o.pin?, p))))
            .filter(|(_, d)| *d <= radius_mm)
            .collect();
        found.sort_unstable_by_key(|(o, d)| (*d, o.id));
        found
    }

    /// All versions, by (id, valid_from).
    pub fn iter(&self) -> impl Iterator<Item = &IndexedOutlet> {
        self.by_id.iter().filter_map(|(.., slot)| self.at(*slot))
    }
}

/// `clamp(2 × median distance to the 5 nearest outlets, 40 m, 100 m)`: those whose validity
/// overlaps; fewer than five where there are no more; the maximum where there are none.
fn automatic_radius_mm(
    o: &IndexedOutlet,
    pin: LatLng,
    pins: &RTree<Pin>,
    all: &[IndexedOutlet],
    rules: &Rules,
) -> i64 {
    // Three more than needed, so that rounding on the sphere cannot change which five are nearest.
    let mut distances: SmallVec<[i64; 8]> = pins
        .nearest_neighbor_iter(on_sphere(pin))
        .filter_map(|p| all.get(usize::try_from(p.data).ok()?))
        .filter(|other| other.id != o.id && overlaps(o, other))
        .filter_map(|other| other.pin)
        .map(|other| distance_mm(pin, other))
        .take(NEIGHBOURS + 3)
        .collect();
    distances.sort_unstable();
    distances.truncate(NEIGHBOURS);
    let (low, high) = (
        i64::from(rules.geofence_auto_min_m) * 1000,
        i64::from(rules.geofence_auto_max_m) * 1000,
    );
    let median = distances.get(distances.len() / 2).copied();
    median.map_or(high, |m| (2 * m).clamp(low, high.max(low)))
}

fn overlaps(a: &IndexedOutlet, b: &IndexedOutlet) -> bool {
    b.valid_to.is_none_or(|end| a.valid_from < end)
        && a.valid_to.is_none_or(|end| b.valid_from < end)
}

fn stamp_of(hash: u64, o: &IndexedOutlet) -> u64 {
    let mix = |h: u64, v: i64| {
        (h ^ v.cast_unsigned())
            .wrapping_mul(0x0100_0000_01b3)
            .rotate_left(23)
    };
    let pin = o.pin.unwrap_or(LatLng {
        lat_e7: i32::MAX,
        lng_e7: i32::MAX,
    });
    [
        i64::from(o.id.0),
        i64::from(pin.lat_e7),
        i64::from(pin.lng_e7),
        o.fence.radius_mm(),
        i64::from(chrono::Datelike::num_days_from_ce(&o.valid_from)),
        o.valid_to
            .map_or(0, |d| i64::from(chrono::Datelike::num_days_from_ce(&d))),
    ]
    .into_iter()
    .fold(hash, mix)
}
