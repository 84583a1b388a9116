//! What phones say of themselves, held in memory and written now and then in one statement, so that
//! no heartbeat waits for the database. Loses at most the last seconds; never decides anything.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use fieldbeat_domain::{
    device_health::{Battery, Health},
    id::DeviceId,
    time::At,
};

use super::Ingest;
use crate::{
    shutdown,
    store::{self, StoreError},
    wire::{
        device::{Body, Frame, WireFix},
        heartbeat::percent,
    },
};

/// Devices whose word waits to be written. While the database is away, those beyond it are not
/// noted until they speak again.
const PENDING_MAX: usize = 65_536;
const WRITE_EVERY: Duration = Duration::from_secs(10);
/// Rows of one statement.
const WRITE_MAX: usize = 1_000;

/// The newest word of each device since the last writing.
#[derive(Debug, Default)]
pub struct Pending(Mutex<HashMap<DeviceId, Health>>);

impl Pending {
    fn lock(&self) -> MutexGuard<'_, HashMap<DeviceId, Health>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn note(&self, device: DeviceId, word: Health) {
        let mut pending = self.lock();
        if let Some(known) = pending.get_mut(&device) {
            *known = known.with(word);
        } else if pending.len() < PENDING_MAX {
            pending.insert(device, word);
        }
    }

    fn take(&self) -> Vec<(DeviceId, Health)> {
        std::mem::take(&mut *self.lock()).into_iter().collect()
    }
}

/// What a frame tells of its phone. `clock_offset_ms` where it was measured with this frame.
pub fn word(frame: &Frame<'_>, received_at: At, clock_offset_ms: Option<i64>) -> Health {
    let mut word = Health {
        clock_offset_ms,
        ..Health::contact(received_at)
    };
    match &frame.body {
        Body::Heartbeat(beat) => {
            word.backlog = beat.backlog;
            word.permissions = beat.permissions.map(|p| (received_at, p));
            let told = beat.battery_pct.is_some() || beat.charging.is_some();
            word.battery = told.then_some(Battery {
                at: received_at,
                pct: beat.battery_pct,
                charging: beat.charging,
            });
        }
        Body::Fixes { fixes, .. } => {
            let newest = fixes.iter().flatten().max_by_key(|f| f.at.0);
            word.battery = newest.and_then(|fix| battery(fix, received_at));
        }
        Body::Mark { .. } | Body::Record | Body::Hello(_) | Body::Unknown => {}
    }
    word
}

/// As of the fix, which may have waited; never of the future, whatever the phone's clock says.
fn battery(fix: &WireFix<'_>, received_at: At) -> Option<Battery> {
    let pct = fix.battery_pct.and_then(percent);
    (pct.is_some() || fix.charging.is_some()).then(|| Battery {
        at: fix.at.0.min(received_at),
        pct,
        charging: fix.charging,
    })
}

pub fn spawn(ingest: &Ingest, shutdown: &shutdown::Token) {
    let ingest = ingest.clone();
    let stop = shutdown.clone();
    shutdown.spawn("device health", async move {
        loop {
            let last = tokio::select! {
                () = stop.started() => true,
                () = tokio::time::sleep(WRITE_EVERY) => false,
            };
            if let Err(error) = write(&ingest).await {
                tracing::debug!(%error, "device health will be written later");
            }
            if last {
                return;
            }
        }
    });
}

/// Writes what is pending. What could not be written is laid under what was said meanwhile.
pub async fn write(ingest: &Ingest) -> Result<(), StoreError> {
    let taken = ingest.device_health.take();
    let mut rest = taken.as_slice();
    while !rest.is_empty() {
        let (now, later) = rest.split_at(rest.len().min(WRITE_MAX));
        if let Err(e) = store::device_health::note(&ingest.db, now).await {
            for (device, word) in rest {
                ingest.device_health.note(*device, *word);
            }
            return Err(e);
        }
        rest = later;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::device::decode;

    const NOW: At = At(1_795_305_600_000);

    #[test]
    fn a_backlog_tells_the_battery_of_its_newest_fix_and_never_of_the_future() {
        let told = |ats: [i64; 2]| {
            let [a, b] = ats.map(|at| NOW.0 + at);
            let text = format!(
                r#"{{"type":"fixes","n":1,"fixes":[{{"at":{a},"lat":1,"lng":2,"battery_pct":41}},{{"at":{b},"lat":1,"lng":2,"battery_pct":40}},{{"at":"x"}}]}}"#
            );
            word(&decode(&text).unwrap(), NOW, None).battery.unwrap()
        };
        let late = told([-9_000, -5_000]);
        assert_eq!((late.at, late.pct), (NOW.plus_ms(-5_000), Some(40)));
        assert_eq!(told([-9_000, 5_000]).at, NOW);
    }

    #[test]
    fn the_devices_that_wait_are_bounded_and_the_known_ones_go_on() {
        let pending = Pending::default();
        for id in 0..=PENDING_MAX {
            pending.note(DeviceId(i32::try_from(id).unwrap()), Health::contact(NOW));
        }
        pending.note(DeviceId(0), Health::contact(NOW.plus_ms(1)));
        let taken: HashMap<_, _> = pending.take().into_iter().collect();
        assert_eq!(taken.len(), PENDING_MAX);
        assert_eq!(taken[&DeviceId(0)].at, NOW.plus_ms(1));
        assert!(pending.take().is_empty());
    }
}
