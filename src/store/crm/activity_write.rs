//! Activities as they are told: planned, held, not held; what of a gift its occasion allows.

use chrono::{DateTime, Datelike, Utc};
use fieldbeat_domain::time::{At, CompanyTime};
use fieldbeat_trade::crm::{
    activity::{Kind, State},
    occasion::Doubt,
};
use serde::Deserialize;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    about::{self, About, AboutPut},
    activity::{check_note, state_of},
};
use crate::store::{
    error::StoreError,
    occasion::{
        VALUE_MAX,
        gift::{self, Given},
    },
    scope::Scope,
    upsert::{ChangeError, Fault, Field, Now, check_text, field},
};

/// A working day and more.
pub(super) const DURATION_MAX: i32 = 1_440;
/// The most pieces of one gift.
const QUANTITY_MAX: i32 = 10_000;

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
    /// Of a gift: all of it. Required of one that an occasion gives.
    pub value_minor: Option<i64>,
    pub item: Option<String>,
    pub quantity: Option<i32>,
    /// A greeting or gift of an occasion, which its year's budget pays.
    pub occasion_id: Option<Uuid>,
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
    /// Of a gift, until it is held.
    pub value_minor: Option<i64>,
    pub item: Option<String>,
    pub quantity: Option<i32>,
    /// In which it was held, as a phone told.
    #[serde(skip)]
    pub visit_id: Option<Uuid>,
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
    insert(tx, scope, now, time, &new).await
}

fn check(put: &ActivityPut, state: State, now: Now) -> Vec<Fault> {
    let mut faults = Vec::new();
    check_text("/subject", Some(&put.subject), true, &mut faults);
    check_note(put.note.as_deref(), &mut faults);
    check_text("/outcome", put.outcome.as_deref(), false, &mut faults);
    let why = state == State::NotHeld;
    check_text("/reason", put.reason.as_deref(), why, &mut faults);
    check_duration(put.duration_min, &mut faults);
    check_gift(
        put.value_minor,
        put.item.as_deref(),
        put.quantity,
        &mut faults,
    );
    if state == State::Withdrawn {
        faults.push(Fault::new("/state", "wrong_state"));
    }
    if state == State::Planned && put.due_at.is_none() {
        faults.push(Fault::new("/due_at", "required"));
    }
    check_ended(state, put.ended_at, now, &mut faults);
    faults
}

fn check_duration(minutes: Option<i32>, faults: &mut Vec<Fault>) {
    if minutes.is_some_and(|m| !(0..=DURATION_MAX).contains(&m)) {
        faults.push(Fault::new("/duration_min", "out_of_range"));
    }
}

fn check_gift(
    value: Option<i64>,
    item: Option<&str>,
    quantity: Option<i32>,
    faults: &mut Vec<Fault>,
) {
    if value.is_some_and(|v| !(0..=VALUE_MAX).contains(&v)) {
        faults.push(Fault::new("/value_minor", "out_of_range"));
    }
    check_text("/item", item, false, faults);
    if quantity.is_some_and(|q| !(1..=QUANTITY_MAX).contains(&q)) {
        faults.push(Fault::new("/quantity", "out_of_range"));
    }
}

fn check_ended(state: State, ended: Option<DateTime<Utc>>, now: Now, faults: &mut Vec<Fault>) {
    match ended {
        Some(_) if state == State::Planned => faults.push(Fault::new("/ended_at", "wrong_state")),
        Some(at) if at > now.at => faults.push(Fault::new("/ended_at", "out_of_range")),
        None | Some(_) => {}
    }
}

/// Whoever is no user is a phone: what it tells of has happened.
pub(super) async fn insert(
    tx: &mut PgConnection,
    scope: &Scope,
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
    // Of the year in which it was given, whenever it was to be.
    let year = time
        .date_of(At::from(ended.or(due).unwrap_or(new.at)))
        .year();
    let mut doubt = None;
    if let Some(occasion) = put.occasion_id {
        gift::check(&mut *tx, scope, occasion, put.kind, &new.about).await?;
        if state == State::Held && put.kind == Kind::Gift {
            let given = Given {
                occasion,
                year,
                customer: new.about.customer_id,
                contact: new.about.contact_id,
                value_minor: put.value_minor,
            };
            doubt = gift::take(&mut *tx, scope, &given).await?;
        }
    }
    sqlx::query!(
        r#"
        insert into activity (id, kind, state, rep_id, user_id, org_unit_id, customer_id, outlet_id, contact_id, visit_id, subject,
          note, due_at, ended_at, date, duration_min, outcome, reason, value_minor, item, quantity, occasion_id,
          occasion_year, doubt, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)
        "#,
        put.id,
        put.kind.as_str(),
        state.as_str(),
        new.rep,
        scope.user_id(),
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
        put.item.as_deref().map(str::trim),
        put.quantity,
        put.occasion_id,
        put.occasion_id.map(|_| year),
        doubt.map(Doubt::as_str),
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
        select kind, state, subject, note, due_at, ended_at, date, duration_min, outcome, reason, value_minor, item, quantity,
          occasion_id, occasion_year, customer_id, contact_id, version from activity
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
    check_gift(
        put.value_minor,
        put.item.as_deref(),
        put.quantity,
        &mut faults,
    );
    // What was given is in the year's sum.
    let told = put.value_minor.is_some() || put.item.is_some() || put.quantity.is_some();
    if told && was.ended_at.is_some() {
        faults.push(Fault::new("/value_minor", "wrong_state"));
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
    let value = put.value_minor.or(was.value_minor);
    let given = (was.occasion_id.zip(was.occasion_year))
        .filter(|_| state == State::Held && old != State::Held && was.kind == Kind::Gift.as_str())
        .map(|(occasion, year)| Given {
            occasion,
            year,
            customer: was.customer_id,
            contact: was.contact_id,
            value_minor: value,
        });
    let doubt = doubt_of(&mut *tx, scope, given).await?;
    let due = put.due_at.or(was.due_at);
    let ended = (was.ended_at).or_else(|| (state != old).then(|| put.ended_at.unwrap_or(at)));
    let date = put
        .due_at
        .map_or(was.date, |due| time.date_of(At::from(due)));
    sqlx::query!(
        r#"
        update activity set state = $2, subject = $3, note = $4, due_at = $5, ended_at = $6, date = $7, duration_min = $8,
          outcome = $9, reason = $10, value_minor = $11, item = $12, quantity = $13, doubt = coalesce($14, doubt),
          visit_id = coalesce(visit_id, $15), version = version + 1, updated_at = $16
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
        value,
        (put.item.as_deref()).map_or(was.item.as_deref(), |i| Some(i.trim())),
        put.quantity.or(was.quantity),
        doubt.map(Doubt::as_str),
        put.visit_id,
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// What speaks against a gift that is held now, if it is one of an occasion.
async fn doubt_of(
    tx: &mut PgConnection,
    scope: &Scope,
    given: Option<Given>,
) -> Result<Option<Doubt>, ChangeError> {
    match given {
        Some(given) => gift::take(tx, scope, &given).await,
        None => Ok(None),
    }
}
