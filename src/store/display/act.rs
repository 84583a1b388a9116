//! Steps of a display: under its lock, by the table of `trade::display`, each written down.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use fieldbeat_trade::display::{self, Deed, Facts, Fault as Refusal, State};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::store::{
    error::StoreError,
    event::{self, NewEvent},
    record_inbox::EventKey,
    scope::Scope,
};

/// A display that is locked.
pub struct Locked {
    pub id: Uuid,
    pub state: State,
    pub first_by: Option<i32>,
    pub org_unit_id: i32,
    pub outlet_id: i32,
    pub version: i32,
}

/// Who acts.
#[derive(Clone, Copy, Debug)]
pub struct By {
    pub user: Option<i32>,
    pub rep: Option<i32>,
}

/// Locks a display in scope.
pub async fn lock(tx: &mut PgConnection, scope: &Scope, id: Uuid) -> Result<Locked, StoreError> {
    let row = sqlx::query!(
        r#"
        select id, state, first_by, org_unit_id, outlet_id, version from display
        where id = $1 and ($2::int4[] is null or org_unit_id = any($2)) and ($3::int4 is null or rep_id = $3) for update
        "#,
        id,
        scope.units() as _,
        scope.rep_id() as _,
    )
    .fetch_optional(tx)
    .await?
    .ok_or(StoreError::NotFound)?;
    Ok(Locked {
        id: row.id,
        state: State::parse(&row.state).ok_or(StoreError::NotFound)?,
        first_by: row.first_by,
        org_unit_id: row.org_unit_id,
        outlet_id: row.outlet_id,
        version: row.version,
    })
}

/// Locks displays, those in scope, in the order of their ids; which they are.
pub async fn lock_all(
    tx: &mut PgConnection,
    scope: &Scope,
    ids: &[Uuid],
) -> Result<BTreeSet<Uuid>, StoreError> {
    let held = sqlx::query_scalar!(
        "select id from display where id = any($1) and ($2::int4[] is null or org_unit_id = any($2))
          and ($3::int4 is null or rep_id = $3) order by id for update",
        ids,
        scope.units() as _,
        scope.rep_id() as _,
    )
    .fetch_all(tx)
    .await?;
    Ok(held.into_iter().collect())
}

/// Takes a step, or says why it is not to be taken. `photos` are those of an execution.
pub async fn act(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    held: &Locked,
    deed: Deed,
    by: By,
    photos: usize,
    reason: Option<&str>,
) -> Result<Result<(State, EventKey), Refusal>, StoreError> {
    let facts = Facts {
        photos,
        first_by: held.first_by,
        by: by.user,
    };
    let state = match display::next(held.state, deed, &facts) {
        Ok(state) => state,
        Err(refusal) => return Ok(Err(refusal)),
    };
    sqlx::query!(
        r#"
        update display set state = $2, rep_id = coalesce($3, rep_id), version = version + 1, updated_at = $5,
          first_by = case when $6 = 'approve_first' then $4 else first_by end,
          second_by = case when $6 = 'approve_second' then $4 else second_by end
        where id = $1
        "#,
        held.id,
        state.as_str(),
        by.rep,
        by.user,
        now,
        deed.as_str(),
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        r#"insert into display_step (display_id, deed, state, user_id, rep_id, reason, at) values ($1, $2, $3, $4, $5, $6, $7)"#,
        held.id,
        deed.as_str(),
        state.as_str(),
        by.user,
        by.rep,
        reason,
        now,
    )
    .execute(&mut *tx)
    .await?;
    let told = serde_json::json!({
        "display": held.id, "outlet": held.outlet_id, "deed": deed, "state": state, "by": by.user, "reason": reason,
    });
    let event = NewEvent {
        kind: "display_changed",
        org_unit_id: Some(held.org_unit_id),
        rep_id: by.rep,
        subject_id: held.id.to_string(),
        body: &told,
    };
    let event = event::insert(tx, now, &event).await?;
    Ok(Ok((state, event)))
}
