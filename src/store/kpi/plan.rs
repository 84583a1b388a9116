//! Rep-days as judged, and the stops of their plans with what became of them.

use std::collections::HashMap;

use chrono::NaiveDate;
use fieldbeat_domain::{
    day::TimeParts,
    id::{OutletId, RouteId},
    kpi::{StopFact, StopOutcome},
};
use sqlx::PgConnection;

use super::{Ask, ByDay, Scope, StoreError, entry};

/// What became of each outlet on a rep's day, in the judge's newest word by then.
pub(super) type Said = HashMap<(i32, NaiveDate), HashMap<i32, StopOutcome>>;

pub(super) async fn days(
    db: &mut PgConnection,
    scope: &Scope,
    ask: &Ask,
    days: &mut ByDay,
) -> Result<Said, StoreError> {
    let rows = sqlx::query!(
        r#"
        select distinct on (f.rep_id, f.date) f.rep_id, f.date, f.org_unit_id, f.distance_mm, f.hole_distance_mm, f.time_in_market_ms,
          f.in_store_ms, f.travel_ms, f.idle_ms, f.break_ms, f.unobserved_ms, f.stop_outlets, f.stop_states
        from rep_day_figure f
        where f.date between $1 and $2 and f.recorded_at <= $3
          and ($4::int4[] is null or f.org_unit_id = any($4)) and ($5::int4 is null or f.rep_id = $5)
          and ($6::int4[] is null or f.rep_id = any($6))
        order by f.rep_id, f.date, f.recorded_at desc
        "#,
        ask.from,
        ask.to,
        ask.known(),
        scope.units() as _,
        scope.rep_id() as _,
        ask.reps.as_deref() as _,
    )
    .fetch_all(&mut *db)
    .await?;
    let mut said = Said::with_capacity(rows.len());
    for r in rows {
        let day = &mut entry(days, r.rep_id, r.date, r.org_unit_id).day;
        day.distance_mm = r.distance_mm;
        day.hole_distance_mm = r.hole_distance_mm;
        day.time = TimeParts {
            time_in_market_ms: r.time_in_market_ms,
            in_store_ms: r.in_store_ms,
            travel_ms: r.travel_ms,
            idle_ms: r.idle_ms,
            break_ms: r.break_ms,
            unobserved_ms: r.unobserved_ms,
        };
        let states = r.stop_states.iter().map(|s| StopOutcome::of_word(s));
        let stops = r.stop_outlets.into_iter().zip(states).collect();
        said.insert((r.rep_id, r.date), stops);
    }
    unsynced(db, ask, &mut said).await?;
    Ok(said)
}

/// What nobody gave a reason for on a day whose data a device still held by then is not missed.
async fn unsynced(db: &mut PgConnection, ask: &Ask, said: &mut Said) -> Result<(), StoreError> {
    let rows = sqlx::query!(
        r#"
        select u.rep_id, u.date, array(
            select (s->>'outlet')::int4 from rep_day d, jsonb_array_elements(d.report->'stops') s
            where d.rep_id = u.rep_id and d.date = u.date and s->'state'->>'reason' is not null
          ) as "explained!: Vec<i32>",
          array(select s.outlet_id from day_stop s where s.rep_id = u.rep_id and s.date = u.date) as "outlets!: Vec<i32>"
        from unsynced_day u
        where u.date between $1 and $2 and u.since <= $3 and (u.until is null or u.until > $3)
          and ($4::int4[] is null or u.rep_id = any($4))
        "#,
        ask.from,
        ask.to,
        ask.known(),
        ask.reps.as_deref() as _,
    )
    .fetch_all(db)
    .await?;
    for r in rows {
        let stops = said.entry((r.rep_id, r.date)).or_default();
        for outlet in r.outlets {
            let open = matches!(
                stops.get(&outlet),
                None | Some(StopOutcome::Missed | StopOutcome::Open)
            );
            if open && !r.explained.contains(&outlet) {
                stops.insert(outlet, StopOutcome::Unsynced);
            }
        }
    }
    Ok(())
}

/// Stops of frozen plans, with what was said of them.
pub(super) async fn stops(
    db: &mut PgConnection,
    scope: &Scope,
    ask: &Ask,
    said: &Said,
    days: &mut ByDay,
) -> Result<(), StoreError> {
    let rows = sqlx::query!(
        r#"
        select p.rep_id, p.date, p.org_unit_id, s.sequence as "sequence?", s.outlet_id as "outlet_id?", s.route_id as "route_id?",
          (s.covers_rep_id is null and exists (
            select from absence a where a.id = s.absence_id and a.decided_at <= $3)) as "excused!"
        from day_plan p left join day_stop s on s.rep_id = p.rep_id and s.date = p.date and s.date between $1 and $2
        where p.date between $1 and $2 and p.frozen_at <= $3
          and ($4::int4[] is null or p.org_unit_id = any($4)) and ($5::int4 is null or p.rep_id = $5)
          and ($6::int4[] is null or p.rep_id = any($6))
        "#,
        ask.from,
        ask.to,
        ask.known(),
        scope.units() as _,
        scope.rep_id() as _,
        ask.reps.as_deref() as _,
    )
    .fetch_all(&mut *db)
    .await?;
    for r in rows {
        let day = entry(days, r.rep_id, r.date, r.org_unit_id);
        let (Some(sequence), Some(outlet), Some(route)) = (r.sequence, r.outlet_id, r.route_id)
        else {
            continue;
        };
        let said = said.get(&(r.rep_id, r.date)).and_then(|s| s.get(&outlet));
        day.stops.push(StopFact {
            outlet: OutletId(outlet),
            route: RouteId(route),
            sequence,
            unvisited: if r.excused {
                // Also for whoever sent nothing, and was never judged.
                StopOutcome::Excused
            } else {
                said.copied().unwrap_or(StopOutcome::Open)
            },
        });
    }
    for day in days.values_mut() {
        day.stops.sort_by_key(|s| (s.sequence, s.outlet));
    }
    Ok(())
}
