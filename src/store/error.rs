//! What the store answers when it cannot do what was asked, and what a writer does about it.
//!
//! Never carries causes to clients: `Display` is safe to show, the source is for the log.

use thiserror::Error;

/// Why a store operation failed.
#[derive(Debug, Error)]
pub enum StoreError {
    /// No such row, or none in the caller's scope: the two are one.
    #[error("not found")]
    NotFound,
    /// A named constraint said no.
    #[error("conflict with {0}")]
    Conflict(String),
    /// The database is away or overloaded; the same call may succeed later.
    #[error("the database is unavailable")]
    Unavailable(#[source] sqlx::Error),
    /// A fault of this program or of the database.
    #[error("the database refused the operation")]
    Other(#[source] sqlx::Error),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if matches!(error, sqlx::Error::RowNotFound) {
            return Self::NotFound;
        }
        if let Some(name) = constraint(&error) {
            return Self::Conflict(name);
        }
        match Fault::of(&error) {
            Fault::Retry | Fault::Reconnect => Self::Unavailable(error),
            Fault::Duplicate | Fault::BadRow | Fault::MissingPartition | Fault::Other => {
                Self::Other(error)
            }
        }
    }
}

/// What a failed statement means to whoever must bring the same rows in: each kind has one remedy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// 23505: redo the batch with `on conflict do nothing`.
    Duplicate,
    /// 23514 without a constraint name: no partition for that day; make it and retry, never refuse the row.
    MissingPartition,
    /// 22xxx, 23xxx: one row is unacceptable; bisect and quarantine it.
    BadRow,
    /// Serialization, deadlock, lock or statement timeout, missing parent row, full disk, read only: try again.
    Retry,
    /// The connection is gone or the commit's fate unknown: reconnect and send the same batch again.
    Reconnect,
    /// Anything else; never acknowledged.
    Other,
}

impl Fault {
    pub fn of(error: &sqlx::Error) -> Self {
        use sqlx::Error as E;
        match error {
            E::Database(db) => Self::of_code(db.code().as_deref(), db.constraint().is_some()),
            E::Io(_)
            | E::Tls(_)
            | E::Protocol(_)
            | E::PoolTimedOut
            | E::PoolClosed
            | E::WorkerCrashed
            | E::BeginFailed => Self::Reconnect,
            _ => Self::Other,
        }
    }

    fn of_code(code: Option<&str>, has_constraint: bool) -> Self {
        let Some(code) = code else {
            return Self::Other;
        };
        match (code, code.get(..2).unwrap_or_default()) {
            ("23505", _) => Self::Duplicate,
            ("23514", _) if !has_constraint => Self::MissingPartition,
            ("40001" | "40P01" | "55P03" | "55006" | "25006" | "57014" | "23503", _)
            | (_, "53" | "58") => Self::Retry,
            ("57P01" | "57P02" | "57P03" | "25P03" | "57P05", _) | (_, "08") => Self::Reconnect,
            // 54: a value over a limit of PostgreSQL, such as the size of an index entry.
            (_, "22" | "23" | "54") => Self::BadRow,
            _ => Self::Other,
        }
    }
}

fn constraint(error: &sqlx::Error) -> Option<String> {
    Some(error.as_database_error()?.constraint()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::Fault;

    #[test]
    fn every_kind_of_writer_error_has_its_remedy() {
        for (code, constraint, fault) in [
            ("23505", true, Fault::Duplicate),
            ("23514", false, Fault::MissingPartition),
            ("23514", true, Fault::BadRow),
            ("22003", false, Fault::BadRow),
            ("54000", false, Fault::BadRow),
            ("23503", true, Fault::Retry),
            ("40P01", false, Fault::Retry),
            ("55P03", false, Fault::Retry),
            ("53100", false, Fault::Retry),
            ("25006", false, Fault::Retry),
            ("57014", false, Fault::Retry),
            ("57P01", false, Fault::Reconnect),
            ("08006", false, Fault::Reconnect),
            ("42703", false, Fault::Other),
        ] {
            assert_eq!(Fault::of_code(Some(code), constraint), fault, "{code}");
        }
    }
}
