//! A subscription as asked for, checked; every fault of it at once.

use fieldbeat_domain::notify::{KINDS, QuietError, QuietHours, QuietSpan, Severity};
use serde::Deserialize;

use super::{Api, alert_view::QuietSpanView, problem::Problem};
use crate::{
    alerts::{BrowserKeys, UrlFault, is_address},
    store::{
        StoreError,
        alert_subscription::{Browser, Channel, NewSubscription, Subscription, SubscriptionChange},
        org_unit,
        route_leg::minute,
        scope::Scope,
        upsert::{Fault, Field, check_text, field},
    },
};

const GATHER_MAX_MIN: i32 = 1_440;
/// For people, by default: one message in so many minutes.
const GATHER_PERSON_MIN: i32 = 5;

#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
pub struct SubscriptionPut {
    name: Option<String>,
    /// webhook | email | push. Cannot change.
    channel: Option<String>,
    /// An https:// URL, an e-mail address, or the endpoint of a browser's push subscription.
    target: Option<String>,
    /// push: the browser's key `p256dh`, 65 bytes in base64url. Comes with `target` and `auth`, or not at all.
    p256dh: Option<String>,
    /// push: the browser's key `auth`, 16 bytes in base64url.
    auth: Option<String>,
    kinds: Option<Vec<String>>,
    /// info (the default) | warning | critical
    min_severity: Option<String>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<i32>)]
    org_unit_id: Field<i32>,
    quiet: Option<Vec<QuietSpanView>>,
    /// Whether what is critical is told at any hour; yes by default.
    critical_breaks_quiet: Option<bool>,
    /// 0–1440; by default 0 for webhooks, 5 for e-mail and push.
    gather_min: Option<i32>,
    enabled: Option<bool>,
}

/// A new subscription, checked.
pub struct Checked {
    pub channel: Channel,
    pub kinds: Vec<String>,
    change: SubscriptionChange,
}

impl Checked {
    pub fn row<'a>(&'a self, secret: Option<&'a [u8]>) -> NewSubscription<'a> {
        static LOUD: std::sync::LazyLock<QuietHours> =
            std::sync::LazyLock::new(QuietHours::default);
        let gather_min = match self.channel {
            Channel::Webhook => 0,
            Channel::Email | Channel::Push => GATHER_PERSON_MIN,
        };
        NewSubscription {
            name: self.change.name.as_deref().unwrap_or_default(),
            channel: self.channel,
            target: self.change.target.as_deref().unwrap_or_default(),
            secret,
            browser: browser(&self.change),
            kinds: &self.kinds,
            min_severity: self.change.min_severity.unwrap_or_default(),
            org_unit_id: self.change.org_unit_id.flatten(),
            quiet: self.change.quiet.as_ref().unwrap_or(&LOUD),
            critical_breaks_quiet: self.change.critical_breaks_quiet.unwrap_or(true),
            gather_min: self.change.gather_min.unwrap_or(gather_min),
        }
    }
}

/// The browser that a checked change names.
pub fn browser(change: &SubscriptionChange) -> Option<Browser<'_>> {
    let (p256dh, auth) = change.p256dh.as_deref().zip(change.auth.as_deref())?;
    Some(Browser { p256dh, auth })
}

pub async fn read_new(api: &Api, scope: &Scope, put: SubscriptionPut) -> Result<Checked, Problem> {
    let mut faults = Vec::new();
    let channel = put.channel.as_deref().and_then(Channel::parse);
    if channel.is_none() {
        let code = if put.channel.is_some() {
            "unknown_channel"
        } else {
            "required"
        };
        faults.push(Fault::new("/channel", code));
    }
    check_text("/name", put.name.as_deref(), true, &mut faults);
    // Of a browser it is missed with its keys.
    if put.target.is_none() && channel != Some(Channel::Push) {
        faults.push(Fault::new("/target", "required"));
    }
    if put.kinds.is_none() {
        faults.push(Fault::new("/kinds", "required"));
    }
    if put.enabled == Some(false) {
        faults.push(Fault::new("/enabled", "not_allowed"));
    }
    let keys = check_keys(channel, &put, true, &mut faults);
    let change = read(api, scope, channel, (put, keys), &mut faults).await?;
    match channel {
        Some(channel) if faults.is_empty() => Ok(Checked {
            channel,
            kinds: change.kinds.clone().unwrap_or_default(),
            change,
        }),
        Some(_) | None => Err(Problem::invalid(faults)),
    }
}

pub async fn read_change(
    api: &Api,
    scope: &Scope,
    was: &Subscription,
    put: SubscriptionPut,
) -> Result<SubscriptionChange, Problem> {
    let mut faults = Vec::new();
    if put.channel.as_ref().is_some_and(|c| *c != was.channel) {
        faults.push(Fault::new("/channel", "immutable"));
    }
    check_text("/name", put.name.as_deref(), false, &mut faults);
    let channel = Channel::parse(&was.channel);
    let keys = check_keys(channel, &put, false, &mut faults);
    let change = read(api, scope, channel, (put, keys), &mut faults).await?;
    if faults.is_empty() {
        Ok(change)
    } else {
        Err(Problem::invalid(faults))
    }
}

async fn read(
    api: &Api,
    scope: &Scope,
    channel: Option<Channel>,
    (put, keys): (SubscriptionPut, Option<BrowserKeys>),
    faults: &mut Vec<Fault>,
) -> Result<SubscriptionChange, Problem> {
    let min_severity = put.min_severity.as_deref().map(Severity::parse);
    if min_severity == Some(None) {
        faults.push(Fault::new("/min_severity", "unknown"));
    }
    if let (Some(target), Some(channel)) = (put.target.as_deref(), channel) {
        check_target(api, channel, target.trim(), faults);
    }
    if let Some(kinds) = &put.kinds {
        check_kinds(kinds, faults);
    }
    if put
        .gather_min
        .is_some_and(|m| !(0..=GATHER_MAX_MIN).contains(&m))
    {
        faults.push(Fault::new("/gather_min", "out_of_range"));
    }
    if let Some(Some(unit)) = put.org_unit_id {
        match org_unit::get(api.db(), scope, unit).await {
            Err(StoreError::NotFound) => faults.push(Fault::new("/org_unit_id", "unknown")),
            other => {
                other?;
            }
        }
    }
    let quiet = put
        .quiet
        .as_deref()
        .and_then(|spans| read_quiet(spans, faults));
    let (p256dh, auth) = keys.map(|k| (k.p256dh, k.auth)).unzip();
    Ok(SubscriptionChange {
        p256dh,
        auth,
        name: put.name.map(|n| n.trim().to_owned()),
        target: put.target.map(|t| t.trim().to_owned()),
        kinds: put.kinds,
        min_severity: min_severity.flatten(),
        org_unit_id: put.org_unit_id,
        quiet,
        critical_breaks_quiet: put.critical_breaks_quiet,
        gather_min: put.gather_min,
        enabled: put.enabled,
    })
}

fn check_target(api: &Api, channel: Channel, target: &str, faults: &mut Vec<Fault>) {
    let code = match channel {
        Channel::Webhook | Channel::Push => api
            .services
            .alerts
            .guard()
            .url(target)
            .err()
            .map(UrlFault::code),
        Channel::Email => (!is_address(target)).then_some("invalid_address"),
    };
    if let Some(code) = code {
        faults.push(Fault::new("/target", code));
    }
}

/// Endpoint and keys of a browser belong together: all of them, or, in a change, none; of no other channel.
fn check_keys(
    channel: Option<Channel>,
    put: &SubscriptionPut,
    is_new: bool,
    faults: &mut Vec<Fault>,
) -> Option<BrowserKeys> {
    let given = [
        ("/target", put.target.as_ref()),
        ("/p256dh", put.p256dh.as_ref()),
        ("/auth", put.auth.as_ref()),
    ];
    if channel != Some(Channel::Push) {
        let keys = given.into_iter().skip(1).filter(|(_, text)| text.is_some());
        faults.extend(keys.map(|(pointer, _)| Fault::new(pointer, "not_allowed")));
        return None;
    }
    if !is_new && given.iter().all(|(_, text)| text.is_none()) {
        return None;
    }
    let (Some(p256dh), Some(auth), Some(_)) = (&put.p256dh, &put.auth, &put.target) else {
        let missing = given.into_iter().filter(|(_, text)| text.is_none());
        faults.extend(missing.map(|(pointer, _)| Fault::new(pointer, "required")));
        return None;
    };
    match BrowserKeys::read(p256dh, auth) {
        Ok(keys) => Some(keys),
        Err(found) => {
            let told = found.into_iter();
            faults.extend(told.map(|f| Fault::new(format!("/{}", f.field), f.code)));
            None
        }
    }
}

fn check_kinds(kinds: &[String], faults: &mut Vec<Fault>) {
    if kinds.is_empty() {
        faults.push(Fault::new("/kinds", "required"));
    }
    let mut seen = std::collections::BTreeSet::new();
    for (i, kind) in kinds.iter().enumerate() {
        let code = if !KINDS.contains(&kind.as_str()) {
            "unknown"
        } else if !seen.insert(kind) {
            "repeated"
        } else {
            continue;
        };
        faults.push(Fault::new(format!("/kinds/{i}"), code));
    }
}

fn read_quiet(spans: &[QuietSpanView], faults: &mut Vec<Fault>) -> Option<QuietHours> {
    let clock = |text: &str| minute(text).and_then(|m| u16::try_from(m).ok());
    let mut read = Vec::new();
    for (i, span) in spans.iter().enumerate() {
        let (Some(from_min), Some(to_min)) = (clock(&span.from), clock(&span.to)) else {
            faults.push(Fault::new(format!("/quiet/{i}"), "invalid_time"));
            return None;
        };
        read.push(QuietSpan {
            weekdays: span.weekdays.clone(),
            from_min,
            to_min,
        });
    }
    match QuietHours::try_from(read) {
        Ok(quiet) => Some(quiet),
        Err(error) => {
            let code = match error {
                QuietError::TooMany => "too_many",
                QuietError::Weekday => "invalid_weekday",
                QuietError::Time => "invalid_time",
                QuietError::Always => "always_quiet",
            };
            faults.push(Fault::new("/quiet", code));
            None
        }
    }
}
