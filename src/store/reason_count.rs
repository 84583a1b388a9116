//! How often which reason was given. What is not in the lists is counted under its own words, and what
//! was said without one under none.

use chrono::NaiveDate;
use serde::Serialize;
use sqlx::PgExecutor;

use super::{error::StoreError, scope::Scope};

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ReasonCount {
    /// non_productive | missed | cancelled | rescheduled
    #[serde(rename = "use")]
    pub of: String,
    /// As given; null where none was.
    pub reason: Option<String>,
    /// Null: not in the lists.
    pub group_code: Option<String>,
    pub known: bool,
    pub count: i64,
}

/// Different words counted at most.
const ROWS_MAX: i64 = 1_000;

/// Over the rep-days of these dates in scope, the commonest first. Stops of days that a device still
/// holds data of are left out where nobody said why.
pub async fn counts(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    (from, to): (NaiveDate, NaiveDate),
    rep: Option<i32>,
) -> Result<Vec<ReasonCount>, StoreError> {
    Ok(sqlx::query_as!(
        ReasonCount,
        r#"
        with said as (
          select s->'state'->>'state' as "of", nullif(trim(s->'state'->>'reason'), '') as reason
          from rep_day d, jsonb_array_elements(d.report->'stops') s
          where d.date between $1 and $2 and ($3::int4[] is null or d.org_unit_id = any($3))
            and ($4::int4 is null or d.rep_id = $4) and ($5::int4 is null or d.rep_id = $5)
            and s->'state'->>'state' in ('missed', 'cancelled', 'rescheduled')
            and (s->'state'->>'reason' is not null or not exists (
              select from unsynced_day u where u.rep_id = d.rep_id and u.date = d.date and u.until is null))
          union all
          select 'non_productive', nullif(trim(v.visit->'verdict'->>'outcome_reason'), '')
          from visit v
          where v.date between $1 and $2 and ($3::int4[] is null or v.org_unit_id = any($3))
            and ($4::int4 is null or v.rep_id = $4) and ($5::int4 is null or v.rep_id = $5)
            and v.state = 'closed' and v.source = 'declared' and v.outcome = 'non_productive'
        )
        select s."of" as "of!", s.reason, r.group_code as "group_code?", r.code is not null as "known!", count(*) as "count!"
        from said s left join visit_reason r on r.code = s.reason
        group by 1, 2, 3, 4 order by count(*) desc, 1, 2 nulls last limit $6
        "#,
        from,
        to,
        scope.units() as _,
        scope.rep_id() as _,
        rep,
        ROWS_MAX,
    )
    .fetch_all(db)
    .await?)
}
