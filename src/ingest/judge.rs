//! The late path's second half: rep-days marked dirty are judged again from what is stored,
//! coalesced, a few at a time. Never blocks a shard: folding runs on the blocking pool.

use std::time::Duration;

use chrono::NaiveDate;
use fieldbeat_domain::{
    consent::Consent,
    day::DayReport,
    evidence::{Known, gather, outlets_digest},
    id::RepId,
    input::Input,
    judge::{DayBook, judge_day},
    time::At,
    tracker::Tracker,
};
use futures_util::{StreamExt, stream};
use sqlx::Connection;
use tracing::{Instrument, debug_span};

use super::{
    Ingest, gate::Gate, loader::kept_since, rejudged::Judgement, shard::reps::RepMsg, stored,
    world::RepDay,
};
use crate::{
    shutdown,
    store::{
        StoreError, dirty, gate,
        node::{Held, Owner},
        privacy::floor,
        unit::{Evidence, JudgedDay},
    },
    telemetry::spans::SPANS,
};

/// Rep-days judged at the same time.
const JUDGES: usize = 2;
/// Dirty days taken from the list at once.
const ROUND: i64 = 256;
/// How long a day waits that could not be judged for another reason than the database's absence.
const PUT_OFF_MS: i64 = 3_600_000;
const POLL: Duration = Duration::from_millis(500);

pub fn spawn(ingest: &Ingest, shutdown: &shutdown::Token) {
    let ingest = ingest.clone();
    let stop = shutdown.clone();
    shutdown.spawn("judge", async move {
        while !stop.is_started() {
            if !round(&ingest, &stop).await {
                tokio::select! {
                    () = stop.started() => {}
                    () = tokio::time::sleep(POLL) => {}
                }
            }
        }
    });
}

/// Judges what is due. `true` where there may be more.
async fn round(ingest: &Ingest, stop: &shutdown::Token) -> bool {
    let now = ingest.clock.now();
    let quiet = now.plus_ms(-ingest.pace.quiet_ms);
    let overdue = now.plus_ms(-ingest.pace.at_most_ms);
    let Some(me) = ingest.nodes.owner() else {
        return false;
    };
    let due = match dirty::due(&ingest.db, me.node, quiet, overdue, ROUND).await {
        Ok(due) => due,
        Err(e) => {
            tracing::debug!(error = %e, "dirty days not read");
            return false;
        }
    };
    let full = i64::try_from(due.len()).unwrap_or(0) == ROUND;
    // One rep at a time: two judgements of one rep would record for each other.
    let mut by_rep: Vec<Vec<dirty::DirtyDay>> = Vec::new();
    for day in due {
        match by_rep
            .iter_mut()
            .find(|d| d.first().is_some_and(|f| f.rep == day.rep))
        {
            Some(days) => days.push(day),
            None => by_rep.push(vec![day]),
        }
    }
    stream::iter(by_rep)
        .for_each_concurrent(JUDGES, |days| async move {
            for day in days {
                if stop.is_started() {
                    return;
                }
                match judge(ingest, day.rep, day.date).await {
                    Ok(()) => metrics::counter!("fieldbeat_days_judged_again_total").increment(1),
                    Err(e @ StoreError::Unavailable(_)) => {
                        tracing::debug!(error = %e, "day not judged yet");
                    }
                    Err(e) => {
                        tracing::debug!(error = %e, "day cannot be judged, put off");
                        let until = ingest.clock.now().plus_ms(PUT_OFF_MS);
                        let _ = dirty::put_off(&ingest.db, day, until).await;
                    }
                }
            }
        })
        .await;
    full
}

/// Judges a rep-day from what is stored and hands the result to its owner. The dirty mark's
/// version is read first and the inputs after it, so what arrives in between is judged next time.
pub async fn judge(ingest: &Ingest, rep: RepId, date: NaiveDate) -> Result<(), StoreError> {
    let span = debug_span!(target: SPANS, "judgement");
    judge_day_of(ingest, rep, date).instrument(span).await
}

async fn judge_day_of(ingest: &Ingest, rep: RepId, date: NaiveDate) -> Result<(), StoreError> {
    // One judgement of a rep at a time: two would record for each other.
    let _turn = ingest.judging(rep).lock().await;
    let version = {
        let mut conn = ingest.db.acquire().await?;
        match dirty::version(&mut conn, rep, date).await? {
            Some(version) => version,
            None => return Ok(()),
        }
    };
    if floor::of_rep(&ingest.db, rep)
        .await?
        .is_some_and(|before| date < before)
    {
        // Its places were erased: what was judged of it stands.
        return dirty::forget(&ingest.db, rep, date, version).await;
    }
    let stopping = || StoreError::Unavailable(sqlx::Error::PoolClosed);
    ingest
        .send(rep, RepMsg::Record { rep, date })
        .await
        .map_err(|()| stopping())?;
    // After the recording has begun: a rep that is let go of from here on takes no judgement.
    let Some(Held { owner, .. }) = ingest.nodes.claim(rep).await? else {
        // Another node has it: that one judges.
        return Ok(());
    };
    ingest.barrier(rep).await.map_err(|()| stopping())?;
    let now = ingest.clock.now();
    let (world, inputs) = read(ingest, rep, date, now).await?;
    // After the inputs: it knows of every session that let one of them in.
    let gate = read_gate(ingest, &world, now).await?;
    let judgement = tokio::task::spawn_blocking(move || {
        fold((rep, owner), date, version, now, world, inputs, &gate)
    })
    .await
    .map_err(|_| stopping())?;
    ingest
        .send(rep, RepMsg::Judged(Box::new(judgement)))
        .await
        .map_err(|()| stopping())?;
    ingest.barrier(rep).await.map_err(|()| stopping())
}

/// The rep-day as it stands now, for people who look at it: folded from what is stored and kept nowhere.
pub async fn as_it_stands(
    ingest: &Ingest,
    rep: RepId,
    date: NaiveDate,
) -> Result<DayReport, StoreError> {
    let stopping = || StoreError::Unavailable(sqlx::Error::PoolClosed);
    let _turn = ingest.looking.acquire().await.map_err(|_| stopping())?;
    let now = ingest.clock.now();
    let (world, inputs) = read(ingest, rep, date, now).await?;
    tokio::task::spawn_blocking(move || judge_day(&inputs, world.world(), now))
        .await
        .map_err(|_| stopping())
}

/// The stored inputs of a rep-day and the world of that day.
pub async fn read(
    ingest: &Ingest,
    rep: RepId,
    date: NaiveDate,
    now: At,
) -> Result<(RepDay, Vec<Input>), StoreError> {
    let mut conn = ingest.db.acquire().await?;
    let world = ingest.worlds.rep_day(&mut conn, rep, date, now).await?;
    // One snapshot for fixes, marks and records: a prefix of what the rep's writer committed.
    let mut tx = conn
        .begin_with("begin isolation level repeatable read, read only")
        .await?;
    let inputs = stored::inputs(&mut tx, rep, date, &world.snapshot, &world.rules).await?;
    tx.commit().await?;
    drop(conn);
    Ok((world, inputs))
}

/// Sessions and breaks that may speak of a day.
async fn read_gate(ingest: &Ingest, world: &RepDay, now: At) -> Result<Gate, StoreError> {
    let mut conn = ingest.db.acquire().await?;
    let since = kept_since(now.min(world.context.bounds.start), &world.rules);
    let (sessions, breaks) = gate::of_rep(&mut conn, world.context.rep, since).await?;
    Ok(Gate::restore(&sessions, &breaks, None, Consent::default()))
}

/// What comes of the stored inputs, but for those that have to go.
pub fn fold(
    (rep, owner): (RepId, Owner),
    date: NaiveDate,
    dirty_version: i64,
    as_of: At,
    world: RepDay,
    inputs: Vec<Input>,
    gate: &Gate,
) -> Judgement {
    let (inputs, strays) = gate.sift(inputs, &world.rules);
    // `judge_day` itself, keeping the tracker that it folds. Equal inputs were stored once.
    let mut tracker = Tracker::new(&world.world());
    let mut book = DayBook::default();
    for input in &inputs {
        book.enter(tracker.apply(input, &world.world()));
    }
    book.enter(tracker.expire(as_of, &world.world()));
    let report = book.report(&tracker, &world.world(), as_of);
    let evidence = (as_of >= world.context.bounds.end)
        .then(|| Box::new(evidence(&report, &inputs, &world, as_of)));
    Judgement {
        rep,
        owner,
        day: JudgedDay {
            date,
            org_unit: world.org_unit,
            report: Box::new(report),
            as_of,
            dirty_version,
            newer: Vec::new(),
            evidence,
        },
        strays,
        tracker,
        world,
        read: inputs.iter().map(Input::key).collect(),
        as_of,
    }
}

/// What a finished day is sealed with.
fn evidence(report: &DayReport, inputs: &[Input], world: &RepDay, as_of: At) -> Evidence {
    let own_outlets = world.context.own_outlets.clone();
    let known = Known {
        world: world.snapshot.digest,
        known_at: world.snapshot.epoch.known_at,
        org_unit: world.org_unit,
        own_outlets: outlets_digest(&*own_outlets),
        routed_outlets: world.routed_digest,
    };
    Evidence {
        gathered: gather(report, inputs, &world.world(), known, as_of),
        epoch: world.snapshot.epoch.id,
        own_outlets,
        routed_outlets: world.context.routed_outlets.clone(),
    }
}
