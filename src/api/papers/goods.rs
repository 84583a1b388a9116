//! Papers about goods: order, quotation, pick list, delivery note.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use fieldbeat_trade::{
    quantity::part_minor,
    stock::{
        quantity::milli,
        shelf::{Held, Purpose, Shelf},
    },
};
use maud::{Markup, html};

use super::{
    frame::{Frame, Kind, Paper, facts, short, sums, table},
    words::{self as w, Names},
};
use crate::store::{
    order::{Order, delivery::Delivery},
    paper::{Parties, Pick},
    quotation::Quotation,
};

/// One line of goods with its price, wherever it comes from.
struct Line {
    code: String,
    name: String,
    quantity_milli: i64,
    unit: String,
    unit_price_minor: i64,
    discount_minor: i64,
    tax_minor: i64,
    total_minor: i64,
    free: bool,
}

fn quantity(text: &str) -> i64 {
    milli(text).unwrap_or_default()
}

/// Lines, sums, and the total in words. Columns that are empty throughout are left out.
fn priced(frame: &Frame, lines: &[Line], total_minor: i64, tax_minor: i64) -> Markup {
    let discount: i64 = lines.iter().map(|l| l.discount_minor).sum();
    let taxed = tax_minor != 0;
    let mut columns = vec![
        (w::LINE, Kind::Number),
        (w::CODE, Kind::Text),
        (w::PRODUCT, Kind::Name),
        (w::QUANTITY, Kind::Number),
        (w::UNIT, Kind::Text),
        (w::UNIT_PRICE, Kind::Number),
    ];
    columns.extend((discount != 0).then_some((w::DISCOUNT, Kind::Number)));
    columns.extend(taxed.then_some((w::TAX, Kind::Number)));
    columns.push((w::AMOUNT, Kind::Number));
    let tell = &frame.tell;
    let rows: Vec<Vec<String>> = (lines.iter().enumerate())
        .map(|(i, l)| {
            let mut row = vec![
                (i + 1).to_string(),
                l.code.clone(),
                l.name.clone(),
                tell.quantity(l.quantity_milli),
                l.unit.clone(),
                if l.free {
                    frame.say(w::FREE).to_owned()
                } else {
                    tell.plain(l.unit_price_minor)
                },
            ];
            row.extend((discount != 0).then(|| tell.plain(-l.discount_minor)));
            row.extend(taxed.then(|| tell.plain(l.tax_minor)));
            row.push(tell.plain(l.total_minor));
            row
        })
        .collect();
    let mut totals = Vec::new();
    if discount != 0 {
        totals.push((frame.say(w::ALL_DISCOUNT), tell.money(-discount)));
    }
    if taxed {
        totals.push((
            frame.say(w::BEFORE_TAX),
            tell.money(total_minor - tax_minor),
        ));
        totals.push((frame.say(w::ALL_TAX), tell.money(tax_minor)));
    }
    totals.push((frame.say(w::TOTAL), tell.money(total_minor)));
    html! {
        (table(&columns, frame.language(), &rows))
        (sums(&totals))
        (in_words(frame, total_minor))
    }
}

pub(super) fn in_words(frame: &Frame, minor: i64) -> Markup {
    html! { p class="words" { (frame.say(w::IN_WORDS)) ": " (frame.tell.words(minor)) } }
}

pub(super) fn note(frame: &Frame, note: Option<&str>) -> Markup {
    html! {
        @if let Some(note) = note { p { (frame.say(w::NOTE)) ": " (note) } }
    }
}

fn parties(
    frame: &Frame,
    who: &Parties,
    first: Vec<(Names, Option<String>)>,
    last: Vec<(Names, Option<String>)>,
) -> Markup {
    let mut rows = first;
    rows.extend([
        (w::CUSTOMER, who.customer.clone()),
        (w::OUTLET, who.outlet.clone()),
        (w::ADDRESS, who.address.clone()),
        (w::PHONE, who.phone.clone()),
        (w::REP, who.rep.clone()),
        (w::SUPPLIER, who.partner.clone()),
    ]);
    rows.extend(last);
    let rows: Vec<(&str, Option<String>)> = (rows.into_iter())
        .map(|(names, value)| (frame.say(names), value))
        .collect();
    facts(&rows)
}

pub fn order(frame: &Frame, order: &Order, who: &Parties) -> Paper {
    let lines: Vec<Line> = (order.lines.iter())
        .map(|l| Line {
            code: l.product_code.clone(),
            name: l.product_name.clone(),
            quantity_milli: quantity(&l.quantity),
            unit: l.unit.clone(),
            unit_price_minor: l.unit_price_minor,
            discount_minor: l.discount_minor,
            tax_minor: l.tax_minor,
            total_minor: l.total_minor,
            free: l.free,
        })
        .collect();
    let payment = if order.cash {
        w::PAID_IN_CASH
    } else {
        w::ON_CREDIT
    };
    let first = vec![(w::DATE, Some(frame.moment(order.ordered_at.0)))];
    let last = vec![
        (w::PAYMENT, Some(frame.say(payment).to_owned())),
        (
            w::STATE,
            Some(w::state(&order.state, frame.language()).to_owned()),
        ),
    ];
    Paper {
        title: w::ORDER,
        number: short(order.id),
        mark: w::mark(&order.state),
        body: html! {
            (parties(frame, who, first, last))
            (priced(frame, &lines, order.total_minor, order.tax_minor))
            (note(frame, order.note.as_deref()))
        },
        signatures: &[w::CUSTOMER, w::REP, w::APPROVED_BY],
        id: Some(order.id),
    }
}

pub fn quotation(
    frame: &Frame,
    one: &Quotation,
    products: &BTreeMap<i32, (String, String)>,
    who: &Parties,
    today: NaiveDate,
) -> Paper {
    let named = |id: i32| products.get(&id).cloned().unwrap_or_default();
    let bought = one.priced.lines.iter().map(|l| {
        let (code, name) = named(l.product);
        Line {
            code,
            name,
            quantity_milli: l.quantity_milli,
            unit: l.unit.clone(),
            unit_price_minor: l.price.minor,
            discount_minor: l.gross_minor - l.net_minor,
            tax_minor: l.tax_minor,
            total_minor: l.total_minor,
            free: false,
        }
    });
    let given = one.priced.free.iter().map(|l| {
        let (code, name) = named(l.product);
        Line {
            code,
            name,
            quantity_milli: l.quantity_milli,
            unit: l.unit.clone(),
            unit_price_minor: 0,
            discount_minor: 0,
            tax_minor: 0,
            total_minor: 0,
            free: true,
        }
    });
    let lines: Vec<Line> = bought.chain(given).collect();
    let first = vec![
        (w::DATE, Some(frame.moment(one.quoted_at.0))),
        (w::VALID_TO, Some(frame.day(one.valid_to))),
    ];
    let expired = one.state == "open" && one.valid_to < today;
    Paper {
        title: w::QUOTATION,
        number: short(one.id),
        mark: w::mark(if expired { "expired" } else { &one.state }),
        body: html! {
            (parties(frame, who, first, Vec::new()))
            (priced(frame, &lines, one.total_minor, one.priced.tax_minor))
            (note(frame, one.note.as_deref()))
        },
        signatures: &[w::REP, w::APPROVED_BY],
        id: Some(one.id),
    }
}

/// What a pick list is made of.
pub struct Picking<'a> {
    pub order: &'a Order,
    pub place: Option<String>,
    pub picks: Vec<Pick>,
    /// Of the place, by product.
    pub lots: BTreeMap<i32, Vec<Held>>,
    pub today: NaiveDate,
}

/// What the warehouse takes from which lot, first expiry first; no prices.
pub fn pick_list(frame: &Frame, mut picking: Picking<'_>, who: &Parties) -> Paper {
    let columns = [
        (w::LINE, Kind::Number),
        (w::CODE, Kind::Text),
        (w::PRODUCT, Kind::Name),
        (w::QUANTITY, Kind::Number),
        (w::UNIT, Kind::Text),
        (w::BASE_QUANTITY, Kind::Number),
        (w::LOTS, Kind::Text),
        (w::PICKED, Kind::Text),
    ];
    let kept = picking.place.is_some();
    let mut shelves: BTreeMap<i32, Shelf> = BTreeMap::new();
    let mut rows = Vec::new();
    for (i, pick) in picking.picks.iter().enumerate() {
        let lots = match (pick.product_id, pick.base_milli) {
            (Some(product), Some(milli)) if kept => {
                let shelf = shelves.entry(product).or_insert_with(|| {
                    let lots = picking.lots.remove(&product).unwrap_or_default();
                    Shelf::new(lots, 0, picking.today, false)
                });
                from_lots(frame, shelf, milli)
            }
            _ => String::new(),
        };
        let base = pick.base_milli.map(|m| frame.tell.quantity(m));
        rows.push(vec![
            (i + 1).to_string(),
            pick.code.clone(),
            pick.name.clone(),
            frame.tell.quantity(pick.milli),
            pick.unit.clone(),
            base.unwrap_or_default(),
            lots,
            "☐".to_owned(),
        ]);
    }
    let order = picking.order;
    let first = vec![
        (w::ORDER_NUMBER, Some(short(order.id))),
        (w::DATE, Some(frame.day(order.date))),
        (w::WAREHOUSE_PLACE, picking.place),
    ];
    Paper {
        title: w::PICK_LIST,
        number: short(order.id),
        mark: w::mark(&order.state),
        body: html! {
            (parties(frame, who, first, Vec::new()))
            @if rows.is_empty() {
                p { (frame.say(w::NOTHING_LEFT)) }
            } @else {
                (table(&columns, frame.language(), &rows))
            }
            (note(frame, order.note.as_deref()))
        },
        signatures: &[w::WAREHOUSE, w::CHECKED_BY, w::DELIVERER],
        id: Some(order.id),
    }
}

/// `6 · L-04 (31/12/2026)`, lot by lot; what no lot has is said to be short.
fn from_lots(frame: &Frame, shelf: &mut Shelf, wanted: i64) -> String {
    let there = wanted.min(shelf.available_milli()).max(0);
    let taken = shelf.take(None, there, Purpose::Leave).unwrap_or_default();
    let mut said: Vec<String> = (taken.iter())
        .map(|h| {
            let mut text = frame.tell.quantity(h.milli);
            if !h.lot.batch.is_empty() {
                text = format!("{text} · {}", h.lot.batch);
            }
            match h.lot.expires_on {
                Some(last) => format!("{text} ({})", frame.day(last)),
                None => text,
            }
        })
        .collect();
    if there < wanted {
        said.push(format!(
            "{} {}",
            frame.say(w::SHORT),
            frame.tell.quantity(wanted - there)
        ));
    }
    said.join("; ")
}

/// What was delivered; before that, what is left and a place to write down what was received.
pub fn delivery_note(
    frame: &Frame,
    order: &Order,
    delivery: Option<&Delivery>,
    who: &Parties,
) -> Paper {
    let mut columns = vec![
        (w::LINE, Kind::Number),
        (w::CODE, Kind::Text),
        (w::PRODUCT, Kind::Name),
        (w::QUANTITY, Kind::Number),
        (w::UNIT, Kind::Text),
    ];
    columns.extend(delivery.is_none().then_some((w::RECEIVED, Kind::Number)));
    columns.push((w::AMOUNT, Kind::Number));
    let mut rows = Vec::new();
    let mut total = 0;
    for line in &order.lines {
        let whole = quantity(&line.quantity);
        let (milli, minor) = match delivery {
            Some(d) => match d.lines.iter().find(|p| p.line == line.line) {
                Some(part) => (part.quantity_milli, part.value_minor),
                None => continue,
            },
            None if line.delivered_milli < whole => (
                whole - line.delivered_milli,
                part_minor(line.total_minor, whole, line.delivered_milli, whole),
            ),
            None => continue,
        };
        total += minor;
        let mut row = vec![
            (rows.len() + 1).to_string(),
            line.product_code.clone(),
            line.product_name.clone(),
            frame.tell.quantity(milli),
            line.unit.clone(),
        ];
        row.extend(delivery.is_none().then(String::new));
        row.push(if line.free {
            frame.say(w::FREE).to_owned()
        } else {
            frame.tell.plain(minor)
        });
        rows.push(row);
    }
    let first = vec![
        (w::ORDER_NUMBER, Some(short(order.id))),
        (
            w::DELIVERED_AT,
            delivery.map(|d| frame.moment(d.delivered_at.0)),
        ),
        (w::RECEIVED_BY, delivery.and_then(|d| d.receiver.clone())),
    ];
    Paper {
        title: w::DELIVERY_NOTE,
        number: short(delivery.map_or(order.id, |d| d.id)),
        mark: w::mark(&order.state),
        body: html! {
            (parties(frame, who, first, Vec::new()))
            @if rows.is_empty() {
                p { (frame.say(w::NOTHING_LEFT)) }
            } @else {
                (table(&columns, frame.language(), &rows))
                (sums(&[(frame.say(w::TOTAL), frame.tell.money(total))]))
                (in_words(frame, total))
            }
            (note(frame, delivery.map_or(order.note.as_deref(), |d| d.note.as_deref())))
        },
        signatures: &[w::RECEIVER, w::DELIVERER, w::WAREHOUSE],
        id: Some(delivery.map_or(order.id, |d| d.id)),
    }
}
