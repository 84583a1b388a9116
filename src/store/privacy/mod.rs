//! Personal data of reps: what of it is erased, what remains as proof, what is given out. Never decides who may ask.

pub mod consent;
pub mod consent_inbox;
pub mod erasure;
pub mod export;
pub mod floor;
pub mod notice;
pub mod places;
pub mod recipients;
pub mod tombstone;

use sqlx::PgExecutor;

use super::{error::StoreError, scope::Scope};

/// Whose data it is about.
#[derive(Clone, Debug)]
pub struct Subject {
    pub rep_id: i32,
    pub code: String,
    pub name: String,
}

/// A rep that is or ever was in the caller's reach: those who have left belong to no unit of today.
pub async fn subject(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    rep_id: i32,
) -> Result<Subject, StoreError> {
    let found = sqlx::query_as!(
        Subject,
        r#"select r.id as rep_id, r.code, r.name from rep r
           where r.id = $1 and ($3::int4 is null or r.id = $3)
             and ($2::int4[] is null or exists (select from rep_org_unit a where a.rep_id = r.id and a.org_unit_id = any($2)))"#,
        rep_id,
        scope.units() as _,
        scope.rep_id() as _,
    )
    .fetch_optional(db)
    .await?;
    found.ok_or(StoreError::NotFound)
}
