//! Settings tried on days that are over, before they hold: which verdicts would come out otherwise, and what that does to
//! the figures. One trial at a time, in the background; writes nothing and is forgotten at a restart.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, ManageSettings},
    input::{Body, Seg},
    problem::{Problem, ProblemBody},
    settings_document, write,
};
use crate::{
    evidence::{
        Progress,
        rejudge::{Flip, Line, Rejudged, rejudge},
    },
    store::{StoreError, instant::Instant, scope::Reach, setting},
};

/// Days of a trial.
const DAYS_MAX: i64 = 92;
/// Trials whose results are kept.
const KEPT_MAX: usize = 8;
/// Flips told one by one, and reps told of.
const FLIPS_MAX: usize = 500;
const REPS_MAX: usize = 200;

/// The trials of this server.
#[derive(Default)]
pub(super) struct Trials(Mutex<VecDeque<Trial>>);

struct Trial {
    view: SettingsTrial,
    stop: CancellationToken,
}

impl Trials {
    fn lock(&self) -> MutexGuard<'_, VecDeque<Trial>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// 409 while another runs.
    fn begin(&self, view: SettingsTrial, stop: &CancellationToken) -> Result<(), Problem> {
        let mut trials = self.lock();
        if trials.iter().any(|t| t.view.state == TrialState::Running) {
            return Err(Problem::new(StatusCode::CONFLICT, "trial_running"));
        }
        trials.truncate(KEPT_MAX - 1);
        trials.push_front(Trial {
            view,
            stop: stop.clone(),
        });
        Ok(())
    }

    fn change(&self, id: Uuid, change: impl FnOnce(&mut SettingsTrial)) {
        if let Some(trial) = self.lock().iter_mut().find(|t| t.view.id == id) {
            change(&mut trial.view);
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TrialState {
    Running,
    Done,
    Stopped,
    Failed,
}

#[derive(Clone, Serialize, utoipa::ToSchema)]
pub struct SettingsTrial {
    id: Uuid,
    state: TrialState,
    from: NaiveDate,
    to: NaiveDate,
    /// Names of what was asked for and changes no verdict, so that it was left out.
    untried: Vec<String>,
    /// Rep-days looked at, of how many; unknown at the beginning.
    done: u64,
    of: u64,
    began_at: Instant,
    result: Option<TrialResult>,
}

impl SettingsTrial {
    /// `None`: it was stopped.
    fn end(&mut self, ended: Option<Result<(Rejudged, Progress), StoreError>>) {
        match ended {
            None => self.state = TrialState::Stopped,
            Some(Ok((found, progress))) => {
                self.state = TrialState::Done;
                (self.done, self.of) = (progress.rep_days, progress.of_rep_days);
                self.result = Some(found.into());
            }
            Some(Err(error)) => {
                tracing::error!(%error, "a trial of settings");
                self.state = TrialState::Failed;
            }
        }
    }
}

#[derive(Clone, Serialize, utoipa::ToSchema)]
pub struct TrialResult {
    /// Rep-days that could be judged again, and visits of them.
    judged: u64,
    visits: u64,
    /// Rep-days that keep their verdicts: no raw fixes any more, not over or not settled, not sealed, not as sealed.
    no_raw_data: u64,
    not_settled: u64,
    not_sealed: u64,
    unprovable: u64,
    total: Line,
    /// Those with most flips first, up to 200.
    reps: Vec<RepLine>,
    /// The first 500.
    flips: Vec<Flip>,
}

#[derive(Clone, Serialize, utoipa::ToSchema)]
pub struct RepLine {
    code: String,
    #[serde(flatten)]
    line: Line,
}

impl From<Rejudged> for TrialResult {
    fn from(r: Rejudged) -> Self {
        let mut reps: Vec<RepLine> = (r.reps.into_iter())
            .filter(|(_, line)| line.flips > 0)
            .map(|(code, line)| RepLine { code, line })
            .collect();
        reps.sort_by_key(|rep| std::cmp::Reverse(rep.line.flips));
        reps.truncate(REPS_MAX);
        let mut flips = r.flips;
        flips.truncate(FLIPS_MAX);
        Self {
            judged: r.judged,
            visits: r.visits,
            no_raw_data: r.no_raw_data.len() as u64,
            not_settled: r.not_settled.len() as u64,
            not_sealed: r.not_sealed.len() as u64,
            unprovable: r.unprovable.len() as u64,
            total: r.total,
            reps,
            flips,
        }
    }
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct TrialPut {
    from: NaiveDate,
    /// Included; at most 92 days.
    to: NaiveDate,
    /// As in `PUT /settings`: what is left out is as it was on each day.
    #[schema(value_type = Object)]
    settings: Map<String, Value>,
}

/// Tries settings on days that are over. 409 `trial_running` while another is tried.
#[utoipa::path(post, path = "/settings/trials", operation_id = "settings_trial_create", tag = "settings", request_body = TrialPut,
    responses((status = 202, body = SettingsTrial), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<ManageSettings>,
    body: Body<TrialPut>,
) -> Result<Response, Problem> {
    // Figures of everybody are told.
    if allow.scope.org_units != Reach::All {
        return Err(Problem::forbidden());
    }
    let TrialPut { from, to, settings } = body.value;
    if to < from || (to - from).num_days() >= DAYS_MAX {
        return Err(Problem::field("/to", "out_of_range"));
    }
    let document = setting::effective(api.db(), to).await?.settings;
    let (patch, untried) = tried(&document, settings)?;
    let stop = CancellationToken::new();
    let view = SettingsTrial {
        id: Uuid::now_v7(),
        state: TrialState::Running,
        from,
        to,
        untried,
        done: 0,
        of: 0,
        began_at: Instant(api.now().at),
        result: None,
    };
    api.trials.begin(view.clone(), &stop)?;
    let (db, trials, id) = (api.db().clone(), Arc::clone(&api.trials), view.id);
    let shutdown = api.services.shutdown.clone();
    let runtime = tokio::runtime::Handle::current();
    // Its work borrows what lives here alone, so it stays on one thread.
    let trial = tokio::task::spawn_blocking(move || {
        runtime.block_on(async {
            let told = |p: Progress| {
                trials.change(id, |t| (t.done, t.of) = (p.rep_days, p.of_rep_days));
            };
            let ended = tokio::select! {
                ended = rejudge(&db, (from, to), &patch, &told) => Some(ended),
                () = stop.cancelled() => None,
                () = shutdown.started() => None,
            };
            trials.change(id, |t| t.end(ended));
        });
    });
    api.services.shutdown.spawn("settings trial", async {
        let _ = trial.await;
    });
    let mut response = write::shown(&view)?;
    *response.status_mut() = StatusCode::ACCEPTED;
    Ok(response)
}

/// What of the settings can be tried, as the rules keep it, and the names of the rest. 422 where nothing is left.
fn tried(
    document: &Value,
    mut given: Map<String, Value>,
) -> Result<(Map<String, Value>, Vec<String>), Problem> {
    let mut untried = Vec::new();
    loop {
        let asked = Value::Object(given.clone());
        let faults = match settings_document::patch(document, &asked) {
            Ok(patch) if patch.is_empty() => {
                return Err(Problem::field("/settings", "changes_no_verdict"));
            }
            Ok(patch) => return Ok((patch, untried)),
            Err(faults) => faults,
        };
        let before = untried.len();
        for fault in faults.iter().filter(|f| f.code == "changes_no_verdict") {
            let name = fault.pointer.trim_start_matches('/').to_owned();
            given.remove(&name);
            untried.push(name);
        }
        if untried.len() == before {
            let under = |f: crate::store::upsert::Fault| crate::store::upsert::Fault {
                pointer: format!("/settings{}", f.pointer).into(),
                ..f
            };
            return Err(Problem::invalid(faults.into_iter().map(under).collect()));
        }
    }
}

/// How a trial stands, with its result when it is done.
#[utoipa::path(get, path = "/settings/trials/{id}", operation_id = "settings_trial_get", tag = "settings", params(("id" = Uuid, Path)),
    responses((status = 200, body = SettingsTrial), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn show(
    State(api): State<Api>,
    allow: Allow<ManageSettings>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    if allow.scope.org_units != Reach::All {
        return Err(Problem::forbidden());
    }
    let view = (api.trials.lock().iter())
        .find(|t| t.view.id == id)
        .map(|t| t.view.clone());
    write::shown(&view.ok_or_else(Problem::not_found)?)
}

/// Stops a trial.
#[utoipa::path(delete, path = "/settings/trials/{id}", operation_id = "settings_trial_stop", tag = "settings", params(("id" = Uuid, Path)),
    responses((status = 204), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn stop(
    State(api): State<Api>,
    allow: Allow<ManageSettings>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    if allow.scope.org_units != Reach::All {
        return Err(Problem::forbidden());
    }
    let trials = api.trials.lock();
    let trial = (trials.iter().find(|t| t.view.id == id)).ok_or_else(Problem::not_found)?;
    trial.stop.cancel();
    Ok(StatusCode::NO_CONTENT.into_response())
}
