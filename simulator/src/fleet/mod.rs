//! A seeded fleet: what reps truly do, what their phones read, what the network makes of it, and
//! the playing of it over real sockets.
//!
//! [`plan()`] is pure: the same seed and briefs give the same plan, to the byte.

mod faults;
pub mod ids;
pub mod motion;
pub mod noise;
pub mod order;
pub mod plan;
pub mod play;
pub mod script;
pub mod sense;

use fieldbeat_domain::device_health::{LocationPermission, Permissions};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use uuid::Uuid;

use self::{
    plan::{Delivery, FORMAT, Item, RepPlan},
    script::script,
};
pub use self::{
    plan::{Faults, PlanFile},
    script::{Behaviour, Brief, Stop},
    sense::Cadence,
};
use crate::{phone::Health, roads::Roads};

/// A generator for one purpose of a seeded run; other purposes do not disturb it.
pub fn rng_for(seed: u64, purpose: &str) -> ChaCha8Rng {
    let space = Uuid::from_u64_pair(seed, 0x5349_4d00);
    let mut bytes = [0_u8; 32];
    let halves =
        ["a", "b"].map(|half| Uuid::new_v5(&space, format!("{half}/{purpose}").as_bytes()));
    let source = halves.iter().flat_map(Uuid::as_bytes);
    for (to, from) in bytes.iter_mut().zip(source) {
        *to = *from;
    }
    ChaCha8Rng::from_seed(bytes)
}

/// What a run is made from, beside its briefs.
#[derive(Clone, Debug)]
pub struct Settings {
    pub seed: u64,
    pub faults: Faults,
    pub cadence: Cadence,
    /// External code of the company the run belongs to.
    pub company: String,
    /// Distinguishes days of one company under one seed.
    pub day: String,
}

/// Plans a run.
pub fn plan(briefs: &[Brief], settings: &Settings, roads: &Roads) -> PlanFile {
    let reps: Vec<RepPlan> = briefs
        .iter()
        .map(|brief| plan_rep(brief, settings, roads))
        .collect();
    let length_ms = reps
        .iter()
        .filter_map(|rep| rep.deliveries.last().map(|delivery| delivery.at))
        .max()
        .unwrap_or(0);
    PlanFile {
        format: FORMAT,
        seed: settings.seed,
        faults: settings.faults,
        company: settings.company.clone(),
        length_ms,
        reps,
    }
}

fn plan_rep(brief: &Brief, settings: &Settings, roads: &Roads) -> RepPlan {
    let mut rng = rng_for(settings.seed, &format!("{}/{}", brief.rep, settings.day));
    let day = script(brief, roads, &mut rng);
    let mut deliveries = sense::sense(
        &day,
        &roads.plane,
        settings.cadence,
        brief.devices,
        settings.faults,
        &mut rng,
    );
    let mut truth = day.truth;
    if let Some(span) = truth.session {
        faults::disturb(&mut deliveries, span, settings.faults, &mut rng);
    }
    if let Behaviour::Silent { after_ms, backlog } = brief.behaviour {
        fall_silent(&mut deliveries, after_ms, backlog);
        truth.visits.retain(|visit| visit.departed < after_ms);
    }
    if let Behaviour::Blind { after_ms } = brief.behaviour {
        go_blind(&mut deliveries, brief.devices, after_ms);
        truth.visits.retain(|visit| visit.departed < after_ms);
    }
    if let Some((from, _)) = truth.session {
        let well = |device| Delivery {
            at: from,
            device,
            what: Item::Health(health(LocationPermission::Always)),
        };
        deliveries.splice(0..0, (0..brief.devices).map(well));
    }
    RepPlan {
        rep: brief.rep.clone(),
        devices: brief.devices,
        truth,
        deliveries,
    }
}

/// Says how much waits, then nothing any more.
fn fall_silent(deliveries: &mut Vec<Delivery>, after_ms: i64, backlog: u64) {
    deliveries.retain(|delivery| delivery.at < after_ms);
    for (offset, what) in [
        (0, Item::Online),
        (1, Item::Heartbeat { backlog }),
        (2, Item::Offline),
    ] {
        deliveries.push(Delivery {
            at: after_ms + offset,
            device: 0,
            what,
        });
    }
}

/// The phones know no place any more and say so.
fn go_blind(deliveries: &mut Vec<Delivery>, devices: u8, after_ms: i64) {
    deliveries.retain(|delivery| delivery.at < after_ms);
    for device in 0..devices {
        let denied = Item::Health(health(LocationPermission::Denied));
        deliveries.extend([Item::Online, denied].map(|what| Delivery {
            at: after_ms,
            device,
            what,
        }));
    }
}

/// A phone with everything as it should be but this.
fn health(location: LocationPermission) -> Health {
    Health {
        permissions: Some(Permissions {
            location: Some(location),
            precise: Some(true),
            location_service: Some(true),
            notifications: Some(true),
            background: Some(true),
            battery_saver: Some(false),
            battery_optimized: Some(false),
        }),
        ..Health::default()
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::HashSet, sync::LazyLock};

    use super::*;
    use crate::plane::Position;

    static ROADS: LazyLock<Roads> = LazyLock::new(|| Roads::hanoi().unwrap());
    const HOUR: i64 = 3_600_000;

    fn brief(rep: &str, behaviour: Behaviour) -> Brief {
        let stops = (0..12_u32)
            .map(|k| Stop {
                outlet: format!("O{k}"),
                shop: Position {
                    lat: 21.03 + 0.001 * f64::from(k % 4),
                    lng: 105.845 + 0.001 * f64::from(k / 4),
                },
                planned: true,
                wrong_pin: false,
            })
            .collect();
        Brief {
            rep: rep.into(),
            depot: Position {
                lat: 21.028,
                lng: 105.84,
            },
            stops,
            from_ms: 0,
            to_ms: 8 * HOUR,
            behaviour,
            devices: 2,
        }
    }

    fn settings(seed: u64, faults: Faults) -> Settings {
        Settings {
            seed,
            faults,
            cadence: Cadence::default(),
            company: "test".into(),
            day: "1".into(),
        }
    }

    #[test]
    fn a_rep_at_a_wrong_pin_says_where_the_shop_is() {
        let mut brief = brief("A", Behaviour::Exemplary);
        brief.stops[1].wrong_pin = true;
        let plan = plan(&[brief.clone()], &settings(1, Faults::None), &ROADS);
        let proposed: Vec<_> = plan.reps[0]
            .deliveries
            .iter()
            .filter_map(|d| match &d.what {
                Item::Record { kind, body, .. } if kind == "pin_proposal" => Some(body),
                _ => None,
            })
            .collect();
        assert_eq!(proposed.len(), 1);
        assert_eq!(proposed[0]["outlet"], "O1");
        assert_eq!(proposed[0]["lat"], brief.stops[1].shop.lat);
    }

    #[test]
    fn a_seed_gives_the_same_plan_file_to_the_byte() {
        let briefs = [brief("A", Behaviour::Usual), brief("B", Behaviour::Usual)];
        let make = |seed| {
            plan(&briefs, &settings(seed, Faults::Harsh), &ROADS)
                .to_json()
                .unwrap()
        };
        let first = make(1);
        assert_eq!(first, make(1));
        assert_ne!(first, make(2));
        let read = PlanFile::from_json(&first).unwrap();
        assert_eq!(read.to_json().unwrap(), first);
        assert_ne!(read.reps[0].deliveries, read.reps[1].deliveries);
    }

    #[test]
    fn another_format_is_refused() {
        let mut file = plan(&[], &settings(1, Faults::None), &ROADS);
        file.format = 99;
        assert!(matches!(
            PlanFile::from_json(&file.to_json().unwrap()),
            Err(plan::PlanError::Format(99))
        ));
    }

    #[test]
    fn a_usual_day_visits_its_stops_inside_its_session() {
        let file = plan(
            &[brief("A", Behaviour::Usual)],
            &settings(3, Faults::None),
            &ROADS,
        );
        let truth = &file.reps[0].truth;
        let (from, to) = truth.session.unwrap();
        assert_eq!(truth.visits.len() + truth.missed.len(), 12);
        assert!(truth.visits.len() >= 9);
        for visit in &truth.visits {
            assert!(from <= visit.arrived && visit.departed <= to);
            if let Some((check_in, check_out)) = visit.declared {
                assert!(
                    visit.arrived < check_in && check_in < check_out && check_out < visit.departed
                );
            }
        }
        for pair in truth.visits.windows(2) {
            assert!(pair[0].departed < pair[1].arrived);
        }
    }

    #[test]
    fn nothing_is_read_outside_the_session_or_in_a_break() {
        let file = plan(
            &[brief("A", Behaviour::Usual)],
            &settings(3, Faults::None),
            &ROADS,
        );
        let rep = &file.reps[0];
        let (from, to) = rep.truth.session.unwrap();
        let mut pause = (0, 0);
        for delivery in &rep.deliveries {
            match &delivery.what {
                Item::BreakStart { t, .. } => pause.0 = *t,
                Item::BreakEnd { t, .. } => pause.1 = *t,
                _ => {}
            }
        }
        assert!(pause.1 - pause.0 > 30 * 60_000);
        for delivery in &rep.deliveries {
            if let Item::Fixes { fixes, .. } = &delivery.what {
                for fix in fixes {
                    assert!((from..=to).contains(&fix.t));
                    assert!(!(pause.0..pause.1).contains(&fix.t));
                }
            }
        }
        assert!(file.fix_count() > 800, "{}", file.fix_count());
    }

    #[test]
    fn phones_are_silent_at_rest_and_busy_on_the_road() {
        let file = plan(
            &[brief("A", Behaviour::Usual)],
            &settings(3, Faults::None),
            &ROADS,
        );
        let mut own: Vec<i64> = file.reps[0]
            .deliveries
            .iter()
            .filter(|d| d.device == 0)
            .flat_map(|d| match &d.what {
                Item::Fixes { fixes, .. } => fixes.iter().map(|f| f.t).collect(),
                _ => vec![],
            })
            .collect();
        own.sort_unstable();
        let gaps: Vec<i64> = own.windows(2).map(|w| w[1] - w[0]).collect();
        assert!(gaps.iter().any(|gap| *gap > 5 * 60_000));
        let quick = gaps.iter().filter(|gap| **gap < 32_000).count();
        assert!(quick * 3 > gaps.len() * 2, "{quick} of {}", gaps.len());
    }

    #[test]
    fn a_silent_rep_reports_what_waits_and_never_comes_back() {
        let silent = Behaviour::Silent {
            after_ms: 2 * HOUR,
            backlog: 37,
        };
        let file = plan(&[brief("A", silent)], &settings(3, Faults::Mild), &ROADS);
        let last: Vec<&Item> = file.reps[0]
            .deliveries
            .iter()
            .rev()
            .take(2)
            .map(|d| &d.what)
            .collect();
        assert_eq!(last, [&Item::Offline, &Item::Heartbeat { backlog: 37 }]);
    }

    #[test]
    fn a_blind_rep_says_that_it_may_not_see_and_stays_online() {
        let blind = Behaviour::Blind { after_ms: 2 * HOUR };
        let file = plan(&[brief("A", blind)], &settings(3, Faults::Mild), &ROADS);
        let deliveries = &file.reps[0].deliveries;
        let told = |device| {
            let own = deliveries.iter().filter(move |d| d.device == device);
            own.filter_map(|delivery| match &delivery.what {
                Item::Health(health) => health.permissions?.location,
                _ => None,
            })
            .collect::<Vec<_>>()
        };
        for device in 0..file.reps[0].devices {
            assert_eq!(
                told(device),
                [LocationPermission::Always, LocationPermission::Denied]
            );
        }
        let last = deliveries.iter().rev();
        let link = last
            .map(|d| &d.what)
            .find(|what| matches!(what, Item::Offline | Item::Online));
        assert_eq!(link, Some(&Item::Online));
    }

    #[test]
    fn a_street_is_checked_in_from_one_cafe() {
        let cafe = Behaviour::SameSpot { first: 2, count: 6 };
        let file = plan(&[brief("A", cafe)], &settings(3, Faults::None), &ROADS);
        let fixes: Vec<_> = file.reps[0]
            .deliveries
            .iter()
            .filter_map(|d| match &d.what {
                Item::CheckIn { outlet, fix, .. }
                    if ["O2", "O4", "O7"].contains(&outlet.as_str()) =>
                {
                    Some(fix.position())
                }
                _ => None,
            })
            .map(|p| ROADS.plane.point(p))
            .collect();
        assert_eq!(fixes.len(), 3);
        assert!(fixes.iter().all(|p| p.distance(fixes[0]) < 60.0));
    }

    #[test]
    fn keys_of_visits_are_unique() {
        let file = plan(
            &[brief("A", Behaviour::Usual)],
            &settings(8, Faults::None),
            &ROADS,
        );
        let keys: HashSet<_> = file.reps[0].truth.visits.iter().map(|v| &v.visit).collect();
        assert_eq!(keys.len(), file.reps[0].truth.visits.len());
        assert!(
            plan(
                &[brief("A", Behaviour::NotStarted)],
                &settings(8, Faults::Mild),
                &ROADS
            )
            .reps[0]
                .deliveries
                .is_empty()
        );
    }
}
