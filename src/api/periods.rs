//! Months that close: closing freezes the figures per rep; what changes later is told as adjustments of
//! the next open month, with the rows that caused it.

use std::collections::BTreeMap;

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::{
    id::RepId,
    kpi::{Adjustment, Definition, KpiValue, Measure, RowBook, Terms},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sqlx::PgConnection;

use super::{
    Api,
    auth::{Allow, ClosePeriods, ReadField, ReopenPeriods},
    input::{Args, Bare, Seg},
    kpi,
    kpis::KpiCell,
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun},
};
use crate::store::{
    instant::Instant,
    kpi::{
        Ask, Directory, Grain, Named, Organised,
        directory::{self, OfOutlets},
        facts,
    },
    period::{self, AdjustmentRow, FigureRow, Moving, Period},
    scope::Scope,
    snapshot,
};

/// Rows named with an adjustment; more are counted only.
const CAUSES_MAX: usize = 100;

#[derive(Serialize, utoipa::ToSchema)]
pub struct PeriodView {
    /// `2026-10`
    month: String,
    /// open | closed
    state: &'static str,
    closed_at: Option<Instant>,
    closed_by: Option<String>,
    version: i32,
}

impl From<&Period> for PeriodView {
    fn from(p: &Period) -> Self {
        Self {
            month: text(p.month),
            state: if p.is_closed() { "closed" } else { "open" },
            closed_at: p.closed_at,
            closed_by: p.closed_by.clone(),
            version: p.version,
        }
    }
}

fn text(month: NaiveDate) -> String {
    month.format("%Y-%m").to_string()
}

fn month_of(text: &str) -> Result<NaiveDate, Problem> {
    NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").map_err(|_| Problem::not_found())
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
}

impl PageArgs {
    fn asked(&self) -> Asked<'_> {
        Asked {
            limit: self.limit,
            cursor: self.cursor.as_deref(),
            updated_since: None,
        }
    }
}

/// Months, newest first.
#[utoipa::path(get, path = "/periods", operation_id = "period_list", tag = "kpis", params(PageArgs),
    responses((status = 200, body = Page<PeriodView>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    _: Allow<ReadField>,
    Args(args): Args<PageArgs>,
) -> Result<Response, Problem> {
    let listing = Listing::<NaiveDate>::begin(&api, "periods", args.asked(), &()).await?;
    let mut months = period::list(&mut *api.conn().await?, api.now().today).await?;
    if let Some(after) = listing.after {
        months.retain(|p| p.month < after);
    }
    let page = listing.page(months, |p| p.month);
    write::shown(&Page {
        items: page.items.iter().map(PeriodView::from).collect(),
        next_cursor: page.next_cursor,
        changes_cursor: page.changes_cursor,
    })
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct ClosedFigures {
    rep: Option<Named>,
    org_unit: Option<Named>,
    /// By code.
    #[schema(value_type = BTreeMap<String, KpiCell>)]
    kpis: Map<String, Value>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct PeriodWhole {
    #[serde(flatten)]
    period: PeriodView,
    /// As closed; empty while open.
    figures: Vec<ClosedFigures>,
}

/// A month with its figures as closed.
#[utoipa::path(get, path = "/periods/{month}", operation_id = "period_get", tag = "kpis", params(("month" = String, Path)),
    responses((status = 200, body = PeriodWhole), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn get(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(month): Seg<String>,
) -> Result<Response, Problem> {
    let month = month_of(&month)?;
    let mut seen = snapshot(api.db()).await?;
    let months = period::list(&mut seen, api.now().today).await?;
    let period = find(&months, month)?;
    let rows = period::figures(&mut seen, &allow.scope, month).await?;
    let directory = directory::read(&mut seen, OfOutlets::default()).await?;
    seen.commit().await?;
    write::shown(&PeriodWhole {
        period: period.into(),
        figures: closed_figures(rows, &directory),
    })
}

fn find(months: &[Period], month: NaiveDate) -> Result<&Period, Problem> {
    months
        .iter()
        .find(|p| p.month == month)
        .ok_or_else(Problem::not_found)
}

fn closed_figures(rows: Vec<FigureRow>, directory: &Directory) -> Vec<ClosedFigures> {
    let mut of: BTreeMap<(i32, i32), Map<String, Value>> = BTreeMap::new();
    for r in rows {
        let value = KpiValue {
            numerator: r.numerator,
            denominator: r.denominator,
        };
        let kpis = of.entry((r.rep_id, r.org_unit_id)).or_default();
        kpis.insert(r.kpi, json!(KpiCell::from(value)));
    }
    of.into_iter()
        .map(|((rep, unit), kpis)| ClosedFigures {
            rep: directory.rep(rep).cloned(),
            org_unit: directory.unit(unit).cloned(),
            kpis,
        })
        .collect()
}

/// The rows that a month's figures count, by rep, with everything known.
async fn books(
    api: &Api,
    db: &mut PgConnection,
    month: NaiveDate,
    reps: Option<Vec<i32>>,
    as_of: NaiveDate,
) -> Result<BTreeMap<i32, RowBook>, Problem> {
    let (from, to) = period::dates(month);
    let ask = Ask {
        from,
        to,
        reps,
        organised: Organised::Then,
        known_at: None,
        today: api.now().today,
        time: api.rules().time,
    };
    // What still waited for a review when the month was closed goes on waiting: time alone is no change.
    let terms: Terms = kpi::terms(db, as_of).await?;
    let facts = facts(db, &Scope::system(), &ask).await?;
    tokio::task::spawn_blocking(move || {
        let mut books: BTreeMap<i32, RowBook> = BTreeMap::new();
        facts.tell(terms, Grain::Whole, |c| {
            books.entry(c.place.rep.0).or_default().enter(c);
        });
        books
    })
    .await
    .map_err(Problem::internal)
}

/// Changes of closed months that no closed month has booked.
struct Late {
    adjustments: Vec<AdjustmentRow>,
    books: Vec<(NaiveDate, i32, RowBook)>,
}

/// Later changes that fall into `month`: those of every closed month whose next open one it is.
async fn late(
    api: &Api,
    db: &mut PgConnection,
    months: &[Period],
    month: NaiveDate,
) -> Result<Late, Problem> {
    let mut late = Late {
        adjustments: Vec::new(),
        books: Vec::new(),
    };
    let next_open = |of: NaiveDate| {
        let open = months.iter().filter(|p| p.month > of && !p.is_closed());
        open.map(|p| p.month).min()
    };
    for closed in months.iter().rev() {
        let Some(closed_at) = closed
            .closed_at
            .filter(|_| next_open(closed.month) == Some(month))
        else {
            continue;
        };
        let touched = period::touched(db, closed.month, closed_at.0).await?;
        if touched.is_empty() {
            continue;
        }
        let mut before: BTreeMap<i32, RowBook> = period::booked(db, closed.month, &touched)
            .await?
            .into_iter()
            .collect();
        let as_of = api.rules().time.date_of(closed_at.at());
        let mut after = books(api, db, closed.month, Some(touched.clone()), as_of).await?;
        for rep in touched {
            let before = before.remove(&rep).unwrap_or_default();
            let after = after.remove(&rep).unwrap_or_default();
            if before == after {
                continue;
            }
            let found = before.adjustments(&after, RepId(rep));
            late.adjustments
                .extend(found.into_iter().map(|a| row_of(closed.month, rep, &a)));
            late.books.push((closed.month, rep, after));
        }
    }
    Ok(late)
}

fn row_of(of_month: NaiveDate, rep_id: i32, a: &Adjustment) -> AdjustmentRow {
    let rows: Vec<Value> = a.causes.iter().take(CAUSES_MAX).map(|c| json!(c)).collect();
    AdjustmentRow {
        of_month,
        rep_id,
        org_unit_id: a.org_unit.0,
        kpi: a.kpi.to_owned(),
        numerator: a.change.numerator,
        denominator: a.change.denominator,
        causes: json!({"rows": rows, "count": a.causes.len()}),
    }
}

/// A later change of a closed month.
#[derive(Serialize, utoipa::ToSchema)]
pub struct AdjustmentView {
    /// The closed month that it changes.
    of_month: String,
    rep: Option<Named>,
    org_unit: Option<Named>,
    kpi: String,
    /// Differences to what was closed.
    numerator: i64,
    denominator: Option<i64>,
    /// `{"count": 2, "rows": [{"part", "row": {"visit": "…"}, "before", "after"}]}`; at most 100 rows.
    #[schema(value_type = Object)]
    causes: Value,
    /// False: as it stands now, in an open month.
    booked: bool,
}

/// Changes of earlier, closed months that fall into this one.
#[utoipa::path(get, path = "/periods/{month}/adjustments", operation_id = "period_adjustments", tag = "kpis",
    params(("month" = String, Path), PageArgs),
    responses((status = 200, body = Page<AdjustmentView>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn adjustments(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(month): Seg<String>,
    Args(args): Args<PageArgs>,
) -> Result<Response, Problem> {
    let month = month_of(&month)?;
    let listing =
        Listing::<usize>::begin(&api, "periods/adjustments", args.asked(), &month).await?;
    let mut seen = snapshot(api.db()).await?;
    let months = period::list(&mut seen, api.now().today).await?;
    let is_open = !find(&months, month)?.is_closed();
    let booked = period::adjustments(&mut seen, &allow.scope, month).await?;
    let mut rows: Vec<(bool, AdjustmentRow)> = booked.into_iter().map(|a| (true, a)).collect();
    if is_open {
        let mine = |a: &AdjustmentRow| {
            allow
                .scope
                .covers(fieldbeat_domain::id::OrgUnitId(a.org_unit_id))
                && allow.scope.rep_id().is_none_or(|r| r == a.rep_id)
        };
        let late = late(&api, &mut seen, &months, month).await?;
        rows.extend(
            late.adjustments
                .into_iter()
                .filter(mine)
                .map(|a| (false, a)),
        );
    }
    let directory = directory::read(&mut seen, OfOutlets::default()).await?;
    seen.commit().await?;
    let skip = listing.after.map_or(0, |n| n + 1);
    let rows = rows.into_iter().enumerate().skip(skip).collect();
    let page = listing.page(rows, |(n, _)| *n);
    let shown = |(_, (booked, a)): (usize, (bool, AdjustmentRow))| AdjustmentView {
        of_month: text(a.of_month),
        rep: directory.rep(a.rep_id).cloned(),
        org_unit: directory.unit(a.org_unit_id).cloned(),
        kpi: a.kpi,
        numerator: a.numerator,
        denominator: a.denominator,
        causes: a.causes,
        booked,
    };
    write::shown(&Page {
        items: page.items.into_iter().map(shown).collect(),
        next_cursor: page.next_cursor,
        changes_cursor: page.changes_cursor,
    })
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CloseArgs {
    /// Only tells what would be closed.
    #[serde(default)]
    dry_run: bool,
    /// Closes although something still moves.
    #[serde(default)]
    anyway: bool,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct CloseAnswer {
    #[serde(flatten)]
    period: PeriodView,
    dry_run: bool,
    /// Rep-days that wait for judgement.
    unsettled_days: i64,
    /// Rep-days of which a device still holds data.
    unsynced_days: i64,
    /// Visits that count while nobody has decided on them.
    pending_reviews: i64,
    reps: usize,
    figures: usize,
    /// Changes of earlier months booked into this one.
    adjustments: usize,
}

/// What a closing consists of, made of one moment.
struct Closing {
    figures: Vec<FigureRow>,
    books: Vec<(i32, RowBook)>,
    late: Late,
    moving: Moving,
    pending_reviews: i64,
    at: DateTime<Utc>,
}

async fn closing(api: &Api, month: NaiveDate) -> Result<Closing, Problem> {
    let now = api.now();
    let mut seen = snapshot(api.db()).await?;
    let months = period::list(&mut seen, now.today).await?;
    let this = find(&months, month)?;
    if this.is_closed() {
        return Err(Problem::new(StatusCode::CONFLICT, "period_closed"));
    }
    if now.today <= this.dates().1 {
        return Err(Problem::new(StatusCode::CONFLICT, "period_not_over")
            .detail("A month closes after its last day."));
    }
    let late = late(api, &mut seen, &months, month).await?;
    let moving = period::moving(&mut seen, month).await?;
    let books = books(api, &mut seen, month, None, now.today).await?;
    seen.commit().await?;
    let mut figures = Vec::new();
    let mut pending_reviews = 0;
    for (rep, book) in &books {
        for (unit, of_unit) in book.figures(RepId(*rep)) {
            pending_reviews += of_unit.get(Measure::PendingVisits);
            figures.extend(Definition::ALL.iter().map(|d| {
                let KpiValue {
                    numerator,
                    denominator,
                } = of_unit.kpi(d);
                FigureRow {
                    rep_id: *rep,
                    org_unit_id: unit.0,
                    kpi: d.code.to_owned(),
                    numerator,
                    denominator,
                }
            }));
        }
    }
    Ok(Closing {
        figures,
        books: books.into_iter().collect(),
        late,
        moving,
        pending_reviews,
        at: now.at,
    })
}

/// Closes a month of the whole company. 409 `period_unsettled` while rep-days wait for judgement, devices
/// hold data or reviews are pending, unless `anyway`.
#[utoipa::path(post, path = "/periods/{month}/close", operation_id = "period_close", tag = "kpis",
    params(("month" = String, Path), CloseArgs),
    responses((status = 200, body = CloseAnswer), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn close(
    State(api): State<Api>,
    allow: Allow<ClosePeriods>,
    Seg(month): Seg<String>,
    Args(args): Args<CloseArgs>,
    Bare(request): Bare,
) -> Result<Response, Problem> {
    let month = month_of(&month)?;
    if args.dry_run {
        let closing = closing(&api, month).await?;
        let period = Period {
            month,
            closed_at: None,
            closed_by: None,
            version: 0,
        };
        return write::shown(&answer(&period, &closing, true));
    }
    // A repeated request gets its first answer, not "closed already". The figures are made outside the
    // transaction, which must not idle for as long as a large month takes.
    if let Begun::Replay(first) = write::begin(&api, &allow.scope, request.clone()).await? {
        return Ok(first);
    }
    let closing = closing(&api, month).await?;
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let locked = period::lock(write.tx(), month).await?;
    if locked.is_closed() {
        return Err(Problem::new(StatusCode::CONFLICT, "period_closed"));
    }
    let moves = closing.moving != Moving::default() || closing.pending_reviews > 0;
    if moves && !args.anyway {
        let Moving {
            unsettled_days,
            unsynced_days,
        } = closing.moving;
        let pending = closing.pending_reviews;
        return Err(Problem::new(StatusCode::CONFLICT, "period_unsettled").detail(format!(
            "{unsettled_days} rep-days wait for judgement, {unsynced_days} for data of a device, {pending} visits for a review. \
             Wait, or close with anyway=true."
        )));
    }
    period::close(
        write.tx(),
        &allow.scope,
        closing.at,
        month,
        &closing.figures,
        &closing.books,
    )
    .await?;
    period::book(
        write.tx(),
        closing.at,
        month,
        &closing.late.adjustments,
        &closing.late.books,
    )
    .await?;
    let detail = json!({"reps": closing.books.len(), "adjustments": closing.late.adjustments.len(), "anyway": args.anyway});
    write
        .audit("period.close", &format!("periods/{}", text(month)), detail)
        .await?;
    let period = Period {
        closed_at: Some(closing.at.into()),
        version: locked.version + 1,
        ..locked
    };
    let answer = answer(&period, &closing, false);
    write.commit(StatusCode::OK, &answer).await
}

fn answer(period: &Period, closing: &Closing, dry_run: bool) -> CloseAnswer {
    CloseAnswer {
        period: period.into(),
        dry_run,
        unsettled_days: closing.moving.unsettled_days,
        unsynced_days: closing.moving.unsynced_days,
        pending_reviews: closing.pending_reviews,
        reps: closing.books.len(),
        figures: closing.figures.len(),
        adjustments: closing.late.adjustments.len(),
    }
}

/// Opens a closed month again. 409 `period_booked` where changes of it were booked into a later month.
#[utoipa::path(post, path = "/periods/{month}/reopen", operation_id = "period_reopen", tag = "kpis", params(("month" = String, Path)),
    responses((status = 200, body = PeriodView), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn reopen(
    State(api): State<Api>,
    allow: Allow<ReopenPeriods>,
    Seg(month): Seg<String>,
    Bare(request): Bare,
) -> Result<Response, Problem> {
    let month = month_of(&month)?;
    let mut write = match write::begin(&api, &allow.scope, request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let locked = period::lock(write.tx(), month).await?;
    if !locked.is_closed() {
        return Err(Problem::new(StatusCode::CONFLICT, "period_open"));
    }
    if period::is_booked(write.tx(), month).await? {
        return Err(Problem::new(StatusCode::CONFLICT, "period_booked")
            .detail("Later changes of this month are part of a closed month: reopening would count them twice."));
    }
    let now = write.now.at;
    period::reopen(write.tx(), &allow.scope, now, month).await?;
    write
        .audit(
            "period.reopen",
            &format!("periods/{}", text(month)),
            json!({"closed_at": locked.closed_at}),
        )
        .await?;
    let period = Period {
        closed_at: None,
        closed_by: None,
        version: locked.version + 1,
        ..locked
    };
    write
        .commit(StatusCode::OK, &PeriodView::from(&period))
        .await
}
