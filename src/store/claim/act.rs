//! Steps of a claim: under its lock, by the table of `trade::claim`, each written down.

use chrono::{DateTime, Utc};
use fieldbeat_trade::claim::{self, Deed, Facts, Fault as Refusal, State};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::store::{
    error::StoreError,
    event::{self, NewEvent},
    receivable::{
        account,
        credit_note::{self, Kind, Making},
    },
    scope::Scope,
    upsert::Now,
};

/// A claim that is locked.
pub struct Locked {
    pub id: Uuid,
    pub state: State,
    pub claimed_minor: i64,
    pub approved_minor: Option<i64>,
    pub checked_by: Option<i32>,
    /// The partner as a customer.
    pub customer_id: Option<i32>,
    pub org_unit_id: i32,
    pub version: i32,
}

/// Locks a claim in scope.
pub async fn lock(tx: &mut PgConnection, scope: &Scope, id: Uuid) -> Result<Locked, StoreError> {
    let row = sqlx::query!(
        r#"
        select c.id, c.state, c.claimed_minor, c.approved_minor, c.checked_by, p.customer_id, c.org_unit_id, c.version
        from claim c join partner p on p.id = c.partner_id
        where c.id = $1 and ($2::int4[] is null or c.org_unit_id = any($2)) for update of c
        "#,
        id,
        scope.units() as _,
    )
    .fetch_optional(tx)
    .await?
    .ok_or(StoreError::NotFound)?;
    Ok(Locked {
        id: row.id,
        state: State::parse(&row.state).ok_or(StoreError::NotFound)?,
        claimed_minor: row.claimed_minor,
        approved_minor: row.approved_minor,
        checked_by: row.checked_by,
        customer_id: row.customer_id,
        org_unit_id: row.org_unit_id,
        version: row.version,
    })
}

/// A display of this claim that another one claims already, unless that was rejected, or that was credited to its
/// outlet's customer. Claims that are
/// submitted at once wait for each other at their displays.
pub async fn claimed_already(tx: &mut PgConnection, id: Uuid) -> Result<Option<Uuid>, StoreError> {
    let displays = sqlx::query_scalar!(
        "select d.id from display d where d.id in (select l.display_id from claim_line l where l.claim_id = $1)
         order by d.id for update",
        id
    )
    .fetch_all(&mut *tx)
    .await?;
    Ok(sqlx::query_scalar!(
        r#"
        select l.display_id as "id!" from claim_line l join claim c on c.id = l.claim_id
        where l.display_id = any($2) and c.id <> $1 and c.state not in ('draft', 'rejected')
        union all select n.document_id from credit_note n where n.kind = 'display' and n.document_id = any($2)
        order by 1 limit 1
        "#,
        id,
        &displays,
    )
    .fetch_optional(tx)
    .await?)
}

/// Takes a step, or says why it is not to be taken.
pub async fn act(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    held: &Locked,
    deed: Deed,
    user: i32,
    (reason, reference): (Option<&str>, Option<&str>),
) -> Result<Result<State, Refusal>, StoreError> {
    let facts = Facts {
        claimed_minor: held.claimed_minor,
        checked_by: held.checked_by,
        by: user,
    };
    let state = match claim::next(held.state, deed, &facts) {
        Ok(state) => state,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let (word, approved) = match deed {
        Deed::Submit => ("submit", None),
        Deed::Check => ("check", None),
        Deed::Approve { minor } => ("approve", Some(minor)),
        Deed::Reject => ("reject", Some(0)),
        Deed::Settle => ("settle", None),
    };
    sqlx::query!(
        r#"
        update claim set state = $2, approved_minor = coalesce($3, approved_minor), reference = coalesce($4, reference),
          checked_by = case when $5 = 'check' then $6 else checked_by end,
          decided_by = case when $5 in ('approve', 'reject') then $6 else decided_by end,
          version = version + 1, updated_at = $7 where id = $1
        "#,
        held.id,
        state.as_str(),
        approved,
        reference,
        word,
        user,
        now,
    )
    .execute(&mut *tx)
    .await?;
    note(tx, now, held.id, word, state, user, reason).await?;
    let told = serde_json::json!({
        "claim": held.id, "deed": word, "state": state, "approved_minor": approved, "by": user, "reason": reason,
    });
    let event = NewEvent {
        kind: "claim_changed",
        org_unit_id: Some(held.org_unit_id),
        rep_id: None,
        subject_id: held.id.to_string(),
        body: &told,
    };
    event::insert(tx, now, &event).await?;
    Ok(Ok(state))
}

/// Credits what was approved of a claim to the partner's account as a customer of the company.
pub async fn credit(
    tx: &mut PgConnection,
    now: Now,
    held: &Locked,
    customer: i32,
    user: i32,
) -> Result<(), StoreError> {
    let account = account::lock(&mut *tx, customer, None).await?;
    let making = Making {
        account: account.id,
        kind: Kind::Claim,
        document: held.id,
        minor: held.approved_minor.unwrap_or_default(),
        user: Some(user),
    };
    credit_note::make(tx, now, &making).await?;
    Ok(())
}

/// Writes a step down.
pub(super) async fn note(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    id: Uuid,
    deed: &str,
    state: State,
    user: i32,
    reason: Option<&str>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into claim_step (claim_id, deed, state, user_id, reason, at) values ($1, $2, $3, $4, $5, $6)",
        id,
        deed,
        state.as_str(),
        user,
        reason,
        now,
    )
    .execute(tx)
    .await?;
    Ok(())
}
