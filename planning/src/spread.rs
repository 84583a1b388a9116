//! Visits over the days of a four-week cycle: each outlet takes one of the patterns its frequency allows, so
//! that days are even and their ways short.

use crate::{
    routing::random::Seeded,
    travel::{Matrix, Travel},
};

/// Weeks of a cycle.
pub const WEEKS: usize = 4;
/// Days a week that can be planned.
pub const DAYS_MAX: usize = 7;
/// Temperature at the first and the last try, in metres.
const HEAT: (f64, f64) = (800.0, 8.0);

/// An outlet of one rep; its place in the matrix is its index + 1, home is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visited {
    pub service_s: u32,
    pub visits: u32,
}

/// The days a frequency may fall on: each a list of slots, week × days + day. Evenly over the week and the
/// cycle; a frequency between those that planners use gets the next higher one.
pub fn patterns(visits: u32, days: usize) -> Vec<Vec<usize>> {
    let every_week = |of: &dyn Fn(usize) -> Vec<usize>, options: usize| {
        let all = |option| {
            let weeks = (0..WEEKS)
                .flat_map(move |week| of(option).into_iter().map(move |day| week * days + day));
            weeks.collect()
        };
        (0..options).map(all).collect()
    };
    match visits {
        0 => Vec::new(),
        1 => (0..WEEKS * days).map(|slot| vec![slot]).collect(),
        2 => (0..2 * days)
            .map(|slot| vec![slot, slot + 2 * days])
            .collect(),
        3..=4 => every_week(&|day| vec![day], days),
        5..=8 if days >= 2 => every_week(&|day| vec![day, day + days / 2], days - days / 2),
        9..=12 if days >= 5 => every_week(&|day| vec![day, day + 2, day + 4], days - 4),
        _ => every_week(&|_| (0..days).collect(), 1),
    }
}

/// Of each outlet the slots it is visited in.
pub fn spread(
    ways: &Matrix,
    outlets: &[Visited],
    days: usize,
    seed: u64,
    rounds: usize,
) -> Vec<Vec<usize>> {
    let days = days.clamp(1, DAYS_MAX);
    let options: Vec<Vec<Vec<usize>>> = outlets.iter().map(|o| patterns(o.visits, days)).collect();
    let slots = WEEKS * days;
    let mut tours = Tours {
        ways,
        outlets,
        tours: vec![Vec::new(); slots],
        load_s: vec![0.0; slots],
        target_s: 1.0,
    };
    let visits = options.iter().zip(outlets).map(|(options, outlet)| {
        let visits = options.first().map_or(0, Vec::len);
        f64::from(outlet.service_s) * f64::from(u32::try_from(visits).unwrap_or(0))
    });
    #[expect(clippy::cast_precision_loss, reason = "a few days")]
    let share = visits.sum::<f64>() / slots as f64;
    tours.target_s = share.max(1.0);
    let mut chosen: Vec<usize> = vec![0; outlets.len()];
    for (outlet, options) in options.iter().enumerate() {
        let costs = options
            .iter()
            .map(|option| tours.cost_to_add(outlet, option));
        let best = costs.enumerate().min_by(|a, b| a.1.total_cmp(&b.1));
        let best = best.map_or(0, |(at, _)| at);
        if let (Some(slot), Some(option)) = (chosen.get_mut(outlet), options.get(best)) {
            *slot = best;
            tours.add(outlet, option);
        }
    }
    let random = Seeded::new(seed);
    let tries = outlets.len().saturating_mul(rounds);
    for at in 0..tries {
        let outlet = random.below(outlets.len());
        let Some(options) = options.get(outlet).filter(|options| options.len() > 1) else {
            continue;
        };
        let next = random.below(options.len());
        let now = chosen.get(outlet).copied().unwrap_or(0);
        let (Some(from), Some(to)) = (options.get(now), options.get(next)) else {
            continue;
        };
        if next == now {
            continue;
        }
        let gain = tours.remove(outlet, from);
        let cost = tours.cost_to_add(outlet, to);
        #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
        let heat = HEAT.0 * libm::pow(HEAT.1 / HEAT.0, at as f64 / tries as f64);
        if cost < gain - heat * libm::log(1.0 - random.unit()) {
            tours.add(outlet, to);
            if let Some(slot) = chosen.get_mut(outlet) {
                *slot = next;
            }
        } else {
            tours.add(outlet, from);
        }
    }
    let pick = options.iter().zip(&chosen);
    pick.map(|(options, at)| options.get(*at).cloned().unwrap_or_default())
        .collect()
}

struct Tours<'a> {
    ways: &'a Matrix,
    outlets: &'a [Visited],
    tours: Vec<Vec<usize>>,
    load_s: Vec<f64>,
    target_s: f64,
}

impl Tours<'_> {
    fn metres(&self, from: Option<&usize>, to: Option<&usize>) -> f64 {
        let place = |outlet: Option<&usize>| outlet.map_or(0, |outlet| outlet + 1);
        let leg = self.ways.leg(place(from), place(to));
        leg.map_or(1e6, |leg| f64::from(leg.metres))
    }

    /// Where it costs least in a day, and what.
    fn cheapest(&self, outlet: usize, slot: usize) -> (usize, f64) {
        let empty = Vec::new();
        let tour = self.tours.get(slot).unwrap_or(&empty);
        let mut best = (0, f64::MAX);
        for at in 0..=tour.len() {
            let (before, after) = (at.checked_sub(1).and_then(|at| tour.get(at)), tour.get(at));
            let cost = self.metres(before, Some(&outlet)) + self.metres(Some(&outlet), after)
                - self.metres(before, after);
            if cost < best.1 {
                best = (at, cost);
            }
        }
        best
    }

    /// A day a tenth longer than its share weighs as 400 metres, and more than in proportion beyond.
    fn uneven(&self, outlet: usize, slot: usize) -> f64 {
        let load = self.load_s.get(slot).copied().unwrap_or(0.0);
        let service = self
            .outlets
            .get(outlet)
            .map_or(0.0, |o| f64::from(o.service_s));
        let off = |load: f64| (load / self.target_s - 1.0) * (load / self.target_s - 1.0);
        40_000.0 * (off(load + service) - off(load))
    }

    fn cost_to_add(&self, outlet: usize, slots: &[usize]) -> f64 {
        let cost = |slot: &usize| self.cheapest(outlet, *slot).1 + self.uneven(outlet, *slot);
        slots.iter().map(cost).sum()
    }

    fn add(&mut self, outlet: usize, slots: &[usize]) {
        let service = self
            .outlets
            .get(outlet)
            .map_or(0.0, |o| f64::from(o.service_s));
        for slot in slots {
            let (at, _) = self.cheapest(outlet, *slot);
            if let (Some(tour), Some(load)) =
                (self.tours.get_mut(*slot), self.load_s.get_mut(*slot))
            {
                tour.insert(at, outlet);
                *load += service;
            }
        }
    }

    /// Takes it out; what that saves.
    fn remove(&mut self, outlet: usize, slots: &[usize]) -> f64 {
        let service = self
            .outlets
            .get(outlet)
            .map_or(0.0, |o| f64::from(o.service_s));
        let mut saved = 0.0;
        for slot in slots {
            let Some(tour) = self.tours.get(*slot) else {
                continue;
            };
            let Some(at) = tour.iter().position(|other| *other == outlet) else {
                continue;
            };
            let (before, after) = (
                at.checked_sub(1).and_then(|at| tour.get(at)),
                tour.get(at + 1),
            );
            saved += self.metres(before, Some(&outlet)) + self.metres(Some(&outlet), after)
                - self.metres(before, after);
            if let (Some(tour), Some(load)) =
                (self.tours.get_mut(*slot), self.load_s.get_mut(*slot))
            {
                tour.remove(at);
                *load -= service;
            }
            saved += self.uneven(outlet, *slot);
        }
        saved
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_frequency_has_as_many_days_as_it_says() {
        for visits in [1, 2, 4, 8, 12, 24] {
            for option in patterns(visits, 6) {
                assert_eq!(option.len(), usize::try_from(visits).unwrap());
                assert!(option.iter().all(|slot| *slot < 24));
                let mut days = option.clone();
                days.dedup();
                assert_eq!(days.len(), option.len(), "no day twice");
            }
        }
        assert_eq!(patterns(2, 6).len(), 12, "weeks 1 and 3, or 2 and 4");
        assert_eq!(
            patterns(8, 6),
            [
                [0, 3, 6, 9, 12, 15, 18, 21],
                [1, 4, 7, 10, 13, 16, 19, 22],
                [2, 5, 8, 11, 14, 17, 20, 23]
            ]
        );
    }
}
