//! `score place`: honest visits and visits faked from afar, over radius, accuracy, pin error and kind
//! of phone. The rules are called directly; the same seeds give the same figures.

mod table;
mod trial;

use std::ops::Range;

use anyhow::{Context, Result};
use chrono::NaiveDate;
use fieldbeat_domain::{
    id::{OrgUnitId, OutletId},
    outlet::{Geofence, Outlet},
    outlet_index::OutletIndex,
    rules::Rules,
    time::CompanyTime,
    verdict::{Overall, PlaceVerdict},
};

use super::{
    dense::{lat_lng, on_all_cores},
    report::Report,
};
use crate::{
    fleet::rng_for,
    plane::{Plane, Position},
};

pub const RADII_M: [i32; 7] = [40, 60, 80, 100, 150, 200, 300];
pub const ACCURACIES_M: [f64; 6] = [5.0, 10.0, 20.0, 30.0, 45.0, 60.0];
pub const PIN_ERRORS_M: [f64; 6] = [0.0, 10.0, 20.0, 40.0, 60.0, 80.0];
/// Visits of a cell and seed, honest ones and as many faked.
const VISITS_PER_SEED: u32 = 50;
/// The pin of all cells.
const PIN: Position = Position {
    lat: 21.03,
    lng: 105.84,
};

/// What the phone is able to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Streams all day.
    Native,
    /// Only while its page is open, round the check-in and the check-out.
    Web,
}

/// One corner of the matrix.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    pub source: Source,
    pub radius_m: i32,
    /// The 68 % radius that the phone reports, truthfully.
    pub accuracy_m: f64,
    /// From the shop to its recorded pin.
    pub pin_error_m: f64,
}

impl Cell {
    /// All cells, in the order of the table.
    pub fn all() -> Vec<Self> {
        let mut cells = Vec::new();
        for source in [Source::Native, Source::Web] {
            for radius_m in RADII_M {
                for accuracy_m in ACCURACIES_M {
                    cells.extend(PIN_ERRORS_M.map(|pin_error_m| Self {
                        source,
                        radius_m,
                        accuracy_m,
                        pin_error_m,
                    }));
                }
            }
        }
        cells
    }
}

/// Counts of a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub visits: u32,
    /// Of the honest ones, in any dimension for a person to say, or invalid.
    pub outside: u32,
    pub review: u32,
    /// The error that the phone keeps for the stay, with the pin's, lies beyond the edge: however
    /// many fixes were averaged, they would be outside.
    pub beyond: u32,
    /// Of as many faked ones.
    pub faked_valid: u32,
}

impl Count {
    pub fn share(&self, part: u32) -> f64 {
        f64::from(part) / f64::from(self.visits.max(1))
    }
}

/// All cells, on all cores.
pub fn score(seeds: &Range<u64>) -> Result<Report> {
    let rules = rules();
    let worlds = RADII_M
        .iter()
        .map(|r| Ok((*r, OutletIndex::build(vec![outlet(*r)?], &rules))))
        .collect::<Result<Vec<_>>>()?;
    let cells = Cell::all();
    let parts = on_all_cores(u64::try_from(cells.len())?, |n, sum: &mut Vec<_>| {
        let n = usize::try_from(n)?;
        let cell = cells.get(n).context("no such cell")?;
        let index = worlds.iter().find(|(r, _)| *r == cell.radius_m);
        let (_, index) = index.context("no such radius")?;
        sum.push((n, count(cell, n, index, &rules, seeds)?));
        Ok(())
    })?;
    let mut counts: Vec<_> = parts.into_iter().flatten().collect();
    counts.sort_unstable_by_key(|(n, _)| *n);
    let scored: Vec<_> = cells
        .into_iter()
        .zip(counts.into_iter().map(|(_, c)| c))
        .collect();
    let mut report = Report::default();
    table::print(&mut report, seeds, &scored);
    Ok(report)
}

fn count(
    cell: &Cell,
    n: usize,
    index: &OutletIndex,
    rules: &Rules,
    seeds: &Range<u64>,
) -> Result<Count> {
    let plane = Plane::around(PIN);
    let ground = trial::Ground {
        plane: &plane,
        index,
        rules,
    };
    let mut sum = Count::default();
    for seed in seeds.clone() {
        let mut rng = rng_for(seed, &format!("place/{n}"));
        for _ in 0..VISITS_PER_SEED {
            let honest = trial::honest(&ground, cell, &mut rng)?;
            sum.visits += 1;
            sum.outside += u32::from(honest.place == PlaceVerdict::Outside);
            sum.review += u32::from(honest.overall != Overall::Valid);
            sum.beyond += u32::from(honest.beyond);
            let faked = trial::faked(&ground, cell, &mut rng)?;
            sum.faked_valid += u32::from(faked.overall == Overall::Valid);
        }
    }
    Ok(sum)
}

fn rules() -> Rules {
    Rules {
        time: CompanyTime {
            time_zone: chrono_tz::Asia::Ho_Chi_Minh,
            day_start_min: 0,
        },
        ..Rules::default()
    }
}

fn outlet(radius_m: i32) -> Result<Outlet> {
    Ok(Outlet {
        id: OutletId(1),
        pin: Some(lat_lng(PIN)?),
        geofence: Geofence::Circle {
            radius_m: Some(radius_m),
        },
        class: "general".to_owned(),
        org_unit: OrgUnitId(1),
        valid_from: NaiveDate::MIN,
        valid_to: None,
    })
}
