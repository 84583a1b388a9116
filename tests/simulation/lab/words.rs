//! What nodes say to each other, and how they find the dead; stands for `nodes::bus`, `nodes::member`, `server::neighbours` and
//! the calls of `ingest::sweeper`. The counting of words is `nodes::streams`.

use std::collections::BTreeMap;

use fieldbeat::{
    ingest::laboratory::RepMsg,
    live::change,
    store::node::Owner,
    wire::nodes::{Shown, Stream},
};
use fieldbeat_domain::id::RepId;

use super::{Is, Lab, Msg, NODES, writing::Batch};
use crate::planted::Planted;

/// A loss of what is answered, in a mask of who does not hear.
const ANSWERS_LOST: u8 = 8;

#[derive(Clone)]
pub(super) enum Word {
    Hello,
    Touched(RepId),
    Missed {
        node: i32,
    },
    /// A phone has greeted elsewhere.
    Entered {
        phone: usize,
    },
    Reps {
        node: i32,
        stream: Stream,
        seq: u64,
        shown: Vec<Shown>,
    },
    Pulse {
        node: i32,
        streams: Vec<(Stream, u64)>,
        shows: u64,
    },
}

impl Lab {
    /// Says something to all others but those of whom a bit of `lost` is set.
    pub(super) fn broadcast(&mut self, from: usize, lost: u8, word: impl Fn(usize) -> Word) {
        for to in (0..NODES).filter(|to| *to != from) {
            if lost & (1 << to) != 0 {
                self.count("words lost");
                continue;
            }
            match self.nodes[to].is {
                Is::Running => self.heed(to, word(to), lost & ANSWERS_LOST == 0),
                Is::Stopped => self.nodes[to].waiting.push_back(word(to)),
                Is::Down => {}
            }
        }
    }

    /// `can_answer`: what it asks in return is heard.
    pub(super) fn heed(&mut self, node: usize, word: Word, can_answer: bool) {
        match word {
            Word::Hello => self.show(node),
            Word::Touched(rep) => self.tell_shard(node, RepMsg::Touched { rep }),
            Word::Missed { node: of } => {
                if self.nodes[node].owner.is_some_and(|me| me.node == of) {
                    self.show(node);
                }
            }
            Word::Entered { phone } => self.nodes[node]
                .conns
                .retain(|_, c| c.phone != phone || c.is_request),
            Word::Reps {
                node: of,
                stream,
                seq,
                shown,
            } => {
                let missed = self.nodes[node].heard.word(of, stream, seq);
                for shown in shown {
                    let (rep, change) = change::told(shown);
                    let publisher = &self.nodes[node].publisher;
                    publisher.changed_at_another(rep, change.clone());
                    self.see(node, rep, change);
                }
                if missed {
                    self.missed(node, of, can_answer);
                }
            }
            Word::Pulse {
                node: of,
                streams,
                shows,
            } => {
                let heard = &mut self.nodes[node].heard;
                let behind = heard.pulse(of, &streams);
                let owes = heard.still_owes(of, Some(shows));
                if !behind.is_empty() || owes {
                    self.missed(node, of, can_answer);
                }
            }
        }
    }

    fn show(&mut self, node: usize) {
        self.nodes[node].shows += 1;
        self.tell_shard(node, RepMsg::Show);
    }

    fn missed(&mut self, node: usize, of: i32, can_answer: bool) {
        if self.planted == Some(Planted::SkippedKeyframe) {
            return;
        }
        self.moved = true;
        self.count("gaps noticed");
        let lost = if can_answer { 0 } else { u8::MAX };
        self.broadcast(node, lost, |_| Word::Missed { node: of });
    }

    pub(super) fn hello(&mut self, node: usize) {
        self.broadcast(node, 0, |_| Word::Hello);
    }

    pub(super) fn entered(&mut self, node: usize, phone: usize) {
        self.broadcast(node, 0, |_| Word::Entered { phone });
    }

    /// As `neighbours::tell`.
    pub(super) fn tell(&mut self, node: usize, lost: u8) {
        let Some(me) = self.nodes[node].owner.filter(|_| self.runs(node)) else {
            return;
        };
        let outgoing = self.nodes[node].publisher.take_outgoing();
        // In an order that can be repeated.
        let reps: BTreeMap<_, _> = outgoing.reps.into_iter().collect();
        for (unit, shown) in change::by_unit(reps) {
            self.moved = true;
            self.count("words of states");
            let stream = Stream::Reps(unit);
            let seq = self.nodes[node].said.next(stream);
            self.broadcast(node, lost, |_| Word::Reps {
                node: me.node,
                stream,
                seq,
                shown: shown.clone(),
            });
        }
    }

    /// A round of `member::keep`; `half`: it stops where it has no name.
    pub(super) fn beat(&mut self, node: usize, lost: u8, half: bool) {
        if !self.runs(node) {
            return;
        }
        self.nodes[node].doubts = false;
        let known = self.nodes[node].owner.filter(|me| self.db.is_free(me.node));
        let Some(me) = known.or_else(|| self.join_again(node, half)) else {
            return;
        };
        self.pulse(node, me, lost);
        for dead in self.db.dead(me.node, self.now) {
            self.bury(dead);
        }
    }

    /// Says how far its streams have come.
    pub(super) fn pulse(&mut self, node: usize, me: Owner, lost: u8) {
        let (streams, shows) = (self.nodes[node].said.all(), self.nodes[node].shows);
        self.broadcast(node, lost, |_| Word::Pulse {
            node: me.node,
            streams: streams.clone(),
            shows,
        });
    }

    fn join_again(&mut self, node: usize, half: bool) -> Option<Owner> {
        self.moved = true;
        if let Some(old) = self.nodes[node].owner.take() {
            self.count("nodes that found themselves fenced");
            if let Some(row) = self.db.nodes.get_mut(&old.node) {
                row.session = false;
            }
        }
        if half {
            return None;
        }
        let new = self.db.join(self.now);
        self.nodes[node].owner = Some(new);
        Some(new)
    }

    /// Who fences waits for a batch that has looked before. One of a node that stands still is ended by the database after a while.
    fn bury(&mut self, dead: i32) {
        let holder = self
            .nodes
            .iter()
            .position(|n| n.batch.as_ref().and_then(Batch::holds) == Some(dead));
        if let Some(holder) = holder {
            if self.runs(holder) {
                return;
            }
            if let Some(batch) = &mut self.nodes[holder].batch {
                batch.begun = None;
                self.count("batches ended by the database");
            }
        }
        self.moved = true;
        self.count("nodes fenced");
        self.db.fence(dead);
    }

    pub(super) fn sweep(&mut self, node: usize) {
        let Some(me) = self.nodes[node].owner.filter(|_| self.runs(node)) else {
            return;
        };
        self.db.close_days(self.now);
        for rep in self.db.overdue(me.node, self.now) {
            self.nodes[node]
                .inbox
                .push_back(Msg::Rep(RepMsg::Wake { rep }));
        }
        for (rep, wanted, touched) in self.db.calls(me.node) {
            if touched {
                self.tell_shard(node, RepMsg::Touched { rep });
            }
            if wanted {
                self.send(node, Msg::LetGo { rep, asker: None });
            }
        }
    }
}
