//! What the server does by itself, now and then: room for new days, old rows gone, newest rules.

use std::{sync::Arc, time::Duration};

use sqlx::postgres::PgConnectOptions;

use super::Services;
use crate::{
    store::retention::{self, Keep},
    telemetry,
};

const RETENTION_EVERY: Duration = Duration::from_hours(1);
const RULES_EVERY: Duration = Duration::from_secs(2);

pub(super) fn start(services: &Services, options: PgConnectOptions) {
    services.shutdown.spawn(
        "retention",
        until_end(services.clone(), retain(services.clone(), options)),
    );
    services.shutdown.spawn(
        "rules",
        until_end(services.clone(), follow_rules(services.clone())),
    );
    services
        .shutdown
        .spawn("metrics", until_end(services.clone(), telemetry::upkeep()));
}

/// Only for loops that own no transaction of a client's: they are cut between two of their steps or
/// at a statement that may be lost.
async fn until_end(services: Services, work: impl Future<Output = ()>) {
    tokio::select! {
        () = services.shutdown.started() => {}
        () = work => {}
    }
}

async fn retain(services: Services, options: PgConnectOptions) {
    let keep = Keep {
        raw_fix_days: services.config.raw_fix_days,
        ..Keep::default()
    };
    loop {
        match retention::run(&options, keep, services.clock.utc()).await {
            Ok(Some(removed)) if removed.fix_days > 0 => {
                tracing::info!(
                    days = removed.fix_days,
                    rows = removed.rows,
                    "old rows removed"
                );
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "retention will be tried again"),
        }
        tokio::time::sleep(RETENTION_EVERY).await;
    }
}

async fn follow_rules(services: Services) {
    loop {
        tokio::time::sleep(RULES_EVERY).await;
        match super::load_rules(&services.db, &services.clock).await {
            Ok(rules) if rules != **services.rules.load() => {
                tracing::info!(rule_version = rules.version.0, "rules in effect");
                services.rules.store(Arc::new(rules));
            }
            Ok(_) => {}
            Err(error) => tracing::debug!(%error, "rules will be read again"),
        }
    }
}
