//! Reads the roads of an OSM extract: which ways a motorbike may use, how fast, in which direction.

use std::{collections::HashMap, io::Read};

use osmpbf::{Element, ElementReader, Way};

use fieldbeat_domain::position::LatLng;

/// Directions a way may be ridden in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Both,
    Forward,
    Backward,
}

/// A road as a chain of OSM node ids.
#[derive(Clone, Debug, PartialEq)]
pub struct Road {
    pub nodes: Vec<i64>,
    pub direction: Direction,
    pub mm_per_s: u32,
}

/// What the extract holds: positions of nodes and the rideable roads.
#[derive(Debug, Default)]
pub struct Extract {
    pub positions: HashMap<i64, LatLng>,
    pub roads: Vec<Road>,
}

pub fn extract(source: impl Read + Send) -> Result<Extract, osmpbf::Error> {
    let mut extract = Extract::default();
    ElementReader::new(source).for_each(|element| match element {
        Element::Node(node) => {
            if let Some(at) = LatLng::from_degrees(node.lat(), node.lon()) {
                extract.positions.insert(node.id(), at);
            }
        }
        Element::DenseNode(node) => {
            if let Some(at) = LatLng::from_degrees(node.lat(), node.lon()) {
                extract.positions.insert(node.id(), at);
            }
        }
        Element::Way(way) => extract.roads.extend(road(&way)),
        Element::Relation(_) => {}
    })?;
    Ok(extract)
}

fn road(way: &Way<'_>) -> Option<Road> {
    let tags: HashMap<&str, &str> = way.tags().collect();
    Some(Road {
        nodes: way.refs().collect(),
        direction: direction(&tags),
        mm_per_s: mm_per_s(&tags)?,
    })
}

/// Usual speed of a motorbike in town, in millimetres a second; `None` where it may not go.
fn mm_per_s(tags: &HashMap<&str, &str>) -> Option<u32> {
    let welcome = tags
        .get("motorcycle")
        .is_some_and(|v| matches!(*v, "yes" | "designated"));
    let closed = ["access", "motor_vehicle", "motorcycle"].iter().any(|key| {
        tags.get(key)
            .is_some_and(|v| matches!(*v, "no" | "private"))
    });
    if closed && !welcome {
        return None;
    }
    let highway = tags.get("highway").copied()?;
    let kmh: u32 = match highway.trim_end_matches("_link") {
        "trunk" => 38,
        "primary" => 33,
        "secondary" => 29,
        "tertiary" => 26,
        "unclassified" | "residential" | "road" => 20,
        "living_street" | "service" => 13,
        _ => return None,
    };
    Some(kmh * 10_000 / 36)
}

fn direction(tags: &HashMap<&str, &str>) -> Direction {
    let oneway = tags.get("oneway:motorcycle").or_else(|| tags.get("oneway"));
    match oneway.copied() {
        Some("yes" | "true" | "1") => Direction::Forward,
        Some("-1" | "reverse") => Direction::Backward,
        None if tags.get("junction") == Some(&"roundabout") => Direction::Forward,
        Some(_) | None => Direction::Both,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags<'a>(pairs: &[(&'a str, &'a str)]) -> HashMap<&'a str, &'a str> {
        pairs.iter().copied().collect()
    }

    #[test]
    fn one_way_streets_are_read_in_all_their_spellings() {
        assert_eq!(direction(&tags(&[("oneway", "yes")])), Direction::Forward);
        assert_eq!(direction(&tags(&[("oneway", "-1")])), Direction::Backward);
        assert_eq!(
            direction(&tags(&[("junction", "roundabout")])),
            Direction::Forward
        );
        assert_eq!(direction(&tags(&[("highway", "primary")])), Direction::Both);
        let exempt = tags(&[("oneway", "yes"), ("oneway:motorcycle", "no")]);
        assert_eq!(direction(&exempt), Direction::Both);
    }

    #[test]
    fn a_motorbike_keeps_off_footways_and_closed_roads() {
        assert!(mm_per_s(&tags(&[("highway", "footway")])).is_none());
        assert!(mm_per_s(&tags(&[("highway", "motorway")])).is_none());
        assert!(mm_per_s(&tags(&[("highway", "residential"), ("access", "private")])).is_none());
        let welcome = [
            ("highway", "service"),
            ("access", "no"),
            ("motorcycle", "yes"),
        ];
        assert!(mm_per_s(&tags(&welcome)).is_some());
    }

    #[test]
    fn wider_roads_are_faster() {
        let speed = |class| mm_per_s(&tags(&[("highway", class)])).unwrap();
        assert!(speed("primary_link") > speed("residential"));
        assert!(speed("residential") > speed("living_street"));
    }
}
