//! Absences of reps: asked for, looked at before they are decided, and decided. Plans
//! that are not yet frozen read approved absences themselves (`plan_due`), frozen ones are changed by
//! `plan_absence`.

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::id::RepId;
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use super::{
    day_plan,
    error::StoreError,
    instant::Instant,
    page::Since,
    plan_absence, plan_lock,
    route_leg::minute,
    scope::{self, Scope},
    upsert::{ChangeError, Fault, Now},
};

/// Why a rep does not work the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AbsenceKind {
    Leave,
    Sickness,
    Meeting,
    Training,
}

impl AbsenceKind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Leave => "leave",
            Self::Sickness => "sickness",
            Self::Meeting => "meeting",
            Self::Training => "training",
        }
    }
}

/// The longest absence.
pub const DAYS_MAX: i64 = 366;

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Absence {
    pub id: Uuid,
    pub rep_id: i32,
    pub rep_code: String,
    pub rep_name: String,
    /// leave | sickness | meeting | training
    pub kind: String,
    pub from: NaiveDate,
    /// Included.
    pub to: NaiveDate,
    /// `HH:MM`, of an absence of a part of one day.
    pub from_time: Option<String>,
    pub to_time: Option<String>,
    #[serde(skip)]
    pub from_min: Option<i16>,
    #[serde(skip)]
    pub to_min: Option<i16>,
    /// The stops that it excuses, where the approver chose them.
    pub outlet_ids: Option<Vec<i32>>,
    pub note: Option<String>,
    /// requested | approved | refused | cancelled
    pub state: String,
    pub substitute_rep_id: Option<i32>,
    pub substitute_code: Option<String>,
    pub requested_at: Instant,
    pub decided_by: Option<String>,
    pub decided_at: Option<Instant>,
    pub reason: Option<String>,
    pub org_unit_id: i32,
    pub version: i32,
}

/// What a list is cut by.
#[derive(Clone, Debug, Default)]
pub struct AbsenceFilter {
    pub id: Option<Uuid>,
    pub state: Option<String>,
    pub rep_id: Option<i32>,
    pub on: Option<NaiveDate>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub since: Since,
}

/// By id; those of a login's own rep, where it has one.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    filter: &AbsenceFilter,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Absence>, StoreError> {
    let (since_time, since_xid) = filter.since.parts();
    Ok(sqlx::query_as!(
        Absence,
        r#"
        select a.id, a.rep_id, r.code as rep_code, r.name as rep_name, a.kind, a.from_date as "from", a.to_date as "to",
          to_char(make_interval(mins => a.from_min::int4), 'HH24:MI') as "from_time?", to_char(make_interval(mins => a.to_min::int4), 'HH24:MI') as "to_time?",
          a.from_min, a.to_min, a.outlet_ids, a.note,
          a.state, a.substitute_rep_id, s.code as "substitute_code?", a.requested_at as "requested_at: Instant",
          u.name as "decided_by?", a.decided_at as "decided_at?: Instant", a.reason, a.org_unit_id, a.version
        from absence a join rep r on r.id = a.rep_id
        left join rep s on s.id = a.substitute_rep_id left join app_user u on u.id = a.decided_by
        where ($1::int4[] is null or a.org_unit_id = any($1)) and ($2::int4 is null or a.rep_id = $2)
          and ($3::uuid is null or a.id = $3) and ($4::text is null or a.state = $4) and ($5::int4 is null or a.rep_id = $5)
          and ($6::date is null or $6 between a.from_date and a.to_date) and ($7::uuid is null or a.id > $7)
          and ($9::timestamptz is null or a.updated_at >= $9)
          and ($10::int8 is null or a.xid >= $10::int8::text::xid8)
          and ($11::date is null or a.to_date >= $11) and ($12::date is null or a.from_date <= $12)
        order by a.id limit $8
        "#,
        scope.units() as _,
        scope.rep_id() as _,
        filter.id,
        filter.state,
        filter.rep_id,
        filter.on,
        after,
        limit,
        since_time,
        since_xid,
        filter.from,
        filter.to,
    )
    .fetch_all(db)
    .await?)
}

pub async fn get(db: impl PgExecutor<'_>, scope: &Scope, id: Uuid) -> Result<Absence, StoreError> {
    let filter = AbsenceFilter {
        id: Some(id),
        ..AbsenceFilter::default()
    };
    let mut found = list(db, scope, &filter, None, 1).await?;
    found.pop().ok_or(StoreError::NotFound)
}

/// An absence being asked for.
pub struct Asking<'a> {
    pub id: Uuid,
    pub rep: RepId,
    pub kind: AbsenceKind,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// `HH:MM`; both, and of one day.
    pub hours: (Option<&'a str>, Option<&'a str>),
    pub note: Option<&'a str>,
}

impl Asking<'_> {
    pub fn faults(&self) -> Vec<Fault> {
        let days = (self.to - self.from).num_days();
        match days {
            0..DAYS_MAX => self.part().err().into_iter().collect(),
            DAYS_MAX.. => vec![Fault::new("/to", "out_of_range")],
            _ => vec![Fault::new("/to", "before_from")],
        }
    }

    /// Minutes after midnight of an absence of a part of its day.
    fn part(&self) -> Result<Option<(i16, i16)>, Fault> {
        let read = |text: &str, pointer| minute(text).ok_or(Fault::new(pointer, "invalid_time"));
        match self.hours {
            (None, None) => Ok(None),
            (Some(_), None) => Err(Fault::new("/to_time", "required")),
            (None, Some(_)) => Err(Fault::new("/from_time", "required")),
            (Some(_), Some(_)) if self.from != self.to => Err(Fault::new("/from_time", "one_day")),
            (Some(from), Some(to)) => {
                let (from, to) = (read(from, "/from_time")?, read(to, "/to_time")?);
                if from < to {
                    Ok(Some((from, to)))
                } else {
                    Err(Fault::new("/to_time", "before_from"))
                }
            }
        }
    }
}

/// Keeps the request; answers the org unit that it belongs to. `NotFound` for a rep out of scope; a
/// second coming of the same id changes nothing.
pub async fn request(
    tx: &mut PgConnection,
    scope: &Scope,
    now: DateTime<Utc>,
    asking: &Asking<'_>,
) -> Result<i32, StoreError> {
    let unit = scope::rep_on(&mut *tx, scope, asking.rep, asking.from).await?;
    let (from_min, to_min) = asking.part().ok().flatten().unzip();
    sqlx::query!(
        r#"insert into absence (id, rep_id, org_unit_id, kind, from_date, to_date, note, requested_by, requested_at, updated_at, from_min, to_min)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $11) on conflict (id) do nothing"#,
        asking.id,
        asking.rep.0,
        unit.0,
        asking.kind.as_str(),
        asking.from,
        asking.to,
        asking.note,
        scope.user_id() as _,
        now,
        from_min,
        to_min,
    )
    .execute(tx)
    .await?;
    Ok(unit.0)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AbsenceDecision {
    Approved,
    Refused,
    /// Also of an approved one: its stops count again.
    Cancelled,
}

impl AbsenceDecision {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::Cancelled => "cancelled",
        }
    }

    fn may_follow(self, state: &str) -> bool {
        match self {
            Self::Approved | Self::Refused => state == "requested",
            Self::Cancelled => matches!(state, "requested" | "approved"),
        }
    }
}

/// A decision being made.
pub struct Deciding<'a> {
    pub id: Uuid,
    pub decision: AbsenceDecision,
    pub substitute: Option<RepId>,
    /// Of an approval for one day: the stops that it excuses, instead of those of its hours.
    pub outlets: Option<&'a [i32]>,
    pub reason: Option<&'a str>,
}

/// Decides, and does to frozen plans what follows: each change is a logged deviation, and the
/// rep-days concerned are judged again.
pub async fn decide(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    deciding: &Deciding<'_>,
) -> Result<Absence, ChangeError> {
    plan_lock::deciding(&mut *tx).await?;
    sqlx::query!(
        "select id from absence where id = $1 for update",
        deciding.id
    )
    .fetch_optional(&mut *tx)
    .await?;
    let was = get(&mut *tx, scope, deciding.id).await?;
    if !deciding.decision.may_follow(&was.state) {
        return Err(fault("/decision", "not_possible"));
    }
    let approving = deciding.decision == AbsenceDecision::Approved;
    let substitute = deciding.substitute.filter(|_| approving);
    let outlets = deciding.outlets.filter(|_| approving);
    if outlets.is_some() && was.from != was.to {
        return Err(fault("/outlet_ids", "one_day"));
    }
    if approving {
        clashes(tx, scope, &was, substitute).await?;
    }
    sqlx::query!(
        r#"update absence set state = $2, substitute_rep_id = coalesce($3, substitute_rep_id), reason = $4, decided_by = $5,
          decided_at = $6, version = version + 1, updated_at = $6, outlet_ids = coalesce($7, outlet_ids) where id = $1"#,
        was.id,
        deciding.decision.as_str(),
        substitute.map(|s| s.0),
        deciding.reason,
        scope.user_id() as _,
        now.at,
        outlets as _,
    )
    .execute(&mut *tx)
    .await?;
    let absence = get(&mut *tx, scope, was.id).await?;
    if approving {
        plan_absence::excuse(tx, scope, now, &absence).await?;
    } else if was.state == "approved" {
        plan_absence::restore(tx, scope, now, &absence).await?;
    }
    Ok(absence)
}

/// A stop that an approval would excuse.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct MovedStop {
    pub outlet_id: i32,
    pub outlet_code: String,
    pub outlet_name: String,
    /// Who would call: the substitute, on whose plan it is put (`substitute`) or is anyhow (`own`), or
    /// nobody (`none`).
    pub covered: &'static str,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct MovedDay {
    pub date: NaiveDate,
    /// The change would be a logged deviation.
    pub frozen: bool,
    pub stops: Vec<MovedStop>,
}

/// Days that a preview tells of.
pub const PREVIEW_DAYS: u64 = 14;

/// What an approval would do, first day first: it is made and then not kept, so it must be called in a
/// transaction that is rolled back.
pub async fn preview(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    deciding: &Deciding<'_>,
) -> Result<Vec<MovedDay>, ChangeError> {
    let absence = decide(tx, scope, now, deciding).await?;
    let mut days = Vec::new();
    for date in absence
        .from
        .iter_days()
        .take_while(|d| *d <= absence.to)
        .take(usize::try_from(PREVIEW_DAYS).unwrap_or(usize::MAX))
    {
        let plan = day_plan::view(tx, RepId(absence.rep_id), date).await?;
        let theirs = match absence.substitute_rep_id {
            Some(substitute) => day_plan::view(tx, RepId(substitute), date).await?.stops,
            None => Vec::new(),
        };
        let stops = plan
            .stops
            .into_iter()
            .filter(|s| s.absence_id == Some(absence.id))
            .map(|s| {
                let there = theirs.iter().find(|t| t.outlet_id == s.outlet_id);
                MovedStop {
                    covered: match there.map(|t| t.absence_id == Some(absence.id)) {
                        Some(true) => "substitute",
                        Some(false) => "own",
                        None => "none",
                    },
                    outlet_id: s.outlet_id,
                    outlet_code: s.outlet_code,
                    outlet_name: s.outlet_name,
                }
            })
            .collect();
        days.push(MovedDay {
            date,
            frozen: plan.frozen_at.is_some(),
            stops,
        });
    }
    Ok(days)
}

fn fault(pointer: &'static str, code: &'static str) -> ChangeError {
    ChangeError::Invalid(vec![Fault::new(pointer, code)])
}

/// A rep is away once at a time, covers nobody meanwhile, and is covered by somebody who works.
async fn clashes(
    tx: &mut PgConnection,
    scope: &Scope,
    absence: &Absence,
    substitute: Option<RepId>,
) -> Result<(), ChangeError> {
    if substitute.is_some_and(|s| s.0 == absence.rep_id) {
        return Err(fault("/substitute_rep_id", "same_rep"));
    }
    if let Some(substitute) = substitute {
        match scope::rep_on(&mut *tx, scope, substitute, absence.from).await {
            Err(StoreError::NotFound) => return Err(fault("/substitute_rep_id", "unknown")),
            other => other?,
        };
    }
    let row = sqlx::query!(
        r#"
        select
          exists (select from absence where rep_id = $1 and state = 'approved' and from_date <= $3 and to_date >= $2
            and coalesce(from_min, 0) < coalesce($6::int2, 1440) and coalesce(to_min, 1440) > coalesce($5::int2, 0)) as "twice!",
          exists (select from absence where substitute_rep_id = $1 and state = 'approved' and from_date <= $3 and to_date >= $2) as "covers!",
          exists (select from absence where rep_id = $4::int4 and state = 'approved' and from_date <= $3 and to_date >= $2) as "away!"
        "#,
        absence.rep_id,
        absence.from,
        absence.to,
        substitute.map(|s| s.0),
        absence.from_min,
        absence.to_min,
    )
    .fetch_one(tx)
    .await?;
    if row.twice {
        return Err(fault("/id", "overlaps"));
    }
    if row.covers {
        return Err(fault("/id", "covers_another"));
    }
    if row.away {
        return Err(fault("/substitute_rep_id", "absent"));
    }
    Ok(())
}
