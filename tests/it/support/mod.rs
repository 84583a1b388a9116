//! What every story starts from: a database, a server, a process, clients, and ways to break them.
#![allow(dead_code, reason = "a toolbox: each story takes some of it")]

use std::time::{Duration, Instant};

pub mod browser;
pub mod client;
pub mod company;
pub mod courier;
pub mod data_dir;
pub mod database;
pub mod day;
pub mod desk;
pub mod front_door;
pub mod history;
pub mod imap;
pub mod import_file;
pub mod log;
pub mod nats;
pub mod process;
pub mod proxy;
pub mod receiver;
pub mod server;
pub mod standby;
pub mod traces;

/// The seed of a random test: `TEST_SEED`, else another one each time. Printed, so that a failure
/// can be had again.
pub fn seed(test: &str) -> u64 {
    let seed = std::env::var("TEST_SEED")
        .ok()
        .and_then(|s| s.parse().ok())
        .unwrap_or_else(rand::random);
    eprintln!("{test}: TEST_SEED={seed}");
    seed
}

/// Longer than anything takes on a loaded machine.
pub const DEADLINE: Duration = Duration::from_mins(1);

/// Waits until `condition` gives something, and panics with `what` when that takes too long.
pub async fn eventually<T>(what: &str, condition: impl AsyncFnMut() -> Option<T>) -> T {
    eventually_within(DEADLINE, what, condition).await
}

/// Until so many statements, or more, wait for each other's rows in a database.
pub async fn waiting(db: &sqlx::PgPool, count: i64) {
    eventually("statements wait for rows", async || {
        let waiting: i64 = sqlx::query_scalar("select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()")
            .fetch_one(db)
            .await
            .unwrap();
        (waiting >= count).then_some(())
    })
    .await;
}

pub async fn eventually_within<T>(
    deadline: Duration,
    what: &str,
    mut condition: impl AsyncFnMut() -> Option<T>,
) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = condition().await {
            return found;
        }
        assert!(
            start.elapsed() < deadline,
            "not within {deadline:?}: {what}"
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
