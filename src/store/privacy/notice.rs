//! Versions of the notice that tells reps how their places are processed. Published once and never changed; what reps answered is
//! `consent`'s.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::{PgConnection, PgExecutor, types::Json};

use crate::store::{error::StoreError, instant::Instant};

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PrivacyNotice {
    pub version: i32,
    /// By language: `en`, `vi`, `zh`.
    #[schema(value_type = BTreeMap<String, String>)]
    pub texts: Json<BTreeMap<String, String>>,
    pub published_by: i32,
    pub published_by_name: String,
    pub published_at: Instant,
}

/// Newest first, below `below`.
pub async fn list(
    db: impl PgExecutor<'_>,
    (below, limit): (i32, i64),
) -> Result<Vec<PrivacyNotice>, StoreError> {
    Ok(sqlx::query_as!(
        PrivacyNotice,
        r#"select n.version, n.texts as "texts: Json<BTreeMap<String, String>>", n.published_by, u.name as published_by_name,
             n.published_at as "published_at: Instant"
           from privacy_notice n join app_user u on u.id = n.published_by
           where n.version < $1 order by n.version desc limit $2"#,
        below,
        limit,
    )
    .fetch_all(db)
    .await?)
}

/// The one in force.
pub async fn newest(db: impl PgExecutor<'_>) -> Result<Option<PrivacyNotice>, StoreError> {
    Ok(list(db, (i32::MAX, 1)).await?.into_iter().next())
}

/// When the one in force was published.
pub async fn newest_at(db: impl PgExecutor<'_>) -> Result<Option<DateTime<Utc>>, StoreError> {
    Ok(
        sqlx::query_scalar!(
            "select published_at from privacy_notice order by version desc limit 1"
        )
        .fetch_optional(db)
        .await?,
    )
}

/// Publishes the next version. `None` where that is not `version`: somebody else has published meanwhile.
pub async fn publish(
    tx: &mut PgConnection,
    (by, at): (i32, DateTime<Utc>),
    version: i32,
    texts: &BTreeMap<String, String>,
) -> Result<Option<PrivacyNotice>, StoreError> {
    // One at a time: the company row is the lock.
    sqlx::query!("select id from company for update")
        .fetch_optional(&mut *tx)
        .await?;
    let made = sqlx::query_scalar!(
        "insert into privacy_notice (version, texts, published_by, published_at)
         select $1, $2, $3, $4 where $1 = (select coalesce(max(version), 0) + 1 from privacy_notice) returning version",
        version,
        Json(texts) as _,
        by,
        at,
    )
    .fetch_optional(&mut *tx)
    .await?;
    match made {
        Some(_) => newest(tx).await,
        None => Ok(None),
    }
}
