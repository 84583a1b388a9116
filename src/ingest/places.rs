//! Today's outlets for an app that keeps regions of its own (OwnTracks): given once a day, and again when the plan changes.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use chrono::NaiveDate;
use fieldbeat_domain::{
    id::{DeviceId, RepId},
    time::At,
};

use super::Ingest;
use crate::{
    store::{StoreError, device_auth::AuthenticatedDevice, phone},
    wire::compat::owntracks::Place,
};

/// Devices remembered; beyond it all are told again.
const TOLD_MAX: usize = 65_536;
/// Phones notice smaller regions late or never.
const RADIUS_MIN_M: i32 = 100;
/// Regions that iOS watches for one app.
const PLACES_MAX: usize = 20;

/// The day for which each device was told. A restart forgets it: telling twice does no harm.
#[derive(Debug, Default)]
pub struct Told(Mutex<HashMap<(RepId, DeviceId), NaiveDate>>);

impl Told {
    fn note(&self, rep: RepId, device: DeviceId, date: NaiveDate) {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if told.len() >= TOLD_MAX {
            told.clear();
        }
        told.insert((rep, device), date);
    }

    fn knows(&self, rep: RepId, device: DeviceId, date: NaiveDate) -> bool {
        let told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.get(&(rep, device)) == Some(&date)
    }

    /// The rep's plan is another now.
    pub fn forget(&self, rep: RepId) {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.retain(|(of, _), _| *of != rep);
    }
}

/// The outlets that the device is to be told of, in the order of the plan. `None` where it knows them or there are none.
pub async fn news(
    ingest: &Ingest,
    device: &AuthenticatedDevice,
    now: At,
) -> Result<Option<Vec<Place>>, StoreError> {
    let rules = ingest.rules.load();
    let today = rules.time.date_of(now);
    let (rep, id) = (device.rep, device.identity.id);
    if ingest.told_places.knows(rep, id, today) {
        return Ok(None);
    }
    let mut conn = ingest.db.acquire().await?;
    let plan = phone::plan_places(&mut conn, rep, today).await?;
    ingest.told_places.note(rep, id, today);
    let radius_m = rules.geofence_auto_max_m.max(RADIUS_MIN_M);
    let places: Vec<Place> = plan
        .into_iter()
        .take(PLACES_MAX)
        .map(|p| Place {
            outlet: p.outlet_id,
            name: p.name,
            lat: f64::from(p.lat_e7) / 1e7,
            lng: f64::from(p.lng_e7) / 1e7,
            radius_m: p.radius_m.unwrap_or(radius_m).max(RADIUS_MIN_M),
        })
        .collect();
    Ok((!places.is_empty()).then_some(places))
}
