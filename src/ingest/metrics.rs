//! Counters and gauges of the ingest path: refusals and flags by code, lag, batches, depths. Names only,
//! never a device, a rep or a place.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::mpsc;

use super::{Ingest, writing::Job};
use crate::{
    shutdown,
    wire::device_reply::{Code, ItemResult, Status},
};

/// How often depths are told.
const EVERY: Duration = Duration::from_secs(2);
/// A batch that is not committed by then is told by readiness: the disk, a lock or a standby holds it.
const STUCK: Duration = Duration::from_secs(10);

#[derive(Default)]
pub struct Metrics {
    writers: Mutex<Vec<Arc<Writing>>>,
}

/// A writer as it is watched.
pub struct Writing {
    jobs: mpsc::WeakSender<Job>,
    /// Since when it has been at its batch; `None`: it waits for one.
    since: Mutex<Option<Instant>>,
}

impl Writing {
    fn waiting(&self) -> usize {
        (self.jobs.upgrade()).map_or(0, |jobs| jobs.max_capacity() - jobs.capacity())
    }

    fn took(&self, now: Instant) -> Duration {
        let since = *self.since.lock().unwrap_or_else(PoisonError::into_inner);
        since.map_or(Duration::ZERO, |since| now.saturating_duration_since(since))
    }

    /// A batch begins (`Some`), or is committed.
    pub fn at(&self, since: Option<Instant>) {
        *self.since.lock().unwrap_or_else(PoisonError::into_inner) = since;
    }
}

impl Metrics {
    /// Watches a writer from now on.
    pub fn watch(&self, jobs: &mpsc::Sender<Job>) -> Arc<Writing> {
        let writing = Arc::new(Writing {
            jobs: jobs.downgrade(),
            since: Mutex::default(),
        });
        let mut writers = self.writers.lock().unwrap_or_else(PoisonError::into_inner);
        writers.push(writing.clone());
        writing
    }

    /// How many units wait for their writers, and how long the slowest writer has been at its batch.
    fn writing(&self, now: Instant) -> (usize, Duration) {
        let writers = self.writers.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = writers.iter().map(|w| w.waiting()).sum();
        let slowest = writers.iter().map(|w| w.took(now)).max();
        (waiting, slowest.unwrap_or_default())
    }

    /// Whether what is taken in is committed, as far as anybody can see.
    pub fn is_committing(&self, now: Instant) -> bool {
        self.writing(now).1 < STUCK
    }

    pub fn count(&self, results: &[ItemResult]) {
        for r in results {
            match r.status {
                Status::Rejected => self.refused(r.code),
                Status::Flagged => {
                    metrics::counter!("fieldbeat_items_flagged_total", "code" => r.code.as_str())
                        .increment(1);
                }
                Status::Duplicate => {
                    metrics::counter!("fieldbeat_items_duplicate_total").increment(1);
                }
            }
        }
    }

    #[expect(
        clippy::unused_self,
        reason = "one place that counts, whatever it holds later"
    )]
    pub fn refused(&self, code: Code) {
        metrics::counter!("fieldbeat_items_refused_total", "code" => code.as_str()).increment(1);
    }

    #[expect(clippy::unused_self, reason = "as above")]
    pub fn batch(&self, units: usize, fixes: usize, took: Duration, lag: Option<Duration>) {
        metrics::counter!("fieldbeat_fixes_stored_total").increment(fixes as u64);
        #[expect(clippy::cast_precision_loss, reason = "a histogram")]
        metrics::histogram!("fieldbeat_batch_units").record(units as f64);
        metrics::histogram!("fieldbeat_commit_seconds").record(took.as_secs_f64());
        if let Some(lag) = lag {
            metrics::histogram!("fieldbeat_ack_seconds").record(lag.as_secs_f64());
        }
    }
}

/// Tells depths now and then, whatever the database does.
pub fn spawn(ingest: &Ingest, shutdown: &shutdown::Token) {
    let ingest = ingest.clone();
    let stop = shutdown.clone();
    shutdown.spawn("gauges", async move {
        loop {
            tell(&ingest);
            tokio::select! {
                () = stop.started() => return,
                () = tokio::time::sleep(EVERY) => {}
            }
        }
    });
}

#[expect(clippy::cast_precision_loss, reason = "gauges")]
fn tell(ingest: &Ingest) {
    let (waiting, slowest) = ingest.metrics.writing(ingest.clock.instant());
    metrics::gauge!("fieldbeat_writer_queue").set(waiting as f64);
    metrics::gauge!("fieldbeat_commit_running_seconds").set(slowest.as_secs_f64());
    let tasks = tokio::runtime::Handle::current()
        .metrics()
        .num_alive_tasks();
    metrics::gauge!("fieldbeat_tasks").set(tasks as f64);
    metrics::gauge!("fieldbeat_shard_queue").set(ingest.queue_depth() as f64);
    metrics::gauge!("fieldbeat_devices_connected").set(ingest.connected_devices() as f64);
    metrics::gauge!("fieldbeat_phones_backlog").set(ingest.registry.backlog() as f64);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_that_does_not_end_is_seen() {
        let metrics = Metrics::default();
        let (jobs, _receiver) = mpsc::channel(4);
        let writing = metrics.watch(&jobs);
        let start = crate::clock::Clock::system().instant();
        assert!(metrics.is_committing(start + STUCK));
        writing.at(Some(start));
        assert!(metrics.is_committing(start + STUCK / 2));
        assert!(!metrics.is_committing(start + STUCK));
        writing.at(None);
        assert!(metrics.is_committing(start + STUCK * 2));
    }
}
