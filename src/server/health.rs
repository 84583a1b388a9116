//! `/healthz`, `/readyz`, `/metrics`: whether the process lives, whether it can do its work, and how it fares.
//!
//! Readiness is probed in the background over a connection of its own, so that asking is always quick
//! and never takes a connection from a request.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use axum::{
    Json, Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use serde_json::json;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::Services;
use crate::{store::migrate, telemetry};

const PROBE_EVERY: Duration = Duration::from_secs(1);
const PROBE_TIMEOUT: Duration = Duration::from_secs(2);
/// A probe older than that says nothing any more.
const PROBE_STALE: Duration = Duration::from_secs(10);

#[derive(Clone)]
pub(super) struct Health {
    services: Services,
    probe: Arc<Mutex<Probe>>,
}

#[derive(Clone, Copy)]
struct Probe {
    at: Instant,
    database: bool,
    migrations: bool,
}

/// Starts probing.
pub(super) fn watch(services: &Services, options: PgConnectOptions) -> Health {
    // The server starts after its migrations, so the first answer is known.
    let first = Probe {
        at: services.clock.instant(),
        database: true,
        migrations: true,
    };
    let health = Health {
        services: services.clone(),
        probe: Arc::new(Mutex::new(first)),
    };
    let probing = health.clone();
    services.shutdown.spawn("probe", async move {
        let pool = PgPoolOptions::new()
            .max_connections(1)
            .acquire_timeout(PROBE_TIMEOUT)
            .connect_lazy_with(options);
        while !probing.services.shutdown.is_started() {
            let answer = migrate::is_current(&pool).await;
            *probing.lock() = Probe {
                at: probing.services.clock.instant(),
                database: answer.is_ok(),
                migrations: answer.unwrap_or(false),
            };
            tokio::select! {
                () = probing.services.shutdown.started() => {}
                () = tokio::time::sleep(PROBE_EVERY) => {}
            }
        }
        pool.close().await;
    });
    health
}

impl Health {
    fn lock(&self) -> std::sync::MutexGuard<'_, Probe> {
        self.probe.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) fn router(health: Health) -> Router {
    Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(health)
}

async fn ready(State(health): State<Health>) -> Response {
    let probe = *health.lock();
    let services = &health.services;
    let fresh = services.clock.instant().duration_since(probe.at) < PROBE_STALE;
    let database = probe.database && fresh;
    let migrations = probe.migrations && fresh;
    let writer = services.ingest.is_writing();
    let draining = services.shutdown.is_started();
    // Without a name among the nodes facts are stored, and nothing is judged.
    let node = services.ingest.nodes.owner().is_some();
    let ready = database && migrations && writer && node && !draining;
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let body = json!({
        "ready": ready, "database": database, "migrations": migrations,
        "writer": writer, "node": node, "draining": draining,
    });
    (status, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

async fn metrics() -> Response {
    let text = telemetry::metrics()
        .map(metrics_exporter_prometheus::PrometheusHandle::render)
        .unwrap_or_default();
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}
