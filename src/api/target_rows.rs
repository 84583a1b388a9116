//! The rows behind what was reached of a target: visits, orders, outlets, documents of the ledger, must-sell
//! products at outlets.

use std::collections::BTreeSet;

use axum::{extract::State, response::Response};
use chrono::NaiveDate;
use fieldbeat_domain::kpi::{Definition, Part, Row};
use fieldbeat_trade::target::Measure;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, ReadField},
    input::{Args, Seg},
    kpi_report::{self, Cut, Filter},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    target_progress::{AT_ONCE, Reached, reached, span},
    targets::seen,
    write,
};
use crate::store::{
    kpi::{
        Directory, Named,
        directory::{self, OfOutlets},
    },
    scope::Scope,
    snapshot,
    target::actual::{self, Handled, Of, Span},
};

/// A row that a number counts; the amounts of all add up to it.
#[derive(Serialize, utoipa::ToSchema)]
pub struct TargetRow {
    /// visit | order | outlet | invoice | return | collection | must_sell
    kind: String,
    date: Option<NaiveDate>,
    rep: Option<Named>,
    outlet_id: Option<i32>,
    outlet_name: Option<String>,
    visit_id: Option<Uuid>,
    order_id: Option<Uuid>,
    document_id: Option<Uuid>,
    product_code: Option<String>,
    amount: i64,
}

/// Where a row stands among all.
type Place = (NaiveDate, String);

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RowArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
}

/// The rows behind what was reached of a target, by date where they have one.
#[utoipa::path(get, path = "/targets/{id}/rows", operation_id = "target_rows", tag = "targets",
    params(("id" = i32, Path), RowArgs),
    responses((status = 200, body = Page<TargetRow>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn rows(
    State(api): State<Api>,
    allow: Allow<ReadField>,
    Seg(id): Seg<i32>,
    Args(args): Args<RowArgs>,
) -> Result<Response, Problem> {
    let target = seen(&api, &allow.scope, id).await?;
    let measure = target.measure().ok_or_else(Problem::not_found)?;
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: None,
    };
    let listing = Listing::<Place>::begin(&api, "target-rows", asked, &id).await?;
    let of = Of {
        rep_id: target.rep_id,
        org_unit_id: target.rep_id.is_none().then_some(target.org_unit_id),
    };
    let (after, fetch) = (listing.after.clone(), listing.fetch());
    let _turn = AT_ONCE.acquire().await.map_err(Problem::internal)?;
    let span = span(target.month, api.now().today);
    let mut found = match (span, measure) {
        (None, _) => Vec::new(),
        (Some(span), Measure::Billed | Measure::Collected) => {
            documents(&api, &allow.scope, (span, of, measure), after, fetch).await?
        }
        (span, _) => {
            let measures = BTreeSet::from([measure]);
            let (found, directory) = reached(&api, &allow.scope, span, &measures, of).await?;
            let all = tokio::task::spawn_blocking(move || counted(&found, &directory, measure, of))
                .await
                .map_err(Problem::internal)?;
            let start = after.map_or(0, |a| all.partition_point(|(place, _)| *place <= a));
            let fetch = usize::try_from(fetch).unwrap_or(usize::MAX);
            all.into_iter().skip(start).take(fetch).collect()
        }
    };
    name_outlets(&api, &mut found).await?;
    let page = listing.page(found, |(place, _)| place.clone());
    write::shown(&Page {
        items: page.items.into_iter().map(|(_, row)| row).collect(),
        next_cursor: page.next_cursor,
        changes_cursor: page.changes_cursor,
    })
}

async fn documents(
    api: &Api,
    scope: &Scope,
    (span, of, measure): (Span, Of, Measure),
    after: Option<Place>,
    fetch: i64,
) -> Result<Vec<(Place, TargetRow)>, Problem> {
    let after = after.and_then(|(date, id)| Some((date, Uuid::parse_str(&id).ok()?)));
    let collected = measure == Measure::Collected;
    let mut seen = snapshot(api.db()).await?;
    let directory = directory::read(&mut seen, OfOutlets::default()).await?;
    let found = actual::documents(&mut *seen, scope, span, of, collected, after, fetch).await?;
    seen.commit().await?;
    Ok((found.into_iter())
        .map(|d| {
            let row = TargetRow {
                kind: d.kind,
                date: Some(d.date),
                rep: directory.rep(d.rep_id).cloned(),
                outlet_id: d.outlet_id,
                outlet_name: None,
                visit_id: None,
                order_id: None,
                document_id: Some(d.id),
                product_code: None,
                amount: d.minor,
            };
            ((d.date, d.id.to_string()), row)
        })
        .collect())
}

fn counted(
    found: &Reached,
    directory: &Directory,
    measure: Measure,
    of: Of,
) -> Vec<(Place, TargetRow)> {
    let mut rows: Vec<(Place, TargetRow)> = match (measure.kpi(), &found.facts) {
        (Some(code), Some((facts, terms))) => {
            let filter = Filter {
                rep_id: of.rep_id,
                org_unit_id: of.org_unit_id,
                ..Filter::default()
            };
            let cut = Cut {
                by: &[],
                filter: &filter,
                directory,
            };
            let measured = Definition::find(code).and_then(|d| d.measure(Part::Numerator));
            let behind = measured.map(|m| kpi_report::behind(facts, *terms, &cut, m));
            (behind.unwrap_or_default().into_iter())
                .map(|row| of_figure(&row, directory, measure))
                .collect()
        }
        _ => found.handled.iter().map(of_must_sell).collect(),
    };
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    rows
}

fn of_figure(
    behind: &kpi_report::Behind,
    directory: &Directory,
    measure: Measure,
) -> (Place, TargetRow) {
    let outlet = behind.outlet.map(|o| o.0);
    let (kind, visit_id, order_id) = match behind.row {
        Row::Visit(id) => ("visit", Some(id.0), None),
        Row::Order(id) => ("order", None, Some(id)),
        Row::Stop { .. } | Row::Day { .. } | Row::Outlet(_) => ("outlet", None, None),
    };
    let own = visit_id.or(order_id).map(|id| id.to_string());
    let key = own.unwrap_or_else(|| format!("{:010}", outlet.unwrap_or_default()));
    let row = TargetRow {
        kind: kind.to_owned(),
        date: behind.date,
        rep: behind.rep.and_then(|r| directory.rep(r.0).cloned()),
        outlet_id: outlet,
        outlet_name: None,
        visit_id,
        order_id,
        document_id: None,
        product_code: None,
        // Of what is counted each row is one, whatever it was worth.
        amount: if measure.is_money() { behind.amount } else { 1 },
    };
    ((behind.date.unwrap_or_default(), key), row)
}

fn of_must_sell(one: &Handled) -> (Place, TargetRow) {
    let key = format!("{:010}/{:010}", one.outlet_id, one.product_id);
    let row = TargetRow {
        kind: "must_sell".to_owned(),
        date: one.bought_on,
        rep: None,
        outlet_id: Some(one.outlet_id),
        outlet_name: Some(one.outlet_name.clone()),
        visit_id: None,
        order_id: None,
        document_id: None,
        product_code: Some(one.product_code.clone()),
        amount: 1,
    };
    ((NaiveDate::default(), key), row)
}

async fn name_outlets(api: &Api, rows: &mut [(Place, TargetRow)]) -> Result<(), Problem> {
    let ids: BTreeSet<i32> = (rows.iter()).filter_map(|(_, row)| row.outlet_id).collect();
    let ids: Vec<i32> = ids.into_iter().collect();
    let known = directory::outlets(&mut *api.conn().await?, &ids).await?;
    for (_, row) in rows {
        let named = row.outlet_id.and_then(|id| known.get(&id));
        row.outlet_name = named.map(|n| n.name.clone());
    }
    Ok(())
}
