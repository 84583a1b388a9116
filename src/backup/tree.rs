//! Files and directories: walked, copied with their checksum, flushed. Blocking; knows nothing of databases.

use std::{
    fs::{self, File},
    io::{ErrorKind, Read, Write},
    os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use super::{BackupError, io_at, manifest::Entry};

const BUFFER_BYTES: usize = 1 << 20;

/// Every regular file below `dir`, as paths relative to it, in order. Nothing where `dir` is not there; what is neither file
/// nor directory is left out.
pub(super) fn files(dir: &Path) -> Result<Vec<PathBuf>, BackupError> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        let here = dir.join(&folder);
        let entries = match fs::read_dir(&here) {
            // Gone in between, as a day of photos may.
            Err(e) if e.kind() == ErrorKind::NotFound => continue,
            entries => entries.map_err(io_at(&here))?,
        };
        for entry in entries {
            let entry = entry.map_err(io_at(&here))?;
            let kind = entry.file_type().map_err(io_at(&here))?;
            let path = folder.join(entry.file_name());
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Bytes below `dir`, as far as they can be seen.
pub(super) fn bytes(dir: &Path) -> Result<u64, BackupError> {
    let all = files(dir)?;
    let sizes = all.iter().filter_map(|p| fs::metadata(dir.join(p)).ok());
    Ok(sizes.map(|m| m.len()).sum())
}

/// Length and SHA-256 of a file.
pub(super) fn digest(path: &Path) -> Result<(u64, String), BackupError> {
    let file = File::open(path).map_err(io_at(path))?;
    drain(file, path, |_| Ok(()))
}

fn drain(
    mut from: File,
    path: &Path,
    mut to: impl FnMut(&[u8]) -> Result<(), BackupError>,
) -> Result<(u64, String), BackupError> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; BUFFER_BYTES];
    let mut bytes = 0;
    loop {
        let read = from.read(&mut buffer).map_err(io_at(path))?;
        let Some(piece) = buffer.get(..read).filter(|p| !p.is_empty()) else {
            return Ok((bytes, hex::encode(hash.finalize())));
        };
        hash.update(piece);
        bytes += read as u64;
        to(piece)?;
    }
}

/// Copies `from` to `root/relative`, flushed. `None`: it is gone, as a photo whose time is over.
pub(super) fn copy(
    from: &Path,
    root: &Path,
    relative: &Path,
) -> Result<Option<Entry>, BackupError> {
    let source = match File::open(from) {
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        source => source.map_err(io_at(from))?,
    };
    let to = root.join(relative);
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(io_at(folder))?;
    }
    let mut target = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&to)
        .map_err(io_at(&to))?;
    let (bytes, sha256) = drain(source, from, |piece| {
        target.write_all(piece).map_err(io_at(&to))
    })?;
    target.sync_all().map_err(io_at(&to))?;
    Ok(Some(Entry {
        path: relative.to_string_lossy().into_owned(),
        bytes,
        sha256,
    }))
}

/// Flushes the names in `dir` and in every directory below it.
pub(super) fn sync_names(dir: &Path) -> Result<(), BackupError> {
    for entry in fs::read_dir(dir).map_err(io_at(dir))? {
        let entry = entry.map_err(io_at(dir))?;
        if entry.file_type().is_ok_and(|t| t.is_dir()) {
            sync_names(&entry.path())?;
        }
    }
    sync(dir)
}

pub(super) fn sync(dir: &Path) -> Result<(), BackupError> {
    let opened = File::open(dir).and_then(|d| d.sync_all());
    opened.map_err(io_at(dir))
}

/// Everything below `from` into `to`, which is made, with modes and empty directories; calls `done` with each file's bytes.
pub(super) fn copy_all(
    from: &Path,
    to: &Path,
    done: &mut dyn FnMut(u64),
) -> Result<(), BackupError> {
    fs::create_dir_all(to).map_err(io_at(to))?;
    let mode = fs::metadata(from).map_err(io_at(from))?.mode();
    for entry in fs::read_dir(from).map_err(io_at(from))? {
        let entry = entry.map_err(io_at(from))?;
        let kind = entry.file_type().map_err(io_at(from))?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if kind.is_dir() {
            copy_all(&source, &target, done)?;
        } else if kind.is_file() {
            // Shares the blocks where the file system can.
            let bytes = fs::copy(&source, &target).map_err(io_at(&target))?;
            File::open(&target)
                .and_then(|f| f.sync_all())
                .map_err(io_at(&target))?;
            done(bytes);
        }
    }
    fs::set_permissions(to, fs::Permissions::from_mode(mode & 0o7777)).map_err(io_at(to))
}

/// Calls `give` with `dir` and everything below it.
pub(super) fn each(
    dir: &Path,
    give: &dyn Fn(&Path) -> std::io::Result<()>,
) -> Result<(), BackupError> {
    give(dir).map_err(io_at(dir))?;
    for entry in fs::read_dir(dir).map_err(io_at(dir))? {
        let entry = entry.map_err(io_at(dir))?;
        let path = entry.path();
        if entry.file_type().is_ok_and(|t| t.is_dir()) {
            each(&path, give)?;
        } else {
            give(&path).map_err(io_at(&path))?;
        }
    }
    Ok(())
}
