//! Activities: calls, messages, notes, meetings, greetings and gifts with customers, planned or told afterwards.

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::time::{At, CompanyTime};
use fieldbeat_trade::crm::activity::{GRACE, Kind, Standing, State, standing};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use super::about::{self, About, AboutPut};
use crate::store::{
    error::StoreError,
    instant::Instant,
    page::Since,
    scope::Scope,
    upsert::{ChangeError, Fault, Field, Now, check_text, field},
};

/// Length limit of notes.
pub const NOTE_MAX: usize = 2_000;
/// A working day and more.
pub(super) const DURATION_MAX: i32 = 1_440;

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ActivityRow {
    pub id: Uuid,
    /// call | email | sms | note | meeting | greeting | gift
    pub kind: String,
    /// planned | held | not_held
    pub state: String,
    pub rep_id: i32,
    pub rep_name: String,
    pub customer_id: Option<i32>,
    pub customer_name: Option<String>,
    pub outlet_id: Option<i32>,
    pub outlet_name: Option<String>,
    pub contact_id: Option<i32>,
    pub contact_name: Option<String>,
    pub visit_id: Option<Uuid>,
    pub subject: String,
    pub note: Option<String>,
    /// Null: nobody had planned it.
    pub due_at: Option<Instant>,
    pub ended_at: Option<Instant>,
    /// Company date of its plan; without one, of its end.
    pub date: NaiveDate,
    /// What the list is ordered by: when it ended, else when it is due.
    pub at: Instant,
    pub duration_min: Option<i32>,
    pub outcome: Option<String>,
    /// Why it was not held.
    pub reason: Option<String>,
    pub value_minor: Option<i64>,
    pub version: i32,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Activity {
    #[serde(flatten)]
    pub row: ActivityRow,
    /// Against its plan, as of now.
    pub standing: Standing,
}

impl Activity {
    fn of(row: ActivityRow, now: DateTime<Utc>) -> Self {
        let (due, ended) = (row.due_at.map(|d| d.0), row.ended_at.map(|e| e.0));
        let standing = standing(state_of(&row.state), due, ended, now);
        Self { row, standing }
    }
}

/// A state as stored; the table holds no other word.
fn state_of(word: &str) -> State {
    let known = State::ALL.into_iter().find(|s| s.as_str() == word);
    known.unwrap_or(State::Planned)
}

/// A new activity. Without `state` it is planned where it has `due_at`, else held.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct ActivityPut {
    /// Made by the sender, so that a repeat is the same activity.
    pub id: Uuid,
    pub kind: Kind,
    /// Whose it is; a rep's own where absent.
    pub rep_id: Option<i32>,
    #[serde(flatten)]
    pub about: AboutPut,
    pub subject: String,
    pub note: Option<String>,
    pub state: Option<State>,
    pub due_at: Option<DateTime<Utc>>,
    /// Now where absent.
    pub ended_at: Option<DateTime<Utc>>,
    pub duration_min: Option<i32>,
    pub outcome: Option<String>,
    /// Required of what was not held.
    pub reason: Option<String>,
    pub value_minor: Option<i64>,
}

/// A change; absent fields keep their value. What was held or not held keeps its state and times.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActivityChange {
    pub state: Option<State>,
    pub subject: Option<String>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<String>)]
    pub note: Field<String>,
    pub due_at: Option<DateTime<Utc>>,
    /// Of what is held or not held now; now where absent.
    pub ended_at: Option<DateTime<Utc>>,
    pub duration_min: Option<i32>,
    pub outcome: Option<String>,
    pub reason: Option<String>,
}

/// What a list is cut by.
#[derive(Clone, Debug, Default)]
pub struct ActivityFilter {
    pub id: Option<Uuid>,
    pub rep_id: Option<i32>,
    pub customer_id: Option<i32>,
    pub outlet_id: Option<i32>,
    pub contact_id: Option<i32>,
    pub visit_id: Option<Uuid>,
    pub kind: Option<Kind>,
    pub state: Option<State>,
    pub standing: Option<Standing>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub since: Since,
}

const fn standing_word(standing: Standing) -> &'static str {
    match standing {
        Standing::Open => "open",
        Standing::Overdue => "overdue",
        Standing::InTime => "in_time",
        Standing::Late => "late",
        Standing::NotHeld => "not_held",
        Standing::Unplanned => "unplanned",
    }
}

/// In scope, newest first, then by id. Which standing a row has is `trade::crm`'s to say; the filter says
/// the same of rows that are not read.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    now: Now,
    filter: &ActivityFilter,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<Activity>, StoreError> {
    let (since, xid) = filter.since.parts();
    let rows = sqlx::query_as!(
        ActivityRow,
        r#"
        select a.id, a.kind, a.state, a.rep_id, r.name as rep_name, a.customer_id, c.name as "customer_name?", a.outlet_id,
          o.name as "outlet_name?", a.contact_id, p.name as "contact_name?", a.visit_id, a.subject, a.note,
          a.due_at as "due_at: Instant", a.ended_at as "ended_at: Instant", a.date, a.at as "at!: Instant", a.duration_min,
          a.outcome, a.reason, a.value_minor, a.version
        from activity a join rep r on r.id = a.rep_id left join customer c on c.id = a.customer_id
        left join outlet o on o.id = a.outlet_id left join contact p on p.id = a.contact_id
        where ($1::int4[] is null or a.org_unit_id = any($1)) and ($2::int4 is null or a.rep_id = $2)
          and ($3::uuid is null or a.id = $3) and ($4::int4 is null or a.rep_id = $4)
          and ($5::int4 is null or a.customer_id = $5) and ($6::int4 is null or a.outlet_id = $6)
          and ($7::int4 is null or a.contact_id = $7) and ($8::uuid is null or a.visit_id = $8)
          and ($9::text is null or a.kind = $9) and ($10::text is null or a.state = $10)
          and ($11::date is null or a.date >= $11) and ($12::date is null or a.date <= $12)
          and ($13::timestamptz is null or a.updated_at >= $13) and ($14::int8 is null or a.xid >= $14::int8::text::xid8)
          and ($15::timestamptz is null or a.at < $15 or (a.at = $15 and a.id > $16))
          and ($17::text is null or $17 = case when a.due_at is null then 'unplanned' when a.state = 'not_held' then 'not_held'
            when a.state = 'planned' then case when $18::timestamptz > a.due_at + make_interval(mins => $19) then 'overdue' else 'open' end
            when a.ended_at > a.due_at + make_interval(mins => $19) then 'late' else 'in_time' end)
        order by a.at desc, a.id limit $20
        "#,
        scope.units() as _,
        scope.rep_id(),
        filter.id,
        filter.rep_id,
        filter.customer_id,
        filter.outlet_id,
        filter.contact_id,
        filter.visit_id,
        filter.kind.map(Kind::as_str),
        filter.state.map(State::as_str),
        filter.from,
        filter.to,
        since,
        xid,
        after.map(|a| a.0),
        after.map(|a| a.1),
        filter.standing.map(standing_word),
        now.at,
        grace_min(),
        limit,
    )
    .fetch_all(db)
    .await?;
    Ok((rows.into_iter())
        .map(|row| Activity::of(row, now.at))
        .collect())
}

fn grace_min() -> i32 {
    i32::try_from(GRACE.num_minutes()).unwrap_or_default()
}

pub async fn get(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    now: Now,
    id: Uuid,
) -> Result<Activity, StoreError> {
    let filter = ActivityFilter {
        id: Some(id),
        ..ActivityFilter::default()
    };
    let found = list(db, scope, now, &filter, None, 1).await?.pop();
    found.ok_or(StoreError::NotFound)
}

/// An activity to be written, everything looked up.
pub struct New<'a> {
    pub rep: i32,
    pub org_unit: i32,
    pub about: About,
    pub put: &'a ActivityPut,
    /// When it ended, where nothing else is told.
    pub at: DateTime<Utc>,
}

/// By a person at a desk.
pub async fn create(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    time: CompanyTime,
    put: &ActivityPut,
) -> Result<(), ChangeError> {
    let (rep, org_unit, about) =
        about::at_desk(&mut *tx, scope, now, put.rep_id, &put.about).await?;
    let new = New {
        rep,
        org_unit,
        about,
        put,
        at: now.at,
    };
    insert(tx, scope.user_id(), now, time, &new).await
}

fn check(put: &ActivityPut, state: State, now: Now) -> Vec<Fault> {
    let mut faults = Vec::new();
    check_text("/subject", Some(&put.subject), true, &mut faults);
    check_note(put.note.as_deref(), &mut faults);
    check_text("/outcome", put.outcome.as_deref(), false, &mut faults);
    let why = state == State::NotHeld;
    check_text("/reason", put.reason.as_deref(), why, &mut faults);
    check_duration(put.duration_min, &mut faults);
    if put.value_minor.is_some_and(|v| v < 0) {
        faults.push(Fault::new("/value_minor", "out_of_range"));
    }
    if state == State::Planned && put.due_at.is_none() {
        faults.push(Fault::new("/due_at", "required"));
    }
    check_ended(state, put.ended_at, now, &mut faults);
    faults
}

pub(super) fn check_note(note: Option<&str>, faults: &mut Vec<Fault>) {
    match note {
        Some(n) if n.chars().count() > NOTE_MAX => faults.push(Fault::new("/note", "too_long")),
        Some(n) if n.contains('\0') => faults.push(Fault::new("/note", "invalid_text")),
        None | Some(_) => {}
    }
}

fn check_duration(minutes: Option<i32>, faults: &mut Vec<Fault>) {
    if minutes.is_some_and(|m| !(0..=DURATION_MAX).contains(&m)) {
        faults.push(Fault::new("/duration_min", "out_of_range"));
    }
}

fn check_ended(state: State, ended: Option<DateTime<Utc>>, now: Now, faults: &mut Vec<Fault>) {
    match ended {
        Some(_) if state == State::Planned => faults.push(Fault::new("/ended_at", "wrong_state")),
        Some(at) if at > now.at => faults.push(Fault::new("/ended_at", "out_of_range")),
        None | Some(_) => {}
    }
}

pub(super) async fn insert(
    tx: &mut PgConnection,
    user: Option<i32>,
    now: Now,
    time: CompanyTime,
    new: &New<'_>,
) -> Result<(), ChangeError> {
    let put = new.put;
    let state = put.state.unwrap_or(if put.due_at.is_some() {
        State::Planned
    } else {
        State::Held
    });
    let faults = check(put, state, now);
    if !faults.is_empty() {
        return Err(ChangeError::Invalid(faults));
    }
    let ended = (state != State::Planned).then(|| put.ended_at.unwrap_or(new.at));
    // An attempt that nobody had planned was due when it was made.
    let due = put.due_at.or(ended.filter(|_| state == State::NotHeld));
    let date = time.date_of(At::from(due.or(ended).unwrap_or(new.at)));
    sqlx::query!(
        r#"
        insert into activity (id, kind, state, rep_id, user_id, org_unit_id, customer_id, outlet_id, contact_id, visit_id, subject,
          note, due_at, ended_at, date, duration_min, outcome, reason, value_minor, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
        "#,
        put.id,
        put.kind.as_str(),
        state.as_str(),
        new.rep,
        user,
        new.org_unit,
        new.about.customer_id,
        new.about.outlet_id,
        new.about.contact_id,
        new.about.visit_id,
        put.subject.trim(),
        put.note,
        due,
        ended,
        date,
        put.duration_min,
        put.outcome,
        put.reason,
        put.value_minor,
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Changes an activity in scope; `seen` is the version that the caller knows. `at` is when it ended where the
/// change does not say so.
pub async fn change(
    tx: &mut PgConnection,
    scope: &Scope,
    (now, time, at): (Now, CompanyTime, DateTime<Utc>),
    id: Uuid,
    seen: Option<i32>,
    put: &ActivityChange,
) -> Result<(), ChangeError> {
    let was = sqlx::query!(
        r#"
        select state, subject, note, due_at, ended_at, date, duration_min, outcome, reason, version from activity
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
    let old = state_of(&was.state);
    let state = put.state.unwrap_or(old);
    let mut faults = Vec::new();
    if state != old && !old.may_become(state) {
        faults.push(Fault::new("/state", "wrong_state"));
    }
    if put.due_at.is_some() && old != State::Planned {
        faults.push(Fault::new("/due_at", "wrong_state"));
    }
    if put.ended_at.is_some() && state == old {
        faults.push(Fault::new("/ended_at", "wrong_state"));
    }
    check_ended(state, put.ended_at, now, &mut faults);
    check_text("/subject", put.subject.as_deref(), false, &mut faults);
    check_note(put.note.as_ref().and_then(Option::as_deref), &mut faults);
    check_text("/outcome", put.outcome.as_deref(), false, &mut faults);
    let reason = put.reason.clone().or(was.reason);
    check_text(
        "/reason",
        reason.as_deref(),
        state == State::NotHeld,
        &mut faults,
    );
    check_duration(put.duration_min, &mut faults);
    if !faults.is_empty() {
        return Err(ChangeError::Invalid(faults));
    }
    let due = put.due_at.or(was.due_at);
    let ended = (was.ended_at).or_else(|| (state != old).then(|| put.ended_at.unwrap_or(at)));
    let date = put
        .due_at
        .map_or(was.date, |due| time.date_of(At::from(due)));
    sqlx::query!(
        r#"
        update activity set state = $2, subject = $3, note = $4, due_at = $5, ended_at = $6, date = $7, duration_min = $8,
          outcome = $9, reason = $10, version = version + 1, updated_at = $11
        where id = $1
        "#,
        id,
        state.as_str(),
        put.subject.as_deref().map_or(was.subject.as_str(), str::trim),
        put.note.clone().unwrap_or(was.note),
        due,
        ended,
        date,
        put.duration_min.or(was.duration_min),
        put.outcome.clone().or(was.outcome),
        reason,
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(())
}
