//! The shops of Hanoi that the demo company sells to: of the shipped OpenStreetMap extract those
//! that buy from a distributor and lie on the roads. Hospitals, banks and worship are left out.

use std::{
    collections::{BTreeMap, HashSet},
    io::Read,
};

use anyhow::{Context, Result};
use flate2::read::GzDecoder;
use geojson::{Feature, FeatureCollection, GeometryValue};
use serde_json::Value;

use super::names;
use crate::{
    fleet::rng_for,
    plane::{Plane, Position},
    roads::Roads,
};

const HANOI: &[u8] = include_bytes!("../../../assets/demo/hanoi-outlets.geojson.gz");
/// A shop farther from any road than this cannot be ridden to.
const OFF_ROAD_M: f64 = 90.0;
/// Two entries nearer than this are one shop, drawn twice.
const SAME_PLACE_M: f64 = 1.5;
const AMENITIES: &[&str] = &["restaurant", "cafe", "pharmacy", "bar", "pub", "fast_food"];
const NO_SHOPS: &[&str] = &["yes", "religion", "ticket", "vacant"];

/// A shop as the map knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Shop {
    pub name: String,
    /// OpenStreetMap's word: `cafe`, `pharmacy`, `convenience` …
    pub kind: String,
    pub address: Option<String>,
    pub position: Position,
}

impl Shop {
    /// The company's class of outlet.
    pub fn class(&self) -> &'static str {
        match self.kind.as_str() {
            "pharmacy" | "chemist" => "pharmacy",
            "restaurant" | "cafe" | "bar" | "pub" | "fast_food" => "horeca",
            "supermarket" | "marketplace" => "modern_trade",
            _ => "general",
        }
    }
}

/// Every outlet of the extract, of whatever kind and however near to another, in the map's order.
pub fn hanoi_places() -> Result<Vec<Position>> {
    let features = hanoi_features()?.features;
    let mut by_id: Vec<_> = features
        .iter()
        .filter_map(|feature| Some((id_of(feature)?, place(feature)?)))
        .collect();
    by_id.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(by_id.into_iter().map(|(_, position)| position).collect())
}

fn hanoi_features() -> Result<FeatureCollection> {
    let mut text = String::new();
    GzDecoder::new(HANOI).read_to_string(&mut text)?;
    text.parse().context("the shipped outlets")
}

/// The shops, in an order that depends on the map alone.
pub fn hanoi(roads: &Roads) -> Result<Vec<Shop>> {
    let features = hanoi_features()?;
    let by_id: BTreeMap<String, &Feature> = features
        .features
        .iter()
        .filter_map(|feature| Some((id_of(feature)?, feature)))
        .collect();
    let mut taken = Places::new(roads.plane);
    let mut shops = Vec::new();
    for (id, feature) in by_id {
        let Some(shop) = shop(&id, feature) else {
            continue;
        };
        let near = roads
            .snap(shop.position)
            .is_some_and(|s| s.distance_m <= OFF_ROAD_M);
        if near && taken.is_new(shop.position) {
            shops.push(shop);
        }
    }
    Ok(shops)
}

fn id_of(feature: &Feature) -> Option<String> {
    match feature.id.as_ref()? {
        geojson::feature::Id::String(id) => Some(id.clone()),
        geojson::feature::Id::Number(id) => Some(id.to_string()),
    }
}

fn shop(id: &str, feature: &Feature) -> Option<Shop> {
    let tag = |name: &str| feature.property(name).and_then(Value::as_str);
    let kind = tag("amenity")
        .filter(|kind| AMENITIES.contains(kind))
        .or_else(|| tag("shop").filter(|kind| !NO_SHOPS.contains(kind)))?;
    let position = place(feature)?;
    let name = tag("name").map_or_else(
        || names::shop(kind, &mut rng_for(0, &format!("shop/{id}"))),
        str::to_owned,
    );
    let address = tag("addr:street").map(|street| match tag("addr:housenumber") {
        Some(number) => format!("{number} {street}"),
        None => street.to_owned(),
    });
    Some(Shop {
        name,
        kind: kind.to_owned(),
        address,
        position,
    })
}

fn place(feature: &Feature) -> Option<Position> {
    let GeometryValue::Point { coordinates } = &feature.geometry.as_ref()?.value else {
        return None;
    };
    let &[lng, lat, ..] = coordinates.as_slice() else {
        return None;
    };
    Some(Position { lat, lng })
}

/// Places taken, on a grid of the distance at which two are one.
struct Places {
    plane: Plane,
    cells: HashSet<(i64, i64)>,
}

impl Places {
    fn new(plane: Plane) -> Self {
        Self {
            plane,
            cells: HashSet::new(),
        }
    }

    fn is_new(&mut self, position: Position) -> bool {
        let point = self.plane.point(position);
        #[expect(clippy::cast_possible_truncation, reason = "metres of a city")]
        let cell = |metres: f64| (metres / SAME_PLACE_M).round() as i64;
        self.cells.insert((cell(point.x), cell(point.y)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_stands_on_shops_only() {
        let shops = hanoi(&Roads::hanoi().unwrap()).unwrap();
        assert!((850..=1_050).contains(&shops.len()), "{}", shops.len());
        assert!(shops.iter().all(|shop| !shop.name.is_empty()));
        let banned = [
            "hospital",
            "bank",
            "place_of_worship",
            "atm",
            "school",
            "police",
        ];
        assert!(
            shops
                .iter()
                .all(|shop| !banned.contains(&shop.kind.as_str()))
        );
        assert!(shops.iter().any(|shop| shop.class() == "pharmacy"));
        assert_eq!(shops, hanoi(&Roads::hanoi().unwrap()).unwrap());
    }
}
