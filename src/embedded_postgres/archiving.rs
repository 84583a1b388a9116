//! Where the cluster copies its write-ahead log to. PostgreSQL's own module does it, without a shell: flushed, under another
//! name until it is whole, and never over another file of that name.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::{
    ClusterError,
    install::{Binaries, RunAs},
    io_at,
};

/// What is lost at most with the disk of the database.
const AT_LATEST: &str = "60s";

/// Whether a path means the same to a shell, to PostgreSQL's settings and to people.
pub fn is_plain(path: &Path) -> bool {
    let text = path.to_str().unwrap_or_default();
    text.starts_with('/')
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"/._-".contains(&b))
}

/// Makes the directory where it is not there; looks whether the cluster can use it.
pub(super) fn prepare(dir: &Path, binaries: &Binaries, run_as: &RunAs) -> Result<(), ClusterError> {
    if !module(binaries).is_file() {
        return Err(ClusterError::NoArchiver);
    }
    if !dir.exists() {
        fs::create_dir_all(dir).map_err(io_at(dir))?;
        run_as.own(dir).map_err(io_at(dir))?;
    }
    run_as.check_can_enter(dir)?;
    let mut command = run_as.command(Path::new("test"), Path::new("/"));
    let writable = command.arg("-w").arg(dir).status();
    if writable.is_ok_and(|s| s.success()) {
        Ok(())
    } else {
        Err(ClusterError::NoArchive {
            user: run_as.name.clone(),
            dir: dir.to_owned(),
        })
    }
}

/// Beside the programs, or where they say.
fn module(binaries: &Binaries) -> PathBuf {
    let near = binaries.program("../lib/basic_archive.so");
    if near.is_file() {
        return near;
    }
    let told = Command::new(binaries.program("pg_config"))
        .arg("--pkglibdir")
        .output();
    let told = told.map_or_else(
        |_| String::new(),
        |o| String::from_utf8_lossy(&o.stdout).trim().to_owned(),
    );
    Path::new(&told).join("basic_archive.so")
}

pub(super) fn settings(dir: &Path) -> [(&'static str, String); 4] {
    [
        ("archive_mode", "on".to_owned()),
        ("archive_library", "basic_archive".to_owned()),
        ("basic_archive.archive_directory", dir.display().to_string()),
        ("archive_timeout", AT_LATEST.to_owned()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_says_anything_to_a_shell() {
        for plain in ["/var/backups/wal", "/mnt/a-b_c.d/wal"] {
            assert!(is_plain(Path::new(plain)), "{plain}");
        }
        for odd in [
            "wal", "/a b", "/a;rm", "/a'b", "/a$(id)", "/a`id`", "/a%f", "/a\"", "/a\\b", "/a\n",
            "/ä", "",
        ] {
            assert!(!is_plain(Path::new(odd)), "{odd}");
        }
    }
}
