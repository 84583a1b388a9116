//! Display programmes, the outlets that take part, and the steps to their reward.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_trade::display::{Deed, State as DisplayState};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, EnrolDisplays, ManageDisplays, ReadTrade},
    etag::IfMatch,
    input::{Args, Body, Seg},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun, Write},
};
use crate::store::{
    display::{
        self, Display, DisplayFilter, DisplayStep,
        act::{self, By},
        enrol::{self, EnrolResult},
        pay::{self, Payees},
        programme::{self, DisplayProgramme, DisplayProgrammePut, ProgrammeFilter},
    },
    error::StoreError,
    page::Since,
    photo::{self, Photo},
    role::Right,
    scope::Scope,
    snapshot,
    upsert::{Fault, check_text},
};

/// Outlets enrolled, or steps taken, at once.
const BATCH_MAX: usize = 1_000;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ProgrammeArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// A time, or the `changes_cursor` of an earlier answer.
    updated_since: Option<String>,
    active: Option<bool>,
    /// Programmes that run on this day.
    on: Option<NaiveDate>,
}

/// Display programmes, newest period first, with how far the outlets in scope are.
#[utoipa::path(get, path = "/displays", operation_id = "display_programme_list", tag = "displays", params(ProgrammeArgs),
    responses((status = 200, body = Page<DisplayProgramme>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Args(args): Args<ProgrammeArgs>,
) -> Result<Response, Problem> {
    let mut filter = ProgrammeFilter {
        id: None,
        active: args.active,
        on: args.on,
        since: Since::Ever,
    };
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let listing = Listing::<(NaiveDate, i32)>::begin(&api, "displays", asked, &filter).await?;
    filter.since = listing.since;
    let (after, fetch) = (listing.after, listing.fetch());
    let rows = programme::list(api.db(), &allow.scope, &filter, after, fetch).await?;
    write::shown(&listing.page(rows, |p| (p.from, p.id)))
}

/// One programme.
#[utoipa::path(get, path = "/displays/{id}", operation_id = "display_programme_get", tag = "displays", params(("id" = i32, Path)),
    responses((status = 200, body = DisplayProgramme), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Seg(id): Seg<i32>,
) -> Result<Response, Problem> {
    write::shown(&programme::get(api.db(), &allow.scope, id).await?)
}

/// Makes a programme, in the company's currency.
#[utoipa::path(post, path = "/displays", operation_id = "display_programme_create", tag = "displays", request_body = DisplayProgrammePut,
    responses((status = 201, body = DisplayProgramme), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<ManageDisplays>,
    body: Body<DisplayProgrammePut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, scope) = (write.now, &allow.scope);
    let id = programme::create(write.tx(), scope, now, &put).await?;
    let shown = programme::get(write.tx(), scope, id).await?;
    let detail = json!({"code": put.code, "reward_minor": put.reward_minor});
    write
        .audit("displays.create", &format!("displays/{id}"), detail)
        .await?;
    write.commit(StatusCode::CREATED, &shown).await
}

/// Replaces a programme. Outlets that take part keep the reward they were promised. Needs `If-Match`.
#[utoipa::path(put, path = "/displays/{id}", operation_id = "display_programme_change", tag = "displays",
    params(("id" = i32, Path), ("If-Match" = String, Header)), request_body = DisplayProgrammePut,
    responses((status = 200, body = DisplayProgramme), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(api): State<Api>,
    allow: Allow<ManageDisplays>,
    Seg(id): Seg<i32>,
    seen: IfMatch,
    body: Body<DisplayProgrammePut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    programme::change(write.tx(), now, id, seen.0, &put).await?;
    let shown = programme::get(write.tx(), &allow.scope, id).await?;
    let detail = json!({"active": put.active, "reward_minor": put.reward_minor});
    write
        .audit("displays.change", &format!("displays/{id}"), detail)
        .await?;
    write.commit(StatusCode::OK, &shown).await
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisplayEnrolments {
    /// At most 1,000.
    outlet_codes: Vec<String>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct DisplayEnrolled {
    /// One per outlet, in order.
    results: Vec<EnrolResult>,
}

/// Enrols outlets in scope that the programme is for; each with a result of its own.
#[utoipa::path(post, path = "/displays/{id}/enrolments", operation_id = "display_enrol", tag = "displays", params(("id" = i32, Path)),
    request_body = DisplayEnrolments,
    responses((status = 200, body = DisplayEnrolled), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn enrol(
    State(api): State<Api>,
    allow: Allow<EnrolDisplays>,
    Seg(id): Seg<i32>,
    body: Body<DisplayEnrolments>,
) -> Result<Response, Problem> {
    let codes = body.value.outlet_codes;
    if codes.is_empty() || codes.len() > BATCH_MAX {
        return Err(Problem::field("/outlet_codes", "out_of_range"));
    }
    if codes.iter().any(|code| code.contains('\0')) {
        return Err(Problem::field("/outlet_codes", "invalid_text"));
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let (now, scope) = (write.now, &allow.scope);
    let programme = programme::get(write.tx(), scope, id).await?;
    if !programme.active || programme.to < now.today {
        return Err(Problem::new(StatusCode::CONFLICT, "programme_over"));
    }
    let results = enrol::enrol(write.tx(), scope, now, &programme, &codes).await?;
    let enrolled = results.iter().filter(|r| r.status == "enrolled").count();
    let detail = json!({ "enrolled": enrolled });
    write
        .audit("displays.enrol", &format!("displays/{id}"), detail)
        .await?;
    write
        .commit(StatusCode::OK, &DisplayEnrolled { results })
        .await
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EnrolmentArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// A time, or the `changes_cursor` of an earlier answer.
    updated_since: Option<String>,
    programme_id: Option<i32>,
    outlet_id: Option<i32>,
    customer_id: Option<i32>,
    /// Who showed it last.
    rep_id: Option<i32>,
    /// In which it was shown.
    visit_id: Option<Uuid>,
    /// enrolled | executed | approved_first | approved | paid | failed
    state: Option<String>,
    /// Enrolled in this period, both included.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

/// Outlets in scope that take part, newest first.
#[utoipa::path(get, path = "/display-enrolments", operation_id = "display_enrolment_list", tag = "displays", params(EnrolmentArgs),
    responses((status = 200, body = Page<Display>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn enrolments(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Args(args): Args<EnrolmentArgs>,
) -> Result<Response, Problem> {
    if (args.state.as_deref()).is_some_and(|s| DisplayState::parse(s).is_none()) {
        return Err(Problem::query("state", "invalid"));
    }
    let time = api.rules().time;
    let bounds = |date: NaiveDate| {
        let day = time.day_bounds(date);
        (day.start.to_utc(), day.end.to_utc())
    };
    let mut filter = DisplayFilter {
        id: None,
        programme_id: args.programme_id,
        outlet_id: args.outlet_id,
        customer_id: args.customer_id,
        rep_id: args.rep_id,
        visit_id: args.visit_id,
        state: args.state,
        from: args.from.and_then(|d| bounds(d).0),
        to: args.to.and_then(|d| bounds(d).1),
        since: Since::Ever,
    };
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let listing =
        Listing::<(DateTime<Utc>, Uuid)>::begin(&api, "display-enrolments", asked, &filter).await?;
    filter.since = listing.since;
    let (after, fetch) = (listing.after, listing.fetch());
    let rows = display::list(api.db(), &allow.scope, &filter, after, fetch).await?;
    write::shown(&listing.page(rows, |d| (d.enrolled_at.0, d.id)))
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct DisplayWhole {
    #[serde(flatten)]
    #[schema(inline)]
    display: Display,
    /// Oldest first.
    steps: Vec<DisplayStep>,
    /// Of every execution, newest first.
    photos_shown: Vec<Photo>,
}

/// More photos of one display than anybody looks at.
const PHOTOS_MAX: i64 = 200;

/// One, with its steps and photos.
#[utoipa::path(get, path = "/display-enrolments/{id}", operation_id = "display_enrolment_get", tag = "displays", params(("id" = Uuid, Path)),
    responses((status = 200, body = DisplayWhole), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn enrolment(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    let mut seen = snapshot(api.db()).await?;
    let display = display::get(&mut *seen, &allow.scope, id).await?;
    let steps = display::steps(&mut *seen, id).await?;
    let filter = photo::PhotoFilter {
        record_ids: Some(display::executions(&mut *seen, id).await?),
        ..photo::PhotoFilter::default()
    };
    let photos_shown = photo::list(&mut *seen, &allow.scope, &filter, None, PHOTOS_MAX).await?;
    seen.commit().await?;
    write::shown(&DisplayWhole {
        display,
        steps,
        photos_shown,
    })
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisplayAction {
    id: Uuid,
    /// approve_first | approve_second | pay | fail; phones execute.
    deed: Deed,
    /// Needed to fail.
    reason: Option<String>,
    /// To pay outside: of the transfer or the receipt. Without it the outlet's customer is credited.
    reference: Option<String>,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisplayActions {
    /// At most 1,000.
    items: Vec<DisplayAction>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct DisplayActed {
    /// Position in `items`.
    index: usize,
    id: Uuid,
    /// done | error
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<DisplayState>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    error: Vec<Fault>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct DisplayActionAnswer {
    /// One per item, in order.
    results: Vec<DisplayActed>,
}

/// Approves at the first or the second level, pays, or fails, each with a result of its own. The levels are
/// different people's, in this order; what follows from what is in the docs. To pay credits the outlet's customer
/// (`no_account` where there is none, `claimed_already` where a partner claims it), or names how it was paid outside.
#[utoipa::path(post, path = "/display-enrolments/actions", operation_id = "display_act", tag = "displays", request_body = DisplayActions,
    responses((status = 200, body = DisplayActionAnswer), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn act(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    body: Body<DisplayActions>,
) -> Result<Response, Problem> {
    let items = body.value.items;
    if items.is_empty() || items.len() > BATCH_MAX {
        return Err(Problem::field("/items", "out_of_range"));
    }
    let scope = &allow.scope;
    if !items.iter().any(|item| may(scope, item.deed)) {
        return Err(Problem::forbidden());
    }
    let mut write = match write::begin(&api, scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    let by = By {
        user: scope.user_id(),
        rep: None,
    };
    // In one order, so that two who act on the same displays wait for each other and not for ever.
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_key(|i| items.get(*i).map(|item| item.id));
    let payees = to_credit(&mut write, scope, &items).await?;
    let mut results = Vec::with_capacity(items.len());
    for index in order {
        let Some(item) = items.get(index) else {
            continue;
        };
        let mut error = Vec::new();
        let must = item.deed == Deed::Fail;
        check_text("/reason", item.reason.as_deref(), must, &mut error);
        let reference = reference_of(item);
        check_text("/reference", item.reference.as_deref(), false, &mut error);
        if item.deed != Deed::Pay && reference.is_some() {
            error.push(Fault::new("/reference", "only_pay"));
        }
        if !may(scope, item.deed) {
            error.push(Fault::new("/deed", "forbidden"));
        }
        let mut state = None;
        if error.is_empty() {
            match act::lock(write.tx(), scope, item.id).await {
                Err(StoreError::NotFound) => error.push(Fault::new("/id", "not_found")),
                Err(other) => return Err(other.into()),
                Ok(held) => {
                    let reason = item.reason.as_deref().map(str::trim);
                    let credits = is_credited(item);
                    let payable = held.state == DisplayState::Approved;
                    if let Some(fault) = payees.fault(item.id).filter(|_| credits && payable) {
                        error.push(Fault::new("/deed", fault));
                    } else {
                        let deed = item.deed;
                        match act::act(write.tx(), now.at, &held, deed, by, 0, reason).await? {
                            Ok((reached, _)) => {
                                state = Some(reached);
                                if let Some(reference) = reference {
                                    pay::outside(write.tx(), item.id, reference).await?;
                                } else if credits {
                                    payees.credit(write.tx(), now, item.id, by.user).await?;
                                }
                            }
                            Err(refusal) => error.push(Fault::new("/deed", refusal.as_str())),
                        }
                    }
                }
            }
        }
        if state.is_some() {
            let subject = format!("display-enrolments/{}", item.id);
            let detail = json!({"deed": item.deed, "state": state, "reason": item.reason, "reference": item.reference});
            write.audit("displays.act", &subject, detail).await?;
        }
        results.push(DisplayActed {
            index,
            id: item.id,
            status: if state.is_some() { "done" } else { "error" },
            state,
            error,
        });
    }
    results.sort_by_key(|r| r.index);
    write
        .commit(StatusCode::OK, &DisplayActionAnswer { results })
        .await
}

fn reference_of(item: &DisplayAction) -> Option<&str> {
    item.reference
        .as_deref()
        .map(str::trim)
        .filter(|r| !r.is_empty())
}

/// Whether it is to be paid by a credit.
fn is_credited(item: &DisplayAction) -> bool {
    item.deed == Deed::Pay && reference_of(item).is_none()
}

/// Whom the displays are credited to that are paid without a reference. Where there are any, the displays of all items
/// are locked first, then the accounts.
async fn to_credit(
    write: &mut Write,
    scope: &Scope,
    items: &[DisplayAction],
) -> Result<Payees, Problem> {
    let mut credited: Vec<Uuid> = (items.iter())
        .filter(|item| is_credited(item) && may(scope, item.deed))
        .map(|item| item.id)
        .collect();
    if credited.is_empty() {
        return Ok(Payees::default());
    }
    let all: Vec<Uuid> = items.iter().map(|item| item.id).collect();
    let held = act::lock_all(write.tx(), scope, &all).await?;
    credited.retain(|id| held.contains(id));
    let now = write.now;
    Ok(pay::payees(write.tx(), now, &credited).await?)
}

/// Whether the role may take the step. Executions come from phones alone.
fn may(scope: &Scope, deed: Deed) -> bool {
    match deed {
        Deed::Execute => false,
        Deed::ApproveFirst => scope.may(Right::ApproveDisplays),
        Deed::ApproveSecond => scope.may(Right::ApproveDisplaysSecond),
        Deed::Pay => scope.may(Right::PayDisplays),
        Deed::Fail => {
            scope.may(Right::ApproveDisplays)
                || scope.may(Right::ApproveDisplaysSecond)
                || scope.may(Right::PayDisplays)
        }
    }
}
