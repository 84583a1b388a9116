//! Dated outlets of routes, written as differences: what stays the same is left alone.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde_json::Value;
use sqlx::PgConnection;

use super::{
    error::StoreError,
    known::Known,
    route_leg::{Leg, RouteOutletPut, read_legs},
    upsert::{Fault, Now, RowResult},
};

/// Legs that are new or different, and those that end, side by side for `UNNEST`.
#[derive(Default)]
struct LegColumns {
    route: Vec<i32>,
    outlet: Vec<i32>,
    sequence: Vec<i32>,
    pattern: Vec<Value>,
    window_from: Vec<Option<i16>>,
    window_to: Vec<Option<i16>>,
    service: Vec<Option<i16>>,
    from: Vec<NaiveDate>,
}

/// Retires what changed or went, keeps its past, adds what is new; answers the routes that changed.
pub(super) async fn assign_outlets(
    tx: &mut PgConnection,
    now: Now,
    wanted: &[(usize, NaiveDate, Vec<Leg>)],
    results: &[RowResult],
) -> Result<Vec<i32>, StoreError> {
    let routes: Vec<i32> = wanted
        .iter()
        .map(|(i, ..)| results.get(*i).and_then(|r| r.id).unwrap_or_default())
        .collect();
    if routes.is_empty() {
        return Ok(routes);
    }
    let dates: Vec<NaiveDate> = wanted.iter().map(|w| w.1).collect();
    let mut current = current_legs(tx, &routes, &dates).await?;
    let mut fresh = LegColumns::default();
    let (mut end_ids, mut end_dates, mut moved) = (Vec::new(), Vec::new(), Vec::new());
    for (&route, (_, from, legs)) in routes.iter().zip(wanted) {
        let mut was = current.remove(&route).unwrap_or_default();
        let before = (fresh.route.len(), end_ids.len());
        for leg in legs {
            match was.remove(&leg.outlet_id) {
                Some((_, old)) if old == *leg => continue,
                Some((ids, _)) => ids
                    .into_iter()
                    .for_each(|id| (end_ids.push(id), end_dates.push(*from)).0),
                None => {}
            }
            fresh.push(route, leg, *from);
        }
        for (ids, _) in was.into_values() {
            for id in ids {
                end_ids.push(id);
                end_dates.push(*from);
            }
        }
        if before != (fresh.route.len(), end_ids.len()) {
            moved.push(route);
        }
    }
    end_legs(tx, now, &end_ids, &end_dates).await?;
    insert_legs(tx, now, &fresh).await?;
    Ok(moved)
}

/// Adds one outlet that the route does not have, at its end where no place is named.
pub(super) async fn add_leg(
    tx: &mut PgConnection,
    now: Now,
    route: i32,
    (outlet, code): (i32, &str),
    put: &RouteOutletPut,
    from: NaiveDate,
) -> Result<Result<(), Vec<Fault>>, StoreError> {
    let mut known = Known::default();
    known.add(outlet, code.to_owned());
    let last = sqlx::query_scalar!(
        r#"select coalesce(max(sequence), 0) as "last!" from route_outlet
        where route_id = $1 and retired_at is null and valid && daterange($2, null)"#,
        route,
        from
    )
    .fetch_one(&mut *tx)
    .await?;
    let named = RouteOutletPut {
        outlet_id: Some(outlet),
        sequence: put.sequence.or(Some(last + 1)),
        ..put.clone()
    };
    let mut faults = Vec::new();
    let legs = read_legs(&[named], &known, &mut faults);
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    let mut fresh = LegColumns::default();
    for leg in &legs {
        fresh.push(route, leg, from);
    }
    insert_legs(tx, now, &fresh).await?;
    Ok(Ok(()))
}

impl LegColumns {
    fn push(&mut self, route: i32, leg: &Leg, from: NaiveDate) {
        self.route.push(route);
        self.outlet.push(leg.outlet_id);
        self.sequence.push(leg.sequence);
        self.pattern.push(leg.pattern.clone());
        self.window_from.push(leg.window.map(|w| w.0));
        self.window_to.push(leg.window.map(|w| w.1));
        self.service.push(leg.service_min);
        self.from.push(from);
    }
}

/// By route and outlet: ids of all legs from the date on, and the leg in force then (or the next).
type Legs = HashMap<i32, HashMap<i32, (Vec<i64>, Leg)>>;

async fn current_legs(
    tx: &mut PgConnection,
    routes: &[i32],
    dates: &[NaiveDate],
) -> Result<Legs, StoreError> {
    let rows = sqlx::query!(
        r#"
        select x.id, x.route_id, x.outlet_id, x.sequence, x.pattern, x.window_from_min, x.window_to_min, x.service_min,
          upper_inf(x.valid) as "open!"
        from route_outlet x join unnest($1::int4[], $2::date[]) as t(route_id, from_date) on t.route_id = x.route_id
        where x.retired_at is null and x.valid && daterange(t.from_date, null)
        order by x.route_id, x.outlet_id, x.valid
        "#,
        routes,
        dates
    )
    .fetch_all(&mut *tx)
    .await?;
    let mut legs: Legs = HashMap::new();
    for r in rows {
        let leg = Leg {
            outlet_id: r.outlet_id,
            sequence: r.sequence,
            // A leg that ends by itself is never "the same" as an open-ended one.
            pattern: if r.open { r.pattern } else { Value::Null },
            window: r.window_from_min.zip(r.window_to_min),
            service_min: r.service_min,
        };
        let of_route = legs.entry(r.route_id).or_default();
        of_route
            .entry(r.outlet_id)
            .and_modify(|(ids, was)| {
                ids.push(r.id);
                was.pattern = Value::Null;
            })
            .or_insert((vec![r.id], leg));
    }
    Ok(legs)
}

pub(super) async fn end_legs(
    tx: &mut PgConnection,
    now: Now,
    ids: &[i64],
    dates: &[NaiveDate],
) -> Result<(), StoreError> {
    if ids.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "update route_outlet set retired_at = $2 where id = any($1)",
        ids,
        now.at
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        r#"
        insert into route_outlet (route_id, outlet_id, sequence, pattern, window_from_min, window_to_min, service_min,
          valid, recorded_at)
        select x.route_id, x.outlet_id, x.sequence, x.pattern, x.window_from_min, x.window_to_min, x.service_min,
          x.valid * daterange(null, t.from_date), $3
        from route_outlet x join unnest($1::int8[], $2::date[]) as t(id, from_date) on t.id = x.id
        where not isempty(x.valid * daterange(null, t.from_date))
        "#,
        ids,
        dates,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    Ok(())
}

async fn insert_legs(tx: &mut PgConnection, now: Now, legs: &LegColumns) -> Result<(), StoreError> {
    if legs.route.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        r#"
        insert into route_outlet (route_id, outlet_id, sequence, pattern, window_from_min, window_to_min, service_min,
          valid, recorded_at)
        select route_id, outlet_id, sequence, pattern, window_from, window_to, service, daterange(from_date, null), $9
        from unnest($1::int4[], $2::int4[], $3::int4[], $4::jsonb[], $5::int2[], $6::int2[], $7::int2[], $8::date[])
          as t(route_id, outlet_id, sequence, pattern, window_from, window_to, service, from_date)
        "#,
        &legs.route,
        &legs.outlet,
        &legs.sequence,
        &legs.pattern,
        &legs.window_from as &[Option<i16>],
        &legs.window_to as &[Option<i16>],
        &legs.service as &[Option<i16>],
        &legs.from,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    Ok(())
}
