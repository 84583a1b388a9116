//! What the server does by itself, now and then: room for new days, old rows gone, newest rules.

use std::{sync::Arc, time::Duration};

use sqlx::postgres::PgConnectOptions;

use super::Services;
use crate::{
    store::{
        audit_seal, node,
        retention::{self, Keep},
        setting,
    },
    telemetry,
};

const RETENTION_EVERY: Duration = Duration::from_hours(1);
const CHAIN_EVERY: Duration = Duration::from_secs(5);
const RULES_EVERY: Duration = Duration::from_secs(2);
/// The longest that the setting can be.
const EVIDENCE_DAYS_MAX: i64 = 3_650;

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
        .spawn("audit log", chain(services.clone()));
    services.shutdown.spawn(
        "metrics",
        until_end(services.clone(), telemetry::upkeep(services.db.clone())),
    );
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
    loop {
        let keep = Keep {
            raw_fix_days: services.config.raw_fix_days,
            evidence_days: evidence_days(&services).await,
            ..Keep::default()
        };
        match retention::run(&options, keep, services.clock.utc()).await {
            Ok(removed) => {
                telemetry::round_done("retention", services.clock.now());
                if let Some(removed) = removed.filter(|r| r.fix_days > 0) {
                    let (days, rows) = (removed.fix_days, removed.rows);
                    tracing::info!(days, rows, "old rows removed");
                }
            }
            Err(error) => tracing::warn!(%error, "retention will be tried again"),
        }
        if let Err(error) = node::forget_old(&services.db).await {
            tracing::debug!(%error, "old nodes stay for now");
        }
        tokio::time::sleep(RETENTION_EVERY).await;
    }
}

/// Chains the audit log, some seconds behind it. Ends when the server does, between two transactions.
async fn chain(services: Services) {
    while !services.shutdown.is_started() {
        match audit_seal::seal(&services.db).await {
            // More may wait.
            Ok(sealed) if sealed > 0 => continue,
            Ok(_) => telemetry::round_done("audit_log", services.clock.now()),
            Err(error) => tracing::warn!(%error, "the audit log will be chained later"),
        }
        tokio::select! {
            () = services.shutdown.started() => {}
            () = tokio::time::sleep(CHAIN_EVERY) => {}
        }
    }
}

/// Of the company's settings; while those cannot be read nothing that any setting would keep is removed.
pub(super) async fn evidence_days(services: &Services) -> i64 {
    let today = services.clock.utc().date_naive();
    match setting::effective(&services.db, today).await {
        Ok(row) => row
            .settings
            .get("evidence_days")
            .and_then(serde_json::Value::as_i64)
            .unwrap_or(Keep::default().evidence_days),
        Err(_) => EVIDENCE_DAYS_MAX,
    }
}

async fn follow_rules(services: Services) {
    loop {
        tokio::time::sleep(RULES_EVERY).await;
        match super::load_rules(&services.db, &services.clock).await {
            Ok(rules) if rules != **services.rules.load() => {
                tracing::info!(rule_version = rules.version.0, "rules in effect");
                services.rules.store(Arc::new(rules));
                services.ingest.config_changed().await;
            }
            Ok(_) => {}
            Err(error) => tracing::debug!(%error, "rules will be read again"),
        }
    }
}
