//! Webhooks: a signed POST as standardwebhooks.com describes it. No redirects, no proxies, no body of an
//! answer is ever read.

use std::{collections::BTreeMap, error::Error};

use rand::RngCore;
use reqwest::{Client, RequestBuilder, StatusCode, Url, redirect};
use standardwebhooks::{
    HEADER_WEBHOOK_ID, HEADER_WEBHOOK_SIGNATURE, HEADER_WEBHOOK_TIMESTAMP, Webhook,
};
use std::sync::Arc;
use uuid::Uuid;

use super::{
    ATTEMPT_MAX, Refusal,
    guard::{AddressFault, Guard},
};

const SECRET_BYTES: usize = 32;

/// A new key, and how its receiver is told it.
pub fn new_secret() -> (Vec<u8>, String) {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let mut key = vec![0; SECRET_BYTES];
    rand::rng().fill_bytes(&mut key);
    let text = format!("whsec_{}", STANDARD.encode(&key));
    (key, text)
}

pub(super) struct Sender {
    client: Client,
    guard: Guard,
}

/// One POST.
pub(super) struct Post<'a> {
    pub id: Uuid,
    pub url: &'a str,
    pub secret: &'a [u8],
    /// Unix seconds.
    pub timestamp: i64,
    pub body: String,
}

/// One POST to a gateway, as it wants it.
pub(super) struct Push<'a> {
    pub url: &'a str,
    pub headers: &'a BTreeMap<String, String>,
    /// JSON.
    pub body: String,
}

impl Sender {
    pub fn new(guard: Guard) -> Result<Self, reqwest::Error> {
        let client = Client::builder()
            .dns_resolver(Arc::new(guard))
            .redirect(redirect::Policy::none())
            .no_proxy()
            .timeout(ATTEMPT_MAX)
            .referer(false)
            // A receiver's name may move: every attempt asks again where it is.
            .pool_max_idle_per_host(0)
            .user_agent(concat!("Fieldbeat/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self { client, guard })
    }

    pub const fn guard(&self) -> Guard {
        self.guard
    }

    /// A POST to a URL that the guard lets through.
    pub fn to(&self, url: &str) -> Result<(Url, RequestBuilder), Refusal> {
        let url = self
            .guard
            .url(url)
            .map_err(|fault| Refusal::last(fault.code()))?;
        Ok((url.clone(), self.client.post(url)))
    }

    /// Delivered where the receiver answers with 2xx.
    pub async fn post(&self, post: Post<'_>) -> Result<(), Refusal> {
        let (_, request) = self.to(post.url)?;
        let id = post.id.to_string();
        let signature = Webhook::from_bytes(post.secret.to_vec())
            .and_then(|hook| hook.sign(&id, post.timestamp, post.body.as_bytes()))
            .map_err(|_| Refusal::last("not_signed"))?;
        let request = request
            .header("content-type", "application/json")
            .header(HEADER_WEBHOOK_ID, id)
            .header(HEADER_WEBHOOK_TIMESTAMP, post.timestamp)
            .header(HEADER_WEBHOOK_SIGNATURE, signature)
            .body(post.body);
        sent(request).await
    }

    /// Taken where the gateway answers with 2xx.
    pub async fn push(&self, push: Push<'_>) -> Result<(), Refusal> {
        let (_, mut request) = self.to(push.url)?;
        request = request
            .body(push.body)
            .header("content-type", "application/json");
        for (name, value) in push.headers {
            request = request.header(name, value);
        }
        sent(request).await
    }
}

async fn sent(request: RequestBuilder) -> Result<(), Refusal> {
    match request.send().await {
        Ok(response) => judge(response.status()),
        Err(error) if error.is_builder() => Err(Refusal::last("invalid_header")),
        Err(error) => Err(reason(&error)),
    }
}

fn judge(status: StatusCode) -> Result<(), Refusal> {
    if status.is_success() {
        return Ok(());
    }
    let code = format!("http_{}", status.as_u16());
    Err(if status == StatusCode::GONE {
        Refusal {
            gone: true,
            ..Refusal::last(code)
        }
    } else {
        Refusal::again(code)
    })
}

pub(super) fn reason(error: &reqwest::Error) -> Refusal {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(e) = cause {
        if matches!(e.downcast_ref(), Some(AddressFault::Private)) {
            return Refusal::last("private_address");
        }
        cause = e.source();
    }
    Refusal::again(if error.is_timeout() {
        "timeout"
    } else if error.is_connect() {
        "no_connection"
    } else {
        "no_answer"
    })
}
