//! Causes that lie in how a rep's day is going now.

use chrono::{Days, NaiveDate};

use super::{Finding, Thresholds};
use crate::time::{At, CompanyTime};

/// What is known of a rep now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent findings about one rep"
)]
pub struct RepNow {
    /// Stops of today that count: neither excused, nor handed to a substitute; those taken over included.
    pub due: u32,
    /// Of these, called at.
    pub called: u32,
    /// On approved leave, sick, in a meeting, in training.
    pub absent: bool,
    /// Some work of today is known.
    pub started: bool,
    /// The running work session, since when.
    pub session_since: Option<At>,
    pub on_break: bool,
    pub in_visit: bool,
    /// When any device was last heard.
    pub contact_at: Option<At>,
    /// When the newest fix of today was taken.
    pub fix_at: Option<At>,
    /// Of the phone heard last: it may not know where it is, or its location is switched off.
    pub gps_off: bool,
    pub gps_off_since: Option<At>,
    /// 0–100, where it is known and not being charged.
    pub battery_pct: Option<u8>,
    /// Records that the phone still holds.
    pub backlog: u32,
    /// Since when they are too many.
    pub backlog_since: Option<At>,
    /// The stay outside any outlet that is going on, since when.
    pub idle_since: Option<At>,
    /// From the newest position to the nearest outlet of the own routes and of today's plan.
    pub nearest_own_m: Option<i64>,
}

/// Now, and how the company reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    pub at: At,
    /// The company's date.
    pub date: NaiveDate,
    pub time: CompanyTime,
    /// When a forgotten session ends at the latest.
    pub latest_end_min: u16,
    /// Who was heard within this is online.
    pub online_ms: i64,
}

/// A session that goes on after its latest end does so for this long after the last movement.
const STILL_END_MS: i64 = 2 * 3_600_000;

impl Moment {
    /// The instant of a minute after midnight on this company day.
    fn minute(&self, minute: u16) -> At {
        let next = minute < self.time.day_start_min;
        let date = if next {
            self.date.checked_add_days(Days::new(1))
        } else {
            None
        };
        self.time.local(date.unwrap_or(self.date), minute)
    }
}

impl RepNow {
    /// In work time: a session runs that was not forgotten, and no break.
    fn works(&self, now: &Moment) -> Option<At> {
        let since = self.session_since.filter(|_| !self.on_break)?;
        let heard = self.fix_at.unwrap_or(since);
        let forgotten =
            now.at >= now.minute(now.latest_end_min) && now.at.since_ms(heard) >= STILL_END_MS;
        (!forgotten).then_some(since)
    }
}

const fn minutes(ms: i64) -> i64 {
    ms.div_euclid(60_000)
}

/// A cause that has lasted since an instant.
fn lasting(since: At, after_min: u16, now: &Moment) -> Option<Finding> {
    let lasted = minutes(now.at.since_ms(since));
    let limit = i64::from(after_min);
    (lasted >= limit).then(|| Finding::of(lasted, limit, Some(since)))
}

/// What must show for some time before it is an exception, where a phone tells only that it is so now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sign {
    GpsOff,
    Backlog,
}

impl Sign {
    pub const ALL: [Self; 2] = [Self::GpsOff, Self::Backlog];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::GpsOff => "gps_off",
            Self::Backlog => "backlog",
        }
    }

    /// Whether it shows now. What showed before goes on until well below its threshold.
    pub fn shows(self, rep: &RepNow, set: &Thresholds, now: &Moment, before: bool) -> bool {
        match self {
            Self::GpsOff => rep.gps_off,
            Self::Backlog => {
                let heard = rep.contact_at.max(rep.fix_at);
                let online = heard.is_some_and(|at| now.at.since_ms(at) <= now.online_ms);
                let bound = set.backlog.items;
                online && rep.backlog >= if before { bound.div_ceil(2) } else { bound }
            }
        }
    }
}

/// In work time, and for long without a place.
pub fn gps_off(rep: &RepNow, set: &Thresholds, now: &Moment) -> Option<Finding> {
    rep.works(now).filter(|_| set.gps_off.on)?;
    lasting(rep.gps_off_since?, set.gps_off.after_min, now)
}

/// Nearly empty in work time, and not being charged. Over once well above.
pub fn low_battery(
    rep: &RepNow,
    set: &Thresholds,
    now: &Moment,
    standing: bool,
) -> Option<Finding> {
    const WELL_ABOVE: u8 = 5;
    rep.works(now).filter(|_| set.low_battery.on)?;
    let limit = set.low_battery.below_pct;
    let bound = if standing { limit + WELL_ABOVE } else { limit };
    let pct = rep.battery_pct.filter(|pct| *pct < bound)?;
    Some(Finding::of(pct.into(), limit.into(), None))
}

/// Heard, and for long holding too many records.
pub fn backlog(rep: &RepNow, set: &Thresholds, now: &Moment) -> Option<Finding> {
    let since = rep.backlog_since.filter(|_| set.backlog.on)?;
    let found = lasting(since, set.backlog.after_min, now)?;
    Some(Finding::of(
        rep.backlog.into(),
        set.backlog.items.into(),
        found.since,
    ))
}

/// Calls are due, and nothing is known of the rep by the set time.
pub fn not_started(rep: &RepNow, set: &Thresholds, now: &Moment) -> Option<Finding> {
    let by = now.minute(set.not_started.by.0);
    let late = now.at.since_ms(by);
    let holds = set.not_started.on && rep.due > 0 && !rep.absent && !rep.started && late >= 0;
    holds.then(|| Finding::of(i64::from(rep.due), 0, Some(by)))
}

/// In work time, and not heard for long.
pub fn silent(rep: &RepNow, set: &Thresholds, now: &Moment) -> Option<Finding> {
    let since = rep.works(now).filter(|_| set.silent.on)?;
    let heard = rep.contact_at.max(rep.fix_at).unwrap_or(since).max(since);
    lasting(heard, set.silent.after_min, now)
}

/// In work time, still for long and at no outlet.
pub fn idle(rep: &RepNow, set: &Thresholds, now: &Moment) -> Option<Finding> {
    rep.works(now).filter(|_| set.idle.on && !rep.in_visit)?;
    lasting(rep.idle_since?, set.idle.after_min, now)
}

/// In work time and far from every outlet of the own. Back only once well within.
pub fn left_territory(
    rep: &RepNow,
    set: &Thresholds,
    now: &Moment,
    standing: bool,
) -> Option<Finding> {
    rep.works(now).filter(|_| set.left_territory.on)?;
    let limit = i64::from(set.left_territory.beyond_m);
    let bound = if standing { limit * 4 / 5 } else { limit };
    let away = rep.nearest_own_m.filter(|m| *m > bound)?;
    Some(Finding::of(away, limit, rep.fix_at))
}

/// From the set time on, less than the set share of the plan is done.
pub fn plan_behind(rep: &RepNow, set: &Thresholds, now: &Moment) -> Option<Finding> {
    let (share, at) = (set.plan_behind.below_pct, now.minute(set.plan_behind.at.0));
    let (due, called) = (i64::from(rep.due), i64::from(rep.called));
    let holds = set.plan_behind.on && due > 0 && !rep.absent && now.at >= at;
    let behind = called * 100 < due * i64::from(share);
    (holds && behind).then(|| Finding::of(called * 100 / due, i64::from(share), Some(at)))
}
