//! What a plan comes to: hours, kilometres and visits of each rep and of all, and the hash of it.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{DayPlan, Plan, Scenario};

/// One rep's four weeks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepFigures {
    pub outlets: usize,
    pub visits: usize,
    /// Services and ways of the cycle.
    pub work_s: u64,
    /// Days with a visit; the shortest, the mean and the longest of them in seconds of work.
    pub days_worked: usize,
    pub day_min_s: u64,
    pub day_mean_s: u64,
    pub day_max_s: u64,
    pub metres: u64,
    pub value: u64,
    /// Visits that found no room in his days.
    pub left_visits: usize,
}

/// How evenly hours are shared out: each rep's work by what he has hours for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    pub max_by_mean_permille: u32,
    /// Standard deviation by mean.
    pub variation_permille: u32,
}

/// A solution among others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    pub variation_permille: u32,
    pub max_by_mean_permille: u32,
    pub metres: u64,
    pub work_s: u64,
    /// Outlets that had another rep, as the budget counts them.
    pub moved: usize,
    pub visits: usize,
    pub missing_visits: usize,
    pub apart: usize,
}

impl Plan {
    pub fn figures(&self, scenario: &Scenario) -> Vec<RepFigures> {
        let mut all = vec![RepFigures::default(); scenario.workers.len()];
        for (outlet, rep) in scenario.outlets.iter().zip(&self.rep_of) {
            if let Some(of) = rep.and_then(|rep| all.get_mut(rep)) {
                of.outlets += 1;
                of.value += outlet.value;
            }
        }
        for day in &self.days {
            let Some(of) = all.get_mut(day.rep) else {
                continue;
            };
            of.left_visits += day.sequence.left.len();
            of.metres += day.sequence.metres;
            if day.sequence.calls.is_empty() {
                continue;
            }
            let work = work_s(day, scenario);
            of.visits += day.sequence.calls.len();
            of.work_s += work;
            of.day_min_s = if of.days_worked == 0 {
                work
            } else {
                of.day_min_s.min(work)
            };
            of.day_max_s = of.day_max_s.max(work);
            of.days_worked += 1;
        }
        for of in &mut all {
            of.day_mean_s = of.work_s / u64::try_from(of.days_worked.max(1)).unwrap_or(1);
        }
        all
    }

    pub fn balance(&self, scenario: &Scenario) -> Balance {
        let (mean, deviation, most) = self.shares(scenario);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a ratio of positive shares, far below 2^32 thousandths"
        )]
        let permille = |of: f64| libm::round(1_000.0 * of / mean.max(1e-12)) as u32;
        Balance {
            max_by_mean_permille: permille(most),
            variation_permille: permille(deviation),
        }
    }

    /// Of the hours of the reps, each by what he has hours for: standard deviation by mean.
    pub fn variation(&self, scenario: &Scenario) -> f64 {
        let (mean, deviation, _) = self.shares(scenario);
        deviation / mean.max(1e-12)
    }

    /// Mean, standard deviation and maximum of work by capacity.
    #[expect(clippy::cast_precision_loss, reason = "seconds of a cycle")]
    fn shares(&self, scenario: &Scenario) -> (f64, f64, f64) {
        let figures = self.figures(scenario);
        let shares: Vec<f64> = figures
            .iter()
            .zip(&scenario.workers)
            .map(|(of, worker)| of.work_s as f64 / worker.capacity_s().max(1) as f64)
            .collect();
        let count = shares.len().max(1) as f64;
        let mean = shares.iter().sum::<f64>() / count;
        let squares: f64 = shares.iter().map(|s| (s - mean) * (s - mean)).sum();
        let most = shares.iter().copied().fold(0.0, libm::fmax);
        (mean, libm::sqrt(squares / count), most)
    }

    pub fn summary(&self, scenario: &Scenario) -> Summary {
        let balance = self.balance(scenario);
        let figures = self.figures(scenario);
        let missing = self.unserved.iter().map(|unserved| unserved.missing);
        Summary {
            variation_permille: balance.variation_permille,
            max_by_mean_permille: balance.max_by_mean_permille,
            metres: self.metres(),
            work_s: figures.iter().map(|of| of.work_s).sum(),
            moved: self.moved.iter().filter(|m| m.from.is_some()).count(),
            visits: figures.iter().map(|of| of.visits).sum(),
            missing_visits: missing.sum(),
            apart: self.apart.len(),
        }
    }

    pub fn metres(&self) -> u64 {
        self.days.iter().map(|day| day.sequence.metres).sum()
    }

    /// SHA-256 over who has what and every day's calls with their times.
    pub fn hash(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        let mut put = |number: u64| hash.update(number.to_le_bytes());
        let whole = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        for rep in &self.rep_of {
            put(rep.map_or(u64::MAX, whole));
        }
        for day in &self.days {
            for number in [day.rep, day.week, day.day, day.sequence.calls.len()] {
                put(whole(number));
            }
            for call in &day.sequence.calls {
                put(day
                    .outlets
                    .get(call.stop)
                    .map_or(u64::MAX, |outlet| whole(*outlet)));
                put(u64::from(call.begin_s));
            }
        }
        hash.finalize().into()
    }
}

/// Services and ways of a day.
fn work_s(day: &DayPlan, scenario: &Scenario) -> u64 {
    let calls = day.sequence.calls.iter();
    let outlets = calls.filter_map(|call| day.outlets.get(call.stop));
    let services = outlets.filter_map(|outlet| scenario.outlets.get(*outlet));
    services.map(|o| u64::from(o.service_s)).sum::<u64>() + day.sequence.travel_s
}
