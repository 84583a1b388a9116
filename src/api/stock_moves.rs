//! Moves of goods: what was posted, posting, and undoing by a counter-posting.

use std::collections::HashMap;

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_trade::stock::{quantity::MILLI_MAX, shelf::Lot};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{
    Api,
    auth::{Allow, ManageStock, ReadTrade},
    input::{Args, Body, Seg},
    page::{Asked, Listing, Page},
    problem::{Problem, ProblemBody},
    write::{self, Begun, Write},
};
use crate::store::{
    catalogue::product,
    page::Since,
    scope::Scope,
    stock::{
        MoveKind, Place, location,
        moves::{self, MoveFilter, StockMove},
        posting::{self, Act, Goods, NotCountered, Own},
    },
    upsert::{Fault, TEXT_MAX, check_text},
};

/// Lines of one posting.
pub const LINES_MAX: usize = 500;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListArgs {
    /// 1–1000, 100 by default.
    limit: Option<u32>,
    cursor: Option<String>,
    /// A time, or the `changes_cursor` of an earlier answer.
    updated_since: Option<String>,
    location_id: Option<i32>,
    product_id: Option<i32>,
    /// An order, a delivery, a return or a count.
    document_id: Option<Uuid>,
    posting_id: Option<Uuid>,
    /// Whose van it is, or of the document.
    rep_id: Option<i32>,
    /// Of the document: in which it was ordered, delivered or taken back; as outlet and customer.
    visit_id: Option<Uuid>,
    outlet_id: Option<i32>,
    customer_id: Option<i32>,
    /// Moved in this period, both included.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

/// Moves at locations in scope, newest first.
#[utoipa::path(get, path = "/stock-moves", operation_id = "stock_move_list", tag = "stock", params(ListArgs),
    responses((status = 200, body = Page<StockMove>), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(api): State<Api>,
    allow: Allow<ReadTrade>,
    Args(args): Args<ListArgs>,
) -> Result<Response, Problem> {
    let time = api.rules().time;
    let bounds = |date: NaiveDate| {
        let day = time.day_bounds(date);
        (day.start.to_utc(), day.end.to_utc())
    };
    let mut filter = MoveFilter {
        posting_id: args.posting_id,
        location_id: args.location_id,
        product_id: args.product_id,
        document_id: args.document_id,
        rep_id: args.rep_id,
        visit_id: args.visit_id,
        outlet_id: args.outlet_id,
        customer_id: args.customer_id,
        from: args.from.and_then(|d| bounds(d).0),
        to: args.to.and_then(|d| bounds(d).1),
        since: Since::Ever,
    };
    let asked = Asked {
        limit: args.limit,
        cursor: args.cursor.as_deref(),
        updated_since: args.updated_since.as_deref(),
    };
    let listing = Listing::<i64>::begin(&api, "stock-moves", asked, &filter).await?;
    filter.since = listing.since;
    let (after, fetch) = (listing.after, listing.fetch());
    let rows = moves::list(api.db(), &allow.scope, api.now(), &filter, after, fetch).await?;
    write::shown(&listing.page(rows, |m| m.id))
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct StockPost {
    /// Made by the caller, so that a repeated request posts once.
    id: Option<Uuid>,
    kind: MoveKind,
    /// Code of the location that goods leave; none where they come from outside.
    from_code: Option<String>,
    /// Code of the location that they reach; none where they go outside.
    to_code: Option<String>,
    /// The order, delivery or return that it belongs to.
    document_id: Option<Uuid>,
    /// Now where absent.
    moved_at: Option<DateTime<Utc>>,
    /// An adjustment has one.
    reason: Option<String>,
    note: Option<String>,
    /// At most 500; all of them are posted, or none.
    lines: Vec<StockPostLine>,
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct StockPostLine {
    product_code: String,
    /// The base unit where absent.
    unit: Option<String>,
    /// Thousandths of the unit.
    quantity_milli: i64,
    /// The lot; without batch and expiry date what expires first leaves first.
    batch: Option<String>,
    expires_on: Option<NaiveDate>,
}

/// What was posted.
#[derive(Serialize, utoipa::ToSchema)]
pub struct StockPosted {
    posting_id: Uuid,
    moves: Vec<StockMove>,
}

/// Moves goods: all lines or none. 409 `stock_short` with what is missing where a location has too little
/// and the setting `stock_below_zero` refuses.
#[utoipa::path(post, path = "/stock-moves", operation_id = "stock_move_post", tag = "stock", request_body = StockPost,
    responses((status = 201, body = StockPosted), (status = 200, body = StockPosted, description = "Posted before."),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn post(
    State(api): State<Api>,
    allow: Allow<ManageStock>,
    body: Body<StockPost>,
) -> Result<Response, Problem> {
    let (digest, put) = (body.request.digest, body.value);
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    if let Some(id) = put.id
        && let Some(known) = posting::known(write.tx(), id).await?
    {
        let now = write.now;
        moves::reach(write.tx(), &allow.scope, now, id).await?;
        if known.as_deref() != Some(digest.as_slice()) {
            return Err(Problem::new(StatusCode::CONFLICT, "id_reused"));
        }
        return answer(write, &allow.scope, id, StatusCode::OK).await;
    }
    let checked = check(&mut write, &allow.scope, &put).await?;
    let now = write.now;
    let act = Act {
        id: put.id.unwrap_or_else(Uuid::now_v7),
        kind: put.kind,
        document: put.document_id,
        counter_of: None,
        reason: put.reason.as_deref(),
        note: put.note.as_deref(),
        moved_at: put.moved_at.unwrap_or(now.at),
        by: allow.scope.user_id(),
        digest: put.id.is_some().then_some(digest.as_slice()),
    };
    let (between, goods) = (checked.between, &checked.goods);
    let posted = posting::post(write.tx(), now, &act, between, goods, &Own::default()).await?;
    posted.map_err(|short| {
        Problem::stock_short(short.into_iter().map(|(i, s)| (Some(i), s)).collect())
    })?;
    let detail = json!({"kind": put.kind, "from": put.from_code, "to": put.to_code, "lines": put.lines.len()});
    let subject = format!("stock-moves/{}", act.id);
    write.audit("stock_moves.post", &subject, detail).await?;
    answer(write, &allow.scope, act.id, StatusCode::CREATED).await
}

/// A posting that names what is there.
struct Checked {
    between: (Option<Place>, Option<Place>),
    goods: Vec<Goods>,
}

async fn check(write: &mut Write, scope: &Scope, put: &StockPost) -> Result<Checked, Problem> {
    let now = write.now;
    let mut faults = Vec::new();
    check_text(
        "/reason",
        put.reason.as_deref(),
        put.kind == MoveKind::Adjustment,
        &mut faults,
    );
    check_text("/note", put.note.as_deref(), false, &mut faults);
    if put.moved_at.is_some_and(|at| at > now.at) {
        faults.push(Fault::new("/moved_at", "is_to_come"));
    }
    let named = [put.from_code.as_ref(), put.to_code.as_ref()];
    let codes: Vec<String> = (named.into_iter().flatten())
        .filter(|code| !code.contains('\0'))
        .cloned()
        .collect();
    let places = location::places(write.tx(), scope, now, &codes).await?;
    let mut place = |code: Option<&String>, pointer: &'static str| {
        let found = code.map(|c| places.get(c));
        if found == Some(None) {
            faults.push(Fault::new(pointer, "unknown"));
        }
        found.flatten().copied()
    };
    let from = place(put.from_code.as_ref(), "/from_code");
    let to = place(put.to_code.as_ref(), "/to_code");
    let same = from.is_some() && from == to;
    if faults.is_empty() && (same || !put.kind.joins(from.map(|p| p.kind), to.map(|p| p.kind))) {
        faults.push(Fault::new("/kind", "does_not_join"));
    }
    if put.lines.is_empty() || put.lines.len() > LINES_MAX {
        faults.push(Fault::new("/lines", "out_of_range"));
        return Err(Problem::invalid(faults));
    }
    let codes: Vec<String> = (put.lines.iter())
        .map(|l| l.product_code.clone())
        .filter(|code| !code.contains('\0'))
        .collect();
    let ids = product::ids(write.tx(), &codes).await?;
    let units = product::units(write.tx(), &ids.values().copied().collect::<Vec<_>>()).await?;
    let mut goods = Vec::with_capacity(put.lines.len());
    for (i, line) in put.lines.iter().enumerate() {
        match goods_of(line, &ids, &units) {
            Ok(one) => goods.push(one),
            Err((name, code)) => faults.push(Fault::new(format!("/lines/{i}/{name}"), code)),
        }
    }
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    Ok(Checked {
        between: (from, to),
        goods,
    })
}

type Units = HashMap<i32, std::collections::BTreeMap<String, i32>>;

fn goods_of(
    line: &StockPostLine,
    ids: &HashMap<String, i32>,
    units: &Units,
) -> Result<Goods, (&'static str, &'static str)> {
    let product = *ids
        .get(&line.product_code)
        .ok_or(("product_code", "unknown_product"))?;
    let known = units.get(&product).into_iter().flatten();
    let pieces = match &line.unit {
        Some(unit) => known
            .into_iter()
            .find(|(name, _)| *name == unit)
            .map(|u| *u.1),
        None => Some(1),
    };
    let pieces = pieces.ok_or(("unit", "unknown_unit"))?;
    let milli = line.quantity_milli.checked_mul(i64::from(pieces));
    let milli = milli.filter(|m| (1..=MILLI_MAX).contains(m));
    let batch = line.batch.as_deref().unwrap_or_default().trim();
    if batch.chars().count() > TEXT_MAX || batch.contains('\0') {
        return Err(("batch", "invalid"));
    }
    let lot = Lot {
        batch: batch.to_owned(),
        expires_on: line.expires_on,
    };
    Ok(Goods {
        product,
        lot: (lot != Lot::default()).then_some(lot),
        milli: milli.ok_or(("quantity_milli", "out_of_range"))?,
    })
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct StockCounter {
    reason: String,
}

/// Undoes a posting by another with its moves reversed. What it brought must still be there.
#[utoipa::path(post, path = "/stock-moves/{posting}/counter", operation_id = "stock_move_counter", tag = "stock",
    params(("posting" = Uuid, Path)), request_body = StockCounter,
    responses((status = 201, body = StockPosted), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn counter(
    State(api): State<Api>,
    allow: Allow<ManageStock>,
    Seg(of): Seg<Uuid>,
    body: Body<StockCounter>,
) -> Result<Response, Problem> {
    let mut faults = Vec::new();
    check_text("/reason", Some(&body.value.reason), true, &mut faults);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let mut write = match write::begin(&api, &allow.scope, body.request).await? {
        Begun::Write(write) => write,
        Begun::Replay(first) => return Ok(first),
    };
    let now = write.now;
    moves::reach(write.tx(), &allow.scope, now, of).await?;
    let id = Uuid::now_v7();
    let said = (id, allow.scope.user_id(), body.value.reason.trim());
    match posting::counter(write.tx(), now, of, said).await? {
        Ok(()) => {}
        Err(NotCountered::Already) => {
            return Err(Problem::new(StatusCode::CONFLICT, "already_countered"));
        }
        Err(NotCountered::Counted) => {
            return Err(Problem::new(StatusCode::CONFLICT, "made_by_count"));
        }
        Err(NotCountered::Short(short)) => {
            return Err(Problem::stock_short(
                short.into_iter().map(|s| (None, s)).collect(),
            ));
        }
    }
    let detail = json!({"counter_of": of, "reason": said.2});
    write
        .audit("stock_moves.counter", &format!("stock-moves/{id}"), detail)
        .await?;
    answer(write, &allow.scope, id, StatusCode::CREATED).await
}

async fn answer(
    mut write: Box<Write>,
    scope: &Scope,
    posting_id: Uuid,
    status: StatusCode,
) -> Result<Response, Problem> {
    let filter = MoveFilter {
        posting_id: Some(posting_id),
        ..MoveFilter::default()
    };
    let now = write.now;
    // A line may leave from many lots, on two sides each.
    let moves = moves::list(write.tx(), scope, now, &filter, None, i64::MAX).await?;
    write
        .commit(status, &StockPosted { posting_id, moves })
        .await
}
