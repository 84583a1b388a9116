//! Which outlets lie next to each other, and whether a set of them is in one piece.

use fieldbeat_domain::position::{LatLng, Plane};
use spade::{DelaunayTriangulation, Point2, Triangulation};

/// Pairs of outlets by their index.
pub type Pairs = Vec<(usize, usize)>;

/// Outlets next to each outlet, ascending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Neighbours {
    next: Vec<Vec<u32>>,
}

impl Neighbours {
    /// From pairs of outlets that touch, and outlets that stand where another does: these touch what it touches.
    pub fn of(
        outlets: usize,
        pairs: impl IntoIterator<Item = (usize, usize)>,
        twins: &[(usize, usize)],
    ) -> Self {
        let mut next = vec![Vec::new(); outlets];
        let mut of: Vec<Vec<usize>> = (0..outlets).map(|outlet| vec![outlet]).collect();
        for (first, twin) in twins {
            if let Some(of) = of.get_mut(*first) {
                of.push(*twin);
            }
        }
        let among = |of: &Vec<usize>| {
            let of = of.clone();
            let all = of.clone().into_iter();
            all.flat_map(move |a| of.clone().into_iter().map(move |b| (a, b)))
        };
        let inside: Vec<(usize, usize)> = of.iter().flat_map(among).collect();
        let between = pairs.into_iter().flat_map(|(a, b)| {
            let (a, b) = (of.get(a).cloned(), of.get(b).cloned());
            let b = b.unwrap_or_default();
            let a = a.unwrap_or_default().into_iter();
            a.flat_map(move |a| b.clone().into_iter().map(move |b| (a, b)))
        });
        let between: Vec<(usize, usize)> = between.collect();
        for (a, b) in inside.into_iter().chain(between) {
            if a == b || a >= outlets || b >= outlets {
                continue;
            }
            for (from, to) in [(a, b), (b, a)] {
                if let (Some(list), Ok(to)) = (next.get_mut(from), u32::try_from(to)) {
                    list.push(to);
                }
            }
        }
        for list in &mut next {
            list.sort_unstable();
            list.dedup();
        }
        Self { next }
    }

    /// Neighbours in a Delaunay triangulation; outlets at one spot have the same ones.
    pub fn on_the_map(at: &[LatLng]) -> Self {
        let (mut pairs, mut twins) = (Vec::new(), Vec::new());
        let Some(first) = at.first() else {
            return Self::default();
        };
        let plane = Plane::at(*first);
        let mut triangles: DelaunayTriangulation<Point2<f64>> = DelaunayTriangulation::new();
        let mut outlet_of: Vec<usize> = Vec::new();
        for (outlet, position) in at.iter().enumerate() {
            let (x, y) = plane.offset_mm(*position);
            #[expect(clippy::cast_precision_loss, reason = "at most 2e9")]
            let Ok(vertex) = triangles.insert(Point2::new(x as f64, y as f64)) else {
                continue;
            };
            match outlet_of.get(vertex.index()) {
                Some(there) => twins.push((*there, outlet)),
                None => outlet_of.push(outlet),
            }
        }
        for edge in triangles.undirected_edges() {
            let [a, b] = edge.vertices().map(|vertex| vertex.fix().index());
            if let (Some(a), Some(b)) = (outlet_of.get(a), outlet_of.get(b)) {
                pairs.push((*a, *b));
            }
        }
        Self::of(at.len(), pairs, &twins)
    }

    pub fn next(&self, outlet: usize) -> impl Iterator<Item = usize> + '_ {
        let next = self.next.get(outlet).map_or(&[][..], Vec::as_slice);
        next.iter().map(|to| *to as usize)
    }

    /// One of those next to an outlet, drawn among their count.
    pub(crate) fn nth(&self, outlet: usize, draw: impl FnOnce(usize) -> usize) -> Option<usize> {
        let next = self.next.get(outlet)?;
        Some(*next.get(draw(next.len()))? as usize)
    }

    /// Does what `inside` holds round an outlet stay in one piece without it? Looked for as far as
    /// [`DETOUR_MAX`] outlets; what is farther round counts as apart.
    pub fn is_spare(&self, outlet: usize, inside: impl Fn(usize) -> bool) -> bool {
        let around: Vec<usize> = self.next(outlet).filter(|next| inside(*next)).collect();
        let Some(first) = around.first() else {
            return true;
        };
        let mut known = std::collections::BTreeSet::from([outlet, *first]);
        let mut seen = vec![*first];
        let mut at = 0;
        let mut missing = around.len() - 1;
        while missing > 0 && at < seen.len() && seen.len() < DETOUR_MAX {
            let Some(here) = seen.get(at).copied() else {
                break;
            };
            at += 1;
            for next in self.next(here) {
                if inside(next) && known.insert(next) {
                    seen.push(next);
                    missing -= usize::from(around.contains(&next));
                }
            }
        }
        missing == 0
    }

    /// What would be cut off from the rest of `inside` without an outlet: `None` where more than one part of
    /// those round it has [`CUT_MAX`] outlets or more.
    pub fn cut_off(&self, outlet: usize, inside: impl Fn(usize) -> bool) -> Option<Vec<usize>> {
        let mut known = std::collections::BTreeSet::from([outlet]);
        let mut parts: Vec<Vec<usize>> = Vec::new();
        for start in self.next(outlet).filter(|next| inside(*next)) {
            if !known.insert(start) {
                continue;
            }
            let mut part = vec![start];
            let mut at = 0;
            while let Some(here) = part.get(at).copied().filter(|_| part.len() < CUT_MAX) {
                at += 1;
                for next in self.next(here) {
                    if inside(next) && known.insert(next) {
                        part.push(next);
                    }
                }
            }
            parts.push(part);
        }
        parts.sort_by_key(Vec::len);
        parts.pop();
        let small = parts.iter().all(|part| part.len() < CUT_MAX);
        small.then(|| parts.concat())
    }

    /// Outlets that are not in one piece with the largest part of their rep's territory, ascending.
    pub fn apart(&self, reps: usize, rep_of: &[Option<usize>]) -> Vec<usize> {
        let mut own = vec![Vec::new(); reps];
        for (outlet, rep) in rep_of.iter().enumerate() {
            if let Some(own) = rep.and_then(|rep| own.get_mut(rep)) {
                own.push(outlet);
            }
        }
        let small = |own: &Vec<usize>| self.parts(own).into_iter().skip(1).flatten();
        let mut apart: Vec<usize> = own.iter().flat_map(small).collect();
        apart.sort_unstable();
        apart
    }

    /// The parts that a set of outlets falls into, largest first.
    pub fn parts(&self, outlets: &[usize]) -> Vec<Vec<usize>> {
        let mut open: std::collections::BTreeSet<usize> = outlets.iter().copied().collect();
        let mut parts = Vec::new();
        while let Some(start) = open.pop_first() {
            let mut part = vec![start];
            let mut at = 0;
            while let Some(here) = part.get(at).copied() {
                at += 1;
                for next in self.next(here) {
                    if open.remove(&next) {
                        part.push(next);
                    }
                }
            }
            parts.push(part);
        }
        parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
        parts
    }
}

/// Outlets cut off that go along with the one that leaves.
const CUT_MAX: usize = 40;
/// Outlets looked at for a way round one that leaves.
const DETOUR_MAX: usize = 1_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_stays_in_one_piece_without_one_and_a_chain_does_not() {
        let ring = Neighbours::of(4, [(0, 1), (1, 2), (2, 3), (3, 0)], &[]);
        assert!(ring.is_spare(1, |_| true));
        let chain = Neighbours::of(3, [(0, 1), (1, 2)], &[]);
        assert!(!chain.is_spare(1, |_| true));
        assert!(chain.is_spare(0, |_| true));
        assert_eq!(chain.parts(&[0, 2]), [vec![0], vec![2]]);
        assert_eq!(chain.parts(&[0, 1, 2]), [vec![0, 1, 2]]);
    }

    #[test]
    fn outlets_of_one_spot_and_all_others_are_in_one_piece() {
        let at = |lat_e7, lng_e7| LatLng { lat_e7, lng_e7 };
        let spots = [
            at(210_000_000, 1_058_000_000),
            at(210_000_000, 1_058_000_000),
            at(210_100_000, 1_058_000_000),
            at(210_000_000, 1_058_100_000),
            at(210_100_000, 1_058_100_000),
        ];
        let near = Neighbours::on_the_map(&spots);
        assert_eq!(near.parts(&[0, 1, 2, 3, 4]).len(), 1);
        let both = |outlet| {
            near.next(outlet)
                .filter(|next| *next > 1)
                .collect::<Vec<_>>()
        };
        assert_eq!(both(0), both(1));
        assert!(near.next(1).any(|next| next == 0));
    }
}
