//! Writing routes: the row and its dated rep, any number at a time. The outlets are `route_leg`'s.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::Deserialize;
use sqlx::PgConnection;

use super::{
    error::StoreError,
    known::{Known, Reference, Wanted},
    org_unit, outlet, rep,
    route_leg::{Leg, RouteOutletPut, read_legs},
    route_leg_put::assign_outlets,
    scope::Scope,
    upsert::{Fault, Mode, Now, RowResult, RowStatus, check_code, check_text, repeated_codes},
};

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
