//! What a plan answers beside its days: figures, reasons, progress, the front of solutions.

use std::ops::ControlFlow;

use fieldbeat_planning::{
    scenario::{
        MovedWhy, Plan, PlanError, Progress, Stage, Summary, UnservedWhy, VariantName, Watch,
        as_today, dominated, front, plan,
    },
    spread::patterns,
};

use crate::scenario::scenario;

/// Writes down what it is told and breaks at a given telling.
struct Told {
    said: Vec<(Stage, u32)>,
    break_at: usize,
}

impl Watch for Told {
    fn tell(&mut self, progress: &Progress<'_>) -> ControlFlow<()> {
        self.said.push((progress.stage, progress.done_permille));
        if self.said.len() > self.break_at {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }
}

#[test]
fn whoever_watches_hears_of_every_stage_in_order_and_can_stop_any() {
    let (travel, near, scenario) = scenario(60, &[0, 30]);
    let told = |break_at| Told {
        said: Vec::new(),
        break_at,
    };
    let mut all = told(usize::MAX);
    plan(&travel, &near, &scenario, &mut all).unwrap();
    let permille: Vec<u32> = all.said.iter().map(|(_, done)| *done).collect();
    assert!(permille.is_sorted() && permille.iter().all(|done| *done <= 1_000));
    for stage in [Stage::GiveOut, Stage::Spread, Stage::Order] {
        let at = all.said.iter().position(|said| said.0 == stage).unwrap();
        let mut short = told(at);
        let stopped = plan(&travel, &near, &scenario, &mut short);
        assert_eq!(stopped, Err(PlanError::Stopped), "{stage:?}");
        assert_eq!(short.said.len(), at + 1, "nothing is asked after a break");
    }
    assert_eq!(
        as_today(&travel, &near, &scenario, &mut told(3)),
        Err(PlanError::Stopped)
    );
}

#[test]
fn as_today_leaves_everybody_what_he_has() {
    let (travel, near, mut scenario) = scenario(60, &[0, 30]);
    scenario.outlets[4].rep = None;
    let found = as_today(&travel, &near, &scenario, &mut ()).unwrap();
    let today: Vec<Option<usize>> = scenario.outlets.iter().map(|o| o.rep).collect();
    assert_eq!(found.rep_of, today);
    assert_eq!(found.moved, []);
    let nobodys = found.unserved.iter().find(|u| u.outlet == 4).unwrap();
    assert_eq!((nobodys.why, nobodys.missing), (UnservedWhy::NobodyYet, 4));
    let new = plan(&travel, &near, &scenario, &mut ()).unwrap();
    assert!(new.metres() < found.metres());
}

#[test]
fn every_outlet_that_moved_says_why_and_the_reason_holds() {
    let (travel, near, mut scenario) = scenario(90, &[0, 30, 60]);
    scenario.outlets[5].rep = None;
    scenario.outlets[7].skills = 1;
    scenario.workers[0].skills = 1;
    let found = plan(&travel, &near, &scenario, &mut ()).unwrap();
    let home = |outlet: usize, rep: usize| {
        use fieldbeat_planning::travel::Travel;
        let (outlet, worker) = (&scenario.outlets[outlet], scenario.workers[rep]);
        travel.leg(worker.home, outlet.place).unwrap().metres
    };
    for moved in &found.moved {
        assert_eq!(found.rep_of[moved.outlet], Some(moved.to));
        assert_eq!(scenario.outlets[moved.outlet].rep, moved.from);
        match (moved.why, moved.from) {
            (MovedWhy::WasNobodys, from) => assert_eq!((moved.outlet, from), (5, None)),
            (MovedWhy::Skill, Some(_)) => assert_eq!((moved.outlet, moved.to), (7, 0)),
            (MovedWhy::Nearer, Some(from)) => {
                assert!(home(moved.outlet, moved.to) < home(moved.outlet, from));
            }
            (MovedWhy::JoinsTerritory, Some(from)) => {
                let mut beside = near.next(moved.outlet);
                assert!(beside.all(|next| found.rep_of[next] != Some(from)));
            }
            (MovedWhy::EvensHours | MovedWhy::Rearranged, Some(from)) => {
                assert!(home(moved.outlet, moved.to) >= home(moved.outlet, from));
            }
            (_, None) => panic!("{moved:?}"),
        }
    }
    let why = |outlet: usize| {
        found
            .moved
            .iter()
            .find(|m| m.outlet == outlet)
            .map(|m| m.why)
    };
    assert_eq!(why(5), Some(MovedWhy::WasNobodys));
    assert_eq!(why(7), Some(MovedWhy::Skill));
}

#[test]
fn visits_without_room_are_named_and_counted() {
    let (travel, near, mut scenario) = scenario(40, &[0, 20]);
    for outlet in &mut scenario.outlets {
        outlet.service_s = 3 * 3_600;
    }
    scenario.outlets[9].window_s = Some((3_600, 7_200));
    let found = plan(&travel, &near, &scenario, &mut ()).unwrap();
    let mut planned = vec![0; 40];
    for day in &found.days {
        for call in &day.sequence.calls {
            planned[day.outlets[call.stop]] += 1;
        }
    }
    for (outlet, planned) in planned.iter().enumerate() {
        let wanted = patterns(scenario.outlets[outlet].visits, 5)[0].len();
        let missing = found.unserved.iter().find(|u| u.outlet == outlet);
        assert_eq!(
            planned + missing.map_or(0, |u| u.missing),
            wanted,
            "{outlet}"
        );
    }
    let why = |outlet: usize| {
        found
            .unserved
            .iter()
            .find(|u| u.outlet == outlet)
            .unwrap()
            .why
    };
    assert_eq!(why(9), UnservedWhy::NeverInTime);
    assert!(found.unserved.iter().any(|u| u.why == UnservedWhy::NoRoom));
    let left: usize = found
        .figures(&scenario)
        .iter()
        .map(|of| of.left_visits)
        .sum();
    assert_eq!(left, found.summary(&scenario).missing_visits);
}

#[test]
fn figures_add_up_to_the_plan() {
    let (travel, near, scenario) = scenario(60, &[0, 30]);
    let found = plan(&travel, &near, &scenario, &mut ()).unwrap();
    let figures = found.figures(&scenario);
    assert_eq!(figures.iter().map(|of| of.outlets).sum::<usize>(), 60);
    assert_eq!(
        figures.iter().map(|of| of.metres).sum::<u64>(),
        found.metres()
    );
    for of in &figures {
        assert!(of.day_min_s <= of.day_mean_s && of.day_mean_s <= of.day_max_s);
        assert_eq!(of.value, u64::try_from(of.outlets).unwrap());
    }
    let balance = found.balance(&scenario);
    assert!((1_000..1_200).contains(&balance.max_by_mean_permille));
    let written = serde_json::to_string(&found).unwrap();
    assert_eq!(serde_json::from_str::<Plan>(&written).unwrap(), found);
    assert!(written.contains("\"why\":\""));
    let given = serde_json::to_string(&scenario).unwrap();
    assert_eq!(
        serde_json::from_str::<fieldbeat_planning::scenario::Scenario>(&given).unwrap(),
        scenario
    );
}

#[test]
fn the_front_keeps_what_none_is_better_than() {
    let names: Vec<&str> = front()
        .iter()
        .map(|variant| variant.name.as_str())
        .collect();
    assert_eq!(names, ["balanced", "short", "even", "steady"]);
    assert_eq!(
        serde_json::to_string(&VariantName::Balanced).unwrap(),
        "\"balanced\""
    );
    let of = |variation_permille, metres, moved| Summary {
        variation_permille,
        metres,
        moved,
        ..Summary::default()
    };
    let all = [
        of(20, 900, 50),
        of(40, 800, 60),
        of(21, 900, 50),
        of(30, 950, 10),
        of(20, 900, 50),
    ];
    assert_eq!(dominated(&all), [false, false, true, false, true]);
}
