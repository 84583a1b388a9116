//! Occasions: when customers are greeted or given something, whom that means, what it may cost, and whether it is in
//! use. How they are written is [`put`]'s, whom one means [`recipient`]'s, what is planned [`round`]'s, what gifts cost
//! [`gift`]'s, how far it is [`progress`]'s.

pub mod gift;
pub mod progress;
pub mod put;
pub mod recipient;
pub mod round;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use fieldbeat_trade::crm::occasion::Act;
use serde::Serialize;
use sqlx::PgExecutor;
use uuid::Uuid;

use super::{error::StoreError, instant::Instant, page::Since, scope::Scope, upsert::Now};

/// The most that a gift or a year may cost.
pub const VALUE_MAX: i64 = 1_000_000_000_000;

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Occasion {
    pub id: Uuid,
    pub name: String,
    /// birthday | anniversary | date
    pub kind: String,
    /// greeting | gift
    pub act: String,
    /// visit | call | sms | zalo | email
    pub way: String,
    /// Of kind `date`: at most one of a year.
    pub dates: Vec<NaiveDate>,
    /// Null: all customers of the unit.
    pub segment_id: Option<i32>,
    pub segment_name: Option<String>,
    /// Whose customers: this unit's and those of all below it.
    pub org_unit_id: i32,
    pub org_unit_name: String,
    /// How long before its day the activity appears.
    pub days_ahead: i32,
    /// What might be said; may hold {contact}, {customer}, {rep} and {company}.
    pub text: Option<String>,
    /// To one recipient in a year.
    pub value_max_minor: Option<i64>,
    /// Of a year; null where the occasion is that of a unit above the caller's.
    pub budget_minor: Option<i64>,
    pub active: bool,
    pub active_since: Option<NaiveDate>,
    /// Its unit is in the caller's scope. Others see what is planned from it for theirs.
    pub own: bool,
    /// The present one, which the numbers are of; those in scope.
    pub year: i32,
    pub planned: i64,
    pub held: i64,
    pub not_held: i64,
    pub given_minor: i64,
    /// Gifts that a phone told of against a limit.
    pub doubtful: i64,
    /// By all, in scope or not; null where the budget is.
    pub spent_minor: Option<i64>,
    pub made_at: Instant,
    pub version: i32,
}

#[derive(Clone, Debug, Default)]
pub struct OccasionFilter {
    pub id: Option<Uuid>,
    pub active: Option<bool>,
    pub act: Option<Act>,
    pub since: Since,
}

/// Those of units in scope and of units above them, newest first, then by id.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    now: Now,
    filter: &OccasionFilter,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<Occasion>, StoreError> {
    let (since, xid) = filter.since.parts();
    let year = now.today.year();
    let rows = sqlx::query!(
        r#"
        with recursive up as (
          select id, parent_id from org_unit where id = any($1)
          union select u.id, u.parent_id from org_unit u join up on u.id = up.parent_id
        )
        select o.id, o.name, o.kind, o.act, o.way, o.dates, o.segment_id, s.name as "segment_name?", o.org_unit_id,
          u.name as org_unit_name, o.days_ahead, o.text, o.value_max_minor, o.budget_minor, o.active, o.active_since, o.made_at as "made_at: Instant",
          o.version, ($1::int4[] is null or o.org_unit_id = any($1)) and $2::int4 is null as "own!",
          coalesce(y.spent_minor, 0) as "spent!", coalesce(n.planned, 0) as "planned!", coalesce(n.held, 0) as "held!",
          coalesce(n.not_held, 0) as "not_held!", coalesce(n.given, 0) as "given!", coalesce(n.doubtful, 0) as "doubtful!"
        from occasion o join org_unit u on u.id = o.org_unit_id left join segment s on s.id = o.segment_id
        left join occasion_year y on y.occasion_id = o.id and y.year = $3
        left join lateral (select count(*) filter (where a.state = 'planned') as planned,
            count(*) filter (where a.state = 'held') as held, count(*) filter (where a.state = 'not_held') as not_held,
            coalesce(sum(a.value_minor) filter (where a.state = 'held'), 0)::int8 as given, count(a.doubt) as doubtful
          from activity a where a.occasion_id = o.id and a.occasion_year = $3
            and ($1::int4[] is null or a.org_unit_id = any($1)) and ($2::int4 is null or a.rep_id = $2)) n on true
        where ($1::int4[] is null or o.org_unit_id in (select id from up)) and ($4::uuid is null or o.id = $4)
          and ($5::bool is null or o.active = $5) and ($6::text is null or o.act = $6)
          and ($7::timestamptz is null or o.updated_at >= $7) and ($8::int8 is null or o.xid >= $8::int8::text::xid8)
          and ($9::timestamptz is null or o.made_at < $9 or (o.made_at = $9 and o.id > $10))
        order by o.made_at desc, o.id limit $11
        "#,
        scope.units() as _,
        scope.rep_id(),
        year,
        filter.id,
        filter.active,
        filter.act.map(Act::as_str),
        since,
        xid,
        after.map(|a| a.0),
        after.map(|a| a.1),
        limit,
    )
    .fetch_all(db)
    .await?;
    Ok((rows.into_iter())
        .map(|row| Occasion {
            id: row.id,
            name: row.name,
            kind: row.kind,
            act: row.act,
            way: row.way,
            dates: row.dates,
            segment_id: row.segment_id,
            segment_name: row.segment_name,
            org_unit_id: row.org_unit_id,
            org_unit_name: row.org_unit_name,
            days_ahead: row.days_ahead,
            text: row.text,
            value_max_minor: row.value_max_minor,
            budget_minor: row.budget_minor.filter(|_| row.own),
            active: row.active,
            active_since: row.active_since,
            own: row.own,
            year,
            planned: row.planned,
            held: row.held,
            not_held: row.not_held,
            given_minor: row.given,
            doubtful: row.doubtful,
            spent_minor: row.own.then_some(row.spent),
            made_at: row.made_at,
            version: row.version,
        })
        .collect())
}

pub async fn get(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    now: Now,
    id: Uuid,
) -> Result<Occasion, StoreError> {
    let filter = OccasionFilter {
        id: Some(id),
        ..OccasionFilter::default()
    };
    let found = list(db, scope, now, &filter, None, 1).await?.pop();
    found.ok_or(StoreError::NotFound)
}
