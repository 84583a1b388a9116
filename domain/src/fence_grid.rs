//! Circles by the cells of ground that they come near: one look-up answers what is round a position.
//!
//! A leaf holds all that deciding needs, so that nothing else is touched. Leaves lie as they do on
//! the ground, so that neighbours share lines of the cache; cells only name them. Cells only
//! propose, as boxes do: the great-circle distance decides. What is too large is left out.

use chrono::NaiveDate;

use crate::{
    fence::Fence,
    id::OutletId,
    outlet_box::reach_degrees,
    outlet_index::{IndexedOutlet, Near, Slot},
    position::{LatLng, Plane, distance_mm},
};

/// A question may reach this far beyond a fence.
pub(crate) const REACH_MM: i64 = 30_000;
/// Side of a cell in 1e-7°, some 110 m north to south.
const SIDE_E7: i32 = 10_000;
/// Fences that come near more cells than this are left out.
const CELLS_MAX: i32 = 300;
/// Nearer to the poles and to the date line than this there are no cells.
const LAT_MAX_E7: i32 = 700_000_000;
const LNG_MAX_E7: i32 = 1_790_000_000;

/// An outlet version in brief.
#[derive(Clone, Copy)]
pub(crate) struct Leaf {
    pin: LatLng,
    /// Negative where the fence is no circle, or too large for cells.
    radius_mm: i32,
    pub id: OutletId,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
}

impl Leaf {
    pub fn of(o: &IndexedOutlet) -> Self {
        let (pin, radius_mm) = match o.fence {
            Fence::Circle { pin, radius_mm } => (pin, i32::try_from(radius_mm).unwrap_or(-1)),
            _ => (
                LatLng {
                    lat_e7: 0,
                    lng_e7: 0,
                },
                -1,
            ),
        };
        Self {
            pin,
            radius_mm,
            id: o.id,
            valid_from: o.valid_from,
            valid_to: o.valid_to,
        }
    }

    pub fn valid_on(&self, date: NaiveDate) -> bool {
        self.valid_from <= date && self.valid_to.is_none_or(|end| date < end)
    }

    /// The fence, where it is a circle.
    pub fn circle(&self) -> Option<Fence> {
        (self.radius_mm >= 0).then(|| Fence::Circle {
            pin: self.pin,
            radius_mm: i64::from(self.radius_mm),
        })
    }

    /// As [`Fence::beyond_mm`]; `None` where the fence is no circle.
    pub fn beyond_mm(&self, p: LatLng) -> Option<i64> {
        (self.radius_mm >= 0).then(|| distance_mm(self.pin, p) - i64::from(self.radius_mm))
    }
}

/// One place of an open-addressed table; empty where `from == to`.
#[derive(Clone, Copy, Default)]
struct Cell {
    key: u64,
    from: u32,
    to: u32,
}

#[derive(Default)]
pub(crate) struct FenceGrid {
    /// Cell by cell, which leaves.
    slots: Vec<Slot>,
    /// A power of two, at most half of them used.
    cells: Vec<Cell>,
}

impl FenceGrid {
    /// Takes what fits into cells; answers the slots of the fences that do not.
    pub fn build(outlets: &[IndexedOutlet]) -> (Self, Vec<Slot>) {
        let mut placed: Vec<(u64, Slot)> = Vec::new();
        let mut left_out = Vec::new();
        for (o, slot) in outlets.iter().zip(0..) {
            match Block::round(&Leaf::of(o)) {
                Some(block) => placed.extend(block.keys().map(|key| (key, slot))),
                None if matches!(o.fence, Fence::None) => {}
                None => left_out.push(slot),
            }
        }
        placed.sort_unstable();
        let runs = || placed.chunk_by(|a, b| a.0 == b.0);
        let mut grid = Self {
            slots: placed.iter().map(|(_, slot)| *slot).collect(),
            cells: vec![Cell::default(); (2 * runs().count()).next_power_of_two()],
        };
        let mut from = 0;
        for run in runs() {
            let to = from + u32::try_from(run.len()).unwrap_or(0);
            if let Some((key, _)) = run.first() {
                let i = grid.place(*key);
                if let Some(cell) = grid.cells.get_mut(i) {
                    *cell = Cell {
                        key: *key,
                        from,
                        to,
                    };
                }
            }
            from = to;
        }
        (grid, left_out)
    }

    /// Where the cell of this key is, or would be.
    fn place(&self, key: u64) -> usize {
        let last = self.cells.len().wrapping_sub(1);
        let hash = key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        let mut i = usize::try_from(hash).unwrap_or(0) & last;
        while self
            .cells
            .get(i)
            .is_some_and(|c| c.from != c.to && c.key != key)
        {
            i = (i + 1) & last;
        }
        i
    }

    /// Offers the fences valid on `date` within `reach_mm` (at most [`REACH_MM`]) of `p`.
    pub fn each_near(
        &self,
        leaves: &[Leaf],
        p: LatLng,
        reach_mm: i64,
        date: NaiveDate,
        mut offer: impl FnMut(Near),
    ) {
        let key = key_of(p.lat_e7.div_euclid(SIDE_E7), p.lng_e7.div_euclid(SIDE_E7));
        let slots = self
            .cells
            .get(self.place(key))
            .and_then(|c| self.slots.get(c.from as usize..c.to as usize))
            .unwrap_or_default();
        let plane = Plane::at(p);
        for &slot in slots {
            let Some(leaf) = leaves.get(slot as usize) else {
                continue;
            };
            let (x, y) = plane.offset_mm(leaf.pin);
            let reach = i64::from(leaf.radius_mm) + reach_mm;
            // The flat map is good to a thousandth: a hundredth and a decimetre are given away.
            let surely = reach + reach / 100 + 100;
            if x * x + y * y > surely * surely || !leaf.valid_on(date) {
                continue;
            }
            let beyond_mm = leaf.beyond_mm(p).filter(|b| *b <= reach_mm);
            if let Some(beyond_mm) = beyond_mm {
                offer(Near {
                    slot,
                    id: leaf.id,
                    beyond_mm,
                });
            }
        }
    }
}

/// The cells that a fence with its reach touches.
struct Block {
    lat: (i32, i32),
    lng: (i32, i32),
}

impl Block {
    fn round(leaf: &Leaf) -> Option<Self> {
        let pin = leaf.pin;
        if leaf.radius_mm < 0 || pin.lat_e7.abs() > LAT_MAX_E7 || pin.lng_e7.abs() > LNG_MAX_E7 {
            return None;
        }
        let reach_mm = i64::from(leaf.radius_mm) + REACH_MM;
        if reach_mm > 10_000_000 {
            return None;
        }
        let (north, east) = reach_degrees(pin.lat(), reach_mm);
        let cells = |of_e7: i32, degrees: f64| {
            #[expect(clippy::cast_possible_truncation, reason = "less than a degree")]
            let by = (degrees * 1e7) as i32 + 1;
            (
                (of_e7 - by).div_euclid(SIDE_E7),
                (of_e7 + by).div_euclid(SIDE_E7),
            )
        };
        let block = Self {
            lat: cells(pin.lat_e7, north),
            lng: cells(pin.lng_e7, east),
        };
        let count = (block.lat.1 - block.lat.0 + 1) * (block.lng.1 - block.lng.0 + 1);
        (count <= CELLS_MAX).then_some(block)
    }

    fn keys(self) -> impl Iterator<Item = u64> {
        (self.lat.0..=self.lat.1)
            .flat_map(move |lat| (self.lng.0..=self.lng.1).map(move |lng| key_of(lat, lng)))
    }
}

fn key_of(lat: i32, lng: i32) -> u64 {
    u64::from(lat.cast_unsigned()) << 32 | u64::from(lng.cast_unsigned())
}

/// Orders positions so that near ones mostly follow each other (Z-order).
pub(crate) fn along_the_ground(p: LatLng) -> u64 {
    let spread = |v: i32| {
        let mut x = u64::from(v.cast_unsigned() ^ 1 << 31);
        x = (x | x << 16) & 0x0000_ffff_0000_ffff;
        x = (x | x << 8) & 0x00ff_00ff_00ff_00ff;
        x = (x | x << 4) & 0x0f0f_0f0f_0f0f_0f0f;
        x = (x | x << 2) & 0x3333_3333_3333_3333;
        (x | x << 1) & 0x5555_5555_5555_5555
    };
    spread(p.lat_e7) << 1 | spread(p.lng_e7)
}
