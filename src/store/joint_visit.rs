//! Joint visits: a supervisor was with the rep, at one visit or all day. Said by the supervisor alone,
//! from the page or from an own phone; taken back, never deleted. Says nothing about the verdict.

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::id::RepId;
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use super::{
    error::StoreError,
    instant::Instant,
    scope::{self, Scope},
};

/// Characters of a note: what went well, what to improve, what was agreed.
pub const NOTE_MAX: usize = 2_000;

/// Who was with the rep, as a visit shows it.
#[derive(Clone, Debug, Deserialize, Serialize, utoipa::ToSchema)]
pub struct Accompanied {
    pub id: Uuid,
    pub user_id: i32,
    pub by: String,
    /// For coaching; the rep reads it.
    pub note: Option<String>,
    /// Said of the whole day and not of this visit.
    pub whole_day: bool,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct JointVisit {
    pub id: Uuid,
    pub user_id: i32,
    pub by: String,
    pub rep_id: i32,
    pub rep_code: String,
    pub rep_name: String,
    pub date: NaiveDate,
    /// Null: the whole day.
    pub visit_id: Option<Uuid>,
    pub outlet_name: Option<String>,
    pub note: Option<String>,
    pub recorded_at: Instant,
}

/// What is being said.
pub struct Saying<'a> {
    pub id: Uuid,
    pub rep: RepId,
    pub date: NaiveDate,
    pub visit: Option<Uuid>,
    pub note: Option<&'a str>,
    /// The phone's record, where it came from one.
    pub record: Option<Uuid>,
}

/// Keeps it, or changes the note where the same person has said the same before; answers its id and
/// org unit. `NotFound` for a rep out of the scope of who says it.
pub async fn say(
    tx: &mut PgConnection,
    scope: &Scope,
    now: DateTime<Utc>,
    saying: &Saying<'_>,
) -> Result<(Uuid, i32), StoreError> {
    let user = scope.user_id().ok_or(StoreError::NotFound)?;
    let unit = scope::rep_on(&mut *tx, scope, saying.rep, saying.date).await?;
    let known = sqlx::query_scalar!(
        r#"
        update joint_visit set note = coalesce($5, note), updated_at = $6 where user_id = $1 and rep_id = $2 and date = $3
          and visit_id is not distinct from $4 and withdrawn_at is null
        returning id
        "#,
        user,
        saying.rep.0,
        saying.date,
        saying.visit,
        saying.note,
        now,
    )
    .fetch_optional(&mut *tx)
    .await?;
    if let Some(id) = known {
        return Ok((id, unit.0));
    }
    sqlx::query!(
        r#"insert into joint_visit (id, user_id, rep_id, date, org_unit_id, visit_id, note, record_id, recorded_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) on conflict do nothing"#,
        saying.id,
        user,
        saying.rep.0,
        saying.date,
        unit.0,
        saying.visit,
        saying.note,
        saying.record,
        now,
    )
    .execute(tx)
    .await?;
    Ok((saying.id, unit.0))
}

/// What a list is cut by.
#[derive(Clone, Debug, Default)]
pub struct JointFilter {
    pub id: Option<Uuid>,
    pub user_id: Option<i32>,
    pub rep_id: Option<i32>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

/// In scope, by id.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    filter: &JointFilter,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<JointVisit>, StoreError> {
    Ok(sqlx::query_as!(
        JointVisit,
        r#"
        select j.id, j.user_id, u.name as "by", j.rep_id, r.code as rep_code, r.name as rep_name, j.date, j.visit_id,
          o.name as "outlet_name?", j.note, j.recorded_at as "recorded_at: Instant"
        from joint_visit j join app_user u on u.id = j.user_id join rep r on r.id = j.rep_id
        left join visit v on v.id = j.visit_id left join outlet o on o.id = v.outlet_id
        where j.withdrawn_at is null and ($1::int4[] is null or j.org_unit_id = any($1)) and ($2::int4 is null or j.rep_id = $2)
          and ($3::uuid is null or j.id = $3) and ($4::int4 is null or j.user_id = $4) and ($5::int4 is null or j.rep_id = $5)
          and ($6::date is null or j.date >= $6) and ($7::date is null or j.date <= $7) and ($8::uuid is null or j.id > $8)
        order by j.id limit $9
        "#,
        scope.units() as _,
        scope.rep_id() as _,
        filter.id,
        filter.user_id,
        filter.rep_id,
        filter.from,
        filter.to,
        after,
        limit,
    )
    .fetch_all(db)
    .await?)
}

pub async fn get(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    id: Uuid,
) -> Result<JointVisit, StoreError> {
    let filter = JointFilter {
        id: Some(id),
        ..JointFilter::default()
    };
    let mut found = list(db, scope, &filter, None, 1).await?;
    found.pop().ok_or(StoreError::NotFound)
}

/// Takes back what the caller has said.
pub async fn withdraw(
    tx: &mut PgConnection,
    scope: &Scope,
    now: DateTime<Utc>,
    id: Uuid,
) -> Result<(), StoreError> {
    let gone = sqlx::query!(
        "update joint_visit set withdrawn_at = $3, updated_at = $3 where id = $1 and user_id = $2 and withdrawn_at is null",
        id,
        scope.user_id(),
        now
    )
    .execute(tx)
    .await?;
    if gone.rows_affected() == 0 {
        return Err(StoreError::NotFound);
    }
    Ok(())
}

/// How much one supervisor accompanied.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct JointCount {
    pub user_id: i32,
    pub name: String,
    /// Of reps, each counted once a date.
    pub days: i64,
    pub reps: i64,
    /// Visits so far, those of whole days included; cancelled ones are none.
    pub visits: i64,
    pub notes: i64,
}

/// By supervisor, over the dates in scope, most visits first.
pub async fn counts(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<JointCount>, StoreError> {
    Ok(sqlx::query_as!(
        JointCount,
        r#"
        select j.user_id, u.name, count(distinct (j.rep_id, j.date)) as "days!", count(distinct j.rep_id) as "reps!",
          count(distinct v.id) as "visits!", count(distinct j.id) filter (where j.note is not null) as "notes!"
        from joint_visit j join app_user u on u.id = j.user_id
        left join visit v on v.rep_id = j.rep_id and v.date = j.date and (j.visit_id is null or v.id = j.visit_id) and v.state <> 'cancelled'
        where j.withdrawn_at is null and j.date between $1 and $2
          and ($3::int4[] is null or j.org_unit_id = any($3)) and ($4::int4 is null or j.rep_id = $4)
        group by j.user_id, u.name order by count(distinct v.id) desc, j.user_id
        "#,
        from,
        to,
        scope.units() as _,
        scope.rep_id() as _,
    )
    .fetch_all(db)
    .await?)
}
