//! Messages of campaigns: what is due is claimed, written for its person, sent by e-mail or a gateway, and what became
//! of it kept. Signs the links by which people opt out. Who gets one is `store::campaign`'s.

use std::fmt::Write as _;

use fieldbeat_domain::notify::retry_after_ms;
use fieldbeat_trade::crm::campaign::{Channel, fill};
use futures_util::future::join_all;
use reqwest::Url;
use serde_json::Value;
use sha2::{Digest, Sha256};
use standardwebhooks::Webhook;
use uuid::Uuid;

use super::{Inner, Refusal, mail, webhook};
use crate::store::{
    StoreError,
    campaign::{
        gateway::{self, Way},
        message::{self, Claimed},
    },
    instant::Instant,
};

/// What follows the address of this server in a link by which somebody opts out. Nobody makes one without the key.
fn opt_out_path(key: &[u8], message: Uuid) -> Option<String> {
    Some(format!("/opt-out/{message}/{}", signature(key, message)?))
}

/// Whether a link is ours.
pub fn is_signed(key: &[u8], message: Uuid, told: &str) -> bool {
    // Digests, so that how long the comparison takes tells nothing.
    signature(key, message).is_some_and(|own| Sha256::digest(told) == Sha256::digest(own))
}

/// None without a key.
fn signature(key: &[u8], message: Uuid) -> Option<String> {
    if key.is_empty() {
        return None;
    }
    // What is signed is text: bytes that are none are refused.
    let hook = Webhook::from_bytes(key.to_vec()).ok()?;
    let signed = hook
        .sign("opt-out", 0, message.to_string().as_bytes())
        .ok()?;
    let text = signed.strip_prefix("v1,")?.trim_end_matches('=');
    Some(text.replace('+', "-").replace('/', "_"))
}

/// Whether there may be more to send at once.
pub(super) async fn round(inner: &Inner) -> Result<bool, StoreError> {
    let claimed = message::claim(&inner.db, inner.clock.utc()).await?;
    if claimed.is_empty() {
        message::close(&inner.db, inner.clock.utc()).await?;
        return Ok(false);
    }
    let ended = join_all((claimed.into_iter()).map(|message| one(inner, message))).await;
    ended.into_iter().collect::<Result<(), StoreError>>()?;
    Ok(true)
}

async fn one(inner: &Inner, claimed: Claimed) -> Result<(), StoreError> {
    if claimed.opted_out {
        return message::left_out(&inner.db, claimed.id, inner.clock.utc()).await;
    }
    let link = link(&claimed, inner.public_url.as_deref());
    let text = written(&claimed, link.as_deref());
    let attempt = match Channel::parse(&claimed.channel) {
        Some(Channel::Email) => by_mail(inner, &claimed, &text, link).await,
        Some(Channel::Sms | Channel::Zalo) => {
            match gateway::way(&inner.db, &claimed.channel).await? {
                Some(way) => by_gateway(inner, &claimed, &text, &way).await,
                None => Err(Refusal::again("channel_not_configured")),
            }
        }
        None => Err(Refusal::last("unknown_channel")),
    };
    let now = inner.clock.now();
    let Err(refusal) = attempt else {
        let date = inner.rules.load().time.date_of(now);
        return message::sent(&inner.db, &claimed, &text, Instant::from(now).0, date).await;
    };
    let attempts = u32::try_from(claimed.attempts).unwrap_or(u32::MAX);
    let (_, salt) = claimed.id.as_u64_pair();
    let again = retry_after_ms(attempts, salt).filter(|_| !refusal.last);
    let again = again.map(|ms| Instant::from(now.plus_ms(ms)).0);
    tracing::info!(
        message = %claimed.id, campaign = %claimed.campaign_id, code = refusal.code, attempts, again = again.is_some(),
        "a message of a campaign was not sent"
    );
    let utc = Instant::from(now).0;
    message::failed(&inner.db, claimed.id, utc, &refusal.code, again).await
}

fn value<'a>(claimed: &'a Claimed, name: &str) -> &'a str {
    match name {
        "contact" => &claimed.contact_name,
        "customer" => &claimed.customer_name,
        "rep" => &claimed.rep_name,
        "company" => &claimed.company,
        _ => "",
    }
}

/// By which who gets the message says that no more is wanted.
fn link(claimed: &Claimed, public_url: Option<&str>) -> Option<String> {
    let path = opt_out_path(&claimed.key, claimed.id)?;
    Some(format!("{}{path}", public_url?.trim_end_matches('/')))
}

/// The text with what is said below it: who writes, and how to get no more.
fn written(claimed: &Claimed, link: Option<&str>) -> String {
    let mut text = fill(&claimed.body, |name| value(claimed, name));
    let Some(link) = link else {
        return text;
    };
    let words = match claimed.language.as_str() {
        "vi" => "Không muốn nhận tin nữa:",
        "zh" => "如不想再收到此类消息：",
        _ => "To get no more of these:",
    };
    let line = if claimed.channel == Channel::Email.as_str() {
        "\n\n-- \n"
    } else {
        "\n"
    };
    // Writing to a String does not fail.
    let _ = write!(text, "{line}{words} {link}");
    text
}

async fn by_mail(
    inner: &Inner,
    claimed: &Claimed,
    text: &str,
    link: Option<String>,
) -> Result<(), Refusal> {
    let Some(mailer) = &inner.mail else {
        return Err(Refusal::again("email_not_configured"));
    };
    // Nobody is written to who could not end it.
    let link = link.ok_or_else(|| Refusal::again("email_not_configured"))?;
    let subject = claimed.subject.as_deref().unwrap_or_default();
    mailer
        .send(mail::Letter {
            id: claimed.id,
            to: &claimed.target,
            subject: fill(subject, |name| value(claimed, name)),
            body: text.to_owned(),
            unsubscribe: Some(format!("<{link}>")),
        })
        .await
}

async fn by_gateway(
    inner: &Inner,
    claimed: &Claimed,
    text: &str,
    way: &Way,
) -> Result<(), Refusal> {
    let id = claimed.id.to_string();
    let put = |name: &str| match name {
        "to" => claimed.target.as_str(),
        "text" => text,
        "id" => id.as_str(),
        _ => "",
    };
    let (to, said) = (encoded(put("to")), encoded(put("text")));
    let push = webhook::Push {
        url: &fill(&way.url, |name| match name {
            "to" => &to,
            "text" => &said,
            other => put(other),
        }),
        headers: &way.headers.0,
        body: filled(&way.body.0, &put).to_string(),
    };
    inner.webhook.push(push).await
}

/// As it stands in a query.
fn encoded(value: &str) -> String {
    let url = Url::parse_with_params("http://localhost/", [("v", value)]);
    let query = url.ok().and_then(|u| u.query().map(str::to_owned));
    query.map_or_else(String::new, |q| q.trim_start_matches("v=").to_owned())
}

/// A body in whose texts, however deep, the placeholders are filled.
fn filled<'a>(body: &Value, put: &impl Fn(&str) -> &'a str) -> Value {
    match body {
        Value::String(text) => Value::String(fill(text, put)),
        Value::Array(all) => all.iter().map(|v| filled(v, put)).collect(),
        Value::Object(members) => (members.iter())
            .map(|(name, v)| (name.clone(), filled(v, put)))
            .collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_link_is_good_for_one_message_under_one_key() {
        let (key, other) = (webhook::new_secret().0, webhook::new_secret().0);
        let (one, two) = (Uuid::now_v7(), Uuid::now_v7());
        let path = opt_out_path(&key, one).unwrap();
        let told = path.rsplit('/').next().unwrap();
        assert!(
            told.len() >= 40
                && told
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
        );
        assert!(is_signed(&key, one, told));
        assert!(!is_signed(&key, two, told));
        assert!(!is_signed(&other, one, told));
        assert!(!is_signed(&key, one, ""));
        assert_eq!(signature(&[], one), None);
        assert!(!is_signed(&[], one, told) && !is_signed(&[], one, ""));
    }

    #[test]
    fn nothing_in_a_value_adds_to_a_query() {
        assert_eq!(encoded("a&b=c d/é"), "a%26b%3Dc+d%2F%C3%A9");
        assert_eq!(encoded(""), "");
    }

    #[test]
    fn a_body_is_filled_as_deep_as_it_goes() {
        let body = json!({"to": "{to}", "parts": [{"text": "{text}!"}, 3, null], "from": "FB"});
        let put = |name: &str| {
            if name == "to" {
                "0912"
            } else {
                "xin \"chào\" {to}"
            }
        };
        assert_eq!(
            filled(&body, &put),
            json!({"to": "0912", "parts": [{"text": "xin \"chào\" {to}!"}, 3, null], "from": "FB"})
        );
    }
}
