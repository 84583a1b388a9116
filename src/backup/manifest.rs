//! What is known of a backup: `fieldbeat-backup.json` beside what it describes. Pure but for reading and writing that file.

use std::{io::Write, path::Path};

use chrono::{DateTime, SubsecRound, Utc};
use serde::{Deserialize, Serialize};

use super::{BackupError, io_at};

/// In the backup's directory; the last thing that is written there.
pub(super) const FILE: &str = "fieldbeat-backup.json";
/// Of the manifest itself. A program reads those of its own number and lower.
pub(super) const FORMAT: u32 = 1;
const PREFIX: &str = "fieldbeat-";

/// One file of the backup, by its path there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub path: String,
    pub bytes: u64,
    pub sha256: String,
}

/// Where the photos of the backed-up server are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "in", rename_all = "snake_case")]
pub enum Photos {
    Backup,
    /// Not copied: a bucket has copies of its own, or none.
    Bucket {
        bucket: String,
        prefix: String,
    },
}

/// A whole backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    pub name: String,
    pub product_version: String,
    /// The newest that was applied.
    pub migration: i64,
    /// As PostgreSQL counts: 150004 is 15.4.
    pub postgres_version: i32,
    /// Of the installation: stays the same through restores.
    pub system_identifier: String,
    pub timeline: u32,
    pub start_lsn: String,
    pub stop_lsn: String,
    pub begun_at: DateTime<Utc>,
    /// Everything that was committed until then is in it.
    pub complete_until: DateTime<Utc>,
    /// When the copy of the database had ended.
    pub ended_at: DateTime<Utc>,
    /// The server's own PostgreSQL: it can be put back as one.
    pub embedded: bool,
    pub photos: Photos,
    pub database_bytes: u64,
    pub files_bytes: u64,
    /// What a reader might look for here and will not find.
    pub left_out: Vec<String>,
    /// All but those that PostgreSQL's own manifest lists, which is among them.
    pub files: Vec<Entry>,
}

impl Manifest {
    pub fn bytes(&self) -> u64 {
        self.database_bytes + self.files_bytes
    }

    /// Of a backup's directory.
    pub fn read(dir: &Path) -> Result<Self, BackupError> {
        let refuse = |why: String| BackupError::NoBackup {
            dir: dir.to_owned(),
            why,
        };
        let path = dir.join(FILE);
        let text =
            std::fs::read(&path).map_err(|e| refuse(format!("{FILE} cannot be read, {e}")))?;
        let read: Self = serde_json::from_slice(&text)
            .map_err(|e| refuse(format!("{FILE} does not parse, {e}")))?;
        if read.format > FORMAT {
            return Err(refuse(format!(
                "its format {} is newer than this program's {FORMAT}",
                read.format
            )));
        }
        Ok(read)
    }

    /// Flushed to the disk.
    pub(super) fn write(&self, dir: &Path) -> Result<(), BackupError> {
        let path = dir.join(FILE);
        let text = serde_json::to_vec_pretty(self).unwrap_or_default();
        let written = std::fs::File::create(&path).and_then(|mut file| {
            file.write_all(&text)?;
            file.sync_all()
        });
        written.map_err(io_at(&path))
    }
}

/// Sorts by time: `fieldbeat-20261127T225443Z`.
pub(super) fn name(begun_at: DateTime<Utc>) -> String {
    let at = begun_at.trunc_subsecs(0);
    format!("{PREFIX}{}", at.format("%Y%m%dT%H%M%SZ"))
}

/// Whether a directory of this name may be a whole backup.
pub(super) fn is_name(name: &str) -> bool {
    name.strip_prefix(PREFIX).is_some_and(|at| {
        at.len() == 16
            && at
                .bytes()
                .all(|b| b.is_ascii_digit() || b == b'T' || b == b'Z')
    })
}

#[cfg(test)]
pub(super) fn example(name: &str) -> Manifest {
    Manifest {
        format: FORMAT,
        name: name.to_owned(),
        product_version: "1.0.0".to_owned(),
        migration: 99,
        postgres_version: 150_018,
        system_identifier: "7".to_owned(),
        timeline: 1,
        start_lsn: "0/2000028".to_owned(),
        stop_lsn: "0/2000100".to_owned(),
        begun_at: DateTime::UNIX_EPOCH,
        complete_until: DateTime::UNIX_EPOCH,
        ended_at: DateTime::UNIX_EPOCH,
        embedded: true,
        photos: Photos::Backup,
        database_bytes: 3,
        files_bytes: 4,
        left_out: Vec::new(),
        files: vec![Entry {
            path: "photos/aa/aa.jpg".to_owned(),
            bytes: 4,
            sha256: "00".repeat(32),
        }],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_when_and_only_whole_ones_count() {
        let at = DateTime::from_timestamp(1_795_820_083, 700_000_000).unwrap();
        assert_eq!(name(at), "fieldbeat-20261127T225443Z");
        assert!(is_name(&name(at)));
        for no in [
            ".fieldbeat-20261127T225443Z.part",
            "fieldbeat-20261127T225443Z.old",
            "fieldbeat-",
            "20261127T225443Z",
        ] {
            assert!(!is_name(no), "{no}");
        }
    }

    #[test]
    fn what_is_written_is_read_and_a_newer_format_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let mut manifest = example("fieldbeat-20261127T225443Z");
        manifest.photos = Photos::Bucket {
            bucket: "b".to_owned(),
            prefix: String::new(),
        };
        manifest.write(dir.path()).unwrap();
        assert_eq!(Manifest::read(dir.path()).unwrap(), manifest);
        manifest.format = FORMAT + 1;
        manifest.write(dir.path()).unwrap();
        let refused = Manifest::read(dir.path()).unwrap_err();
        assert!(refused.to_string().contains("newer"), "{refused}");
        std::fs::write(dir.path().join(FILE), "{\"format\": 1").unwrap();
        let refused = Manifest::read(dir.path()).unwrap_err();
        assert_eq!(refused.code(), "no_backup");
    }
}
