//! Cases: what a customer complains of or asks for, who looks after it, and by when. Whether a deadline was
//! kept is told as of the time of asking, and stored nowhere.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use fieldbeat_domain::time::{At, CompanyTime};
use fieldbeat_trade::crm::{
    appointment::Priority,
    case::{Deadline, State, deadline},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::{PgConnection, PgExecutor, types::Json};
use uuid::Uuid;

use super::{
    about::{self, AboutPut, Work},
    activity::check_note,
    case_deadline,
};
use crate::store::{
    error::StoreError,
    event::{self, NewEvent},
    instant::Instant,
    order::desk,
    page::Since,
    scope::Scope,
    upsert::{ChangeError, Fault, Now, check_text},
};

/// What was done or said.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CaseStep {
    pub state: String,
    pub at: Instant,
    pub by: Option<String>,
    pub note: Option<String>,
    /// How it was settled by this step; it stays here when the case is taken up again.
    pub resolution: Option<String>,
    /// The rep who looks after it from then on, where it went to another.
    pub handed_to: Option<String>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CaseRow {
    pub id: Uuid,
    /// open | in_progress | waiting | resolved | closed
    pub state: String,
    /// low | normal | high | urgent
    pub priority: String,
    /// Who looks after it.
    pub rep_id: i32,
    pub rep_name: String,
    pub subject: String,
    pub note: Option<String>,
    pub customer_id: Option<i32>,
    pub customer_name: Option<String>,
    pub outlet_id: Option<i32>,
    pub outlet_name: Option<String>,
    pub contact_id: Option<i32>,
    pub contact_name: Option<String>,
    pub visit_id: Option<Uuid>,
    pub opened_at: Instant,
    pub respond_by: Instant,
    pub resolve_by: Instant,
    pub responded_at: Option<Instant>,
    pub resolved_at: Option<Instant>,
    pub closed_at: Option<Instant>,
    pub resolution: Option<String>,
    /// Oldest first.
    #[schema(value_type = Vec<CaseStep>)]
    pub steps: Json<Vec<CaseStep>>,
    pub version: i32,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Case {
    #[serde(flatten)]
    pub row: CaseRow,
    /// Of the first response, as of now.
    pub response: Deadline,
    /// Of the resolution, as of now.
    pub settlement: Deadline,
    /// One of the two was not kept.
    pub breached: bool,
}

impl Case {
    fn of(row: CaseRow, now: DateTime<Utc>) -> Self {
        let at = |moment: Option<Instant>| moment.map(|m| m.0);
        let response = deadline(row.respond_by.0, at(row.responded_at), now);
        let settlement = deadline(row.resolve_by.0, at(row.resolved_at), now);
        Self {
            breached: response == Deadline::Breached || settlement == Deadline::Breached,
            row,
            response,
            settlement,
        }
    }
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct CasePut {
    /// Made by the sender, so that a repeat is the same case.
    pub id: Uuid,
    /// Who looks after it; a rep itself where absent.
    pub rep_id: Option<i32>,
    #[serde(default)]
    pub priority: Priority,
    pub subject: String,
    pub note: Option<String>,
    #[serde(flatten)]
    pub about: AboutPut,
}

/// A change; absent fields keep their value.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseChange {
    pub state: Option<State>,
    /// The deadlines are set anew from when it was opened.
    pub priority: Option<Priority>,
    /// Another rep in reach looks after it.
    pub rep_id: Option<i32>,
    /// Somebody has answered the customer; leaving `open` says so, too.
    pub responded: Option<bool>,
    /// Required of what is resolved.
    pub resolution: Option<String>,
    /// Kept with the step.
    pub note: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub struct CaseFilter {
    pub id: Option<Uuid>,
    pub rep_id: Option<i32>,
    pub customer_id: Option<i32>,
    pub outlet_id: Option<i32>,
    pub visit_id: Option<Uuid>,
    pub state: Option<State>,
    pub priority: Option<Priority>,
    /// Whether it still is to be settled.
    pub open: Option<bool>,
    /// Whether a deadline was not kept, as of now.
    pub breached: Option<bool>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub since: Since,
}

/// In scope, newest first, then by id.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    now: Now,
    filter: &CaseFilter,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<Case>, StoreError> {
    let (since, xid) = filter.since.parts();
    let rows = sqlx::query_as!(
        CaseRow,
        r#"
        select a.id, a.state, a.priority, a.rep_id, r.name as rep_name, a.subject, a.note, a.customer_id, c.name as "customer_name?",
          a.outlet_id, o.name as "outlet_name?", a.contact_id, p.name as "contact_name?", a.visit_id,
          a.opened_at as "opened_at: Instant", a.respond_by as "respond_by: Instant", a.resolve_by as "resolve_by: Instant",
          a.responded_at as "responded_at: Instant", a.resolved_at as "resolved_at: Instant", a.closed_at as "closed_at: Instant",
          a.resolution,
          (select coalesce(jsonb_agg(jsonb_build_object('state', t.state, 'at', t.at, 'by', coalesce(tu.name, tr.name), 'note', t.note,
              'resolution', t.resolution, 'handed_to', th.name) order by t.seq), '[]')
            from customer_case_step t left join app_user tu on tu.id = t.user_id left join rep tr on tr.id = t.rep_id
            left join rep th on th.id = t.handed_to
            where t.case_id = a.id) as "steps!: Json<Vec<CaseStep>>",
          a.version
        from customer_case a join rep r on r.id = a.rep_id left join customer c on c.id = a.customer_id
        left join outlet o on o.id = a.outlet_id left join contact p on p.id = a.contact_id
        where ($1::int4[] is null or a.org_unit_id = any($1)) and ($2::int4 is null or a.rep_id = $2)
          and ($3::uuid is null or a.id = $3) and ($4::int4 is null or a.rep_id = $4)
          and ($5::int4 is null or a.customer_id = $5) and ($6::int4 is null or a.outlet_id = $6)
          and ($7::uuid is null or a.visit_id = $7) and ($8::text is null or a.state = $8)
          and ($9::text is null or a.priority = $9) and ($10::bool is null or (a.resolved_at is null) = $10)
          and ($11::bool is null or $11 = (coalesce(a.responded_at, $12) > a.respond_by or coalesce(a.resolved_at, $12) > a.resolve_by))
          and ($13::date is null or a.date >= $13) and ($14::date is null or a.date <= $14)
          and ($15::timestamptz is null or a.updated_at >= $15) and ($16::int8 is null or a.xid >= $16::int8::text::xid8)
          and ($17::timestamptz is null or a.opened_at < $17 or (a.opened_at = $17 and a.id > $18))
        order by a.opened_at desc, a.id limit $19
        "#,
        scope.units() as _,
        scope.rep_id(),
        filter.id,
        filter.rep_id,
        filter.customer_id,
        filter.outlet_id,
        filter.visit_id,
        filter.state.map(State::as_str),
        filter.priority.map(Priority::as_str),
        filter.open,
        filter.breached,
        now.at,
        filter.from,
        filter.to,
        since,
        xid,
        after.map(|a| a.0),
        after.map(|a| a.1),
        limit,
    )
    .fetch_all(db)
    .await?;
    Ok((rows.into_iter())
        .map(|row| Case::of(row, now.at))
        .collect())
}

pub async fn get(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    now: Now,
    id: Uuid,
) -> Result<Case, StoreError> {
    let filter = CaseFilter {
        id: Some(id),
        ..CaseFilter::default()
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
    put: &CasePut,
) -> Result<(), ChangeError> {
    let named = (put.rep_id, &put.about);
    let new = about::work_at_desk(&mut *tx, scope, now, named, put).await?;
    insert(&mut *tx, scope, (now, time), &new).await?;
    tell(tx, now, "case_opened", put.id).await?;
    Ok(())
}

/// Opens it as of when it was made: its deadlines are counted from then.
pub async fn insert(
    tx: &mut PgConnection,
    scope: &Scope,
    (now, time): (Now, CompanyTime),
    new: &Work<'_, CasePut>,
) -> Result<(), ChangeError> {
    let (put, about) = (new.put, &new.about);
    let mut faults = Vec::new();
    check_text("/subject", Some(&put.subject), true, &mut faults);
    check_note(put.note.as_deref(), &mut faults);
    if !faults.is_empty() {
        return Err(ChangeError::Invalid(faults));
    }
    if about.customer_id.is_none() && about.outlet_id.is_none() {
        let fault = Fault::new("/customer_id", "required");
        return Err(ChangeError::Invalid(vec![fault]));
    }
    let (respond_by, resolve_by) = due(&mut *tx, put.priority.as_str(), new.at).await?;
    sqlx::query!(
        r#"
        insert into customer_case (id, priority, rep_id, user_id, org_unit_id, subject, note, customer_id, outlet_id, contact_id,
          visit_id, opened_at, date, respond_by, resolve_by, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
        "#,
        put.id,
        put.priority.as_str(),
        new.rep,
        scope.user_id(),
        new.org_unit,
        put.subject.trim(),
        put.note,
        about.customer_id,
        about.outlet_id,
        about.contact_id,
        about.visit_id,
        new.at,
        time.date_of(At::from(new.at)),
        respond_by,
        resolve_by,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    step(tx, scope, new.at, put.id, State::Open, (None, None)).await?;
    Ok(())
}

/// By when somebody must answer and settle what was opened at a time.
async fn due(
    tx: &mut PgConnection,
    priority: &str,
    opened: DateTime<Utc>,
) -> Result<(DateTime<Utc>, DateTime<Utc>), StoreError> {
    let of = case_deadline::get(tx, priority).await?;
    let after = |minutes: i32| opened + TimeDelta::minutes(i64::from(minutes));
    Ok((after(of.first_response_min), after(of.resolution_min)))
}

async fn step(
    tx: &mut PgConnection,
    scope: &Scope,
    at: DateTime<Utc>,
    id: Uuid,
    state: State,
    (note, resolution): (Option<&str>, Option<&str>),
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"insert into customer_case_step (case_id, seq, state, at, user_id, rep_id, note, resolution)
        select $1, coalesce(max(seq), 0) + 1, $2, $3, $4, $5, $6, $7 from customer_case_step where case_id = $1"#,
        id,
        state.as_str(),
        at,
        scope.user_id(),
        scope.rep_id(),
        note,
        resolution,
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn change(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    id: Uuid,
    seen: Option<i32>,
    put: &CaseChange,
) -> Result<(), ChangeError> {
    let was = sqlx::query!(
        r#"
        select state, priority, rep_id, org_unit_id, opened_at, respond_by, resolve_by, responded_at, resolved_at, closed_at, resolution,
          version
        from customer_case
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
        .unwrap_or(State::Open);
    let state = put.state.unwrap_or(old);
    let mut faults = Vec::new();
    if state != old && !old.may_become(state) {
        faults.push(Fault::new("/state", "wrong_state"));
    }
    if old == State::Closed && put.state.is_none() {
        faults.push(Fault::new("", "wrong_state"));
    }
    check_note(put.note.as_deref(), &mut faults);
    let resolution = if state.is_settled() {
        put.resolution.clone().or(was.resolution.clone())
    } else {
        None
    };
    let needs = state.is_settled();
    check_text("/resolution", resolution.as_deref(), needs, &mut faults);
    if !faults.is_empty() {
        return Err(ChangeError::Invalid(faults));
    }
    let (rep, unit) = match put.rep_id.filter(|rep| *rep != was.rep_id) {
        Some(rep) => (rep, desk::unit_of(&mut *tx, scope, rep, now.today).await?),
        None => (was.rep_id, was.org_unit_id),
    };
    let priority = put
        .priority
        .map_or(was.priority.clone(), |p| p.as_str().to_owned());
    let (respond_by, resolve_by) = if priority == was.priority {
        (was.respond_by, was.resolve_by)
    } else {
        due(&mut *tx, &priority, was.opened_at).await?
    };
    let answered = put.responded == Some(true) || state != State::Open;
    let resolved = needs.then(|| was.resolved_at.unwrap_or(now.at));
    sqlx::query!(
        r#"
        update customer_case set state = $2, priority = $3, rep_id = $4, org_unit_id = $5, respond_by = $6, resolve_by = $7,
          responded_at = coalesce(responded_at, $8), resolved_at = $9, closed_at = $10, resolution = $11, version = version + 1,
          updated_at = $12
        where id = $1
        "#,
        id,
        state.as_str(),
        priority,
        rep,
        unit,
        respond_by,
        resolve_by,
        answered.then_some(now.at),
        resolved,
        (state == State::Closed).then_some(now.at),
        resolution,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    let said = resolution.filter(|now| was.resolution.as_ref() != Some(now));
    if state != old || put.note.is_some() || said.is_some() {
        let words = (put.note.as_deref(), said.as_deref());
        step(tx, scope, now.at, id, state, words).await?;
    }
    if state != old || rep != was.rep_id {
        tell(tx, now, "case_changed", id).await?;
    }
    Ok(())
}

/// Those of a rep that are not closed go to another, who works in a unit; which they were. Each keeps its state and has a step
/// that says so.
pub async fn hand_over(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    (rep, to, unit): (i32, i32, i32),
) -> Result<Vec<Uuid>, StoreError> {
    let handed = sqlx::query_scalar!(
        "update customer_case set rep_id = $2, org_unit_id = $3, version = version + 1, updated_at = $4
         where rep_id = $1 and closed_at is null and ($5::int4[] is null or org_unit_id = any($5)) returning id",
        rep,
        to,
        unit,
        now.at,
        scope.units() as _,
    )
    .fetch_all(&mut *tx)
    .await?;
    sqlx::query!(
        r#"insert into customer_case_step (case_id, seq, state, at, user_id, handed_to)
        select c.id, coalesce((select max(s.seq) from customer_case_step s where s.case_id = c.id), 0) + 1, c.state, $2, $3, $4
        from customer_case c where c.id = any($1)"#,
        &handed,
        now.at,
        scope.user_id(),
        to,
    )
    .execute(&mut *tx)
    .await?;
    for id in &handed {
        tell(tx, now, "case_changed", *id).await?;
    }
    Ok(handed)
}

/// The event of one that was opened at a desk, moved on, settled, closed or given to another rep.
async fn tell(
    tx: &mut PgConnection,
    now: Now,
    kind: &'static str,
    id: Uuid,
) -> Result<(), StoreError> {
    let row = sqlx::query!(
        r#"select state, priority, rep_id, org_unit_id, customer_id, outlet_id, visit_id, opened_at as "opened_at: Instant"
        from customer_case where id = $1"#,
        id
    )
    .fetch_one(&mut *tx)
    .await?;
    let told = json!({
        "case": id, "state": row.state, "priority": row.priority, "customer": row.customer_id, "outlet": row.outlet_id,
        "visit": row.visit_id, "at": row.opened_at,
    });
    let event = NewEvent {
        kind,
        org_unit_id: Some(row.org_unit_id),
        rep_id: Some(row.rep_id),
        subject_id: id.to_string(),
        body: &told,
    };
    event::insert(tx, now.at, &event).await?;
    Ok(())
}
