//! Papers about money: receipt, hand-in, statement of account.

use std::collections::BTreeMap;

use maud::{Markup, html};
use uuid::Uuid;

use super::{
    frame::{Frame, Kind, Paper, facts, short, sums, table},
    goods::{in_words, note},
    words::{self as w},
};
use crate::store::{
    expense::Expense,
    paper::Parties,
    receivable::{
        account::CreditAccount,
        collection::{Collection, InvoicePart},
        settlement::Settlement,
        statement::Statement,
    },
};

/// What a customer gets for the money.
pub fn receipt(
    frame: &Frame,
    one: &Collection,
    numbers: &BTreeMap<Uuid, String>,
    who: &Parties,
) -> Paper {
    let language = frame.language();
    let taken_by = who.rep.clone();
    let taken_by = taken_by.unwrap_or_else(|| frame.say(w::BY_COMPANY).to_owned());
    let booked = !one.settled.is_empty();
    let parts: &[InvoicePart] = if booked { &one.settled } else { &one.wanted };
    let rows: Vec<Vec<String>> = (parts.iter())
        .map(|p| {
            let number = numbers.get(&p.invoice_id);
            let number = number.cloned().unwrap_or_else(|| short(p.invoice_id));
            vec![number, frame.tell.plain(p.minor)]
        })
        .collect();
    let heading = if booked { w::SETTLES } else { w::TO_SETTLE };
    Paper {
        title: w::RECEIPT,
        number: short(one.id),
        mark: w::mark(&one.state),
        body: html! {
            (facts(&[
                (frame.say(w::DATE), Some(frame.moment(one.collected_at.0))),
                (frame.say(w::CUSTOMER), who.customer.clone()),
                (frame.say(w::OUTLET), who.outlet.clone()),
                (frame.say(w::ADDRESS), who.address.clone()),
                (frame.say(w::METHOD), Some(w::method(&one.method, language).to_owned())),
                (frame.say(w::REFERENCE), one.reference.clone()),
                (frame.say(w::TAKEN_BY), Some(taken_by)),
                (frame.say(w::STATE), Some(w::state(&one.state, language).to_owned())),
                (frame.say(w::REASON), one.reason.clone()),
            ]))
            (sums(&[(frame.say(w::AMOUNT), frame.tell.money(one.amount_minor))]))
            (in_words(frame, one.amount_minor))
            @if rows.is_empty() {
                p { (frame.say(w::TO_SETTLE)) ": " (frame.say(w::OLDEST_FIRST)) }
            } @else {
                h2 { (frame.say(heading)) }
                (table(&[(w::INVOICE, Kind::Name), (w::AMOUNT, Kind::Number)], language, &rows))
            }
            @if one.on_account_minor > 0 {
                p { (frame.say(w::ON_ACCOUNT)) ": " (frame.tell.money(one.on_account_minor)) }
            }
            (note(frame, one.note.as_deref()))
        },
        signatures: &[w::PAYER, w::COLLECTOR],
        id: Some(one.id),
    }
}

/// What a rep hands in, collection by collection, and what was counted.
pub fn hand_in(frame: &Frame, one: &Settlement, rows: &[Collection], spent: &[Expense]) -> Paper {
    let language = frame.language();
    let tell = &frame.tell;
    let columns = [
        (w::LINE, Kind::Number),
        (w::TIME, Kind::Text),
        (w::CUSTOMER, Kind::Name),
        (w::METHOD, Kind::Text),
        (w::STATE, Kind::Text),
        (w::AMOUNT, Kind::Number),
    ];
    let lines: Vec<Vec<String>> = (rows.iter().enumerate())
        .map(|(i, c)| {
            vec![
                (i + 1).to_string(),
                frame.moment(c.collected_at.0),
                c.customer_name.clone(),
                w::method(&c.method, language).to_owned(),
                w::state(&c.state, language).to_owned(),
                tell.plain(c.amount_minor),
            ]
        })
        .collect();
    let mut totals = vec![
        (frame.say(w::EXPECTED), tell.money(one.expected_minor)),
        (
            frame.say(w::EXPECTED_CASH),
            tell.money(one.expected_cash_minor),
        ),
    ];
    if let Some(counted) = one.counted_cash_minor {
        totals.push((
            frame.say(w::VARIANCE),
            tell.money(one.variance_minor.unwrap_or_default()),
        ));
        totals.push((frame.say(w::COUNTED_CASH), tell.money(counted)));
    }
    let signed = |by: Option<&String>, at: Option<chrono::DateTime<chrono::Utc>>| {
        by.zip(at)
            .map(|(by, at)| format!("{by}, {}", frame.moment(at)))
    };
    let counted = signed(one.verified_by.as_ref(), one.verified_at.map(|a| a.0));
    let posted = signed(one.posted_by.as_ref(), one.posted_at.map(|a| a.0));
    Paper {
        title: w::HAND_IN,
        number: short(one.id),
        mark: w::mark(&one.state),
        body: html! {
            (facts(&[
                (frame.say(w::REP), Some(one.rep_name.clone())),
                (frame.say(w::DATE), Some(frame.day(one.date))),
                (frame.say(w::HANDED_IN_AT), Some(frame.moment(one.handed_in_at.0))),
                (frame.say(w::STATE), Some(w::state(&one.state, language).to_owned())),
                (frame.say(w::COUNTED_BY), counted),
                (frame.say(w::POSTED_BY), posted),
            ]))
            (table(&columns, language, &lines))
            (sums(&totals))
            (in_words(frame, one.counted_cash_minor.unwrap_or(one.expected_cash_minor)))
            @if let Some(why) = &one.variance_reason { p { (frame.say(w::REASON)) ": " (why) } }
            (expenses(frame, spent))
        },
        signatures: &[w::PAYER, w::CASHIER, w::ACCOUNTANT],
        id: Some(one.id),
    }
}

/// What the rep spent on the day: no part of the money, but settled by the same people.
fn expenses(frame: &Frame, spent: &[Expense]) -> Markup {
    let language = frame.language();
    let columns = [
        (w::EXPENSE, Kind::Name),
        (w::KILOMETRES, Kind::Text),
        (w::STATE, Kind::Text),
        (w::AMOUNT, Kind::Number),
    ];
    let km = |metres: i64| frame.tell.quantity(metres);
    let rows: Vec<Vec<String>> = (spent.iter())
        .map(|e| {
            let what = w::category(&e.category, language);
            let driven = e.claimed_m.map_or_else(String::new, |claimed| {
                let measured = e.measured_m.map_or_else(|| "–".to_owned(), km);
                format!("{} / {measured}", km(i64::from(claimed)))
            });
            vec![
                match &e.note {
                    Some(note) => format!("{what}: {note}"),
                    None => what.to_owned(),
                },
                driven,
                w::state(&e.state, language).to_owned(),
                frame.tell.plain(e.approved_minor.unwrap_or(e.amount_minor)),
            ]
        })
        .collect();
    html! {
        @if !rows.is_empty() {
            h2 { (frame.say(w::EXPENSES)) }
            (table(&columns, language, &rows))
        }
    }
}

/// What a customer owed, document by document, and how old what is open is.
pub fn statement(frame: &Frame, account: &CreditAccount, one: &Statement, who: &Parties) -> Paper {
    let language = frame.language();
    let tell = &frame.tell;
    let columns = [
        (w::DATE, Kind::Text),
        (w::DOCUMENT, Kind::Name),
        (w::DEBIT, Kind::Number),
        (w::CREDIT, Kind::Number),
        (w::BALANCE, Kind::Number),
    ];
    let edge = |date, names, minor| {
        let name = frame.say(names).to_owned();
        vec![
            frame.day(date),
            name,
            String::new(),
            String::new(),
            tell.plain(minor),
        ]
    };
    let mut rows = vec![edge(one.from, w::OPENING, one.opening_minor)];
    rows.extend(one.entries.iter().map(|e| {
        let number = e.number.clone().unwrap_or_else(|| short(e.document_id));
        let side = |here: bool| {
            if here {
                tell.plain(e.minor.abs())
            } else {
                String::new()
            }
        };
        vec![
            frame.day(e.date),
            format!("{} {number}", w::entry(&e.kind, language)),
            side(e.minor > 0),
            side(e.minor < 0),
            tell.plain(e.balance_minor),
        ]
    }));
    rows.push(edge(one.to, w::CLOSING, one.closing_minor));
    let ageing = one.ageing;
    let ages = [
        (frame.say(w::NOT_DUE), tell.money(ageing.not_due_minor)),
        ("1–30", tell.money(ageing.days_1_30_minor)),
        ("31–60", tell.money(ageing.days_31_60_minor)),
        ("61–90", tell.money(ageing.days_61_90_minor)),
        (">\u{a0}90", tell.money(ageing.over_90_minor)),
        (frame.say(w::ON_ACCOUNT), tell.money(one.on_account_minor)),
    ];
    let ages: Vec<(&str, Option<String>)> = ages.into_iter().map(|(n, v)| (n, Some(v))).collect();
    Paper {
        title: w::STATEMENT,
        number: format!("{}-{}", account.customer_code, one.to.format("%Y%m%d")),
        mark: None,
        body: html! {
            (facts(&[
                (frame.say(w::CUSTOMER), who.customer.clone()),
                (frame.say(w::PHONE), who.phone.clone()),
                (frame.say(w::SUPPLIER), who.partner.clone()),
                (frame.say(w::PERIOD), Some(format!("{} – {}", frame.day(one.from), frame.day(one.to)))),
            ]))
            (table(&columns, language, &rows))
            @if one.truncated { p { (frame.say(w::TRUNCATED)) } }
            (sums(&[(frame.say(w::CLOSING), tell.money(one.closing_minor))]))
            (in_words(frame, one.closing_minor))
            h2 { (frame.say(w::AGEING)) }
            (facts(&ages))
        },
        signatures: &[w::PREPARED_BY, w::ACCOUNTANT, w::CUSTOMER],
        id: None,
    }
}
