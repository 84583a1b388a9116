//! A scenario made of how things are: the unit's reps, and its outlets with today's rep, frequency and place.

use std::collections::HashMap;

use chrono::{Datelike, Days, NaiveDate, TimeDelta};
use fieldbeat_domain::pattern::VisitPattern;
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

use super::{OUTLETS_MAX, REPS_MAX, settings::ScenarioSettings};
use crate::store::{
    error::StoreError,
    org_unit,
    scope::Scope,
    upsert::{ChangeError, Fault, Now, check_text},
};

/// Weeks of orders that an outlet's value is the mean of.
const VALUE_WEEKS: i64 = 12;
/// Days of a cycle.
const CYCLE_DAYS: u64 = 28;

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScenarioPut {
    pub name: String,
    /// Whose reps and outlets, with all units below; the caller's own where absent.
    pub org_unit_id: Option<i32>,
    /// Of these reps alone; all of the unit where absent.
    pub rep_ids: Option<Vec<i32>>,
    #[serde(default)]
    pub settings: ScenarioSettings,
    /// Working days a week, from Monday on, 1–7; 6 by default.
    pub days_a_week: Option<i16>,
    /// 1–200 a day.
    pub calls_max: Option<i16>,
}

/// An outlet as it stands today.
struct Standing {
    id: i32,
    class: String,
    lat_e7: Option<i32>,
    lng_e7: Option<i32>,
    rep_id: Option<i32>,
    pattern: Option<serde_json::Value>,
    window_from: Option<i16>,
    window_to: Option<i16>,
    service_min: Option<i16>,
    value: i64,
}

/// Takes the snapshot; answers the scenario's id.
pub async fn create(
    tx: &mut PgConnection,
    scope: &Scope,
    user: i32,
    now: Now,
    put: &ScenarioPut,
) -> Result<i32, ChangeError> {
    let mut faults = Vec::new();
    check_text("/name", Some(&put.name), true, &mut faults);
    put.settings.check(&mut faults);
    if put.days_a_week.is_some_and(|days| !(1..=7).contains(&days)) {
        faults.push(Fault::new("/days_a_week", "out_of_range"));
    }
    if put
        .calls_max
        .is_some_and(|calls| !(1..=200).contains(&calls))
    {
        faults.push(Fault::new("/calls_max", "out_of_range"));
    }
    if put.rep_ids.as_ref().is_some_and(|ids| ids.len() > REPS_MAX) {
        faults.push(Fault::new("/rep_ids", "too_many"));
        return Err(ChangeError::Invalid(faults));
    }
    let unit = org_unit::named_or_own(&mut *tx, scope, user, put.org_unit_id).await?;
    let Some(unit) = unit else {
        faults.push(Fault::new("/org_unit_id", "unknown"));
        return Err(ChangeError::Invalid(faults));
    };
    let units = org_unit::subtree(&mut *tx, unit).await?;
    let reps = reps(tx, now.today, &units, put.rep_ids.as_deref()).await?;
    if let Some(asked) = &put.rep_ids {
        let unknown = asked
            .iter()
            .enumerate()
            .filter(|(_, id)| !reps.contains(id));
        faults.extend(unknown.map(|(at, _)| Fault::new(format!("/rep_ids/{at}"), "unknown")));
    }
    if reps.is_empty() {
        faults.push(Fault::new("/org_unit_id", "no_reps"));
    }
    if reps.len() > REPS_MAX {
        faults.push(Fault::new("/rep_ids", "too_many"));
    }
    // Where a few reps are named, what others call at is left to them.
    let others = put.rep_ids.is_none();
    let outlets = outlets(tx, now, &units, &reps, others).await?;
    if outlets.is_empty() {
        faults.push(Fault::new("/org_unit_id", "no_outlets"));
    }
    if outlets.len() > OUTLETS_MAX {
        faults.push(Fault::new("/org_unit_id", "too_many_outlets"));
    }
    if !faults.is_empty() {
        return Err(ChangeError::Invalid(faults));
    }
    let id = sqlx::query_scalar!(
        "insert into scenario (name, org_unit_id, settings, created_by, created_at, updated_at, reps, outlets)
         values ($1, $2, $3, $4, $5, $5, $6, $7) returning id",
        put.name,
        unit,
        Json(&put.settings) as _,
        user,
        now.at,
        i32::try_from(reps.len()).unwrap_or(i32::MAX),
        i32::try_from(outlets.len()).unwrap_or(i32::MAX),
    )
    .fetch_one(&mut *tx)
    .await?;
    insert_reps(tx, scope, now, id, &reps, put).await?;
    insert_outlets(tx, now, id, &outlets, &put.settings).await?;
    Ok(id)
}

async fn reps(
    tx: &mut PgConnection,
    today: NaiveDate,
    units: &[i32],
    only: Option<&[i32]>,
) -> Result<Vec<i32>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        select r.id from rep r join rep_org_unit u on u.rep_id = r.id and u.retired_at is null and u.valid @> $1::date
        where r.active and u.org_unit_id = any($2) and ($3::int4[] is null or r.id = any($3)) order by r.id limit $4
        "#,
        today,
        units,
        only as _,
        i64::try_from(REPS_MAX + 1).unwrap_or(i64::MAX),
    )
    .fetch_all(tx)
    .await?)
}

async fn outlets(
    tx: &mut PgConnection,
    now: Now,
    units: &[i32],
    reps: &[i32],
    others: bool,
) -> Result<Vec<Standing>, StoreError> {
    let since = now.at - TimeDelta::weeks(VALUE_WEEKS);
    Ok(sqlx::query_as!(
        Standing,
        r#"
        select o.id, o.class, p.lat_e7 as "lat_e7?", p.lng_e7 as "lng_e7?", l.rep_id as "rep_id?", l.pattern as "pattern?",
          l.window_from_min as "window_from?", l.window_to_min as "window_to?", l.service_min as "service_min?",
          coalesce(v.total, 0)::int8 as "value!"
        from outlet o
        left join outlet_pin p on p.outlet_id = o.id and p.retired_at is null and p.valid @> $1::date
        left join lateral (
          select rr.rep_id, x.pattern, x.window_from_min, x.window_to_min, x.service_min
          from route_outlet x join route_rep rr on rr.route_id = x.route_id and rr.retired_at is null and rr.valid @> $1::date
          -- What a rep who has left called at is nobody's.
          join rep r on r.id = rr.rep_id and r.active
          where x.outlet_id = o.id and x.retired_at is null and x.valid @> $1::date
          order by rr.rep_id = any($3) desc, x.route_id limit 1
        ) l on true
        left join (
          select s.outlet_id, sum(s.total_minor) as total from sales_order s
          where s.ordered_at >= $4 and s.state not in ('draft', 'cancelled', 'rejected') group by s.outlet_id
        ) v on v.outlet_id = o.id
        where o.org_unit_id = any($2) and (o.closed_at is null or o.closed_at > $5) and o.merged_into is null
          and (l.rep_id = any($3) or $6 and l.rep_id is null)
        order by o.id limit $7
        "#,
        now.today,
        units,
        reps,
        since,
        now.at,
        others,
        i64::try_from(OUTLETS_MAX + 1).unwrap_or(i64::MAX),
    )
    .fetch_all(tx)
    .await?)
}

/// Homes and working days as the newest earlier scenario has them: they are seldom another's.
async fn insert_reps(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    id: i32,
    reps: &[i32],
    put: &ScenarioPut,
) -> Result<(), StoreError> {
    let rules = crate::store::setting::rules_on(&mut *tx, now.today).await?;
    let (from, to) = rules.working_hours_min;
    sqlx::query!(
        r#"
        insert into scenario_rep (scenario_id, rep_id, home_lat_e7, home_lng_e7, from_min, to_min, calls_max, days_a_week, classes)
        select $1, t.rep_id, e.home_lat_e7, e.home_lng_e7, coalesce(e.from_min, $3), coalesce(e.to_min, $4),
          coalesce($5, e.calls_max), coalesce($6, e.days_a_week, 6::int2), e.classes
        from unnest($2::int4[]) t(rep_id)
        left join lateral (
          select x.* from scenario_rep x join scenario s on s.id = x.scenario_id
          where x.rep_id = t.rep_id and ($7::int4[] is null or s.org_unit_id = any($7)) order by x.scenario_id desc limit 1
        ) e on true
        "#,
        id,
        reps,
        i16::try_from(from).unwrap_or(480),
        i16::try_from(to).unwrap_or(1_050),
        put.calls_max,
        put.days_a_week,
        scope.units() as _,
    )
    .execute(tx)
    .await?;
    Ok(())
}

async fn insert_outlets(
    tx: &mut PgConnection,
    now: Now,
    id: i32,
    outlets: &[Standing],
    settings: &ScenarioSettings,
) -> Result<(), StoreError> {
    let monday = now.today - Days::new(u64::from(now.today.weekday().num_days_from_monday()));
    let default = i16::try_from(settings.visits_default).unwrap_or(4);
    let service = i16::try_from(settings.service_minutes_default).unwrap_or(10);
    let mut known: HashMap<String, i16> = HashMap::new();
    let mut visits = |pattern: &Option<serde_json::Value>| {
        let Some(pattern) = pattern else {
            return default;
        };
        let key = pattern.to_string();
        *known
            .entry(key)
            .or_insert_with(|| visits_of(pattern, monday).unwrap_or(default))
    };
    let visits: Vec<i16> = outlets.iter().map(|o| visits(&o.pattern)).collect();
    let column = |of: fn(&Standing) -> Option<i32>| outlets.iter().map(of).collect::<Vec<_>>();
    let short = |of: fn(&Standing) -> Option<i16>| outlets.iter().map(of).collect::<Vec<_>>();
    let services: Vec<i16> = outlets
        .iter()
        .map(|o| {
            o.service_min
                .filter(|min| *min > 0)
                .unwrap_or(service)
                .min(480)
        })
        .collect();
    sqlx::query!(
        r#"
        insert into scenario_outlet (scenario_id, outlet_id, class, lat_e7, lng_e7, rep_id, visits, service_min,
          window_from_min, window_to_min, value)
        select $1, * from unnest($2::int4[], $3::text[], $4::int4[], $5::int4[], $6::int4[], $7::int2[], $8::int2[],
          $9::int2[], $10::int2[], $11::int8[])
        "#,
        id,
        &outlets.iter().map(|o| o.id).collect::<Vec<_>>(),
        &outlets.iter().map(|o| o.class.clone()).collect::<Vec<_>>(),
        &column(|o| o.lat_e7) as _,
        &column(|o| o.lng_e7) as _,
        &column(|o| o.rep_id) as _,
        &visits,
        &services,
        &short(|o| o.window_from) as _,
        &short(|o| o.window_to) as _,
        &outlets
            .iter()
            .map(|o| o.value.max(0) * 4 / VALUE_WEEKS)
            .collect::<Vec<_>>(),
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Dates of four weeks on which a pattern is due, at least one.
fn visits_of(pattern: &serde_json::Value, monday: NaiveDate) -> Option<i16> {
    let pattern = VisitPattern::deserialize(pattern).ok()?;
    let dates = (0..CYCLE_DAYS).map(|day| monday + Days::new(day));
    let due = dates.filter(|date| pattern.due_on(*date)).count();
    i16::try_from(due.max(1)).ok()
}

#[cfg(test)]
mod tests {
    use fieldbeat_domain::pattern::WeekBase;

    use super::*;

    #[test]
    fn a_pattern_counts_as_often_as_it_is_due_in_four_weeks() {
        let monday = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let of = |code: &str, days: &[u8]| {
            let read = VisitPattern::from_code(code, days, WeekBase::Cycle(monday), 0).unwrap();
            visits_of(&serde_json::to_value(read).unwrap(), monday)
        };
        assert_eq!(of("F1", &[2]), Some(1));
        assert_eq!(of("F2", &[2]), Some(2));
        assert_eq!(of("F8", &[1, 4]), Some(8));
        assert_eq!(of("F24", &[]), Some(24));
    }
}
