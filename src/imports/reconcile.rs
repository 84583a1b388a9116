//! Another system's list held against ours: what is missing here, missing there, and different. Pure: compares
//! texts with texts; masters in the columns of the import, records in those of [`super::reconcile_records`].

use std::{
    collections::{BTreeMap, HashSet},
    fmt::Write,
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    cells,
    held::{Masters, State},
    kind::{Field, Kind},
    sheet::tidy,
};

/// Rows of one reconciliation.
pub const ROWS_MAX: usize = 20_000;
/// Of each list in a report; more are only counted.
pub const LIST_MAX: usize = 1_000;

/// A row of the other system.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct ReconciliationRow {
    /// Our code; of a price `list/product/unit`, of a stock level `location/product`, of a credit account
    /// `customer` or `customer/partner`, of an invoice its number, of other documents their id.
    pub code: String,
    /// SHA-256 in hex of `column=value\n` of every column but the code that has a value, in their order.
    pub checksum: Option<String>,
    /// Columns to compare; empty is nothing.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FieldDifference {
    /// A column; `checksum` where only that was told, `closed` where it is inactive or void here.
    pub field: String,
    pub here: Option<String>,
    pub there: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ErpDifference)]
pub struct Difference {
    pub code: String,
    pub fields: Vec<FieldDifference>,
}

/// What came of it; each list has at most 1,000, `*_total` counts all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ReconciliationReport {
    pub same: usize,
    pub different_total: usize,
    pub different: Vec<Difference>,
    pub missing_here_total: usize,
    pub missing_here: Vec<String>,
    /// Only where the rows are complete.
    pub missing_there_total: usize,
    pub missing_there: Vec<String>,
}

/// A row that cannot be compared: its position, the field, a stable code.
pub type Wrong = (usize, String, &'static str);

/// The one text of what a cell says; the error is a stable code.
pub type Read = Box<dyn Fn(&str) -> Result<String, &'static str> + Send>;

/// What can be compared.
pub struct Column {
    pub name: &'static str,
    pub read: Read,
}

impl Column {
    fn of(field: Field) -> Self {
        Self {
            name: field.as_str(),
            read: Box::new(move |text| cells::value(field, text)),
        }
    }
}

/// What is held of something here.
pub struct Held {
    /// By the name of the column; what has no value is not there.
    pub values: BTreeMap<&'static str, String>,
    /// Inactive or void: the other system need not have it.
    pub ended: bool,
}

/// All that there is here, by code.
pub struct Here {
    pub columns: Vec<Column>,
    pub rows: BTreeMap<String, Held>,
}

/// What there is of a kind of master.
pub fn masters(kind: Kind, state: &State) -> Here {
    let of = |masters: &Masters| {
        let reached = masters.all.iter().filter(|m| m.reached);
        let row = |m: &super::held::Master| {
            let values = m.values.iter().map(|(f, v)| (f.as_str(), v.clone()));
            let held = Held {
                values: values.collect(),
                ended: m.ended,
            };
            (tidy(&m.code), held)
        };
        reached.map(row).collect()
    };
    let rows = match kind {
        Kind::Outlets => of(&state.outlets),
        Kind::Reps => of(&state.reps),
        Kind::Customers => of(&state.customers),
        Kind::Products => of(&state.trade.products),
        Kind::Routes | Kind::Stock => BTreeMap::new(),
        Kind::Prices => {
            let trade = &state.trade;
            let (products, lists) = (trade.products.by_id(), trade.lists.by_id());
            let price = |((list, product, unit), minor): (&(i32, i32, String), &i64)| {
                let list = lists.get(list).filter(|l| l.reached)?;
                let product = products.get(product)?;
                let code = tidy(&format!("{}/{}/{unit}", list.code, product.code));
                let text = fieldbeat_trade::currency::text(*minor, trade.digits);
                let held = Held {
                    values: BTreeMap::from([(Field::Price.as_str(), text)]),
                    ended: list.ended,
                };
                Some((code, held))
            };
            trade.prices.iter().filter_map(price).collect()
        }
    };
    let keys = kind.keys();
    let columns = if kind == Kind::Prices {
        vec![Column::of(Field::Price)]
    } else {
        let fields = kind.fields().iter().copied();
        (fields.filter(|f| !keys.contains(f)))
            .map(Column::of)
            .collect()
    };
    Here { columns, rows }
}

fn checksum(columns: &[Column], held: &Held) -> String {
    let mut digest = Sha256::new();
    for column in columns {
        if let Some(value) = held.values.get(column.name) {
            digest.update(format!("{}={value}\n", column.name));
        }
    }
    let mut hex = String::with_capacity(64);
    for byte in digest.finalize() {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// Holds `rows` against what is here; `complete` says that the other system has no more.
pub fn reconcile(
    here: &Here,
    rows: &[ReconciliationRow],
    complete: bool,
) -> Result<ReconciliationReport, Vec<Wrong>> {
    let mut report = ReconciliationReport::default();
    let mut wrong = Vec::new();
    let mut seen = HashSet::new();
    for (index, row) in rows.iter().enumerate() {
        let code = tidy(&row.code);
        if !seen.insert(code.clone()) {
            wrong.push((index, "code".to_owned(), "repeated"));
            continue;
        }
        let told = match read(&here.columns, row) {
            Ok(told) => told,
            Err((name, code)) => {
                wrong.push((index, name, code));
                continue;
            }
        };
        let Some(held) = here.rows.get(&code) else {
            report.missing_here_total += 1;
            if report.missing_here.len() < LIST_MAX {
                report.missing_here.push(code);
            }
            continue;
        };
        let mut different = Vec::new();
        if held.ended {
            different.push(difference("closed", Some("yes"), None));
        }
        for (column, there) in told {
            let own = held.values.get(column).map(String::as_str);
            if own != there.as_deref() {
                different.push(difference(column, own, there.as_deref()));
            }
        }
        if let Some(there) = &row.checksum {
            let own = checksum(&here.columns, held);
            if !own.eq_ignore_ascii_case(there) {
                different.push(difference("checksum", Some(&own), Some(there)));
            }
        }
        if different.is_empty() {
            report.same += 1;
            continue;
        }
        report.different_total += 1;
        if report.different.len() < LIST_MAX {
            report.different.push(Difference {
                code,
                fields: different,
            });
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    if complete {
        let missing =
            (here.rows.iter()).filter(|(code, held)| !held.ended && !seen.contains(*code));
        for (code, _) in missing {
            report.missing_there_total += 1;
            if report.missing_there.len() < LIST_MAX {
                report.missing_there.push(code.clone());
            }
        }
    }
    Ok(report)
}

fn difference(field: &str, here: Option<&str>, there: Option<&str>) -> FieldDifference {
    FieldDifference {
        field: field.to_owned(),
        here: here.map(str::to_owned),
        there: there.map(str::to_owned),
    }
}

/// A column and what it says; nothing where it is empty.
type Told = (&'static str, Option<String>);

/// The columns told, in the texts that ours have.
fn read(columns: &[Column], row: &ReconciliationRow) -> Result<Vec<Told>, (String, &'static str)> {
    let mut told = Vec::with_capacity(row.fields.len());
    for (name, text) in &row.fields {
        let Some(column) = columns.iter().find(|c| c.name == name) else {
            return Err((format!("fields/{name}"), "unknown"));
        };
        let text = tidy(text);
        let value = if text.is_empty() {
            None
        } else {
            let read = (column.read)(&text);
            Some(read.map_err(|code| (format!("fields/{name}"), code))?)
        };
        told.push((column.name, value));
    }
    Ok(told)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imports::held::{Master, Values};
    use proptest::prelude::*;

    fn state(codes: &[u8]) -> State {
        let master = |n: &u8| Master {
            code: format!("P{n}"),
            reached: true,
            values: Values::from([
                (Field::Code, format!("P{n}")),
                (Field::Name, format!("Product {n}")),
                (Field::TaxPercent, "8".to_owned()),
            ]),
            ..Master::default()
        };
        let mut state = State::default();
        state.trade.products = Masters::new(codes.iter().map(master).collect());
        state
    }

    fn row(n: u8, name: Option<String>) -> ReconciliationRow {
        ReconciliationRow {
            code: format!("P{n}"),
            checksum: None,
            fields: name.map(|n| ("name".to_owned(), n)).into_iter().collect(),
        }
    }

    proptest! {
        /// Every row is in one list, and so is everything of ours.
        #[test]
        fn everything_is_told_once(
            ours in proptest::collection::btree_set(0u8..20, 0..15),
            theirs in proptest::collection::btree_map(0u8..20, any::<bool>(), 0..15),
        ) {
            let state = state(&ours.iter().copied().collect::<Vec<_>>());
            let rows: Vec<_> = (theirs.iter())
                .map(|(n, same)| row(*n, Some(if *same { format!("Product {n}") } else { "Other".to_owned() })))
                .collect();
            let report = reconcile(&masters(Kind::Products, &state), &rows, true).unwrap();
            prop_assert_eq!(report.same + report.different_total + report.missing_here_total, rows.len());
            prop_assert_eq!(report.same + report.different_total + report.missing_there_total, ours.len());
            prop_assert_eq!(report.different.len(), report.different_total);
        }
    }

    #[test]
    fn a_checksum_says_the_same_as_its_fields() {
        let state = state(&[1]);
        let mut told = row(1, None);
        let mut sum = String::new();
        for byte in Sha256::digest("name=Product 1\ntax_percent=8\n") {
            write!(sum, "{byte:02X}").unwrap();
        }
        told.checksum = Some(sum);
        let report = reconcile(&masters(Kind::Products, &state), &[told.clone()], false).unwrap();
        assert_eq!((report.same, report.different_total), (1, 0));
        told.checksum = Some("00".to_owned());
        let report = reconcile(&masters(Kind::Products, &state), &[told], false).unwrap();
        assert_eq!(report.different[0].fields[0].field, "checksum");
    }

    /// Codes are stored as they were typed, and compared as they are read.
    #[test]
    fn prices_are_found_under_codes_with_accents() {
        let master = |code: &str| Master {
            id: 1,
            code: code.to_owned(),
            reached: true,
            ..Master::default()
        };
        let mut state = State::default();
        state.trade.lists = Masters::new(vec![master("Gia\u{301}")]);
        state.trade.products = Masters::new(vec![master("Tra\u{300}")]);
        state.trade.prices.insert((1, 1, "hộp".to_owned()), 9_000);
        let told = ReconciliationRow {
            code: "Gia\u{301}/Tr\u{e0}/hộp".to_owned(),
            checksum: None,
            fields: BTreeMap::from([("price".to_owned(), "9000".to_owned())]),
        };
        let report = reconcile(&masters(Kind::Prices, &state), &[told], true).unwrap();
        assert_eq!(
            (
                report.same,
                report.missing_here_total,
                report.missing_there_total
            ),
            (1, 0, 0)
        );
    }

    #[test]
    fn values_are_compared_as_an_import_reads_them() {
        let state = state(&[1]);
        let mut told = row(1, None);
        told.fields
            .insert("tax_percent".to_owned(), "8,00 %".to_owned());
        let report = reconcile(&masters(Kind::Products, &state), &[told], false).unwrap();
        assert_eq!(report.same, 1);
        let mut wrong = row(1, None);
        wrong.fields.insert("colour".to_owned(), "red".to_owned());
        let refused = reconcile(
            &masters(Kind::Products, &state),
            &[wrong, row(1, None)],
            false,
        )
        .unwrap_err();
        assert_eq!(refused.len(), 2);
    }
}
