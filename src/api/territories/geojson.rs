//! Territories as GeoJSON (RFC 7946), out and in. A feature that cannot be read costs itself.

use fieldbeat_planning::territory::{Degrees, Ring, Shape, Territory as Ground};
use serde::{Deserialize, Deserializer, Serialize, de::IgnoredAny};
use serde_json::{Value, value::RawValue};

use crate::store::{
    territory::{Territory, put::TerritoryPut},
    upsert::{Fault, Field, field},
};

/// What is written.
#[derive(Serialize, utoipa::ToSchema)]
pub struct FeatureCollection {
    /// `FeatureCollection`
    #[serde(rename = "type")]
    kind: &'static str,
    features: Vec<Feature>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct Feature {
    /// `Feature`
    #[serde(rename = "type")]
    kind: &'static str,
    id: i32,
    #[schema(value_type = Object)]
    geometry: Geometry,
    properties: Properties,
}

#[derive(Serialize)]
#[serde(tag = "type")]
enum Geometry {
    Polygon { coordinates: Vec<Ring> },
    MultiPolygon { coordinates: Vec<Vec<Ring>> },
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct Properties {
    code: String,
    name: String,
    org_unit_code: String,
    rep_code: Option<String>,
    rep_name: Option<String>,
    /// In it.
    outlets: usize,
    area_m2: i64,
    /// The cells whose outline the geometry is.
    #[serde(skip_serializing_if = "Option::is_none")]
    h3_cells: Option<Vec<String>>,
}

impl FeatureCollection {
    pub fn of(features: Vec<Feature>) -> Self {
        Self {
            kind: "FeatureCollection",
            features,
        }
    }
}

/// A territory whose shape was read as `ground`.
pub fn feature(territory: Territory, ground: &Ground, outlets: usize) -> Feature {
    let mut polygons = ground.polygons();
    let geometry = match polygons.pop() {
        Some(only) if polygons.is_empty() => Geometry::Polygon { coordinates: only },
        last => {
            polygons.extend(last);
            Geometry::MultiPolygon {
                coordinates: polygons,
            }
        }
    };
    let h3_cells = territory.shape.and_then(|shape| match shape.0 {
        Shape::Cells { cells } => Some(cells),
        Shape::Polygons { .. } => None,
    });
    Feature {
        kind: "Feature",
        id: territory.id,
        geometry,
        properties: Properties {
            code: territory.code,
            name: territory.name,
            org_unit_code: territory.org_unit_code,
            rep_code: territory.rep_code,
            rep_name: territory.rep_name,
            outlets,
            area_m2: territory.area_m2,
            h3_cells,
        },
    }
}

/// What is read. Members that are not named here do not matter.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct FeatureFile {
    /// `FeatureCollection`
    #[serde(rename = "type")]
    pub kind: String,
    /// Each with a Polygon or MultiPolygon and the properties `code`, and as wanted `name`, `org_unit_code`, `rep_code`,
    /// `h3_cells`.
    #[schema(value_type = Vec<Object>)]
    pub features: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Given {
    geometry: Option<GivenGeometry>,
    properties: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct GivenGeometry {
    #[serde(rename = "type")]
    kind: String,
    coordinates: Option<Box<RawValue>>,
}

#[derive(Default, Deserialize)]
struct GivenProperties {
    code: Option<Value>,
    name: Option<String>,
    org_unit_code: Option<String>,
    #[serde(default, deserialize_with = "field")]
    rep_code: Field<String>,
    h3_cells: Option<Vec<String>>,
}

/// Longitude and latitude; the height that may follow says nothing about ground.
struct Position(Degrees);

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Position;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a position [longitude, latitude]")
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(
                self,
                mut seq: A,
            ) -> Result<Position, A::Error> {
                let short = || serde::de::Error::custom("a position has two numbers");
                let lng = seq.next_element()?.ok_or_else(short)?;
                let lat = seq.next_element()?.ok_or_else(short)?;
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Position([lng, lat]))
            }
        }
        d.deserialize_seq(Visitor)
    }
}

/// Where a row came from.
pub struct Source {
    /// A Polygon, which has no list of polygons.
    is_polygon: bool,
}

/// A feature as a row; faults point into the feature. `default_unit` is that of features that name none.
pub fn row(
    feature: &RawValue,
    default_unit: Option<&str>,
) -> Result<(TerritoryPut, Source), Vec<Fault>> {
    let given: Given = parsed("", feature)?;
    let properties: GivenProperties = match given.properties.as_deref() {
        Some(raw) if raw.get() != "null" => parsed("/properties", raw)?,
        _ => GivenProperties::default(),
    };
    let code = match properties.code {
        Some(Value::String(code)) => code,
        // As programs write codes that look like numbers.
        Some(Value::Number(code)) if !code.is_f64() => code.to_string(),
        None | Some(Value::Null) => return Err(one("/properties/code", "required", None)),
        Some(_) => return Err(one("/properties/code", "invalid_type", None)),
    };
    let geometry = given
        .geometry
        .ok_or_else(|| one("/geometry", "required", None))?;
    let is_polygon = geometry.kind == "Polygon";
    let drawn = polygons(geometry)?;
    let unit = properties.org_unit_code.filter(|code| !code.is_empty());
    let put = TerritoryPut {
        code,
        name: properties.name,
        org_unit_code: unit.or_else(|| default_unit.map(str::to_owned)),
        rep_code: properties
            .rep_code
            .map(|code| code.filter(|code| !code.is_empty())),
        shape: Some(of_cells(drawn, properties.h3_cells).into()),
        ..TerritoryPut::default()
    };
    Ok((put, Source { is_polygon }))
}

/// Cells are what is meant as long as their outline was not moved.
fn of_cells(drawn: Vec<Vec<Ring>>, cells: Option<Vec<String>>) -> Shape {
    let drawn = Shape::Polygons { polygons: drawn };
    let Some(cells) = cells else { return drawn };
    let cells = Shape::Cells { cells };
    match (drawn.read(), cells.read()) {
        (Ok(drawn), Ok(outline)) if drawn.polygons() == outline.polygons() => cells,
        _ => drawn,
    }
}

fn polygons(geometry: GivenGeometry) -> Result<Vec<Vec<Ring>>, Vec<Fault>> {
    const AT: &str = "/geometry/coordinates";
    let coordinates = geometry
        .coordinates
        .ok_or_else(|| one(AT, "required", None));
    let ring = |ring: Vec<Position>| ring.into_iter().map(|at| at.0).collect();
    let polygon = |rings: Vec<Vec<Position>>| rings.into_iter().map(ring).collect();
    match geometry.kind.as_str() {
        "Polygon" => Ok(vec![polygon(parsed(AT, &coordinates?)?)]),
        "MultiPolygon" => {
            let polygons: Vec<Vec<Vec<Position>>> = parsed(AT, &coordinates?)?;
            Ok(polygons.into_iter().map(polygon).collect())
        }
        _ => Err(one(
            "/geometry/type",
            "not_a_polygon",
            Some("A Polygon or a MultiPolygon is needed."),
        )),
    }
}

fn parsed<'a, T: Deserialize<'a>>(
    pointer: &'static str,
    raw: &'a RawValue,
) -> Result<T, Vec<Fault>> {
    serde_json::from_str(raw.get())
        .map_err(|why| one(pointer, "invalid_type", Some(&why.to_string())))
}

fn one(pointer: &'static str, code: &'static str, detail: Option<&str>) -> Vec<Fault> {
    let mut fault = Fault::new(pointer, code);
    fault.detail = detail.map(Box::from);
    vec![fault]
}

impl Source {
    /// A fault of the row as one of its feature.
    pub fn fault(&self, fault: Fault) -> Fault {
        let pointer = match fault.pointer.strip_prefix("/shape") {
            None => format!("/properties{}", fault.pointer),
            Some(place) => match place.strip_prefix("/polygons") {
                None => "/geometry".to_owned(),
                Some(place) => {
                    let polygon = place.strip_prefix("/0").filter(|_| self.is_polygon);
                    format!("/geometry/coordinates{}", polygon.unwrap_or(place))
                }
            },
        };
        Fault {
            pointer: pointer.into(),
            ..fault
        }
    }
}
