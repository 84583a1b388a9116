//! Brings a rep into memory: gate, device times, the folded day from its checkpoint or from its
//! start. Reads only what is committed: whoever asks waits for the writer first.

use std::collections::HashMap;

use chrono::NaiveDate;
use fieldbeat_domain::{
    consent::Consent,
    id::{DeviceId, RepId, VisitId},
    input::Input,
    rules::Rules,
    time::At,
    tracker::{CHECKPOINT_FORMAT, Tracker},
    verdict::Overall,
    visit::Visit,
};
use smallvec::SmallVec;
use sqlx::Connection;
use uuid::Uuid;

use super::{
    Ingest, gate::Gate, reasons::Reasons, slot::Slot, standing::Standing, stored, world::RepDay,
};
use crate::store::{
    StoreError, dirty, fix,
    gate::{self, StoredInterval},
    judged, mark,
    node::Held,
    privacy::{consent, floor},
    review,
};

/// Everything that is stored of a rep and needed to own it.
pub struct Read {
    pub rep: RepId,
    pub date: NaiveDate,
    pub day: RepDay,
    pub sessions: Vec<StoredInterval>,
    pub breaks: Vec<StoredInterval>,
    pub erased_until: Option<At>,
    pub consent: Consent,
    /// Newest own time of each device.
    pub high: Vec<(DeviceId, At)>,
    /// Of `date`, in the order of the fold.
    pub inputs: Vec<Input>,
    /// Digests of the marks of `date`.
    pub marks: HashMap<(String, Uuid), [u8; 32]>,
    /// Of `date`, as stored.
    pub visits: Vec<Visit>,
    /// What people decided on them.
    pub decisions: Vec<(VisitId, Overall)>,
    pub checkpoint: Option<dirty::Checkpoint>,
}

/// Reads everything a shard needs to own `rep`, or without an owner to take in facts of it.
pub async fn load(
    ingest: &Ingest,
    rep: RepId,
    held: Option<Held>,
    now: At,
) -> Result<Slot, StoreError> {
    let mut conn = ingest.db.acquire().await?;
    let date = ingest.rules.load().time.date_of(now);
    let day = ingest.worlds.rep_day(&mut conn, rep, date, now).await?;
    let kept_since = kept_since(now, &day.rules);
    // One snapshot: a mark of another node's must not be known whose session is not.
    let mut tx = conn
        .begin_with("begin isolation level repeatable read, read only")
        .await?;
    let (sessions, breaks) = gate::of_rep(&mut tx, rep, kept_since).await?;
    let erased_until = floor::of_rep(&mut *tx, rep)
        .await?
        .map(|before| day.rules.time.day_bounds(before).start);
    let consent = consent::of_rep(&mut tx, rep, &day.rules.time, (kept_since, now)).await?;
    let high = fix::high_water(&mut tx, rep, kept_since.plus_ms(-fix::OFFSET_WINDOW_MS)).await?;
    let inputs = if is_erased(&day, erased_until) {
        Vec::new()
    } else {
        stored::inputs(&mut tx, rep, date, &day.snapshot, &day.rules).await?
    };
    let marks = mark::digests_of_rep_day(&mut tx, rep, date).await?;
    let visits = judged::of_rep_day(&mut tx, rep, date).await?;
    let ids: Vec<Uuid> = visits.iter().map(|visit| visit.id.0).collect();
    let decisions = review::standing(&mut *tx, &ids, fix::utc(now)).await?;
    let read = Read {
        rep,
        date,
        sessions,
        breaks,
        erased_until,
        consent,
        high,
        inputs,
        marks,
        visits,
        decisions: decisions
            .into_iter()
            .map(|(visit, decision)| (VisitId(visit), decision))
            .collect(),
        checkpoint: dirty::checkpoint(&mut tx, rep).await?,
        day,
    };
    tx.commit().await?;
    Ok(assemble(read, held, now, ingest.reasons.clone()))
}

/// Since when gate and devices' times are needed: nothing older is taken.
pub fn kept_since(now: At, rules: &Rules) -> At {
    now.plus_ms(-(i64::from(rules.late_upload_days) + 1) * 86_400_000)
}

/// A day whose places were erased is not folded any more: what was judged of it stands.
fn is_erased(day: &RepDay, erased_until: Option<At>) -> bool {
    erased_until.is_some_and(|until| day.context.bounds.start < until)
}

/// A rep in memory from what is stored of it. Pure.
pub fn assemble(read: Read, held: Option<Held>, now: At, reasons: Reasons) -> Slot {
    let Read {
        rep,
        date,
        day,
        checkpoint: saved,
        ..
    } = read;
    let gate = Gate::restore(
        &read.sessions,
        &read.breaks,
        read.erased_until,
        read.consent,
    );
    let (inputs, strays) = gate.sift(read.inputs, &day.rules);
    let mut standing = Standing::default();
    for visit in &read.visits {
        standing.put(visit.id, visit.verdict.overall, visit.verdict.plan);
    }
    for (visit, decision) in read.decisions {
        standing.decide(visit, Some(decision));
    }
    let unclosed = saved.as_ref().filter(|c| c.is_open && c.date < date);
    let stray = (!strays.is_empty()).then_some(date);
    let to_judge = unclosed.map(|c| c.date).into_iter().chain(stray).collect();
    // Without a checkpoint of today the first unit saves one: the sweeper must know of the day.
    let checkpoint_at = match &saved {
        Some(c) if c.date == date => now,
        _ => At(i64::MIN),
    };
    let tracker = resume(saved, &day, date, &inputs);
    let newest = inputs.iter().rev().find_map(|i| match i {
        Input::Fix(f) => Some(*f),
        _ => None,
    });
    Slot {
        rep,
        held,
        date,
        tracker,
        gate,
        is_erased: is_erased(&day, read.erased_until),
        high: SmallVec::from_vec(read.high),
        marks: read.marks,
        checkpoint_at,
        to_judge,
        recording: None,
        newest,
        is_uncovered: false,
        standing,
        backlog: None,
        reasons,
        day,
    }
}

/// Continues the checkpoint where it fits this build, day and rules; else folds the day anew.
/// Inputs that the checkpoint holds are behind its high-water mark and fold to nothing.
fn resume(
    saved: Option<dirty::Checkpoint>,
    day: &RepDay,
    date: NaiveDate,
    inputs: &[Input],
) -> Tracker {
    let world = day.world();
    let fits = |c: &dirty::Checkpoint| {
        c.date == date
            && c.format == i32::from(CHECKPOINT_FORMAT)
            && c.rule_version == day.rules.version
    };
    let mut tracker = saved
        .filter(fits)
        .and_then(|c| postcard::from_bytes(&c.state).ok())
        .unwrap_or_else(|| Tracker::new(&world));
    for input in inputs {
        tracker.apply(input, &world);
    }
    tracker
}
