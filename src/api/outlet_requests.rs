//! New outlets that the field asks for: the queue, what each may already be, and the decision.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::NaiveDate;
use fieldbeat_domain::id::{OrgUnitId, RepId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, DecideOutlets, ReadField, RequestOutlets},
    input::{Args, Body, Seg},
    page::{Asked, Listing, Page},
    pin_proposals::{check_reason, first_day},
    problem::{Problem, ProblemBody},
    write::{self, Begun, Write},
};
use crate::{
    ingest::RecordNews,
    live::LiveEvent,
    store::{
        StoreError,
        customer::CustomerPut,
        event::{self, Cursor, NewEvent},
        known::Wanted,
        org_unit,
        outlet_like::{self, Alike},
        outlet_put::OutletPut,
        outlet_request::{self, Asker, Asking, OutletRequest, OutletRequestFilter, RouteName},
        outlet_request_decision::{self, Approval, Decided, OnRoute},
        route_leg::RouteOutletPut,
        scope::{self, Scope},
        snapshot,
    },
};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// A time, or the `changes_cursor` of an earlier answer.
    updated_since: Option<String>,
    /// open | approved | refused
    state: Option<String>,
    rep_id: Option<i32>,
    org_unit_id: Option<i32>,
}

/// Requests in scope, by id.
#[utoipa::path(get, path = "/outlet-requests", operation_id = "outlet_request_list", tag = "outlets", params(ListArgs),
    responses((status = 200, body = Page<OutletRequest>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let filter = OutletRequestFilter {
        id: None,
        state: args.state,
        rep_id: args.rep_id,
        org_unit_id: args.org_unit_id,
        ..OutletRequestFilter::default()
    };
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let listing = Listing::<Uuid>::begin(&api, "outlet-requests", asked, &filter).await?;
    let filter = OutletRequestFilter {
        since: listing.since,
        ..filter
    };
    let (after, fetch) = (listing.after, listing.fetch());
    let rows = outlet_request::list(api.db(), &allow.scope, &filter, after, fetch).await?;
    write::shown(&listing.page(rows, |r| r.id))
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct OutletRequestWhole {
    #[serde(flatten)]
    #[schema(inline)]
    request: OutletRequest,
    /// What it may already be.
    #[schema(inline)]
    alike: Alike,
    /// Today's routes of the rep who asks.
    routes: Vec<RouteName>,
}

/// One request with the outlets and other requests that it may be the same as: names, phones and
/// distances compared.
#[utoipa::path(get, path = "/outlet-requests/{id}", operation_id = "outlet_request_get", tag = "outlets", params(("id" = Uuid, Path)),
    responses((status = 200, body = OutletRequestWhole), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    let today = api.now().today;
    let mut seen = snapshot(api.db()).await?;
    let request = outlet_request::get(&mut *seen, &allow.scope, id).await?;
    let alike = match request.pin() {
        None => Alike::default(),
        Some(at) => {
            let wanted = outlet_like::Wanted {
                name: &request.name,
                phone: request.phone.as_deref(),
                at,
                request: Some(request.id),
                outlet: request.outlet_id.filter(|_| request.state == "approved"),
            };
            outlet_like::alike(&mut seen, &allow.scope, today, &wanted).await?
        }
    };
    let routes = match request.rep_id {
        Some(rep) => outlet_request::routes(&mut *seen, &allow.scope, today, rep).await?,
        None => Vec::new(),
    };
    seen.commit().await?;
    write::shown(&OutletRequestWhole {
        request,
        alike,
        routes,
    })
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct OutletRequestPut {
    /// For whom; a rep's login asks for itself. Without one, `org_unit_id` or `org_unit_code`.
    rep_id: Option<i32>,
    org_unit_id: Option<i32>,
    org_unit_code: Option<String>,
    visit_id: Option<Uuid>,
    name: String,
    phone: Option<String>,
    address: Option<String>,
    class: Option<String>,
    channel: Option<String>,
    note: Option<String>,
    lat: f64,
    lng: f64,
    accuracy_m: Option<f64>,
    /// SHA-256 of a photo, in hexadecimal.
    photo: Option<String>,
}

/// Asks for a new outlet. It changes nothing until it is approved.
#[utoipa::path(post, path = "/outlet-requests", operation_id = "outlet_request_create", tag = "outlets", request_body = OutletRequestPut,
    responses((status = 201, body = OutletRequest), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<RequestOutlets>,
    body: Body<OutletRequestPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let asking = Asking {
        name: put.name,
        phone: put.phone,
        address: put.address,
        class: put.class,
        channel: put.channel,
        note: put.note,
        lat: put.lat,
        lng: put.lng,
        accuracy_m: put.accuracy_m,
        photo: put.photo,
        visit_id: put.visit_id,
    };
    let asked = asking.check().map_err(Problem::invalid)?;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let named = (put.org_unit_id, put.org_unit_code.as_deref());
    let rep = put.rep_id.or(allow.scope.rep_id());
    let org_unit = unit_of(&mut write, &allow.scope, rep, named).await?;
    let asker = Asker {
        scope: &allow.scope,
        rep,
        org_unit,
    };
    let id = Uuid::now_v7();
    let now = write.now;
    outlet_request::keep(write.tx(), now.at, &asker, id, &asked).await?;
    let made = outlet_request::get(write.tx(), &allow.scope, id).await?;
    let told = tell(&mut write, &allow.scope, "outlet_requested", &made).await?;
    let response = write.commit(StatusCode::CREATED, &made).await?;
    publish(&api, &made, told).await?;
    Ok(response)
}

/// The rep's unit today, else the one named; only in scope.
async fn unit_of(
    write: &mut Write,
    scope: &Scope,
    rep: Option<i32>,
    (id, code): (Option<i32>, Option<&str>),
) -> Result<OrgUnitId, Problem> {
    let today = write.now.today;
    if let Some(rep) = rep {
        return match scope::rep_on(write.tx(), scope, RepId(rep), today).await {
            Err(StoreError::NotFound) => Err(Problem::field("/rep_id", "unknown")),
            found => Ok(found?),
        };
    }
    let mut wanted = Wanted::default();
    wanted.add(id, code);
    let known = org_unit::known(write.tx(), scope, &wanted).await?;
    let found = known.find(id, code).id();
    found
        .map(OrgUnitId)
        .ok_or_else(|| Problem::field("/org_unit_id", "unknown"))
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct NewCustomerPut {
    /// The outlet's by default.
    #[serde(default)]
    code: String,
    /// The outlet's by default.
    name: Option<String>,
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct OnRoutePut {
    route_id: Option<i32>,
    route_code: Option<String>,
    /// At the route's end where absent.
    sequence: Option<i32>,
    /// A canonical pattern, or a planner's code: `F4`, `2.1`, `F1` …
    #[schema(value_type = Object)]
    pattern: Value,
    weekdays: Option<Vec<String>>,
    window: Option<[String; 2]>,
    service_minutes: Option<i16>,
}

/// What differs from the request, and where the outlet belongs.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct OutletApprovalPut {
    /// By the company's scheme (setting `outlet_code`) where absent.
    #[serde(default)]
    code: String,
    name: Option<String>,
    phone: Option<String>,
    address: Option<String>,
    class: Option<String>,
    channel: Option<String>,
    /// Both or neither.
    lat: Option<f64>,
    lng: Option<f64>,
    radius_m: Option<i32>,
    org_unit_id: Option<i32>,
    org_unit_code: Option<String>,
    /// One that there is.
    customer_id: Option<i32>,
    customer_code: Option<String>,
    /// One to be made.
    customer: Option<NewCustomerPut>,
    route: Option<OnRoutePut>,
    /// First day of pin and route: today (by default) or later. A frozen plan stays as it is.
    effective_from: Option<NaiveDate>,
    reason: Option<String>,
}

impl OutletApprovalPut {
    fn read(self, from: NaiveDate) -> Result<Approval, Problem> {
        if self.lat.is_some() != self.lng.is_some() {
            return Err(Problem::field("/lat", "required"));
        }
        if self.customer.is_some() && (self.customer_id.is_some() || self.customer_code.is_some()) {
            return Err(Problem::field("/customer", "not_allowed"));
        }
        let outlet = OutletPut {
            code: self.code,
            name: self.name,
            phone: self.phone.map(Some),
            address: self.address.map(Some),
            class: self.class,
            channel: self.channel.map(Some),
            lat: self.lat,
            lng: self.lng,
            radius_m: self.radius_m.map(Some),
            org_unit_id: self.org_unit_id,
            org_unit_code: self.org_unit_code,
            customer_id: self.customer_id.map(Some),
            customer_code: self.customer_code,
            ..OutletPut::default()
        };
        let route = self.route.map(|r| OnRoute {
            route_id: r.route_id,
            route_code: r.route_code,
            leg: RouteOutletPut {
                outlet_id: None,
                outlet_code: None,
                sequence: r.sequence,
                pattern: r.pattern,
                weekdays: r.weekdays,
                window: r.window,
                service_minutes: r.service_minutes,
            },
        });
        Ok(Approval {
            outlet,
            customer: self.customer.map(|c| CustomerPut {
                code: c.code,
                name: c.name,
                ..CustomerPut::default()
            }),
            route,
            from,
            reason: self.reason,
        })
    }
}

/// Makes the outlet with its pin, and where asked for customer and place on a route, from that day on;
/// the visit made there becomes the outlet's. 409 `already_decided`.
#[utoipa::path(post, path = "/outlet-requests/{id}/approval", operation_id = "outlet_request_approve", tag = "outlets",
    params(("id" = Uuid, Path)), request_body = OutletApprovalPut,
    responses((status = 200, body = OutletRequest), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn approve(
    State(api): State<Api>,
    allow: Allow<DecideOutlets>,
    Seg(id): Seg<Uuid>,
    body: Body<OutletApprovalPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    check_reason(put.reason.as_deref(), false)?;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let from = first_day(put.effective_from, &write)?;
    let approval = put.read(from)?;
    let held = outlet_request_decision::hold(write.tx(), &allow.scope, id).await?;
    must_be(&held, held.state == "open", "already_decided")?;
    let now = write.now;
    let scope = &allow.scope;
    let decided = outlet_request_decision::approve(write.tx(), scope, now, &held, approval).await?;
    finish(&api, write, scope, "outlet_request_approved", decided).await
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct OutletRefusalPut {
    reason: String,
    /// The outlet that the shop is already: the visit made there becomes its.
    outlet_id: Option<i32>,
}

/// Refuses, with the reason; the rep is told both.
#[utoipa::path(post, path = "/outlet-requests/{id}/refusal", operation_id = "outlet_request_refuse", tag = "outlets",
    params(("id" = Uuid, Path)), request_body = OutletRefusalPut,
    responses((status = 200, body = OutletRequest), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn refuse(
    State(api): State<Api>,
    allow: Allow<DecideOutlets>,
    Seg(id): Seg<Uuid>,
    body: Body<OutletRefusalPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    check_reason(Some(&put.reason), true)?;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let held = outlet_request_decision::hold(write.tx(), &allow.scope, id).await?;
    must_be(&held, held.state == "open", "already_decided")?;
    let (now, scope, reason) = (write.now, &allow.scope, put.reason.trim());
    let decided =
        outlet_request_decision::refuse(write.tx(), scope, now, &held, reason, put.outlet_id)
            .await?;
    finish(&api, write, scope, "outlet_request_refused", decided).await
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct OutletRollbackPut {
    reason: String,
}

/// Opens a decided request again: the outlet that an approval made is closed and leaves its route.
/// 409 `in_use` where anything else stands on it by now.
#[utoipa::path(post, path = "/outlet-requests/{id}/rollback", operation_id = "outlet_request_roll_back", tag = "outlets",
    params(("id" = Uuid, Path)), request_body = OutletRollbackPut,
    responses((status = 200, body = OutletRequest), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn roll_back(
    State(api): State<Api>,
    allow: Allow<DecideOutlets>,
    Seg(id): Seg<Uuid>,
    body: Body<OutletRollbackPut>,
) -> Result<Response, Problem> {
    check_reason(Some(&body.value.reason), true)?;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let held = outlet_request_decision::hold(write.tx(), &allow.scope, id).await?;
    must_be(&held, held.state != "open", "not_decided")?;
    let (now, scope) = (write.now, &allow.scope);
    let taken = outlet_request_decision::roll_back(write.tx(), scope, now, &held).await?;
    let Some(decided) = taken else {
        return Err(Problem::new(StatusCode::CONFLICT, "in_use")
            .detail("The outlet was changed, planned or visited since. Close it instead."));
    };
    finish(&api, write, scope, "outlet_request_reopened", decided).await
}

fn must_be(held: &OutletRequest, holds: bool, otherwise: &'static str) -> Result<(), Problem> {
    if holds {
        return Ok(());
    }
    Err(Problem::new(StatusCode::CONFLICT, otherwise)
        .detail(format!("The request is {}.", held.state)))
}

/// What the boards hear after the commit.
struct Told {
    kind: &'static str,
    body: Value,
    event: (i64, i64),
}

async fn tell(
    write: &mut Write,
    scope: &Scope,
    kind: &'static str,
    request: &OutletRequest,
) -> Result<Told, Problem> {
    let now = write.now.at;
    let body = json!({"request": request.id, "outlet": request.outlet_id, "visit": request.visit_id, "by": scope.user_id()});
    let event = NewEvent {
        kind,
        org_unit_id: Some(request.org_unit_id),
        rep_id: request.rep_id,
        subject_id: request.id.to_string(),
        body: &body,
    };
    let event = event::insert(write.tx(), now, &event).await?;
    let subject = format!("outlet-requests/{}", request.id);
    let detail = json!({"outlet": request.outlet_id, "reason": request.reason});
    write.audit(kind, &subject, detail).await?;
    Ok(Told { kind, body, event })
}

async fn publish(api: &Api, request: &OutletRequest, told: Told) -> Result<Uuid, Problem> {
    let store = event::position(api.db()).await?.store;
    api.services.live.event(LiveEvent {
        kind: told.kind.into(),
        org_unit: Some(OrgUnitId(request.org_unit_id)),
        rep: request.rep_id.map(RepId),
        body: told.body,
        cursor: Cursor::new(store, told.event.0, told.event.1).text(),
    });
    Ok(store)
}

/// Audit and events with the write; boards, phone and the judge's world after it.
async fn finish(
    api: &Api,
    mut write: Box<Write>,
    scope: &Scope,
    kind: &'static str,
    decided: Decided,
) -> Result<Response, Problem> {
    let told = tell(&mut write, scope, kind, &decided.request).await?;
    let response = write.commit(StatusCode::OK, &decided.request).await?;
    api.services.ingest.world_changed().await;
    let store = publish(api, &decided.request, told).await?;
    if let Some(retold) = decided.retold {
        let news = RecordNews {
            cursor: Cursor::new(store, retold.event.0, retold.event.1).text(),
            id: retold.id,
            kind: retold.kind.to_owned(),
            status: "applied".to_owned(),
            detail: Some(retold.detail),
        };
        api.services.ingest.record_status(retold.rep, news);
    }
    Ok(response)
}
