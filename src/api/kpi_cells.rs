//! Coverage by place: the key figures of outlets, summed by the H3 cell of their pins.

use axum::{extract::State, response::Response};
use chrono::NaiveDate;
use fieldbeat_domain::kpi::{Definition, Figures};
use h3o::{CellIndex, Resolution};
use serde::{Deserialize, Serialize};

use super::{
    Api,
    auth::{Allow, ReadField},
    input::Args,
    kpi_report::{self, Key},
    kpis::{ReportArgs, question, work},
    problem::{Problem, ProblemBody},
    write,
};
use crate::store::kpi::Organised;

/// Edges of about 1.4 km to 66 m: from a town to a street.
const RESOLUTIONS: std::ops::RangeInclusive<u8> = 6..=10;
const RESOLUTION_DEFAULT: u8 = 8;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CellArgs {
    /// First and last company date, both included; at most 400 days.
    from: NaiveDate,
    to: NaiveDate,
    /// Of H3, 6–10; 8 by default.
    resolution: Option<u8>,
    rep_id: Option<i32>,
    route_id: Option<i32>,
    /// Exactly this org unit.
    team_id: Option<i32>,
    /// This org unit and those below it.
    org_unit_id: Option<i32>,
    outlet_class: Option<String>,
    /// then (default) | now
    organised: Option<Organised>,
}

/// Each count is the part of that key figure whose outlets have their pin here (`docs/kpis.md`).
#[derive(Serialize, utoipa::ToSchema)]
pub struct CoverageCell {
    /// H3 index.
    cell: String,
    /// Its corners, `[lng, lat]` in degrees; the first is not repeated.
    boundary: Vec<[f64; 2]>,
    /// Of `coverage`: outlets assigned, and those of them that were visited.
    assigned: i64,
    visited: i64,
    /// Of `plan_compliance`: calls planned, and those of them that were made.
    planned: i64,
    planned_visited: i64,
    /// Of `sales_value`.
    sales_minor: i64,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct CoverageMap {
    resolution: u8,
    items: Vec<CoverageCell>,
    /// Outlets assigned that have no pin: they are in no cell.
    without_pin: i64,
}

/// Key figures by H3 cell, for a map. Cells in which nothing is assigned, planned or sold are left out.
#[utoipa::path(get, path = "/kpis/cells", operation_id = "kpi_cells", tag = "kpis", params(CellArgs),
    responses((status = 200, body = CoverageMap), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn show(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<CellArgs>,
) -> Result<Response, Problem> {
    let asked = args.resolution.unwrap_or(RESOLUTION_DEFAULT);
    let resolution = Resolution::try_from(asked)
        .ok()
        .filter(|_| RESOLUTIONS.contains(&asked))
        .ok_or_else(|| Problem::query("resolution", "out_of_range"))?;
    let report = ReportArgs {
        from: args.from,
        to: args.to,
        rep_id: args.rep_id,
        route_id: args.route_id,
        team_id: args.team_id,
        org_unit_id: args.org_unit_id,
        outlet_class: args.outlet_class,
        organised: args.organised,
        ..ReportArgs::default()
    };
    let question = question(&api, &report)?.by_cell(resolution);
    work(&api, &allow.scope, question, move |facts, terms, cut| {
        let report = kpi_report::report(facts, terms, cut)?;
        let mut map = CoverageMap {
            resolution: asked,
            items: Vec::with_capacity(report.groups.len()),
            without_pin: 0,
        };
        for (key, figures) in &report.groups {
            match key.first() {
                Some(Key::Cell(cell)) => map.items.extend(told(*cell, figures)),
                _ => map.without_pin += part(figures, "coverage").1,
            }
        }
        write::shown(&map)
    })
    .await
}

/// Numerator and denominator of a key figure.
fn part(figures: &Figures, code: &str) -> (i64, i64) {
    let Some(definition) = Definition::find(code) else {
        return (0, 0);
    };
    let value = figures.kpi(definition);
    (value.numerator, value.denominator.unwrap_or_default())
}

fn told(cell: CellIndex, figures: &Figures) -> Option<CoverageCell> {
    let (visited, assigned) = part(figures, "coverage");
    let (planned_visited, planned) = part(figures, "plan_compliance");
    let (sales_minor, _) = part(figures, "sales_value");
    (assigned > 0 || planned > 0 || sales_minor != 0).then(|| CoverageCell {
        cell: cell.to_string(),
        boundary: cell
            .boundary()
            .iter()
            .map(|corner| [corner.lng(), corner.lat()])
            .collect(),
        assigned,
        visited,
        planned,
        planned_visited,
        sales_minor,
    })
}
