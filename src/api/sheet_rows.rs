//! A file of a list, read row by row into what the list's batch takes. Knows columns and cells, neither SQL nor what a row
//! may be.

use std::{collections::BTreeSet, future::Future};

use axum::http::StatusCode;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use sqlx::PgConnection;

use super::{
    export_columns::{Column, List},
    master::Master,
    problem::Problem,
};
use crate::{
    imports::sheet::{Line, Sheet},
    store::{
        error::StoreError,
        scope::Scope,
        upsert::{Fault, Mode, Now, RowResult},
    },
};

/// Rows of one file.
pub const ROWS_MAX: usize = 20_000;

/// What rows of a file are put into.
pub trait SheetRows: Send + Sync + 'static {
    type Put: DeserializeOwned + Send + Sync;
    /// Path of the list.
    const LIST: &'static str;
    /// Whether a change of them is told as one of masters.
    const IS_MASTER: bool = false;

    /// What a file says, and its batch would not take.
    fn tidy(_: &mut Map<String, Value>) {}

    fn put<'a>(
        tx: &'a mut PgConnection,
        scope: &'a Scope,
        now: Now,
        rows: &'a [Self::Put],
    ) -> impl Future<Output = Result<Vec<RowResult>, StoreError>> + Send + 'a;
}

impl<M: Master> SheetRows for M {
    type Put = M::Put;
    const LIST: &'static str = M::COLLECTION;
    const IS_MASTER: bool = true;

    fn put<'a>(
        tx: &'a mut PgConnection,
        scope: &'a Scope,
        now: Now,
        rows: &'a [M::Put],
    ) -> impl Future<Output = Result<Vec<RowResult>, StoreError>> + Send + 'a {
        M::upsert(tx, scope, now, Mode::Upsert, rows)
    }
}

/// One thing that is wrong with a row.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SheetFault {
    /// Where a person finds the row in the file.
    pub line: u32,
    /// Heading as the file has it; null: the row as a whole.
    column: Option<String>,
    /// Field of the list's items.
    field: Option<String>,
    code: String,
}

impl SheetFault {
    pub fn into_fault(self) -> Fault {
        let field = self
            .field
            .map_or(String::new(), |field| format!("/{field}"));
        Fault {
            pointer: format!("/lines/{}{field}", self.line).into(),
            code: self.code.into(),
            detail: None,
        }
    }
}

/// Which column of a file means which of the list.
pub struct Columns {
    /// By position; what is passed over is none.
    meant: Vec<Option<&'static Column>>,
    headings: Vec<String>,
}

impl Columns {
    fn of(list: &'static List, headings: &[String]) -> Result<Self, Problem> {
        let columns = list.columns();
        let meant: Vec<Option<&'static Column>> = (headings.iter())
            .map(|heading| columns.iter().find(|column| column.is_meant(heading)))
            .collect();
        let mut seen = BTreeSet::new();
        let twice = (meant.iter().flatten()).find(|column| !seen.insert(column.field()));
        if let Some(column) = twice {
            return Err(unreadable(format!(
                "Two columns say {}; remove one.",
                column.field()
            )));
        }
        if seen.is_empty() {
            return Err(unreadable(
                "No heading of the first row names a column of this list; its export has them all.",
            ));
        }
        Ok(Self {
            meant,
            headings: headings.to_vec(),
        })
    }

    /// A fault of a row's field, as who has the file before them knows it.
    pub fn told(&self, line: u32, fault: &Fault) -> SheetFault {
        let named = (fault.pointer.split('/').nth(1)).filter(|field| !field.is_empty());
        let place =
            |field: &str| (self.meant.iter()).position(|c| c.is_some_and(|c| c.field() == field));
        // A file says by its code what the API may name by its id.
        let code = named.and_then(|field| Some(format!("{}_code", field.strip_suffix("_id")?)));
        let field = code.as_deref().filter(|code| place(code).is_some());
        let field = field.or(named);
        let column = field.and_then(|field| self.headings.get(place(field)?).cloned());
        SheetFault {
            line,
            column,
            field: field.map(str::to_owned),
            code: fault.code.clone().into_owned(),
        }
    }

    fn row<S: SheetRows>(&self, line: &Line, digits: u32) -> Result<S::Put, Vec<Fault>> {
        let mut said = Map::new();
        let mut faults = Vec::new();
        for (column, cell) in self.meant.iter().zip(&line.cells) {
            let Some(column) = column else { continue };
            match column.read(cell, digits) {
                Ok(None) => {}
                Ok(Some(value)) => {
                    said.insert(column.field().to_owned(), value);
                }
                Err(code) => faults.push(Fault::new(format!("/{}", column.field()), code)),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        S::tidy(&mut said);
        serde_path_to_error::deserialize(Value::Object(said)).map_err(|error| {
            let field = error.path().iter().next().map(ToString::to_string);
            let pointer = field.map_or(String::new(), |field| format!("/{field}"));
            vec![Fault::new(pointer, "invalid_type")]
        })
    }
}

/// What a file says: the rows that can be put in, each with the line that it stands on, and what is wrong with the others.
pub struct Rows<P> {
    pub count: usize,
    pub lines: Vec<u32>,
    pub puts: Vec<P>,
    pub faults: Vec<SheetFault>,
    pub columns: Columns,
    pub unknown_columns: Vec<String>,
}

impl<P: DeserializeOwned> Rows<P> {
    pub fn read<S: SheetRows<Put = P>>(
        list: &'static List,
        sheet: &Sheet,
        digits: u32,
    ) -> Result<Self, Problem> {
        if sheet.lines.len() > ROWS_MAX {
            return Err(Problem::field("/rows", "too_many"));
        }
        let columns = Columns::of(list, &sheet.headings)?;
        let unknown_columns = (columns.meant.iter().zip(&sheet.headings))
            .filter(|(column, heading)| column.is_none() && !heading.is_empty())
            .map(|(_, heading)| heading.clone())
            .collect();
        let mut rows = Self {
            count: sheet.lines.len(),
            lines: Vec::with_capacity(sheet.lines.len()),
            puts: Vec::with_capacity(sheet.lines.len()),
            faults: Vec::new(),
            columns,
            unknown_columns,
        };
        for line in &sheet.lines {
            match rows.columns.row::<S>(line, digits) {
                Ok(put) => {
                    rows.lines.push(line.line);
                    rows.puts.push(put);
                }
                Err(faults) => {
                    let told = faults
                        .iter()
                        .map(|fault| rows.columns.told(line.line, fault));
                    rows.faults.extend(told);
                }
            }
        }
        Ok(rows)
    }
}

pub fn unreadable(why: impl Into<String>) -> Problem {
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "unreadable_file").detail(why)
}
