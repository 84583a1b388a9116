//! One cluster on disk and the postmaster that runs it: made, started, adopted, awaited, stopped.
//!
//! Durable by construction: fsync, full_page_writes and synchronous_commit are on, always.

use std::{
    fs,
    os::unix::{
        fs::{MetadataExt, PermissionsExt},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use rustix::process::{Pid, Signal};
use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};

use super::{
    ClusterError, NAME, PORT, archiving,
    install::{Binaries, RunAs},
    io_at,
};

/// `sun_path` holds 108 bytes with its terminating zero.
const SOCKET_PATH_MAX: usize = 107;
const POLL: Duration = Duration::from_millis(50);
/// Backends of a killed postmaster hold its shared memory until they notice.
const LEFTOVERS_DEADLINE: Duration = Duration::from_mins(1);
const STOP_DEADLINE: Duration = Duration::from_mins(1);

/// Where the cluster lives and who runs it.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub data_dir: PathBuf,
    cluster: PathBuf,
    run_dir: PathBuf,
    binaries: Binaries,
    run_as: RunAs,
    archive: Option<PathBuf>,
}

/// A postmaster, started by this process or found running.
#[derive(Debug)]
pub(super) struct Postmaster {
    pid: Pid,
    /// Set where it is this process's child and must be reaped.
    child: Option<tokio::process::Child>,
    cluster: PathBuf,
    socket_dir: PathBuf,
}

impl Layout {
    pub fn prepare(
        data_dir: &Path,
        binaries: Binaries,
        run_as: RunAs,
        archive: Option<&Path>,
    ) -> Result<Self, ClusterError> {
        if let Some(archive) = archive {
            archiving::prepare(archive, &binaries, &run_as)?;
        }
        let run_dir = run_dir(data_dir);
        let layout = Self {
            data_dir: data_dir.to_owned(),
            cluster: data_dir.join("postgres"),
            run_dir,
            binaries,
            run_as,
            archive: archive.map(Path::to_owned),
        };
        layout.private_dir(&layout.run_dir)?;
        Ok(layout)
    }

    /// Makes `dir` enterable by the cluster's user only, and refuses one that somebody else laid there.
    fn private_dir(&self, dir: &Path) -> Result<(), ClusterError> {
        match fs::create_dir(dir) {
            Ok(()) => self.run_as.own(dir).map_err(io_at(dir))?,
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(io_at(dir)(e)),
        }
        let found = fs::symlink_metadata(dir).map_err(io_at(dir))?;
        let owner = self
            .run_as
            .switch_to
            .map_or_else(|| rustix::process::geteuid().as_raw(), |(uid, _)| uid);
        if !found.is_dir() || found.uid() != owner {
            return Err(ClusterError::ForeignOwner {
                dir: dir.to_owned(),
                owner: found.uid(),
            });
        }
        fs::set_permissions(dir, fs::Permissions::from_mode(0o700)).map_err(io_at(dir))
    }

    /// Makes the cluster beside and moves it into place, so that a cut leaves no half of one.
    pub async fn initdb(&self) -> Result<(), ClusterError> {
        if self.cluster.join("PG_VERSION").exists() {
            return Ok(());
        }
        let fresh = self.data_dir.join("postgres.new");
        if fresh.exists() {
            fs::remove_dir_all(&fresh).map_err(io_at(&fresh))?;
        }
        self.private_dir(&fresh)?;
        tracing::info!(dir = %self.cluster.display(), "making the embedded database");
        let mut command = self
            .run_as
            .command(&self.binaries.program("initdb"), Path::new("/"));
        command
            .arg("-D")
            .arg(&fresh)
            .args([
                "--username",
                NAME,
                "--auth-local=trust",
                "--auth-host=reject",
            ])
            .args(["--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums"])
            .arg("--no-instructions");
        let output = tokio::process::Command::from(command)
            .output()
            .await
            .map_err(io_at(&fresh))?;
        if !output.status.success() {
            return Err(ClusterError::Failed {
                program: "initdb".to_owned(),
                detail: String::from_utf8_lossy(&output.stderr).trim().to_owned(),
            });
        }
        fs::rename(&fresh, &self.cluster).map_err(io_at(&self.cluster))
    }

    /// A postmaster that answers: the one that runs, or a new one.
    pub async fn run(&self) -> Result<Postmaster, ClusterError> {
        let mut waited = Duration::ZERO;
        loop {
            if let Some(running) = self.running()?
                && self.answers(&running).await
            {
                let pid = running.pid.as_raw_nonzero().get();
                tracing::debug!(pid, "joined the running PostgreSQL");
                return Ok(running);
            }
            let mut postmaster = self.spawn()?;
            if self.answers_as_child(&mut postmaster).await {
                return Ok(postmaster);
            }
            let log = self.why_not();
            // Leftovers of a killed postmaster, or one that a killed server had just started.
            let may_pass =
                log.contains("pre-existing shared memory block") || log.contains("lock file \"");
            if !may_pass || waited > LEFTOVERS_DEADLINE {
                return Err(ClusterError::Failed {
                    program: "postgres".to_owned(),
                    detail: last_lines(&log, 5),
                });
            }
            tokio::time::sleep(POLL * 10).await;
            waited += POLL * 10;
        }
    }

    /// The live postmaster that `postmaster.pid` names.
    fn running(&self) -> Result<Option<Postmaster>, ClusterError> {
        let pid_file = self.cluster.join("postmaster.pid");
        let text = fs::read_to_string(&pid_file).unwrap_or_default();
        let socket_dir = text.lines().nth(4).filter(|l| !l.is_empty());
        if let Some(pid) = first_line_pid(&text)
            && is_postmaster_of(pid, &self.cluster)
        {
            return Ok(Some(Postmaster {
                pid,
                child: None,
                cluster: self.cluster.clone(),
                socket_dir: socket_dir.map_or_else(|| self.run_dir.clone(), PathBuf::from),
            }));
        }
        clear_misleading(&pid_file)?;
        clear_misleading(&self.run_dir.join(format!(".s.PGSQL.{PORT}.lock")))?;
        Ok(None)
    }

    /// What the failed start wrote: before its log collector ran, and after.
    fn why_not(&self) -> String {
        let early = fs::read_to_string(self.start_log()).unwrap_or_default();
        let dir = fs::read_dir(self.cluster.join("log")).into_iter().flatten();
        let newest = dir
            .flatten()
            .max_by_key(|e| e.metadata().and_then(|m| m.modified()).ok());
        let late = newest.and_then(|e| fs::read_to_string(e.path()).ok());
        format!("{early}\n{}", last_lines(&late.unwrap_or_default(), 5))
    }

    fn start_log(&self) -> PathBuf {
        self.data_dir.join("postgres-start.log")
    }

    fn spawn(&self) -> Result<Postmaster, ClusterError> {
        let log = self.start_log();
        let output = fs::File::create(&log).map_err(io_at(&log))?;
        let mut command = self
            .run_as
            .command(&self.binaries.program("postgres"), &self.cluster);
        command
            .arg("-D")
            .arg(&self.cluster)
            .arg("-k")
            .arg(&self.run_dir)
            .args(["-p", &PORT.to_string()]);
        let archive = self.archive.iter().flat_map(|dir| archiving::settings(dir));
        for (name, value) in server_settings().into_iter().chain(archive) {
            command.arg("-c").arg(format!("{name}={value}"));
        }
        command
            // Ctrl-C on the terminal is for the server, which stops the database last.
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(output);
        let child = tokio::process::Command::from(command)
            .kill_on_drop(false)
            .spawn()
            .map_err(io_at(&self.binaries.program("postgres")))?;
        let pid = child
            .id()
            .and_then(|id| i32::try_from(id).ok())
            .and_then(Pid::from_raw)
            .ok_or_else(|| ClusterError::Failed {
                program: "postgres".to_owned(),
                detail: "ended at once".to_owned(),
            })?;
        Ok(Postmaster {
            pid,
            child: Some(child),
            cluster: self.cluster.clone(),
            socket_dir: self.run_dir.clone(),
        })
    }

    /// Waits for a found postmaster, which may be recovering, for as long as it lives.
    async fn answers(&self, postmaster: &Postmaster) -> bool {
        while is_postmaster_of(postmaster.pid, &self.cluster) {
            if postmaster.can_connect().await {
                return true;
            }
            tokio::time::sleep(POLL).await;
        }
        false
    }

    async fn answers_as_child(&self, postmaster: &mut Postmaster) -> bool {
        let mut waited = Duration::ZERO;
        loop {
            if let Some(child) = &mut postmaster.child
                && !matches!(child.try_wait(), Ok(None))
            {
                return false;
            }
            if postmaster.can_connect().await {
                return true;
            }
            tokio::time::sleep(POLL).await;
            waited += POLL;
            if waited.as_millis().is_multiple_of(5_000) {
                tracing::info!(seconds = waited.as_secs(), "PostgreSQL is recovering");
            }
        }
    }
}

impl Postmaster {
    pub fn connect_options(&self) -> PgConnectOptions {
        PgConnectOptions::new_without_pgpass()
            .socket(&self.socket_dir)
            .port(PORT)
            .username(NAME)
            .database(NAME)
    }

    async fn can_connect(&self) -> bool {
        let options = self.connect_options().database("postgres");
        match PgConnection::connect_with(&options).await {
            Ok(conn) => conn.close().await.is_ok(),
            Err(_) => false,
        }
    }

    /// Returns when it has ended.
    pub async fn gone(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.wait().await;
            return;
        }
        while is_postmaster_of(self.pid, &self.cluster) {
            tokio::time::sleep(POLL * 4).await;
        }
    }

    /// Fast shutdown; immediate where that takes too long (nothing committed is lost by it).
    pub async fn stop(mut self) -> Result<(), ClusterError> {
        for signal in [Signal::INT, Signal::QUIT] {
            // Its number may be another program's by now.
            if !is_postmaster_of(self.pid, &self.cluster)
                || rustix::process::kill_process(self.pid, signal).is_err()
            {
                return Ok(());
            }
            if tokio::time::timeout(STOP_DEADLINE, self.gone())
                .await
                .is_ok()
            {
                return Ok(());
            }
        }
        Err(ClusterError::Failed {
            program: "postgres".to_owned(),
            detail: "does not stop".to_owned(),
        })
    }
}

/// Whether `pid` runs and was started on `cluster`. A zombie has no command line, so it has ended.
fn is_postmaster_of(pid: Pid, cluster: &Path) -> bool {
    use std::os::unix::ffi::OsStrExt;
    let path = format!("/proc/{}/cmdline", pid.as_raw_nonzero());
    fs::read(path).is_ok_and(|line| {
        line.split(|b| *b == 0)
            .any(|arg| arg == cluster.as_os_str().as_bytes())
    })
}

fn first_line_pid(text: &str) -> Option<Pid> {
    Pid::from_raw(text.lines().next()?.trim().parse().ok()?)
}

/// PostgreSQL clears a lock file whose process is dead. It believes one whose number belongs to
/// another program by now, as after a restart of a container, or to a zombie: that is cleared here.
fn clear_misleading(lock_file: &Path) -> Result<(), ClusterError> {
    let Ok(text) = fs::read_to_string(lock_file) else {
        return Ok(());
    };
    if first_line_pid(&text).is_some_and(|p| rustix::process::test_kill_process(p).is_ok()) {
        fs::remove_file(lock_file).map_err(io_at(lock_file))?;
    }
    Ok(())
}

/// `<data_dir>/run`, or a short one in the temporary directory where a socket's path would be too long.
fn run_dir(data_dir: &Path) -> PathBuf {
    use sha2::{Digest, Sha256};
    use std::os::unix::ffi::OsStrExt;
    let near = data_dir.join("run");
    let socket = near.join(format!(".s.PGSQL.{PORT}"));
    if socket.as_os_str().len() <= SOCKET_PATH_MAX {
        return near;
    }
    let digest = hex::encode(Sha256::digest(data_dir.as_os_str().as_bytes()));
    Path::new("/tmp").join(format!(
        "fieldbeat-{}",
        digest.get(..12).unwrap_or_default()
    ))
}

fn last_lines(text: &str, count: usize) -> String {
    let lines: Vec<&str> = text.lines().filter(|l| !l.is_empty()).collect();
    let from = lines.len().saturating_sub(count);
    lines.get(from..).unwrap_or_default().join("\n")
}

fn server_settings() -> Vec<(&'static str, String)> {
    let mut settings: Vec<(&'static str, String)> = [
        ("listen_addresses", ""),
        ("unix_socket_permissions", "0700"),
        ("fsync", "on"),
        ("full_page_writes", "on"),
        ("synchronous_commit", "on"),
        ("max_connections", "200"),
        ("max_wal_size", "2GB"),
        ("checkpoint_timeout", "15min"),
        ("wal_compression", "on"),
        ("jit", "off"),
        ("timezone", "UTC"),
        ("log_timezone", "UTC"),
        // A week of logs, overwritten by weekday.
        ("logging_collector", "on"),
        ("log_directory", "log"),
        ("log_filename", "postgres-%a.log"),
        ("log_truncate_on_rotation", "on"),
        ("log_rotation_age", "1d"),
        ("log_rotation_size", "0"),
        // Details and statements would carry coordinates into the log.
        ("log_error_verbosity", "terse"),
        ("log_min_error_statement", "panic"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .to_vec();
    settings.push(("shared_buffers", format!("{}MB", shared_buffers_mb())));
    settings
}

/// An eighth of the memory, from 128 MiB to 2 GiB.
fn shared_buffers_mb() -> u64 {
    let kib: u64 = fs::read_to_string("/proc/meminfo")
        .ok()
        .and_then(|t| t.split_whitespace().nth(1)?.parse().ok())
        .unwrap_or(0);
    (kib / 1024 / 8).clamp(128, 2048)
}
