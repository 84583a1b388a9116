//! The coarse level: what a viewer's view shows, counted by H3 cell.
//!
//! Counts are of the viewer's scope, viewport and filter only; a cell at the viewport's edge counts
//! what lies inside. Pure.

use std::collections::HashMap;

use h3o::{CellIndex, LatLng, Resolution};

use super::{
    board::Board,
    bucket::{Bucket, count},
    parts::{Parts, list},
    view::View,
};
use crate::wire::live::{
    Activity, Presence,
    encode::{self, Matrix},
};

#[derive(Debug)]
pub struct Cells {
    resolution: Resolution,
    /// Watched buckets with the cell each belongs to, sorted by cell.
    index: Vec<(CellIndex, u32)>,
    /// What the viewer has, without empty cells.
    sent: HashMap<CellIndex, Matrix>,
}

impl Cells {
    pub fn new(resolution: Resolution) -> Self {
        Self {
            resolution,
            index: Vec::new(),
            sent: HashMap::new(),
        }
    }

    /// Reps in all cells that the viewer has.
    pub fn total(&self) -> usize {
        let sums = self.sent.values().flatten().flatten();
        sums.map(|count| *count as usize).sum()
    }

    /// Takes the list of watched buckets.
    pub fn index(&mut self, board: &Board, watched: &[u32]) {
        self.index.clear();
        self.index.extend(watched.iter().filter_map(|&number| {
            let bucket = board.buckets().get(number as usize)?;
            Some((bucket.key.cell.parent(self.resolution)?, number))
        }));
        self.index.sort_unstable();
    }

    /// Cells whose counts changed after tick `seen`; `all`: looks at every one.
    pub fn delta(
        &mut self,
        board: &Board,
        view: &View,
        seen: u64,
        all: bool,
        parts: &mut Parts<'_>,
    ) {
        for group in self.index.chunk_by(|a, b| a.0 == b.0) {
            let Some(&(cell, _)) = group.first() else {
                continue;
            };
            let buckets = group
                .iter()
                .filter_map(|(_, number)| board.buckets().get(*number as usize));
            if !all && buckets.clone().all(|bucket| bucket.version <= seen) {
                continue;
            }
            let mut counts = Matrix::default();
            for bucket in buckets {
                add(&mut counts, bucket, view);
            }
            if counts == Matrix::default() {
                if self.sent.remove(&cell).is_some() {
                    list(&mut parts.gone_cells, format_args!("\"{cell}\""));
                }
            } else if self.sent.get(&cell) != Some(&counts) {
                if !parts.cells.is_empty() {
                    parts.cells.push(',');
                }
                let centre = LatLng::from(cell);
                encode::cell(
                    &mut parts.cells,
                    cell,
                    (centre.lat(), centre.lng()),
                    &counts,
                );
                self.sent.insert(cell, counts);
            }
        }
        if all {
            // Cells of buckets that the board dropped because they are empty.
            let index = &self.index;
            self.sent.retain(|cell, _| {
                let kept = index.binary_search_by_key(cell, |(cell, _)| *cell).is_ok();
                if !kept {
                    list(&mut parts.gone_cells, format_args!("\"{cell}\""));
                }
                kept
            });
        }
    }
}

/// Adds what the view shows of a bucket.
fn add(counts: &mut Matrix, bucket: &Bucket, view: &View) {
    if view.covers(&bucket.bounds) {
        for presence in Presence::ALL {
            for activity in Activity::ALL {
                if view.passes(presence, activity) {
                    let row = bucket.counts.get(presence as usize);
                    let of_bucket = row.and_then(|row| row.get(activity as usize));
                    *count(counts, presence, activity) += of_bucket.copied().unwrap_or(0);
                }
            }
        }
    } else {
        for member in bucket.members.iter().filter(|member| view.shows(member)) {
            *count(counts, member.presence, member.activity) += 1;
        }
    }
}
