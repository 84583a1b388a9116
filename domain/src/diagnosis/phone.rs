//! What one phone has to do with it.

use super::{Cause, Finding, Known, Phone, Weight, Work, app_version};
use crate::{
    device_health::{Battery, LocationPermission, Permissions},
    time::At,
};

/// At and below this a battery is low.
const LOW_PCT: u8 = 15;
/// Time that a low battery gives for one percent.
const PCT_LASTS_MS: i64 = 6 * 60_000;
/// A clock that is wrong by more is beyond correcting: what it dates is refused.
const CLOCK_HOPELESS_MS: i64 = 48 * 3_600_000;

pub fn findings(known: &Known<'_>, phone: &Phone, found: &mut Vec<Finding>) {
    let mut say = |weight, cause| {
        found.push(Finding {
            weight,
            device: Some(phone.device),
            cause,
        });
    };
    if let Some(at) = phone.revoked_at {
        // One good phone is enough to be seen.
        let others = known.phones.iter().any(|p| p.revoked_at.is_none());
        let weight = if others { Weight::Note } else { Weight::Cause };
        return say(weight, Cause::TokenRevoked { at: Some(at) });
    }
    let Some(contact_at) = phone.last_contact_at else {
        return say(Weight::Cause, Cause::NeverConnected);
    };
    if !phone.has_token {
        return say(Weight::Cause, Cause::TokenRevoked { at: None });
    }
    let here = known.is_fresh(Some(contact_at));
    if !here {
        say(Weight::Cause, Cause::SilentSince { at: contact_at });
    }
    let health = phone.health.as_ref();
    if let Some(cause) = health
        .and_then(|h| h.battery)
        .and_then(|b| battery(known, &b, here))
    {
        let weight = match cause {
            Cause::BatteryLikelyEmpty { .. } => Weight::Cause,
            _ => Weight::Note,
        };
        say(weight, cause);
    }
    let mut sightless = false;
    if let Some((told_at, told)) = health.and_then(|h| h.permissions) {
        sightless = is_sightless(told);
        for (weight, cause) in permissions(told, told_at) {
            // What a phone said before it fell silent may have been put right.
            let weight = if here {
                weight
            } else {
                weight.max(Weight::Likely)
            };
            say(weight, cause);
        }
    }
    if let Some(offset_ms) = health.and_then(|h| h.clock_offset_ms)
        && offset_ms.abs() > i64::from(known.rules.clock_trust_s) * 1000
    {
        let hopeless = offset_ms.abs() > CLOCK_HOPELESS_MS;
        let weight = if hopeless {
            Weight::Likely
        } else {
            Weight::Note
        };
        say(weight, Cause::ClockSkew { offset_ms });
    }
    if let Some(items) = health.and_then(|h| h.backlog).filter(|items| *items > 0) {
        say(Weight::Likely, Cause::BacklogWaiting { items });
    }
    if !phone.refused.is_empty() {
        let weight = if known.is_visible() {
            Weight::Note
        } else {
            Weight::Likely
        };
        let refused = phone.refused.clone();
        say(weight, Cause::Refusals { refused });
    }
    let tracked = matches!(
        known.work,
        Work::Running {
            on_break_since: None
        }
    ) || !phone.can_declare && known.in_working_hours;
    if here && tracked && !sightless && !known.is_visible() {
        let last_fix_at = known.last_fix_at;
        say(Weight::Likely, Cause::OnlineButNoFix { last_fix_at });
    }
    if let (Some(version), Some(newest)) = (&phone.app_version, &phone.newest_version)
        && app_version::is_older(version, newest)
    {
        let (version, newest) = (version.clone(), newest.clone());
        say(Weight::Note, Cause::OutdatedApp { version, newest });
    }
}

/// A battery that was low may have run down since the phone was heard.
fn battery(known: &Known<'_>, battery: &Battery, here: bool) -> Option<Cause> {
    let pct = battery.pct.filter(|pct| *pct <= LOW_PCT)?;
    if battery.charging == Some(true) {
        return None;
    }
    let at = battery.at;
    let empty = known.now.since_ms(at) >= i64::from(pct) * PCT_LASTS_MS;
    Some(if empty && !here {
        Cause::BatteryLikelyEmpty { pct, at }
    } else {
        Cause::BatteryLow { pct, at }
    })
}

fn is_sightless(told: Permissions) -> bool {
    told.location_service == Some(false) || told.location == Some(LocationPermission::Denied)
}

fn permissions(told: Permissions, told_at: At) -> Vec<(Weight, Cause)> {
    let location = |word| told.location == Some(word);
    [
        (
            told.location_service == Some(false),
            Weight::Cause,
            Cause::LocationServiceOff { told_at },
        ),
        (
            location(LocationPermission::Denied),
            Weight::Cause,
            Cause::LocationDenied { told_at },
        ),
        (
            location(LocationPermission::WhileInUse),
            Weight::Likely,
            Cause::LocationWhileInUse { told_at },
        ),
        (
            told.background == Some(false),
            Weight::Likely,
            Cause::BackgroundDenied { told_at },
        ),
        (
            told.battery_saver == Some(true),
            Weight::Likely,
            Cause::BatterySaver { told_at },
        ),
        (
            told.battery_optimized == Some(true),
            Weight::Note,
            Cause::BatteryOptimized { told_at },
        ),
        (
            told.precise == Some(false),
            Weight::Note,
            Cause::LocationImprecise { told_at },
        ),
        (
            told.notifications == Some(false),
            Weight::Note,
            Cause::NotificationsOff { told_at },
        ),
    ]
    .into_iter()
    .filter(|(holds, ..)| *holds)
    .map(|(_, weight, cause)| (weight, cause))
    .collect()
}
