//! Circles by the cell of ground that their pin lies in: what is round a position, in a few short reads.
//!
//! Leaves lie as the ground does, a tile of 16 × 16 cells after the other and row by row in it, so
//! that a row of cells is one run of leaves and neighbours share lines of the cache; a leaf holds all
//! that deciding needs. A tile knows its widest fence, so that a village of wide fences does not make
//! the town slow. Cells only propose, as boxes do: the great-circle distance decides. What is too
//! large, and what lies near the poles and the date line, is left out.

use chrono::NaiveDate;

use crate::{
    fence::Fence,
    id::OutletId,
    outlet_index::{IndexedOutlet, Near, Slot},
    position::{LatLng, Plane, distance_mm},
};

/// A question may reach this far beyond a fence.
pub(crate) const REACH_MM: i64 = 30_000;
/// Fences wider than this are left out.
const WIDEST_MM: i32 = 1_500_000;
/// Side of a cell in 1e-7°, some 110 m north to south.
const SIDE_E7: i32 = 10_000;
/// Cells along the side of a tile.
const TILE: i32 = 16;
/// Numbers that a tile keeps: where each of its cells begins, and where the last one ends.
const STARTS: usize = 16 * 16 + 1;
/// Nearer to the poles and to the date line than this there are no cells.
const LAT_MAX_E7: i32 = 700_000_000;
const LNG_MAX_E7: i32 = 1_790_000_000;

/// An outlet version in brief.
#[derive(Clone, Copy)]
pub(crate) struct Leaf {
    pin: LatLng,
    /// Negative where the fence is no circle.
    radius_mm: i32,
    pub id: OutletId,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
}

impl Leaf {
    pub fn of(o: &IndexedOutlet) -> Self {
        let radius_mm = match o.fence {
            Fence::Circle { radius_mm, .. } => i32::try_from(radius_mm).unwrap_or(-1),
            _ => -1,
        };
        Self {
            pin: o.pin.unwrap_or(NOWHERE),
            radius_mm,
            id: o.id,
            valid_from: o.valid_from,
            valid_to: o.valid_to,
        }
    }

    pub fn valid_on(&self, date: NaiveDate) -> bool {
        self.valid_from <= date && self.valid_to.is_none_or(|end| date < end)
    }

    pub const fn is_circle(&self) -> bool {
        self.radius_mm >= 0
    }

    /// The fence, where it is a circle.
    pub fn circle(&self) -> Option<Fence> {
        self.is_circle().then(|| Fence::Circle {
            pin: self.pin,
            radius_mm: i64::from(self.radius_mm),
        })
    }

    /// As [`Fence::beyond_mm`]; `None` where the fence is no circle.
    pub fn beyond_mm(&self, p: LatLng) -> Option<i64> {
        self.is_circle()
            .then(|| distance_mm(self.pin, p) - i64::from(self.radius_mm))
    }

    /// True where the grid offers it.
    pub fn in_grid(&self) -> bool {
        self.is_narrow() && Cell::of(self.pin).is_some()
    }

    fn is_narrow(&self) -> bool {
        (0..=WIDEST_MM).contains(&self.radius_mm)
    }

    /// `d − r` from the plane's origin, if that is at most `reach_mm`.
    fn within(&self, plane: &Plane, reach_mm: i64, date: NaiveDate) -> Option<i64> {
        let (x, y) = plane.offset_mm(self.pin);
        let reach = surely(i64::from(self.radius_mm) + reach_mm);
        if x * x + y * y > reach * reach || !self.is_narrow() || !self.valid_on(date) {
            return None;
        }
        self.beyond_mm(plane.origin()).filter(|b| *b <= reach_mm)
    }
}

/// Stands for a missing pin: where there are no cells.
const NOWHERE: LatLng = LatLng {
    lat_e7: 900_000_000,
    lng_e7: 0,
};

/// Row and column of a cell, of all on Earth.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Cell {
    row: i32,
    column: i32,
}

impl Cell {
    const fn of(p: LatLng) -> Option<Self> {
        if p.lat_e7.abs() > LAT_MAX_E7 || p.lng_e7.abs() > LNG_MAX_E7 {
            return None;
        }
        Some(Self {
            row: p.lat_e7.div_euclid(SIDE_E7),
            column: p.lng_e7.div_euclid(SIDE_E7),
        })
    }

    const fn tile(self) -> (i32, i32) {
        (self.row.div_euclid(TILE), self.column.div_euclid(TILE))
    }

    /// Its number in its tile.
    const fn in_tile(self) -> i32 {
        self.row.rem_euclid(TILE) * TILE + self.column.rem_euclid(TILE)
    }
}

/// Where a leaf lies: near tiles mostly follow each other (Z-order). `None` comes first: no cell.
pub(crate) fn along_the_ground(p: LatLng) -> Option<(u64, i32)> {
    let spread = |v: i32| {
        let mut x = u64::from(v.cast_unsigned() ^ 1 << 31);
        x = (x | x << 16) & 0x0000_ffff_0000_ffff;
        x = (x | x << 8) & 0x00ff_00ff_00ff_00ff;
        x = (x | x << 4) & 0x0f0f_0f0f_0f0f_0f0f;
        x = (x | x << 2) & 0x3333_3333_3333_3333;
        (x | x << 1) & 0x5555_5555_5555_5555
    };
    let cell = Cell::of(p)?;
    let (row, column) = cell.tile();
    Some((spread(row) << 1 | spread(column), cell.in_tile()))
}

/// One place of an open-addressed table; empty where no fence is (a negative `widest_mm`).
#[derive(Clone, Copy)]
struct Tile {
    at: (i32, i32),
    /// Where its numbers begin.
    starts: u32,
    /// The radius of its widest fence.
    widest_mm: i32,
}

impl Tile {
    const NONE: Self = Self {
        at: (0, 0),
        starts: 0,
        widest_mm: -1,
    };
}

pub(crate) struct FenceGrid {
    /// A power of two, at most half of them used.
    tiles: Vec<Tile>,
    /// Tile by tile, [`STARTS`] each: the first slot of each cell.
    starts: Vec<Slot>,
    widest_mm: i32,
}

impl FenceGrid {
    /// Takes leaves that lie [`along_the_ground`].
    pub fn build(leaves: &[Leaf]) -> Self {
        let cell_of = |leaf: &Leaf| Cell::of(leaf.pin);
        let mut tiles: Vec<Tile> = Vec::new();
        let mut starts: Vec<Slot> = Vec::new();
        let mut slot: Slot = 0;
        for run in leaves.chunk_by(|a, b| cell_of(a).map(Cell::tile) == cell_of(b).map(Cell::tile))
        {
            if let Some(cell) = run.first().and_then(cell_of) {
                tiles.push(Tile {
                    at: cell.tile(),
                    starts: u32::try_from(starts.len()).unwrap_or(0),
                    widest_mm: widest(run),
                });
                let first_of =
                    |n: i32| run.partition_point(|l| cell_of(l).is_none_or(|c| c.in_tile() < n));
                starts.extend((0..=TILE * TILE).map(|n| slot + count(first_of(n))));
            }
            slot += count(run.len());
        }
        let mut grid = Self {
            tiles: vec![Tile::NONE; (2 * tiles.len()).next_power_of_two()],
            starts,
            widest_mm: tiles.iter().map(|t| t.widest_mm).max().unwrap_or(-1),
        };
        for tile in tiles.into_iter().filter(|t| t.widest_mm >= 0) {
            let i = grid.place(tile.at);
            if let Some(free) = grid.tiles.get_mut(i) {
                *free = tile;
            }
        }
        grid
    }

    /// Where the tile is, or would be.
    fn place(&self, at: (i32, i32)) -> usize {
        let key = u64::from(at.0.cast_unsigned()) << 32 | u64::from(at.1.cast_unsigned());
        let last = self.tiles.len().wrapping_sub(1);
        let hash = key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        let mut i = usize::try_from(hash).unwrap_or(0) & last;
        while self
            .tiles
            .get(i)
            .is_some_and(|t| t.widest_mm >= 0 && t.at != at)
        {
            i = (i + 1) & last;
        }
        i
    }

    /// Offers the fences valid on `date` within `reach_mm` (at most [`REACH_MM`]) of the plane's
    /// origin.
    pub fn each_near(
        &self,
        leaves: &[Leaf],
        plane: &Plane,
        reach_mm: i64,
        date: NaiveDate,
        mut offer: impl FnMut(Near),
    ) {
        let Some(all) = Block::round(plane, i64::from(self.widest_mm) + reach_mm) else {
            return;
        };
        for row in all.rows.0.div_euclid(TILE)..=all.rows.1.div_euclid(TILE) {
            for column in all.columns.0.div_euclid(TILE)..=all.columns.1.div_euclid(TILE) {
                let Some(tile) = self
                    .tiles
                    .get(self.place((row, column)))
                    .filter(|t| t.widest_mm >= 0)
                else {
                    continue;
                };
                let widest = i64::from(tile.widest_mm) + reach_mm;
                let Some(block) = Block::round(plane, widest) else {
                    continue;
                };
                for (from, to) in self.runs(tile, &block) {
                    let run = leaves.get(from as usize..to as usize).unwrap_or_default();
                    for (leaf, slot) in run.iter().zip(from..) {
                        if let Some(beyond_mm) = leaf.within(plane, reach_mm, date) {
                            offer(Near {
                                slot,
                                id: leaf.id,
                                beyond_mm,
                            });
                        }
                    }
                }
            }
        }
    }

    /// The runs of leaves in the part of a block that lies in a tile, one for each row.
    fn runs(&self, tile: &Tile, block: &Block) -> impl Iterator<Item = (Slot, Slot)> {
        let inside = |(from, to): (i32, i32), tile: i32| {
            let first = tile * TILE;
            ((from - first).max(0), (to - first).min(TILE - 1))
        };
        let rows = inside(block.rows, tile.at.0);
        let columns = inside(block.columns, tile.at.1);
        let starts = self
            .starts
            .get(tile.starts as usize..)
            .and_then(|s| s.get(..STARTS))
            .unwrap_or_default();
        let cell = move |row: i32, column: i32| {
            let n = usize::try_from(row * TILE + column).ok()?;
            starts.get(n).copied()
        };
        (rows.0..=rows.1).filter_map(move |row| {
            Some((cell(row, columns.0)?, cell(row, columns.1 + 1)?))
                .filter(|_| columns.0 <= columns.1)
        })
    }
}

/// The radius of the widest fence that cells are for; negative where there is none.
fn widest(leaves: &[Leaf]) -> i32 {
    let narrow = leaves.iter().filter(|l| l.is_narrow());
    narrow.map(|l| l.radius_mm).max().unwrap_or(-1)
}

fn count(n: usize) -> Slot {
    Slot::try_from(n).unwrap_or(Slot::MAX)
}

/// Rows and columns of cells, the last ones included.
struct Block {
    rows: (i32, i32),
    columns: (i32, i32),
}

impl Block {
    /// The cells that pins within `reach_mm` of the plane's origin surely lie in; `None` where
    /// there are no cells.
    fn round(plane: &Plane, reach_mm: i64) -> Option<Self> {
        let p = plane.origin();
        let (east, north) = plane.reach_e7(surely(reach_mm))?;
        let cells = |at: i32, by: i32| {
            let cell = |e7: i32| e7.div_euclid(SIDE_E7);
            (cell(at - by), cell(at + by))
        };
        Some(Self {
            rows: cells(p.lat_e7, north),
            columns: cells(p.lng_e7, east),
        })
    }
}

/// The flat map is good to a thousandth: a hundredth and a decimetre are given away.
const fn surely(mm: i64) -> i64 {
    mm + mm / 100 + 100
}
