//! Timesheets as tables for a spreadsheet, headings in the reader's language.

use chrono_tz::Tz;
use fieldbeat_domain::kpi::Language;

use super::{
    sheet_file::{Cell, Shape},
    timesheet_view::{DayView, Totals, WorkedView},
};
use crate::store::{instant::Instant, timesheet::SheetRep};

type Names = [&'static str; 3];
type Row = Vec<Cell>;

const DAYS: [Names; 24] = [
    ["Rep code", "Mã nhân viên", "业务员编码"],
    ["Rep", "Nhân viên", "业务员"],
    ["Team", "Đội", "团队"],
    ["Date", "Ngày", "日期"],
    ["Planned", "Có kế hoạch", "有计划"],
    ["Absence", "Vắng mặt", "缺勤"],
    ["Holiday", "Ngày lễ", "节假日"],
    ["Start, measured", "Bắt đầu, đo được", "开始（测得）"],
    ["End, measured", "Kết thúc, đo được", "结束（测得）"],
    [
        "Breaks, measured (h)",
        "Nghỉ, đo được (giờ)",
        "休息（测得，小时）",
    ],
    [
        "Worked, measured (h)",
        "Làm việc, đo được (giờ)",
        "工作（测得，小时）",
    ],
    ["Start", "Bắt đầu", "开始"],
    ["End", "Kết thúc", "结束"],
    ["Breaks (h)", "Nghỉ (giờ)", "休息（小时）"],
    ["Worked (h)", "Làm việc (giờ)", "工作（小时）"],
    ["Corrected by", "Người sửa", "更正人"],
    ["Reason", "Lý do", "原因"],
    ["Late (h)", "Đi muộn (giờ)", "迟到（小时）"],
    ["First call", "Viếng thăm đầu tiên", "首访"],
    ["Last call", "Viếng thăm cuối cùng", "末访"],
    ["In store (h)", "Tại điểm bán (giờ)", "店内（小时）"],
    ["Travel (h)", "Di chuyển (giờ)", "行驶（小时）"],
    ["Idle (h)", "Đứng yên (giờ)", "闲置（小时）"],
    ["Unobserved (h)", "Không quan sát (giờ)", "未观测（小时）"],
];

const REPS: [Names; 16] = [
    ["Rep code", "Mã nhân viên", "业务员编码"],
    ["Rep", "Nhân viên", "业务员"],
    ["Team", "Đội", "团队"],
    ["Days planned", "Ngày có kế hoạch", "计划天数"],
    ["Days worked", "Ngày làm việc", "工作天数"],
    ["Days missed", "Ngày bỏ", "缺工天数"],
    ["Days absent", "Ngày vắng mặt", "缺勤天数"],
    ["Days corrected", "Ngày đã sửa", "更正天数"],
    ["Worked (h)", "Làm việc (giờ)", "工作（小时）"],
    [
        "Worked, measured (h)",
        "Làm việc, đo được (giờ)",
        "工作（测得，小时）",
    ],
    ["Breaks (h)", "Nghỉ (giờ)", "休息（小时）"],
    ["In store (h)", "Tại điểm bán (giờ)", "店内（小时）"],
    ["Travel (h)", "Di chuyển (giờ)", "行驶（小时）"],
    ["Unobserved (h)", "Không quan sát (giờ)", "未观测（小时）"],
    ["Late starts", "Số lần đi muộn", "迟到次数"],
    ["Distance (km)", "Quãng đường (km)", "里程（公里）"],
];

fn head(names: &[Names], language: Language) -> Row {
    let name = |[en, vi, zh]: &Names| match language {
        Language::En => *en,
        Language::Vi => *vi,
        Language::Zh => *zh,
    };
    names
        .iter()
        .map(|n| Cell::Text(name(n).to_owned()))
        .collect()
}

fn text(text: Option<&str>) -> Cell {
    text.map_or(Cell::Empty, |t| Cell::Text(t.to_owned()))
}

fn count(n: u32) -> Cell {
    Cell::Number(f64::from(n), Shape::Whole)
}

fn hours(seconds: f64) -> Cell {
    Cell::Number(seconds / 3_600.0, Shape::Decimal)
}

/// The time of day in the company's zone; what lies after midnight is beyond 24 h.
fn clock(at: Option<Instant>, day: &DayView, zone: Tz) -> Cell {
    let Some(at) = at else { return Cell::Empty };
    let local = at.0.with_timezone(&zone).naive_local();
    let since = local - day.date.and_time(chrono::NaiveTime::MIN);
    #[expect(clippy::cast_precision_loss, reason = "seconds of a day")]
    let days = since.num_seconds() as f64 / 86_400.0;
    Cell::Number(days, Shape::Time)
}

fn who(rep: &SheetRep) -> [Cell; 3] {
    [&rep.code, &rep.name, &rep.org_unit_name].map(|t| Cell::Text(t.clone()))
}

/// A line per rep and day.
pub fn days(reps: &[(&SheetRep, Vec<DayView>)], zone: Tz, language: Language) -> Vec<Row> {
    let mut rows = vec![head(&DAYS, language)];
    for (rep, days) in reps {
        rows.extend(days.iter().map(|d| day(rep, d, zone)));
    }
    rows
}

fn day(rep: &SheetRep, d: &DayView, zone: Tz) -> Row {
    let worked = |w: Option<&WorkedView>| {
        [
            clock(w.and_then(|w| w.started_at), d, zone),
            clock(w.and_then(|w| w.ended_at), d, zone),
            w.map_or(Cell::Empty, |w| hours(w.break_s)),
            w.map_or(Cell::Empty, |w| hours(w.worked_s)),
        ]
    };
    let said = d.corrections.last().filter(|c| !c.withdrawn);
    let mut row = Row::from(who(rep));
    row.extend([
        Cell::Text(d.date.to_string()),
        count(u32::from(d.planned)),
        text(d.absence.as_deref()),
        text(d.holiday.as_deref()),
    ]);
    row.extend(worked(d.measured.as_ref()));
    row.extend(worked(d.holds.as_ref()));
    row.extend([
        text(said.and_then(|c| c.by.as_deref())),
        text(said.map(|c| c.reason.as_str())),
        d.late_start_s.map_or(Cell::Empty, hours),
        clock(d.first_call_at, d, zone),
        clock(d.last_call_at, d, zone),
    ]);
    row.extend([d.in_store_s, d.travel_s, d.idle_s, d.unobserved_s].map(hours));
    row
}

/// A line per rep.
pub fn reps(reps: &[(&SheetRep, Vec<DayView>)], language: Language) -> Vec<Row> {
    let mut rows = vec![head(&REPS, language)];
    for (rep, days) in reps {
        let t = Totals::of(days);
        let mut row = Row::from(who(rep));
        row.extend(
            [
                t.days_planned,
                t.days_worked,
                t.days_missed,
                t.days_absent,
                t.days_corrected,
            ]
            .map(count),
        );
        row.extend(
            [
                t.worked_s,
                t.measured_s,
                t.break_s,
                t.in_store_s,
                t.travel_s,
                t.unobserved_s,
            ]
            .map(hours),
        );
        row.push(count(t.late_starts));
        row.push(Cell::Number(t.distance_m / 1_000.0, Shape::Decimal));
        rows.push(row);
    }
    rows
}
