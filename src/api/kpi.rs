//! The day's key figures (rules.md §6) from its planned stops and visits.
//!
//! Counts effective verdicts: the latest decision of a person, else the machine's. Review counts,
//! invalid does not; calls by phone and cancelled visits are no calls.

use std::collections::BTreeSet;

use fieldbeat_domain::{
    mark::VisitType,
    verdict::{OutcomeVerdict, Overall, PlanVerdict},
    visit::{Visit, VisitState},
};
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Kpis {
    pub planned: usize,
    pub planned_visited: usize,
    /// Ratios are 0–1; null where there is nothing to divide by.
    pub plan_compliance: Option<f64>,
    pub calls: usize,
    pub on_plan_calls: usize,
    pub call_compliance: Option<f64>,
    /// Longest in-order subsequence of on-plan visits ÷ on-plan visits.
    pub sequence_compliance: Option<f64>,
    /// Calls, unique outlets called, calls with an order.
    pub tc: usize,
    pub utc: usize,
    pub pc: usize,
    pub strike_rate: Option<f64>,
}

/// `stops` are (outlet, sequence); `visits` are in the order of the day with their effective verdict.
pub fn of_day(stops: &[(i32, i32)], visits: &[(&Visit, Overall)]) -> Kpis {
    let calls: Vec<&Visit> = visits
        .iter()
        .filter(|(v, overall)| {
            *overall != Overall::Invalid
                && v.state != VisitState::Cancelled
                && v.visit_type != VisitType::Phone
        })
        .map(|(v, _)| *v)
        .collect();
    let called: BTreeSet<i32> = calls.iter().filter_map(|v| v.outlet.map(|o| o.0)).collect();
    let planned: BTreeSet<i32> = stops.iter().map(|s| s.0).collect();
    let on_plan = calls
        .iter()
        .filter(|v| v.verdict.plan == PlanVerdict::OnPlan);
    let sequence: Vec<i32> = on_plan
        .clone()
        .filter_map(|v| {
            stops
                .iter()
                .find(|s| Some(s.0) == v.outlet.map(|o| o.0))
                .map(|s| s.1)
        })
        .collect();
    let on_plan_calls = on_plan.count();
    let planned_visited = planned.intersection(&called).count();
    let pc = calls
        .iter()
        .filter(|v| v.verdict.outcome == OutcomeVerdict::Productive)
        .count();
    Kpis {
        planned: planned.len(),
        planned_visited,
        plan_compliance: ratio(planned_visited, planned.len()),
        calls: calls.len(),
        on_plan_calls,
        call_compliance: ratio(on_plan_calls, calls.len()),
        sequence_compliance: ratio(longest_rising(&sequence), sequence.len()),
        tc: calls.len(),
        utc: called.len(),
        pc,
        strike_rate: ratio(pc, calls.len()),
    }
}

fn ratio(part: usize, whole: usize) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "counts of one day")]
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Length of the longest strictly rising subsequence.
fn longest_rising(values: &[i32]) -> usize {
    let mut tails: Vec<i32> = Vec::new();
    for &value in values {
        let at = tails.partition_point(|t| *t < value);
        match tails.get_mut(at) {
            Some(tail) => *tail = value,
            None => tails.push(value),
        }
    }
    tails.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_of_the_dictionary() {
        assert_eq!(ratio(15, 18).map(|r| (r * 1000.0).round()), Some(833.0));
        assert_eq!(ratio(15, 20), Some(0.75));
        assert_eq!(ratio(0, 0), None);
        assert_eq!(
            longest_rising(&[1, 5, 2, 3, 9, 4, 6, 7, 8, 15, 10, 11, 14, 13, 12]),
            10
        );
        assert_eq!(longest_rising(&[3, 2, 1]), 1);
        assert_eq!(longest_rising(&[]), 0);
    }
}
