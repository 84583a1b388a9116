//! Brings a rep into memory: gate, device times, the folded day from its checkpoint or from its
//! start. Reads only what is committed: whoever asks waits for the writer first.

use fieldbeat_domain::{
    id::{RepId, VisitId},
    input::Input,
    time::At,
    tracker::{CHECKPOINT_FORMAT, Tracker},
};
use smallvec::SmallVec;

use super::{Ingest, gate::Gate, slot::Slot, standing::Standing, stored, world::RepDay};
use crate::store::{
    StoreError, dirty, fix, gate, judged, mark,
    node::Owner,
    privacy::{consent, floor},
    review,
};

/// Reads everything a shard needs to own `rep`, or without an owner to take in facts of it.
pub async fn load(
    ingest: &Ingest,
    rep: RepId,
    owner: Option<Owner>,
    now: At,
) -> Result<Slot, StoreError> {
    let mut conn = ingest.db.acquire().await?;
    let date = ingest.rules.load().time.date_of(now);
    let day = ingest.worlds.rep_day(&mut conn, rep, date, now).await?;
    let kept_since = now.plus_ms(-(i64::from(day.rules.late_upload_days) + 1) * 86_400_000);
    let (sessions, breaks) = gate::of_rep(&mut conn, rep, kept_since).await?;
    let erased_until = floor::of_rep(&mut *conn, rep)
        .await?
        .map(|before| day.rules.time.day_bounds(before).start);
    let consent = consent::of_rep(&mut conn, rep, &day.rules.time, (kept_since, now)).await?;
    let is_erased = erased_until.is_some_and(|until| day.context.bounds.start < until);
    let high = fix::high_water(&mut conn, rep, kept_since.plus_ms(-fix::OFFSET_WINDOW_MS)).await?;
    // A day whose places were erased is not folded any more: what was judged of it stands.
    let inputs = if is_erased {
        Vec::new()
    } else {
        stored::inputs(&mut conn, rep, date, &day.snapshot, &day.rules).await?
    };
    let marks = mark::digests_of_rep_day(&mut conn, rep, date).await?;
    let mut standing = Standing::default();
    let mut visits = Vec::new();
    for visit in judged::of_rep_day(&mut conn, rep, date).await? {
        standing.put(visit.id, visit.verdict.overall, visit.verdict.plan);
        visits.push(visit.id.0);
    }
    for (visit, decision) in review::standing(&mut *conn, &visits, fix::utc(now)).await? {
        standing.decide(VisitId(visit), Some(decision));
    }
    let saved = dirty::checkpoint(&mut conn, rep).await?;
    let unclosed = saved
        .as_ref()
        .filter(|c| c.is_open && c.date < date)
        .map(|c| c.date);
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
    Ok(Slot {
        rep,
        owner,
        date,
        tracker,
        gate: Gate::restore(&sessions, &breaks, erased_until, consent),
        is_erased,
        high: SmallVec::from_vec(high),
        marks,
        checkpoint_at,
        unclosed,
        recording: None,
        newest,
        standing,
        backlog: None,
        reasons: ingest.reasons.clone(),
        day,
    })
}

/// Continues the checkpoint where it fits this build, day and rules; else folds the day anew.
/// Inputs that the checkpoint holds are behind its high-water mark and fold to nothing.
fn resume(
    saved: Option<dirty::Checkpoint>,
    day: &RepDay,
    date: chrono::NaiveDate,
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
