//! Changes of frozen day plans: every one is a logged deviation with reason and approver, and has
//! the rep-day judged again. Before a plan is frozen the same wish is an exception by date.

use chrono::NaiveDate;
use fieldbeat_domain::{id::RepId, time::At};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use super::{
    absence::Absence,
    day_plan, dirty,
    error::StoreError,
    instant::Instant,
    plan_due,
    scope::Scope,
    upsert::{ChangeError, Fault, Now},
};

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Deviation {
    pub id: i64,
    /// added | removed | moved | excused | restored | covered
    pub change: String,
    pub outlet_id: i32,
    pub to_date: Option<NaiveDate>,
    pub absence_id: Option<Uuid>,
    pub reason: String,
    pub approved_by: Option<String>,
    pub recorded_at: Instant,
}

pub async fn deviations(
    db: impl PgExecutor<'_>,
    rep: RepId,
    date: NaiveDate,
) -> Result<Vec<Deviation>, StoreError> {
    Ok(sqlx::query_as!(
        Deviation,
        r#"select d.id, d.change, d.outlet_id, d.to_date, d.absence_id, d.reason, u.name as "approved_by?",
          d.recorded_at as "recorded_at: Instant"
        from plan_deviation d left join app_user u on u.id = d.approved_by
        where d.rep_id = $1 and d.date = $2 order by d.id"#,
        rep.0,
        date
    )
    .fetch_all(db)
    .await?)
}

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

/// What is said of changed stops.
struct Note<'a> {
    change: &'a str,
    to: Option<NaiveDate>,
    absence: Option<Uuid>,
    reason: &'a str,
}

impl Note<'_> {
    /// Logs the change of these stops (rep, date, outlet), and has their days judged again.
    async fn log(
        &self,
        tx: &mut PgConnection,
        scope: &Scope,
        now: Now,
        stops: &[(i32, NaiveDate, i32)],
    ) -> Result<(), StoreError> {
        let reps: Vec<i32> = stops.iter().map(|s| s.0).collect();
        let dates: Vec<NaiveDate> = stops.iter().map(|s| s.1).collect();
        let outlets: Vec<i32> = stops.iter().map(|s| s.2).collect();
        sqlx::query!(
            r#"insert into plan_deviation (rep_id, date, change, outlet_id, to_date, absence_id, reason, approved_by, recorded_at)
            select t.rep, t.date, $4, t.outlet, $5, $6, $7, $8, $9
            from unnest($1::int4[], $2::date[], $3::int4[]) as t(rep, date, outlet)"#,
            &reps,
            &dates,
            &outlets,
            self.change,
            self.to,
            self.absence,
            self.reason,
            scope.user_id() as _,
            now.at,
        )
        .execute(&mut *tx)
        .await?;
        let days: Vec<(RepId, NaiveDate)> = stops.iter().map(|s| (RepId(s.0), s.1)).collect();
        Ok(dirty::mark(tx, &days, At::from(now.at)).await?)
    }
}

/// An absence was approved: the rep's frozen stops are excused, and a substitute whose plan is
/// frozen gets those of today and later.
pub async fn excuse(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    absence: &Absence,
) -> Result<(), StoreError> {
    let covered = cover(tx, now, absence).await?;
    let excused = sqlx::query!(
        r#"update day_stop set absence_id = $1 where rep_id = $2 and date between $3 and $4 and absence_id is null
        returning rep_id, date, outlet_id"#,
        absence.id,
        absence.rep_id,
        absence.from,
        absence.to
    )
    .fetch_all(&mut *tx)
    .await?;
    let excused: Vec<_> = excused
        .into_iter()
        .map(|s| (s.rep_id, s.date, s.outlet_id))
        .collect();
    for (change, stops) in [("excused", excused), ("covered", covered)] {
        of_absence(change, absence)
            .log(tx, scope, now, &stops)
            .await?;
    }
    Ok(())
}

async fn cover(
    tx: &mut PgConnection,
    now: Now,
    absence: &Absence,
) -> Result<Vec<(i32, NaiveDate, i32)>, StoreError> {
    let Some(substitute) = absence.substitute_rep_id else {
        return Ok(Vec::new());
    };
    let frozen = sqlx::query_scalar!(
        "select date from day_plan where rep_id = $1 and date between greatest($2, $3::date) and $4 order by date for update",
        substitute,
        absence.from,
        now.today,
        absence.to
    )
    .fetch_all(&mut *tx)
    .await?;
    for date in &frozen {
        day_plan::ensure(tx, now.at, RepId(absence.rep_id), *date).await?;
    }
    let made = sqlx::query!(
        r#"
        insert into day_stop (rep_id, date, sequence, outlet_id, route_id, window_from_min, window_to_min, service_min, absence_id, covers_rep_id)
        select $1, s.date, coalesce((select max(m.sequence) from day_stop m where m.rep_id = $1 and m.date = s.date), 0)
            + row_number() over (partition by s.date order by s.sequence)::int4,
          s.outlet_id, s.route_id, s.window_from_min, s.window_to_min, s.service_min, $2, $3
        from day_stop s
        where s.rep_id = $3 and s.date = any($4)
          and not exists (select from day_stop o where o.rep_id = $1 and o.date = s.date and o.outlet_id = s.outlet_id)
        returning rep_id, date, outlet_id
        "#,
        substitute,
        absence.id,
        absence.rep_id,
        &frozen
    )
    .fetch_all(&mut *tx)
    .await?;
    Ok(made
        .into_iter()
        .map(|s| (s.rep_id, s.date, s.outlet_id))
        .collect())
}

/// An approved absence was cancelled: its stops count again, and the substitute keeps only what is over.
pub async fn restore(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    absence: &Absence,
) -> Result<(), StoreError> {
    let given_back = sqlx::query!(
        r#"delete from day_stop where absence_id = $1 and covers_rep_id is not null and date >= $2
        returning rep_id, date, outlet_id"#,
        absence.id,
        now.today
    )
    .fetch_all(&mut *tx)
    .await?;
    let restored = sqlx::query!(
        r#"update day_stop set absence_id = null where absence_id = $1 and covers_rep_id is null
        returning rep_id, date, outlet_id"#,
        absence.id
    )
    .fetch_all(&mut *tx)
    .await?;
    let given_back: Vec<_> = given_back
        .into_iter()
        .map(|s| (s.rep_id, s.date, s.outlet_id))
        .collect();
    let restored: Vec<_> = restored
        .into_iter()
        .map(|s| (s.rep_id, s.date, s.outlet_id))
        .collect();
    for (change, stops) in [("removed", given_back), ("restored", restored)] {
        of_absence(change, absence)
            .log(tx, scope, now, &stops)
            .await?;
    }
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

fn of_absence<'a>(change: &'a str, absence: &'a Absence) -> Note<'a> {
    Note {
        change,
        to: None,
        absence: Some(absence.id),
        reason: absence.reason.as_deref().unwrap_or(&absence.kind),
    }
}
