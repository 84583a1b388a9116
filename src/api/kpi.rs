//! A rep's day in key figures, as the day's page and the board show them. The domain counts; here
//! shares become ratios.

use chrono::NaiveDate;
use fieldbeat_domain::kpi::{Definition, Figures, Measure as M, Terms};
use serde::Serialize;
use sqlx::PgConnection;

use super::{Api, problem::Problem};
use crate::store::{
    kpi::{self, Ask, Grain, Organised},
    scope::Scope,
    setting,
};

#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct KpiView {
    planned: i64,
    planned_visited: i64,
    /// Ratios are 0–1; null where there is nothing to divide by.
    plan_compliance: Option<f64>,
    calls: i64,
    on_plan_calls: i64,
    call_compliance: Option<f64>,
    /// Longest in-order run of on-plan visits ÷ on-plan visits.
    sequence_compliance: Option<f64>,
    /// Calls, unique outlets called, calls with an order line.
    tc: i64,
    utc: i64,
    pc: i64,
    strike_rate: Option<f64>,
    /// Calls that wait for a review; they count.
    pending_review: i64,
    /// Distinct paid SKUs per productive call.
    lppc: Option<f64>,
    /// Minor units per productive call.
    drop_size_minor: Option<f64>,
    sales_minor: i64,
}

impl KpiView {
    /// `previewed`: stops of a plan that nothing has frozen yet.
    pub fn of(f: &Figures, previewed: usize) -> Self {
        let value = |code| Definition::find(code).and_then(|d| f.kpi(d).value());
        Self {
            planned: f
                .get(M::Planned)
                .max(i64::try_from(previewed).unwrap_or_default()),
            planned_visited: f.get(M::PlannedVisited),
            plan_compliance: value("plan_compliance"),
            calls: f.get(M::Calls),
            on_plan_calls: f.get(M::OnPlanCalls),
            call_compliance: value("call_compliance"),
            sequence_compliance: value("sequence_compliance"),
            tc: f.get(M::Calls),
            utc: f.get(M::CalledOutlets),
            pc: f.get(M::ProductiveCalls),
            strike_rate: value("strike_rate"),
            pending_review: f.get(M::PendingVisits),
            lppc: value("lppc"),
            drop_size_minor: value("drop_size"),
            sales_minor: f.get(M::SalesValue),
        }
    }
}

/// What decides which visits still wait for a review.
pub async fn terms(db: &mut PgConnection, as_of: NaiveDate) -> Result<Terms, Problem> {
    let settings = setting::effective(db, as_of).await?.settings;
    let days = settings
        .get("review_days")
        .and_then(serde_json::Value::as_u64);
    Ok(Terms {
        as_of,
        review_days: days.and_then(|d| u16::try_from(d).ok()).unwrap_or(3),
    })
}

/// One day of some reps, by rep. The caller has checked that they may be seen.
pub async fn of_day(
    api: &Api,
    db: &mut PgConnection,
    reps: Vec<i32>,
    date: NaiveDate,
) -> Result<std::collections::HashMap<i32, Figures>, Problem> {
    let ask = Ask {
        from: date,
        to: date,
        reps: Some(reps),
        organised: Organised::Then,
        known_at: None,
        today: api.now().today,
        time: api.rules().time,
    };
    let terms = terms(db, ask.today).await?;
    let facts = kpi::facts(db, &Scope::system(), &ask).await?;
    let mut by_rep: std::collections::HashMap<i32, Figures> = std::collections::HashMap::new();
    facts.tell(terms, Grain::Whole, |c| {
        by_rep.entry(c.place.rep.0).or_default().count(c);
    });
    Ok(by_rep)
}
