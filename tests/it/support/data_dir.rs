//! A data directory whose cluster or mail server is stopped and whose files are removed when it is dropped, and also
//! when the test process dies: a shell that outlives the process waits for its stdin to close.

use std::{
    fs,
    os::unix::{fs::PermissionsExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

pub struct DataDir {
    path: PathBuf,
    guardian: Child,
}

const GUARDIAN: &str = r#"
cat >/dev/null
for pid in $(head -qn1 "$0"/run/master.pid 2>/dev/null); do
  kill -TERM "$pid" 2>/dev/null
  for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$pid" 2>/dev/null && sleep 0.2; done
done
for pid in $(head -qn1 "$0"/postgres/postmaster.pid 2>/dev/null); do
  kill -QUIT "$pid" 2>/dev/null
  for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$pid" 2>/dev/null && sleep 0.2; done
done
rm -rf "$0" 2>/dev/null
# A disk of its own.
[ ! -d "$0" ] || { umount -l "$0" && rmdir "$0"; } 2>/dev/null
"#;

/// Memory where there is enough of it: a process that dies loses nothing there either, and making a
/// cluster on a busy disk takes ten seconds.
fn root() -> PathBuf {
    let memory = Path::new("/dev/shm");
    let free = rustix::fs::statvfs(memory).map_or(0, |s| s.f_bavail * s.f_frsize);
    if free > 2 << 30 {
        memory.to_owned()
    } else {
        std::env::temp_dir()
    }
}

impl DataDir {
    pub fn new() -> Self {
        let path = tempfile::Builder::new()
            .prefix("fbt-")
            .tempdir_in(root())
            .unwrap()
            .keep();
        // The database's user must be able to enter.
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        let guardian = Command::new("sh")
            .arg("-c")
            .arg(GUARDIAN)
            .arg(&path)
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self { path, guardian }
    }

    /// On a disk of its own of so many bytes, which only root can make.
    pub fn with_disk(bytes: u64) -> Self {
        let home = Self::new();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={bytes},mode=755")])
            .arg("fieldbeat-test")
            .arg(&home.path)
            .status();
        assert!(mounted.unwrap().success(), "mounting needs root");
        home
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The number in `postmaster.pid`.
    pub fn postmaster(&self) -> Option<u32> {
        let text = fs::read_to_string(self.path.join("postgres/postmaster.pid")).ok()?;
        text.lines().next()?.trim().parse().ok()
    }
}

impl Drop for DataDir {
    fn drop(&mut self) {
        drop(self.guardian.stdin.take());
        let _ = self.guardian.wait();
    }
}
