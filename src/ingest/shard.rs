//! A shard: one task, sole owner of its reps. Takes frames, folds them, hands units to its writer.
//! Never waits for a socket or a viewer; waits only for its writer's queue.

mod hand_over;

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::Arc,
    time::Duration,
};

use chrono::NaiveDate;
use fieldbeat_domain::{
    id::{RepId, VisitId},
    time::At,
    verdict::Overall,
};
use smallvec::{SmallVec, smallvec};
use tokio::sync::{Semaphore, mpsc, oneshot};

use super::{
    Ingest, loader,
    rejudged::Judgement,
    slot::Slot,
    work::FrameWork,
    writing::{self, Answer, Job, Jobs},
};
use crate::{
    shutdown,
    store::{StoreError, unit::Unit},
    wire::device_reply::{Code, ItemResult, Status},
};

/// Messages taken at once.
const TURN: usize = 512;
/// Reps of one shard that are read from the database at the same time.
const MAX_LOADS: usize = 4;
/// How often deadlines and the turn of the day are looked at.
const TICK: Duration = Duration::from_secs(1);
/// Pause between tries to read a rep while the database is away.
const LOAD_RETRY: Duration = Duration::from_millis(250);

pub enum ShardMsg {
    Work(FrameWork),
    /// One HTTP request: its marks open the gate for its fixes, whatever their order.
    Batch {
        rep: RepId,
        works: Vec<FrameWork>,
    },
    Loaded {
        rep: RepId,
        slot: Option<Box<Slot>>,
    },
    /// Fired when everything sent before is committed.
    Barrier {
        done: oneshot::Sender<()>,
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
    /// Another node wants the rep: it may have it where no device is connected here. `done` says whether it is free.
    LetGo {
        rep: RepId,
        done: oneshot::Sender<bool>,
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
    /// Finish what was sent before, save every fold and end.
    Stop,
}

enum Owned {
    /// Being read from the database; frames wait in order, bounded by their connections' budgets.
    Loading(VecDeque<Vec<FrameWork>>),
    Here(Box<Slot>),
    /// Being let go of; frames wait, and take it back.
    Leaving(VecDeque<Vec<FrameWork>>),
}

pub struct Shard {
    ingest: Ingest,
    reps: HashMap<RepId, Owned>,
    /// Reps that were not in memory when a judgement of theirs began and have not come since.
    absent: HashSet<RepId>,
    /// Until when places were erased since this shard began.
    erased: HashMap<RepId, At>,
    jobs: Jobs,
    own: mpsc::WeakSender<ShardMsg>,
    loads: Arc<Semaphore>,
    /// Reps told to the gauge.
    shown: u32,
}

pub fn spawn(
    ingest: &Ingest,
    own: &mpsc::Sender<ShardMsg>,
    receiver: mpsc::Receiver<ShardMsg>,
    shutdown: &shutdown::Token,
) {
    let own = own.downgrade();
    let shard = Shard {
        reps: HashMap::new(),
        absent: HashSet::new(),
        erased: HashMap::new(),
        jobs: writing::spawn(ingest, shutdown, own.clone()),
        own,
        loads: Arc::new(Semaphore::new(MAX_LOADS)),
        shown: 0,
        ingest: ingest.clone(),
    };
    shutdown.spawn("shard", shard.run(receiver));
}

impl Shard {
    async fn run(mut self, mut receiver: mpsc::Receiver<ShardMsg>) {
        let mut turn = Vec::with_capacity(TURN);
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                biased;
                _ = tick.tick() => self.tick().await,
                count = receiver.recv_many(&mut turn, TURN) => {
                    if count == 0 {
                        return;
                    }
                    for msg in turn.drain(..) {
                        if let ShardMsg::Stop = msg {
                            return self.save_all().await;
                        }
                        self.handle(msg).await;
                    }
                }
            }
        }
    }

    async fn handle(&mut self, msg: ShardMsg) {
        match msg {
            ShardMsg::Work(work) => self.work(work.rep, smallvec![work]).await,
            ShardMsg::Batch { rep, works } => self.work(rep, SmallVec::from_vec(works)).await,
            ShardMsg::Loaded { rep, slot } => self.loaded(rep, slot).await,
            ShardMsg::Barrier { done } => {
                let mut job = Job::silent(Unit::empty());
                job.barrier = Some(done);
                self.write(job).await;
            }
            ShardMsg::Backlog { rep, backlog } => {
                if let Some(Owned::Here(slot)) = self.reps.get_mut(&rep) {
                    slot.backlog = Some(backlog);
                }
            }
            ShardMsg::Decided {
                rep,
                visit,
                decision,
            } => {
                if let Some(Owned::Here(slot)) = self.reps.get_mut(&rep) {
                    slot.standing.decide(visit, decision);
                    if let Some(live) = slot.live() {
                        self.ingest.live.rep(live);
                    }
                }
            }
            ShardMsg::Wake { rep } => {
                if !self.reps.contains_key(&rep) {
                    let now = self.ingest.clock.now();
                    self.load(rep, VecDeque::new(), now).await;
                }
            }
            ShardMsg::Forget { rep } => {
                if let Some(Owned::Here(_)) = self.reps.get(&rep) {
                    self.reps.remove(&rep);
                }
            }
            ShardMsg::Erased { rep, until } => {
                let known = self.erased.entry(rep).or_insert(until);
                *known = until.max(*known);
                if let Some(Owned::Here(_)) = self.reps.get(&rep) {
                    self.reps.remove(&rep);
                }
                self.absent.remove(&rep);
                self.ingest.live.forget(rep);
            }
            ShardMsg::Touched { rep } => self.touched(rep).await,
            ShardMsg::LetGo { rep, done } => self.let_go(rep, done).await,
            ShardMsg::Gone { rep } => self.gone(rep).await,
            ShardMsg::Show => {
                for owned in self.reps.values() {
                    if let Owned::Here(slot) = owned
                        && let Some(live) = slot.live()
                    {
                        self.ingest.live.rep(live);
                    }
                }
            }
            ShardMsg::Record { rep, date } => match self.reps.get_mut(&rep) {
                Some(Owned::Here(slot)) => slot.record_for(date),
                Some(Owned::Loading(_) | Owned::Leaving(_)) => {}
                None => {
                    self.absent.insert(rep);
                }
            },
            ShardMsg::Judged(judgement) => self.judged(*judgement).await,
            ShardMsg::Stop => {}
        }
    }

    async fn write(&mut self, job: Job) {
        // The writer ends only after its shard, so this fails only in a broken process.
        if self.jobs.send(job).await.is_err() {
            tracing::error!("the writer of a shard is gone");
        }
    }

    async fn work(&mut self, rep: RepId, works: SmallVec<[FrameWork; 1]>) {
        match self.reps.get_mut(&rep) {
            Some(Owned::Loading(waiting) | Owned::Leaving(waiting)) => {
                waiting.push_back(works.into_vec());
            }
            Some(Owned::Here(_)) => self.take(rep, works).await,
            None => {
                let now = self.ingest.clock.now();
                self.load(rep, VecDeque::from([works.into_vec()]), now)
                    .await;
            }
        }
    }

    /// Frames of a rep in memory, as one unit: together they commit, together they are answered.
    async fn take(&mut self, rep: RepId, works: SmallVec<[FrameWork; 1]>) {
        let Some(Owned::Here(slot)) = self.reps.get_mut(&rep) else {
            return;
        };
        let now = works.first().map_or(At(0), |w| w.received_at);
        if slot.owner != self.ingest.nodes.owner() {
            // Somebody else may have had it since.
            return self
                .load(rep, VecDeque::from([works.into_vec()]), now)
                .await;
        }
        if now >= slot.day.context.bounds.end {
            // The old day is closed before the new one is read, like that of a silent rep.
            let closed = slot.close_day(now);
            self.reps.remove(&rep);
            self.write(Job::silent(closed)).await;
            return self
                .load(rep, VecDeque::from([works.into_vec()]), now)
                .await;
        }
        let job = taken(&self.ingest, slot, works, now);
        self.write(job).await;
    }

    /// Reads a rep once everything of it that is on its way is committed. `at_least` is the time
    /// of what asks for it: the clock may have been set back since.
    async fn load(&mut self, rep: RepId, waiting: VecDeque<Vec<FrameWork>>, at_least: At) {
        self.absent.remove(&rep);
        self.reps.insert(rep, Owned::Loading(waiting));
        let (done, committed) = oneshot::channel();
        let mut job = Job::silent(Unit::empty());
        job.barrier = Some(done);
        self.write(job).await;
        let (ingest, own, loads) = (self.ingest.clone(), self.own.clone(), self.loads.clone());
        tokio::spawn(async move {
            let _turn = loads.acquire_owned().await;
            let _ = committed.await;
            let slot = loop {
                let read = async {
                    let owner = ingest.nodes.claim(rep).await?;
                    loader::load(&ingest, rep, owner, ingest.clock.now().max(at_least)).await
                };
                match read.await {
                    Ok(slot) => break Some(Box::new(slot)),
                    Err(StoreError::NotFound) => break None,
                    Err(e) => {
                        tracing::debug!(error = %e, "rep not read yet");
                        tokio::time::sleep(LOAD_RETRY).await;
                    }
                }
            };
            if let Some(own) = own.upgrade() {
                let _ = own.send(ShardMsg::Loaded { rep, slot }).await;
            }
        });
    }

    async fn loaded(&mut self, rep: RepId, slot: Option<Box<Slot>>) {
        let waiting = match self.reps.remove(&rep) {
            Some(Owned::Loading(waiting)) => waiting,
            Some(other @ (Owned::Here(_) | Owned::Leaving(_))) => {
                self.reps.insert(rep, other);
                return;
            }
            None => VecDeque::new(),
        };
        if let (Some(slot), Some(until)) = (&slot, self.erased.get(&rep))
            && slot.gate.erased_until().is_none_or(|known| known < *until)
        {
            // Read before the erasure began: it still holds what goes.
            let now = self.ingest.clock.now();
            return self.load(rep, waiting, now).await;
        }
        let Some(mut slot) = slot else {
            for work in waiting.into_iter().flatten() {
                let flag = ItemResult::new(work.n, None, Status::Flagged, Code::Quarantined);
                work.acks.0.part_done(work.n, [flag]);
            }
            return;
        };
        if slot.owner.is_none() {
            return self.take_for_another(&mut slot, waiting).await;
        }
        if let Some(live) = slot.live() {
            self.ingest.live.rep(live);
        }
        let unclosed = slot.unclosed(self.ingest.clock.now());
        self.reps.insert(rep, Owned::Here(slot));
        if let Some(unit) = unclosed {
            self.write(Job::silent(unit)).await;
        }
        for works in waiting {
            self.take(rep, SmallVec::from_vec(works)).await;
        }
    }

    async fn judged(&mut self, judgement: Judgement) {
        let rep = judgement.rep;
        if self.ingest.nodes.owner() != Some(judgement.owner) {
            return;
        }
        let erased = self.erased.get(&rep);
        if erased.is_some_and(|until| judgement.world.context.bounds.start < *until) {
            // Made of what is being erased.
            return;
        }
        let unit = match self.reps.get_mut(&rep) {
            Some(Owned::Here(slot)) if slot.date == judgement.day.date => slot.adopt(judgement),
            // A day that is over takes nothing but late input, which marks it dirty again.
            Some(Owned::Here(_)) => Some(judgement.into_unit()),
            // Being read again: what is judged here could miss what waits; the next round judges.
            Some(Owned::Loading(_) | Owned::Leaving(_)) => None,
            // Nobody folded anything since the inputs were read, or somebody came and was forgotten.
            None => self.absent.remove(&rep).then(|| judgement.into_unit()),
        };
        if let Some(unit) = unit {
            let mut job = Job::silent(unit);
            if let Some(Owned::Here(slot)) = self.reps.get(&rep) {
                job.live = slot.live().map(Box::new);
            }
            self.write(job).await;
        }
    }

    /// Fires deadlines and turns the day of reps that are silent.
    async fn tick(&mut self) {
        let now = self.ingest.clock.now();
        let mut units = Vec::new();
        let mut ended = Vec::new();
        let owner = self.ingest.nodes.owner();
        for (rep, owned) in &mut self.reps {
            if let Owned::Here(slot) = owned {
                if slot.owner != owner {
                    ended.push(*rep);
                    continue;
                }
                units.extend(slot.expire(now).map(|unit| (unit, slot.live())));
                if now >= slot.day.context.bounds.end {
                    units.push((slot.close_day(now), None));
                    ended.push(*rep);
                }
            }
        }
        for (unit, live) in units {
            let mut job = Job::silent(unit);
            job.live = live.map(Box::new);
            self.write(job).await;
        }
        // A day that ended leaves memory; the rep comes back with its next frame or deadline.
        for rep in ended {
            self.reps.remove(&rep);
        }
        // Shards share the gauge: each adds what changed of its own.
        let count = u32::try_from(self.reps.len()).unwrap_or(u32::MAX);
        metrics::gauge!("fieldbeat_reps_in_memory")
            .increment(f64::from(count) - f64::from(std::mem::replace(&mut self.shown, count)));
    }

    async fn save_all(mut self) {
        let now = self.ingest.clock.now();
        let mut units = Vec::new();
        for owned in self.reps.values_mut() {
            if let Owned::Here(slot) = owned {
                let mut unit = slot.unit(now);
                slot.checkpoint(&mut unit);
                units.push(unit);
            }
        }
        for unit in units {
            self.write(Job::silent(unit)).await;
        }
    }
}

/// Frames taken into a slot, on their way to the writer.
fn taken(ingest: &Ingest, slot: &mut Slot, works: SmallVec<[FrameWork; 1]>, now: At) -> Job {
    let mut unit = slot.unit(now);
    let senders: SmallVec<[_; 1]> = works.iter().map(|w| (w.n, w.acks.clone())).collect();
    let results = slot.take(works, &mut unit);
    let answers = senders
        .into_iter()
        .zip(results)
        .map(|((n, acks), results)| {
            ingest.metrics.count(&results);
            Answer { n, acks, results }
        })
        .collect();
    slot.maybe_checkpoint(&mut unit);
    let live = if unit.fixes.is_empty() && unit.rare.is_none() {
        None
    } else {
        slot.live().map(Box::new)
    };
    Job {
        unit,
        answers,
        live,
        barrier: None,
    }
}
