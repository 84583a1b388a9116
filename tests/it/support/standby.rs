//! A primary and its synchronous standby, each a PostgreSQL of its own, behind one address that follows the primary.

use std::{
    net::{SocketAddr, TcpListener},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};

use rustix::process::Signal;
use sqlx::{Connection, PgConnection};
use tokio::sync::watch;

use super::{
    data_dir::DataDir,
    eventually,
    process::signal,
    proxy::{Fault, Proxy},
};

struct Member {
    home: DataDir,
    port: u16,
}

/// A copy of a primary as it was.
pub struct Backup(Member);

pub struct Pair {
    /// The primary is first.
    members: Vec<Member>,
    bin: PathBuf,
    proxy: Proxy,
    target: watch::Sender<SocketAddr>,
    pub url: String,
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// The newest PostgreSQL of the system.
fn programs() -> PathBuf {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .unwrap()
        .map(|version| version.unwrap().path().join("bin"))
        .collect();
    found.sort();
    found.pop().expect("make setup installs PostgreSQL")
}

impl Member {
    fn new() -> Self {
        let member = Self {
            home: DataDir::new(),
            port: free_port(),
        };
        std::fs::create_dir(member.data()).unwrap();
        // A copy keeps what it finds, and the server takes no other.
        std::fs::set_permissions(member.data(), std::fs::Permissions::from_mode(0o700)).unwrap();
        if rustix::process::getuid().is_root() {
            let own = Command::new("chown")
                .arg("postgres")
                .arg(member.data())
                .status();
            assert!(own.unwrap().success());
        }
        member
    }

    fn data(&self) -> PathBuf {
        self.home.path().join("postgres")
    }

    fn run(&self, bin: &Path, program: &str, args: &[&str]) {
        let program = bin.join(program);
        let mut command = if rustix::process::getuid().is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(&program);
            command
        } else {
            Command::new(&program)
        };
        let ran = command
            .args(args)
            .current_dir(self.home.path())
            .stdout(std::process::Stdio::null())
            .status()
            .unwrap();
        assert!(ran.success(), "{} {args:?}", program.display());
    }

    fn start(&self, bin: &Path) {
        let data = self.data().display().to_string();
        let options = format!(
            "-p {} -c unix_socket_directories= -c max_connections=300",
            self.port
        );
        let log = format!("{data}/server.log");
        self.run(
            bin,
            "pg_ctl",
            &[
                "-D", &data, "-l", &log, "-w", "-t", "120", "-o", &options, "start",
            ],
        );
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://fieldbeat@127.0.0.1:{}/{database}", self.port)
    }

    async fn ask(&self, sql: &str) {
        let mut conn = PgConnection::connect(&self.url("postgres")).await.unwrap();
        sqlx::raw_sql(sql).execute(&mut conn).await.unwrap();
        conn.close().await.unwrap();
    }
}

impl Pair {
    pub async fn start() -> Self {
        let bin = programs();
        let primary = Member::new();
        let data = primary.data().display().to_string();
        let init = [
            "-D",
            &data,
            "-U",
            "fieldbeat",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        ];
        primary.run(&bin, "initdb", &init);
        primary.start(&bin);
        primary.ask("create database fieldbeat").await;
        let at = SocketAddr::from(([127, 0, 0, 1], primary.port));
        let target = watch::Sender::new(at);
        let (proxy, address) = Proxy::tcp_to(target.subscribe()).await;
        let mut pair = Self {
            members: vec![primary],
            bin,
            proxy,
            target,
            url: format!("postgres://fieldbeat@{address}/fieldbeat"),
        };
        pair.add_standby().await;
        pair
    }

    /// A copy of the primary that every commit waits for from now on.
    async fn add_standby(&mut self) {
        let standby = Member::new();
        let primary = &self.members[0];
        let (data, from) = (
            standby.data().display().to_string(),
            primary.url("postgres"),
        );
        let copy = ["-D", &data, "-d", &from, "-R", "-X", "stream", "-c", "fast"];
        standby.run(&self.bin, "pg_basebackup", &copy);
        standby.start(&self.bin);
        primary
            .ask("alter system set synchronous_standby_names = '*'")
            .await;
        primary.ask("select pg_reload_conf()").await;
        let url = primary.url("postgres");
        eventually("commits wait for the standby", async || {
            let mut conn = PgConnection::connect(&url).await.ok()?;
            let is_sync: bool = sqlx::query_scalar(
                "select exists (select from pg_stat_replication where sync_state = 'sync')",
            )
            .fetch_one(&mut conn)
            .await
            .ok()?;
            is_sync.then_some(())
        })
        .await;
        self.members.push(standby);
    }

    /// Of the primary itself, past whatever stands before it.
    pub fn primary_url(&self) -> String {
        self.members[0].url("fieldbeat")
    }

    /// What the standby receives stays unread, so that commits wait for it; or goes on.
    pub async fn hold_standby(&self, hold: bool) {
        let mut conn = PgConnection::connect(&self.members[1].url("postgres"))
            .await
            .unwrap();
        let receiver: i32 = sqlx::query_scalar("select pid from pg_stat_wal_receiver")
            .fetch_one(&mut conn)
            .await
            .unwrap();
        let sent = if hold { Signal::STOP } else { Signal::CONT };
        signal(receiver.unsigned_abs(), sent);
        conn.close().await.unwrap();
    }

    /// From now on commits wait for nobody, and the standby hears of none.
    pub async fn part(&self) {
        self.members[0]
            .ask("alter system set synchronous_standby_names = ''")
            .await;
        self.members[0].ask("select pg_reload_conf()").await;
        self.members[1]
            .ask("alter system set primary_conninfo = ''")
            .await;
        self.members[1].ask("select pg_reload_conf()").await;
        let url = self.members[0].url("postgres");
        eventually("the standby is cut off", async || {
            let mut conn = PgConnection::connect(&url).await.ok()?;
            let left: i64 = sqlx::query_scalar("select count(*) from pg_stat_replication")
                .fetch_one(&mut conn)
                .await
                .ok()?;
            (left == 0).then_some(())
        })
        .await;
    }

    /// A base backup, to be put back by [`Self::restore`].
    pub fn back_up(&self) -> Backup {
        let copy = Member::new();
        let (data, from) = (
            copy.data().display().to_string(),
            self.members[0].url("postgres"),
        );
        let args = ["-D", &data, "-d", &from, "-X", "stream", "-c", "fast"];
        copy.run(&self.bin, "pg_basebackup", &args);
        Backup(copy)
    }

    /// Primary and standby are gone; the backup is recovered, which begins a history of its own.
    pub fn restore(&mut self, Backup(copy): Backup) {
        self.proxy.set(Fault::Cut);
        for dead in self.members.drain(..) {
            signal(dead.home.postmaster().unwrap(), Signal::KILL);
        }
        let wish = copy.data().join("recovery.signal");
        std::fs::write(&wish, "").unwrap();
        std::fs::set_permissions(&wish, std::fs::Permissions::from_mode(0o666)).unwrap();
        let settings = copy.data().join("postgresql.auto.conf");
        let mut text = std::fs::read_to_string(&settings).unwrap();
        text += "synchronous_standby_names = ''\nrestore_command = 'false'\nrecovery_target_action = 'promote'\n";
        std::fs::write(&settings, text).unwrap();
        copy.start(&self.bin);
        let at = SocketAddr::from(([127, 0, 0, 1], copy.port));
        self.members.push(copy);
        self.target.send_replace(at);
        self.proxy.set(Fault::None);
    }

    /// The primary dies, the standby takes its place, and gets a standby of its own.
    pub async fn fail_over(&mut self) {
        let dead = self.members.remove(0);
        signal(dead.home.postmaster().unwrap(), Signal::KILL);
        self.proxy.set(Fault::Cut);
        let next = &self.members[0];
        let data = next.data().display().to_string();
        next.run(&self.bin, "pg_ctl", &["-D", &data, "-w", "promote"]);
        next.ask("alter system set synchronous_standby_names = ''")
            .await;
        next.ask("select pg_reload_conf()").await;
        self.target
            .send_replace(SocketAddr::from(([127, 0, 0, 1], next.port)));
        self.proxy.set(Fault::None);
        drop(dead);
        self.add_standby().await;
    }
}
