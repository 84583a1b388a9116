//! What one viewer may see and wants to see: a predicate over buckets and members.
//!
//! [`Reach`] is the right, the rest is the wish. Nothing outside the reach passes, whatever the
//! wish; the rule is in this file only.

use std::sync::Arc;

use fieldbeat_domain::id::OrgUnitId;
use h3o::Resolution;

use super::bucket::{Bounds, Bucket, Member, RESOLUTION};
use crate::wire::live::{
    Activity, Presence,
    request::{Bbox, Filter},
};

/// The org units a viewer may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    All,
    Units(Units),
}

impl Reach {
    pub fn units(units: impl IntoIterator<Item = OrgUnitId>) -> Self {
        Self::Units(Units::new(units))
    }
    pub fn sees(&self, unit: OrgUnitId) -> bool {
        match self {
            Self::All => true,
            Self::Units(units) => units.contains(unit),
        }
    }
}

/// A sorted set, shared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Units(Arc<[OrgUnitId]>);

impl Units {
    pub fn new(units: impl IntoIterator<Item = OrgUnitId>) -> Self {
        let mut sorted: Vec<_> = units.into_iter().collect();
        sorted.sort_unstable();
        sorted.dedup();
        Self(sorted.into())
    }
    pub fn contains(&self, unit: OrgUnitId) -> bool {
        self.0.binary_search(&unit).is_ok()
    }
}

#[derive(Clone, Debug)]
pub struct View {
    pub reach: Reach,
    /// Org units of the filter with all below them; `None`: no such filter.
    filter_units: Option<Units>,
    west: i32,
    south: i32,
    east: i32,
    north: i32,
    presence: [bool; Presence::ALL.len()],
    activity: [bool; Activity::ALL.len()],
    zoom: f64,
    /// The viewer asked for cells.
    pub wants_cells: bool,
}

impl View {
    /// `filter_units` is what `filter.org_units` covers with everything below.
    pub fn new(
        reach: Reach,
        bbox: Bbox,
        zoom: f64,
        filter: &Filter,
        filter_units: Option<Units>,
        wants_cells: bool,
    ) -> Self {
        Self {
            reach,
            filter_units,
            west: to_e7(bbox.west),
            south: to_e7(bbox.south),
            east: to_e7(bbox.east),
            north: to_e7(bbox.north),
            presence: Presence::ALL
                .map(|p| filter.presence.is_empty() || filter.presence.contains(&p)),
            activity: Activity::ALL
                .map(|a| filter.activity.is_empty() || filter.activity.contains(&a)),
            zoom,
            wants_cells,
        }
    }

    /// Whether reps and events of this org unit can be in view.
    pub fn unit(&self, unit: OrgUnitId) -> bool {
        self.reach.sees(unit)
            && self
                .filter_units
                .as_ref()
                .is_none_or(|units| units.contains(unit))
    }

    /// Whether an event is for this viewer; one without org unit is for the whole company.
    pub fn hears(&self, unit: Option<OrgUnitId>) -> bool {
        match unit {
            Some(unit) => self.unit(unit),
            None => self.reach == Reach::All && self.filter_units.is_none(),
        }
    }

    /// Whether any member of the bucket could be in view.
    pub fn watches(&self, bucket: &Bucket) -> bool {
        self.unit(bucket.key.unit) && self.touches(&bucket.bounds)
    }

    fn touches(&self, bounds: &Bounds) -> bool {
        let (after_west, before_east) = (bounds.east >= self.west, bounds.west <= self.east);
        bounds.north >= self.south
            && bounds.south <= self.north
            && if self.west <= self.east {
                after_west && before_east
            } else {
                after_west || before_east
            }
    }

    /// Whether every place of the bucket is inside the viewport.
    pub fn covers(&self, bounds: &Bounds) -> bool {
        let (after_west, before_east) = (bounds.west >= self.west, bounds.east <= self.east);
        bounds.south >= self.south
            && bounds.north <= self.north
            && if self.west <= self.east {
                after_west && before_east
            } else {
                after_west || before_east
            }
    }

    /// Whether a member of a watched bucket is in view.
    pub fn shows(&self, member: &Member) -> bool {
        let (lat, lng) = (member.position.lat_e7, member.position.lng_e7);
        let within = if self.west <= self.east {
            (self.west..=self.east).contains(&lng)
        } else {
            lng >= self.west || lng <= self.east
        };
        within
            && (self.south..=self.north).contains(&lat)
            && self.passes(member.presence, member.activity)
    }

    /// Presence and activity filter alone.
    pub fn passes(&self, presence: Presence, activity: Activity) -> bool {
        let presence = self.presence.get(presence as usize).copied();
        let activity = self.activity.get(activity as usize).copied();
        presence.unwrap_or(false) && activity.unwrap_or(false)
    }

    /// Cells of about 80 pixels at this zoom, never finer than buckets.
    pub fn cell_resolution(&self) -> Resolution {
        let finest = u8::from(RESOLUTION);
        let wished = ((self.zoom - 0.9) / 1.4)
            .round()
            .clamp(0.0, f64::from(finest));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to 0 … 7"
        )]
        Resolution::try_from(wished as u8).unwrap_or(RESOLUTION)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "degrees within ±180")]
fn to_e7(degrees: f64) -> i32 {
    (degrees * 1e7).round() as i32
}
