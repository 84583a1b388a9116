//! A backup put back beside, looked at, and only then given its name: a restore that is cut leaves nothing where the server
//! would look. The same into a directory that goes again is the rehearsal.

use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::Connection;
use tempfile::TempDir;
use uuid::Uuid;

use super::{
    BackupError, Manifest, Photos, Rehearsed, Step, Told, apart, base, check_room,
    cluster::{self, Recovery},
    io_at,
    make::{DATA, PHOTOS},
    shelf, tree, verify,
};
use crate::{
    clock::Clock,
    embedded_postgres::{Binaries, Cluster, ClusterError},
    store::{
        audit_seal::{self, Verified},
        checkup::Schema,
        migrate, node,
        partition::TimescaleChoice,
        restored::{self, Counts, Newest},
        with_limits,
    },
};

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Restoring {
    pub from: PathBuf,
    /// Must be empty, or not be there.
    pub data_dir: PathBuf,
    /// An archive of the write-ahead log.
    pub wal: Option<PathBuf>,
    /// With an archive alone.
    pub until: Option<DateTime<Utc>>,
}

/// How long each part took.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Seconds {
    pub verify: f64,
    pub lay: f64,
    pub recover: f64,
    pub look: f64,
}

/// What came back.
#[derive(Debug, Serialize)]
pub struct Restored {
    pub data_dir: PathBuf,
    pub backup: String,
    pub product_version: String,
    pub complete_until: DateTime<Utc>,
    pub bytes: u64,
    pub embedded: bool,
    /// Whether PostgreSQL's own check looked at the copy, too.
    pub checked_by_postgres: bool,
    pub photos: Photos,
    /// Further than the backup: what came later of photos is not expected.
    pub along_log: bool,
    /// `None`: it was unpacked for a PostgreSQL of the operator's, and not started.
    pub found: Option<Found>,
    pub seconds: Seconds,
}

/// What the database says once it is recovered.
#[derive(Debug, Serialize)]
pub struct Found {
    /// The last commit that came back, where the log tells.
    pub last_commit: Option<DateTime<Utc>>,
    pub timeline: u32,
    pub newest: Newest,
    pub counts: Counts,
    pub audit_log: Verified,
    /// What phones will be told; they send again what they keep.
    pub store: Option<Uuid>,
    pub migrations_applied: usize,
    /// Named by the database, and not among the files. Nothing is looked for in a bucket.
    pub photos_missing: usize,
}

impl Restored {
    /// Whether everything that can be proven holds.
    pub fn is_whole(&self) -> bool {
        (self.found.as_ref()).is_none_or(|f| {
            f.audit_log.fault.is_none() && (self.along_log || f.photos_missing == 0)
        })
    }
}

/// Puts a backup back into a directory of its own.
pub async fn restore(
    asked: &Restoring,
    clock: &Clock,
    told: &Told,
) -> Result<Restored, BackupError> {
    let target = asked.data_dir.clone();
    let (target, beside) = apart(move || free_place(&target)).await?;
    let mut restored = into(asked, beside.path(), clock, told).await?;
    apart({
        let target = target.clone();
        move || put_in_place(beside, &target)
    })
    .await?;
    restored.data_dir = target;
    Ok(restored)
}

/// The same into a temporary directory, all of which is gone at the end.
pub async fn drill(asked: &Restoring, clock: &Clock, told: &Told) -> Result<Restored, BackupError> {
    let started = clock.instant();
    let beside = apart(|| temporary(&std::env::temp_dir(), "fieldbeat-drill-")).await?;
    let tried = into(asked, beside.path(), clock, told).await;
    let how = Rehearsed {
        at: clock.utc(),
        whole: tried.as_ref().is_ok_and(Restored::is_whole),
        took_s: clock.instant().duration_since(started).as_secs_f64(),
    };
    // It says something of the backup, unless the question was wrong.
    if !matches!(tried, Err(BackupError::NoBackup { .. })) {
        let from = asked.from.clone();
        let noted = apart(move || shelf::rehearsed(&from, &how)).await;
        if let Err(error) = noted {
            tracing::warn!(%error, "the rehearsal cannot be noted beside the backup");
        }
    }
    let gone = apart(move || {
        let path = beside.path().to_owned();
        beside.close().map_err(io_at(&path))
    });
    gone.await?;
    tried
}

fn temporary(parent: &Path, prefix: &str) -> Result<TempDir, BackupError> {
    let made = tempfile::Builder::new()
        .prefix(prefix)
        .tempdir_in(parent)
        .map_err(io_at(parent))?;
    // Who runs the database must be able to enter.
    let mode = fs::Permissions::from_mode(0o755);
    fs::set_permissions(made.path(), mode).map_err(io_at(made.path()))?;
    Ok(made)
}

/// The target as it will be called, and a directory beside it with which it changes places.
fn free_place(target: &Path) -> Result<(PathBuf, TempDir), BackupError> {
    let target = std::path::absolute(target).map_err(io_at(target))?;
    let parent = target.parent().unwrap_or(Path::new("/"));
    let mut mode = None;
    if target.exists() {
        let found = fs::read_dir(&target).map_err(io_at(&target))?;
        if found.count() > 0 {
            return Err(BackupError::NotEmpty(target));
        }
        let (here, above) = (fs::metadata(&target), fs::metadata(parent));
        let (here, above) = (here.map_err(io_at(&target))?, above.map_err(io_at(parent))?);
        if here.dev() != above.dev() {
            return Err(BackupError::MountPoint(target));
        }
        mode = Some((here.permissions(), here.uid(), here.gid()));
    } else {
        fs::create_dir_all(parent).map_err(io_at(parent))?;
    }
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let beside = temporary(parent, &format!(".{name}.restoring-"))?;
    if let Some((mode, uid, gid)) = mode {
        let path = beside.path();
        fs::set_permissions(path, mode).map_err(io_at(path))?;
        std::os::unix::fs::chown(path, Some(uid), Some(gid)).map_err(io_at(path))?;
    }
    Ok((target, beside))
}

/// An empty directory gives way to one of another name at once.
fn put_in_place(beside: TempDir, target: &Path) -> Result<(), BackupError> {
    tree::sync_names(beside.path())?;
    fs::rename(beside.path(), target).map_err(io_at(target))?;
    // Nothing to remove under its old name.
    let _ = beside.keep();
    let parent = target.parent().unwrap_or(Path::new("/"));
    tree::sync(parent)
}

/// Verifies, lays out in `place`, recovers and looks.
async fn into(
    asked: &Restoring,
    place: &Path,
    clock: &Clock,
    told: &Told,
) -> Result<Restored, BackupError> {
    let mut seconds = Seconds::default();
    let mut last = clock.instant();
    let mut lap = || {
        let now = clock.instant();
        let took = now.duration_since(last).as_secs_f64();
        last = now;
        took
    };
    let manifest = apart({
        let (from, told) = (asked.from.clone(), Arc::clone(told));
        move || {
            let manifest = Manifest::read(&from)?;
            if manifest.migration > migrate::newest_known() {
                return Err(BackupError::Newer {
                    version: manifest.product_version,
                    migration: manifest.migration,
                });
            }
            verify::verify(&from, &manifest, &told)?;
            Ok(manifest)
        }
    })
    .await?;
    let recovery = recovery(asked, &manifest)?;
    let major = u32::try_from(manifest.postgres_version / 10_000).unwrap_or_default();
    let copy = asked.from.join(verify::DATABASE);
    let checked_by_postgres = match Binaries::for_server(major) {
        Some(found) => base::check(&found, &copy, found.major() == major).await?,
        None => false,
    };
    seconds.verify = lap();
    let before = apart({
        let (from, place, told) = (asked.from.clone(), place.to_owned(), Arc::clone(told));
        let (bytes, recovery) = (manifest.bytes(), recovery.clone());
        let embedded = manifest.embedded;
        move || lay(&from, &place, bytes, &recovery, embedded, &told)
    })
    .await?;
    seconds.lay = lap();
    let mut found = None;
    if manifest.embedded {
        told(Step::Recovering);
        let running = Cluster::start(place).await;
        let running = running.map_err(|e| not_reached(e, asked.until))?;
        seconds.recover = lap();
        told(Step::Looking);
        let looked = look(&running, place, &manifest, clock).await;
        let socket = running.connect_options().get_socket().cloned();
        running.stop().await?;
        apart({
            let place = place.to_owned();
            move || tidy(&place, socket.as_deref(), &before)
        })
        .await?;
        found = Some(looked?);
        seconds.look = lap();
    }
    Ok(Restored {
        data_dir: place.to_owned(),
        backup: manifest.name.clone(),
        product_version: manifest.product_version.clone(),
        complete_until: manifest.complete_until,
        bytes: manifest.bytes(),
        embedded: manifest.embedded,
        checked_by_postgres,
        photos: manifest.photos,
        along_log: asked.wal.is_some(),
        found,
        seconds,
    })
}

fn recovery(asked: &Restoring, manifest: &Manifest) -> Result<Recovery, BackupError> {
    if let Some(until) = asked.until
        && until <= manifest.complete_until
    {
        return Err(BackupError::TooEarly {
            complete_until: manifest.complete_until,
            until,
        });
    }
    let wal = match &asked.wal {
        Some(dir) => Some(dir.canonicalize().map_err(io_at(dir))?),
        None => None,
    };
    Ok(Recovery {
        wal,
        until: asked.until,
    })
}

/// Copies everything into `place`. Returns the database's settings as they were.
fn lay(
    from: &Path,
    place: &Path,
    bytes: u64,
    recovery: &Recovery,
    embedded: bool,
    told: &Told,
) -> Result<Vec<u8>, BackupError> {
    check_room(place, bytes)?;
    let mut done = 0;
    let mut count = |more: u64| {
        done += more;
        told(Step::Laying { done, of: bytes });
    };
    let cluster = place.join("postgres");
    tree::copy_all(&from.join(verify::DATABASE), &cluster, &mut count)?;
    for (part, to) in [(PHOTOS, place.join("photos")), (DATA, place.to_owned())] {
        let part = from.join(part);
        for path in tree::files(&part)? {
            let source = part.join(&path);
            if let Some(copied) = tree::copy(&source, &to, &path)? {
                count(copied.bytes);
            }
        }
    }
    if let (true, Some(wal)) = (embedded, &recovery.wal) {
        cluster::check_readable(&cluster, wal)?;
    }
    let before = cluster::prepare(&cluster, recovery)?;
    if embedded {
        cluster::give(&cluster)?;
    }
    Ok(before)
}

/// The database was stopped: nothing of the restore stays but what came back.
fn tidy(place: &Path, socket: Option<&Path>, before: &[u8]) -> Result<(), BackupError> {
    cluster::settle(&place.join("postgres"), before)?;
    for left in ["postgres.lock", "postgres.users", "postgres-start.log"] {
        let _ = fs::remove_file(place.join(left));
    }
    if let Some(socket) = socket {
        fs::remove_dir_all(socket).map_err(io_at(socket))?;
    }
    Ok(())
}

/// PostgreSQL ends itself where the log ends before the moment that was asked for.
fn not_reached(error: ClusterError, until: Option<DateTime<Utc>>) -> BackupError {
    match (error, until) {
        (ClusterError::Failed { detail, .. }, Some(until)) => {
            BackupError::NotReached { until, detail }
        }
        (other, _) => other.into(),
    }
}

async fn look(
    running: &Cluster,
    place: &Path,
    manifest: &Manifest,
    clock: &Clock,
) -> Result<Found, BackupError> {
    let options = with_limits(
        running.connect_options(),
        crate::store::SessionLimits::default(),
    );
    let mut conn = migrate::connect_unlimited(&options)
        .await
        .map_err(crate::store::StoreError::from)?;
    let last_commit = restored::last_commit(&mut conn).await?;
    let mut migrations_applied = 0;
    if let Schema::Behind(_) = migrate::compare(&mut conn).await? {
        // As the server would at its start.
        let today = clock.utc().date_naive();
        let auto = TimescaleChoice::Auto;
        let migrated = migrate::run(&options, auto, COMPRESS_AFTER_DAYS, today).await?;
        migrations_applied = migrated.applied;
    }
    let store = node::name_restored(&mut conn).await?;
    let timeline = node::timeline(&mut conn)
        .await
        .map_err(crate::store::StoreError::from)?;
    let (newest, counts) = restored::came_back(&mut conn).await?;
    let audit_log = audit_seal::verify(&mut conn, None).await?;
    let photos_missing = if manifest.photos == Photos::Backup {
        let named = restored::photos(&mut conn).await?;
        let place = place.to_owned();
        apart(move || Ok(missing(&place, &named))).await?
    } else {
        0
    };
    conn.close().await.map_err(crate::store::StoreError::from)?;
    Ok(Found {
        last_commit,
        timeline,
        newest,
        counts,
        audit_log,
        store,
        migrations_applied,
        photos_missing,
    })
}

/// The default of the setting; only of account where a database of before the fix table is restored, which there is none of.
const COMPRESS_AFTER_DAYS: u32 = 8;

/// Photos by the names that `photos::storage` gives them.
fn missing(place: &Path, named: &[Vec<u8>]) -> usize {
    let is_there = |digest: &Vec<u8>| {
        let name = hex::encode(digest);
        let folder = name.get(..2).unwrap_or_default();
        let path = place.join("photos").join(folder);
        path.join(format!("{name}.jpg")).is_file()
    };
    named.iter().filter(|digest| !is_there(digest)).count()
}

impl Seconds {
    pub fn all(&self) -> f64 {
        self.verify + self.lay + self.recover + self.look
    }
}
