//! The reps of a shard and what becomes of them. Told what happened and what is known at that moment, changes what it holds
//! and says what is to be done. Pure: waits for nothing, asks nobody, reads no clock; the task around it is `shard`.

use std::{
    collections::{HashMap, HashSet, VecDeque, hash_map::DefaultHasher},
    hash::BuildHasherDefault,
};

use chrono::NaiveDate;
use fieldbeat_domain::{
    id::{RepId, VisitId},
    time::At,
    verdict::Overall,
};
use smallvec::{SmallVec, smallvec};

use crate::{
    ingest::{
        rejudged::Judgement,
        slot::Slot,
        work::FrameWork,
        writing::{Answer, Job},
    },
    live::{Absence, Change},
    store::node::Owner,
};

/// What a rep's owner is told of it.
pub enum RepMsg {
    Work(FrameWork),
    /// One HTTP request: its marks open the gate for its fixes, whatever their order.
    Batch {
        rep: RepId,
        works: Vec<FrameWork>,
    },
    /// What [`Order::Read`] found; `None`: there is no such rep.
    Loaded {
        rep: RepId,
        slot: Option<Box<Slot>>,
    },
    Backlog {
        rep: RepId,
        backlog: i32,
    },
    /// A person decided on a visit, or took a decision back.
    Decided {
        rep: RepId,
        visit: VisitId,
        decision: Option<Overall>,
    },
    /// Its deadline passed: the rep is needed in memory.
    Wake {
        rep: RepId,
    },
    /// What is in memory holds something the database refused.
    Forget {
        rep: RepId,
    },
    /// The rep's places of days before `until` are being erased: what is in memory goes, and what was read before is read again.
    Erased {
        rep: RepId,
        until: At,
    },
    /// Another node stored something of the rep: what is in memory is read again.
    Touched {
        rep: RepId,
    },
    /// Nothing of the rep is this node's any more.
    Gone {
        rep: RepId,
    },
    /// Publish every rep as it stands.
    Show,
    /// A judgement of `date` begins: what is folded from now on is kept for it.
    Record {
        rep: RepId,
        date: NaiveDate,
    },
    Judged(Box<Judgement>),
}

/// What is known at the moment of a message.
#[derive(Clone, Copy, Debug)]
pub struct Now {
    pub at: At,
    /// As which node this server folds.
    pub owner: Option<Owner>,
}

/// What is to be done, one after the other.
pub enum Order {
    /// To the writer, which answers and publishes after the commit.
    Write(Job),
    /// Claim the rep and read it once everything that was written before is committed. `at_least` is the time of what asks for
    /// it: the clock may have been set back since. Comes back as [`RepMsg::Loaded`].
    Read {
        rep: RepId,
        at_least: At,
    },
    /// Tell the rep's owner that something of it was stored here, once everything that was written before is committed.
    TellOwner(RepId),
    Show(RepId, Box<Change>),
    /// Nothing of it is stored, and nothing will be.
    Quarantine(Answer),
}

pub(super) enum Owned {
    /// Being read from the database; frames wait in order, bounded by their connections' budgets. `is_touched`: what is read may
    /// lack something that another node has stored meanwhile.
    Loading {
        waiting: VecDeque<Vec<FrameWork>>,
        is_touched: bool,
    },
    Here(Box<Slot>),
    /// Being let go of; frames wait, and take it back.
    Leaving(VecDeque<Vec<FrameWork>>),
}

/// Without a seed of its own: what is told in the same order is ordered in the same order, so that a simulation can be run again.
type ByRep<T> = HashMap<RepId, T, BuildHasherDefault<DefaultHasher>>;

#[derive(Default)]
pub struct Reps {
    pub(super) owned: ByRep<Owned>,
    /// Reps that were not in memory when a judgement of theirs began and have not come since.
    pub(super) absent: HashSet<RepId>,
    /// Until when places were erased since this shard began.
    erased: HashMap<RepId, At>,
}

impl Reps {
    /// Reps in memory or on their way.
    pub fn len(&self) -> usize {
        self.owned.len()
    }

    pub fn is_empty(&self) -> bool {
        self.owned.is_empty()
    }

    /// A rep that is in memory.
    pub fn slot(&self, rep: RepId) -> Option<&Slot> {
        match self.owned.get(&rep) {
            Some(Owned::Here(slot)) => Some(slot),
            _ => None,
        }
    }

    pub fn handle(&mut self, msg: RepMsg, now: Now, out: &mut Vec<Order>) {
        match msg {
            RepMsg::Work(work) => self.work(work.rep, smallvec![work], now, out),
            RepMsg::Batch { rep, works } => self.work(rep, SmallVec::from_vec(works), now, out),
            RepMsg::Loaded { rep, slot } => self.loaded(rep, slot, now, out),
            RepMsg::Backlog { rep, backlog } => {
                if let Some(Owned::Here(slot)) = self.owned.get_mut(&rep) {
                    slot.backlog = Some(backlog);
                }
            }
            RepMsg::Decided {
                rep,
                visit,
                decision,
            } => {
                if let Some(Owned::Here(slot)) = self.owned.get_mut(&rep) {
                    slot.standing.decide(visit, decision);
                    show(slot, out);
                }
            }
            RepMsg::Wake { rep } => {
                if !self.owned.contains_key(&rep) {
                    self.read(rep, VecDeque::new(), now.at, out);
                }
            }
            RepMsg::Forget { rep } => self.forget(rep),
            RepMsg::Erased { rep, until } => {
                let known = self.erased.entry(rep).or_insert(until);
                *known = until.max(*known);
                self.forget(rep);
                self.absent.remove(&rep);
                let gone = Change::Absent(Absence::always(None));
                out.push(Order::Show(rep, Box::new(gone)));
            }
            RepMsg::Touched { rep } => self.touched(rep, now, out),
            RepMsg::Gone { rep } => self.gone(rep, now, out),
            RepMsg::Show => {
                for owned in self.owned.values() {
                    if let Owned::Here(slot) = owned {
                        show(slot, out);
                    }
                }
            }
            RepMsg::Record { rep, date } => match self.owned.get_mut(&rep) {
                Some(Owned::Here(slot)) => slot.record_for(date),
                Some(Owned::Loading { .. } | Owned::Leaving(_)) => {}
                None => {
                    self.absent.insert(rep);
                }
            },
            RepMsg::Judged(judgement) => self.judged(*judgement, now, out),
        }
    }

    fn forget(&mut self, rep: RepId) {
        if let Some(Owned::Here(_)) = self.owned.get(&rep) {
            self.owned.remove(&rep);
        }
    }

    fn work(
        &mut self,
        rep: RepId,
        works: SmallVec<[FrameWork; 1]>,
        now: Now,
        out: &mut Vec<Order>,
    ) {
        match self.owned.get_mut(&rep) {
            Some(Owned::Loading { waiting, .. } | Owned::Leaving(waiting)) => {
                waiting.push_back(works.into_vec());
            }
            Some(Owned::Here(_)) => self.take(rep, works, now, out),
            None => self.read(rep, VecDeque::from([works.into_vec()]), now.at, out),
        }
    }

    /// Frames of a rep in memory, as one unit: together they commit, together they are answered.
    fn take(
        &mut self,
        rep: RepId,
        works: SmallVec<[FrameWork; 1]>,
        now: Now,
        out: &mut Vec<Order>,
    ) {
        let Some(Owned::Here(slot)) = self.owned.get_mut(&rep) else {
            return;
        };
        let received_at = works.first().map_or(At(0), |w| w.received_at);
        if slot.owner() != now.owner {
            // Somebody else may have had it since.
            return self.read(rep, VecDeque::from([works.into_vec()]), received_at, out);
        }
        if received_at >= slot.day.context.bounds.end {
            // The old day is closed before the new one is read, like that of a silent rep.
            let closed = slot.close_day(received_at);
            self.owned.remove(&rep);
            out.push(Order::Write(Job::silent(closed)));
            return self.read(rep, VecDeque::from([works.into_vec()]), received_at, out);
        }
        let job = taken(slot, works);
        let is_uncovered = slot.is_uncovered;
        out.push(Order::Write(job));
        if is_uncovered {
            self.read(rep, VecDeque::new(), received_at, out);
        }
    }

    pub(super) fn read(
        &mut self,
        rep: RepId,
        waiting: VecDeque<Vec<FrameWork>>,
        at_least: At,
        out: &mut Vec<Order>,
    ) {
        self.absent.remove(&rep);
        let loading = Owned::Loading {
            waiting,
            is_touched: false,
        };
        self.owned.insert(rep, loading);
        out.push(Order::Read { rep, at_least });
    }

    fn loaded(&mut self, rep: RepId, slot: Option<Box<Slot>>, now: Now, out: &mut Vec<Order>) {
        let (waiting, is_touched) = match self.owned.remove(&rep) {
            Some(Owned::Loading {
                waiting,
                is_touched,
            }) => (waiting, is_touched),
            Some(other @ (Owned::Here(_) | Owned::Leaving(_))) => {
                self.owned.insert(rep, other);
                return;
            }
            None => (VecDeque::new(), false),
        };
        if is_touched {
            return self.read(rep, waiting, now.at, out);
        }
        if let (Some(slot), Some(until)) = (&slot, self.erased.get(&rep))
            && slot.gate.erased_until().is_none_or(|known| known < *until)
        {
            // Read before the erasure began: it still holds what goes.
            return self.read(rep, waiting, now.at, out);
        }
        let Some(mut slot) = slot else {
            let answers = waiting.into_iter().flatten().map(|work| Answer {
                n: work.n,
                acks: work.acks,
                results: Vec::new(),
            });
            out.extend(answers.map(Order::Quarantine));
            return;
        };
        if slot.held.is_none() {
            return take_for_another(&mut slot, waiting, out);
        }
        show(&slot, out);
        let found = slot.found(now.at);
        self.owned.insert(rep, Owned::Here(slot));
        if let Some(unit) = found {
            out.push(Order::Write(Job::silent(unit)));
        }
        for works in waiting {
            // The first of them may have it read again.
            self.work(rep, SmallVec::from_vec(works), now, out);
        }
    }

    fn judged(&mut self, judgement: Judgement, now: Now, out: &mut Vec<Order>) {
        let rep = judgement.rep;
        if now.owner != Some(judgement.owner) {
            return;
        }
        let erased = self.erased.get(&rep);
        if erased.is_some_and(|until| judgement.world.context.bounds.start < *until) {
            // Made of what is being erased.
            return;
        }
        let has_strays = !judgement.strays.is_empty();
        let unit = match self.owned.get_mut(&rep) {
            Some(Owned::Here(slot)) if slot.date == judgement.day.date => slot.adopt(judgement),
            // A day that is over takes nothing but late input, which marks it dirty again.
            Some(Owned::Here(_)) => Some(judgement.into_unit()),
            // Being read again: what is judged here could miss what waits; the next round judges.
            Some(Owned::Loading { .. } | Owned::Leaving(_)) => None,
            // Nobody folded anything since the inputs were read, or somebody came and was forgotten.
            None => self.absent.remove(&rep).then(|| judgement.into_unit()),
        };
        if let Some(unit) = unit {
            let mut job = Job::silent(unit);
            if let Some(Owned::Here(slot)) = self.owned.get(&rep) {
                job.shown = Some(Box::new(slot.shown()));
            }
            out.push(Order::Write(job));
            if has_strays {
                // What goes may be what is shown.
                self.read(rep, VecDeque::new(), now.at, out);
            }
        }
    }

    /// Fires deadlines and turns the day of reps that are silent.
    pub fn tick(&mut self, now: Now, out: &mut Vec<Order>) {
        let mut ended = Vec::new();
        for (rep, owned) in &mut self.owned {
            if let Owned::Here(slot) = owned {
                if slot.owner() != now.owner {
                    ended.push(*rep);
                    continue;
                }
                if let Some(unit) = slot.expire(now.at) {
                    let mut job = Job::silent(unit);
                    job.shown = Some(Box::new(slot.shown()));
                    out.push(Order::Write(job));
                }
                if now.at >= slot.day.context.bounds.end {
                    out.push(Order::Write(Job::silent(slot.close_day(now.at))));
                    ended.push(*rep);
                }
            }
        }
        // A day that ended leaves memory; the rep comes back with its next frame or deadline.
        for rep in ended {
            self.owned.remove(&rep);
        }
    }

    /// Saves every fold: nothing is taken any more.
    pub fn save_all(&mut self, now: Now, out: &mut Vec<Order>) {
        for owned in self.owned.values_mut() {
            if let Owned::Here(slot) = owned {
                let mut unit = slot.unit(now.at);
                slot.checkpoint(&mut unit);
                out.push(Order::Write(Job::silent(unit)));
            }
        }
    }
}

fn show(slot: &Slot, out: &mut Vec<Order>) {
    out.push(Order::Show(slot.rep, Box::new(slot.shown())));
}

/// Frames taken into a slot, on their way to the writer.
fn taken(slot: &mut Slot, works: SmallVec<[FrameWork; 1]>) -> Job {
    let received_at = works.first().map_or(At(0), |w| w.received_at);
    let mut unit = slot.unit(received_at);
    let senders: SmallVec<[_; 1]> = works.iter().map(|w| (w.n, w.acks.clone())).collect();
    let results = slot.take(works, &mut unit);
    let answers = senders
        .into_iter()
        .zip(results)
        .map(|((n, acks), results)| Answer { n, acks, results })
        .collect();
    slot.maybe_checkpoint(&mut unit);
    let has_changed = !unit.fixes.is_empty() || unit.rare.is_some();
    let shown = has_changed.then(|| Box::new(slot.shown()));
    Job {
        unit,
        answers,
        shown,
        barrier: None,
    }
}

/// Frames of a rep that another node has: their facts are stored, that node is told, and nothing stays in memory.
fn take_for_another(slot: &mut Slot, waiting: VecDeque<Vec<FrameWork>>, out: &mut Vec<Order>) {
    for works in waiting {
        let mut job = taken(slot, SmallVec::from_vec(works));
        job.unit = job.unit.facts();
        job.shown = None;
        out.push(Order::Write(job));
    }
    out.push(Order::TellOwner(slot.rep));
}
