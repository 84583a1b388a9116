//! A stored scenario as the planning crate takes it: places, visits, hours, skills and budgets.

use std::collections::HashMap;

use fieldbeat_domain::position::{LatLng, distance_mm};
use fieldbeat_planning::{
    district::{Budget, Neighbours, Weights},
    scenario::{Outlet, Scenario, Worker},
    sequence::Pause,
    travel::Travel,
};
use serde_json::json;

use super::ways::{Measured, Places};
use crate::store::scenario::{outlet::OutletInput, rep::RepInput, settings::ScenarioSettings};

const MINUTE_S: u32 = 60;

/// What is planned, with what the answer is told by.
pub struct Input {
    pub scenario: Scenario,
    pub ways: Box<dyn Travel + Send + Sync>,
    pub neighbours: Neighbours,
    /// Reps by their index in the scenario.
    pub reps: Vec<RepInput>,
    /// Where each rep's days begin; `None` without outlets and home.
    pub homes: Vec<Option<LatLng>>,
    /// Outlets by their index in the scenario.
    pub outlets: Vec<OutletInput>,
    /// Outlets that no plan can hold, for want of a pin.
    pub without_pin: Vec<OutletInput>,
    /// What is told of how ways were measured.
    pub travel: serde_json::Value,
    /// Reps whose home no road reaches.
    pub off_network_homes: Vec<i32>,
}

/// Where everything is, and what of it can be planned.
pub struct Placed {
    pub places: Places,
    pub homes: Vec<Option<LatLng>>,
    pub pinned: Vec<OutletInput>,
    pub without_pin: Vec<OutletInput>,
}

/// Homes first, then outlets with a pin; `Err` is a code.
pub fn place(reps: &[RepInput], outlets: Vec<OutletInput>) -> Result<Placed, &'static str> {
    let (pinned, without_pin): (Vec<OutletInput>, Vec<OutletInput>) =
        outlets.into_iter().partition(|outlet| outlet.at.is_some());
    let homes: Vec<Option<LatLng>> = reps.iter().map(|rep| home(rep, &pinned)).collect();
    // A rep with neither home nor outlets begins where the first outlet is.
    let first = pinned
        .first()
        .and_then(|outlet| outlet.at)
        .ok_or("no_outlets")?;
    let mut at: Vec<LatLng> = homes.iter().map(|home| home.unwrap_or(first)).collect();
    at.extend(pinned.iter().filter_map(|outlet| outlet.at));
    Ok(Placed {
        places: Places {
            at: at.into(),
            homes: reps.len(),
        },
        homes,
        pinned,
        without_pin,
    })
}

/// Puts it together with the ways that were measured.
pub fn build(
    reps: Vec<RepInput>,
    placed: Placed,
    measured: Measured,
    settings: &ScenarioSettings,
) -> Input {
    let homes = reps.len();
    let index: HashMap<i32, usize> = (reps.iter().enumerate())
        .map(|(at, rep)| (rep.rep_id, at))
        .collect();
    let classes = Classes::of(&reps);
    let scenario = Scenario {
        outlets: (placed.pinned.iter().enumerate())
            .map(|(at, outlet)| outlet_of(homes + at, outlet, &index, &classes))
            .collect(),
        workers: (reps.iter().enumerate())
            .map(|(at, rep)| worker_of(at, rep, settings, &classes))
            .collect(),
        budget: Budget {
            outlets_permille: settings.budget_outlets_permille,
            value_permille: settings.budget_value_permille,
        },
        weights: Weights::default(),
        seed: u64::from(settings.seed),
        rounds: usize::try_from(settings.rounds).unwrap_or(usize::MAX),
    };
    let off_home = |place: &usize| reps.get(*place).map(|rep| rep.rep_id);
    Input {
        off_network_homes: measured.off.iter().filter_map(off_home).collect(),
        travel: json!({
            "source": measured.source,
            "off_network": measured.off.iter().filter(|place| **place >= homes).count(),
            "without_pin": placed.without_pin.len(),
            "rides": measured.learned.as_ref().map(|learned| learned.rides),
            "rides_left_out": measured.learned.as_ref().map(|learned| learned.left_out),
        }),
        scenario,
        ways: measured.ways,
        neighbours: measured.neighbours,
        reps,
        homes: placed.homes,
        outlets: placed.pinned,
        without_pin: placed.without_pin,
    }
}

/// Where a rep's days begin: as set, else the outlet of today nearest to the middle of all.
fn home(rep: &RepInput, outlets: &[OutletInput]) -> Option<LatLng> {
    if rep.home.is_some() {
        return rep.home;
    }
    let own: Vec<LatLng> = (outlets.iter())
        .filter(|outlet| outlet.rep_id == Some(rep.rep_id))
        .filter_map(|outlet| outlet.at)
        .collect();
    let mean = |of: fn(&LatLng) -> i32| {
        let sum: i64 = own.iter().map(|at| i64::from(of(at))).sum();
        i32::try_from(sum / i64::try_from(own.len()).ok()?.max(1)).ok()
    };
    let middle = LatLng {
        lat_e7: mean(|at| at.lat_e7)?,
        lng_e7: mean(|at| at.lng_e7)?,
    };
    own.iter()
        .copied()
        .min_by_key(|at| distance_mm(*at, middle))
}

/// Classes of outlets that some rep may not call at, as bits.
struct Classes(Vec<String>);

impl Classes {
    /// Beyond so many every rep may call at them.
    const MAX: usize = 64;

    fn of(reps: &[RepInput]) -> Self {
        let named = reps.iter().filter_map(|rep| rep.classes.as_ref()).flatten();
        let mut classes: Vec<String> = named.cloned().collect();
        classes.sort_unstable();
        classes.dedup();
        classes.truncate(Self::MAX - 1);
        Self(classes)
    }

    /// What an outlet of a class asks for: the last bit is all classes that nobody names.
    fn asked(&self, class: &str) -> u64 {
        if self.0.is_empty() {
            return 0;
        }
        1 << self
            .0
            .iter()
            .position(|known| known == class)
            .unwrap_or(self.0.len())
    }

    fn able(&self, rep: &RepInput) -> u64 {
        match &rep.classes {
            None => u64::MAX,
            Some(classes) => classes
                .iter()
                .fold(0, |bits, class| bits | self.asked(class)),
        }
    }
}

fn outlet_of(
    place: usize,
    outlet: &OutletInput,
    reps: &HashMap<i32, usize>,
    classes: &Classes,
) -> Outlet {
    let seconds = |min: i16| u32::try_from(min).unwrap_or(0) * MINUTE_S;
    let rep = outlet.rep_id.and_then(|rep| reps.get(&rep).copied());
    Outlet {
        place,
        service_s: seconds(outlet.service_min),
        visits: u32::try_from(outlet.visits).unwrap_or(1),
        window_s: outlet
            .window_min
            .map(|(from, to)| (seconds(from), seconds(to))),
        rep,
        locked: outlet.locked && rep.is_some(),
        value: u64::try_from(outlet.value).unwrap_or(0),
        skills: classes.asked(&outlet.class),
    }
}

fn worker_of(
    home: usize,
    rep: &RepInput,
    settings: &ScenarioSettings,
    classes: &Classes,
) -> Worker {
    let seconds = |min: i16| u32::try_from(min).unwrap_or(0) * MINUTE_S;
    let pause = settings.pause.as_ref().and_then(|pause| {
        let (from, to) = pause.window_min()?;
        Some(Pause {
            seconds: u32::from(pause.minutes) * MINUTE_S,
            window_s: (seconds(from), seconds(to)),
        })
    });
    Worker {
        home,
        from_s: seconds(rep.from_min),
        to_s: seconds(rep.to_min),
        // A day that is over before its break has none.
        pause: pause.filter(|pause| {
            let begin = pause.window_s.0.max(seconds(rep.from_min));
            begin <= pause.window_s.1 && begin + pause.seconds <= seconds(rep.to_min)
        }),
        calls_max: rep.calls_max.and_then(|calls| usize::try_from(calls).ok()),
        days_a_week: usize::try_from(rep.days_a_week).unwrap_or(1),
        skills: classes.able(rep),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::planning::{
        roads::RoadMap,
        ways::{Source, measure},
    };

    fn rep(rep_id: i32, classes: Option<&[&str]>) -> RepInput {
        RepInput {
            rep_id,
            home: None,
            from_min: 480,
            to_min: 1_020,
            calls_max: None,
            days_a_week: 6,
            classes: classes.map(|all| all.iter().map(ToString::to_string).collect()),
        }
    }

    fn outlet(
        outlet_id: i32,
        at: Option<(i32, i32)>,
        rep_id: Option<i32>,
        class: &str,
    ) -> OutletInput {
        OutletInput {
            outlet_id,
            class: class.to_owned(),
            at: at.map(|(lat, lng)| LatLng {
                lat_e7: 210_000_000 + lat,
                lng_e7: 1_058_000_000 + lng,
            }),
            rep_id,
            locked: true,
            visits: 4,
            service_min: 15,
            window_min: None,
            value: 7,
        }
    }

    #[test]
    fn an_outlet_asks_for_its_class_only_where_a_rep_is_bound_to_some() {
        let outlets = vec![
            outlet(1, Some((0, 0)), Some(10), "A"),
            outlet(2, Some((10_000, 0)), Some(11), "B"),
            outlet(3, None, None, "A"),
        ];
        let reps = vec![rep(10, None), rep(11, Some(&["B"]))];
        let settings = ScenarioSettings::default();
        let placed = place(&reps, outlets).unwrap();
        let (by, map) = ((Source::Air, None, 200), RoadMap::default());
        let measured = measure(&placed.places, by, &map, &|| true).unwrap();
        let input = build(reps, placed, measured, &settings);
        let skills: Vec<u64> = input.scenario.outlets.iter().map(|o| o.skills).collect();
        let able: Vec<u64> = input.scenario.workers.iter().map(|w| w.skills).collect();
        assert_eq!(
            skills.iter().map(|s| s & !able[0]).collect::<Vec<_>>(),
            [0, 0]
        );
        assert_ne!(skills[0] & !able[1], 0, "the second rep may not call at A");
        assert_eq!(skills[1] & !able[1], 0);
        assert_eq!(input.without_pin.len(), 1);
        assert_eq!(input.scenario.outlets[1].rep, Some(1));
        assert_eq!(input.scenario.outlets[0].service_s, 900);
        assert_eq!(input.travel["source"], "air");
    }

    #[test]
    fn days_begin_among_the_outlets_where_no_home_is_set() {
        let at = |lat| Some((lat, 0));
        let outlets = [
            outlet(1, at(0), Some(10), "A"),
            outlet(2, at(10_000), Some(10), "A"),
            outlet(3, at(30_000), Some(10), "A"),
        ];
        assert_eq!(home(&rep(10, None), &outlets), outlets[1].at);
        assert_eq!(home(&rep(11, None), &outlets), None);
    }
}
