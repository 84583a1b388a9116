//! What is derived of a rep: visits, judged days, checkpoints; stands for `store::judged` and the checkpoints of `store::dirty`.

use chrono::NaiveDate;
use fieldbeat::store::unit::{Committed, JudgedDay, Unit, VisitWrite};
use fieldbeat_domain::{id::VisitId, visit::Visit};
use uuid::Uuid;

use super::{Database, DirtyDays, VisitRow};
use crate::planted::Planted;

impl Database {
    pub(super) fn write_derived(&mut self, unit: &Unit, done: &Committed, dirty: &mut DirtyDays) {
        let Some(rare) = &unit.rare else { return };
        if let Some(day) = &rare.judged {
            self.adopt(unit, day);
        }
        if done.id_reused.is_empty() {
            for write in &rare.visits {
                match write {
                    VisitWrite::Upsert(visit) => self.put_visit(unit, unit.date, visit),
                    VisitWrite::Withdraw { id, .. } => self.withdraw(unit, *id),
                }
            }
            if let Some(row) = &rare.checkpoint {
                self.watch(unit, "a checkpoint");
                self.checkpoints.put(unit.rep, row.clone());
            }
        } else {
            dirty.push((unit.rep, unit.date));
        }
        dirty.extend(rare.dirty.iter().map(|d| (unit.rep, *d)));
    }

    fn put_visit(&mut self, unit: &Unit, date: NaiveDate, visit: &Visit) {
        let before = self.visits.get(&visit.id.0);
        if before.is_some_and(|b| b.rep != unit.rep || b.visit == *visit) {
            return;
        }
        self.watch(unit, "a visit");
        self.visits.put(
            visit.id.0,
            VisitRow {
                rep: unit.rep,
                date,
                visit: visit.clone(),
            },
        );
    }

    fn withdraw(&mut self, unit: &Unit, id: VisitId) {
        if self
            .visits
            .get(&id.0)
            .is_some_and(|row| row.rep == unit.rep)
        {
            self.watch(unit, "a visit's end");
            self.visits.remove(&id.0);
        }
    }

    fn adopt(&mut self, unit: &Unit, day: &JudgedDay) {
        self.watch(unit, "a judged day");
        let stored: Vec<Uuid> = self
            .visits
            .iter()
            .filter(|(_, row)| row.rep == unit.rep && row.date == day.date)
            .map(|(id, _)| *id)
            .collect();
        let live = |id: Uuid| day.newer.contains(&VisitId(id));
        let judged = |id: Uuid| day.report.visits.iter().any(|v| v.id.0 == id);
        for id in stored.into_iter().filter(|id| !judged(*id) && !live(*id)) {
            self.withdraw(unit, VisitId(id));
        }
        for visit in day.report.visits.iter().filter(|v| !live(v.id.0)) {
            self.put_visit(unit, day.date, visit);
        }
        self.days.put((unit.rep, day.date), day.as_of);
        let key = (unit.rep, day.date);
        let same = self
            .dirty
            .get(&key)
            .is_some_and(|d| d.version == day.dirty_version);
        if same || self.planted == Some(Planted::AnyVersion) {
            self.dirty.remove(&key);
        }
    }

    /// What is derived of a rep is its owner's, as the trigger of `it nodes` has it.
    fn watch(&mut self, unit: &Unit, what: &str) {
        let owner = self.owners.get(&unit.rep).and_then(|row| row.node);
        let writer = unit.owner.map(|o| o.node);
        let free = writer.is_some_and(|node| self.is_free(node));
        if writer != owner || !free {
            let fenced = if free { "" } else { ", which is fenced," };
            self.broken.push(format!(
                "{what} of rep {} was written by node {writer:?}{fenced} while {owner:?} owned it",
                unit.rep
            ));
        }
    }
}
