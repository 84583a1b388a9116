//! Outlets in which two solutions do not agree, of one scenario or two.

use serde::Serialize;
use sqlx::PgExecutor;

use super::rep::degrees;
use crate::store::error::StoreError;

/// An outlet whose rep two solutions do not agree on.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = SolutionDifference)]
pub struct Difference {
    pub outlet_id: i32,
    pub outlet_code: String,
    pub outlet_name: String,
    pub lat: Option<f64>,
    pub lng: Option<f64>,
    pub a_rep_code: Option<String>,
    pub b_rep_code: Option<String>,
    /// Why each has another rep than today.
    pub a_why: Option<String>,
    pub b_why: Option<String>,
    pub value_minor: i64,
}

/// An outlet that is in one of them alone has no rep in the other.
pub async fn differences(
    db: impl PgExecutor<'_>,
    a: (i32, i32),
    b: (i32, i32),
    most: i64,
) -> Result<Vec<Difference>, StoreError> {
    let rows = sqlx::query!(
        r#"
        with one as (select * from scenario_assignment where scenario_id = $1 and ordinal = $2),
          other as (select * from scenario_assignment where scenario_id = $3 and ordinal = $4)
        select o.id, o.code, o.name, coalesce(x.lat_e7, y.lat_e7) as lat_e7, coalesce(x.lng_e7, y.lng_e7) as lng_e7,
          ra.code as "a_rep_code?", rb.code as "b_rep_code?", a.why as "a_why?", b.why as "b_why?",
          coalesce(x.value, y.value) as "value!"
        from one a full join other b on b.outlet_id = a.outlet_id
        join outlet o on o.id = coalesce(a.outlet_id, b.outlet_id)
        left join scenario_outlet x on x.scenario_id = $1 and x.outlet_id = o.id
        left join scenario_outlet y on y.scenario_id = $3 and y.outlet_id = o.id
        left join rep ra on ra.id = a.rep_id left join rep rb on rb.id = b.rep_id
        where a.rep_id is distinct from b.rep_id order by o.code limit $5
        "#,
        a.0,
        a.1,
        b.0,
        b.1,
        most,
    )
    .fetch_all(db)
    .await?;
    let outlets = rows.into_iter().map(|r| Difference {
        outlet_id: r.id,
        outlet_code: r.code,
        outlet_name: r.name,
        lat: r.lat_e7.map(degrees),
        lng: r.lng_e7.map(degrees),
        a_rep_code: r.a_rep_code,
        b_rep_code: r.b_rep_code,
        a_why: r.a_why,
        b_why: r.b_why,
        value_minor: r.value,
    });
    Ok(outlets.collect())
}

pub async fn count_different(
    db: impl PgExecutor<'_>,
    a: (i32, i32),
    b: (i32, i32),
) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        select count(*) as "count!" from
          (select outlet_id, rep_id from scenario_assignment where scenario_id = $1 and ordinal = $2) a
          full join (select outlet_id, rep_id from scenario_assignment where scenario_id = $3 and ordinal = $4) b
          on b.outlet_id = a.outlet_id
        where a.rep_id is distinct from b.rep_id
        "#,
        a.0,
        a.1,
        b.0,
        b.1,
    )
    .fetch_one(db)
    .await?)
}
