//! Identities. Masters carry database-made `i32` keys, field records carry UUIDs made on the device.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! key {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub i32);
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }
    )*};
}

key! {
    /// A field sales representative.
    RepId,
    /// A phone or tracker.
    DeviceId,
    /// A point of sale.
    OutletId,
    /// A node of the company tree.
    OrgUnitId,
    /// A named, ordered set of outlets.
    RouteId,
    /// The account that buys and owes.
    CustomerId,
    /// A person with a login.
    UserId,
    /// One version of all settings.
    RuleVersion,
}

/// A visit: the device's UUID for a declared one, a name-based UUID for a detected one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct VisitId(pub Uuid);
