//! Outlets of a route as asked for: patterns, windows, order. Pure; `route_leg_put` writes them.

use chrono::{Datelike, NaiveDate, Weekday};
use fieldbeat_domain::pattern::{Calendar, PatternError, VisitPattern, WeekBase};
use serde::Deserialize;
use serde_json::Value;

use super::{
    known::{Known, Reference},
    upsert::Fault,
};

/// More outlets than one route can hold.
pub const OUTLETS_MAX: usize = 2_000;

/// An outlet on the route.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct RouteOutletPut {
    pub outlet_id: Option<i32>,
    pub outlet_code: Option<String>,
    /// By position where absent.
    pub sequence: Option<i32>,
    /// A canonical pattern, or a planner's code: `F4`, `2.1`, `F1` …
    #[schema(value_type = Object)]
    pub pattern: Value,
    /// With a code: `["mon", "thu"]`, or Vietnamese numbers, Monday 2. `F24` without any is Monday to
    /// Saturday.
    pub weekdays: Option<Vec<String>>,
    /// `["08:00", "10:00"]`
    pub window: Option<[String; 2]>,
    pub service_minutes: Option<i16>,
}

/// An outlet on a route, checked.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Leg {
    pub outlet_id: i32,
    pub sequence: i32,
    pub pattern: Value,
    pub window: Option<(i16, i16)>,
    pub service_min: Option<i16>,
}

/// The legs asked for; what is wrong with them goes to `faults`.
pub(super) fn read_legs(
    puts: &[RouteOutletPut],
    outlets: &Known,
    faults: &mut Vec<Fault>,
) -> Vec<Leg> {
    if puts.len() > OUTLETS_MAX {
        faults.push(Fault::new("/outlets", "too_many"));
        return Vec::new();
    }
    let mut legs: Vec<Leg> = Vec::with_capacity(puts.len());
    let mut seen = std::collections::HashSet::new();
    for (i, put) in puts.iter().enumerate() {
        let mut fault = |name: &str, code: &'static str| {
            faults.push(Fault::new(format!("/outlets/{i}/{name}"), code));
        };
        let outlet = outlets.find(put.outlet_id, put.outlet_code.as_deref());
        let Some(outlet_id) = outlet.id() else {
            fault(
                "outlet_code",
                if outlet == Reference::Absent {
                    "required"
                } else {
                    "unknown"
                },
            );
            continue;
        };
        if !seen.insert(outlet_id) {
            fault("outlet_code", "repeated");
            continue;
        }
        let pattern = match read_pattern(&put.pattern, put.weekdays.as_deref(), outlet_id) {
            Ok(pattern) => pattern,
            Err(code) => {
                fault("pattern", code);
                continue;
            }
        };
        let window = match put.window.as_ref().map(read_window) {
            None => None,
            Some(Some(window)) => Some(window),
            Some(None) => {
                fault("window", "invalid");
                continue;
            }
        };
        if put
            .service_minutes
            .is_some_and(|m| !(0..=1440).contains(&m))
        {
            fault("service_minutes", "out_of_range");
        }
        legs.push(Leg {
            outlet_id,
            sequence: put
                .sequence
                .unwrap_or_else(|| i32::try_from(i + 1).unwrap_or(i32::MAX)),
            pattern,
            window,
            service_min: put.service_minutes,
        });
    }
    legs
}

/// A pattern object as it is, or a planner's code with weekdays; answers the canonical form. `slot`
/// spreads the codes that name no week, and stays with the outlet.
fn read_pattern(
    value: &Value,
    weekdays: Option<&[String]>,
    slot: i32,
) -> Result<Value, &'static str> {
    let days = weekdays
        .unwrap_or_default()
        .iter()
        .map(|n| weekday(n))
        .collect::<Option<Vec<u8>>>()
        .ok_or("unknown_weekday")?;
    let pattern = match value {
        Value::String(code) => {
            let base = WeekBase::Cycle(anchor());
            let slot = u32::try_from(slot).unwrap_or(0);
            let read = VisitPattern::from_code(code, &days, base, slot).map_err(|e| match e {
                PatternError::UnknownCode => "unknown_pattern",
                PatternError::AnchorNotMonday => "anchor_not_monday",
                PatternError::TooFewWeekdays => "too_few_weekdays",
            })?;
            // Without weekdays a weekly code would be due every day.
            if read.weekdays.is_empty() {
                return Err("too_few_weekdays");
            }
            read
        }
        object => {
            let read = VisitPattern::deserialize(object).map_err(|_| "invalid_pattern")?;
            if matches!(&read.calendar, Calendar::Cycle { anchor, .. } if anchor.weekday() != Weekday::Mon)
            {
                return Err("anchor_not_monday");
            }
            read
        }
    };
    serde_json::to_value(pattern).map_err(|_| "invalid_pattern")
}

/// The Monday that cycles count from where a code names none.
pub fn anchor() -> NaiveDate {
    NaiveDate::from_isoywd_opt(2024, 1, Weekday::Mon).unwrap_or_default()
}

/// `mon`, or Vietnamese weekday numbers where Monday is 2.
fn weekday(name: &str) -> Option<u8> {
    Some(match name.trim().to_ascii_lowercase().as_str() {
        "mon" | "2" => 1,
        "tue" | "3" => 2,
        "wed" | "4" => 3,
        "thu" | "5" => 4,
        "fri" | "6" => 5,
        "sat" | "7" => 6,
        "sun" | "8" | "cn" => 7,
        _ => return None,
    })
}

fn read_window(window: &[String; 2]) -> Option<(i16, i16)> {
    let (from, to) = (minute(&window[0])?, minute(&window[1])?);
    (from < to).then_some((from, to))
}

/// `HH:MM` as minutes after midnight; 24:00 is the end of the day.
pub fn minute(text: &str) -> Option<i16> {
    let (h, m) = text.split_once(':')?;
    if h.len() != 2 || m.len() != 2 {
        return None;
    }
    let (h, m): (i16, i16) = (h.parse().ok()?, m.parse().ok()?);
    ((0..24).contains(&h) && (0..60).contains(&m) || (h, m) == (24, 0)).then_some(h * 60 + m)
}
