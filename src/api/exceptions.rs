//! Exceptions of the field: what a supervisor should look at, and what was done about it.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, HandleExceptions, Watch},
    input::{Args, Body, Seg},
    master::{BATCH_MAX, BatchArgs, at_item},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun, Write},
};
use crate::{
    server::exceptions::tell,
    store::{
        exception::{self, Done, ExceptionFilter, ExceptionState, FieldException, Pending},
        exception_action::{self, Acting, ExceptionAction, Owner},
        exception_round::Changed,
        scope::Scope,
        upsert::{Fault, check_text},
    },
};
use fieldbeat_domain::exception::Kind;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// Comma-separated: open, acknowledged, resolved.
    state: Option<String>,
    /// Comma-separated, e.g. `silent,outside`.
    kind: Option<String>,
    rep_id: Option<i32>,
    org_unit_id: Option<i32>,
    /// The id of a user, `me`, or `none`.
    owner: Option<String>,
    /// One day; or `from` and `to`, both included.
    date: Option<NaiveDate>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

impl ListArgs {
    fn filter(&self, scope: &Scope) -> Result<ExceptionFilter, Problem> {
        let owner = self.owner.as_deref();
        let owner_id = match owner {
            None | Some("none") => None,
            Some("me") => scope.user_id(),
            Some(id) => Some(id.parse().map_err(|_| Problem::query("owner", "invalid"))?),
        };
        let states = [
            ExceptionState::Open,
            ExceptionState::Acknowledged,
            ExceptionState::Resolved,
        ];
        Ok(ExceptionFilter {
            ids: None,
            states: words(
                self.state.as_deref(),
                "state",
                &states.map(ExceptionState::as_str),
            )?,
            kinds: words(self.kind.as_deref(), "kind", &Kind::ALL.map(Kind::as_str))?,
            rep_id: self.rep_id,
            org_unit_id: self.org_unit_id,
            owner_id,
            unowned: owner == Some("none"),
            from: self.date.or(self.from),
            to: self.date.or(self.to),
        })
    }
}

/// A list of words, all of them known.
fn words(
    given: Option<&str>,
    name: &'static str,
    known: &[&str],
) -> Result<Option<Vec<String>>, Problem> {
    let Some(given) = given else { return Ok(None) };
    let words: Vec<String> = given.split(',').map(|w| w.trim().to_owned()).collect();
    if words.iter().all(|w| known.contains(&w.as_str())) {
        Ok(Some(words))
    } else {
        Err(Problem::query(name, "unknown"))
    }
}

/// Exceptions in scope, newest first.
#[utoipa::path(get, path = "/exceptions", operation_id = "exception_list", tag = "exceptions", params(ListArgs),
    responses((status = 200, body = Page<FieldException>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<Watch>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let filter = args.filter(&allow.scope)?;
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let listing =
        Listing::<(DateTime<Utc>, Uuid)>::begin(&api, "exceptions", asked, &filter).await?;
    let (after, fetch) = (listing.after, listing.fetch());
    let rows = exception::list(api.db(), &allow.scope, &filter, after, fetch).await?;
    write::shown(&listing.page(rows, |e| (e.opened_at.0, e.id)))
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct ExceptionSummary {
    /// Kinds with anything that is not resolved.
    kinds: Vec<Pending>,
    open: i64,
    acknowledged: i64,
}

/// How many exceptions in scope are not resolved.
#[utoipa::path(get, path = "/exceptions/summary", operation_id = "exception_summary", tag = "exceptions",
    responses((status = 200, body = ExceptionSummary), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn summary(State(api): State<Api>, allow: Allow<Watch>) -> Result<Response, Problem> {
    let kinds = exception::pending(api.db(), &allow.scope).await?;
    write::shown(&ExceptionSummary {
        open: kinds.iter().map(|k| k.open).sum(),
        acknowledged: kinds.iter().map(|k| k.acknowledged).sum(),
        kinds,
    })
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct ExceptionWhole {
    #[serde(flatten)]
    #[schema(inline)]
    exception: FieldException,
    /// Oldest first.
    history: Vec<Done>,
    /// To whom it may be assigned, the nearest first.
    owners: Vec<Owner>,
}

/// One exception with its history.
#[utoipa::path(get, path = "/exceptions/{id}", operation_id = "exception_get", tag = "exceptions", params(("id" = Uuid, Path)),
    responses((status = 200, body = ExceptionWhole), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<Watch>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    let exception = exception::get(api.db(), &allow.scope, id).await?;
    let history = exception::history(api.db(), id).await?;
    let owners = exception_action::owners(api.db(), exception.org_unit_id).await?;
    write::shown(&ExceptionWhole {
        exception,
        history,
        owners,
    })
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct ActionPut {
    #[schema(inline)]
    action: ExceptionAction,
    /// Required to resolve.
    reason: Option<String>,
    /// Of `assign`: a user who may handle exceptions and reaches the unit.
    owner_id: Option<i32>,
}

impl ActionPut {
    fn faults(&self) -> Vec<Fault> {
        let resolving = self.action == ExceptionAction::Resolve;
        let mut faults = Vec::new();
        check_text("/reason", self.reason.as_deref(), resolving, &mut faults);
        match (self.action, self.owner_id) {
            (ExceptionAction::Assign, None) => faults.push(Fault::new("/owner_id", "required")),
            (ExceptionAction::Assign, Some(_)) | (_, None) => {}
            (_, Some(_)) => faults.push(Fault::new("/owner_id", "not_allowed")),
        }
        faults
    }
}

/// Acknowledges, assigns, resolves or reopens.
#[utoipa::path(post, path = "/exceptions/{id}/actions", operation_id = "exception_act", tag = "exceptions",
    params(("id" = Uuid, Path)), request_body = ActionPut,
    responses((status = 201, body = FieldException), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn act(
    State(api): State<Api>,
    allow: Allow<HandleExceptions>,
    Seg(id): Seg<Uuid>,
    body: Body<ActionPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let faults = put.faults();
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (changed, mut faults) = done(&mut write, &allow.scope, &[(id, &put)]).await?;
    match faults.remove(&0) {
        Some(fault) if fault.pointer == "/id" => return Err(Problem::not_found()),
        Some(fault) => return Err(Problem::invalid(vec![fault])),
        None => {}
    }
    let after = exception::get(write.tx(), &allow.scope, id).await?;
    let response = write.commit(StatusCode::CREATED, &after).await?;
    tell(&api.services, changed).await?;
    Ok(response)
}

type Outcome = (Vec<Changed>, std::collections::HashMap<usize, Fault>);

/// Does it, and notes it in the audit log.
async fn done(
    write: &mut Write,
    scope: &Scope,
    puts: &[(Uuid, &ActionPut)],
) -> Result<Outcome, Problem> {
    let now = write.now.at;
    let steps: Vec<Acting<'_>> = puts
        .iter()
        .map(|(id, put)| Acting {
            id: *id,
            action: put.action,
            reason: put.reason.as_deref().map(str::trim),
            owner: put.owner_id,
        })
        .collect();
    let (changed, faults) = exception_action::act(write.tx(), scope, now, &steps).await?;
    for (index, step) in steps.iter().enumerate() {
        if !faults.contains_key(&index) {
            let subject = format!("exceptions/{}", step.id);
            let detail = json!({"action": step.action, "owner": step.owner});
            write.audit("exception.act", &subject, detail).await?;
        }
    }
    Ok((changed, faults))
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct ActionItem {
    id: Uuid,
    #[serde(flatten)]
    #[schema(inline)]
    put: ActionPut,
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct ActionBatch {
    /// At most 1,000, done in order.
    items: Vec<ActionItem>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct ActionResult {
    /// Position in `items`.
    index: usize,
    id: Uuid,
    /// done | error
    status: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    error: Vec<Fault>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct ActionBatchAnswer {
    /// One per item, in order.
    results: Vec<ActionResult>,
}

/// The same for many, each with a result of its own; `atomic=true` makes it all or none.
#[utoipa::path(post, path = "/exceptions/actions/batch", operation_id = "exception_act_batch", tag = "exceptions", params(BatchArgs),
    request_body = ActionBatch,
    responses((status = 200, body = ActionBatchAnswer), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn batch(
    State(api): State<Api>,
    allow: Allow<HandleExceptions>,
    Args(args): Args<BatchArgs>,
    body: Body<ActionBatch>,
) -> Result<Response, Problem> {
    let items = body.value.items;
    if items.is_empty() || items.len() > BATCH_MAX {
        return Err(Problem::field("/items", "out_of_range"));
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let mut results: Vec<ActionResult> = items
        .iter()
        .enumerate()
        .map(|(index, item)| ActionResult {
            index,
            id: item.id,
            status: "error",
            error: item.put.faults(),
        })
        .collect();
    let sound: Vec<usize> = results
        .iter()
        .filter(|r| r.error.is_empty())
        .map(|r| r.index)
        .collect();
    let puts: Vec<(Uuid, &ActionPut)> = sound
        .iter()
        .filter_map(|i| items.get(*i))
        .map(|item| (item.id, &item.put))
        .collect();
    let (changed, mut faults) = done(&mut write, &allow.scope, &puts).await?;
    for (position, index) in sound.iter().enumerate() {
        let Some(result) = results.get_mut(*index) else {
            continue;
        };
        match faults.remove(&position) {
            Some(fault) => result.error.push(fault),
            None => result.status = "done",
        }
    }
    if args.atomic == Some(true)
        && let Some(first) = results.iter().find(|r| !r.error.is_empty())
    {
        let faults = first.error.iter().map(|f| at_item(first.index, f));
        return Err(Problem::invalid(faults.collect()));
    }
    let response = write
        .commit(StatusCode::OK, &ActionBatchAnswer { results })
        .await?;
    tell(&api.services, changed).await?;
    Ok(response)
}
