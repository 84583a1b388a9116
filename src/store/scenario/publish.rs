//! A solution put into the routes from a date on, and taken back. What a solution says of an outlet becomes its place on
//! the rep's route; outlets of no solution's rep stay where they are.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use fieldbeat_domain::pattern::{Calendar, VisitPattern};
use serde::Serialize;
use sqlx::{PgConnection, types::Json};

use super::{
    held::{
        Held, HeldOutlet, changes, check_later, held, held_by_code, main_routes, new_route, put,
        versions,
    },
    settings::ScenarioSettings,
    solution::SLOT_DAYS,
};
use crate::store::{
    error::StoreError,
    instant::Instant,
    route::window,
    route_leg::anchor,
    scope::Scope,
    upsert::{ChangeError, Fault, Now, RowResult},
};

const WEEKS: i32 = 4;

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

/// An outlet that another's route holds beside the published one.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Elsewhere {
    pub outlet_code: String,
    pub route_code: String,
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
    /// Outlets of the scenario that stay as they are: no rep was found for them, or they are closed by now.
    pub left_alone: i64,
    /// Outlets that are on a route of a rep outside the scenario, too, and stay there: the first 1,000.
    pub elsewhere: Vec<Elsewhere>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub published_at: Option<Instant>,
}

/// Why nothing was put back.
#[derive(Debug)]
pub enum RollbackError {
    Change(ChangeError),
    /// Routes that somebody changed since, by code.
    Changed(Vec<String>),
    /// Scenarios that were published over it since.
    Over(Vec<i32>),
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
    let mut wanted = wanted(tx, scenario, ordinal, from).await?;
    let outlets: BTreeSet<i32> = wanted.values().flatten().map(|o| o.outlet_id).collect();
    let before = held(tx, scenario, &outlets, from).await?;
    check_reps(tx, wanted.keys().copied().collect()).await?;
    let default = service_default(tx, scenario).await?;
    keep_unsaid_minutes(&mut wanted, &before, default);
    let left_alone = left_alone(tx, scenario, ordinal, outlets.len()).await?;
    let elsewhere = elsewhere(tx, &outlets, &before, from).await?;
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
    // What does not change is neither written nor put back.
    let is_same = |new: &Held| {
        before
            .iter()
            .any(|old| old.code == new.code && old.outlets == new.outlets)
    };
    after.retain(|new| !is_same(new));
    for (rep, own) in wanted {
        after.push(new_route(tx, rep, from, own).await?);
    }
    let before: Vec<Held> = before
        .into_iter()
        .filter(|old| after.iter().any(|new| new.code == old.code))
        .collect();
    check_later(tx, &before, from).await?;
    let results = put(tx, scope, now, from, &after, false).await?;
    let changes = changes(&before, &after);
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
        elsewhere,
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
    let over = published_over(tx, row.id).await?;
    if !over.is_empty() {
        return Err(RollbackError::Over(over));
    }
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
    let codes: Vec<String> = before.iter().map(|route| route.code.clone()).collect();
    let was = held_by_code(tx, &codes, from).await?;
    let results = put(tx, scope, now, from, &before, true).await?;
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
        elsewhere: Vec::new(),
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
    from: NaiveDate,
) -> Result<BTreeMap<i32, Vec<HeldOutlet>>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select a.outlet_id, a.rep_id as "rep_id!", a.slots, a.sequence as "sequence!", x.window_from_min, x.window_to_min, x.service_min
        from scenario_assignment a join scenario_outlet x on x.scenario_id = a.scenario_id and x.outlet_id = a.outlet_id
        join outlet o on o.id = a.outlet_id and o.merged_into is null and (o.closed_at is null or o.closed_at > $3::date)
        where a.scenario_id = $1 and a.ordinal = $2 and a.rep_id is not null and a.slots <> 0 and a.sequence is not null
        order by a.rep_id, a.sequence, a.outlet_id
        "#,
        scenario,
        ordinal,
        from
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

/// Refuses reps who have left since.
async fn check_reps(tx: &mut PgConnection, reps: Vec<i32>) -> Result<(), ChangeError> {
    let left = sqlx::query_scalar!(
        "select code from rep where id = any($1) and not active order by code",
        &reps
    )
    .fetch_all(tx)
    .await?;
    if left.is_empty() {
        return Ok(());
    }
    let fault = |code: String| Fault::new(format!("/reps/{code}"), "rep_left");
    Err(ChangeError::Invalid(left.into_iter().map(fault).collect()))
}

/// Minutes of a call where neither route nor outlet said them.
async fn service_default(tx: &mut PgConnection, scenario: i32) -> Result<i16, StoreError> {
    let settings = sqlx::query_scalar!(
        r#"select settings as "settings: Json<ScenarioSettings>" from scenario where id = $1"#,
        scenario
    )
    .fetch_one(tx)
    .await?;
    Ok(i16::try_from(settings.0.service_minutes_default).unwrap_or(0))
}

/// A route that leaves minutes to the default goes on doing so.
fn keep_unsaid_minutes(wanted: &mut BTreeMap<i32, Vec<HeldOutlet>>, before: &[Held], default: i16) {
    let unsaid: BTreeSet<i32> = (before.iter().flat_map(|route| &route.outlets))
        .filter(|outlet| outlet.service_minutes.is_none())
        .map(|outlet| outlet.outlet_id)
        .collect();
    for outlet in wanted.values_mut().flatten() {
        if outlet.service_minutes == Some(default) && unsaid.contains(&outlet.outlet_id) {
            outlet.service_minutes = None;
        }
    }
}

/// Outlets that are told to be on another's route, too.
const ELSEWHERE_MAX: i64 = 1_000;

async fn elsewhere(
    tx: &mut PgConnection,
    outlets: &BTreeSet<i32>,
    held: &[Held],
    from: NaiveDate,
) -> Result<Vec<Elsewhere>, StoreError> {
    let outlets: Vec<i32> = outlets.iter().copied().collect();
    let routes: Vec<i32> = held.iter().filter_map(|route| route.id).collect();
    Ok(sqlx::query_as!(
        Elsewhere,
        r#"
        select o.code as outlet_code, r.code as route_code from route_outlet x
        join route r on r.id = x.route_id join outlet o on o.id = x.outlet_id
        where x.outlet_id = any($1) and x.route_id <> all($2) and x.retired_at is null and x.valid @> $3::date
        order by o.code, r.code limit $4
        "#,
        &outlets,
        &routes,
        from,
        ELSEWHERE_MAX
    )
    .fetch_all(tx)
    .await?)
}

/// Scenarios that were published after this publication on some of its routes, and are in force.
async fn published_over(tx: &mut PgConnection, publication: i32) -> Result<Vec<i32>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        select q.scenario_id from scenario_publication p join scenario_publication q on q.id > p.id
        where p.id = $1 and q.rolled_back_at is null
          and exists (select 1 from jsonb_object_keys(q.after) k where p.after ? k)
        order by q.id
        "#,
        publication
    )
    .fetch_all(tx)
    .await?)
}

/// Outlets of a solution but for so many that are put on routes.
async fn left_alone(
    tx: &mut PgConnection,
    scenario: i32,
    ordinal: i32,
    put: usize,
) -> Result<i64, StoreError> {
    let all = sqlx::query_scalar!(
        r#"select count(*) as "count!" from scenario_assignment where scenario_id = $1 and ordinal = $2"#,
        scenario,
        ordinal
    )
    .fetch_one(tx)
    .await?;
    Ok(all - i64::try_from(put).unwrap_or(0))
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
