//! Which columns of a record another system's list is held against, and how their cells are read.

use std::collections::BTreeMap;

use super::{
    cells,
    reconcile::{Column, Held, Here},
    sheet::tidy,
    trade_cells,
};
use crate::store::reconciliation::{self, Record};

/// What a column holds.
#[derive(Clone, Copy)]
enum Holds {
    Word,
    Date,
    /// Minor units.
    Minor,
    /// Of the base unit, at most three places.
    Quantity,
}

impl Holds {
    fn read(self, text: &str) -> Result<String, &'static str> {
        match self {
            Self::Word => Ok(text.to_owned()),
            Self::Date => cells::date(text)
                .map(|d| d.to_string())
                .ok_or("invalid_date"),
            Self::Minor => text
                .parse::<i64>()
                .map(|n| n.to_string())
                .map_err(|_| "not_an_amount"),
            Self::Quantity => trade_cells::quantity(text),
        }
    }
}

/// In the order of the checksum; called as the statement of the store calls them.
const fn columns(record: Record) -> &'static [(&'static str, Holds)] {
    use Holds as H;
    match record {
        Record::Orders => &[
            ("number", H::Word),
            ("state", H::Word),
            ("date", H::Date),
            ("customer_code", H::Word),
            ("outlet_code", H::Word),
            ("currency", H::Word),
            ("total_minor", H::Minor),
        ],
        Record::Returns => &[
            ("number", H::Word),
            ("state", H::Word),
            ("date", H::Date),
            ("order_id", H::Word),
            ("value_minor", H::Minor),
        ],
        Record::Collections => &[
            ("number", H::Word),
            ("state", H::Word),
            ("date", H::Date),
            ("customer_code", H::Word),
            ("method", H::Word),
            ("currency", H::Word),
            ("amount_minor", H::Minor),
        ],
        Record::Invoices => &[
            ("date", H::Date),
            ("due", H::Date),
            ("customer_code", H::Word),
            ("order_id", H::Word),
            ("currency", H::Word),
            ("total_minor", H::Minor),
            ("paid_minor", H::Minor),
        ],
        Record::StockLevels => &[("quantity", H::Quantity)],
        Record::CreditAccounts => &[
            ("limit_minor", H::Minor),
            ("terms_days", H::Minor),
            ("balance_minor", H::Minor),
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
        rows: held.into_iter().map(row).collect::<BTreeMap<_, _>>(),
        columns: (columns.iter())
            .map(|&(name, holds)| Column {
                name,
                read: Box::new(move |text| holds.read(text)),
            })
            .collect(),
    }
}
