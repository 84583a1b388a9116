//! The day's key figures as shown. The domain counts them; here shares become ratios, and verdicts
//! the effective ones.

use fieldbeat_domain::{
    day::{DayReport, StopReport},
    id::{OutletId, RepId, RuleVersion},
    kpi::{Kpis, Share},
    plan::StopState,
    verdict::Overall,
    visit::Visit,
};
use serde::Serialize;

use crate::store::{day_plan::PlanView, rep_day::StoredReport};

#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct KpiView {
    planned: u32,
    planned_visited: u32,
    /// Ratios are 0–1; null where there is nothing to divide by.
    plan_compliance: Option<f64>,
    calls: u32,
    on_plan_calls: u32,
    call_compliance: Option<f64>,
    /// Longest in-order run of on-plan visits ÷ on-plan visits.
    sequence_compliance: Option<f64>,
    /// Calls, unique outlets called, calls with an order line.
    tc: u32,
    utc: u32,
    pc: u32,
    strike_rate: Option<f64>,
}

impl From<Kpis> for KpiView {
    fn from(k: Kpis) -> Self {
        let Share { part, whole } = k.plan_compliance;
        Self {
            planned: whole,
            planned_visited: part,
            plan_compliance: k.plan_compliance.ratio(),
            calls: k.call_compliance.whole,
            on_plan_calls: k.call_compliance.part,
            call_compliance: k.call_compliance.ratio(),
            sequence_compliance: k.sequence_compliance.ratio(),
            tc: k.tc,
            utc: k.utc,
            pc: k.pc,
            strike_rate: k.strike_rate().ratio(),
        }
    }
}

/// Figures of a day by effective verdicts: the latest decision of a person, else the machine's.
pub fn of_day(
    plan: &PlanView,
    report: &StoredReport,
    visits: impl Iterator<Item = (Visit, Overall)>,
    can_declare: bool,
) -> KpiView {
    let visits = visits.map(|(mut visit, effective)| {
        visit.verdict.overall = effective;
        visit
    });
    let day = DayReport {
        rep: RepId(plan.rep_id),
        date: plan.date,
        rule_version: RuleVersion(plan.rule_version),
        sessions: Vec::new(),
        breaks: Vec::new(),
        visits: visits.collect(),
        stops: if report.stops.is_empty() {
            unjudged(plan)
        } else {
            report.stops.clone()
        },
        stays: Vec::new(),
        holes: Vec::new(),
        fixes: report.fixes,
        fixes_accepted: report.fixes_accepted,
        distance_mm: report.distance_mm,
        hole_distance_mm: report.hole_distance_mm,
        first_call_at: report.first_call_at,
        last_call_at: report.last_call_at,
        time: report.time,
        hash: [0; 32],
    };
    Kpis::of_day(&day, can_declare).into()
}

/// The plan of a day that nothing has come in for yet.
fn unjudged(plan: &PlanView) -> Vec<StopReport> {
    let stops = plan.stops.iter().map(|s| StopReport {
        outlet: OutletId(s.outlet_id),
        sequence: s.sequence,
        state: StopState::Planned,
        visit: None,
    });
    stops.collect()
}
