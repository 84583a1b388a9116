//! A backup, made: room looked for, the database copied, then the files beside it, all of it read again, then renamed.
//!
//! The database comes first: whatever it names of photos was on the disk before, and so is in the copy.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use chrono::{DateTime, Utc};
use sqlx::{ConnectOptions, Connection, postgres::PgConnectOptions};

use super::{
    BackupError, Kept, Link, Manifest, Photos, Step, Told, apart, base, check_room, io_at,
    manifest::{self, Entry},
    shelf::{self, Place},
    tree,
    until::{Until, lsn},
    verify,
};
use crate::{
    clock::Clock,
    config::{Config, PhotoPlace, S3},
    embedded_postgres::{Binaries, Cluster},
    store::{
        backup::{self, Origin},
        migrate,
    },
};

/// Of the data directory: made again by the server, or copied in another way.
const LEFT: [&str; 11] = [
    "postgres",
    "postgres.new",
    "postgres.lock",
    "postgres.users",
    "postgres-start.log",
    "run",
    "photos",
    "uploads",
    "basemap.pmtiles",
    "fieldbeat.toml",
    "fieldbeat-backup.json",
];
/// Of the backup: photos, and the rest of the data directory.
pub(super) const PHOTOS: &str = "photos";
pub(super) const DATA: &str = "data";

/// What is backed up.
#[derive(Clone, Debug)]
pub struct Source {
    /// For questions.
    pub options: PgConnectOptions,
    /// For the copy.
    pub link: Link,
    pub embedded: bool,
    pub data_dir: PathBuf,
    pub photos: PhotoPlace,
}

impl Source {
    /// Whether there is anything, before an embedded database is started that would be made then, empty.
    pub fn check(config: &Config) -> Result<(), BackupError> {
        if config.database_url.is_none() && !Cluster::is_made(&config.data_dir) {
            return Err(BackupError::NoDatabase(config.data_dir.clone()));
        }
        Ok(())
    }

    /// What the settings name; `options` as the server connects.
    pub fn of(config: &Config, options: &PgConnectOptions) -> Result<Self, BackupError> {
        let link = match &config.database_url {
            Some(url) => Link::of_url(url)?,
            None => Link::embedded(options),
        };
        Ok(Self {
            options: options.clone(),
            link,
            embedded: config.database_url.is_none(),
            data_dir: config.data_dir.clone(),
            photos: config.photos.clone(),
        })
    }
}

/// Where to, and how many of before stay.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub to: PathBuf,
    /// `None`: all.
    pub keep: Option<usize>,
    /// Slowly, because nobody waits for it.
    pub gently: bool,
    /// The archive of the log: what no backup that stays needs goes from it with those that go.
    pub wal: Option<PathBuf>,
}

/// A whole backup, and which ones went for it.
#[derive(Debug)]
pub struct Made {
    pub path: PathBuf,
    pub manifest: Manifest,
    pub took: Duration,
    pub removed: Vec<Kept>,
}

/// Copies all of `source`. A failure leaves nothing that counts.
pub async fn make(
    source: &Source,
    wanted: &Wanted,
    clock: &Clock,
    told: &Told,
) -> Result<Made, BackupError> {
    let (started, begun_at) = (clock.instant(), clock.utc());
    let (origin, migration) = look(source).await?;
    let binaries = binaries(source, &origin)?;
    let (place, photos) = apart({
        let (source, to, database) = (source.clone(), wanted.to.clone(), origin.database_bytes);
        move || prepare(&source, &to, database, begun_at)
    })
    .await?;
    let part = place.part.clone();
    let database = part.join(verify::DATABASE);
    let mut until = Until::begin(begun_at);
    let copying = base::copy(
        &binaries,
        source,
        &database,
        (&origin.role, wanted.gently),
        told,
    );
    tokio::select! {
        copied = copying => copied?,
        never = until.watch(source, clock) => match never {},
    }
    let ended_at = clock.utc();
    let files = apart({
        let (source, part, told) = (source.clone(), part.clone(), Arc::clone(told));
        let whole = wanted.to.clone();
        move || beside(&source, photos.as_deref(), &part, &whole, &told)
    })
    .await?;
    let wal = verify::wal_range(&part)?;
    let complete_until = until.at(lsn(&wal.end));
    let manifest = Manifest {
        format: manifest::FORMAT,
        name: place.name(),
        product_version: env!("CARGO_PKG_VERSION").to_owned(),
        migration,
        postgres_version: origin.version,
        system_identifier: origin.system_identifier,
        timeline: wal.timeline,
        start_lsn: wal.start,
        stop_lsn: wal.end,
        begun_at,
        complete_until,
        ended_at,
        embedded: source.embedded,
        photos: place_of(&source.photos),
        database_bytes: files.database_bytes,
        files_bytes: files.files_bytes,
        left_out: left_out(source),
        files: files.entries,
    };
    let same_version = i64::from(binaries.major()) == i64::from(origin.version / 10_000);
    let (manifest, place) = apart({
        let (part, told) = (part.clone(), Arc::clone(told));
        move || {
            manifest.write(&part)?;
            verify::verify(&part, &manifest, &told)?;
            Ok((manifest, place))
        }
    })
    .await?;
    base::check(&binaries, &database, same_version).await?;
    let (path, removed) = apart({
        let (to, keep) = (wanted.to.clone(), wanted.keep);
        let of = manifest.system_identifier.clone();
        move || {
            let path = place.finish()?;
            let removed = match keep {
                Some(keep) => clear(&to, &of, keep)?,
                None => Vec::new(),
            };
            Ok((path, removed))
        }
    })
    .await?;
    if let (Some(archive), Some(_)) = (&wanted.wal, wanted.keep) {
        thin_out(&binaries, wanted, &manifest.system_identifier, archive).await?;
    }
    Ok(Made {
        path,
        manifest,
        took: clock.instant().duration_since(started),
        removed,
    })
}

/// Log of before the oldest backup that stays brings nobody anywhere.
async fn thin_out(
    binaries: &Binaries,
    wanted: &Wanted,
    system_identifier: &str,
    archive: &Path,
) -> Result<(), BackupError> {
    let (to, of) = (wanted.to.clone(), system_identifier.to_owned());
    let first = apart(move || {
        let all = shelf::backups(&to)?;
        let oldest = all.iter().find(|b| b.system_identifier == of);
        Ok(oldest.and_then(|b| verify::first_of_log(&b.path)))
    });
    match first.await? {
        Some(first) => base::thin_out(binaries, archive, &first).await,
        None => Ok(()),
    }
}

fn clear(dir: &Path, system_identifier: &str, keep: usize) -> Result<Vec<Kept>, BackupError> {
    let all = shelf::backups(dir)?;
    let leaving = super::leaving(&all, system_identifier, keep);
    let leaving: Vec<Kept> = leaving.into_iter().cloned().collect();
    for old in &leaving {
        shelf::remove(old)?;
    }
    Ok(leaving)
}

/// What the database says of itself with its newest migration, and whether it can be copied as it is.
async fn look(source: &Source) -> Result<(Origin, i64), BackupError> {
    let connect = async { source.options.connect().await };
    let mut conn = connect.await.map_err(crate::store::StoreError::from)?;
    let origin = backup::origin(&mut conn).await?;
    if !origin.may_replicate {
        return Err(BackupError::NoReplication { role: origin.role });
    }
    if origin.wal_level == "minimal" {
        return Err(BackupError::Setting {
            setting: "wal_level = replica",
        });
    }
    if origin.max_wal_senders < 2 {
        return Err(BackupError::Setting {
            setting: "max_wal_senders = 10",
        });
    }
    if !origin.tablespaces.is_empty() {
        return Err(BackupError::Tablespaces(origin.tablespaces.join(", ")));
    }
    // Last: a role that may not copy seldom reads the tables, and its right is what is to be said.
    let migration = migrate::newest(&mut conn).await?;
    let _ = conn.close().await;
    Ok((origin, migration.ok_or(BackupError::Empty)?))
}

/// Those of the cluster, or of a server's version.
fn binaries(source: &Source, origin: &Origin) -> Result<Binaries, BackupError> {
    if source.embedded {
        return Ok(Binaries::find(&source.data_dir.join("postgres"))?);
    }
    let major = u32::try_from(origin.version / 10_000).unwrap_or_default();
    let found = Binaries::for_server(major).filter(|b| b.program("pg_basebackup").exists());
    found.ok_or(BackupError::NoProgram { major })
}

/// A place in the directory, where there is room for it; and the photos' directory.
fn prepare(
    source: &Source,
    to: &Path,
    database_bytes: u64,
    begun_at: DateTime<Utc>,
) -> Result<(Place, Option<PathBuf>), BackupError> {
    std::fs::create_dir_all(to).map_err(io_at(to))?;
    let inner = to.canonicalize().map_err(io_at(to))?;
    let photos = match &source.photos {
        PhotoPlace::Directory(dir) => Some(dir.clone()),
        PhotoPlace::S3(_) => None,
    };
    for outer in [Some(&source.data_dir), photos.as_ref()]
        .into_iter()
        .flatten()
    {
        if let Ok(outer) = outer.canonicalize()
            && inner.starts_with(&outer)
            && (source.embedded || outer != source.data_dir)
        {
            return Err(BackupError::Inside { inner, outer });
        }
    }
    let files = match &photos {
        Some(dir) => tree::bytes(dir)?,
        None => 0,
    };
    check_room(to, database_bytes + files)?;
    Ok((Place::open(to, begun_at)?, photos))
}

struct Beside {
    entries: Vec<Entry>,
    database_bytes: u64,
    files_bytes: u64,
}

/// Photos and what else lies in the data directory, copied; and the checksums that PostgreSQL's manifest has not.
fn beside(
    source: &Source,
    photos: Option<&Path>,
    part: &Path,
    shelf: &Path,
    told: &Told,
) -> Result<Beside, BackupError> {
    let database_bytes = tree::bytes(&part.join(verify::DATABASE))?;
    let mut entries = Vec::new();
    for path in verify::unlisted(part)? {
        let (bytes, sha256) = tree::digest(&part.join(&path))?;
        entries.push(Entry {
            path: path.to_string_lossy().into_owned(),
            bytes,
            sha256,
        });
    }
    let mut files_bytes = 0;
    let mut take = |from: &Path, relative: &Path| {
        if let Some(entry) = tree::copy(from, part, relative)? {
            files_bytes += entry.bytes;
            entries.push(entry);
            told(Step::Files { done: files_bytes });
        }
        Ok::<_, BackupError>(())
    };
    if let Some(dir) = photos {
        for path in tree::files(dir)? {
            take(&dir.join(&path), &Path::new(PHOTOS).join(&path))?;
        }
    }
    let shelf = shelf.canonicalize().unwrap_or_default();
    for path in tree::files(&source.data_dir)? {
        let from = source.data_dir.join(&path);
        let first = path.iter().next().unwrap_or_default().to_string_lossy();
        let elsewhere = photos.is_some_and(|p| from.starts_with(p)) || from.starts_with(&shelf);
        if !LEFT.contains(&first.as_ref()) && !elsewhere {
            take(&from, &Path::new(DATA).join(&path))?;
        }
    }
    Ok(Beside {
        entries,
        database_bytes,
        files_bytes,
    })
}

fn place_of(photos: &PhotoPlace) -> Photos {
    match photos {
        PhotoPlace::Directory(_) => Photos::Backup,
        PhotoPlace::S3(S3 { bucket, prefix, .. }) => Photos::Bucket {
            bucket: bucket.clone(),
            prefix: prefix.clone(),
        },
    }
}

fn left_out(source: &Source) -> Vec<String> {
    let mut out = Vec::new();
    if let PhotoPlace::S3(S3 { bucket, prefix, .. }) = &source.photos {
        out.push(format!(
            "photos: they are in the bucket {bucket}/{prefix}, which has to be kept by itself"
        ));
    }
    out.push("uploads that were not finished: phones send them again".to_owned());
    out.push(
        "settings: the file that --config names and the environment, with their secrets".to_owned(),
    );
    if source.data_dir.join("basemap.pmtiles").exists() {
        out.push("basemap.pmtiles: fetch it again".to_owned());
    }
    if !source.embedded {
        out.push(
            "files of PostgreSQL outside of its data directory, as Debian's in /etc/postgresql"
                .to_owned(),
        );
    }
    out
}
