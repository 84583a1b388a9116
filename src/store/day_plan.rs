//! Day plans: what the routes say is due on a date, frozen once and never rewritten.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::{
    id::{OrgUnitId, OutletId, RepId, RouteId, RuleVersion},
    pattern::VisitPattern,
    plan::{DayPlan, Stop},
};
use serde::Serialize;
use sqlx::{Connection, PgConnection, PgExecutor, PgPool};

use super::{error::StoreError, instant::Instant, route::window, setting};

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
        r#"select sequence, outlet_id, route_id, window_from_min, window_to_min, service_min
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
}

async fn freeze_some(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    date: NaiveDate,
    rule_version: i32,
    reps: &[i32],
) -> Result<u64, StoreError> {
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
    for (rep, due) in due(&mut *tx, date, &made).await? {
        for (sequence, stop) in (1..).zip(due) {
            stops.rep.push(rep);
            stops.sequence.push(sequence);
            stops.outlet.push(stop.outlet_id);
            stops.route.push(stop.route_id);
            stops.window_from.push(stop.window_from_min);
            stops.window_to.push(stop.window_to_min);
            stops.service.push(stop.service_min);
        }
    }
    sqlx::query!(
        r#"
        insert into day_stop (rep_id, date, sequence, outlet_id, route_id, window_from_min, window_to_min, service_min)
        select rep, $8, sequence, outlet, route, window_from, window_to, service
        from unnest($1::int4[], $2::int4[], $3::int4[], $4::int4[], $5::int2[], $6::int2[], $7::int2[])
          as t(rep, sequence, outlet, route, window_from, window_to, service)
        "#,
        &stops.rep,
        &stops.sequence,
        &stops.outlet,
        &stops.route,
        &stops.window_from as &[Option<i16>],
        &stops.window_to as &[Option<i16>],
        &stops.service as &[Option<i16>],
        date,
    )
    .execute(&mut *tx)
    .await?;
    tracing::debug!(%date, plans = made.len(), stops = stops.rep.len(), "day plans frozen");
    Ok(made.len() as u64)
}

/// A stop that is due, before it has its place in the day.
struct Due {
    rep_id: i32,
    outlet_id: i32,
    route_id: i32,
    pattern: serde_json::Value,
    window_from_min: Option<i16>,
    window_to_min: Option<i16>,
    service_min: Option<i16>,
}

/// Stops due by rep, in the order of their routes; an outlet on two routes is visited once.
async fn due(
    db: impl PgExecutor<'_>,
    date: NaiveDate,
    reps: &[i32],
) -> Result<BTreeMap<i32, Vec<Due>>, StoreError> {
    let rows = sqlx::query_as!(
        Due,
        r#"
        select rr.rep_id, x.outlet_id, x.route_id, x.pattern, x.window_from_min, x.window_to_min, x.service_min
        from route_rep rr
        join route_outlet x on x.route_id = rr.route_id and x.retired_at is null and x.valid @> $2::date
        join outlet o on o.id = x.outlet_id and (o.closed_at is null or o.closed_at::date > $2)
        where rr.rep_id = any($1) and rr.retired_at is null and rr.valid @> $2::date
        order by rr.rep_id, x.route_id, x.sequence, x.outlet_id
        "#,
        reps,
        date
    )
    .fetch_all(db)
    .await?;
    let mut by_rep: BTreeMap<i32, Vec<Due>> = BTreeMap::new();
    let mut seen = HashSet::new();
    for row in rows {
        let Ok(pattern) = serde_json::from_value::<VisitPattern>(row.pattern.clone()) else {
            tracing::error!(
                route = row.route_id,
                outlet = row.outlet_id,
                "stored visit pattern does not read"
            );
            continue;
        };
        if pattern.due_on(date) && seen.insert((row.rep_id, row.outlet_id)) {
            by_rep.entry(row.rep_id).or_default().push(row);
        }
    }
    Ok(by_rep)
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
    /// `["08:00", "10:00"]`
    pub window: Option<[String; 2]>,
    pub service_minutes: Option<i16>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PlanView {
    pub rep_id: i32,
    pub date: NaiveDate,
    /// Null: a preview that nothing has frozen yet.
    pub frozen_at: Option<Instant>,
    pub rule_version: i32,
    pub stops: Vec<PlanStop>,
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
    let (mut sequence, mut outlet, mut route) = (Vec::new(), Vec::new(), Vec::new());
    let (mut from, mut to, mut service) = (Vec::new(), Vec::new(), Vec::new());
    if head.is_some() {
        let rows = sqlx::query!(
            r#"select sequence, outlet_id, route_id, window_from_min, window_to_min, service_min
            from day_stop where rep_id = $1 and date = $2"#,
            rep.0,
            date
        )
        .fetch_all(&mut *db)
        .await?;
        for r in rows {
            sequence.push(r.sequence);
            outlet.push(r.outlet_id);
            route.push(r.route_id);
            from.push(r.window_from_min);
            to.push(r.window_to_min);
            service.push(r.service_min);
        }
    } else {
        for (n, r) in (1..).zip(
            due(&mut *db, date, &[rep.0])
                .await?
                .remove(&rep.0)
                .unwrap_or_default(),
        ) {
            sequence.push(n);
            outlet.push(r.outlet_id);
            route.push(r.route_id);
            from.push(r.window_from_min);
            to.push(r.window_to_min);
            service.push(r.service_min);
        }
    }
    let rows = sqlx::query!(
        r#"
        select t.sequence as "sequence!", o.id as outlet_id, o.code as outlet_code, o.name as outlet_name,
          p.lat_e7::float8 / 1e7 as lat, p.lng_e7::float8 / 1e7 as lng, r.id as route_id, r.code as route_code,
          t.window_from, t.window_to, t.service
        from unnest($1::int4[], $2::int4[], $3::int4[], $4::int2[], $5::int2[], $6::int2[])
          as t(sequence, outlet_id, route_id, window_from, window_to, service)
        join outlet o on o.id = t.outlet_id join route r on r.id = t.route_id
        left join outlet_pin p on p.outlet_id = o.id and p.retired_at is null and p.valid @> $7::date
        order by t.sequence
        "#,
        &sequence,
        &outlet,
        &route,
        &from as &[Option<i16>],
        &to as &[Option<i16>],
        &service as &[Option<i16>],
        date,
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
    })
}
