//! Does what a departure says, in one transaction: ends devices and account, hands over routes and open work, takes the rep out
//! of work. The caller closes the sockets after the commit.

use chrono::{Days, NaiveDate};
use serde_json::json;
use sqlx::{PgConnection, PgPool};

use super::{DepartureDone, look, outstanding, routes, successor, work};
use crate::store::{
    audit, device,
    error::StoreError,
    scope::{self, Scope},
    session,
    upsert::Now,
};

/// "Somebody carries out departures." One server at a time.
const DEPARTURE_LOCK: i64 = 0x6669_656c_6462_0095;

/// First day that is not the rep's any more; days that are over stay.
pub fn first_without(last_day: NaiveDate, now: Now) -> NaiveDate {
    (last_day + Days::new(1)).max(now.today)
}

/// The planned departure of an id; `scope` says how far it reaches. The caller holds the `lock` of its rep.
pub async fn carry_out(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    id: i32,
) -> Result<DepartureDone, StoreError> {
    let d = sqlx::query!(
        "select rep_id, last_day, successor_rep_id from rep_departure where id = $1 and state = 'planned'",
        id
    )
    .fetch_one(&mut *tx)
    .await?;
    let from = first_without(d.last_day, now);
    let takes_over = match d.successor_rep_id {
        None => None,
        Some(named) => {
            let fit = successor(&mut *tx, scope, now, d.rep_id, (named, d.last_day)).await?;
            fit.ok().map(|s| s.rep_id)
        }
    };
    let mut effect = look::effect(&mut *tx, scope, now, (d.rep_id, from)).await?;
    let open = outstanding::of(&mut *tx, scope, now, (d.rep_id, from)).await?;
    for device in &effect.devices {
        device::revoke(&mut *tx, now.at, device.id).await?;
    }
    let account_disabled = match &effect.account {
        Some(account) if !account.last_administrator && !account.out_of_reach => {
            end_account(&mut *tx, now, account.user_id).await?;
            true
        }
        Some(_) | None => false,
    };
    let ids: Vec<i32> = effect.routes.iter().map(|r| r.id).collect();
    routes::hand_over(&mut *tx, now, (d.rep_id, takes_over), &ids, from).await?;
    if let Some(to) = takes_over {
        let unit = sqlx::query_scalar!(
            "select org_unit_id from rep_org_unit where rep_id = $1 and retired_at is null and valid @> $2::date",
            to,
            now.today,
        )
        .fetch_one(&mut *tx)
        .await?;
        let handing = work::Handing {
            departure: id,
            rep: d.rep_id,
            to,
            unit,
            from,
        };
        effect.work = work::hand_over(&mut *tx, scope, now, handing).await?;
    }
    sqlx::query!(
        "update rep set active = false, version = version + 1, updated_at = $2 where id = $1",
        d.rep_id,
        now.at
    )
    .execute(&mut *tx)
    .await?;
    let done = DepartureDone {
        effect,
        outstanding: open,
        account_disabled,
        successor_gone: d.successor_rep_id.is_some() && takes_over.is_none(),
    };
    sqlx::query!(
        "update rep_departure set state = 'done', ended_at = $2, done = $3 where id = $1",
        id,
        now.at,
        json!(done),
    )
    .execute(&mut *tx)
    .await?;
    let detail = json!({"departure": id, "last_day": d.last_day, "successor_rep_id": takes_over, "routes": ids, "routes_from": from,
        "devices": done.effect.devices.iter().map(|d| d.id).collect::<Vec<_>>(), "account_disabled": account_disabled,
        "work": done.effect.work, "outstanding": done.outstanding.len()});
    let subject = format!("reps/{}", d.rep_id);
    audit::record(tx, scope, now.at, "reps.departed", &subject, &detail).await?;
    Ok(done)
}

/// Neither sessions nor tokens of programs come to life again with the login.
async fn end_account(tx: &mut PgConnection, now: Now, user: i32) -> Result<(), StoreError> {
    sqlx::query!(
        "update app_user set disabled_at = $2, version = version + 1, updated_at = $2 where id = $1 and disabled_at is null",
        user,
        now.at
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "update api_token set revoked_at = $2 where user_id = $1 and revoked_at is null",
        user,
        now.at
    )
    .execute(&mut *tx)
    .await?;
    session::delete_of_user(tx, user).await
}

/// The next planned one after `after` whose last day is over, done; `None` where none is left, or another server is at it. It
/// reaches as far as who planned it does now, and everywhere where that one has left, too.
pub async fn next(
    db: &PgPool,
    now: Now,
    after: i32,
) -> Result<Option<(i32, Result<DepartureDone, StoreError>)>, StoreError> {
    let mut tx = db.begin().await?;
    let mine = sqlx::query_scalar!(
        r#"select pg_try_advisory_xact_lock($1) as "mine!""#,
        DEPARTURE_LOCK
    )
    .fetch_one(&mut *tx)
    .await?;
    if !mine {
        return Ok(None);
    }
    let due = sqlx::query!(
        "select id, rep_id, requested_by from rep_departure where state = 'planned' and last_day < $1 and id > $2 order by id limit 1",
        now.today,
        after,
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(due) = due else { return Ok(None) };
    super::lock(&mut tx, due.rep_id).await?;
    let of_asker = scope::of_user(&mut *tx, due.requested_by).await?;
    let scope = of_asker.unwrap_or_else(Scope::system);
    // Not found where it was called off in between.
    let done = carry_out(&mut tx, &scope, now, due.id).await;
    if done.is_ok() {
        tx.commit().await?;
    }
    Ok(Some((due.id, done)))
}
