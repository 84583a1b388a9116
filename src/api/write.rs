//! One write of one user: a transaction that also keeps the answer under its idempotency key.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::Value;
use sqlx::{PgConnection, Postgres, Transaction};

use super::{Api, etag, input::Identity, problem::Problem};
use crate::store::{
    audit,
    idempotency::{self, Seen},
    scope::Scope,
    upsert::Now,
};

/// Either this write runs, or its first answer is given again.
pub enum Begun {
    Write(Box<Write>),
    Replay(Response),
}

/// A write under way. Dropped without [`Write::commit`], nothing happened.
pub struct Write {
    tx: Transaction<'static, Postgres>,
    scope: Scope,
    request: Identity,
    pub now: Now,
}

/// Opens the transaction and claims the key: same request → its first answer, another → 422, still
/// running → 409.
pub async fn begin(api: &Api, scope: &Scope, request: Identity) -> Result<Begun, Problem> {
    let now = api.now();
    let mut tx = api.db().begin().await?;
    if let (Some(key), Some(user)) = (&request.key, scope.user_id()) {
        match idempotency::claim(&mut tx, user, key, now.at).await? {
            Seen::New => {}
            Seen::Running => return Err(Problem::new(StatusCode::CONFLICT, "request_running")),
            Seen::Answered { digest, .. } if digest != request.digest && request.own_id => {
                return Err(Problem::new(StatusCode::CONFLICT, "id_reused"));
            }
            Seen::Answered { digest, .. } if digest != request.digest => {
                return Err(Problem::new(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "idempotency_key_reused",
                ));
            }
            Seen::Answered { body, .. } if body.is_empty() => {
                return Err(Problem::new(StatusCode::CONFLICT, "answer_not_kept")
                    .detail("The first answer held a secret, which is not kept. Ask for a new one under a new key."));
            }
            Seen::Answered { status, body, .. } => {
                let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
                let body: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
                return Ok(Begun::Replay(respond(status, body)));
            }
        }
    }
    Ok(Begun::Write(Box::new(Write {
        tx,
        scope: scope.clone(),
        request,
        now,
    })))
}

impl Write {
    pub fn tx(&mut self) -> &mut PgConnection {
        &mut self.tx
    }

    pub async fn audit(
        &mut self,
        action: &str,
        subject: &str,
        detail: Value,
    ) -> Result<(), Problem> {
        Ok(audit::record(
            &mut *self.tx,
            &self.scope,
            self.now.at,
            action,
            subject,
            &detail,
        )
        .await?)
    }

    /// Keeps the answer with the write and commits both.
    pub async fn commit(
        self,
        status: StatusCode,
        answer: &impl Serialize,
    ) -> Result<Response, Problem> {
        let answer = serde_json::to_value(answer).map_err(Problem::internal)?;
        let kept = answer.to_string();
        self.end(status, answer, kept.as_bytes()).await
    }

    /// For answers that hold a secret: it is stored nowhere in the clear, so a repeated request gets
    /// 409 `answer_not_kept` instead of the first answer.
    pub async fn commit_secret(
        self,
        status: StatusCode,
        answer: &impl Serialize,
    ) -> Result<Response, Problem> {
        let answer = serde_json::to_value(answer).map_err(Problem::internal)?;
        self.end(status, answer, &[]).await
    }

    async fn end(
        mut self,
        status: StatusCode,
        answer: Value,
        kept: &[u8],
    ) -> Result<Response, Problem> {
        if let (Some(key), Some(user)) = (&self.request.key, self.scope.user_id()) {
            let kept = (status.as_u16(), kept);
            idempotency::save(
                &mut self.tx,
                user,
                key,
                &self.request.digest,
                kept,
                self.now.at,
            )
            .await?;
        }
        self.tx.commit().await?;
        Ok(respond(status, answer))
    }
}

/// A JSON answer; a `version` in it becomes the entity tag.
pub fn respond(status: StatusCode, answer: Value) -> Response {
    let version = answer
        .get("version")
        .and_then(Value::as_i64)
        .and_then(|v| i32::try_from(v).ok());
    let mut response = if answer.is_null() {
        status.into_response()
    } else {
        (status, Json(answer)).into_response()
    };
    if let Some(tag) = version.and_then(|v| HeaderValue::from_str(&etag::text(v)).ok()) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// A read answer with its entity tag.
pub fn shown(answer: &impl Serialize) -> Result<Response, Problem> {
    Ok(respond(
        StatusCode::OK,
        serde_json::to_value(answer).map_err(Problem::internal)?,
    ))
}
