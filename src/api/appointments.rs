//! Appointments over REST: made, moved, held or cancelled, and answered by who is asked to come.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_trade::crm::appointment::{self as rule, Answer};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, KeepRelations, ReadField},
    etag::IfMatch,
    input::{Args, Body, Seg},
    master::locate,
    orders::retell,
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun},
};
use crate::store::{
    crm::appointment::{
        self, Answering, Appointment, AppointmentChange, AppointmentFilter, AppointmentPut,
    },
    page::Since,
    record_inbox,
    role::Right,
    scope::Scope,
};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// A time, or the `changes_cursor` of an earlier answer.
    updated_since: Option<String>,
    /// In whose calendar: the own, or as an attendee.
    rep_id: Option<i32>,
    /// This unit and all below it.
    org_unit_id: Option<i32>,
    customer_id: Option<i32>,
    outlet_id: Option<i32>,
    visit_id: Option<Uuid>,
    state: Option<rule::State>,
    /// Of the start, both included.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

/// Appointments in scope, what begins first, first.
#[utoipa::path(get, path = "/appointments", operation_id = "appointment_list", tag = "relations", params(ListArgs),
    responses((status = 200, body = Page<Appointment>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let mut filter = AppointmentFilter {
        id: None,
        rep_id: args.rep_id,
        org_unit_id: args.org_unit_id,
        customer_id: args.customer_id,
        outlet_id: args.outlet_id,
        visit_id: args.visit_id,
        state: args.state,
        from: args.from,
        to: args.to,
        latest_first: false,
        since: Since::Ever,
    };
    let listing =
        Listing::<(DateTime<Utc>, Uuid)>::begin(&api, "appointments", asked, &filter).await?;
    filter.since = listing.since;
    let (after, fetch) = (listing.after, listing.fetch());
    let rows = appointment::list(api.db(), &allow.scope, &filter, after, fetch).await?;
    write::shown(&listing.page(rows, |a| (a.starts_at.0, a.id)))
}

/// One appointment.
#[utoipa::path(get, path = "/appointments/{id}", operation_id = "appointment_get", tag = "relations", params(("id" = Uuid, Path)),
    responses((status = 200, body = Appointment), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    write::shown(&appointment::get(api.db(), &allow.scope, id).await?)
}

/// A new appointment. The same id and body again give the first answer.
#[utoipa::path(post, path = "/appointments", operation_id = "appointment_create", tag = "relations", request_body = AppointmentPut,
    responses((status = 201, body = Appointment), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<KeepRelations>,
    body: Body<AppointmentPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let request = body.request.or_key(put.id);
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, scope, time) = (write.now, &allow.scope, api.rules().time);
    appointment::create(write.tx(), scope, now, time, &put).await?;
    let shown = appointment::get(&mut *write.tx(), scope, put.id).await?;
    let subject = format!("appointments/{}", put.id);
    let detail = json!({"rep_id": shown.rep_id, "attendees": shown.attendees.len()});
    write.audit("appointments.create", &subject, detail).await?;
    let mut response = write.commit(StatusCode::CREATED, &shown).await?;
    locate(&mut response, "appointments", put.id);
    Ok(response)
}

/// Moves it, says what became of it, or whom else is asked. Needs `If-Match`.
#[utoipa::path(patch, path = "/appointments/{id}", operation_id = "appointment_change", tag = "relations",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = AppointmentChange,
    responses((status = 200, body = Appointment), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(api): State<Api>,
    allow: Allow<KeepRelations>,
    Seg(id): Seg<Uuid>,
    seen: IfMatch,
    body: Body<AppointmentChange>,
) -> Result<Response, Problem> {
    let put = body.value;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (scope, when) = (&allow.scope, (write.now, api.rules().time));
    appointment::change(write.tx(), scope, when, id, seen.0, &put).await?;
    let shown = appointment::get(&mut *write.tx(), scope, id).await?;
    let detail = json!({"state": shown.state});
    write
        .audit("appointments.change", &format!("appointments/{id}"), detail)
        .await?;
    let told = json!({"appointment": id, "state": shown.state, "starts_at": shown.starts_at});
    let retold = record_inbox::tell_again(write.tx(), when.0.at, "appointment", id, told).await?;
    let response = write.commit(StatusCode::OK, &shown).await?;
    if let Some(retold) = retold {
        retell(&api, retold).await?;
    }
    Ok(response)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerPut {
    answer: Answer,
    /// Whose answer it is: the own where absent. For others only who may keep relations, a rep for contacts.
    rep_id: Option<i32>,
    user_id: Option<i32>,
    contact_id: Option<i32>,
}

/// Whose answer it is, where the caller may give it.
fn answering(scope: &Scope, put: &AnswerPut) -> Result<Answering, Problem> {
    let named = (put.rep_id, put.user_id, put.contact_id);
    let others = scope.may(Right::KeepRelations) && scope.rep.is_none();
    match (named, scope.rep_id(), scope.user_id()) {
        ((None, None, None), Some(rep), _) => Ok(Answering::Rep(rep)),
        ((None, None, None), None, Some(user)) => Ok(Answering::User(user)),
        ((Some(rep), None, None), own, _) if others || own == Some(rep) => Ok(Answering::Rep(rep)),
        ((None, Some(user), None), _, own) if others || own == Some(user) => {
            Ok(Answering::User(user))
        }
        ((None, None, Some(contact)), ..) if scope.may(Right::KeepRelations) => {
            Ok(Answering::Contact(contact))
        }
        _ => Err(Problem::forbidden()),
    }
}

/// Accepts, accepts with doubt, or declines.
#[utoipa::path(post, path = "/appointments/{id}/answers", operation_id = "appointment_answer", tag = "relations",
    params(("id" = Uuid, Path)), request_body = AnswerPut,
    responses((status = 201, body = Appointment), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn answer(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<Uuid>,
    body: Body<AnswerPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let who = answering(&allow.scope, &put)?;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, scope) = (write.now, &allow.scope);
    appointment::answer(write.tx(), scope, now, id, who, put.answer).await?;
    let shown = appointment::get(&mut *write.tx(), scope, id).await?;
    let detail = json!({"answer": put.answer});
    write
        .audit("appointments.answer", &format!("appointments/{id}"), detail)
        .await?;
    write.commit(StatusCode::CREATED, &shown).await
}
