//! Visits with the latest decision about each, and orders.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::{
    id::{OutletId, VisitId},
    kpi::{CallFact, OrderFact},
    time::At,
    verdict::{OutcomeVerdict, Overall, PlanVerdict},
    visit::{VisitSource, VisitState},
};
use serde::de::{DeserializeOwned, IntoDeserializer, value::Error};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Ask, ByDay, Scope, StoreError, entry};
use crate::store::review;

struct CallRow {
    id: Uuid,
    rep_id: i32,
    date: NaiveDate,
    org_unit_id: i32,
    outlet_id: Option<i32>,
    started_at: DateTime<Utc>,
    source: String,
    state: String,
    visit_type: String,
    overall: String,
    plan: Option<String>,
    outcome: Option<String>,
}

/// A stored word of the domain.
fn word<T: DeserializeOwned>(text: &str) -> Option<T> {
    T::deserialize(IntoDeserializer::<Error>::into_deserializer(text)).ok()
}

pub(super) async fn calls(
    db: &mut PgConnection,
    scope: &Scope,
    ask: &Ask,
    days: &mut ByDay,
) -> Result<(), StoreError> {
    let mut rows = current(db, scope, ask).await?;
    if ask.known_at.is_some() {
        rows.extend(former(db, scope, ask).await?);
    }
    let ids: Vec<Uuid> = rows.iter().map(|r| r.id).collect();
    let decisions = review::standing(&mut *db, &ids, ask.known()).await?;
    let mut midnights: HashMap<NaiveDate, At> = HashMap::new();
    for r in rows {
        let midnight = *midnights
            .entry(r.date)
            .or_insert_with(|| ask.time.local(r.date, 0));
        let call = CallFact {
            visit: VisitId(r.id),
            outlet: r.outlet_id.map(OutletId),
            route: None,
            assigned: false,
            since_midnight_ms: At::from(r.started_at).since_ms(midnight),
            source: word(&r.source).unwrap_or(VisitSource::Declared),
            state: word(&r.state).unwrap_or(VisitState::Closed),
            phone: r.visit_type == "phone",
            plan: r
                .plan
                .as_deref()
                .and_then(word)
                .unwrap_or(PlanVerdict::Unrouted),
            overall: word(&r.overall).unwrap_or(Overall::Review),
            decision: decisions.get(&r.id).copied(),
            outcome: r
                .outcome
                .as_deref()
                .and_then(word)
                .unwrap_or(OutcomeVerdict::NonProductive),
            live_orders: 0,
            dead_orders: 0,
            paid_skus: 0,
            value_minor: 0,
        };
        entry(days, r.rep_id, r.date, r.org_unit_id)
            .calls
            .push(call);
    }
    Ok(())
}

/// Visits as they stand, without those that have changed since the time asked for.
async fn current(
    db: &mut PgConnection,
    scope: &Scope,
    ask: &Ask,
) -> Result<Vec<CallRow>, StoreError> {
    Ok(sqlx::query_as!(
        CallRow,
        r#"
        select v.id, v.rep_id, v.date, v.org_unit_id, coalesce(v.outlet_id, l.outlet_id) as "outlet_id?", v.started_at, v.source,
          v.state, v.visit_type, v.overall, v.plan, v.outcome
        from visit v left join visit_link l on l.visit_id = v.id and l.recorded_at <= coalesce($6::timestamptz, 'infinity')
          and (l.retired_at is null or l.retired_at > coalesce($6::timestamptz, 'infinity'))
        where v.date between $1 and $2
          and ($3::int4[] is null or v.org_unit_id = any($3)) and ($4::int4 is null or v.rep_id = $4)
          and ($5::int4[] is null or v.rep_id = any($5))
          and ($6::timestamptz is null or not exists (
            select from visit_revision x where x.visit_id = v.id and x.recorded_at > $6))
        "#,
        ask.from,
        ask.to,
        scope.units() as _,
        scope.rep_id() as _,
        ask.reps.as_deref() as _,
        ask.known_at,
    )
    .fetch_all(db)
    .await?)
}

/// Visits that have changed since, as they were: also withdrawn ones.
async fn former(
    db: &mut PgConnection,
    scope: &Scope,
    ask: &Ask,
) -> Result<Vec<CallRow>, StoreError> {
    Ok(sqlx::query_as!(
        CallRow,
        r#"
        with changed as (
          select distinct x.visit_id from visit_revision x where x.recorded_at > $6
        ), was as (
          select distinct on (x.visit_id) x.visit_id, x.rep_id, x.date, x.after, coalesce(
            (select v.org_unit_id from visit v where v.id = x.visit_id),
            (select d.org_unit_id from rep_day d where d.rep_id = x.rep_id and d.date = x.date),
            (select p.org_unit_id from day_plan p where p.rep_id = x.rep_id and p.date = x.date)) as org_unit_id
          from changed c join visit_revision x on x.visit_id = c.visit_id and x.recorded_at <= $6
          where ($4::int4 is null or x.rep_id = $4) and ($5::int4[] is null or x.rep_id = any($5))
          order by x.visit_id, x.id desc
        )
        select visit_id as "id!", rep_id as "rep_id!", date as "date!", org_unit_id as "org_unit_id!",
          coalesce((after->>'outlet')::int4, (select l.outlet_id from visit_link l where l.visit_id = was.visit_id
            and l.recorded_at <= $6 and (l.retired_at is null or l.retired_at > $6))) as outlet_id,
          to_timestamp(coalesce((after->>'check_in_at')::int8, (after->>'arrived_at')::int8, 0) / 1000.0) as "started_at!",
          coalesce(after->>'source', 'declared') as "source!", coalesce(after->>'state', 'closed') as "state!",
          coalesce(after->>'visit_type', 'sales') as "visit_type!", coalesce(after->'verdict'->>'overall', 'review') as "overall!",
          after->'verdict'->>'plan' as plan, after->'verdict'->>'outcome' as outcome
        from was
        where after is not null and date between $1 and $2
          and org_unit_id is not null and ($3::int4[] is null or org_unit_id = any($3))
        "#,
        ask.from,
        ask.to,
        scope.units() as _,
        scope.rep_id() as _,
        ask.reps.as_deref() as _,
        ask.known_at,
    )
    .fetch_all(db)
    .await?)
}

/// Orders by day, and added up by visit. An order that reached the server later was not known.
pub(super) async fn orders(
    db: &mut PgConnection,
    scope: &Scope,
    ask: &Ask,
    days: &mut ByDay,
) -> Result<(), StoreError> {
    let rows = sqlx::query!(
        r#"
        select o.id, o.rep_id, o.date, o.org_unit_id, o.visit_id, o.outlet_id, o.total_minor - o.tax_minor as "net_minor!",
          o.state not in ('draft', 'cancelled', 'rejected') as "live!"
        from sales_order o
        where o.date between $1 and $2
          and ($3::int4[] is null or o.org_unit_id = any($3)) and ($4::int4 is null or o.rep_id = $4)
          and ($5::int4[] is null or o.rep_id = any($5))
          and ($6::timestamptz is null or not exists (
            select from device_record d where d.kind = 'order' and d.id = o.id and d.received_at > $6))
        order by o.ordered_at, o.id
        "#,
        ask.from,
        ask.to,
        scope.units() as _,
        scope.rep_id() as _,
        ask.reps.as_deref() as _,
        ask.known_at,
    )
    .fetch_all(&mut *db)
    .await?;
    let skus = paid_skus(db, ask).await?;
    // (live, dead, value)
    let mut by_visit: HashMap<Uuid, (u32, u32, i64)> = HashMap::new();
    for r in rows {
        if let Some(visit) = r.visit_id {
            let sum = by_visit.entry(visit).or_default();
            if r.live {
                sum.0 += 1;
                sum.2 += r.net_minor;
            } else {
                sum.1 += 1;
            }
        }
        if r.live {
            entry(days, r.rep_id, r.date, r.org_unit_id)
                .orders
                .push(OrderFact {
                    order: r.id,
                    outlet: r.outlet_id.map(OutletId),
                    route: None,
                    value_minor: r.net_minor,
                });
        }
    }
    for call in days.values_mut().flat_map(|d| &mut d.calls) {
        if let Some((live, dead, value)) = by_visit.get(&call.visit.0).copied() {
            call.live_orders = live;
            call.dead_orders = dead;
            call.value_minor = value;
            if live > 0 {
                call.paid_skus = skus.get(&call.visit.0).copied().unwrap_or_default();
            }
        }
    }
    Ok(())
}

/// Distinct products with a price in the live orders of a visit.
async fn paid_skus(db: &mut PgConnection, ask: &Ask) -> Result<HashMap<Uuid, u32>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select o.visit_id as "visit_id!", count(distinct l.product_code collate "C") as "skus!"
        from sales_order o join sales_order_line l on l.order_id = o.id
        where o.date between $1 and $2 and o.visit_id is not null and o.state not in ('draft', 'cancelled', 'rejected')
          and l.unit_price_minor > 0 and ($3::int4[] is null or o.rep_id = any($3))
          and ($4::timestamptz is null or not exists (
            select from device_record d where d.kind = 'order' and d.id = o.id and d.received_at > $4))
        group by o.visit_id
        "#,
        ask.from,
        ask.to,
        ask.reps.as_deref() as _,
        ask.known_at,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| (r.visit_id, u32::try_from(r.skus).unwrap_or(u32::MAX)))
        .collect())
}
