//! What a phone is told: its greeting, and its offline data as a whole or since a cursor.
//! Scope is the rep of the device: a phone never sees another rep's rows.

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::{
    id::RepId,
    time::{At, CompanyTime},
};
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::{
    StoreError,
    fix::utc,
    message, phone_coaching, phone_suggested, phone_trade, phone_work,
    privacy::{consent, notice},
    setting,
    upsert::Now,
    visit_reason,
};

/// Rows are offered again when they changed this close before a cursor: longer than any
/// transaction may last, so that a late commit is never skipped.
const OVERLAP_MS: i64 = 60_000;
/// An older cursor starts over.
const CURSOR_DAYS: i64 = 30;
/// Visits, messages and statuses of so many days travel to the phone.
const HISTORY_DAYS: i64 = 7;
/// Looks at the own track that a phone is told of.
const TRACK_READS_MAX: i64 = 200;

/// Where a phone's data stands: the store it was read from, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    store: Uuid,
    at: At,
}

impl Cursor {
    fn encode(self) -> String {
        format!("{}.{}", self.store.simple(), self.at.0)
    }

    fn decode(text: &str) -> Option<Self> {
        let (store, at) = text.split_once('.')?;
        Some(Self {
            store: store.parse().ok()?,
            at: At(at.parse().ok()?),
        })
    }
}

/// The mark of the store; nil before the company is founded.
pub async fn store_mark(conn: &mut PgConnection) -> Result<Uuid, StoreError> {
    Ok(sqlx::query_scalar!("select store from company")
        .fetch_optional(conn)
        .await?
        .unwrap_or_default())
}

/// The cursor of a phone that knows everything up to `now`, and the store's mark.
pub async fn cursor_now(conn: &mut PgConnection, now: At) -> Result<(String, Uuid), StoreError> {
    let store = store_mark(conn).await?;
    let cursor = Cursor { store, at: now };
    Ok((cursor.encode(), store))
}

/// What the company's money is counted in (ISO 4217).
pub async fn currency(conn: &mut PgConnection) -> Result<Option<String>, StoreError> {
    Ok(sqlx::query_scalar!("select currency from company")
        .fetch_optional(conn)
        .await?)
}

/// The rep as greeted.
pub async fn rep(conn: &mut PgConnection, rep: RepId) -> Result<Value, StoreError> {
    let r = sqlx::query!("select id, code, name from rep where id = $1", rep.0)
        .fetch_one(conn)
        .await?;
    Ok(json!({ "id": r.id, "code": r.code, "name": r.name }))
}

/// Today's stops with what a phone needs to find them.
pub async fn plan(
    conn: &mut PgConnection,
    rep: RepId,
    date: NaiveDate,
) -> Result<Value, StoreError> {
    let rows = sqlx::query!(
        r#"select s.sequence, s.outlet_id, o.code, o.name, o.address, s.window_from_min, s.window_to_min, s.service_min,
                  p.lat_e7 as "lat_e7?", p.lng_e7 as "lng_e7?"
           from day_stop s join outlet o on o.id = s.outlet_id
           left join outlet_pin p on p.outlet_id = o.id and p.retired_at is null and p.valid @> s.date
           where s.rep_id = $1 and s.date = $2 order by s.sequence"#,
        rep.0,
        date,
    )
    .fetch_all(conn)
    .await?;
    let stops: Vec<Value> = rows
        .into_iter()
        .map(|r| {
            json!({
                "sequence": r.sequence, "outlet_id": r.outlet_id, "outlet_code": r.code, "outlet_name": r.name,
                "address": r.address, "lat": r.lat_e7.map(degrees), "lng": r.lng_e7.map(degrees),
                "window_from_min": r.window_from_min, "window_to_min": r.window_to_min, "service_min": r.service_min,
            })
        })
        .collect();
    Ok(json!({ "date": date, "stops": stops }))
}

/// A stop of a plan that has a pin.
#[derive(Clone, Debug)]
pub struct PlanPlace {
    pub outlet_id: i32,
    pub name: String,
    pub lat_e7: i32,
    pub lng_e7: i32,
    pub radius_m: Option<i32>,
}

/// Where the stops of a day are, in their order.
pub async fn plan_places(
    conn: &mut PgConnection,
    rep: RepId,
    date: NaiveDate,
) -> Result<Vec<PlanPlace>, StoreError> {
    Ok(sqlx::query_as!(
        PlanPlace,
        r#"select s.outlet_id, o.name, p.lat_e7 as "lat_e7!", p.lng_e7 as "lng_e7!", p.radius_m
         from day_stop s join outlet o on o.id = s.outlet_id
         join outlet_pin p on p.outlet_id = o.id and p.retired_at is null and p.valid @> s.date
         where s.rep_id = $1 and s.date = $2 and p.lat_e7 is not null and p.lng_e7 is not null order by s.sequence"#,
        rep.0,
        date,
    )
    .fetch_all(conn)
    .await?)
}

pub(super) fn degrees(e7: i32) -> f64 {
    f64::from(e7) / 1e7
}

/// The visit that is open now, as far as it is committed.
pub async fn open_visit(conn: &mut PgConnection, rep: RepId) -> Result<Option<Value>, StoreError> {
    Ok(sqlx::query!(
        "select id, outlet_id, started_at from visit where rep_id = $1 and state = 'open' and source = 'declared' order by started_at desc limit 1",
        rep.0
    )
    .fetch_optional(conn)
    .await?
    .map(|r| json!({ "id": r.id, "outlet_id": r.outlet_id, "at": time(r.started_at) })))
}

fn time(t: DateTime<Utc>) -> String {
    crate::wire::device_reply::rfc3339(t.into())
}

/// What `sync` answers.
pub enum Sync {
    Data(Value),
    /// The cursor is of another store or too old: start over without one.
    Expired,
}

/// The phone's offline data: all of it without a cursor, else what changed since, with tombstones.
pub async fn sync(
    pool: &PgPool,
    rep: RepId,
    time: &CompanyTime,
    since: Option<&str>,
    now: At,
) -> Result<Sync, StoreError> {
    let date = time.date_of(now);
    let mut conn = pool.acquire().await?;
    let store = store_mark(&mut conn).await?;
    let from = match since.map(Cursor::decode) {
        None => None,
        Some(Some(c)) if c.store == store && now.since_ms(c.at) < CURSOR_DAYS * 86_400_000 => {
            message::fetched(&mut conn, rep, utc(c.at), utc(now)).await?;
            Some(c.at.plus_ms(-OVERLAP_MS))
        }
        Some(_) => return Ok(Sync::Expired),
    };
    // What begins or ends by its date changes without a record: on another day than that of the cursor all of it is told.
    let since_date = from.map(|f| time.date_of(f));
    let told = from.filter(|_| since_date == Some(date));
    let history = now.plus_ms(-HISTORY_DAYS * 86_400_000);
    let changed = utc(from.map_or(history, |f| f.max(history)));
    let trade = phone_trade::sync(&mut conn, rep, (date, time), told.map(utc)).await?;
    let work = phone_work::open(&mut conn, rep, (date, time), told.map(utc)).await?;
    let today = Now {
        at: utc(now),
        today: date,
    };
    let suggested = phone_suggested::suggested(&mut conn, rep, today, told.map(utc)).await?;
    let data = json!({
        "cursor": Cursor { store, at: now }.encode(),
        "full": from.is_none(),
        "plan": plan(&mut conn, rep, date).await?,
        "outlets": outlets(&mut conn, rep, date, told).await?,
        "customers": customers(&mut conn, rep, date, told).await?,
        "visits": visits(&mut conn, rep, changed).await?,
        "record_statuses": statuses(&mut conn, rep, changed).await?,
        "messages": messages(&mut conn, rep, changed, utc(now)).await?,
        "track_reads": track_reads(&mut conn, rep, history, told.map(utc)).await?,
        "coaching": phone_coaching::notes(&mut conn, rep, time.date_of(history), told.map(utc)).await?,
        "reasons": reasons(&mut conn, from).await?,
        "catalogue": trade.catalogue,
        "orders": trade.orders,
        "debt": trade.debt,
        "forms": trade.forms.forms,
        "must_sell": trade.forms.must_sell,
        "displays": trade.field.displays,
        "contacts": trade.field.contacts,
        "activities": trade.field.activities,
        "deliveries": trade.field.deliveries,
        "scheme_progress": trade.field.scheme_progress,
        "quotations": work.quotations,
        "tasks": work.tasks,
        "cases": work.cases,
        "appointments": work.appointments,
        "suggested_orders": suggested,
        "privacy": privacy(&mut conn, rep, date, told.map(utc)).await?,
        "tombstones": tombstones(&mut conn, rep, (since_date, date), from.map(|f| (utc(f), utc(now)))).await?,
    });
    Ok(Sync::Data(data))
}

async fn outlets(
    conn: &mut PgConnection,
    rep: RepId,
    date: NaiveDate,
    from: Option<At>,
) -> Result<Vec<Value>, StoreError> {
    let rows = sqlx::query!(
        r#"select distinct on (o.id) o.id, o.code, o.name, o.class, o.channel, o.address, o.customer_id, p.lat_e7 as "lat_e7?", p.lng_e7 as "lng_e7?", p.radius_m as "radius_m?"
           from route_rep rr join route_outlet ro on ro.route_id = rr.route_id and ro.retired_at is null and ro.valid @> $2::date
           join outlet o on o.id = ro.outlet_id and (o.closed_at is null or o.closed_at::date > $2)
           left join outlet_pin p on p.outlet_id = o.id and p.retired_at is null and p.valid @> $2::date
           where rr.rep_id = $1 and rr.retired_at is null and rr.valid @> $2::date
             and ($3::timestamptz is null or greatest(o.updated_at, p.recorded_at, ro.recorded_at, rr.recorded_at) >= $3)
           order by o.id"#,
        rep.0, date, from.map(utc),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| json!({
            "id": r.id, "code": r.code, "name": r.name, "class": r.class, "channel": r.channel, "address": r.address,
            "customer_id": r.customer_id, "lat": r.lat_e7.map(degrees), "lng": r.lng_e7.map(degrees), "radius_m": r.radius_m,
        }))
        .collect())
}

async fn customers(
    conn: &mut PgConnection,
    rep: RepId,
    date: NaiveDate,
    from: Option<At>,
) -> Result<Vec<Value>, StoreError> {
    let rows = sqlx::query!(
        "select distinct c.id, c.code, c.name, c.phone
         from route_rep rr join route_outlet ro on ro.route_id = rr.route_id and ro.retired_at is null and ro.valid @> $2::date
         join outlet o on o.id = ro.outlet_id join customer c on c.id = o.customer_id
         where rr.rep_id = $1 and rr.retired_at is null and rr.valid @> $2::date
           and ($3::timestamptz is null or greatest(c.updated_at, o.updated_at, ro.recorded_at, rr.recorded_at) >= $3)
         order by c.id",
        rep.0, date, from.map(utc),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| json!({ "id": r.id, "code": r.code, "name": r.name, "phone": r.phone }))
        .collect())
}

async fn visits(
    conn: &mut PgConnection,
    rep: RepId,
    changed: DateTime<Utc>,
) -> Result<Vec<Value>, StoreError> {
    let rows = sqlx::query!(
        r#"select v.id, v.date, coalesce(v.outlet_id, l.outlet_id) as "outlet_id?", v.source, v.state, v.started_at, v.ended_at,
             v.overall, v.visit -> 'verdict' as "verdict", v.revision
           from visit v left join visit_link l on l.visit_id = v.id and l.retired_at is null
           where v.rep_id = $1 and v.updated_at >= $2 order by v.started_at, v.id"#,
        rep.0, changed,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| json!({
            "id": r.id, "date": r.date, "outlet_id": r.outlet_id, "source": r.source, "state": r.state,
            "started_at": time(r.started_at), "ended_at": r.ended_at.map(time), "overall": r.overall,
            "verdict": r.verdict, "revision": r.revision,
        }))
        .collect())
}

async fn statuses(
    conn: &mut PgConnection,
    rep: RepId,
    changed: DateTime<Utc>,
) -> Result<Vec<Value>, StoreError> {
    let rows = sqlx::query!(
        "select kind, id, status, status_detail from device_record where rep_id = $1 and (received_at >= $2 or told_at >= $2) order by received_at, id",
        rep.0, changed,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| json!({ "kind": r.kind, "id": r.id, "status": r.status, "detail": r.status_detail }))
        .collect())
}

/// A message as phones read it.
pub fn message(id: i64, text: &str, sent_at: DateTime<Utc>) -> Value {
    json!({ "id": id, "text": text, "sent_at": time(sent_at) })
}

async fn messages(
    conn: &mut PgConnection,
    rep: RepId,
    changed: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Vec<Value>, StoreError> {
    let rows = sqlx::query!(
        r#"select id, text, sent_at, told_at is null as "untold!" from message where rep_id = $1 and sent_at >= $2 order by id"#,
        rep.0,
        changed,
    )
    .fetch_all(&mut *conn)
    .await?;
    let untold: Vec<i64> = rows.iter().filter(|r| r.untold).map(|r| r.id).collect();
    if !untold.is_empty() {
        message::told(conn, &untold, now).await?;
    }
    Ok(rows
        .into_iter()
        .map(|r| message(r.id, &r.text, r.sent_at))
        .collect())
}

/// Who looked at the rep's positions, newest first: a rep is told, not only the auditor. Nothing where nobody has since
/// the phone was told.
async fn track_reads(
    conn: &mut PgConnection,
    rep: RepId,
    since: At,
    told: Option<DateTime<Utc>>,
) -> Result<Option<Vec<Value>>, StoreError> {
    let rows = sqlx::query!(
        r#"select l.recorded_at, u.name as "name?", u.role as "role?", l.detail->>'visit' as visit, l.detail->>'from' as "from", l.detail->>'to' as "to"
           from audit_log l left join app_user u on u.id = l.user_id
           where l.action = 'track.read' and coalesce(l.detail->>'rep_id', substr(l.subject, 6)) = $1 and l.recorded_at >= $2
           order by l.recorded_at desc limit $3"#,
        rep.0.to_string(),
        utc(since),
        TRACK_READS_MAX,
    )
    .fetch_all(conn)
    .await?;
    let newest = rows.first().map(|r| r.recorded_at);
    if told.is_some_and(|told| newest.is_none_or(|at| at < told)) {
        return Ok(None);
    }
    let reads = rows
        .into_iter()
        .map(|r| json!({
            "at": time(r.recorded_at), "by_name": r.name, "by_role": r.role, "visit": r.visit, "from": r.from, "to": r.to,
        }))
        .collect();
    Ok(Some(reads))
}

/// The privacy notice in force, what the rep answered last, and whether work waits for it. Nothing where all of it is as the
/// phone was told.
async fn privacy(
    conn: &mut PgConnection,
    rep: RepId,
    date: NaiveDate,
    told: Option<DateTime<Utc>>,
) -> Result<Option<Value>, StoreError> {
    // Its texts are long and phones ask often: they are read where they are told.
    let published = notice::newest_at(&mut *conn).await?;
    let answer = consent::newest(&mut *conn, rep).await?;
    let changed = told.is_none_or(|told| {
        published.is_some_and(|at| at >= told)
            || answer.as_ref().is_some_and(|a| a.received_at.0 >= told)
    });
    if !changed {
        return Ok(None);
    }
    let notice = notice::newest(&mut *conn).await?;
    let policy = setting::consent(conn, date).await?;
    Ok(Some(json!({
        "policy": policy,
        "notice": notice.map(|n| json!({ "version": n.version, "texts": n.texts, "published_at": time(n.published_at.0) })),
        "answer": answer.map(|a| json!({ "version": a.version, "decision": a.decision, "at": time(a.at.0) })),
    })))
}

async fn tombstones(
    conn: &mut PgConnection,
    rep: RepId,
    (since_date, date): (Option<NaiveDate>, NaiveDate),
    between: Option<(DateTime<Utc>, DateTime<Utc>)>,
) -> Result<Vec<Value>, StoreError> {
    let Some((from, now)) = between else {
        return Ok(Vec::new());
    };
    let visits = sqlx::query!(
        "select distinct visit_id from visit_revision r where rep_id = $1 and change = 'withdrawn' and recorded_at >= $2
           and not exists (select from visit where visit.id = r.visit_id)",
        rep.0,
        from,
    )
    .fetch_all(&mut *conn)
    .await?;
    let outlets = sqlx::query!(
        "select distinct ro.outlet_id from route_rep rr join route_outlet ro on ro.route_id = rr.route_id
         where rr.rep_id = $1 and (greatest(ro.retired_at, rr.retired_at) >= $2
             or upper(ro.valid) > $5 and upper(ro.valid) <= $4 or upper(rr.valid) > $5 and upper(rr.valid) <= $4)
           and not exists (select from route_rep h join route_outlet n on n.route_id = h.route_id
             where h.rep_id = $1 and h.retired_at is null and h.valid @> $4::date
               and n.outlet_id = ro.outlet_id and n.retired_at is null and n.valid @> $4::date)
         union select o.id from outlet o where o.closed_at >= $2 and o.closed_at <= $3",
        rep.0,
        from,
        now,
        date,
        since_date,
    )
    .fetch_all(conn)
    .await?;
    let mut out: Vec<Value> = visits
        .into_iter()
        .map(|r| json!({ "kind": "visit", "id": r.visit_id }))
        .collect();
    out.extend(
        outlets
            .into_iter()
            .map(|r| json!({ "kind": "outlet", "id": r.outlet_id })),
    );
    Ok(out)
}

/// The lists whole, or null where they have not changed.
async fn reasons(conn: &mut PgConnection, from: Option<At>) -> Result<Value, StoreError> {
    if let Some(from) = from
        && !visit_reason::changed_since(&mut *conn, utc(from)).await?
    {
        return Ok(Value::Null);
    }
    visit_reason::of_phone(conn).await
}
