//! What was found for a scenario: figures of each solution, who has which outlet on which days, and every day's calls.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{PgConnection, PgExecutor, types::Json};

use super::{rep::degrees, turn::Turn};
use crate::store::{error::StoreError, instant::Instant};

/// Today's assignment, with days and order planned as for the others.
pub const AS_TODAY: i32 = 0;
/// Those made by hand come after those that are searched.
pub const FIRST_BY_HAND: i32 = 10;
/// Weekdays that a slot counts in.
pub const SLOT_DAYS: i32 = 7;

/// One rep of a solution, over a cycle of four weeks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RepFigures {
    pub rep_id: i32,
    pub rep_code: String,
    pub rep_name: String,
    /// Where the days begin and end; for those alone who may change scenarios.
    pub home: Option<[f64; 2]>,
    pub outlets: i32,
    pub visits: i32,
    pub value_minor: i64,
    /// Minutes of service and travel.
    pub work_min: i32,
    /// Days with calls, and their minutes.
    pub days: i32,
    pub day_min_min: i32,
    pub day_mean_min: i32,
    pub day_max_min: i32,
    pub metres: i64,
    /// Visits for which the days have no room.
    pub missing_visits: i32,
    /// Outlets got from and given to others.
    pub got: i32,
    pub gave: i32,
}

/// Something that a planner is told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ScenarioNote {
    /// same_home | overfull | apart | home_off_network | more_work_than_hours | other_frequency (patterns know 1, 2, 4, 8, 12
    /// and 24 visits, and no more than there are days)
    pub code: String,
    pub rep_ids: Vec<i32>,
    pub outlet_ids: Vec<i32>,
}

/// A solution in numbers, over a cycle of four weeks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Figures {
    pub reps: Vec<RepFigures>,
    /// Of the reps' hours: standard deviation by mean, and the longest by the mean, in thousandths.
    pub hours_variation_permille: i32,
    pub hours_max_by_mean_permille: i32,
    pub work_min: i64,
    pub metres: i64,
    pub visits: i64,
    pub moved_outlets: i32,
    pub moved_value_minor: i64,
    /// Outlets that get none or not all of their visits.
    pub unserved_outlets: i32,
    pub missing_visits: i32,
    pub notes: Vec<ScenarioNote>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Solution {
    pub scenario_id: i32,
    /// 0 is today's assignment.
    pub solution: i32,
    /// today | balanced | short | even | steady; what it was called where it was made by hand.
    pub name: String,
    pub by_hand: bool,
    /// SHA-256 of who has what and every call's time: the same input gives the same.
    pub hash: String,
    #[schema(value_type = Figures)]
    pub figures: Json<Figures>,
    /// Another is as good in balance, kilometres and moves, and better in one of them.
    pub dominated: bool,
    pub solved_at: Instant,
    pub took_ms: i64,
}

/// What is kept of a solution.
pub struct NewSolution<'a> {
    pub ordinal: i32,
    pub name: &'a str,
    pub hash: &'a [u8],
    pub figures: &'a Figures,
    pub assignments: &'a Assignments,
    pub days: &'a Days,
    pub took_ms: i64,
}

/// Outlets of a solution, side by side for `UNNEST`.
#[derive(Debug, Default)]
pub struct Assignments {
    pub outlet: Vec<i32>,
    pub rep: Vec<Option<i32>>,
    pub why: Vec<Option<String>>,
    pub slots: Vec<i32>,
    pub sequence: Vec<Option<i32>>,
    pub unserved: Vec<Option<String>>,
    pub missing: Vec<i16>,
}

/// Days of a solution, side by side for `UNNEST`.
#[derive(Debug, Default)]
pub struct Days {
    pub rep: Vec<i32>,
    pub week: Vec<i16>,
    pub weekday: Vec<i16>,
    pub leave_s: Vec<i32>,
    pub back_s: Vec<i32>,
    pub metres: Vec<i32>,
    pub travel_s: Vec<i32>,
    pub pause_from_s: Vec<Option<i32>>,
    pub pause_to_s: Vec<Option<i32>>,
    pub calls: Vec<Value>,
}

/// Keeps a solution, if it is still the solver's turn; `false`: it is not.
pub async fn keep(
    tx: &mut PgConnection,
    turn: Turn,
    new: &NewSolution<'_>,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    if !super::turn::still(&mut *tx, turn).await? {
        return Ok(false);
    }
    sqlx::query!("update scenario set tries = 0 where id = $1", turn.id)
        .execute(&mut *tx)
        .await?;
    put(tx, turn.id, new, now).await?;
    Ok(true)
}

/// Keeps a solution of a scenario that the caller has locked.
pub async fn put(
    tx: &mut PgConnection,
    scenario: i32,
    new: &NewSolution<'_>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into scenario_solution (scenario_id, ordinal, name, hash, figures, solved_at, took_ms)
         values ($1, $2, $3, $4, $5, $6, $7)",
        scenario,
        new.ordinal,
        new.name,
        new.hash,
        Json(new.figures) as _,
        now,
        new.took_ms,
    )
    .execute(&mut *tx)
    .await?;
    let (a, d) = (new.assignments, new.days);
    sqlx::query!(
        r#"
        insert into scenario_assignment (scenario_id, ordinal, outlet_id, rep_id, why, slots, sequence, unserved, missing_visits)
        select $1, $2, * from unnest($3::int4[], $4::int4[], $5::text[], $6::int4[], $7::int4[], $8::text[], $9::int2[])
        "#,
        scenario,
        new.ordinal,
        &a.outlet,
        &a.rep as _,
        &a.why as _,
        &a.slots,
        &a.sequence as _,
        &a.unserved as _,
        &a.missing,
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        r#"
        insert into scenario_day (scenario_id, ordinal, rep_id, week, weekday, leave_s, back_s, metres, travel_s, pause_from_s,
          pause_to_s, calls)
        select $1, $2, * from unnest($3::int4[], $4::int2[], $5::int2[], $6::int4[], $7::int4[], $8::int4[], $9::int4[],
          $10::int4[], $11::int4[], $12::jsonb[])
        "#,
        scenario,
        new.ordinal,
        &d.rep,
        &d.week,
        &d.weekday,
        &d.leave_s,
        &d.back_s,
        &d.metres,
        &d.travel_s,
        &d.pause_from_s as _,
        &d.pause_to_s as _,
        &d.calls,
    )
    .execute(&mut *tx)
    .await?;
    Ok(())
}

pub async fn ordinals(db: impl PgExecutor<'_>, scenario: i32) -> Result<Vec<i32>, StoreError> {
    Ok(sqlx::query_scalar!(
        "select ordinal from scenario_solution where scenario_id = $1 order by ordinal",
        scenario
    )
    .fetch_all(db)
    .await?)
}

/// Solutions of a scenario in reach, by ordinal.
pub async fn list(
    db: impl PgExecutor<'_>,
    scenario: i32,
    only: Option<i32>,
) -> Result<Vec<Solution>, StoreError> {
    Ok(sqlx::query_as!(
        Solution,
        r#"
        select scenario_id, ordinal as solution, name, ordinal >= $3 as "by_hand!", encode(hash, 'hex') as "hash!", figures as "figures: Json<Figures>",
          false as "dominated!", solved_at as "solved_at: Instant", took_ms
        from scenario_solution where scenario_id = $1 and ($2::int4 is null or ordinal = $2) order by ordinal
        "#,
        scenario,
        only,
        FIRST_BY_HAND
    )
    .fetch_all(db)
    .await?)
}

/// One outlet of a solution.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Assignment {
    pub outlet_id: i32,
    pub outlet_code: String,
    pub outlet_name: String,
    pub class: String,
    pub lat: Option<f64>,
    pub lng: Option<f64>,
    pub rep_id: Option<i32>,
    pub rep_code: Option<String>,
    /// Today's.
    pub from_rep_id: Option<i32>,
    pub from_rep_code: Option<String>,
    pub locked: bool,
    /// nearer | evens_hours | joins_territory | skill | was_nobodys | by_hand
    pub why: Option<String>,
    pub visits: i16,
    /// A bit for each visit: (week - 1) × 7 + weekday - 1, week 1–4, Monday 1.
    pub slots: i32,
    pub sequence: Option<i32>,
    /// no_skill | off_network | no_room | never_in_time | no_road | nobody_yet | no_pin
    pub unserved: Option<String>,
    pub missing_visits: i16,
    pub value_minor: i64,
}

/// Filters of the outlets of a solution.
#[derive(Clone, Debug, Default)]
pub struct AssignmentFilter {
    pub rep_id: Option<i32>,
    pub moved: Option<bool>,
    pub unserved: Option<bool>,
    pub q: Option<String>,
}

pub async fn assignments(
    db: impl PgExecutor<'_>,
    (scenario, ordinal): (i32, i32),
    after: i32,
    fetch: i64,
    filter: &AssignmentFilter,
) -> Result<Vec<Assignment>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select a.outlet_id, o.code, o.name, x.class, x.lat_e7, x.lng_e7, a.rep_id, r.code as "rep_code?", x.rep_id as from_rep_id,
          f.code as "from_rep_code?", x.locked, a.why, x.visits, a.slots, a.sequence, a.unserved, a.missing_visits, x.value
        from scenario_assignment a join scenario_outlet x on x.scenario_id = a.scenario_id and x.outlet_id = a.outlet_id
        join outlet o on o.id = a.outlet_id left join rep r on r.id = a.rep_id left join rep f on f.id = x.rep_id
        where a.scenario_id = $1 and a.ordinal = $2 and a.outlet_id > $3
          and ($5::int4 is null or a.rep_id = $5 or x.rep_id = $5)
          and ($6::bool is null or (a.why is not null) = $6)
          and ($7::bool is null or (a.unserved is not null) = $7)
          and ($8::text is null or strpos(folded(o.code || ' ' || o.name), folded($8)) > 0)
        order by a.outlet_id limit $4
        "#,
        scenario,
        ordinal,
        after,
        fetch,
        filter.rep_id,
        filter.moved,
        filter.unserved,
        filter.q,
    )
    .fetch_all(db)
    .await?;
    let outlets = rows.into_iter().map(|r| Assignment {
        outlet_id: r.outlet_id,
        outlet_code: r.code,
        outlet_name: r.name,
        class: r.class,
        lat: r.lat_e7.map(degrees),
        lng: r.lng_e7.map(degrees),
        rep_id: r.rep_id,
        rep_code: r.rep_code,
        from_rep_id: r.from_rep_id,
        from_rep_code: r.from_rep_code,
        locked: r.locked,
        why: r.why,
        visits: r.visits,
        slots: r.slots,
        sequence: r.sequence,
        unserved: r.unserved,
        missing_visits: r.missing_visits,
        value_minor: r.value,
    });
    Ok(outlets.collect())
}
