//! A plan: what happens, step by step, drawn from a seed. Steps name things by number, modulo what is there, and one that
//! makes no sense where it stands does nothing: so every part of a plan is a plan, and a failing one can be made short.

use rand::{Rng, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

/// What a rep says with a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Saying {
    SessionStart,
    SessionEnd,
    BreakStart,
    BreakEnd,
    CheckIn,
    CheckOut,
    VisitCancel,
    StopMissed,
    Order,
}

/// How a try of the writer ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    Commit,
    /// Committed, but the answer is lost.
    Unknown,
    Retry,
    Reconnect,
    BadRow,
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Time passes.
    Pass {
        s: u32,
    },
    /// A phone is carried towards an outlet.
    Go {
        phone: u8,
        outlet: u8,
    },
    /// A phone measures; `back_s`: it did some time ago and only now queues it.
    Fixes {
        phone: u8,
        count: u8,
        every_s: u16,
        back_s: u32,
    },
    Say {
        phone: u8,
        what: Saying,
        back_s: u32,
    },
    /// A phone queues something a second time; `other`: under its name, but not the same.
    Again {
        phone: u8,
        which: u16,
        other: bool,
    },
    Connect {
        phone: u8,
        node: u8,
    },
    Send {
        phone: u8,
        frames: u8,
    },
    /// Sends by HTTP.
    Request {
        phone: u8,
        node: u8,
        frames: u8,
    },
    /// The link breaks while so many frames are under way, of which the first few arrive. What would have been heard is lost.
    Break {
        phone: u8,
        frames: u8,
        arrive: u8,
    },
    /// A phone hears what it is told.
    Hear {
        phone: u8,
    },
    /// A node finds out which connections are gone.
    Notice {
        node: u8,
    },
    /// A shard takes messages.
    Turn {
        node: u8,
        messages: u8,
    },
    Tick {
        node: u8,
    },
    /// The writer goes on with its batch, or begins one; `stay`: it stops between beginning and commit.
    Write {
        node: u8,
        jobs: u8,
        how: How,
        stay: bool,
    },
    /// A reading, release or word that waited for a commit goes on; `lost`: words of it are.
    Errand {
        node: u8,
        which: u8,
        stages: u8,
        lost: bool,
    },
    Judge {
        node: u8,
        stages: u8,
        lost: bool,
    },
    /// A node looks what others ask of it and which deadlines passed.
    Sweep {
        node: u8,
    },
    /// A node says that it lives, buries the dead and says how far it has come. Bits of `lost`: to whom not; 8: nor what they answer.
    Beat {
        node: u8,
        lost: u8,
        half: bool,
    },
    /// A node tells others what changed.
    Tell {
        node: u8,
        lost: u8,
    },
    Crash {
        node: u8,
    },
    Start {
        node: u8,
    },
    /// SIGSTOP and SIGCONT.
    Stop {
        node: u8,
    },
    Wake {
        node: u8,
    },
    /// Everything that a node can do, it does.
    Work {
        node: u8,
        how: How,
    },
}

pub type Plan = Vec<Step>;

/// Each plan has a temper of its own: some never see a crash, some see little else.
struct Temper {
    /// Crashes, hangs, broken links.
    trouble: u32,
    /// Of a hundred tries of the writer, how many do not simply commit.
    faults: u32,
    /// Of a hundred words, how many do not reach everybody.
    losses: u32,
    /// How often nodes do all that they can, so that little waits.
    work: u32,
}

pub fn draw(seed: u64, steps: usize) -> Plan {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let temper = Temper {
        trouble: *[0, 1, 3, 6].choose(&mut rng).unwrap(),
        faults: *[0, 5, 40].choose(&mut rng).unwrap(),
        losses: *[0, 20, 60].choose(&mut rng).unwrap(),
        work: *[2, 10, 30].choose(&mut rng).unwrap(),
    };
    (0..steps).map(|_| temper.step(&mut rng)).collect()
}

impl Temper {
    fn step(&self, rng: &mut ChaCha8Rng) -> Step {
        let kinds = [30, 80, 12 + self.work, 3 * self.trouble];
        let mut at = rng.random_range(0..kinds.iter().sum());
        for (kind, weight) in kinds.into_iter().enumerate() {
            if at < weight {
                return match kind {
                    0 => reps(rng),
                    1 => self.servers(rng),
                    2 => self.rounds(rng),
                    _ => Self::troubles(rng),
                };
            }
            at -= weight;
        }
        Step::Pass { s: 1 }
    }

    fn lost(&self, rng: &mut ChaCha8Rng) -> u8 {
        if rng.random_range(0..100) < self.losses {
            rng.random_range(0..16)
        } else {
            0
        }
    }

    fn how(&self, rng: &mut ChaCha8Rng) -> How {
        use How::{BadRow, Other, Reconnect, Retry, Unknown};
        if rng.random_range(0..100) >= self.faults {
            return How::Commit;
        }
        *[
            Unknown, Unknown, Unknown, Unknown, Retry, Reconnect, Other, BadRow,
        ]
        .choose(rng)
        .unwrap()
    }

    /// What links, shards, writers and the rest do, one thing at a time.
    fn servers(&self, rng: &mut ChaCha8Rng) -> Step {
        let (phone, node) = (rng.random_range(0..4), rng.random_range(0..3));
        match rng.random_range(0..80) {
            0..4 => Step::Connect { phone, node },
            4..20 => Step::Send {
                phone,
                frames: rng.random_range(1..8),
            },
            20..22 => Step::Request {
                phone,
                node,
                frames: rng.random_range(1..8),
            },
            22..30 => Step::Hear { phone },
            30..33 => Step::Notice { node },
            33..45 => Step::Turn {
                node,
                messages: rng.random_range(1..12),
            },
            45..48 => Step::Tick { node },
            48..60 => Step::Write {
                node,
                jobs: rng.random_range(1..12),
                how: self.how(rng),
                stay: rng.random_range(0..6) == 0,
            },
            60..70 => Step::Errand {
                node,
                which: rng.random_range(0..8),
                stages: rng.random_range(1..5),
                lost: self.lost(rng) & 1 == 1,
            },
            70..74 => Step::Judge {
                node,
                stages: rng.random_range(1..6),
                lost: self.lost(rng) & 1 == 1,
            },
            74..77 => Step::Sweep { node },
            _ => Step::Tell {
                node,
                lost: self.lost(rng),
            },
        }
    }

    fn rounds(&self, rng: &mut ChaCha8Rng) -> Step {
        let node = rng.random_range(0..3);
        match rng.random_range(0..12 + self.work) {
            0..6 => Step::Beat {
                node,
                lost: self.lost(rng),
                half: rng.random_range(0..4) == 0,
            },
            6..8 => Step::Start { node },
            8..12 => Step::Wake { node },
            _ => Step::Work {
                node,
                how: self.how(rng),
            },
        }
    }

    fn troubles(rng: &mut ChaCha8Rng) -> Step {
        let (phone, node) = (rng.random_range(0..4), rng.random_range(0..3));
        match rng.random_range(0..9) {
            0..4 => Step::Break {
                phone,
                frames: rng.random_range(0..6),
                arrive: rng.random_range(0..6),
            },
            4 => Step::Crash { node },
            5 | 6 => Step::Stop { node },
            7 => Step::Wake { node },
            _ => Step::Start { node },
        }
    }
}

/// What people and their phones do, and time.
fn reps(rng: &mut ChaCha8Rng) -> Step {
    use Saying::{
        BreakEnd, BreakStart, CheckIn, CheckOut, Order, SessionEnd, SessionStart, StopMissed,
        VisitCancel,
    };
    let phone = rng.random_range(0..4);
    let back_s = match rng.random_range(0..20) {
        0 => rng.random_range(0..100_000),
        1..4 => rng.random_range(0..1_200),
        _ => 0,
    };
    match rng.random_range(0..30) {
        0..9 => Step::Pass {
            s: match rng.random_range(0..60) {
                0 => rng.random_range(3_600..50_000),
                1..8 => rng.random_range(120..1_500),
                _ => rng.random_range(1..60),
            },
        },
        9..11 => Step::Go {
            phone,
            outlet: rng.random_range(0..3),
        },
        11..19 => Step::Fixes {
            phone,
            count: rng.random_range(1..9),
            every_s: *[1, 10, 15, 60].choose(rng).unwrap(),
            back_s,
        },
        19..28 => Step::Say {
            phone,
            what: *[
                SessionStart,
                SessionStart,
                SessionStart,
                SessionEnd,
                BreakStart,
                BreakEnd,
                CheckIn,
                CheckIn,
                CheckIn,
                CheckOut,
                CheckOut,
                VisitCancel,
                StopMissed,
                Order,
                Order,
            ]
            .choose(rng)
            .unwrap(),
            back_s,
        },
        _ => Step::Again {
            phone,
            which: rng.random_range(0..500),
            other: rng.random_range(0..6) == 0,
        },
    }
}

/// Makes a failing plan short: whatever can be left out without the failure going away is left out.
pub fn shrink(mut plan: Plan, fails: impl Fn(&[Step]) -> bool) -> Plan {
    let mut size = plan.len().div_ceil(2);
    loop {
        let before = plan.len();
        let mut at = 0;
        while at < plan.len() {
            let mut without = plan.clone();
            without.drain(at..(at + size).min(plan.len()));
            if fails(&without) {
                plan = without;
            } else {
                at += size;
            }
        }
        if size == 1 && plan.len() == before {
            return plan;
        }
        size = if plan.len() < before {
            size
        } else {
            size.div_ceil(2).max(1)
        };
        size = size.min(plan.len().max(1));
    }
}
