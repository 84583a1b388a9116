//! One checked position of a device, every field already quantised to its stored type.

use serde::{Deserialize, Serialize};

use crate::{id::DeviceId, position::LatLng, time::At};

/// What a fix says about itself, without its neighbours (stored with it).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FixFlags(pub i32);

impl FixFlags {
    pub const NONE: Self = Self(0);
    /// Reported accuracy above `accuracy_flag_m`.
    pub const LOW_ACCURACY: Self = Self(1);
    /// The operating system says a mock provider made it.
    pub const MOCK: Self = Self(1 << 1);
    /// Device time differs from server time by more than can be trusted and was not corrected.
    pub const CLOCK_SUSPECT: Self = Self(1 << 2);
    /// `clock_offset_ms` is applied when judging.
    pub const CLOCK_CORRECTED: Self = Self(1 << 3);
    /// The phone was charging.
    pub const CHARGING: Self = Self(1 << 4);
    /// Satellite time: never corrected.
    pub const SATELLITE_TIME: Self = Self(1 << 5);
    /// Sent by an emulator.
    pub const EMULATOR: Self = Self(1 << 6);
    /// Its frame declared the session that let it in.
    pub const AUTO_STARTED: Self = Self(1 << 7);

    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Where the position came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Provider {
    #[default]
    Unknown = 0,
    Gps = 1,
    Network = 2,
    Fused = 3,
    Browser = 4,
    Other = 5,
}

/// A position as the judge sees it. Identity: (device, `at`, `position`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fix {
    pub device: DeviceId,
    /// The device's own time, never corrected.
    pub at: At,
    /// Added to `at` when judging; 0 where none applies.
    pub clock_offset_ms: i32,
    pub position: LatLng,
    /// 68 % radius in decimetres; `None` where missing or not positive.
    pub accuracy_dm: Option<i32>,
    pub altitude_dm: Option<i32>,
    /// Centimetres per second, ≥ 0.
    pub speed_cmps: Option<i32>,
    /// Hundredths of a degree, 0–35 999.
    pub bearing_cdeg: Option<i32>,
    /// 0–100
    pub battery_pct: Option<i16>,
    pub provider: Provider,
    pub flags: FixFlags,
}

impl Fix {
    /// The instant that the judge uses.
    pub const fn judged_at(&self) -> At {
        self.at.plus_ms(self.clock_offset_ms as i64)
    }
}
