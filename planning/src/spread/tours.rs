//! Everybody's four weeks as tours, one for each rep and day, and what they cost: metres, hours off a rep's
//! share, days that are uneven or too long.

use super::{SLOTS_MAX, WEEKS, Ways, patterns};
use crate::{
    routing::line::Line,
    scenario::{Scenario, Worker},
    travel::Leg,
};

/// A visit is in a day with so much travel more, at this position.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub at: usize,
    pub metres: i64,
    pub seconds: i64,
}

/// An outlet's place in the weeks: rep, and which of its patterns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hold {
    pub rep: usize,
    pub option: usize,
}

/// What a metre is worth, and what else is counted in metres.
pub(super) struct Prices {
    pub metre: f64,
    /// Of a rep who is off his share by the whole of it, squared.
    pub hours: f64,
    /// Of a day that is off the rep's mean day by the whole of it, squared.
    pub day: f64,
    /// Of a second beyond a day's end.
    pub late: f64,
    /// Of a call more than a day may have.
    pub call: f64,
    /// Of an outlet that is not with today's rep.
    pub moved: f64,
}

pub(super) struct Tours<'a> {
    pub scenario: &'a Scenario,
    pub ways: &'a Ways,
    pub held: Vec<Option<Hold>>,
    pub prices: Prices,
    /// By rep and slot.
    tours: Vec<Vec<usize>>,
    day_s: Vec<i64>,
    rep_s: Vec<i64>,
    target_s: Vec<f64>,
    /// Patterns by days a week and visits.
    options: Vec<Vec<Vec<Vec<usize>>>>,
}

const VISITS_MAX: u32 = 24;

#[expect(clippy::cast_precision_loss, reason = "seconds and metres of a cycle")]
impl<'a> Tours<'a> {
    pub fn new(scenario: &'a Scenario, ways: &'a Ways, prices: Prices) -> Self {
        let reps = scenario.workers.len();
        let options = (0..=super::DAYS_MAX).map(|days| {
            let of = |visits| patterns(visits, days.max(1));
            (0..=VISITS_MAX).map(of).collect()
        });
        Self {
            scenario,
            ways,
            held: vec![None; scenario.outlets.len()],
            prices,
            tours: vec![Vec::new(); reps * SLOTS_MAX],
            day_s: vec![0; reps * SLOTS_MAX],
            rep_s: vec![0; reps],
            target_s: vec![1.0; reps],
            options: options.collect(),
        }
    }

    fn worker(&self, rep: usize) -> Option<&'a Worker> {
        self.scenario.workers.get(rep)
    }

    /// The patterns that an outlet may have with a rep.
    pub fn options(&self, outlet: usize, rep: usize) -> &[Vec<usize>] {
        let visits = self.scenario.outlets.get(outlet).map_or(0, |o| o.visits);
        let visits = usize::try_from(visits.min(VISITS_MAX)).unwrap_or(0);
        let days = self.worker(rep).map_or(0, |worker| worker.days_a_week);
        let of = self.options.get(days).and_then(|of| of.get(visits));
        of.map_or(&[][..], Vec::as_slice)
    }

    pub fn slots(&self, outlet: usize, hold: Hold) -> &[usize] {
        let options = self.options(outlet, hold.rep);
        options.get(hold.option).map_or(&[][..], Vec::as_slice)
    }

    pub fn tour(&self, rep: usize, slot: usize) -> &[usize] {
        let tour = self.tours.get(rep * SLOTS_MAX + slot);
        tour.map_or(&[][..], Vec::as_slice)
    }

    fn service_s(&self, outlet: usize) -> i64 {
        let outlet = self.scenario.outlets.get(outlet);
        outlet.map_or(0, |o| i64::from(o.service_s))
    }

    /// What a tour grows by with an outlet between two neighbours.
    fn detour(
        &self,
        rep: usize,
        before: Option<usize>,
        outlet: usize,
        after: Option<usize>,
    ) -> (i64, i64) {
        let (to, from) = (
            self.ways.step(rep, before, Some(outlet)),
            self.ways.step(rep, Some(outlet), after),
        );
        let past = self.ways.step(rep, before, after);
        let sum =
            |of: fn(Leg) -> u32| i64::from(of(to)) + i64::from(of(from)) - i64::from(of(past));
        (sum(|leg| leg.metres), sum(|leg| leg.seconds))
    }

    /// Where an outlet costs the fewest metres in a day.
    pub fn cheapest(&self, outlet: usize, rep: usize, slot: usize) -> Place {
        let tour = self.tour(rep, slot);
        let mut best = Place {
            at: 0,
            metres: i64::MAX,
            seconds: 0,
        };
        let mut before = None;
        for (at, after) in tour.iter().copied().map(Some).chain([None]).enumerate() {
            let (metres, seconds) = self.detour(rep, before, outlet, after);
            if metres < best.metres {
                best = Place {
                    at,
                    metres,
                    seconds,
                };
            }
            before = after;
        }
        best
    }

    /// What a day's length costs.
    fn day_price(&self, rep: usize, seconds: i64, calls: usize) -> f64 {
        let Some(worker) = self.worker(rep) else {
            return 0.0;
        };
        let days = (WEEKS * worker.days_a_week).max(1) as f64;
        let mean = (self.target_s.get(rep).copied().unwrap_or(1.0) / days).max(1.0);
        let seconds = seconds as f64;
        let off = seconds / mean - 1.0;
        let over = (seconds - worker.capacity_s() as f64 / days).max(0.0);
        let beyond = calls.saturating_sub(worker.calls_max.unwrap_or(usize::MAX));
        self.prices.day * off * off + self.prices.late * over + self.prices.call * beyond as f64
    }

    fn hours_price(&self, rep: usize, seconds: i64) -> f64 {
        let target = self.target_s.get(rep).copied().unwrap_or(1.0);
        let off = seconds as f64 / target - 1.0;
        self.prices.hours * off * off
    }

    fn moved_price(&self, outlet: usize, rep: usize) -> f64 {
        let today = self.scenario.outlets.get(outlet).and_then(|o| o.rep);
        if today.is_some_and(|today| today != rep) {
            self.prices.moved
        } else {
            0.0
        }
    }

    fn day(&self, rep: usize, slot: usize) -> (i64, usize) {
        let at = rep * SLOTS_MAX + slot;
        let seconds = self.day_s.get(at).copied().unwrap_or(0);
        (seconds, self.tours.get(at).map_or(0, Vec::len))
    }

    /// Cost of an outlet, which nobody has, with a rep on some days; where it goes on each is put into `places`.
    pub fn cost_to_add(&self, outlet: usize, hold: Hold, places: &mut Vec<Place>) -> f64 {
        places.clear();
        let service = self.service_s(outlet);
        let mut cost = self.moved_price(outlet, hold.rep);
        let mut longer = 0;
        for slot in self.slots(outlet, hold) {
            let place = self.cheapest(outlet, hold.rep, *slot);
            let (seconds, calls) = self.day(hold.rep, *slot);
            let more = service + place.seconds;
            cost += self.prices.metre * place.metres as f64
                + self.day_price(hold.rep, seconds + more, calls + 1)
                - self.day_price(hold.rep, seconds, calls);
            longer += more;
            places.push(place);
        }
        let now = self.rep_s.get(hold.rep).copied().unwrap_or(0);
        cost + self.hours_price(hold.rep, now + longer) - self.hours_price(hold.rep, now)
    }

    /// The pattern that costs least with a rep, what it costs, and its places.
    pub fn best(&self, outlet: usize, rep: usize, places: &mut Vec<Place>) -> Option<(f64, Hold)> {
        let mut best: Option<(f64, Hold)> = None;
        for option in 0..self.options(outlet, rep).len() {
            let hold = Hold { rep, option };
            let cost = self.cost_to_add(outlet, hold, places);
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, hold));
            }
        }
        let (_, hold) = best?;
        Some((self.cost_to_add(outlet, hold, places), hold))
    }

    /// Puts an outlet where [`Self::cost_to_add`] found its places.
    pub fn add(&mut self, outlet: usize, hold: Hold, places: &[Place]) {
        let service = self.service_s(outlet);
        let mut longer = 0;
        for (at, place) in places.iter().enumerate() {
            let Some(slot) = self.slots(outlet, hold).get(at).copied() else {
                continue;
            };
            let day = hold.rep * SLOTS_MAX + slot;
            if let (Some(tour), Some(load)) = (self.tours.get_mut(day), self.day_s.get_mut(day)) {
                tour.insert(place.at.min(tour.len()), outlet);
                *load += service + place.seconds;
                longer += service + place.seconds;
            }
        }
        if let Some(load) = self.rep_s.get_mut(hold.rep) {
            *load += longer;
        }
        if let Some(held) = self.held.get_mut(outlet) {
            *held = Some(hold);
        }
    }

    /// Takes an outlet out; what that saves. Where it was is put into `places`.
    pub fn remove(&mut self, outlet: usize, places: &mut Vec<Place>) -> f64 {
        places.clear();
        let Some(hold) = self.held.get_mut(outlet).and_then(Option::take) else {
            return 0.0;
        };
        let service = self.service_s(outlet);
        let mut saved = self.moved_price(outlet, hold.rep);
        let mut shorter = 0;
        for at in 0..self.slots(outlet, hold).len() {
            let Some(slot) = self.slots(outlet, hold).get(at).copied() else {
                continue;
            };
            let tour = self.tour(hold.rep, slot);
            let Some(at) = tour.iter().position(|other| *other == outlet) else {
                continue;
            };
            let before = at.checked_sub(1).and_then(|at| tour.get(at)).copied();
            let after = tour.get(at + 1).copied();
            let (metres, seconds) = self.detour(hold.rep, before, outlet, after);
            let (load, calls) = self.day(hold.rep, slot);
            let less = service + seconds;
            saved += self.prices.metre * metres as f64 + self.day_price(hold.rep, load, calls)
                - self.day_price(hold.rep, load - less, calls - 1);
            shorter += less;
            places.push(Place {
                at,
                metres,
                seconds,
            });
            let day = hold.rep * SLOTS_MAX + slot;
            if let (Some(tour), Some(load)) = (self.tours.get_mut(day), self.day_s.get_mut(day)) {
                tour.remove(at);
                *load -= less;
            }
        }
        let now = self.rep_s.get(hold.rep).copied().unwrap_or(0);
        saved += self.hours_price(hold.rep, now) - self.hours_price(hold.rep, now - shorter);
        if let Some(load) = self.rep_s.get_mut(hold.rep) {
            *load -= shorter;
        }
        saved
    }

    /// Everybody's share of the work that there now is.
    pub fn share_out(&mut self) {
        let work: f64 = self.rep_s.iter().map(|load| *load as f64).sum();
        let capacity = |worker: &Worker| worker.capacity_s().max(1) as f64;
        let all: f64 = self.scenario.workers.iter().map(capacity).sum();
        let shares = self.scenario.workers.iter().map(capacity);
        self.target_s = shares.map(|own| (work * own / all).max(1.0)).collect();
    }

    pub fn set_work(&mut self, work_s: f64) {
        let capacity = |worker: &Worker| worker.capacity_s().max(1) as f64;
        let all: f64 = self.scenario.workers.iter().map(capacity).sum();
        let shares = self.scenario.workers.iter().map(capacity);
        self.target_s = shares.map(|own| (work_s * own / all).max(1.0)).collect();
    }

    fn length(&self, rep: usize, tour: &[usize]) -> (i64, i64) {
        let mut before = None;
        let (mut metres, mut seconds) = (0, 0);
        for after in tour.iter().copied().map(Some).chain([None]) {
            let leg = self.ways.step(rep, before, after);
            metres += i64::from(leg.metres);
            seconds += i64::from(leg.seconds);
            before = after;
        }
        (metres, seconds)
    }

    pub fn count(&self) -> usize {
        self.tours.len()
    }

    /// Makes a tour as short as moving strings of it and turning them round can.
    pub fn shorten(&mut self, at: usize) {
        let rep = at / SLOTS_MAX;
        let Some(tour) = self.tours.get(at).filter(|tour| tour.len() > 2) else {
            return;
        };
        let line = Line::untimed(tour.len(), |from, to| {
            let leg = self
                .ways
                .step(rep, tour.get(from).copied(), tour.get(to).copied());
            f64::from(leg.metres)
        });
        let order = line.shortened((0..tour.len()).collect());
        let new: Vec<usize> = order
            .iter()
            .filter_map(|at| tour.get(*at).copied())
            .collect();
        let (before, after) = (self.length(rep, tour), self.length(rep, &new));
        if after.0 < before.0
            && let (Some(tour), Some(day), Some(all)) = (
                self.tours.get_mut(at),
                self.day_s.get_mut(at),
                self.rep_s.get_mut(rep),
            )
        {
            *tour = new;
            *day += after.1 - before.1;
            *all += after.1 - before.1;
        }
    }

    pub fn into_tours(self) -> Vec<Vec<usize>> {
        self.tours
    }
}
