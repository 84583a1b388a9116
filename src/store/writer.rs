//! The batch writer: many units, one transaction, answers only after its commit.
//!
//! Owns one connection. Never drops a unit for a fault of the database: it retries until the
//! commit is known or the unit itself is proven unacceptable. A batch whose commit is unknown is
//! sent again, which is harmless: the second time everything takes the late path.

pub mod decisions;

use std::time::Duration;

use fieldbeat_domain::{
    fix::Fix,
    id::{DeviceId, RepId},
    time::At,
};
use sqlx::{Connection, PgConnection, PgPool};
use tokio::time::Instant;

use self::decisions::{Next, cut_at_erasures, lowered, newest_owner, next};
use super::{
    Fault,
    copy::FixRows,
    dirty, fix, gate, judged, mark,
    mark::Inserted,
    node, partition,
    unit::{Committed, Unit},
};
use crate::wire::device_reply::Code;

/// Longest pause between tries while the database is away.
const MAX_BACKOFF: Duration = Duration::from_secs(2);

/// What became of a unit.
#[derive(Debug)]
pub enum Written {
    Committed(Committed),
    /// The database will never take it: nothing of it is stored.
    Quarantined,
}

pub struct Writer {
    pool: PgPool,
    conn: Option<PgConnection>,
    /// Of that connection.
    timeline: u32,
    rows: FixRows,
    is_stale: bool,
}

impl Writer {
    pub fn new(pool: PgPool) -> Self {
        Self {
            pool,
            conn: None,
            timeline: 0,
            rows: FixRows::default(),
            is_stale: false,
        }
    }

    /// Whether something since the last call was folded by a node that may not write it any more: its facts alone were
    /// stored.
    pub fn was_stale(&mut self) -> bool {
        std::mem::take(&mut self.is_stale)
    }

    /// Writes a batch, waiting out every fault of the database. Answers stand in the order of
    /// `units`. `on_trouble` is told of each failed try.
    pub async fn write(
        &mut self,
        units: &[Unit],
        on_trouble: &(dyn Fn(Fault, &sqlx::Error) + Sync),
    ) -> Vec<Written> {
        let mut careful = false;
        let mut tries = 0_u32;
        loop {
            let error = match self.attempt(units, careful).await {
                Ok(done) => return done.into_iter().map(Written::Committed).collect(),
                Err(e) => e,
            };
            let fault = Fault::of(&error);
            on_trouble(fault, &error);
            tries += 1;
            careful |= fault == Fault::Duplicate;
            if fault == Fault::MissingPartition {
                self.make_partitions(units).await;
            }
            match next(fault, tries, units.len()) {
                Next::OneByOne => return self.one_by_one(units, on_trouble).await,
                Next::Quarantine => return vec![Written::Quarantined],
                Next::Again => {}
                Next::AgainLater => {
                    self.conn = None;
                    let pause = Duration::from_millis(20) * 2_u32.saturating_pow(tries.min(8));
                    tokio::time::sleep(pause.min(MAX_BACKOFF)).await;
                }
            }
        }
    }

    async fn one_by_one(
        &mut self,
        units: &[Unit],
        on_trouble: &(dyn Fn(Fault, &sqlx::Error) + Sync),
    ) -> Vec<Written> {
        let mut out = Vec::with_capacity(units.len());
        for unit in units {
            out.extend(Box::pin(self.write(std::slice::from_ref(unit), on_trouble)).await);
        }
        out
    }

    async fn make_partitions(&mut self, units: &[Unit]) {
        let Some(conn) = self.conn.as_mut() else {
            return;
        };
        let late = units
            .iter()
            .filter_map(|u| u.rare.as_ref())
            .flat_map(|r| r.late.iter().map(|l| l.fix.at));
        let mut days: Vec<_> = units
            .iter()
            .flat_map(|u| u.fixes.iter().map(|f| f.at))
            .chain(late)
            .map(|at| fix::utc(at).date_naive())
            .collect();
        days.sort_unstable();
        days.dedup();
        for day in days {
            if let Err(e) = partition::ensure_day(conn, day).await {
                tracing::warn!(error = %e, "could not make a partition");
            }
        }
    }

    async fn attempt(
        &mut self,
        units: &[Unit],
        careful: bool,
    ) -> Result<Vec<Committed>, sqlx::Error> {
        let mut phase = Phase::begin();
        let conn = match &mut self.conn {
            Some(conn) => conn,
            none => {
                let mut conn = self.pool.acquire().await?.detach();
                self.timeline = node::timeline(&mut conn).await?;
                none.insert(conn)
            }
        };
        let (mut tx, may) = match newest_owner(units, self.timeline) {
            Some(owner) => {
                let mut tx = conn.begin_with(node::begin_batch(owner.node)).await?;
                let free = node::is_free(&mut tx, owner.node).await?;
                (tx, Some(owner).filter(|_| free))
            }
            None => (conn.begin().await?, None),
        };
        let lowered = lowered(units, may);
        self.is_stale |= lowered.is_some();
        let units = lowered.as_deref().unwrap_or(units);
        phase.ends(BEGIN);
        let mut out: Vec<Committed> = Vec::with_capacity(units.len());
        let mut wrote = false;
        for together in cut_at_erasures(units) {
            wrote |= write_together(&mut tx, &mut self.rows, together, careful, &mut out).await?;
        }
        let foreign: Vec<i32> = units
            .iter()
            .filter(|u| u.owner.is_none() && u.rep != RepId(0))
            .map(|u| u.rep.0)
            .collect();
        if !foreign.is_empty() {
            node::touch(&mut *tx, &foreign).await?;
        }
        if !wrote {
            // An answer to duplicates promises what the first answer did, so it must wait for the
            // same standby: a transaction that writes nothing would not.
            sqlx::query!("select pg_logical_emit_message(true, 'fieldbeat', '') is not null as ok")
                .fetch_one(&mut *tx)
                .await?;
        }
        phase.ends(WRITE);
        tx.commit().await?;
        phase.ends(COMMIT);
        Ok(out)
    }
}

/// Where the time of a batch goes: to a connection and the fence, the rows, or the log and its standby.
struct Phase(Instant);

/// One of them: its name, and the field of the batch's span.
type Named = (&'static str, &'static str);
const BEGIN: Named = ("begin", "begin_ms");
const WRITE: Named = ("write", "write_ms");
const COMMIT: Named = ("commit", "commit_ms");

impl Phase {
    fn begin() -> Self {
        Self(Instant::now())
    }

    fn ends(&mut self, (name, field): Named) {
        let now = Instant::now();
        let took = now.duration_since(std::mem::replace(&mut self.0, now));
        metrics::histogram!("fieldbeat_batch_phase_seconds", "phase" => name)
            .record(took.as_secs_f64());
        tracing::Span::current().record(field, took.as_secs_f64() * 1e3);
    }
}

type DirtyDays = Vec<(RepId, chrono::NaiveDate)>;

/// Writes units that need no order among themselves, inside the open transaction.
async fn write_together(
    conn: &mut PgConnection,
    rows: &mut FixRows,
    units: &[Unit],
    careful: bool,
    all: &mut Vec<Committed>,
) -> Result<bool, sqlx::Error> {
    let mut out: Vec<Committed> = units.iter().map(|_| Committed::default()).collect();
    let mut dirty_days = Vec::new();
    let mut wrote = false;
    let is_rare = units.iter().any(|u| u.rare.is_some());
    if is_rare {
        // Marks first: what they erase was stored before what stands beside them.
        wrote |= write_marks(conn, units, &mut out, &mut dirty_days).await?;
        wrote |= write_gate(conn, units, &out, &mut dirty_days).await?;
    }
    rows.clear();
    for unit in units.iter().filter(|u| !careful && u.owner.is_some()) {
        for f in &unit.fixes {
            rows.push(unit.rep, f, unit.received_at);
        }
    }
    if !rows.is_empty() {
        rows.copy_into(conn).await?;
        wrote = true;
    }
    wrote |= write_late(conn, units, careful, &mut out, &mut dirty_days).await?;
    if is_rare {
        wrote |= write_derived(conn, units, &mut out, &mut dirty_days).await?;
    }
    if !dirty_days.is_empty() {
        dirty_days.sort_unstable();
        dirty_days.dedup();
        let now = units.last().map_or(At(0), |u| u.received_at);
        dirty::mark(conn, &dirty_days, now).await?;
        wrote = true;
    }
    all.extend(out);
    Ok(wrote)
}

/// Fixes that may be stored already. After a 23505 the fast ones take this way too, and their
/// days are judged again since some of them had been folded twice; so do those of a node that does not own their rep.
async fn write_late(
    conn: &mut PgConnection,
    units: &[Unit],
    careful: bool,
    out: &mut [Committed],
    dirty_days: &mut DirtyDays,
) -> Result<bool, sqlx::Error> {
    let mut rows: Vec<(RepId, Fix, At)> = Vec::new();
    for unit in units {
        if careful || unit.owner.is_none() {
            rows.extend(unit.fixes.iter().map(|f| (unit.rep, *f, unit.received_at)));
        }
        if let Some(rare) = &unit.rare {
            rows.extend(
                rare.late
                    .iter()
                    .map(|l| (unit.rep, l.fix, unit.received_at)),
            );
        }
    }
    if rows.is_empty() {
        return Ok(false);
    }
    let mut new = fix::insert_late(conn, &rows).await?;
    let wrote = !new.is_empty();
    let mut take = |f: &Fix| match new.get_mut(&fix::identity(f)) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    };
    for (unit, done) in units.iter().zip(out) {
        if careful || unit.owner.is_none() {
            for f in &unit.fixes {
                take(f);
            }
            if !unit.fixes.is_empty() {
                dirty_days.push((unit.rep, unit.date));
            }
        }
        for late in unit.rare.iter().flat_map(|r| &r.late) {
            if take(&late.fix) {
                dirty_days.push((unit.rep, late.date));
                if late.same_instant {
                    done.same_instant.push(late.item);
                }
            } else {
                done.duplicates.push(late.item);
            }
        }
    }
    Ok(wrote)
}

async fn write_marks(
    conn: &mut PgConnection,
    units: &[Unit],
    out: &mut [Committed],
    dirty_days: &mut DirtyDays,
) -> Result<bool, sqlx::Error> {
    let mut marks = Vec::new();
    let mut records = Vec::new();
    for (index, unit) in units.iter().enumerate() {
        if let Some(rare) = &unit.rare {
            marks.extend(rare.marks.iter().map(|m| (index, unit, m)));
            records.extend(rare.records.iter().map(|r| (index, unit, r)));
        }
    }
    let mut wrote = false;
    if !marks.is_empty() {
        let rows: Vec<_> = marks
            .iter()
            .map(|(_, u, m)| (u.rep, u.received_at, *m))
            .collect();
        for ((index, unit, m), how) in marks.iter().zip(mark::insert(conn, &rows).await?) {
            wrote |= how == Inserted::New;
            let stale_fold = m.folded && how != Inserted::New;
            if stale_fold || (how == Inserted::New && !m.folded) {
                dirty_days.push((unit.rep, m.date));
            }
            if let Some(done) = out.get_mut(*index) {
                note(done, m.item, how);
            }
        }
    }
    if !records.is_empty() {
        let rows: Vec<_> = records
            .iter()
            .map(|(_, u, r)| (u.rep, u.received_at, *r))
            .collect();
        let foreign = foreign_visits(conn, &records).await?;
        let inserted = mark::insert_records(conn, &rows).await?;
        for ((index, unit, r), how) in records.iter().zip(inserted) {
            wrote |= how == Inserted::New;
            if (how == Inserted::New) != r.folded {
                dirty_days.push((unit.rep, r.date));
            }
            let Some(done) = out.get_mut(*index) else {
                continue;
            };
            note(done, r.item, how);
            if r.visit.is_some_and(|v| foreign.contains(&(unit.rep.0, v))) {
                done.unknown_visit.push(r.item);
            }
        }
    }
    Ok(wrote)
}

fn note(done: &mut Committed, item: super::unit::ItemRef, how: Inserted) {
    match how {
        Inserted::New => {}
        Inserted::Duplicate => done.duplicates.push(item),
        Inserted::IdReused => done.id_reused.push(item),
    }
}

/// Visits named by records that belong to another rep.
async fn foreign_visits(
    conn: &mut PgConnection,
    records: &[(usize, &Unit, &super::unit::RecordRow)],
) -> Result<std::collections::HashSet<(i32, uuid::Uuid)>, sqlx::Error> {
    let named: Vec<_> = records
        .iter()
        .filter_map(|(_, u, r)| r.visit.map(|v| (u.rep.0, v)))
        .collect();
    if named.is_empty() {
        return Ok(std::collections::HashSet::default());
    }
    let reps: Vec<i32> = named.iter().map(|(r, _)| *r).collect();
    let visits: Vec<uuid::Uuid> = named.iter().map(|(_, v)| *v).collect();
    let rows = sqlx::query!(
        r#"select x.r as "rep!", x.v as "visit!" from unnest($1::int4[], $2::uuid[]) as x (r, v)
           where exists (select from visit where visit.id = x.v and visit.rep_id <> x.r)
              or exists (select from mark where mark.type = 'check_in' and mark.id = x.v and mark.rep_id <> x.r)"#,
        &reps, &visits,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|r| (r.rep, r.visit)).collect())
}

/// Sessions and breaks, and what they no longer cover. What a refused mark would have changed is
/// left out; what stands beside it in a request is not.
async fn write_gate(
    conn: &mut PgConnection,
    units: &[Unit],
    out: &[Committed],
    dirty_days: &mut DirtyDays,
) -> Result<bool, sqlx::Error> {
    let mut wrote = false;
    for (unit, done) in units.iter().zip(out) {
        let Some(rare) = &unit.rare else { continue };
        let mut erased = 0;
        for (item, change) in &rare.gate {
            if item.is_none_or(|item| !done.id_reused.contains(&item)) {
                erased += gate::apply(conn, unit.rep, change).await?;
                wrote = true;
            }
        }
        if erased > 0 {
            dirty_days.extend(rare.dirty_if_erased.iter().map(|d| (unit.rep, *d)));
        }
    }
    Ok(wrote)
}

/// What the live fold derived, judged days, checkpoints, refusal counters.
async fn write_derived(
    conn: &mut PgConnection,
    units: &[Unit],
    out: &mut [Committed],
    dirty_days: &mut DirtyDays,
) -> Result<bool, sqlx::Error> {
    let mut wrote = false;
    let mut refused: Vec<(DeviceId, Code)> = Vec::new();
    let mut checkpoints = Vec::new();
    for (unit, done) in units.iter().zip(out) {
        let Some(rare) = &unit.rare else { continue };
        let place = judged::Place {
            rep: unit.rep,
            org_unit: unit.org_unit,
            date: unit.date,
            now: unit.received_at,
        };
        if let Some(day) = &rare.judged {
            let place = judged::Place {
                date: day.date,
                org_unit: day.org_unit,
                ..place
            };
            judged::adopt(conn, place, day, &mut done.events).await?;
            wrote = true;
        }
        // What was folded with a refused mark is not written: the day is judged anew.
        if done.id_reused.is_empty() {
            for write in &rare.visits {
                judged::apply(conn, place, write, &mut done.events).await?;
                wrote = true;
            }
            if let Some(row) = &rare.checkpoint {
                checkpoints.push((unit.rep, row, unit.received_at));
            }
        } else {
            dirty_days.push((unit.rep, unit.date));
        }
        dirty_days.extend(rare.dirty.iter().map(|d| (unit.rep, *d)));
        refused.extend(&rare.refused);
    }
    if !checkpoints.is_empty() {
        dirty::save_checkpoints(conn, &checkpoints).await?;
        wrote = true;
    }
    if !refused.is_empty() {
        dirty::count_refusals(
            conn,
            &refused,
            units.last().map_or(At(0), |u| u.received_at),
        )
        .await?;
        wrote = true;
    }
    Ok(wrote)
}
