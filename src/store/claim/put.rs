//! Drafts of claims: what is claimed, line by line, each with its evidence.

use std::collections::BTreeSet;

use serde::Deserialize;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{ClaimLine, act};
use crate::store::{
    error::StoreError,
    order::inbox::currency,
    scope::Scope,
    upsert::{ChangeError, Fault, Now, check_text},
};
use fieldbeat_trade::claim::State;

/// Lines of a claim.
const LINES_MAX: usize = 500;
/// Of one line: a claim's sum stays far within what an integer holds.
const AMOUNT_MAX: i64 = 1_000_000_000_000_000;

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimPut {
    /// Made by the sender, so that a repeat is the same claim.
    pub id: Uuid,
    pub partner_code: String,
    pub title: String,
    /// 1–500, each with what proves it.
    pub lines: Vec<ClaimLine>,
}

/// Makes a draft.
pub async fn create(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    put: &ClaimPut,
) -> Result<(), ChangeError> {
    let user = scope.user_id().ok_or(StoreError::NotFound)?;
    let partner = check(tx, scope, put).await?;
    let currency = currency(&mut *tx).await?;
    sqlx::query!(
        r#"
        insert into claim (id, partner_id, org_unit_id, date, title, currency, claimed_minor, made_by, made_at, updated_at)
        select $1, $2, u.org_unit_id, $3, $4, $5, $6, u.id, $7, $7 from app_user u where u.id = $8
        "#,
        put.id,
        partner,
        now.today,
        put.title.trim(),
        currency,
        sum(put),
        now.at,
        user,
    )
    .execute(&mut *tx)
    .await?;
    lines(tx, put).await?;
    act::note(tx, now.at, put.id, "make", State::Draft, user, None).await?;
    Ok(())
}

/// Replaces a draft; the claim is locked.
pub async fn change(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    put: &ClaimPut,
) -> Result<(), ChangeError> {
    let user = scope.user_id().ok_or(StoreError::NotFound)?;
    let partner = check(tx, scope, put).await?;
    sqlx::query!(
        "update claim set partner_id = $2, title = $3, claimed_minor = $4, version = version + 1, updated_at = $5 where id = $1",
        put.id,
        partner,
        put.title.trim(),
        sum(put),
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!("delete from claim_line where claim_id = $1", put.id)
        .execute(&mut *tx)
        .await?;
    lines(tx, put).await?;
    act::note(tx, now.at, put.id, "change", State::Draft, user, None).await?;
    Ok(())
}

fn sum(put: &ClaimPut) -> i64 {
    put.lines.iter().map(|l| l.amount_minor).sum()
}

/// The partner; every fault where there is one. Evidence out of scope is none.
async fn check(tx: &mut PgConnection, scope: &Scope, put: &ClaimPut) -> Result<i32, ChangeError> {
    let mut faults = Vec::new();
    check_text("/title", Some(&put.title), true, &mut faults);
    let partner = sqlx::query_scalar!(
        "select id from partner where code = $1",
        put.partner_code.replace('\0', "")
    )
    .fetch_optional(&mut *tx)
    .await?;
    if partner.is_none() {
        faults.push(Fault::new("/partner_code", "unknown"));
    }
    if put.lines.is_empty() || put.lines.len() > LINES_MAX {
        faults.push(Fault::new("/lines", "out_of_range"));
        return Err(ChangeError::Invalid(faults));
    }
    let unknown = unknown(tx, scope, &put.lines).await?;
    let mut displays = BTreeSet::new();
    for (i, line) in put.lines.iter().enumerate() {
        let mut fault =
            |name: &str, code| faults.push(Fault::new(format!("/lines/{i}/{name}"), code));
        let what = line.what.trim();
        if what.is_empty() || what.chars().count() > 200 || what.contains('\0') {
            fault("what", "required");
        }
        if !(1..=AMOUNT_MAX).contains(&line.amount_minor) {
            fault("amount_minor", "out_of_range");
        }
        let evidence = [
            ("order_id", line.order_id),
            ("visit_id", line.visit_id),
            ("photo_id", line.photo_id),
            ("display_id", line.display_id),
        ];
        if evidence.iter().all(|(_, id)| id.is_none()) {
            fault("order_id", "no_evidence");
        }
        if line.display_id.is_some_and(|id| !displays.insert(id)) {
            fault("display_id", "repeated");
        }
        for (name, id) in evidence {
            if id.is_some_and(|id| unknown.contains(&(name, id))) {
                fault(name, "unknown");
            }
        }
    }
    match partner {
        Some(partner) if faults.is_empty() => Ok(partner),
        _ => Err(ChangeError::Invalid(faults)),
    }
}

/// Evidence that the scope does not reach, by its field.
async fn unknown(
    tx: &mut PgConnection,
    scope: &Scope,
    lines: &[ClaimLine],
) -> Result<Vec<(&'static str, Uuid)>, StoreError> {
    let ids =
        |of: fn(&ClaimLine) -> Option<Uuid>| -> Vec<Uuid> { lines.iter().filter_map(of).collect() };
    let (orders, visits) = (ids(|l| l.order_id), ids(|l| l.visit_id));
    let (photos, displays) = (ids(|l| l.photo_id), ids(|l| l.display_id));
    let row = sqlx::query!(
        r#"
        select
          array(select i from unnest($1::uuid[]) i where not exists (select from sales_order x where x.id = i
            and ($5::int4[] is null or x.org_unit_id = any($5)))) as "orders!",
          array(select i from unnest($2::uuid[]) i where not exists (select from visit x where x.id = i
            and ($5::int4[] is null or x.org_unit_id = any($5)))) as "visits!",
          array(select i from unnest($3::uuid[]) i where not exists (select from photo x where x.id = i
            and ($5::int4[] is null or x.org_unit_id = any($5)))) as "photos!",
          array(select i from unnest($4::uuid[]) i where not exists (select from display x where x.id = i
            and ($5::int4[] is null or x.org_unit_id = any($5)))) as "displays!"
        "#,
        &orders,
        &visits,
        &photos,
        &displays,
        scope.units() as _,
    )
    .fetch_one(tx)
    .await?;
    let of = |name: &'static str, ids: Vec<Uuid>| ids.into_iter().map(move |id| (name, id));
    Ok(of("order_id", row.orders)
        .chain(of("visit_id", row.visits))
        .chain(of("photo_id", row.photos))
        .chain(of("display_id", row.displays))
        .collect())
}

async fn lines(tx: &mut PgConnection, put: &ClaimPut) -> Result<(), StoreError> {
    let of = |id: fn(&ClaimLine) -> Option<Uuid>| -> Vec<Option<Uuid>> {
        put.lines.iter().map(id).collect()
    };
    let what: Vec<String> = (put.lines.iter())
        .map(|l| l.what.trim().to_owned())
        .collect();
    let amounts: Vec<i64> = put.lines.iter().map(|l| l.amount_minor).collect();
    sqlx::query!(
        r#"
        insert into claim_line (claim_id, line, what, amount_minor, order_id, visit_id, photo_id, display_id)
        select $1, line, what, amount, o, v, p, d
        from unnest($2::text[], $3::int8[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[])
          with ordinality as t(what, amount, o, v, p, d, line)
        "#,
        put.id,
        &what,
        &amounts,
        &of(|l| l.order_id) as _,
        &of(|l| l.visit_id) as _,
        &of(|l| l.photo_id) as _,
        &of(|l| l.display_id) as _,
    )
    .execute(tx)
    .await?;
    Ok(())
}
