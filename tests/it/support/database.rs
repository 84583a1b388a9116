//! A migrated database of a test's own, on one cluster per test process: an embedded one, or the
//! server that `TEST_DATABASE_URL` names (whose databases are dropped again).

use std::sync::{
    LazyLock, OnceLock,
    atomic::{AtomicU32, Ordering},
};

use fieldbeat::{
    embedded_postgres::Cluster,
    store::{self, SessionLimits, migrate, partition::TimescaleChoice},
};
use sqlx::{Connection, PgConnection, PgPool, postgres::PgConnectOptions};
use tokio::{runtime::Runtime, sync::OnceCell};

use super::data_dir::DataDir;

/// Outlives every test's own runtime.
static BACKGROUND: LazyLock<Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap()
});

enum Shared {
    Embedded {
        base: Box<PgConnectOptions>,
        host: String,
    },
    Given(String),
}

static SHARED: OnceCell<Shared> = OnceCell::const_new();
/// Kept for its guardian, which stops the cluster when this process ends.
static HOME: OnceLock<DataDir> = OnceLock::new();
static COUNT: AtomicU32 = AtomicU32::new(0);
const TEMPLATE: &str = "fieldbeat_template";

pub struct TestDatabase {
    pub url: String,
    pub name: String,
    options: PgConnectOptions,
    maintenance: PgConnectOptions,
    dropped_at_end: bool,
}

/// The server that the environment names, for the tests of TimescaleDB.
pub fn given_url() -> Option<String> {
    std::env::var("TEST_DATABASE_URL")
        .ok()
        .filter(|u| !u.is_empty())
}

async fn shared() -> &'static Shared {
    SHARED
        .get_or_init(|| async {
            if let Some(url) = given_url() {
                return Shared::Given(url);
            }
            let start = BACKGROUND.spawn(async {
                let home = DataDir::new();
                let cluster = Cluster::start(home.path()).await.unwrap();
                let base = cluster.connect_options();
                let host = base.get_socket().unwrap().display().to_string();
                // Never stopped by itself: the guardian of its directory does that.
                std::mem::forget(cluster);
                assert!(HOME.set(home).is_ok());
                create(&base.clone().database("postgres"), TEMPLATE, None).await;
                prepare(&base.clone().database(TEMPLATE)).await;
                Shared::Embedded {
                    base: Box::new(base),
                    host,
                }
            });
            start.await.unwrap()
        })
        .await
}

async fn create(maintenance: &PgConnectOptions, name: &str, template: Option<&str>) {
    let mut conn = PgConnection::connect_with(maintenance).await.unwrap();
    let from = template.map_or(String::new(), |t| format!(" template {t}"));
    sqlx::query(&format!("create database {name}{from}"))
        .execute(&mut conn)
        .await
        .unwrap();
    conn.close().await.unwrap();
}

/// Whether this run is about TimescaleDB: then every database uses it.
pub fn is_about_timescale() -> bool {
    std::env::var_os("FBT_REQUIRE_TIMESCALE").is_some()
}

async fn prepare(options: &PgConnectOptions) {
    let today = chrono::Utc::now().date_naive();
    let choice = if is_about_timescale() {
        TimescaleChoice::On
    } else {
        TimescaleChoice::Auto
    };
    migrate::run(options, choice, 8, today).await.unwrap();
}

impl TestDatabase {
    /// Migrated, otherwise empty.
    pub async fn new() -> Self {
        Self::make(true).await
    }

    /// Without any table.
    pub async fn bare() -> Self {
        Self::make(false).await
    }

    async fn make(migrated: bool) -> Self {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("fbt_{}_{count}", std::process::id());
        match shared().await {
            Shared::Embedded { base, host } => {
                let maintenance = (**base).clone().database("postgres");
                create(&maintenance, &name, migrated.then_some(TEMPLATE)).await;
                Self {
                    url: format!("postgres://fieldbeat@localhost/{name}?host={host}"),
                    options: (**base).clone().database(&name),
                    name,
                    maintenance,
                    dropped_at_end: false,
                }
            }
            Shared::Given(url) => {
                let maintenance = store::parse_url(url).unwrap();
                create(&maintenance, &name, None).await;
                let options = maintenance.clone().database(&name);
                if migrated {
                    prepare(&options).await;
                }
                Self {
                    url: with_database(url, &name),
                    name,
                    options,
                    maintenance,
                    dropped_at_end: true,
                }
            }
        }
    }

    /// As the server connects.
    pub fn options(&self) -> PgConnectOptions {
        store::with_limits(self.options.clone(), SessionLimits::default())
    }

    pub fn pool(&self) -> PgPool {
        store::pool(self.options(), 4)
    }

    pub async fn connect(&self) -> PgConnection {
        PgConnection::connect_with(&self.options()).await.unwrap()
    }
}

/// `postgres://host/old?x=y` → `postgres://host/name?x=y`.
fn with_database(url: &str, name: &str) -> String {
    let (front, query) = url
        .split_once('?')
        .map_or((url, None), |(f, q)| (f, Some(q)));
    let (scheme, rest) = front.split_once("://").unwrap();
    let authority = rest.split('/').next().unwrap();
    let query = query.map_or(String::new(), |q| format!("?{q}"));
    format!("{scheme}://{authority}/{name}{query}")
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if !self.dropped_at_end {
            return;
        }
        let (maintenance, name) = (self.maintenance.clone(), self.name.clone());
        let (done, wait) = std::sync::mpsc::sync_channel(1);
        BACKGROUND.spawn(async move {
            if let Ok(mut conn) = PgConnection::connect_with(&maintenance).await {
                let sql = format!("drop database if exists {name} with (force)");
                let _ = sqlx::query(&sql).execute(&mut conn).await;
            }
            let _ = done.send(());
        });
        let _ = wait.recv_timeout(std::time::Duration::from_secs(10));
    }
}
