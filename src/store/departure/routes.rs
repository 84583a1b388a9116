//! The routes of a rep from a day on: which they are, and given to another, or to nobody. Days before it stay the rep's.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use crate::store::{error::StoreError, scope::Scope, upsert::Now};

#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct DepartureRoute {
    pub id: i32,
    pub code: String,
    pub name: String,
    /// On the first day that is not the rep's any more.
    pub outlets: i64,
}

/// Those in scope that the rep has on any day from one on.
pub(super) async fn of(
    conn: &mut PgConnection,
    scope: &Scope,
    rep: i32,
    from: NaiveDate,
) -> Result<Vec<DepartureRoute>, StoreError> {
    Ok(sqlx::query_as!(
        DepartureRoute,
        r#"
        select o.id, o.code, o.name, (select count(*) from route_outlet x
          where x.route_id = o.id and x.retired_at is null and x.valid @> $3::date) as "outlets!"
        from route o
        where ($2::int4[] is null or o.org_unit_id = any($2)) and exists (select from route_rep rr
          where rr.route_id = o.id and rr.rep_id = $1 and rr.retired_at is null and rr.valid && daterange($3, null))
        order by o.code
        "#,
        rep,
        scope.units() as _,
        from,
    )
    .fetch_all(conn)
    .await?)
}

/// What the rep has of them from a day on is `to`'s, as long as it would have been the rep's; without one nobody's.
pub(super) async fn hand_over(
    tx: &mut PgConnection,
    now: Now,
    (rep, to): (i32, Option<i32>),
    routes: &[i32],
    from: NaiveDate,
) -> Result<(), StoreError> {
    let retired = sqlx::query_scalar!(
        "update route_rep set retired_at = $4
         where rep_id = $1 and route_id = any($2) and retired_at is null and valid && daterange($3, null) returning id",
        rep,
        routes,
        from,
        now.at,
    )
    .fetch_all(&mut *tx)
    .await?;
    sqlx::query!(
        "insert into route_rep (route_id, rep_id, valid, recorded_at)
         select route_id, rep_id, valid * daterange(null, $2), $3 from route_rep
         where id = any($1) and not isempty(valid * daterange(null, $2))",
        &retired,
        from,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    if let Some(to) = to {
        sqlx::query!(
            "insert into route_rep (route_id, rep_id, valid, recorded_at)
             select route_id, $2, valid * daterange($3, null), $4 from route_rep where id = any($1)",
            &retired,
            to,
            from,
            now.at,
        )
        .execute(&mut *tx)
        .await?;
    }
    sqlx::query!(
        "update route set version = version + 1, updated_at = $2 where id = any($1)",
        routes,
        now.at
    )
    .execute(tx)
    .await?;
    Ok(())
}
