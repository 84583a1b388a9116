//! What a phone needs at the shop beside catalogue and forms: displays that its outlets take part in, people at their
//! customers, what was planned with them, the own deliveries, how far the outlets are in schemes of a period. Each whole, or null where it has not
//! changed.

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::{id::RepId, time::CompanyTime};
use fieldbeat_pricing::cumulative;
use fieldbeat_trade::trip::State as TripState;
use serde_json::{Value, json};
use sqlx::{PgConnection, types::Json};

use super::{
    StoreError,
    record_inbox::own,
    scheme_period::{self, Period},
    trip::{self, TripFilter},
    upsert::ChangeError,
};

/// People of a phone, the most recent first.
const CONTACTS_MAX: i64 = 5_000;
/// Trips of each state.
const TRIPS_MAX: i64 = 20;

/// What was planned with customers, the first due first; what is overdue by so many days is not told any more.
const ACTIVITIES_MAX: i64 = 500;
const OVERDUE_DAYS: i32 = 30;

/// Outlets of a rep's routes on a day, and since when they are asked for.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub rep: RepId,
    pub outlets: &'a [i32],
    pub date: NaiveDate,
    /// None: everything, as when other outlets came to the rep.
    pub from: Option<DateTime<Utc>>,
}

/// Displays of the outlets in programmes that run.
pub(super) async fn displays(
    conn: &mut PgConnection,
    asked: Asked<'_>,
) -> Result<Value, StoreError> {
    if let Some(from) = asked.from {
        let changed = sqlx::query_scalar!(
            r#"
            select exists (select from display where outlet_id = any($1) and updated_at >= $2)
              or exists (select from display_programme where updated_at >= $2 or from_date = $3 or to_date = $3::date - 1) as "changed!"
            "#,
            asked.outlets,
            from,
            asked.date,
        )
        .fetch_one(&mut *conn)
        .await?;
        if !changed {
            return Ok(Value::Null);
        }
    }
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
        asked.outlets,
        asked.date,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|r| r.0).collect())
}

/// Active contacts of the outlets' customers.
pub(super) async fn contacts(
    conn: &mut PgConnection,
    asked: Asked<'_>,
) -> Result<Value, StoreError> {
    if let Some(from) = asked.from {
        let changed = sqlx::query_scalar!(
            r#"select exists (select from contact where updated_at >= $2
              and customer_id in (select customer_id from outlet where id = any($1))) as "changed!""#,
            asked.outlets,
            from,
        )
        .fetch_one(&mut *conn)
        .await?;
        if !changed {
            return Ok(Value::Null);
        }
    }
    let rows = sqlx::query_scalar!(
        r#"
        select jsonb_build_object('id', p.id, 'code', p.code, 'customer_id', p.customer_id, 'name', p.name, 'role', p.role,
          'title', p.title, 'phone', p.phone, 'email', p.email, 'opted_out', p.opted_out) as "contact!: Json<Value>"
        from contact p where p.active and p.customer_id in (select customer_id from outlet where id = any($1))
        order by p.updated_at desc, p.id limit $2
        "#,
        asked.outlets,
        CONTACTS_MAX,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|r| r.0).collect())
}

/// What the rep has planned with customers, and what occasions have for it: with what may be said and spent.
pub(super) async fn activities(
    conn: &mut PgConnection,
    asked: Asked<'_>,
) -> Result<Value, StoreError> {
    if let Some(from) = asked.from {
        let changed = sqlx::query_scalar!(
            r#"select exists (select from activity where rep_id = $1 and updated_at >= $2)
              -- What an occasion had planned for this rep may be another's now.
              or exists (select from activity where recipient_key is not null and updated_at >= $2)
              or exists (select from activity a join contact p on p.id = a.contact_id
                where a.rep_id = $1 and a.state = 'planned' and p.updated_at >= $2)
              or exists (select from occasion where updated_at >= $2) as "changed!""#,
            asked.rep.0,
            from,
        )
        .fetch_one(&mut *conn)
        .await?;
        if !changed {
            return Ok(Value::Null);
        }
    }
    let rows = sqlx::query_scalar!(
        r#"
        select jsonb_build_object('activity', a.id, 'kind', a.kind, 'subject', a.subject, 'note', a.note, 'due_at', a.due_at,
          'date', a.date, 'outlet_id', a.outlet_id, 'customer_id', a.customer_id, 'contact_id', a.contact_id,
          'way', way_now(a.way, p.opted_out, coalesce(p.phone, c.phone)),
          'occasion', case when n.id is not null then jsonb_build_object('id', n.id, 'name', n.name, 'year', a.occasion_year,
            'value_max_minor', n.value_max_minor) end) as "activity!: Json<Value>"
        from activity a left join occasion n on n.id = a.occasion_id left join contact p on p.id = a.contact_id
        left join customer c on c.id = a.customer_id
        where a.rep_id = $1 and a.state = 'planned' and a.due_at >= $2::date - $3::int4
        order by a.due_at, a.id limit $4
        "#,
        asked.rep.0,
        asked.date,
        OVERDUE_DAYS,
        ACTIVITIES_MAX,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|r| r.0).collect())
}

/// Trips that the rep drives, planned or on their way.
pub(super) async fn deliveries(
    conn: &mut PgConnection,
    asked: Asked<'_>,
) -> Result<Value, StoreError> {
    if let Some(from) = asked.from {
        // A trip that went to another driver is no longer the rep's.
        let changed = sqlx::query_scalar!(
            r#"select exists (select from delivery_trip where updated_at >= $1) as "changed!""#,
            from
        )
        .fetch_one(&mut *conn)
        .await?;
        if !changed {
            return Ok(Value::Null);
        }
    }
    let mut trips = Vec::new();
    for state in [TripState::Out, TripState::Planned] {
        let filter = TripFilter {
            state: Some(state.as_str().to_owned()),
            ..TripFilter::default()
        };
        trips.extend(trip::list(&mut *conn, &own(asked.rep), &filter, None, TRIPS_MAX).await?);
    }
    Ok((trips.into_iter())
        .map(|trip| {
            json!({"id": trip.id, "date": trip.date, "state": trip.state, "vehicle": trip.vehicle, "note": trip.note,
                "stops": trip.stops, "goods": trip.goods})
        })
        .collect())
}

/// How far the outlets are in the cumulative schemes that run.
pub(super) async fn scheme_progress(
    conn: &mut PgConnection,
    asked: Asked<'_>,
    time: &CompanyTime,
) -> Result<Value, StoreError> {
    if let Some(from) = asked.from {
        let changed = sqlx::query_scalar!(
            r#"
            select exists (select from scheme where rule->>'type' = 'cumulative' and (updated_at >= $2 or valid_from = $3 or valid_to = $3::date - 1))
              or exists (select from delivery d join sales_order o on o.id = d.order_id
                where o.outlet_id = any($1) and d.recorded_at >= $2)
              or exists (select from sales_return r join sales_order o on o.id = r.order_id
                where o.outlet_id = any($1) and r.updated_at >= $2) as "changed!"
            "#,
            asked.outlets,
            from,
            asked.date,
        )
        .fetch_one(&mut *conn)
        .await?;
        if !changed {
            return Ok(Value::Null);
        }
    }
    let mut out = Vec::new();
    for id in scheme_period::running(&mut *conn, asked.date).await? {
        let scheme = match scheme_period::cumulative(&mut *conn, id).await {
            Ok(scheme) => scheme,
            Err(ChangeError::Store(error)) => return Err(error),
            // Changed in between.
            Err(ChangeError::Invalid(_) | ChangeError::Stale(_)) => continue,
        };
        let period = Period::of(time, scheme.from, scheme.to);
        for (outlet, milli, minor) in
            scheme_period::bought(&mut *conn, scheme.id, period, asked.outlets).await?
        {
            let seen = cumulative::progress(&scheme.tiers, milli);
            out.push(json!({
                "scheme_id": scheme.id, "outlet_id": outlet, "to": scheme.to, "bought_milli": milli, "value_minor": minor,
                "reached": seen.reached, "next": seen.next.map(|n| n.0), "missing_milli": seen.next.map(|n| n.1),
            }));
        }
    }
    Ok(Value::Array(out))
}
