//! The hand-in of a rep's money: what was collected, what was counted, the difference with its reason.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

use super::collection::{self, Deed};
use crate::store::{
    error::StoreError,
    event::{self, NewEvent},
    instant::Instant,
    order::submit::By,
    page::Since,
    scope::Scope,
    upsert::{ChangeError, Fault, Now},
};

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Settlement {
    pub id: Uuid,
    pub rep_id: i32,
    pub rep_name: String,
    pub date: NaiveDate,
    /// handed_in | verified | posted
    pub state: String,
    /// Of all its collections that were not rejected.
    pub expected_minor: i64,
    pub expected_cash_minor: i64,
    pub counted_cash_minor: Option<i64>,
    /// Counted less expected.
    pub variance_minor: Option<i64>,
    pub variance_reason: Option<String>,
    pub collections: i64,
    pub handed_in_at: Instant,
    pub verified_by: Option<String>,
    pub verified_at: Option<Instant>,
    pub posted_by: Option<String>,
    pub posted_at: Option<Instant>,
    pub version: i32,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettlementPut {
    /// Made by the sender, so that a repeat is the same settlement.
    pub id: Uuid,
    pub rep_id: i32,
}

/// Hands in everything that a rep in scope has collected and still carries.
pub async fn hand_in(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    by: By,
    put: &SettlementPut,
) -> Result<(), ChangeError> {
    let unit = sqlx::query_scalar!(
        r#"select u.org_unit_id from rep_org_unit u where u.rep_id = $1 and u.retired_at is null and u.valid @> $2::date
          and ($3::int4[] is null or u.org_unit_id = any($3)) and ($4::int4 is null or u.rep_id = $4)"#,
        put.rep_id,
        now.today,
        scope.units() as _,
        scope.rep_id(),
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(StoreError::NotFound)?;
    let held = sqlx::query!(
        "select id, method, amount_minor from collection where rep_id = $1 and state = 'recorded' order by id for update",
        put.rep_id
    )
    .fetch_all(&mut *tx)
    .await?;
    if held.is_empty() {
        return Err(ChangeError::Invalid(vec![Fault::new(
            "/rep_id",
            "nothing_to_hand_in",
        )]));
    }
    let all: i64 = held.iter().map(|h| h.amount_minor).sum();
    let cash: i64 = (held.iter().filter(|h| h.method == "cash"))
        .map(|h| h.amount_minor)
        .sum();
    sqlx::query!(
        r#"
        insert into settlement (id, rep_id, date, org_unit_id, expected_minor, expected_cash_minor, handed_in_by, handed_in_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
        "#,
        put.id,
        put.rep_id,
        now.today,
        unit,
        all,
        cash,
        by.user,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    let ids: Vec<Uuid> = held.iter().map(|h| h.id).collect();
    sqlx::query!(
        r#"update collection set state = 'handed_in', settlement_id = $2, version = version + 1, updated_at = $3 where id = any($1)"#,
        &ids,
        put.id,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    let event = NewEvent {
        kind: "settlement_changed",
        org_unit_id: Some(unit),
        rep_id: Some(put.rep_id),
        subject_id: put.id.to_string(),
        body: &json!({"settlement": put.id, "state": "handed_in", "expected_minor": all, "expected_cash_minor": cash}),
    };
    event::insert(tx, now.at, &event).await?;
    Ok(())
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Count {
    pub counted_cash_minor: i64,
    /// Required where it is not what was expected.
    pub variance_reason: Option<String>,
}

struct Head {
    rep_id: i32,
    org_unit_id: i32,
    state: String,
    handed_in_by: Option<i32>,
    rep_user: Option<i32>,
}

async fn lock(
    tx: &mut PgConnection,
    scope: &Scope,
    id: Uuid,
    seen: Option<i32>,
) -> Result<Head, ChangeError> {
    let row = sqlx::query!(
        r#"select t.rep_id, t.org_unit_id, t.state, t.handed_in_by, t.version, r.user_id from settlement t join rep r on r.id = t.rep_id
        where t.id = $1 and ($2::int4[] is null or t.org_unit_id = any($2)) and ($3::int4 is null or t.rep_id = $3) for update of t"#,
        id,
        scope.units() as _,
        scope.rep_id(),
    )
    .fetch_optional(tx)
    .await?
    .ok_or(StoreError::NotFound)?;
    if seen.is_some_and(|s| s != row.version) {
        return Err(ChangeError::Stale(row.version));
    }
    Ok(Head {
        rep_id: row.rep_id,
        org_unit_id: row.org_unit_id,
        state: row.state,
        handed_in_by: row.handed_in_by,
        rep_user: row.user_id,
    })
}

/// Its collections that stand, in the order in which their accounts are locked; all of them locked, by id,
/// before the first account.
async fn members(tx: &mut PgConnection, id: Uuid) -> Result<Vec<Uuid>, StoreError> {
    sqlx::query_scalar!(
        "select id from collection where settlement_id = $1 order by id for update",
        id
    )
    .fetch_all(&mut *tx)
    .await?;
    Ok(sqlx::query_scalar!(
        "select id from collection where settlement_id = $1 and state not in ('rejected', 'void') order by account_id, id",
        id
    )
    .fetch_all(tx)
    .await?)
}

/// Counts the money; by another than who handed it in.
pub async fn verify(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    id: Uuid,
    seen: Option<i32>,
    count: &Count,
) -> Result<(), ChangeError> {
    let head = lock(&mut *tx, scope, id, seen).await?;
    let mut faults = Vec::new();
    if head.state != "handed_in" {
        faults.push(Fault::new("/state", "wrong_state"));
    }
    let user = scope.user_id();
    if user.is_some() && (user == head.rep_user || user == head.handed_in_by) {
        faults.push(Fault::new("/state", "own_hand_in"));
    }
    if count.counted_cash_minor < 0 {
        faults.push(Fault::new("/counted_cash_minor", "out_of_range"));
    }
    let expected = sqlx::query!(
        r#"select coalesce(sum(amount_minor), 0)::int8 as "all!", coalesce(sum(amount_minor) filter (where method = 'cash'), 0)::int8 as "cash!"
        from collection where settlement_id = $1 and state not in ('rejected', 'void')"#,
        id
    )
    .fetch_one(&mut *tx)
    .await?;
    let reason = (count.variance_reason.as_deref())
        .map(str::trim)
        .filter(|r| !r.is_empty());
    if count.counted_cash_minor != expected.cash && reason.is_none() {
        faults.push(Fault::new("/variance_reason", "required"));
    }
    if !faults.is_empty() {
        return Err(ChangeError::Invalid(faults));
    }
    for member in members(&mut *tx, id).await? {
        let one = collection::lock(&mut *tx, scope, member, None).await?;
        collection::act(&mut *tx, now, &one, Deed::Verify, None).await?;
    }
    sqlx::query!(
        r#"
        update settlement set state = 'verified', expected_minor = $2, expected_cash_minor = $3, counted_cash_minor = $4,
          variance_reason = $5, verified_by = $6, verified_at = $7, version = version + 1, updated_at = $7 where id = $1
        "#,
        id,
        expected.all,
        expected.cash,
        count.counted_cash_minor,
        reason,
        user,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    told(tx, now, id, &head, "verified").await
}

/// Books every collection of a verified hand-in.
pub async fn post(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    id: Uuid,
    seen: Option<i32>,
) -> Result<(), ChangeError> {
    let head = lock(&mut *tx, scope, id, seen).await?;
    if head.state != "verified" {
        return Err(ChangeError::Invalid(vec![Fault::new(
            "/state",
            "wrong_state",
        )]));
    }
    for member in members(&mut *tx, id).await? {
        let one = collection::lock(&mut *tx, scope, member, None).await?;
        if one.state == "verified" {
            collection::act(&mut *tx, now, &one, Deed::Post, None).await?;
        }
    }
    sqlx::query!(
        "update settlement set state = 'posted', posted_by = $2, posted_at = $3, version = version + 1, updated_at = $3 where id = $1",
        id,
        scope.user_id(),
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    told(tx, now, id, &head, "posted").await
}

async fn told(
    tx: &mut PgConnection,
    now: Now,
    id: Uuid,
    head: &Head,
    state: &str,
) -> Result<(), ChangeError> {
    let event = NewEvent {
        kind: "settlement_changed",
        org_unit_id: Some(head.org_unit_id),
        rep_id: Some(head.rep_id),
        subject_id: id.to_string(),
        body: &json!({"settlement": id, "state": state}),
    };
    event::insert(tx, now.at, &event).await?;
    Ok(())
}

/// Which settlements; empty means all in scope.
#[derive(Clone, Debug, Default)]
pub struct SettlementFilter {
    pub id: Option<Uuid>,
    pub rep_id: Option<i32>,
    pub visit_id: Option<Uuid>,
    pub outlet_id: Option<i32>,
    pub customer_id: Option<i32>,
    pub state: Option<String>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub since: Since,
}

/// Newest first, then by id; goes on after `after`.
pub async fn list(
    db: &mut PgConnection,
    scope: &Scope,
    filter: &SettlementFilter,
    after: Option<(NaiveDate, Uuid)>,
    limit: i64,
) -> Result<Vec<Settlement>, StoreError> {
    let (since_time, since_xid) = filter.since.parts();
    Ok(sqlx::query_as!(
        Settlement,
        r#"
        select t.id, t.rep_id, r.name as rep_name, t.date, t.state, t.expected_minor, t.expected_cash_minor, t.counted_cash_minor,
          t.counted_cash_minor - t.expected_cash_minor as variance_minor, t.variance_reason,
          (select count(*) from collection m where m.settlement_id = t.id) as "collections!",
          t.handed_in_at as "handed_in_at: Instant", v.name as "verified_by?", t.verified_at as "verified_at: Instant",
          p.name as "posted_by?", t.posted_at as "posted_at: Instant", t.version
        from settlement t join rep r on r.id = t.rep_id
        left join app_user v on v.id = t.verified_by left join app_user p on p.id = t.posted_by
        where ($1::int4[] is null or t.org_unit_id = any($1)) and ($2::int4 is null or t.rep_id = $2)
          and ($3::uuid is null or t.id = $3) and ($4::int4 is null or t.rep_id = $4) and ($5::text is null or t.state = $5)
          and ($6::timestamptz is null or t.updated_at >= $6)
          and ($7::int8 is null or t.xid >= $7::int8::text::xid8)
          and ($11::date is null or t.date >= $11) and ($12::date is null or t.date <= $12)
          and ($13::uuid is null or t.id = any(array(select m.settlement_id from collection m where m.visit_id = $13)))
          and ($14::int4 is null or exists (select from collection m where m.settlement_id = t.id and m.outlet_id = $14))
          and ($15::int4 is null or t.id = any(array(
            select m.settlement_id from credit_account a join collection m on m.account_id = a.id where a.customer_id = $15)))
          and t.date <= coalesce($8::date, 'infinity') and ($8::date is null or t.date < $8 or t.id > $9)
        order by t.date desc, t.id limit $10
        "#,
        scope.units() as _,
        scope.rep_id(),
        filter.id,
        filter.rep_id,
        filter.state,
        since_time,
        since_xid,
        after.map(|a| a.0),
        after.map(|a| a.1),
        limit,
        filter.from,
        filter.to,
        filter.visit_id,
        filter.outlet_id,
        filter.customer_id,
    )
    .fetch_all(db)
    .await?)
}
