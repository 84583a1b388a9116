//! What people do about exceptions: acknowledge, assign, resolve, reopen. Every step is appended to the
//! history with who did it and why.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use super::{
    error::StoreError,
    exception::Told,
    exception_round::{Changed, tell},
    role::{Right, Role},
    scope::Scope,
    upsert::Fault,
};

/// What a person does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExceptionAction {
    Acknowledge,
    /// Names the owner.
    Assign,
    Resolve,
    /// Takes an acknowledgement or a resolution back.
    Reopen,
}

impl ExceptionAction {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Acknowledge => "acknowledge",
            Self::Assign => "assign",
            Self::Resolve => "resolve",
            Self::Reopen => "reopen",
        }
    }

    /// The state it leads to; `None` where it cannot follow.
    fn after(self, state: &str) -> Option<&'static str> {
        match (self, state) {
            (Self::Acknowledge, "open") | (Self::Assign, "acknowledged") => Some("acknowledged"),
            (Self::Assign, "open") | (Self::Reopen, "acknowledged" | "resolved") => Some("open"),
            (Self::Resolve, "open" | "acknowledged") => Some("resolved"),
            _ => None,
        }
    }
}

/// A step to be made.
pub struct Acting<'a> {
    pub id: Uuid,
    pub action: ExceptionAction,
    pub reason: Option<&'a str>,
    /// Of `assign`.
    pub owner: Option<i32>,
}

/// Whether a user may own an exception of a unit: may act on exceptions, and the unit is in reach.
async fn may_own(db: impl PgExecutor<'_>, user: i32, org_unit: i32) -> Result<bool, StoreError> {
    let owners = owners(db, org_unit).await?;
    Ok(owners.iter().any(|o| o.id == user))
}

/// Somebody to whom an exception may be assigned.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Owner {
    pub id: i32,
    pub name: String,
}

/// Those shown at most.
const OWNERS_MAX: i64 = 200;

/// Who may own an exception of a unit, the nearest first.
pub async fn owners(db: impl PgExecutor<'_>, org_unit: i32) -> Result<Vec<Owner>, StoreError> {
    let roles: Vec<String> = Role::ALL
        .into_iter()
        .filter(|r| r.may(Right::HandleExceptions))
        .map(|r| r.as_str().to_owned())
        .collect();
    Ok(sqlx::query_as!(
        Owner,
        r#"
        with recursive up as (
          select o.id, o.parent_id, 0 as steps from org_unit o where o.id = $1
          union all select o.id, o.parent_id, up.steps + 1 from up join org_unit o on o.id = up.parent_id
        )
        select u.id as "id!", u.name as "name!" from up join app_user u on u.org_unit_id = up.id
        where u.disabled_at is null and u.role = any($2)
        order by up.steps, u.name, u.id limit $3
        "#,
        org_unit,
        &roles,
        OWNERS_MAX,
    )
    .fetch_all(db)
    .await?)
}

/// Makes the steps; answers what changed, and the fault of each that was not possible by its index. A
/// step outside the scope finds nothing.
pub async fn act(
    tx: &mut PgConnection,
    scope: &Scope,
    now: DateTime<Utc>,
    steps: &[Acting<'_>],
) -> Result<(Vec<Changed>, HashMap<usize, Fault>), StoreError> {
    let user = scope.user_id().ok_or(StoreError::NotFound)?;
    let ids: Vec<Uuid> = steps.iter().map(|s| s.id).collect();
    // In one order, so that two people with overlapping batches do not wait for each other.
    let rows = sqlx::query!(
        r#"
        select id, state, org_unit_id from field_exception
        where id = any($1) and ($2::int4[] is null or org_unit_id = any($2)) and ($3::int4 is null or rep_id = $3)
        order by id for update
        "#,
        &ids,
        scope.units() as _,
        scope.rep_id() as _,
    )
    .fetch_all(&mut *tx)
    .await?;
    let mut found: HashMap<Uuid, (String, i32)> = rows
        .into_iter()
        .map(|r| (r.id, (r.state, r.org_unit_id)))
        .collect();
    let mut faults = HashMap::new();
    let mut changed = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        let Some((state, org_unit)) = found.get_mut(&step.id) else {
            faults.insert(index, Fault::new("/id", "not_found"));
            continue;
        };
        let Some(next) = step.action.after(state) else {
            faults.insert(index, Fault::new("/action", "not_possible"));
            continue;
        };
        if let Some(owner) = step.owner
            && !may_own(&mut *tx, owner, *org_unit).await?
        {
            faults.insert(index, Fault::new("/owner_id", "unknown"));
            continue;
        }
        next.clone_into(state);
        let told = one(tx, now, user, step, next).await?;
        let kind = if next == "resolved" {
            "exception_closed"
        } else {
            "exception_changed"
        };
        changed.extend(tell(tx, now, kind, vec![told]).await?);
    }
    Ok((changed, faults))
}

async fn one(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    user: i32,
    step: &Acting<'_>,
    next: &str,
) -> Result<Told, StoreError> {
    sqlx::query!(
        "insert into field_exception_action (exception_id, action, user_id, owner_user_id, reason, recorded_at) values ($1, $2, $3, $4, $5, $6)",
        step.id,
        step.action.as_str(),
        user,
        step.owner,
        step.reason,
        now,
    )
    .execute(&mut *tx)
    .await?;
    // A call for help has no other end than a person's word.
    Ok(sqlx::query_as!(
        Told,
        r#"
        update field_exception set state = $2, updated_at = $3, owner_user_id = coalesce($4, owner_user_id, $5),
          reason = case when $2 = 'resolved' then $6::text end, resolved_at = case when $2 = 'resolved' then $3::timestamptz end,
          resolved_by = case when $2 = 'resolved' then $5::int4 end,
          cause_ended_at = case when kind = 'sos' and $2 = 'resolved' then $3::timestamptz else cause_ended_at end
        where id = $1
        returning id, kind, severity, state, rep_id, org_unit_id, date, opened_at, cause_ended_at, owner_user_id, visit_id, outlet_id,
          evidence, reason
        "#,
        step.id,
        next,
        now,
        step.owner,
        user,
        step.reason,
    )
    .fetch_one(tx)
    .await?)
}
