//! Writes of masters, one or a thousand at a time: what may be wrong with a row, and what became
//! of it.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Deserializer, Serialize};

use super::error::StoreError;

/// One thing wrong with one field (JSON pointer into the row).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Fault {
    pub pointer: Cow<'static, str>,
    pub code: Cow<'static, str>,
    /// What the code leaves open, and what to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<Box<str>>,
}

impl Fault {
    pub fn new(pointer: impl Into<Cow<'static, str>>, code: &'static str) -> Self {
        Self {
            pointer: pointer.into(),
            code: Cow::Borrowed(code),
            detail: None,
        }
    }
}

/// Why a change was not made.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{} faults", .0.len())]
    Invalid(Vec<Fault>),
    /// The row has moved on.
    #[error("stale, now at version {0}")]
    Stale(i32),
}

impl From<sqlx::Error> for ChangeError {
    fn from(e: sqlx::Error) -> Self {
        Self::Store(e.into())
    }
}

/// When a change is made.
#[derive(Clone, Copy, Debug)]
pub struct Now {
    pub at: DateTime<Utc>,
    /// The company's date.
    pub today: NaiveDate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// An existing code is a fault.
    Create,
    /// The code decides.
    Upsert,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RowStatus {
    Created,
    Updated,
    Unchanged,
    Error,
}

/// What became of one row of a batch.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RowResult {
    /// Position in `items`.
    pub index: usize,
    pub status: RowStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<i32>,
    pub code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Vec<Fault>>,
    /// Devices only, shown once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

impl RowResult {
    pub fn done(index: usize, code: &str, status: RowStatus, id: i32) -> Self {
        Self {
            index,
            status,
            id: Some(id),
            code: code.to_owned(),
            error: None,
            token: None,
        }
    }
    pub fn refused(index: usize, code: &str, faults: Vec<Fault>) -> Self {
        Self {
            index,
            status: RowStatus::Error,
            id: None,
            code: code.to_owned(),
            error: Some(faults),
            token: None,
        }
    }
}

/// A nullable field of a partial update: absent leaves it, null clears it.
pub type Field<T> = Option<Option<T>>;

/// For `#[serde(default, deserialize_with = "field")]`: tells null from absent.
pub fn field<'de, T: Deserialize<'de>, D: Deserializer<'de>>(d: D) -> Result<Field<T>, D::Error> {
    Option::<T>::deserialize(d).map(Some)
}

/// Length limit of names, codes and other one-line texts.
pub const TEXT_MAX: usize = 200;

/// A code: 1–64 characters without control characters or surrounding blanks.
pub fn check_code(code: &str, faults: &mut Vec<Fault>) {
    if code.is_empty()
        || code.chars().count() > 64
        || code.trim() != code
        || code.chars().any(char::is_control)
    {
        faults.push(Fault::new("/code", "invalid_code"));
    }
}

/// A text that may not be blank or over-long.
pub fn check_text(
    pointer: &'static str,
    text: Option<&str>,
    required: bool,
    faults: &mut Vec<Fault>,
) {
    check_text_of(pointer, text, (required, TEXT_MAX), faults);
}

/// A text that may be longer, or must be shorter: at most so many characters.
pub fn check_text_of(
    pointer: &'static str,
    text: Option<&str>,
    (required, most): (bool, usize),
    faults: &mut Vec<Fault>,
) {
    match text {
        None if required => faults.push(Fault::new(pointer, "required")),
        Some(t) if t.trim().is_empty() => faults.push(Fault::new(pointer, "required")),
        Some(t) if t.chars().count() > most => faults.push(Fault::new(pointer, "too_long")),
        Some(t) if t.contains('\0') => faults.push(Fault::new(pointer, "invalid_text")),
        None | Some(_) => {}
    }
}

/// Marks every row after the first with the same code as a fault.
pub fn repeated_codes<'a>(codes: impl Iterator<Item = &'a str>) -> Vec<bool> {
    let mut seen = std::collections::HashSet::new();
    codes.map(|c| !seen.insert(c)).collect()
}
