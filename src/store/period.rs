//! Months that close: their frozen figures, the rows these counted, and later changes booked into the
//! next open month. What changed is the domain's matter.

use chrono::{DateTime, Datelike, Months, NaiveDate, TimeDelta, Utc};
use fieldbeat_domain::kpi::RowBook;
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use super::{error::StoreError, instant::Instant, scope::Scope};

#[derive(Clone, Debug)]
pub struct Period {
    /// Its first date.
    pub month: NaiveDate,
    pub closed_at: Option<Instant>,
    pub closed_by: Option<String>,
    pub version: i32,
}

impl Period {
    pub const fn is_closed(&self) -> bool {
        self.closed_at.is_some()
    }
    /// First and last date.
    pub fn dates(&self) -> (NaiveDate, NaiveDate) {
        dates(self.month)
    }
}

pub fn dates(month: NaiveDate) -> (NaiveDate, NaiveDate) {
    let next = month.checked_add_months(Months::new(1)).unwrap_or(month);
    (month, next.pred_opt().unwrap_or(month))
}

/// Every month from the first with a plan or a judged day to the one of `today`, newest first.
pub async fn list(db: &mut PgConnection, today: NaiveDate) -> Result<Vec<Period>, StoreError> {
    let this = today.with_day(1).unwrap_or(today);
    Ok(sqlx::query_as!(
        Period,
        r#"
        select m.month::date as "month!", p.closed_at as "closed_at?: Instant", u.name as "closed_by?", coalesce(p.version, 0) as "version!"
        from generate_series(date_trunc('month', coalesce(least(
            (select min(date) from rep_day), (select min(date) from day_plan), (select min(month) from period)), $1::date)::timestamp),
          $1::date::timestamp, '1 month') as m(month)
        left join period p on p.month = m.month::date left join app_user u on u.id = p.closed_by
        order by m.month desc
        "#,
        this,
    )
    .fetch_all(db)
    .await?)
}

/// Locks the month's row, made where it is not yet there: one closes at a time.
pub async fn lock(tx: &mut PgConnection, month: NaiveDate) -> Result<Period, StoreError> {
    sqlx::query!("select id from company for update")
        .fetch_optional(&mut *tx)
        .await?;
    sqlx::query!(
        "insert into period (month, state, version) values ($1, 'open', 0) on conflict (month) do nothing",
        month
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query_as!(
        Period,
        r#"
        select p.month, p.closed_at as "closed_at?: Instant", u.name as "closed_by?", p.version
        from period p left join app_user u on u.id = p.closed_by where p.month = $1
        "#,
        month
    )
    .fetch_optional(tx)
    .await?
    .ok_or(StoreError::NotFound)
}

/// What is still moving in a month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moving {
    /// Rep-days that wait for judgement.
    pub unsettled_days: i64,
    /// Rep-days whose data a device still holds.
    pub unsynced_days: i64,
}

pub async fn moving(db: &mut PgConnection, month: NaiveDate) -> Result<Moving, StoreError> {
    let (from, to) = dates(month);
    let row = sqlx::query!(
        r#"
        select (select count(*) from rep_day_dirty where date between $1 and $2) as "unsettled!",
          (select count(*) from unsynced_day where date between $1 and $2 and until is null) as "unsynced!"
        "#,
        from,
        to
    )
    .fetch_one(db)
    .await?;
    Ok(Moving {
        unsettled_days: row.unsettled,
        unsynced_days: row.unsynced,
    })
}

/// A figure of a rep in an org unit.
#[derive(Clone, Debug)]
pub struct FigureRow {
    pub rep_id: i32,
    pub org_unit_id: i32,
    pub kpi: String,
    pub numerator: i64,
    pub denominator: Option<i64>,
}

/// Freezes a locked month.
pub async fn close(
    tx: &mut PgConnection,
    scope: &Scope,
    now: DateTime<Utc>,
    month: NaiveDate,
    figures: &[FigureRow],
    books: &[(i32, RowBook)],
) -> Result<(), StoreError> {
    sqlx::query!(
        "update period set state = 'closed', closed_at = $2, closed_by = $3, version = version + 1 where month = $1",
        month,
        now,
        scope.user_id() as _,
    )
    .execute(&mut *tx)
    .await?;
    let reps: Vec<i32> = figures.iter().map(|f| f.rep_id).collect();
    let units: Vec<i32> = figures.iter().map(|f| f.org_unit_id).collect();
    let kpis: Vec<String> = figures.iter().map(|f| f.kpi.clone()).collect();
    let numerators: Vec<i64> = figures.iter().map(|f| f.numerator).collect();
    let denominators: Vec<Option<i64>> = figures.iter().map(|f| f.denominator).collect();
    sqlx::query!(
        r#"
        insert into period_figure (month, rep_id, org_unit_id, kpi, numerator, denominator)
        select $1, * from unnest($2::int4[], $3::int4[], $4::text[], $5::int8[], $6::int8[])
        "#,
        month,
        &reps,
        &units,
        &kpis,
        &numerators,
        &denominators as &[Option<i64>],
    )
    .execute(&mut *tx)
    .await?;
    for (rep, book) in books {
        sqlx::query!(
            "insert into period_rows (month, rep_id, closed, booked_at) values ($1, $2, $3, $4)",
            month,
            rep,
            Json(book) as _,
            now,
        )
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

/// Whether changes of the month were booked into a later one.
pub async fn is_booked(db: &mut PgConnection, month: NaiveDate) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from period_adjustment where of_month = $1) as "booked!""#,
        month
    )
    .fetch_one(db)
    .await?)
}

/// Opens a locked month again: its frozen figures go; what was booked into it stays booked.
pub async fn reopen(
    tx: &mut PgConnection,
    scope: &Scope,
    now: DateTime<Utc>,
    month: NaiveDate,
) -> Result<(), StoreError> {
    sqlx::query!("delete from period_figure where month = $1", month)
        .execute(&mut *tx)
        .await?;
    sqlx::query!("delete from period_rows where month = $1", month)
        .execute(&mut *tx)
        .await?;
    sqlx::query!(
        r#"
        update period set state = 'open', closed_at = null, closed_by = null, reopened_at = $2, reopened_by = $3,
          version = version + 1 where month = $1
        "#,
        month,
        now,
        scope.user_id() as _,
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn figures(
    db: &mut PgConnection,
    scope: &Scope,
    month: NaiveDate,
) -> Result<Vec<FigureRow>, StoreError> {
    Ok(sqlx::query_as!(
        FigureRow,
        r#"
        select rep_id, org_unit_id, kpi, numerator, denominator from period_figure
        where month = $1 and ($2::int4[] is null or org_unit_id = any($2)) and ($3::int4 is null or rep_id = $3)
        order by rep_id, org_unit_id, kpi
        "#,
        month,
        scope.units() as _,
        scope.rep_id() as _,
    )
    .fetch_all(db)
    .await?)
}

/// A commit may be later than the time it carries by as much as a transaction lives.
const MARGIN: TimeDelta = TimeDelta::minutes(5);

/// Reps of a closed month of whom anything was recorded since its rows were last booked. More than
/// changed does no harm; who is left out is not looked at again.
pub async fn touched(
    db: &mut PgConnection,
    month: NaiveDate,
    closed_at: DateTime<Utc>,
) -> Result<Vec<i32>, StoreError> {
    let (from, to) = dates(month);
    Ok(sqlx::query_scalar!(
        r#"
        with late as (
          select rep_id, recorded_at as at from visit_revision where date between $1 and $2 and recorded_at > $3
          union all select v.rep_id, r.decided_at from visit_review r join visit v on v.id = r.visit_id
            where v.date between $1 and $2 and r.decided_at > $3
          union all select v.rep_id, greatest(l.recorded_at, l.retired_at) from visit_link l join visit v on v.id = l.visit_id
            where v.date between $1 and $2 and greatest(l.recorded_at, l.retired_at) > $3
          union all select rep_id, updated_at from sales_order where date between $1 and $2 and updated_at > $3
          union all select rep_id, recorded_at from rep_day_figure where date between $1 and $2 and recorded_at > $3
          union all select rep_id, frozen_at from day_plan where date between $1 and $2 and frozen_at > $3
          union all select rep_id, greatest(recorded_at, retired_at) from route_rep
            where valid && daterange($1, $2, '[]') and greatest(recorded_at, retired_at) > $3
          union all select rep_id, greatest(recorded_at, retired_at) from rep_org_unit
            where valid && daterange($1, $2, '[]') and greatest(recorded_at, retired_at) > $3
          union all select h.rep_id, greatest(x.recorded_at, x.retired_at) from route_outlet x join route_rep h on h.route_id = x.route_id
            where x.valid && daterange($1, $2, '[]') and h.valid && daterange($1, $2, '[]') and greatest(x.recorded_at, x.retired_at) > $3
        )
        select distinct l.rep_id as "rep_id!" from late l left join period_rows p on p.month = $1 and p.rep_id = l.rep_id
        where p.rep_id is null or l.at > p.booked_at - make_interval(secs => $4) order by 1
        "#,
        from,
        to,
        closed_at - MARGIN,
        MARGIN.as_seconds_f64(),
    )
    .fetch_all(db)
    .await?)
}

/// The rows of some reps as last booked; nothing where a rep had none.
pub async fn booked(
    db: &mut PgConnection,
    month: NaiveDate,
    reps: &[i32],
) -> Result<Vec<(i32, RowBook)>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select rep_id, coalesce(booked, closed) as "book!: Json<RowBook>" from period_rows
        where month = $1 and rep_id = any($2)
        "#,
        month,
        reps
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|r| (r.rep_id, r.book.0)).collect())
}

/// A later change of a closed month.
#[derive(Clone, Debug)]
pub struct AdjustmentRow {
    pub of_month: NaiveDate,
    pub rep_id: i32,
    pub org_unit_id: i32,
    pub kpi: String,
    pub numerator: i64,
    pub denominator: Option<i64>,
    pub causes: Value,
}

/// Those booked into a month.
pub async fn adjustments(
    db: &mut PgConnection,
    scope: &Scope,
    month: NaiveDate,
) -> Result<Vec<AdjustmentRow>, StoreError> {
    Ok(sqlx::query_as!(
        AdjustmentRow,
        r#"
        select of_month, rep_id, org_unit_id, kpi, numerator, denominator, causes from period_adjustment
        where month = $1 and ($2::int4[] is null or org_unit_id = any($2)) and ($3::int4 is null or rep_id = $3)
        order by of_month, rep_id, org_unit_id, id
        "#,
        month,
        scope.units() as _,
        scope.rep_id() as _,
    )
    .fetch_all(db)
    .await?)
}

/// Books changes of closed months into a month that closes; from now on they are told no more.
pub async fn book(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    month: NaiveDate,
    adjustments: &[AdjustmentRow],
    books: &[(NaiveDate, i32, RowBook)],
) -> Result<(), StoreError> {
    for a in adjustments {
        sqlx::query!(
            r#"
            insert into period_adjustment (month, of_month, rep_id, org_unit_id, kpi, numerator, denominator, causes)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            "#,
            month,
            a.of_month,
            a.rep_id,
            a.org_unit_id,
            a.kpi,
            a.numerator,
            a.denominator,
            a.causes,
        )
        .execute(&mut *tx)
        .await?;
    }
    for (of_month, rep, book) in books {
        sqlx::query!(
            r#"
            insert into period_rows (month, rep_id, closed, booked, booked_at) values ($1, $2, '[]', $3, $4)
            on conflict (month, rep_id) do update set booked = excluded.booked, booked_at = excluded.booked_at
            "#,
            of_month,
            rep,
            Json(book) as _,
            now,
        )
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}
