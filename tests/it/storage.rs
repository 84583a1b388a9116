//! The database: migrated once however often it is asked, with room for every day, and room again
//! when days are old. Every statement of `store::partition` runs here.

use chrono::{DateTime, Days, NaiveDate, Utc};
use fieldbeat::store::{
    self, Fault, StoreError, day_plan,
    migrate::{self, MigrateError},
    partition::{self, StorageMode, TimescaleChoice},
    retention::{self, Keep},
};
use fieldbeat_domain::id::RepId;
use sqlx::{Executor, PgConnection, Row};

use crate::support::{
    company::Company,
    database::{TestDatabase, given_url, is_about_timescale},
    server::TestServer,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn noon(day: NaiveDate) -> DateTime<Utc> {
    day.and_hms_opt(12, 0, 0).unwrap().and_utc()
}

async fn insert(conn: &mut PgConnection, at: DateTime<Utc>) -> Result<(), sqlx::Error> {
    sqlx::query("insert into fix (device_id, rep_id, at, lat_e7, lng_e7, received_at) values (1, 1, $1, 2, 3, $1)")
        .bind(at)
        .execute(conn)
        .await
        .map(drop)
}

async fn count(conn: &mut PgConnection) -> i64 {
    sqlx::query_scalar("select count(*) from fix")
        .fetch_one(conn)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_connection_that_was_left_in_a_transaction_is_not_handed_out_again() {
    let database = TestDatabase::bare().await;
    let pool = store::pool(database.options(), 1);
    let backend = async || -> i32 {
        let pid = sqlx::query_scalar("select pg_backend_pid()");
        pid.fetch_one(&pool).await.unwrap()
    };
    let mut before = backend().await;
    assert_eq!(backend().await, before, "one that is sound stays");
    for fails in [false, true] {
        let mut conn = pool.acquire().await.unwrap();
        sqlx::raw_sql("begin").execute(&mut *conn).await.unwrap();
        let done = sqlx::raw_sql(if fails { "select 1 / 0" } else { "select 1" });
        assert_eq!(done.execute(&mut *conn).await.is_err(), fails);
        drop(conn);
        let after = backend().await;
        assert_ne!(after, before);
        before = after;
    }
    // Whoever stops waiting for a `begin`, wherever it is.
    for polls in 1..30 {
        let mut begin = Box::pin(pool.begin());
        for _ in 0..polls {
            if futures_util::poll!(&mut begin).is_ready() {
                break;
            }
            tokio::task::yield_now().await;
        }
        drop(begin);
        let own = "select statement_timestamp() = transaction_timestamp()";
        let own = sqlx::raw_sql(own).fetch_one(&pool).await.unwrap();
        assert!(own.get::<bool, _>(0), "after {polls} polls");
    }
    pool.close().await;
}

#[tokio::test]
async fn several_processes_migrate_at_once_and_it_happens_once() {
    let database = TestDatabase::bare().await;
    let pool = database.pool();
    assert!(!migrate::is_current(&pool).await.unwrap());
    let options = database.options();
    let today = day("2026-11-22");
    let run = || migrate::run(&options, TimescaleChoice::Auto, 8, today);
    let (a, b, c) = tokio::join!(run(), run(), run());
    let applied: usize = [a, b, c].into_iter().map(|m| m.unwrap().applied).sum();
    let again = run().await.unwrap();
    assert!(applied > 0 && again.applied == 0);
    assert!(migrate::is_current(&pool).await.unwrap());
    pool.close().await;
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_left_alone() {
    let database = TestDatabase::new().await;
    let mut conn = database.connect().await;
    conn.execute("insert into _sqlx_migrations (version, description, success, checksum, execution_time) values (9999, 'later', true, '', 0)")
        .await
        .unwrap();
    let refused = migrate::run(
        &database.options(),
        TimescaleChoice::Auto,
        8,
        day("2026-11-22"),
    )
    .await;
    assert!(
        matches!(refused, Err(MigrateError::Newer(9999))),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_fix_of_any_day_finds_room_once_the_writer_has_asked_for_it() {
    let database = TestDatabase::new().await;
    let mut conn = database.connect().await;
    let mode = partition::mode(&mut conn).await.unwrap().unwrap();
    let today = Utc::now().date_naive();
    insert(&mut conn, noon(today)).await.unwrap();
    insert(&mut conn, noon(today + Days::new(3))).await.unwrap();
    let past = day("2020-02-29");
    if mode == StorageMode::Native {
        let refused = insert(&mut conn, noon(past)).await.unwrap_err();
        assert_eq!(Fault::of(&refused), Fault::MissingPartition);
    }
    for _ in 0..2 {
        partition::ensure_day(&mut conn, past).await.unwrap();
    }
    insert(&mut conn, noon(past)).await.unwrap();
    let first_ms = past.and_hms_opt(0, 0, 0).unwrap().and_utc();
    insert(&mut conn, first_ms).await.unwrap();
    let twice = insert(&mut conn, noon(past)).await.unwrap_err();
    assert_eq!(Fault::of(&twice), Fault::Duplicate);
    assert_eq!(count(&mut conn).await, 4);
    assert!(
        partition::days(&mut conn, mode)
            .await
            .unwrap()
            .contains(&past)
    );
}

#[tokio::test]
async fn a_new_day_never_waits_for_a_writer_nor_a_writer_for_it() {
    let database = TestDatabase::new().await;
    let (mut writer, mut other) = (database.connect().await, database.connect().await);
    writer.execute("begin").await.unwrap();
    insert(&mut writer, Utc::now()).await.unwrap();
    // Would run into the lock timeout if it needed the table to itself.
    partition::ensure_day(&mut other, day("2021-01-01"))
        .await
        .unwrap();
    insert(&mut writer, noon(Utc::now().date_naive() + Days::new(1)))
        .await
        .unwrap();
    writer.execute("commit").await.unwrap();
}

#[tokio::test]
async fn retention_drops_whole_days_and_makes_room_ahead() {
    let database = TestDatabase::new().await;
    let mut conn = database.connect().await;
    let now = Utc::now();
    let mode = partition::mode(&mut conn).await.unwrap().unwrap();
    for age in [10, 11, 12] {
        let date = now.date_naive() - Days::new(age);
        partition::ensure_day(&mut conn, date).await.unwrap();
        insert(&mut conn, noon(date)).await.unwrap();
    }
    if mode == StorageMode::Native {
        // What a crash between detaching and dropping leaves behind.
        let name = (now.date_naive() - Days::new(12))
            .format("fix_%Y%m%d")
            .to_string();
        conn.execute(format!("alter table fix detach partition {name}").as_str())
            .await
            .unwrap();
    }
    let keep = Keep {
        raw_fix_days: 10,
        ..Keep::default()
    };
    let removed = retention::run(&database.options(), keep, now)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(removed.fix_days, 2);
    assert_eq!(count(&mut conn).await, 1);
    let again = retention::run(&database.options(), keep, now)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(again.fix_days, 0);
    let later = now + Days::new(2);
    retention::run(&database.options(), keep, later)
        .await
        .unwrap();
    insert(&mut conn, noon(later.date_naive() + Days::new(3)))
        .await
        .unwrap();
    let none_left: bool = sqlx::query_scalar("select not exists (select from pg_class where relname ~ '^fix_[0-9]{8}$' and relname < $1)")
        .bind((now.date_naive() - Days::new(10)).format("fix_%Y%m%d").to_string())
        .fetch_one(&mut conn)
        .await
        .unwrap();
    assert!(none_left);
}

#[tokio::test]
async fn one_process_at_a_time_removes_old_rows() {
    let database = TestDatabase::new().await;
    let mut other = database.connect().await;
    other
        .execute(sqlx::query("select pg_advisory_lock($1)").bind(retention::RETENTION_LOCK))
        .await
        .unwrap();
    let skipped = retention::run(&database.options(), Keep::default(), Utc::now())
        .await
        .unwrap();
    assert!(skipped.is_none());
}

#[tokio::test]
async fn a_constraint_says_its_name_and_a_missing_row_is_not_found() {
    let database = TestDatabase::new().await;
    let mut conn = database.connect().await;
    let sql = "insert into org_unit (code, name, kind) values ('a', 'A', 'company')";
    conn.execute(sql).await.unwrap();
    let conflict: StoreError = conn.execute(sql).await.unwrap_err().into();
    assert!(matches!(conflict, StoreError::Conflict(name) if name == "org_unit_code_key"));
    let missing: StoreError = sqlx::query("select 1 where false")
        .fetch_one(&mut conn)
        .await
        .unwrap_err()
        .into();
    assert!(matches!(missing, StoreError::NotFound));
}

/// The mode is what the server offers and the setting allows. `make test-timescale` runs this file on
/// such a server; here the extension is absent and the answers say so.
#[tokio::test]
async fn the_storage_mode_follows_the_server_and_the_setting() {
    let database = TestDatabase::bare().await;
    let mut conn = database.connect().await;
    let (available, loaded): (bool, bool) = sqlx::query_as(
        "select exists (select from pg_available_extensions where name = 'timescaledb'),
                current_setting('timescaledb.disable_load', true) is not null",
    )
    .fetch_one(&mut conn)
    .await
    .unwrap();
    assert!(
        !is_about_timescale() || (available && loaded && given_url().is_some()),
        "TEST_DATABASE_URL names no server with TimescaleDB"
    );
    let today = day("2026-11-22");
    let on = migrate::run(&database.options(), TimescaleChoice::On, 8, today).await;
    if available && loaded {
        assert!(matches!(
            on.unwrap().mode,
            StorageMode::TimescaleApache | StorageMode::TimescaleFull
        ));
        let late = noon(day("2020-02-29"));
        insert(&mut conn, late).await.unwrap();
        assert_eq!(
            Fault::of(&insert(&mut conn, late).await.unwrap_err()),
            Fault::Duplicate
        );
    } else if available {
        assert!(
            matches!(on, Err(MigrateError::TimescaleNotLoaded)),
            "{on:?}"
        );
    } else {
        assert!(matches!(on, Err(MigrateError::NoTimescale)), "{on:?}");
    }
    let native = TestDatabase::bare().await;
    let off = migrate::run(&native.options(), TimescaleChoice::Off, 8, today)
        .await
        .unwrap();
    assert_eq!(off.mode, StorageMode::Native);
    // Fixed there and then.
    let later = migrate::run(&native.options(), TimescaleChoice::On, 8, today)
        .await
        .unwrap();
    assert_eq!(later.mode, StorageMode::Native);
}

#[tokio::test]
async fn a_plan_is_frozen_whole_or_not_at_all() {
    let server = TestServer::plan().start().await;
    let company = Company::found(server.database.pool()).await;
    let rep = RepId(company.rep("R1").await);
    // No day that the server would freeze by itself.
    let (now, date) = (noon(day("2030-02-01")), day("2030-02-01"));
    let mut conn = server.database.connect().await;
    conn.execute(
        "create function fail() returns trigger language plpgsql as $$ begin raise 'no stops today'; end $$;
         create trigger fail before insert on day_stop execute function fail()",
    )
    .await
    .unwrap();
    let failed = day_plan::ensure(&mut conn, now, rep, date).await;
    assert!(
        format!("{failed:?}").contains("no stops today"),
        "{failed:?}"
    );
    let frozen = async |conn: &mut PgConnection| -> i64 {
        sqlx::query_scalar("select count(*) from day_plan where date = $1")
            .bind(date)
            .fetch_one(conn)
            .await
            .unwrap()
    };
    assert_eq!(frozen(&mut conn).await, 0);
    conn.execute("drop trigger fail on day_stop").await.unwrap();
    day_plan::ensure(&mut conn, now, rep, date).await.unwrap();
    assert_eq!(frozen(&mut conn).await, 1);
    server.finish().await;
}
