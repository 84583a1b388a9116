//! How far an occasion is in a year: planned, held, given against its budget, by rep and org unit; and customer by
//! customer beside what they bought.

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::Response,
};
use chrono::NaiveDate;
use fieldbeat_domain::kpi::Language;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, ReadField},
    input::{Args, Seg},
    occasions::year_of,
    page::{Asked as Paging, Listing, Page},
    problem::{Problem, ProblemBody},
    sheet_file::{Cell, Format, Shape},
    write,
};
use crate::store::{
    occasion::{
        self, Occasion,
        progress::{self, CustomerCare, ProgressFilter, REPS_MAX, RepProgress},
    },
    order, snapshot,
};

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ProgressArgs {
    /// This one where absent.
    year: Option<i32>,
    /// Of the plan, without one of the end; both included.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    rep_id: Option<i32>,
    /// With all below it.
    org_unit_id: Option<i32>,
    customer_id: Option<i32>,
    /// json | csv | xlsx; else by `Accept`. A file has the rows of reps.
    format: Option<String>,
    /// Of headings in csv and xlsx: en | vi | zh
    language: Option<Language>,
}

/// What became of what was planned, in scope.
#[derive(Clone, Copy, Debug, Default, Serialize, utoipa::ToSchema)]
pub struct Sums {
    planned: i64,
    held: i64,
    not_held: i64,
    withdrawn: i64,
    given_minor: i64,
    /// Gifts that a phone told of against a limit.
    doubtful: i64,
}

impl Sums {
    fn add(&mut self, row: &RepProgress) {
        self.planned += row.planned;
        self.held += row.held;
        self.not_held += row.not_held;
        self.withdrawn += row.withdrawn;
        self.given_minor = self.given_minor.saturating_add(row.given_minor);
        self.doubtful += row.doubtful;
    }
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct UnitProgress {
    org_unit_id: i32,
    org_unit_name: String,
    #[serde(flatten)]
    sums: Sums,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct OccasionProgress {
    #[schema(value_type = String, format = "uuid")]
    occasion_id: Uuid,
    year: i32,
    /// Of the year, by all in scope or not; null where the occasion is that of a unit above the caller's.
    budget_minor: Option<i64>,
    spent_minor: Option<i64>,
    #[serde(flatten)]
    sums: Sums,
    /// By name; what a rep did stays with the unit of its day.
    org_units: Vec<UnitProgress>,
    /// By unit, then by code.
    reps: Vec<RepProgress>,
    /// There are more rows than are told of at once.
    truncated: bool,
}

/// How far an occasion is in a year, of what is in scope.
#[utoipa::path(get, path = "/occasions/{id}/progress", operation_id = "occasion_progress", tag = "relations",
    params(("id" = Uuid, Path), ProgressArgs),
    responses((status = 200, body = OccasionProgress), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn progress(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    headers: HeaderMap,
    Seg(id): Seg<Uuid>,
    Args(args): Args<ProgressArgs>,
) -> Result<Response, Problem> {
    let accept = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok());
    let format = Format::choose(args.format.as_deref(), accept.unwrap_or_default())?;
    let year = year_of(&api, args.year)?;
    let filter = ProgressFilter {
        occasion_id: Some(id),
        year,
        from: args.from,
        to: args.to,
        rep_id: args.rep_id,
        org_unit_id: args.org_unit_id,
        customer_id: args.customer_id,
    };
    let mut seen = snapshot(api.db()).await?;
    let shown = occasion::get(&mut *seen, &allow.scope, api.now(), id).await?;
    let mut reps = progress::by_rep(&mut *seen, &allow.scope, &filter).await?;
    let spent = progress::spent(&mut *seen, id, year).await?;
    let currency = order::inbox::currency(&mut seen).await?;
    seen.commit().await?;
    let most = usize::try_from(REPS_MAX).unwrap_or(usize::MAX);
    let truncated = reps.len() > most;
    reps.truncate(most);
    if let Some(format) = format {
        let digits = fieldbeat_trade::currency::digits(&currency);
        let rows = table(&shown, &reps, args.language.unwrap_or(Language::En), digits);
        return format.file(&rows, &format!("occasion-{year}"));
    }
    let mut sums = Sums::default();
    let mut org_units: Vec<UnitProgress> = Vec::new();
    for row in &reps {
        sums.add(row);
        match org_units.last_mut() {
            Some(last) if last.org_unit_id == row.org_unit_id => last.sums.add(row),
            _ => {
                let mut unit = UnitProgress {
                    org_unit_id: row.org_unit_id,
                    org_unit_name: row.org_unit_name.clone(),
                    sums: Sums::default(),
                };
                unit.sums.add(row);
                org_units.push(unit);
            }
        }
    }
    write::shown(&OccasionProgress {
        occasion_id: id,
        year,
        budget_minor: shown.budget_minor,
        spent_minor: shown.own.then_some(spent),
        sums,
        org_units,
        reps,
        truncated,
    })
}

fn table(of: &Occasion, rows: &[RepProgress], language: Language, digits: u32) -> Vec<Vec<Cell>> {
    let word = |[en, vi, zh]: [&str; 3]| {
        let word = match language {
            Language::En => en,
            Language::Vi => vi,
            Language::Zh => zh,
        };
        Cell::Text(word.to_owned())
    };
    #[expect(clippy::cast_precision_loss, reason = "shown, not computed with")]
    let whole = |n: i64| Cell::Number(n as f64, Shape::Whole);
    #[expect(clippy::cast_precision_loss, reason = "shown, not computed with")]
    let money = |n: i64| {
        let unit = 10_f64.powi(i32::try_from(digits).unwrap_or_default());
        Cell::Number(n as f64 / unit, Shape::Money(digits))
    };
    let text = |text: &str| Cell::Text(text.to_owned());
    let mut table = vec![vec![
        word(["Occasion", "Dịp", "节日"]),
        word(["Org unit", "Đơn vị", "组织单位"]),
        word(["Rep code", "Mã NVBH", "业务员编码"]),
        word(["Rep", "NVBH", "业务员"]),
        word(["Planned", "Chưa làm", "待办"]),
        word(["Held", "Đã làm", "已完成"]),
        word(["Not held", "Không làm", "未完成"]),
        word(["Withdrawn", "Đã rút lại", "已撤回"]),
        word(["Value given", "Giá trị đã tặng", "赠送金额"]),
        word(["Over a limit", "Vượt hạn mức", "超出限额"]),
    ]];
    for row in rows {
        table.push(vec![
            text(&of.name),
            text(&row.org_unit_name),
            text(&row.rep_code),
            text(&row.rep_name),
            whole(row.planned),
            whole(row.held),
            whole(row.not_held),
            whole(row.withdrawn),
            money(row.given_minor),
            whole(row.doubtful),
        ]);
    }
    table
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CustomerArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// All greetings and gifts where absent, those without an occasion too.
    occasion_id: Option<Uuid>,
    /// This one where absent.
    year: Option<i32>,
    /// Of the plan, without one of the end; both included.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    rep_id: Option<i32>,
    /// With all below it.
    org_unit_id: Option<i32>,
    customer_id: Option<i32>,
}

/// Customers who were greeted or given something in a year, with what was given beside what they bought in it; by id.
#[utoipa::path(get, path = "/occasion-customers", operation_id = "occasion_customer_list", tag = "relations", params(CustomerArgs),
    responses((status = 200, body = Page<CustomerCare>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn customers(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<CustomerArgs>,
) -> Result<Response, Problem> {
    let filter = ProgressFilter {
        occasion_id: args.occasion_id,
        year: year_of(&api, args.year)?,
        from: args.from,
        to: args.to,
        rep_id: args.rep_id,
        org_unit_id: args.org_unit_id,
        customer_id: args.customer_id,
    };
    let asked = Paging {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let listing = Listing::<i32>::begin(&api, "occasion-customers", asked, &filter).await?;
    let (after, fetch) = (listing.after.unwrap_or(0), listing.fetch());
    let mut seen = snapshot(api.db()).await?;
    if let Some(id) = filter.occasion_id {
        occasion::get(&mut *seen, &allow.scope, api.now(), id).await?;
    }
    let rows = progress::by_customer(&mut *seen, &allow.scope, &filter, after, fetch).await?;
    seen.commit().await?;
    write::shown(&listing.page(rows, |c: &CustomerCare| c.customer_id))
}
