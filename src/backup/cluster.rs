//! A restored cluster, laid out so that PostgreSQL recovers it: as far as its own log goes, or along an archive to a moment.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};

use super::{BackupError, io_at};
use crate::embedded_postgres::{RunAs, is_plain};

const SETTINGS: &str = "postgresql.auto.conf";

/// Where to, beyond the backup's own log.
#[derive(Clone, Debug)]
pub(super) struct Recovery {
    /// An archive of the write-ahead log.
    pub wal: Option<PathBuf>,
    pub until: Option<DateTime<Utc>>,
}

/// The settings with which a copy recovers. Pure; the archive's path was looked at.
fn settings(recovery: &Recovery) -> String {
    let command = match &recovery.wal {
        Some(dir) => format!("cp {}/%f %p", dir.display()),
        // There is nothing but what came with the copy.
        None => "false".to_owned(),
    };
    let mut lines = vec![
        "# fieldbeat restore".to_owned(),
        format!("restore_command = '{command}'"),
        "recovery_target_action = 'promote'".to_owned(),
        "recovery_target_timeline = 'latest'".to_owned(),
        "archive_mode = off".to_owned(),
        "synchronous_standby_names = ''".to_owned(),
        "primary_conninfo = ''".to_owned(),
        // Nobody reads before it is where it should be.
        "hot_standby = off".to_owned(),
    ];
    if let Some(until) = recovery.until {
        lines.push(format!(
            "recovery_target_time = '{}'",
            until.format("%Y-%m-%d %H:%M:%S%.6f+00")
        ));
    }
    lines.join("\n") + "\n"
}

/// Has the next start of `cluster` recover it; gives all of it to who runs it. Returns its settings as they were.
pub(super) fn prepare(cluster: &Path, recovery: &Recovery) -> Result<Vec<u8>, BackupError> {
    if let Some(wal) = &recovery.wal
        && !is_plain(wal)
    {
        return Err(BackupError::OddPath(wal.clone()));
    }
    let path = cluster.join(SETTINGS);
    let before = fs::read(&path).unwrap_or_default();
    let mut text = before.clone();
    text.extend_from_slice(b"\n");
    text.extend_from_slice(settings(recovery).as_bytes());
    write(&path, &text)?;
    write(&cluster.join("recovery.signal"), b"")?;
    // A copy of a standby would wait for its primary.
    let standby = cluster.join("standby.signal");
    if standby.exists() {
        fs::remove_file(&standby).map_err(io_at(&standby))?;
    }
    Ok(before)
}

/// The settings as they were: what was said for the recovery is of no use afterwards, and would be at the next one.
pub(super) fn settle(cluster: &Path, before: &[u8]) -> Result<(), BackupError> {
    write(&cluster.join(SETTINGS), before)
}

/// Whether who runs the cluster can read the archive: PostgreSQL takes a file that it cannot read for one that is not there,
/// and would stop before it.
pub(super) fn check_readable(cluster: &Path, wal: &Path) -> Result<(), BackupError> {
    let run_as = RunAs::for_cluster(cluster)?;
    run_as.check_can_enter(wal)?;
    let files = super::tree::files(wal)?;
    let Some(newest) = files.last() else {
        return Err(BackupError::NoArchive(wal.to_owned()));
    };
    let path = wal.join(newest);
    let mut command = run_as.command(Path::new("test"), Path::new("/"));
    let readable = command.arg("-r").arg(&path).status();
    if readable.is_ok_and(|s| s.success()) {
        Ok(())
    } else {
        Err(BackupError::Unreadable {
            user: run_as.name,
            path,
        })
    }
}

fn write(path: &Path, text: &[u8]) -> Result<(), BackupError> {
    let written = fs::File::create(path).and_then(|mut file| {
        file.write_all(text)?;
        file.sync_all()
    });
    written.map_err(io_at(path))
}

/// Gives the cluster to the user who runs it.
pub(super) fn give(cluster: &Path) -> Result<(), BackupError> {
    let run_as = RunAs::for_cluster(cluster)?;
    super::tree::each(cluster, &|path| run_as.own(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_in_utc_and_a_copy_alone_asks_no_archive() {
        let recovery = Recovery {
            wal: Some("/wal".into()),
            until: DateTime::from_timestamp(1_795_820_083, 123_456_000),
        };
        let text = settings(&recovery);
        assert!(
            text.contains("restore_command = 'cp /wal/%f %p'\n"),
            "{text}"
        );
        let moment = "recovery_target_time = '2026-11-27 22:54:43.123456+00'\n";
        assert!(text.contains(moment), "{text}");
        let alone = settings(&Recovery {
            wal: None,
            until: None,
        });
        assert!(alone.contains("restore_command = 'false'\n"), "{alone}");
        assert!(!alone.contains("recovery_target_time ="), "{alone}");
    }
}
