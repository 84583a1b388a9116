//! One turn at a scenario: today's assignment, then each solution that is missing, planned on a thread beside the server's
//! and kept as soon as it is there.

use std::{
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicI32, Ordering},
    },
    time::Duration,
};

use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use fieldbeat_planning::{
    district::DistrictError,
    scenario::{self as plans, Plan, PlanError, Progress, Stage, Watch},
};

use super::{
    Planner, engine,
    input::{self, Input},
    record::{self, Names},
    ways::{self, Source},
};
use crate::{
    shutdown::Token,
    store::{
        StoreError, rep,
        scenario::{
            self,
            hand::{self, ByHand},
            outlet::{self, OutletInput},
            rep::{self as scenario_rep, RepInput},
            ride,
            settings::{ScenarioSettings, Ways},
            solution::{self, AS_TODAY, NewSolution},
            turn::{self, Turn},
        },
        scope::Scope,
    },
};

/// Between two words of progress.
const TELL_EVERY: Duration = Duration::from_millis(500);
/// A database that is away is waited for so often and long.
const KEEP_TRIES: u32 = 30;
const KEEP_PAUSE: Duration = Duration::from_secs(2);
/// How far planning gives way, as nice(1) counts.
const NICE: i32 = 10;

/// How a turn went.
pub enum Ended {
    Solved,
    Cancelled,
    /// The server ends, or another has the turn: it is gone on with later.
    Left,
}

pub enum SolveError {
    Store(StoreError),
    /// Code of why there is no plan.
    Fault(&'static str),
}

impl<E: Into<StoreError>> From<E> for SolveError {
    fn from(e: E) -> Self {
        Self::Store(e.into())
    }
}

/// A solution to find.
enum Wanted {
    Today,
    Variant(plans::Variant),
    Hand(ByHand),
}

impl Wanted {
    fn name(&self) -> &str {
        match self {
            Self::Today => "today",
            Self::Variant(variant) => variant.name.as_str(),
            Self::Hand(hand) => &hand.name,
        }
    }
}

pub async fn solve(planner: &Planner, turn: Turn, stop: &Token) -> Result<Ended, SolveError> {
    let scope = Scope::system();
    let asked = scenario::get(&planner.db, &scope, turn.id).await?;
    let settings = asked.settings.0;
    let reps = scenario_rep::inputs(&planner.db, turn.id).await?;
    let outlets = outlet::inputs(&planner.db, turn.id).await?;
    let names: Names = rep::names(
        &planner.db,
        &reps.iter().map(|r| r.rep_id).collect::<Vec<_>>(),
    )
    .await?
    .into_iter()
    .map(|(id, code, name)| (id, (code, name)))
    .collect();
    let wanted = wanted(planner, turn).await?;
    if wanted.is_empty() {
        return Ok(Ended::Solved);
    }
    let Some(input) = prepare(planner, turn, stop, (reps, outlets), settings).await? else {
        return Ok(cancelled_or_left(stop));
    };
    turn::measured(&planner.db, turn, &input.travel).await?;
    for (ordinal, wanted) in wanted {
        let started = planner.clock.instant();
        let name = wanted.name().to_owned();
        let watched = Arc::new(Watched::default());
        let (input_too, eye) = (input.clone(), watched.clone());
        let by_hand = matches!(wanted, Wanted::Hand(_));
        let names = names.clone();
        let planning = beside(move || {
            let plan = find(&input_too, &wanted, &mut Eye(eye))?;
            let made = record::record(&input_too, &plan, &names, by_hand);
            Ok((plan.hash(), made))
        })?;
        let Some(found) = attend(planner, turn, stop, &watched, &name, planning).await? else {
            return Ok(cancelled_or_left(stop));
        };
        let (hash, made) = match found {
            Ok(found) => found,
            Err(PlanError::Stopped) => return Ok(cancelled_or_left(stop)),
            Err(error) => {
                tracing::warn!(%error, scenario = turn.id, "a scenario has no plan");
                return Err(SolveError::Fault(code(&error)));
            }
        };
        let new = NewSolution {
            ordinal,
            name: &name,
            hash: &hash,
            figures: &made.figures,
            assignments: &made.assignments,
            days: &made.days,
            took_ms: i64::try_from(planner.clock.instant().duration_since(started).as_millis())
                .unwrap_or(i64::MAX),
        };
        if !keep(planner, turn, stop, &new).await? {
            return Ok(Ended::Left);
        }
    }
    Ok(Ended::Solved)
}

/// Measures the ways, learns from rides, and puts the input together; `None`: it was to stop.
async fn prepare(
    planner: &Planner,
    turn: Turn,
    stop: &Token,
    (reps, outlets): (Vec<RepInput>, Vec<OutletInput>),
    settings: ScenarioSettings,
) -> Result<Option<Arc<Input>>, SolveError> {
    let watched = Watched::default();
    let placing = beside(move || input::place(&reps, outlets).map(|placed| (reps, placed)))?;
    let Some(placed) = attend(planner, turn, stop, &watched, "ways", placing).await? else {
        return Ok(None);
    };
    let (reps, placed) = placed.map_err(SolveError::Fault)?;
    let has_engine = planner.engine.is_some();
    let is_small = placed.places.at.len() <= engine::PLACES_MAX;
    let has_roads = planner.roads.is_there();
    let source = match settings.ways {
        Ways::Engine if has_engine && !is_small => Err("too_many_places"),
        asked => Source::chosen(asked, has_engine && is_small, has_roads),
    };
    let source = source.map_err(SolveError::Fault)?;
    let table = match &planner.engine {
        Some(engine) if source == Source::Engine => {
            let (engine, at) = (engine.clone(), placed.places.at.clone());
            let watched = Watched::default();
            let (said, asking) = oneshot::channel();
            let ended = watched.stop.clone();
            tokio::spawn(async move {
                tokio::select! {
                    // Where it was to stop, its end alone is told.
                    () = ended.cancelled() => {}
                    answer = engine.table(&at, settings.snap_m) => {
                        let _ = said.send(answer);
                    }
                }
            });
            let Some(answer) = attend(planner, turn, stop, &watched, "ways", asking).await? else {
                return Ok(None);
            };
            Some(answer.map_err(|error| {
                tracing::warn!(%error, scenario = turn.id, "the routing engine gave no ways");
                SolveError::Fault(error.code())
            })?)
        }
        _ => None,
    };
    let rides = if settings.learned {
        let zone = planner.rules.load().time.time_zone;
        let rides = ride::list(&planner.db, turn.id, zone.name()).await;
        rides.unwrap_or_else(|error| {
            tracing::warn!(%error, scenario = turn.id, "nothing is learned from rides");
            Vec::new()
        })
    } else {
        Vec::new()
    };
    let roads = planner.roads.clone();
    let watched = Watched::default();
    let ended = watched.stop.clone();
    let building = beside(move || {
        let going = || !ended.is_cancelled();
        let by = (source, table, settings.snap_m);
        let measured = ways::measure(&placed.places, by, &roads, &going)?;
        let index = (placed.pinned.iter().enumerate())
            .map(|(at, o)| (o.outlet_id, at))
            .collect();
        let measured = measured.learn(&placed.places, &rides, &index);
        Ok(input::build(reps, placed, measured, &settings))
    })?;
    let Some(built) = attend(planner, turn, stop, &watched, "ways", building).await? else {
        return Ok(None);
    };
    Ok(Some(Arc::new(built.map_err(SolveError::Fault)?)))
}

/// Keeps a solution, patiently: a database that is away for a moment costs no plan. `false`: it is another's turn.
async fn keep(
    planner: &Planner,
    turn: Turn,
    stop: &Token,
    new: &NewSolution<'_>,
) -> Result<bool, StoreError> {
    let try_once = async || {
        let mut tx = planner.db.begin().await?;
        let kept = solution::keep(&mut tx, turn, new, planner.now()).await?;
        tx.commit().await?;
        Ok(kept)
    };
    let mut tries = 0;
    loop {
        match try_once().await {
            Err(StoreError::Unavailable(error)) if tries < KEEP_TRIES && !stop.is_started() => {
                tracing::warn!(%error, scenario = turn.id, "a solution is kept later");
                tries += 1;
                tokio::time::sleep(KEEP_PAUSE).await;
            }
            // The first try was committed, though nobody heard of it.
            Err(StoreError::Conflict(key)) if tries > 0 && key == "scenario_solution_pkey" => {
                return Ok(true);
            }
            other => return other,
        }
    }
}

fn cancelled_or_left(stop: &Token) -> Ended {
    if stop.is_started() {
        Ended::Left
    } else {
        Ended::Cancelled
    }
}

/// What is missing, by ordinal.
async fn wanted(planner: &Planner, turn: Turn) -> Result<Vec<(i32, Wanted)>, StoreError> {
    let there = solution::ordinals(&planner.db, turn.id).await?;
    let mut wanted = vec![(AS_TODAY, Wanted::Today)];
    wanted.extend((AS_TODAY + 1..).zip(plans::front().map(Wanted::Variant)));
    let by_hand = hand::list(&planner.db, turn.id).await?;
    wanted.extend(
        by_hand
            .into_iter()
            .map(|hand| (hand.ordinal, Wanted::Hand(hand))),
    );
    wanted.retain(|(ordinal, _)| !there.contains(ordinal));
    Ok(wanted)
}

fn find(input: &Input, wanted: &Wanted, eye: &mut Eye) -> Result<Plan, PlanError> {
    let mut scenario = input.scenario.clone();
    match wanted {
        Wanted::Today => plans::as_today(&input.ways, &input.neighbours, &scenario, eye),
        Wanted::Variant(variant) => {
            scenario.weights = variant.weights;
            plans::plan(&input.ways, &input.neighbours, &scenario, eye)
        }
        Wanted::Hand(hand) => {
            for (at, outlet) in input.outlets.iter().enumerate() {
                let given = hand.rep_of.get(&outlet.outlet_id);
                let rep = given.and_then(|rep| {
                    input
                        .reps
                        .iter()
                        .position(|known| Some(known.rep_id) == *rep)
                });
                if let (Some(_), Some(planned)) = (given, scenario.outlets.get_mut(at)) {
                    planned.rep = rep;
                }
            }
            plans::as_today(&input.ways, &input.neighbours, &scenario, eye)
        }
    }
}

/// Does the work on a thread of its own that gives way to phones and pages.
fn beside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<oneshot::Receiver<T>, SolveError> {
    let (said, done) = oneshot::channel();
    let thread = std::thread::Builder::new().name(String::from("planner"));
    let started = thread.spawn(move || {
        // On Linux of this thread alone; where it is refused, work goes on as it is.
        let _ = rustix::process::nice(NICE);
        let _ = said.send(work());
    });
    match started {
        Ok(_) => Ok(done),
        Err(error) => {
            tracing::error!(%error, "no thread for planning");
            Err(SolveError::Fault("planner_died"))
        }
    }
}

/// Waits for the work and tells how far it is; `None`: it was to stop.
async fn attend<T>(
    planner: &Planner,
    turn: Turn,
    stop: &Token,
    watched: &Watched,
    solving: &str,
    mut work: oneshot::Receiver<T>,
) -> Result<Option<T>, SolveError> {
    let mut stopped = false;
    loop {
        tokio::select! {
            done = &mut work => {
                if stopped {
                    return Ok(None);
                }
                let done = done.map_err(|_| {
                    tracing::error!(scenario = turn.id, "a planner's thread died");
                    SolveError::Fault("planner_died")
                })?;
                return Ok(Some(done));
            }
            () = tokio::time::sleep(TELL_EVERY) => {
                let (stage, permille) = watched.said();
                let said = (solving, stage, permille);
                let going = match turn::tell(&planner.db, turn, said, planner.now()).await {
                    Ok(going) => going,
                    // A database that is away for a moment ends no plan.
                    Err(error) => {
                        tracing::debug!(%error, "progress was not told");
                        true
                    }
                };
                if !going || stop.is_started() {
                    stopped = true;
                    watched.stop.cancel();
                }
            }
        }
    }
}

/// What a planning thread says, and whether it is to stop.
#[derive(Default)]
struct Watched {
    permille: AtomicI32,
    stage: AtomicI32,
    stop: CancellationToken,
}

impl Watched {
    fn said(&self) -> (&'static str, i32) {
        let stage = match self.stage.load(Ordering::Relaxed) {
            0 => "ways",
            1 => "give_out",
            2 => "spread",
            _ => "order",
        };
        (stage, self.permille.load(Ordering::Relaxed))
    }
}

struct Eye(Arc<Watched>);

impl Watch for Eye {
    fn tell(&mut self, progress: &Progress<'_>) -> ControlFlow<()> {
        let stage = match progress.stage {
            Stage::GiveOut => 1,
            Stage::Spread => 2,
            Stage::Order => 3,
        };
        let permille = i32::try_from(progress.done_permille).unwrap_or(1_000);
        self.0.stage.store(stage, Ordering::Relaxed);
        self.0
            .permille
            .store(permille.min(1_000), Ordering::Relaxed);
        if self.0.stop.is_cancelled() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}

/// Stable.
const fn code(error: &PlanError) -> &'static str {
    match error {
        PlanError::District(DistrictError::NoOutlets) => "no_outlets",
        PlanError::District(DistrictError::NoReps) => "no_reps",
        PlanError::District(_) => "inconsistent",
        PlanError::Days(_) => "no_days",
        PlanError::Day(_) => "day_refused",
        PlanError::Stopped => "stopped",
    }
}
