//! Who held which outlet, route and device when, as known by then; and who holds it today.

use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
};

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::{
    id::{OrgUnitId, RepId, RouteId},
    kpi::Place,
    time::At,
};
use sqlx::PgConnection;

use super::{Ask, StoreError};

/// An outlet on a route of a rep of an org unit, from the first to the last date.
#[derive(Clone, Copy, Debug)]
pub(super) struct Assigned {
    pub rep: i32,
    pub outlet: i32,
    pub route: i32,
    pub org_unit: i32,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// A device with a rep: (from, to, can declare).
type Bound = (Option<DateTime<Utc>>, Option<DateTime<Utc>>, bool);

/// An outlet on a route of the rep: (from, to, route).
type OnRoute = (NaiveDate, NaiveDate, i32);

pub(super) struct Assignments {
    pub rows: Vec<Assigned>,
    /// By rep and outlet.
    by_outlet: HashMap<(i32, i32), Vec<OnRoute>>,
    bound: HashMap<i32, Vec<Bound>>,
}

impl Assignments {
    /// The rep's route that the outlet was on.
    pub fn route_on(&self, rep: i32, outlet: i32, date: NaiveDate) -> Option<i32> {
        let spans = self.by_outlet.get(&(rep, outlet))?;
        let on = spans
            .iter()
            .filter(|(from, to, _)| *from <= date && date <= *to);
        on.map(|(.., route)| *route).min()
    }

    /// Whether any device of the rep on that day could declare; without one then, any of the rep's.
    pub fn can_declare(&self, rep: i32, day: Range<At>) -> bool {
        let Some(bound) = self.bound.get(&rep) else {
            return true;
        };
        let on_day = |(from, to, _): &&Bound| {
            from.is_none_or(|f| At::from(f) < day.end) && to.is_none_or(|t| At::from(t) > day.start)
        };
        let mut then = bound.iter().filter(on_day).peekable();
        if then.peek().is_some() {
            then.any(|b| b.2)
        } else {
            bound.iter().any(|b| b.2)
        }
    }
}

pub(super) async fn of(db: &mut PgConnection, ask: &Ask) -> Result<Assignments, StoreError> {
    let rows = between(db, ask, ask.from, ask.to).await?;
    let mut by_outlet: HashMap<_, Vec<_>> = HashMap::new();
    for a in &rows {
        by_outlet
            .entry((a.rep, a.outlet))
            .or_default()
            .push((a.from, a.to, a.route));
    }
    let devices = sqlx::query!(
        r#"
        select b.rep_id, lower(b.valid) as bound_from, upper(b.valid) as bound_to, d.can_declare
        from device_binding b join device d on d.id = b.device_id
        where b.recorded_at <= $1 and (b.retired_at is null or b.retired_at > $1)
          and ($2::int4[] is null or b.rep_id = any($2))
        "#,
        ask.known(),
        ask.reps.as_deref() as _,
    )
    .fetch_all(db)
    .await?;
    let mut bound: HashMap<i32, Vec<Bound>> = HashMap::new();
    for d in devices {
        bound
            .entry(d.rep_id)
            .or_default()
            .push((d.bound_from, d.bound_to, d.can_declare));
    }
    Ok(Assignments {
        rows,
        by_outlet,
        bound,
    })
}

/// Outlets assigned on any date of the range, cut to it.
async fn between(
    db: &mut PgConnection,
    ask: &Ask,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Assigned>, StoreError> {
    Ok(sqlx::query_as!(
        Assigned,
        r#"
        with held as (
          select rr.rep_id, rr.route_id, u.org_unit_id, rr.valid * u.valid as valid
          from route_rep rr join rep_org_unit u on u.rep_id = rr.rep_id and u.valid && rr.valid
            and u.recorded_at <= $3 and (u.retired_at is null or u.retired_at > $3)
          where rr.recorded_at <= $3 and (rr.retired_at is null or rr.retired_at > $3)
            and ($4::int4[] is null or rr.rep_id = any($4))
            and rr.valid * u.valid && daterange($1, $2, '[]')
        )
        select h.rep_id as "rep!", x.outlet_id as "outlet!", x.route_id as "route!", h.org_unit_id as "org_unit!",
          greatest(lower(h.valid * x.valid), $1) as "from!",
          least(coalesce(upper(h.valid * x.valid) - 1, $2), $2) as "to!"
        from held h join route_outlet x on x.route_id = h.route_id and x.valid && h.valid and x.valid * h.valid && daterange($1, $2, '[]')
          and x.recorded_at <= $3 and (x.retired_at is null or x.retired_at > $3)
        join outlet o on o.id = x.outlet_id and (o.closed_at is null or o.closed_at::date > $1 or o.closed_at > $3)
        order by 1, 2, 3, 5
        "#,
        from,
        to,
        ask.known(),
        ask.reps.as_deref() as _,
    )
    .fetch_all(db)
    .await?)
}

/// Today's organisation.
pub(super) struct Present {
    /// As if it had held all the time asked for.
    pub rows: Vec<Assigned>,
    holder: HashMap<i32, Vec<Assigned>>,
    unit: BTreeMap<i32, i32>,
}

impl Present {
    pub fn holds(&self, outlet: i32) -> bool {
        self.holder.contains_key(&outlet)
    }

    /// Where a row counts today: an outlet with the rep who holds it (the rep who made it, where
    /// that is one of several), the rest with its rep, in the org unit of today.
    pub fn place(&self, p: Place) -> Place {
        let unit = |rep: RepId| self.unit.get(&rep.0).copied().map_or(p.org_unit, OrgUnitId);
        let holders = p.outlet.and_then(|o| self.holder.get(&o.0));
        let holder =
            holders.and_then(|h| h.iter().find(|a| a.rep == p.rep.0).or_else(|| h.first()));
        match holder {
            Some(a) => Place {
                rep: RepId(a.rep),
                org_unit: OrgUnitId(a.org_unit),
                route: Some(RouteId(a.route)),
                ..p
            },
            None => Place {
                org_unit: unit(p.rep),
                route: None,
                ..p
            },
        }
    }
}

pub(super) async fn present(db: &mut PgConnection, ask: &Ask) -> Result<Present, StoreError> {
    let everyone = Ask {
        reps: None,
        ..ask.clone()
    };
    let mut rows = between(db, &everyone, ask.today, ask.today).await?;
    rows.sort_by_key(|a| (a.outlet, a.route, a.rep));
    let mut holder: HashMap<i32, Vec<Assigned>> = HashMap::new();
    for a in &mut rows {
        a.from = ask.from;
        a.to = ask.to;
        holder.entry(a.outlet).or_default().push(*a);
    }
    let units = sqlx::query!(
        r#"
        select rep_id, org_unit_id from rep_org_unit
        where valid @> $1::date and recorded_at <= $2 and (retired_at is null or retired_at > $2)
        "#,
        ask.today,
        ask.known(),
    )
    .fetch_all(db)
    .await?;
    Ok(Present {
        rows,
        holder,
        unit: units
            .into_iter()
            .map(|u| (u.rep_id, u.org_unit_id))
            .collect(),
    })
}
