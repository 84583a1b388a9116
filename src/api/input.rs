//! What handlers take from a request: body, query and path, with every rejection a Problem.

use axum::{
    body::{Body as RawBody, to_bytes},
    extract::{FromRequest, FromRequestParts, Path, Query, Request},
    http::{HeaderMap, Method, StatusCode, header},
};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Api, problem::Problem};
use crate::store::upsert::Fault;

/// A batch of 1,000 long rows fits with room to spare.
pub const BODY_MAX: usize = 16 << 20;

/// Query parameters.
#[derive(FromRequestParts)]
#[from_request(via(Query), rejection(Problem))]
pub struct Args<T>(pub T);

/// Path segments.
#[derive(FromRequestParts)]
#[from_request(via(Path), rejection(Problem))]
pub struct Seg<T>(pub T);

/// What makes a write repeatable: its key, and a digest of what it asks.
#[derive(Clone, Debug)]
pub struct Identity {
    pub key: Option<String>,
    pub digest: [u8; 32],
    /// The key is the id that the body gave the new record.
    pub own_id: bool,
}

impl Identity {
    /// Of a body that holds a password: even its digest is not kept, since it is a quick one.
    #[must_use]
    pub fn unkept(self) -> Self {
        Self { key: None, ..self }
    }

    /// A body that names its record needs no key: the id is one.
    #[must_use]
    pub fn or_key(mut self, id: Uuid) -> Self {
        if self.key.is_none() {
            self.key = Some(format!("id {id}"));
            self.own_id = true;
        }
        self
    }
}

/// A JSON body with the request's identity.
pub struct Body<T> {
    pub value: T,
    pub request: Identity,
}

/// A write without a body.
pub struct Bare(pub Identity);

impl<T: DeserializeOwned> FromRequest<Api> for Body<T> {
    type Rejection = Problem;
    async fn from_request(request: Request, _: &Api) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        if !is_json(&parts.headers) {
            return Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "unsupported_media_type",
            ));
        }
        let bytes = read(body).await?;
        Ok(Self {
            value: parse(&bytes)?,
            request: identity(
                &parts.method,
                parts.uri.path_and_query().map_or("", |p| p.as_str()),
                &parts.headers,
                &bytes,
            )?,
        })
    }
}

impl FromRequest<Api> for Bare {
    type Rejection = Problem;
    async fn from_request(request: Request, _: &Api) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let bytes = read(body).await?;
        let target = parts.uri.path_and_query().map_or("", |p| p.as_str());
        identity(&parts.method, target, &parts.headers, &bytes).map(Self)
    }
}

pub(super) async fn read(body: RawBody) -> Result<bytes::Bytes, Problem> {
    to_bytes(body, BODY_MAX)
        .await
        .map_err(|_| Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large"))
}

pub fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json")
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|e| {
        if !e.inner().is_data() {
            return Problem::new(StatusCode::BAD_REQUEST, "malformed_json")
                .detail(e.inner().to_string());
        }
        let path = e.path().to_string();
        let pointer = if path == "." {
            String::new()
        } else {
            format!(
                "/{}",
                path.replace(['.', '['], "/")
                    .replace(']', "")
                    .replace("//", "/")
            )
        };
        Problem::invalid(vec![Fault::new(pointer, "invalid_type")]).detail(e.inner().to_string())
    })?;
    json.end().map_err(|e| {
        Problem::new(StatusCode::BAD_REQUEST, "malformed_json").detail(e.to_string())
    })?;
    Ok(value)
}

pub(super) fn identity(
    method: &Method,
    target: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Identity, Problem> {
    let key = match headers.get("idempotency-key") {
        None => None,
        Some(value) => match value.to_str() {
            Ok(key) if (1..=200).contains(&key.len()) => Some(key.to_owned()),
            _ => {
                return Err(Problem::new(
                    StatusCode::BAD_REQUEST,
                    "invalid_idempotency_key",
                ));
            }
        },
    };
    let mut digest = Sha256::new();
    digest.update(method.as_str());
    digest.update([0]);
    digest.update(target);
    digest.update([0]);
    if let Some(tag) = headers.get(header::IF_MATCH) {
        digest.update(tag.as_bytes());
    }
    digest.update([0]);
    digest.update(body);
    Ok(Identity {
        key,
        digest: digest.finalize().into(),
        own_id: false,
    })
}
