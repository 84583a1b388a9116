//! PostgreSQL's own programs, run: the copy and its check. What they say is turned into what to do.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use tokio::io::{AsyncRead, AsyncReadExt};

use super::{BackupError, Source, Step, Told};
use crate::embedded_postgres::Binaries;

/// A second. Ingest writes some MiB in one; a disk does hundreds.
const GENTLE_RATE: &str = "100M";
/// What a program says beside its progress, kept for whoever asks why.
const SAID_MAX: usize = 4_096;

/// Copies the whole cluster to `to`, which must not be there, with the log that belongs to it. Flushed by the program.
pub(super) async fn copy(
    binaries: &Binaries,
    source: &Source,
    to: &Path,
    (role, gently): (&str, bool),
    told: &Told,
) -> Result<(), BackupError> {
    let mut command = Command::new(binaries.program("pg_basebackup"));
    command
        .arg("--pgdata")
        .arg(to)
        .args(["--wal-method=stream", "--checkpoint=fast"])
        .args(["--manifest-checksums=SHA256", "--progress"]);
    if gently {
        command.args(["--max-rate", GENTLE_RATE]);
    }
    source.link.tell(&mut command);
    let said = run("pg_basebackup", command, |line| {
        let Some(step) = progress(line) else {
            return false;
        };
        told(step);
        true
    })
    .await?;
    said.map_err(|detail| refused(detail, role))
}

/// Whether names, sizes and log of a copy are what PostgreSQL wrote; the contents were read by whoever asks. `false`: the
/// program is not installed.
pub(super) async fn check(
    binaries: &Binaries,
    copy: &Path,
    wal: bool,
) -> Result<bool, BackupError> {
    const PROGRAM: &str = "pg_verifybackup";
    let program = binaries.program(PROGRAM);
    if !program.exists() {
        return Ok(false);
    }
    let mut command = Command::new(program);
    command
        .args(["--quiet", "--skip-checksums"])
        .env("LC_ALL", "C");
    // It reads the log of its own version alone.
    if !wal {
        command.arg("--no-parse-wal");
    }
    command.arg(copy);
    let said = run(PROGRAM, command, |_| false).await?;
    match said {
        Ok(()) => Ok(true),
        Err(detail) => Err(BackupError::Failed {
            program: PROGRAM,
            detail,
        }),
    }
}

/// Removes from an archive of the log what lies before a file of it.
pub(super) async fn thin_out(
    binaries: &Binaries,
    archive: &Path,
    first: &str,
) -> Result<(), BackupError> {
    const PROGRAM: &str = "pg_archivecleanup";
    let mut command = Command::new(binaries.program(PROGRAM));
    command.arg(archive).arg(first).env("LC_ALL", "C");
    let said = run(PROGRAM, command, |_| false).await?;
    said.map_err(|detail| BackupError::Failed {
        program: PROGRAM,
        detail,
    })
}

/// Runs it to its end; `heard` takes lines that are no complaint. What else it said where it failed. It dies with whoever
/// waits for it.
async fn run(
    program: &'static str,
    command: Command,
    mut heard: impl FnMut(&str) -> bool,
) -> Result<Result<(), String>, BackupError> {
    let failed = |e: std::io::Error| BackupError::Failed {
        program,
        detail: e.to_string(),
    };
    let mut child = tokio::process::Command::from(command)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(failed)?;
    let mut said = String::new();
    if let Some(stderr) = child.stderr.take() {
        lines(stderr, |line| {
            if !heard(line) && said.len() < SAID_MAX {
                said.push_str(line);
                said.push('\n');
            }
        })
        .await
        .map_err(failed)?;
    }
    let status = child.wait().await.map_err(failed)?;
    Ok(if status.success() {
        Ok(())
    } else {
        Err(said.trim().to_owned())
    })
}

/// Lines as a terminal would see them: progress is written over itself.
async fn lines(
    mut from: impl AsyncRead + Unpin,
    mut each: impl FnMut(&str),
) -> std::io::Result<()> {
    let mut kept = Vec::new();
    let mut buffer = [0; 1_024];
    loop {
        let read = from.read(&mut buffer).await?;
        for byte in buffer.get(..read).unwrap_or_default() {
            if !matches!(byte, b'\r' | b'\n') {
                if kept.len() < SAID_MAX {
                    kept.push(*byte);
                }
                continue;
            }
            if !kept.is_empty() {
                each(&String::from_utf8_lossy(&kept));
                kept.clear();
            }
        }
        if read == 0 {
            if !kept.is_empty() {
                each(&String::from_utf8_lossy(&kept));
            }
            return Ok(());
        }
    }
}

/// ` 4096/31005 kB (13%), 0/1 tablespace`.
fn progress(line: &str) -> Option<Step> {
    let (counts, _) = line.trim().split_once(" kB (")?;
    let (kib, of_kib) = counts.split_once('/')?;
    Some(Step::Database {
        kib: kib.parse().ok()?,
        of_kib: of_kib.parse().ok()?,
    })
}

/// Words of the server come in its language; the names of its files and settings do not.
fn refused(detail: String, role: &str) -> BackupError {
    if detail.contains("pg_hba.conf") {
        let host = detail
            .split('"')
            .find(|part| part.parse::<std::net::IpAddr>().is_ok());
        let line = match host.and_then(|h| h.parse::<std::net::IpAddr>().ok()) {
            Some(at) if at.is_ipv6() => format!("host replication {role} {at}/128 scram-sha-256"),
            Some(at) => format!("host replication {role} {at}/32 scram-sha-256"),
            None => format!("local replication {role} peer"),
        };
        return BackupError::NotAdmitted { line };
    }
    if detail.contains("max_wal_senders") {
        return BackupError::Setting {
            setting: "max_wal_senders = 10",
        };
    }
    BackupError::Failed {
        program: "pg_basebackup",
        detail,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_told_and_complaints_are_not_taken_for_it() {
        let line = " 4096/31005 kB (13%), 0/1 tablespace";
        let step = Step::Database {
            kib: 4_096,
            of_kib: 31_005,
        };
        assert_eq!(progress(line), Some(step));
        assert_eq!(progress("pg_basebackup: error: 1/2 of it"), None);
    }

    #[test]
    fn the_missing_line_is_said() {
        let said = r#"pg_basebackup: error: connection to server at "db" (10.0.0.5), port 5432 failed: FATAL:  no pg_hba.conf entry for replication connection from host "10.0.0.9", user "fieldbeat", no encryption"#;
        let told = refused(said.to_owned(), "fieldbeat").to_string();
        assert!(
            told.contains("host replication fieldbeat 10.0.0.9/32 scram-sha-256"),
            "{told}"
        );
        let told = refused("FATAL: pg_hba.conf [local]".to_owned(), "me").to_string();
        assert!(told.contains("local replication me peer"), "{told}");
    }

    #[tokio::test]
    async fn what_is_written_over_itself_comes_in_lines() {
        let mut found = Vec::new();
        let text: &[u8] = b" 1/2 kB (50%)\r 2/2 kB (100%)\r\nerror: no\nlast";
        lines(text, |l| found.push(l.to_owned())).await.unwrap();
        assert_eq!(
            found,
            [" 1/2 kB (50%)", " 2/2 kB (100%)", "error: no", "last"]
        );
    }
}
