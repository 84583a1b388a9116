//! What people decide about photos. Appended; the newest stands in the photo.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::store::{error::StoreError, scope::Scope};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = PhotoDecision)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    Approved,
    /// With a reason.
    Rejected,
    /// The last decision is taken back.
    Pending,
}

impl Decision {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Pending => "pending",
        }
    }
}

pub struct Deciding {
    pub photo: Uuid,
    pub decision: Decision,
    pub reason: Option<String>,
}

/// Decides, each photo at most once; answers which of them were in scope.
pub async fn decide(
    tx: &mut PgConnection,
    scope: &Scope,
    now: DateTime<Utc>,
    decisions: &[Deciding],
) -> Result<Vec<Uuid>, StoreError> {
    let user = scope.user_id().ok_or(StoreError::NotFound)?;
    let photos: Vec<Uuid> = decisions.iter().map(|d| d.photo).collect();
    let words: Vec<String> = (decisions.iter())
        .map(|d| d.decision.as_str().to_owned())
        .collect();
    let reasons: Vec<Option<String>> = decisions.iter().map(|d| d.reason.clone()).collect();
    // In one order, so that two who decide on the same photos wait for each other and not for ever.
    let decided = sqlx::query_scalar!(
        r#"
        with said as (select * from unnest($1::uuid[], $2::text[], $3::text[]) as t(id, decision, reason)),
        held as (
          select p.id from photo p join said s on s.id = p.id
          where ($4::int4[] is null or p.org_unit_id = any($4)) and ($5::int4 is null or p.rep_id = $5)
          order by p.id for update of p
        )
        update photo p set status = s.decision, reason = s.reason, version = p.version + 1, updated_at = $6,
          decided_by = case when s.decision <> 'pending' then $7::int4 end,
          decided_at = case when s.decision <> 'pending' then $6::timestamptz end
        from held h join said s on s.id = h.id where p.id = h.id
        returning p.id
        "#,
        &photos,
        &words,
        &reasons as _,
        scope.units() as _,
        scope.rep_id() as _,
        now,
        user,
    )
    .fetch_all(&mut *tx)
    .await?;
    sqlx::query!(
        r#"
        insert into photo_decision (photo_id, decision, reason, user_id, decided_at)
        select t.id, t.decision, t.reason, $5, $6 from unnest($1::uuid[], $2::text[], $3::text[]) as t(id, decision, reason)
        where t.id = any($4)
        "#,
        &photos,
        &words,
        &reasons as _,
        &decided,
        user,
        now,
    )
    .execute(&mut *tx)
    .await?;
    Ok(decided)
}
