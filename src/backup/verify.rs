//! Whether a backup is still what was written: every file by its length and SHA-256, those of PostgreSQL by its own manifest.
//! Names the file that is not. Blocking.

use std::{
    collections::HashMap,
    path::{Component, Path, PathBuf},
};

use serde::Deserialize;

use super::{BackupError, Manifest, Step, Told, manifest, tree};

/// Of the database in the backup.
pub(super) const DATABASE: &str = "postgres";
const POSTGRES_MANIFEST: &str = "backup_manifest";

/// As PostgreSQL writes it.
#[derive(Debug, Deserialize)]
struct PostgresManifest {
    #[serde(rename = "Files")]
    files: Vec<PostgresFile>,
    #[serde(rename = "WAL-Ranges")]
    wal: Vec<WalRange>,
}

#[derive(Debug, Deserialize)]
struct PostgresFile {
    /// Absent where the name is no UTF-8.
    #[serde(rename = "Path")]
    path: Option<String>,
    #[serde(rename = "Size")]
    bytes: u64,
    #[serde(rename = "Checksum-Algorithm")]
    algorithm: Option<String>,
    #[serde(rename = "Checksum")]
    checksum: Option<String>,
}

/// The log that belongs to the copy.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct WalRange {
    #[serde(rename = "Timeline")]
    pub timeline: u32,
    #[serde(rename = "Start-LSN")]
    pub start: String,
    #[serde(rename = "End-LSN")]
    pub end: String,
}

fn spoilt(path: &str, why: impl Into<String>) -> BackupError {
    BackupError::Spoilt {
        path: path.to_owned(),
        why: why.into(),
    }
}

fn read_postgres(dir: &Path) -> Result<PostgresManifest, BackupError> {
    let shown = format!("{DATABASE}/{POSTGRES_MANIFEST}");
    let text = std::fs::read(dir.join(&shown)).map_err(|e| spoilt(&shown, e.to_string()))?;
    serde_json::from_slice(&text).map_err(|e| spoilt(&shown, format!("it does not parse, {e}")))
}

/// The log of a copy that was just made.
pub(super) fn wal_range(dir: &Path) -> Result<WalRange, BackupError> {
    let range = read_postgres(dir)?.wal.into_iter().next_back();
    range.ok_or_else(|| spoilt(POSTGRES_MANIFEST, "it names no write-ahead log"))
}

/// The file of the log with which the recovery of a backup begins.
pub(super) fn first_of_log(dir: &Path) -> Option<String> {
    let label = std::fs::read_to_string(dir.join(DATABASE).join("backup_label")).ok()?;
    let line = label
        .lines()
        .find(|l| l.starts_with("START WAL LOCATION"))?;
    let (_, rest) = line.split_once("(file ")?;
    let name = rest.strip_suffix(')')?;
    let is_one = name.len() == 24 && name.bytes().all(|b| b.is_ascii_hexdigit());
    is_one.then(|| name.to_owned())
}

/// Files of the database that PostgreSQL's manifest leaves out: itself and the log, which came beside the copy.
pub(super) fn unlisted(dir: &Path) -> Result<Vec<PathBuf>, BackupError> {
    let listed = read_postgres(dir)?;
    let listed: std::collections::HashSet<String> =
        listed.files.into_iter().filter_map(|f| f.path).collect();
    let all = tree::files(&dir.join(DATABASE))?;
    Ok(all
        .into_iter()
        .filter(|path| !listed.contains(path.to_string_lossy().as_ref()))
        .map(|path| Path::new(DATABASE).join(path))
        .collect())
}

/// What a file should be.
struct Expected {
    bytes: u64,
    sha256: String,
}

/// Everything that should be there.
fn expected(dir: &Path, manifest: &Manifest) -> Result<HashMap<String, Expected>, BackupError> {
    let mut all = HashMap::new();
    for entry in &manifest.files {
        let plain = Path::new(&entry.path)
            .components()
            .all(|c| matches!(c, Component::Normal(_)));
        if !plain {
            return Err(spoilt(&entry.path, "its name leads out of the backup"));
        }
        all.insert(
            entry.path.clone(),
            Expected {
                bytes: entry.bytes,
                sha256: entry.sha256.clone(),
            },
        );
    }
    for file in read_postgres(dir)?.files {
        let Some(path) = file.path else { continue };
        let shown = format!("{DATABASE}/{path}");
        let (Some("SHA256"), Some(sha256)) = (file.algorithm.as_deref(), file.checksum) else {
            return Err(spoilt(&shown, "it was copied without a checksum"));
        };
        let bytes = file.bytes;
        all.insert(shown, Expected { bytes, sha256 });
    }
    Ok(all)
}

/// Reads all of it. Refuses what is changed, missing or more than there should be.
pub(super) fn verify(dir: &Path, manifest: &Manifest, told: &Told) -> Result<(), BackupError> {
    // First the list that the rest goes by.
    let lists = format!("{DATABASE}/{POSTGRES_MANIFEST}");
    let listed = manifest.files.iter().find(|f| f.path == lists);
    let (_, found) = tree::digest(&dir.join(&lists)).map_err(|e| spoilt(&lists, e.to_string()))?;
    if listed.is_none_or(|f| f.sha256 != found) {
        return Err(spoilt(&lists, "its checksum is another one"));
    }
    let mut expected = expected(dir, manifest)?;
    let of: u64 = expected.values().map(|e| e.bytes).sum();
    let mut done = 0;
    for path in tree::files(dir)? {
        let shown = path.to_string_lossy().into_owned();
        if shown == manifest::FILE {
            continue;
        }
        let Some(wanted) = expected.remove(&shown) else {
            return Err(spoilt(&shown, "it was not part of the backup"));
        };
        let (bytes, sha256) =
            tree::digest(&dir.join(&path)).map_err(|e| spoilt(&shown, e.to_string()))?;
        if bytes != wanted.bytes {
            let why = format!("it has {bytes} bytes instead of {}", wanted.bytes);
            return Err(spoilt(&shown, why));
        }
        if sha256 != wanted.sha256 {
            return Err(spoilt(&shown, "its checksum is another one"));
        }
        done += bytes;
        told(Step::Verifying { done, of });
    }
    match expected.keys().min() {
        Some(missing) => Err(spoilt(missing, "it is missing")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, sync::Arc};

    use super::*;
    use crate::backup::manifest::{Entry, example};

    /// A backup with a database of one file, its log, and a photo.
    fn backup() -> (tempfile::TempDir, Manifest) {
        let dir = tempfile::tempdir().unwrap();
        for (path, text) in [
            ("postgres/base/1", "rows"),
            ("postgres/pg_wal/0001", "log"),
            ("photos/aa/aa.jpg", "picture"),
        ] {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let (bytes, sum) = tree::digest(&dir.path().join("postgres/base/1")).unwrap();
        let own = serde_json::json!({
            "Files": [{"Path": "base/1", "Size": bytes, "Checksum-Algorithm": "SHA256", "Checksum": sum}],
            "WAL-Ranges": [{"Timeline": 1, "Start-LSN": "0/28", "End-LSN": "0/100"}],
        });
        fs::write(dir.path().join("postgres/backup_manifest"), own.to_string()).unwrap();
        let mut manifest = example("x");
        let mut paths = unlisted(dir.path()).unwrap();
        paths.push(PathBuf::from("photos/aa/aa.jpg"));
        manifest.files = paths
            .iter()
            .map(|path| {
                let (bytes, sha256) = tree::digest(&dir.path().join(path)).unwrap();
                Entry {
                    path: path.to_string_lossy().into_owned(),
                    bytes,
                    sha256,
                }
            })
            .collect();
        manifest.write(dir.path()).unwrap();
        (dir, manifest)
    }

    fn fault(dir: &Path, manifest: &Manifest) -> Option<String> {
        let told: Told = Arc::new(|_| {});
        match verify(dir, manifest, &told) {
            Ok(()) => None,
            Err(BackupError::Spoilt { path, .. }) => Some(path),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn every_byte_counts_and_the_file_is_named() {
        let (dir, manifest) = backup();
        assert_eq!(fault(dir.path(), &manifest), None);
        assert_eq!(wal_range(dir.path()).unwrap().end, "0/100");
        let all = tree::files(dir.path()).unwrap();
        assert_eq!(all.len(), 5, "{all:?}");
        for path in all.iter().filter(|p| !p.ends_with(manifest::FILE)) {
            let at = dir.path().join(path);
            let whole = fs::read(&at).unwrap();
            for i in [0, whole.len() / 2, whole.len() - 1] {
                let mut flipped = whole.clone();
                flipped[i] ^= 1;
                fs::write(&at, flipped).unwrap();
                assert_eq!(fault(dir.path(), &manifest).as_deref(), path.to_str());
            }
            fs::remove_file(&at).unwrap();
            assert_eq!(fault(dir.path(), &manifest).as_deref(), path.to_str());
            fs::write(&at, whole).unwrap();
        }
        fs::write(dir.path().join("postgres/more"), "").unwrap();
        let more = fault(dir.path(), &manifest);
        assert_eq!(more.as_deref(), Some("postgres/more"));
    }

    #[test]
    fn no_name_leads_out_of_the_backup() {
        let (dir, mut manifest) = backup();
        manifest.files[1].path = "../secret".to_owned();
        assert_eq!(fault(dir.path(), &manifest).as_deref(), Some("../secret"));
    }
}
