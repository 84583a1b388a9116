//! Key figures: reports by up to two dimensions, the dictionary, and the rows behind a number.

use std::sync::LazyLock;

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::Response,
};
use chrono::{DateTime, NaiveDate};
use fieldbeat_domain::kpi::{
    Better, Definition, Figures, KpiValue, Language, Part, Row, Terms, Unit,
};
use h3o::Resolution;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, ReadField},
    input::Args,
    kpi, kpi_export,
    kpi_report::{self, Behind, Cut, Dim, Filter},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    sheet_file::Format,
    write,
};
use crate::store::{
    instant::Instant,
    kpi::{
        Ask, Directory, Facts, Named, Organised,
        directory::{self, OfOutlets},
        facts,
    },
    scope::Scope,
    snapshot,
};

/// Days in one report.
pub const DAYS_MAX: i64 = 400;
/// Reports worked on at once: each may hold a year of a company in memory.
static AT_ONCE: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2));

#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReportArgs {
    /// First and last company date, both included; at most 400 days.
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// Up to two of rep, route, team, region, outlet_class, day, week, month, by comma.
    pub by: Option<String>,
    pub rep_id: Option<i32>,
    pub route_id: Option<i32>,
    /// Exactly this org unit.
    pub team_id: Option<i32>,
    /// This org unit and those below it.
    pub org_unit_id: Option<i32>,
    pub outlet_id: Option<i32>,
    pub outlet_class: Option<String>,
    /// then (default) | now
    pub organised: Option<Organised>,
    /// RFC 3339: assignments, reviews and visits as they were known then.
    pub known_at: Option<String>,
    /// json | csv | xlsx; else by `Accept`.
    pub format: Option<String>,
    /// Of headings in csv and xlsx: en | vi | zh
    pub language: Option<Language>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct KpiCell {
    numerator: i64,
    /// Null where the KPI is no share.
    denominator: Option<i64>,
    /// In the definition's unit; null where there is nothing to divide by.
    value: Option<f64>,
}

impl From<KpiValue> for KpiCell {
    fn from(k: KpiValue) -> Self {
        Self {
            numerator: k.numerator,
            denominator: k.denominator,
            value: k.value(),
        }
    }
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct ReportRow {
    /// Dimension → id, code and name; a date; `2026-W53`; `2026-10`; null where rows have none.
    #[schema(value_type = Object)]
    key: Map<String, Value>,
    /// By code.
    #[schema(value_type = std::collections::BTreeMap<String, KpiCell>)]
    kpis: Map<String, Value>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct ReportView {
    from: NaiveDate,
    to: NaiveDate,
    by: Vec<&'static str>,
    organised: Organised,
    known_at: Option<Instant>,
    rows: Vec<ReportRow>,
    /// Of all rows together: unique counts are no sum of rows.
    #[schema(value_type = std::collections::BTreeMap<String, KpiCell>)]
    total: Map<String, Value>,
}

/// What was asked, checked.
pub(super) struct Question {
    ask: Ask,
    by: Vec<Dim>,
    filter: Filter,
    /// Of the cells that figures are cut by.
    cells: Option<Resolution>,
}

impl Question {
    /// Cut by cells of this size instead of what was asked for.
    pub(super) fn by_cell(mut self, resolution: Resolution) -> Self {
        self.by = vec![Dim::Cell];
        self.cells = Some(resolution);
        self
    }
}

pub(super) fn question(api: &Api, args: &ReportArgs) -> Result<Question, Problem> {
    let days = (args.to - args.from).num_days();
    if !(0..DAYS_MAX).contains(&days) {
        return Err(Problem::query("to", "out_of_range"));
    }
    let mut by = Vec::new();
    for word in args
        .by
        .as_deref()
        .unwrap_or_default()
        .split(',')
        .filter(|w| !w.is_empty())
    {
        let dim = Dim::read(word.trim()).ok_or_else(|| Problem::query("by", "unknown"))?;
        if by.len() == 2 || by.contains(&dim) {
            return Err(Problem::query("by", "too_many"));
        }
        by.push(dim);
    }
    let known_at = match &args.known_at {
        None => None,
        Some(text) => Some(
            DateTime::parse_from_rfc3339(text)
                .map_err(|_| Problem::query("known_at", "invalid"))?
                .to_utc(),
        ),
    };
    let organised = args.organised.unwrap_or_default();
    let filter = Filter {
        rep_id: args.rep_id,
        route_id: args.route_id,
        team_id: args.team_id,
        org_unit_id: args.org_unit_id,
        outlet_id: args.outlet_id,
        outlet_class: args.outlet_class.clone(),
    };
    Ok(Question {
        ask: Ask {
            from: args.from,
            to: args.to,
            // Whose outlets moved away has rows of others now.
            reps: match organised {
                Organised::Then => args.rep_id.map(|r| vec![r]),
                Organised::Now => None,
            },
            organised,
            known_at,
            today: api.now().today,
            time: api.rules().time,
        },
        by,
        filter,
        cells: None,
    })
}

/// Reads facts and names at one moment, then works on them off the async threads.
pub(super) async fn work<T: Send + 'static>(
    api: &Api,
    scope: &Scope,
    question: Question,
    job: impl FnOnce(&Facts, Terms, &Cut<'_>) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let _turn = AT_ONCE.acquire().await.map_err(Problem::internal)?;
    let mut seen = snapshot(api.db()).await?;
    let as_of = question.ask.known_at.map_or(question.ask.today, |at| {
        question.ask.time.date_of(at.into()).min(question.ask.today)
    });
    let terms = kpi::terms(&mut seen, as_of).await?;
    let of_outlets = OfOutlets {
        classes: question.filter.outlet_class.is_some() || question.by.contains(&Dim::OutletClass),
        cells: question.cells,
    };
    let directory = directory::read(&mut seen, of_outlets).await?;
    let facts = facts(&mut seen, scope, &question.ask).await?;
    seen.commit().await?;
    tokio::task::spawn_blocking(move || {
        let cut = Cut {
            by: &question.by,
            filter: &question.filter,
            directory: &directory,
        };
        job(&facts, terms, &cut)
    })
    .await
    .map_err(Problem::internal)?
}

/// KPIs that exist in this cut.
pub fn shown(of_outlet: bool) -> impl Iterator<Item = &'static Definition> {
    Definition::ALL
        .iter()
        .filter(move |d| !of_outlet || d.by_outlet())
}

pub fn cells(figures: &Figures, of_outlet: bool) -> Map<String, Value> {
    shown(of_outlet)
        .map(|d| (d.code.to_owned(), json!(KpiCell::from(figures.kpi(d)))))
        .collect()
}

/// Key figures in scope. `format=csv` or `xlsx` answers a file.
#[utoipa::path(get, path = "/kpis", operation_id = "kpi_report", tag = "kpis", params(ReportArgs),
    responses((status = 200, body = ReportView), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn report(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    headers: HeaderMap,
    Args(args): Args<ReportArgs>,
) -> Result<Response, Problem> {
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let format = Format::choose(args.format.as_deref(), accept)?;
    let question = question(&api, &args)?;
    let language = args.language.unwrap_or_default();
    let known_at = question.ask.known_at.map(Instant::from);
    let organised = question.ask.organised;
    let (from, to) = (args.from, args.to);
    work(&api, &allow.scope, question, move |facts, terms, cut| {
        let report = kpi_report::report(facts, terms, cut)?;
        if let Some(format) = format {
            return kpi_export::file(format, &report, cut, language, (from, to));
        }
        let of_outlet = cut.is_of_outlet();
        let rows = report.groups.iter().map(|(key, figures)| ReportRow {
            key: cut
                .by
                .iter()
                .zip(key)
                .map(|(d, k)| (d.code().to_owned(), cut.show(*d, k)))
                .collect(),
            kpis: cells(figures, of_outlet),
        });
        write::shown(&ReportView {
            from,
            to,
            by: cut.by.iter().map(|d| d.code()).collect(),
            organised,
            known_at,
            rows: if cut.by.is_empty() {
                Vec::new()
            } else {
                rows.collect()
            },
            total: cells(&report.total, of_outlet),
        })
    })
    .await
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct DefinitionView {
    code: &'static str,
    /// Language → text.
    #[schema(value_type = Object)]
    name: Value,
    #[schema(value_type = Object)]
    formula: Value,
    unit: Unit,
    better: Better,
    has_denominator: bool,
    /// stop | visit | order | outlet | day
    rows: &'static str,
}

impl From<&Definition> for DefinitionView {
    fn from(d: &Definition) -> Self {
        let words = |of: fn(&Definition, Language) -> &'static str| json!({"en": of(d, Language::En), "vi": of(d, Language::Vi), "zh": of(d, Language::Zh)});
        Self {
            code: d.code,
            name: words(Definition::name),
            formula: words(Definition::formula),
            unit: d.unit,
            better: d.better,
            has_denominator: d.denominator.is_some(),
            rows: d.rows,
        }
    }
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct Dictionary {
    items: Vec<DefinitionView>,
}

/// The dictionary: every KPI in three languages.
#[utoipa::path(get, path = "/kpis/definitions", operation_id = "kpi_definitions", tag = "kpis",
    responses((status = 200, body = Dictionary)))]
pub async fn definitions(_: Allow<ReadField>) -> Result<Response, Problem> {
    write::shown(&Dictionary {
        items: Definition::ALL.iter().map(DefinitionView::from).collect(),
    })
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RowsArgs {
    /// Code of a KPI.
    kpi: String,
    /// numerator (default) | denominator
    part: Option<Part>,
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    from: NaiveDate,
    to: NaiveDate,
    rep_id: Option<i32>,
    route_id: Option<i32>,
    team_id: Option<i32>,
    org_unit_id: Option<i32>,
    outlet_id: Option<i32>,
    outlet_class: Option<String>,
    organised: Option<Organised>,
    known_at: Option<String>,
}

/// A row that a number counts. Amounts of all rows add up to a sum; a count has as many rows.
#[derive(Serialize, utoipa::ToSchema)]
pub struct BehindView {
    /// stop | visit | order | outlet | day
    kind: &'static str,
    date: Option<NaiveDate>,
    rep: Option<Named>,
    outlet: Option<Named>,
    visit_id: Option<Uuid>,
    order_id: Option<Uuid>,
    amount: i64,
}

/// The rows behind a number, by date; outlets of unique counts by id.
#[utoipa::path(get, path = "/kpis/rows", operation_id = "kpi_rows", tag = "kpis", params(RowsArgs),
    responses((status = 200, body = Page<BehindView>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn rows(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<RowsArgs>,
) -> Result<Response, Problem> {
    let definition = Definition::find(&args.kpi).ok_or_else(|| Problem::query("kpi", "unknown"))?;
    let part = args.part.unwrap_or(Part::Numerator);
    let measure = definition
        .measure(part)
        .ok_or_else(|| Problem::query("part", "no_denominator"))?;
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let report = ReportArgs {
        from: args.from,
        to: args.to,
        by: None,
        rep_id: args.rep_id,
        route_id: args.route_id,
        team_id: args.team_id,
        org_unit_id: args.org_unit_id,
        outlet_id: args.outlet_id,
        outlet_class: args.outlet_class,
        organised: args.organised,
        known_at: args.known_at,
        format: None,
        language: None,
    };
    let listing =
        Listing::<kpi_report::Place>::begin(&api, "kpis/rows", asked, &(&args.kpi, part, &report))
            .await?;
    let question = question(&api, &report)?;
    let (after, fetch) = (listing.after, usize::try_from(listing.fetch()).unwrap_or(1));
    let (rows, reps) = work(&api, &allow.scope, question, move |facts, terms, cut| {
        let all = kpi_report::behind(facts, terms, cut, measure);
        let start = after.map_or(0, |a| all.partition_point(|r| r.place() <= a));
        let rows: Vec<Behind> = all.into_iter().skip(start).take(fetch).collect();
        let reps: Vec<Option<Named>> = rows.iter().map(|r| named(cut.directory, r)).collect();
        Ok((rows, reps))
    })
    .await?;
    let outlets =
        directory::outlets(&mut *api.conn().await?, &kpi_report::outlets_of(&rows)).await?;
    let page = listing.page(rows.into_iter().zip(reps).collect(), |(r, _)| r.place());
    write::shown(&Page {
        items: page
            .items
            .into_iter()
            .map(|(r, rep)| view(&r, rep, r.outlet.and_then(|o| outlets.get(&o.0).cloned())))
            .collect(),
        next_cursor: page.next_cursor,
        changes_cursor: page.changes_cursor,
    })
}

fn named(directory: &Directory, row: &Behind) -> Option<Named> {
    directory.rep(row.rep?.0).cloned()
}

fn view(row: &Behind, rep: Option<Named>, outlet: Option<Named>) -> BehindView {
    let (kind, visit_id, order_id) = match row.row {
        Row::Stop { .. } => ("stop", None, None),
        Row::Visit(id) => ("visit", Some(id.0), None),
        Row::Order(id) => ("order", None, Some(id)),
        Row::Outlet(_) => ("outlet", None, None),
        Row::Day { .. } => ("day", None, None),
    };
    BehindView {
        kind,
        date: row.date,
        rep,
        outlet,
        visit_id,
        order_id,
        amount: row.amount,
    }
}
