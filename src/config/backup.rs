//! Backups that the server makes by itself, and the archive of its own database's write-ahead log.

use std::path::PathBuf;

use chrono::{NaiveTime, Timelike};

use super::Reader;

/// One a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupPlan {
    pub dir: PathBuf,
    /// Minutes after midnight, in the company's zone.
    pub at_min: u16,
    /// So many stay.
    pub keep: u16,
}

impl Reader<'_> {
    pub(super) fn backups(&mut self) -> Option<BackupPlan> {
        let at_min = self.parse("backup_at", 150, "a time of day such as 02:30", |t| {
            let time = NaiveTime::parse_from_str(t, "%H:%M").ok()?;
            u16::try_from(time.hour() * 60 + time.minute()).ok()
        });
        let keep = self.parse("backup_keep", 7, "a number from 1 to 1000", |t| {
            t.parse().ok().filter(|n| (1..=1_000).contains(n))
        });
        let dir = PathBuf::from(self.optional("backup_dir")?);
        if dir.is_file() {
            let shown = dir.display();
            self.fault("backup_dir", format!("{shown} is a file; name a directory"));
        }
        Some(BackupPlan { dir, at_min, keep })
    }

    pub(super) fn wal_archive(&mut self) -> Option<PathBuf> {
        let dir = PathBuf::from(self.optional("wal_archive")?);
        if self.optional("database_url").is_some() {
            self.fault(
                "wal_archive",
                "is for the server's own database; in yours set archive_mode and archive_command (deploy/postgres/archive.conf)",
            );
        } else if !crate::embedded_postgres::is_plain(&dir) {
            self.fault(
                "wal_archive",
                "is not a path from / on of letters, digits, `/`, `.`, `-` and `_` alone: a shell reads it when the log is restored",
            );
        } else if dir.is_file() {
            let shown = dir.display();
            self.fault(
                "wal_archive",
                format!("{shown} is a file; name a directory"),
            );
        }
        Some(dir)
    }
}
