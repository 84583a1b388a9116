//! Routes as a publication holds them: read on a date, written from a date on, told apart.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::PgConnection;

use super::publish::RouteChange;
use crate::store::{
    error::StoreError,
    route::window,
    route_leg::RouteOutletPut,
    route_put::{self, RoutePut},
    scope::Scope,
    upsert::{ChangeError, Fault, Mode, Now, RowResult},
};

/// A route as it is put back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Held {
    pub id: Option<i32>,
    pub code: String,
    pub name: String,
    pub org_unit_id: i32,
    pub rep_id: i32,
    pub outlets: Vec<HeldOutlet>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct HeldOutlet {
    pub outlet_id: i32,
    pub sequence: i32,
    pub pattern: Value,
    pub window: Option<[String; 2]>,
    pub service_minutes: Option<i16>,
}

/// Routes of the scenario's reps, and those that a rep who has left holds outlets of it on, as they will be on a date.
pub(super) async fn held(
    tx: &mut PgConnection,
    scenario: i32,
    outlets: &BTreeSet<i32>,
    from: NaiveDate,
) -> Result<Vec<Held>, StoreError> {
    let outlets: Vec<i32> = outlets.iter().copied().collect();
    let codes = sqlx::query_scalar!(
        r#"
        select o.code from route o
        join route_rep rr on rr.route_id = o.id and rr.retired_at is null and rr.valid @> $2::date
        join rep r on r.id = rr.rep_id
        where rr.rep_id in (select rep_id from scenario_rep where scenario_id = $1) or not r.active and exists (
          select 1 from route_outlet x where x.route_id = o.id and x.retired_at is null and x.valid @> $2::date
            and x.outlet_id = any($3)
        )
        "#,
        scenario,
        from,
        &outlets
    )
    .fetch_all(&mut *tx)
    .await?;
    held_by_code(tx, &codes, from).await
}

/// Routes with their outlets, as they will be on a date. Locked: nobody else changes them meanwhile.
pub(super) async fn held_by_code(
    tx: &mut PgConnection,
    codes: &[String],
    from: NaiveDate,
) -> Result<Vec<Held>, StoreError> {
    let routes = sqlx::query!(
        r#"
        select o.id, o.code, o.name, o.org_unit_id, rr.rep_id from route o
        join route_rep rr on rr.route_id = o.id and rr.retired_at is null and rr.valid @> $2::date
        where o.code = any($1) order by o.id for update of o
        "#,
        codes,
        from
    )
    .fetch_all(&mut *tx)
    .await?;
    let ids: Vec<i32> = routes.iter().map(|route| route.id).collect();
    let legs = sqlx::query!(
        "select route_id, outlet_id, sequence, pattern, window_from_min, window_to_min, service_min from route_outlet
         where route_id = any($1) and retired_at is null and valid @> $2::date order by route_id, sequence, outlet_id",
        &ids,
        from
    )
    .fetch_all(&mut *tx)
    .await?;
    let mut outlets: HashMap<i32, Vec<HeldOutlet>> = HashMap::new();
    for leg in legs {
        outlets.entry(leg.route_id).or_default().push(HeldOutlet {
            outlet_id: leg.outlet_id,
            sequence: leg.sequence,
            pattern: leg.pattern,
            window: window(leg.window_from_min, leg.window_to_min),
            service_minutes: leg.service_min,
        });
    }
    let held = routes.into_iter().map(|route| Held {
        outlets: outlets.remove(&route.id).unwrap_or_default(),
        id: Some(route.id),
        code: route.code,
        name: route.name,
        org_unit_id: route.org_unit_id,
        rep_id: route.rep_id,
    });
    Ok(held.collect())
}

/// Refuses routes on which something is to begin or end after the date: a list from the date on would lose it.
pub(super) async fn check_later(
    tx: &mut PgConnection,
    routes: &[Held],
    from: NaiveDate,
) -> Result<(), ChangeError> {
    let ids: Vec<i32> = routes.iter().filter_map(|route| route.id).collect();
    let later = sqlx::query_scalar!(
        r#"
        select o.code from route o where o.id = any($1) and (
          exists (select 1 from route_outlet x where x.route_id = o.id and x.retired_at is null and x.valid && daterange($2, null)
            and (not upper_inf(x.valid) or lower(x.valid) > $2))
          or exists (select 1 from route_rep r where r.route_id = o.id and r.retired_at is null and r.valid && daterange($2, null)
            and (not upper_inf(r.valid) or lower(r.valid) > $2)))
        order by o.code
        "#,
        &ids,
        from
    )
    .fetch_all(tx)
    .await?;
    if later.is_empty() {
        return Ok(());
    }
    let fault = |code: String| Fault::new(format!("/routes/{code}"), "changes_later");
    Err(ChangeError::Invalid(later.into_iter().map(fault).collect()))
}

/// Of each rep the route with most of the outlets, the oldest of those.
pub(super) fn main_routes(routes: &[Held], outlets: &BTreeSet<i32>) -> HashMap<i32, String> {
    let mut main: HashMap<i32, (usize, String)> = HashMap::new();
    for route in routes {
        let own = route.outlets.iter();
        let count = own.filter(|o| outlets.contains(&o.outlet_id)).count();
        let best = main.get(&route.rep_id).map(|best| best.0);
        if best.is_none_or(|best| count > best) {
            main.insert(route.rep_id, (count, route.code.clone()));
        }
    }
    main.into_iter()
        .map(|(rep, (_, code))| (rep, code))
        .collect()
}

/// A route for a rep who has none.
pub(super) async fn new_route(
    tx: &mut PgConnection,
    rep: i32,
    from: NaiveDate,
    outlets: Vec<HeldOutlet>,
) -> Result<Held, ChangeError> {
    let row = sqlx::query!(
        r#"
        select r.name, u.org_unit_id, (
          select c from generate_series(1, 99) n, lateral (select 'R-' || r.code || case n when 1 then '' else '-' || n end) t(c)
          where not exists (select 1 from route o where o.code = c) order by n limit 1
        ) as "code!"
        from rep r join rep_org_unit u on u.rep_id = r.id and u.retired_at is null and u.valid @> $2::date where r.id = $1
        "#,
        rep,
        from
    )
    .fetch_optional(tx)
    .await?;
    let gone = || ChangeError::Invalid(vec![Fault::new("/solution", "rep_left")]);
    let row = row.ok_or_else(gone)?;
    Ok(Held {
        id: None,
        code: row.code,
        name: row.name,
        org_unit_id: row.org_unit_id,
        rep_id: rep,
        outlets,
    })
}

/// `with_reps`: routes get the rep, too, that they are held with.
pub(super) async fn put(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    from: NaiveDate,
    routes: &[Held],
    with_reps: bool,
) -> Result<Vec<RowResult>, ChangeError> {
    let rows: Vec<RoutePut> = routes
        .iter()
        .map(|route| RoutePut {
            code: route.code.clone(),
            name: Some(route.name.clone()),
            org_unit_id: Some(route.org_unit_id),
            rep_id: (with_reps || route.id.is_none()).then_some(route.rep_id),
            outlets: Some(route.outlets.iter().map(row).collect()),
            valid_from: Some(from),
            ..RoutePut::default()
        })
        .collect();
    let results = route_put::upsert(tx, scope, now, Mode::Upsert, &rows).await?;
    let faults: Vec<Fault> = results
        .iter()
        .filter_map(|result| {
            let first = result.error.as_ref()?.first()?;
            Some(Fault {
                pointer: format!("/routes/{}{}", result.code, first.pointer).into(),
                ..first.clone()
            })
        })
        .collect();
    if faults.is_empty() {
        Ok(results)
    } else {
        Err(ChangeError::Invalid(faults))
    }
}

fn row(outlet: &HeldOutlet) -> RouteOutletPut {
    RouteOutletPut {
        outlet_id: Some(outlet.outlet_id),
        outlet_code: None,
        sequence: Some(outlet.sequence),
        pattern: outlet.pattern.clone(),
        weekdays: None,
        window: outlet.window.clone(),
        service_minutes: outlet.service_minutes,
    }
}

pub(super) fn changes(before: &[Held], after: &[Held]) -> Vec<RouteChange> {
    let was: HashMap<&str, &Held> = before.iter().map(|r| (r.code.as_str(), r)).collect();
    let change = |route: &Held| {
        let empty = Vec::new();
        let was_there = was.contains_key(route.code.as_str());
        let was = was
            .get(route.code.as_str())
            .map_or(&empty, |was| &was.outlets);
        let old: HashMap<i32, &HeldOutlet> = was.iter().map(|o| (o.outlet_id, o)).collect();
        let kept = route
            .outlets
            .iter()
            .filter(|o| old.contains_key(&o.outlet_id));
        let changed = kept.clone().filter(|o| old.get(&o.outlet_id) != Some(o));
        let kept = kept.clone().count();
        RouteChange {
            route_code: route.code.clone(),
            rep_id: route.rep_id,
            is_new: !was_there,
            outlets_before: was.len(),
            outlets_after: route.outlets.len(),
            added: route.outlets.len() - kept,
            removed: was.len() - kept,
            changed: changed.count(),
        }
    };
    let all = after.iter().map(change);
    all.filter(|c| c.added + c.removed + c.changed > 0)
        .collect()
}

pub(super) async fn versions(
    tx: &mut PgConnection,
    routes: &[Held],
) -> Result<BTreeMap<String, i32>, StoreError> {
    let codes: Vec<String> = routes.iter().map(|route| route.code.clone()).collect();
    let rows = sqlx::query!(
        "select code, version from route where code = any($1) order by id for update",
        &codes
    )
    .fetch_all(tx)
    .await?;
    Ok(rows.into_iter().map(|r| (r.code, r.version)).collect())
}
