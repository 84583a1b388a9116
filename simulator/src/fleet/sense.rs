//! What the phones of a scripted day read and hand over: fixes at the app's cadence, silence at
//! rest and in breaks, marks with a fresh fix, frames of a few fixes each.

use rand::{Rng, RngCore};

use super::{
    noise::Receiver,
    plan::{Delivery, Faults, Item, PlanFix},
    script::{Act, ActKind, Script},
};
use crate::plane::Plane;

/// How often a phone reads and sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cadence {
    pub moving_s: i64,
    pub still_s: i64,
    /// Fixes are handed over when the first of them is this old.
    pub flush_s: i64,
}

impl Default for Cadence {
    fn default() -> Self {
        Self {
            moving_s: 15,
            still_s: 60,
            flush_s: 30,
        }
    }
}

/// A phone at rest reads on for this long, then mostly sleeps.
const AWAKE_AT_REST_MS: i64 = 240_000;
/// Share of rests through which a phone sleeps.
const SLEEPY: f64 = 0.7;
/// The session of a rep's day; the other device does not know it.
pub const SESSION: &str = "s0";

/// Deliveries of all devices, undisturbed, in order of time.
pub fn sense(
    script: &Script,
    plane: &Plane,
    cadence: Cadence,
    devices: u8,
    faults: Faults,
    rng: &mut impl RngCore,
) -> Vec<Delivery> {
    let Some((from, to)) = script.truth.session else {
        return Vec::new();
    };
    let mut deliveries = Vec::new();
    for device in 0..devices {
        let mut receiver = Receiver::new(faults, rng);
        let own = device == 0;
        let cadence = if own { cadence } else { background(cadence) };
        let times = reading_times(script, cadence, (from, to), rng);
        let mut readings: Vec<Reading<'_>> = times.into_iter().map(Reading::Fix).collect();
        if own {
            readings.extend(script.acts.iter().map(Reading::Act));
        }
        readings.sort_by_key(Reading::order);
        let mut hand = Hand {
            device,
            session: if own { SESSION } else { "" },
            flush_ms: cadence.flush_s * 1000,
            waiting: Vec::new(),
            out: &mut deliveries,
        };
        for reading in readings {
            match reading {
                Reading::Fix(t) => {
                    let fix = receiver.read(&script.journey.at(t), plane, rng);
                    hand.fix(fix);
                }
                Reading::Act(act) => {
                    let fix = receiver.read_well(&script.journey.at(act.t), plane, rng);
                    hand.act(act, fix);
                }
            }
        }
        hand.flush();
    }
    deliveries.sort_by_key(|delivery| (delivery.at, delivery.device));
    deliveries
}

/// A tracker beside the app: slower, in larger frames.
fn background(cadence: Cadence) -> Cadence {
    Cadence {
        moving_s: cadence.moving_s * 3,
        still_s: cadence.still_s * 3,
        flush_s: 300,
    }
}

enum Reading<'a> {
    Fix(i64),
    Act(&'a Act),
}

impl Reading<'_> {
    /// At one instant a start comes before fixes, and fixes before everything else.
    fn order(&self) -> (i64, u8) {
        match self {
            Reading::Act(Act {
                t,
                what: ActKind::SessionStart,
            }) => (*t, 0),
            Reading::Fix(t) => (*t, 1),
            Reading::Act(act) => (act.t, 2),
        }
    }
}

/// When a device reads: by cadence, asleep at rest, never in a break.
fn reading_times(
    script: &Script,
    cadence: Cadence,
    (from, to): (i64, i64),
    rng: &mut impl RngCore,
) -> Vec<i64> {
    let mut times = Vec::new();
    let mut t = from + rng.random_range(500..3_000);
    let mut resting_since: Option<i64> = None;
    let mut sleeps = false;
    while t < to {
        if let Some((_, end)) = script
            .pause
            .filter(|(start, end)| (*start..*end).contains(&t))
        {
            t = end + rng.random_range(500..5_000);
            continue;
        }
        if script.journey.moves_at(t) {
            resting_since = None;
            times.push(t);
            t += jittered(cadence.moving_s, rng);
            continue;
        }
        let since = *resting_since.get_or_insert_with(|| {
            sleeps = rng.random_bool(SLEEPY);
            t
        });
        if sleeps && t - since > AWAKE_AT_REST_MS {
            // The motion sensor wakes the phone within seconds; until then it says nothing.
            t += 5_000;
            continue;
        }
        times.push(t);
        t += jittered(cadence.still_s.min(cadence.moving_s * 2), rng);
    }
    times
}

fn jittered(seconds: i64, rng: &mut impl RngCore) -> i64 {
    seconds * 1000 + rng.random_range(-400..900)
}

/// Gathers fixes into frames; a mark goes out at once, after the fixes before it.
struct Hand<'a> {
    device: u8,
    session: &'a str,
    flush_ms: i64,
    waiting: Vec<PlanFix>,
    out: &'a mut Vec<Delivery>,
}

impl Hand<'_> {
    fn fix(&mut self, fix: PlanFix) {
        let stale = |first: &PlanFix| fix.t - first.t >= self.flush_ms;
        if self.waiting.first().is_some_and(stale) {
            self.flush();
        }
        self.waiting.push(fix);
    }

    fn flush(&mut self) {
        let Some(last) = self.waiting.last() else {
            return;
        };
        let at = last.t + 200;
        let what = Item::Fixes {
            session: self.session.to_owned(),
            fixes: std::mem::take(&mut self.waiting),
        };
        self.deliver(at, what);
    }

    fn deliver(&mut self, at: i64, what: Item) {
        self.out.push(Delivery {
            at,
            device: self.device,
            what,
        });
    }

    fn act(&mut self, act: &Act, fix: PlanFix) {
        self.flush();
        let t = act.t;
        let what = match act.what.clone() {
            ActKind::SessionStart => Item::SessionStart {
                session: SESSION.into(),
                t,
            },
            ActKind::SessionEnd => Item::SessionEnd {
                session: SESSION.into(),
                t,
            },
            ActKind::BreakStart => Item::BreakStart { id: "b0".into(), t },
            ActKind::BreakEnd => Item::BreakEnd { id: "b0".into(), t },
            ActKind::CheckIn { visit, outlet } => Item::CheckIn {
                visit,
                outlet,
                t,
                fix,
            },
            ActKind::CheckOut { visit, reason } => Item::CheckOut {
                visit,
                t,
                fix,
                reason,
            },
            ActKind::StopMissed { outlet, reason } => Item::StopMissed {
                id: format!("m-{outlet}"),
                outlet,
                t,
                reason,
            },
            ActKind::Record {
                kind,
                visit,
                id,
                body,
            } => Item::Record {
                kind: kind.into(),
                id,
                visit,
                t,
                body,
            },
        };
        self.deliver(t + 300, what);
    }
}
