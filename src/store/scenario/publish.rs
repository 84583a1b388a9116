//! A solution put into the routes from a date on, and taken back. What a solution says of an outlet becomes its place on
//! the rep's route; outlets of no solution's rep stay where they are.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use fieldbeat_domain::pattern::{Calendar, VisitPattern};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use super::solution::SLOT_DAYS;
use crate::store::{
    error::StoreError,
    instant::Instant,
    route::window,
    route_leg::{RouteOutletPut, anchor},
    route_put::{self, RoutePut},
    scope::Scope,
    upsert::{ChangeError, Fault, Mode, Now, RowResult},
};

const WEEKS: i32 = 4;

/// A route as it is put back.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Held {
    id: Option<i32>,
    code: String,
    name: String,
    org_unit_id: i32,
    rep_id: i32,
    outlets: Vec<HeldOutlet>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct HeldOutlet {
    outlet_id: i32,
    sequence: i32,
    pattern: Value,
    window: Option<[String; 2]>,
    service_minutes: Option<i16>,
}

/// What became, or would become, of one route.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RouteChange {
    pub route_code: String,
    pub rep_id: i32,
    pub is_new: bool,
    pub outlets_before: usize,
    pub outlets_after: usize,
    pub added: usize,
    pub removed: usize,
    /// Other days, order or times.
    pub changed: usize,
}

/// A publication, or what it would be.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Publication {
    pub id: Option<i32>,
    pub scenario_id: i32,
    pub solution: i32,
    pub effective_from: NaiveDate,
    pub dry_run: bool,
    pub routes: Vec<RouteChange>,
    /// Outlets of the scenario that stay as they are: no rep was found for them.
    pub left_alone: i64,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub published_at: Option<Instant>,
}

/// Whether routes were changed by somebody else since: their codes.
#[derive(Debug)]
pub enum RollbackError {
    Change(ChangeError),
    Changed(Vec<String>),
    NotPublished,
}

impl<E: Into<ChangeError>> From<E> for RollbackError {
    fn from(e: E) -> Self {
        Self::Change(e.into())
    }
}

/// Puts the solution into the routes of its reps; answers what changed and the rows' results for the feed.
pub async fn publish(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    (scenario, ordinal): (i32, i32),
    from: NaiveDate,
) -> Result<(Publication, Vec<RowResult>), ChangeError> {
    let mut wanted = wanted(tx, scenario, ordinal).await?;
    let before = held(tx, scenario, from).await?;
    let outlets: BTreeSet<i32> = wanted.values().flatten().map(|o| o.outlet_id).collect();
    let main = main_routes(&before, &outlets);
    let mut after: Vec<Held> = Vec::new();
    for route in &before {
        let mut new = route.clone();
        new.outlets.retain(|o| !outlets.contains(&o.outlet_id));
        if main.get(&route.rep_id) == Some(&route.code)
            && let Some(own) = wanted.remove(&route.rep_id)
        {
            new.outlets.extend(own);
        }
        after.push(new);
    }
    for (rep, own) in wanted {
        after.push(new_route(tx, rep, from, own).await?);
    }
    let results = put(tx, scope, now, from, &after).await?;
    let changes = changes(&before, &after);
    let left_alone = left_alone(tx, scenario, ordinal).await?;
    let versions = versions(tx, &after).await?;
    let before: Vec<Held> = (before.into_iter())
        .chain(
            after
                .iter()
                .filter(|route| route.id.is_none())
                .map(|route| Held {
                    outlets: Vec::new(),
                    ..route.clone()
                }),
        )
        .collect();
    let id = sqlx::query_scalar!(
        "insert into scenario_publication (scenario_id, ordinal, effective_from, published_at, published_by, before, after)
         values ($1, $2, $3, $4, $5, $6, $7) returning id",
        scenario,
        ordinal,
        from,
        now.at,
        scope.user_id(),
        Json(&before) as _,
        Json(&versions) as _,
    )
    .fetch_one(&mut *tx)
    .await?;
    touch(tx, scenario, now).await?;
    let publication = Publication {
        id: Some(id),
        scenario_id: scenario,
        solution: ordinal,
        effective_from: from,
        dry_run: false,
        routes: changes,
        left_alone,
        published_at: Some(now.at.into()),
    };
    Ok((publication, results))
}

/// Puts the routes back as they were, from the effective date or tomorrow on, whichever is later.
pub async fn roll_back(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    scenario: i32,
    anyway: bool,
) -> Result<(Publication, Vec<RowResult>), RollbackError> {
    let row = sqlx::query!(
        r#"
        select id, ordinal, effective_from, published_at as "published_at: Instant", before as "before: Json<Vec<Held>>",
          after as "after: Json<BTreeMap<String, i32>>"
        from scenario_publication where scenario_id = $1 and rolled_back_at is null for update
        "#,
        scenario
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(RollbackError::NotPublished)?;
    let (before, after) = (row.before.0, row.after.0);
    let today = versions(tx, &before).await?;
    let changed: Vec<String> = (after.into_iter())
        .filter(|(code, version)| today.get(code) != Some(version))
        .map(|(code, _)| code)
        .collect();
    if !changed.is_empty() && !anyway {
        return Err(RollbackError::Changed(changed));
    }
    let tomorrow = now.today.succ_opt().unwrap_or(now.today);
    let from = row.effective_from.max(tomorrow);
    let routes: Vec<i32> = before.iter().map(|route| route.rep_id).collect();
    let was = held_of(tx, &routes, from).await?;
    let results = put(tx, scope, now, from, &before).await?;
    sqlx::query!(
        "update scenario_publication set rolled_back_at = $2, rolled_back_by = $3 where id = $1",
        row.id,
        now.at,
        scope.user_id()
    )
    .execute(&mut *tx)
    .await?;
    touch(tx, scenario, now).await?;
    let publication = Publication {
        id: Some(row.id),
        scenario_id: scenario,
        solution: row.ordinal,
        effective_from: from,
        dry_run: false,
        routes: changes(&was, &before),
        left_alone: 0,
        published_at: Some(row.published_at),
    };
    Ok((publication, results))
}

async fn touch(tx: &mut PgConnection, scenario: i32, now: Now) -> Result<(), StoreError> {
    sqlx::query!(
        "update scenario set version = version + 1, updated_at = $2 where id = $1",
        scenario,
        now.at
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// By rep the outlets that the solution gives them.
async fn wanted(
    tx: &mut PgConnection,
    scenario: i32,
    ordinal: i32,
) -> Result<BTreeMap<i32, Vec<HeldOutlet>>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select a.outlet_id, a.rep_id as "rep_id!", a.slots, a.sequence as "sequence!", x.window_from_min, x.window_to_min, x.service_min
        from scenario_assignment a join scenario_outlet x on x.scenario_id = a.scenario_id and x.outlet_id = a.outlet_id
        where a.scenario_id = $1 and a.ordinal = $2 and a.rep_id is not null and a.slots <> 0 and a.sequence is not null
        order by a.rep_id, a.sequence, a.outlet_id
        "#,
        scenario,
        ordinal
    )
    .fetch_all(tx)
    .await?;
    let mut wanted: BTreeMap<i32, Vec<HeldOutlet>> = BTreeMap::new();
    for r in rows {
        let pattern = serde_json::to_value(pattern(r.slots)).unwrap_or_default();
        wanted.entry(r.rep_id).or_default().push(HeldOutlet {
            outlet_id: r.outlet_id,
            sequence: r.sequence,
            pattern,
            window: window(r.window_from_min, r.window_to_min),
            service_minutes: Some(r.service_min),
        });
    }
    Ok(wanted)
}

/// The pattern of the days that bits name: the weeks and the weekdays in which any lies, as planners write them.
fn pattern(slots: i32) -> VisitPattern {
    let has = |week: i32, day: i32| slots >> (week * SLOT_DAYS + day) & 1 == 1;
    let number = |of: i32| u8::try_from(of + 1).unwrap_or(1);
    let weekdays = (0..SLOT_DAYS).filter(|day| (0..WEEKS).any(|week| has(week, *day)));
    let weeks: Vec<u8> = (0..WEEKS)
        .filter(|week| (0..SLOT_DAYS).any(|day| has(*week, day)))
        .map(number)
        .collect();
    let mut pattern = VisitPattern::weekly(anchor(), weekdays.map(number).collect());
    if weeks.len() < 4 {
        pattern.calendar = Calendar::Cycle {
            weeks: 4,
            anchor: anchor(),
        };
        pattern.weeks = weeks;
    }
    pattern
}

async fn held(
    tx: &mut PgConnection,
    scenario: i32,
    from: NaiveDate,
) -> Result<Vec<Held>, StoreError> {
    let reps = sqlx::query_scalar!(
        "select rep_id from scenario_rep where scenario_id = $1",
        scenario
    )
    .fetch_all(&mut *tx)
    .await?;
    held_of(tx, &reps, from).await
}

/// Routes of reps with their outlets, as they will be on a date. Locked: nobody else changes them meanwhile.
async fn held_of(
    tx: &mut PgConnection,
    reps: &[i32],
    from: NaiveDate,
) -> Result<Vec<Held>, StoreError> {
    let routes = sqlx::query!(
        r#"
        select o.id, o.code, o.name, o.org_unit_id, rr.rep_id from route o
        join route_rep rr on rr.route_id = o.id and rr.retired_at is null and rr.valid @> $2::date
        where rr.rep_id = any($1) order by o.id for update of o
        "#,
        reps,
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

/// Of each rep the route with most of the outlets, the oldest of those.
fn main_routes(routes: &[Held], outlets: &BTreeSet<i32>) -> HashMap<i32, String> {
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
async fn new_route(
    tx: &mut PgConnection,
    rep: i32,
    from: NaiveDate,
    outlets: Vec<HeldOutlet>,
) -> Result<Held, ChangeError> {
    let row = sqlx::query!(
        r#"
        select r.code, r.name, u.org_unit_id, exists (select 1 from route o where o.code = 'R-' || r.code) as "taken!"
        from rep r join rep_org_unit u on u.rep_id = r.id and u.retired_at is null and u.valid @> $2::date where r.id = $1
        "#,
        rep,
        from
    )
    .fetch_optional(tx)
    .await?;
    let fault = |code| ChangeError::Invalid(vec![Fault::new("/solution", code)]);
    let row = row.ok_or_else(|| fault("rep_left"))?;
    if row.taken {
        return Err(fault("route_code_taken"));
    }
    Ok(Held {
        id: None,
        code: format!("R-{}", row.code),
        name: row.name,
        org_unit_id: row.org_unit_id,
        rep_id: rep,
        outlets,
    })
}

async fn put(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    from: NaiveDate,
    routes: &[Held],
) -> Result<Vec<RowResult>, ChangeError> {
    let rows: Vec<RoutePut> = routes
        .iter()
        .map(|route| RoutePut {
            code: route.code.clone(),
            name: Some(route.name.clone()),
            org_unit_id: Some(route.org_unit_id),
            rep_id: route.id.is_none().then_some(route.rep_id),
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
                code: first.code.clone(),
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

fn changes(before: &[Held], after: &[Held]) -> Vec<RouteChange> {
    let was: HashMap<&str, &Held> = before.iter().map(|r| (r.code.as_str(), r)).collect();
    let change = |route: &Held| {
        let empty = Vec::new();
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
            is_new: route.id.is_none(),
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

async fn versions(
    tx: &mut PgConnection,
    routes: &[Held],
) -> Result<BTreeMap<String, i32>, StoreError> {
    let codes: Vec<String> = routes.iter().map(|route| route.code.clone()).collect();
    let rows = sqlx::query!(
        "select code, version from route where code = any($1)",
        &codes
    )
    .fetch_all(tx)
    .await?;
    Ok(rows.into_iter().map(|r| (r.code, r.version)).collect())
}

async fn left_alone(tx: &mut PgConnection, scenario: i32, ordinal: i32) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from scenario_assignment
        where scenario_id = $1 and ordinal = $2 and (rep_id is null or slots = 0 or sequence is null)"#,
        scenario,
        ordinal
    )
    .fetch_one(tx)
    .await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bits(slots: &[(i32, i32)]) -> i32 {
        slots
            .iter()
            .fold(0, |all, (week, day)| all | 1 << (week * SLOT_DAYS + day))
    }

    #[test]
    fn days_of_a_plan_become_the_pattern_that_is_due_on_them() {
        for slots in [
            vec![(2, 3)],
            vec![(0, 1), (2, 1)],
            vec![(0, 4), (1, 4), (2, 4), (3, 4)],
            (0..4).flat_map(|week| [(week, 0), (week, 3)]).collect(),
        ] {
            let pattern = pattern(bits(&slots));
            for day in 0..28 {
                let date = anchor() + chrono::Days::new(day);
                let slot = i32::try_from(day).unwrap();
                assert_eq!(
                    pattern.due_on(date),
                    slots.contains(&(slot / 7, slot % 7)),
                    "{slot}"
                );
            }
        }
    }
}
