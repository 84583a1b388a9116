//! Settings that the judge reads, with the defaults of rules.md §4. A change of any makes a new
//! rule version with an effective date.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{id::RuleVersion, time::CompanyTime};

/// Settings that an outlet class may override.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ClassRules {
    pub geofence_m: Option<i32>,
    pub dwell_min_s: Option<i32>,
    pub dwell_long_min: Option<i32>,
    pub required_steps: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rules {
    #[serde(skip_serializing)]
    pub version: RuleVersion,
    pub time: CompanyTime,
    /// `[from, to)` in minutes after local midnight, for devices that cannot declare.
    pub working_hours_min: (u16, u16),
    pub session_latest_end_min: u16,
    pub accuracy_assumed_m: i32,
    pub accuracy_reject_m: i32,
    pub accuracy_flag_m: i32,
    pub accuracy_distance_m: i32,
    pub stay_radius_m: i32,
    /// Standard deviation of an axis of the error that a phone keeps for a whole stay.
    pub outlet_bias_m: i32,
    /// A stay is given to an outlet without a person's review when it is so likely, percent.
    pub outlet_sure_pct: i32,
    pub geofence_auto_min_m: i32,
    pub geofence_auto_max_m: i32,
    /// At least twice the radius.
    pub geofence_block_m: i32,
    pub fix_max_age_s: i32,
    pub dwell_min_s: i32,
    pub dwell_long_min: i32,
    pub visit_cap_h: i32,
    pub checkin_cooldown_s: i32,
    pub ping_moving_s: i32,
    pub ping_still_s: i32,
    pub batch_max: i32,
    pub online_s: i32,
    pub stale_s: i32,
    pub gap_flag_min: i32,
    pub hole_m: i32,
    pub stop_min_s: i32,
    pub idle_flag_min: i32,
    pub speed_flag_kmh: i32,
    pub checkin_speed_flag_kmh: i32,
    pub future_skew_s: i32,
    pub late_upload_days: i32,
    pub clock_trust_s: i32,
    /// Class code → overrides.
    pub classes: BTreeMap<String, ClassRules>,
}

impl Rules {
    /// The least dwell of an outlet class in seconds: its own, else the company's.
    pub fn dwell_min_s_of(&self, class: &str) -> i32 {
        self.classes
            .get(class)
            .and_then(|c| c.dwell_min_s)
            .unwrap_or(self.dwell_min_s)
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            version: RuleVersion(0),
            time: CompanyTime {
                time_zone: chrono_tz::Asia::Ho_Chi_Minh,
                day_start_min: 0,
            },
            working_hours_min: (8 * 60, 17 * 60 + 30),
            session_latest_end_min: 20 * 60,
            accuracy_assumed_m: 50,
            accuracy_reject_m: 200,
            accuracy_flag_m: 100,
            accuracy_distance_m: 50,
            stay_radius_m: 50,
            outlet_bias_m: 15,
            outlet_sure_pct: 86,
            geofence_auto_min_m: 40,
            geofence_auto_max_m: 100,
            geofence_block_m: 300,
            fix_max_age_s: 60,
            dwell_min_s: 180,
            dwell_long_min: 60,
            visit_cap_h: 8,
            checkin_cooldown_s: 60,
            ping_moving_s: 15,
            ping_still_s: 60,
            batch_max: 100,
            online_s: 300,
            stale_s: 900,
            gap_flag_min: 30,
            hole_m: 4_000,
            stop_min_s: 300,
            idle_flag_min: 15,
            speed_flag_kmh: 200,
            checkin_speed_flag_kmh: 90,
            future_skew_s: 300,
            late_upload_days: 7,
            clock_trust_s: 60,
            classes: BTreeMap::from([(
                "rural".to_owned(),
                ClassRules {
                    geofence_m: Some(300),
                    ..ClassRules::default()
                },
            )]),
        }
    }
}
