//! The outlets of Hanoi, as they lie: who has neighbours how near, and which can be ridden to.

use anyhow::{Context, Result, bail};
use chrono::NaiveDate;
use fieldbeat_domain::{
    id::{OrgUnitId, OutletId},
    outlet::{Geofence, Outlet},
    outlet_index::OutletIndex,
    position::LatLng,
    rules::Rules,
    time::{At, CompanyTime},
};

use crate::{
    company::shops,
    plane::{Point, Position},
    roads::Roads,
};

/// An outlet farther from any road than this cannot be planned.
const OFF_ROAD_M: f64 = 90.0;

/// One outlet of the map.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub id: OutletId,
    pub position: Position,
    pub point: Point,
    /// Metres to the nearest other outlet.
    pub spacing_m: f64,
}

/// The map, its index, and the rules in force.
pub struct Town {
    pub roads: Roads,
    pub rules: Rules,
    pub index: OutletIndex,
    pub places: Vec<Place>,
    /// Indices of the outlets that lie on the roads of the extract.
    pub on_road: Vec<usize>,
}

impl Town {
    pub fn hanoi() -> Result<Self> {
        let roads = Roads::hanoi()?;
        let positions = shops::hanoi_places()?;
        let points: Vec<Point> = positions.iter().map(|p| roads.plane.point(*p)).collect();
        let places: Vec<Place> = positions
            .iter()
            .zip(&points)
            .zip(1..)
            .map(|((position, point), id)| Place {
                id: OutletId(id),
                position: *position,
                point: *point,
                spacing_m: nearest_m(&points, *point, id),
            })
            .collect();
        let on_road: Vec<usize> = (0..)
            .zip(&places)
            .filter(|(_, p)| {
                let snap = roads.snap(p.position);
                snap.is_some_and(|s| s.distance_m <= OFF_ROAD_M)
            })
            .map(|(i, _)| i)
            .collect();
        if on_road.is_empty() {
            bail!("no outlet lies on a road");
        }
        let rules = rules();
        let outlets = places.iter().map(outlet).collect::<Result<Vec<_>>>()?;
        Ok(Self {
            index: OutletIndex::build(outlets, &rules),
            roads,
            rules,
            places,
            on_road,
        })
    }

    pub fn place(&self, i: usize) -> Result<&Place> {
        self.places.get(i).context("no such outlet")
    }

    /// The `count` outlets on the roads that lie nearest to `from`, nearest first.
    pub fn nearest(&self, from: Point, count: usize) -> Vec<usize> {
        let mut all: Vec<(f64, usize)> = self
            .on_road
            .iter()
            .filter_map(|&i| Some((self.places.get(i)?.point.distance(from), i)))
            .collect();
        all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        all.truncate(count);
        all.into_iter().map(|(_, i)| i).collect()
    }
}

fn nearest_m(points: &[Point], from: Point, id: i32) -> f64 {
    (1..)
        .zip(points)
        .filter(|(other, _)| *other != id)
        .map(|(_, p)| p.distance(from))
        .fold(f64::INFINITY, f64::min)
}

/// The defaults, with working hours long enough that no day is cut.
fn rules() -> Rules {
    Rules {
        time: CompanyTime {
            time_zone: chrono_tz::Asia::Ho_Chi_Minh,
            day_start_min: 0,
        },
        working_hours_min: (7 * 60, 24 * 60),
        session_latest_end_min: 24 * 60,
        ..Rules::default()
    }
}

fn outlet(place: &Place) -> Result<Outlet> {
    Ok(Outlet {
        id: place.id,
        pin: Some(lat_lng(place.position)?),
        geofence: Geofence::Circle { radius_m: None },
        class: "general".to_owned(),
        org_unit: OrgUnitId(1),
        valid_from: NaiveDate::MIN,
        valid_to: None,
    })
}

pub fn lat_lng(p: Position) -> Result<LatLng> {
    LatLng::from_degrees(p.lat, p.lng).context("no position")
}

/// Milliseconds of the day's start as an instant of `date`.
pub fn start_of(town: &Town, date: NaiveDate, minute: u16) -> At {
    town.rules.time.local(date, minute)
}
