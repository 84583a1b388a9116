//! Routes as read: their rep and outlets on a date. Writing is `route_put`.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Value;
use sqlx::{PgConnection, PgExecutor};

use super::{error::StoreError, page::Slice, scope::Scope};

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RouteOutlet {
    pub outlet_id: i32,
    pub outlet_code: String,
    pub outlet_name: String,
    pub sequence: i32,
    /// Canonical visit pattern.
    #[schema(value_type = Object)]
    pub pattern: Value,
    /// `["08:00", "10:00"]`
    pub window: Option<[String; 2]>,
    pub service_minutes: Option<i16>,
    pub valid_from: Option<NaiveDate>,
    /// First date on which it no longer holds.
    pub valid_to: Option<NaiveDate>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Route {
    pub id: i32,
    pub code: String,
    pub name: String,
    pub org_unit_id: i32,
    pub org_unit_code: String,
    /// Today's rep.
    pub rep_id: Option<i32>,
    pub rep_code: Option<String>,
    pub outlets: Vec<RouteOutlet>,
    pub version: i32,
}

/// Filters of the list.
#[derive(Clone, Debug, Default)]
pub struct RouteFilter {
    pub q: Option<String>,
    pub code: Option<String>,
    pub rep_id: Option<i32>,
    pub org_unit_id: Option<i32>,
}

pub async fn list(
    db: &mut PgConnection,
    scope: &Scope,
    date: NaiveDate,
    slice: Slice,
    filter: &RouteFilter,
) -> Result<Vec<Route>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select o.id, o.code, o.name, o.org_unit_id, u.code as org_unit_code, rr.rep_id as "rep_id?", r.code as "rep_code?",
          o.version
        from route o join org_unit u on u.id = o.org_unit_id
        left join route_rep rr on rr.route_id = o.id and rr.retired_at is null and rr.valid @> $3::date
        left join rep r on r.id = rr.rep_id
        where o.id > $1 and ($4::int4[] is null or o.org_unit_id = any($4)) and ($5::int4 is null or rr.rep_id = $5)
          and ($6::timestamptz is null or o.updated_at >= $6)
          and ($7::int8 is null or o.xid >= $7::int8::text::xid8)
          and ($8::text is null or strpos(folded(o.code || ' ' || o.name), folded($8)) > 0)
          and ($9::text is null or o.code = $9)
          and ($10::int4 is null or rr.rep_id = $10)
          and ($11::int4 is null or o.org_unit_id = $11)
        order by o.id limit $2
        "#,
        slice.after,
        slice.fetch(),
        date,
        scope.units() as _,
        scope.rep_id() as _,
        slice.time(),
        slice.xid(),
        filter.q,
        filter.code,
        filter.rep_id,
        filter.org_unit_id,
    )
    .fetch_all(&mut *db)
    .await?;
    let ids: Vec<i32> = rows.iter().map(|r| r.id).collect();
    let mut outlets = outlets(&mut *db, date, &ids).await?;
    Ok(rows
        .into_iter()
        .map(|r| Route {
            outlets: outlets.remove(&r.id).unwrap_or_default(),
            id: r.id,
            code: r.code,
            name: r.name,
            org_unit_id: r.org_unit_id,
            org_unit_code: r.org_unit_code,
            rep_id: r.rep_id,
            rep_code: r.rep_code,
            version: r.version,
        })
        .collect())
}

pub async fn get(
    db: &mut PgConnection,
    scope: &Scope,
    date: NaiveDate,
    id: i32,
) -> Result<Route, StoreError> {
    let slice = Slice {
        after: id.saturating_sub(1),
        limit: 0,
        since: super::page::Since::Ever,
    };
    list(db, scope, date, slice, &RouteFilter::default())
        .await?
        .into_iter()
        .next()
        .filter(|r| r.id == id)
        .ok_or(StoreError::NotFound)
}

async fn outlets(
    db: impl PgExecutor<'_>,
    date: NaiveDate,
    routes: &[i32],
) -> Result<HashMap<i32, Vec<RouteOutlet>>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select x.route_id, x.outlet_id, o.code as outlet_code, o.name as outlet_name, x.sequence, x.pattern, x.window_from_min, x.window_to_min,
          x.service_min, lower(x.valid) as valid_from, upper(x.valid) as valid_to
        from route_outlet x join outlet o on o.id = x.outlet_id
        where x.route_id = any($1) and x.retired_at is null and x.valid @> $2::date
        order by x.route_id, x.sequence, x.outlet_id
        "#,
        routes,
        date
    )
    .fetch_all(db)
    .await?;
    let mut by_route: HashMap<i32, Vec<RouteOutlet>> = HashMap::new();
    for r in rows {
        by_route.entry(r.route_id).or_default().push(RouteOutlet {
            outlet_id: r.outlet_id,
            outlet_code: r.outlet_code,
            outlet_name: r.outlet_name,
            sequence: r.sequence,
            pattern: r.pattern,
            window: window(r.window_from_min, r.window_to_min),
            service_minutes: r.service_min,
            valid_from: r.valid_from,
            valid_to: r.valid_to,
        });
    }
    Ok(by_route)
}

/// Minutes after midnight as the two times of a window.
pub fn window(from: Option<i16>, to: Option<i16>) -> Option<[String; 2]> {
    Some([clock(from?), clock(to?)])
}

fn clock(minute: i16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}
