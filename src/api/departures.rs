//! A rep leaves the company: tried, planned or done at once, looked at, called off.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{Days, NaiveDate};
use fieldbeat_domain::id::DeviceId;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    Api,
    auth::{Allow, ManageReps},
    input::{Bare, Body, Seg},
    problem::{Problem, ProblemBody},
    write::{self, Begun},
};
use crate::store::{
    departure::{
        self, Ask, Departure, DepartureEffect, DepartureRoute, DepartureSuccessor, DepartureWork,
        Outstanding, Unfit,
        carry_out::{carry_out, first_without},
        look, outstanding,
    },
    rep,
    role::Right,
    scope::Scope,
    upsert::{Fault, Now},
};

/// Characters of a reason.
const REASON_MAX: usize = 500;
/// Days before and after today that a last day may lie.
const DAYS_MAX: u64 = 366;

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeparturePut {
    /// The last on which the rep works. Today and before: it is done at once; later: when that day is over.
    last_day: NaiveDate,
    /// Takes over routes and open work.
    successor_rep_id: Option<i32>,
    /// Nobody takes over: routes stay without a rep, open work with this one.
    #[serde(default)]
    leave_open: bool,
    /// Why the rep may go although something is open.
    reason: Option<String>,
    /// Where the rep was is erased then; after the last day. Without it nothing is erased but by the company's retention.
    erase_on: Option<NaiveDate>,
    /// Only tells what would happen.
    #[serde(default)]
    dry_run: bool,
}

/// What stands in the way until it is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DepartureObstacle {
    /// One is planned: it is called off first.
    Planned,
    /// The login is the last that administers the company.
    LastAdministrator,
    /// The login belongs to a unit out of reach.
    AccountOutOfReach,
    /// There are routes or open work, and neither `successor_rep_id` nor `leave_open`.
    Successor,
    /// Something is open, and there is no `reason`.
    Reason,
}

/// What would happen.
#[derive(Serialize, utoipa::ToSchema)]
pub struct DeparturePlan {
    rep_id: i32,
    rep_code: String,
    rep_name: String,
    last_day: NaiveDate,
    /// It would be done by the request itself.
    at_once: bool,
    successor: Option<DepartureSuccessor>,
    #[serde(flatten)]
    effect: DepartureEffect,
    outstanding: Vec<Outstanding>,
    obstacles: Vec<DepartureObstacle>,
    erase_on: Option<NaiveDate>,
    dry_run: bool,
}

/// The newest departure of a rep, and what is open with the rep now.
#[derive(Serialize, utoipa::ToSchema)]
pub struct DepartureState {
    departure: Option<Departure>,
    outstanding: Vec<Outstanding>,
    routes: Vec<DepartureRoute>,
    work: DepartureWork,
}

/// What was planned or done, and what the rep still owes, holds and has to do, as of now.
#[utoipa::path(get, path = "/reps/{id}/departure", operation_id = "departure_get", tag = "reps", params(("id" = i32, Path)),
    responses((status = 200, body = DepartureState), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn show(
    State(api): State<Api>,
    allow: Allow<ManageReps>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    let now = api.now();
    let conn = &mut *api.conn().await?;
    rep::get(&mut *conn, &allow.scope, now.today, id).await?;
    let departure = departure::newest(&mut *conn, &allow.scope, id).await?;
    // Of one that is planned what will be open then, of any other what is open now.
    let from = match &departure {
        Some(d) if d.state == departure::State::Planned => first_without(d.last_day, now),
        Some(_) | None => now.today,
    };
    let effect = look::effect(conn, &allow.scope, now, (id, from)).await?;
    write::shown(&DepartureState {
        departure,
        outstanding: outstanding::of(conn, &allow.scope, now, (id, from)).await?,
        routes: effect.routes,
        work: effect.work,
    })
}

/// Ends what a rep has here: devices and login, routes and open work go to a successor or are left open; with `dry_run` tells
/// what would happen. What is over stays as it is, and what the rep owes stays owed. 200: it is done; 202: it is planned for the
/// end of its last day. 422 `reason` where something is open, `successor_rep_id` where somebody has to take over; 409 `planned`,
/// `last_administrator`, `account_out_of_reach`.
#[utoipa::path(post, path = "/reps/{id}/departure", operation_id = "departure_ask", tag = "reps", params(("id" = i32, Path)),
    request_body = DeparturePut,
    responses((status = 200, body = DeparturePlan, description = "With `dry_run`"), (status = 201, body = Departure, description = "Done"),
        (status = 202, body = Departure, description = "Planned"), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn ask(
    State(api): State<Api>,
    allow: Allow<ManageReps>,
    Seg(id): Seg<i32>,
    body: Body<DeparturePut>,
) -> Result<Response, Problem> {
    let (put, scope) = (body.value, &allow.scope);
    may(scope, &put)?;
    if put.dry_run {
        let mut tx = api.db().begin().await?;
        let plan = look_at(&mut tx, scope, api.now(), id, &put).await?;
        return write::shown(&plan);
    }
    let mut write = match write::begin(&api, scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    // In scope before it is locked: whoever may not see a rep holds nobody up.
    rep::get(write.tx(), scope, now.today, id).await?;
    departure::lock(write.tx(), id).await?;
    let plan = look_at(write.tx(), scope, now, id, &put).await?;
    refuse(&plan.obstacles)?;
    let asked = Ask {
        rep: id,
        last_day: put.last_day,
        successor: put.successor_rep_id,
        reason: reason(&put),
        erase_on: put.erase_on,
        by: allow.user()?,
    };
    let made = departure::plan(write.tx(), now, &asked).await?;
    let detail = json!({"departure": made, "last_day": put.last_day, "successor_rep_id": put.successor_rep_id,
        "leave_open": put.leave_open, "reason": asked.reason, "erase_on": put.erase_on, "outstanding": plan.outstanding.len()});
    write
        .audit("reps.departure", &format!("reps/{id}"), detail)
        .await?;
    if !plan.at_once {
        let item = departure::newest(write.tx(), scope, id).await?;
        return write.commit(StatusCode::ACCEPTED, &item).await;
    }
    let done = carry_out(write.tx(), scope, now, made).await?;
    let item = departure::newest(write.tx(), scope, id).await?;
    let response = write.commit(StatusCode::CREATED, &item).await?;
    for device in &done.effect.devices {
        api.services.ingest.kick_device(DeviceId(device.id));
    }
    Ok(response)
}

/// A planned one is called off, and its erasure with it: 409 `not_planned` once it is done.
#[utoipa::path(post, path = "/reps/{id}/departure/cancel", operation_id = "departure_cancel", tag = "reps", params(("id" = i32, Path)),
    responses((status = 200, body = Departure), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn call_off(
    State(api): State<Api>,
    allow: Allow<ManageReps>,
    Seg(id): Seg<i32>,
    Bare(request): Bare,
) -> Result<Response, Problem> {
    let scope = &allow.scope;
    let mut write = match write::begin(&api, scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    rep::get(write.tx(), scope, now.today, id).await?;
    departure::lock(write.tx(), id).await?;
    let by = scope.user_id();
    let Some(ended) = departure::call_off(write.tx(), id, by, now.at).await? else {
        return Err(Problem::new(StatusCode::CONFLICT, "not_planned")
            .detail("No departure of this rep is planned; one that is done is not undone."));
    };
    let detail = json!({"departure": ended});
    write
        .audit("reps.departure_cancel", &format!("reps/{id}"), detail)
        .await?;
    let item = departure::newest(write.tx(), scope, id).await?;
    write.commit(StatusCode::OK, &item).await
}

/// Whoever ends all this must be allowed each part of it.
fn may(scope: &Scope, put: &DeparturePut) -> Result<(), Problem> {
    let mut needed = vec![
        Right::ManageDevices,
        Right::ManageRoutes,
        Right::KeepRelations,
        Right::ReadReceivables,
    ];
    if put.erase_on.is_some() {
        needed.push(Right::ManagePrivacy);
    }
    if needed.into_iter().all(|right| scope.may(right)) {
        Ok(())
    } else {
        Err(Problem::forbidden())
    }
}

fn reason(put: &DeparturePut) -> Option<&str> {
    put.reason
        .as_deref()
        .map(str::trim)
        .filter(|r| !r.is_empty())
}

/// What would happen, for a request that makes sense; a login is ended by who manages users alone.
async fn look_at(
    tx: &mut sqlx::PgConnection,
    scope: &Scope,
    now: Now,
    id: i32,
    put: &DeparturePut,
) -> Result<DeparturePlan, Problem> {
    let of = rep::get(&mut *tx, scope, now.today, id).await?;
    check(now, put)?;
    let successor = match put.successor_rep_id {
        None => None,
        Some(named) => {
            let found =
                departure::successor(&mut *tx, scope, now, id, (named, put.last_day)).await?;
            Some(found.map_err(|unfit| {
                let code = match unfit {
                    Unfit::Unknown => "unknown",
                    Unfit::Inactive => "inactive",
                    Unfit::Leaving => "leaving",
                };
                Problem::field("/successor_rep_id", code)
            })?)
        }
    };
    let when = (id, first_without(put.last_day, now));
    let effect = look::effect(&mut *tx, scope, now, when).await?;
    if effect.account.is_some() && !scope.may(Right::ManageUsers) {
        return Err(Problem::forbidden());
    }
    let outstanding = outstanding::of(&mut *tx, scope, now, when).await?;
    let planned = departure::is_planned(&mut *tx, id).await?;
    let account = effect.account.as_ref();
    let unanswered = [
        (planned, DepartureObstacle::Planned),
        (
            account.is_some_and(|a| a.last_administrator),
            DepartureObstacle::LastAdministrator,
        ),
        (
            account.is_some_and(|a| a.out_of_reach),
            DepartureObstacle::AccountOutOfReach,
        ),
        (
            effect.needs_successor() && successor.is_none() && !put.leave_open,
            DepartureObstacle::Successor,
        ),
        (
            !outstanding.is_empty() && reason(put).is_none(),
            DepartureObstacle::Reason,
        ),
    ];
    Ok(DeparturePlan {
        rep_id: of.id,
        rep_code: of.code,
        rep_name: of.name,
        last_day: put.last_day,
        at_once: put.last_day <= now.today,
        successor,
        effect,
        outstanding,
        obstacles: (unanswered.into_iter())
            .filter_map(|(stands, what)| stands.then_some(what))
            .collect(),
        erase_on: put.erase_on,
        dry_run: put.dry_run,
    })
}

fn check(now: Now, put: &DeparturePut) -> Result<(), Problem> {
    let mut faults = Vec::new();
    if put.last_day > now.today + Days::new(DAYS_MAX) {
        faults.push(Fault::new("/last_day", "too_far_ahead"));
    }
    if put.last_day < now.today - Days::new(DAYS_MAX) {
        faults.push(Fault::new("/last_day", "too_long_ago"));
    }
    if put.successor_rep_id.is_some() && put.leave_open {
        faults.push(Fault::new("/leave_open", "not_both"));
    }
    if (put.reason.as_deref()).is_some_and(|r| r.chars().count() > REASON_MAX) {
        faults.push(Fault::new("/reason", "too_long"));
    }
    if (put.erase_on).is_some_and(|on| on <= put.last_day.max(now.today)) {
        faults.push(Fault::new("/erase_on", "too_early"));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Problem::invalid(faults))
    }
}

/// What a person has to change elsewhere first, then what this request leaves unanswered.
fn refuse(obstacles: &[DepartureObstacle]) -> Result<(), Problem> {
    let mut faults = Vec::new();
    for obstacle in obstacles {
        let conflict = |code| Err(Problem::new(StatusCode::CONFLICT, code));
        match obstacle {
            DepartureObstacle::Planned => return conflict("planned"),
            DepartureObstacle::LastAdministrator => return conflict("last_administrator"),
            DepartureObstacle::AccountOutOfReach => return conflict("account_out_of_reach"),
            DepartureObstacle::Successor => {
                faults.push(Fault::new("/successor_rep_id", "required"));
            }
            DepartureObstacle::Reason => faults.push(Fault::new("/reason", "required")),
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Problem::invalid(faults))
    }
}
