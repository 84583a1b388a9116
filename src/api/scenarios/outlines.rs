//! Territories drawn round what a solution gives each rep.

use std::collections::{BTreeMap, HashSet};

use axum::{extract::State, http::StatusCode, response::Response};
use fieldbeat_domain::position::LatLng;
use fieldbeat_planning::territory::{Shape, outline};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    api::{
        Api,
        auth::{Allow, ManageRoutes},
        input::{Body, Seg},
        master::{self, Master},
        problem::{Problem, ProblemBody},
        territories::{Territories, turn, work},
        write::{self, Begun},
    },
    store::{
        scenario::{
            self,
            ground::{self, GroundRep},
            solution,
        },
        territory::{
            put::{self, TerritoryPut},
            sketch::Sketch,
        },
        upsert::{Mode, RowResult, RowStatus},
    },
};

#[derive(Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OutlinePut {
    /// Shows what would be drawn, and draws nothing.
    #[serde(default)]
    pub dry_run: bool,
}

/// What was drawn round the outlets of one rep.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Outlined {
    rep_id: i32,
    rep_code: String,
    /// Inside it.
    outlets: usize,
    /// Of the rep in the solution, and lying nowhere.
    without_pin: usize,
    /// In a dry run.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    shape: Option<Shape>,
    /// What became of the territory.
    #[serde(flatten)]
    result: RowResult,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct NotOutlined {
    rep_id: i32,
    rep_code: String,
    /// no_outlets | no_pins
    why: &'static str,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct Outlines {
    dry_run: bool,
    /// By code of the rep.
    territories: Vec<Outlined>,
    left_out: Vec<NotOutlined>,
}

/// Draws a territory round the outlets of each rep of a solution: `T-` and the rep's code, made or drawn anew. A territory
/// that is there keeps its name and unit. Outlines of neighbours may overlap: the check tells where.
#[utoipa::path(post, path = "/scenarios/{id}/solutions/{solution}/territories", operation_id = "solution_territories", tag = "scenarios",
    params(("id" = i32, Path), ("solution" = i32, Path)), request_body = OutlinePut,
    responses((status = 200, body = Outlines), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn draw(
    State(api): State<Api>,
    allow: Allow<ManageRoutes>,
    Seg((id, ordinal)): Seg<(i32, i32)>,
    body: Body<OutlinePut>,
) -> Result<Response, Problem> {
    let turn = turn().await?;
    let scenario = scenario::get(api.db(), &allow.scope, id).await?;
    let there = solution::list(api.db(), id, Some(ordinal)).await?;
    if there.is_empty() {
        return Err(Problem::not_found());
    }
    let reps = ground::reps(api.db(), id, api.now()).await?;
    let outlets = ground::outlets(api.db(), (id, ordinal)).await?;
    let (drawn, left_out) = work(turn, move || round(reps, outlets)).await?;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let codes: Vec<String> = drawn.iter().map(Drawn::code).collect();
    let known: HashSet<String> = put::known(write.tx(), &codes).await?;
    let rows: Vec<TerritoryPut> = drawn
        .iter()
        .map(|drawn| drawn.put(&known, scenario.org_unit_id))
        .collect();
    let results = put::upsert(write.tx(), &allow.scope, now, Mode::Upsert, &rows).await?;
    let dry_run = body.value.dry_run;
    if !dry_run {
        master::tell(&mut write, Territories::COLLECTION, &results).await?;
        let detail = json!({"scenario": id, "solution": ordinal, "territories": results.len()});
        write
            .audit("territories.outline", Territories::COLLECTION, detail)
            .await?;
    }
    let territories = drawn.into_iter().zip(results);
    let answer = Outlines {
        dry_run,
        territories: territories
            .map(|(drawn, result)| drawn.shown(result, dry_run))
            .collect(),
        left_out,
    };
    if dry_run {
        // The transaction is dropped: nothing of it happened.
        return write::shown(&answer);
    }
    write.commit(StatusCode::OK, &answer).await
}

struct Drawn {
    rep: GroundRep,
    outlets: usize,
    without_pin: usize,
    sketch: Sketch,
}

fn round(
    reps: Vec<GroundRep>,
    outlets: Vec<(i32, Option<LatLng>)>,
) -> (Vec<Drawn>, Vec<NotOutlined>) {
    let mut of: BTreeMap<i32, (Vec<LatLng>, usize)> = BTreeMap::new();
    for (rep, at) in outlets {
        let (pins, without) = of.entry(rep).or_default();
        match at {
            Some(at) => pins.push(at),
            None => *without += 1,
        }
    }
    let (mut drawn, mut left_out) = (Vec::new(), Vec::new());
    for rep in reps {
        let (pins, without_pin) = of.remove(&rep.rep_id).unwrap_or_default();
        let Some(shape) = outline(&pins) else {
            left_out.push(NotOutlined {
                rep_id: rep.rep_id,
                rep_code: rep.rep_code,
                why: if without_pin > 0 {
                    "no_pins"
                } else {
                    "no_outlets"
                },
            });
            continue;
        };
        let sketch = Sketch::from(shape);
        // Kept in it; what is refused is told row by row.
        let _: Result<_, _> = sketch.measured();
        drawn.push(Drawn {
            rep,
            outlets: pins.len(),
            without_pin,
            sketch,
        });
    }
    (drawn, left_out)
}

impl Drawn {
    fn code(&self) -> String {
        format!("T-{}", self.rep.rep_code)
    }

    fn put(&self, known: &HashSet<String>, unit: i32) -> TerritoryPut {
        let code = self.code();
        let is_new = !known.contains(&code);
        TerritoryPut {
            code,
            name: is_new.then(|| self.rep.rep_name.clone()),
            org_unit_id: is_new.then_some(self.rep.org_unit_id.unwrap_or(unit)),
            rep_id: Some(Some(self.rep.rep_id)),
            shape: Some(self.sketch.clone()),
            ..TerritoryPut::default()
        }
    }

    fn shown(self, mut result: RowResult, dry_run: bool) -> Outlined {
        if dry_run && result.status == RowStatus::Created {
            result.id = None;
        }
        Outlined {
            rep_id: self.rep.rep_id,
            rep_code: self.rep.rep_code,
            outlets: self.outlets,
            without_pin: self.without_pin,
            shape: dry_run.then(|| self.sketch.shape().clone()),
            result,
        }
    }
}
