//! Ways between the places of a scenario: by a routing engine, along roads or through the air, with the times that the own
//! reps needed where enough of them rode there.

use std::{collections::HashMap, sync::Arc};

use fieldbeat_domain::position::LatLng;
use fieldbeat_planning::{
    district::Neighbours,
    learned::{Learned, LearnedTravel, Ride},
    roads::{OnRoads, Snap},
    table_api::Table,
    travel::{GreatCircle, Leg, Matrix, Travel},
};
use serde::Serialize;

use super::roads::RoadMap;
use crate::store::scenario::{ride::RideSeen, settings::Ways};

/// Places whose ways to each other are looked up before planning: 200 MB of them. Beyond, each is looked for when asked.
pub const MATRIX_PLACES_MAX: usize = 4_000;
/// A home may lie so far off the roads.
const HOME_SNAP_M: u32 = 2_000;
/// Learned times are those of a working day's middle morning.
const HOUR: u8 = 10;

/// What ways are measured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    Engine,
    Roads,
    Air,
}

impl Source {
    /// The best there is, or the one asked for; `Err` is a code.
    pub const fn chosen(
        asked: Ways,
        has_engine: bool,
        has_roads: bool,
    ) -> Result<Self, &'static str> {
        match asked {
            Ways::Engine | Ways::Best if has_engine => Ok(Self::Engine),
            Ways::Engine => Err("no_engine"),
            Ways::Roads | Ways::Best if has_roads => Ok(Self::Roads),
            Ways::Roads => Err("no_roads"),
            Ways::Best | Ways::Air => Ok(Self::Air),
        }
    }
}

/// Where everything is: homes first, then outlets.
pub struct Places {
    pub at: Arc<[LatLng]>,
    pub homes: usize,
}

impl Places {
    fn outlets(&self) -> &[LatLng] {
        self.at.get(self.homes..).unwrap_or_default()
    }
}

/// Ways, who touches whom, and what is told of both.
pub struct Measured {
    pub ways: Box<dyn Travel + Send + Sync>,
    /// Of outlets, by their index among outlets.
    pub neighbours: Neighbours,
    pub source: Source,
    /// Places that no way leads to.
    pub off: Vec<usize>,
    pub learned: Option<Arc<Learned>>,
}

/// Measures by a source; slow along roads. `Err` is a code.
pub fn measure(
    places: &Places,
    (source, table, snap_m): (Source, Option<Table>, u32),
    map: &RoadMap,
    going: &dyn Fn() -> bool,
) -> Result<Measured, &'static str> {
    match source {
        Source::Engine => {
            let table = table.ok_or("engine_unreachable")?;
            Ok(Measured {
                ways: Box::new(table.matrix),
                neighbours: Neighbours::on_the_map(places.outlets()),
                source,
                off: table.off,
                learned: None,
            })
        }
        Source::Roads => on_roads(places, snap_m, map, going),
        Source::Air => Ok(Measured {
            ways: Box::new(GreatCircle::motorbike(places.at.to_vec())),
            neighbours: Neighbours::on_the_map(places.outlets()),
            source,
            off: Vec::new(),
            learned: None,
        }),
    }
}

/// Ways of a matrix that some places are not in.
struct Looked {
    matrix: Arc<Matrix>,
    at: Vec<Option<usize>>,
}

impl Travel for Looked {
    fn places(&self) -> usize {
        self.at.len()
    }

    fn leg(&self, from: usize, to: usize) -> Option<Leg> {
        self.matrix
            .leg((*self.at.get(from)?)?, (*self.at.get(to)?)?)
    }
}

fn on_roads(
    places: &Places,
    snap_m: u32,
    map: &RoadMap,
    going: &dyn Fn() -> bool,
) -> Result<Measured, &'static str> {
    let roads = map.roads().map_err(|error| {
        tracing::error!(%error, "the extract of roads cannot be read");
        "roads_unreadable"
    })?;
    let snapped: Vec<Option<Snap>> = (places.at.iter().enumerate())
        .map(|(place, at)| {
            let reach = if place < places.homes {
                HOME_SNAP_M.max(snap_m)
            } else {
                snap_m
            };
            roads.snap(*at, reach)
        })
        .collect();
    let off = (0..snapped.len()).filter(|place| snapped.get(*place).copied().flatten().is_none());
    let off = off.collect();
    let neighbours = touching(&roads.clone(), &snapped, places.homes);
    let ways: Box<dyn Travel + Send + Sync> = if places.at.len() <= MATRIX_PLACES_MAX {
        let there: Vec<Snap> = snapped.iter().copied().flatten().collect();
        let mut next = 0..there.len();
        let at = snapped
            .iter()
            .map(|snap| snap.and_then(|_| next.next()))
            .collect();
        let matrix = map.matrix(&roads, &there, going).ok_or("stopped")?;
        Box::new(Looked { matrix, at })
    } else {
        Box::new(OnRoads::snapped(roads, snapped))
    };
    Ok(Measured {
        ways,
        neighbours,
        source: Source::Roads,
        off,
        learned: None,
    })
}

/// Outlets whose roads meet, by their index among outlets; those off the roads touch nobody.
fn touching(
    roads: &fieldbeat_planning::roads::Roads,
    snapped: &[Option<Snap>],
    homes: usize,
) -> Neighbours {
    let outlets: Vec<(usize, Snap)> = (snapped.iter().skip(homes).enumerate())
        .filter_map(|(outlet, snap)| Some((outlet, (*snap)?)))
        .collect();
    let snaps: Vec<Snap> = outlets.iter().map(|(_, snap)| *snap).collect();
    let (pairs, twins) = roads.touching(&snaps);
    let named = |pairs: Vec<(usize, usize)>| -> Vec<(usize, usize)> {
        let of = |at: usize| outlets.get(at).map(|(outlet, _)| *outlet);
        (pairs.into_iter())
            .filter_map(|(a, b)| Some((of(a)?, of(b)?)))
            .collect()
    };
    let count = snapped.len().saturating_sub(homes);
    Neighbours::of(count, named(pairs), &named(twins))
}

impl Measured {
    /// The times that the fleet's own rides took, where there are enough to go by; metres stay.
    pub fn learn(
        mut self,
        places: &Places,
        rides: &[RideSeen],
        outlets: &HashMap<i32, usize>,
    ) -> Self {
        let seen: Vec<(Ride, u32)> = (rides.iter())
            .filter_map(|ride| self.ride(places, ride, outlets))
            .collect();
        let learned = Arc::new(Learned::of(&seen));
        if learned.rides == 0 {
            return self;
        }
        let timed = LearnedTravel {
            base: self.ways,
            at: places.at.clone(),
            learned: learned.clone(),
            hour: HOUR,
        };
        let count = timed.places();
        self.ways = if count <= MATRIX_PLACES_MAX {
            Box::new(Matrix::of(&timed, &(0..count).collect::<Vec<_>>()))
        } else {
            Box::new(timed)
        };
        self.learned = Some(learned);
        self
    }

    /// A ride with the seconds that were thought before.
    fn ride(
        &self,
        places: &Places,
        ride: &RideSeen,
        outlets: &HashMap<i32, usize>,
    ) -> Option<(Ride, u32)> {
        let place = |outlet: i32| Some(places.homes + outlets.get(&outlet)?);
        let (from, to) = (place(ride.from_outlet)?, place(ride.to_outlet)?);
        let base = self.ways.leg(from, to)?;
        let seen = Ride {
            from: *places.at.get(from)?,
            to: *places.at.get(to)?,
            hour: u8::try_from(ride.hour).ok()?,
            seconds: u32::try_from(ride.seconds).ok()?,
        };
        Some((seen, base.seconds))
    }
}
