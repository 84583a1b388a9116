//! How fast a planner's workbook comes in: 20,000 outlets and 60,000 rows of routes, 25 rows of each bad,
//! into a database of its own. Checks that every bad row is listed and no good one lost, imports the same
//! file again (nothing changes), exports it and takes the routes back.
//!
//! `OUTLETS` and `BAD` (of each sheet) shape it. The embedded cluster runs with fsync, synchronous_commit
//! and full_page_writes on.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a benchmark fails loudly, prints, reads the clock, and its numbers are small"
)]

use std::time::Instant;

use fieldbeat::{
    clock::Clock,
    config::{Config, Given},
    imports::{Kind, Language, Options, export, held::State, run::Worker},
    server::Database,
    store::{
        self,
        import_batch::{self, Counts, NewBatch},
        provision,
        scope::Scope,
        upsert::Now,
    },
};
use serde_json::{Map, json};
use sqlx::{PgPool, Row};

mod planner_file;

use planner_file::planner_file;

fn from_env(name: &str, default: usize) -> usize {
    std::env::var(name)
        .ok()
        .and_then(|v| v.parse().ok())
        .unwrap_or(default)
}

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(bench(from_env("OUTLETS", 20_000), from_env("BAD", 25)));
}

async fn bench(outlets: usize, bad: usize) {
    let base = std::env::var("BENCH_DIR").unwrap_or_else(|_| "/var/tmp".to_owned());
    let dir = tempfile::tempdir_in(base).unwrap();
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(dir.path(), mode).unwrap();
    let data = dir.path().join("data").display().to_string();
    let config = Config::resolve(&Given::with(&[("data_dir", &data), ("log", "warn")]))
        .unwrap()
        .config;
    let database = Database::open(&config).await.unwrap();
    let clock = Clock::system();
    database.migrate(&config, &clock).await.unwrap();
    let pool = store::pool(database.options.clone(), 3);
    provision::ensure_company(&mut pool.acquire().await.unwrap())
        .await
        .unwrap();

    let file = planner_file(1, outlets, bad);
    println!(
        "{outlets} outlets, {} rows of routes, {} bad rows, {:.1} MB",
        outlets * 3,
        bad * 2,
        file.bytes.len() as f64 / 1e6
    );
    let desk = Desk {
        pool: &pool,
        clock: &clock,
    };
    let mut figures = Map::new();
    let mut seconds = |name: &str, since: Instant| {
        let took = since.elapsed().as_secs_f64();
        println!("{name:<28} {took:>7.1} s");
        figures.insert(
            format!("import_{name}_s"),
            json!((took * 10.0).round() / 10.0),
        );
        took
    };
    let (_, made) = desk.commit(Kind::Reps, &file.bytes).await;
    assert_eq!(made.created as usize, file.reps);
    let since = Instant::now();
    let (_, made) = desk.commit(Kind::Outlets, &file.bytes).await;
    let outlets_s = seconds("outlets", since);
    assert_eq!(
        (made.created as usize, made.bad_rows as usize),
        (outlets - bad, bad)
    );
    let since = Instant::now();
    let (routes, made) = desk.commit(Kind::Routes, &file.bytes).await;
    let routes_s = seconds("routes", since);
    assert_eq!(made.bad_rows as usize, bad);
    println!("{:<28} {:>7.1} s", "both", outlets_s + routes_s);
    desk.nothing_lost(outlets, bad, &file).await;

    let since = Instant::now();
    let (_, again) = desk.commit(Kind::Routes, &file.bytes).await;
    seconds("routes_again", since);
    assert_eq!(
        (again.created, again.updated, again.unchanged as usize),
        (0, 0, outlets * 3 - bad)
    );
    let since = Instant::now();
    let exported = desk.export(Kind::Routes).await;
    seconds("routes_export", since);
    let (_, same) = desk.commit(Kind::Routes, &exported).await;
    assert_eq!(
        (same.created, same.updated, same.unchanged as usize),
        (0, 0, outlets * 3 - bad)
    );
    let since = Instant::now();
    desk.worker(async |w| w.revert(routes).await.unwrap()).await;
    seconds("routes_revert", since);
    assert_eq!(
        desk.count("select count(*) from route_outlet where retired_at is null")
            .await,
        0
    );

    if let Ok(path) = std::env::var("BENCH_JSON") {
        std::fs::write(path, serde_json::to_vec(&figures).unwrap()).unwrap();
    }
    pool.close().await;
    database.close().await.unwrap();
}

struct Desk<'a> {
    pool: &'a PgPool,
    clock: &'a Clock,
}

impl Desk<'_> {
    async fn worker<T>(&self, work: impl AsyncFnOnce(Worker<'_>) -> T) -> T {
        let at = self.clock.utc();
        let now = Now {
            at,
            today: at.date_naive(),
        };
        work(Worker {
            pool: self.pool,
            scope: &Scope::system(),
            now,
            shown: &|_, _| {},
        })
        .await
    }

    async fn commit(&self, kind: Kind, bytes: &[u8]) -> (i32, Counts) {
        let options = serde_json::to_value(Options {
            skip_bad_rows: true,
            ..Options::default()
        })
        .unwrap();
        let new = NewBatch {
            kind: kind.as_str(),
            file_name: "plan.xlsx",
            file: bytes,
            options: &options,
        };
        let mut conn = self.pool.acquire().await.unwrap();
        let id = import_batch::create(&mut conn, &Scope::system(), self.clock.utc(), new)
            .await
            .unwrap();
        drop(conn);
        (id, self.worker(async |w| w.commit(id).await.unwrap()).await)
    }

    async fn export(&self, kind: Kind) -> Vec<u8> {
        let mut conn = self.pool.acquire().await.unwrap();
        let today = self.clock.utc().date_naive();
        let state = State::load(&mut conn, &Scope::system(), kind, today)
            .await
            .unwrap();
        export::xlsx(kind, &export::lines(kind, &state, Language::Vi)).unwrap()
    }

    async fn count(&self, sql: &str) -> i64 {
        sqlx::query(sql).fetch_one(self.pool).await.unwrap().get(0)
    }

    /// Every bad row is listed by line and code, and every other row is there.
    async fn nothing_lost(&self, outlets: usize, bad: usize, file: &planner_file::PlannerFile) {
        assert_eq!(
            self.count("select count(*) from outlet").await as usize,
            outlets - bad
        );
        let legs = self
            .count("select count(*) from route_outlet where retired_at is null")
            .await;
        assert_eq!(legs as usize, outlets * 3 - bad);
        for (kind, planted) in [("outlets", &file.bad_outlets), ("routes", &file.bad_routes)] {
            let sql = format!(
                "select f.line, f.code from import_fault f join import_batch b on b.id = f.import_id
                 where b.kind = '{kind}' and f.severity = 'error' order by f.position"
            );
            let rows = sqlx::query(&sql).fetch_all(self.pool).await.unwrap();
            let found: Vec<(u32, String)> = rows
                .iter()
                .map(|r| (r.get::<i32, _>(0).cast_unsigned(), r.get(1)))
                .collect();
            let planted: Vec<(u32, String)> = planted
                .iter()
                .map(|(line, code)| (*line, (*code).to_owned()))
                .collect();
            assert_eq!(found, planted);
        }
        println!("all {} bad rows listed, no good row lost", bad * 2);
    }
}
