//! What a distribution costs, kept up to date change by change.
//!
//! Three terms, each made comparable: how far hours are from their share (squared), the metres that visits
//! make likely, and what has moved.

use super::{Changes, District, Rep, Setting, Today, Unserved};
use crate::travel::Leg;

pub(super) struct State<'a> {
    pub setting: &'a Setting<'a>,
    pub rep_of: Vec<Option<usize>>,
    load_s: Vec<f64>,
    /// Of all reps.
    total_s: f64,
    /// Of all hours the share of each rep.
    share: Vec<f64>,
    /// How many outlets each rep has.
    outlets: Vec<usize>,
    changes: Changes,
    calls_a_day: f64,
    metres_scale: f64,
    weights: [f64; 3],
}

#[expect(clippy::cast_precision_loss, reason = "seconds and metres of a cycle")]
impl<'a> State<'a> {
    pub fn new(setting: &'a Setting<'a>) -> Self {
        let units = setting.units;
        let today = units.iter().map(|unit| Today {
            rep: unit.rep,
            locked: unit.locked,
            value: unit.value,
        });
        let capacity: f64 = setting.reps.iter().map(|rep| rep.capacity_s as f64).sum();
        let share = |rep: &Rep| (rep.capacity_s as f64 / capacity.max(1.0)).max(1e-9);
        let visits: f64 = units.iter().map(|unit| f64::from(unit.visits)).sum();
        let days: f64 = setting.reps.iter().map(|rep| f64::from(rep.days)).sum();
        let mut new = Self {
            setting,
            rep_of: vec![None; units.len()],
            load_s: vec![0.0; setting.reps.len()],
            outlets: vec![0; setting.reps.len()],
            changes: Changes::new(today.collect(), setting.budget),
            total_s: 0.0,
            share: setting.reps.iter().map(share).collect(),
            calls_a_day: (visits / days.max(1.0)).max(1.0),
            metres_scale: 1.0,
            weights: [
                f64::from(setting.weights.hours),
                f64::from(setting.weights.metres),
                f64::from(setting.weights.moved),
            ],
        };
        let nearest: f64 = (0..units.len())
            .filter_map(|unit| {
                let reps = 0..setting.reps.len();
                reps.filter_map(|rep| new.metres(unit, rep))
                    .min_by(f64::total_cmp)
            })
            .sum();
        new.metres_scale = nearest.max(1.0);
        new
    }

    fn home_way(&self, unit: usize, rep: usize) -> Option<Leg> {
        let reps = self.setting.reps.len();
        *self.setting.from_home.get(unit * reps + rep)?
    }

    /// Metres of a cycle that this rep's visits to an outlet make likely: its share of the way from home.
    pub fn metres(&self, unit: usize, rep: usize) -> Option<f64> {
        let visits = self.setting.units.get(unit)?.visits;
        Some(f64::from(self.home_way(unit, rep)?.metres) * f64::from(visits))
    }

    /// Seconds of a cycle that an outlet takes a rep: service, the way from the outlet before, and its share of
    /// the way there in the morning and back.
    pub fn work_s(&self, unit: usize, rep: usize) -> f64 {
        let Some(given) = self.setting.units.get(unit) else {
            return 0.0;
        };
        let between = self.setting.travel_s.get(unit).copied().unwrap_or(0);
        let home = self.home_way(unit, rep).map_or(0, |leg| leg.seconds);
        let way = f64::from(between) + 2.0 * f64::from(home) / self.calls_a_day;
        given.service_s as f64 + f64::from(given.visits) * way
    }

    /// May this rep have this outlet?
    pub fn suits(&self, unit: usize, rep: usize) -> bool {
        let (Some(wanted), Some(able)) = (self.setting.units.get(unit), self.setting.reps.get(rep))
        else {
            return false;
        };
        wanted.skills & !able.skills == 0 && self.metres(unit, rep).is_some()
    }

    /// Would the budget still hold, and the lock?
    pub fn allowed(&self, unit: usize, rep: usize) -> bool {
        let now = self.rep_of.get(unit).copied().flatten();
        self.changes.allowed(unit, now, rep)
    }

    /// What is a rep's share of the work that there now is?
    fn target_s(&self, rep: usize) -> f64 {
        (self.share.get(rep).copied().unwrap_or(1.0) * self.total_s).max(1.0)
    }

    fn hours(&self, rep: usize, load: f64) -> f64 {
        let off = load / self.target_s(rep) - 1.0;
        off * off
    }

    /// What changes when the outlet goes to this rep.
    pub fn delta(&self, unit: usize, rep: usize) -> f64 {
        let work = self.work_s(unit, rep);
        let load = |rep: usize| self.load_s.get(rep).copied().unwrap_or(0.0);
        let (reps, units) = (self.setting.reps.len() as f64, self.rep_of.len() as f64);
        let was = self.rep_of.get(unit).copied().flatten();
        let mut hours = self.hours(rep, load(rep) + work) - self.hours(rep, load(rep));
        let mut metres = self.metres(unit, rep).unwrap_or(0.0);
        if let Some(was) = was {
            let work = self.work_s(unit, was);
            hours += self.hours(was, load(was) - work) - self.hours(was, load(was));
            metres -= self.metres(unit, was).unwrap_or(0.0);
        }
        let today = self.changes.today(unit);
        let moves = |to: Option<usize>| f64::from(today.is_some() && to.is_some() && to != today);
        let moved = moves(Some(rep)) - moves(was);
        // A tenth off its share in every rep weighs as much as a tenth more of metres.
        self.weights[0] * hours * 40.0 / reps
            + self.weights[1] * metres / self.metres_scale
            + self.weights[2] * moved / units
    }

    pub fn give(&mut self, unit: usize, rep: usize) {
        let was = self.rep_of.get(unit).copied().flatten();
        for (of, sign) in [(was, -1.0), (Some(rep), 1.0)] {
            let Some(of) = of else { continue };
            let work = sign * self.work_s(unit, of);
            self.total_s += work;
            if let (Some(load), Some(count)) = (self.load_s.get_mut(of), self.outlets.get_mut(of)) {
                *load += work;
                *count = if sign > 0.0 { *count + 1 } else { *count - 1 };
            }
        }
        self.changes.give(unit, was, rep);
        if let Some(slot) = self.rep_of.get_mut(unit) {
            *slot = Some(rep);
        }
    }

    /// A rep keeps at least one outlet.
    pub fn can_spare(&self, rep: usize) -> bool {
        self.outlets.get(rep).is_some_and(|count| *count > 1)
    }

    pub fn load_share(&self, rep: usize) -> f64 {
        self.load_s.get(rep).copied().unwrap_or(0.0) / self.target_s(rep)
    }

    pub fn finish(self) -> District {
        let setting = self.setting;
        let apart = setting.neighbours.apart(setting.reps.len(), &self.rep_of);
        let unserved = (0..setting.units.len())
            .filter(|unit| self.rep_of.get(*unit).copied().flatten().is_none())
            .map(|unit| {
                let reached = (0..setting.reps.len()).any(|rep| self.metres(unit, rep).is_some());
                let why = if reached {
                    Unserved::NoSkill
                } else {
                    Unserved::OffNetwork
                };
                (unit, why)
            });
        let moved = setting.units.iter().zip(&self.rep_of).enumerate();
        let moved = moved
            .filter(|(_, (unit, now))| unit.rep.is_some() && now.is_some() && unit.rep != **now)
            .map(|(index, _)| index);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "sums of whole seconds"
        )]
        let load_s = self
            .load_s
            .iter()
            .map(|load| load.max(0.0) as u64)
            .collect();
        District {
            unserved: unserved.collect(),
            apart,
            moved: moved.collect(),
            load_s,
            rep_of: self.rep_of,
        }
    }
}
