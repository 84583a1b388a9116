//! Tasks: what a rep is to do, by when.

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::time::{At, CompanyTime};
use fieldbeat_trade::crm::{appointment::Priority, task::State};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use super::{
    about::{self, AboutPut, Work},
    activity::check_note,
};
use crate::store::{
    error::StoreError,
    instant::Instant,
    order::desk,
    page::Since,
    scope::Scope,
    upsert::{ChangeError, Fault, Field, Now, check_text, field},
};

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Task {
    pub id: Uuid,
    /// backlog | todo | in_progress | done | canceled
    pub state: String,
    /// Who does it.
    pub rep_id: i32,
    pub rep_name: String,
    /// low | normal | high | urgent
    pub priority: String,
    pub subject: String,
    pub note: Option<String>,
    /// What who did it, or did not, says of it.
    pub outcome: Option<String>,
    pub customer_id: Option<i32>,
    pub customer_name: Option<String>,
    pub outlet_id: Option<i32>,
    pub outlet_name: Option<String>,
    pub contact_id: Option<i32>,
    pub contact_name: Option<String>,
    pub visit_id: Option<Uuid>,
    pub due_at: Option<Instant>,
    /// Company date of it.
    pub due_date: Option<NaiveDate>,
    /// Open, and its time is over; as of now.
    pub overdue: bool,
    pub ended_at: Option<Instant>,
    pub made_at: Instant,
    pub updated_at: Instant,
    pub version: i32,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct TaskPut {
    /// Made by the sender, so that a repeat is the same task.
    pub id: Uuid,
    /// Who does it; a rep itself where absent.
    pub rep_id: Option<i32>,
    /// `todo` where absent.
    pub state: Option<State>,
    #[serde(default)]
    pub priority: Priority,
    pub subject: String,
    pub note: Option<String>,
    #[serde(flatten)]
    pub about: AboutPut,
    pub due_at: Option<DateTime<Utc>>,
}

/// A change; absent fields keep their value.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskChange {
    pub state: Option<State>,
    /// Another rep in reach does it.
    pub rep_id: Option<i32>,
    pub priority: Option<Priority>,
    pub subject: Option<String>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<String>)]
    pub note: Field<String>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<DateTime<Utc>>)]
    pub due_at: Field<DateTime<Utc>>,
    pub outcome: Option<String>,
    /// In which it was done, as a phone told; kept where none is known.
    #[serde(skip)]
    pub visit_id: Option<Uuid>,
}

#[derive(Clone, Debug, Default)]
pub struct TaskFilter {
    pub id: Option<Uuid>,
    pub rep_id: Option<i32>,
    /// This unit and all below it.
    pub org_unit_id: Option<i32>,
    pub customer_id: Option<i32>,
    pub outlet_id: Option<i32>,
    pub visit_id: Option<Uuid>,
    pub state: Option<State>,
    /// Whether it still is to be done.
    pub open: Option<bool>,
    pub due_from: Option<NaiveDate>,
    pub due_to: Option<NaiveDate>,
    pub since: Since,
}

/// In scope, newest first, then by id.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    now: Now,
    filter: &TaskFilter,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<Task>, StoreError> {
    let (since, xid) = filter.since.parts();
    Ok(sqlx::query_as!(
        Task,
        r#"
        select k.id, k.state, k.rep_id, r.name as rep_name, k.priority, k.subject, k.note, k.outcome, k.customer_id, c.name as "customer_name?",
          k.outlet_id, o.name as "outlet_name?", k.contact_id, p.name as "contact_name?", k.visit_id,
          k.due_at as "due_at: Instant", k.due_date, (k.ended_at is null and coalesce(k.due_at < $14, false)) as "overdue!",
          k.ended_at as "ended_at: Instant", k.made_at as "made_at: Instant", k.updated_at as "updated_at: Instant", k.version
        from task k join rep r on r.id = k.rep_id left join customer c on c.id = k.customer_id
        left join outlet o on o.id = k.outlet_id left join contact p on p.id = k.contact_id
        where ($1::int4[] is null or k.org_unit_id = any($1)) and ($2::int4 is null or k.rep_id = $2)
          and ($3::uuid is null or k.id = $3) and ($4::int4 is null or k.rep_id = $4)
          and ($5::int4 is null or k.org_unit_id in (with recursive below as (
            select $5::int4 as id union all select u.id from org_unit u join below b on u.parent_id = b.id) select id from below))
          and ($6::int4 is null or k.customer_id = $6) and ($7::int4 is null or k.outlet_id = $7)
          and ($8::uuid is null or k.visit_id = $8) and ($9::text is null or k.state = $9)
          and ($10::bool is null or (k.ended_at is null) = $10)
          and ($11::date is null or k.due_date >= $11) and ($12::date is null or k.due_date <= $12)
          and ($13::timestamptz is null or k.updated_at >= $13) and ($15::int8 is null or k.xid >= $15::int8::text::xid8)
          and ($16::timestamptz is null or k.made_at < $16 or (k.made_at = $16 and k.id > $17))
        order by k.made_at desc, k.id limit $18
        "#,
        scope.units() as _,
        scope.rep_id(),
        filter.id,
        filter.rep_id,
        filter.org_unit_id,
        filter.customer_id,
        filter.outlet_id,
        filter.visit_id,
        filter.state.map(State::as_str),
        filter.open,
        filter.due_from,
        filter.due_to,
        since,
        now.at,
        xid,
        after.map(|a| a.0),
        after.map(|a| a.1),
        limit,
    )
    .fetch_all(db)
    .await?)
}

pub async fn get(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    now: Now,
    id: Uuid,
) -> Result<Task, StoreError> {
    let filter = TaskFilter {
        id: Some(id),
        ..TaskFilter::default()
    };
    let found = list(db, scope, now, &filter, None, 1).await?.pop();
    found.ok_or(StoreError::NotFound)
}

/// By a person at a desk.
pub async fn create(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    time: CompanyTime,
    put: &TaskPut,
) -> Result<(), ChangeError> {
    let named = (put.rep_id, &put.about);
    let new = about::work_at_desk(&mut *tx, scope, now, named, put).await?;
    insert(tx, scope, (now, time), &new).await
}

pub async fn insert(
    tx: &mut PgConnection,
    scope: &Scope,
    (now, time): (Now, CompanyTime),
    new: &Work<'_, TaskPut>,
) -> Result<(), ChangeError> {
    let (put, about) = (new.put, &new.about);
    let state = put.state.unwrap_or(State::Todo);
    let mut faults = Vec::new();
    check_text("/subject", Some(&put.subject), true, &mut faults);
    check_note(put.note.as_deref(), &mut faults);
    if !faults.is_empty() {
        return Err(ChangeError::Invalid(faults));
    }
    sqlx::query!(
        r#"
        insert into task (id, state, rep_id, user_id, org_unit_id, priority, subject, note, customer_id, outlet_id, contact_id, visit_id,
          due_at, due_date, ended_at, made_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        "#,
        put.id,
        state.as_str(),
        new.rep,
        scope.user_id(),
        new.org_unit,
        put.priority.as_str(),
        put.subject.trim(),
        put.note,
        about.customer_id,
        about.outlet_id,
        about.contact_id,
        about.visit_id,
        put.due_at,
        put.due_at.map(|due| time.date_of(At::from(due))),
        state.has_ended().then_some(new.at),
        new.at,
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Changes one in scope; what ends by it ended at a time.
pub async fn change(
    tx: &mut PgConnection,
    scope: &Scope,
    (now, time, at): (Now, CompanyTime, DateTime<Utc>),
    id: Uuid,
    seen: Option<i32>,
    put: &TaskChange,
) -> Result<(), ChangeError> {
    let was = sqlx::query!(
        r#"
        select state, rep_id, org_unit_id, priority, subject, note, outcome, due_at, ended_at, version from task
        where id = $1 and ($2::int4[] is null or org_unit_id = any($2)) and ($3::int4 is null or rep_id = $3) for update
        "#,
        id,
        scope.units() as _,
        scope.rep_id(),
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(StoreError::NotFound)?;
    if seen.is_some_and(|v| v != was.version) {
        return Err(ChangeError::Stale(was.version));
    }
    let old = (State::ALL.into_iter())
        .find(|s| s.as_str() == was.state)
        .unwrap_or(State::Todo);
    let state = put.state.unwrap_or(old);
    let mut faults = Vec::new();
    if state != old && !old.may_become(state) {
        faults.push(Fault::new("/state", "wrong_state"));
    }
    check_text("/subject", put.subject.as_deref(), false, &mut faults);
    check_note(put.note.as_ref().and_then(Option::as_deref), &mut faults);
    check_text("/outcome", put.outcome.as_deref(), false, &mut faults);
    if !faults.is_empty() {
        return Err(ChangeError::Invalid(faults));
    }
    let (rep, unit) = match put.rep_id.filter(|rep| *rep != was.rep_id) {
        Some(rep) => (rep, desk::unit_of(&mut *tx, scope, rep, now.today).await?),
        None => (was.rep_id, was.org_unit_id),
    };
    let due = put.due_at.unwrap_or(was.due_at);
    let ended = state
        .has_ended()
        .then(|| was.ended_at.filter(|_| state == old).unwrap_or(at));
    sqlx::query!(
        r#"
        update task set state = $2, rep_id = $3, org_unit_id = $4, priority = $5, subject = $6, note = $7, due_at = $8, due_date = $9,
          ended_at = $10, outcome = $11, visit_id = coalesce(visit_id, $12), version = version + 1, updated_at = $13
        where id = $1
        "#,
        id,
        state.as_str(),
        rep,
        unit,
        put.priority
            .map_or(was.priority, |p| p.as_str().to_owned()),
        put.subject.as_deref().map_or(was.subject.as_str(), str::trim),
        put.note.clone().unwrap_or(was.note),
        due,
        due.map(|due| time.date_of(At::from(due))),
        ended,
        put.outcome.clone().or(was.outcome),
        put.visit_id,
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(())
}
