//! What waited for a commit and goes on by itself: reading a rep, letting go of one, telling its owner. Stands for the tasks
//! that `ingest::shard` spawns, and for `Nodes::claim` and the questions that it asks.

use fieldbeat::{
    ingest::laboratory::{Reasons, RepMsg, assemble},
    store::node::{Claim, Held, Owner},
};
use fieldbeat_domain::{id::RepId, time::At};

use super::{Asker, Is, Lab, Msg, words::Word};

pub(super) enum Errand {
    Read {
        rep: RepId,
        at_least: At,
        stage: Reading,
    },
    TellOwner(RepId),
    Release {
        rep: RepId,
        asker: Option<Asker>,
    },
}

#[derive(Clone, Copy)]
pub(super) enum Reading {
    Claim,
    Asked(Question),
    /// Claimed, or not to be had.
    Claimed(Option<Held>),
}

/// An owner was asked for a rep.
#[derive(Clone, Copy)]
pub(super) struct Question {
    me: Owner,
    id: u64,
}

pub(super) enum Claimed {
    Known(Option<Held>),
    Asked(Question),
}

impl Lab {
    pub(super) fn errand(&mut self, node: usize, which: usize, lost: bool) {
        if !self.runs(node) || self.nodes[node].errands.is_empty() {
            return;
        }
        let which = which % self.nodes[node].errands.len();
        match self.nodes[node].errands.remove(which) {
            Errand::Read {
                rep,
                at_least,
                stage,
            } => {
                if let Some(stage) = self.read(node, rep, at_least, stage, lost) {
                    self.nodes[node].errands.insert(
                        which,
                        Errand::Read {
                            rep,
                            at_least,
                            stage,
                        },
                    );
                }
            }
            Errand::TellOwner(rep) => {
                self.moved = true;
                if lost {
                    self.count("words lost");
                } else {
                    self.broadcast(node, 0, |_| Word::Touched(rep));
                }
            }
            Errand::Release { rep, asker } => {
                self.moved = true;
                self.count("reps let go");
                if let Some(me) = self.nodes[node].owner {
                    self.db.release(rep, me.node);
                }
                self.tell_shard(node, RepMsg::Gone { rep });
                self.answer(asker, true);
            }
        }
    }

    fn read(
        &mut self,
        node: usize,
        rep: RepId,
        at_least: At,
        stage: Reading,
        lost: bool,
    ) -> Option<Reading> {
        let claimed = match stage {
            Reading::Claim => self.claim(node, rep, lost),
            Reading::Asked(question) => self.answered(node, rep, question, lost),
            Reading::Claimed(held) => {
                self.count("reps read");
                let now = self.now.max(at_least);
                let slot = assemble(self.db.read(rep, now), held, now, Reasons::default());
                let slot = Some(Box::new(slot));
                self.tell_shard(node, RepMsg::Loaded { rep, slot });
                return None;
            }
        };
        Some(match claimed {
            Claimed::Known(owner) => Reading::Claimed(owner),
            Claimed::Asked(question) => Reading::Asked(question),
        })
    }

    /// The first half of `Nodes::claim`.
    pub(super) fn claim(&mut self, node: usize, rep: RepId, lost: bool) -> Claimed {
        self.moved = true;
        let Some(me) = self.nodes[node].owner else {
            return Claimed::Known(None);
        };
        let owner = match self.db.claim(rep, me.node) {
            Claim::Ours { epoch } => return Claimed::Known(Some(Held { owner: me, epoch })),
            Claim::Elsewhere(owner) => owner,
        };
        if owner == 0 {
            return Claimed::Known(self.claim_again(rep, me));
        }
        if lost {
            self.count("words lost");
            return Claimed::Known(None);
        }
        let question = self.id();
        let there = self
            .nodes
            .iter()
            .position(|n| n.is != Is::Down && n.owner.is_some_and(|o| o.node == owner));
        if let Some(there) = there {
            let asker = Some(Asker { node, question });
            self.send(there, Msg::LetGo { rep, asker });
        }
        Claimed::Asked(Question { me, id: question })
    }

    /// Its second half; `lost`: nobody answered in time.
    pub(super) fn answered(
        &mut self,
        node: usize,
        rep: RepId,
        question: Question,
        lost: bool,
    ) -> Claimed {
        match self.nodes[node].answers.remove(&question.id) {
            Some(true) => {
                self.moved = true;
                Claimed::Known(self.claim_again(rep, question.me))
            }
            Some(false) => {
                self.moved = true;
                Claimed::Known(None)
            }
            None if lost => {
                self.moved = true;
                self.count("questions without an answer");
                Claimed::Known(None)
            }
            None => Claimed::Asked(question),
        }
    }

    fn claim_again(&mut self, rep: RepId, me: Owner) -> Option<Held> {
        match self.db.claim(rep, me.node) {
            Claim::Ours { epoch } => {
                self.count("reps that changed hands");
                Some(Held { owner: me, epoch })
            }
            Claim::Elsewhere(_) => None,
        }
    }

    pub(super) fn answer(&mut self, asker: Option<Asker>, done: bool) {
        if let Some(Asker { node, question }) = asker {
            self.moved = true;
            self.nodes[node].answers.insert(question, done);
        }
    }
}
