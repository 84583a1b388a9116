//! The task around `Reps`; stands for `ingest::shard`.

use fieldbeat::{
    ingest::laboratory::{Job, Order, RepMsg},
    live::Change,
    store::unit::Unit,
};
use fieldbeat_domain::id::RepId;

use super::{
    Asker, Lab, Msg, PRESENCE,
    errands::{Errand, Reading},
};

/// What follows the commit of a job and of everything before it.
pub(super) enum Then {
    Errand(Errand),
    Judge,
}

pub(super) struct Queued {
    pub job: Job,
    pub then: Option<Then>,
}

impl Lab {
    pub(super) fn turn(&mut self, node: usize, messages: usize) {
        if !self.runs(node) {
            return;
        }
        for _ in 0..messages {
            let Some(msg) = self.nodes[node].inbox.pop_front() else {
                return;
            };
            // Who is awake is woken again and again until its next checkpoint.
            self.moved |= !matches!(msg, Msg::Rep(RepMsg::Wake { .. }));
            match msg {
                Msg::Rep(msg) => {
                    let mut orders = Vec::new();
                    let now = self.know(node);
                    self.nodes[node].reps.handle(msg, now, &mut orders);
                    self.carry_out(node, orders);
                }
                Msg::Barrier => self.queue(node, Unit::empty(), Then::Judge),
                Msg::LetGo { rep, asker } => self.let_go(node, rep, asker),
            }
        }
    }

    pub(super) fn tick(&mut self, node: usize) {
        if self.runs(node) {
            let mut orders = Vec::new();
            let now = self.know(node);
            self.nodes[node].reps.tick(now, &mut orders);
            self.carry_out(node, orders);
        }
    }

    fn carry_out(&mut self, node: usize, orders: Vec<Order>) {
        for order in orders {
            match order {
                Order::Write(job) => {
                    self.moved = true;
                    self.nodes[node].jobs.push_back(Queued { job, then: None });
                }
                Order::Read { rep, at_least } => {
                    let errand = Errand::Read {
                        rep,
                        at_least,
                        stage: Reading::Claim,
                    };
                    self.queue(node, Unit::empty(), Then::Errand(errand));
                }
                Order::TellOwner(rep) => {
                    self.count("facts taken for another node");
                    self.queue(node, Unit::empty(), Then::Errand(Errand::TellOwner(rep)));
                }
                Order::Show(rep, change) => self.publish(node, rep, *change),
                Order::Quarantine(answer) => answer.quarantined(),
            }
        }
    }

    fn queue(&mut self, node: usize, unit: Unit, then: Then) {
        self.moved = true;
        let job = Job::silent(unit);
        self.nodes[node].jobs.push_back(Queued {
            job,
            then: Some(then),
        });
    }

    fn let_go(&mut self, node: usize, rep: RepId, asker: Option<Asker>) {
        let phones = &self.phones;
        let conns = self.nodes[node].conns.values().filter(|c| !c.is_request);
        let is_connected = conns.into_iter().any(|c| phones[c.phone].rep == rep);
        let now = self.know(node);
        match self.nodes[node].reps.let_go(rep, is_connected, now) {
            Some(unit) => self.queue(node, unit, Then::Errand(Errand::Release { rep, asker })),
            None => self.answer(asker, false),
        }
    }

    pub(super) fn publish(&mut self, node: usize, rep: RepId, change: Change) {
        self.nodes[node].publisher.changed(rep, change.clone());
        self.see(node, rep, change);
    }

    /// What viewers of a node are told.
    pub(super) fn see(&mut self, node: usize, rep: RepId, change: Change) {
        self.nodes[node]
            .map
            .tick(self.now, PRESENCE, [(rep, change)]);
    }

    pub(super) fn tell_shard(&mut self, node: usize, msg: RepMsg) {
        self.send(node, Msg::Rep(msg));
    }
}
