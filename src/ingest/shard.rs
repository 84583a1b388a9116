//! A shard: one task, sole owner of its reps. Takes frames, folds them, hands units to its writer.
//! What becomes of a rep is decided in [`reps`]; here it is carried out. Never waits for a socket or a viewer; waits only for
//! its writer's queue.

mod hand_over;
pub mod reps;

use std::{sync::Arc, time::Duration};

use fieldbeat_domain::{id::RepId, time::At};
use tokio::sync::{Semaphore, mpsc, oneshot};
use tracing::{Instrument, debug_span};

use self::reps::{Now, Order, RepMsg, Reps};
use super::{
    Ingest, loader,
    writing::{self, Job, Jobs},
};
use crate::{
    shutdown,
    store::{StoreError, unit::Unit},
    telemetry::spans::SPANS,
    wire::nodes::Note,
};

/// Messages taken at once.
const TURN: usize = 512;
/// Reps of one shard that are read from the database at the same time.
const MAX_LOADS: usize = 4;
/// … and made this node's: most of that is waiting, for a commit or for another node to let go.
const MAX_CLAIMS: usize = 64;
/// How often deadlines and the turn of the day are looked at.
const TICK: Duration = Duration::from_secs(1);
/// Pause between tries to read a rep while the database is away.
const LOAD_RETRY: Duration = Duration::from_millis(250);

pub enum ShardMsg {
    Rep(RepMsg),
    /// Fired when everything sent before is committed.
    Barrier {
        done: oneshot::Sender<()>,
    },
    /// Another node wants the rep: it may have it where no device is connected here. `done` says whether it is free.
    LetGo {
        rep: RepId,
        done: oneshot::Sender<bool>,
    },
    /// Finish what was sent before, save every fold and end.
    Stop,
}

impl From<RepMsg> for ShardMsg {
    fn from(msg: RepMsg) -> Self {
        Self::Rep(msg)
    }
}

pub struct Shard {
    ingest: Ingest,
    reps: Reps,
    /// What the reps asked for and is not done yet.
    orders: Vec<Order>,
    jobs: Jobs,
    own: mpsc::WeakSender<ShardMsg>,
    claims: Arc<Semaphore>,
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
        reps: Reps::default(),
        orders: Vec::new(),
        jobs: writing::spawn(ingest, shutdown, own.clone()),
        own,
        claims: Arc::new(Semaphore::new(MAX_CLAIMS)),
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
                _ = tick.tick() => {
                    self.reps.tick(self.now(), &mut self.orders);
                    self.carry_out().await;
                    self.tell_gauge();
                }
                count = receiver.recv_many(&mut turn, TURN) => {
                    if count == 0 {
                        return;
                    }
                    for msg in turn.drain(..) {
                        if let ShardMsg::Stop = msg {
                            self.reps.save_all(self.now(), &mut self.orders);
                            return self.carry_out().await;
                        }
                        self.handle(msg).await;
                    }
                }
            }
        }
    }

    fn now(&self) -> Now {
        Now {
            at: self.ingest.clock.now(),
            owner: self.ingest.nodes.owner(),
        }
    }

    async fn handle(&mut self, msg: ShardMsg) {
        match msg {
            ShardMsg::Rep(msg) => {
                self.reps.handle(msg, self.now(), &mut self.orders);
                self.carry_out().await;
            }
            ShardMsg::Barrier { done } => {
                let mut job = Job::silent(Unit::empty());
                job.barrier = Some(done);
                self.write(job).await;
            }
            ShardMsg::LetGo { rep, done } => self.let_go(rep, done).await,
            ShardMsg::Stop => {}
        }
    }

    async fn carry_out(&mut self) {
        let mut orders = std::mem::take(&mut self.orders);
        for order in orders.drain(..) {
            match order {
                Order::Write(job) => {
                    for answer in &job.answers {
                        self.ingest.metrics.count(&answer.results);
                    }
                    self.write(job).await;
                }
                Order::Read { rep, at_least } => self.read(rep, at_least).await,
                Order::TellOwner(rep) => self.tell_owner(rep).await,
                Order::Show(rep, change) => self.ingest.live.changed(rep, *change),
                Order::Quarantine(answer) => answer.quarantined(),
            }
        }
        self.orders = orders;
    }

    async fn write(&mut self, job: Job) {
        // The writer ends only after its shard, so this fails only in a broken process.
        if self.jobs.send(job).await.is_err() {
            tracing::error!("the writer of a shard is gone");
        }
    }

    /// Writes a unit; what is returned is told when it and everything before is committed.
    async fn write_and_tell(&mut self, unit: Unit) -> oneshot::Receiver<()> {
        let (done, committed) = oneshot::channel();
        let mut job = Job::silent(unit);
        job.barrier = Some(done);
        self.write(job).await;
        committed
    }

    async fn read(&mut self, rep: RepId, at_least: At) {
        let committed = self.write_and_tell(Unit::empty()).await;
        let (ingest, own) = (self.ingest.clone(), self.own.clone());
        let (claims, loads) = (self.claims.clone(), self.loads.clone());
        tokio::spawn(async move {
            let _ = committed.await;
            let slot = loop {
                let span = debug_span!(target: SPANS, "reading of a rep");
                let read = async {
                    // Each step has turns of its own: who waits for a commit keeps nobody from reading.
                    let turn = claims.acquire().await;
                    let held = ingest.nodes.claim(rep).await?;
                    drop(turn);
                    let _turn = loads.acquire().await;
                    loader::load(&ingest, rep, held, ingest.clock.now().max(at_least)).await
                };
                match read.instrument(span).await {
                    Ok(slot) => break Some(Box::new(slot)),
                    Err(StoreError::NotFound) => break None,
                    Err(e) => {
                        tracing::debug!(error = %e, "rep not read yet");
                        tokio::time::sleep(LOAD_RETRY).await;
                    }
                }
            };
            if let Some(own) = own.upgrade() {
                let _ = own.send(RepMsg::Loaded { rep, slot }.into()).await;
            }
        });
    }

    async fn tell_owner(&mut self, rep: RepId) {
        let committed = self.write_and_tell(Unit::empty()).await;
        let ingest = self.ingest.clone();
        tokio::spawn(async move {
            let _ = committed.await;
            ingest.nodes.tell(&Note::Touched { rep });
        });
    }

    async fn let_go(&mut self, rep: RepId, done: oneshot::Sender<bool>) {
        let is_connected = self.ingest.registry.is_connected(rep);
        let Some(unit) = self.reps.let_go(rep, is_connected, self.now()) else {
            let _ = done.send(false);
            return;
        };
        let committed = self.write_and_tell(unit).await;
        let (ingest, own) = (self.ingest.clone(), self.own.clone());
        tokio::spawn(async move {
            let _ = committed.await;
            let released = ingest.nodes.release(rep).await;
            if let Some(own) = own.upgrade() {
                let _ = own.send(RepMsg::Gone { rep }.into()).await;
            }
            let _ = done.send(released.is_ok());
        });
    }

    /// Shards share the gauge: each adds what changed of its own.
    fn tell_gauge(&mut self) {
        let count = u32::try_from(self.reps.len()).unwrap_or(u32::MAX);
        metrics::gauge!("fieldbeat_reps_in_memory")
            .increment(f64::from(count) - f64::from(std::mem::replace(&mut self.shown, count)));
    }
}
