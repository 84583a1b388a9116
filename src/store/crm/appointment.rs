//! Appointments: who meets whom, where and when, and who has said that they come.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use fieldbeat_domain::time::{At, CompanyTime};
use fieldbeat_trade::crm::appointment::{Answer, Priority, State};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgExecutor, types::Json};
use uuid::Uuid;

use super::{
    about::{self, AboutPut, Work},
    activity::check_note,
};
use crate::store::{
    error::StoreError,
    instant::Instant,
    page::Since,
    scope::Scope,
    upsert::{ChangeError, Fault, Field, Now, check_text, field},
};

/// People asked to one appointment.
pub const ATTENDEES_MAX: usize = 50;
/// Longer than any fair.
const LENGTH_MAX: TimeDelta = TimeDelta::days(14);

#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Attendee {
    /// One of the three.
    pub rep_id: Option<i32>,
    pub user_id: Option<i32>,
    pub contact_id: Option<i32>,
    pub name: String,
    pub email: Option<String>,
    pub answer: Answer,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Appointment {
    pub id: Uuid,
    /// planned | held | not_held | cancelled
    pub state: String,
    pub rep_id: i32,
    pub rep_name: String,
    /// low | normal | high | urgent
    pub priority: String,
    pub subject: String,
    pub note: Option<String>,
    pub customer_id: Option<i32>,
    pub customer_name: Option<String>,
    /// Where.
    pub outlet_id: Option<i32>,
    pub outlet_name: Option<String>,
    pub address: Option<String>,
    pub contact_id: Option<i32>,
    pub contact_name: Option<String>,
    pub visit_id: Option<Uuid>,
    pub starts_at: Instant,
    pub ends_at: Instant,
    /// Company date of its start.
    pub date: NaiveDate,
    /// Why it was not held, or cancelled.
    pub reason: Option<String>,
    #[schema(value_type = Vec<Attendee>)]
    pub attendees: Json<Vec<Attendee>>,
    pub updated_at: Instant,
    pub version: i32,
}

#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AttendeePut {
    pub rep_id: Option<i32>,
    pub user_id: Option<i32>,
    pub contact_id: Option<i32>,
    #[serde(default)]
    pub answer: Answer,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct AppointmentPut {
    /// Made by the sender, so that a repeat is the same appointment.
    pub id: Uuid,
    /// Whose calendar it is in; a rep's own where absent.
    pub rep_id: Option<i32>,
    #[serde(default)]
    pub priority: Priority,
    pub subject: String,
    pub note: Option<String>,
    #[serde(flatten)]
    pub about: AboutPut,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    /// At most 50.
    #[serde(default)]
    pub attendees: Vec<AttendeePut>,
}

/// A change; absent fields keep their value. Only what is planned is moved.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppointmentChange {
    pub state: Option<State>,
    pub priority: Option<Priority>,
    pub subject: Option<String>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<String>)]
    pub note: Field<String>,
    pub starts_at: Option<DateTime<Utc>>,
    pub ends_at: Option<DateTime<Utc>>,
    /// Required of what is not held or cancelled.
    pub reason: Option<String>,
    /// All of them anew.
    pub attendees: Option<Vec<AttendeePut>>,
}

#[derive(Clone, Debug, Default)]
pub struct AppointmentFilter {
    pub id: Option<Uuid>,
    /// In whose calendar: the own, or as an attendee.
    pub rep_id: Option<i32>,
    /// This unit and all below it.
    pub org_unit_id: Option<i32>,
    pub customer_id: Option<i32>,
    pub outlet_id: Option<i32>,
    pub visit_id: Option<Uuid>,
    pub state: Option<State>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    /// What begins last comes first; such a list has no next page.
    pub latest_first: bool,
    pub since: Since,
}

/// In scope, what begins first, first, then by id. A rep also sees where it is asked to come,
/// by whatever team.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    filter: &AppointmentFilter,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<Appointment>, StoreError> {
    let (since, xid) = filter.since.parts();
    Ok(sqlx::query_as!(
        Appointment,
        r#"
        select a.id, a.state, a.rep_id, r.name as rep_name, a.priority, a.subject, a.note, a.customer_id, c.name as "customer_name?",
          a.outlet_id, o.name as "outlet_name?", o.address as "address?", a.contact_id, p.name as "contact_name?", a.visit_id,
          a.starts_at as "starts_at: Instant", a.ends_at as "ends_at: Instant", a.date, a.reason,
          (select coalesce(jsonb_agg(jsonb_build_object('rep_id', t.rep_id, 'user_id', t.user_id, 'contact_id', t.contact_id,
              'name', coalesce(tr.name, tu.name, tc.name), 'email', tc.email, 'answer', t.answer) order by t.place), '[]')
            from appointment_attendee t left join rep tr on tr.id = t.rep_id left join app_user tu on tu.id = t.user_id
            left join contact tc on tc.id = t.contact_id where t.appointment_id = a.id) as "attendees!: Json<Vec<Attendee>>",
          a.updated_at as "updated_at: Instant", a.version
        from appointment a join rep r on r.id = a.rep_id left join customer c on c.id = a.customer_id
        left join outlet o on o.id = a.outlet_id left join contact p on p.id = a.contact_id
        where case when $2::int4 is null then $1::int4[] is null or a.org_unit_id = any($1)
            else a.rep_id = $2 and ($1::int4[] is null or a.org_unit_id = any($1))
              or exists (select from appointment_attendee t where t.appointment_id = a.id and t.rep_id = $2) end
          and ($3::uuid is null or a.id = $3)
          and ($4::int4 is null or a.rep_id = $4
            or exists (select from appointment_attendee t where t.appointment_id = a.id and t.rep_id = $4))
          and ($5::int4 is null or a.org_unit_id in (with recursive below as (
            select $5::int4 as id union all select u.id from org_unit u join below b on u.parent_id = b.id) select id from below))
          and ($6::int4 is null or a.customer_id = $6) and ($7::int4 is null or a.outlet_id = $7)
          and ($8::uuid is null or a.visit_id = $8) and ($9::text is null or a.state = $9)
          and ($10::date is null or a.date >= $10) and ($11::date is null or a.date <= $11)
          and ($12::timestamptz is null or a.updated_at >= $12) and ($13::int8 is null or a.xid >= $13::int8::text::xid8)
          and ($14::timestamptz is null or (a.starts_at, a.id) > ($14, $15))
        order by case when $17 then a.starts_at end desc, a.starts_at, a.id limit $16
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
        filter.from,
        filter.to,
        since,
        xid,
        after.map(|a| a.0),
        after.map(|a| a.1),
        limit,
        filter.latest_first,
    )
    .fetch_all(db)
    .await?)
}

pub async fn get(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    id: Uuid,
) -> Result<Appointment, StoreError> {
    let filter = AppointmentFilter {
        id: Some(id),
        ..AppointmentFilter::default()
    };
    let found = list(db, scope, &filter, None, 1).await?.pop();
    found.ok_or(StoreError::NotFound)
}

fn check_window(starts: DateTime<Utc>, ends: DateTime<Utc>, faults: &mut Vec<Fault>) {
    if ends <= starts || ends - starts > LENGTH_MAX {
        faults.push(Fault::new("/ends_at", "out_of_range"));
    }
}

/// By a person at a desk.
pub async fn create(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    time: CompanyTime,
    put: &AppointmentPut,
) -> Result<(), ChangeError> {
    let named = (put.rep_id, &put.about);
    let new = about::work_at_desk(&mut *tx, scope, now, named, put).await?;
    insert(tx, scope, (now, time), &new).await
}

pub async fn insert(
    tx: &mut PgConnection,
    scope: &Scope,
    (now, time): (Now, CompanyTime),
    new: &Work<'_, AppointmentPut>,
) -> Result<(), ChangeError> {
    let (put, about) = (new.put, &new.about);
    let mut faults = Vec::new();
    check_text("/subject", Some(&put.subject), true, &mut faults);
    check_note(put.note.as_deref(), &mut faults);
    check_window(put.starts_at, put.ends_at, &mut faults);
    if !faults.is_empty() {
        return Err(ChangeError::Invalid(faults));
    }
    sqlx::query!(
        r#"
        insert into appointment (id, rep_id, user_id, org_unit_id, priority, subject, note, customer_id, outlet_id, contact_id,
          visit_id, starts_at, ends_at, date, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        "#,
        put.id,
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
        put.starts_at,
        put.ends_at,
        time.date_of(At::from(put.starts_at)),
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    attend(tx, scope, now, put.id, &put.attendees).await
}

/// Writes who comes, all of them anew.
async fn attend(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    id: Uuid,
    attendees: &[AttendeePut],
) -> Result<(), ChangeError> {
    if attendees.len() > ATTENDEES_MAX {
        return Err(ChangeError::Invalid(vec![Fault::new(
            "/attendees",
            "too_many",
        )]));
    }
    let reps: Vec<Option<i32>> = attendees.iter().map(|a| a.rep_id).collect();
    let users: Vec<Option<i32>> = attendees.iter().map(|a| a.user_id).collect();
    let contacts: Vec<Option<i32>> = attendees.iter().map(|a| a.contact_id).collect();
    let answers: Vec<String> = (attendees.iter())
        .map(|a| a.answer.as_str().to_owned())
        .collect();
    sqlx::query!(
        "delete from appointment_attendee where appointment_id = $1",
        id
    )
    .execute(&mut *tx)
    .await?;
    // Of a rep only colleagues of units in reach can be asked, of users those who are there.
    let known = sqlx::query_scalar!(
        r#"
        insert into appointment_attendee (appointment_id, place, rep_id, user_id, contact_id, answer)
        select $1, t.place, t.rep, t.usr, t.contact, t.answer
        from unnest($2::int4[], $3::int4[], $4::int4[], $5::text[]) with ordinality as t(rep, usr, contact, answer, place)
        where num_nonnulls(t.rep, t.usr, t.contact) = 1
          and (t.rep is null or exists (select from rep_org_unit a where a.rep_id = t.rep and a.retired_at is null
            and a.valid @> $6::date and ($7::int4[] is null or a.org_unit_id = any($7))))
          and (t.usr is null or exists (select from app_user u where u.id = t.usr and u.disabled_at is null
            and ($7::int4[] is null or u.org_unit_id = any($7) or u.id = $8)))
          and (t.contact is null or exists (select from contact p join customer c on c.id = p.customer_id
            where p.id = t.contact and ($7::int4[] is null or c.org_unit_id = any($7))))
        returning place
        "#,
        id,
        &reps as _,
        &users as _,
        &contacts as _,
        &answers,
        now.today,
        scope.units() as _,
        scope.user_id(),
    )
    .fetch_all(tx)
    .await?;
    let faults: Vec<Fault> = (1i32..)
        .zip(attendees)
        .filter(|(place, _)| !known.contains(place))
        .map(|(place, _)| Fault::new(format!("/attendees/{}", place - 1), "unknown"))
        .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(ChangeError::Invalid(faults))
    }
}

pub async fn change(
    tx: &mut PgConnection,
    scope: &Scope,
    (now, time): (Now, CompanyTime),
    id: Uuid,
    seen: Option<i32>,
    put: &AppointmentChange,
) -> Result<(), ChangeError> {
    let was = sqlx::query!(
        r#"
        select state, priority, subject, note, starts_at, ends_at, reason, version from appointment
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
        .unwrap_or(State::Planned);
    let state = put.state.unwrap_or(old);
    let starts = put.starts_at.unwrap_or(was.starts_at);
    let ends = put.ends_at.unwrap_or(was.ends_at);
    let mut faults = Vec::new();
    if state != old && !old.may_become(state) {
        faults.push(Fault::new("/state", "wrong_state"));
    }
    if old != State::Planned && (starts, ends) != (was.starts_at, was.ends_at) {
        faults.push(Fault::new("/starts_at", "wrong_state"));
    }
    check_window(starts, ends, &mut faults);
    check_text("/subject", put.subject.as_deref(), false, &mut faults);
    check_note(put.note.as_ref().and_then(Option::as_deref), &mut faults);
    let reason = put.reason.clone().or(was.reason);
    check_text(
        "/reason",
        reason.as_deref(),
        state.needs_reason(),
        &mut faults,
    );
    if !faults.is_empty() {
        return Err(ChangeError::Invalid(faults));
    }
    sqlx::query!(
        r#"
        update appointment set state = $2, priority = $3, subject = $4, note = $5, starts_at = $6, ends_at = $7, date = $8,
          reason = $9, version = version + 1, updated_at = $10
        where id = $1
        "#,
        id,
        state.as_str(),
        put.priority
            .map_or(was.priority, |p| p.as_str().to_owned()),
        put.subject.as_deref().map_or(was.subject.as_str(), str::trim),
        put.note.clone().unwrap_or(was.note),
        starts,
        ends,
        time.date_of(At::from(starts)),
        reason,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    match &put.attendees {
        Some(attendees) => attend(tx, scope, now, id, attendees).await,
        None => Ok(()),
    }
}

/// Who answers: one of the people asked.
#[derive(Clone, Copy, Debug)]
pub enum Answering {
    Rep(i32),
    User(i32),
    Contact(i32),
}

/// What somebody said who is asked to come; not found where the appointment is out of scope or they are not
/// asked. Whose answer the caller may give is the caller's matter.
pub async fn answer(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    id: Uuid,
    who: Answering,
    answer: Answer,
) -> Result<(), ChangeError> {
    // Locked, or it could be called off between the look and the answer.
    let state = sqlx::query_scalar!(
        r#"
        select state from appointment a
        where id = $1
          and case when $3::int4 is null then $2::int4[] is null or org_unit_id = any($2)
            else rep_id = $3 and ($2::int4[] is null or org_unit_id = any($2))
              or exists (select from appointment_attendee t where t.appointment_id = a.id and t.rep_id = $3) end
        for update
        "#,
        id,
        scope.units() as _,
        scope.rep_id(),
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(StoreError::NotFound)?;
    if state != State::Planned.as_str() {
        return Err(ChangeError::Invalid(vec![Fault::new("", "wrong_state")]));
    }
    let (rep, user, contact) = match who {
        Answering::Rep(id) => (Some(id), None, None),
        Answering::User(id) => (None, Some(id), None),
        Answering::Contact(id) => (None, None, Some(id)),
    };
    let done = sqlx::query!(
        r#"update appointment_attendee set answer = $5
        where appointment_id = $1 and (rep_id = $2 or user_id = $3 or contact_id = $4)"#,
        id,
        rep,
        user,
        contact,
        answer.as_str(),
    )
    .execute(&mut *tx)
    .await?;
    if done.rows_affected() == 0 {
        return Err(StoreError::NotFound.into());
    }
    sqlx::query!(
        "update appointment set version = version + 1, updated_at = $2 where id = $1",
        id,
        now.at
    )
    .execute(tx)
    .await?;
    Ok(())
}
