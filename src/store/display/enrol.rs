//! Outlets that take part: whichever the programme is for, each once.

use std::collections::BTreeMap;

use serde::Serialize;
use sqlx::PgConnection;
use uuid::Uuid;

use super::programme::DisplayProgramme;
use crate::store::{
    error::StoreError,
    scope::Scope,
    upsert::{Fault, Now},
};

/// What became of one outlet.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct EnrolResult {
    /// Position in what was asked.
    pub index: usize,
    pub outlet_code: String,
    /// enrolled | unchanged | error
    pub status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub error: Vec<Fault>,
}

struct Outlet {
    id: i32,
    code: String,
    class: String,
    channel: Option<String>,
    org_unit_id: i32,
    closed: bool,
    display_id: Option<Uuid>,
}

/// Enrols outlets in scope, by their codes; one that takes part already stays as it is.
pub async fn enrol(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    programme: &DisplayProgramme,
    codes: &[String],
) -> Result<Vec<EnrolResult>, StoreError> {
    let rows = sqlx::query_as!(
        Outlet,
        r#"
        select o.id, o.code, o.class, o.channel, o.org_unit_id, o.closed_at is not null as "closed!", d.id as "display_id?"
        from outlet o left join display d on d.outlet_id = o.id and d.programme_id = $1
        where o.code = any($2) and ($3::int4[] is null or o.org_unit_id = any($3)) order by o.id for share of o
        "#,
        programme.id,
        codes,
        scope.units() as _,
    )
    .fetch_all(&mut *tx)
    .await?;
    let mut found: BTreeMap<String, Outlet> =
        rows.into_iter().map(|r| (r.code.clone(), r)).collect();
    let mut results = Vec::with_capacity(codes.len());
    for (index, code) in codes.iter().enumerate() {
        let mut result = EnrolResult {
            index,
            outlet_code: code.clone(),
            status: "unchanged",
            id: None,
            error: Vec::new(),
        };
        match found.get_mut(code) {
            None => result.error.push(Fault::new("/outlet_code", "unknown")),
            Some(outlet) if outlet.display_id.is_some() => result.id = outlet.display_id,
            Some(outlet) if !is_for(programme, outlet) => {
                result
                    .error
                    .push(Fault::new("/outlet_code", "not_eligible"));
            }
            Some(outlet) => {
                let id = insert(tx, scope, now, programme, outlet).await?;
                outlet.display_id = Some(id);
                (result.status, result.id) = ("enrolled", Some(id));
            }
        }
        if !result.error.is_empty() {
            result.status = "error";
        }
        results.push(result);
    }
    Ok(results)
}

fn is_for(programme: &DisplayProgramme, outlet: &Outlet) -> bool {
    let class = programme.classes.is_empty() || programme.classes.contains(&outlet.class);
    let channel = programme.channels.is_empty()
        || (outlet.channel.as_ref()).is_some_and(|c| programme.channels.contains(c));
    class && channel && !outlet.closed
}

async fn insert(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    programme: &DisplayProgramme,
    outlet: &Outlet,
) -> Result<Uuid, StoreError> {
    let id = Uuid::now_v7();
    sqlx::query!(
        r#"
        with enrolled as (
          insert into display (id, programme_id, outlet_id, org_unit_id, currency, reward_minor, enrolled_by, enrolled_at, updated_at)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $8) returning id
        )
        insert into display_step (display_id, deed, state, user_id, at) select id, 'enrol', 'enrolled', $7, $8 from enrolled
        "#,
        id,
        programme.id,
        outlet.id,
        outlet.org_unit_id,
        programme.currency,
        programme.reward_minor,
        scope.user_id(),
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(id)
}
