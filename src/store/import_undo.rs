//! Taking an import back. What it wrote is found by the instant of its commit: dated rows recorded then
//! are retired, those retired then are written again, and nothing is deleted.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;

use super::error::StoreError;

/// A committed change, to be taken back.
#[derive(Clone, Debug)]
pub struct Done {
    pub position: i32,
    pub action: String,
    pub code: String,
    pub outlet_code: Option<String>,
    pub fields: Value,
    pub subject_id: Option<i32>,
    pub outlet_id: Option<i32>,
    pub product_code: Option<String>,
    pub unit: Option<String>,
}

pub async fn done(conn: &mut PgConnection, id: i32) -> Result<Vec<Done>, StoreError> {
    Ok(sqlx::query_as!(
        Done,
        r#"
        select c.position, c.action, c.code, c.outlet_code, c.fields, c.subject_id, c.outlet_id,
          p.code as "product_code?", c.unit
        from import_change c left join product p on p.id = c.product_id
        where c.import_id = $1 order by c.position
        "#,
        id
    )
    .fetch_all(conn)
    .await?)
}

/// Keeps the version that each changed master has at the end of the commit.
pub async fn keep_versions(conn: &mut PgConnection, id: i32, kind: &str) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        update import_change c set version = case $2
            when 'outlets' then (select o.version from outlet o where o.id = c.subject_id)
            when 'reps' then (select r.version from rep r where r.id = c.subject_id)
            when 'customers' then (select x.version from customer x where x.id = c.subject_id)
            when 'products' then (select p.version from product p where p.id = c.subject_id)
            when 'prices' then (select l.version from price_list l where l.id = c.subject_id)
            when 'routes' then (select r.version from route r where r.id = c.subject_id) end
        where c.import_id = $1
        "#,
        id,
        kind,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// After a revert: what earlier imports left of the same masters is there again, under a new version.
/// A commit moves a version by one.
pub async fn hand_back(conn: &mut PgConnection, id: i32, kind: &str) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        update import_change c set version = case $2
            when 'outlets' then (select o.version from outlet o where o.id = c.subject_id)
            when 'reps' then (select r.version from rep r where r.id = c.subject_id)
            when 'customers' then (select x.version from customer x where x.id = c.subject_id)
            when 'products' then (select p.version from product p where p.id = c.subject_id)
            when 'prices' then (select l.version from price_list l where l.id = c.subject_id)
            when 'routes' then (select r.version from route r where r.id = c.subject_id) end
        from (select distinct subject_id, version from import_change where import_id = $1) back, import_batch b
        where b.id = c.import_id and b.kind = $2 and b.state = 'committed' and c.import_id <> $1
          and c.subject_id = back.subject_id and c.version = back.version - 1
        "#,
        id,
        kind,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Codes of masters that somebody has changed since the import.
pub async fn changed_since(
    conn: &mut PgConnection,
    id: i32,
    kind: &str,
) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        select distinct c.code from import_change c
        where c.import_id = $1 and c.version is distinct from case $2
            when 'outlets' then (select o.version from outlet o where o.id = c.subject_id)
            when 'reps' then (select r.version from rep r where r.id = c.subject_id)
            when 'customers' then (select x.version from customer x where x.id = c.subject_id)
            when 'products' then (select p.version from product p where p.id = c.subject_id)
            when 'prices' then (select l.version from price_list l where l.id = c.subject_id)
            when 'routes' then (select r.version from route r where r.id = c.subject_id) end
        order by c.code
        "#,
        id,
        kind,
    )
    .fetch_all(conn)
    .await?)
}

/// Codes of outlets that the import made and that something stands on by now.
pub async fn outlets_in_use(conn: &mut PgConnection, id: i32) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        select c.code from import_change c where c.import_id = $1 and c.action = 'created' and (
          exists (select from route_outlet x where x.outlet_id = c.subject_id and x.retired_at is null)
          or exists (select from visit v where v.outlet_id = c.subject_id)
          or exists (select from day_stop s where s.outlet_id = c.subject_id)
          or exists (select from sales_order s where s.outlet_id = c.subject_id))
        order by c.code
        "#,
        id
    )
    .fetch_all(conn)
    .await?)
}

/// Codes of reps that the import made and that something stands on by now.
pub async fn reps_in_use(conn: &mut PgConnection, id: i32) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        select c.code from import_change c where c.import_id = $1 and c.action = 'created' and (
          exists (select from route_rep x where x.rep_id = c.subject_id and x.retired_at is null)
          or exists (select from device_binding b where b.rep_id = c.subject_id and b.retired_at is null)
          or exists (select from rep_day d where d.rep_id = c.subject_id))
        order by c.code
        "#,
        id
    )
    .fetch_all(conn)
    .await?)
}

/// Codes of customers that the import made and that something stands on by now.
pub async fn customers_in_use(conn: &mut PgConnection, id: i32) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        select c.code from import_change c where c.import_id = $1 and c.action = 'created' and (
          exists (select from outlet o where o.customer_id = c.subject_id)
          or exists (select from credit_account a where a.customer_id = c.subject_id)
          or exists (select from price_list l where l.customer_id = c.subject_id and l.active)
          or exists (select from sales_order s where s.customer_id = c.subject_id))
        order by c.code
        "#,
        id
    )
    .fetch_all(conn)
    .await?)
}

/// Codes of products that the import made and that something stands on by now.
pub async fn products_in_use(conn: &mut PgConnection, id: i32) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        select c.code from import_change c where c.import_id = $1 and c.action = 'created' and (
          exists (select from price x where x.product_id = c.subject_id)
          or exists (select from sales_order_line s where s.product_id = c.subject_id)
          or exists (select from stock_level l where l.product_id = c.subject_id)
          or exists (select from stock_count_line l where l.product_id = c.subject_id))
        order by c.code
        "#,
        id
    )
    .fetch_all(conn)
    .await?)
}

/// Pins of these outlets as they were before.
pub async fn pins(
    conn: &mut PgConnection,
    outlets: &[i32],
    then: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update outlet_pin set retired_at = $3 where outlet_id = any($1) and recorded_at = $2 and retired_at is null",
        outlets,
        then,
        now
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        r#"
        insert into outlet_pin (outlet_id, lat_e7, lng_e7, radius_m, polygon, valid, recorded_at)
        select outlet_id, lat_e7, lng_e7, radius_m, polygon, valid, $3 from outlet_pin
        where outlet_id = any($1) and retired_at = $2 and recorded_at < $2
        "#,
        outlets,
        then,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Org units of these reps as they were before.
pub async fn rep_units(
    conn: &mut PgConnection,
    reps: &[i32],
    then: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update rep_org_unit set retired_at = $3 where rep_id = any($1) and recorded_at = $2 and retired_at is null",
        reps,
        then,
        now
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        r#"
        insert into rep_org_unit (rep_id, org_unit_id, valid, recorded_at)
        select rep_id, org_unit_id, valid, $3 from rep_org_unit
        where rep_id = any($1) and retired_at = $2 and recorded_at < $2
        "#,
        reps,
        then,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Reps and outlets of these routes as they were before.
pub async fn routes(
    conn: &mut PgConnection,
    routes: &[i32],
    then: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update route_rep set retired_at = $3 where route_id = any($1) and recorded_at = $2 and retired_at is null",
        routes,
        then,
        now
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        r#"
        insert into route_rep (route_id, rep_id, valid, recorded_at)
        select route_id, rep_id, valid, $3 from route_rep
        where route_id = any($1) and retired_at = $2 and recorded_at < $2
        "#,
        routes,
        then,
        now,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update route_outlet set retired_at = $3 where route_id = any($1) and recorded_at = $2 and retired_at is null",
        routes,
        then,
        now
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        r#"
        insert into route_outlet (route_id, outlet_id, sequence, pattern, window_from_min, window_to_min, service_min,
          valid, recorded_at)
        select route_id, outlet_id, sequence, pattern, window_from_min, window_to_min, service_min, valid, $3
        from route_outlet where route_id = any($1) and retired_at = $2 and recorded_at < $2
        "#,
        routes,
        then,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}
