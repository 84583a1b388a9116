//! The road network of an OpenStreetMap extract: places snapped to it, and shortest ways along it.
//!
//! Ways are by time at each class's usual speed, with one-way streets; metres are those of the fastest way. The
//! largest part in which every place reaches every other is kept.

mod read;

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    io::Read,
    ops::Add,
    sync::Arc,
};

use fieldbeat_domain::position::{LatLng, Plane, distance_mm};
use petgraph::{
    algo::{dijkstra::with_dynamic_goal, kosaraju_scc},
    graph::{DiGraph, NodeIndex},
    visit::{EdgeRef, IntoEdges, Reversed, Visitable},
};
use rstar::{RTree, primitives::GeomWithData};
use thiserror::Error;

use self::read::Direction;
use crate::{
    district::Pairs,
    travel::{Leg, Matrix, Travel},
};

#[derive(Debug, Error)]
pub enum RoadError {
    #[error("the extract cannot be read: {0}")]
    Read(#[from] osmpbf::Error),
    #[error("the extract holds no roads that lead anywhere and back")]
    Empty,
}

/// Time first, then metres: what a way is compared by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Cost {
    milliseconds: u64,
    millimetres: u64,
}

impl Add for Cost {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            milliseconds: self.milliseconds + other.milliseconds,
            millimetres: self.millimetres + other.millimetres,
        }
    }
}

/// A place on the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Snap {
    node: NodeIndex,
    pub metres_off: u32,
}

/// Roads that lead everywhere and back.
#[derive(Debug)]
pub struct Roads {
    graph: DiGraph<LatLng, Cost>,
    tree: RTree<GeomWithData<[i64; 2], NodeIndex>>,
    plane: Plane,
}

/// Longer segments are cut, so that a place snaps close to where it stands.
const SEGMENT_MM: i64 = 50_000;

impl Roads {
    pub fn read(source: impl Read + Send) -> Result<Self, RoadError> {
        let extract = read::extract(source)?;
        let mut graph: DiGraph<LatLng, Cost> = DiGraph::new();
        let mut node_of: HashMap<i64, NodeIndex> = HashMap::new();
        for road in &extract.roads {
            let mut last: Option<NodeIndex> = None;
            for id in &road.nodes {
                let Some(at) = extract.positions.get(id) else {
                    last = None;
                    continue;
                };
                let next = *node_of.entry(*id).or_insert_with(|| graph.add_node(*at));
                if let Some(last) = last.filter(|last| *last != next) {
                    join(&mut graph, last, next, road.mm_per_s, road.direction);
                }
                last = Some(next);
            }
        }
        let parts = kosaraju_scc(&graph);
        let largest = parts.into_iter().max_by_key(Vec::len).unwrap_or_default();
        if largest.len() < 2 {
            return Err(RoadError::Empty);
        }
        let kept: HashSet<NodeIndex> = largest.into_iter().collect();
        let graph = graph.filter_map(
            |node, at| kept.contains(&node).then_some(*at),
            |_, cost| Some(*cost),
        );
        let origin = graph.node_weights().next().ok_or(RoadError::Empty)?;
        let plane = Plane::at(*origin);
        let points = graph.node_indices().filter_map(|node| {
            let (x, y) = plane.offset_mm(*graph.node_weight(node)?);
            Some(GeomWithData::new([x, y], node))
        });
        Ok(Self {
            tree: RTree::bulk_load(points.collect()),
            graph,
            plane,
        })
    }

    pub fn nodes(&self) -> usize {
        self.graph.node_count()
    }

    /// The nearest place of the network, where one is within `metres`; of two as near, the first read.
    pub fn snap(&self, at: LatLng, metres: u32) -> Option<Snap> {
        let (x, y) = self.plane.offset_mm(at);
        let reach = i64::from(metres) * 1_000 + 1_000;
        let near = self.tree.locate_within_distance([x, y], reach * reach);
        let off = |node: NodeIndex| {
            let there = self.graph.node_weight(node)?;
            Some((distance_mm(at, *there), node))
        };
        let (mm, node) = near.filter_map(|point| off(point.data)).min()?;
        let metres_off = u32::try_from(mm / 1_000).ok()?;
        (metres_off <= metres).then_some(Snap { node, metres_off })
    }

    /// Ways from each of these places to each.
    pub fn matrix(&self, places: &[Snap]) -> Option<Matrix> {
        let legs = places.iter().flat_map(|from| self.from(*from, places));
        Matrix::new(places.len(), legs.collect())
    }

    /// Ways from a place to some.
    fn from(&self, from: Snap, to: &[Snap]) -> Vec<Option<Leg>> {
        search(&self.graph, from, to)
    }

    /// Ways to a place from some.
    fn to(&self, from: &[Snap], to: Snap) -> Vec<Option<Leg>> {
        search(Reversed(&self.graph), to, from)
    }

    /// Places that lie next to each other: every node of the network belongs to the place it is nearest to, and
    /// two places touch where a road leads from one's nodes to the other's. Second come places that stand where another does, each with the first there.
    pub fn touching(&self, places: &[Snap]) -> (Pairs, Pairs) {
        let (mut pairs, mut twins) = (Vec::new(), Vec::new());
        let mut first: BTreeMap<NodeIndex, usize> = BTreeMap::new();
        for (index, place) in places.iter().enumerate() {
            match first.get(&place.node) {
                Some(there) => twins.push((*there, index)),
                None => {
                    first.insert(place.node, index);
                }
            }
        }
        let owner = self.owners(&first);
        for edge in self.graph.edge_references() {
            let of = |node: NodeIndex| owner.get(node.index()).copied().flatten();
            if let (Some(a), Some(b)) = (of(edge.source()), of(edge.target()))
                && a != b
            {
                pairs.push((a.min(b), a.max(b)));
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        (pairs, twins)
    }

    /// Of each node the place that reaches it first; ties go to the place listed first.
    fn owners(&self, first: &BTreeMap<NodeIndex, usize>) -> Vec<Option<usize>> {
        #[derive(PartialEq, Eq, PartialOrd, Ord)]
        struct Reached(std::cmp::Reverse<(u64, usize)>, NodeIndex);
        let mut owner: Vec<Option<usize>> = vec![None; self.graph.node_count()];
        let mut open: std::collections::BinaryHeap<Reached> = first
            .iter()
            .map(|(node, place)| Reached(std::cmp::Reverse((0, *place)), *node))
            .collect();
        while let Some(Reached(std::cmp::Reverse((mm, place)), node)) = open.pop() {
            let Some(slot) = owner.get_mut(node.index()) else {
                continue;
            };
            if slot.is_some() {
                continue;
            }
            *slot = Some(place);
            for edge in self.graph.edges(node) {
                let next = mm + edge.weight().millimetres;
                open.push(Reached(std::cmp::Reverse((next, place)), edge.target()));
            }
        }
        owner
    }
}

/// Between a place and some others: one search, as far as the farthest.
fn search<G>(graph: G, from: Snap, wanted: &[Snap]) -> Vec<Option<Leg>>
where
    G: IntoEdges<NodeId = NodeIndex, EdgeWeight = Cost> + Visitable,
{
    let mut open: HashSet<NodeIndex> = wanted.iter().map(|snap| snap.node).collect();
    if open.is_empty() {
        return Vec::new();
    }
    let all_reached = |node: &NodeIndex| open.remove(node) && open.is_empty();
    let reached = with_dynamic_goal(graph, from.node, all_reached, |edge| *edge.weight());
    let leg = |snap: &Snap| {
        let cost = reached.scores.get(&snap.node)?;
        Some(Leg {
            metres: u32::try_from(cost.millimetres.div_ceil(1_000)).ok()?,
            seconds: u32::try_from(cost.milliseconds.div_ceil(1_000)).ok()?,
        })
    };
    wanted.iter().map(leg).collect()
}

/// Places on a network; the ways between them are searched when they are asked for.
#[derive(Clone, Debug)]
pub struct OnRoads {
    roads: Arc<Roads>,
    places: Vec<Option<Snap>>,
}

impl OnRoads {
    /// Each place on the nearest road within so many metres; no way leads to one without.
    pub fn new(roads: Arc<Roads>, at: &[LatLng], metres: u32) -> Self {
        let places = at.iter().map(|at| roads.snap(*at, metres)).collect();
        Self { roads, places }
    }

    /// Of places that were looked for before.
    pub const fn snapped(roads: Arc<Roads>, places: Vec<Option<Snap>>) -> Self {
        Self { roads, places }
    }

    pub fn snaps(&self) -> &[Option<Snap>] {
        &self.places
    }

    fn many(&self, places: &[usize]) -> Vec<Option<Snap>> {
        let of = |place: &usize| self.places.get(*place).copied().flatten();
        places.iter().map(of).collect()
    }

    fn spread(
        &self,
        places: &[usize],
        legs: impl FnOnce(&[Snap]) -> Vec<Option<Leg>>,
    ) -> Vec<Option<Leg>> {
        let snaps = self.many(places);
        let known: Vec<Snap> = snaps.iter().flatten().copied().collect();
        let mut legs = legs(&known).into_iter();
        snaps
            .iter()
            .map(|snap| snap.and_then(|_| legs.next().flatten()))
            .collect()
    }
}

impl Travel for OnRoads {
    fn places(&self) -> usize {
        self.places.len()
    }

    fn leg(&self, from: usize, to: usize) -> Option<Leg> {
        self.row(from, &[to]).pop().flatten()
    }

    fn row(&self, from: usize, to: &[usize]) -> Vec<Option<Leg>> {
        match self.places.get(from).copied().flatten() {
            Some(from) => self.spread(to, |to| self.roads.from(from, to)),
            None => vec![None; to.len()],
        }
    }

    fn column(&self, from: &[usize], to: usize) -> Vec<Option<Leg>> {
        match self.places.get(to).copied().flatten() {
            Some(to) => self.spread(from, |from| self.roads.to(from, to)),
            None => vec![None; from.len()],
        }
    }
}

fn join(
    graph: &mut DiGraph<LatLng, Cost>,
    from: NodeIndex,
    to: NodeIndex,
    mm_per_s: u32,
    direction: Direction,
) {
    let (Some(a), Some(b)) = (
        graph.node_weight(from).copied(),
        graph.node_weight(to).copied(),
    ) else {
        return;
    };
    let length = distance_mm(a, b);
    let pieces = (length / SEGMENT_MM).max(0) + 1;
    let between = |from: i32, to: i32, piece: i64| {
        let step = (i64::from(to) - i64::from(from)) * piece / pieces;
        i32::try_from(i64::from(from) + step).unwrap_or(to)
    };
    let mut last = from;
    for piece in 1..=pieces {
        let next = if piece == pieces {
            to
        } else {
            graph.add_node(LatLng {
                lat_e7: between(a.lat_e7, b.lat_e7, piece),
                lng_e7: between(a.lng_e7, b.lng_e7, piece),
            })
        };
        let millimetres =
            u64::try_from(length * piece / pieces - length * (piece - 1) / pieces).unwrap_or(0);
        let cost = Cost {
            milliseconds: (millimetres * 1_000).div_ceil(u64::from(mm_per_s.max(1))),
            millimetres,
        };
        if direction != Direction::Backward {
            graph.add_edge(last, next, cost);
        }
        if direction != Direction::Forward {
            graph.add_edge(next, last, cost);
        }
        last = next;
    }
}
