//! The judge of a node; stands for the rounds of `ingest::judge`, whose fold it calls.

use chrono::NaiveDate;
use fieldbeat::{
    ingest::{
        laboratory::{Gate, Judgement, RepMsg, fold},
        world::RepDay,
    },
    store::node::{Held, Owner},
};
use fieldbeat_domain::{id::RepId, input::Input, time::At};

use super::{
    Lab, Msg,
    errands::{Claimed, Question},
};
use crate::company::COMPANY;

#[derive(Clone, Copy)]
pub(super) struct Day {
    rep: RepId,
    date: NaiveDate,
    version: i64,
}

pub(super) struct Inputs {
    day: Day,
    owner: Owner,
    now: At,
    world: RepDay,
    inputs: Vec<Input>,
    gate: Gate,
}

pub(super) enum Judge {
    Idle,
    /// What is folded from now on is kept for it.
    Recording(Day),
    Asked(Day, Question),
    /// Waits until everything before is committed.
    Waiting(Day, Owner),
    Past(Day, Owner),
    Read(Box<Inputs>),
    Folded(Box<Judgement>),
    /// Its judgement is on its way to the commit.
    Handed,
}

impl Lab {
    pub(super) fn judge(&mut self, node: usize, lost: bool) {
        if !self.runs(node) {
            return;
        }
        let stage = std::mem::replace(&mut self.nodes[node].judge, Judge::Idle);
        self.nodes[node].judge = match stage {
            Judge::Idle => self.begin(node),
            Judge::Recording(day) => {
                let claimed = self.claim(node, day.rep, lost);
                self.wait(node, day, &claimed)
            }
            Judge::Asked(day, question) => {
                let claimed = self.answered(node, day.rep, question, lost);
                self.wait(node, day, &claimed)
            }
            Judge::Past(day, owner) => {
                self.moved = true;
                let world = COMPANY.rep_day(day.rep, day.date);
                let inputs = self.db.inputs(day.rep, day.date, &world);
                let gate = self.db.gate(&world, self.now);
                Judge::Read(Box::new(Inputs {
                    day,
                    owner,
                    now: self.now,
                    world,
                    inputs,
                    gate,
                }))
            }
            Judge::Read(read) => {
                self.moved = true;
                let Inputs {
                    day,
                    owner,
                    now,
                    world,
                    inputs,
                    gate,
                } = *read;
                let judgement = fold(
                    (day.rep, owner),
                    day.date,
                    day.version,
                    now,
                    world,
                    inputs,
                    &gate,
                );
                Judge::Folded(Box::new(judgement))
            }
            Judge::Folded(judgement) => {
                self.count("days judged");
                self.tell_shard(node, RepMsg::Judged(judgement));
                self.send(node, Msg::Barrier);
                Judge::Handed
            }
            waiting @ (Judge::Waiting(..) | Judge::Handed) => waiting,
        };
    }

    /// The version first, the inputs later.
    fn begin(&mut self, node: usize) -> Judge {
        let Some(me) = self.nodes[node].owner else {
            return Judge::Idle;
        };
        let Some((rep, date)) = self.db.due(me.node) else {
            return Judge::Idle;
        };
        let Some(version) = self.db.dirty.get(&(rep, date)).map(|d| d.version) else {
            return Judge::Idle;
        };
        self.tell_shard(node, RepMsg::Record { rep, date });
        Judge::Recording(Day { rep, date, version })
    }

    fn wait(&mut self, node: usize, day: Day, claimed: &Claimed) -> Judge {
        match *claimed {
            Claimed::Asked(question) => Judge::Asked(day, question),
            Claimed::Known(None) => Judge::Idle,
            Claimed::Known(Some(Held { owner, .. })) => {
                self.send(node, Msg::Barrier);
                Judge::Waiting(day, owner)
            }
        }
    }

    /// Everything before its barrier is committed.
    pub(super) fn judge_is_past(&mut self, node: usize) {
        self.moved = true;
        let judge = &mut self.nodes[node].judge;
        *judge = match std::mem::replace(judge, Judge::Idle) {
            Judge::Waiting(day, owner) => Judge::Past(day, owner),
            _ => Judge::Idle,
        };
    }
}
