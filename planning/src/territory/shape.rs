//! What a territory is given as – cells or drawn polygons – and how it is read: whatever is wrong with it is
//! refused by a code and a place, and never put right in silence.

use std::collections::BTreeSet;

use fieldbeat_domain::position::LatLng;
use geo::{
    BoundingRect, Coord, Line, LineString, MultiPolygon, Orient, Polygon, PreparedGeometry, Relate,
    coordinate_position::CoordPos,
    dimensions::Dimensions,
    line_intersection::{LineIntersection, line_intersection},
    orient::Direction,
};
use h3o::{CellIndex, geom::SolventBuilder};
use rstar::{AABB, RTree, primitives::GeomWithData, primitives::Rectangle};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Territory, coord};

/// Positions of a drawn shape.
pub const POINTS_MAX: usize = 20_000;
/// Cells of a shape.
pub const CELLS_MAX: usize = 50_000;
/// Rings of a drawn shape: each is held against every other.
pub const RINGS_MAX: usize = 200;

/// [longitude, latitude] in degrees, WGS 84, as in GeoJSON.
pub type Degrees = [f64; 2];
/// Closed: the last position is the first again.
pub type Ring = Vec<Degrees>;

/// A territory as it is stored and sent. Edges of polygons are straight in longitude and latitude.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Shape {
    /// H3 cells of one resolution.
    Cells { cells: Vec<String> },
    /// Polygons as in a GeoJSON `MultiPolygon`: of each the outer ring, then its holes.
    Polygons { polygons: Vec<Vec<Ring>> },
}

/// Why a shape is not read, and where.
#[derive(Clone, Debug, PartialEq, Error, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refused {
    #[error("nothing is drawn")]
    Empty,
    #[error("polygon {polygon}, ring {ring}: the last position is not the first")]
    OpenRing { polygon: usize, ring: usize },
    #[error("polygon {polygon}, ring {ring}: a ring has at least three corners")]
    TooFewPoints { polygon: usize, ring: usize },
    #[error("polygon {polygon}, ring {ring}, position {point}: no such longitude and latitude")]
    OutOfRange {
        polygon: usize,
        ring: usize,
        point: usize,
    },
    #[error("polygon {polygon}, ring {ring}: crosses or touches itself at {at:?}")]
    CrossesItself {
        polygon: usize,
        ring: usize,
        at: Degrees,
    },
    #[error("polygon {polygon}, ring {ring}: this hole is not inside its polygon, near {at:?}")]
    HoleOutside {
        polygon: usize,
        ring: usize,
        at: Degrees,
    },
    #[error("polygon {polygon}: the holes {ring} and {other} overlap, near {at:?}")]
    HolesOverlap {
        polygon: usize,
        ring: usize,
        other: usize,
        at: Degrees,
    },
    #[error("the polygons {polygon} and {other} overlap, near {at:?}")]
    PolygonsOverlap {
        polygon: usize,
        other: usize,
        at: Degrees,
    },
    #[error("longer than half the world from {at:?}: shapes across 180° are not read")]
    CrossesAntimeridian { at: Degrees },
    #[error("more than {most} positions")]
    TooManyPoints { most: usize },
    #[error("more than {most} rings")]
    TooManyRings { most: usize },
    #[error("more than {most} cells")]
    TooManyCells { most: usize },
    #[error("{cell} is not an H3 cell")]
    UnknownCell { cell: String },
    #[error("{cell} is of another resolution than the first cell")]
    MixedResolutions { cell: String },
}

impl Shape {
    pub fn read(&self) -> Result<Territory, Refused> {
        match self {
            Self::Cells { cells } => cells_read(cells),
            Self::Polygons { polygons } => Ok(Territory {
                region: polygons_read(polygons)?,
                cells: BTreeSet::new(),
            }),
        }
    }
}

fn cells_read(texts: &[String]) -> Result<Territory, Refused> {
    if texts.is_empty() {
        return Err(Refused::Empty);
    }
    if texts.len() > CELLS_MAX {
        return Err(Refused::TooManyCells { most: CELLS_MAX });
    }
    let mut cells: BTreeSet<CellIndex> = BTreeSet::new();
    for text in texts {
        let unknown = || Refused::UnknownCell { cell: text.clone() };
        let cell: CellIndex = text.parse().map_err(|_| unknown())?;
        if cells
            .first()
            .is_some_and(|first| first.resolution() != cell.resolution())
        {
            return Err(Refused::MixedResolutions { cell: text.clone() });
        }
        cells.insert(cell);
    }
    let outline = SolventBuilder::new()
        .build()
        .dissolve(cells.iter().copied())
        // Neither twice the same cell nor two resolutions are among them.
        .map_err(|_| Refused::Empty)?;
    let ring = |ring: &LineString| -> Result<LineString, Refused> {
        let rounded = ring.coords().map(|corner| {
            // Rounded to 1e-7°, so that the last digits of sine and cosine do not show.
            LatLng::from_degrees(corner.y, corner.x.clamp(-180.0, 180.0)).map(coord)
        });
        let corners: Option<Vec<Coord>> = rounded.collect();
        let ring = LineString::new(corners.ok_or(Refused::Empty)?);
        not_round_the_world(&ring)?;
        Ok(ring)
    };
    let polygons = outline.iter().map(|polygon| {
        let holes: Result<Vec<LineString>, Refused> =
            polygon.interiors().iter().map(ring).collect();
        Ok(Polygon::new(ring(polygon.exterior())?, holes?).orient(Direction::Default))
    });
    let polygons: Result<Vec<Polygon>, Refused> = polygons.collect();
    Ok(Territory {
        region: MultiPolygon::new(polygons?),
        cells,
    })
}

fn polygons_read(drawn: &[Vec<Ring>]) -> Result<MultiPolygon, Refused> {
    if drawn.iter().all(Vec::is_empty) {
        return Err(Refused::Empty);
    }
    // A polygon without a ring counts as well: it is refused below.
    if drawn.iter().map(|rings| rings.len().max(1)).sum::<usize>() > RINGS_MAX {
        return Err(Refused::TooManyRings { most: RINGS_MAX });
    }
    if drawn.iter().flatten().map(Vec::len).sum::<usize>() > POINTS_MAX {
        return Err(Refused::TooManyPoints { most: POINTS_MAX });
    }
    let mut polygons: Vec<Polygon> = Vec::new();
    for (polygon, rings) in drawn.iter().enumerate() {
        let read = rings
            .iter()
            .enumerate()
            .map(|(ring, positions)| ring_read(polygon, ring, positions));
        let mut rings: Vec<LineString> = read.collect::<Result<_, _>>()?;
        if rings.is_empty() {
            return Err(Refused::TooFewPoints { polygon, ring: 0 });
        }
        let holes = rings.split_off(1);
        let outer = rings.pop().unwrap_or_else(|| LineString::new(Vec::new()));
        holes_lie_inside(polygon, &outer, &holes)?;
        polygons.push(Polygon::new(outer, holes).orient(Direction::Default));
    }
    for (polygon, one) in polygons.iter().enumerate() {
        for (other, two) in polygons.iter().enumerate().skip(polygon + 1) {
            if overlap(one, two) {
                let at = meeting(one.exterior(), two.exterior());
                return Err(Refused::PolygonsOverlap { polygon, other, at });
            }
        }
    }
    Ok(MultiPolygon::new(polygons))
}

fn ring_read(polygon: usize, ring: usize, positions: &[Degrees]) -> Result<LineString, Refused> {
    let mut corners: Vec<Coord> = Vec::with_capacity(positions.len());
    for (point, [lng, lat]) in positions.iter().enumerate() {
        let at = LatLng::from_degrees(*lat, *lng).ok_or(Refused::OutOfRange {
            polygon,
            ring,
            point,
        })?;
        corners.push(coord(at));
    }
    if corners.len() > 1 && corners.first() != corners.last() {
        return Err(Refused::OpenRing { polygon, ring });
    }
    // A second click at the same place changes nothing of what is drawn.
    corners.dedup();
    if corners.len() < 4 {
        return Err(Refused::TooFewPoints { polygon, ring });
    }
    let line = LineString::new(corners);
    not_round_the_world(&line)?;
    match crossing(&line) {
        Some(at) => Err(Refused::CrossesItself { polygon, ring, at }),
        None => Ok(line),
    }
}

fn not_round_the_world(ring: &LineString) -> Result<(), Refused> {
    match ring.lines().find(|line| line.dx().abs() > 1_800_000_000.0) {
        Some(line) => Err(Refused::CrossesAntimeridian {
            at: degrees(line.start),
        }),
        None => Ok(()),
    }
}

fn holes_lie_inside(
    polygon: usize,
    outer: &LineString,
    holes: &[LineString],
) -> Result<(), Refused> {
    let filled = |ring: &LineString| Polygon::new(ring.clone(), Vec::new());
    let whole = filled(outer);
    let whole = PreparedGeometry::from(&whole);
    let filled: Vec<Polygon> = holes.iter().map(filled).collect();
    for (index, hole) in filled.iter().enumerate() {
        let ring = index + 1;
        if !whole.relate(hole).is_covers() {
            let at = meeting(outer, hole.exterior());
            return Err(Refused::HoleOutside { polygon, ring, at });
        }
        for (index, second) in filled.iter().enumerate().skip(index + 1) {
            if overlap(hole, second) {
                return Err(Refused::HolesOverlap {
                    polygon,
                    ring,
                    other: index + 1,
                    at: meeting(hole.exterior(), second.exterior()),
                });
            }
        }
    }
    Ok(())
}

/// Do they have more in common than a border?
fn overlap(one: &Polygon, two: &Polygon) -> bool {
    let near = match (one.bounding_rect(), two.bounding_rect()) {
        (Some(one), Some(two)) => geo::Intersects::intersects(&one, &two),
        _ => false,
    };
    near && one.relate(two).get(CoordPos::Inside, CoordPos::Inside) == Dimensions::TwoDimensional
}

type Edge = GeomWithData<Rectangle<[f64; 2]>, (usize, Line)>;

fn edges(ring: &LineString) -> RTree<Edge> {
    let edge = |(index, line): (usize, Line)| {
        GeomWithData::new(
            Rectangle::from_corners(line.start.into(), line.end.into()),
            (index, line),
        )
    };
    RTree::bulk_load(ring.lines().enumerate().map(edge).collect())
}

/// Meetings of an edge with those of a ring, by their index there.
fn met(tree: &RTree<Edge>, line: Line) -> impl Iterator<Item = (usize, LineIntersection<f64>)> {
    let envelope = AABB::from_corners(line.start.into(), line.end.into());
    tree.locate_in_envelope_intersecting(envelope)
        .filter_map(move |edge| Some((edge.data.0, line_intersection(line, edge.data.1)?)))
}

fn place(met: &LineIntersection<f64>) -> Coord {
    match met {
        LineIntersection::SinglePoint { intersection, .. } => *intersection,
        LineIntersection::Collinear { intersection } => intersection.start,
    }
}

/// Where a ring first meets itself elsewhere than at the corner between two edges.
fn crossing(ring: &LineString) -> Option<Degrees> {
    let tree = edges(ring);
    let last = ring.lines().len() - 1;
    for (index, line) in ring.lines().enumerate() {
        let follows = |other: usize| other == index + 1 || (index == 0 && other == last);
        let corner = |met: &LineIntersection<f64>| match met {
            LineIntersection::SinglePoint { .. } => true,
            LineIntersection::Collinear { intersection } => intersection.start == intersection.end,
        };
        let found = met(&tree, line)
            .filter(|(other, met)| *other > index && !(follows(*other) && corner(met)))
            .min_by_key(|(other, _)| *other);
        if let Some((_, met)) = found {
            return Some(degrees(place(&met)));
        }
    }
    None
}

/// Where two rings first meet; where they do not, the second's first corner.
fn meeting(one: &LineString, two: &LineString) -> Degrees {
    let tree = edges(one);
    let mut crossed = two.lines().flat_map(|line| met(&tree, line));
    let proper = two
        .lines()
        .flat_map(|line| met(&tree, line))
        .find(|(_, met)| met.is_proper());
    let found = proper.or_else(|| crossed.next());
    let corner = || two.coords().next().copied().unwrap_or_default();
    degrees(found.map_or_else(corner, |(_, met)| place(&met)))
}

/// To the seven decimals that a position has.
pub(super) fn degrees(at: Coord) -> Degrees {
    [at.x.round() / 1e7, at.y.round() / 1e7]
}
