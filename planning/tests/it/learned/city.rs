//! A city whose true speeds are known: the streets of the Hanoi extract, ridden at speeds that differ from the usual
//! ones by class, by district and by hour. It reads the extract by itself, so that what is judged is not the judge.

use std::collections::{HashMap, HashSet};

use fieldbeat_domain::position::{LatLng, distance_mm};
use fieldbeat_planning::routing::random::Seeded;
use osmpbf::{Element, ElementReader};
use petgraph::{
    algo::{astar, kosaraju_scc},
    graph::{DiGraph, NodeIndex},
};

pub const ROADS: &[u8] = include_bytes!("../../../../assets/demo/hanoi-roads-2025.osm.pbf");

/// Classes of streets with the usual speed of a motorbike in km/h.
const CLASSES: [(&str, f64); 8] = [
    ("trunk", 38.0),
    ("primary", 33.0),
    ("secondary", 29.0),
    ("tertiary", 26.0),
    ("unclassified", 20.0),
    ("residential", 20.0),
    ("living_street", 13.0),
    ("service", 13.0),
];
/// Sides of a district, in 1e-7°: about 1.3 km.
const DISTRICT_E7: i32 = 120_000;
const PIECE_M: f64 = 50.0;
const DISTRICTS: usize = 12 * 12;

pub struct Street {
    metres: f64,
    class: usize,
    district: usize,
}

pub struct City {
    graph: DiGraph<LatLng, Street>,
    joined: Vec<NodeIndex>,
    /// Shares of the usual speed.
    classes: Vec<f64>,
    districts: Vec<f64>,
    /// How much a district feels the rush.
    crowds: Vec<f64>,
}

impl City {
    pub fn new(random: &Seeded) -> Self {
        let (mut at, mut ways) = (HashMap::new(), Vec::new());
        let place = |lat, lng| LatLng::from_degrees(lat, lng).unwrap();
        ElementReader::new(ROADS)
            .for_each(|element| match element {
                Element::Node(node) => {
                    at.insert(node.id(), place(node.lat(), node.lon()));
                }
                Element::DenseNode(node) => {
                    at.insert(node.id(), place(node.lat(), node.lon()));
                }
                Element::Way(way) => {
                    let tags: HashMap<&str, &str> = way.tags().collect();
                    let is =
                        |key, values: &[&str]| tags.get(key).is_some_and(|v| values.contains(v));
                    let welcome = is("motorcycle", &["yes", "designated"]);
                    let shut = ["access", "motor_vehicle", "motorcycle"];
                    let closed = !welcome && shut.iter().any(|key| is(key, &["no", "private"]));
                    let highway = tags.get("highway").copied().unwrap_or("");
                    let highway = highway.trim_end_matches("_link");
                    let class = CLASSES.iter().position(|(name, _)| *name == highway);
                    let one_way = tags.get("oneway:motorcycle").or(tags.get("oneway"));
                    let round = tags.get("junction") == Some(&"roundabout");
                    let one_way = match one_way {
                        Some(value) => ["yes", "true", "1"].contains(value),
                        None => round,
                    };
                    if let (Some(class), false) = (class, closed) {
                        ways.push((class, one_way, way.refs().collect::<Vec<i64>>()));
                    }
                }
                Element::Relation(_) => {}
            })
            .unwrap();
        let mut graph = DiGraph::new();
        let mut node_of: HashMap<i64, NodeIndex> = HashMap::new();
        for (class, one_way, refs) in ways {
            for pair in refs.windows(2) {
                let (Some(a), Some(b)) = (at.get(&pair[0]), at.get(&pair[1])) else {
                    continue;
                };
                let from = *node_of.entry(pair[0]).or_insert_with(|| graph.add_node(*a));
                let to = *node_of.entry(pair[1]).or_insert_with(|| graph.add_node(*b));
                let metres = f64::from(u32::try_from(distance_mm(*a, *b)).unwrap()) / 1e3;
                // A place snaps close to where it stands.
                let pieces = (metres / PIECE_M).floor() + 1.0;
                let between = |from: i32, to: i32, share: f64| {
                    f64::from(from) / 1e7 + (f64::from(to) - f64::from(from)) * share / 1e7
                };
                let mut last = from;
                let mut piece = 1.0;
                while piece <= pieces {
                    let share = piece / pieces;
                    let lat = between(a.lat_e7, b.lat_e7, share);
                    let lng = between(a.lng_e7, b.lng_e7, share);
                    let next = if piece < pieces {
                        graph.add_node(place(lat, lng))
                    } else {
                        to
                    };
                    let street = || Street {
                        metres: metres / pieces,
                        class,
                        district: district(*a),
                    };
                    graph.add_edge(last, next, street());
                    if !one_way {
                        graph.add_edge(next, last, street());
                    }
                    last = next;
                    piece += 1.0;
                }
            }
        }
        let mut joined = kosaraju_scc(&graph)
            .into_iter()
            .max_by_key(Vec::len)
            .unwrap();
        joined.sort_unstable();
        let drawn = |count: usize, least: f64, most: f64| -> Vec<f64> {
            (0..count)
                .map(|_| least + (most - least) * random.unit())
                .collect()
        };
        Self {
            graph,
            joined,
            classes: drawn(CLASSES.len(), 0.65, 1.05),
            districts: drawn(DISTRICTS, 0.6, 1.2),
            crowds: drawn(DISTRICTS, 0.4, 1.6),
        }
    }

    /// The nearest crossing from which every other is reached.
    pub fn snap(&self, at: LatLng) -> NodeIndex {
        let far = |node: &NodeIndex| (distance_mm(at, self.graph[*node]), *node);
        *self.joined.iter().min_by_key(|node| far(node)).unwrap()
    }

    /// The fastest way at that hour, for one who knows the streets: seconds and metres.
    pub fn ride(&self, from: NodeIndex, to: NodeIndex, hour: u8) -> (f64, f64) {
        let seconds = |street: &Street| street.metres / self.metres_per_s(street, hour);
        let (time, path) = astar(
            &self.graph,
            from,
            |node| node == to,
            |edge| seconds(edge.weight()),
            |_| 0.0,
        )
        .unwrap();
        let metres = path.windows(2).map(|pair| {
            let edges = self.graph.edges_connecting(pair[0], pair[1]);
            edges
                .map(|edge| edge.weight().metres)
                .fold(f64::MAX, f64::min)
        });
        (time, metres.sum())
    }

    fn metres_per_s(&self, street: &Street, hour: u8) -> f64 {
        let wide = street.class < 4;
        // The share of its speed that a street keeps in the rush.
        let kept = match (hour, wide) {
            (7 | 8 | 16..=18, true) => 0.55,
            (7 | 8 | 16..=18, false) => 0.75,
            (11 | 12, true) => 0.85,
            _ => 1.0,
        };
        let rush = libm::pow(kept, self.crowds[street.district]);
        let usual = CLASSES[street.class].1 / 3.6;
        usual * self.classes[street.class] * self.districts[street.district] * rush
    }
}

fn district(at: LatLng) -> usize {
    let cell = |value: i32, from: i32| {
        usize::try_from(((value - from) / DISTRICT_E7).clamp(0, 11)).unwrap()
    };
    cell(at.lat_e7, 209_900_000) * 12 + cell(at.lng_e7, 1_057_600_000)
}

/// Outlets of the demo city.
pub fn outlets() -> Vec<LatLng> {
    let packed = include_bytes!("../../../../assets/demo/hanoi-outlets.geojson.gz");
    let json: serde_json::Value =
        serde_json::from_reader(flate2::read::GzDecoder::new(&packed[..])).unwrap();
    let at = |feature: &serde_json::Value| {
        let at = &feature["geometry"]["coordinates"];
        LatLng::from_degrees(at[1].as_f64()?, at[0].as_f64()?)
    };
    let mut seen = HashSet::new();
    let features = json["features"].as_array().unwrap();
    let mut outlets: Vec<LatLng> = features.iter().filter_map(at).collect();
    outlets.retain(|at| seen.insert(*at));
    outlets
}
