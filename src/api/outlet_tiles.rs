//! Outlets as vector tiles, for maps of other programs: one by one where they are few, counted by cells where they are
//! many. As far as the scope reaches, with a pin of today.

use std::f64::consts::PI;

use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use fieldbeat_domain::position::LatLng;
use mvt::{GeomEncoder, GeomType, Layer, Tile};

use super::{
    Api,
    auth::{Allow, ReadTrade},
    input::Seg,
    problem::{Problem, ProblemBody},
};
use crate::store::outlet::{self, Bounds, MapOutlet, OutletCell};

/// Units along a side, as is usual.
const EXTENT: u32 = 4096;
const ZOOM_MAX: u8 = 22;
/// Outlets drawn one by one in a tile; beyond it cells are counted.
const ONE_BY_ONE_MAX: i64 = 5_000;
/// Cells along a side of a tile.
const CELLS: u32 = 32;

/// Where a tile lies: the usual pyramid of Web Mercator, rows from the north.
#[derive(Clone, Copy, Debug)]
struct Place {
    zoom: u8,
    x: u32,
    y: u32,
}

impl Place {
    fn new(zoom: u8, x: u32, y: u32) -> Option<Self> {
        let there = zoom <= ZOOM_MAX && x < 1 << zoom && y < 1 << zoom;
        there.then_some(Self { zoom, x, y })
    }

    fn tiles(self) -> f64 {
        f64::from(1_u32 << self.zoom)
    }

    /// Longitude and latitude of a point given in sides of the tile from its north-west corner.
    fn degrees(self, x: f64, y: f64) -> (f64, f64) {
        let lng = (f64::from(self.x) + x) / self.tiles() * 360.0 - 180.0;
        let north = PI * (1.0 - 2.0 * (f64::from(self.y) + y) / self.tiles());
        (lng, north.sinh().atan().to_degrees())
    }

    /// Units from the north-west corner.
    fn units(self, lat_e7: i32, lng_e7: i32) -> (f64, f64) {
        let lat = (f64::from(lat_e7) / 1e7).to_radians();
        let across = (f64::from(lng_e7) / 1e7 + 180.0) / 360.0 * self.tiles() - f64::from(self.x);
        let down = (1.0 - lat.tan().asinh() / PI) / 2.0 * self.tiles() - f64::from(self.y);
        let unit = f64::from(EXTENT);
        ((across * unit).round(), (down * unit).round())
    }

    fn bounds(self) -> Option<Bounds> {
        let (west, north) = self.degrees(0.0, 0.0);
        let (east, south) = self.degrees(1.0, 1.0);
        Some(Bounds {
            south_west: LatLng::from_degrees(south, west)?,
            north_east: LatLng::from_degrees(north, east.min(180.0))?,
        })
    }
}

/// Open outlets with a pin as a Mapbox vector tile. Layer `outlets` (`code`, `name`, `class`; the id is the outlet's) up to
/// 5,000 in a tile, else layer `cells` with the `count` of a cell at the middle of its outlets.
#[utoipa::path(get, path = "/outlets/tiles/{z}/{x}/{y}", operation_id = "outlet_tile", tag = "outlets",
    params(("z" = u8, Path, maximum = 22), ("x" = u32, Path), ("y" = u32, Path)),
    responses((status = 200, content((Vec<u8> = "application/vnd.mapbox-vector-tile"))),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn show(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Seg((z, x, y)): Seg<(u8, u32, u32)>,
) -> Result<Response, Problem> {
    let place = Place::new(z, x, y).ok_or_else(Problem::not_found)?;
    let bounds = place.bounds().ok_or_else(Problem::not_found)?;
    let today = api.now().today;
    let most = ONE_BY_ONE_MAX + 1;
    let outlets = outlet::in_bounds(api.db(), &allow.scope, today, bounds, most).await?;
    let few = i64::try_from(outlets.len()).is_ok_and(|n| n <= ONE_BY_ONE_MAX);
    let bytes = if few {
        one_by_one(place, &outlets)
    } else {
        let cells = outlet::cells(api.db(), &allow.scope, today, bounds, CELLS).await?;
        counted(place, &cells)
    };
    let mut response = bytes.map_err(Problem::internal)?.into_response();
    let headers = response.headers_mut();
    let kind = HeaderValue::from_static("application/vnd.mapbox-vector-tile");
    headers.insert(header::CONTENT_TYPE, kind);
    // Of one caller, and soon of another day.
    let kept = HeaderValue::from_static("private, max-age=60");
    headers.insert(header::CACHE_CONTROL, kept);
    Ok(response)
}

fn point(place: Place, lat_e7: i32, lng_e7: i32) -> Result<mvt::GeomData, mvt::Error> {
    let (x, y) = place.units(lat_e7, lng_e7);
    GeomEncoder::new(GeomType::Point).point(x, y)?.encode()
}

fn finished(mut tile: Tile, layer: Layer) -> Result<Vec<u8>, mvt::Error> {
    // A layer without features is no layer.
    if layer.num_features() > 0 {
        tile.add_layer(layer)?;
    }
    tile.to_bytes()
}

fn one_by_one(place: Place, outlets: &[MapOutlet]) -> Result<Vec<u8>, mvt::Error> {
    let tile = Tile::new(EXTENT);
    let mut layer = tile.create_layer("outlets");
    for outlet in outlets {
        let mut feature = layer.into_feature(point(place, outlet.lat_e7, outlet.lng_e7)?);
        feature.set_id(u64::try_from(outlet.id).unwrap_or_default());
        feature.add_tag_string("code", &outlet.code);
        feature.add_tag_string("name", &outlet.name);
        feature.add_tag_string("class", &outlet.class);
        layer = feature.into_layer();
    }
    finished(tile, layer)
}

fn counted(place: Place, cells: &[OutletCell]) -> Result<Vec<u8>, mvt::Error> {
    let tile = Tile::new(EXTENT);
    let mut layer = tile.create_layer("cells");
    for cell in cells {
        let mut feature = layer.into_feature(point(place, cell.lat_e7, cell.lng_e7)?);
        feature.add_tag_uint("count", u64::try_from(cell.count).unwrap_or_default());
        layer = feature.into_layer();
    }
    finished(tile, layer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pyramid_is_the_usual_one() {
        // Hanoi, as every tile server numbers it.
        let place = Place::new(12, 3252, 1803).unwrap();
        let bounds = place.bounds().unwrap();
        let (lat, lng) = (210_278_000, 1_058_342_000);
        assert!((bounds.south_west.lat_e7..bounds.north_east.lat_e7).contains(&lat));
        assert!((bounds.south_west.lng_e7..bounds.north_east.lng_e7).contains(&lng));
        let (x, y) = place.units(lat, lng);
        assert!((0.0..4096.0).contains(&x) && (0.0..4096.0).contains(&y));
        // A corner is a corner, whichever way it is computed.
        let (west, north) = (bounds.south_west.lng_e7, bounds.north_east.lat_e7);
        assert_eq!(place.units(north, west), (0.0, 0.0));
    }

    #[test]
    fn there_is_no_tile_beyond_the_edge() {
        assert!(Place::new(0, 0, 0).unwrap().bounds().is_some());
        for (zoom, x, y) in [(0, 1, 0), (3, 8, 0), (3, 0, 8), (23, 0, 0), (255, 0, 0)] {
            assert!(Place::new(zoom, x, y).is_none());
        }
    }
}
