//! A PostgreSQL of the server's own in `<data_dir>/postgres`, from the system's binaries.
//!
//! Runs as an unprivileged user, listens on a private Unix socket only, and outlives a kill -9 of
//! either side: a running postmaster is adopted, a dead one is started again. Several processes may
//! use one cluster; whoever leaves last stops it. Never touches a server given by `database_url`.
//!
//! Two lock files carry that: `postgres.lock` is held while somebody starts or stops the cluster,
//! `postgres.users` is held shared by everybody who uses it. Both are released by the kernel at a kill.

use std::{
    fs::{File, OpenOptions},
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};
use thiserror::Error;
use tokio::sync::watch;

mod archiving;
mod install;
mod postmaster;

pub use archiving::is_plain;
pub use install::{Binaries, RunAs};
use postmaster::{Layout, Postmaster};

/// Role and database of the cluster.
const NAME: &str = "fieldbeat";
/// Only a part of the socket's name: nothing listens on TCP.
const PORT: u16 = 5432;
/// How long another process may hold the start lock: a first start on a slow disk takes a minute.
const LOCK_DEADLINE: Duration = Duration::from_mins(3);

/// Why there is no cluster, and what to do about it.
#[derive(Debug, Error)]
pub enum ClusterError {
    #[error("no PostgreSQL is installed: `apt install postgresql`, or set database_url")]
    NotInstalled,
    #[error(
        "the database in {dir} was made by PostgreSQL {found}, which is not installed: install postgresql-{found}"
    )]
    OtherVersion { dir: PathBuf, found: String },
    #[error(
        "PostgreSQL refuses to run as root and there is no user `postgres`: create one, start fieldbeat as an ordinary user, or set database_url"
    )]
    NoUser,
    #[error(
        "the user `{user}`, who runs the database, cannot enter {blocked}: `chmod o+x {blocked}`, or choose another data_dir"
    )]
    NotTraversable { user: String, blocked: PathBuf },
    #[error(
        "{dir} belongs to user id {owner}: start fieldbeat as that user or as root, or choose another data_dir"
    )]
    ForeignOwner { dir: PathBuf, owner: u32 },
    #[error(
        "another process has been starting or stopping the database in {0} for minutes; look at it, then try again"
    )]
    Locked(PathBuf),
    #[error(
        "this PostgreSQL has no basic_archive, which wal_archive needs: `apt install postgresql-contrib`, or unset wal_archive"
    )]
    NoArchiver,
    #[error(
        "the user `{user}`, who runs the database, cannot write to {dir}, which wal_archive names: let them, or choose another"
    )]
    NoArchive { user: String, dir: PathBuf },
    #[error("{program} failed: {detail}")]
    Failed { program: String, detail: String },
    #[error("{path}: {error}")]
    Io {
        path: PathBuf,
        #[source]
        error: io::Error,
    },
    #[error("the database does not answer: {0}")]
    Connect(#[from] sqlx::Error),
}

/// Between attempts to start a cluster that does not start.
const RESTART_EVERY: Duration = Duration::from_secs(2);

fn io_at(path: &Path) -> impl FnOnce(io::Error) -> ClusterError + '_ {
    |error| ClusterError::Io {
        path: path.to_owned(),
        error,
    }
}

/// The cluster in use by this process.
#[derive(Debug)]
pub struct Cluster {
    layout: Layout,
    options: PgConnectOptions,
    users: File,
    stop: watch::Sender<bool>,
    monitor: tokio::task::JoinHandle<Postmaster>,
}

impl Cluster {
    /// Whether `data_dir` has a cluster, running or not.
    pub fn is_made(data_dir: &Path) -> bool {
        data_dir.join("postgres/PG_VERSION").exists()
    }

    /// Starts the cluster of `data_dir`, or joins it where it runs already; makes it at the first time.
    pub async fn start(data_dir: &Path) -> Result<Self, ClusterError> {
        Self::start_archiving(data_dir, None).await
    }

    /// The same, and it copies its write-ahead log to `archive`; one that runs already goes on as it was started.
    pub async fn start_archiving(
        data_dir: &Path,
        archive: Option<&Path>,
    ) -> Result<Self, ClusterError> {
        std::fs::create_dir_all(data_dir).map_err(io_at(data_dir))?;
        let data_dir = data_dir.canonicalize().map_err(io_at(data_dir))?;
        let run_as = RunAs::for_cluster(&data_dir.join("postgres"))?;
        run_as.check_can_enter(&data_dir)?;
        let binaries = Binaries::find(&data_dir.join("postgres"))?;
        let layout = Layout::prepare(&data_dir, binaries, run_as, archive)?;

        let start_lock = exclusive(&layout.data_dir.join("postgres.lock")).await?;
        let users = open_lock(&layout.data_dir.join("postgres.users"))?;
        users.lock_shared().map_err(io_at(&layout.data_dir))?;
        layout.initdb().await?;
        let postmaster = layout.run().await?;
        let options = postmaster.connect_options();
        create_database(&options).await?;
        drop(start_lock);

        let (stop, stopping) = watch::channel(false);
        let monitor = tokio::spawn(monitor(layout.clone(), postmaster, stopping));
        Ok(Self {
            layout,
            options,
            users,
            stop,
            monitor,
        })
    }

    /// How to connect: role and database `fieldbeat` over the private socket.
    pub fn connect_options(&self) -> PgConnectOptions {
        self.options.clone()
    }

    /// Leaves the cluster, and stops it unless another process uses it.
    pub async fn stop(self) -> Result<(), ClusterError> {
        self.stop.send_replace(true);
        let Ok(postmaster) = self.monitor.await else {
            return Ok(());
        };
        let _start_lock = exclusive(&self.layout.data_dir.join("postgres.lock")).await?;
        drop(self.users);
        let users = open_lock(&self.layout.data_dir.join("postgres.users"))?;
        if users.try_lock().is_err() {
            tracing::debug!("another process uses the database: left running");
            return Ok(());
        }
        postmaster.stop().await
    }
}

/// Starts the postmaster again whenever it is gone, until told to stop.
async fn monitor(
    layout: Layout,
    mut postmaster: Postmaster,
    mut stopping: watch::Receiver<bool>,
) -> Postmaster {
    loop {
        tokio::select! {
            // A sender that is gone means that this process ends without stopping the cluster.
            _ = stopping.wait_for(|s| *s) => return postmaster,
            () = postmaster.gone() => {}
        }
        tracing::warn!("the embedded PostgreSQL is gone: starting it again");
        match restart(&layout).await {
            Ok(again) => {
                tracing::info!("the embedded PostgreSQL is back");
                postmaster = again;
            }
            Err(error) => {
                tracing::error!(%error, "the embedded PostgreSQL does not start");
                let told = stopping.wait_for(|s| *s);
                if tokio::time::timeout(RESTART_EVERY, told).await.is_ok() {
                    return postmaster;
                }
            }
        }
    }
}

async fn restart(layout: &Layout) -> Result<Postmaster, ClusterError> {
    let _start_lock = exclusive(&layout.data_dir.join("postgres.lock")).await?;
    layout.run().await
}

async fn create_database(options: &PgConnectOptions) -> Result<(), ClusterError> {
    let mut conn = PgConnection::connect_with(&options.clone().database("postgres")).await?;
    let exists: bool =
        sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
            .bind(NAME)
            .fetch_one(&mut conn)
            .await?;
    if !exists {
        sqlx::query("create database fieldbeat")
            .execute(&mut conn)
            .await?;
    }
    conn.close().await?;
    Ok(())
}

fn open_lock(path: &Path) -> Result<File, ClusterError> {
    OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .map_err(io_at(path))
}

async fn exclusive(path: &Path) -> Result<File, ClusterError> {
    let file = open_lock(path)?;
    let step = Duration::from_millis(100);
    for _ in 0..LOCK_DEADLINE.as_millis() / step.as_millis() {
        if file.try_lock().is_ok() {
            return Ok(file);
        }
        tokio::time::sleep(step).await;
    }
    Err(ClusterError::Locked(path.to_owned()))
}
