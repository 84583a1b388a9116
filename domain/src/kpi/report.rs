//! A judged day as facts, for who has the report at hand: replay, what-if, tests.

use super::fact::{CallFact, DayFact, RepDay, StopFact, StopOutcome};
use crate::{
    day::DayReport,
    id::{OrgUnitId, RouteId},
    mark::VisitType,
    plan::StopState,
    time::CompanyTime,
    verdict::PlanVerdict,
};

impl From<&StopState> for StopOutcome {
    fn from(state: &StopState) -> Self {
        match state {
            StopState::Planned | StopState::InProgress => Self::Open,
            StopState::Completed | StopState::Missed { .. } => Self::Missed,
            StopState::Cancelled { .. } => Self::Cancelled,
            StopState::Rescheduled { .. } => Self::Rescheduled,
            StopState::Excused => Self::Excused,
        }
    }
}

impl RepDay {
    /// Without reviews, orders and routes, which a report does not know: an outlet is assigned where
    /// the plan verdict says that it is the rep's own.
    pub fn of_report(
        report: &DayReport,
        org_unit: OrgUnitId,
        can_declare: bool,
        time: &CompanyTime,
    ) -> Self {
        let midnight = time.local(report.date, 0);
        let calls = report.visits.iter().map(|v| CallFact {
            visit: v.id,
            outlet: v.outlet,
            route: None,
            assigned: matches!(v.verdict.plan, PlanVerdict::OnPlan | PlanVerdict::OffDay),
            since_midnight_ms: v.started_at().map_or(0, |at| at.since_ms(midnight)),
            source: v.source,
            state: v.state,
            phone: v.visit_type == VisitType::Phone,
            plan: v.verdict.plan,
            overall: v.verdict.overall,
            decision: None,
            outcome: v.verdict.outcome,
            live_orders: 0,
            dead_orders: 0,
            paid_skus: 0,
            value_minor: 0,
        });
        let stops = report.stops.iter().map(|s| StopFact {
            outlet: s.outlet,
            route: RouteId(0),
            sequence: s.sequence,
            unvisited: StopOutcome::from(&s.state),
        });
        Self {
            day: DayFact {
                rep: report.rep,
                date: report.date,
                org_unit,
                can_declare,
                time: report.time,
                distance_mm: report.distance_mm,
                hole_distance_mm: report.hole_distance_mm,
            },
            stops: stops.collect(),
            calls: calls.collect(),
            orders: Vec::new(),
        }
    }
}
