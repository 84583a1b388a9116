//! Numbers for supervisors from judged days (rules.md §6): one code for live board, report and
//! commission. Shares are exact pairs; who shows them divides.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    day::DayReport,
    id::OutletId,
    mark::VisitType,
    plan::StopState,
    verdict::{OutcomeVerdict, PlanVerdict},
    visit::Visit,
};

/// `part` of `whole`; no share where `whole` is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    pub part: u32,
    pub whole: u32,
}

impl Share {
    /// 0.0–1.0
    pub fn ratio(self) -> Option<f64> {
        (self.whole > 0).then(|| f64::from(self.part) / f64::from(self.whole))
    }
    /// Tenths of a percent, half up: 15/18 is 833.
    pub fn per_mille(self) -> Option<u32> {
        (self.whole > 0).then(|| (self.part * 2000 + self.whole) / (self.whole * 2))
    }
}

/// Figures of one or several rep-days; they add up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kpis {
    /// Planned outlets visited ÷ planned (cancelled by an accepted reason leave elsewhere).
    pub plan_compliance: Share,
    /// On-plan calls ÷ all calls.
    pub call_compliance: Share,
    /// Longest in-order run of on-plan visits ÷ on-plan visits.
    pub sequence_compliance: Share,
    /// Calls. Phone calls stay out.
    pub tc: u32,
    /// Unique outlets called, day by day.
    pub utc: u32,
    /// Calls with at least one order line.
    pub pc: u32,
}

impl Kpis {
    /// PC ÷ TC.
    pub const fn strike_rate(&self) -> Share {
        Share {
            part: self.pc,
            whole: self.tc,
        }
    }

    /// Figures of one day. `can_declare` as in the day's context: detected visits count only where
    /// the source cannot declare.
    pub fn of_day(day: &DayReport, can_declare: bool) -> Self {
        let calls: Vec<&Visit> = day
            .visits
            .iter()
            .filter(|v| v.counts(can_declare) && v.visit_type != VisitType::Phone)
            .collect();
        let on_plan: Vec<&&Visit> = calls
            .iter()
            .filter(|v| v.verdict.plan == PlanVerdict::OnPlan)
            .collect();
        let sequence_of = |o: Option<OutletId>| {
            day.stops
                .iter()
                .find(|s| Some(s.outlet) == o)
                .map(|s| s.sequence)
        };
        let order: Vec<i32> = on_plan
            .iter()
            .filter_map(|v| sequence_of(v.outlet))
            .collect();
        let visited = day
            .stops
            .iter()
            .filter(|s| matches!(s.state, StopState::Completed | StopState::InProgress));
        let unique: BTreeSet<_> = calls.iter().filter_map(|v| v.outlet).collect();
        let productive = calls
            .iter()
            .filter(|v| v.verdict.outcome == OutcomeVerdict::Productive);
        Self {
            plan_compliance: Share {
                part: count(visited.count()),
                whole: count(day.stops.len()),
            },
            call_compliance: Share {
                part: count(on_plan.len()),
                whole: count(calls.len()),
            },
            sequence_compliance: Share {
                part: count(longest_in_order(&order)),
                whole: count(on_plan.len()),
            },
            tc: count(calls.len()),
            utc: count(unique.len()),
            pc: count(productive.count()),
        }
    }

    /// Figures of several days.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let add = |a: Share, b: Share| Share {
            part: a.part + b.part,
            whole: a.whole + b.whole,
        };
        Self {
            plan_compliance: add(self.plan_compliance, other.plan_compliance),
            call_compliance: add(self.call_compliance, other.call_compliance),
            sequence_compliance: add(self.sequence_compliance, other.sequence_compliance),
            tc: self.tc + other.tc,
            utc: self.utc + other.utc,
            pc: self.pc + other.pc,
        }
    }
}

/// Length of the longest strictly increasing subsequence.
pub fn longest_in_order(sequence: &[i32]) -> usize {
    // `tails` holds the smallest last value of a run of each length.
    let mut tails: Vec<i32> = Vec::new();
    for &s in sequence {
        let i = tails.partition_point(|t| *t < s);
        match tails.get_mut(i) {
            Some(t) => *t = s,
            None => tails.push(s),
        }
    }
    tails.len()
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
