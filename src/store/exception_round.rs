//! What the server does to exceptions by itself: opens one where a cause holds, closes it once the cause
//! has ended. Each change, its line of history and its event are one transaction's.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::{
    exception::{Finding, Kind, Standing},
    id::{OrgUnitId, RepId},
    time::At,
};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    error::StoreError,
    event::{self, NewEvent},
    exception::{self, Told},
    record_inbox::News,
};

/// "Somebody looks for exceptions."
const ROUND_LOCK: i64 = 0x6669_656c_6462_0019;
/// Openings of one round; the rest come with the next.
pub const OPENED_MAX: usize = 1_000;

/// Whether this transaction may look for exceptions: one server at a time does.
pub async fn lock(tx: &mut PgConnection) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"select pg_try_advisory_xact_lock($1) as "free!""#,
        ROUND_LOCK
    )
    .fetch_one(tx)
    .await?)
}

/// What a look asks besides what is asked always.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Depth {
    /// How far everybody is from the own outlets.
    pub territory: bool,
    /// The misses of outlets, which change once a day.
    pub misses: bool,
}

impl Depth {
    pub const FULL: Self = Self {
        territory: true,
        misses: true,
    };
}

/// Between two looks that ask for it.
const TERRITORY_EVERY_S: f64 = 60.0;
const MISSES_EVERY_S: f64 = 600.0;
/// Whoever says that the next look is farther off than this said so on another clock.
const NEXT_WITHIN_S: f64 = 3_600.0;

/// How deep a look would be now, by the clock that all servers share; `None`: it is too early for one. To be asked under [`lock`].
pub async fn due(tx: &mut PgConnection) -> Result<Option<Depth>, StoreError> {
    let row = sqlx::query!(
        r#"select next_at <= clock_timestamp() or next_at > clock_timestamp() + make_interval(secs => $3) as "due!",
             territory_at <= clock_timestamp() - make_interval(secs => $1) as "territory!",
             misses_at <= clock_timestamp() - make_interval(secs => $2) as "misses!"
           from exception_look"#,
        TERRITORY_EVERY_S,
        MISSES_EVERY_S,
        NEXT_WITHIN_S,
    )
    .fetch_one(tx)
    .await?;
    Ok(row.due.then_some(Depth {
        territory: row.territory,
        misses: row.misses,
    }))
}

/// A look is done; the next is due after `rest`.
pub async fn done(tx: &mut PgConnection, depth: Depth, rest: Duration) -> Result<(), StoreError> {
    sqlx::query!(
        "update exception_look set next_at = clock_timestamp() + make_interval(secs => $1),
           territory_at = case when $2 then clock_timestamp() else territory_at end,
           misses_at = case when $3 then clock_timestamp() else misses_at end",
        rest.as_secs_f64().min(NEXT_WITHIN_S),
        depth.territory,
        depth.misses,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// An exception whose cause has not ended.
pub struct Known {
    pub id: Uuid,
    pub kind: Kind,
    pub subject: String,
    pub date: NaiveDate,
    pub standing: Standing,
}

/// Those of the given kinds.
pub async fn known(tx: &mut PgConnection, kinds: &[Kind]) -> Result<Vec<Known>, StoreError> {
    let words: Vec<String> = kinds.iter().map(|k| k.as_str().to_owned()).collect();
    let rows = sqlx::query!(
        "select id, kind, subject, date, calm_since from field_exception where cause_ended_at is null and kind = any($1)",
        &words
    )
    .fetch_all(tx)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|r| {
            Some(Known {
                id: r.id,
                kind: exception::kind(&r.kind)?,
                subject: r.subject,
                date: r.date,
                standing: Standing {
                    calm_since: r.calm_since.map(At::from),
                },
            })
        })
        .collect())
}

/// A cause that holds, with whom it concerns.
#[derive(Clone, Debug)]
pub struct Cause {
    pub kind: Kind,
    pub subject: String,
    pub rep_id: i32,
    pub org_unit_id: i32,
    pub date: NaiveDate,
    pub visit_id: Option<Uuid>,
    pub outlet_id: Option<i32>,
    pub finding: Finding,
}

/// An exception that has changed, to be told to the boards after the commit.
pub struct Changed {
    pub org_unit: OrgUnitId,
    pub rep: RepId,
    pub news: News,
}

/// Opens what is not open yet.
pub async fn open(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    causes: &[Cause],
) -> Result<Vec<Changed>, StoreError> {
    let ids: Vec<Uuid> = causes.iter().map(|_| Uuid::now_v7()).collect();
    let evidence: Vec<Value> = causes
        .iter()
        .map(|c| serde_json::to_value(c.finding).unwrap_or_default())
        .collect();
    let rows: Vec<Row<'_>> = causes
        .iter()
        .zip(ids)
        .zip(&evidence)
        .map(|((cause, id), evidence)| Row {
            id,
            cause,
            evidence,
        })
        .collect();
    insert(tx, now, &rows).await
}

/// An exception on its way into the table.
pub(super) struct Row<'a> {
    pub id: Uuid,
    pub cause: &'a Cause,
    pub evidence: &'a Value,
}

/// Inserts, with the nearest supervisor above as owner, its line of history and its event. What is open
/// already stays as it is.
pub(super) async fn insert(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    rows: &[Row<'_>],
) -> Result<Vec<Changed>, StoreError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = rows.iter().map(|r| r.id).collect();
    let kinds: Vec<String> = each(rows, |r| r.cause.kind.as_str().to_owned());
    let subjects: Vec<String> = each(rows, |r| r.cause.subject.clone());
    let reps: Vec<i32> = each(rows, |r| r.cause.rep_id);
    let units: Vec<i32> = each(rows, |r| r.cause.org_unit_id);
    let dates: Vec<NaiveDate> = each(rows, |r| r.cause.date);
    let severities: Vec<String> = each(rows, |r| exception::severity(r.cause.kind).to_owned());
    let visits: Vec<Option<Uuid>> = each(rows, |r| r.cause.visit_id);
    let outlets: Vec<Option<i32>> = each(rows, |r| r.cause.outlet_id);
    let evidence: Vec<Value> = each(rows, |r| r.evidence.clone());
    let made = sqlx::query_as!(
        Told,
        r#"
        insert into field_exception (id, kind, subject, rep_id, org_unit_id, date, severity, visit_id, outlet_id, evidence,
          opened_at, updated_at, owner_user_id)
        select t.id, t.kind, t.subject, t.rep, t.unit, t.date, t.severity, t.visit, t.outlet, t.evidence, $1, $1, (
          with recursive up as (
            select o.id, o.parent_id, 0 as steps from org_unit o where o.id = t.unit
            union all select o.id, o.parent_id, up.steps + 1 from up join org_unit o on o.id = up.parent_id
          )
          select u.id from up join app_user u on u.org_unit_id = up.id
          where u.disabled_at is null and u.role in ('supervisor', 'regional_manager')
          order by up.steps, u.role = 'supervisor' desc, u.id limit 1
        )
        from unnest($2::uuid[], $3::text[], $4::text[], $5::int4[], $6::int4[], $7::date[], $8::text[], $9::uuid[], $10::int4[], $11::jsonb[])
          as t(id, kind, subject, rep, unit, date, severity, visit, outlet, evidence)
        on conflict do nothing
        returning id, kind, severity, state, rep_id, org_unit_id, date, opened_at, cause_ended_at, owner_user_id, visit_id, outlet_id,
          evidence, reason
        "#,
        now,
        &ids,
        &kinds,
        &subjects,
        &reps,
        &units,
        &dates,
        &severities,
        &visits as &[Option<Uuid>],
        &outlets as &[Option<i32>],
        &evidence,
    )
    .fetch_all(&mut *tx)
    .await?;
    note(tx, now, "open", &made).await?;
    tell(tx, now, "exception_opened", made).await
}

fn each<T>(rows: &[Row<'_>], of: impl Fn(&Row<'_>) -> T) -> Vec<T> {
    rows.iter().map(of).collect()
}

/// Notes that causes are gone and may come back (`Some`), or have come back.
pub async fn calm(
    tx: &mut PgConnection,
    since: Option<DateTime<Utc>>,
    ids: &[Uuid],
) -> Result<(), StoreError> {
    sqlx::query!(
        "update field_exception set calm_since = $1 where id = any($2)",
        since,
        ids
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// A cause that has ended.
pub struct Ended {
    pub id: Uuid,
    pub at: At,
    /// cause_ended | day_over
    pub why: &'static str,
}

/// Ends causes, and closes what no person has resolved.
pub async fn end(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    ended: &[Ended],
) -> Result<Vec<Changed>, StoreError> {
    if ended.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = ended.iter().map(|e| e.id).collect();
    let at: Vec<DateTime<Utc>> = ended.iter().map(|e| e.at.to_utc().unwrap_or(now)).collect();
    let why: Vec<String> = ended.iter().map(|e| e.why.to_owned()).collect();
    let resolved = sqlx::query!(
        r#"
        with t as (select * from unnest($1::uuid[], $2::timestamptz[]) as t(id, at)),
        done as (
          update field_exception e set cause_ended_at = greatest(t.at, e.opened_at), updated_at = $3 from t
          where e.id = t.id and e.state = 'resolved' returning e.id
        )
        insert into field_exception_action (exception_id, action, recorded_at) select id, 'end_cause', $3 from done
        "#,
        &ids,
        &at,
        now,
    )
    .execute(&mut *tx)
    .await?;
    if resolved.rows_affected() == ended.len() as u64 {
        return Ok(Vec::new());
    }
    let closed = sqlx::query_as!(
        Told,
        r#"
        update field_exception e set cause_ended_at = greatest(t.at, e.opened_at), state = 'resolved', reason = t.why, resolved_at = $4,
          resolved_by = null, updated_at = $4
        from unnest($1::uuid[], $2::timestamptz[], $3::text[]) as t(id, at, why)
        where e.id = t.id and e.state <> 'resolved'
        returning e.id, e.kind, e.severity, e.state, e.rep_id, e.org_unit_id, e.date, e.opened_at, e.cause_ended_at, e.owner_user_id,
          e.visit_id, e.outlet_id, e.evidence, e.reason
        "#,
        &ids,
        &at,
        &why,
        now,
    )
    .fetch_all(&mut *tx)
    .await?;
    note(tx, now, "close", &closed).await?;
    tell(tx, now, "exception_closed", closed).await
}

/// A line of history of the server's own doing.
async fn note(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    action: &str,
    rows: &[Told],
) -> Result<(), StoreError> {
    let ids: Vec<Uuid> = rows.iter().map(|r| r.id).collect();
    let owners: Vec<Option<i32>> = rows.iter().map(|r| r.owner_user_id).collect();
    let reasons: Vec<Option<String>> = rows.iter().map(|r| r.reason.clone()).collect();
    sqlx::query!(
        r#"
        insert into field_exception_action (exception_id, action, owner_user_id, reason, recorded_at)
        select t.id, $1, case when $1 = 'open' then t.owner end, t.reason, $2
        from unnest($3::uuid[], $4::int4[], $5::text[]) as t(id, owner, reason)
        "#,
        action,
        now,
        &ids,
        &owners as &[Option<i32>],
        &reasons as &[Option<String>],
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// The events of changed exceptions.
pub(super) async fn tell(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    kind: &'static str,
    rows: Vec<Told>,
) -> Result<Vec<Changed>, StoreError> {
    let mut changed = Vec::with_capacity(rows.len());
    for told in rows {
        let body = told.body();
        let event = NewEvent {
            kind,
            org_unit_id: Some(told.org_unit_id),
            rep_id: Some(told.rep_id),
            subject_id: told.id.to_string(),
            body: &body,
        };
        let event = event::insert(tx, now, &event).await?;
        changed.push(Changed {
            org_unit: OrgUnitId(told.org_unit_id),
            rep: RepId(told.rep_id),
            news: told.news(kind, event),
        });
    }
    Ok(changed)
}
