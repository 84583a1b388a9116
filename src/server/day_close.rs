//! Closes the days of reps who sent nothing, and keeps apart from what was missed what only has not
//! come yet: days of which a device still holds data.

use std::time::Duration;

use chrono::Days;
use fieldbeat_domain::{rules::Rules, time::At};

use super::Services;
use crate::{
    store::{
        StoreError, device_auth,
        unsynced_day::{self, Ended},
    },
    telemetry,
};

const EVERY: Duration = Duration::from_mins(1);

/// Ends when the server does, between two rounds.
pub(super) async fn run(services: Services) {
    loop {
        match round(&services).await {
            Ok(()) => telemetry::round_done("day_close", services.clock.now()),
            Err(error) => tracing::warn!(%error, "closing days will be tried again"),
        }
        tokio::select! {
            () = services.shutdown.started() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// One look at the days that are over; also for tests.
pub async fn round(services: &Services) -> Result<(), StoreError> {
    let now = services.clock.now();
    let at = services.clock.utc();
    let rules = services.rules.load_full();
    let ended = ended(&rules, now);
    let Some(&last_end) = ended.ended_at.iter().max() else {
        return Ok(());
    };
    // A phone that stays connected over the day's end says hello only once.
    let empty = services.ingest.empty_devices();
    device_auth::note_empty(&services.db, &empty, At::from(last_end), now).await?;
    let closed = unsynced_day::close(&services.db, at, &ended).await?;
    let looked = unsynced_day::look(&services.db, at, &ended).await?;
    if closed + looked.opened + looked.ended > 0 {
        tracing::info!(
            closed,
            unsynced = looked.opened,
            synced = looked.ended,
            "days closed"
        );
    }
    Ok(())
}

/// The days before today whose data would still be taken, newest first.
fn ended(rules: &Rules, now: At) -> Ended {
    let today = rules.time.date_of(now);
    let mut ended = Ended::default();
    for back in 1..=u64::try_from(rules.late_upload_days).unwrap_or(0) {
        let Some(date) = today.checked_sub_days(Days::new(back)) else {
            break;
        };
        let day = rules.time.day_bounds(date);
        let (Some(from), Some(to)) = (day.start.to_utc(), day.end.to_utc()) else {
            continue;
        };
        ended.dates.push(date);
        ended.started_at.push(from);
        ended.ended_at.push(to);
    }
    ended
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_days_wait_as_late_data_is_taken() {
        let rules = Rules {
            late_upload_days: 3,
            ..Rules::default()
        };
        let now = At(1_790_000_000_000);
        let ended = ended(&rules, now);
        assert_eq!(ended.dates.len(), 3);
        let today = rules.time.date_of(now);
        assert_eq!(ended.dates.first(), today.pred_opt().as_ref());
        assert!(ended.ended_at.iter().all(|end| At::from(*end) <= now));
        assert!(
            ended
                .started_at
                .iter()
                .zip(&ended.ended_at)
                .all(|(from, to)| from < to)
        );
    }
}
