//! Coverage of outlets by product and by area, and the outlets behind each number.

use std::{collections::BTreeMap, sync::LazyLock};

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::Response,
};
use chrono::{Days, NaiveDate};
use fieldbeat_domain::kpi::Language;
use fieldbeat_trade::coverage::{Coverage, Part, Tally};
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;

use super::{
    Api,
    auth::{Allow, ReadField},
    input::Args,
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    sheet_file::{Cell, Format, Shape},
    write,
};
use crate::store::{
    coverage::{self, CoverageOutlet, Cut, PRODUCTS_MAX, Wanted},
    snapshot,
};

/// Days of one report; 30 where none are named.
const DAYS_MAX: i64 = 366;
const DAYS: u64 = 30;
/// Reports worked on at once: each reads every order and count of its period.
static AT_ONCE: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2));

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReportArgs {
    /// Both included, at most 366 days; the last 30 where absent. The universe is as of the last.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    /// product (default) | area
    by: Option<String>,
    /// By area: of one product, else of a category, else of any product.
    product_id: Option<i32>,
    /// Code.
    category: Option<String>,
    /// Of outlets.
    class: Option<String>,
    channel: Option<String>,
    /// Of outlets, with what is below.
    org_unit_id: Option<i32>,
    /// json | csv | xlsx; else by `Accept`.
    format: Option<String>,
    /// Of headings in csv and xlsx: en | vi | zh
    language: Option<Language>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct Universe {
    from: NaiveDate,
    to: NaiveDate,
    /// Outlets that were open on it.
    as_of: NaiveDate,
    class: Option<String>,
    channel: Option<String>,
    org_unit_id: Option<i32>,
    outlets: usize,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct CoverageRow {
    /// Of the product, or of the org unit.
    id: i32,
    code: String,
    name: String,
    /// Code, of a product.
    category: Option<String>,
    /// Outlets of the row.
    universe: i64,
    #[serde(flatten)]
    coverage: Coverage,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct CoverageReport {
    by: &'static str,
    universe: Universe,
    rows: Vec<CoverageRow>,
    /// Whether there are more than 5,000 products.
    truncated: bool,
}

fn cut(
    api: &Api,
    (from, to): (Option<NaiveDate>, Option<NaiveDate>),
    (class, channel, org_unit_id): (Option<String>, Option<String>, Option<i32>),
) -> Result<Cut, Problem> {
    let to = to.unwrap_or_else(|| api.now().today);
    let from = from.unwrap_or_else(|| to.checked_sub_days(Days::new(DAYS - 1)).unwrap_or(to));
    if !(0..DAYS_MAX).contains(&(to - from).num_days()) {
        return Err(Problem::query("from", "out_of_range"));
    }
    Ok(Cut {
        from,
        to,
        class,
        channel,
        org_unit_id,
    })
}

/// How far products reach: numeric and weighted distribution, by purchase and by stock, out of stock, share.
/// Every number comes with what it is a part of.
#[utoipa::path(get, path = "/coverage", operation_id = "coverage_report", tag = "audits", params(ReportArgs),
    responses((status = 200, body = CoverageReport), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn report(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    headers: HeaderMap,
    Args(args): Args<ReportArgs>,
) -> Result<Response, Problem> {
    let accept = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok());
    let format = Format::choose(args.format.as_deref(), accept.unwrap_or_default())?;
    let by = match args.by.as_deref() {
        None | Some("product") => "product",
        Some("area") => "area",
        Some(_) => return Err(Problem::query("by", "unknown")),
    };
    let cut = cut(
        &api,
        (args.from, args.to),
        (args.class, args.channel, args.org_unit_id),
    )?;
    let _turn = AT_ONCE.acquire().await.map_err(Problem::internal)?;
    let mut seen = snapshot(api.db()).await?;
    let outlets = coverage::universe(&mut *seen, &allow.scope, &cut).await?;
    let (rows, truncated) = if by == "product" {
        let category = args.category.as_deref();
        let mut products = coverage::by_product(&mut seen, &cut, &outlets, category).await?;
        let most = usize::try_from(PRODUCTS_MAX).unwrap_or(usize::MAX);
        let truncated = products.len() > most;
        products.truncate(most);
        let mut rows = Vec::with_capacity(products.len());
        for product in products {
            if args.product_id.is_none_or(|id| id == product.id) {
                rows.push(CoverageRow {
                    id: product.id,
                    code: product.code,
                    name: product.name,
                    category: product.category,
                    universe: product.tally.universe,
                    coverage: product.tally.coverage(),
                });
            }
        }
        (rows, truncated)
    } else {
        let wanted = Wanted {
            product_id: args.product_id,
            category: args.category,
            area_id: None,
            which: "universe".to_owned(),
        };
        let known = coverage::outlets(&mut seen, &cut, &outlets, &wanted, 0, None).await?;
        (areas(known), false)
    };
    seen.commit().await?;
    if let Some(format) = format {
        let name = format!("coverage-{by}-{}-{}", cut.from, cut.to);
        return format.file(&table(&rows, args.language.unwrap_or(Language::En)), &name);
    }
    write::shown(&CoverageReport {
        by,
        universe: Universe {
            from: cut.from,
            to: cut.to,
            as_of: cut.to,
            class: cut.class,
            channel: cut.channel,
            org_unit_id: cut.org_unit_id,
            outlets: outlets.len(),
        },
        rows,
        truncated,
    })
}

/// The outlets of each org unit, added up.
fn areas(known: Vec<CoverageOutlet>) -> Vec<CoverageRow> {
    let mut areas: BTreeMap<String, (i32, String, Tally)> = BTreeMap::new();
    for outlet in known {
        let fact = outlet.fact();
        let area = areas
            .entry(outlet.org_unit_code)
            .or_insert_with(|| (outlet.org_unit_id, outlet.org_unit_name, Tally::default()));
        area.2.add(&fact);
    }
    (areas.into_iter())
        .map(|(code, (id, name, tally))| CoverageRow {
            id,
            code,
            name,
            category: None,
            universe: tally.universe,
            coverage: tally.coverage(),
        })
        .collect()
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OutletArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    product_id: Option<i32>,
    category: Option<String>,
    class: Option<String>,
    channel: Option<String>,
    org_unit_id: Option<i32>,
    /// Exactly this org unit: a row by area.
    area_id: Option<i32>,
    /// universe (default) | handlers | purchasers | stocked | counted | observed | out | must_sell | must_sell_missing
    which: Option<String>,
}

const WHICH: [&str; 9] = [
    "universe",
    "handlers",
    "purchasers",
    "stocked",
    "counted",
    "observed",
    "out",
    "must_sell",
    "must_sell_missing",
];

/// The outlets that a number of the report counts, with what is known of each.
#[utoipa::path(get, path = "/coverage/outlets", operation_id = "coverage_outlets", tag = "audits", params(OutletArgs),
    responses((status = 200, body = Page<CoverageOutlet>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn outlets(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Args(args): Args<OutletArgs>,
) -> Result<Response, Problem> {
    let which = args.which.unwrap_or_else(|| "universe".to_owned());
    if !WHICH.contains(&which.as_str()) {
        return Err(Problem::query("which", "unknown"));
    }
    let cut = cut(
        &api,
        (args.from, args.to),
        (args.class, args.channel, args.org_unit_id),
    )?;
    let wanted = Wanted {
        product_id: args.product_id,
        category: args.category,
        area_id: args.area_id,
        which,
    };
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let listing = Listing::<i32>::begin(&api, "coverage-outlets", asked, &(&cut, &wanted)).await?;
    let (after, fetch) = (listing.after.unwrap_or(0), listing.fetch());
    let _turn = AT_ONCE.acquire().await.map_err(Problem::internal)?;
    let mut seen = snapshot(api.db()).await?;
    let universe = coverage::universe(&mut *seen, &allow.scope, &cut).await?;
    let rows = coverage::outlets(&mut seen, &cut, &universe, &wanted, after, Some(fetch)).await?;
    seen.commit().await?;
    write::shown(&listing.page(rows, |o| o.outlet_id))
}

/// A number of a file: its name in each language, and which it is.
type Column = ([&'static str; 3], fn(&Coverage) -> Part);

/// Value first, then its two numbers, as in files of key figures.
fn table(rows: &[CoverageRow], language: Language) -> Vec<Vec<Cell>> {
    let word = |[en, vi, zh]: [&'static str; 3]| match language {
        Language::En => en,
        Language::Vi => vi,
        Language::Zh => zh,
    };
    let parts: [Column; 10] = [
        (["ND", "ND", "数值铺货率"], |c| c.nd),
        (["WD", "WD", "加权铺货率"], |c| c.wd),
        (["Purchase ND", "ND mua", "进货数值铺货率"], |c| {
            c.purchase_nd
        }),
        (["Purchase WD", "WD mua", "进货加权铺货率"], |c| {
            c.purchase_wd
        }),
        (["Stock ND", "ND tồn", "在架数值铺货率"], |c| {
            c.stock_nd
        }),
        (["Stock WD", "WD tồn", "在架加权铺货率"], |c| {
            c.stock_wd
        }),
        (["Out of stock", "Hết hàng", "缺货率"], |c| c.oos),
        (
            ["Sales share", "Thị phần doanh số", "销售份额"],
            |c| c.sales_share,
        ),
        (
            ["Facings share", "Tỷ lệ mặt trưng bày", "排面份额"],
            |c| c.facings_share,
        ),
        (["Must-sell", "Hàng bắt buộc", "必卖达标"], |c| {
            c.must_sell
        }),
    ];
    let text = |text: &str| Cell::Text(text.to_owned());
    let mut head = vec![
        text(word(["Code", "Mã", "编码"])),
        text(word(["Name", "Tên", "名称"])),
        text(word(["Outlets", "Điểm bán", "网点"])),
        text(word(["Counted", "Đã kiểm", "已盘点"])),
    ];
    for (names, _) in &parts {
        let name = word(*names);
        head.extend([
            text(name),
            Cell::Text(format!("{name} ÷ 1")),
            Cell::Text(format!("{name} ÷ 2")),
        ]);
    }
    #[expect(clippy::cast_precision_loss, reason = "shown, not computed with")]
    let whole = |n: i64| Cell::Number(n as f64, Shape::Whole);
    #[expect(clippy::cast_precision_loss, reason = "shown, not computed with")]
    let percent = |bp: i64| Cell::Number(bp as f64 / 10_000.0, Shape::Percent);
    let mut table = vec![head];
    for row in rows {
        let mut cells = vec![
            text(&row.code),
            text(&row.name),
            whole(row.universe),
            whole(row.coverage.counted),
        ];
        for (_, part) in &parts {
            let part = part(&row.coverage);
            cells.push(part.bp.map_or(Cell::Empty, percent));
            cells.extend([whole(part.numerator), whole(part.denominator)]);
        }
        table.push(cells);
    }
    table
}
