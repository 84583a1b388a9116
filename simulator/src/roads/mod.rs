//! Roads to ride on: a directed graph of an OSM extract, snapping, and shortest paths with their
//! geometry.
//!
//! Invariant: every node of the graph can be reached from every other (the largest strongly
//! connected part is kept), so between snapped places there is always a path.

mod read;

use std::{
    collections::{HashMap, HashSet},
    io::Read,
};

use petgraph::{
    algo::{astar, kosaraju_scc},
    graph::{DiGraph, NodeIndex},
};
use rstar::{RTree, primitives::GeomWithData};

use self::read::{Direction, Extract, Road};
use crate::plane::{Plane, Point, Position};

/// Long segments are cut so that a place snaps close to where it stands on the road.
const SEGMENT_M: f64 = 30.0;
/// Faster than any road read, so that the search's guess never overestimates.
const TOP_SPEED_MPS: f64 = 40.0 / 3.6;

/// The extract shipped with the project.
const HANOI: &[u8] = include_bytes!("../../../assets/demo/hanoi-roads-2025.osm.pbf");

#[derive(Debug, thiserror::Error)]
pub enum RoadError {
    #[error("the road extract cannot be read: {0}")]
    Read(#[from] osmpbf::Error),
    #[error("the extract holds no road that can be ridden")]
    Empty,
}

/// One direction of a piece of road.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Segment {
    pub length_m: f64,
    pub speed_mps: f64,
}

/// A place on the road.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Snap {
    node: NodeIndex,
    pub point: Point,
    /// How far the snapped place was from the road.
    pub distance_m: f64,
}

/// A point of a path, and how fast the road to it is ridden.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Waypoint {
    pub point: Point,
    pub speed_mps: f64,
}

/// Rideable roads of one place.
#[derive(Debug)]
pub struct Roads {
    graph: DiGraph<Point, Segment>,
    tree: RTree<GeomWithData<[f64; 2], NodeIndex>>,
    pub plane: Plane,
}

impl Roads {
    /// The shipped roads of Hanoi.
    pub fn hanoi() -> Result<Self, RoadError> {
        Self::read(HANOI)
    }

    pub fn read(source: impl Read + Send) -> Result<Self, RoadError> {
        Self::build(&read::extract(source)?)
    }

    fn build(extract: &Extract) -> Result<Self, RoadError> {
        let plane = Plane::around(middle(extract).ok_or(RoadError::Empty)?);
        let mut builder = Builder {
            extract,
            plane,
            graph: DiGraph::new(),
            nodes: HashMap::new(),
        };
        for road in &extract.roads {
            builder.lay(road);
        }
        let graph = largest_connected(&builder.graph).ok_or(RoadError::Empty)?;
        let places = graph
            .node_indices()
            .filter_map(|node| {
                let point = graph.node_weight(node)?;
                Some(GeomWithData::new([point.x, point.y], node))
            })
            .collect();
        Ok(Self {
            tree: RTree::bulk_load(places),
            graph,
            plane,
        })
    }

    pub fn node_count(&self) -> usize {
        self.graph.node_count()
    }

    /// The nearest place on a road. `None` only without roads.
    pub fn snap(&self, position: Position) -> Option<Snap> {
        let point = self.plane.point(position);
        let nearest = self.tree.nearest_neighbor([point.x, point.y])?;
        let [x, y] = *nearest.geom();
        let on_road = Point { x, y };
        Some(Snap {
            node: nearest.data,
            point: on_road,
            distance_m: on_road.distance(point),
        })
    }

    /// The fastest way along the roads, with both ends; a single point when they are the same.
    pub fn path(&self, from: Snap, to: Snap) -> Option<Vec<Waypoint>> {
        let (_, nodes) = astar(
            &self.graph,
            from.node,
            |node| node == to.node,
            |edge| edge.weight().length_m / edge.weight().speed_mps,
            |node| {
                let here = self.graph.node_weight(node).copied().unwrap_or_default();
                here.distance(to.point) / TOP_SPEED_MPS
            },
        )?;
        let mut way = vec![Waypoint {
            point: from.point,
            speed_mps: 0.0,
        }];
        for pair in nodes.windows(2) {
            let &[a, b] = pair else { continue };
            let speed_mps = self
                .graph
                .edges_connecting(a, b)
                .map(|edge| edge.weight().speed_mps)
                .fold(0.0, f64::max);
            way.push(Waypoint {
                point: *self.graph.node_weight(b)?,
                speed_mps,
            });
        }
        Some(way)
    }
}

fn middle(extract: &Extract) -> Option<Position> {
    let mut bounds: Option<(Position, Position)> = None;
    for position in extract.positions.values() {
        let (low, high) = bounds.get_or_insert((*position, *position));
        low.lat = low.lat.min(position.lat);
        low.lng = low.lng.min(position.lng);
        high.lat = high.lat.max(position.lat);
        high.lng = high.lng.max(position.lng);
    }
    bounds.map(|(low, high)| Position {
        lat: f64::midpoint(low.lat, high.lat),
        lng: f64::midpoint(low.lng, high.lng),
    })
}

struct Builder<'a> {
    extract: &'a Extract,
    plane: Plane,
    graph: DiGraph<Point, Segment>,
    nodes: HashMap<i64, NodeIndex>,
}

impl Builder<'_> {
    fn lay(&mut self, road: &Road) {
        let known: Vec<i64> = road
            .nodes
            .iter()
            .copied()
            .filter(|id| self.extract.positions.contains_key(id))
            .collect();
        for pair in known.windows(2) {
            let &[a, b] = pair else { continue };
            if a == b {
                continue;
            }
            if let (Some(from), Some(to)) = (self.node(a), self.node(b)) {
                self.join(from, to, road);
            }
        }
    }

    fn node(&mut self, id: i64) -> Option<NodeIndex> {
        if let Some(node) = self.nodes.get(&id) {
            return Some(*node);
        }
        let point = self.plane.point(*self.extract.positions.get(&id)?);
        let node = self.graph.add_node(point);
        self.nodes.insert(id, node);
        Some(node)
    }

    /// Joins two nodes by segments of at most [`SEGMENT_M`].
    fn join(&mut self, from: NodeIndex, to: NodeIndex, road: &Road) {
        let (Some(&start), Some(&end)) = (self.graph.node_weight(from), self.graph.node_weight(to))
        else {
            return;
        };
        let length = start.distance(end);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a road of a city"
        )]
        let pieces = (length / SEGMENT_M).ceil().max(1.0) as u32;
        let segment = Segment {
            length_m: length / f64::from(pieces),
            speed_mps: road.speed_mps,
        };
        let mut last = from;
        for piece in 1..=pieces {
            let next = if piece == pieces {
                to
            } else {
                let share = f64::from(piece) / f64::from(pieces);
                self.graph.add_node(start.towards(end, share))
            };
            if road.direction != Direction::Backward {
                self.graph.add_edge(last, next, segment);
            }
            if road.direction != Direction::Forward {
                self.graph.add_edge(next, last, segment);
            }
            last = next;
        }
    }
}

/// Keeps the largest part in which every place can be reached from every other.
fn largest_connected(graph: &DiGraph<Point, Segment>) -> Option<DiGraph<Point, Segment>> {
    let parts = kosaraju_scc(graph);
    let largest: HashSet<NodeIndex> = parts
        .into_iter()
        .max_by_key(Vec::len)?
        .into_iter()
        .collect();
    if largest.len() < 2 {
        return None;
    }
    Some(graph.filter_map(
        |node, point| largest.contains(&node).then_some(*point),
        |_, segment| Some(*segment),
    ))
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use petgraph::visit::EdgeRef;
    use proptest::prelude::*;

    use super::*;

    impl Roads {
        /// Length in metres of the road from `a` to `b`, if one leads there directly.
        fn direct(&self, a: Point, b: Point) -> Option<f64> {
            let node = |p: Point| self.tree.nearest_neighbor([p.x, p.y]).map(|n| n.data);
            let (from, to) = (node(a)?, node(b)?);
            self.graph
                .edges(from)
                .find(|edge| edge.target() == to)
                .map(|edge| edge.weight().length_m)
        }
    }

    static HANOI_ROADS: LazyLock<Roads> = LazyLock::new(|| Roads::hanoi().unwrap());

    /// A ring of four one-way streets, 111 m each, with a two-way spur.
    fn ring(direction: Direction) -> Roads {
        let at = |lat, lng| Position { lat, lng };
        let positions = HashMap::from([
            (1, at(0.0, 0.0)),
            (2, at(0.0, 0.001)),
            (3, at(0.001, 0.001)),
            (4, at(0.001, 0.0)),
            (5, at(0.0, -0.001)),
        ]);
        let ring = Road {
            nodes: vec![1, 2, 3, 4, 1],
            direction,
            speed_mps: 8.0,
        };
        let spur = Road {
            nodes: vec![1, 5],
            direction: Direction::Both,
            speed_mps: 5.0,
        };
        Roads::build(&Extract {
            positions,
            roads: vec![ring, spur],
        })
        .unwrap()
    }

    fn length(path: &[Waypoint]) -> f64 {
        path.windows(2)
            .map(|w| w[0].point.distance(w[1].point))
            .sum()
    }

    #[test]
    fn a_one_way_ring_is_ridden_all_the_way_round() {
        let roads = ring(Direction::Forward);
        let corner = |lat, lng| roads.snap(Position { lat, lng }).unwrap();
        let there = roads.path(corner(0.0, 0.0), corner(0.0, 0.001)).unwrap();
        let back = roads.path(corner(0.0, 0.001), corner(0.0, 0.0)).unwrap();
        assert!((length(&there) - 111.2).abs() < 1.0);
        assert!((length(&back) - 333.6).abs() < 1.0);
    }

    #[test]
    fn a_reversed_one_way_is_ridden_against_its_drawing() {
        let roads = ring(Direction::Backward);
        let corner = |lat, lng| roads.snap(Position { lat, lng }).unwrap();
        let there = roads.path(corner(0.0, 0.0), corner(0.0, 0.001)).unwrap();
        assert!((length(&there) - 333.6).abs() < 1.0);
    }

    #[test]
    fn a_path_to_where_one_stands_is_one_point() {
        let roads = ring(Direction::Both);
        let here = roads.snap(Position { lat: 0.0, lng: 0.0 }).unwrap();
        assert_eq!(roads.path(here, here).unwrap().len(), 1);
    }

    #[test]
    fn most_of_the_shipped_roads_are_connected() {
        assert!(
            HANOI_ROADS.node_count() > 30_000,
            "{}",
            HANOI_ROADS.node_count()
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]

        /// Wherever one starts: the path is continuous, ridden only in allowed directions, and ends there.
        #[test]
        fn paths_of_hanoi_are_continuous_and_follow_one_way_streets(
            lats in (21.02..21.07f64, 21.02..21.07f64), lngs in (105.79..105.87f64, 105.79..105.87f64)
        ) {
            let roads = &*HANOI_ROADS;
            let from = roads.snap(Position { lat: lats.0, lng: lngs.0 }).unwrap();
            let to = roads.snap(Position { lat: lats.1, lng: lngs.1 }).unwrap();
            let path = roads.path(from, to).unwrap();
            prop_assert_eq!(path.first().unwrap().point, from.point);
            prop_assert_eq!(path.last().unwrap().point, to.point);
            for pair in path.windows(2) {
                let step = pair[0].point.distance(pair[1].point);
                prop_assert!(step <= SEGMENT_M + 0.1);
                prop_assert!(roads.direct(pair[0].point, pair[1].point).is_some());
                prop_assert!(pair[1].speed_mps > 2.0 && pair[1].speed_mps < TOP_SPEED_MPS);
            }
        }
    }
}
