//! Outlets of routes as an import writes them: dated pieces that end, dated pieces that begin.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use sqlx::PgConnection;

use super::error::StoreError;

/// Pieces to add, side by side for `UNNEST`.
#[derive(Debug, Default)]
pub struct LegPieces {
    pub route: Vec<i32>,
    pub outlet: Vec<i32>,
    pub sequence: Vec<i32>,
    pub pattern: Vec<Value>,
    pub window_from: Vec<Option<i16>>,
    pub window_to: Vec<Option<i16>>,
    pub service: Vec<Option<i16>>,
    pub from: Vec<Option<NaiveDate>>,
    pub to: Vec<Option<NaiveDate>>,
}

/// Retires rows by id; their content stays, as known until now.
pub async fn retire(
    conn: &mut PgConnection,
    at: DateTime<Utc>,
    ids: &[i64],
) -> Result<(), StoreError> {
    sqlx::query!(
        "update route_outlet set retired_at = $2 where id = any($1)",
        ids,
        at
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub async fn add(
    conn: &mut PgConnection,
    at: DateTime<Utc>,
    legs: &LegPieces,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        insert into route_outlet (route_id, outlet_id, sequence, pattern, window_from_min, window_to_min, service_min,
          valid, recorded_at)
        select route_id, outlet_id, sequence, pattern, window_from, window_to, service, daterange(from_date, to_date), $10
        from unnest($1::int4[], $2::int4[], $3::int4[], $4::jsonb[], $5::int2[], $6::int2[], $7::int2[], $8::date[], $9::date[])
          as t(route_id, outlet_id, sequence, pattern, window_from, window_to, service, from_date, to_date)
        "#,
        &legs.route,
        &legs.outlet,
        &legs.sequence,
        &legs.pattern,
        &legs.window_from as &[Option<i16>],
        &legs.window_to as &[Option<i16>],
        &legs.service as &[Option<i16>],
        &legs.from as &[Option<NaiveDate>],
        &legs.to as &[Option<NaiveDate>],
        at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A route whose outlets moved is a changed route.
pub async fn touch_routes(
    conn: &mut PgConnection,
    at: DateTime<Utc>,
    routes: &[i32],
) -> Result<(), StoreError> {
    sqlx::query!(
        "update route set version = version + 1, updated_at = $2 where id = any($1) and updated_at <> $2",
        routes,
        at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Ties reps to logins, or loosens them where the login is null.
pub async fn tie_logins(
    conn: &mut PgConnection,
    at: DateTime<Utc>,
    reps: &[i32],
    logins: &[Option<String>],
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        update rep r set user_id = (select u.id from app_user u where lower(u.login) = lower(t.login)),
          version = r.version + case when r.updated_at = $3 then 0 else 1 end, updated_at = $3
        from unnest($1::int4[], $2::text[]) as t(rep_id, login) where r.id = t.rep_id
        "#,
        reps,
        logins as &[Option<String>],
        at,
    )
    .execute(conn)
    .await?;
    Ok(())
}
