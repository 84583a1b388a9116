//! The task around the writer; stands for `ingest::writing` and the loop of `store::writer`.

use std::{collections::VecDeque, ops::Range};

use super::{
    Lab,
    shard::{Queued, Then},
};
use crate::{database::TIMELINE, plan::How, planted::Planted};
use fieldbeat::{
    ingest::laboratory::{Answer, RepMsg, absences, found},
    live::Change,
    store::{
        Fault,
        node::Owner,
        unit::{Committed, Unit},
        writer::{
            Written,
            decisions::{Next, lowered, newest_owner, next},
        },
    },
};

/// As which node a batch may write what is derived: looked at where it begins.
#[derive(Clone, Copy)]
pub(super) struct May(Option<Owner>);

pub(super) struct Batch {
    jobs: Vec<Queued>,
    units: Vec<Unit>,
    /// What is still to be written, each part in a transaction.
    parts: VecDeque<Range<usize>>,
    done: Vec<Written>,
    careful: bool,
    tries: u32,
    /// Begun, and as which node it may write what is derived. Holds that node's fence lock shared.
    pub begun: Option<May>,
}

impl Batch {
    /// The node whose fence it holds.
    pub fn holds(&self) -> Option<i32> {
        let part = self.parts.front()?;
        self.begun?;
        newest_owner(&self.units[part.clone()], TIMELINE).map(|owner| owner.node)
    }
}

impl Lab {
    pub(super) fn write(&mut self, node: usize, jobs: usize, how: How, stay: bool) {
        if !self.runs(node) || !self.has_batch(node, jobs) {
            return;
        }
        self.moved = true;
        let Some(mut batch) = self.nodes[node].batch.take() else {
            return;
        };
        let part = batch.parts.front().cloned().unwrap_or_default();
        let units = &batch.units[part];
        let owner = newest_owner(units, TIMELINE);
        let May(may) = if let Some(may) = batch.begun {
            may
        } else {
            let may = May(owner.filter(|o| self.db.is_free(o.node)));
            batch.begun = Some(may);
            if stay {
                self.count("batches held open");
                self.nodes[node].batch = Some(batch);
                return;
            }
            may
        };
        let may = if self.planted == Some(Planted::LostFence) {
            owner
        } else {
            may
        };
        let tried = self.attempt(node, units, may, batch.careful, how);
        batch.begun = None;
        match tried {
            Ok(done) => {
                batch.done.extend(done.into_iter().map(Written::Committed));
                batch.next_part();
            }
            Err(fault) => self.failed(&mut batch, fault),
        }
        if batch.parts.is_empty() {
            for ((queued, unit), written) in batch.jobs.into_iter().zip(batch.units).zip(batch.done)
            {
                self.finish(node, queued, &unit, written);
            }
        } else {
            self.nodes[node].batch = Some(batch);
        }
    }

    fn has_batch(&mut self, node: usize, max: usize) -> bool {
        let n = &mut self.nodes[node];
        if n.batch.is_some() {
            return true;
        }
        let count = max.max(1).min(n.jobs.len());
        let mut jobs: Vec<Queued> = n.jobs.drain(..count).collect();
        if jobs.is_empty() {
            return false;
        }
        if self.planted == Some(Planted::EarlyAck) {
            for answer in jobs.iter_mut().flat_map(|q| q.job.answers.drain(..)) {
                answer.acks.0.part_done(answer.n, answer.results);
            }
        }
        let units: Vec<Unit> = jobs
            .iter_mut()
            .map(|q| std::mem::replace(&mut q.job.unit, Unit::empty()))
            .collect();
        n.batch = Some(Batch {
            jobs,
            parts: std::iter::once(0..units.len()).collect(),
            units,
            done: Vec::new(),
            careful: false,
            tries: 0,
            begun: None,
        });
        true
    }

    fn attempt(
        &mut self,
        node: usize,
        units: &[Unit],
        may: Option<Owner>,
        careful: bool,
        how: How,
    ) -> Result<Vec<Committed>, Fault> {
        match how {
            How::Retry => return Err(Fault::Retry),
            How::Reconnect => return Err(Fault::Reconnect),
            How::Other => return Err(Fault::Other),
            How::BadRow if units.iter().any(is_bad) => return Err(Fault::BadRow),
            How::Commit | How::Unknown | How::BadRow => {}
        }
        let lowered = lowered(units, may);
        if lowered.is_some() {
            self.count("stale batches");
            self.nodes[node].doubts = true;
        }
        let units = lowered.as_deref().unwrap_or(units);
        let done = self.db.write(units, careful)?;
        self.count("batches committed");
        if how == How::Unknown {
            self.count("commits unknown");
            return Err(Fault::Reconnect);
        }
        Ok(done)
    }

    fn failed(&mut self, batch: &mut Batch, fault: Fault) {
        self.count(match fault {
            Fault::Duplicate => "faults: duplicate",
            Fault::BadRow => "faults: bad row",
            _ => "faults: others",
        });
        batch.tries += 1;
        batch.careful |= fault == Fault::Duplicate;
        let part = batch.parts.front().cloned().unwrap_or_default();
        match next(fault, batch.tries, part.len()) {
            Next::Again | Next::AgainLater => {}
            Next::OneByOne => {
                batch.next_part();
                for unit in part.rev() {
                    batch.parts.push_front(unit..unit + 1);
                }
            }
            Next::Quarantine => {
                self.count("units quarantined");
                batch.done.push(Written::Quarantined);
                batch.next_part();
            }
        }
    }

    /// As `writing::finish`.
    fn finish(&mut self, node: usize, queued: Queued, unit: &Unit, written: Written) {
        let (job, rep) = (queued.job, unit.rep);
        let committed = match written {
            Written::Committed(committed) => committed,
            Written::Quarantined => {
                job.answers.into_iter().for_each(Answer::quarantined);
                return self.tell_shard(node, RepMsg::Forget { rep });
            }
        };
        if !committed.id_reused.is_empty() {
            self.tell_shard(node, RepMsg::Forget { rep });
        }
        for mut answer in job.answers {
            answer.results.extend(found(answer.n, &committed));
            answer.acks.0.part_done(answer.n, answer.results);
        }
        for absence in absences(unit) {
            self.publish(node, rep, Change::Absent(absence));
        }
        if let Some(change) = job.shown {
            self.publish(node, rep, *change);
        }
        match queued.then {
            Some(Then::Errand(errand)) => self.nodes[node].errands.push(errand),
            Some(Then::Judge) => self.judge_is_past(node),
            None => {}
        }
    }
}

impl Batch {
    fn next_part(&mut self) {
        self.parts.pop_front();
        self.careful = false;
        self.tries = 0;
    }
}

/// What a database may prove unacceptable: a row of a phone's, nothing that the server makes itself.
fn is_bad(unit: &Unit) -> bool {
    let facts_alone = unit.rare.as_ref().is_none_or(|r| {
        r.gate.is_empty()
            && r.marks.is_empty()
            && r.visits.is_empty()
            && r.judged.is_none()
            && r.checkpoint.is_none()
    });
    let has_facts = !unit.fixes.is_empty()
        || unit
            .rare
            .as_ref()
            .is_some_and(|r| !r.records.is_empty() || !r.late.is_empty());
    facts_alone && has_facts
}
