//! What the judge, the sweeper and the loader read; stands for the queries of `store::dirty`, `store::gate`, `store::fix`,
//! `store::mark` and `store::judged`.

use std::collections::HashMap;

use chrono::NaiveDate;
use fieldbeat::{
    ingest::{
        laboratory::{Gate, Read, kept_since},
        stored,
        world::RepDay,
    },
    store::{
        dirty::Checkpoint,
        fix::OFFSET_WINDOW_MS,
        gate::StoredInterval,
        mark::{StoredMark, StoredRecord},
    },
};
use fieldbeat_domain::{
    consent::Consent,
    fix::Fix,
    id::{DeviceId, RepId},
    input::Input,
    time::At,
    visit::{Visit, VisitState},
};
use uuid::Uuid;

use super::{Database, Kept};
use crate::{
    company::{COMPANY, PHONES},
    table::Table,
};

impl Database {
    /// Days to be judged by `me`, the one that waits longest first.
    pub fn due(&self, me: i32) -> Option<(RepId, NaiveDate)> {
        self.dirty
            .iter()
            .filter(|((rep, _), _)| !self.is_held(*rep, me))
            .min_by_key(|(key, row)| (row.marked_at, **key))
            .map(|(key, _)| *key)
    }

    /// `unsynced_day::close`: days that are over and were never judged whole.
    pub fn close_days(&mut self, now: At) {
        let ended = |date: NaiveDate| COMPANY.rules.time.day_bounds(date).end;
        let days: Vec<_> = self.plans.borrow().iter().copied().collect();
        for (rep, date) in days {
            let judged = self
                .days
                .get(&(rep, date))
                .is_some_and(|as_of| *as_of >= ended(date));
            if ended(date) <= now && !judged && !self.dirty.has(&(rep, date)) {
                self.mark_dirty((rep, date), now);
            }
        }
        self.dirty.commit();
    }

    pub fn overdue(&self, me: i32, now: At) -> Vec<RepId> {
        self.checkpoints
            .iter()
            .filter(|(rep, row)| {
                row.next_deadline_at.is_some_and(|at| at <= now) && !self.is_held(**rep, me)
            })
            .map(|(rep, _)| *rep)
            .collect()
    }

    pub fn inputs(&self, rep: RepId, date: NaiveDate, day: &RepDay) -> Vec<Input> {
        self.plans.borrow_mut().insert((rep, date));
        let bounds = &day.context.bounds;
        let fixes: Vec<Fix> = self
            .fixes
            .iter()
            .filter(|(_, row)| row.rep == rep && bounds.contains(&row.fix.judged_at()))
            .flat_map(|(_, row)| std::iter::repeat_n(row.fix, row.copies as usize))
            .collect();
        let marks: Vec<StoredMark> = self
            .marks
            .iter()
            .filter(|(_, mark)| mark.rep == rep && mark.row.date == date)
            .map(|((kind, id), Kept { row, .. })| StoredMark {
                kind: kind.clone(),
                id: *id,
                device_id: row.device.0,
                at: row.at,
                clock_offset_ms: row.clock_offset_ms,
                body: row.body.clone(),
            })
            .collect();
        let records: Vec<StoredRecord> = self
            .records
            .iter()
            .filter(|(_, record)| record.rep == rep && record.row.date == date)
            .map(|((kind, id), Kept { row, .. })| StoredRecord {
                kind: kind.clone(),
                id: *id,
                visit_id: row.visit,
                at: row.at,
                clock_offset_ms: row.clock_offset_ms,
                body: row.body.clone(),
            })
            .collect();
        stored::sorted(&fixes, &marks, &records, &day.snapshot, &day.rules)
    }

    /// Sessions and breaks that may speak of a day.
    pub fn gate(&self, day: &RepDay, now: At) -> Gate {
        let read = self.read_gate(day.context.rep, now.min(day.context.bounds.start));
        Gate::restore(&read.sessions, &read.breaks, None, Consent::default())
    }

    /// What `loader::load` reads, in one snapshot.
    pub fn read(&self, rep: RepId, now: At) -> Read {
        self.read_day(self.read_gate(rep, now))
    }

    /// The gate and the times of the devices.
    fn read_gate(&self, rep: RepId, now: At) -> Read {
        let date = COMPANY.date(now);
        let day = COMPANY.rep_day(rep, date);
        self.plans.borrow_mut().insert((rep, date));
        let since = kept_since(now, &day.rules);
        let of_rep = |table: &Table<(RepId, Uuid), StoredInterval>| {
            let rows = table.range((rep, Uuid::nil())..=(rep, Uuid::max()));
            let mut rows: Vec<_> = rows
                .map(|(_, row)| row.clone())
                .filter(|row| row.started_at >= since)
                .collect();
            rows.sort_by_key(|row| (row.started_at, row.id));
            rows
        };
        let newest = |device: i32| {
            let from = since.plus_ms(-OFFSET_WINDOW_MS).0;
            let fixes = self
                .fixes
                .range((device, from, i32::MIN, i32::MIN)..=(device, i64::MAX, i32::MAX, i32::MAX));
            fixes.map(|(_, row)| row.fix.at).next_back()
        };
        let devices = PHONES.iter().filter(|(_, owner)| *owner == rep.0);
        Read {
            rep,
            date,
            sessions: of_rep(&self.sessions),
            breaks: of_rep(&self.breaks),
            erased_until: None,
            consent: Consent::default(),
            high: devices
                .filter_map(|(device, _)| Some((DeviceId(*device), newest(*device)?)))
                .collect(),
            inputs: Vec::new(),
            marks: HashMap::new(),
            visits: Vec::new(),
            decisions: Vec::new(),
            checkpoint: None,
            day,
        }
    }

    /// The day itself.
    fn read_day(&self, mut read: Read) -> Read {
        read.inputs = self.inputs(read.rep, read.date, &read.day);
        read.marks = self
            .marks
            .iter()
            .filter(|(_, mark)| mark.rep == read.rep && mark.row.date == read.date)
            .map(|(key, mark)| (key.clone(), mark.row.digest))
            .collect();
        read.visits = self.visits_of(read.rep, read.date);
        read.checkpoint = self.checkpoints.get(&read.rep).map(|row| Checkpoint {
            date: row.date,
            format: row.format,
            rule_version: row.rule_version,
            is_open: row.next_deadline_at.is_some(),
            state: row.state.clone(),
        });
        read
    }

    pub fn visits_of(&self, rep: RepId, date: NaiveDate) -> Vec<Visit> {
        let rows = self
            .visits
            .iter()
            .filter(|(_, row)| row.rep == rep && row.date == date);
        let mut visits: Vec<Visit> = rows.map(|(_, row)| row.visit.clone()).collect();
        visits.sort_by_key(|v| (v.started_at(), v.id));
        visits
    }

    pub fn open_visits(&self, rep: RepId) -> usize {
        let of_rep = self.visits.iter().filter(|(_, row)| row.rep == rep);
        of_rep
            .filter(|(_, row)| row.visit.state == VisitState::Open)
            .count()
    }
}
