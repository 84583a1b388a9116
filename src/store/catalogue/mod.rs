//! The catalogue: partners, products, price lists, schemes, must-sell lists, forms. What they have in common is here: a code,
//! a version, upserts by code with a result per row. The whole company's; contract prices are shown
//! only to who sees the customer.

pub mod book;
pub mod form;
pub mod must_sell;
pub mod partner;
pub mod price_list;
pub mod product;
pub mod scheme;
pub mod supplier;

use std::{collections::HashMap, future::Future};

use sqlx::PgConnection;

use super::{
    error::StoreError,
    upsert::{Fault, Mode, Now, RowResult, RowStatus, check_code, repeated_codes},
};

/// What the price engine finds wrong with an order, as faults of its body.
pub fn price_faults(faults: Vec<fieldbeat_pricing::priced::Fault>) -> Vec<Fault> {
    (faults.into_iter())
        .map(|f| {
            let pointer = f
                .line
                .map_or_else(|| "/lines".into(), |i| format!("/lines/{i}"));
            Fault::new(pointer, f.code.as_str())
        })
        .collect()
}

/// A master whose rows are written whole.
pub trait Coded {
    type Put: Sync;
    /// As stored, without id and version.
    type Row: PartialEq + Send + Sync;
    /// What the rows of a batch refer to.
    type Known: Send + Sync;

    fn code(put: &Self::Put) -> &str;

    /// The row as it will be, or all that is wrong with it.
    fn merge(
        known: &Self::Known,
        put: &Self::Put,
        was: Option<&Self::Row>,
    ) -> Result<Self::Row, Vec<Fault>>;

    /// The rows of these codes with their ids, locked.
    fn load<'a>(
        tx: &'a mut PgConnection,
        codes: &'a [String],
    ) -> impl Future<Output = Result<HashMap<String, (i32, Self::Row)>, StoreError>> + Send + 'a;

    /// Writes new rows and changed ones; answers the ids of all by code.
    fn write<'a>(
        tx: &'a mut PgConnection,
        now: Now,
        rows: &'a [Self::Row],
    ) -> impl Future<Output = Result<HashMap<String, i32>, StoreError>> + Send + 'a;
}

/// Creates or changes any number of rows by code.
pub async fn upsert<C: Coded>(
    tx: &mut PgConnection,
    now: Now,
    mode: Mode,
    known: &C::Known,
    rows: &[C::Put],
) -> Result<Vec<RowResult>, StoreError> {
    let codes: Vec<String> = (rows.iter().map(C::code))
        .filter(|code| !code.contains('\0'))
        .map(str::to_owned)
        .collect();
    let old = C::load(tx, &codes).await?;
    let repeated = repeated_codes(rows.iter().map(C::code));
    let mut results = Vec::with_capacity(rows.len());
    let mut written = Vec::new();
    for (index, (put, repeated)) in rows.iter().zip(repeated).enumerate() {
        let code = C::code(put);
        let was = old.get(code);
        let mut faults = Vec::new();
        check_code(code, &mut faults);
        if repeated {
            faults.push(Fault::new("/code", "repeated"));
        }
        if was.is_some() && mode == Mode::Create {
            faults.push(Fault::new("/code", "code_taken"));
        }
        let merged = C::merge(known, put, was.map(|w| &w.1));
        let row = merged.map_err(|more| faults.extend(more)).ok();
        let Some(row) = row.filter(|_| faults.is_empty()) else {
            results.push(RowResult::refused(index, code, faults));
            continue;
        };
        let (status, id) = match was {
            None => (RowStatus::Created, None),
            Some((id, was)) if *was == row => (RowStatus::Unchanged, Some(*id)),
            Some((id, _)) => (RowStatus::Updated, Some(*id)),
        };
        if status != RowStatus::Unchanged {
            written.push(row);
        }
        results.push(RowResult::done(index, code, status, id.unwrap_or_default()));
    }
    if !written.is_empty() {
        let ids = C::write(tx, now, &written).await?;
        for result in results
            .iter_mut()
            .filter(|r| r.status == RowStatus::Created)
        {
            result.id = ids.get(&result.code).copied();
        }
    }
    Ok(results)
}

/// A field of a partial row: what is given, else what was.
pub(super) fn keep<T: Clone, R>(given: Option<&T>, was: Option<&R>, of: fn(&R) -> &T) -> Option<T> {
    given.or_else(|| was.map(of)).cloned()
}

/// `valid_from ≤ valid_to` where both are given.
fn check_span(
    from: Option<chrono::NaiveDate>,
    to: Option<chrono::NaiveDate>,
    faults: &mut Vec<Fault>,
) {
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        faults.push(Fault::new("/valid_to", "before_valid_from"));
    }
}
