//! What a phone tells of itself: power, permissions, clock, what it still holds. Owns how a newer
//! word is laid over an older one; says nothing about where the phone is.

use serde::{Deserialize, Serialize};

use crate::time::At;

/// When the app may know where the phone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LocationPermission {
    Always,
    /// Only while the app is open: the track breaks as soon as the screen is dark.
    WhileInUse,
    Denied,
}

impl LocationPermission {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::WhileInUse => "while_in_use",
            Self::Denied => "denied",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        [Self::Always, Self::WhileInUse, Self::Denied]
            .into_iter()
            .find(|p| p.as_str() == word)
    }
}

/// What the phone's system lets the app do; `None` where the phone does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Permissions {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<LocationPermission>,
    /// False: the system blurs positions to a few kilometres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precise: Option<bool>,
    /// The phone's location switch, for all apps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location_service: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notifications: Option<bool>,
    /// Whether the app may work while it is not on the screen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub background: Option<bool>,
    /// The phone saves power at the cost of everything in the background.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub battery_saver: Option<bool>,
    /// The system puts the app to sleep as it does any other (Android).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub battery_optimized: Option<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Battery {
    pub at: At,
    /// 0–100.
    pub pct: Option<u8>,
    pub charging: Option<bool>,
}

/// One frame's word, or all words of a phone so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Health {
    /// Receipt of the newest frame.
    pub at: At,
    /// Server time − device time.
    pub clock_offset_ms: Option<i64>,
    /// Items that the phone still holds.
    pub backlog: Option<i32>,
    pub battery: Option<Battery>,
    pub permissions: Option<(At, Permissions)>,
}

impl Health {
    /// A frame that says nothing but that the phone is there.
    pub const fn contact(at: At) -> Self {
        Self {
            at,
            clock_offset_ms: None,
            backlog: None,
            battery: None,
            permissions: None,
        }
    }

    /// Lays another word of the same phone over this one: of each part the newer stays, and what a
    /// word is silent about stays as it was.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        let (old, new) = if other.at >= self.at {
            (self, other)
        } else {
            (other, self)
        };
        Self {
            at: new.at,
            clock_offset_ms: new.clock_offset_ms.or(old.clock_offset_ms),
            backlog: new.backlog.or(old.backlog),
            battery: newer(old.battery, new.battery, |b| b.at),
            permissions: newer(old.permissions, new.permissions, |p| p.0),
        }
    }
}

fn newer<T: Copy>(old: Option<T>, new: Option<T>, at: impl Fn(&T) -> At) -> Option<T> {
    match (old, new) {
        (Some(o), Some(n)) if at(&o) > at(&n) => Some(o),
        (o, n) => n.or(o),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_word_wins_part_by_part_in_any_order_of_arrival() {
        let battery = |at, pct| {
            Some(Battery {
                at: At(at),
                pct: Some(pct),
                charging: None,
            })
        };
        let denied = Permissions {
            location: Some(LocationPermission::Denied),
            ..Permissions::default()
        };
        let first = Health {
            backlog: Some(3),
            battery: battery(10, 80),
            permissions: Some((At(10), denied)),
            ..Health::contact(At(10))
        };
        // A late frame: received after the first, its battery read before it.
        let second = Health {
            battery: battery(5, 90),
            clock_offset_ms: Some(7),
            ..Health::contact(At(20))
        };
        let both = Health {
            at: At(20),
            clock_offset_ms: Some(7),
            ..first
        };
        assert_eq!(first.with(second), both);
        assert_eq!(second.with(first), both);
    }

    #[test]
    fn words_of_permissions_round_trip() {
        for p in ["always", "while_in_use", "denied"] {
            assert_eq!(LocationPermission::parse(p).unwrap().as_str(), p);
        }
        assert_eq!(LocationPermission::parse("sometimes"), None);
    }
}
