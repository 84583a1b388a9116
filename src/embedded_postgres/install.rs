//! Which PostgreSQL binaries there are and which user runs them. Starts nothing but `true` and `pg_config`.

use std::{
    fs,
    os::unix::{fs::MetadataExt, process::CommandExt},
    path::{Path, PathBuf},
    process::Command,
};

use super::ClusterError;

/// A directory with `postgres` and `initdb`.
#[derive(Clone, Debug)]
pub struct Binaries {
    major: u32,
    bin: PathBuf,
}

impl Binaries {
    /// The version that made `cluster`, or the newest one where there is no cluster yet.
    pub fn find(cluster: &Path) -> Result<Self, ClusterError> {
        let mut installed = installed();
        let newest = installed.pop().ok_or(ClusterError::NotInstalled)?;
        let Ok(made_by) = fs::read_to_string(cluster.join("PG_VERSION")) else {
            return Ok(newest);
        };
        let made_by = made_by.trim();
        installed.push(newest);
        installed
            .into_iter()
            .find(|found| found.major.to_string() == made_by)
            .ok_or_else(|| ClusterError::OtherVersion {
                dir: cluster.to_owned(),
                found: made_by.to_owned(),
            })
    }

    /// Those that can talk to a server of this version: its own, or the oldest newer ones. `None`: all are older.
    pub fn for_server(major: u32) -> Option<Self> {
        installed().into_iter().find(|found| found.major >= major)
    }

    pub fn major(&self) -> u32 {
        self.major
    }

    pub fn program(&self, name: &str) -> PathBuf {
        self.bin.join(name)
    }
}

/// Oldest first.
fn installed() -> Vec<Binaries> {
    let mut installed: Vec<Binaries> = candidates()
        .into_iter()
        .map(|bin| beside_its_own(&bin).unwrap_or(bin))
        .filter(|bin| bin.join("postgres").is_file() && bin.join("initdb").is_file())
        .filter_map(|bin| {
            Some(Binaries {
                major: major(&bin)?,
                bin,
            })
        })
        .collect();
    installed.sort_by(|a, b| (a.major, &a.bin).cmp(&(b.major, &b.bin)));
    installed
}

/// Where a link to `postgres` leads: the programs that belong to it are there, and not all of them have links.
fn beside_its_own(bin: &Path) -> Option<PathBuf> {
    let program = fs::canonicalize(bin.join("postgres")).ok()?;
    let own = program.parent()?;
    own.join("initdb").is_file().then(|| own.to_owned())
}

fn candidates() -> Vec<PathBuf> {
    let mut found = Vec::new();
    // Debian; then Red Hat and its kin.
    for root in ["/usr/lib/postgresql", "/usr/pgsql"] {
        for entry in fs::read_dir(root).into_iter().flatten().flatten() {
            found.push(entry.path().join("bin"));
        }
    }
    if let Ok(output) = Command::new("pg_config").arg("--bindir").output() {
        found.push(PathBuf::from(
            String::from_utf8_lossy(&output.stdout).trim(),
        ));
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    found.extend(std::env::split_paths(&path));
    found
}

/// `postgres (PostgreSQL) 15.20 …` → 15.
fn major(bin: &Path) -> Option<u32> {
    let output = Command::new(bin.join("postgres"))
        .arg("--version")
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let number = text.split_whitespace().nth(2)?;
    number
        .split(|c: char| !c.is_ascii_digit())
        .next()?
        .parse()
        .ok()
}

/// Who runs the cluster: this process's user, or `postgres` where that is root.
#[derive(Clone, Debug)]
pub struct RunAs {
    pub name: String,
    /// Set where this process must become somebody else.
    pub switch_to: Option<(u32, u32)>,
}

impl RunAs {
    pub fn for_cluster(cluster: &Path) -> Result<Self, ClusterError> {
        let me = rustix::process::geteuid().as_raw();
        let owner = fs::metadata(cluster).ok().map(|m| (m.uid(), m.gid()));
        if me != 0 {
            return match owner {
                Some((uid, _)) if uid != me => Err(ClusterError::ForeignOwner {
                    dir: cluster.to_owned(),
                    owner: uid,
                }),
                _ => Ok(Self {
                    name: format!("#{me}"),
                    switch_to: None,
                }),
            };
        }
        if let Some((uid, gid)) = owner.filter(|(uid, _)| *uid != 0) {
            return Ok(Self {
                name: format!("#{uid}"),
                switch_to: Some((uid, gid)),
            });
        }
        let ids = id_of("postgres").ok_or(ClusterError::NoUser)?;
        Ok(Self {
            name: "postgres".to_owned(),
            switch_to: Some(ids),
        })
    }

    /// A command that runs as this user, in `dir`, without this process's PostgreSQL variables.
    pub fn command(&self, program: &Path, dir: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(dir).env("LC_ALL", "C");
        for (key, _) in std::env::vars_os() {
            if key.to_string_lossy().starts_with("PG") {
                command.env_remove(key);
            }
        }
        if let Some((uid, gid)) = self.switch_to {
            // The standard library drops the supplementary groups with this.
            command.gid(gid).uid(uid);
        }
        command
    }

    /// Gives `path` to this user.
    pub fn own(&self, path: &Path) -> std::io::Result<()> {
        match self.switch_to {
            Some((uid, gid)) => std::os::unix::fs::chown(path, Some(uid), Some(gid)),
            None => Ok(()),
        }
    }

    /// Tries it, since modes alone do not tell (access lists, mounts); then names the first
    /// directory whose mode explains the failure.
    pub fn check_can_enter(&self, dir: &Path) -> Result<(), ClusterError> {
        let Some((uid, gid)) = self.switch_to else {
            return Ok(());
        };
        let entered = self
            .command(Path::new("/bin/true"), dir)
            .status()
            .is_ok_and(|s| s.success());
        if entered {
            return Ok(());
        }
        let mut from_root: Vec<&Path> = dir.ancestors().collect();
        from_root.reverse();
        let closed = from_root.iter().find(|d| {
            fs::metadata(d).is_ok_and(|m| {
                let bit = if m.uid() == uid {
                    0o100
                } else if m.gid() == gid {
                    0o010
                } else {
                    0o001
                };
                m.mode() & bit == 0
            })
        });
        Err(ClusterError::NotTraversable {
            user: self.name.clone(),
            blocked: (*closed.unwrap_or(&dir)).to_owned(),
        })
    }
}

fn id_of(user: &str) -> Option<(u32, u32)> {
    let passwd = fs::read_to_string("/etc/passwd").ok()?;
    let line = passwd.lines().find(|l| l.split(':').next() == Some(user))?;
    let mut fields = line.split(':').skip(2);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}
