//! The bounded queue between a shard and its writer: gathers what waits into one transaction,
//! then answers, publishes and pushes. While one batch commits the next one gathers.

use std::time::Duration;

use fieldbeat_domain::id::RepId;
use smallvec::SmallVec;
use tokio::sync::{mpsc, oneshot};
use tracing::{Instrument, debug_span, field};

use super::{
    Ingest,
    metrics::Writing,
    shard::{ShardMsg, reps::RepMsg},
    work::AcksRef,
};
use crate::{
    live::{Absence, Change, LiveEvent},
    shutdown,
    store::{
        unit::{Committed, GateChange, ItemRef, StoredEvent, Unit},
        writer::{Writer, Written},
    },
    telemetry::spans::SPANS,
    wire::device_reply::{Code, ItemResult, Reply, Status},
};

/// Units that may wait for a writer; beyond it the shard waits.
const WRITER_QUEUE: usize = 4_096;
/// Units in one transaction.
const MAX_BATCH: usize = 8_192;
/// Fixes in one transaction.
const MAX_BATCH_FIXES: usize = 50_000;
/// How long a small batch waits for company when the queue is long behind it.
const LINGER: Duration = Duration::from_millis(3);
/// Units at which a batch is worth its commit without lingering.
const ENOUGH: usize = 64;

/// Whom to answer when a unit is committed.
#[derive(Debug)]
pub struct Answer {
    pub n: u64,
    pub acks: AcksRef,
    /// Told with the acknowledgement.
    pub results: Vec<ItemResult>,
}

impl Answer {
    /// Says that the database will never take it: it is kept from being sent again and again.
    pub fn quarantined(mut self) {
        let flag = ItemResult::new(self.n, None, Status::Flagged, Code::Quarantined);
        self.results.push(flag);
        self.acks.0.part_done(self.n, self.results);
    }
}

/// A unit on its way to the writer.
pub struct Job {
    pub unit: Unit,
    pub answers: SmallVec<[Answer; 1]>,
    /// What maps are to show of the rep once it is committed.
    pub shown: Option<Box<Change>>,
    /// Fired after the commit of everything before.
    pub barrier: Option<oneshot::Sender<()>>,
}

/// The sending side, held by a shard.
pub type Jobs = mpsc::Sender<Job>;

pub fn spawn(
    ingest: &Ingest,
    shutdown: &shutdown::Token,
    shard: mpsc::WeakSender<ShardMsg>,
) -> Jobs {
    let (jobs, receiver) = mpsc::channel(WRITER_QUEUE);
    let (ingest, watched) = (ingest.clone(), ingest.metrics.watch(&jobs));
    shutdown.spawn("writer", async move {
        run(ingest, receiver, shard, &watched).await;
    });
    jobs
}

async fn run(
    ingest: Ingest,
    mut receiver: mpsc::Receiver<Job>,
    shard: mpsc::WeakSender<ShardMsg>,
    watched: &Writing,
) {
    let mut writer = Writer::new(ingest.db.clone());
    let mut jobs: Vec<Job> = Vec::new();
    loop {
        jobs.clear();
        if receiver.recv_many(&mut jobs, MAX_BATCH).await == 0 {
            return;
        }
        let gathering = ingest.clock.instant();
        gather(&mut receiver, &mut jobs).await;
        let started = ingest.clock.instant();
        metrics::histogram!("fieldbeat_linger_seconds")
            .record(started.duration_since(gathering).as_secs_f64());
        watched.at(Some(started));
        let units: Vec<Unit> = jobs
            .iter_mut()
            .map(|j| std::mem::replace(&mut j.unit, Unit::empty()))
            .collect();
        let fixes: usize = units.iter().map(|u| u.fixes.len()).sum();
        // How long each of its phases took is noted where they end.
        let span = debug_span!(
            target: SPANS,
            "batch",
            units = units.len(),
            fixes,
            begin_ms = field::Empty,
            write_ms = field::Empty,
            commit_ms = field::Empty,
        );
        let written = writer
            .write(&units, &|fault, error| {
                metrics::counter!("fieldbeat_writer_faults_total").increment(1);
                tracing::debug!(?fault, code = %code(error), "batch not committed, trying again");
            })
            .instrument(span)
            .await;
        watched.at(None);
        if writer.was_stale() {
            metrics::counter!("fieldbeat_stale_batches_total").increment(1);
            ingest.nodes.doubt();
        }
        let took = ingest.clock.instant().duration_since(started);
        // What a barrier travels on was received from nobody.
        let received = units.iter().filter(|u| u.rep != RepId(0));
        let lag = received.map(|u| u.received_at).min().map(|oldest| {
            let ms = ingest.clock.now().since_ms(oldest).max(0);
            Duration::from_millis(u64::try_from(ms).unwrap_or(0))
        });
        ingest.metrics.batch(units.len(), fixes, took, lag);
        for ((job, unit), written) in jobs.drain(..).zip(units).zip(written) {
            if let Written::Committed(committed) = &written {
                hide(&ingest, &unit);
                forward(&ingest, &unit, committed);
            }
            finish(&ingest, &shard, job, unit.rep, written);
        }
    }
}

/// The SQL state alone: an error's text could quote a row.
fn code(error: &sqlx::Error) -> String {
    error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code)
        .map_or_else(|| "connection".to_owned(), std::borrow::Cow::into_owned)
}

/// Lets a small batch wait a moment while more is arriving, so that a busy server commits less
/// often; a quiet one answers at once.
async fn gather(receiver: &mut mpsc::Receiver<Job>, jobs: &mut Vec<Job>) {
    if jobs.len() > 1 && jobs.len() < ENOUGH && jobs.iter().all(|j| j.barrier.is_none()) {
        tokio::time::sleep(LINGER).await;
    }
    let mut fixes: usize = jobs.iter().map(|j| j.unit.fixes.len()).sum();
    while jobs.len() < MAX_BATCH && fixes < MAX_BATCH_FIXES {
        let Ok(job) = receiver.try_recv() else { return };
        fixes += job.unit.fixes.len();
        jobs.push(job);
    }
}

fn finish(
    ingest: &Ingest,
    shard: &mpsc::WeakSender<ShardMsg>,
    job: Job,
    rep: RepId,
    written: Written,
) {
    let committed = match written {
        Written::Committed(committed) => committed,
        Written::Quarantined => {
            job.answers.into_iter().for_each(Answer::quarantined);
            forget(shard, rep);
            return;
        }
    };
    if !committed.id_reused.is_empty() {
        forget(shard, rep);
    }
    for answer in job.answers {
        answer_one(ingest, answer, &committed);
    }
    if let Some(change) = job.shown {
        ingest.live.changed(rep, *change);
    }
    for event in committed.events {
        publish(ingest, event);
    }
    if let Some(barrier) = job.barrier {
        let _ = barrier.send(());
    }
}

/// No map shows a place that was erased.
fn hide(ingest: &Ingest, unit: &Unit) {
    for absence in absences(unit) {
        ingest.live.changed(unit.rep, Change::Absent(absence));
    }
}

/// Of which times a unit has erased the rep's places.
pub fn absences(unit: &Unit) -> impl Iterator<Item = Absence> {
    let changes = unit.rare.iter().flat_map(|rare| &rare.gate);
    changes.filter_map(|(_, change)| match change {
        GateChange::Erase { from, to } => Some(Absence {
            from: *from,
            to: *to,
            reign: None,
        }),
        _ => None,
    })
}

/// Passes on what is new: of late positions only those that were not there.
fn forward(ingest: &Ingest, unit: &Unit, committed: &Committed) {
    if !ingest.forward.is_on() {
        return;
    }
    let late = unit.rare.iter().flat_map(|rare| &rare.late);
    let late = late.filter(|late| !committed.duplicates.contains(&late.item));
    for fix in unit.fixes.iter().chain(late.map(|late| &late.fix)) {
        ingest.forward.put(unit.rep, *fix, unit.received_at);
    }
}

/// The fold holds something that the database refused: it is dropped and read again.
fn forget(shard: &mpsc::WeakSender<ShardMsg>, rep: RepId) {
    if let Some(shard) = shard.upgrade() {
        tokio::spawn(async move {
            let _ = shard.send(RepMsg::Forget { rep }.into()).await;
        });
    }
}

fn answer_one(ingest: &Ingest, mut answer: Answer, committed: &Committed) {
    let found = found(answer.n, committed);
    ingest.metrics.count(&found);
    answer.results.extend(found);
    answer.acks.0.part_done(answer.n, answer.results);
}

/// What the commit found out about the items of a frame.
pub fn found(n: u64, committed: &Committed) -> Vec<ItemResult> {
    let mine = |items: &[ItemRef], status, code| -> Vec<ItemResult> {
        items
            .iter()
            .filter(|item| item.n == n)
            .map(|item| ItemResult::new(n, item.i, status, code))
            .collect()
    };
    let mut found = mine(&committed.duplicates, Status::Duplicate, Code::Duplicate);
    found.extend(mine(
        &committed.same_instant,
        Status::Flagged,
        Code::SameInstant,
    ));
    found.extend(mine(&committed.id_reused, Status::Rejected, Code::IdReused));
    found.extend(mine(
        &committed.unknown_visit,
        Status::Flagged,
        Code::UnknownVisit,
    ));
    found
}

fn publish(ingest: &Ingest, event: StoredEvent) {
    let reply = Reply::Visit {
        cursor: event.cursor.clone(),
        visit: event.body.clone(),
    };
    ingest.push(event.rep, &reply);
    ingest.live.event(LiveEvent {
        kind: event.kind.into(),
        org_unit: Some(event.org_unit),
        rep: Some(event.rep),
        body: event.body,
        cursor: event.cursor,
    });
}

impl Job {
    /// A job that nobody waits for.
    pub fn silent(unit: Unit) -> Self {
        Self {
            unit,
            answers: SmallVec::new(),
            shown: None,
            barrier: None,
        }
    }
}
