//! Whole scenarios: everybody served, in one piece, evenly; nothing moves without a budget; the same again.

use fieldbeat_domain::position::LatLng;
use fieldbeat_planning::{
    district::{Budget, DistrictError, Neighbours, Weights},
    roads::Roads,
    routing::random::Seeded,
    scenario::{Note, Outlet, Plan, PlanError, Scenario, Unserved, UnservedWhy, Worker, plan},
    travel::GreatCircle,
};

const HOUR: u32 = 3_600;

/// Towns from a seed and reps at some of them.
pub fn scenario(outlets: usize, homes: &[usize]) -> (GreatCircle, Neighbours, Scenario) {
    let random = Seeded::new(5);
    let e7 = |from: i32| from + i32::try_from(random.below(500_000)).unwrap();
    let at: Vec<LatLng> = (0..outlets)
        .map(|_| LatLng {
            lat_e7: e7(210_000_000),
            lng_e7: e7(1_058_000_000),
        })
        .collect();
    let outlet = |place: usize| Outlet {
        place,
        service_s: 600,
        visits: [4, 4, 2, 8][place % 4],
        window_s: None,
        rep: Some(place % homes.len()),
        locked: false,
        value: 1,
        skills: 0,
    };
    let worker = |home: &usize| Worker {
        home: *home,
        from_s: 8 * HOUR,
        to_s: 17 * HOUR,
        pause: None,
        calls_max: None,
        days_a_week: 5,
        skills: 0,
    };
    let scenario = Scenario {
        outlets: (0..outlets).map(outlet).collect(),
        workers: homes.iter().map(worker).collect(),
        budget: Budget::default(),
        weights: Weights::default(),
        seed: 3,
        rounds: 60,
    };
    (
        GreatCircle::motorbike(at.clone()),
        Neighbours::on_the_map(&at),
        scenario,
    )
}

fn visits(plan: &Plan) -> usize {
    plan.days.iter().map(|day| day.sequence.calls.len()).sum()
}

#[test]
fn everybody_is_served_in_one_piece_and_the_same_seed_plans_the_same() {
    let (travel, near, scenario) = scenario(90, &[0, 30, 60]);
    let found = plan(&travel, &near, &scenario, &mut ()).unwrap();
    let asked: u32 = scenario.outlets.iter().map(|outlet| outlet.visits).sum();
    assert_eq!(visits(&found), usize::try_from(asked).unwrap());
    assert_eq!((found.apart.len(), found.unserved.len()), (0, 0));
    assert!(
        found.variation(&scenario) < 0.1,
        "{}",
        found.variation(&scenario)
    );
    assert_eq!(
        found.hash(),
        plan(&travel, &near, &scenario, &mut ()).unwrap().hash()
    );
}

#[test]
fn a_budget_bounds_what_moves_and_a_lock_holds() {
    let (travel, near, mut scenario) = scenario(60, &[0, 30]);
    scenario.budget.outlets_permille = Some(0);
    assert!(
        plan(&travel, &near, &scenario, &mut ())
            .unwrap()
            .moved
            .is_empty()
    );
    scenario.budget.outlets_permille = Some(100);
    scenario.outlets[7].locked = true;
    let found = plan(&travel, &near, &scenario, &mut ()).unwrap();
    assert!(
        !found.moved.is_empty() && found.moved.len() <= 6,
        "{:?}",
        found.moved
    );
    assert_eq!(found.rep_of[7], scenario.outlets[7].rep);
}

#[test]
fn bad_input_is_named_and_what_fits_is_planned() {
    let (travel, near, mut scenario) = scenario(40, &[0, 0]);
    scenario.outlets[3].skills = 1;
    scenario.outlets[3].rep = None;
    let found = plan(&travel, &near, &scenario, &mut ()).unwrap();
    assert!(found.notes.contains(&Note::SameHome(0, 1)));
    let unable = Unserved {
        outlet: 3,
        why: UnservedWhy::NoSkill,
        missing: 8,
    };
    assert_eq!(found.unserved, vec![unable]);
    for outlet in &mut scenario.outlets {
        outlet.service_s = 4 * HOUR;
    }
    let full = plan(&travel, &near, &scenario, &mut ()).unwrap();
    assert!(full.notes.contains(&Note::Overfull(0)) && visits(&full) > 0);
    scenario.workers[1].days_a_week = 8;
    assert_eq!(
        plan(&travel, &near, &scenario, &mut ()),
        Err(PlanError::Days(1))
    );
    scenario.workers.truncate(1);
    scenario.outlets.clear();
    let none = plan(&travel, &near, &scenario, &mut ());
    assert_eq!(none, Err(PlanError::District(DistrictError::NoOutlets)));
}

#[test]
fn the_roads_of_hanoi_snap_what_is_near_and_lead_there_and_back() {
    let extract = include_bytes!("../../../assets/demo/hanoi-roads-2025.osm.pbf");
    let roads = Roads::read(&extract[..]).unwrap();
    let snap = |lat, lng| roads.snap(LatLng::from_degrees(lat, lng).unwrap(), 200);
    assert!(roads.nodes() > 20_000);
    assert_eq!(snap(20.0, 107.5), None, "in the gulf");
    let (a, b) = (
        snap(21.021_755, 105.856_386).unwrap(),
        snap(21.029_755, 105.827_764).unwrap(),
    );
    let matrix = roads.matrix(&[a, b]).unwrap();
    let there = fieldbeat_planning::travel::Travel::leg(&matrix, 0, 1).unwrap();
    assert!((3_000..9_000).contains(&there.metres), "{there:?}");
}
