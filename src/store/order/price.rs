//! What an order costs when it is submitted: the catalogue's price, the phone's promise beside it, and
//! what the schemes take from their budgets. Decides what is pinned; writes nothing but locks.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use fieldbeat_pricing::{
    ask::{Ask, AskLine, Buyer},
    book::Book,
    priced::Priced,
};
use fieldbeat_trade::order::Hold;
use serde_json::{Value, json};
use sqlx::PgConnection;

use super::body::{Line, OrderBody};
use crate::store::{
    catalogue::{book, price_faults, product},
    error::StoreError,
    scope::Scope,
    upsert::Fault,
};

/// Whom an order is for, and when.
#[derive(Clone, Copy)]
pub struct For {
    pub outlet: Option<i32>,
    /// The company's date of the order: whose prices hold.
    pub date: NaiveDate,
    pub ordered_at: DateTime<Utc>,
    /// For how long an older catalogue is honoured.
    pub honour: TimeDelta,
}

/// One line of an order with its price.
#[derive(Clone, Debug)]
pub struct PinnedLine {
    pub product_code: String,
    pub product_name: String,
    pub product_id: Option<i32>,
    pub quantity_milli: i64,
    pub unit: String,
    pub unit_price_minor: i64,
    pub discount_minor: i64,
    pub tax_minor: i64,
    /// With the tax that comes on top.
    pub total_minor: i64,
    pub free: bool,
    pub scheme_id: Option<i32>,
}

/// The price of an order, as it is stored.
#[derive(Clone, Debug)]
pub struct Pinned {
    pub lines: Vec<PinnedLine>,
    pub total_minor: i64,
    pub tax_minor: i64,
    /// With its explanation; `None` where no catalogue gave it.
    pub priced: Option<Priced>,
    /// Both totals, where the phone's is another.
    pub note: Option<Value>,
    pub hold: Option<Hold>,
    pub supplier: Option<i32>,
}

/// The price of an order. Faults where neither the catalogue nor the phone has one.
pub async fn pin(
    tx: &mut PgConnection,
    of: For,
    body: &OrderBody,
) -> Result<Result<Pinned, Vec<Fault>>, StoreError> {
    let buyer = match of.outlet {
        Some(outlet) => book::buyer(&mut *tx, &Scope::system(), outlet, of.date).await?,
        None => Buyer::default(),
    };
    let codes: Vec<String> = body.lines.iter().map(|l| l.product_code.clone()).collect();
    let ids = product::ids(&mut *tx, &codes).await?;
    if ids.is_empty() && !product::any(&mut *tx).await? {
        // A company without a catalogue: phones say what things cost.
        return Ok(as_said(body, &ids, &buyer));
    }
    let ask = match ask(of, body, &ids, &buyer) {
        Ok(ask) => ask,
        Err(faults) => return Ok(held(body, &ids, &buyer, &faults)),
    };
    let priced = match catalogue_price(&mut *tx, of, &ask, None).await? {
        Ok(priced) => priced,
        Err(faults) => return Ok(held(body, &ids, &buyer, &faults)),
    };
    let Some(promised) = other_promise(body, &priced) else {
        return Ok(Ok(pinned(body, priced, &buyer, None)));
    };
    let note = |why: Option<&str>| json!({"promised_minor": promised, "catalogue_minor": priced.total_minor, "why": why});
    let mut why = None;
    if let Some(book_at) = body.book_at {
        let known_at = Some(book_at.min(of.ordered_at));
        let then = catalogue_price(tx, of, &ask, known_at).await?.ok();
        if let Some(then) = then.filter(|then| other_promise(body, then).is_none()) {
            if of.ordered_at - book_at <= of.honour {
                let note = note(Some("honoured"));
                return Ok(Ok(pinned(body, then, &buyer, Some(note))));
            }
            why = Some("too_old");
        }
    }
    let note = note(why);
    let mut pinned = pinned(body, priced, &buyer, Some(note));
    pinned.hold = Some(Hold::Price);
    Ok(Ok(pinned))
}

/// What the phone promised, where it is not what the catalogue says.
fn other_promise(body: &OrderBody, priced: &Priced) -> Option<i64> {
    match (body.promised_minor, body.said_minor()) {
        (Some(total), _) => Some(total).filter(|t| *t != priced.total_minor),
        (None, Some(gross)) => Some(gross).filter(|g| *g != priced.gross_minor),
        (None, None) => None,
    }
}

fn ask(
    of: For,
    body: &OrderBody,
    ids: &HashMap<String, i32>,
    buyer: &Buyer,
) -> Result<Ask, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut lines = Vec::with_capacity(body.lines.len());
    for (i, line) in body.lines.iter().enumerate() {
        match ids.get(&line.product_code) {
            Some(product) => lines.push(AskLine {
                product: *product,
                unit: line.unit.clone(),
                quantity_milli: line.quantity_milli,
            }),
            None => faults.push(Fault::new(
                format!("/lines/{i}/product_code"),
                "unknown_product",
            )),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(Ask {
        date: of.date,
        buyer: buyer.clone(),
        cash: body.cash,
        lines,
    })
}

/// Priced by the catalogue as it is, or as it was known at a time. Where a scheme with a limit takes part,
/// every such scheme is locked, in the order of ids, and the price computed again from what is left under
/// the lock. [`pin`] asks twice in a transaction, for the catalogue of today and for the phone's: the second
/// time locks what the first did not, out of the order of ids. Should two orders then wait for each other,
/// the database ends one, and its record is taken up again.
async fn catalogue_price(
    tx: &mut PgConnection,
    of: For,
    ask: &Ask,
    known_at: Option<DateTime<Utc>>,
) -> Result<Result<Priced, Vec<Fault>>, StoreError> {
    let products: Vec<i32> = ask.lines.iter().map(|l| l.product).collect();
    let buyer = &ask.buyer;
    let mut book = book::book(&mut *tx, of.outlet, buyer, of.date, &products, known_at).await?;
    let first = fieldbeat_pricing::price(&book, ask);
    let limited = match &first {
        Ok(priced) if takes_limited(&book, priced) => limited(&book, ask),
        _ => return Ok(first.map_err(price_faults)),
    };
    lock(&mut *tx, &limited).await?;
    let uncounted = book::read_left(&mut *tx, of.outlet, &limited, &mut book).await?;
    if !uncounted.is_empty() {
        count_spent(&mut *tx, &uncounted).await?;
        book::read_left(tx, of.outlet, &uncounted, &mut book).await?;
    }
    Ok(fieldbeat_pricing::price(&book, ask).map_err(price_faults))
}

fn takes_limited(book: &Book, priced: &Priced) -> bool {
    (priced.applied.iter()).any(|a| {
        a.limited || (book.schemes.iter()).any(|s| s.id == a.scheme && s.left_minor().is_some())
    })
}

/// Those that may give an order anything; what a cumulative one gives is settled when its period ends.
fn limited(book: &Book, ask: &Ask) -> Vec<i32> {
    let limited = (book.schemes.iter())
        .filter(|s| !s.rule.is_cumulative() && s.left_minor().is_some() && s.concerns(ask));
    limited.map(|s| s.id).collect()
}

/// Locks schemes, in the order of ids, against everybody who takes from their budgets.
pub(in crate::store) async fn lock(
    tx: &mut PgConnection,
    schemes: &[i32],
) -> Result<(), StoreError> {
    sqlx::query!(
        "select id from scheme where id = any($1) order by id for update",
        schemes
    )
    .fetch_all(&mut *tx)
    .await?;
    Ok(())
}

/// What was spent of schemes, which are locked, before they had a limit. Once for each, since it reads
/// everything that the scheme ever gave.
async fn count_spent(tx: &mut PgConnection, schemes: &[i32]) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        insert into scheme_spent (scheme_id, outlet_id, minor)
        select u.scheme_id, 0, sum(u.minor)::int8 from scheme_use u where u.scheme_id = any($1) group by u.scheme_id
        union all
        select u.scheme_id, u.outlet_id, sum(u.minor)::int8 from scheme_use u
        where u.scheme_id = any($1) and u.outlet_id is not null group by u.scheme_id, u.outlet_id
        "#,
        schemes
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// At the phone's prices, waiting for somebody to look: the catalogue has none.
fn held(
    body: &OrderBody,
    ids: &HashMap<String, i32>,
    buyer: &Buyer,
    why: &[Fault],
) -> Result<Pinned, Vec<Fault>> {
    let mut pinned = as_said(body, ids, buyer).map_err(|missing| {
        if why.is_empty() {
            missing
        } else {
            why.to_vec()
        }
    })?;
    pinned.hold = Some(Hold::Price);
    pinned.note = Some(json!({"promised_minor": pinned.total_minor, "errors": why}));
    Ok(pinned)
}

/// At the phone's prices; each line must have one.
fn as_said(
    body: &OrderBody,
    ids: &HashMap<String, i32>,
    buyer: &Buyer,
) -> Result<Pinned, Vec<Fault>> {
    let mut missing = Vec::new();
    let mut lines = Vec::with_capacity(body.lines.len());
    for (i, line) in body.lines.iter().enumerate() {
        let (Some(price), Some(total)) = (line.unit_price_minor, line.said_minor()) else {
            missing.push(Fault::new(
                format!("/lines/{i}/unit_price_minor"),
                "required",
            ));
            continue;
        };
        lines.push(PinnedLine {
            product_id: ids.get(&line.product_code).copied(),
            unit_price_minor: price,
            discount_minor: 0,
            tax_minor: 0,
            total_minor: total,
            free: false,
            scheme_id: None,
            ..plain(line)
        });
    }
    if !missing.is_empty() {
        return Err(missing);
    }
    Ok(Pinned {
        total_minor: lines.iter().map(|l| l.total_minor).sum(),
        tax_minor: 0,
        lines,
        priced: None,
        note: None,
        hold: None,
        supplier: buyer.supplier,
    })
}

fn plain(line: &Line) -> PinnedLine {
    PinnedLine {
        product_code: line.product_code.clone(),
        product_name: line.product_name.clone(),
        product_id: None,
        quantity_milli: line.quantity_milli,
        unit: line.unit.clone(),
        unit_price_minor: 0,
        discount_minor: 0,
        tax_minor: 0,
        total_minor: 0,
        free: false,
        scheme_id: None,
    }
}

fn pinned(body: &OrderBody, priced: Priced, buyer: &Buyer, note: Option<Value>) -> Pinned {
    let mut lines: Vec<PinnedLine> = (body.lines.iter().zip(&priced.lines))
        .map(|(asked, line)| PinnedLine {
            product_id: Some(line.product),
            unit_price_minor: line.price.minor,
            discount_minor: line.gross_minor - line.net_minor,
            tax_minor: line.tax_minor,
            total_minor: line.total_minor,
            ..plain(asked)
        })
        .collect();
    lines.extend(priced.free.iter().map(|free| PinnedLine {
        // Code and name are filled in from the product's row.
        product_code: String::new(),
        product_name: String::new(),
        product_id: Some(free.product),
        quantity_milli: free.quantity_milli,
        unit: free.unit.clone(),
        unit_price_minor: 0,
        discount_minor: 0,
        tax_minor: 0,
        total_minor: 0,
        free: true,
        scheme_id: priced.applied.get(free.applied).map(|a| a.scheme),
    }));
    Pinned {
        total_minor: priced.total_minor,
        tax_minor: priced.tax_minor,
        lines,
        priced: Some(priced),
        note,
        hold: None,
        supplier: buyer.supplier,
    }
}
