//! Changes of single stops by a planner or supervisor: in a frozen plan a logged deviation
//! (`plan_deviation`), before it is frozen an exception by date.

use chrono::NaiveDate;
use fieldbeat_domain::id::RepId;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use super::{
    error::StoreError,
    plan_deviation::Note,
    plan_due, plan_lock,
    scope::Scope,
    upsert::{ChangeError, Fault, Now},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StopChange {
    Add,
    Remove,
    Move,
}

/// A change of one stop of a rep's day.
pub struct Changing<'a> {
    pub rep: RepId,
    pub date: NaiveDate,
    pub change: StopChange,
    pub outlet: i32,
    /// Of a move.
    pub to: Option<NaiveDate>,
    pub reason: &'a str,
}

/// Adds, removes or moves a stop: in the frozen plan by a deviation, else by an exception.
pub async fn change(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    c: &Changing<'_>,
) -> Result<(), ChangeError> {
    if c.date < now.today || c.to.is_some_and(|to| to < now.today || to == c.date) {
        let pointer = if c.to.is_some() { "/to_date" } else { "/date" };
        return Err(fault(pointer, "out_of_range"));
    }
    plan_lock::deciding(&mut *tx).await?;
    match (c.change, c.to) {
        (StopChange::Add, None) => put(tx, scope, now, c, c.date).await,
        (StopChange::Remove, None) => take(tx, scope, now, c).await,
        (StopChange::Move, Some(to))
            if !is_frozen(tx, c.rep, c.date).await? && !is_frozen(tx, c.rep, to).await? =>
        {
            due(tx, c, c.date, true).await?;
            due(tx, c, to, false).await?;
            Ok(except(tx, scope, now, c, c.date, "move").await?)
        }
        (StopChange::Move, Some(to)) => {
            take(tx, scope, now, c).await?;
            put(tx, scope, now, c, to).await
        }
        (StopChange::Move, None) => Err(fault("/to_date", "required")),
        (StopChange::Add | StopChange::Remove, Some(_)) => Err(fault("/to_date", "not_allowed")),
    }
}

fn fault(pointer: &'static str, code: &'static str) -> ChangeError {
    ChangeError::Invalid(vec![Fault::new(pointer, code)])
}

async fn is_frozen(tx: &mut PgConnection, rep: RepId, date: NaiveDate) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar!(
        "select rep_id from day_plan where rep_id = $1 and date = $2 for update",
        rep.0,
        date
    )
    .fetch_optional(tx)
    .await?
    .is_some())
}

/// Puts the stop at the end of the day.
async fn put(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    c: &Changing<'_>,
    date: NaiveDate,
) -> Result<(), ChangeError> {
    if !is_frozen(tx, c.rep, date).await? {
        due(tx, c, date, false).await?;
        return Ok(except(tx, scope, now, c, date, "add").await?);
    }
    let planned = sqlx::query_scalar!(
        "select sequence from day_stop where rep_id = $1 and date = $2 and outlet_id = $3",
        c.rep.0,
        date,
        c.outlet
    )
    .fetch_optional(&mut *tx)
    .await?;
    if planned.is_some() {
        return Err(fault("/outlet_id", "already_planned"));
    }
    let made = sqlx::query!(
        r#"insert into day_stop (rep_id, date, sequence, outlet_id, route_id, window_from_min, window_to_min, service_min)
        select $1, $2, coalesce((select max(sequence) from day_stop where rep_id = $1 and date = $2), 0) + 1,
          x.outlet_id, x.route_id, x.window_from_min, x.window_to_min, x.service_min
        from route_rep rr join route_outlet x on x.route_id = rr.route_id and x.retired_at is null and x.valid @> $2::date
        where rr.rep_id = $1 and rr.retired_at is null and rr.valid @> $2::date and x.outlet_id = $3
        order by x.route_id limit 1"#,
        c.rep.0,
        date,
        c.outlet
    )
    .execute(&mut *tx)
    .await?;
    if made.rows_affected() == 0 {
        return Err(fault("/outlet_id", "not_on_route"));
    }
    let note = Note {
        change: "added",
        to: None,
        absence: None,
        reason: c.reason,
    };
    note.log(tx, scope, now, &[(c.rep.0, date, c.outlet)])
        .await?;
    Ok(())
}

async fn take(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    c: &Changing<'_>,
) -> Result<(), ChangeError> {
    if !is_frozen(tx, c.rep, c.date).await? {
        due(tx, c, c.date, true).await?;
        return Ok(except(tx, scope, now, c, c.date, "remove").await?);
    }
    let gone = sqlx::query!(
        "delete from day_stop where rep_id = $1 and date = $2 and outlet_id = $3",
        c.rep.0,
        c.date,
        c.outlet
    )
    .execute(&mut *tx)
    .await?;
    if gone.rows_affected() == 0 {
        return Err(fault("/outlet_id", "not_planned"));
    }
    let note = Note {
        change: if c.to.is_some() { "moved" } else { "removed" },
        to: c.to,
        absence: None,
        reason: c.reason,
    };
    note.log(tx, scope, now, &[(c.rep.0, c.date, c.outlet)])
        .await?;
    Ok(())
}

/// Faults where the outlet is not due on a date not yet frozen, or (not `wanted`) cannot be added to it.
async fn due(
    tx: &mut PgConnection,
    c: &Changing<'_>,
    date: NaiveDate,
    wanted: bool,
) -> Result<(), ChangeError> {
    let stops = plan_due::on(&mut *tx, date, &[c.rep.0]).await?;
    let planned = stops
        .get(&c.rep.0)
        .is_some_and(|s| s.iter().any(|s| s.outlet_id == c.outlet));
    match (wanted, planned) {
        (true, true) => return Ok(()),
        (true, false) => return Err(fault("/outlet_id", "not_planned")),
        (false, true) => return Err(fault("/outlet_id", "already_planned")),
        (false, false) => {}
    }
    let routed = sqlx::query_scalar!(
        r#"select exists (select from route_rep rr
          join route_outlet x on x.route_id = rr.route_id and x.retired_at is null and x.valid @> $2::date
          where rr.rep_id = $1 and rr.retired_at is null and rr.valid @> $2::date and x.outlet_id = $3) as "routed!""#,
        c.rep.0,
        date,
        c.outlet
    )
    .fetch_one(tx)
    .await?;
    if routed {
        Ok(())
    } else {
        Err(fault("/outlet_id", "not_on_route"))
    }
}

async fn except(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    c: &Changing<'_>,
    date: NaiveDate,
    change: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into plan_exception (rep_id, outlet_id, change, date, to_date, reason, user_id, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        c.rep.0,
        c.outlet,
        change,
        date,
        c.to.filter(|_| change == "move"),
        c.reason,
        scope.user_id() as _,
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// An outlet closes: its stops of frozen plans from that day on leave, where nobody has been there yet.
pub(super) async fn drop_outlet(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    (outlet, from): (i32, NaiveDate),
    reason: &str,
) -> Result<(), StoreError> {
    let gone = sqlx::query!(
        r#"delete from day_stop s where s.outlet_id = $1 and s.date >= $2 and not exists (
          select from visit v where v.rep_id = s.rep_id and v.date = s.date and v.outlet_id = s.outlet_id and v.state <> 'cancelled')
        returning rep_id, date, outlet_id"#,
        outlet,
        from
    )
    .fetch_all(&mut *tx)
    .await?;
    let gone: Vec<_> = gone
        .into_iter()
        .map(|s| (s.rep_id, s.date, s.outlet_id))
        .collect();
    let note = Note {
        change: "removed",
        to: None,
        absence: None,
        reason,
    };
    note.log(tx, scope, now, &gone).await
}
