//! Writing routes: the row, its dated rep and its dated outlets, any number at a time.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate, Weekday};
use fieldbeat_domain::pattern::{Calendar, PatternError, VisitPattern, WeekBase};
use serde::Deserialize;
use serde_json::Value;
use sqlx::PgConnection;

use super::{
    error::StoreError,
    known::{Known, Reference, Wanted},
    org_unit, outlet, rep,
    scope::Scope,
    upsert::{Fault, Mode, Now, RowResult, RowStatus, check_code, check_text, repeated_codes},
};

/// More outlets than one route can hold.
pub const OUTLETS_MAX: usize = 2_000;

/// An outlet on the route.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct RouteOutletPut {
    pub outlet_id: Option<i32>,
    pub outlet_code: Option<String>,
    /// By position where absent.
    pub sequence: Option<i32>,
    /// A canonical pattern, or a planner's code: `F4`, `2.1`, `F1` …
    #[schema(value_type = Object)]
    pub pattern: Value,
    /// With a code: `["mon", "thu"]`, or Vietnamese numbers, Monday 2. `F24` without any is Monday to
    /// Saturday.
    pub weekdays: Option<Vec<String>>,
    /// `["08:00", "10:00"]`
    pub window: Option<[String; 2]>,
    pub service_minutes: Option<i16>,
}

/// A partial row; absent fields keep their value. `outlets` replaces the list from `valid_from` on.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
pub struct RoutePut {
    #[serde(default)]
    pub code: String,
    pub name: Option<String>,
    pub org_unit_id: Option<i32>,
    pub org_unit_code: Option<String>,
    pub rep_id: Option<i32>,
    pub rep_code: Option<String>,
    pub outlets: Option<Vec<RouteOutletPut>>,
    /// First date of the change; today by default.
    pub valid_from: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq)]
struct Leg {
    outlet_id: i32,
    sequence: i32,
    pattern: Value,
    window: Option<(i16, i16)>,
    service_min: Option<i16>,
}

struct Old {
    id: i32,
    code: String,
    name: String,
    org_unit_id: i32,
    rep_id: Option<i32>,
    reached: bool,
}

struct Named {
    units: Known,
    reps: Known,
    outlets: Known,
}

/// Creates or changes any number of routes by code.
pub async fn upsert(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    mode: Mode,
    rows: &[RoutePut],
) -> Result<Vec<RowResult>, StoreError> {
    let named = references(tx, scope, now, rows).await?;
    let old = load(tx, scope, now.today, rows).await?;
    let repeated = repeated_codes(rows.iter().map(|r| r.code.as_str()));
    let mut results = Vec::with_capacity(rows.len());
    let mut columns = Columns::default();
    let mut rep_moves = Moves::default();
    let mut legs: Vec<(usize, NaiveDate, Vec<Leg>)> = Vec::new();
    for (index, (row, repeated)) in rows.iter().zip(repeated).enumerate() {
        let was = old.get(&row.code);
        let unit = named
            .units
            .find(row.org_unit_id, row.org_unit_code.as_deref());
        let rep = named.reps.find(row.rep_id, row.rep_code.as_deref());
        let from = row.valid_from.unwrap_or(now.today);
        let mut faults = Vec::new();
        if repeated {
            faults.push(Fault::new("/code", "repeated"));
        }
        check(row, was, mode, (unit, rep), &mut faults);
        let wanted = row
            .outlets
            .as_ref()
            .map(|o| read_legs(o, &named.outlets, &mut faults));
        if !faults.is_empty() {
            results.push(RowResult::refused(index, &row.code, faults));
            continue;
        }
        let name = row
            .name
            .clone()
            .or_else(|| was.map(|w| w.name.clone()))
            .unwrap_or_default();
        let unit = unit
            .id()
            .or_else(|| was.map(|w| w.org_unit_id))
            .unwrap_or_default();
        if let Some(rep) = rep.id().filter(|r| Some(*r) != was.and_then(|w| w.rep_id)) {
            rep_moves.push(index, rep, from);
        }
        legs.extend(wanted.map(|w| (index, from, w)));
        let same = was.is_some_and(|w| w.name == name && w.org_unit_id == unit);
        if !same {
            columns.push(&row.code, name, unit);
        }
        results.push(match was {
            None => RowResult::done(index, &row.code, RowStatus::Created, 0),
            Some(w) if same => RowResult::done(index, &row.code, RowStatus::Unchanged, w.id),
            Some(w) => RowResult::done(index, &row.code, RowStatus::Updated, w.id),
        });
    }
    write(tx, now, &columns, &mut results).await?;
    let mut moved = assign_reps(tx, now, &rep_moves, &results).await?;
    moved.extend(assign_outlets(tx, now, &legs, &results).await?);
    touch(tx, now, &moved, &mut results).await?;
    Ok(results)
}

async fn references(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    rows: &[RoutePut],
) -> Result<Named, StoreError> {
    let (mut units, mut reps, mut outlets) =
        (Wanted::default(), Wanted::default(), Wanted::default());
    for row in rows {
        units.add(row.org_unit_id, row.org_unit_code.as_deref());
        reps.add(row.rep_id, row.rep_code.as_deref());
        for leg in row.outlets.iter().flatten() {
            outlets.add(leg.outlet_id, leg.outlet_code.as_deref());
        }
    }
    Ok(Named {
        units: org_unit::known(&mut *tx, scope, &units).await?,
        reps: rep::known(&mut *tx, scope, now.today, &reps).await?,
        outlets: outlet::known(&mut *tx, scope, &outlets).await?,
    })
}

fn check(
    row: &RoutePut,
    was: Option<&Old>,
    mode: Mode,
    named: (Reference, Reference),
    faults: &mut Vec<Fault>,
) {
    check_code(&row.code, faults);
    check_text("/name", row.name.as_deref(), was.is_none(), faults);
    if named.0 == Reference::Unknown {
        faults.push(Fault::new("/org_unit_code", "unknown"));
    }
    if named.1 == Reference::Unknown {
        faults.push(Fault::new("/rep_code", "unknown"));
    }
    match was {
        None if named.0 == Reference::Absent => {
            faults.push(Fault::new("/org_unit_code", "required"));
        }
        Some(was) if mode == Mode::Create || !was.reached => {
            faults.push(Fault::new("/code", "code_taken"));
        }
        None | Some(_) => {}
    }
}

fn read_legs(puts: &[RouteOutletPut], outlets: &Known, faults: &mut Vec<Fault>) -> Vec<Leg> {
    if puts.len() > OUTLETS_MAX {
        faults.push(Fault::new("/outlets", "too_many"));
        return Vec::new();
    }
    let mut legs: Vec<Leg> = Vec::with_capacity(puts.len());
    let mut seen = std::collections::HashSet::new();
    for (i, put) in puts.iter().enumerate() {
        let mut fault = |name: &str, code: &'static str| {
            faults.push(Fault::new(format!("/outlets/{i}/{name}"), code));
        };
        let outlet = outlets.find(put.outlet_id, put.outlet_code.as_deref());
        let Some(outlet_id) = outlet.id() else {
            fault(
                "outlet_code",
                if outlet == Reference::Absent {
                    "required"
                } else {
                    "unknown"
                },
            );
            continue;
        };
        if !seen.insert(outlet_id) {
            fault("outlet_code", "repeated");
            continue;
        }
        let pattern = match read_pattern(&put.pattern, put.weekdays.as_deref(), outlet_id) {
            Ok(pattern) => pattern,
            Err(code) => {
                fault("pattern", code);
                continue;
            }
        };
        let window = match put.window.as_ref().map(read_window) {
            None => None,
            Some(Some(window)) => Some(window),
            Some(None) => {
                fault("window", "invalid");
                continue;
            }
        };
        if put
            .service_minutes
            .is_some_and(|m| !(0..=1440).contains(&m))
        {
            fault("service_minutes", "out_of_range");
        }
        legs.push(Leg {
            outlet_id,
            sequence: put
                .sequence
                .unwrap_or_else(|| i32::try_from(i + 1).unwrap_or(i32::MAX)),
            pattern,
            window,
            service_min: put.service_minutes,
        });
    }
    legs
}

/// A pattern object as it is, or a planner's code with weekdays; answers the canonical form. `slot`
/// spreads the codes that name no week, and stays with the outlet.
fn read_pattern(
    value: &Value,
    weekdays: Option<&[String]>,
    slot: i32,
) -> Result<Value, &'static str> {
    let days = weekdays
        .unwrap_or_default()
        .iter()
        .map(|n| weekday(n))
        .collect::<Option<Vec<u8>>>()
        .ok_or("unknown_weekday")?;
    let pattern = match value {
        Value::String(code) => {
            let base = WeekBase::Cycle(anchor());
            let slot = u32::try_from(slot).unwrap_or(0);
            let read = VisitPattern::from_code(code, &days, base, slot).map_err(|e| match e {
                PatternError::UnknownCode => "unknown_pattern",
                PatternError::AnchorNotMonday => "anchor_not_monday",
                PatternError::TooFewWeekdays => "too_few_weekdays",
            })?;
            // Without weekdays a weekly code would be due every day.
            if read.weekdays.is_empty() {
                return Err("too_few_weekdays");
            }
            read
        }
        object => {
            let read = VisitPattern::deserialize(object).map_err(|_| "invalid_pattern")?;
            if matches!(&read.calendar, Calendar::Cycle { anchor, .. } if anchor.weekday() != Weekday::Mon)
            {
                return Err("anchor_not_monday");
            }
            read
        }
    };
    serde_json::to_value(pattern).map_err(|_| "invalid_pattern")
}

/// The Monday that cycles count from where a code names none.
fn anchor() -> NaiveDate {
    NaiveDate::from_isoywd_opt(2024, 1, Weekday::Mon).unwrap_or_default()
}

/// `mon`, or Vietnamese weekday numbers where Monday is 2.
fn weekday(name: &str) -> Option<u8> {
    Some(match name.trim().to_ascii_lowercase().as_str() {
        "mon" | "2" => 1,
        "tue" | "3" => 2,
        "wed" | "4" => 3,
        "thu" | "5" => 4,
        "fri" | "6" => 5,
        "sat" | "7" => 6,
        "sun" | "8" | "cn" => 7,
        _ => return None,
    })
}

fn read_window(window: &[String; 2]) -> Option<(i16, i16)> {
    let (from, to) = (minute(&window[0])?, minute(&window[1])?);
    (from < to).then_some((from, to))
}

/// `HH:MM` as minutes after midnight; 24:00 is the end of the day.
pub fn minute(text: &str) -> Option<i16> {
    let (h, m) = text.split_once(':')?;
    if h.len() != 2 || m.len() != 2 {
        return None;
    }
    let (h, m): (i16, i16) = (h.parse().ok()?, m.parse().ok()?);
    ((0..24).contains(&h) && (0..60).contains(&m) || (h, m) == (24, 0)).then_some(h * 60 + m)
}

async fn load(
    tx: &mut PgConnection,
    scope: &Scope,
    today: NaiveDate,
    rows: &[RoutePut],
) -> Result<HashMap<String, Old>, StoreError> {
    let codes: Vec<String> = rows
        .iter()
        .filter(|r| !r.code.contains('\0'))
        .map(|r| r.code.clone())
        .collect();
    let old = sqlx::query_as!(
        Old,
        r#"
        select o.id, o.code, o.name, o.org_unit_id, x.rep_id as "rep_id?",
          ($3::int4[] is null or o.org_unit_id = any($3)) as "reached!"
        from route o left join route_rep x on x.route_id = o.id and x.retired_at is null and x.valid @> $2::date
        where o.code = any($1) order by o.id for update of o
        "#,
        &codes,
        today,
        scope.units() as _,
    )
    .fetch_all(&mut *tx)
    .await?;
    Ok(old.into_iter().map(|o| (o.code.clone(), o)).collect())
}

#[derive(Default)]
struct Columns {
    code: Vec<String>,
    name: Vec<String>,
    unit: Vec<i32>,
}

impl Columns {
    fn push(&mut self, code: &str, name: String, unit: i32) {
        self.code.push(code.to_owned());
        self.name.push(name);
        self.unit.push(unit);
    }
}

async fn write(
    tx: &mut PgConnection,
    now: Now,
    c: &Columns,
    results: &mut [RowResult],
) -> Result<(), StoreError> {
    if c.code.is_empty() {
        return Ok(());
    }
    let made = sqlx::query!(
        r#"
        insert into route (code, name, org_unit_id, updated_at)
        select code, name, unit, $4 from unnest($1::text[], $2::text[], $3::int4[]) as t(code, name, unit)
        on conflict (code) do update set name = excluded.name, org_unit_id = excluded.org_unit_id,
          version = route.version + 1, updated_at = excluded.updated_at
        returning id, code
        "#,
        &c.code,
        &c.name,
        &c.unit,
        now.at,
    )
    .fetch_all(&mut *tx)
    .await?;
    let ids: HashMap<String, i32> = made.into_iter().map(|m| (m.code, m.id)).collect();
    for result in results.iter_mut() {
        if let Some(&id) = ids.get(&result.code)
            && result.status != RowStatus::Error
        {
            result.id = Some(id);
        }
    }
    Ok(())
}

#[derive(Default)]
struct Moves {
    index: Vec<usize>,
    rep: Vec<i32>,
    from: Vec<NaiveDate>,
}

impl Moves {
    fn push(&mut self, index: usize, rep: i32, from: NaiveDate) {
        self.index.push(index);
        self.rep.push(rep);
        self.from.push(from);
    }
}

async fn assign_reps(
    tx: &mut PgConnection,
    now: Now,
    moves: &Moves,
    results: &[RowResult],
) -> Result<Vec<i32>, StoreError> {
    let routes: Vec<i32> = moves
        .index
        .iter()
        .map(|&i| results.get(i).and_then(|r| r.id).unwrap_or_default())
        .collect();
    if routes.is_empty() {
        return Ok(routes);
    }
    let retired = sqlx::query_scalar!(
        r#"
        update route_rep x set retired_at = $3 from unnest($1::int4[], $2::date[]) as t(route_id, from_date)
        where x.route_id = t.route_id and x.retired_at is null and x.valid && daterange(t.from_date, null)
        returning x.id
        "#,
        &routes,
        &moves.from,
        now.at,
    )
    .fetch_all(&mut *tx)
    .await?;
    sqlx::query!(
        r#"
        insert into route_rep (route_id, rep_id, valid, recorded_at)
        select x.route_id, x.rep_id, x.valid * daterange(null, t.from_date), $4
        from route_rep x join unnest($2::int4[], $3::date[]) as t(route_id, from_date) on t.route_id = x.route_id
        where x.id = any($1) and not isempty(x.valid * daterange(null, t.from_date))
        "#,
        &retired,
        &routes,
        &moves.from,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        r#"
        insert into route_rep (route_id, rep_id, valid, recorded_at)
        select route_id, rep_id, daterange(from_date, null), $4
        from unnest($1::int4[], $2::int4[], $3::date[]) as t(route_id, rep_id, from_date)
        "#,
        &routes,
        &moves.rep,
        &moves.from,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    Ok(routes)
}

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

async fn assign_outlets(
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

async fn end_legs(
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

/// A route whose assignments moved is a changed route.
async fn touch(
    tx: &mut PgConnection,
    now: Now,
    moved: &[i32],
    results: &mut [RowResult],
) -> Result<(), StoreError> {
    let mut unchanged = Vec::new();
    for result in results.iter_mut() {
        if let Some(id) = result.id
            && result.status == RowStatus::Unchanged
            && moved.contains(&id)
        {
            result.status = RowStatus::Updated;
            unchanged.push(id);
        }
    }
    if !unchanged.is_empty() {
        sqlx::query!(
            "update route set version = version + 1, updated_at = $2 where id = any($1)",
            &unchanged,
            now.at
        )
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}
