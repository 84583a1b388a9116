//! What is due on a date before anything is frozen: routes and patterns, holidays, exceptions by
//! date, approved absences and whom a substitute covers. The rules are the domain's (`schedule`).

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use fieldbeat_domain::{
    part_day::{self, StopTime},
    pattern::VisitPattern,
    schedule::{self, Exception},
};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{absence::Absence, error::StoreError, holiday, setting};

/// A stop that is due, before it has its place in the day.
#[derive(Clone, Debug)]
pub struct Due {
    pub outlet_id: i32,
    pub route_id: i32,
    pub window_from_min: Option<i16>,
    pub window_to_min: Option<i16>,
    pub service_min: Option<i16>,
    /// Excused by it, or covered because of it.
    pub absence_id: Option<Uuid>,
    /// The rep whose stop a substitute takes.
    pub covers_rep_id: Option<i32>,
}

/// An approved absence on the date.
struct Away {
    id: Uuid,
    rep_id: i32,
    substitute_rep_id: Option<i32>,
    from_min: Option<i16>,
    to_min: Option<i16>,
    outlet_ids: Option<Vec<i32>>,
}

/// Which stops of its day an absence excuses: all, those of some hours, or the ones that were chosen.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    minutes: Option<(u16, u16)>,
    outlets: Option<&'a [i32]>,
}

impl<'a> Part<'a> {
    fn new(from: Option<i16>, to: Option<i16>, outlets: Option<&'a [i32]>) -> Self {
        let minute = |m: Option<i16>| m.and_then(|m| u16::try_from(m).ok());
        Self {
            minutes: minute(from).zip(minute(to)),
            outlets,
        }
    }

    pub fn of(absence: &'a Absence) -> Self {
        Self::new(
            absence.from_min,
            absence.to_min,
            absence.outlet_ids.as_deref(),
        )
    }

    pub const fn is_whole(&self) -> bool {
        self.minutes.is_none() && self.outlets.is_none()
    }

    /// For each stop of the day, in their order, whether it is excused.
    pub fn excused(&self, stops: &[Due], working: (u16, u16)) -> Vec<bool> {
        if let Some(outlets) = self.outlets {
            return stops
                .iter()
                .map(|s| outlets.contains(&s.outlet_id))
                .collect();
        }
        let Some(minutes) = self.minutes else {
            return vec![true; stops.len()];
        };
        let minute = |m: Option<i16>| m.and_then(|m| u16::try_from(m).ok());
        let times: Vec<StopTime> = stops
            .iter()
            .map(|s| StopTime {
                window_from_min: minute(s.window_from_min),
                window_to_min: minute(s.window_to_min),
            })
            .collect();
        part_day::touched(&times, working, minutes)
    }
}

impl Away {
    fn part(&self) -> Part<'_> {
        Part::new(self.from_min, self.to_min, self.outlet_ids.as_deref())
    }
}

/// By the rules of the date.
pub async fn working_hours(
    db: &mut PgConnection,
    date: NaiveDate,
) -> Result<(u16, u16), StoreError> {
    Ok(setting::rules_on(db, date).await?.working_hours_min)
}

/// Stops due by rep, in the order of their routes; an outlet is visited once. A substitute's own
/// stops come first.
pub async fn on(
    db: &mut PgConnection,
    date: NaiveDate,
    reps: &[i32],
) -> Result<BTreeMap<i32, Vec<Due>>, StoreError> {
    let away = sqlx::query_as!(
        Away,
        r#"select id, rep_id, substitute_rep_id, from_min, to_min, outlet_ids from absence
        where state = 'approved' and $2 between from_date and to_date and (rep_id = any($1) or substitute_rep_id = any($1))
        order by id"#,
        reps,
        date
    )
    .fetch_all(&mut *db)
    .await?;
    let wanted: HashSet<i32> = reps.iter().copied().collect();
    let all: Vec<i32> = reps
        .iter()
        .copied()
        .chain(away.iter().map(|a| a.rep_id))
        .collect();
    let own = scheduled(db, date, &all).await?;
    let mut out: BTreeMap<i32, Vec<Due>> = own
        .iter()
        .filter(|(rep, _)| wanted.contains(rep))
        .map(|(rep, due)| (*rep, due.clone()))
        .collect();
    // Only a part of a day asks for them.
    let working = if away.iter().any(|a| !a.part().is_whole()) {
        working_hours(&mut *db, date).await?
    } else {
        (0, 0)
    };
    for absence in &away {
        if let Some(stops) = out.get_mut(&absence.rep_id) {
            let excused = absence.part().excused(stops, working);
            for (stop, excused) in stops.iter_mut().zip(excused) {
                if excused && stop.absence_id.is_none() {
                    stop.absence_id = Some(absence.id);
                }
            }
        }
    }
    for absence in &away {
        let Some(substitute) = absence.substitute_rep_id.filter(|s| wanted.contains(s)) else {
            continue;
        };
        let stops = out.entry(substitute).or_default();
        let mut has: HashSet<i32> = stops.iter().map(|s| s.outlet_id).collect();
        let theirs = own.get(&absence.rep_id).map_or(&[][..], Vec::as_slice);
        let excused = absence.part().excused(theirs, working);
        for (stop, excused) in theirs.iter().zip(excused) {
            if excused && has.insert(stop.outlet_id) {
                stops.push(Due {
                    absence_id: Some(absence.id),
                    covers_rep_id: Some(absence.rep_id),
                    ..stop.clone()
                });
            }
        }
    }
    Ok(out)
}

/// By routes, patterns, holidays and exceptions alone.
async fn scheduled(
    db: &mut PgConnection,
    date: NaiveDate,
    reps: &[i32],
) -> Result<BTreeMap<i32, Vec<Due>>, StoreError> {
    let holidays = holiday::near(&mut *db, date).await?;
    let exceptions = exceptions(&mut *db, date, reps).await?;
    let rows = sqlx::query!(
        r#"
        select rr.rep_id, x.outlet_id, x.route_id, x.pattern, x.window_from_min, x.window_to_min, x.service_min
        from route_rep rr
        join route_outlet x on x.route_id = rr.route_id and x.retired_at is null and x.valid @> $2::date
        join outlet o on o.id = x.outlet_id and (o.closed_at is null or o.closed_at::date > $2)
        where rr.rep_id = any($1) and rr.retired_at is null and rr.valid @> $2::date
        order by rr.rep_id, x.route_id, x.sequence, x.outlet_id
        "#,
        reps,
        date
    )
    .fetch_all(&mut *db)
    .await?;
    let mut by_rep: BTreeMap<i32, Vec<Due>> = BTreeMap::new();
    let mut seen = HashSet::new();
    for row in rows {
        let Ok(pattern) = serde_json::from_value::<VisitPattern>(row.pattern) else {
            tracing::error!(
                route = row.route_id,
                outlet = row.outlet_id,
                "stored visit pattern does not read"
            );
            continue;
        };
        let key = (row.rep_id, row.outlet_id);
        let changed = exceptions.get(&key).map_or(&[][..], Vec::as_slice);
        if schedule::due(&pattern, &holidays, changed, date).is_some() && seen.insert(key) {
            by_rep.entry(row.rep_id).or_default().push(Due {
                outlet_id: row.outlet_id,
                route_id: row.route_id,
                window_from_min: row.window_from_min,
                window_to_min: row.window_to_min,
                service_min: row.service_min,
                absence_id: None,
                covers_rep_id: None,
            });
        }
    }
    Ok(by_rep)
}

/// Exceptions that bear on the date, by rep and outlet: the newest word on each date counts.
async fn exceptions(
    db: &mut PgConnection,
    date: NaiveDate,
    reps: &[i32],
) -> Result<HashMap<(i32, i32), Vec<Exception>>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select distinct on (rep_id, outlet_id, date) rep_id, outlet_id, change, date, to_date from plan_exception
        where rep_id = any($1) and (date between $2::date - 31 and $2::date + 6 or to_date = $2)
        order by rep_id, outlet_id, date, id desc
        "#,
        reps,
        date
    )
    .fetch_all(&mut *db)
    .await?;
    let mut out: HashMap<(i32, i32), Vec<Exception>> = HashMap::new();
    for r in rows {
        let exception = match (r.change.as_str(), r.to_date) {
            ("move", Some(to)) => Exception::Move { from: r.date, to },
            ("add", _) => Exception::Add { on: r.date },
            _ => Exception::Remove { on: r.date },
        };
        out.entry((r.rep_id, r.outlet_id))
            .or_default()
            .push(exception);
    }
    for (rep, outlet) in rescheduled(db, date, reps).await? {
        let of = out.entry((rep, outlet)).or_default();
        // A planner's word on the date outranks the rep's.
        if !of
            .iter()
            .any(|e| matches!(e, Exception::Remove { on } if *on == date))
        {
            of.push(Exception::Add { on: date });
        }
    }
    Ok(out)
}

/// Stops of earlier dates that reps have put off to this one: (rep, outlet).
async fn rescheduled(
    db: &mut PgConnection,
    date: NaiveDate,
    reps: &[i32],
) -> Result<Vec<(i32, i32)>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select distinct m.rep_id, o.id as outlet_id
        from mark m join outlet o on case jsonb_typeof(m.body->'outlet')
          when 'string' then o.code = m.body->>'outlet' when 'number' then o.id::text = m.body->>'outlet' else false end
        where m.type = 'visit_cancel' and m.rep_id = any($1) and m.body ? 'to_date' and m.body->>'to_date' = $2 and m.date < $3
        "#,
        reps,
        date.to_string(),
        date
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|r| (r.rep_id, r.outlet_id)).collect())
}
