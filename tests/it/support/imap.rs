//! A real mail server: Dovecot with a configuration, a directory and a port of its own, run by an ordinary user. Letters
//! are delivered as files of its maildirs. It ends with its directory.

use std::{
    fs,
    net::TcpListener,
    os::unix::fs::{PermissionsExt, chown},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::SystemTime,
};

use super::{data_dir::DataDir, eventually};

pub const PASSWORD: &str = "geheim-4711";

static COUNT: AtomicU32 = AtomicU32::new(0);

pub struct ImapServer {
    home: DataDir,
    pub port: u16,
    /// Who the server is where the tests are root's.
    owner: Option<(u32, u32)>,
}

/// Whether it speaks TLS, with a certificate that nobody but itself has signed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    No,
    Yes,
}

impl ImapServer {
    pub async fn start() -> Self {
        Self::with(Tls::No).await
    }

    pub async fn with(tls: Tls) -> Self {
        let home = DataDir::new();
        let owner = rustix::process::geteuid().is_root().then(|| {
            let of = |flag| {
                let told = Command::new("id").args([flag, "dovecot"]).output().unwrap();
                let told = String::from_utf8(told.stdout).unwrap();
                told.trim().parse().expect("no Dovecot: run make setup")
            };
            (of("-u"), of("-g"))
        });
        if tls == Tls::Yes {
            certificate(home.path());
        }
        // Free a moment ago: whoever took it meanwhile, the next one is as good.
        let port = (TcpListener::bind("127.0.0.1:0").unwrap().local_addr()).unwrap();
        let server = Self {
            home,
            port: port.port(),
            owner,
        };
        for dir in ["run", "mail"] {
            let dir = server.home.path().join(dir);
            fs::create_dir(&dir).unwrap();
            server.give(&dir);
        }
        let conf = server.home.path().join("dovecot.conf");
        fs::write(&conf, server.configuration(tls)).unwrap();
        server.give(server.home.path());
        let mut command = if owner.is_some() {
            let mut as_user = Command::new("runuser");
            as_user.args(["-u", "dovecot", "--", "/usr/sbin/dovecot"]);
            as_user
        } else {
            Command::new("/usr/sbin/dovecot")
        };
        // Its parts outlive it and would hold a pipe open.
        let started = (command.arg("-c").arg(&conf))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        let started = started.expect("no Dovecot: run make setup");
        assert!(started.success(), "{started}: {}", server.log());
        eventually("the mail server listens", async || {
            std::net::TcpStream::connect(("127.0.0.1", port.port())).ok()
        })
        .await;
        server
    }

    fn configuration(&self, tls: Tls) -> String {
        let user = if self.owner.is_some() {
            "dovecot".to_owned()
        } else {
            let told = Command::new("id").arg("-un").output().unwrap();
            String::from_utf8(told.stdout).unwrap().trim().to_owned()
        };
        let (home, port) = (self.home.path().display(), self.port);
        let ssl = match tls {
            Tls::No => "ssl = no".to_owned(),
            Tls::Yes => {
                format!("ssl = yes\nssl_cert = <{home}/cert.pem\nssl_key = <{home}/key.pem")
            }
        };
        format!(
            "base_dir = {home}/run\nstate_dir = {home}/run\nlog_path = {home}/log\nprotocols = imap\nlisten = 127.0.0.1\n\
            default_internal_user = {user}\ndefault_internal_group = {user}\ndefault_login_user = {user}\n{ssl}\n\
            disable_plaintext_auth = no\nauth_failure_delay = 0\nfirst_valid_uid = 1\nmail_location = maildir:{home}/mail/%u\n\
            passdb {{\n driver = static\n args = password={PASSWORD}\n}}\n\
            userdb {{\n driver = static\n args = uid={user} gid={user} home={home}/mail/%u\n}}\n\
            service imap-login {{\n chroot =\n inet_listener imap {{\n port = {port}\n }}\n inet_listener imaps {{\n port = 0\n }}\n}}\n\
            service anvil {{\n chroot =\n unix_listener anvil-auth-penalty {{\n mode = 0\n }}\n}}\n\
            service stats {{\n chroot =\n}}\n"
        )
    }

    fn give(&self, path: &Path) {
        if let Some((user, group)) = self.owner {
            chown(path, Some(user), Some(group)).unwrap();
        }
    }

    fn folder(&self, user: &str, folder: &str) -> PathBuf {
        let mut dir = self.home.path().join("mail").join(user);
        if folder != "INBOX" {
            dir = dir.join(format!(".{folder}"));
        }
        dir
    }

    fn make(&self, user: &str, folder: &str) -> PathBuf {
        let dir = self.folder(user, folder);
        let mut made: PathBuf = self.home.path().join("mail");
        for part in &dir.strip_prefix(&made).unwrap().to_owned() {
            made = made.join(part);
            if !made.exists() {
                fs::create_dir(&made).unwrap();
                self.give(&made);
            }
        }
        for part in ["cur", "new", "tmp"] {
            let part = dir.join(part);
            if !part.exists() {
                fs::create_dir(&part).unwrap();
                self.give(&part);
            }
        }
        dir
    }

    /// A letter that nobody has seen, received at `at`.
    pub fn deliver_at(&self, user: &str, folder: &str, raw: &[u8], at: SystemTime) {
        let dir = self.make(user, folder);
        let name = format!("{:010}.t", COUNT.fetch_add(1, Ordering::Relaxed));
        let written = dir.join("tmp").join(&name);
        fs::write(&written, raw).unwrap();
        fs::set_permissions(&written, fs::Permissions::from_mode(0o644)).unwrap();
        let file = fs::File::options().write(true).open(&written).unwrap();
        file.set_modified(at).unwrap();
        self.give(&written);
        fs::rename(&written, dir.join("new").join(&name)).unwrap();
    }

    /// Received now.
    pub fn deliver(&self, user: &str, folder: &str, raw: impl AsRef<[u8]>) {
        self.deliver_at(user, folder, raw.as_ref(), SystemTime::now());
    }

    /// The flags of every letter in a folder: as files are called after `:2,`.
    pub fn flags(&self, user: &str, folder: &str) -> Vec<String> {
        let dir = self.folder(user, folder);
        let mut flags = Vec::new();
        for part in ["cur", "new"] {
            for file in fs::read_dir(dir.join(part)).unwrap() {
                let name = file.unwrap().file_name().into_string().unwrap();
                flags.push(name.split_once(":2,").map_or("", |(_, f)| f).to_owned());
            }
        }
        flags
    }

    /// Numbers the letters of a folder anew, as a server that has lost its index does.
    pub fn renumber(&self, user: &str, folder: &str) {
        for file in fs::read_dir(self.folder(user, folder)).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if name.starts_with("dovecot") && path.is_file() {
                fs::remove_file(&path).unwrap();
            }
        }
    }

    /// What the server has written down.
    pub fn log(&self) -> String {
        fs::read_to_string(self.home.path().join("log")).unwrap_or_default()
    }

    /// For who is to trust it.
    pub fn certificate(&self) -> PathBuf {
        self.home.path().join("cert.pem")
    }
}

fn certificate(dir: &Path) {
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
        ])
        .args(["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .arg("-keyout")
        .arg(dir.join("key.pem"))
        .arg("-out")
        .arg(dir.join("cert.pem"))
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    for file in ["key.pem", "cert.pem"] {
        fs::set_permissions(dir.join(file), fs::Permissions::from_mode(0o644)).unwrap();
    }
}
