//! Web Push: a short text, encrypted for one browser (RFC 8291), handed to the service that its maker runs
//! (RFC 8030) and signed with this server's own key (RFC 8292). What is said is `text`'s. Never SQL.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use fieldbeat_domain::{notify::Severity, time::At};
use p256::{
    PublicKey,
    ecdsa::{Signature, SigningKey, signature::Signer},
    elliptic_curve::rand_core::OsRng,
};
use reqwest::{Response, StatusCode, Url, header::RETRY_AFTER};
use serde_json::json;
use uuid::Uuid;
use web_push_native::{Auth, encrypt};

use super::{Refusal, mail::is_address, text::Notice, webhook};
use crate::store::StoreError;

/// How long a service keeps a message for a device that is off: a shift. Later it is in the digest or stale.
pub(super) const TTL_S: u32 = 12 * 3_600;
/// How long a signature is good for; services take a day at most.
const TOKEN_S: i64 = 12 * 3_600;
/// What every service takes, encrypted (RFC 8030, section 7.2).
pub const PAYLOAD_MAX: usize = 4_096;
/// What encryption adds: salt, record size, the key of one message, delimiter and tag.
const ENCRYPTION_BYTES: usize = 16 + 4 + 1 + 65 + 1 + 16;
const P256DH_BYTES: usize = 65;
const AUTH_BYTES: usize = 16;

/// Whether a text names whom push services can ask (RFC 8292, section 2.1).
pub fn is_contact(text: &str) -> bool {
    match text.split_once(':') {
        Some(("mailto", address)) => is_address(address),
        Some(("https", _)) => text.parse::<Url>().is_ok(),
        _ => false,
    }
}

/// What is wrong with a browser's keys, by field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyFault {
    pub field: &'static str,
    pub code: &'static str,
}

/// What messages for one browser are encrypted with, known to be good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrowserKeys {
    pub p256dh: Vec<u8>,
    pub auth: Vec<u8>,
}

impl BrowserKeys {
    /// As a browser tells them: base64url.
    pub fn read(p256dh: &str, auth: &str) -> Result<Self, Vec<KeyFault>> {
        let point = decoded("p256dh", p256dh, P256DH_BYTES).and_then(|bytes| {
            match PublicKey::from_sec1_bytes(&bytes) {
                Ok(_) => Ok(bytes),
                Err(_) => Err(KeyFault {
                    field: "p256dh",
                    code: "not_on_curve",
                }),
            }
        });
        match (point, decoded("auth", auth, AUTH_BYTES)) {
            (Ok(p256dh), Ok(auth)) => Ok(Self { p256dh, auth }),
            (point, auth) => Err(point.err().into_iter().chain(auth.err()).collect()),
        }
    }
}

fn decoded(field: &'static str, text: &str, bytes: usize) -> Result<Vec<u8>, KeyFault> {
    let fault = |code| KeyFault { field, code };
    let read = URL_SAFE_NO_PAD
        .decode(text.trim_end_matches('='))
        .map_err(|_| fault("invalid_encoding"))?;
    if read.len() == bytes {
        Ok(read)
    } else {
        Err(fault("invalid_length"))
    }
}

/// A new key of a server.
pub(super) fn new_key() -> Vec<u8> {
    SigningKey::random(&mut OsRng).to_bytes().to_vec()
}

/// By which push services know this server.
pub(super) struct Identity(SigningKey);

impl Identity {
    /// What is kept is no key where somebody wrote something else there.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, StoreError> {
        let read = SigningKey::from_slice(bytes).map(Self);
        read.map_err(|e| StoreError::Other(sqlx::Error::Decode(e.into())))
    }

    /// What a browser subscribes with.
    pub fn public_key(&self) -> String {
        let point = self.0.verifying_key().to_encoded_point(false);
        URL_SAFE_NO_PAD.encode(point.as_bytes())
    }

    /// For the service of an endpoint, and nobody else.
    fn authorization(&self, endpoint: &Url, contact: &str, now: At) -> String {
        let part = |value: serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let claims = json!({
            "aud": endpoint.origin().ascii_serialization(),
            "exp": now.0.div_euclid(1_000) + TOKEN_S,
            "sub": contact,
        });
        let told = format!(
            "{}.{}",
            part(json!({"typ": "JWT", "alg": "ES256"})),
            part(claims)
        );
        let signature: Signature = self.0.sign(told.as_bytes());
        let signature = URL_SAFE_NO_PAD.encode(signature.to_bytes());
        format!("vapid t={told}.{signature}, k={}", self.public_key())
    }
}

/// A notice to one browser.
pub(super) struct Message<'a> {
    /// The same at every attempt, so that a repeated one is shown once.
    pub id: Uuid,
    pub subscription: Uuid,
    pub endpoint: &'a str,
    pub p256dh: &'a [u8],
    pub auth: &'a [u8],
    pub language: &'a str,
    pub notice: Notice,
    pub now: At,
}

impl Message<'_> {
    /// What the page's worker shows.
    fn payload(&self) -> String {
        let Notice {
            title,
            body,
            path,
            severity,
            ..
        } = &self.notice;
        json!({
            "id": self.id, "title": title, "body": body, "path": path, "severity": severity, "language": self.language,
        })
        .to_string()
    }
}

/// Delivered where the service took it.
pub(super) async fn send(
    sender: &webhook::Sender,
    identity: &Identity,
    contact: &str,
    message: &Message<'_>,
) -> Result<(), Refusal> {
    let (url, request) = sender.to(message.endpoint)?;
    let payload = message.payload().into_bytes();
    if payload.len() + ENCRYPTION_BYTES > PAYLOAD_MAX {
        return Err(Refusal::last("too_large"));
    }
    let key = PublicKey::from_sec1_bytes(message.p256dh);
    let sealed = match key {
        Ok(key) if message.auth.len() == AUTH_BYTES => {
            encrypt(payload, &key, Auth::from_slice(message.auth)).ok()
        }
        Ok(_) | Err(_) => None,
    };
    let sealed = sealed.ok_or_else(|| Refusal::last("not_encrypted"))?;
    let urgency = match message.notice.severity {
        Severity::Critical => "high",
        Severity::Warning => "normal",
        Severity::Info => "low",
    };
    let mut request = request
        .header(
            "authorization",
            identity.authorization(&url, contact, message.now),
        )
        .header("content-type", "application/octet-stream")
        .header("content-encoding", "aes128gcm")
        .header("ttl", TTL_S)
        .header("urgency", urgency)
        .body(sealed);
    if message.notice.is_digest {
        // A device that was off for long finds the last digest, not all of them.
        request = request.header("topic", URL_SAFE_NO_PAD.encode(message.subscription));
    }
    match request.send().await {
        Ok(response) => judge(&response, message.now),
        Err(error) => Err(webhook::reason(&error)),
    }
}

/// A browser that is gone, a service that asks for patience, and what no other attempt makes better.
fn judge(response: &Response, now: At) -> Result<(), Refusal> {
    let status = response.status();
    if status.is_success() {
        return Ok(());
    }
    let code = format!("http_{}", status.as_u16());
    Err(match status {
        StatusCode::NOT_FOUND | StatusCode::GONE => Refusal {
            gone: true,
            ..Refusal::last(code)
        },
        StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT => Refusal {
            after_ms: patience(response, now),
            ..Refusal::again(code)
        },
        status if status.is_server_error() => Refusal {
            after_ms: patience(response, now),
            ..Refusal::again(code)
        },
        _ => Refusal::last(code),
    })
}

/// `Retry-After`: seconds, or a time.
fn patience(response: &Response, now: At) -> Option<i64> {
    let text = response.headers().get(RETRY_AFTER)?.to_str().ok()?.trim();
    retry_after(text, now)
}

fn retry_after(text: &str, now: At) -> Option<i64> {
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(i64::from(seconds) * 1_000);
    }
    let at = DateTime::parse_from_rfc2822(text).ok()?.with_timezone(&Utc);
    Some(at.timestamp_millis() - now.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_asks_for_patience_in_seconds_or_by_the_clock() {
        let now = At(1_445_412_420_000);
        assert_eq!(retry_after("120", now), Some(120_000));
        assert_eq!(
            retry_after("Wed, 21 Oct 2015 07:28:00 GMT", now),
            Some(60_000)
        );
        assert_eq!(retry_after("soon", now), None);
        assert_eq!(retry_after("-1", now), None);
    }

    #[test]
    fn keys_of_a_browser_are_of_their_length_and_a_point_of_the_curve() {
        // RFC 8291, appendix A.
        let p256dh = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
        let auth = "BTBZMqHH6r4Tts7J_aSIgg";
        let keys = BrowserKeys::read(p256dh, auth).unwrap();
        assert_eq!((keys.p256dh.len(), keys.auth.len()), (65, 16));
        assert_eq!(BrowserKeys::read(p256dh, &format!("{auth}==")), Ok(keys));
        let mut bent = URL_SAFE_NO_PAD.decode(p256dh).unwrap();
        bent[64] ^= 1;
        let bent = URL_SAFE_NO_PAD.encode(bent);
        for (p256dh, auth, faults) in [
            (bent.as_str(), auth, vec![("p256dh", "not_on_curve")]),
            ("AAAA", auth, vec![("p256dh", "invalid_length")]),
            (
                "é!",
                "x",
                vec![("p256dh", "invalid_encoding"), ("auth", "invalid_encoding")],
            ),
            (p256dh, "AAAA", vec![("auth", "invalid_length")]),
            (
                "",
                "",
                vec![("p256dh", "invalid_length"), ("auth", "invalid_length")],
            ),
        ] {
            let found = BrowserKeys::read(p256dh, auth).unwrap_err();
            let found: Vec<_> = found.iter().map(|f| (f.field, f.code)).collect();
            assert_eq!(found, faults);
        }
    }
}
