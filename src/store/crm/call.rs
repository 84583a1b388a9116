//! Calls as a telephone system tells of them: matched to a person by the number, and to what was planned.

use chrono::{DateTime, Utc};
use fieldbeat_domain::time::CompanyTime;
use fieldbeat_trade::crm::activity::{Kind, State};
use serde::Deserialize;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    about::{self, AboutPut},
    activity::check_note,
    activity_write::{self, ActivityChange, ActivityPut, New},
};
use crate::store::{
    order::desk,
    scope::Scope,
    upsert::{ChangeError, Fault, Now, check_text},
};

/// A call that is over.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallPut {
    /// Made by the sender, so that a repeat is the same call.
    pub id: Uuid,
    /// Whose telephone it was.
    pub rep_code: String,
    /// The other one's number.
    pub number: String,
    pub began_at: DateTime<Utc>,
    pub duration_s: i32,
    /// Whether anybody spoke.
    pub answered: bool,
    pub note: Option<String>,
}

/// Keeps a call and answers the activity it became: a planned call of the rep with that person, now held, or a
/// new one. Who is found by the last digits of the number; a number of several customers names nobody.
pub async fn keep(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    time: CompanyTime,
    put: &CallPut,
) -> Result<Uuid, ChangeError> {
    let mut faults = Vec::new();
    check_text("/number", Some(&put.number), true, &mut faults);
    check_note(put.note.as_deref(), &mut faults);
    let minutes = put.duration_s.saturating_add(59) / 60;
    if put.duration_s < 0 || minutes > activity_write::DURATION_MAX {
        faults.push(Fault::new("/duration_s", "out_of_range"));
    }
    if put.began_at > now.at {
        faults.push(Fault::new("/began_at", "out_of_range"));
    }
    if !faults.is_empty() {
        return Err(ChangeError::Invalid(faults));
    }
    let rep = sqlx::query_scalar!(
        "select id from rep where code = $1",
        put.rep_code.replace('\0', "")
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or_else(|| ChangeError::Invalid(vec![Fault::new("/rep_code", "unknown_rep")]))?;
    let org_unit = desk::unit_of(&mut *tx, scope, rep, now.today).await?;
    let who = who(&mut *tx, scope, &put.number).await?;
    if put.answered
        && let Some(planned) = planned(&mut *tx, rep, &who).await?
    {
        let change = ActivityChange {
            state: Some(State::Held),
            note: put.note.clone().map(Some),
            ended_at: Some(put.began_at),
            duration_min: Some(minutes),
            ..ActivityChange::default()
        };
        let when = (now, time, now.at);
        activity_write::change(tx, scope, when, planned, None, &change).await?;
        return Ok(planned);
    }
    let state = if put.answered {
        State::Held
    } else {
        State::NotHeld
    };
    let call = ActivityPut {
        id: put.id,
        kind: Kind::Call,
        rep_id: Some(rep),
        about: who,
        subject: put.number.trim().to_owned(),
        note: put.note.clone(),
        state: Some(state),
        due_at: None,
        ended_at: Some(put.began_at),
        duration_min: put.answered.then_some(minutes),
        outcome: None,
        reason: (!put.answered).then(|| "no_answer".to_owned()),
        value_minor: None,
        item: None,
        quantity: None,
        occasion_id: None,
    };
    let new = New {
        rep,
        org_unit,
        about: about::resolve(&mut *tx, scope, &who).await?,
        put: &call,
        at: now.at,
    };
    activity_write::insert(tx, scope, now, time, &new).await?;
    Ok(put.id)
}

/// The person, else the customer, whose number it is.
async fn who(tx: &mut PgConnection, scope: &Scope, number: &str) -> Result<AboutPut, ChangeError> {
    let found = sqlx::query!(
        r#"
        with named as (
          select p.customer_id, p.id as contact_id from contact p join customer c on c.id = p.customer_id
            where p.active and phone_key(p.phone) = phone_key($1) and ($2::int4[] is null or c.org_unit_id = any($2))
          union all
          select c.id, null from customer c
            where phone_key(c.phone) = phone_key($1) and ($2::int4[] is null or c.org_unit_id = any($2))
        )
        select min(customer_id) as customer, min(contact_id) as contact, count(distinct customer_id) as "customers!",
          count(distinct contact_id) as "contacts!"
        from named
        "#,
        number,
        scope.units() as _,
    )
    .fetch_one(tx)
    .await?;
    Ok(AboutPut {
        customer_id: found.customer.filter(|_| found.customers == 1),
        contact_id: (found.contact).filter(|_| found.customers == 1 && found.contacts == 1),
        ..AboutPut::default()
    })
}

/// The call of the rep with that person, or that customer, that was due first.
async fn planned(
    tx: &mut PgConnection,
    rep: i32,
    who: &AboutPut,
) -> Result<Option<Uuid>, ChangeError> {
    Ok(sqlx::query_scalar!(
        r#"select id from activity where rep_id = $1 and kind = 'call' and state = 'planned' and customer_id = $2
          and (contact_id is null or contact_id = $3) order by due_at, id limit 1 for update"#,
        rep,
        who.customer_id,
        who.contact_id,
    )
    .fetch_optional(tx)
    .await?)
}
