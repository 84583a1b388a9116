//! A point of sale as judged on a day: pin, fence, class.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    id::{OrgUnitId, OutletId},
    position::LatLng,
};

/// Fence of an outlet (rules.md §1): a radius round the pin, or a drawn polygon whose distance
/// is measured to the edge, negative inside, with `margin_m` as its `r`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "shape", rename_all = "snake_case")]
pub enum Geofence {
    /// `None`: the outlet class's radius, else `clamp(2 × median distance to the 5 nearest, 40, 100)`.
    Circle { radius_m: Option<i32> },
    /// Rings of a MultiPolygon: `[polygon][ring][vertex]`, closed, first ring outer.
    Polygon {
        polygons: Vec<Vec<Vec<LatLng>>>,
        margin_m: i32,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outlet {
    pub id: OutletId,
    /// `None`: pin pending.
    pub pin: Option<LatLng>,
    pub geofence: Geofence,
    /// Class code, e.g. `general`, `rural`.
    pub class: String,
    pub org_unit: OrgUnitId,
    /// First date on which this version is in force.
    pub valid_from: NaiveDate,
    /// First date on which it no longer is.
    pub valid_to: Option<NaiveDate>,
}
