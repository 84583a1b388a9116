//! The laboratory: nodes, phones, database and what is between them, moved step by step. All that decides is the product's
//! (`ingest::laboratory`, `nodes::streams`, `store::writer`); what is here stands for tasks, sockets, queues and the wire.

mod errands;
mod judge;
mod phones;
mod quiet;
mod shard;
mod words;
mod writing;

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use fieldbeat::{
    ingest::{
        ack::Acks,
        laboratory::{Now, RepMsg, Reps},
    },
    live::{PresenceRule, Publisher, board::Board},
    nodes::streams::{Heard, Said},
    store::node::Owner,
    wire::device_reply::ItemResult,
};
use fieldbeat_domain::{id::RepId, time::At};

use self::{errands::Errand, judge::Judge, shard::Queued, words::Word, writing::Batch};
use crate::{
    company::{MORNING, PHONES},
    database::Database,
    phone::{Fact, Phone},
    plan::Step,
    planted::Planted,
};

pub const NODES: usize = 3;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Is {
    Running,
    /// SIGSTOP: it has its memory, and others may think it dead.
    Stopped,
    Down,
}

/// Whom to tell whether a rep is free.
#[derive(Clone, Copy)]
struct Asker {
    node: usize,
    question: u64,
}

enum Msg {
    Rep(RepMsg),
    /// The judge waits for everything before.
    Barrier,
    LetGo {
        rep: RepId,
        asker: Option<Asker>,
    },
}

/// Nothing depends on it here.
const PRESENCE: PresenceRule = PresenceRule {
    online_ms: 300_000,
    stale_ms: 900_000,
};

struct Conn {
    phone: usize,
    acks: Arc<Acks>,
    last_n: Option<u64>,
    /// What an answer is to say that is not whole yet.
    told: Vec<ItemResult>,
    /// A request by HTTP: answered as a whole.
    is_request: bool,
    /// The phone is gone, which the node does not know yet.
    is_cut: bool,
}

struct Node {
    is: Is,
    owner: Option<Owner>,
    /// A batch found it fenced.
    doubts: bool,
    reps: Reps,
    inbox: VecDeque<Msg>,
    jobs: VecDeque<Queued>,
    batch: Option<Batch>,
    errands: Vec<Errand>,
    judge: Judge,
    conns: BTreeMap<u64, Conn>,
    /// What was answered to its questions.
    answers: BTreeMap<u64, bool>,
    publisher: Publisher,
    said: Said,
    /// How often it has shown all that it owns.
    shows: u64,
    heard: Heard,
    /// What its viewers see.
    map: Board,
    /// Words that came while it stood still.
    waiting: VecDeque<Word>,
}

impl Node {
    fn new(owner: Owner) -> Self {
        Self {
            is: Is::Running,
            owner: Some(owner),
            doubts: false,
            reps: Reps::default(),
            inbox: VecDeque::new(),
            jobs: VecDeque::new(),
            batch: None,
            errands: Vec::new(),
            judge: Judge::Idle,
            conns: BTreeMap::new(),
            answers: BTreeMap::new(),
            publisher: Publisher::for_several(),
            said: Said::default(),
            shows: 0,
            heard: Heard::default(),
            map: Board::new(PRESENCE),
            waiting: VecDeque::new(),
        }
    }
}

pub struct Lab {
    pub now: At,
    pub db: Database,
    nodes: Vec<Node>,
    phones: Vec<Phone>,
    /// What phones were told to be stored, and dropped.
    promised: Vec<Fact>,
    last_id: u64,
    /// How often each kind of thing happened.
    pub counts: BTreeMap<&'static str, u64>,
    /// Anything that moved since it was last looked at.
    moved: bool,
    broken: Vec<String>,
    planted: Option<Planted>,
}

/// Plays a plan to its end and lets everything come to rest. The first law that was broken, if any, and what happened.
pub fn play(
    plan: &[Step],
    planted: Option<Planted>,
) -> (Result<(), String>, BTreeMap<&'static str, u64>) {
    let mut lab = Lab::new(planted);
    let result = lab.run(plan);
    (result, lab.counts)
}

impl Lab {
    fn new(planted: Option<Planted>) -> Self {
        let mut db = Database {
            planted,
            ..Database::default()
        };
        let nodes = (0..NODES).map(|_| Node::new(db.join(MORNING))).collect();
        Self {
            now: MORNING,
            db,
            nodes,
            phones: (0..PHONES.len()).map(Phone::new).collect(),
            promised: Vec::new(),
            last_id: 0,
            counts: BTreeMap::new(),
            moved: false,
            broken: Vec::new(),
            planted,
        }
    }

    fn run(&mut self, plan: &[Step]) -> Result<(), String> {
        for (i, step) in plan.iter().enumerate() {
            self.step(*step);
            self.look().map_err(|law| format!("{law}, at step {i}"))?;
        }
        self.come_to_rest()
    }

    /// Whether a law was broken by the last step.
    fn look(&mut self) -> Result<(), String> {
        self.broken.append(&mut self.db.broken);
        match self.broken.first() {
            Some(law) => Err(law.clone()),
            None => Ok(()),
        }
    }

    fn count(&mut self, what: &'static str) {
        *self.counts.entry(what).or_default() += 1;
    }

    fn id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    fn runs(&self, node: usize) -> bool {
        self.nodes[node].is == Is::Running
    }

    fn know(&self, node: usize) -> Now {
        Now {
            at: self.now,
            owner: self.nodes[node].owner,
        }
    }

    fn send(&mut self, node: usize, msg: Msg) {
        self.moved = true;
        self.nodes[node].inbox.push_back(msg);
    }

    fn step(&mut self, step: Step) {
        let node = |n: u8| usize::from(n) % NODES;
        let phone = |p: u8| usize::from(p) % PHONES.len();
        // No two things happen at one instant.
        self.now = self.now.plus_ms(1);
        match step {
            Step::Pass { s } => self.pass(i64::from(s)),
            Step::Go { phone: p, outlet } => self.phones[phone(p)].go(usize::from(outlet)),
            Step::Fixes {
                phone: p,
                count,
                every_s,
                back_s,
            } => {
                self.count("fixes made");
                self.phones[phone(p)].measure(self.now, count, every_s, back_s);
            }
            Step::Say {
                phone: p,
                what,
                back_s,
            } => {
                self.count("marks and records made");
                self.phones[phone(p)].say(self.now, what, back_s);
            }
            Step::Again {
                phone: p,
                which,
                other,
            } => {
                self.count(if other {
                    "ids used again"
                } else {
                    "frames doubled"
                });
                self.phones[phone(p)].again(usize::from(which), other);
            }
            Step::Connect { phone: p, node: n } => self.connect(phone(p), node(n)),
            Step::Send { phone: p, frames } => self.send_frames(phone(p), usize::from(frames)),
            Step::Request {
                phone: p,
                node: n,
                frames,
            } => self.request(phone(p), node(n), usize::from(frames)),
            Step::Break {
                phone: p,
                frames,
                arrive,
            } => self.cut(phone(p), usize::from(frames), usize::from(arrive)),
            Step::Hear { phone: p } => self.hear(phone(p)),
            Step::Notice { node: n } => self.notice(node(n)),
            Step::Turn { node: n, messages } => self.turn(node(n), usize::from(messages)),
            Step::Tick { node: n } => self.tick(node(n)),
            Step::Write {
                node: n,
                jobs,
                how,
                stay,
            } => self.write(node(n), usize::from(jobs), how, stay),
            Step::Errand {
                node: n,
                which,
                stages,
                lost,
            } => {
                for _ in 0..stages {
                    self.errand(node(n), usize::from(which), lost);
                }
            }
            Step::Judge {
                node: n,
                stages,
                lost,
            } => {
                for _ in 0..stages {
                    self.judge(node(n), lost);
                }
            }
            Step::Sweep { node: n } => self.sweep(node(n)),
            Step::Beat {
                node: n,
                lost,
                half,
            } => self.beat(node(n), lost, half),
            Step::Tell { node: n, lost } => self.tell(node(n), lost),
            Step::Crash { node: n } => self.crash(node(n)),
            Step::Start { node: n } => self.start(node(n)),
            Step::Stop { node: n } => self.stop(node(n)),
            Step::Wake { node: n } => self.wake(node(n)),
            Step::Work { node: n, how } => self.work(node(n), how, false),
        }
    }

    /// Nodes that run are seen all the time.
    fn pass(&mut self, s: i64) {
        self.now = self.now.plus_ms(s * 1_000);
        for node in self.nodes.iter().filter(|n| n.is == Is::Running) {
            if let Some(owner) = node.owner
                && let Some(row) = self.db.nodes.get_mut(&owner.node)
            {
                row.seen_at = self.now;
            }
        }
    }

    /// Its memory is gone, and so is its session: a transaction that was open is none.
    fn crash(&mut self, node: usize) {
        if self.nodes[node].is == Is::Down {
            return;
        }
        self.count("nodes crashed");
        let owner = self.nodes[node].owner;
        for phone in &mut self.phones {
            if phone.link.is_some_and(|link| link.node == node) {
                phone.cut();
            }
        }
        if let Some(row) = owner.and_then(|o| self.db.nodes.get_mut(&o.node)) {
            row.session = false;
        }
        self.nodes[node] = Node::new(owner.unwrap_or(Owner {
            node: 0,
            timeline: 0,
        }));
        self.nodes[node].owner = None;
        self.nodes[node].is = Is::Down;
        self.check_promises();
    }

    fn start(&mut self, node: usize) {
        if self.nodes[node].is == Is::Down {
            self.moved = true;
            let owner = self.db.join(self.now);
            self.nodes[node] = Node::new(owner);
            self.hello(node);
        }
    }

    fn stop(&mut self, node: usize) {
        if self.runs(node) {
            self.count("nodes stood still");
            self.nodes[node].is = Is::Stopped;
        }
    }

    fn wake(&mut self, node: usize) {
        if self.nodes[node].is == Is::Stopped {
            self.moved = true;
            self.nodes[node].is = Is::Running;
            for word in std::mem::take(&mut self.nodes[node].waiting) {
                self.heed(node, word, true);
            }
        }
    }

    /// What was acknowledged is stored, or was taken away again by its own rep's session or break.
    fn check_promises(&mut self) {
        let missing = self.promised.iter().find(|fact| !self.keeps(fact));
        if let Some(fact) = missing {
            self.broken
                .push(format!("{fact:?} was acknowledged and is not stored"));
        }
    }

    fn keeps(&self, fact: &Fact) -> bool {
        match fact {
            Fact::Fix(id) => self.db.fixes.has(id) || self.db.erased.contains(id),
            Fact::Mark(kind, id) => self.db.marks.has(&(kind.clone(), *id)),
            Fact::Record(kind, id) => self.db.records.has(&(kind.clone(), *id)),
        }
    }
}
