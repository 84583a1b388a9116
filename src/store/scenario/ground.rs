//! Where a solution's reps have their outlets: what territories are drawn round.

use fieldbeat_domain::position::LatLng;
use sqlx::PgExecutor;

use crate::store::{error::StoreError, upsert::Now};

/// A rep of a scenario, and the unit of today.
#[derive(Clone, Debug)]
pub struct GroundRep {
    pub rep_id: i32,
    pub rep_code: String,
    pub rep_name: String,
    pub org_unit_id: Option<i32>,
}

pub async fn reps(
    db: impl PgExecutor<'_>,
    scenario: i32,
    now: Now,
) -> Result<Vec<GroundRep>, StoreError> {
    Ok(sqlx::query_as!(
        GroundRep,
        r#"
        select x.rep_id, r.code as rep_code, r.name as rep_name, a.org_unit_id as "org_unit_id?"
        from scenario_rep x join rep r on r.id = x.rep_id
        left join rep_org_unit a on a.rep_id = r.id and a.retired_at is null and a.valid @> $2::date
        where x.scenario_id = $1 order by r.code
        "#,
        scenario,
        now.today,
    )
    .fetch_all(db)
    .await?)
}

/// Outlets of a solution by rep; one without a pin lies nowhere.
pub async fn outlets(
    db: impl PgExecutor<'_>,
    (scenario, ordinal): (i32, i32),
) -> Result<Vec<(i32, Option<LatLng>)>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select a.rep_id as "rep_id!", x.lat_e7, x.lng_e7
        from scenario_assignment a join scenario_outlet x on x.scenario_id = a.scenario_id and x.outlet_id = a.outlet_id
        where a.scenario_id = $1 and a.ordinal = $2 and a.rep_id is not null order by a.outlet_id
        "#,
        scenario,
        ordinal,
    )
    .fetch_all(db)
    .await?;
    let outlets = rows.into_iter().map(|r| {
        let at = r.lat_e7.zip(r.lng_e7);
        (
            r.rep_id,
            at.map(|(lat_e7, lng_e7)| LatLng { lat_e7, lng_e7 }),
        )
    });
    Ok(outlets.collect())
}
