//! To whom personal data leaves this server as it is set up now, and when any was erased or given out last.

use serde::Serialize;
use sqlx::PgExecutor;

use crate::store::{error::StoreError, instant::Instant};

/// What leaves by which way.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = DataRecipient)]
pub struct Recipient {
    /// forwarding | webhook | email | push | sms | zalo | mailbox | api_token
    pub way: String,
    /// The machine that gets it; null where each has its own.
    pub host: Option<String>,
    /// Subscriptions, gateways, mailboxes or tokens in use.
    pub count: i64,
}

/// By way and machine; nothing that is switched off.
pub async fn list(db: impl PgExecutor<'_>) -> Result<Vec<Recipient>, StoreError> {
    Ok(sqlx::query_as!(
        Recipient,
        r#"
        select way as "way!", host, count(*) as "count!" from (
          select channel as way, case when channel = 'webhook' then substring(target from '^[a-z]+://([^/:?#]+)') end as host
            from alert_subscription where enabled and suspended is null
          union all select channel, substring(url from '^[a-z]+://([^/:?#]+)') from message_gateway where active
          union all select 'mailbox', host from mailbox
          union all select 'api_token', null from api_token where revoked_at is null and (expires_at is null or expires_at > now())) x
        group by way, host order by way, host
        "#
    )
    .fetch_all(db)
    .await?)
}

/// How often something was done with personal data, and when last.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = DataDeed)]
pub struct Deed {
    /// privacy.erased | privacy.export | track.read
    pub action: String,
    pub count: i64,
    pub last_at: Option<Instant>,
}

pub async fn deeds(db: impl PgExecutor<'_>) -> Result<Vec<Deed>, StoreError> {
    Ok(sqlx::query_as!(
        Deed,
        r#"select a.action as "action!", count(l.id) as "count!", max(l.recorded_at) as "last_at?: Instant"
           from unnest(array['privacy.erased', 'privacy.export', 'track.read']) with ordinality a (action, n)
           left join audit_log l on l.action = a.action group by a.action, a.n order by a.n"#
    )
    .fetch_all(db)
    .await?)
}

/// Whose data it is: reps, and people at customers; and who keeps it.
pub struct People {
    pub company: Option<String>,
    pub reps: i64,
    pub contacts: i64,
}

pub async fn people(db: impl PgExecutor<'_>) -> Result<People, StoreError> {
    Ok(sqlx::query_as!(
        People,
        r#"select (select name from company) as company, (select count(*) from rep) as "reps!",
             (select count(*) from contact) as "contacts!""#
    )
    .fetch_one(db)
    .await?)
}
