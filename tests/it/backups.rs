//! A backup is only as good as the way back: made while phones write, put back, and everything of before is there once. What is
//! spoilt, cut or in the way is refused.

use std::{
    fs,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use chrono::{DateTime, Utc};
use fieldbeat::store::backup_run::{self, Runs};
use fieldbeat_domain::time::At;
use reqwest::{Method, StatusCode};
use rustix::process::Signal;
use serde_json::{Value, json};
use sqlx::{Connection, PgPool, postgres::PgPoolOptions};

use crate::support::{
    client::Client,
    company::{Company, Enrolled, TestPhone, fix, pin},
    data_dir::DataDir,
    database::{TestDatabase, given_url},
    eventually,
    process::{Process, fieldbeat, signal},
};

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What a command printed, where it did what it was asked.
fn answer(output: &Output) -> Value {
    assert!(output.status.success(), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Why it did not; never anything else.
fn refusal(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stdout));
    text(&output.stderr)
}

async fn run(home: &Path, args: Vec<String>) -> Output {
    let home = home.to_owned();
    let command = move || {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        fieldbeat(&home, &args, "")
    };
    tokio::task::spawn_blocking(command).await.unwrap()
}

async fn back_up(home: &Path, to: &Path, more: &[&str]) -> Output {
    let to = to.display().to_string();
    let mut args = vec!["backup", "--json", "--to", &to];
    args.extend(more);
    run(home, args.into_iter().map(str::to_owned).collect()).await
}

async fn put_back(from: &str, to: &Path, more: &[&str]) -> Output {
    let mut args = vec!["restore", "--json", "--from", from];
    args.extend(more);
    run(to, args.into_iter().map(str::to_owned).collect()).await
}

async fn pool(home: &DataDir) -> PgPool {
    let text = fs::read_to_string(home.path().join("postgres/postmaster.pid")).unwrap();
    let host = text.lines().nth(4).unwrap().trim();
    let url = format!("postgres://fieldbeat@localhost/fieldbeat?host={host}");
    let options = PgPoolOptions::new().max_connections(2);
    options.connect(&url).await.unwrap()
}

/// A server with one rep and his phone.
async fn company(home: &DataDir, args: &[&str]) -> (Process, Enrolled) {
    let server = Process::serve(home.path(), args);
    let pool = pool(home).await;
    let company = Company::found(pool.clone()).await;
    company.outlets(2).await;
    let phone = company.enrolled("R1").await;
    pool.close().await;
    (server, phone)
}

async fn sync(client: &Client, token: &str, query: &str) -> reqwest::Response {
    let path = format!("/v1/device/sync{query}");
    let request = client.request(Method::GET, &path);
    let bearer = format!("Bearer {token}");
    request
        .header("authorization", bearer)
        .send()
        .await
        .unwrap()
}

/// When a fix was taken, and when it was acknowledged.
type Sent = (DateTime<Utc>, DateTime<Utc>);

/// A phone that goes on and on: what it sent, and when each was acknowledged.
struct Writer {
    stop: Arc<AtomicBool>,
    acknowledged: Arc<Mutex<Vec<Sent>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Writer {
    async fn start(client: &Client, token: &str) -> (Self, Value) {
        let mut phone = TestPhone::connect(client, token).await;
        let store = phone.welcome["store"].clone();
        let began = At(Utc::now().timestamp_millis() / 1_000 * 1_000).plus_ms(-3_600_000);
        let session = uuid::Uuid::new_v4();
        phone.mark("session_start", session, began, None).await;
        phone.ack_all().await;
        let (stop, acknowledged) = (Arc::new(AtomicBool::new(false)), Arc::default());
        let (told, list) = (Arc::clone(&stop), Arc::clone(&acknowledged));
        let task = tokio::spawn(async move {
            for i in 1.. {
                if told.load(Ordering::Relaxed) {
                    return;
                }
                let at = began.plus_ms(i * 200);
                phone.fixes(&[fix(at, pin(0))]).await;
                let results = phone.ack_all().await;
                assert!(
                    results.iter().all(|r| r["status"] != "rejected"),
                    "{results:?}"
                );
                let at = DateTime::from_timestamp_millis(at.0).unwrap();
                let list: &Mutex<Vec<Sent>> = &list;
                list.lock().unwrap().push((at, Utc::now()));
            }
        });
        let writer = Self {
            stop,
            acknowledged,
            task,
        };
        (writer, store)
    }

    /// Until it wrote so many more.
    async fn goes_on(&self, more: usize) {
        let count = || self.acknowledged.lock().unwrap().len();
        let wanted = count() + more;
        eventually("the phone goes on", async || {
            (count() >= wanted).then_some(())
        })
        .await;
    }

    /// All that it sent.
    async fn ends(self) -> Vec<Sent> {
        self.stop.store(true, Ordering::Relaxed);
        self.task.await.unwrap();
        Arc::into_inner(self.acknowledged)
            .unwrap()
            .into_inner()
            .unwrap()
    }
}

/// Fixes that were acknowledged before a moment.
fn before(all: &[Sent], moment: &Value) -> Vec<DateTime<Utc>> {
    let moment: DateTime<Utc> = moment.as_str().unwrap().parse().unwrap();
    let list = all.iter().filter(|(_, acked)| *acked < moment);
    list.map(|(at, _)| *at).collect()
}

async fn stored(pool: &PgPool, of: &[DateTime<Utc>]) -> i64 {
    sqlx::query_scalar("select count(*) from fix where at = any($1)")
        .bind(of)
        .fetch_one(pool)
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_before_a_backup_ended_comes_back_once() {
    let (home, shelf, anew) = (DataDir::new(), DataDir::new(), DataDir::new());
    let (server, phone) = company(&home, &[]).await;
    let client = server.client();
    let photo = home.path().join("photos/aa/aabb.jpg");
    fs::create_dir_all(photo.parent().unwrap()).unwrap();
    fs::write(&photo, "a picture").unwrap();
    let synced: Value = sync(&client, &phone.token, "").await.json().await.unwrap();
    let cursor = format!("?since={}", synced["cursor"].as_str().unwrap());
    let (writer, store) = Writer::start(&client, &phone.token).await;
    writer.goes_on(20).await;
    let made = answer(&back_up(home.path(), shelf.path(), &[]).await);
    writer.goes_on(20).await;
    let written = writer.ends().await;
    let (server_pid, postmaster) = (server.id(), home.postmaster().unwrap());
    signal(postmaster, Signal::KILL);
    signal(server_pid, Signal::KILL);
    drop(server);

    let from = made["path"].as_str().unwrap();
    let drilled = answer(&put_back(from, anew.path(), &["--drill"]).await);
    assert!(!Path::new(drilled["data_dir"].as_str().unwrap()).exists());
    assert_eq!(fs::read_dir(anew.path()).unwrap().count(), 0);
    let restored = answer(&put_back(from, anew.path(), &[]).await);
    let found = &restored["found"];
    assert_eq!(restored["checked_by_postgres"], true);
    assert_eq!(found["audit_log"]["fault"], Value::Null);
    assert_ne!(found["store"], store);
    assert!(found["last_commit"].is_string(), "{restored}");
    assert_eq!(found["timeline"], 2);
    let picture = fs::read_to_string(anew.path().join("photos/aa/aabb.jpg"));
    assert_eq!(picture.unwrap(), "a picture");

    let server = Process::serve(anew.path(), &[]);
    let restored = pool(&anew).await;
    let safe = before(&written, &made["manifest"]["complete_until"]);
    assert!(safe.len() >= 20, "{} of {}", safe.len(), written.len());
    assert_eq!(stored(&restored, &safe).await, safe.len() as i64);
    let all: i64 = sqlx::query_scalar("select count(*) from fix")
        .fetch_one(&restored)
        .await
        .unwrap();
    assert_eq!(found["counts"]["fixes"], all);
    assert!(
        all < written.len() as i64,
        "what came after it is not there"
    );
    let client = server.client();
    let greeted = TestPhone::connect(&client, &phone.token).await;
    assert_eq!(
        greeted.welcome["store"], found["store"],
        "as the restore said"
    );
    let lost = sync(&client, &phone.token, &cursor).await;
    assert_eq!(lost.status(), StatusCode::GONE);
    drop(greeted);
    restored.close().await;
    assert_eq!(server.terminate(), Some(0));
}

/// Every file of a database's table and of what lies beside it.
fn some_files(backup: &Path) -> Vec<PathBuf> {
    let tables = fs::read_dir(backup.join("postgres/base")).unwrap();
    let newest = tables.map(|e| e.unwrap().path()).max().unwrap();
    let table = fs::read_dir(newest)
        .unwrap()
        .map(|e| e.unwrap().path())
        .find(|p| p.metadata().unwrap().len() > 8_192)
        .unwrap();
    vec![
        table,
        backup.join("photos/aa/aabb.jpg"),
        backup.join("postgres/backup_manifest"),
    ]
}

fn names(listed: &Value) -> Vec<&str> {
    let list = listed.as_array().unwrap().iter();
    list.map(|b| b["name"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_spoilt_cut_or_in_the_way_is_refused() {
    let (home, shelf, anew) = (DataDir::new(), DataDir::new(), DataDir::new());
    let (server, _) = company(&home, &[]).await;
    // Without the server it is started for as long as it takes, and stopped.
    assert_eq!(server.terminate(), Some(0));
    fs::create_dir_all(home.path().join("photos/aa")).unwrap();
    fs::write(home.path().join("photos/aa/aabb.jpg"), "a picture").unwrap();
    let first = answer(&back_up(home.path(), shelf.path(), &[]).await);
    assert_eq!(home.postmaster(), None, "stopped again");
    let from = first["path"].as_str().unwrap();
    for path in some_files(Path::new(from)) {
        let whole = fs::read(&path).unwrap();
        let mut flipped = whole.clone();
        let middle = flipped.len() / 2;
        flipped[middle] ^= 0x10;
        fs::write(&path, flipped).unwrap();
        let named = path.strip_prefix(from).unwrap().display().to_string();
        for more in [&[][..], &["--drill"]] {
            let why = refusal(&put_back(from, anew.path(), more).await);
            assert!(why.contains(&named), "{named}: {why}");
        }
        fs::write(&path, whole).unwrap();
    }
    let list = || async {
        let to = shelf.path();
        answer(&back_up(home.path(), to, &["--list", "--keep=2"]).await)
    };
    assert_eq!(list().await[0]["rehearsed"]["whole"], false);
    // Something is there already.
    let there = anew.path().join("note.txt");
    fs::write(&there, "mine").unwrap();
    let why = refusal(&put_back(from, anew.path(), &[]).await);
    assert!(why.contains("is not empty"), "{why}");
    fs::remove_file(there).unwrap();
    // A newer program made it.
    let manifest = Path::new(from).join("fieldbeat-backup.json");
    let whole = fs::read_to_string(&manifest).unwrap();
    let mut newer: Value = serde_json::from_str(&whole).unwrap();
    newer["migration"] = json!(999_999);
    fs::write(&manifest, newer.to_string()).unwrap();
    let why = refusal(&put_back(from, anew.path(), &[]).await);
    assert!(why.contains("restore with that version"), "{why}");
    fs::write(&manifest, whole).unwrap();
    let moment = ["--wal", from, "--until", "2001-01-01T00:00:00Z"];
    let why = refusal(&put_back(from, anew.path(), &moment).await);
    assert!(why.contains("take an older backup"), "{why}");
    assert_eq!(fs::read_dir(anew.path()).unwrap().count(), 0);
    let above = fs::read_dir(anew.path().parent().unwrap()).unwrap();
    let name = anew.path().file_name().unwrap().to_string_lossy();
    let left: Vec<_> = above
        .flatten()
        .filter(|e| e.file_name().to_string_lossy().contains(&*name) && e.path() != anew.path())
        .collect();
    assert!(left.is_empty(), "{left:?}");

    // One that is cut is none, and goes with the next.
    let mut cut = Command::new(env!("CARGO_BIN_EXE_fieldbeat"));
    let mut cut = cut
        .args(["backup", "--to"])
        .arg(shelf.path())
        .env("FIELDBEAT_DATA_DIR", home.path())
        .current_dir(home.path())
        .stderr(std::process::Stdio::null())
        .process_group(0)
        .spawn()
        .unwrap();
    let part = || {
        let all = fs::read_dir(shelf.path()).unwrap().flatten();
        all.map(|e| e.path())
            .find(|p| p.extension().is_some_and(|e| e == "part"))
    };
    let half = eventually("a backup has begun", async || {
        part().filter(|p| p.join("postgres").exists())
    })
    .await;
    let group = rustix::process::Pid::from_raw(cut.id() as i32).unwrap();
    rustix::process::kill_process_group(group, Signal::KILL).unwrap();
    cut.wait().unwrap();
    assert_eq!(
        names(&list().await),
        [first["manifest"]["name"].as_str().unwrap()]
    );
    let why = refusal(&put_back(&half.display().to_string(), anew.path(), &[]).await);
    assert!(why.contains("no whole backup"), "{why}");

    // Two stay of three, and the list had said which goes.
    let second = answer(&back_up(home.path(), shelf.path(), &["--keep=2"]).await);
    assert_eq!(second["removed"], json!([]));
    assert_eq!(part(), None);
    let listed = list().await;
    assert_eq!(listed[0]["would_go"], true);
    assert_eq!(listed[1]["would_go"], false);
    let third = answer(&back_up(home.path(), shelf.path(), &["--keep=2"]).await);
    assert_eq!(third["removed"], json!([first["manifest"]["name"]]));
    let kept = [&second, &third].map(|b| b["manifest"]["name"].as_str().unwrap());
    assert_eq!(names(&list().await), kept);

    let inside = home.path().join("backups");
    let why = refusal(&back_up(home.path(), &inside, &[]).await);
    assert!(why.contains("name another directory"), "{why}");
    let why = refusal(&back_up(anew.path(), shelf.path(), &[]).await);
    assert!(why.contains("there is no database in"), "{why}");
}

#[tokio::test]
async fn a_role_that_may_not_copy_is_told_what_to_ask_for() {
    if given_url().is_some() {
        return;
    }
    let (home, shelf, database) = (DataDir::new(), DataDir::new(), TestDatabase::new().await);
    let role = format!("copier_{}", database.name);
    let mut conn = database.connect().await;
    sqlx::query(&format!("create role {role} login"))
        .execute(&mut conn)
        .await
        .unwrap();
    let url = database.url.replacen("fieldbeat@", &format!("{role}@"), 1);
    assert_ne!(url, database.url);
    let url = format!("--database-url={url}");
    let why = refusal(&back_up(home.path(), shelf.path(), &[&url]).await);
    let wanted = format!("alter role \"{role}\" replication");
    assert!(why.contains(&wanted), "{why}");
    assert_eq!(fs::read_dir(shelf.path()).unwrap().count(), 0);
    let drop = format!("drop role {role}");
    sqlx::query(&drop).execute(&mut conn).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_and_the_archived_log_are_brought_to_a_moment() {
    let (home, shelf, wal) = (DataDir::new(), DataDir::new(), DataDir::new());
    let archive = wal.path().join("wal");
    let archiving = format!("--wal-archive={}", archive.display());
    let (server, phone) = company(&home, &[&archiving]).await;
    let (writer, _) = Writer::start(&server.client(), &phone.token).await;
    writer.goes_on(10).await;
    let made = answer(&back_up(home.path(), shelf.path(), &[]).await);
    writer.goes_on(10).await;
    let moment = Utc::now();
    writer.goes_on(10).await;
    let written = writer.ends().await;
    let db = pool(&home).await;
    let last: String = sqlx::query_scalar("select pg_walfile_name(pg_switch_wal())")
        .fetch_one(&db)
        .await
        .unwrap();
    eventually("all of it is archived", async || {
        archive.join(&last).exists().then_some(())
    })
    .await;
    db.close().await;
    let from = made["path"].as_str().unwrap();
    let wal_dir = archive.display().to_string();
    let tomorrow = (Utc::now() + chrono::TimeDelta::days(1)).to_rfc3339();
    let anew = DataDir::new();
    let more = ["--wal", &wal_dir, "--until", &tomorrow];
    let why = refusal(&put_back(from, anew.path(), &more).await);
    assert!(why.contains("no write-ahead log up to"), "{why}");
    let until = moment.to_rfc3339();
    let early = before(&written, &json!(until));
    for (more, expected, spare) in [
        // One may have been committed and not yet acknowledged.
        (&["--wal", &wal_dir, "--until", &until][..], &early, 1),
        (
            &["--wal", &wal_dir],
            &written.iter().map(|(at, _)| *at).collect(),
            0,
        ),
    ] {
        let anew = DataDir::new();
        let restored = answer(&put_back(from, anew.path(), more).await);
        let again = Process::serve(anew.path(), &[]);
        let db = pool(&anew).await;
        assert_eq!(stored(&db, expected).await, expected.len() as i64);
        let all: i64 = sqlx::query_scalar("select count(*) from fix")
            .fetch_one(&db)
            .await
            .unwrap();
        assert!(all <= expected.len() as i64 + spare, "{all} {restored}");
        db.close().await;
        assert_eq!(again.terminate(), Some(0));
    }
    assert!(early.len() >= 20 && written.len() >= early.len() + 10);

    // What no backup that stays needs goes with those that go.
    let first = || {
        let all = fs::read_dir(&archive).unwrap().flatten();
        let names = all.map(|e| e.file_name().into_string().unwrap());
        names.filter(|n| n.len() == 24).min().unwrap()
    };
    let oldest = first();
    let newer = back_up(home.path(), shelf.path(), &["--keep=1", &archiving]).await;
    let newer = answer(&newer);
    assert_eq!(newer["removed"], json!([made["manifest"]["name"]]));
    assert!(first() > oldest, "{oldest} is still there");
    assert_eq!(server.terminate(), Some(0));
}

#[test]
fn an_archive_whose_path_a_shell_could_read_otherwise_is_refused() {
    let home = DataDir::new();
    for (path, code) in [("/tmp/a;b", 2), ("wal", 2), ("/tmp/a-b_c.d", 0)] {
        let arg = format!("--wal-archive={path}");
        let output = fieldbeat(home.path(), &["check-config", &arg], "");
        assert_eq!(output.status.code(), Some(code), "{path}");
    }
}

async fn metric(client: &Client, name: &str) -> Option<f64> {
    let text = client.get("/metrics").await.text().await.unwrap();
    let line = text
        .lines()
        .find(|l| l.split(' ').next() == Some(name))?
        .to_owned();
    line.split(' ').nth(1)?.parse().ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_server_backs_itself_up_once_and_its_failures_hurt_nobody() {
    let (home, shelf) = (DataDir::new(), DataDir::new());
    let to = format!("--backup-dir={}", shelf.path().display());
    let (server, phone) = company(&home, &[&to]).await;
    let client = server.client();
    let bytes = eventually("the first backup is whole", async || {
        metric(&client, "fieldbeat_backup_last_bytes").await
    })
    .await;
    assert!(bytes > 1_000_000.0, "{bytes}");
    let age_s = metric(&client, "fieldbeat_backup_age_seconds")
        .await
        .unwrap();
    assert!((0.0..600.0).contains(&age_s), "{age_s}");
    assert_eq!(
        metric(&client, "fieldbeat_backup_failures_total").await,
        Some(0.0)
    );
    let listed = answer(&back_up(home.path(), shelf.path(), &["--list"]).await);
    assert_eq!(listed.as_array().unwrap().len(), 1);
    assert_eq!(server.terminate(), Some(0));

    // Not again today; and where it is due and cannot be, phones do not hear of it.
    let server = Process::serve(home.path(), &[&to]);
    eventually("it knows of the first", async || {
        metric(&server.client(), "fieldbeat_backup_age_seconds").await
    })
    .await;
    assert_eq!(server.terminate(), Some(0));
    let file = shelf.path().join("file");
    fs::write(&file, "").unwrap();
    let nowhere = format!("--backup-dir={}/below", file.display());
    let server = Process::serve(home.path(), &[]);
    let db = pool(&home).await;
    let runs: i64 = sqlx::query_scalar("select count(*) from backup_run")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(runs, 1, "once a day");
    sqlx::query("delete from backup_run")
        .execute(&db)
        .await
        .unwrap();
    db.close().await;
    assert_eq!(server.terminate(), Some(0));
    let server = Process::serve(home.path(), &[&nowhere]);
    eventually("a failure is counted", async || {
        metric(&server.client(), "fieldbeat_backup_failures_total")
            .await
            .filter(|n| *n > 0.0)
    })
    .await;
    let (writer, _) = Writer::start(&server.client(), &phone.token).await;
    writer.goes_on(5).await;
    writer.ends().await;
    let db = pool(&home).await;
    let fault: Option<String> = sqlx::query_scalar("select fault from backup_run")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(fault.as_deref(), Some("io"));
    db.close().await;
    assert_eq!(server.terminate(), Some(0));
}

#[tokio::test]
async fn one_node_alone_makes_the_backup_of_the_day() {
    let database = TestDatabase::new().await;
    let (mut one, mut other) = (database.connect().await, database.connect().await);
    assert!(backup_run::lock(&mut one).await.unwrap());
    assert!(!backup_run::lock(&mut other).await.unwrap());
    let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
    assert_eq!(backup_run::runs(&mut other).await.unwrap(), Runs::default());
    let whole = backup_run::begin(&mut one, "a", now).await.unwrap();
    let later = now + chrono::TimeDelta::minutes(5);
    backup_run::whole(&mut one, whole, "fieldbeat-x", 7, later)
        .await
        .unwrap();
    let failed = backup_run::begin(&mut one, "a", later).await.unwrap();
    backup_run::failed(&mut one, failed, "no_room", later)
        .await
        .unwrap();
    let runs = backup_run::runs(&mut other).await.unwrap();
    let newest = runs.newest.unwrap();
    assert_eq!((newest.begun_at, newest.ended_at), (now, later));
    assert_eq!((&*newest.name, newest.bytes), ("fieldbeat-x", 7));
    assert_eq!(runs.tried_at, Some(later));
    assert_eq!(runs.fault.as_deref(), Some("no_room"));
    one.close().await.unwrap();
    eventually("the lock went with its session", async || {
        backup_run::lock(&mut other).await.unwrap().then_some(())
    })
    .await;
}
