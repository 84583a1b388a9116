//! What was judged: visits, their revisions, rep-days, and the event of each change. Used by the
//! writer inside its transaction; reading them for people is visit.rs and rep_day.rs.

use std::collections::HashMap;

use chrono::NaiveDate;
use fieldbeat_domain::{
    id::{OrgUnitId, RepId, VisitId},
    time::At,
    visit::{Visit, VisitSource, VisitState},
};
use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    event::Cursor,
    evidence,
    fix::utc,
    unit::{JudgedDay, StoredEvent, VisitWrite},
};

/// The rep-day that a write belongs to.
#[derive(Clone, Copy)]
pub struct Place {
    pub rep: RepId,
    pub org_unit: OrgUnitId,
    pub date: NaiveDate,
    /// Time of the change, where a visit has no time of its own.
    pub now: At,
}

const fn source(visit: &Visit) -> &'static str {
    match visit.source {
        VisitSource::Declared => "declared",
        VisitSource::Detected => "detected",
    }
}

const fn state(visit: &Visit) -> &'static str {
    match visit.state {
        VisitState::Open => "open",
        VisitState::Closed => "closed",
        VisitState::Cancelled => "cancelled",
    }
}

/// The word of a serialised unit enum.
fn word<T: serde::Serialize>(value: T) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(s)) => s,
        _ => String::new(),
    }
}

/// Applies a change seen by the live fold.
pub async fn apply(
    conn: &mut PgConnection,
    place: Place,
    write: &VisitWrite,
    events: &mut Vec<StoredEvent>,
) -> Result<(), sqlx::Error> {
    match write {
        VisitWrite::Upsert(visit) => upsert(conn, place, visit, events).await,
        VisitWrite::Withdraw { id, into } => withdraw(conn, place, *id, *into, events).await,
    }
}

async fn upsert(
    conn: &mut PgConnection,
    place: Place,
    visit: &Visit,
    events: &mut Vec<StoredEvent>,
) -> Result<(), sqlx::Error> {
    let before = sqlx::query!(
        "select rep_id, state, revision, visit from visit where id = $1 for update",
        visit.id.0
    )
    .fetch_optional(&mut *conn)
    .await?;
    let after = serde_json::to_value(visit).unwrap_or(Value::Null);
    if let Some(b) = &before
        && (b.rep_id != place.rep.0 || b.visit == after)
    {
        return Ok(());
    }
    let revision = before.as_ref().map_or(1, |b| b.revision + 1);
    let started = visit.started_at().unwrap_or(place.now);
    sqlx::query!(
        "insert into visit (id, rep_id, date, org_unit_id, outlet_id, source, state, visit_type, started_at, ended_at, overall, visit, revision, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
         on conflict (id) do update set date = excluded.date, outlet_id = excluded.outlet_id, source = excluded.source, state = excluded.state,
           visit_type = excluded.visit_type, started_at = excluded.started_at, ended_at = excluded.ended_at, overall = excluded.overall,
           visit = excluded.visit, revision = excluded.revision, updated_at = excluded.updated_at",
        visit.id.0,
        place.rep.0,
        place.date,
        place.org_unit.0,
        visit.outlet.map(|o| o.0),
        source(visit),
        state(visit),
        word(visit.visit_type),
        utc(started),
        visit.check_out_at.or(visit.departed_at).map(utc),
        word(visit.verdict.overall),
        after,
        revision,
        utc(place.now),
    )
    .execute(&mut *conn)
    .await?;
    let change = match (&before, visit.state) {
        (None, VisitState::Open) => "opened",
        (None, _) => "closed",
        (Some(b), VisitState::Closed | VisitState::Cancelled) if b.state == "open" => "closed",
        _ => "changed",
    };
    record(
        conn,
        place,
        visit.id,
        revision,
        change,
        before.map(|b| b.visit),
        Some(after),
    )
    .await?;
    let kind = match change {
        "opened" => "visit_opened",
        "closed" => "visit_closed",
        _ => "visit_revised",
    };
    events.push(event(conn, place, kind, visit.id.0.to_string(), summary(visit)).await?);
    for old in &visit.absorbed {
        redirect(conn, *old, visit.id).await?;
    }
    Ok(())
}

async fn redirect(conn: &mut PgConnection, old: VisitId, new: VisitId) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into visit_redirect (old_id, new_id) values ($1, $2) on conflict (old_id) do update set new_id = excluded.new_id",
        old.0, new.0,
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn withdraw(
    conn: &mut PgConnection,
    place: Place,
    id: VisitId,
    into: Option<VisitId>,
    events: &mut Vec<StoredEvent>,
) -> Result<(), sqlx::Error> {
    let gone = sqlx::query!(
        "delete from visit where id = $1 and rep_id = $2 returning revision, visit, outlet_id",
        id.0,
        place.rep.0
    )
    .fetch_optional(&mut *conn)
    .await?;
    if let Some(into) = into {
        redirect(conn, id, into).await?;
    }
    if let Some(gone) = gone {
        let body = json!({ "visit": id, "outlet": gone.outlet_id, "into": into });
        record(
            conn,
            place,
            id,
            gone.revision + 1,
            "withdrawn",
            Some(gone.visit),
            None,
        )
        .await?;
        events.push(event(conn, place, "visit_withdrawn", id.0.to_string(), body).await?);
    }
    Ok(())
}

async fn record(
    conn: &mut PgConnection,
    place: Place,
    id: VisitId,
    revision: i32,
    change: &str,
    before: Option<Value>,
    after: Option<Value>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into visit_revision (visit_id, rep_id, date, revision, change, before, after, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        id.0, place.rep.0, place.date, revision, change, before, after, utc(place.now),
    )
    .execute(conn)
    .await?;
    Ok(())
}

fn summary(visit: &Visit) -> Value {
    json!({
        "visit": visit.id,
        "outlet": visit.outlet,
        "state": visit.state,
        "source": visit.source,
        "overall": visit.verdict.overall,
        "at": visit.check_out_at.or(visit.check_in_at).or(visit.arrived_at)
            .map(crate::wire::device_reply::rfc3339),
    })
}

/// Appends an event and returns it with its cursor.
pub async fn event(
    conn: &mut PgConnection,
    place: Place,
    kind: &'static str,
    subject: String,
    body: Value,
) -> Result<StoredEvent, sqlx::Error> {
    let row = sqlx::query!(
        r#"insert into event (kind, org_unit_id, rep_id, subject_id, body) values ($1, $2, $3, $4, $5)
           returning id, xid::text::int8 as "xid!", (select store from company) as store"#,
        kind, place.org_unit.0, place.rep.0, subject, body,
    )
    .fetch_one(conn)
    .await?;
    Ok(StoredEvent {
        cursor: Cursor::new(row.store.unwrap_or_default(), row.xid, row.id).text(),
        kind,
        rep: place.rep,
        org_unit: place.org_unit,
        body,
    })
}

/// Replaces what is stored of a rep-day by a fresh judgement: differences become revisions and
/// events, the dirty mark goes if nothing came since it was read.
pub async fn adopt(
    conn: &mut PgConnection,
    place: Place,
    day: &JudgedDay,
    events: &mut Vec<StoredEvent>,
) -> Result<(), sqlx::Error> {
    let stored = sqlx::query!(
        "select id from visit where rep_id = $1 and date = $2 order by id",
        place.rep.0,
        day.date
    )
    .fetch_all(&mut *conn)
    .await?;
    let judged: HashMap<Uuid, &Visit> = day.report.visits.iter().map(|v| (v.id.0, v)).collect();
    let absorber = |id: Uuid| {
        day.report
            .visits
            .iter()
            .find(|v| v.absorbed.contains(&VisitId(id)))
            .map(|v| v.id)
    };
    let live = |id: &Uuid| day.newer.contains(&VisitId(*id));
    for old in stored
        .iter()
        .filter(|old| !judged.contains_key(&old.id) && !live(&old.id))
    {
        withdraw(conn, place, VisitId(old.id), absorber(old.id), events).await?;
    }
    for visit in day.report.visits.iter().filter(|v| !live(&v.id.0)) {
        upsert(conn, place, visit, events).await?;
    }
    let mut report = serde_json::to_value(&*day.report).unwrap_or(Value::Null);
    if let Some(map) = report.as_object_mut() {
        map.remove("visits");
    }
    sqlx::query!(
        "insert into rep_day (rep_id, date, org_unit_id, rule_version, report, hash, judged_as_of) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (rep_id, date) do update set rule_version = excluded.rule_version, report = excluded.report, hash = excluded.hash,
           judged_as_of = excluded.judged_as_of, revision = rep_day.revision + (rep_day.hash <> excluded.hash)::int4",
        place.rep.0,
        day.date,
        day.org_unit.0,
        day.report.rule_version.0,
        report,
        day.report.hash.as_slice(),
        utc(day.as_of),
    )
    .execute(&mut *conn)
    .await?;
    // What the live fold has changed since is not what was judged: the day's end judges again.
    if let Some(sealed) = day.evidence.as_ref().filter(|_| day.newer.is_empty()) {
        evidence::seal(conn, place, sealed).await?;
    }
    sqlx::query!(
        "delete from rep_day_dirty where rep_id = $1 and date = $2 and version = $3",
        place.rep.0,
        day.date,
        day.dirty_version,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The visits of a rep-day as stored. Rows of another build that cannot be read are left out:
/// their day is judged again with its next input.
pub async fn of_rep_day(
    conn: &mut PgConnection,
    rep: RepId,
    date: NaiveDate,
) -> Result<Vec<Visit>, super::StoreError> {
    let rows = sqlx::query_scalar!(
        "select visit from visit where rep_id = $1 and date = $2 order by started_at, id",
        rep.0,
        date
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|v| serde_json::from_value(v).ok())
        .collect())
}
