//! What was found for a scenario: figures, who has which outlet and why, every day's calls, and two of them compared.

use axum::{extract::State, http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    api::{
        Api,
        auth::{Allow, ManageRoutes, ReadScenarios},
        input::{Args, Bare, Seg},
        page::{Asked, Listing, Page},
        problem::{Problem, ProblemBody},
        write::{self, Begun},
    },
    planning,
    store::role::Right,
    store::scenario::{
        self,
        day::{self, DayFilter, SolutionDay},
        difference::{self, Difference},
        hand,
        solution::{self, Assignment, AssignmentFilter, Solution},
    },
};

/// Days answered at once: a rep's cycle has at most 28, one day of the cycle 200 reps.
const DAYS_MAX: i64 = 200;
/// Outlets in which two solutions differ that are named; all are counted.
const DIFFERENCES_MAX: i64 = 5_000;

#[derive(Serialize, utoipa::ToSchema)]
pub struct Solutions {
    items: Vec<Solution>,
}

/// The solutions of a scenario with their figures; 0 is today's assignment.
#[utoipa::path(get, path = "/scenarios/{id}/solutions", operation_id = "scenario_solutions", tag = "scenarios",
    params(("id" = i32, Path)),
    responses((status = 200, body = Solutions), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadScenarios>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    scenario::get(api.db(), &allow.scope, id).await?;
    let mut items = solution::list(api.db(), id, None).await?;
    planning::mark_dominated(&mut items);
    if !allow.scope.may(Right::ManageRoutes) {
        items.iter_mut().for_each(without_homes);
    }
    write::shown(&Solutions { items })
}

/// Where reps' days begin may be where they live: for those alone who plan with it.
fn without_homes(solution: &mut Solution) {
    for rep in &mut solution.figures.0.reps {
        rep.home = None;
    }
}

/// Throws away a solution that was made by hand. Those that are searched go with changed inputs.
#[utoipa::path(delete, path = "/scenarios/{id}/solutions/{solution}", operation_id = "solution_remove", tag = "scenarios",
    params(("id" = i32, Path), ("solution" = i32, Path)),
    responses((status = 204), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn remove(
    State(api): State<Api>,
    allow: Allow<ManageRoutes>,
    Seg((id, ordinal)): Seg<(i32, i32)>,
    Bare(request): Bare,
) -> Result<Response, Problem> {
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let was = scenario::lock(write.tx(), &allow.scope, id).await?;
    super::open(&was)?;
    if ordinal < solution::FIRST_BY_HAND {
        return Err(Problem::new(StatusCode::CONFLICT, "solution_searched")
            .detail("Only what was made by hand can be thrown away by itself."));
    }
    if !hand::remove(write.tx(), id, ordinal).await? {
        return Err(Problem::not_found());
    }
    let subject = format!("scenarios/{id}/solutions/{ordinal}");
    write
        .audit("scenarios.solution_remove", &subject, json!({}))
        .await?;
    write.commit(StatusCode::NO_CONTENT, &()).await
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AssignmentArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// Whose it is in the solution, or is today.
    rep_id: Option<i32>,
    /// Whether its rep is another than today.
    moved: Option<bool>,
    /// Whether visits of it are missing.
    unserved: Option<bool>,
    /// Part of code or name.
    q: Option<String>,
}

/// The outlets of a solution: who has them and why, on which days, and what is missing.
#[utoipa::path(get, path = "/scenarios/{id}/solutions/{solution}/outlets", operation_id = "solution_outlets", tag = "scenarios",
    params(("id" = i32, Path), ("solution" = i32, Path), AssignmentArgs),
    responses((status = 200, body = Page<Assignment>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn outlets(
    State(api): State<Api>,
    allow: Allow<ReadScenarios>,
    Seg((id, ordinal)): Seg<(i32, i32)>,
    Args(args): Args<AssignmentArgs>,
) -> Result<Response, Problem> {
    seen(&api, &allow, id, ordinal).await?;
    let filter = AssignmentFilter {
        rep_id: args.rep_id,
        moved: args.moved,
        unserved: args.unserved,
        q: args.q,
    };
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let bound = (id, ordinal, &filter);
    let listing = Listing::<i32>::begin(&api, "solution-outlets", asked, &bound).await?;
    let (after, fetch) = (listing.after.unwrap_or(0), listing.fetch());
    let rows = solution::assignments(api.db(), (id, ordinal), after, fetch, &filter).await?;
    write::shown(&listing.page(rows, |o| o.outlet_id))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DayArgs {
    rep_id: Option<i32>,
    /// 1–4
    week: Option<i16>,
    /// Monday 1
    weekday: Option<i16>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct SolutionDays {
    items: Vec<SolutionDay>,
}

/// Days of a solution with their calls in order: those of one rep, or one day of the cycle.
#[utoipa::path(get, path = "/scenarios/{id}/solutions/{solution}/days", operation_id = "solution_days", tag = "scenarios",
    params(("id" = i32, Path), ("solution" = i32, Path), DayArgs),
    responses((status = 200, body = SolutionDays), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn days(
    State(api): State<Api>,
    allow: Allow<ReadScenarios>,
    Seg((id, ordinal)): Seg<(i32, i32)>,
    Args(args): Args<DayArgs>,
) -> Result<Response, Problem> {
    seen(&api, &allow, id, ordinal).await?;
    if args.rep_id.is_none() && (args.week.is_none() || args.weekday.is_none()) {
        return Err(Problem::query("rep_id", "required"));
    }
    if args.week.is_some_and(|week| !(1..=4).contains(&week)) {
        return Err(Problem::query("week", "out_of_range"));
    }
    if args.weekday.is_some_and(|day| !(1..=7).contains(&day)) {
        return Err(Problem::query("weekday", "out_of_range"));
    }
    let filter = DayFilter {
        rep_id: args.rep_id,
        week: args.week,
        weekday: args.weekday,
    };
    let items = day::days(api.db(), (id, ordinal), filter, DAYS_MAX).await?;
    write::shown(&SolutionDays { items })
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CompareArgs {
    /// `scenario:solution`, e.g. `3:0`.
    a: String,
    b: String,
}

/// Two solutions, and the outlets whose rep is not the same in both.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Comparison {
    a: Solution,
    b: Solution,
    /// All of them.
    different: i64,
    /// The first 5,000.
    outlets: Vec<Difference>,
}

/// Any two solutions beside each other, of one scenario or two.
#[utoipa::path(get, path = "/scenarios/compare", operation_id = "scenario_compare", tag = "scenarios", params(CompareArgs),
    responses((status = 200, body = Comparison), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn compare(
    State(api): State<Api>,
    allow: Allow<ReadScenarios>,
    Args(args): Args<CompareArgs>,
) -> Result<Response, Problem> {
    let read = |name: &'static str, text: &str| {
        let parts = text.split_once(':');
        let ids = parts.and_then(|(id, n)| Some((id.parse().ok()?, n.parse().ok()?)));
        ids.ok_or_else(|| Problem::query(name, "invalid"))
    };
    let (a, b): ((i32, i32), (i32, i32)) = (read("a", &args.a)?, read("b", &args.b)?);
    let (mut one, mut other) = (
        seen(&api, &allow, a.0, a.1).await?,
        seen(&api, &allow, b.0, b.1).await?,
    );
    if !allow.scope.may(Right::ManageRoutes) {
        without_homes(&mut one);
        without_homes(&mut other);
    }
    let different = difference::count_different(api.db(), a, b).await?;
    let outlets = difference::differences(api.db(), a, b, DIFFERENCES_MAX).await?;
    write::shown(&Comparison {
        a: one,
        b: other,
        different,
        outlets,
    })
}

/// A solution of a scenario in scope.
pub(super) async fn seen(
    api: &Api,
    allow: &Allow<ReadScenarios>,
    id: i32,
    ordinal: i32,
) -> Result<Solution, Problem> {
    scenario::get(api.db(), &allow.scope, id).await?;
    let found = solution::list(api.db(), id, Some(ordinal)).await?;
    found.into_iter().next().ok_or_else(Problem::not_found)
}
