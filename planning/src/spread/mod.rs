//! Visits over the days of a four-week cycle: each outlet takes one of the patterns its frequency allows, so
//! that days are even and their ways short.

mod anneal;
mod tours;
mod ways;

pub use self::ways::Ways;
use self::{
    anneal::{Anneal, rep_of},
    tours::{Prices, Tours},
};
use crate::{
    district::{Changes, Neighbours, Tell, Today},
    routing::random::Seeded,
    scenario::Scenario,
};

/// Weeks of a cycle.
pub const WEEKS: usize = 4;
/// Days a week that can be planned.
pub const DAYS_MAX: usize = 7;
/// Temperature at the first and the last try, in metres.
const HEAT: (f64, f64) = (3_000.0, 20.0);
/// What hours off a share cost in a rep's metres of a cycle, a day off its mean in the metres of a day, an
/// outlet moved in those of a day.
const HOURS_PRICE: f64 = 20.0;
const DAY_PRICE: f64 = 2.0;
const MOVED_PRICE: f64 = 0.5;

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

/// Slots kept of a rep.
pub const SLOTS_MAX: usize = WEEKS * DAYS_MAX;

/// Who visits whom on which days, in which order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spread {
    pub rep_of: Vec<Option<usize>>,
    /// By rep and slot, of [`SLOTS_MAX`] slots a rep.
    pub tours: Vec<Vec<usize>>,
}

/// What is spread.
pub struct Setting<'a> {
    pub scenario: &'a Scenario,
    pub ways: &'a Ways,
    pub neighbours: &'a Neighbours,
    /// Who has which outlet at first.
    pub rep_of: &'a [Option<usize>],
    /// May outlets change hands?
    pub hands: bool,
    /// Changes tried.
    pub tries: usize,
}

/// Spreads visits; `None` where it was stopped.
pub fn spread(setting: &Setting, tell: &mut Tell) -> Option<Spread> {
    let scenario = setting.scenario;
    let mut tours = Tours::new(scenario, setting.ways, prices(setting));
    let today = scenario.outlets.iter().map(|outlet| Today {
        rep: outlet.rep,
        locked: outlet.locked,
        value: outlet.value,
    });
    let mut changes = Changes::new(today.collect(), scenario.budget);
    for (outlet, rep) in setting.rep_of.iter().enumerate() {
        if let Some(rep) = rep {
            changes.give(outlet, None, *rep);
        }
    }
    start(&mut tours, setting);
    let mut anneal = Anneal {
        neighbours: setting.neighbours,
        random: Seeded::new(scenario.seed),
        changes,
        hands: setting.hands,
        tries: setting.tries,
        heat: HEAT,
    };
    if anneal.run(&mut tours, tell).is_break() {
        return None;
    }
    // Whom his rep has no way to is on no day.
    let held = rep_of(&tours).into_iter().zip(setting.rep_of);
    Some(Spread {
        rep_of: held.map(|(now, first)| now.or(*first)).collect(),
        tours: tours.into_tours(),
    })
}

/// A mean day's ways, there and back and between its calls, make the unit that hours are priced in.
#[expect(clippy::cast_precision_loss, reason = "metres of a cycle")]
fn prices(setting: &Setting) -> Prices {
    let weights = setting.scenario.weights;
    let (mut metres, mut visits) = (0.0, 0_u32);
    for (outlet, rep) in setting.rep_of.iter().enumerate() {
        let given = setting.scenario.outlets.get(outlet);
        if let (Some(rep), Some(given)) = (rep, given) {
            metres +=
                f64::from(given.visits) * f64::from(setting.ways.from_home(*rep, outlet).metres);
            visits += given.visits;
        }
    }
    // As many as go home once a day each, and as many metres from call to call.
    let day = (4.0 * metres / f64::from(visits.max(1))).max(1_000.0);
    let days = setting
        .scenario
        .workers
        .iter()
        .map(|w| w.days_a_week * WEEKS)
        .sum::<usize>();
    let rep = day * days as f64 / setting.scenario.workers.len().max(1) as f64;
    Prices {
        metre: f64::from(weights.metres) / 50.0,
        hours: f64::from(weights.hours) / 50.0 * HOURS_PRICE * rep,
        day: DAY_PRICE * day,
        late: 20.0,
        call: 5_000.0,
        moved: f64::from(weights.moved) / 50.0 * MOVED_PRICE * day,
    }
}

/// Each outlet, the most visited first, where it costs least.
fn start(tours: &mut Tours, setting: &Setting) {
    let visits = |outlet: &usize| {
        setting
            .scenario
            .outlets
            .get(*outlet)
            .map_or(0, |o| o.visits)
    };
    let service = setting
        .scenario
        .outlets
        .iter()
        .map(|o| f64::from(o.visits) * f64::from(o.service_s));
    // Ways are not known yet; they are a third more.
    tours.set_work(service.sum::<f64>() * 4.0 / 3.0);
    let mut order: Vec<usize> = (0..setting.rep_of.len()).collect();
    order.sort_by_key(|outlet| std::cmp::Reverse(visits(outlet)));
    let mut places = Vec::new();
    for outlet in order {
        let rep = setting.rep_of.get(outlet).copied().flatten();
        let Some(rep) = rep.filter(|rep| setting.ways.reaches(*rep, outlet)) else {
            continue;
        };
        if let Some((_, hold)) = tours.best(outlet, rep, &mut places) {
            tours.add(outlet, hold, &places);
        }
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
