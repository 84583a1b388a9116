//! Tables for a spreadsheet as answers: which format was asked for, and the headers of a file. What is
//! in the file is `imports::table`'s.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};

use super::problem::Problem;
use crate::imports::table;
pub use crate::imports::table::{Cell, Shape};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Csv,
    Xlsx,
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

impl Format {
    /// `None`: JSON.
    pub fn choose(asked: Option<&str>, accept: &str) -> Result<Option<Self>, Problem> {
        match asked {
            Some("json") => Ok(None),
            Some("csv") => Ok(Some(Self::Csv)),
            Some("xlsx") => Ok(Some(Self::Xlsx)),
            Some(_) => Err(Problem::query("format", "unknown")),
            None if accept.contains("text/csv") => Ok(Some(Self::Csv)),
            None if accept.contains(XLSX) => Ok(Some(Self::Xlsx)),
            None => Ok(None),
        }
    }

    /// Where nothing else than a file can be had: CSV unless another is asked for.
    pub fn of_file(asked: Option<&str>, accept: &str) -> Result<Self, Problem> {
        let asked = asked.filter(|f| *f != "json");
        Ok(Self::choose(asked, accept)?.unwrap_or(Self::Csv))
    }

    /// Type and name of a file; a code in the name may hold what a header may not.
    pub fn headers(self, name: &str) -> [(header::HeaderName, String); 2] {
        let (kind, extension) = match self {
            Self::Csv => ("text/csv; charset=utf-8", "csv"),
            Self::Xlsx => (XLSX, "xlsx"),
        };
        let name = name.replace(|c: char| !c.is_ascii_alphanumeric() && c != '-', "_");
        let name = format!("attachment; filename=\"{name}.{extension}\"");
        [
            (header::CONTENT_TYPE, kind.to_owned()),
            (header::CONTENT_DISPOSITION, name),
        ]
    }

    /// The table, headings first, as an attachment named `name` with the format's extension.
    pub fn file(self, rows: &[Vec<Cell>], name: &str) -> Result<Response, Problem> {
        let bytes = match self {
            Self::Csv => table::csv(rows).map_err(Problem::internal)?,
            Self::Xlsx => table::xlsx(rows, "Fieldbeat").map_err(Problem::internal)?,
        };
        Ok((self.headers(name), bytes).into_response())
    }
}
