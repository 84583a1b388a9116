//! Which columns of a record another system's list is held against, and how their cells are read.

use super::{
    cells,
    reconcile::{Column, Held, Here},
    sheet::tidy,
    trade_cells,
};
use crate::store::reconciliation::{self, Record};

/// The one text of what a cell says; the error is a stable code.
type Read = fn(&str) -> Result<String, &'static str>;

#[expect(clippy::unnecessary_wraps, reason = "of one shape with the others")]
fn word(text: &str) -> Result<String, &'static str> {
    Ok(text.to_owned())
}

fn date(text: &str) -> Result<String, &'static str> {
    cells::date(text)
        .map(|d| d.to_string())
        .ok_or("invalid_date")
}

/// Minor units, or days.
fn whole(text: &str) -> Result<String, &'static str> {
    text.parse::<i64>()
        .map(|n| n.to_string())
        .map_err(|_| "not_an_amount")
}

/// In the order of the checksum; called as the statement of the store calls them.
const fn columns(record: Record) -> &'static [(&'static str, Read)] {
    match record {
        Record::Orders => &[
            ("number", word),
            ("state", word),
            ("date", date),
            ("customer_code", word),
            ("outlet_code", word),
            ("currency", word),
            ("total_minor", whole),
        ],
        Record::Returns => &[
            ("number", word),
            ("state", word),
            ("date", date),
            ("order_id", word),
            ("value_minor", whole),
        ],
        Record::Collections => &[
            ("number", word),
            ("state", word),
            ("date", date),
            ("customer_code", word),
            ("method", word),
            ("currency", word),
            ("amount_minor", whole),
        ],
        Record::Invoices => &[
            ("date", date),
            ("due", date),
            ("customer_code", word),
            ("order_id", word),
            ("currency", word),
            ("total_minor", whole),
            ("paid_minor", whole),
        ],
        Record::StockLevels => &[("quantity", trade_cells::quantity)],
        Record::CreditAccounts => &[
            ("limit_minor", whole),
            ("terms_days", whole),
            ("balance_minor", whole),
        ],
    }
}

/// What the store holds of a kind of record, to be held against rows.
pub fn records(record: Record, held: Vec<reconciliation::Held>) -> Here {
    let columns = columns(record);
    let row = |mut held: reconciliation::Held| {
        let values = columns.iter().filter_map(|(name, _)| {
            let text = tidy(&held.values.0.remove(*name)??);
            (!text.is_empty()).then_some((*name, text))
        });
        let row = Held {
            values: values.collect(),
            ended: held.ended,
        };
        (tidy(&held.code), row)
    };
    Here {
        rows: held.into_iter().map(row).collect(),
        columns: (columns.iter())
            .map(|&(name, read)| Column {
                name,
                read: Box::new(read),
            })
            .collect(),
    }
}
