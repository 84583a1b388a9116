//! What every story starts from: a database, a server, a process, clients, and ways to break them.
#![allow(dead_code, reason = "a toolbox: each story takes some of it")]

use std::time::{Duration, Instant};

pub mod client;
pub mod company;
pub mod data_dir;
pub mod database;
pub mod front_door;
pub mod log;
pub mod process;
pub mod proxy;
pub mod server;

/// Longer than anything takes on a loaded machine.
pub const DEADLINE: Duration = Duration::from_mins(1);

/// Waits until `condition` gives something, and panics with `what` when that takes too long.
pub async fn eventually<T>(what: &str, condition: impl AsyncFnMut() -> Option<T>) -> T {
    eventually_within(DEADLINE, what, condition).await
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
