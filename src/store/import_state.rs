//! Masters as an import or an export sees them: everything of one kind on a date, in a few statements.
//! Rows out of scope are there by their code only, which is taken.

use chrono::NaiveDate;
use serde_json::Value;
use sqlx::PgConnection;

use super::{error::StoreError, scope::Scope};

/// A code of another master that a row may name.
#[derive(Debug)]
pub struct Named {
    pub code: String,
    pub reached: bool,
}

#[derive(Debug)]
pub struct OutletState {
    pub id: i32,
    pub code: String,
    pub reached: bool,
    pub closed: bool,
    pub name: String,
    pub class: String,
    pub channel: Option<String>,
    pub address: Option<String>,
    pub customer_code: Option<String>,
    pub org_unit_code: String,
    pub lat_e7: Option<i32>,
    pub lng_e7: Option<i32>,
    pub radius_m: Option<i32>,
}

#[derive(Debug)]
pub struct RepState {
    pub id: i32,
    pub code: String,
    pub reached: bool,
    pub active: bool,
    pub name: String,
    pub phone: Option<String>,
    pub org_unit_code: Option<String>,
    pub login: Option<String>,
}

#[derive(Debug)]
pub struct RouteState {
    pub id: i32,
    pub code: String,
    pub reached: bool,
    pub name: String,
    pub rep_code: Option<String>,
}

/// An outlet on a route in force on the date or later. `from` null: from ever; `to` is the first date
/// on which it no longer holds.
#[derive(Debug)]
pub struct LegState {
    pub id: i64,
    pub route_id: i32,
    pub outlet_id: i32,
    pub outlet_code: String,
    pub sequence: i32,
    pub pattern: Value,
    pub window_from_min: Option<i16>,
    pub window_to_min: Option<i16>,
    pub service_min: Option<i16>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

pub async fn org_units(conn: &mut PgConnection, scope: &Scope) -> Result<Vec<Named>, StoreError> {
    Ok(sqlx::query_as!(
        Named,
        r#"select code, ($1::int4[] is null or id = any($1)) as "reached!" from org_unit"#,
        scope.units() as _,
    )
    .fetch_all(conn)
    .await?)
}

pub async fn customers(conn: &mut PgConnection, scope: &Scope) -> Result<Vec<Named>, StoreError> {
    Ok(sqlx::query_as!(
        Named,
        r#"select code, ($1::int4[] is null or org_unit_id = any($1)) as "reached!" from customer"#,
        scope.units() as _,
    )
    .fetch_all(conn)
    .await?)
}

pub async fn logins(conn: &mut PgConnection, scope: &Scope) -> Result<Vec<Named>, StoreError> {
    Ok(sqlx::query_as!(
        Named,
        r#"select login as code, ($1::int4[] is null or org_unit_id = any($1)) as "reached!" from app_user"#,
        scope.units() as _,
    )
    .fetch_all(conn)
    .await?)
}

pub async fn outlets(
    conn: &mut PgConnection,
    scope: &Scope,
    on: NaiveDate,
) -> Result<Vec<OutletState>, StoreError> {
    Ok(sqlx::query_as!(
        OutletState,
        r#"
        select o.id, o.code, ($1::int4[] is null or o.org_unit_id = any($1)) as "reached!",
          o.closed_at is not null as "closed!", o.name, o.class, o.channel, o.address,
          c.code as "customer_code?", u.code as org_unit_code,
          p.lat_e7 as "lat_e7?", p.lng_e7 as "lng_e7?", p.radius_m as "radius_m?"
        from outlet o join org_unit u on u.id = o.org_unit_id
        left join customer c on c.id = o.customer_id
        left join outlet_pin p on p.outlet_id = o.id and p.retired_at is null and p.valid @> $2::date
        order by o.code
        "#,
        scope.units() as _,
        on,
    )
    .fetch_all(conn)
    .await?)
}

pub async fn reps(
    conn: &mut PgConnection,
    scope: &Scope,
    on: NaiveDate,
) -> Result<Vec<RepState>, StoreError> {
    Ok(sqlx::query_as!(
        RepState,
        r#"
        select r.id, r.code, ($1::int4[] is null or coalesce(a.org_unit_id = any($1), false)) as "reached!",
          r.active, r.name, r.phone, u.code as "org_unit_code?", l.login as "login?"
        from rep r
        left join rep_org_unit a on a.rep_id = r.id and a.retired_at is null and a.valid @> $2::date
        left join org_unit u on u.id = a.org_unit_id
        left join app_user l on l.id = r.user_id
        order by r.code
        "#,
        scope.units() as _,
        on,
    )
    .fetch_all(conn)
    .await?)
}

pub async fn routes(
    conn: &mut PgConnection,
    scope: &Scope,
    on: NaiveDate,
) -> Result<Vec<RouteState>, StoreError> {
    Ok(sqlx::query_as!(
        RouteState,
        r#"
        select o.id, o.code, ($1::int4[] is null or o.org_unit_id = any($1)) as "reached!", o.name, r.code as "rep_code?"
        from route o
        left join route_rep x on x.route_id = o.id and x.retired_at is null and x.valid @> $2::date
        left join rep r on r.id = x.rep_id
        order by o.code
        "#,
        scope.units() as _,
        on,
    )
    .fetch_all(conn)
    .await?)
}

/// Of every route in scope, by route, order and date.
pub async fn legs(
    conn: &mut PgConnection,
    scope: &Scope,
    on: NaiveDate,
) -> Result<Vec<LegState>, StoreError> {
    Ok(sqlx::query_as!(
        LegState,
        r#"
        select x.id, x.route_id, x.outlet_id, p.code as outlet_code, x.sequence, x.pattern, x.window_from_min,
          x.window_to_min, x.service_min, lower(x.valid) as "from", upper(x.valid) as "to"
        from route_outlet x join route o on o.id = x.route_id join outlet p on p.id = x.outlet_id
        where x.retired_at is null and x.valid && daterange($2::date, null)
          and ($1::int4[] is null or o.org_unit_id = any($1))
        order by o.code, x.sequence, p.code, x.valid
        "#,
        scope.units() as _,
        on,
    )
    .fetch_all(conn)
    .await?)
}

/// The unit that new routes and new units of a scope go under: its topmost.
pub async fn top_unit(conn: &mut PgConnection, scope: &Scope) -> Result<String, StoreError> {
    sqlx::query_scalar!(
        r#"
        select u.code from org_unit u
        where ($1::int4[] is null or u.id = any($1))
          and (u.parent_id is null or $1::int4[] is not null and not u.parent_id = any($1))
        order by u.id limit 1
        "#,
        scope.units() as _,
    )
    .fetch_optional(conn)
    .await?
    .ok_or(StoreError::NotFound)
}
