//! What reps saw of competitors at outlets, as read. `inbox` makes it from field records.

pub mod inbox;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use sqlx::PgExecutor;
use uuid::Uuid;

use super::{error::StoreError, instant::Instant, page::Since, scope::Scope};

/// A competitor's product seen at an outlet.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CompetitorObservation {
    pub id: Uuid,
    pub rep_id: i32,
    pub rep_code: String,
    pub rep_name: String,
    pub date: NaiveDate,
    pub org_unit_id: i32,
    pub visit_id: Option<Uuid>,
    pub outlet_id: i32,
    pub outlet_code: String,
    pub outlet_name: String,
    pub customer_id: Option<i32>,
    pub brand: String,
    pub product: Option<String>,
    /// The own category that it competes in.
    pub category: Option<String>,
    /// Of the company's currency.
    pub price_minor: Option<i64>,
    pub facings: Option<i32>,
    pub promotion: Option<String>,
    pub note: Option<String>,
    pub observed_at: Instant,
}

/// What a list is cut by.
#[derive(Clone, Debug, Default)]
pub struct ObservationFilter {
    pub id: Option<Uuid>,
    pub visit_id: Option<Uuid>,
    pub rep_id: Option<i32>,
    pub outlet_id: Option<i32>,
    pub customer_id: Option<i32>,
    /// Whatever its case.
    pub brand: Option<String>,
    pub category: Option<String>,
    /// Only those with a promotion, or only those without.
    pub promotion: Option<bool>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub since: Since,
}

/// In scope, newest first, then by id.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    filter: &ObservationFilter,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<CompetitorObservation>, StoreError> {
    let (since_time, since_xid) = filter.since.parts();
    Ok(sqlx::query_as!(
        CompetitorObservation,
        r#"
        select c.id, c.rep_id, r.code as rep_code, r.name as rep_name, c.date, c.org_unit_id, c.visit_id, c.outlet_id,
          o.code as outlet_code, o.name as outlet_name, o.customer_id, c.brand, c.product, k.code as "category?",
          c.price_minor, c.facings, c.promotion, c.note, c.observed_at as "observed_at: Instant"
        from competitor_observation c join rep r on r.id = c.rep_id join outlet o on o.id = c.outlet_id
          left join product_category k on k.id = c.category_id
        where ($1::int4[] is null or c.org_unit_id = any($1)) and ($2::int4 is null or c.rep_id = $2)
          and ($3::uuid is null or c.id = $3) and ($4::uuid is null or c.visit_id = $4)
          and ($5::int4 is null or c.rep_id = $5) and ($6::int4 is null or c.outlet_id = $6)
          and ($7::int4 is null or o.customer_id = $7) and ($8::text is null or lower(c.brand) = lower($8))
          and ($9::text is null or k.code = $9) and ($10::bool is null or (c.promotion is not null) = $10)
          and ($11::date is null or c.date >= $11) and ($12::date is null or c.date <= $12)
          and ($16::timestamptz is null or c.recorded_at >= $16)
          and ($17::int8 is null or c.xid >= $17::int8::text::xid8)
          and ($13::timestamptz is null or c.observed_at < $13 or (c.observed_at = $13 and c.id > $14))
        order by c.observed_at desc, c.id limit $15
        "#,
        scope.units() as _,
        scope.rep_id() as _,
        filter.id,
        filter.visit_id,
        filter.rep_id,
        filter.outlet_id,
        filter.customer_id,
        filter.brand,
        filter.category,
        filter.promotion,
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

/// More than anybody writes down in one visit.
const OF_VISIT_MAX: i64 = 50;

/// What a rep saw in a visit, newest first. Access to the visit is the caller's matter.
pub async fn of_visit(
    db: impl PgExecutor<'_>,
    visit: Uuid,
    rep: i32,
) -> Result<Vec<CompetitorObservation>, StoreError> {
    let filter = ObservationFilter {
        visit_id: Some(visit),
        rep_id: Some(rep),
        ..ObservationFilter::default()
    };
    list(db, &Scope::system(), &filter, None, OF_VISIT_MAX).await
}
