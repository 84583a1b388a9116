//! Counters of the ingest path: refusals and flags by code, lag, batches, depths. Names only,
//! never a device, a rep or a place.

use std::time::Duration;

use crate::wire::device_reply::{Code, ItemResult, Status};

#[derive(Debug, Default)]
pub struct Metrics;

impl Metrics {
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
