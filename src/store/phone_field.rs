//! What a phone needs at the shop beside catalogue and forms: displays that its outlets take part in, people at their
//! customers, what was planned with them, the own deliveries, how far the outlets are in schemes of a period. Each whole,
//! or null where it is as it was.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::{id::RepId, time::CompanyTime};
use fieldbeat_pricing::cumulative;
use fieldbeat_trade::trip::State as TripState;
use serde_json::{Map, Value, json};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::{
    StoreError,
    phone::degrees,
    record_inbox::own,
    scheme_period::{self, Period},
    trip::{self, TripFilter},
};

/// People of a phone, the most recent first.
const CONTACTS_MAX: i64 = 5_000;
/// Trips of each state.
const TRIPS_MAX: i64 = 20;

/// What was planned with customers, the first due first; what is overdue by so many days is not told any more.
const ACTIVITIES_MAX: i64 = 500;
const OVERDUE_DAYS: i32 = 30;

/// Null where it has not changed.
#[derive(Default)]
pub(super) struct Asked {
    pub displays: Value,
    pub contacts: Value,
    pub activities: Value,
    pub deliveries: Value,
    pub scheme_progress: Value,
}

/// What there is for a rep and the outlets of the own routes on a day; what is the same as at `from`, earlier that day, is left out.
pub(super) async fn asked(
    conn: &mut PgConnection,
    rep: RepId,
    outlets: &[i32],
    (date, time): (NaiveDate, &CompanyTime),
    from: Option<DateTime<Utc>>,
) -> Result<Asked, StoreError> {
    let tell = match from {
        Some(from) => changed(&mut *conn, rep, outlets, from).await?,
        None => Changed {
            displays: true,
            contacts: true,
            activities: true,
            deliveries: true,
            scheme_progress: true,
        },
    };
    let mut told = Asked::default();
    if tell.displays {
        told.displays = displays(&mut *conn, outlets, date).await?;
    }
    if tell.contacts {
        told.contacts = contacts(&mut *conn, outlets).await?;
    }
    if tell.activities {
        told.activities = activities(&mut *conn, rep, date).await?;
    }
    if tell.deliveries {
        told.deliveries = deliveries(&mut *conn, rep, date).await?;
    }
    if tell.scheme_progress {
        told.scheme_progress = scheme_progress(conn, outlets, date, time).await?;
    }
    Ok(told)
}

#[expect(clippy::struct_excessive_bools, reason = "one for each part")]
struct Changed {
    displays: bool,
    contacts: bool,
    activities: bool,
    deliveries: bool,
    scheme_progress: bool,
}

/// Whether anything has changed that decides what is told, but for the outlets themselves.
async fn changed(
    conn: &mut PgConnection,
    rep: RepId,
    outlets: &[i32],
    from: DateTime<Utc>,
) -> Result<Changed, StoreError> {
    // A trip that went to another driver is no longer the rep's, nor what an occasion has planned for another by now; a
    // unit that moved, or a product that has another category, may be another scheme's.
    Ok(sqlx::query_as!(
        Changed,
        r#"
        select
          exists (select from display where outlet_id = any($1) and updated_at >= $2)
            or exists (select from display_programme where updated_at >= $2) as "displays!",
          exists (select from contact where updated_at >= $2
            and customer_id in (select customer_id from outlet where id = any($1))) as "contacts!",
          exists (select from activity where rep_id = $3 and updated_at >= $2)
            or exists (select from activity where recipient_key is not null and state = 'planned' and updated_at >= $2)
            or exists (select from activity a join contact p on p.id = a.contact_id
              where a.rep_id = $3 and a.state = 'planned' and p.updated_at >= $2)
            or exists (select from occasion where updated_at >= $2) as "activities!",
          exists (select from delivery_trip where updated_at >= $2) as "deliveries!",
          exists (select from scheme where scheme_is_cumulative(rule) and updated_at >= $2)
            or exists (select from org_unit where updated_at >= $2)
            or exists (select from product where updated_at >= $2)
            or exists (select from delivery d join sales_order o on o.id = d.order_id
              where o.outlet_id = any($1) and d.recorded_at >= $2)
            or exists (select from sales_return r join sales_order o on o.id = r.order_id
              where o.outlet_id = any($1) and r.updated_at >= $2) as "scheme_progress!"
        "#,
        outlets,
        from,
        rep.0,
    )
    .fetch_one(conn)
    .await?)
}

/// Displays of the outlets in programmes that run.
async fn displays(
    conn: &mut PgConnection,
    outlets: &[i32],
    date: NaiveDate,
) -> Result<Value, StoreError> {
    let rows = sqlx::query_scalar!(
        r#"
        select jsonb_build_object('display', d.id, 'outlet_id', d.outlet_id, 'programme', p.code, 'name', p.name,
          'requirement', p.requirement, 'from', p.from_date, 'to', p.to_date, 'reward_minor', d.reward_minor, 'state', d.state,
          'reason', case when d.state = 'failed' then (select s.reason from display_step s where s.display_id = d.id
            and s.reason is not null order by s.id desc limit 1) end) as "display!: Json<Value>"
        from display d join display_programme p on p.id = d.programme_id
        where d.outlet_id = any($1) and p.active and $2::date between p.from_date and p.to_date
        order by d.outlet_id, p.id
        "#,
        outlets,
        date,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|r| r.0).collect())
}

/// Active contacts of the outlets' customers.
async fn contacts(conn: &mut PgConnection, outlets: &[i32]) -> Result<Value, StoreError> {
    let rows = sqlx::query_scalar!(
        r#"
        select jsonb_build_object('id', p.id, 'code', p.code, 'customer_id', p.customer_id, 'name', p.name, 'role', p.role,
          'title', p.title, 'phone', p.phone, 'email', p.email, 'opted_out', p.opted_out, 'version', p.version) as "contact!: Json<Value>"
        from contact p where p.active and p.customer_id in (select customer_id from outlet where id = any($1))
        order by p.updated_at desc, p.id limit $2
        "#,
        outlets,
        CONTACTS_MAX,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|r| r.0).collect())
}

/// What the rep has planned with customers, and what occasions have for it: with what may be said and spent.
async fn activities(
    conn: &mut PgConnection,
    rep: RepId,
    date: NaiveDate,
) -> Result<Value, StoreError> {
    let rows = sqlx::query_scalar!(
        r#"
        select jsonb_build_object('activity', a.id, 'kind', a.kind, 'subject', a.subject, 'note', a.note, 'due_at', a.due_at,
          'date', a.date, 'outlet_id', a.outlet_id, 'customer_id', a.customer_id, 'contact_id', a.contact_id,
          'way', way_now(a.way, p.opted_out, coalesce(nullif(trim(p.phone), ''), c.phone)),
          'occasion', case when n.id is not null then jsonb_build_object('id', n.id, 'name', n.name, 'year', a.occasion_year,
            'value_max_minor', n.value_max_minor) end) as "activity!: Json<Value>"
        from activity a left join occasion n on n.id = a.occasion_id left join contact p on p.id = a.contact_id
        left join customer c on c.id = a.customer_id
        where a.rep_id = $1 and a.state = 'planned' and a.due_at >= $2::date - $3::int4
        order by a.due_at, a.id limit $4
        "#,
        rep.0,
        date,
        OVERDUE_DAYS,
        ACTIVITIES_MAX,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|r| r.0).collect())
}

/// Trips that the rep drives, planned or on their way.
async fn deliveries(
    conn: &mut PgConnection,
    rep: RepId,
    date: NaiveDate,
) -> Result<Value, StoreError> {
    let mut trips = Vec::new();
    for state in [TripState::Out, TripState::Planned] {
        let filter = TripFilter {
            state: Some(state.as_str().to_owned()),
            ..TripFilter::default()
        };
        trips.extend(trip::list(&mut *conn, &own(rep), &filter, None, TRIPS_MAX).await?);
    }
    let stops = trips.iter().flat_map(|trip| &trip.stops.0);
    let orders: Vec<Uuid> = stops.map(|stop| stop.order_id).collect();
    let mut load = to_hand_over(conn, &orders, date).await?;
    Ok((trips.into_iter())
        .map(|trip| {
            let stops = trip.stops.iter().map(|stop| {
                let mut told = json!(stop);
                if let Some(told) = told.as_object_mut() {
                    told.extend(load.remove(&stop.order_id).unwrap_or_default());
                }
                told
            });
            json!({"id": trip.id, "date": trip.date, "state": trip.state, "vehicle": trip.vehicle, "note": trip.note,
                "stops": stops.collect::<Value>(), "goods": trip.goods})
        })
        .collect())
}

/// What each order still wants, and where that is: the outlet may be on no route of the driver's, whose phone knows nothing else of it.
async fn to_hand_over(
    conn: &mut PgConnection,
    orders: &[Uuid],
    date: NaiveDate,
) -> Result<HashMap<Uuid, Map<String, Value>>, StoreError> {
    let rows = sqlx::query!(
        r#"select o.id, p.lat_e7 as "lat_e7?", p.lng_e7 as "lng_e7?",
             (select coalesce(jsonb_agg(jsonb_build_object('line', l.line, 'product_code', l.product_code, 'unit', l.unit,
                'most_milli', (l.quantity * 1000)::int8 - l.delivered_milli) order by l.line), '[]')
              from sales_order_line l where l.order_id = o.id and l.delivered_milli < (l.quantity * 1000)::int8) as "lines!: Json<Value>"
           from sales_order o
           left join outlet_pin p on p.outlet_id = o.outlet_id and p.retired_at is null and p.valid @> $2::date
           where o.id = any($1)"#,
        orders,
        date,
    )
    .fetch_all(conn)
    .await?;
    let of = |key: &str, value: Value| (key.to_owned(), value);
    Ok(rows
        .into_iter()
        .map(|r| {
            let told = [
                of("lines", r.lines.0),
                of("lat", json!(r.lat_e7.map(degrees))),
                of("lng", json!(r.lng_e7.map(degrees))),
            ];
            (r.id, told.into_iter().collect())
        })
        .collect())
}

/// How far the outlets are in the cumulative schemes that run.
async fn scheme_progress(
    conn: &mut PgConnection,
    outlets: &[i32],
    date: NaiveDate,
    time: &CompanyTime,
) -> Result<Value, StoreError> {
    let mut out = Vec::new();
    for scheme in scheme_period::running(&mut *conn, date, outlets).await? {
        let period = Period::of(time, scheme.from, scheme.to);
        for (outlet, bought) in
            scheme_period::bought(&mut *conn, scheme.id, period, outlets).await?
        {
            let seen = cumulative::progress(&scheme.tiers, bought);
            out.push(json!({
                "scheme_id": scheme.id, "outlet_id": outlet, "to": scheme.to, "bought_milli": bought.milli,
                "value_minor": bought.value_minor, "reached": seen.reached, "next": seen.next,
                "missing_milli": seen.missing_milli, "missing_minor": seen.missing_minor,
            }));
        }
    }
    Ok(Value::Array(out))
}
