//! `serve` and `migrate`.

use serde_json::json;

use super::{Failure, print};
use crate::{
    clock::Clock,
    config::Config,
    server::{self, Database},
    shutdown, telemetry,
};

/// Runs the server until a signal or a fault. The first signal drains it, a second ends it at once.
pub(super) async fn serve(config: Config, json: bool) -> Result<(), Failure> {
    telemetry::metrics();
    raise_file_limit();
    let embedded = config.database_url.is_none();
    let mut signals = shutdown::Signals::listen()?;
    let starting = server::start(config, Clock::system());
    let mut running = tokio::select! {
        started = starting => started?,
        // Nothing was promised to anybody yet; an embedded cluster is adopted at the next start.
        () = signals.next() => return Ok(()),
    };
    let url = running
        .services
        .config
        .public_url
        .clone()
        .unwrap_or_else(|| running.url());
    if json {
        print(
            &json!({"url": url, "listen": running.address, "first_run": running.first_run_link, "embedded_database": embedded})
                .to_string(),
        )?;
    } else {
        print(&format!("Fieldbeat is at {url}"))?;
        if let Some(link) = &running.first_run_link {
            print(&format!(
                "Nobody can log in yet. Set it up, once, at {link}"
            ))?;
        }
    }
    tokio::select! {
        () = signals.next() => {}
        why = running.failed() => {
            running.stop().await;
            return Err(Failure::Failed(why));
        }
    }
    tracing::info!("stopping");
    tokio::select! {
        whole = running.stop() => {
            if whole { Ok(()) } else { Err(Failure::Failed("not everything ended in time".to_owned())) }
        }
        () = signals.next() => {
            Err(Failure::Failed("stopped at once".to_owned()))
        }
    }
}

pub(super) async fn migrate(config: &Config, json: bool) -> Result<(), Failure> {
    let database = Database::open(config).await?;
    let migrated = database.migrate(config, &Clock::system()).await;
    database.close().await?;
    let migrated = migrated?;
    let mode = migrated.mode.as_str();
    if json {
        print(&json!({"applied": migrated.applied, "mode": mode}).to_string())
    } else {
        print(&format!(
            "{} migrations applied; fixes are stored in mode {mode}",
            migrated.applied
        ))
    }
}

/// Every phone and every viewer is a file descriptor; the soft limit is often 1,024.
fn raise_file_limit() {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    if limit.current != limit.maximum {
        limit.current = limit.maximum;
        if let Err(error) = setrlimit(Resource::Nofile, limit) {
            tracing::warn!(%error, "the limit of open files cannot be raised");
        }
    }
}
