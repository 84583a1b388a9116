//! Claims of partners as read, with their lines, what proves them, and every step.

pub mod act;
pub mod put;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sqlx::{PgExecutor, types::Json};
use uuid::Uuid;

use crate::store::{
    error::StoreError, instant::Instant, page::Since, receivable::credit_note::CreditNote,
    scope::Scope,
};

#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ClaimLine {
    /// What was spent on.
    pub what: String,
    pub amount_minor: i64,
    /// What proves it: at least one.
    pub order_id: Option<Uuid>,
    pub visit_id: Option<Uuid>,
    pub photo_id: Option<Uuid>,
    /// An outlet that takes part in a display programme.
    pub display_id: Option<Uuid>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Claim {
    pub id: Uuid,
    pub partner_id: i32,
    pub partner_code: String,
    pub partner_name: String,
    pub org_unit_id: i32,
    pub date: NaiveDate,
    pub title: String,
    pub currency: String,
    /// draft | submitted | checked | approved | partly | rejected | settled
    pub state: String,
    pub claimed_minor: i64,
    pub approved_minor: Option<i64>,
    pub made_by: String,
    pub made_at: Instant,
    pub checked_by_id: Option<i32>,
    pub checked_by: Option<String>,
    pub decided_by: Option<String>,
    /// The partner as a customer: whom a settlement credits.
    pub partner_customer_id: Option<i32>,
    /// Of what was paid outside: a transfer, a credit note of other books.
    pub reference: Option<String>,
    /// What was credited here.
    #[schema(value_type = Option<CreditNote>)]
    pub credit: Option<Json<CreditNote>>,
    /// Of the last step that had one.
    pub reason: Option<String>,
    #[schema(value_type = Vec<ClaimLine>)]
    pub lines: Json<Vec<ClaimLine>>,
    pub version: i32,
}

/// A step that was taken.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ClaimStep {
    /// make | change | submit | check | approve | reject | settle
    pub deed: String,
    /// What it led to.
    pub state: String,
    pub by: String,
    pub reason: Option<String>,
    pub at: Instant,
}

/// What a list is cut by.
#[derive(Clone, Debug, Default)]
pub struct ClaimFilter {
    pub id: Option<Uuid>,
    pub partner_id: Option<i32>,
    pub state: Option<String>,
    /// Evidence.
    pub display_id: Option<Uuid>,
    pub visit_id: Option<Uuid>,
    pub rep_id: Option<i32>,
    pub outlet_id: Option<i32>,
    pub customer_id: Option<i32>,
    /// Both included.
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub since: Since,
}

/// In scope, newest first, then by id.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    filter: &ClaimFilter,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<Claim>, StoreError> {
    let (since_time, since_xid) = filter.since.parts();
    Ok(sqlx::query_as!(
        Claim,
        r#"
        select c.id, c.partner_id, p.code as partner_code, p.name as partner_name, c.org_unit_id, c.date, c.title, c.currency, c.state,
          c.claimed_minor, c.approved_minor, m.name as made_by, c.made_at as "made_at: Instant", c.checked_by as checked_by_id,
          k.name as "checked_by?", d.name as "decided_by?", p.customer_id as partner_customer_id, c.reference,
          credit_note_of('claim', c.id) as "credit: Json<CreditNote>",
          (select s.reason from claim_step s where s.claim_id = c.id and s.reason is not null order by s.id desc limit 1) as reason,
          (select jsonb_agg(jsonb_build_object('what', l.what, 'amount_minor', l.amount_minor, 'order_id', l.order_id,
              'visit_id', l.visit_id, 'photo_id', l.photo_id, 'display_id', l.display_id) order by l.line)
            from claim_line l where l.claim_id = c.id) as "lines!: Json<Vec<ClaimLine>>",
          c.version
        from claim c join partner p on p.id = c.partner_id join app_user m on m.id = c.made_by
        left join app_user k on k.id = c.checked_by left join app_user d on d.id = c.decided_by
        where ($1::int4[] is null or c.org_unit_id = any($1)) and ($2::uuid is null or c.id = $2)
          and ($3::int4 is null or c.partner_id = $3) and ($4::text is null or c.state = $4)
          and ($5::uuid is null or exists (select from claim_line l where l.claim_id = c.id and l.display_id = $5))
          and ($6::uuid is null or c.id = any(array(select e.claim_id from claim_evidence e where e.visit_id = $6)))
          and ($14::int4 is null or c.id = any(array(select e.claim_id from claim_evidence e where e.rep_id = $14)))
          and ($15::int4 is null or c.id = any(array(select e.claim_id from claim_evidence e where e.outlet_id = $15)))
          and ($16::int4 is null or c.id = any(array(select e.claim_id from claim_evidence e where e.customer_id = $16)))
          and ($7::date is null or c.date >= $7) and ($8::date is null or c.date <= $8)
          and ($12::timestamptz is null or c.updated_at >= $12)
          and ($13::int8 is null or c.xid >= $13::int8::text::xid8)
          and ($9::timestamptz is null or c.made_at < $9 or c.made_at = $9 and c.id > $10)
        order by c.made_at desc, c.id limit $11
        "#,
        scope.units() as _,
        filter.id,
        filter.partner_id,
        filter.state.as_deref(),
        filter.display_id,
        filter.visit_id,
        filter.from,
        filter.to,
        after.map(|a| a.0),
        after.map(|a| a.1),
        limit,
        since_time,
        since_xid,
        filter.rep_id,
        filter.outlet_id,
        filter.customer_id,
    )
    .fetch_all(db)
    .await?)
}

pub async fn get(db: impl PgExecutor<'_>, scope: &Scope, id: Uuid) -> Result<Claim, StoreError> {
    let filter = ClaimFilter {
        id: Some(id),
        ..ClaimFilter::default()
    };
    let found = list(db, scope, &filter, None, 1).await?;
    found.into_iter().next().ok_or(StoreError::NotFound)
}

/// Every step of one, oldest first. Access to it is the caller's matter.
pub async fn steps(db: impl PgExecutor<'_>, id: Uuid) -> Result<Vec<ClaimStep>, StoreError> {
    Ok(sqlx::query_as!(
        ClaimStep,
        r#"select s.deed, s.state, u.name as by, s.reason, s.at as "at: Instant" from claim_step s
        join app_user u on u.id = s.user_id where s.claim_id = $1 order by s.id"#,
        id
    )
    .fetch_all(db)
    .await?)
}
