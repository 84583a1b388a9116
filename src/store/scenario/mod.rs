//! Scenarios: what-if plans of who calls where and when. The row and its state are here; how one is made of today is
//! [`create`]'s, its reps and outlets [`rep`]'s and [`outlet`]'s, whose turn it is to be solved [`turn`]'s, what was found
//! [`solution`]'s ([`day`], [`difference`]), what comes of it [`publish`]'s and [`driven`]'s.

pub mod create;
pub mod day;
pub mod difference;
pub mod driven;
pub mod ground;
pub mod hand;
mod held;
pub mod outlet;
pub mod publish;
pub mod rep;
pub mod ride;
pub mod settings;
pub mod solution;
pub mod turn;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::Value;
use sqlx::{PgConnection, PgExecutor, types::Json};

use self::settings::ScenarioSettings;
use super::{error::StoreError, instant::Instant, page::Slice, scope::Scope};

/// Reps and outlets of a scenario.
pub const REPS_MAX: usize = 200;
pub const OUTLETS_MAX: usize = 30_000;

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Scenario {
    pub id: i32,
    pub name: String,
    pub org_unit_id: i32,
    pub org_unit_code: String,
    pub org_unit_name: String,
    /// draft | queued | solving | solved | cancelled | failed
    pub state: String,
    #[schema(value_type = ScenarioSettings)]
    pub settings: Json<ScenarioSettings>,
    /// What ways were measured by: `source` engine | roads | air, `off_network` outlets, `rides` that times were learned from.
    #[schema(value_type = Option<Object>)]
    pub travel: Option<Value>,
    /// Why solving failed: a code.
    pub fault: Option<String>,
    /// The solution that is being found (`ways` before the first), its stage (ways | give_out | spread | order) and how
    /// far it is.
    pub solving: Option<String>,
    pub stage: Option<String>,
    pub progress_permille: i32,
    pub reps: i32,
    pub outlets: i32,
    pub solutions: i64,
    /// The solution that is in force or will be, and from when.
    pub published_solution: Option<i32>,
    pub effective_from: Option<NaiveDate>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub published_at: Option<Instant>,
    pub created_by: Option<String>,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i32,
}

impl Scenario {
    /// Nobody is at it.
    pub fn is_still(&self) -> bool {
        !matches!(self.state.as_str(), "queued" | "solving")
    }
}

/// Filters of the list.
#[derive(Clone, Debug, Default)]
pub struct ScenarioFilter {
    pub id: Option<i32>,
    pub q: Option<String>,
    pub state: Option<String>,
    pub org_unit_id: Option<i32>,
}

pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    slice: Slice,
    filter: &ScenarioFilter,
) -> Result<Vec<Scenario>, StoreError> {
    Ok(sqlx::query_as!(
        Scenario,
        r#"
        select s.id, s.name, s.org_unit_id, u.code as org_unit_code, u.name as org_unit_name, s.state,
          s.settings as "settings: Json<ScenarioSettings>", s.travel, s.fault, s.solving, s.stage, s.progress_permille,
          s.reps, s.outlets,
          (select count(*) from scenario_solution x where x.scenario_id = s.id) as "solutions!",
          p.ordinal as "published_solution?", p.effective_from as "effective_from?", p.published_at as "published_at?: Instant",
          a.name as "created_by?", s.created_at as "created_at: Instant", s.updated_at as "updated_at: Instant", s.version
        from scenario s join org_unit u on u.id = s.org_unit_id
        left join scenario_publication p on p.scenario_id = s.id and p.rolled_back_at is null
        left join app_user a on a.id = s.created_by
        where s.id > $1 and ($3::int4[] is null or s.org_unit_id = any($3)) and $4::int4 is null
          and ($5::timestamptz is null or s.updated_at >= $5)
          and ($6::int8 is null or s.xid >= $6::int8::text::xid8)
          and ($7::int4 is null or s.id = $7)
          and ($8::text is null or strpos(folded(s.name), folded($8)) > 0)
          and ($9::text is null or s.state = $9)
          and ($10::int4 is null or s.org_unit_id = $10)
        order by s.id limit $2
        "#,
        slice.after,
        slice.fetch(),
        scope.units() as _,
        scope.rep_id() as _,
        slice.time(),
        slice.xid(),
        filter.id,
        filter.q,
        filter.state,
        filter.org_unit_id,
    )
    .fetch_all(db)
    .await?)
}

pub async fn get(db: impl PgExecutor<'_>, scope: &Scope, id: i32) -> Result<Scenario, StoreError> {
    let one = ScenarioFilter {
        id: Some(id),
        ..ScenarioFilter::default()
    };
    let slice = Slice {
        after: 0,
        limit: 0,
        since: super::page::Since::Ever,
    };
    let found = list(db, scope, slice, &one).await?;
    found.into_iter().next().ok_or(StoreError::NotFound)
}

/// Holds the row until the transaction ends; whoever changes or solves the scenario waits.
pub async fn lock(db: &mut PgConnection, scope: &Scope, id: i32) -> Result<Scenario, StoreError> {
    sqlx::query_scalar!("select id from scenario where id = $1 for update", id)
        .fetch_optional(&mut *db)
        .await?;
    get(db, scope, id).await
}

/// The inputs are others than those that solutions were found for: these go.
pub async fn inputs_changed(
    db: &mut PgConnection,
    id: i32,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "delete from scenario_publication where scenario_id = $1",
        id
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("delete from scenario_solution where scenario_id = $1", id)
        .execute(&mut *db)
        .await?;
    sqlx::query!(
        "update scenario set state = 'draft', fault = null, travel = null, progress_permille = 0, version = version + 1,
           updated_at = $2 where id = $1",
        id,
        at
    )
    .execute(&mut *db)
    .await?;
    Ok(())
}

/// Another name or other settings.
pub async fn change(
    db: &mut PgConnection,
    id: i32,
    name: &str,
    settings: &ScenarioSettings,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update scenario set name = $2, settings = $3, version = version + 1, updated_at = $4 where id = $1",
        id,
        name,
        Json(settings) as _,
        at
    )
    .execute(&mut *db)
    .await?;
    Ok(())
}

/// With all that was found for it.
pub async fn remove(db: &mut PgConnection, id: i32) -> Result<(), StoreError> {
    sqlx::query!(
        "delete from scenario_publication where scenario_id = $1",
        id
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("delete from scenario where id = $1", id)
        .execute(&mut *db)
        .await?;
    Ok(())
}
