//! What was changed in plans after they were frozen: each change has its reason and who approved it,
//! and has the rep-day judged again. Appended only.

use chrono::NaiveDate;
use fieldbeat_domain::{id::RepId, time::At};
use serde::Serialize;
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use super::{dirty, error::StoreError, instant::Instant, scope::Scope, upsert::Now};

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Deviation {
    pub id: i64,
    /// added | removed | moved | excused | restored | covered
    pub change: String,
    pub outlet_id: i32,
    pub to_date: Option<NaiveDate>,
    pub absence_id: Option<Uuid>,
    pub reason: String,
    pub approved_by: Option<String>,
    pub recorded_at: Instant,
}

/// Of one rep-day, in their order.
pub async fn of_day(
    db: impl PgExecutor<'_>,
    rep: RepId,
    date: NaiveDate,
) -> Result<Vec<Deviation>, StoreError> {
    Ok(sqlx::query_as!(
        Deviation,
        r#"select d.id, d.change, d.outlet_id, d.to_date, d.absence_id, d.reason, u.name as "approved_by?",
          d.recorded_at as "recorded_at: Instant"
        from plan_deviation d left join app_user u on u.id = d.approved_by
        where d.rep_id = $1 and d.date = $2 order by d.id"#,
        rep.0,
        date
    )
    .fetch_all(db)
    .await?)
}

/// A deviation with whose plan it changed.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PlanDeviation {
    pub id: i64,
    pub rep_id: i32,
    pub rep_code: String,
    pub rep_name: String,
    pub date: NaiveDate,
    /// added | removed | moved | excused | restored | covered
    pub change: String,
    pub outlet_id: i32,
    pub outlet_code: String,
    pub outlet_name: String,
    pub to_date: Option<NaiveDate>,
    pub absence_id: Option<Uuid>,
    pub reason: String,
    pub approved_by: Option<String>,
    pub recorded_at: Instant,
}

/// What a list is cut by.
#[derive(Clone, Debug, Default)]
pub struct DeviationFilter {
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub rep_id: Option<i32>,
    pub change: Option<String>,
}

/// In scope, newest first.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    filter: &DeviationFilter,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<PlanDeviation>, StoreError> {
    Ok(sqlx::query_as!(
        PlanDeviation,
        r#"
        select d.id, d.rep_id, r.code as rep_code, r.name as rep_name, d.date, d.change, d.outlet_id, o.code as outlet_code,
          o.name as outlet_name, d.to_date, d.absence_id, d.reason, u.name as "approved_by?", d.recorded_at as "recorded_at: Instant"
        from plan_deviation d join day_plan p on p.rep_id = d.rep_id and p.date = d.date
        join rep r on r.id = d.rep_id join outlet o on o.id = d.outlet_id left join app_user u on u.id = d.approved_by
        where ($1::int4[] is null or p.org_unit_id = any($1)) and ($2::int4 is null or d.rep_id = $2)
          and ($3::date is null or d.date >= $3) and ($4::date is null or d.date <= $4)
          and ($5::int4 is null or d.rep_id = $5) and ($6::text is null or d.change = $6) and ($7::int8 is null or d.id < $7)
        order by d.id desc limit $8
        "#,
        scope.units() as _,
        scope.rep_id() as _,
        filter.from,
        filter.to,
        filter.rep_id,
        filter.change,
        before,
        limit,
    )
    .fetch_all(db)
    .await?)
}

/// What is said of changed stops.
pub(super) struct Note<'a> {
    pub change: &'a str,
    pub to: Option<NaiveDate>,
    pub absence: Option<Uuid>,
    pub reason: &'a str,
}

impl Note<'_> {
    /// Logs the change of these stops (rep, date, outlet), and has their days judged again.
    pub async fn log(
        &self,
        tx: &mut PgConnection,
        scope: &Scope,
        now: Now,
        stops: &[(i32, NaiveDate, i32)],
    ) -> Result<(), StoreError> {
        let reps: Vec<i32> = stops.iter().map(|s| s.0).collect();
        let dates: Vec<NaiveDate> = stops.iter().map(|s| s.1).collect();
        let outlets: Vec<i32> = stops.iter().map(|s| s.2).collect();
        sqlx::query!(
            r#"insert into plan_deviation (rep_id, date, change, outlet_id, to_date, absence_id, reason, approved_by, recorded_at)
            select t.rep, t.date, $4, t.outlet, $5, $6, $7, $8, $9
            from unnest($1::int4[], $2::date[], $3::int4[]) as t(rep, date, outlet)"#,
            &reps,
            &dates,
            &outlets,
            self.change,
            self.to,
            self.absence,
            self.reason,
            scope.user_id() as _,
            now.at,
        )
        .execute(&mut *tx)
        .await?;
        let days: Vec<(RepId, NaiveDate)> = stops.iter().map(|s| (RepId(s.0), s.1)).collect();
        Ok(dirty::mark(tx, &days, At::from(now.at)).await?)
    }
}
