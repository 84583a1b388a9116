//! Subscriptions to events: own ones, what they sent, and a test. Administrators see the company's.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{DateTime, TimeDelta, Utc};
use fieldbeat_domain::notify::{KINDS, Severity};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    Api,
    alert_input::{SubscriptionPut, browser, read_change, read_new},
    alert_view::{DeliveryView, SubscriptionView},
    auth::{Allow, ReceiveAlerts},
    etag::IfMatch,
    input::{Args, Bare, Body, Seg},
    master,
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun},
};
use crate::store::{
    alert_delivery::{self, Again},
    alert_subscription::{self, Channel, Subscription, Whose},
    role::Right,
    scope::Scope,
};

/// Tests of one user in [`TESTS_WITHIN`]: each is a message to somewhere.
const TESTS_MAX: i64 = 10;
const TESTS_WITHIN: TimeDelta = TimeDelta::minutes(10);

#[derive(Serialize, utoipa::ToSchema)]
pub struct ChannelView {
    #[schema(inline)]
    channel: Channel,
    available: bool,
    /// Why not: email_not_configured | push_not_configured | forbidden.
    code: Option<&'static str>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct AlertOptions {
    channels: Vec<ChannelView>,
    kinds: &'static [&'static str],
    #[schema(inline)]
    severities: [Severity; 3],
    /// Quiet hours are in it.
    time_zone: String,
}

/// What can be subscribed to here, and by which channels.
#[utoipa::path(get, path = "/alert-options", operation_id = "alert_options", tag = "alerts",
    responses((status = 200, body = AlertOptions), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn options(
    State(api): State<Api>,
    allow: Allow<ReceiveAlerts>,
) -> Result<Response, Problem> {
    let channels = Channel::ALL
        .into_iter()
        .map(|channel| {
            let code = unavailable(&api, &allow.scope, channel);
            ChannelView {
                channel,
                available: code.is_none(),
                code,
            }
        })
        .collect();
    write::shown(&AlertOptions {
        channels,
        kinds: KINDS,
        severities: Severity::ALL,
        time_zone: api.rules().time.time_zone.name().to_owned(),
    })
}

/// Why a caller cannot use a channel.
fn unavailable(api: &Api, scope: &Scope, channel: Channel) -> Option<&'static str> {
    if channel == Channel::Webhook && !scope.may(Right::SendWebhooks) {
        return Some("forbidden");
    }
    (!api.services.alerts.has(channel)).then_some(match channel {
        Channel::Push => "push_not_configured",
        Channel::Webhook | Channel::Email => "email_not_configured",
    })
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// `company`: of everybody; for administrators. Own ones by default.
    whose: Option<String>,
}

fn whose(scope: &Scope, asked: Option<&str>) -> Result<Whose, Problem> {
    match asked {
        None | Some("own") => Ok(Whose::Own),
        Some("company") if scope.may(Right::ReadAlerts) => Ok(Whose::Company),
        Some("company") => Err(Problem::forbidden()),
        Some(_) => Err(Problem::query("whose", "unknown")),
    }
}

/// Subscriptions, oldest first. Secrets are never among the answers.
#[utoipa::path(get, path = "/alert-subscriptions", operation_id = "alert_subscription_list", tag = "alerts", params(ListArgs),
    responses((status = 200, body = Page<SubscriptionView>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReceiveAlerts>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let whose = whose(&allow.scope, args.whose.as_deref())?;
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let listing = Listing::<Uuid>::begin(&api, "alert-subscriptions", asked, &whose).await?;
    let (after, fetch) = (listing.after, listing.fetch());
    let rows = alert_subscription::list(api.db(), &allow.scope, whose, None, after, fetch).await?;
    let page = listing.page(rows, |s| s.id);
    write::shown(&Page {
        items: page
            .items
            .into_iter()
            .map(|s| SubscriptionView::of(s, &allow.scope))
            .collect(),
        next_cursor: page.next_cursor,
        changes_cursor: page.changes_cursor,
    })
}

/// Own, or any for who may read all.
async fn readable(api: &Api, scope: &Scope, id: Uuid) -> Result<Subscription, Problem> {
    let whose = if scope.may(Right::ReadAlerts) {
        Whose::Company
    } else {
        Whose::Own
    };
    let mut found = alert_subscription::list(api.db(), scope, whose, Some(id), None, 1).await?;
    found.pop().ok_or_else(Problem::not_found)
}

/// One subscription.
#[utoipa::path(get, path = "/alert-subscriptions/{id}", operation_id = "alert_subscription_get", tag = "alerts",
    params(("id" = Uuid, Path)),
    responses((status = 200, body = SubscriptionView), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReceiveAlerts>,
    Seg(id): Seg<Uuid>,
) -> Result<Response, Problem> {
    let found = readable(&api, &allow.scope, id).await?;
    write::shown(&SubscriptionView::of(found, &allow.scope))
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct SubscriptionIssued {
    #[serde(flatten)]
    subscription: SubscriptionView,
    /// Of a webhook, to verify its signatures with; shown this once.
    secret: Option<String>,
}

/// Subscribes the caller. Events from now on are told, as far as the caller sees them when they are sent. A browser is one
/// person's: what others had by it ends.
#[utoipa::path(post, path = "/alert-subscriptions", operation_id = "alert_subscription_create", tag = "alerts",
    request_body = SubscriptionPut,
    responses((status = 201, body = SubscriptionIssued), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn create(
    State(api): State<Api>,
    allow: Allow<ReceiveAlerts>,
    body: Body<SubscriptionPut>,
) -> Result<Response, Problem> {
    let asked = read_new(&api, &allow.scope, body.value).await?;
    match unavailable(&api, &allow.scope, asked.channel) {
        Some("forbidden") => return Err(Problem::forbidden()),
        Some(code) => return Err(Problem::field("/channel", code)),
        None => {}
    }
    let (key, secret) = match asked.channel {
        Channel::Webhook => {
            let (key, text) = crate::alerts::new_secret();
            (Some(key), Some(text))
        }
        Channel::Email | Channel::Push => (None, None),
    };
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now.at;
    let new = asked.row(key.as_deref());
    let replaced = match new.browser {
        Some(browser) => {
            alert_subscription::take_over(write.tx(), new.target, browser, None).await?
        }
        None => Vec::new(),
    };
    let id = alert_subscription::create(write.tx(), &allow.scope, now, &new).await?;
    let detail =
        json!({"channel": asked.channel, "kinds": asked.kinds, "taken_over_from": replaced});
    let subject = format!("alert-subscriptions/{id}");
    write.audit("alerts.subscribe", &subject, detail).await?;
    let made = alert_subscription::own(write.tx(), &allow.scope, id).await?;
    let issued = SubscriptionIssued {
        subscription: SubscriptionView::of(made, &allow.scope),
        secret,
    };
    let mut response = if issued.secret.is_some() {
        write.commit_secret(StatusCode::CREATED, &issued).await?
    } else {
        write.commit(StatusCode::CREATED, &issued).await?
    };
    master::locate(&mut response, "alert-subscriptions", id);
    Ok(response)
}

/// Changes the fields given of an own one; a suspended one goes on. The channel stays. Needs `If-Match`.
#[utoipa::path(patch, path = "/alert-subscriptions/{id}", operation_id = "alert_subscription_change", tag = "alerts",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = SubscriptionPut,
    responses((status = 200, body = SubscriptionView), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(api): State<Api>,
    allow: Allow<ReceiveAlerts>,
    Seg(id): Seg<Uuid>,
    seen: IfMatch,
    body: Body<SubscriptionPut>,
) -> Result<Response, Problem> {
    let was = alert_subscription::own(api.db(), &allow.scope, id).await?;
    let change = read_change(&api, &allow.scope, &was, body.value).await?;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let was = alert_subscription::locked(write.tx(), &allow.scope, id).await?;
    seen.check(was.version)?;
    let now = write.now.at;
    let quiet = change.quiet.as_ref().unwrap_or(&was.quiet);
    let wake = quiet.until(now.into(), api.rules().time.time_zone);
    let wake = crate::store::instant::Instant::from(wake).0;
    let replaced = match (browser(&change), &change.target) {
        (Some(browser), Some(endpoint)) => {
            alert_subscription::take_over(write.tx(), endpoint, browser, Some(id)).await?
        }
        _ => Vec::new(),
    };
    alert_subscription::change(write.tx(), now, id, &change, wake).await?;
    let detail = json!({"kinds": change.kinds, "enabled": change.enabled, "target": change.target.is_some(), "taken_over_from": replaced});
    let subject = format!("alert-subscriptions/{id}");
    write.audit("alerts.change", &subject, detail).await?;
    let made = alert_subscription::own(write.tx(), &allow.scope, id).await?;
    let view = SubscriptionView::of(made, &allow.scope);
    write.commit(StatusCode::OK, &view).await
}

/// Ends an own one; what waits for it is not sent. Needs `If-Match`.
#[utoipa::path(delete, path = "/alert-subscriptions/{id}", operation_id = "alert_subscription_delete", tag = "alerts",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 204), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn delete(
    State(api): State<Api>,
    allow: Allow<ReceiveAlerts>,
    Seg(id): Seg<Uuid>,
    seen: IfMatch,
    Bare(request): Bare,
) -> Result<Response, Problem> {
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let was = alert_subscription::locked(write.tx(), &allow.scope, id).await?;
    seen.check(was.version)?;
    alert_subscription::delete(write.tx(), id).await?;
    let subject = format!("alert-subscriptions/{id}");
    write
        .audit("alerts.unsubscribe", &subject, json!({}))
        .await?;
    write.commit(StatusCode::NO_CONTENT, &Value::Null).await
}

/// Sends a test by an own one, now and at any hour, once; its delivery tells what became of it.
#[utoipa::path(post, path = "/alert-subscriptions/{id}/test", operation_id = "alert_subscription_test", tag = "alerts",
    params(("id" = Uuid, Path)),
    responses((status = 202, body = DeliveryView), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn test(
    State(api): State<Api>,
    allow: Allow<ReceiveAlerts>,
    Seg(id): Seg<Uuid>,
    Bare(request): Bare,
) -> Result<Response, Problem> {
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let subscription = alert_subscription::locked(write.tx(), &allow.scope, id).await?;
    if !subscription.enabled || subscription.suspended.is_some() {
        return Err(Problem::new(StatusCode::CONFLICT, "not_active"));
    }
    let now = write.now.at;
    let done =
        alert_delivery::tests_since(write.tx(), subscription.user_id, now - TESTS_WITHIN).await?;
    if done >= TESTS_MAX {
        return Err(Problem::too_many("rate_limited", 60));
    }
    let delivery = alert_delivery::test(write.tx(), id, now).await?;
    let mut made = alert_delivery::list(write.tx(), id, Some(delivery), None, 1).await?;
    let made = made.pop().ok_or_else(Problem::not_found)?;
    write
        .commit(StatusCode::ACCEPTED, &DeliveryView::of(made))
        .await
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplayPut {
    /// Deliveries made at or after it.
    from: DateTime<Utc>,
    /// And before it.
    to: Option<DateTime<Utc>>,
    /// Only those that were sent, or only those that were given up.
    #[schema(inline)]
    state: Option<Ended>,
}

/// How a delivery ended.
#[derive(Clone, Copy, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    Sent,
    Dead,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct Replayed {
    /// Deliveries that are sent again; at most 2,000 may wait.
    deliveries: u64,
}

/// Sends again what an own subscription has sent or given up, with the same message ids, oldest first. What its owner may
/// no longer see is left out.
#[utoipa::path(post, path = "/alert-subscriptions/{id}/replays", operation_id = "alert_subscription_replay", tag = "alerts",
    params(("id" = Uuid, Path)), request_body = ReplayPut,
    responses((status = 202, body = Replayed), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn replay(
    State(api): State<Api>,
    allow: Allow<ReceiveAlerts>,
    Seg(id): Seg<Uuid>,
    body: Body<ReplayPut>,
) -> Result<Response, Problem> {
    let put = body.value;
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let subscription = alert_subscription::locked(write.tx(), &allow.scope, id).await?;
    if !subscription.enabled || subscription.suspended.is_some() {
        return Err(Problem::new(StatusCode::CONFLICT, "not_active"));
    }
    let now = write.now.at;
    let again = Again {
        from: put.from,
        to: put.to,
        state: put.state.map(|state| match state {
            Ended::Sent => "sent",
            Ended::Dead => "dead",
        }),
    };
    let deliveries = alert_delivery::replay(write.tx(), id, again, now).await?;
    let detail = json!({"deliveries": deliveries});
    write
        .audit(
            "alert_subscriptions.replay",
            &format!("alert-subscriptions/{id}"),
            detail,
        )
        .await?;
    write
        .commit(StatusCode::ACCEPTED, &Replayed { deliveries })
        .await
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DeliveryArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
}

/// What was sent, what waits and what failed, newest first. Kept for 30 days.
#[utoipa::path(get, path = "/alert-subscriptions/{id}/deliveries", operation_id = "alert_delivery_list", tag = "alerts",
    params(("id" = Uuid, Path), DeliveryArgs),
    responses((status = 200, body = Page<DeliveryView>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn deliveries(
    State(api): State<Api>,
    allow: Allow<ReceiveAlerts>,
    Seg(id): Seg<Uuid>,
    Args(args): Args<DeliveryArgs>,
) -> Result<Response, Problem> {
    readable(&api, &allow.scope, id).await?;
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let listing = Listing::<Uuid>::begin(&api, "alert-deliveries", asked, &id).await?;
    let rows = alert_delivery::list(api.db(), id, None, listing.after, listing.fetch()).await?;
    let page = listing.page(rows, |d| d.id);
    write::shown(&Page {
        items: page.items.into_iter().map(DeliveryView::of).collect(),
        next_cursor: page.next_cursor,
        changes_cursor: page.changes_cursor,
    })
}
