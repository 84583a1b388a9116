//! Outlets of the company that a shop may already be: candidates by place and by phone, compared by
//! the domain. What lies outside the scope is counted and no more.

use chrono::NaiveDate;
use fieldbeat_domain::{
    duplicate::{FAR_M, Likeness, Shop, compare},
    position::LatLng,
};
use serde::Serialize;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{error::StoreError, instant::Instant, outlet::Bounds, scope::Scope};

/// Outlets without a pin that are compared by name.
const UNPINNED_MAX: i64 = 2_000;
/// Candidates that are shown.
const SHOWN_MAX: usize = 10;

/// The parts of a likeness, as a person reads them.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct LikenessView {
    /// 0–1, of the parts that are known of both.
    pub score: f64,
    /// 0–1
    pub name: f64,
    /// Null where one of them has no phone.
    pub same_phone: Option<bool>,
    /// Null where one of them has no pin.
    pub distance_m: Option<f64>,
}

impl From<Likeness> for LikenessView {
    #[expect(clippy::cast_precision_loss, reason = "at most half the Earth in mm")]
    fn from(l: Likeness) -> Self {
        Self {
            score: f64::from(l.score) / 1e3,
            name: f64::from(l.name) / 1e3,
            same_phone: l.same_phone,
            distance_m: l.distance_mm.map(|mm| mm as f64 / 1e3),
        }
    }
}

/// An outlet in scope that the shop may be.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct LikeOutlet {
    pub id: i32,
    pub code: String,
    pub name: String,
    pub phone: Option<String>,
    pub address: Option<String>,
    pub class: String,
    pub lat: Option<f64>,
    pub lng: Option<f64>,
    pub radius_m: Option<i32>,
    pub closed_at: Option<Instant>,
    pub likeness: LikenessView,
}

/// Another open request, in scope, that may be the same shop.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct LikeRequest {
    pub id: Uuid,
    pub name: String,
    pub rep_name: Option<String>,
    pub lat: f64,
    pub lng: f64,
    pub likeness: LikenessView,
}

/// What a shop may already be, the likeliest first.
#[derive(Clone, Debug, Default, Serialize, utoipa::ToSchema)]
pub struct Alike {
    pub outlets: Vec<LikeOutlet>,
    pub requests: Vec<LikeRequest>,
    /// How many are in units that the caller does not see.
    pub elsewhere: usize,
}

/// A shop to look for.
pub struct Wanted<'a> {
    pub name: &'a str,
    pub phone: Option<&'a str>,
    pub at: LatLng,
    /// The request itself, and what was made of it.
    pub request: Option<Uuid>,
    pub outlet: Option<i32>,
}

pub async fn alike(
    db: &mut PgConnection,
    scope: &Scope,
    today: NaiveDate,
    wanted: &Wanted<'_>,
) -> Result<Alike, StoreError> {
    let shop = Shop::new(wanted.name, wanted.phone, Some(wanted.at));
    let Some(bounds) = Bounds::around(wanted.at, f64::from(FAR_M)) else {
        return Ok(Alike::default());
    };
    let mut alike = Alike::default();
    let mut outlets = outlets(db, scope, today, wanted, &shop, bounds).await?;
    outlets.sort_by_key(|(likeness, _, id, _)| (std::cmp::Reverse(likeness.score), *id));
    for (_, reached, _, outlet) in outlets {
        if reached {
            alike.outlets.push(outlet);
        } else {
            alike.elsewhere += 1;
        }
    }
    alike.outlets.truncate(SHOWN_MAX);
    alike.requests = requests(db, scope, wanted, &shop, bounds).await?;
    Ok(alike)
}

type Found = (Likeness, bool, i32, LikeOutlet);

async fn outlets(
    db: &mut PgConnection,
    scope: &Scope,
    today: NaiveDate,
    wanted: &Wanted<'_>,
    shop: &Shop,
    bounds: Bounds,
) -> Result<Vec<Found>, StoreError> {
    let rows = sqlx::query!(
        r#"
        with found as (
          select p.outlet_id as id from outlet_pin p
          where p.retired_at is null and p.valid @> $1::date and p.lat_e7 between $2 and $3
            and case when $4::int4 <= $5::int4 then p.lng_e7 between $4 and $5 else p.lng_e7 >= $4 or p.lng_e7 <= $5 end
          union select o.id from outlet o where phone_key(o.phone) = $6
          union select o.id from customer c join outlet o on o.customer_id = c.id where phone_key(c.phone) = $6
          union (select o.id from outlet o where o.closed_at is null and not exists (
            select from outlet_pin p where p.outlet_id = o.id and p.retired_at is null and p.valid @> $1::date and p.lat_e7 is not null)
            order by o.id limit $9)
        )
        select o.id, o.code, o.name, coalesce(o.phone, c.phone) as "phone?", o.address, o.class, o.closed_at as "closed_at?: Instant",
          p.lat_e7 as "lat_e7?", p.lng_e7 as "lng_e7?", p.radius_m as "radius_m?",
          ($7::int4[] is null or o.org_unit_id = any($7)) as "reached!"
        from found f join outlet o on o.id = f.id left join customer c on c.id = o.customer_id
        left join outlet_pin p on p.outlet_id = o.id and p.retired_at is null and p.valid @> $1::date
        where o.id is distinct from $8::int4
        "#,
        today,
        bounds.south_west.lat_e7,
        bounds.north_east.lat_e7,
        bounds.south_west.lng_e7,
        bounds.north_east.lng_e7,
        shop.phone_key(),
        scope.units() as _,
        wanted.outlet,
        UNPINNED_MAX,
    )
    .fetch_all(db)
    .await?;
    let found = rows.into_iter().filter_map(|r| {
        let pin = r
            .lat_e7
            .zip(r.lng_e7)
            .map(|(lat_e7, lng_e7)| LatLng { lat_e7, lng_e7 });
        let likeness = compare(shop, &Shop::new(&r.name, r.phone.as_deref(), pin));
        likeness.is_candidate().then(|| {
            let outlet = LikeOutlet {
                id: r.id,
                code: r.code,
                name: r.name,
                phone: r.phone,
                address: r.address,
                class: r.class,
                lat: pin.map(LatLng::lat),
                lng: pin.map(LatLng::lng),
                radius_m: r.radius_m,
                closed_at: r.closed_at,
                likeness: likeness.into(),
            };
            (likeness, r.reached, r.id, outlet)
        })
    });
    Ok(found.collect())
}

async fn requests(
    db: &mut PgConnection,
    scope: &Scope,
    wanted: &Wanted<'_>,
    shop: &Shop,
    bounds: Bounds,
) -> Result<Vec<LikeRequest>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select q.id, q.name, q.phone, q.lat_e7, q.lng_e7, r.name as "rep_name?"
        from outlet_request q left join rep r on r.id = q.rep_id
        where q.state = 'open' and q.id is distinct from $1::uuid
          and (q.lat_e7 between $2 and $3 or phone_key(q.phone) = $4)
          and ($5::int4[] is null or q.org_unit_id = any($5)) and ($6::int4 is null or q.rep_id = $6)
        order by q.id
        "#,
        wanted.request,
        bounds.south_west.lat_e7,
        bounds.north_east.lat_e7,
        shop.phone_key(),
        scope.units() as _,
        scope.rep_id() as _,
    )
    .fetch_all(db)
    .await?;
    let mut found: Vec<(Likeness, LikeRequest)> = rows
        .into_iter()
        .filter_map(|r| {
            let pin = LatLng {
                lat_e7: r.lat_e7,
                lng_e7: r.lng_e7,
            };
            let likeness = compare(shop, &Shop::new(&r.name, r.phone.as_deref(), Some(pin)));
            likeness.is_candidate().then(|| {
                let request = LikeRequest {
                    id: r.id,
                    name: r.name,
                    rep_name: r.rep_name,
                    lat: pin.lat(),
                    lng: pin.lng(),
                    likeness: likeness.into(),
                };
                (likeness, request)
            })
        })
        .collect();
    found.sort_by_key(|(likeness, _)| std::cmp::Reverse(likeness.score));
    Ok(found
        .into_iter()
        .map(|(_, request)| request)
        .take(SHOWN_MAX)
        .collect())
}
