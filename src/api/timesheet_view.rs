//! How days and months of work are shown: what was measured, what holds, what was said of it.

use chrono::NaiveDate;
use fieldbeat_domain::{
    rules::Rules,
    timesheet::{self, Worked},
    working_time,
};
use serde::Serialize;

use super::visit_view::thousandth;
use crate::store::{
    instant::Instant,
    time_correction::TimeCorrection,
    timesheet::{SheetDay, SheetRep},
};

/// A day's work, measured or as it holds.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct WorkedView {
    pub started_at: Option<Instant>,
    pub ended_at: Option<Instant>,
    pub break_s: f64,
    /// Between sessions.
    pub off_s: f64,
    /// In sessions and in no break.
    pub worked_s: f64,
}

impl From<&Worked> for WorkedView {
    fn from(w: &Worked) -> Self {
        Self {
            started_at: w.started_at.map(Instant::from),
            ended_at: w.ended_at.map(Instant::from),
            break_s: thousandth(w.break_ms),
            off_s: thousandth(w.off_ms),
            worked_s: thousandth(w.worked_ms),
        }
    }
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct DayView {
    pub date: NaiveDate,
    /// There were stops to visit.
    pub planned: bool,
    /// leave | sickness | meeting | training
    pub absence: Option<String>,
    pub holiday: Option<String>,
    /// Null: nobody worked, as far as was measured.
    pub measured: Option<WorkedView>,
    /// With the newest correction; null: no work.
    pub holds: Option<WorkedView>,
    /// A session of the day still runs: its end is as of the last judgement.
    pub running: bool,
    /// A session was forgotten and ended by itself.
    pub auto_ended: bool,
    /// How much later than the working hours the first session began, on a planned day; null: in time.
    pub late_start_s: Option<f64>,
    pub first_call_at: Option<Instant>,
    pub last_call_at: Option<Instant>,
    pub in_store_s: f64,
    pub travel_s: f64,
    pub idle_s: f64,
    pub unobserved_s: f64,
    pub distance_m: f64,
    /// Oldest first.
    pub corrections: Vec<TimeCorrection>,
    #[serde(skip)]
    machine: Worked,
    #[serde(skip)]
    worked: Worked,
}

impl DayView {
    /// `rules` are those that the day was judged by.
    pub fn of(day: &SheetDay, rules: Option<&Rules>, said: Vec<TimeCorrection>) -> Self {
        let judged = day.judged.as_ref();
        let machine = judged.map_or_else(Worked::default, |j| {
            timesheet::measured(&j.sessions, &j.time, j.judged_as_of)
        });
        let says = said.last().and_then(TimeCorrection::says);
        // What was measured since may have made it nonsense: then the machine's word holds.
        let worked = says
            .and_then(|says| timesheet::corrected(&machine, &says).ok())
            .unwrap_or(machine);
        let late_start_s = judged
            .zip(rules)
            .filter(|_| day.planned && day.absence.is_none())
            .and_then(|(j, rules)| {
                let expected = rules.time.local(day.date, rules.working_hours_min.0);
                working_time::late_start_ms(&j.sessions, expected)
            })
            .map(thousandth);
        let shown = |w: &Worked| w.started_at.is_some().then(|| WorkedView::from(w));
        let time = judged.map(|j| j.time).unwrap_or_default();
        Self {
            date: day.date,
            planned: day.planned,
            absence: day.absence.clone(),
            holiday: day.holiday.clone(),
            measured: shown(&machine),
            holds: shown(&worked),
            running: judged.is_some_and(|j| j.sessions.iter().any(|s| s.ended_at.is_none())),
            auto_ended: judged.is_some_and(|j| j.sessions.iter().any(|s| s.auto_ended)),
            late_start_s,
            first_call_at: judged.and_then(|j| j.first_call_at).map(Instant::from),
            last_call_at: judged.and_then(|j| j.last_call_at).map(Instant::from),
            in_store_s: thousandth(time.in_store_ms),
            travel_s: thousandth(time.travel_ms),
            idle_s: thousandth(time.idle_ms),
            unobserved_s: thousandth(time.unobserved_ms),
            distance_m: thousandth(judged.map_or(0, |j| j.distance_mm)),
            corrections: said,
            machine,
            worked,
        }
    }

    pub const fn machine(&self) -> Worked {
        self.machine
    }

    /// Whether the newest word is a correction.
    pub fn is_corrected(&self) -> bool {
        self.corrections.last().is_some_and(|c| !c.withdrawn)
    }
}

/// A month of a rep. Sums are of what holds, but for the parts of the time, which are measured.
#[derive(Clone, Debug, Default, Serialize, utoipa::ToSchema)]
pub struct Totals {
    pub days_planned: u32,
    pub days_worked: u32,
    /// Planned, not excused, and not worked.
    pub days_missed: u32,
    pub days_absent: u32,
    pub days_corrected: u32,
    pub worked_s: f64,
    /// Before corrections.
    pub measured_s: f64,
    pub break_s: f64,
    pub in_store_s: f64,
    pub travel_s: f64,
    pub idle_s: f64,
    pub unobserved_s: f64,
    pub distance_m: f64,
    pub late_starts: u32,
    pub late_s: f64,
}

impl Totals {
    pub fn of(days: &[DayView]) -> Self {
        let mut sum = Self::default();
        let (mut worked_ms, mut measured_ms, mut break_ms) = (0, 0, 0);
        for day in days {
            let works = day.holds.is_some();
            sum.days_planned += u32::from(day.planned);
            sum.days_worked += u32::from(works);
            sum.days_missed += u32::from(day.planned && !works && day.absence.is_none());
            sum.days_absent += u32::from(day.absence.is_some());
            sum.days_corrected += u32::from(day.is_corrected());
            sum.late_starts += u32::from(day.late_start_s.is_some());
            sum.late_s += day.late_start_s.unwrap_or(0.0);
            // Whole milliseconds, so that the sum is that of the rows to the last digit.
            worked_ms += day.worked.worked_ms;
            measured_ms += day.machine.worked_ms;
            break_ms += day.worked.break_ms;
            sum.in_store_s += day.in_store_s;
            sum.travel_s += day.travel_s;
            sum.idle_s += day.idle_s;
            sum.unobserved_s += day.unobserved_s;
            sum.distance_m += day.distance_m;
        }
        sum.worked_s = thousandth(worked_ms);
        sum.measured_s = thousandth(measured_ms);
        sum.break_s = thousandth(break_ms);
        sum
    }
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RepView {
    pub id: i32,
    pub code: String,
    pub name: String,
    /// The last one of the month.
    pub org_unit_id: i32,
    pub org_unit_name: String,
}

impl From<&SheetRep> for RepView {
    fn from(r: &SheetRep) -> Self {
        Self {
            id: r.id,
            code: r.code.clone(),
            name: r.name.clone(),
            org_unit_id: r.org_unit_id,
            org_unit_name: r.org_unit_name.clone(),
        }
    }
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct RepMonth {
    pub month: String,
    pub rep: RepView,
    pub totals: Totals,
    /// Days with a plan, work, an absence, a holiday or a correction.
    pub days: Vec<DayView>,
}

/// A rep's line in the team's month.
#[derive(Serialize, utoipa::ToSchema)]
pub struct RepRow {
    #[serde(flatten)]
    pub rep: RepView,
    pub totals: Totals,
}
