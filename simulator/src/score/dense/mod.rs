//! `score dense`: a day without any check-in on real, dense streets, and which outlet each stay is
//! given to. The rules are called directly; the same seeds give the same figures.

pub mod phone;
pub mod table;
mod tally;
pub mod town;
pub mod truth;

use std::{
    collections::BTreeSet,
    ops::Range,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use anyhow::{Context, Result, bail};
use chrono::{Days, NaiveDate};
use fieldbeat_domain::{
    day::DayReport,
    id::{RepId, RouteId},
    input::Input,
    judge::judge_day,
    plan::{DayPlan, Stop},
    rules::Rules,
    verdict::EvidenceGrade,
    world::{DayContext, World},
};
use rand::RngCore;

use self::town::Town;
pub use self::{
    tally::{CLASSES, Count, Tally},
    town::lat_lng,
};
use crate::fleet::rng_for;

/// Days start so many minutes after midnight.
pub const START_MIN: u16 = 8 * 60;
/// A shop is passed by who walks this near.
const PASSED_M: f64 = 40.0;
const PASSED_SHOPS: usize = 100;
/// Ways that double back are no walk past; so many are tried.
const TRIES: usize = 200;

/// What is simulated.
#[derive(Clone, Debug)]
pub struct Setup {
    pub reps: u64,
    pub days: u64,
    pub seeds: Range<u64>,
    /// The 20 planned are drawn from so many outlets that lie nearest together.
    pub pool: usize,
}

/// What walks past shops opened.
#[derive(Clone, Copy, Debug, Default)]
pub struct Walks {
    pub walks: u32,
    pub passed: u32,
    pub visits: u32,
}

/// The town, read once.
pub struct Dense {
    town: Town,
    /// For days with a session of their own: the usual working hours.
    declared: Rules,
}

impl Dense {
    pub fn new() -> Result<Self> {
        let town = Town::hanoi()?;
        let declared = Rules {
            working_hours_min: Rules::default().working_hours_min,
            ..town.rules.clone()
        };
        Ok(Self { town, declared })
    }

    /// Outlets of the map, and those that can be planned.
    pub fn outlets(&self) -> (usize, usize) {
        (self.town.places.len(), self.town.on_road.len())
    }

    pub const fn town(&self) -> &Town {
        &self.town
    }

    /// A day of marks and fixes of a rep who can declare.
    pub fn judge_declared(&self, inputs: &[Input], plan: &[usize], day: u64) -> Result<DayReport> {
        let context = DayContext {
            can_declare: true,
            ..self.context(date(day)?, plan)?
        };
        let end = context.bounds.end;
        let world = World {
            rules: &self.declared,
            ..self.world(&context)
        };
        Ok(judge_day(inputs, world, end))
    }

    /// All rep-days of a setup, on all cores.
    pub fn score(&self, setup: &Setup) -> Result<Tally> {
        let per_seed = setup.reps * setup.days;
        let total = (setup.seeds.end - setup.seeds.start) * per_seed;
        let tallies = on_all_cores(total, |n, tally: &mut Tally| {
            let (seed, of_seed) = (setup.seeds.start + n / per_seed, n % per_seed);
            self.rep_day(
                seed,
                of_seed % setup.reps,
                of_seed / setup.reps,
                setup.pool,
                tally,
            )
        })?;
        let mut whole = Tally::default();
        for t in &tallies {
            whole.add(t);
        }
        Ok(whole)
    }

    fn rep_day(&self, seed: u64, rep: u64, day: u64, pool: usize, tally: &mut Tally) -> Result<()> {
        let town = &self.town;
        let mut rng = rng_for(seed, &format!("dense/{pool}/{rep}/{day}"));
        let truth = truth::day(town, pool, &mut rng)?;
        let date = date(day)?;
        let start = town::start_of(town, date, START_MIN);
        let spans: Vec<(i64, i64)> = truth.stays.iter().map(|s| (s.from, s.to)).collect();
        let inputs = phone::fixes(town, &truth.journey, truth.end, &spans, start, &mut rng)?;
        let context = self.context(date, &truth.plan)?;
        if start.plus_ms(truth.end) >= context.bounds.end {
            bail!("a day of {} min does not end", truth.end / 60_000);
        }
        let report = judge_day(&inputs, self.world(&context), context.bounds.end);
        tally.enter(town, &truth, start, &report);
        Ok(())
    }

    /// Walks past a hundred shops and more, for each seed.
    pub fn walk_past(&self, seeds: Range<u64>) -> Result<Walks> {
        let mut sum = Walks::default();
        for seed in seeds {
            let mut rng = rng_for(seed, "dense/walk");
            let mut passed = 0;
            for _ in 0..TRIES {
                if passed >= PASSED_SHOPS {
                    break;
                }
                let Some(walk) = truth::walk_past(&self.town, PASSED_M, &mut rng)? else {
                    continue;
                };
                passed += walk.passed;
                sum.walks += 1;
                sum.passed += u32::try_from(walk.passed)?;
                sum.visits += self.visits_on(&walk, &mut rng)?;
            }
        }
        Ok(sum)
    }

    /// Visits that a walk opened; every third outlet of the town is planned.
    fn visits_on(&self, walk: &truth::Walk, rng: &mut impl RngCore) -> Result<u32> {
        let town = &self.town;
        let date = date(0)?;
        let start = town::start_of(town, date, START_MIN);
        let inputs = phone::fixes(town, &walk.journey, walk.end, &[], start, rng)?;
        let plan: Vec<usize> = town.on_road.iter().copied().step_by(3).collect();
        let context = self.context(date, &plan)?;
        let report = judge_day(&inputs, self.world(&context), context.bounds.end);
        Ok(u32::try_from(report.visits.len())?)
    }

    fn world<'a>(&'a self, day: &'a DayContext) -> World<'a> {
        World {
            rules: &self.town.rules,
            day,
            outlets: &self.town.index,
        }
    }

    fn context(&self, date: NaiveDate, plan: &[usize]) -> Result<DayContext> {
        let stops = plan
            .iter()
            .zip(1..)
            .map(|(&i, sequence)| {
                Ok(Stop {
                    outlet: self.town.place(i)?.id,
                    route: RouteId(1),
                    sequence,
                    window_from_min: None,
                    window_to_min: None,
                    service_min: None,
                    excused: false,
                })
            })
            .collect::<Result<Vec<_>>>()?;
        Ok(DayContext {
            rep: RepId(1),
            plan: DayPlan {
                rep: RepId(1),
                date,
                stops,
            },
            bounds: self.town.rules.time.day_bounds(date),
            own_outlets: Arc::new(BTreeSet::new()),
            routed_outlets: Arc::new(BTreeSet::new()),
            grade: EvidenceGrade::NativeApp,
            can_declare: false,
            same_tracks: Vec::new(),
        })
    }
}

pub fn date(day: u64) -> Result<NaiveDate> {
    NaiveDate::from_ymd_opt(2026, 3, 2)
        .and_then(|d| d.checked_add_days(Days::new(day)))
        .context("a date")
}

/// Does `0..total` on all cores; each core's own sum. What is summed must not depend on the order.
pub fn on_all_cores<T: Default + Send>(
    total: u64,
    work: impl Fn(u64, &mut T) -> Result<()> + Sync,
) -> Result<Vec<T>> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicU64::new(0);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores)
            .map(|_| {
                scope.spawn(|| {
                    let mut sum = T::default();
                    loop {
                        let n = next.fetch_add(1, Ordering::Relaxed);
                        if n >= total {
                            return Ok(sum);
                        }
                        work(n, &mut sum)?;
                    }
                })
            })
            .collect();
        workers
            .into_iter()
            .map(|w| w.join().unwrap_or_else(|_| bail!("a worker panicked")))
            .collect()
    })
}
