//! What a rep has open, wherever it is: offers that stand, tasks, cases, appointments. Each whole, or null where it is as
//! it was.

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::{id::RepId, time::CompanyTime};
use serde_json::Value;
use sqlx::{PgConnection, types::Json};

use super::{StoreError, fix::utc};

/// Offers that stand, the newest first.
const QUOTATIONS_MAX: i64 = 200;
/// Tasks, the first due first.
const TASKS_MAX: i64 = 500;
/// Cases that the rep looks after, the first deadline first; what is settled is told for so many days.
const CASES_MAX: i64 = 200;
const SETTLED_DAYS: i32 = 7;
/// Appointments of today and later, the earliest first.
const APPOINTMENTS_MAX: i64 = 300;

/// Null where it has not changed.
#[derive(Default)]
pub(super) struct Open {
    pub quotations: Value,
    pub tasks: Value,
    pub cases: Value,
    pub appointments: Value,
}

/// What a rep has open on a day; what is the same as at `from`, earlier that day, is left out.
pub(super) async fn open(
    conn: &mut PgConnection,
    rep: RepId,
    (date, time): (NaiveDate, &CompanyTime),
    from: Option<DateTime<Utc>>,
) -> Result<Open, StoreError> {
    let tell = match from {
        Some(from) => changed(&mut *conn, rep, from).await?,
        None => Changed {
            quotations: true,
            tasks: true,
            cases: true,
            appointments: true,
        },
    };
    let mut told = Open::default();
    if tell.quotations {
        told.quotations = quotations(&mut *conn, rep, date).await?;
    }
    if tell.tasks {
        told.tasks = tasks(&mut *conn, rep).await?;
    }
    if tell.cases {
        told.cases = cases(&mut *conn, rep, date).await?;
    }
    if tell.appointments {
        told.appointments = appointments(conn, rep, utc(time.day_bounds(date).start)).await?;
    }
    Ok(told)
}

#[expect(clippy::struct_excessive_bools, reason = "one for each part")]
struct Changed {
    quotations: bool,
    tasks: bool,
    cases: bool,
    appointments: bool,
}

/// Whether anything has changed that decides what is told. Tasks, cases and appointments may have gone to another, or have
/// asked the rep no longer: then nothing of them names the rep.
async fn changed(
    conn: &mut PgConnection,
    rep: RepId,
    from: DateTime<Utc>,
) -> Result<Changed, StoreError> {
    Ok(sqlx::query_as!(
        Changed,
        r#"
        select exists (select from quotation where rep_id = $1 and updated_at >= $2) as "quotations!",
          exists (select from task where updated_at >= $2) as "tasks!",
          exists (select from customer_case where updated_at >= $2) as "cases!",
          exists (select from appointment where updated_at >= $2) as "appointments!"
        "#,
        rep.0,
        from,
    )
    .fetch_one(conn)
    .await?)
}

/// Own offers that a customer may still accept, with what was asked for.
async fn quotations(
    conn: &mut PgConnection,
    rep: RepId,
    date: NaiveDate,
) -> Result<Value, StoreError> {
    let rows = sqlx::query_scalar!(
        r#"
        select jsonb_build_object('quotation', q.id, 'outlet_id', q.outlet_id, 'customer_id', q.customer_id, 'valid_to', q.valid_to,
          'total_minor', q.total_minor, 'note', q.note, 'quoted_at', q.quoted_at, 'cash', coalesce(q.ask->'cash', 'false'),
          'lines', q.ask->'lines') as "quotation!: Json<Value>"
        from quotation q where q.rep_id = $1 and q.state = 'open' and q.valid_to >= $2
        order by q.quoted_at desc, q.id limit $3
        "#,
        rep.0,
        date,
        QUOTATIONS_MAX,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|r| r.0).collect())
}

/// What the rep is to do.
async fn tasks(conn: &mut PgConnection, rep: RepId) -> Result<Value, StoreError> {
    let rows = sqlx::query_scalar!(
        r#"
        select jsonb_build_object('task', k.id, 'state', k.state, 'priority', k.priority, 'subject', k.subject, 'note', k.note,
          'due_at', k.due_at, 'due_date', k.due_date, 'outlet_id', k.outlet_id, 'outlet_name', o.name,
          'customer_id', k.customer_id, 'customer_name', c.name, 'contact_id', k.contact_id) as "task!: Json<Value>"
        from task k left join outlet o on o.id = k.outlet_id left join customer c on c.id = k.customer_id
        where k.rep_id = $1 and k.ended_at is null
        order by k.due_at nulls last, k.made_at, k.id limit $2
        "#,
        rep.0,
        TASKS_MAX,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|r| r.0).collect())
}

/// How the cases stand that the rep looks after.
async fn cases(conn: &mut PgConnection, rep: RepId, date: NaiveDate) -> Result<Value, StoreError> {
    let rows = sqlx::query_scalar!(
        r#"
        select jsonb_build_object('case', a.id, 'state', a.state, 'priority', a.priority, 'subject', a.subject, 'note', a.note,
          'outlet_id', a.outlet_id, 'customer_id', a.customer_id, 'contact_id', a.contact_id, 'opened_at', a.opened_at,
          'respond_by', a.respond_by, 'resolve_by', a.resolve_by, 'responded_at', a.responded_at, 'resolved_at', a.resolved_at,
          'resolution', a.resolution) as "case!: Json<Value>"
        from customer_case a
        where a.rep_id = $1 and (a.resolved_at is null or a.updated_at >= $2::date - $3::int4)
        order by a.resolved_at is not null, a.resolve_by, a.id limit $4
        "#,
        rep.0,
        date,
        SETTLED_DAYS,
        CASES_MAX,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|r| r.0).collect())
}

/// Where the rep meets somebody since a day began: the own, and where it is asked to come.
async fn appointments(
    conn: &mut PgConnection,
    rep: RepId,
    since: DateTime<Utc>,
) -> Result<Value, StoreError> {
    let rows = sqlx::query_scalar!(
        r#"
        select jsonb_build_object('appointment', a.id, 'own', a.rep_id = $1, 'priority', a.priority, 'subject', a.subject,
          'note', a.note, 'outlet_id', a.outlet_id, 'outlet_name', o.name, 'address', o.address, 'customer_id', a.customer_id,
          'customer_name', c.name, 'contact_id', a.contact_id, 'starts_at', a.starts_at, 'ends_at', a.ends_at,
          'answer', t.answer, 'version', a.version) as "appointment!: Json<Value>"
        from appointment a left join lateral (
          select * from appointment_attendee x where x.appointment_id = a.id and x.rep_id = $1 limit 1) t on true
        left join outlet o on o.id = a.outlet_id left join customer c on c.id = a.customer_id
        where a.state = 'planned' and a.ends_at >= $2 and (a.rep_id = $1 or t.rep_id is not null)
        order by a.starts_at, a.id limit $3
        "#,
        rep.0,
        since,
        APPOINTMENTS_MAX,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|r| r.0).collect())
}
