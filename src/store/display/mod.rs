//! Outlets that take part in display programmes: how far each is, who showed and who approved it.

pub mod act;
pub mod enrol;
pub mod inbox;
pub mod pay;
pub mod programme;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sqlx::{PgExecutor, types::Json};
use uuid::Uuid;

use crate::store::{
    error::StoreError, instant::Instant, page::Since, receivable::credit_note::CreditNote,
    scope::Scope,
};

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Display {
    pub id: Uuid,
    pub programme_id: i32,
    pub programme_code: String,
    pub programme_name: String,
    pub requirement: String,
    pub outlet_id: i32,
    pub outlet_code: String,
    pub outlet_name: String,
    pub customer_id: Option<i32>,
    pub org_unit_id: i32,
    pub currency: String,
    /// As promised when the outlet was enrolled.
    pub reward_minor: i64,
    /// enrolled | executed | approved_first | approved | paid | failed
    pub state: String,
    pub rep_id: Option<i32>,
    pub rep_name: Option<String>,
    pub first_by_id: Option<i32>,
    pub first_by: Option<String>,
    pub second_by: Option<String>,
    /// Of the last step that had one.
    pub reason: Option<String>,
    /// Of what was paid outside.
    pub reference: Option<String>,
    /// What was credited to the outlet's customer.
    #[schema(value_type = Option<CreditNote>)]
    pub credit: Option<Json<CreditNote>>,
    /// Of the newest execution.
    pub execution_id: Option<Uuid>,
    pub visit_id: Option<Uuid>,
    pub executed_on: Option<NaiveDate>,
    pub photos: i32,
    pub enrolled_at: Instant,
    pub version: i32,
}

/// A step that was taken.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct DisplayStep {
    /// enrol | execute | approve_first | approve_second | pay | fail
    pub deed: String,
    /// What it led to.
    pub state: String,
    /// A user, or the rep.
    pub by: Option<String>,
    pub reason: Option<String>,
    pub at: Instant,
}

/// What a list is cut by.
#[derive(Clone, Debug, Default)]
pub struct DisplayFilter {
    pub id: Option<Uuid>,
    pub programme_id: Option<i32>,
    pub outlet_id: Option<i32>,
    pub customer_id: Option<i32>,
    pub rep_id: Option<i32>,
    pub visit_id: Option<Uuid>,
    pub state: Option<String>,
    /// Enrolled from then to then.
    pub from: Option<DateTime<Utc>>,
    pub to: Option<DateTime<Utc>>,
    pub since: Since,
}

/// In scope, newest first, then by id.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    filter: &DisplayFilter,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<Display>, StoreError> {
    let (since_time, since_xid) = filter.since.parts();
    Ok(sqlx::query_as!(
        Display,
        r#"
        select d.id, d.programme_id, p.code as programme_code, p.name as programme_name, p.requirement, d.outlet_id,
          o.code as outlet_code, o.name as outlet_name, o.customer_id, d.org_unit_id, d.currency, d.reward_minor, d.state, d.rep_id,
          r.name as "rep_name?", d.first_by as first_by_id, f.name as "first_by?", s.name as "second_by?",
          (select x.reason from display_step x where x.display_id = d.id and x.reason is not null order by x.id desc limit 1) as reason,
          d.reference, credit_note_of('display', d.id) as "credit: Json<CreditNote>",
          e.id as "execution_id?", e.visit_id as "visit_id?", e.date as "executed_on?", coalesce(e.photos, 0) as "photos!",
          d.enrolled_at as "enrolled_at: Instant", d.version
        from display d join display_programme p on p.id = d.programme_id join outlet o on o.id = d.outlet_id
        left join rep r on r.id = d.rep_id left join app_user f on f.id = d.first_by left join app_user s on s.id = d.second_by
        left join lateral (select x.id, x.visit_id, x.date, x.photos from display_execution x where x.display_id = d.id
          order by x.executed_at desc, x.id limit 1) e on true
        where ($1::int4[] is null or d.org_unit_id = any($1)) and ($2::int4 is null or d.rep_id = $2)
          and ($3::uuid is null or d.id = $3) and ($4::int4 is null or d.programme_id = $4)
          and ($5::int4 is null or d.outlet_id = $5) and ($6::int4 is null or o.customer_id = $6)
          and ($7::int4 is null or d.rep_id = $7)
          and ($8::uuid is null or d.id = any(array(select x.display_id from display_execution x where x.visit_id = $8)))
          and ($9::text is null or d.state = $9)
          and ($10::timestamptz is null or d.enrolled_at >= $10) and ($11::timestamptz is null or d.enrolled_at < $11)
          and ($15::timestamptz is null or d.updated_at >= $15)
          and ($16::int8 is null or d.xid >= $16::int8::text::xid8)
          and ($12::timestamptz is null or d.enrolled_at < $12 or d.enrolled_at = $12 and d.id > $13)
        order by d.enrolled_at desc, d.id limit $14
        "#,
        scope.units() as _,
        scope.rep_id() as _,
        filter.id,
        filter.programme_id,
        filter.outlet_id,
        filter.customer_id,
        filter.rep_id,
        filter.visit_id,
        filter.state.as_deref(),
        filter.from,
        filter.to,
        after.map(|a| a.0),
        after.map(|a| a.1),
        limit,
        since_time,
        since_xid,
    )
    .fetch_all(db)
    .await?)
}

pub async fn get(db: impl PgExecutor<'_>, scope: &Scope, id: Uuid) -> Result<Display, StoreError> {
    let filter = DisplayFilter {
        id: Some(id),
        ..DisplayFilter::default()
    };
    let found = list(db, scope, &filter, None, 1).await?;
    found.into_iter().next().ok_or(StoreError::NotFound)
}

/// Every step of one, oldest first. Access to it is the caller's matter.
pub async fn steps(db: impl PgExecutor<'_>, id: Uuid) -> Result<Vec<DisplayStep>, StoreError> {
    Ok(sqlx::query_as!(
        DisplayStep,
        r#"
        select s.deed, s.state, coalesce(u.name, r.name) as by, s.reason, s.at as "at: Instant"
        from display_step s left join app_user u on u.id = s.user_id left join rep r on r.id = s.rep_id
        where s.display_id = $1 order by s.id
        "#,
        id
    )
    .fetch_all(db)
    .await?)
}

/// Records of every execution of one, whose photos are its evidence.
pub async fn executions(db: impl PgExecutor<'_>, id: Uuid) -> Result<Vec<Uuid>, StoreError> {
    Ok(sqlx::query_scalar!(
        "select id from display_execution where display_id = $1 order by executed_at desc, id",
        id
    )
    .fetch_all(db)
    .await?)
}
