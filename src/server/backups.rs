//! The backup of the day, made by one of the nodes, and how old the newest one is, told by each. A session and a process of its
//! own: what takes phones in shares nothing with it but the database, and hears nothing of its failures.

use std::{sync::Arc, time::Duration};

use sqlx::{ConnectOptions, Connection, postgres::PgConnectOptions};

use super::Services;
use crate::{
    backup::{self, BackupError, Source, Wanted, is_due},
    config::BackupPlan,
    nodes,
    store::{
        StoreError,
        backup_run::{self, Runs},
    },
};

const EVERY: Duration = Duration::from_mins(1);

/// Ends when the server does; a backup that is under way then is cut, and begun anew by the next one.
pub(super) async fn run(services: Services, options: PgConnectOptions) {
    let Some(plan) = services.config.backups.clone() else {
        return;
    };
    loop {
        tokio::select! {
            () = services.shutdown.started() => return,
            () = round(&services, &options, &plan) => {}
        }
        tokio::select! {
            () = services.shutdown.started() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

async fn round(services: &Services, options: &PgConnectOptions, plan: &BackupPlan) {
    let done = async {
        let runs = backup_run::runs(&services.db).await?;
        if due(services, plan, &runs) {
            alone(services, options, plan).await?;
        }
        backup_run::runs(&services.db).await
    };
    match done.await {
        Ok(runs) => {
            tell(services, &runs);
        }
        Err(error) => tracing::warn!(%error, "backups will be looked at again"),
    }
}

fn due(services: &Services, plan: &BackupPlan, runs: &Runs) -> bool {
    let time = services.rules.load().time;
    let whole = runs.newest.as_ref().map(|d| d.begun_at.into());
    let tried = runs.tried_at.map(Into::into);
    is_due(time, plan.at_min, services.clock.now(), whole, tried)
}

/// Makes it, unless another node does or has.
async fn alone(
    services: &Services,
    options: &PgConnectOptions,
    plan: &BackupPlan,
) -> Result<(), StoreError> {
    let mut conn = options.connect().await?;
    // Looked at again under the lock: who held it may have made the one that was due.
    if backup_run::lock(&mut conn).await?
        && due(services, plan, &backup_run::runs(&mut conn).await?)
    {
        let clock = &services.clock;
        let id = backup_run::begin(&mut conn, &nodes::host(), clock.utc()).await?;
        tracing::info!(dir = %plan.dir.display(), "the backup of the day begins");
        match make(services, options, plan).await {
            Ok(made) => {
                let bytes = i64::try_from(made.manifest.bytes()).unwrap_or(i64::MAX);
                let (name, took_s) = (&made.manifest.name, made.took.as_secs());
                let removed = made.removed.len();
                tracing::info!(
                    name,
                    bytes,
                    took_s,
                    removed,
                    "the backup of the day is whole"
                );
                backup_run::whole(&mut conn, id, name, bytes, clock.utc()).await?;
            }
            Err(error) => {
                metrics::counter!("fieldbeat_backup_failures_total").increment(1);
                tracing::error!(%error, "no backup of the day; it will be tried again in an hour");
                backup_run::failed(&mut conn, id, error.code(), clock.utc()).await?;
            }
        }
    }
    // The lock goes with the session.
    conn.close().await?;
    Ok(())
}

async fn make(
    services: &Services,
    options: &PgConnectOptions,
    plan: &BackupPlan,
) -> Result<backup::Made, BackupError> {
    let source = Source::of(&services.config, options)?;
    let wanted = Wanted {
        to: plan.dir.clone(),
        keep: Some(usize::from(plan.keep)),
        gently: true,
        wal: services.config.wal_archive.clone(),
    };
    backup::make(&source, &wanted, &services.clock, &(Arc::new(|_| {}) as _)).await
}

#[expect(clippy::cast_precision_loss, reason = "seconds and bytes for a chart")]
fn tell(services: &Services, runs: &Runs) {
    let Some(done) = &runs.newest else { return };
    let age_s = (services.clock.utc() - done.begun_at).as_seconds_f64();
    let took_s = (done.ended_at - done.begun_at).as_seconds_f64();
    metrics::gauge!("fieldbeat_backup_age_seconds").set(age_s);
    metrics::gauge!("fieldbeat_backup_last_seconds").set(took_s);
    metrics::gauge!("fieldbeat_backup_last_bytes").set(done.bytes as f64);
}
