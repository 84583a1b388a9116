//! What a browser needs before it can be pushed to.

use axum::{extract::State, response::Response};
use serde::Serialize;

use super::{
    Api,
    auth::{Allow, ReceiveAlerts},
    problem::{Problem, ProblemBody},
    write,
};

#[derive(Serialize, utoipa::ToSchema)]
pub struct PushKey {
    /// The server's public key, 65 bytes in base64url: `applicationServerKey` of a push subscription.
    public_key: String,
}

/// The key that browsers subscribe with. It never changes.
#[utoipa::path(get, path = "/push-key", operation_id = "push_key", tag = "alerts",
    responses((status = 200, body = PushKey), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(State(api): State<Api>, _: Allow<ReceiveAlerts>) -> Result<Response, Problem> {
    let public_key = api.services.alerts.push_key().await?;
    write::shown(&PushKey { public_key })
}
