//! A browser that takes push messages: its keys, its endpoint at a service, and what it reads of what comes there.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use p256::{
    SecretKey,
    ecdsa::{Signature, VerifyingKey, signature::Verifier},
    elliptic_curve::{rand_core::OsRng, sec1::ToEncodedPoint},
};
use reqwest::Url;
use serde_json::{Value, json};
use web_push_native::{Auth, decrypt};

use super::receiver::{Received, Receiver};

pub struct Browser {
    secret: SecretKey,
    auth: [u8; 16],
    pub endpoint: String,
}

impl Browser {
    /// Subscribed at a service.
    pub fn at(service: &Receiver) -> Self {
        Self {
            secret: SecretKey::random(&mut OsRng),
            auth: rand::random(),
            endpoint: format!("{}?token={:032x}", service.url, rand::random::<u128>()),
        }
    }

    /// The same keys under another endpoint.
    pub fn moved(&self, service: &Receiver) -> Self {
        Self {
            secret: self.secret.clone(),
            auth: self.auth,
            ..Self::at(service)
        }
    }

    /// `PushSubscription.toJSON()`, as the API wants it.
    pub fn told(&self) -> Value {
        let point = self.secret.public_key().to_encoded_point(false);
        json!({
            "channel": "push", "target": self.endpoint,
            "p256dh": URL_SAFE_NO_PAD.encode(point.as_bytes()), "auth": URL_SAFE_NO_PAD.encode(self.auth),
        })
    }

    /// What the worker of the page gets.
    pub fn read(&self, received: &Received) -> Option<Value> {
        let auth = Auth::clone_from_slice(&self.auth);
        let read = decrypt(received.body.to_vec(), &self.secret, &auth).ok()?;
        Some(serde_json::from_slice(&read).unwrap())
    }
}

/// The claims of whoever sent this, verified as a service does: by the key that it names, which is the one that the
/// browser subscribed with.
pub fn sender(received: &Received, public_key: &str) -> Value {
    let told = received.headers["authorization"].to_str().unwrap();
    let told = told.strip_prefix("vapid t=").unwrap();
    let (token, key) = told.split_once(", k=").unwrap();
    assert_eq!(key, public_key);
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let (header, claims) = signed.split_once('.').unwrap();
    let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap();
    let key = VerifyingKey::from_sec1_bytes(&decode(key)).unwrap();
    let signature = Signature::from_slice(&decode(signature)).unwrap();
    key.verify(signed.as_bytes(), &signature).unwrap();
    assert!(key.verify(claims.as_bytes(), &signature).is_err());
    let read = |part: &str| -> Value { serde_json::from_slice(&decode(part)).unwrap() };
    assert_eq!(read(header), json!({"typ": "JWT", "alg": "ES256"}));
    read(claims)
}

/// Scheme and authority of a URL.
pub fn origin(url: &str) -> String {
    url.parse::<Url>().unwrap().origin().ascii_serialization()
}
