//! How a day's working time is shown: as spans, and as the parts these come to.

use fieldbeat_domain::{
    day::TimeParts,
    rules::Rules,
    time::At,
    visit::Visit,
    working_time::{self, Observed, TimeSpan},
};
use serde::Serialize;
use uuid::Uuid;

use super::visit_view::thousandth;
use crate::store::{instant::Instant, rep_day::StoredReport};

/// Adds up to `time_in_market_s` exactly.
#[derive(Serialize, utoipa::ToSchema)]
#[expect(
    clippy::struct_field_names,
    reason = "the unit is part of a name at the border"
)]
pub struct TimeView {
    time_in_market_s: f64,
    in_store_s: f64,
    travel_s: f64,
    idle_s: f64,
    break_s: f64,
    unobserved_s: f64,
}

impl From<&TimeParts> for TimeView {
    fn from(time: &TimeParts) -> Self {
        Self {
            time_in_market_s: thousandth(time.time_in_market_ms),
            in_store_s: thousandth(time.in_store_ms),
            travel_s: thousandth(time.travel_ms),
            idle_s: thousandth(time.idle_ms),
            break_s: thousandth(time.break_ms),
            unobserved_s: thousandth(time.unobserved_ms),
        }
    }
}

/// A stretch of working time.
#[derive(Serialize, utoipa::ToSchema)]
pub struct SpanView {
    from_at: Instant,
    to_at: Instant,
    /// in_store | travel | idle | break | unobserved
    part: &'static str,
    /// In store.
    visit_id: Option<Uuid>,
}

impl From<&TimeSpan> for SpanView {
    fn from(s: &TimeSpan) -> Self {
        Self {
            from_at: s.from_at.into(),
            to_at: s.to_at.into(),
            part: s.part.as_str(),
            visit_id: s.visit.map(|v| v.0),
        }
    }
}

/// The part of the working time between two instants.
#[derive(Serialize, utoipa::ToSchema)]
pub struct WindowView {
    from_at: Instant,
    to_at: Instant,
    time: TimeView,
}

impl WindowView {
    pub fn of(window: (At, At), spans: &[TimeSpan]) -> Self {
        Self {
            from_at: window.0.into(),
            to_at: window.1.into(),
            time: TimeView::from(&working_time::sums(spans, Some(window))),
        }
    }
}

/// The spans of a stored day; none where the rules it was judged by are not known.
pub fn spans(
    report: &StoredReport,
    visits: &[Visit],
    rules: Option<&Rules>,
    until: At,
) -> Vec<TimeSpan> {
    let Some(rules) = rules else {
        return Vec::new();
    };
    // A day judged before these were kept says only that there were fixes: its ends are taken as seen.
    let seen = (report.fixes_accepted > 0).then_some((At(i64::MIN), At(i64::MAX)));
    working_time::spans(&Observed {
        sessions: &report.sessions,
        breaks: &report.breaks,
        visits,
        stays: &report.stays,
        holes: &report.holes,
        first_fix_at: report.first_fix_at.or(seen.map(|s| s.0)),
        last_fix_at: report.last_fix_at.or(seen.map(|s| s.1)),
        gap_ms: i64::from(rules.gap_flag_min) * 60_000,
        idle_ms: i64::from(rules.idle_flag_min) * 60_000,
        until,
    })
}
