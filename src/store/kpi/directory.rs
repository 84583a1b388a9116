//! Names of what figures are shown by. Reps, routes and org units are few; outlets are asked by id.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use sqlx::PgConnection;

use super::StoreError;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Named {
    pub id: i32,
    pub code: String,
    pub name: String,
}

struct Unit {
    named: Named,
    kind: String,
    parent: Option<i32>,
}

pub struct Directory {
    reps: HashMap<i32, Named>,
    routes: HashMap<i32, Named>,
    units: BTreeMap<i32, Unit>,
    /// Outlet → class.
    classes: HashMap<i32, String>,
}

/// Classes are read only where they are asked for: outlets are many.
pub async fn read(db: &mut PgConnection, with_classes: bool) -> Result<Directory, StoreError> {
    let reps = sqlx::query_as!(Named, "select id, code, name from rep")
        .fetch_all(&mut *db)
        .await?;
    let routes = sqlx::query_as!(Named, "select id, code, name from route")
        .fetch_all(&mut *db)
        .await?;
    let units = sqlx::query!("select id, code, name, kind, parent_id from org_unit")
        .fetch_all(&mut *db)
        .await?;
    let classes = if with_classes {
        sqlx::query!("select id, class from outlet")
            .fetch_all(&mut *db)
            .await?
    } else {
        Vec::new()
    };
    let by_id = |all: Vec<Named>| all.into_iter().map(|n| (n.id, n)).collect();
    Ok(Directory {
        reps: by_id(reps),
        routes: by_id(routes),
        units: units
            .into_iter()
            .map(|u| {
                let named = Named {
                    id: u.id,
                    code: u.code,
                    name: u.name,
                };
                (
                    u.id,
                    Unit {
                        named,
                        kind: u.kind,
                        parent: u.parent_id,
                    },
                )
            })
            .collect(),
        classes: classes.into_iter().map(|c| (c.id, c.class)).collect(),
    })
}

impl Directory {
    pub fn rep(&self, id: i32) -> Option<&Named> {
        self.reps.get(&id)
    }
    pub fn route(&self, id: i32) -> Option<&Named> {
        self.routes.get(&id)
    }
    pub fn unit(&self, id: i32) -> Option<&Named> {
        self.units.get(&id).map(|u| &u.named)
    }
    pub fn class(&self, outlet: i32) -> Option<&str> {
        self.classes.get(&outlet).map(String::as_str)
    }

    /// The unit and those above it, nearest first. The tree has no dates: it is today's.
    pub fn above(&self, unit: i32) -> impl Iterator<Item = i32> {
        let parent = |id: &i32| self.units.get(id).and_then(|u| u.parent);
        // Deeper than any company; a cycle would be a fault of the data.
        std::iter::successors(Some(unit), parent).take(32)
    }

    /// The nearest region that the unit is or lies in.
    pub fn region(&self, unit: i32) -> Option<i32> {
        let is_region = |id: &i32| self.units.get(id).is_some_and(|u| u.kind == "region");
        self.above(unit).find(is_region)
    }
}

/// Outlets of one page.
pub async fn outlets(
    db: &mut PgConnection,
    ids: &[i32],
) -> Result<HashMap<i32, Named>, StoreError> {
    let rows = sqlx::query_as!(
        Named,
        "select id, code, name from outlet where id = any($1)",
        ids
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|n| (n.id, n)).collect())
}
