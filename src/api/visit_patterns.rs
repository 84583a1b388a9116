//! The codes that planners use for how often an outlet is called at.

use axum::response::Response;
use fieldbeat_domain::pattern::{CodeWeeks, PatternCode};
use serde::Serialize;

use super::{
    auth::{Allow, ReadField},
    problem::{Problem, ProblemBody},
    write,
};

/// A code, and what it says.
#[derive(Serialize, utoipa::ToSchema)]
pub struct VisitPatternCode {
    code: &'static str,
    /// Also written so.
    short: Option<&'static str>,
    /// In four weeks.
    visits: u8,
    /// Weeks of four that it names; empty: every week, or one that is left open.
    weeks: &'static [u8],
    /// Names no week: one in so many, over which outlets are spread. Null: the weeks are as said.
    one_week_in: Option<u8>,
    /// In a week with calls.
    calls_a_week: u8,
    /// Weekdays that must be named with it; 0: it means some by itself.
    weekdays_needed: u8,
    /// Weekdays that it means where none are named, Monday 1.
    usual_weekdays: Option<&'static [u8]>,
    meaning: Meaning,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct Meaning {
    en: String,
    vi: String,
    zh: String,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct VisitPatternCodes {
    items: Vec<VisitPatternCode>,
}

/// The planner's codes of visit patterns, which routes and imports read.
#[utoipa::path(get, path = "/visit-patterns", operation_id = "visit_pattern_codes", tag = "routes",
    responses((status = 200, body = VisitPatternCodes), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(_: Allow<ReadField>) -> Result<Response, Problem> {
    let items = PatternCode::ALL.into_iter().map(shown).collect();
    write::shown(&VisitPatternCodes { items })
}

fn shown(code: PatternCode) -> VisitPatternCode {
    VisitPatternCode {
        code: code.code,
        short: code.short,
        visits: code.visits(),
        weeks: match code.weeks {
            CodeWeeks::These(weeks) => weeks,
            CodeWeeks::Every | CodeWeeks::OneIn(_) => &[],
        },
        one_week_in: match code.weeks {
            CodeWeeks::OneIn(weeks) => Some(weeks),
            CodeWeeks::Every | CodeWeeks::These(_) => None,
        },
        calls_a_week: code.calls_a_week,
        weekdays_needed: code.weekdays_needed(),
        usual_weekdays: code.usual_weekdays(),
        meaning: meaning(&code),
    }
}

fn meaning(code: &PatternCode) -> Meaning {
    let calls = code.calls_a_week;
    let [en, vi, zh] = match code.weeks {
        CodeWeeks::Every if code.usual_weekdays().is_some() => [
            format!("{calls} visits a week, Monday to Saturday where no days are named"),
            format!("{calls} lần mỗi tuần, thứ Hai đến thứ Bảy nếu không nêu ngày"),
            format!("每周 {calls} 次，未指定星期时为周一至周六"),
        ],
        CodeWeeks::Every if calls > 1 => [
            format!("{calls} visits a week, on {calls} weekdays that must be named"),
            format!("{calls} lần mỗi tuần, phải nêu {calls} ngày trong tuần"),
            format!("每周 {calls} 次，须指定 {calls} 个星期几"),
        ],
        CodeWeeks::Every => [
            "Once a week".to_owned(),
            "Mỗi tuần một lần".to_owned(),
            "每周一次".to_owned(),
        ],
        CodeWeeks::OneIn(weeks) => [
            format!("Once in {weeks} weeks; outlets are spread over the weeks"),
            format!("{weeks} tuần một lần; các điểm bán được chia đều theo tuần"),
            format!("每 {weeks} 周一次；门店在各周间均匀分布"),
        ],
        CodeWeeks::These(weeks) => {
            let weeks: Vec<String> = weeks.iter().map(u8::to_string).collect();
            [
                format!("Once in week {} of four", weeks.join(" and in week ")),
                format!(
                    "Một lần vào tuần {} trong bốn tuần",
                    weeks.join(" và tuần ")
                ),
                format!("四周中第 {} 周各一次", weeks.join("、")),
            ]
        }
    };
    Meaning { en, vi, zh }
}
