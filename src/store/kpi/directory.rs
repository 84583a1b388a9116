//! Names of what figures are shown by. Reps, routes and org units are few; outlets are asked by id.

use std::collections::{BTreeMap, HashMap};

use h3o::{CellIndex, LatLng, Resolution};
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
    /// Outlet → H3 cell.
    cells: HashMap<i32, CellIndex>,
}

/// What is read of outlets only where it is asked for: they are many.
#[derive(Clone, Copy, Debug, Default)]
pub struct OfOutlets {
    pub classes: bool,
    /// The cells of this size in which their pins of today lie.
    pub cells: Option<Resolution>,
}

pub async fn read(db: &mut PgConnection, of_outlets: OfOutlets) -> Result<Directory, StoreError> {
    let reps = sqlx::query_as!(Named, "select id, code, name from rep")
        .fetch_all(&mut *db)
        .await?;
    let routes = sqlx::query_as!(Named, "select id, code, name from route")
        .fetch_all(&mut *db)
        .await?;
    let units = sqlx::query!("select id, code, name, kind, parent_id from org_unit")
        .fetch_all(&mut *db)
        .await?;
    let classes = if of_outlets.classes {
        sqlx::query!("select id, class from outlet")
            .fetch_all(&mut *db)
            .await?
    } else {
        Vec::new()
    };
    let cells = match of_outlets.cells {
        Some(resolution) => cells(db, resolution).await?,
        None => HashMap::new(),
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
        cells,
    })
}

async fn cells(
    db: &mut PgConnection,
    resolution: Resolution,
) -> Result<HashMap<i32, CellIndex>, StoreError> {
    let pins = sqlx::query!(
        r#"select distinct on (outlet_id) outlet_id, lat_e7 as "lat_e7!", lng_e7 as "lng_e7!" from outlet_pin
         where retired_at is null and lat_e7 is not null and lng_e7 is not null order by outlet_id, lower(valid) desc"#
    )
    .fetch_all(db)
    .await?;
    let cell = |lat_e7: i32, lng_e7: i32| {
        LatLng::new(f64::from(lat_e7) / 1e7, f64::from(lng_e7) / 1e7)
            .ok()
            .map(|place| place.to_cell(resolution))
    };
    Ok(pins
        .into_iter()
        .filter_map(|p| Some((p.outlet_id, cell(p.lat_e7, p.lng_e7)?)))
        .collect())
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
    pub fn cell(&self, outlet: i32) -> Option<CellIndex> {
        self.cells.get(&outlet).copied()
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
