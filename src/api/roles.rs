//! What each role may do: the table of `store::role` as it is, for people to read.

use axum::{extract::State, response::Response};
use serde::Serialize;
use strum::VariantArray;

use super::{
    Api,
    auth::{Allow, ReadUsers},
    problem::{Problem, ProblemBody},
    write,
};
use crate::store::{
    role::{Right, Role},
    user,
};

#[derive(Serialize, utoipa::ToSchema)]
pub struct RoleRights {
    pub role: Role,
    /// In the order of the table.
    pub rights: Vec<Right>,
    /// Logins that have it now, those in reach and not disabled.
    pub users: i64,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct RoleTable {
    pub items: Vec<RoleRights>,
}

/// Every role with its rights.
#[utoipa::path(get, path = "/roles", operation_id = "role_list", tag = "users",
    responses((status = 200, body = RoleTable), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(State(api): State<Api>, allow: Allow<ReadUsers>) -> Result<Response, Problem> {
    let counts = user::count_by_role(api.db(), &allow.scope).await?;
    let items = Role::ALL.map(|role| RoleRights {
        role,
        rights: Right::VARIANTS
            .iter()
            .copied()
            .filter(|right| role.may(*right))
            .collect(),
        users: counts.get(role.as_str()).copied().unwrap_or_default(),
    });
    write::shown(&RoleTable {
        items: items.into(),
    })
}
