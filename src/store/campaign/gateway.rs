//! Gateways that send what is no e-mail: where to, with which headers and body. All three may hold secrets and are never
//! told again; what a gateway tells comes to an address that only it knows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{PgConnection, PgExecutor, types::Json};

use crate::store::{
    error::StoreError,
    secret::{Secret, hash_of},
    upsert::{ChangeError, Now},
};

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Gateway {
    /// sms | zalo
    pub channel: String,
    /// Of its address: the rest may hold a key.
    pub host: String,
    /// Names alone: what they hold is not told.
    pub header_names: Vec<String>,
    pub body_names: Vec<String>,
    pub active: bool,
    pub version: i32,
}

struct Row {
    channel: String,
    url: String,
    header_names: Vec<String>,
    body: Json<Value>,
    active: bool,
    version: i32,
}

impl From<Row> for Gateway {
    fn from(row: Row) -> Self {
        let members = row.body.0.as_object();
        let after = row.url.split_once("://").map_or("", |(_, rest)| rest);
        let host = after.split(['/', '\\', '?', '#']).next();
        Self {
            channel: row.channel,
            host: host.unwrap_or_default().to_owned(),
            header_names: row.header_names,
            body_names: members.map_or_else(Vec::new, |m| m.keys().cloned().collect()),
            active: row.active,
            version: row.version,
        }
    }
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GatewayPut {
    /// May hold {to}, {text} and {id}.
    pub url: String,
    /// All of them anew; where absent those that it has stay.
    pub headers: Option<BTreeMap<String, String>>,
    /// Sent as JSON; in its texts {to}, {text} and {id} are put in.
    #[schema(value_type = Object)]
    pub body: Value,
    #[serde(default = "yes")]
    pub active: bool,
}

const fn yes() -> bool {
    true
}

pub async fn list(db: impl PgExecutor<'_>) -> Result<Vec<Gateway>, StoreError> {
    let rows = sqlx::query_as!(
        Row,
        r#"select channel, url, array(select k from jsonb_object_keys(headers) k order by k) as "header_names!", body as "body: Json<Value>",
          active, version
        from message_gateway order by channel"#
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(Gateway::from).collect())
}

/// How a message of a channel leaves.
pub struct Way {
    pub url: String,
    pub headers: Json<BTreeMap<String, String>>,
    pub body: Json<Value>,
}

/// Where it is set up and in use.
pub async fn way(db: impl PgExecutor<'_>, channel: &str) -> Result<Option<Way>, StoreError> {
    Ok(sqlx::query_as!(
        Way,
        r#"select url, headers as "headers: Json<BTreeMap<String, String>>", body as "body: Json<Value>"
        from message_gateway where channel = $1 and active"#,
        channel
    )
    .fetch_optional(db)
    .await?)
}

/// Sets one up; the secret of its address for reports where it is new, told this once.
pub async fn put(
    tx: &mut PgConnection,
    user: Option<i32>,
    now: Now,
    channel: &str,
    seen: Option<i32>,
    put: &GatewayPut,
) -> Result<Option<Secret>, ChangeError> {
    let was = sqlx::query_scalar!(
        "select version from message_gateway where channel = $1 for update",
        channel
    )
    .fetch_optional(&mut *tx)
    .await?;
    match (was, seen) {
        (Some(version), Some(seen)) if seen != version => return Err(ChangeError::Stale(version)),
        (None, Some(seen)) if seen > 0 => return Err(ChangeError::Stale(0)),
        _ => {}
    }
    let secret = Secret::random("fbg_");
    sqlx::query!(
        r#"
        insert into message_gateway (channel, url, headers, body, active, report_hash, user_id, updated_at)
        values ($1, $2, coalesce($3::jsonb, '{}'::jsonb), $4, $5, $6, $7, $8)
        on conflict (channel) do update set url = excluded.url, headers = coalesce($3::jsonb, message_gateway.headers), body = excluded.body,
          active = excluded.active, user_id = excluded.user_id, version = message_gateway.version + 1, updated_at = excluded.updated_at
        "#,
        channel,
        put.url,
        put.headers.as_ref().map(Json) as _,
        Json(&put.body) as _,
        put.active,
        secret.hash.as_slice(),
        user,
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(was.is_none().then_some(secret))
}

/// The channel of the gateway that knows a secret.
pub async fn reporting(
    db: impl PgExecutor<'_>,
    secret: &str,
) -> Result<Option<String>, StoreError> {
    let hash = hash_of(secret);
    Ok(sqlx::query_scalar!(
        "select channel from message_gateway where report_hash = $1",
        hash.as_slice()
    )
    .fetch_optional(db)
    .await?)
}
