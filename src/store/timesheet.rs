//! Rep-days of a month as a timesheet reads them: the judged time, what was planned, days away. Read
//! only; what it comes to is the domain's to say.

use chrono::NaiveDate;
use fieldbeat_domain::{
    day::{DayReport, TimeParts, WorkInterval},
    time::At,
};
use sqlx::{PgExecutor, types::Json};

use super::{error::StoreError, instant::Instant, scope::Scope};

/// A rep with days in the range, where the scope reaches.
pub struct SheetRep {
    pub id: i32,
    pub code: String,
    pub name: String,
    /// The last one in the range.
    pub org_unit_id: i32,
    pub org_unit_name: String,
}

/// By id, after `after`; with `unit` those of this org unit and below.
pub async fn reps(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    (from, to): (NaiveDate, NaiveDate),
    rep: Option<i32>,
    unit: Option<i32>,
    (after, limit): (i32, i64),
) -> Result<Vec<SheetRep>, StoreError> {
    Ok(sqlx::query_as!(
        SheetRep,
        r#"
        with recursive below as (
          select $5::int4 as id union all select c.id from org_unit c join below b on c.parent_id = b.id
        )
        select distinct on (r.id) r.id, r.code, r.name, u.id as org_unit_id, u.name as org_unit_name
        from rep r
        join rep_org_unit a on a.rep_id = r.id and a.retired_at is null and a.valid && daterange($1, $2, '[]')
        join org_unit u on u.id = a.org_unit_id
        where r.id > $7 and ($3::int4[] is null or a.org_unit_id = any($3)) and ($4::int4 is null or r.id = $4)
          and ($6::int4 is null or r.id = $6) and ($5::int4 is null or a.org_unit_id in (select id from below))
          and (r.active or exists (select from rep_day d where d.rep_id = r.id and d.date between $1 and $2))
        order by r.id, lower(a.valid) desc nulls last limit $8
        "#,
        from,
        to,
        scope.units() as _,
        scope.rep_id() as _,
        unit,
        rep,
        after,
        limit,
    )
    .fetch_all(db)
    .await?)
}

/// What the judge found on a day.
pub struct JudgedTime {
    pub rule_version: i32,
    pub judged_as_of: At,
    pub sessions: Vec<WorkInterval>,
    pub time: TimeParts,
    pub distance_mm: i64,
    pub first_call_at: Option<At>,
    pub last_call_at: Option<At>,
}

impl JudgedTime {
    /// Of a day that was folded and not stored.
    pub fn new(day: &DayReport, as_of: At) -> Self {
        Self {
            rule_version: day.rule_version.0,
            judged_as_of: as_of,
            sessions: day.sessions.clone(),
            time: day.time,
            distance_mm: day.distance_mm,
            first_call_at: day.first_call_at,
            last_call_at: day.last_call_at,
        }
    }
}

/// A day on which there was, or should have been, or need not have been work.
pub struct SheetDay {
    pub rep_id: i32,
    pub date: NaiveDate,
    /// Stops that are not excused.
    pub planned: bool,
    pub judged: Option<JudgedTime>,
    /// leave | sickness | meeting | training
    pub absence: Option<String>,
    pub holiday: Option<String>,
}

impl SheetDay {
    /// A day of which nothing is known.
    pub const fn empty(rep_id: i32, date: NaiveDate) -> Self {
        Self {
            rep_id,
            date,
            planned: false,
            judged: None,
            absence: None,
            holiday: None,
        }
    }
}

/// Of these reps, by rep and date; each day by the org unit that it is stamped with.
pub async fn days(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    reps: &[i32],
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<SheetDay>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select w.rep_id as "rep_id!", w.date as "date!",
          exists (select from day_stop s where s.rep_id = w.rep_id and s.date = w.date
            and (s.absence_id is null or s.covers_rep_id is not null)) as "planned!",
          d.rule_version as "rule_version?", d.judged_as_of as "judged_as_of?: Instant",
          d.report->'sessions' as "sessions: Json<Vec<WorkInterval>>", d.report->'time' as "time: Json<TimeParts>",
          (d.report->>'distance_mm')::int8 as distance_mm,
          (d.report->>'first_call_at')::int8 as first_call_at, (d.report->>'last_call_at')::int8 as last_call_at,
          a.kind as "absence?", h.name as "holiday?"
        from (
          select r.rep_id, g.date::date as date from unnest($1::int4[]) as r(rep_id),
            generate_series($2::date::timestamp, $3::date::timestamp, '1 day') as g(date)
        ) w
        left join rep_day d on d.rep_id = w.rep_id and d.date = w.date
        left join day_plan p on p.rep_id = w.rep_id and p.date = w.date
        left join rep_org_unit m on m.rep_id = w.rep_id and m.retired_at is null and m.valid @> w.date
        left join absence a on a.rep_id = w.rep_id and a.state = 'approved' and w.date between a.from_date and a.to_date
        left join holiday h on h.date = w.date
        where ($4::int4[] is null or coalesce(d.org_unit_id, p.org_unit_id, m.org_unit_id) = any($4))
          and (d.rep_id is not null or p.rep_id is not null or a.id is not null or h.date is not null
            or exists (select from time_correction c where c.rep_id = w.rep_id and c.date = w.date))
        order by w.rep_id, w.date
        "#,
        reps,
        from,
        to,
        scope.units() as _,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| SheetDay {
            rep_id: r.rep_id,
            date: r.date,
            planned: r.planned,
            judged: r
                .rule_version
                .zip(r.judged_as_of)
                .map(|(rule_version, as_of)| JudgedTime {
                    rule_version,
                    judged_as_of: as_of.at(),
                    sessions: r.sessions.map(|s| s.0).unwrap_or_default(),
                    time: r.time.map(|t| t.0).unwrap_or_default(),
                    distance_mm: r.distance_mm.unwrap_or(0),
                    first_call_at: r.first_call_at.map(At),
                    last_call_at: r.last_call_at.map(At),
                }),
            absence: r.absence,
            holiday: r.holiday,
        })
        .collect())
}
