//! Logs and metrics of the process. Neither ever carries a coordinate, a token or a person's name.
//!
//! Log lines name ids and counts. Metric labels are codes of small sets, never ids.

use std::{io::IsTerminal, sync::OnceLock, time::Duration};

use fieldbeat_domain::time::At;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use sqlx::PgPool;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::{
    EnvFilter, Layer, Registry, filter::Targets, layer::SubscriberExt, util::SubscriberInitExt,
};

pub mod spans;

use self::spans::{Collector, SPANS, Spans};

/// How log lines look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    #[default]
    Pretty,
    Json,
}

/// Sends this process's log to stderr, and spans to a collector where there is one: then it must be called within a Tokio runtime,
/// and what is returned be ended before that does. Does nothing where a subscriber is set already.
pub fn init_log(format: LogFormat, filter: &str, collector: Option<&Collector>) -> Spans {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    let lines: Box<dyn Layer<Registry> + Send + Sync> = match format {
        LogFormat::Pretty => Box::new(lines.with_target(false).with_filter(filter)),
        LogFormat::Json => Box::new(lines.json().flatten_event(true).with_filter(filter)),
    };
    let (spans, tracer) = collector.and_then(Spans::start).unzip();
    let told = tracer.map(|tracer| {
        tracing_opentelemetry::layer()
            .with_tracer(tracer)
            .with_location(false)
            .with_threads(false)
            .with_target(false)
            .with_tracked_inactivity(false)
            .with_filter(Targets::new().with_target(SPANS, LevelFilter::DEBUG))
    });
    let _ = tracing_subscriber::registry()
        .with(lines)
        .with(told)
        .try_init();
    spans.unwrap_or_default()
}

/// Whether `filter` is one that [`init_log`] understands.
pub fn is_log_filter(filter: &str) -> bool {
    EnvFilter::try_new(filter).is_ok()
}

/// Buckets in seconds: from a commit on a quiet machine to a phone that waits.
const LATENCY_S: [f64; 14] = [
    0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.4, 1.0, 2.5, 10.0, 30.0,
];

/// Counters without labels. They are there from the start: of one that appears with its first event nobody sees an increase.
const COUNTERS: [&str; 15] = [
    "fieldbeat_backup_failures_total",
    "fieldbeat_connections_refused_total",
    "fieldbeat_days_judged_again_total",
    "fieldbeat_fixes_stored_total",
    "fieldbeat_items_duplicate_total",
    "fieldbeat_live_conflated_frames_total",
    "fieldbeat_live_events_missed_total",
    "fieldbeat_live_frames_total",
    "fieldbeat_live_reps_encoded_total",
    "fieldbeat_node_rejoined_total",
    "fieldbeat_node_streams_repaired_total",
    "fieldbeat_node_words_dropped_total",
    "fieldbeat_nodes_fenced_total",
    "fieldbeat_stale_batches_total",
    "fieldbeat_writer_faults_total",
];

/// The process's metrics, for `/metrics`. The first call installs the recorder.
pub fn metrics() -> Option<&'static PrometheusHandle> {
    static HANDLE: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    HANDLE
        .get_or_init(|| {
            let handle = PrometheusBuilder::new()
                .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &LATENCY_S)
                .ok()?
                .install_recorder()
                .ok()?;
            for name in COUNTERS {
                metrics::counter!(name).absolute(0);
            }
            Some(handle)
        })
        .as_ref()
}

/// A round of something that the server does by itself came to its end: whoever watches sees which did not for long.
pub fn round_done(round: &'static str, now: At) {
    #[expect(clippy::cast_precision_loss, reason = "seconds since 1970")]
    let now_s = (now.0 / 1_000) as f64;
    metrics::gauge!("fieldbeat_round_done_timestamp_seconds", "round" => round).set(now_s);
}

/// Keeps histograms small between scrapes and tells of the pool, for as long as the server runs.
pub async fn upkeep(db: PgPool) {
    loop {
        tokio::time::sleep(Duration::from_secs(5)).await;
        let idle = u32::try_from(db.num_idle()).unwrap_or(u32::MAX);
        for (state, count) in [("idle", idle), ("used", db.size().saturating_sub(idle))] {
            metrics::gauge!("fieldbeat_pool_connections", "state" => state).set(f64::from(count));
        }
        if let Some(handle) = metrics() {
            handle.run_upkeep();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_counter_without_labels_is_there_from_the_start() {
        let mut found = std::collections::BTreeSet::new();
        let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let text = std::fs::read_to_string(&path).unwrap();
                let counters = text.split("counter!(\"").skip(1);
                found.extend(
                    counters
                        .filter_map(|rest| Some(rest.split_once("\")")?.0.to_owned()))
                        .filter(|name| {
                            name.starts_with("fieldbeat_") && !name.contains(['"', ' '])
                        }),
                );
            }
        }
        let known = COUNTERS.map(str::to_owned).into_iter().collect();
        assert_eq!(found, known);
    }
}
