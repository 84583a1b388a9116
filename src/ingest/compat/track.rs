//! A missed day from a file (`wire::compat::track_file`), taken as if the device had sent it late.

use std::collections::BTreeMap;

use fieldbeat_domain::{id::DeviceId, time::At};
use serde::Serialize;

use super::{NotTaken, take, unread::read_gate};
use crate::{
    ingest::Ingest,
    store::{device_auth, instant::Instant},
    wire::{
        compat::{Item, track_file},
        device_reply::Code,
    },
};

/// What a file of positions came to.
#[derive(Debug, Default, Serialize, utoipa::ToSchema)]
pub struct TrackTaken {
    /// Whether nothing was kept.
    pub dry_run: bool,
    /// Positions with a readable time and place.
    pub fixes: usize,
    /// Points without.
    pub unread: usize,
    pub from: Option<Instant>,
    pub to: Option<Instant>,
    /// Of `fixes`, those that lie outside of work: they are not kept.
    pub off_session: usize,
    /// What else was said of some, by its code: `duplicate`, `too_old`, `out_of_range`, `low_accuracy` …
    pub codes: BTreeMap<String, usize>,
}

impl Ingest {
    /// Takes it, or, in a dry run, says what it holds.
    pub async fn track_file(
        &self,
        device: DeviceId,
        bytes: &[u8],
        dry_run: bool,
    ) -> Result<TrackTaken, NotTaken> {
        let now = self.clock.now();
        let rules = self.rules.load_full();
        let device = device_auth::by_id(&self.db, device, now)
            .await?
            .ok_or(NotTaken::Device)?;
        let file = track_file::read(bytes, &rules.time).map_err(|e| NotTaken::Unread(e.into()))?;
        let times = || file.fixes.iter().map(|f| f.at.0);
        let mut taken = TrackTaken {
            dry_run,
            fixes: file.fixes.len(),
            unread: file.unread,
            from: times().min().and_then(At::to_utc).map(Instant),
            to: times().max().and_then(At::to_utc).map(Instant),
            ..TrackTaken::default()
        };
        if dry_run {
            let gate = read_gate(self, &device, now).await?;
            let can_declare = device.identity.can_declare;
            let off_work = |at: &At| !gate.admits(*at, can_declare, &rules);
            taken.off_session = times().filter(off_work).count();
            return Ok(taken);
        }
        let items = file.fixes.into_iter().map(Item::Fix).collect();
        for result in take(self, &device, now, items).await? {
            if result.code == Code::OffSession {
                taken.off_session += 1;
            } else {
                let code = result.code.as_str().to_owned();
                *taken.codes.entry(code).or_default() += 1;
            }
        }
        Ok(taken)
    }
}
