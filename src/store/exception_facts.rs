//! What the exceptions of the field are judged from: reps now, visits that may be one, the last stops of
//! outlets. Each is one statement over everybody, each with a limit; the rules are the domain's.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use fieldbeat_domain::{
    exception::{Miss, RepNow, Sign},
    kpi::StopOutcome,
    time::At,
    verdict::Overall,
    visit::Visit,
};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::error::StoreError;

/// The company day looked at: its date and `[start, end)`.
#[derive(Clone, Copy, Debug)]
pub struct Today {
    pub date: NaiveDate,
    pub start: DateTime<Utc>,
    pub end: DateTime<Utc>,
}

/// A rep with its unit of today.
#[derive(Clone, Copy, Debug)]
pub struct RepFacts {
    pub rep_id: i32,
    pub org_unit_id: i32,
    pub now: RepNow,
    /// Of the newest fix of today.
    pub lat_e7: Option<i32>,
    pub lng_e7: Option<i32>,
}

/// How long a battery's reading says anything.
const BATTERY_HOLDS: TimeDelta = TimeDelta::minutes(30);

/// Every active rep. What counts as a call is what counts in plan compliance.
pub async fn reps(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    today: Today,
) -> Result<Vec<RepFacts>, StoreError> {
    let rows = sqlx::query!(
        r#"
        with called as (
          select distinct v.rep_id, v.outlet_id from visit v
          cross join lateral (select (select x.decision from visit_decision x where x.visit_id = v.id) as word) d
          where v.date = $1 and v.state <> 'cancelled' and v.visit_type <> 'phone' and coalesce(d.word, v.overall) <> 'invalid'
            and (v.source = 'declared' or d.word = 'valid' or not exists (
              select from device_binding b join device e on e.id = b.device_id and e.can_declare
              where b.rep_id = v.rep_id and b.retired_at is null))
        ), plan as (
          select s.rep_id, count(*) as due, count(c.outlet_id) as called
          from day_stop s left join called c on c.rep_id = s.rep_id and c.outlet_id = s.outlet_id
          where s.date = $1 and (s.absence_id is null or s.covers_rep_id is not null)
          group by s.rep_id
        ), work as (
          select s.rep_id, max(s.started_at) filter (where s.ended_at is null) as running
          from work_session s where s.started_at >= $2 and s.started_at < $3 group by s.rep_id
        ), pause as (
          select b.rep_id from work_break b where b.started_at >= $2 and b.ended_at is null group by b.rep_id
        ), visits as (
          select v.rep_id, bool_or(v.state = 'open') as is_open from visit v where v.date = $1 group by v.rep_id
        )
        select r.id as rep_id, a.org_unit_id, coalesce(p.due, 0) as "due!", coalesce(p.called, 0) as "called!",
          exists (select from absence x where x.rep_id = r.id and x.state = 'approved' and $1 between x.from_date and x.to_date) as "absent!",
          (w.rep_id is not null or f.at is not null or v.rep_id is not null) as "started!",
          w.running as "running?", pause.rep_id is not null as "on_break!", coalesce(v.is_open, false) as "in_visit!",
          dev.seen as "seen?", dev.backlog as "backlog?", coalesce(dev.gps_off, false) as "gps_off!", dev.battery_at as "battery_at?",
          dev.battery_pct as "battery_pct?", coalesce(dev.charging, false) as "charging!", f.battery_pct as "fix_battery_pct?", f.at as "fix_at?", f.lat_e7 as "lat_e7?", f.lng_e7 as "lng_e7?"
        from rep r
        join rep_org_unit a on a.rep_id = r.id and a.retired_at is null and a.valid @> $1::date
        left join plan p on p.rep_id = r.id
        left join work w on w.rep_id = r.id
        left join pause on pause.rep_id = r.id
        left join visits v on v.rep_id = r.id
        left join lateral (
          -- The phone heard last speaks for the rep.
          select greatest(e.last_seen_at, h.at) as seen, h.battery_at, h.battery_pct, h.charging,
            case when e.last_seen_at > h.at then e.backlog else coalesce(h.backlog, e.backlog) end as backlog,
            (h.location = 'denied' or not h.location_service) as gps_off
          from device_binding b join device e on e.id = b.device_id and e.revoked_at is null
          left join device_health h on h.device_id = e.id
          where b.rep_id = r.id and b.retired_at is null and b.valid @> $4::timestamptz
          order by greatest(e.last_seen_at, h.at) desc nulls last, e.id limit 1
        ) dev on true
        left join lateral (
          select last.* from device_binding b, lateral (
            select x.at, x.lat_e7, x.lng_e7, x.battery_pct from fix x
            where x.device_id = b.device_id and x.rep_id = r.id and x.at >= $2 and x.at < $3
            order by x.at desc limit 1
          ) last
          where b.rep_id = r.id and b.retired_at is null and b.valid @> $4::timestamptz
          order by last.at desc limit 1
        ) f on true
        where r.active
        "#,
        today.date,
        today.start,
        today.end,
        today.end - TimeDelta::milliseconds(1),
    )
    .fetch_all(tx)
    .await?;
    let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    // Of the phone's own word and the newest fix the newer one.
    let battery = |own: Option<(DateTime<Utc>, i16)>, fix: Option<(DateTime<Utc>, i16)>| {
        let newest = own.max(fix).filter(|(at, _)| now - *at <= BATTERY_HOLDS)?;
        u8::try_from(newest.1).ok()
    };
    Ok(rows
        .into_iter()
        .map(|r| RepFacts {
            rep_id: r.rep_id,
            org_unit_id: r.org_unit_id,
            now: RepNow {
                due: count(r.due),
                called: count(r.called),
                absent: r.absent,
                started: r.started,
                session_since: r.running.map(At::from),
                on_break: r.on_break,
                in_visit: r.in_visit,
                contact_at: r.seen.map(At::from),
                fix_at: r.fix_at.map(At::from),
                gps_off: r.gps_off,
                gps_off_since: None,
                battery_pct: battery(
                    r.battery_at.zip(r.battery_pct),
                    r.fix_at.zip(r.fix_battery_pct),
                )
                .filter(|_| !r.charging),
                backlog: count(r.backlog.unwrap_or(0).into()),
                backlog_since: None,
                idle_since: None,
                nearest_own_m: None,
            },
            lat_e7: r.lat_e7,
            lng_e7: r.lng_e7,
        })
        .collect())
}

/// A rep's sign.
pub type SignKey = (i32, Sign);

/// The signs that showed at the last look, since when.
pub async fn signs(tx: &mut PgConnection) -> Result<HashMap<SignKey, At>, StoreError> {
    let rows = sqlx::query!("select rep_id, sign, since from rep_sign")
        .fetch_all(tx)
        .await?;
    let sign = |word: &str| Sign::ALL.into_iter().find(|s| s.as_str() == word);
    Ok(rows
        .into_iter()
        .filter_map(|r| Some(((r.rep_id, sign(&r.sign)?), r.since.into())))
        .collect())
}

/// Keeps which signs show from now on, and which no longer do.
pub async fn keep_signs(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    fresh: &[SignKey],
    gone: &[SignKey],
) -> Result<(), StoreError> {
    let columns = |keys: &[SignKey]| -> (Vec<i32>, Vec<String>) {
        keys.iter()
            .map(|(rep, sign)| (*rep, sign.as_str().to_owned()))
            .unzip()
    };
    if !gone.is_empty() {
        let (reps, words) = columns(gone);
        sqlx::query!(
            "delete from rep_sign s using unnest($1::int4[], $2::text[]) as t(rep_id, sign) where s.rep_id = t.rep_id and s.sign = t.sign",
            &reps,
            &words
        )
        .execute(&mut *tx)
        .await?;
    }
    if !fresh.is_empty() {
        let (reps, words) = columns(fresh);
        sqlx::query!(
            "insert into rep_sign (rep_id, sign, since) select t.rep_id, t.sign, $3 from unnest($1::int4[], $2::text[]) as t(rep_id, sign)
             on conflict do nothing",
            &reps,
            &words,
            now
        )
        .execute(tx)
        .await?;
    }
    Ok(())
}

/// Metres from each rep's position to the nearest outlet of the own routes and of today's plan. A plane is
/// close enough for a bound of kilometres.
pub async fn nearest_own(
    tx: &mut PgConnection,
    date: NaiveDate,
    reps: &[RepFacts],
) -> Result<HashMap<i32, i64>, StoreError> {
    let placed: Vec<(i32, i32, i32)> = reps
        .iter()
        .filter_map(|r| Some((r.rep_id, r.lat_e7?, r.lng_e7?)))
        .collect();
    let ids: Vec<i32> = placed.iter().map(|p| p.0).collect();
    let lat: Vec<i32> = placed.iter().map(|p| p.1).collect();
    let lng: Vec<i32> = placed.iter().map(|p| p.2).collect();
    let rows = sqlx::query!(
        r#"
        with at as (select * from unnest($1::int4[], $2::int4[], $3::int4[]) as t(rep_id, lat, lng)),
        own as (
          select rr.rep_id, ro.outlet_id from route_rep rr
          join route_outlet ro on ro.route_id = rr.route_id and ro.retired_at is null and ro.valid @> $4::date
          where rr.retired_at is null and rr.valid @> $4::date and rr.rep_id = any($1)
          union select s.rep_id, s.outlet_id from day_stop s where s.date = $4 and s.rep_id = any($1)
        )
        select at.rep_id as "rep_id!", min(
          power(p.lat_e7::float8 - at.lat, 2) + power(
            least(abs(p.lng_e7::float8 - at.lng), 3.6e9 - abs(p.lng_e7::float8 - at.lng)) * cos(radians(at.lat / 1e7)), 2)
        ) as "square!"
        from at join own on own.rep_id = at.rep_id
        join outlet_pin p on p.outlet_id = own.outlet_id and p.retired_at is null and p.valid @> $4::date and p.lat_e7 is not null
        group by at.rep_id
        "#,
        &ids,
        &lat,
        &lng,
        date,
    )
    .fetch_all(tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| (r.rep_id, metres(r.square)))
        .collect())
}

/// Of a square of 1e-7 degrees of a great circle.
#[expect(
    clippy::cast_possible_truncation,
    reason = "at most half the way round the earth"
)]
fn metres(square: f64) -> i64 {
    const M_PER_E7: f64 = 0.011_131_949;
    (square.sqrt() * M_PER_E7) as i64
}

/// Visits looked at in one round.
const VISITS_MAX: i64 = 50_000;

/// A visit that may be an exception.
pub struct VisitFacts {
    pub id: Uuid,
    pub rep_id: i32,
    pub org_unit_id: i32,
    pub date: NaiveDate,
    pub outlet_id: Option<i32>,
    pub outlet_class: Option<String>,
    pub visit: Visit,
    /// A person's latest.
    pub decision: Option<Overall>,
}

/// Visits from a date on with anything to look at, the newest first; whether these are all.
pub async fn visits(
    tx: &mut PgConnection,
    from: NaiveDate,
) -> Result<(Vec<VisitFacts>, bool), StoreError> {
    let rows = sqlx::query!(
        r#"
        select v.id, v.rep_id, v.org_unit_id, v.date, v.outlet_id, o.class as "class?", v.visit as "visit: Json<Visit>",
          d.decision as "decision?"
        from visit v left join outlet o on o.id = v.outlet_id
        left join lateral (select x.decision from visit_decision x where x.visit_id = v.id) d on true
        where v.date >= $1 and (v.plan = 'off_route' or v.visit->'verdict'->>'place' = 'outside'
          or v.visit->'verdict'->>'place_check_in' = 'outside' or v.visit->'verdict'->>'dwell' = 'short'
          or v.visit->'verdict'->>'integrity' <> 'clean')
        order by v.date desc, v.id limit $2
        "#,
        from,
        VISITS_MAX,
    )
    .fetch_all(tx)
    .await?;
    let whole = i64::try_from(rows.len()).unwrap_or(i64::MAX) < VISITS_MAX;
    let decided = |word: &str| match word {
        "valid" => Some(Overall::Valid),
        "invalid" => Some(Overall::Invalid),
        _ => None,
    };
    let visits = rows.into_iter().map(|r| VisitFacts {
        id: r.id,
        rep_id: r.rep_id,
        org_unit_id: r.org_unit_id,
        date: r.date,
        outlet_id: r.outlet_id,
        outlet_class: r.class,
        visit: r.visit.0,
        decision: r.decision.as_deref().and_then(decided),
    });
    Ok((visits.collect(), whole))
}

/// Outlets whose misses are looked at in one round.
const OUTLETS_MAX: i64 = 20_000;
/// Stops of an outlet looked at; a threshold is never above it.
const STOPS_MAX: i64 = 10;

/// The newest stop of an outlet, and what became of it and those before.
pub struct OutletFacts {
    pub outlet_id: i32,
    pub rep_id: i32,
    pub org_unit_id: i32,
    pub date: NaiveDate,
    pub newest_first: Vec<Miss>,
}

/// Outlets with a stop of the last five weeks since which nobody called; whether these are all.
pub async fn outlets(
    tx: &mut PgConnection,
    today: NaiveDate,
) -> Result<(Vec<OutletFacts>, bool), StoreError> {
    let rows = sqlx::query!(
        r#"
        with uncalled as (
          select s.outlet_id, max(s.date) as date from day_stop s
          where s.date >= $1::date - 35 and s.date < $1 and (s.absence_id is null or s.covers_rep_id is not null)
          group by s.outlet_id
        ), asked as (
          select u.outlet_id from uncalled u
          where not exists (
            select from visit v where v.outlet_id = u.outlet_id and v.date >= u.date and v.state <> 'cancelled'
              and coalesce((select d.decision from visit_decision d where d.visit_id = v.id), v.overall) <> 'invalid')
          order by u.outlet_id limit $2
        )
        select a.outlet_id, h.rep_id as "rep_id!", h.date as "date!", h.org_unit_id as "org_unit_id!", h.called as "called!",
          h.state as "state?"
        from asked a cross join lateral (
          -- An outlet on two plans of a day is missed once.
          select distinct on (s.date) s.rep_id, s.date, p.org_unit_id,
            exists (select from visit v where v.outlet_id = s.outlet_id and v.date = s.date and v.state <> 'cancelled'
              and coalesce((select d.decision from visit_decision d where d.visit_id = v.id), v.overall) <> 'invalid') as called,
            (select f.stop_states[array_position(f.stop_outlets, s.outlet_id)] from rep_day_figure f
              where f.rep_id = s.rep_id and f.date = s.date order by f.recorded_at desc limit 1) as state
          from day_stop s join day_plan p on p.rep_id = s.rep_id and p.date = s.date
          where s.outlet_id = a.outlet_id and s.date < $1 and (s.absence_id is null or s.covers_rep_id is not null)
          order by s.date desc, s.rep_id limit $3
        ) h
        order by a.outlet_id, h.date desc
        "#,
        today,
        OUTLETS_MAX,
        STOPS_MAX,
    )
    .fetch_all(tx)
    .await?;
    let mut outlets: Vec<OutletFacts> = Vec::new();
    for r in rows {
        let miss = if r.called {
            Miss::Called
        } else {
            let said = r.state.as_deref().map(StopOutcome::of_word);
            Miss::of(said.unwrap_or(StopOutcome::Open))
        };
        match outlets.last_mut() {
            Some(last) if last.outlet_id == r.outlet_id => last.newest_first.push(miss),
            _ => outlets.push(OutletFacts {
                outlet_id: r.outlet_id,
                rep_id: r.rep_id,
                org_unit_id: r.org_unit_id,
                date: r.date,
                newest_first: vec![miss],
            }),
        }
    }
    let whole = i64::try_from(outlets.len()).unwrap_or(i64::MAX) < OUTLETS_MAX;
    Ok((outlets, whole))
}
