//! What a rep does on a day: the stops in order, how long at each, what is declared, what is sold.
//!
//! Makes the true journey and the marks; never the phone's readings ([`super::sense`]).

use rand::{Rng, RngCore, seq::IndexedRandom};
use rand_distr::{Distribution, LogNormal};
use serde_json::{Value, json};

use super::{
    motion::{Journey, Traveller},
    noise::Surroundings,
    order::{REASONS, order},
    plan::{Expect, TrueVisit, Truth},
};
use crate::{plane::Position, roads::Roads};

/// So long before the check-out a rep says that a pin is wrong.
const PROPOSES_MS: i64 = 2_000;

/// A stop as the rep knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    pub outlet: String,
    /// Where the shop really is.
    pub shop: Position,
    /// Is it in the day plan?
    pub planned: bool,
    /// The server has its pin elsewhere.
    pub wrong_pin: bool,
}

/// What is special about a rep's day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Behaviour {
    #[default]
    Usual,
    /// Everything by the book: no missed stop, nothing forgotten.
    Exemplary,
    /// Never starts.
    NotStarted,
    /// Falls silent so long after the start, with so many records waiting.
    Silent { after_ms: i64, backlog: u64 },
    /// Takes the app's permission to know where the phone is, so long after the start; the phone
    /// stays connected.
    Blind { after_ms: i64 },
    /// Calls for help so long after the start, and goes on.
    CallsForHelp { after_ms: i64 },
    /// Checks in `count` stops, from the `first` on, from one café.
    SameSpot { first: usize, count: usize },
}

/// What the day of a rep is made from.
#[derive(Clone, Debug)]
pub struct Brief {
    pub rep: String,
    /// Where the day begins.
    pub depot: Position,
    pub stops: Vec<Stop>,
    /// Session start and end, from the start of the run.
    pub from_ms: i64,
    pub to_ms: i64,
    pub behaviour: Behaviour,
    pub devices: u8,
}

/// A declaration of the rep, at a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    pub t: i64,
    pub what: ActKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ActKind {
    SessionStart,
    SessionEnd,
    BreakStart,
    BreakEnd,
    CheckIn {
        visit: String,
        outlet: String,
    },
    CheckOut {
        visit: String,
        reason: Option<String>,
    },
    StopMissed {
        outlet: String,
        reason: String,
    },
    Record {
        kind: &'static str,
        visit: String,
        id: String,
        body: Value,
    },
}

/// A scripted day.
#[derive(Clone, Debug, Default)]
pub struct Script {
    pub journey: Journey,
    pub acts: Vec<Act>,
    pub truth: Truth,
    /// Lunch, if any: the phone pauses.
    pub pause: Option<(i64, i64)>,
}

const MINUTE: i64 = 60_000;
const SESSION_MARGIN: i64 = 2 * MINUTE;

pub fn script(brief: &Brief, roads: &Roads, rng: &mut impl RngCore) -> Script {
    if brief.behaviour == Behaviour::NotStarted {
        return Script::default();
    }
    let start = brief.from_ms + rng.random_range(0..8 * MINUTE);
    let mut day = Day {
        who: Traveller::start(roads, brief.depot, start, rng),
        script: Script::default(),
        brief,
        visits: 0,
    };
    day.act(start, ActKind::SessionStart);
    day.run();
    let end = day
        .who
        .t
        .max(brief.to_ms - 10 * MINUTE)
        .min(brief.to_ms.max(day.who.t));
    day.who.stay(end, Surroundings::Road);
    day.act(end, ActKind::SessionEnd);
    let mut script = day.script;
    script.truth.session = Some((start, end));
    script.journey = day.who.finish();
    script
}

struct Day<'a, R> {
    who: Traveller<'a, R>,
    script: Script,
    brief: &'a Brief,
    visits: usize,
}

impl<R: RngCore> Day<'_, R> {
    fn act(&mut self, t: i64, what: ActKind) {
        self.script.acts.push(Act { t, what });
    }

    fn run(&mut self) {
        let brief = self.brief;
        let lunch_after = brief.stops.len() / 2;
        let mut next = 0;
        while let Some(stop) = brief.stops.get(next) {
            if self.who.t > brief.to_ms - 15 * MINUTE {
                self.miss(stop, "late");
                next += 1;
                continue;
            }
            if let Behaviour::SameSpot { first, count } = brief.behaviour
                && next == first
            {
                let street = brief.stops.get(first..first + count).unwrap_or_default();
                self.sit_in_a_cafe(street);
                next += street.len().max(1);
                continue;
            }
            if next == lunch_after {
                self.lunch();
            }
            self.stop(stop);
            next += 1;
            self.fill_slack(next);
        }
    }

    fn stop(&mut self, stop: &Stop) {
        let usual = matches!(self.brief.behaviour, Behaviour::Usual);
        if usual && stop.planned && self.who.rng().random_bool(0.04) {
            let reasons = ["shop_closed", "late", "traffic"];
            let reason = reasons.choose(self.who.rng()).copied().unwrap_or("late");
            self.miss(stop, reason);
            return;
        }
        self.who.ride_to(stop.shop);
        let door = self.who.plane().point(stop.shop);
        self.who.walk_to(door, Surroundings::Indoors);
        let arrived = self.who.t;
        let short = usual && self.who.rng().random_bool(0.02);
        let forgets = usual && !short && !stop.wrong_pin && self.who.rng().random_bool(0.03);
        let dwell = self.dwell_ms(short);
        self.who.stay(arrived + dwell, Surroundings::Indoors);
        let departed = self.who.t;
        if forgets {
            self.note(stop, (arrived, departed), None, None, false);
        } else {
            self.declare(stop, (arrived, departed), short);
        }
    }

    fn dwell_ms(&mut self, short: bool) -> i64 {
        if short {
            return self.who.rng().random_range(55_000..100_000);
        }
        let minutes = LogNormal::new(2.25, 0.35)
            .map_or(9.5_f64, |shape| shape.sample(self.who.rng()))
            .clamp(5.0, 28.0);
        #[expect(clippy::cast_possible_truncation, reason = "at most half an hour")]
        let ms = (minutes * 60_000.0) as i64;
        ms
    }

    /// Check-in, perhaps an order, check-out, all within the stay.
    fn declare(&mut self, stop: &Stop, (arrived, departed): (i64, i64), short: bool) {
        let (after, before) = if short {
            (10_000, 5_000)
        } else {
            let rng = self.who.rng();
            (
                rng.random_range(15_000..50_000),
                rng.random_range(5_000..30_000),
            )
        };
        let (check_in, check_out) = (arrived + after, departed - before);
        let visit = format!("v{}", self.visits);
        self.act(
            check_in,
            ActKind::CheckIn {
                visit: visit.clone(),
                outlet: stop.outlet.clone(),
            },
        );
        let sells = !short && self.who.rng().random_bool(0.62);
        let (sold, reason) = if sells {
            let (body, total) = order(&stop.outlet, self.who.rng());
            let id = format!("o{}", self.visits);
            let t = check_out - self.who.rng().random_range(5_000..40_000);
            let act = ActKind::Record {
                kind: "order",
                visit: visit.clone(),
                id: id.clone(),
                body,
            };
            self.act(t, act);
            (Some((id, total)), None)
        } else {
            (None, REASONS.choose(self.who.rng()).map(|&r| r.to_owned()))
        };
        if stop.wrong_pin {
            self.propose_pin(stop, &visit, check_out - PROPOSES_MS);
        }
        self.act(check_out, ActKind::CheckOut { visit, reason });
        let declared = Some((check_in, check_out));
        self.note(stop, (arrived, departed), declared, sold, false);
    }

    /// The rep says where the shop really is.
    fn propose_pin(&mut self, stop: &Stop, visit: &str, t: i64) {
        let body = json!({"outlet": stop.outlet, "lat": stop.shop.lat, "lng": stop.shop.lng,
            "reason": "Cửa hàng ở đây, định vị bị sai"});
        let act = ActKind::Record {
            kind: "pin_proposal",
            visit: visit.to_owned(),
            id: format!("p{}", self.visits),
            body,
        };
        self.act(t, act);
    }

    fn note(
        &mut self,
        stop: &Stop,
        (arrived, departed): (i64, i64),
        declared: Option<(i64, i64)>,
        order: Option<(String, i64)>,
        elsewhere: bool,
    ) {
        let dwell = declared.map_or(departed - arrived, |(i, o)| o - i);
        let expect = expect(stop, dwell, order.is_some(), declared.is_some(), elsewhere);
        self.script.truth.visits.push(TrueVisit {
            visit: format!("v{}", self.visits),
            outlet: stop.outlet.clone(),
            arrived,
            departed,
            declared,
            order,
            expect,
        });
        self.visits += 1;
    }

    fn miss(&mut self, stop: &Stop, reason: &str) {
        if !stop.planned {
            return;
        }
        let act = ActKind::StopMissed {
            outlet: stop.outlet.clone(),
            reason: reason.to_owned(),
        };
        self.act(self.who.t, act);
        self.script.truth.missed.push(stop.outlet.clone());
    }

    fn lunch(&mut self) {
        let from = self.who.t + 20_000;
        let to = from + self.who.rng().random_range(35 * MINUTE..50 * MINUTE);
        self.act(from, ActKind::BreakStart);
        self.act(to, ActKind::BreakEnd);
        self.script.pause = Some((from, to));
        self.who.stay(to + 20_000, Surroundings::Road);
    }

    /// A whole street checked in over coffee: the rep sits between the shops and visits none.
    fn sit_in_a_cafe(&mut self, street: &[Stop]) {
        let Some(middle) = street.get(street.len() / 2) else {
            return;
        };
        self.who.ride_to(middle.shop);
        let door = self.who.plane().point(middle.shop).moved(12.0, 8.0);
        self.who.walk_to(door, Surroundings::Indoors);
        for stop in street {
            let arrived = self.who.t;
            let stays = self.who.rng().random_range(5 * MINUTE..7 * MINUTE);
            self.who.stay(arrived + stays, Surroundings::Indoors);
            let visit = format!("v{}", self.visits);
            let (check_in, check_out) = (arrived + 20_000, self.who.t - 20_000);
            let outlet = stop.outlet.clone();
            self.act(
                check_in,
                ActKind::CheckIn {
                    visit: visit.clone(),
                    outlet,
                },
            );
            let reason = Some("enough_stock".to_owned());
            self.act(check_out, ActKind::CheckOut { visit, reason });
            let span = (arrived, self.who.t);
            self.note(stop, span, Some((check_in, check_out)), None, true);
        }
    }

    /// Spreads the stops over the day: rides about for prospects, sometimes rests by the road.
    fn fill_slack(&mut self, next: usize) {
        let brief = self.brief;
        let (Ok(done), Ok(all)) = (i64::try_from(next), i64::try_from(brief.stops.len())) else {
            return;
        };
        let length = brief.to_ms - brief.from_ms - SESSION_MARGIN;
        let due = brief.from_ms + length * done / all.max(1) - 6 * MINUTE;
        while self.who.t < due {
            if self.who.rng().random_bool(0.12) {
                let rest = self.who.rng().random_range(4 * MINUTE..17 * MINUTE);
                let until = (self.who.t + rest).min(due);
                self.who.stay(until, Surroundings::Road);
            } else {
                let plane = self.who.plane();
                let here = self.who.point;
                let rng = self.who.rng();
                let (dx, dy) = (
                    rng.random_range(-1_300.0..1_300.0),
                    rng.random_range(-1_300.0..1_300.0),
                );
                self.who.ride_to(plane.position(here.moved(dx, dy)));
                let halt = self.who.rng().random_range(5_000..40_000);
                let until = self.who.t + halt;
                self.who.stay(until, Surroundings::Road);
            }
        }
    }
}

fn expect(stop: &Stop, dwell: i64, sold: bool, declared: bool, elsewhere: bool) -> Expect {
    let words = |list: &[&str]| list.iter().map(|&w| w.to_owned()).collect();
    if !declared {
        return Expect::default();
    }
    let outcome = words(&[if sold { "productive" } else { "non_productive" }]);
    if elsewhere {
        return Expect {
            overall: words(&["review", "invalid"]),
            outcome,
            ..Expect::default()
        };
    }
    let plan = if stop.planned {
        words(&["on_plan"])
    } else {
        Vec::new()
    };
    if stop.wrong_pin {
        return Expect {
            overall: words(&["invalid"]),
            place: words(&["outside"]),
            plan,
            outcome,
            ..Expect::default()
        };
    }
    let short = dwell < 150_000;
    Expect {
        overall: words(if short {
            &["review"]
        } else {
            &["valid", "review"]
        }),
        place: words(&["inside", "likely", "borderline"]),
        plan,
        dwell: words(if short {
            &["short"]
        } else if dwell > 200_000 {
            &["ok"]
        } else {
            &[]
        }),
        outcome,
    }
}
