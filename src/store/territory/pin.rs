//! Outlets that may lie in a territory: open ones with today's pin, and whose they are.

use fieldbeat_domain::position::LatLng;
use serde::Serialize;
use sqlx::PgExecutor;

use crate::store::{error::StoreError, scenario::rep::degrees, scope::Scope, upsert::Now};

/// Outlets looked at for one answer.
pub const PINS_MAX: usize = 200_000;

/// Side by side: ids, ascending, and where.
#[derive(Debug, Default)]
pub struct Pins {
    pub ids: Vec<i32>,
    pub at: Vec<LatLng>,
    /// Outlets that lie nowhere, as their pin is pending.
    pub without: usize,
}

/// All in scope. One more than [`PINS_MAX`] says that there are too many.
pub async fn pins(db: impl PgExecutor<'_>, scope: &Scope, now: Now) -> Result<Pins, StoreError> {
    let rows = sqlx::query!(
        r#"
        select o.id, p.lat_e7 as "lat_e7?", p.lng_e7 as "lng_e7?"
        from outlet o left join outlet_pin p on p.outlet_id = o.id and p.retired_at is null and p.valid @> $1::date
        where (o.closed_at is null or o.closed_at > $2) and o.merged_into is null
          and ($3::int4[] is null or o.org_unit_id = any($3))
        order by o.id limit $4
        "#,
        now.today,
        now.at,
        scope.units() as _,
        i64::try_from(PINS_MAX + 1).unwrap_or(i64::MAX),
    )
    .fetch_all(db)
    .await?;
    let mut pins = Pins::default();
    for row in rows {
        match row.lat_e7.zip(row.lng_e7) {
            Some((lat_e7, lng_e7)) => {
                pins.ids.push(row.id);
                pins.at.push(LatLng { lat_e7, lng_e7 });
            }
            None => pins.without += 1,
        }
    }
    Ok(pins)
}

/// An outlet with its pin, and the rep whose route it is on today.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PinnedOutlet {
    pub outlet_id: i32,
    pub outlet_code: String,
    pub outlet_name: String,
    pub class: String,
    pub lat: Option<f64>,
    pub lng: Option<f64>,
    pub rep_id: Option<i32>,
    pub rep_code: Option<String>,
}

/// These outlets of [`pins`], by id.
pub async fn named(
    db: impl PgExecutor<'_>,
    now: Now,
    ids: &[i32],
) -> Result<Vec<PinnedOutlet>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select o.id, o.code, o.name, o.class, p.lat_e7 as "lat_e7?", p.lng_e7 as "lng_e7?", l.id as "rep_id?", l.code as "rep_code?"
        from outlet o
        left join outlet_pin p on p.outlet_id = o.id and p.retired_at is null and p.valid @> $2::date
        left join lateral (
          select r.id, r.code from route_outlet x
          join route_rep rr on rr.route_id = x.route_id and rr.retired_at is null and rr.valid @> $2::date
          join rep r on r.id = rr.rep_id
          where x.outlet_id = o.id and x.retired_at is null and x.valid @> $2::date order by x.route_id limit 1
        ) l on true
        where o.id = any($1) order by o.id
        "#,
        ids,
        now.today,
    )
    .fetch_all(db)
    .await?;
    let outlets = rows.into_iter().map(|r| PinnedOutlet {
        outlet_id: r.id,
        outlet_code: r.code,
        outlet_name: r.name,
        class: r.class,
        lat: r.lat_e7.map(degrees),
        lng: r.lng_e7.map(degrees),
        rep_id: r.rep_id,
        rep_code: r.rep_code,
    });
    Ok(outlets.collect())
}
