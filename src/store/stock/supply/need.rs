//! What a warehouse should order: what left it, what it has, what is on its way. The rule is
//! `fieldbeat_trade::stock::demand`'s; the same history gives the same answer.

use std::collections::{BTreeMap, HashMap};

use chrono::{Days, NaiveDate};
use fieldbeat_domain::time::CompanyTime;
use fieldbeat_trade::stock::demand::{Policy, Standing, Stretch, forecast, suggest, weekly};
use serde::Serialize;
use sqlx::{PgConnection, types::Json};

use crate::store::{
    error::StoreError,
    stock::replenish::{WEEKS, day},
    upsert::Now,
};

/// Warehouses looked at once.
pub const WAREHOUSES_MAX: i64 = 200;

/// A product of a warehouse, how much of it to order, and every figure that says so. Thousandths of the base unit.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SupplyNeedLine {
    pub product_id: i32,
    pub product_code: String,
    pub product_name: String,
    pub base_unit: String,
    /// The unit to order in: the largest.
    pub unit: String,
    /// Base units in one of it.
    pub pieces: i32,
    /// On hand, less what expired and what orders hold.
    pub available_milli: i64,
    /// Shipped to here and not received.
    pub in_transit_milli: i64,
    /// Asked for and not shipped.
    pub on_order_milli: i64,
    /// What left in past weeks, the oldest first.
    pub weeks_milli: Vec<i64>,
    /// none | average | smoothing | intermittent
    pub method: &'static str,
    /// Of a week.
    pub forecast_milli: i64,
    pub safety_milli: i64,
    /// What must be there or on its way.
    pub target_milli: i64,
    /// Days that lasts what is there; null where nothing leaves.
    pub days_of_cover: Option<i64>,
    /// The same with what is on its way and ordered.
    pub days_with_transit: Option<i64>,
    /// In whole `unit`s; 0: enough.
    pub quantity: i64,
}

/// What a warehouse needs, what runs out first, first.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SupplyNeed {
    pub location_id: i32,
    pub location_code: String,
    pub location_name: String,
    pub partner_name: Option<String>,
    pub as_of: NaiveDate,
    pub cover_days: i64,
    pub lead_days: i64,
    pub service_pct: i64,
    pub lines: Vec<SupplyNeedLine>,
}

/// What was seen of a product at a warehouse.
struct Seen {
    location_id: i32,
    product_id: i32,
    code: String,
    name: String,
    units: Json<BTreeMap<String, i32>>,
    available: i64,
    in_transit: i64,
    on_order: i64,
}

/// All warehouses in use, or one. In a transaction that sees one moment.
pub async fn list(
    db: &mut PgConnection,
    now: Now,
    time: CompanyTime,
    location: Option<i32>,
    policy: Policy,
) -> Result<Vec<SupplyNeed>, StoreError> {
    let places = sqlx::query!(
        r#"select l.id, l.code, l.name, p.name as "partner?" from stock_location l left join partner p on p.id = l.partner_id
        where l.kind = 'warehouse' and l.active and ($1::int4 is null or l.id = $1) order by l.code limit $2"#,
        location,
        WAREHOUSES_MAX,
    )
    .fetch_all(&mut *db)
    .await?;
    let ids: Vec<i32> = places.iter().map(|p| p.id).collect();
    let mut left = left(&mut *db, now, time, &ids).await?;
    let mut lines: HashMap<i32, Vec<SupplyNeedLine>> = HashMap::new();
    for seen in seen(db, now, &ids).await? {
        let stretches = left
            .remove(&(seen.location_id, seen.product_id))
            .unwrap_or_default();
        let weeks = weekly(&stretches, day(now.today) + 1, WEEKS);
        let of = lines.entry(seen.location_id).or_default();
        of.extend(line(seen, weeks, &policy));
    }
    Ok((places.into_iter())
        .map(|p| {
            let mut lines = lines.remove(&p.id).unwrap_or_default();
            lines.sort_by_key(|l| (l.days_of_cover.unwrap_or(i64::MAX), l.product_id));
            SupplyNeed {
                location_id: p.id,
                location_code: p.code,
                location_name: p.name,
                partner_name: p.partner,
                as_of: now.today,
                cover_days: policy.cover_days,
                lead_days: policy.lead_days,
                service_pct: policy.service_pct,
                lines,
            }
        })
        .collect())
}

fn line(seen: Seen, weeks: Vec<i64>, policy: &Policy) -> Option<SupplyNeedLine> {
    let units = seen.units.0;
    let base_unit = units.iter().find(|(_, n)| **n == 1)?.0.clone();
    let (unit, pieces) = units.iter().max_by_key(|(_, n)| **n)?;
    let demand = forecast(&weeks);
    let standing = |on_order_milli: i64| Standing {
        on_hand_milli: seen.available,
        days_since: 0,
        on_order_milli,
        pieces: i64::from(*pieces),
    };
    let alone = suggest(&demand, &standing(0), policy);
    let all = suggest(&demand, &standing(seen.in_transit + seen.on_order), policy);
    Some(SupplyNeedLine {
        product_id: seen.product_id,
        product_code: seen.code,
        product_name: seen.name,
        base_unit,
        unit: unit.clone(),
        pieces: *pieces,
        available_milli: seen.available,
        in_transit_milli: seen.in_transit,
        on_order_milli: seen.on_order,
        weeks_milli: weeks,
        method: demand.method.as_str(),
        forecast_milli: demand.weekly_milli,
        safety_milli: all.safety_milli,
        target_milli: all.target_milli,
        days_of_cover: alone.days_of_cover,
        days_with_transit: all.days_of_cover,
        quantity: all.units,
    })
}

/// What left warehouses, by warehouse and product: to outlets, into vans, to other warehouses. What was undone did not.
async fn left(
    db: &mut PgConnection,
    now: Now,
    time: CompanyTime,
    ids: &[i32],
) -> Result<HashMap<(i32, i32), Vec<Stretch>>, StoreError> {
    let from = now.today - Days::new(u64::try_from(WEEKS * 7).unwrap_or(0));
    let since = time.day_bounds(from).start.to_utc().unwrap_or_default();
    let rows = sqlx::query!(
        r#"
        select m.location_id, m.product_id, ((p.moved_at - make_interval(mins => $2)) at time zone $3)::date as "date!",
          -sum(m.milli)::int8 as "milli!"
        from stock_move m join stock_posting p on p.id = m.posting_id
        where m.location_id = any($1) and p.moved_at >= $4 and p.kind in ('issue', 'sale', 'transfer')
          and (m.milli < 0) <> (p.counter_of is not null)
        group by 1, 2, 3
        "#,
        ids,
        i32::from(time.day_start_min),
        time.time_zone.name(),
        since,
    )
    .fetch_all(db)
    .await?;
    let mut left: HashMap<(i32, i32), Vec<Stretch>> = HashMap::new();
    for row in rows {
        let at = day(row.date);
        left.entry((row.location_id, row.product_id))
            .or_default()
            .push(Stretch {
                from: at,
                to: at + 1,
                milli: row.milli,
            });
    }
    Ok(left)
}

async fn seen(db: &mut PgConnection, now: Now, ids: &[i32]) -> Result<Vec<Seen>, StoreError> {
    Ok(sqlx::query_as!(
        Seen,
        r#"
        with coming as (
          select o.to_id as location_id, l.product_id,
            coalesce(sum(l.shipped_milli) filter (where o.state = 'shipped'), 0)::int8 as in_transit,
            coalesce(sum(coalesce(l.confirmed_milli, l.asked_milli)) filter (where o.state in ('submitted', 'confirmed')), 0)::int8 as on_order
          from supply_order o join supply_order_line l on l.order_id = o.id
          where o.to_id = any($1) and o.state in ('submitted', 'confirmed', 'shipped') group by 1, 2
        ), here as (
          select s.location_id, s.product_id from stock_level s where s.location_id = any($1)
          union select location_id, product_id from coming
        )
        select h.location_id as "location_id!", h.product_id as "product_id!", p.code, p.name, p.units as "units: Json<BTreeMap<String, i32>>",
          (coalesce((select sum(b.milli) from stock_balance b where b.location_id = h.location_id and b.product_id = h.product_id
            and (b.expires_on is null or b.expires_on >= $2)), 0) - coalesce(s.reserved_milli, 0))::int8 as "available!",
          coalesce(c.in_transit, 0) as "in_transit!", coalesce(c.on_order, 0) as "on_order!"
        from here h join product p on p.id = h.product_id
        left join stock_level s on s.location_id = h.location_id and s.product_id = h.product_id
        left join coming c on c.location_id = h.location_id and c.product_id = h.product_id
        where p.active
        "#,
        ids,
        now.today,
    )
    .fetch_all(db)
    .await?)
}
