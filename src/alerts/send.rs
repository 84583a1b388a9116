//! One round of sending: what is due is claimed, asked about once more, sent, and what became of it kept.

use fieldbeat_domain::{
    notify::{RETRY_CAP_MS, Severity, retry_after_ms, wake},
    time::At,
};
use futures_util::future::join_all;
use serde_json::json;

use super::{
    Inner, Refusal, mail, push,
    text::{Item, Letter, letter, notice},
    webhook,
};
use crate::store::{
    StoreError,
    alert_delivery::{self, Claimed, Told},
    alert_subscription::Channel,
    instant::Instant,
};

/// Whether there may be more to send at once.
pub(super) async fn round(inner: &Inner) -> Result<bool, StoreError> {
    let claimed = alert_delivery::claim(&inner.db, inner.clock.utc()).await?;
    let any = !claimed.is_empty();
    let ended = join_all((claimed.into_iter()).map(|delivery| one(inner, delivery))).await;
    ended.into_iter().collect::<Result<(), StoreError>>()?;
    Ok(any)
}

async fn one(inner: &Inner, delivery: Claimed) -> Result<(), StoreError> {
    let now = inner.clock.now();
    let free = wake(&delivery.quiet, delivery.urgent, now, inner.zone());
    if free > now {
        return alert_delivery::postpone(&inner.db, delivery.id, Instant::from(free).0).await;
    }
    match attempt(inner, &delivery, now).await? {
        Ok(()) => alert_delivery::sent(&inner.db, delivery.id, inner.clock.utc()).await,
        Err(refusal) => refused(inner, &delivery, refusal).await,
    }
}

async fn refused(inner: &Inner, delivery: &Claimed, refusal: Refusal) -> Result<(), StoreError> {
    let now = inner.clock.now();
    let attempts = u32::try_from(delivery.attempts).unwrap_or(u32::MAX);
    let (_, salt) = delivery.id.as_u64_pair();
    // A test is answered at once: who asked for it is waiting.
    let again = retry_after_ms(attempts, salt).filter(|_| !refusal.last && !delivery.is_test);
    // Asked for patience, but not for days: then it is given up, as after any failure.
    let after = refusal.after_ms.unwrap_or(0).min(RETRY_CAP_MS);
    let again = again.map(|ms| Instant::from(now.plus_ms(ms.max(after))).0);
    tracing::info!(
        delivery = %delivery.id, channel = delivery.channel, code = refusal.code, attempts, again = again.is_some(),
        "an alert was not delivered"
    );
    let utc = Instant::from(now).0;
    alert_delivery::failed(&inner.db, delivery.id, utc, &refusal.code, again).await?;
    if refusal.gone {
        let of = (delivery.subscription_id, delivery.target.as_str());
        alert_delivery::suspend(&inner.db, of, utc).await?;
    }
    Ok(())
}

/// Rights are asked again here: what the owner has lost meanwhile is not told.
async fn attempt(
    inner: &Inner,
    delivery: &Claimed,
    now: At,
) -> Result<Result<(), Refusal>, StoreError> {
    let events = if delivery.is_test {
        if alert_delivery::owner(&inner.db, delivery).await?.is_none() {
            return Ok(Err(Refusal::last("scope_lost")));
        }
        Vec::new()
    } else {
        let told = alert_delivery::told(&inner.db, delivery).await?;
        if told.is_empty() {
            return Ok(Err(Refusal::last("scope_lost")));
        }
        told
    };
    Ok(match Channel::parse(&delivery.channel) {
        Some(Channel::Webhook) => post(inner, delivery, &events, now).await,
        Some(Channel::Email) => mail(inner, delivery, &events).await,
        Some(Channel::Push) => show(inner, delivery, &events, now).await?,
        None => Err(Refusal::last("unknown_channel")),
    })
}

async fn post(inner: &Inner, delivery: &Claimed, events: &[Told], now: At) -> Result<(), Refusal> {
    let post = webhook::Post {
        id: delivery.id,
        url: &delivery.target,
        secret: delivery.secret.as_deref().unwrap_or_default(),
        timestamp: now.0.div_euclid(1_000),
        body: payload(events, now).to_string(),
    };
    inner.webhook.post(post).await
}

/// One event by itself, several as a digest with their counts, none as a test.
fn payload(events: &[Told], now: At) -> serde_json::Value {
    let data = |e: &Told| {
        json!({
            "kind": e.kind, "org_unit": e.org_unit_id, "rep": e.rep_id, "subject_id": e.subject_id, "body": e.body,
            "recorded_at": e.recorded_at,
        })
    };
    match events {
        [] => json!({"type": "test", "timestamp": Instant::from(now), "data": {}}),
        [one] => json!({"type": one.kind, "timestamp": one.recorded_at, "data": data(one)}),
        all => {
            let counted = fieldbeat_domain::notify::digest(
                all.iter().map(|e| (e.kind.as_str(), severity(e))),
            );
            let counts: Vec<_> = counted
                .lines
                .iter()
                .map(|l| json!({"kind": l.kind, "severity": l.severity, "count": l.count}))
                .collect();
            let events: Vec<_> = all.iter().map(data).collect();
            json!({
                "type": "digest", "timestamp": Instant::from(now),
                "data": {"total": counted.total, "counts": counts, "events": events},
            })
        }
    }
}

fn severity(event: &Told) -> Severity {
    let word = event.body.get("severity").and_then(|s| s.as_str());
    word.and_then(Severity::parse).unwrap_or_default()
}

async fn mail(inner: &Inner, delivery: &Claimed, events: &[Told]) -> Result<(), Refusal> {
    let Some(mailer) = &inner.mail else {
        return Err(Refusal::again("email_not_configured"));
    };
    let items: Vec<Item<'_>> = events.iter().map(|e| item(e)).collect();
    let written = letter(&told(inner, delivery, &items));
    mailer
        .send(mail::Letter {
            id: delivery.id,
            to: &delivery.target,
            subject: written.subject,
            body: written.body,
            unsubscribe: None,
        })
        .await
}

/// Pushes to a browser.
async fn show(
    inner: &Inner,
    delivery: &Claimed,
    events: &[Told],
    now: At,
) -> Result<Result<(), Refusal>, StoreError> {
    let (Some(contact), Some(p256dh), Some(auth)) =
        (&inner.push_contact, &delivery.p256dh, &delivery.auth)
    else {
        return Ok(Err(Refusal::again("push_not_configured")));
    };
    let items: Vec<Item<'_>> = events.iter().map(|e| item(e)).collect();
    let message = push::Message {
        id: delivery.id,
        subscription: delivery.subscription_id,
        endpoint: &delivery.target,
        p256dh,
        auth,
        language: &delivery.language,
        notice: notice(&told(inner, delivery, &items)),
        now,
    };
    let identity = inner.identity().await?;
    Ok(push::send(&inner.webhook, identity, contact, &message).await)
}

fn told<'a>(inner: &'a Inner, delivery: &'a Claimed, items: &'a [Item<'a>]) -> Letter<'a> {
    Letter {
        language: &delivery.language,
        subscription: &delivery.name,
        items,
        zone: inner.zone(),
        public_url: inner.public_url.as_deref(),
    }
}

fn item(event: &Told) -> Item<'_> {
    Item {
        kind: &event.kind,
        severity: severity(event),
        rep: event.rep_name.as_deref().zip(event.rep_code.as_deref()),
        exception: event
            .kind
            .starts_with("exception_")
            .then(|| event.body.get("kind").and_then(|k| k.as_str()))
            .flatten(),
        subject_id: &event.subject_id,
        at: event.recorded_at.at(),
    }
}
