//! What a scenario is planned with: its reps, its outlets, and assignments made by hand.

use std::collections::{BTreeMap, HashMap, HashSet};

use axum::{extract::State, http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{finish, open};
use crate::{
    api::{
        Api,
        auth::{Allow, ManageRoutes, ReadScenarios},
        input::{Args, Body, Seg},
        master::{BATCH_MAX, Batch, BatchAnswer},
        page::{Asked, Listing, Page},
        problem::{Problem, ProblemBody},
        write::{self, Begun, Write},
    },
    store::{
        role::Right,
        scenario::{
            self, Scenario, hand,
            outlet::{self, OutletFilter, OutletInput, ScenarioOutlet, ScenarioOutletPut},
            rep::{self, ScenarioRep, ScenarioRepPut},
            turn,
        },
        scope::Scope,
        upsert::{Fault, RowResult, RowStatus, check_text},
    },
};

#[derive(Serialize, utoipa::ToSchema)]
pub struct ScenarioReps {
    items: Vec<ScenarioRep>,
}

/// The reps of a scenario, by code.
#[utoipa::path(get, path = "/scenarios/{id}/reps", operation_id = "scenario_reps", tag = "scenarios", params(("id" = i32, Path)),
    responses((status = 200, body = ScenarioReps), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn reps(
    State(api): State<Api>,
    allow: Allow<ReadScenarios>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    scenario::get(api.db(), &allow.scope, id).await?;
    let mut items = rep::list(api.db(), id).await?;
    if !allow.scope.may(Right::ManageRoutes) {
        for rep in &mut items {
            (rep.home_lat, rep.home_lng) = (None, None);
        }
    }
    write::shown(&ScenarioReps { items })
}

/// Changes homes, working days, calls and classes of reps, all or none; solutions go.
#[utoipa::path(post, path = "/scenarios/{id}/reps/batch", operation_id = "scenario_reps_change", tag = "scenarios",
    params(("id" = i32, Path)), request_body = Batch<ScenarioRepPut>,
    responses((status = 200, body = Scenario), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change_reps(
    State(api): State<Api>,
    allow: Allow<ManageRoutes>,
    Seg(id): Seg<i32>,
    body: Body<Batch<ScenarioRepPut>>,
) -> Result<Response, Problem> {
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let was = scenario::lock(write.tx(), &allow.scope, id).await?;
    open(&was)?;
    let items = body.value.items;
    if items.len() > scenario::REPS_MAX {
        return Err(Problem::field("/items", "too_many"));
    }
    let at = write.now.at;
    rep::change(write.tx(), id, &items).await?;
    scenario::inputs_changed(write.tx(), id, at).await?;
    finish(write, &allow.scope, id, StatusCode::OK, "reps").await
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OutletArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// Part of code or name.
    q: Option<String>,
    /// Today's.
    rep_id: Option<i32>,
    class: Option<String>,
    locked: Option<bool>,
}

/// The outlets of a scenario, by id.
#[utoipa::path(get, path = "/scenarios/{id}/outlets", operation_id = "scenario_outlets", tag = "scenarios",
    params(("id" = i32, Path), OutletArgs),
    responses((status = 200, body = Page<ScenarioOutlet>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn outlets(
    State(api): State<Api>,
    allow: Allow<ReadScenarios>,
    Seg(id): Seg<i32>,
    Args(args): Args<OutletArgs>,
) -> Result<Response, Problem> {
    scenario::get(api.db(), &allow.scope, id).await?;
    let filter = OutletFilter {
        q: args.q,
        rep_id: args.rep_id,
        class: args.class,
        locked: args.locked,
    };
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let listing = Listing::<i32>::begin(&api, "scenario-outlets", asked, &(id, &filter)).await?;
    let (after, fetch) = (listing.after.unwrap_or(0), listing.fetch());
    let rows = outlet::list(api.db(), id, after, fetch, &filter).await?;
    write::shown(&listing.page(rows, |o| o.outlet_id))
}

/// Locks outlets, changes how often and how long they are called at; a bad row costs that row. Solutions go where
/// anything changes.
#[utoipa::path(post, path = "/scenarios/{id}/outlets/batch", operation_id = "scenario_outlets_change", tag = "scenarios",
    params(("id" = i32, Path)), request_body = Batch<ScenarioOutletPut>,
    responses((status = 200, body = BatchAnswer), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change_outlets(
    State(api): State<Api>,
    allow: Allow<ManageRoutes>,
    Seg(id): Seg<i32>,
    body: Body<Batch<ScenarioOutletPut>>,
) -> Result<Response, Problem> {
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let was = scenario::lock(write.tx(), &allow.scope, id).await?;
    open(&was)?;
    let items = body.value.items;
    if items.len() > BATCH_MAX {
        return Err(Problem::field("/items", "too_many"));
    }
    let at = write.now.at;
    let results = outlet::change(write.tx(), id, &items).await?;
    let changed = |result: &RowResult| result.status == RowStatus::Updated;
    if results.iter().any(changed) {
        scenario::inputs_changed(write.tx(), id, at).await?;
    }
    let detail = json!({"rows": results.len()});
    write
        .audit("scenarios.outlets", &format!("scenarios/{id}"), detail)
        .await?;
    write.commit(StatusCode::OK, &BatchAnswer { results }).await
}

/// Who shall have an outlet, by id or code.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandRow {
    pub outlet_id: Option<i32>,
    pub outlet_code: Option<String>,
    /// Neither: nobody.
    pub rep_id: Option<i32>,
    pub rep_code: Option<String>,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandPut {
    /// What the solution is called.
    pub name: String,
    /// Outlets that are not named stay with today's rep.
    pub items: Vec<HandRow>,
}

/// An assignment made by hand: days and order are planned for it in the background, and it is compared with the others.
#[utoipa::path(post, path = "/scenarios/{id}/assignments", operation_id = "scenario_assign", tag = "scenarios",
    params(("id" = i32, Path)), request_body = HandPut,
    responses((status = 202, body = Scenario), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn assign(
    State(api): State<Api>,
    allow: Allow<ManageRoutes>,
    Seg(id): Seg<i32>,
    body: Body<HandPut>,
) -> Result<Response, Problem> {
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let put = body.value;
    let faults = by_hand(&mut write, &allow.scope, id, &put).await?;
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let answer = finish(write, &allow.scope, id, StatusCode::ACCEPTED, "assign").await?;
    api.services.planner.queued();
    Ok(answer)
}

/// Faults of an assignment that are told.
const FAULTS_MAX: usize = 1_000;

/// Keeps an assignment by hand and queues the scenario; nothing of it where the answer names faults.
pub(super) async fn by_hand(
    write: &mut Write,
    scope: &Scope,
    id: i32,
    put: &HandPut,
) -> Result<Vec<Fault>, Problem> {
    let was = scenario::lock(write.tx(), scope, id).await?;
    if !was.is_still() {
        return Err(Problem::new(StatusCode::CONFLICT, "scenario_solving"));
    }
    if put.items.len() > scenario::OUTLETS_MAX {
        return Err(Problem::field("/items", "too_many"));
    }
    let mut faults = Vec::new();
    check_text("/name", Some(&put.name), true, &mut faults);
    let codes: Vec<String> = (put.items.iter())
        .filter_map(|row| row.outlet_code.clone())
        .collect();
    let known: HashMap<i32, OutletInput> = (outlet::inputs(write.tx(), id).await?.into_iter())
        .map(|outlet| (outlet.outlet_id, outlet))
        .collect();
    let outlets = Known {
        by_code: outlet::by_code(write.tx(), id, &codes).await?,
        ids: known.keys().copied().collect(),
    };
    let list = rep::list(write.tx(), id).await?;
    let classes: HashMap<i32, &Option<Vec<String>>> =
        list.iter().map(|rep| (rep.rep_id, &rep.classes)).collect();
    let reps = Known {
        by_code: (list.iter())
            .map(|rep| (rep.rep_code.clone(), rep.rep_id))
            .collect(),
        ids: list.iter().map(|rep| rep.rep_id).collect(),
    };
    let mut rep_of: BTreeMap<i32, Option<i32>> = BTreeMap::new();
    for (at, row) in put.items.iter().enumerate() {
        let outlet = outlets.find(row.outlet_id, row.outlet_code.as_deref());
        let rep = reps.find(row.rep_id, row.rep_code.as_deref());
        let mut fault = |field: &str, code: &'static str| {
            faults.push(Fault::new(format!("/items/{at}/{field}"), code));
        };
        let Named::Found(outlet) = outlet else {
            fault("outlet_code", "unknown");
            continue;
        };
        let rep = match rep {
            Named::Found(rep) => Some(rep),
            Named::Nobody => None,
            Named::Unknown => {
                fault("rep_code", "unknown");
                continue;
            }
        };
        if let Some(given) = known.get(&outlet) {
            if given.locked && rep != given.rep_id {
                fault("rep_code", "locked");
            }
            let able = rep.and_then(|rep| classes.get(&rep).copied()?.as_ref());
            if able.is_some_and(|able| !able.contains(&given.class)) {
                fault("rep_code", "no_skill");
            }
        }
        if rep_of.insert(outlet, rep).is_some() {
            fault("outlet_code", "repeated");
        }
    }
    faults.truncate(FAULTS_MAX);
    if faults.is_empty() {
        let at = write.now.at;
        hand::add(write.tx(), id, &put.name, &rep_of, at)
            .await?
            .ok_or_else(|| Problem::field("/name", "too_many"))?;
        turn::queue(write.tx(), id, at).await?;
    }
    Ok(faults)
}

/// What may be named.
struct Known {
    by_code: HashMap<String, i32>,
    ids: HashSet<i32>,
}

enum Named {
    Found(i32),
    Nobody,
    Unknown,
}

impl Known {
    fn find(&self, id: Option<i32>, code: Option<&str>) -> Named {
        let found = match (id, code.filter(|code| !code.is_empty())) {
            (Some(id), _) => self.ids.get(&id),
            (None, Some(code)) => self.by_code.get(code),
            (None, None) => return Named::Nobody,
        };
        found.map_or(Named::Unknown, |id| Named::Found(*id))
    }
}
