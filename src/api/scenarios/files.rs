//! Solutions as files, and assignments made in one: CSV and XLSX with the same columns both ways, GeoJSON for maps.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use fieldbeat_trade::currency;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    finish,
    inputs::{HandPut, HandRow, by_hand},
    solutions::seen,
};
use crate::{
    api::{
        Api,
        auth::{Allow, ManageRoutes, ReadScenarios},
        export_columns::{As, Column, Context, List},
        input::{Args, Seg},
        problem::{Problem, ProblemBody},
        sheet_file::Format,
        sheet_import::Raw,
        sheet_rows::unreadable,
        write::{self, Begun},
    },
    imports::{Language, headings::folded, sheet},
    store::{
        order,
        scenario::{
            self,
            solution::{self, Assignment, AssignmentFilter},
        },
        upsert::Fault,
    },
};

const fn column(at: &'static str, shown: As, names: [&'static str; 3]) -> Column {
    Column { names, at, shown }
}

/// Columns of an assignment; the first two are read, too.
const LIST: List = List {
    path: "assignments",
    columns: &[
        column(
            "/outlet_code",
            As::Text,
            ["outlet_code", "Mã điểm bán", "网点编码"],
        ),
        column(
            "/rep_code",
            As::Text,
            ["rep_code", "Mã nhân viên", "业务员编码"],
        ),
        column("/outlet_name", As::Text, ["outlet", "Điểm bán", "网点"]),
        column("/class", As::Text, ["class", "Hạng", "等级"]),
        column("/from_rep_code", As::Text, ["today", "Hiện nay", "当前"]),
        column("/why", As::Text, ["why", "Lý do", "原因"]),
        column(
            "/visits",
            As::Whole,
            ["visits", "Số lần trong 4 tuần", "四周拜访次数"],
        ),
        column("/weeks", As::Texts, ["weeks", "Tuần", "周次"]),
        column("/weekdays", As::Texts, ["weekdays", "Thứ", "星期"]),
        column("/sequence", As::Whole, ["sequence", "Thứ tự", "顺序"]),
        column(
            "/unserved",
            As::Text,
            ["left_out", "Chưa xếp được", "未安排"],
        ),
        column(
            "/missing_visits",
            As::Whole,
            ["missing_visits", "Số lần thiếu", "缺少次数"],
        ),
        column("/value_minor", As::Money, ["value", "Giá trị", "金额"]),
        column("/lat", As::Text, ["lat", "Vĩ độ", "纬度"]),
        column("/lng", As::Text, ["lng", "Kinh độ", "经度"]),
    ],
    lines: None,
};
const READ: usize = 2;
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// Faults that are told; all are counted.
const FAULTS_TOLD: usize = 500;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FileArgs {
    /// csv | xlsx | geojson; else by `Accept`, else csv.
    format: Option<String>,
    /// Of the headings: en | vi | zh; en by default.
    language: Option<Language>,
}

/// Who has which outlet in a solution, on which days and why, as CSV, XLSX or GeoJSON. The first two are read again by
/// `assignments/import`.
#[utoipa::path(get, path = "/scenarios/{id}/solutions/{solution}/export", operation_id = "solution_export", tag = "scenarios",
    params(("id" = i32, Path), ("solution" = i32, Path), FileArgs),
    responses((status = 200, content((String = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (Object = "application/geo+json"))),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn export(
    State(api): State<Api>,
    allow: Allow<ReadScenarios>,
    Seg((id, ordinal)): Seg<(i32, i32)>,
    Args(args): Args<FileArgs>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    seen(&api, &allow, id, ordinal).await?;
    let every = AssignmentFilter::default();
    let all = i64::try_from(scenario::OUTLETS_MAX).unwrap_or(i64::MAX);
    let rows = solution::assignments(api.db(), (id, ordinal), 0, all, &every).await?;
    let name = format!("scenario-{id}-{ordinal}");
    if args.format.as_deref() == Some("geojson") {
        let disposition = format!("attachment; filename=\"{name}.geojson\"");
        let headers = [
            (header::CONTENT_TYPE, String::from("application/geo+json")),
            (header::CONTENT_DISPOSITION, disposition),
        ];
        let text = tokio::task::spawn_blocking(move || geojson(&rows).to_string());
        return Ok((headers, text.await.map_err(Problem::internal)?).into_response());
    }
    let accept = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok());
    let format = Format::of_file(args.format.as_deref(), accept.unwrap_or_default())?;
    let context = Context {
        language: args.language.unwrap_or_default(),
        zone: api.rules().time.time_zone,
        digits: currency::digits(&order::inbox::currency(&mut *api.conn().await?).await?),
    };
    let table = move || {
        let mut lines = vec![LIST.head(context.language)];
        lines.extend(rows.iter().flat_map(|row| LIST.rows(&item(row), &context)));
        format.file(&lines, &name)
    };
    tokio::task::spawn_blocking(table)
        .await
        .map_err(Problem::internal)?
}

/// An assignment with its days in words.
fn item(row: &Assignment) -> Value {
    let Ok(Value::Object(mut item)) = serde_json::to_value(row) else {
        return Value::Null;
    };
    let has = |week: usize, day: usize| row.slots >> (week * 7 + day) & 1 == 1;
    let weeks = (0..4).filter(|week| (0..7).any(|day| has(*week, day)));
    let days = (WEEKDAYS.iter().enumerate()).filter(|(day, _)| (0..4).any(|week| has(week, *day)));
    let weeks: Value = weeks.map(|week| (week + 1).to_string()).collect();
    let days: Value = days.map(|(_, name)| *name).collect();
    item.extend([
        (String::from("weeks"), weeks),
        (String::from("weekdays"), days),
    ]);
    Value::Object(item)
}

fn geojson(rows: &[Assignment]) -> Value {
    let feature = |row: &Assignment| {
        let geometry = match (row.lng, row.lat) {
            (Some(lng), Some(lat)) => json!({"type": "Point", "coordinates": [lng, lat]}),
            _ => Value::Null,
        };
        json!({"type": "Feature", "id": row.outlet_id, "geometry": geometry, "properties": item(row)})
    };
    json!({"type": "FeatureCollection", "features": rows.iter().map(feature).collect::<Vec<_>>()})
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AssignFileArgs {
    /// What the solution is called.
    name: String,
    /// Says what is wrong with the file, and keeps nothing.
    #[serde(default)]
    dry_run: bool,
    /// Of a text that is not UTF-8, e.g. `windows-1258`, `gb18030`.
    encoding: Option<String>,
    /// Of a workbook.
    sheet: Option<String>,
}

/// What a trial of a file found.
#[derive(Serialize, utoipa::ToSchema)]
pub struct AssignFileAnswer {
    dry_run: bool,
    rows: usize,
    /// Faults in all; the first 500 are told as `/lines/{line}/{column}`.
    refused: usize,
    faults: Vec<Fault>,
}

/// An assignment by a CSV or XLSX file with the columns `outlet_code` and `rep_code` (empty: nobody); the body is the file.
/// One bad row keeps all out. Days and order are planned in the background.
#[utoipa::path(post, path = "/scenarios/{id}/assignments/import", operation_id = "scenario_assign_file", tag = "scenarios",
    params(("id" = i32, Path), AssignFileArgs), request_body(content = String, content_type = "application/octet-stream"),
    responses((status = 200, body = AssignFileAnswer), (status = 202, body = scenario::Scenario), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn import(
    State(api): State<Api>,
    allow: Allow<ManageRoutes>,
    Seg(id): Seg<i32>,
    Args(args): Args<AssignFileArgs>,
    raw: Raw,
) -> Result<Response, Problem> {
    let (file, encoding, name) = (raw.file, args.encoding, args.sheet);
    let read = move || rows(&file, name.as_deref(), encoding.as_deref());
    let (lines, items, mut faults) = tokio::task::spawn_blocking(read)
        .await
        .map_err(Problem::internal)??;
    let mut write = match write::begin(&api, &allow.scope, raw.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let put = HandPut {
        name: args.name,
        items,
    };
    // Rows are told by the line that a person finds them on.
    for mut fault in by_hand(&mut write, &allow.scope, id, &put).await? {
        let rest = fault
            .pointer
            .strip_prefix("/items/")
            .and_then(|rest| rest.split_once('/'));
        let line = rest.and_then(|(at, field)| {
            let at: usize = at.parse().ok()?;
            Some(format!("/lines/{}/{field}", lines.get(at)?))
        });
        if let Some(line) = line {
            fault.pointer = line.into();
        }
        faults.push(fault);
    }
    if args.dry_run {
        return write::shown(&AssignFileAnswer {
            dry_run: true,
            rows: put.items.len(),
            refused: faults.len(),
            faults: faults.into_iter().take(FAULTS_TOLD).collect(),
        });
    }
    if !faults.is_empty() {
        faults.truncate(FAULTS_TOLD);
        return Err(Problem::invalid(faults));
    }
    let answer = finish(write, &allow.scope, id, StatusCode::ACCEPTED, "assign").await?;
    api.services.planner.queued();
    Ok(answer)
}

type Read = (Vec<u32>, Vec<HandRow>, Vec<Fault>);

/// Rows with the line that each stands on, and what is wrong with cells.
fn rows(file: &[u8], sheet: Option<&str>, encoding: Option<&str>) -> Result<Read, Problem> {
    let is_named = |sheet: &str| folded(sheet) == folded(LIST.path);
    let sheet = sheet::read_named(file, is_named, sheet, encoding)
        .map_err(|error| unreadable(error.to_string()))?;
    if sheet.lines.len() > scenario::OUTLETS_MAX {
        return Err(Problem::field("/rows", "too_many"));
    }
    let columns = LIST.columns().iter().take(READ);
    let places: Vec<Option<usize>> = columns
        .clone()
        .map(|column| {
            sheet
                .headings
                .iter()
                .position(|heading| column.is_meant(heading))
        })
        .collect();
    let [Some(outlet), Some(rep)] = places[..] else {
        return Err(unreadable(
            "The first row must name the columns outlet_code and rep_code.",
        ));
    };
    let mut faults = Vec::new();
    let (mut lines, mut items) = (Vec::new(), Vec::new());
    for line in &sheet.lines {
        let mut said = [(outlet, None), (rep, None)];
        for ((place, said), column) in said.iter_mut().zip(columns.clone()) {
            let cell = line.cells.get(*place).unwrap_or(&sheet::Cell::Empty);
            match column.read(cell, 0) {
                Ok(value) => *said = value.as_ref().and_then(Value::as_str).map(str::to_owned),
                Err(code) => faults.push(Fault::new(
                    format!("/lines/{}/{}", line.line, column.field()),
                    code,
                )),
            }
        }
        let [(_, outlet_code), (_, rep_code)] = said;
        lines.push(line.line);
        items.push(HandRow {
            outlet_code,
            rep_code,
            ..HandRow::default()
        });
    }
    Ok((lines, items, faults))
}
