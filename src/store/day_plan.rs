//! Day plans: what the routes say is due on a date, frozen once; what changes afterwards is
//! a logged deviation (`plan_change`).

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::{
    id::{OrgUnitId, OutletId, RepId, RouteId, RuleVersion},
    plan::{DayPlan, Stop},
};
use serde::Serialize;
use sqlx::{Connection, PgConnection, PgPool};
use uuid::Uuid;

use super::{
    error::StoreError,
    instant::Instant,
    plan_deviation::{self, Deviation},
    plan_due::{self, Due},
    plan_lock,
    route::window,
    setting,
};

/// A plan as frozen, with what it was frozen under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrozenPlan {
    pub plan: DayPlan,
    pub org_unit: OrgUnitId,
    pub rule_version: RuleVersion,
}

/// The rep's plan of the date, materialised and frozen now if it was not yet. Whoever comes first
/// wins; all others read that one. `NotFound` for an unknown rep or before first run.
pub async fn ensure(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    rep: RepId,
    date: NaiveDate,
) -> Result<FrozenPlan, StoreError> {
    if let Some(plan) = frozen(conn, rep, date).await? {
        return Ok(plan);
    }
    let rules = setting::effective(&mut *conn, date).await?.id;
    // A plan without its stops would stay so for good: both are frozen, or neither.
    let mut tx = conn.begin().await?;
    freeze_some(&mut tx, now, date, rules, &[rep.0]).await?;
    tx.commit().await?;
    frozen(conn, rep, date).await?.ok_or(StoreError::NotFound)
}

async fn frozen(
    tx: &mut PgConnection,
    rep: RepId,
    date: NaiveDate,
) -> Result<Option<FrozenPlan>, StoreError> {
    let Some(head) = sqlx::query!(
        "select org_unit_id, rule_version from day_plan where rep_id = $1 and date = $2",
        rep.0,
        date
    )
    .fetch_optional(&mut *tx)
    .await?
    else {
        return Ok(None);
    };
    let rows = sqlx::query!(
        r#"select sequence, outlet_id, route_id, window_from_min, window_to_min, service_min,
          (absence_id is not null and covers_rep_id is null) as "excused!"
        from day_stop where rep_id = $1 and date = $2 order by sequence"#,
        rep.0,
        date
    )
    .fetch_all(&mut *tx)
    .await?;
    let minutes = |m: Option<i16>| m.and_then(|m| u16::try_from(m).ok());
    let stops = rows
        .into_iter()
        .map(|s| Stop {
            outlet: OutletId(s.outlet_id),
            route: RouteId(s.route_id),
            sequence: s.sequence,
            window_from_min: minutes(s.window_from_min),
            window_to_min: minutes(s.window_to_min),
            service_min: minutes(s.service_min),
            excused: s.excused,
        })
        .collect();
    Ok(Some(FrozenPlan {
        plan: DayPlan { rep, date, stops },
        org_unit: OrgUnitId(head.org_unit_id),
        rule_version: RuleVersion(head.rule_version),
    }))
}

/// Reps frozen in one transaction.
const FREEZE_BATCH: i64 = 500;

/// Freezes the date's plan of every active rep that has none; answers how many. Safe to repeat and
/// to run beside `ensure`.
pub async fn freeze(db: &PgPool, now: DateTime<Utc>, date: NaiveDate) -> Result<u64, StoreError> {
    let rules = setting::effective(db, date).await?.id;
    let mut total = 0;
    let mut after = 0;
    loop {
        let reps = sqlx::query_scalar!(
            r#"select r.id from rep r
            where r.active and r.id > $1
              and not exists (select 1 from day_plan p where p.rep_id = r.id and p.date = $2)
            order by r.id limit $3"#,
            after,
            date,
            FREEZE_BATCH
        )
        .fetch_all(db)
        .await?;
        let Some(&last) = reps.last() else {
            return Ok(total);
        };
        after = last;
        let mut tx = db.begin().await?;
        total += freeze_some(&mut tx, now, date, rules, &reps).await?;
        tx.commit().await?;
    }
}

/// Stops side by side for `UNNEST`.
#[derive(Default)]
struct Stops {
    rep: Vec<i32>,
    sequence: Vec<i32>,
    outlet: Vec<i32>,
    route: Vec<i32>,
    window_from: Vec<Option<i16>>,
    window_to: Vec<Option<i16>>,
    service: Vec<Option<i16>>,
    absence: Vec<Option<Uuid>>,
    covers: Vec<Option<i32>>,
}

impl Stops {
    fn push(&mut self, rep: i32, sequence: i32, due: &Due) {
        self.rep.push(rep);
        self.sequence.push(sequence);
        self.outlet.push(due.outlet_id);
        self.route.push(due.route_id);
        self.window_from.push(due.window_from_min);
        self.window_to.push(due.window_to_min);
        self.service.push(due.service_min);
        self.absence.push(due.absence_id);
        self.covers.push(due.covers_rep_id);
    }
}

async fn freeze_some(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    date: NaiveDate,
    rule_version: i32,
    reps: &[i32],
) -> Result<u64, StoreError> {
    plan_lock::freezing(&mut *tx).await?;
    let made = sqlx::query_scalar!(
        r#"
        insert into day_plan (rep_id, date, org_unit_id, rule_version, frozen_at)
        select r.id, $2, coalesce(
            (select a.org_unit_id from rep_org_unit a where a.rep_id = r.id and a.retired_at is null
              order by a.valid @> $2::date desc, lower(a.valid) desc limit 1),
            (select o.id from org_unit o where o.parent_id is null order by o.id limit 1)
          ), $3, $4
        from rep r where r.id = any($1) order by r.id
        on conflict (rep_id, date) do nothing
        returning rep_id
        "#,
        reps,
        date,
        rule_version,
        now,
    )
    .fetch_all(&mut *tx)
    .await?;
    let mut stops = Stops::default();
    for (rep, due) in plan_due::on(&mut *tx, date, &made).await? {
        for (sequence, stop) in (1..).zip(due) {
            stops.push(rep, sequence, &stop);
        }
    }
    sqlx::query!(
        r#"
        insert into day_stop (rep_id, date, sequence, outlet_id, route_id, window_from_min, window_to_min, service_min, absence_id, covers_rep_id)
        select rep, $8, sequence, outlet, route, window_from, window_to, service, absence, covers
        from unnest($1::int4[], $2::int4[], $3::int4[], $4::int4[], $5::int2[], $6::int2[], $7::int2[], $9::uuid[], $10::int4[])
          as t(rep, sequence, outlet, route, window_from, window_to, service, absence, covers)
        "#,
        &stops.rep,
        &stops.sequence,
        &stops.outlet,
        &stops.route,
        &stops.window_from as &[Option<i16>],
        &stops.window_to as &[Option<i16>],
        &stops.service as &[Option<i16>],
        date,
        &stops.absence as &[Option<Uuid>],
        &stops.covers as &[Option<i32>],
    )
    .execute(&mut *tx)
    .await?;
    tracing::debug!(%date, plans = made.len(), stops = stops.rep.len(), "day plans frozen");
    Ok(made.len() as u64)
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PlanStop {
    pub sequence: i32,
    pub outlet_id: i32,
    pub outlet_code: String,
    pub outlet_name: String,
    pub lat: Option<f64>,
    pub lng: Option<f64>,
    pub route_id: i32,
    pub route_code: String,
    /// Of an approved absence: the stop is excused, or done here for `covers_rep_id`.
    pub absence_id: Option<Uuid>,
    /// Whose stop it is, on a substitute's plan.
    pub covers_rep_id: Option<i32>,
    /// `["08:00", "10:00"]`
    pub window: Option<[String; 2]>,
    pub service_minutes: Option<i16>,
}

impl PlanStop {
    /// Whether somebody is expected: not where it is excused.
    pub const fn is_due(&self) -> bool {
        self.absence_id.is_none() || self.covers_rep_id.is_some()
    }
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PlanView {
    pub rep_id: i32,
    pub date: NaiveDate,
    /// Null: a preview that nothing has frozen yet.
    pub frozen_at: Option<Instant>,
    pub rule_version: i32,
    pub stops: Vec<PlanStop>,
    /// What was changed since it was frozen, in the order of the changes.
    pub deviations: Vec<Deviation>,
}

/// The frozen plan, or a preview of what would be frozen now. The caller has checked the scope with
/// `scope::rep_on`.
pub async fn view(
    db: &mut PgConnection,
    rep: RepId,
    date: NaiveDate,
) -> Result<PlanView, StoreError> {
    let head = sqlx::query!(
        r#"select frozen_at as "frozen_at: Instant", rule_version from day_plan where rep_id = $1 and date = $2"#,
        rep.0,
        date
    )
    .fetch_optional(&mut *db)
    .await?;
    let mut stops = Stops::default();
    if head.is_some() {
        let rows = sqlx::query_as!(
            Kept,
            r#"select sequence, outlet_id, route_id, window_from_min, window_to_min, service_min, absence_id, covers_rep_id
            from day_stop where rep_id = $1 and date = $2"#,
            rep.0,
            date
        )
        .fetch_all(&mut *db)
        .await?;
        for r in rows {
            stops.push(rep.0, r.sequence, &r.into());
        }
    } else {
        let mut due = plan_due::on(&mut *db, date, &[rep.0]).await?;
        for (sequence, stop) in (1..).zip(due.remove(&rep.0).unwrap_or_default()) {
            stops.push(rep.0, sequence, &stop);
        }
    }
    let rows = sqlx::query!(
        r#"
        select t.sequence as "sequence!", o.id as outlet_id, o.code as outlet_code, o.name as outlet_name,
          p.lat_e7::float8 / 1e7 as lat, p.lng_e7::float8 / 1e7 as lng, r.id as route_id, r.code as route_code,
          t.window_from, t.window_to, t.service, t.absence_id, t.covers_rep_id
        from unnest($1::int4[], $2::int4[], $3::int4[], $4::int2[], $5::int2[], $6::int2[], $8::uuid[], $9::int4[])
          as t(sequence, outlet_id, route_id, window_from, window_to, service, absence_id, covers_rep_id)
        join outlet o on o.id = t.outlet_id join route r on r.id = t.route_id
        left join outlet_pin p on p.outlet_id = o.id and p.retired_at is null and p.valid @> $7::date
        order by t.sequence
        "#,
        &stops.sequence,
        &stops.outlet,
        &stops.route,
        &stops.window_from as &[Option<i16>],
        &stops.window_to as &[Option<i16>],
        &stops.service as &[Option<i16>],
        date,
        &stops.absence as &[Option<Uuid>],
        &stops.covers as &[Option<i32>],
    )
    .fetch_all(&mut *db)
    .await?;
    let stops = rows
        .into_iter()
        .map(|r| PlanStop {
            sequence: r.sequence,
            outlet_id: r.outlet_id,
            outlet_code: r.outlet_code,
            outlet_name: r.outlet_name,
            lat: r.lat,
            lng: r.lng,
            route_id: r.route_id,
            route_code: r.route_code,
            absence_id: r.absence_id,
            covers_rep_id: r.covers_rep_id,
            window: window(r.window_from, r.window_to),
            service_minutes: r.service,
        })
        .collect();
    let rule_version = match &head {
        Some(head) => head.rule_version,
        None => setting::effective(&mut *db, date).await?.id,
    };
    Ok(PlanView {
        rep_id: rep.0,
        date,
        frozen_at: head.map(|h| h.frozen_at),
        rule_version,
        stops,
        deviations: plan_deviation::of_day(db, rep, date).await?,
    })
}

/// A stop as frozen.
struct Kept {
    sequence: i32,
    outlet_id: i32,
    route_id: i32,
    window_from_min: Option<i16>,
    window_to_min: Option<i16>,
    service_min: Option<i16>,
    absence_id: Option<Uuid>,
    covers_rep_id: Option<i32>,
}

impl From<Kept> for Due {
    fn from(k: Kept) -> Self {
        Self {
            outlet_id: k.outlet_id,
            route_id: k.route_id,
            window_from_min: k.window_from_min,
            window_to_min: k.window_to_min,
            service_min: k.service_min,
            absence_id: k.absence_id,
            covers_rep_id: k.covers_rep_id,
        }
    }
}
