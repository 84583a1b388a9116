//! A directory of backups: which are whole, which were rehearsed, and how one is put there or taken away so that a half of
//! one is never taken for a whole. One process at a time writes there.

use std::{
    fs::{self, File, OpenOptions},
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    BackupError, Manifest, io_at,
    manifest::{self, is_name},
    tree,
};

/// A whole backup as a list shows it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Kept {
    pub name: String,
    pub path: PathBuf,
    pub system_identifier: String,
    pub product_version: String,
    pub ended_at: DateTime<Utc>,
    pub bytes: u64,
    /// By `restore --drill`, the newest time.
    pub rehearsed: Option<Rehearsed>,
}

/// How a rehearsal of a backup went.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rehearsed {
    pub at: DateTime<Utc>,
    pub whole: bool,
    pub took_s: f64,
}

/// The whole backups in `dir`, oldest first.
pub fn backups(dir: &Path) -> Result<Vec<Kept>, BackupError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).map_err(io_at(dir))? {
        let path = entry.map_err(io_at(dir))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !is_name(&name) {
            continue;
        }
        match Manifest::read(&path) {
            Ok(manifest) => found.push(Kept {
                name: name.into_owned(),
                bytes: manifest.bytes(),
                system_identifier: manifest.system_identifier,
                product_version: manifest.product_version,
                ended_at: manifest.ended_at,
                rehearsed: rehearsal_of(&path),
                path,
            }),
            Err(error) => tracing::warn!(%error, "not counted among the backups"),
        }
    }
    found.sort_by(|a, b| (a.ended_at, &a.name).cmp(&(b.ended_at, &b.name)));
    Ok(found)
}

/// Beside the backup, which nothing is written into once it is whole.
fn rehearsal_file(backup: &Path) -> PathBuf {
    backup.with_extension("drill.json")
}

fn rehearsal_of(backup: &Path) -> Option<Rehearsed> {
    let text = fs::read(rehearsal_file(backup)).ok()?;
    serde_json::from_slice(&text).ok()
}

/// Notes how a rehearsal went, where that can be written.
pub fn rehearsed(backup: &Path, how: &Rehearsed) -> Result<(), BackupError> {
    let path = rehearsal_file(backup);
    let text = serde_json::to_vec(how).unwrap_or_default();
    fs::write(&path, text).map_err(io_at(&path))
}

/// Takes a backup away: first its name, so that what is left of it at a cut is none.
pub fn remove(kept: &Kept) -> Result<(), BackupError> {
    let dying = part_of(&kept.path);
    fs::rename(&kept.path, &dying).map_err(io_at(&kept.path))?;
    let _ = fs::remove_file(rehearsal_file(&kept.path));
    fs::remove_dir_all(&dying).map_err(io_at(&dying))
}

fn part_of(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.part"))
}

/// A backup that is being made. What is left of one that was cut goes when the next one begins.
pub(super) struct Place {
    pub part: PathBuf,
    whole: PathBuf,
    dir: PathBuf,
    /// Held for as long as this lives.
    _lock: File,
}

impl Place {
    pub(super) fn open(dir: &Path, begun_at: DateTime<Utc>) -> Result<Self, BackupError> {
        fs::create_dir_all(dir).map_err(io_at(dir))?;
        let lock_path = dir.join(".fieldbeat-backup.lock");
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&lock_path)
            .map_err(io_at(&lock_path))?;
        if lock.try_lock().is_err() {
            return Err(BackupError::Busy(dir.to_owned()));
        }
        for entry in fs::read_dir(dir).map_err(io_at(dir))? {
            let path = entry.map_err(io_at(dir))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let of = name.strip_prefix('.').and_then(|n| n.strip_suffix(".part"));
            if of.is_some_and(is_name) {
                // A program that outlived whoever began it may still write there: then it goes the next time.
                if let Err(error) = fs::remove_dir_all(&path) {
                    tracing::warn!(%error, "what is left of a backup that was cut stays for now");
                }
            }
        }
        let whole = dir.join(manifest::name(begun_at));
        if whole.exists() {
            return Err(BackupError::Busy(dir.to_owned()));
        }
        let part = part_of(&whole);
        // All that the database holds: for nobody else.
        let made = fs::DirBuilder::new().mode(0o700).create(&part);
        made.map_err(io_at(&part))?;
        Ok(Self {
            part,
            whole,
            dir: dir.to_owned(),
            _lock: lock,
        })
    }

    pub(super) fn name(&self) -> String {
        let name = self.whole.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    /// It is whole: flushed, then renamed, then the name flushed.
    pub(super) fn finish(&self) -> Result<PathBuf, BackupError> {
        tree::sync_names(&self.part)?;
        fs::rename(&self.part, &self.whole).map_err(io_at(&self.whole))?;
        tree::sync(&self.dir)?;
        Ok(self.whole.clone())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // Nothing where it was finished.
        let _ = fs::remove_dir_all(&self.part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backup::manifest::example;

    fn whole(dir: &Path, at_s: i64) -> PathBuf {
        let at = DateTime::from_timestamp(at_s, 0).unwrap();
        let place = Place::open(dir, at).unwrap();
        let mut manifest = example(&place.name());
        manifest.ended_at = at;
        manifest.write(&place.part).unwrap();
        place.finish().unwrap()
    }

    #[test]
    fn halves_are_no_backups_and_go_with_the_next_one() {
        let dir = tempfile::tempdir().unwrap();
        let at = DateTime::from_timestamp(100, 0).unwrap();
        let first = whole(dir.path(), 50);
        // As a process leaves it that is killed: nobody drops the place.
        let cut = Place::open(dir.path(), at).unwrap();
        example(&cut.name()).write(&cut.part).unwrap();
        let left = cut.part.clone();
        std::mem::forget(cut);
        assert!(left.exists());
        let names: Vec<_> = backups(dir.path())
            .unwrap()
            .into_iter()
            .map(|b| b.path)
            .collect();
        assert_eq!(names, std::slice::from_ref(&first));
        // The lock of the dead one went with its process; here it is still open.
        let busy = Place::open(dir.path(), at).err().unwrap();
        assert_eq!(busy.code(), "busy");
    }

    #[test]
    fn a_backup_that_is_removed_takes_its_rehearsal_with_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = whole(dir.path(), 50);
        let how = Rehearsed {
            at: DateTime::UNIX_EPOCH,
            whole: true,
            took_s: 1.5,
        };
        rehearsed(&path, &how).unwrap();
        let found = backups(dir.path()).unwrap();
        assert_eq!(found[0].rehearsed.as_ref(), Some(&how));
        remove(&found[0]).unwrap();
        assert!(backups(dir.path()).unwrap().is_empty());
        let left: Vec<_> = fs::read_dir(dir.path()).unwrap().flatten().collect();
        assert_eq!(left.len(), 1, "the lock alone: {left:?}");
    }
}
