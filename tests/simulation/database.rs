//! A database in memory that answers as PostgreSQL does to the statements of `store::writer` and what it calls: `COPY` into
//! `fix` and its 23505, `insert … on conflict do nothing` of late fixes, marks and records by identity and digest, gate and
//! erasures (`store::gate`), visits and judged days (`store::judged`), checkpoints and versions of dirty marks
//! (`store::dirty`), nodes, fences, owners and calls (`store::node`), and the reads of `ingest::loader` and `ingest::judge`.
//! It holds to one law of its own: what is derived of a rep is written by its owner, who is not fenced.

mod derived;
mod nodes;
mod read;

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use chrono::NaiveDate;
use fieldbeat::store::{
    Fault,
    fix::{FixIdentity, identity},
    gate::StoredInterval,
    unit::{CheckpointRow, Committed, GateChange, ItemRef, LateFix, MarkRow, RecordRow, Unit},
    writer::decisions::cut_at_erasures,
};
use fieldbeat_domain::{fix::Fix, id::RepId, time::At, visit::Visit};
use uuid::Uuid;

use crate::{planted::Planted, table::Table};

/// Of the one history that the write-ahead log has here.
pub const TIMELINE: u32 = 1;

#[derive(Clone)]
pub struct FixRow {
    pub rep: RepId,
    pub fix: Fix,
    /// More than one where an insert was wrongly taken for new.
    pub copies: u32,
}

#[derive(Clone)]
pub struct Kept<T> {
    pub rep: RepId,
    pub row: T,
}

#[derive(Clone)]
pub struct VisitRow {
    pub rep: RepId,
    pub date: NaiveDate,
    pub visit: Visit,
}

#[derive(Clone, Copy)]
pub struct Dirty {
    pub version: i64,
    pub marked_at: At,
}

#[derive(Clone, Copy)]
pub struct NodeRow {
    pub fenced: bool,
    pub seen_at: At,
    /// Its session stands, and with it the lock that says so.
    pub session: bool,
}

#[derive(Clone, Copy, Default)]
pub struct OwnerRow {
    pub node: Option<i32>,
    pub epoch: i64,
    pub wanted: bool,
    pub touched: bool,
}

#[derive(Default)]
pub struct Database {
    pub fixes: Table<FixIdentity, FixRow>,
    /// Places that a session's end, a break or the like took away again.
    pub erased: BTreeSet<FixIdentity>,
    pub marks: Table<(String, Uuid), Kept<MarkRow>>,
    pub records: Table<(String, Uuid), Kept<RecordRow>>,
    pub sessions: Table<(RepId, Uuid), StoredInterval>,
    pub breaks: Table<(RepId, Uuid), StoredInterval>,
    pub visits: Table<Uuid, VisitRow>,
    pub days: Table<(RepId, NaiveDate), At>,
    pub checkpoints: Table<RepId, CheckpointRow>,
    pub dirty: Table<(RepId, NaiveDate), Dirty>,
    /// The sequence of the versions of dirty marks.
    pub last_version: i64,
    pub nodes: BTreeMap<i32, NodeRow>,
    pub owners: Table<RepId, OwnerRow>,
    /// Days whose plan is frozen: of reps that were read.
    pub plans: RefCell<BTreeSet<(RepId, NaiveDate)>>,
    /// Laws of its own that were broken.
    pub broken: Vec<String>,
    pub planted: Option<Planted>,
}

type DirtyDays = Vec<(RepId, NaiveDate)>;

impl Database {
    /// One transaction of `store::writer`.
    pub fn write(&mut self, units: &[Unit], careful: bool) -> Result<Vec<Committed>, Fault> {
        let mut out = Vec::with_capacity(units.len());
        for together in cut_at_erasures(units) {
            if let Err(fault) = self.write_together(together, careful, &mut out) {
                self.fixes.roll_back();
                self.marks.roll_back();
                self.records.roll_back();
                self.sessions.roll_back();
                self.breaks.roll_back();
                self.visits.roll_back();
                self.days.roll_back();
                self.checkpoints.roll_back();
                self.dirty.roll_back();
                self.owners.roll_back();
                return Err(fault);
            }
        }
        for unit in units
            .iter()
            .filter(|u| u.owner.is_none() && u.rep != RepId(0))
        {
            self.touch(unit.rep);
        }
        self.commit();
        Ok(out)
    }

    fn commit(&mut self) {
        self.fixes.commit();
        self.marks.commit();
        self.records.commit();
        self.sessions.commit();
        self.breaks.commit();
        self.visits.commit();
        self.days.commit();
        self.checkpoints.commit();
        self.dirty.commit();
        self.owners.commit();
    }

    fn write_together(
        &mut self,
        units: &[Unit],
        careful: bool,
        all: &mut Vec<Committed>,
    ) -> Result<(), Fault> {
        let mut out: Vec<Committed> = units.iter().map(|_| Committed::default()).collect();
        let mut dirty = Vec::new();
        for (unit, done) in units.iter().zip(&mut out) {
            self.write_marks(unit, done, &mut dirty);
        }
        for (unit, done) in units.iter().zip(&out) {
            self.write_gate(unit, done, &mut dirty);
        }
        for unit in units.iter().filter(|u| !careful && u.owner.is_some()) {
            for fix in &unit.fixes {
                self.copy(unit.rep, fix)?;
            }
        }
        for (unit, done) in units.iter().zip(&mut out) {
            self.write_late(unit, careful, done, &mut dirty);
        }
        for (unit, done) in units.iter().zip(&out) {
            self.write_derived(unit, done, &mut dirty);
        }
        dirty.sort_unstable();
        dirty.dedup();
        let now = units.last().map_or(At(0), |u| u.received_at);
        for day in dirty {
            self.mark_dirty(day, now);
        }
        all.extend(out);
        Ok(())
    }

    fn copy(&mut self, rep: RepId, fix: &Fix) -> Result<(), Fault> {
        let known = self.fixes.get(&identity(fix)).map_or(0, |row| row.copies);
        if known > 0 && self.planted != Some(Planted::CopiedAgain) {
            return Err(Fault::Duplicate);
        }
        self.fixes.put(
            identity(fix),
            FixRow {
                rep,
                fix: *fix,
                copies: known + 1,
            },
        );
        Ok(())
    }

    /// Whether it was new.
    fn insert_late(&mut self, rep: RepId, fix: &Fix) -> bool {
        let new = !self.fixes.has(&identity(fix));
        if new {
            self.fixes.put(
                identity(fix),
                FixRow {
                    rep,
                    fix: *fix,
                    copies: 1,
                },
            );
        }
        new
    }

    fn write_late(
        &mut self,
        unit: &Unit,
        careful: bool,
        done: &mut Committed,
        dirty: &mut DirtyDays,
    ) {
        if careful || unit.owner.is_none() {
            for fix in &unit.fixes {
                self.insert_late(unit.rep, fix);
            }
            if !unit.fixes.is_empty() {
                dirty.push((unit.rep, unit.date));
            }
        }
        for LateFix {
            fix,
            item,
            date,
            same_instant,
        } in unit.rare.iter().flat_map(|r| &r.late)
        {
            if self.insert_late(unit.rep, fix) {
                dirty.push((unit.rep, *date));
                if *same_instant {
                    done.same_instant.push(*item);
                }
            } else {
                done.duplicates.push(*item);
            }
        }
    }

    fn write_marks(&mut self, unit: &Unit, done: &mut Committed, dirty: &mut DirtyDays) {
        let Some(rare) = &unit.rare else { return };
        for row in &rare.marks {
            let new = insert(
                &mut self.marks,
                (row.kind.to_owned(), row.id),
                unit.rep,
                row,
                |m| m.digest,
                row.item,
                done,
            );
            if row.folded != new {
                dirty.push((unit.rep, row.date));
            }
        }
        for row in &rare.records {
            let new = insert(
                &mut self.records,
                (row.kind.clone(), row.id),
                unit.rep,
                row,
                |r| r.digest,
                row.item,
                done,
            );
            if row.folded != new {
                dirty.push((unit.rep, row.date));
            }
        }
    }

    fn write_gate(&mut self, unit: &Unit, done: &Committed, dirty: &mut DirtyDays) {
        let Some(rare) = &unit.rare else { return };
        let mut erased = 0;
        for (item, change) in &rare.gate {
            if item.is_none_or(|item| !done.id_reused.contains(&item)) {
                erased += self.change_gate(unit.rep, change);
            }
        }
        if erased > 0 {
            dirty.extend(rare.dirty_if_erased.iter().map(|d| (unit.rep, *d)));
        }
    }

    fn change_gate(&mut self, rep: RepId, change: &GateChange) -> usize {
        match change {
            GateChange::Session {
                id,
                started_at,
                ended_at,
                auto_started,
            } => {
                let known = self.sessions.get(&(rep, *id));
                let row = StoredInterval {
                    id: *id,
                    started_at: match known {
                        Some(known) if *auto_started && known.auto_started => {
                            known.started_at.min(*started_at)
                        }
                        Some(known) if *auto_started => known.started_at,
                        _ => *started_at,
                    },
                    ended_at: ended_at.or(known.and_then(|k| k.ended_at)),
                    auto_started: *auto_started && known.is_none_or(|k| k.auto_started),
                };
                self.sessions.put((rep, *id), row);
                0
            }
            GateChange::Break {
                id,
                started_at,
                ended_at,
            } => {
                let known = self.breaks.get(&(rep, *id));
                let row = StoredInterval {
                    id: *id,
                    started_at: known.map_or(*started_at, |k| k.started_at.min(*started_at)),
                    ended_at: [*ended_at, known.and_then(|k| k.ended_at)]
                        .into_iter()
                        .flatten()
                        .min(),
                    auto_started: false,
                };
                self.breaks.put((rep, *id), row);
                0
            }
            GateChange::Erase { from, to } => self.erase(rep, *from, *to),
        }
    }

    fn erase(&mut self, rep: RepId, from: At, to: At) -> usize {
        let gone: Vec<_> = self
            .fixes
            .iter()
            .filter(|(_, row)| row.rep == rep && (from..to).contains(&row.fix.judged_at()))
            .map(|(key, _)| *key)
            .collect();
        for key in &gone {
            self.fixes.remove(key);
            self.erased.insert(*key);
        }
        let places: Vec<_> = self
            .marks
            .iter()
            .filter(|(_, mark)| {
                let judged = mark.row.at.plus_ms(i64::from(mark.row.clock_offset_ms));
                mark.rep == rep
                    && (from..to).contains(&judged)
                    && mark.row.body.get("fix").is_some()
            })
            .map(|(key, mark)| (key.clone(), mark.clone()))
            .collect();
        let erased = gone.len() + places.len();
        for (key, mut mark) in places {
            if let Some(body) = mark.row.body.as_object_mut() {
                body.remove("fix");
            }
            self.marks.put(key, mark);
        }
        erased
    }

    fn mark_dirty(&mut self, day: (RepId, NaiveDate), now: At) {
        self.last_version += 1;
        let row = Dirty {
            version: self.last_version,
            marked_at: self.dirty.get(&day).map_or(now, |known| known.marked_at),
        };
        self.dirty.put(day, row);
    }
}

/// `insert … on conflict do nothing` of something with an identity; whether it was new.
fn insert<T: Clone>(
    table: &mut Table<(String, Uuid), Kept<T>>,
    key: (String, Uuid),
    rep: RepId,
    row: &T,
    digest: impl Fn(&T) -> [u8; 32],
    item: ItemRef,
    done: &mut Committed,
) -> bool {
    match table.get(&key) {
        None => {
            table.put(
                key,
                Kept {
                    rep,
                    row: row.clone(),
                },
            );
            return true;
        }
        Some(known) if known.rep == rep && digest(&known.row) == digest(row) => {
            done.duplicates.push(item);
        }
        Some(_) => done.id_reused.push(item),
    }
    false
}
