//! Closing an outlet from a day on, and opening it again: what that does to routes and frozen plans.
//! Who decided, and why, is `outlet_closure`'s and `outlet_pair`'s.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use sqlx::PgConnection;

use super::{
    error::StoreError, import_leg::touch_routes, plan_change, route_leg_put::end_legs,
    scope::Scope, upsert::Now,
};

/// An outlet being closed.
pub(super) struct Closing<'a> {
    pub outlet: i32,
    /// First day on which it is closed.
    pub from: NaiveDate,
    pub reason: &'a str,
    /// Where it was merged into another.
    pub into: Option<i32>,
}

/// Its routes end before that day and its history stays. Stops of frozen plans from that day on that
/// nobody has visited leave by a logged deviation.
pub(super) async fn close(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    closing: &Closing<'_>,
) -> Result<(), StoreError> {
    let legs = legs_from(tx, closing.outlet, closing.from).await?;
    end(tx, now, &legs, closing.from).await?;
    // Midnight UTC of its first closed day: what asks by date reads that date.
    sqlx::query!(
        "update outlet set closed_at = $2, merged_into = $3, version = version + 1, updated_at = $4 where id = $1",
        closing.outlet,
        closing.from.and_time(NaiveTime::MIN).and_utc(),
        closing.into,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    plan_change::drop_outlet(
        tx,
        scope,
        now,
        (closing.outlet, closing.from),
        closing.reason,
    )
    .await
}

/// A place on a route.
pub(super) struct Place {
    pub id: i64,
    pub route: i32,
}

/// Places on routes that hold on the day or later.
pub(super) async fn legs_from(
    tx: &mut PgConnection,
    outlet: i32,
    from: NaiveDate,
) -> Result<Vec<Place>, StoreError> {
    Ok(sqlx::query_as!(
        Place,
        r#"select id, route_id as route from route_outlet
        where outlet_id = $1 and retired_at is null and valid && daterange($2, null) order by id for update"#,
        outlet,
        from
    )
    .fetch_all(tx)
    .await?)
}

/// Ends places on routes before the day.
pub(super) async fn end(
    tx: &mut PgConnection,
    now: Now,
    legs: &[Place],
    from: NaiveDate,
) -> Result<(), StoreError> {
    let ids: Vec<i64> = legs.iter().map(|l| l.id).collect();
    let routes: Vec<i32> = legs.iter().map(|l| l.route).collect();
    end_legs(tx, now, &ids, &vec![from; ids.len()]).await?;
    touch_routes(tx, now.at, &routes).await
}

/// Opens an outlet that was closed at `then`: it is on the routes that it left again, from today or
/// from the day of the closing where that is still to come; not where it got another place there since.
pub(super) async fn reopen(
    tx: &mut PgConnection,
    now: Now,
    outlet: i32,
    (from, then): (NaiveDate, DateTime<Utc>),
) -> Result<(), StoreError> {
    let routes = sqlx::query_scalar!(
        r#"
        insert into route_outlet (route_id, outlet_id, sequence, pattern, window_from_min, window_to_min, service_min,
          valid, recorded_at)
        select x.route_id, x.outlet_id, x.sequence, x.pattern, x.window_from_min, x.window_to_min, x.service_min,
          x.valid * daterange($3, null), $4
        from route_outlet x
        where x.outlet_id = $1 and x.retired_at = $2 and x.recorded_at < $2 and not isempty(x.valid * daterange($3, null))
          and not exists (select from route_outlet n where n.route_id = x.route_id and n.outlet_id = x.outlet_id
            and n.retired_at is null and n.valid && daterange($3, null))
        returning route_id
        "#,
        outlet,
        then,
        from.max(now.today),
        now.at,
    )
    .fetch_all(&mut *tx)
    .await?;
    touch_routes(tx, now.at, &routes).await?;
    sqlx::query!(
        "update outlet set closed_at = null, merged_into = null, version = version + 1, updated_at = $2 where id = $1",
        outlet,
        now.at
    )
    .execute(tx)
    .await?;
    Ok(())
}
