//! Subscriptions and deliveries as the API shows them.

use fieldbeat_domain::notify::QuietSpan;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::store::{
    alert_delivery::Delivery,
    alert_subscription::{Channel, Subscription},
    instant::Instant,
    scope::Scope,
    secret::hash_of,
};

/// Quiet on these weekdays from one time to another, in the company's time zone.
#[derive(Clone, Debug, Deserialize, Serialize, utoipa::ToSchema)]
pub struct QuietSpanView {
    /// ISO weekdays on which it begins, Monday 1 … Sunday 7.
    pub weekdays: Vec<u8>,
    /// `HH:MM`
    pub from: String,
    /// `HH:MM`, up to 24:00; at or before `from` it is of the next day.
    pub to: String,
}

impl QuietSpanView {
    fn of(span: &QuietSpan) -> Self {
        let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        Self {
            weekdays: span.weekdays.clone(),
            from: clock(span.from_min),
            to: clock(span.to_min),
        }
    }
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SubscriptionView {
    id: Uuid,
    user_id: i32,
    user_name: String,
    name: String,
    /// webhook | email | push
    channel: String,
    /// URL or address. Of another's webhook, and of any browser, only the host.
    target: String,
    /// push, own ones: SHA-256 of the browser's endpoint in hex, by which a page knows its own browser.
    device: Option<String>,
    kinds: Vec<String>,
    /// info | warning | critical. An event without a severity is for information.
    min_severity: String,
    /// This unit and all below; null: as far as the owner sees.
    org_unit_id: Option<i32>,
    org_unit_name: Option<String>,
    quiet: Vec<QuietSpanView>,
    critical_breaks_quiet: bool,
    /// At most one message in so many minutes; 0: one for every event.
    gather_min: i32,
    enabled: bool,
    /// Why the server stopped it: gone | outbox_full. A change by its owner lets it go on.
    suspended: Option<String>,
    version: i32,
    created_at: Instant,
    updated_at: Instant,
}

impl SubscriptionView {
    pub fn of(row: Subscription, caller: &Scope) -> Self {
        let own = caller.user_id() == Some(row.user_id);
        let is_push = row.channel == Channel::Push.as_str();
        let device = (own && is_push).then(|| hex::encode(hash_of(&row.target)));
        // A webhook's path may be all that keeps others from calling it; whoever has a browser's endpoint has all that
        // its service asks for.
        let shown = row.channel == Channel::Email.as_str() || (own && !is_push);
        let target = if shown {
            row.target
        } else {
            host(&row.target).to_owned()
        };
        Self {
            id: row.id,
            user_id: row.user_id,
            user_name: row.user_name,
            name: row.name,
            channel: row.channel,
            target,
            device,
            kinds: row.kinds,
            min_severity: row.min_severity,
            org_unit_id: row.org_unit_id,
            org_unit_name: row.org_unit_name,
            quiet: row.quiet.spans().iter().map(QuietSpanView::of).collect(),
            critical_breaks_quiet: row.critical_breaks_quiet,
            gather_min: row.gather_min,
            enabled: row.enabled,
            suspended: row.suspended,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct DeliveryView {
    /// `webhook-id` of a webhook; the same at every attempt.
    id: Uuid,
    /// held: gathers until `next_at` | pending: is tried at `next_at` | sent | dead: given up
    state: String,
    is_test: bool,
    kinds: Vec<String>,
    /// Events in it.
    events: i64,
    /// Critical: quiet hours did not hold it up.
    urgent: bool,
    attempts: i32,
    /// Null once it has ended.
    next_at: Option<Instant>,
    /// Why the last attempt failed: timeout, no_connection, private_address, http_500, smtp_550, scope_lost …
    last_error: Option<String>,
    created_at: Instant,
    ended_at: Option<Instant>,
}

impl DeliveryView {
    pub fn of(row: Delivery) -> Self {
        Self {
            id: row.id,
            is_test: row.is_test,
            kinds: row.kinds,
            events: row.events,
            urgent: row.urgent,
            attempts: row.attempts,
            next_at: row.ended_at.is_none().then_some(row.next_at),
            state: row.state,
            last_error: row.last_error,
            created_at: row.created_at,
            ended_at: row.ended_at,
        }
    }
}
