//! Open work of a rep with customers: how much there is, and given to another, each with its trace. What was planned for days
//! before stays the rep's, as do the figures that count it; a task, an opportunity or a case somebody must end, whenever it began.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::store::{
    audit,
    crm::{customer_case, opportunity},
    error::StoreError,
    scope::Scope,
    upsert::Now,
};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct DepartureWork {
    pub tasks: i64,
    /// From the first day on that is not the rep's any more; so are activities.
    pub appointments: i64,
    pub activities: i64,
    pub opportunities: i64,
    pub cases: i64,
}

impl DepartureWork {
    pub const fn count(self) -> i64 {
        self.tasks + self.appointments + self.activities + self.opportunities + self.cases
    }
}

/// In scope.
pub(super) async fn open(
    conn: &mut PgConnection,
    scope: &Scope,
    rep: i32,
    from: NaiveDate,
) -> Result<DepartureWork, StoreError> {
    Ok(sqlx::query_as!(
        DepartureWork,
        r#"
        select
          (select count(*) from task where rep_id = $1 and ended_at is null and ($2::int4[] is null or org_unit_id = any($2))) as "tasks!",
          (select count(*) from appointment where rep_id = $1 and state = 'planned' and date >= $3
            and ($2::int4[] is null or org_unit_id = any($2))) as "appointments!",
          (select count(*) from activity where rep_id = $1 and state = 'planned' and date >= $3
            and ($2::int4[] is null or org_unit_id = any($2))) as "activities!",
          (select count(*) from opportunity where rep_id = $1 and closed_at is null and ($2::int4[] is null or org_unit_id = any($2)))
            as "opportunities!",
          (select count(*) from customer_case where rep_id = $1 and closed_at is null and ($2::int4[] is null or org_unit_id = any($2)))
            as "cases!"
        "#,
        rep,
        scope.units() as _,
        from,
    )
    .fetch_one(conn)
    .await?)
}

/// Who gives what to whom.
#[derive(Clone, Copy)]
pub(super) struct Handing {
    pub departure: i32,
    pub rep: i32,
    pub to: i32,
    /// Where that one works.
    pub unit: i32,
    pub from: NaiveDate,
}

/// All that is open goes to another; how much it was.
pub(super) async fn hand_over(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    h: Handing,
) -> Result<DepartureWork, StoreError> {
    let mut handed: Vec<(String, Uuid)> = sqlx::query!(
        r#"
        with t as (
          update task set rep_id = $2, org_unit_id = $3, version = version + 1, updated_at = $4
          where rep_id = $1 and ended_at is null and ($5::int4[] is null or org_unit_id = any($5)) returning id
        ), p as (
          update appointment set rep_id = $2, org_unit_id = $3, version = version + 1, updated_at = $4
          where rep_id = $1 and state = 'planned' and date >= $6 and ($5::int4[] is null or org_unit_id = any($5)) returning id
        ), a as (
          update activity set rep_id = $2, org_unit_id = $3, version = version + 1, updated_at = $4
          where rep_id = $1 and state = 'planned' and date >= $6 and ($5::int4[] is null or org_unit_id = any($5)) returning id
        )
        select 'tasks' as "noun!", id as "id!" from t union all select 'appointments', id from p union all select 'activities', id from a
        "#,
        h.rep,
        h.to,
        h.unit,
        now.at,
        scope.units() as _,
        h.from,
    )
    .fetch_all(&mut *tx)
    .await?
    .into_iter()
    .map(|row| (row.noun, row.id))
    .collect();
    let to = (h.rep, h.to, h.unit);
    let opportunities = opportunity::hand_over(&mut *tx, scope, now, to).await?;
    handed.extend(
        opportunities
            .into_iter()
            .map(|id| ("opportunities".to_owned(), id)),
    );
    let cases = customer_case::hand_over(&mut *tx, scope, now, to).await?;
    handed.extend(cases.into_iter().map(|id| ("cases".to_owned(), id)));
    for (noun, id) in &handed {
        let detail = json!({"departure": h.departure, "from_rep_id": h.rep, "rep_id": h.to});
        let (action, subject) = (format!("{noun}.handed_over"), format!("{noun}/{id}"));
        audit::record(&mut *tx, scope, now.at, &action, &subject, &detail).await?;
    }
    let count = |of: &str| {
        let found = handed.iter().filter(|(noun, _)| noun == of).count();
        i64::try_from(found).unwrap_or(i64::MAX)
    };
    Ok(DepartureWork {
        tasks: count("tasks"),
        appointments: count("appointments"),
        activities: count("activities"),
        opportunities: count("opportunities"),
        cases: count("cases"),
    })
}
