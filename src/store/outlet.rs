//! Outlets as read: lists, single ones, and what lies in a box. Writing is `outlet_put`.

use chrono::NaiveDate;
use fieldbeat_domain::position::{LatLng, distance_mm};
use serde::Serialize;
use serde_json::Value;
use sqlx::PgExecutor;

use super::{
    error::StoreError,
    fence,
    instant::Instant,
    known::{Known, Wanted},
    page::Slice,
    scope::Scope,
};

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Outlet {
    pub id: i32,
    pub code: String,
    pub name: String,
    pub class: String,
    pub channel: Option<String>,
    pub address: Option<String>,
    pub phone: Option<String>,
    pub customer_id: Option<i32>,
    pub customer_code: Option<String>,
    pub org_unit_id: i32,
    pub org_unit_code: String,
    /// Today's pin; null while it is pending.
    pub lat: Option<f64>,
    pub lng: Option<f64>,
    /// Own radius, or the margin of the polygon; null: by class or neighbourhood.
    pub radius_m: Option<i32>,
    /// GeoJSON geometry.
    pub polygon: Option<Value>,
    /// Midnight UTC of its first closed day, where a person closed it.
    pub closed_at: Option<Instant>,
    /// The outlet that it turned out to be.
    pub merged_into: Option<i32>,
    pub version: i32,
}

impl Outlet {
    fn shown(mut self) -> Self {
        self.polygon = self.polygon.as_ref().and_then(fence::to_geojson);
        self
    }
}

/// Filters of the list.
#[derive(Clone, Debug, Default)]
pub struct OutletFilter {
    pub q: Option<String>,
    pub code: Option<String>,
    pub class: Option<String>,
    pub org_unit_id: Option<i32>,
    pub customer_id: Option<i32>,
    pub closed: Option<bool>,
}

pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    today: NaiveDate,
    slice: Slice,
    filter: &OutletFilter,
) -> Result<Vec<Outlet>, StoreError> {
    let rows = sqlx::query_as!(
        Outlet,
        r#"
        select o.id, o.code, o.name, o.class, o.channel, o.address, o.phone, o.customer_id, c.code as "customer_code?",
          o.org_unit_id, u.code as org_unit_code, p.lat_e7::float8 / 1e7 as lat, p.lng_e7::float8 / 1e7 as lng,
          p.radius_m as "radius_m?", p.polygon as "polygon?", o.closed_at as "closed_at?: Instant", o.merged_into, o.version
        from outlet o join org_unit u on u.id = o.org_unit_id left join customer c on c.id = o.customer_id
        left join outlet_pin p on p.outlet_id = o.id and p.retired_at is null and p.valid @> $3::date
        where o.id > $1 and ($4::int4[] is null or o.org_unit_id = any($4))
          and ($5::timestamptz is null or o.updated_at >= $5)
          and ($6::int8 is null or o.xid >= $6::int8::text::xid8)
          and ($7::text is null or strpos(o.search, folded($7)) > 0)
          and ($8::text is null or o.code = $8)
          and ($9::text is null or o.class = $9)
          and ($10::int4 is null or o.org_unit_id = $10)
          and ($11::int4 is null or o.customer_id = $11)
          and ($12::bool is null or (o.closed_at is not null) = $12)
        order by o.id limit $2
        "#,
        slice.after,
        slice.fetch(),
        today,
        scope.units() as _,
        slice.time(),
        slice.xid(),
        filter.q,
        filter.code,
        filter.class,
        filter.org_unit_id,
        filter.customer_id,
        filter.closed,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(Outlet::shown).collect())
}

pub async fn get(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    today: NaiveDate,
    id: i32,
) -> Result<Outlet, StoreError> {
    get_many(db, scope, today, &[id])
        .await?
        .pop()
        .ok_or(StoreError::NotFound)
}

/// Ordered by id; those out of scope are left out.
pub async fn get_many(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    today: NaiveDate,
    ids: &[i32],
) -> Result<Vec<Outlet>, StoreError> {
    let rows = sqlx::query_as!(
        Outlet,
        r#"
        select o.id, o.code, o.name, o.class, o.channel, o.address, o.phone, o.customer_id, c.code as "customer_code?",
          o.org_unit_id, u.code as org_unit_code, p.lat_e7::float8 / 1e7 as lat, p.lng_e7::float8 / 1e7 as lng,
          p.radius_m as "radius_m?", p.polygon as "polygon?", o.closed_at as "closed_at?: Instant", o.merged_into, o.version
        from outlet o join org_unit u on u.id = o.org_unit_id left join customer c on c.id = o.customer_id
        left join outlet_pin p on p.outlet_id = o.id and p.retired_at is null and p.valid @> $2::date
        where o.id = any($1) and ($3::int4[] is null or o.org_unit_id = any($3))
        order by o.id
        "#,
        ids,
        today,
        scope.units() as _,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(Outlet::shown).collect())
}

/// The outlets named, as far as the scope reaches.
pub async fn known(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    wanted: &Wanted,
) -> Result<Known, StoreError> {
    let mut known = Known::default();
    if wanted.is_empty() {
        return Ok(known);
    }
    let rows = sqlx::query!(
        "select id, code from outlet where (id = any($1) or code = any($2)) and ($3::int4[] is null or org_unit_id = any($3))",
        &wanted.ids,
        &wanted.codes,
        scope.units() as _,
    )
    .fetch_all(db)
    .await?;
    for row in rows {
        known.add(row.id, row.code);
    }
    Ok(known)
}

/// A box of positions, in 1e-7°. West may lie east of east: then it crosses the antimeridian.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    pub south_west: LatLng,
    pub north_east: LatLng,
}

impl Bounds {
    /// The box that holds a circle.
    pub fn around(centre: LatLng, radius_m: f64) -> Option<Self> {
        let dlat = (radius_m / 111_000.0).min(89.0);
        let shrink = centre.lat().to_radians().cos().max(0.01);
        let dlng = (dlat / shrink).min(179.0);
        Some(Self {
            south_west: LatLng::from_degrees(
                (centre.lat() - dlat).max(-90.0),
                wrap(centre.lng() - dlng),
            )?,
            north_east: LatLng::from_degrees(
                (centre.lat() + dlat).min(90.0),
                wrap(centre.lng() + dlng),
            )?,
        })
    }
}

fn wrap(lng: f64) -> f64 {
    if lng < -180.0 {
        lng + 360.0
    } else if lng > 180.0 {
        lng - 360.0
    } else {
        lng
    }
}

/// One outlet of the page's map.
#[derive(Clone, Debug)]
pub struct MapOutlet {
    pub id: i32,
    pub lat_e7: i32,
    pub lng_e7: i32,
    pub code: String,
    pub name: String,
    pub class: String,
}

/// Open outlets with a pin in the box, by id.
pub async fn in_bounds(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    today: NaiveDate,
    bounds: Bounds,
    limit: i64,
) -> Result<Vec<MapOutlet>, StoreError> {
    Ok(sqlx::query_as!(
        MapOutlet,
        r#"
        select o.id, p.lat_e7 as "lat_e7!", p.lng_e7 as "lng_e7!", o.code, o.name, o.class
        from outlet_pin p join outlet o on o.id = p.outlet_id
        where p.retired_at is null and p.valid @> $1::date and (o.closed_at is null or o.closed_at::date > $1)
          and p.lat_e7 between $2 and $3
          and case when $4::int4 <= $5::int4 then p.lng_e7 between $4 and $5 else p.lng_e7 >= $4 or p.lng_e7 <= $5 end
          and ($6::int4[] is null or o.org_unit_id = any($6))
        order by o.id limit $7
        "#,
        today,
        bounds.south_west.lat_e7,
        bounds.north_east.lat_e7,
        bounds.south_west.lng_e7,
        bounds.north_east.lng_e7,
        scope.units() as _,
        limit,
    )
    .fetch_all(db)
    .await?)
}

/// Outlets of a cell, at the middle of them.
#[derive(Clone, Copy, Debug)]
pub struct OutletCell {
    pub lat_e7: i32,
    pub lng_e7: i32,
    pub count: i64,
}

/// Open outlets of a box counted by cells, `along` on a side.
pub async fn cells(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    today: NaiveDate,
    bounds: Bounds,
    along: u32,
) -> Result<Vec<OutletCell>, StoreError> {
    let (south_west, north_east) = (bounds.south_west, bounds.north_east);
    Ok(sqlx::query_as!(
        OutletCell,
        r#"
        select round(avg(p.lat_e7))::int4 as "lat_e7!", round(avg(p.lng_e7))::int4 as "lng_e7!", count(*) as "count!"
        from outlet_pin p join outlet o on o.id = p.outlet_id
        where p.retired_at is null and p.valid @> $1::date and (o.closed_at is null or o.closed_at::date > $1)
          and p.lat_e7 between $2::int4 and $3::int4 and p.lng_e7 between $4::int4 and $5::int4
          and ($6::int4[] is null or o.org_unit_id = any($6))
        group by width_bucket(p.lat_e7::float8, $2::int4::float8, $3::int4::float8 + 1, $7), width_bucket(p.lng_e7::float8, $4::int4::float8, $5::int4::float8 + 1, $7)
        "#,
        today,
        south_west.lat_e7,
        north_east.lat_e7,
        south_west.lng_e7,
        north_east.lng_e7,
        scope.units() as _,
        i32::try_from(along).unwrap_or(i32::MAX),
    )
    .fetch_all(db)
    .await?)
}

/// An outlet with its distance from where was asked.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct NearOutlet {
    #[serde(flatten)]
    pub outlet: Outlet,
    pub distance_m: f64,
}

/// More candidates than this in a circle are not looked at.
const NEAR_CANDIDATES: i64 = 20_000;

/// The nearest open outlets within the radius: candidates by box, decided by great circle.
pub async fn near(
    db: &sqlx::PgPool,
    scope: &Scope,
    today: NaiveDate,
    centre: LatLng,
    radius_m: f64,
    limit: usize,
) -> Result<Vec<NearOutlet>, StoreError> {
    let Some(bounds) = Bounds::around(centre, radius_m) else {
        return Ok(Vec::new());
    };
    let candidates = in_bounds(db, scope, today, bounds, NEAR_CANDIDATES).await?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the radius is limited by the caller"
    )]
    let radius_mm = (radius_m * 1000.0) as i64;
    let mut hits: Vec<(i64, i32)> = candidates
        .iter()
        .map(|c| {
            let pin = LatLng {
                lat_e7: c.lat_e7,
                lng_e7: c.lng_e7,
            };
            (distance_mm(centre, pin), c.id)
        })
        .filter(|(d, _)| *d <= radius_mm)
        .collect();
    hits.sort_unstable();
    hits.truncate(limit);
    let ids: Vec<i32> = hits.iter().map(|h| h.1).collect();
    let outlets = get_many(db, scope, today, &ids).await?;
    let mut near: Vec<NearOutlet> = Vec::with_capacity(hits.len());
    for (distance, id) in hits {
        if let Some(outlet) = outlets.iter().find(|o| o.id == id) {
            #[expect(clippy::cast_precision_loss, reason = "at most half the Earth in mm")]
            let distance_m = distance as f64 / 1000.0;
            near.push(NearOutlet {
                outlet: outlet.clone(),
                distance_m,
            });
        }
    }
    Ok(near)
}
