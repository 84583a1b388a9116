//! Backups that can be trusted and the way back: a base backup of PostgreSQL, the files that lie beside it, and a manifest
//! with the checksum of each; made under another name and renamed when it is whole, and tried by restoring it.
//!
//! Owns directories of backups and what is restored from them. Never writes to the database that it copies, never speaks
//! SQL, and never puts a password where another user of the machine could read it.

use std::{io, path::PathBuf};

use chrono::{DateTime, Utc};
use thiserror::Error;

use crate::{
    embedded_postgres::ClusterError,
    store::{StoreError, migrate::MigrateError},
};

mod base;
mod cluster;
mod due;
mod keep;
mod link;
mod make;
mod manifest;
mod restore;
mod shelf;
mod tree;
mod until;
mod verify;

pub use due::is_due;
pub use keep::{leaving, would_leave};
pub use link::Link;
pub use make::{Made, Source, Wanted, make};
pub use manifest::{Manifest, Photos};
pub use restore::{Restored, Restoring, Seconds, drill, restore};
pub use shelf::{Kept, Rehearsed, backups, rehearsed, remove};

/// What is under way, for whoever waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// KiB of the database, and of how many as far as is known.
    Database {
        kib: u64,
        of_kib: u64,
    },
    Files {
        done: u64,
    },
    Verifying {
        done: u64,
        of: u64,
    },
    Laying {
        done: u64,
        of: u64,
    },
    Recovering,
    Looking,
}

/// Who is told of steps.
pub type Told = std::sync::Arc<dyn Fn(Step) + Send + Sync>;

/// Why there is no backup, or no way back from it, and what to do about it.
#[derive(Debug, Error)]
pub enum BackupError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: io::Error },
    #[error("there is no database in {0}: name the data_dir of the server, or set database_url")]
    NoDatabase(PathBuf),
    #[error("the database was never migrated: there is nothing to back up yet")]
    Empty,
    #[error(
        "the role `{role}` may not copy the database: as a superuser say `alter role \"{role}\" replication`"
    )]
    NoReplication { role: String },
    #[error(
        "PostgreSQL lets nobody copy it from here: add `{line}` to its pg_hba.conf, then say `select pg_reload_conf()`"
    )]
    NotAdmitted { line: String },
    #[error(
        "PostgreSQL cannot be copied while it runs: set `{setting}` in postgresql.conf and restart it"
    )]
    Setting { setting: &'static str },
    #[error(
        "the database lies in tablespaces ({0}), which this does not copy: use pg_basebackup --tablespace-mapping by hand"
    )]
    Tablespaces(String),
    #[error(
        "no pg_basebackup for PostgreSQL {major} is installed here: `apt install postgresql-client-{major} postgresql-{major}`"
    )]
    NoProgram { major: u32 },
    #[error("{program} failed: {detail}")]
    Failed {
        program: &'static str,
        detail: String,
    },
    #[error(
        "{need} MiB are needed in {dir} and {free} are free: make room, or name another directory"
    )]
    NoRoom { dir: PathBuf, need: u64, free: u64 },
    #[error(
        "{inner} lies in {outer}, which is what is backed up: name another directory, best on another disk"
    )]
    Inside { inner: PathBuf, outer: PathBuf },
    #[error("another backup is being made in {0}: wait for it")]
    Busy(PathBuf),
    #[error("{dir} is no whole backup: {why}; `fieldbeat backup --list` names those that are")]
    NoBackup { dir: PathBuf, why: String },
    #[error("{path} of the backup is not what was written: {why}; take another backup")]
    Spoilt { path: String, why: String },
    #[error(
        "the backup was made by fieldbeat {version}, whose database (migration {migration}) this program does not know: restore with that version"
    )]
    Newer { version: String, migration: i64 },
    #[error("{0} is not empty: name a directory that is, or move what is there away")]
    NotEmpty(PathBuf),
    #[error(
        "{0} is a mount point, which cannot be put in place at once: name a directory below it"
    )]
    MountPoint(PathBuf),
    #[error(
        "{0} has letters that a shell would take for more than a name: use letters, digits, `/`, `.`, `-` and `_` alone"
    )]
    OddPath(PathBuf),
    #[error("{0} holds no write-ahead log: name the directory of the archive")]
    NoArchive(PathBuf),
    #[error(
        "the user `{user}`, who runs the database, cannot read {path}: let them, as by `chmod`"
    )]
    Unreadable { user: String, path: PathBuf },
    #[error(
        "the backup is complete until {complete_until}: to be brought to {until} there must be one from before; take an older backup"
    )]
    TooEarly {
        complete_until: DateTime<Utc>,
        until: DateTime<Utc>,
    },
    #[error(
        "there is no write-ahead log up to {until}: {detail}; without --until it goes as far as there is"
    )]
    NotReached {
        until: DateTime<Utc>,
        detail: String,
    },
    #[error("the work was cut off")]
    Cut,
}

impl BackupError {
    /// Stable, for programs and counters.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Store(_) => "database",
            Self::Cluster(_) => "cluster",
            Self::Migrate(_) => "migration",
            Self::Io { .. } => "io",
            Self::NoDatabase(_) => "no_database",
            Self::Empty => "empty",
            Self::NoReplication { .. } => "no_replication",
            Self::NotAdmitted { .. } => "not_admitted",
            Self::Setting { .. } => "postgres_setting",
            Self::Tablespaces(_) => "tablespaces",
            Self::NoProgram { .. } => "no_program",
            Self::Failed { .. } => "program_failed",
            Self::NoRoom { .. } => "no_room",
            Self::Inside { .. } => "inside_itself",
            Self::Busy(_) => "busy",
            Self::NoBackup { .. } => "no_backup",
            Self::Spoilt { .. } => "spoilt",
            Self::Newer { .. } => "newer",
            Self::NotEmpty(_) => "not_empty",
            Self::MountPoint(_) => "mount_point",
            Self::OddPath(_) => "odd_path",
            Self::NoArchive(_) => "no_archive",
            Self::Unreadable { .. } => "unreadable",
            Self::TooEarly { .. } => "too_early",
            Self::NotReached { .. } => "not_reached",
            Self::Cut => "cut",
        }
    }
}

fn io_at(path: &std::path::Path) -> impl FnOnce(io::Error) -> BackupError + use<'_> {
    |source| BackupError::Io {
        path: path.to_owned(),
        source,
    }
}

/// Reading and hashing belong on a thread that may wait.
async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BackupError> + Send + 'static,
) -> Result<T, BackupError> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or(Err(BackupError::Cut))
}

/// Of an empty place, or of the first that is there above it.
fn free_bytes(dir: &std::path::Path) -> Result<u64, BackupError> {
    let there = dir
        .ancestors()
        .find(|p| p.exists())
        .unwrap_or(std::path::Path::new("/"));
    let stat = rustix::fs::statvfs(there).map_err(|e| io_at(there)(e.into()))?;
    Ok(stat.f_bavail * stat.f_frsize)
}

/// Beside what is copied: manifest, log that is written meanwhile, directories.
const SPARE_BYTES: u64 = 128 << 20;

fn check_room(dir: &std::path::Path, bytes: u64) -> Result<(), BackupError> {
    let need = bytes + SPARE_BYTES;
    let free = free_bytes(dir)?;
    if free < need {
        return Err(BackupError::NoRoom {
            dir: dir.to_owned(),
            need: need >> 20,
            free: free >> 20,
        });
    }
    Ok(())
}
