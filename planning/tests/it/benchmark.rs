//! Instances are read, solved and judged; the judge sees what is wrong.

use fieldbeat_planning::{
    benchmark::{Infeasible, Instance, InstanceError},
    routing::{Routes, Search, solve},
};

const SMALL: &str = "NAME : small
TYPE : VRPTW
DIMENSION : 5
VEHICLES : 2
CAPACITY : 3
SERVICE_TIME : 10
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 0 10
3 0 20
4 10 0
5 20 0
DEMAND_SECTION
1 0
2 1
3 1
4 1
5 2
TIME_WINDOW_SECTION
1 0 200
2 0 100
3 0 25
4 0 100
5 0 100
DEPOT_SECTION
1
-1
EOF
";

fn search(seed: u64) -> Search {
    Search {
        seed,
        generations: 5,
        steps: 40,
        heat: (0.3, 0.01),
        kicks: 0,
        routes: 4,
    }
}

fn clients(found: &Routes) -> Vec<Vec<usize>> {
    let route = |calls: &[usize]| calls.iter().map(|call| call + 1).collect();
    found.routes.iter().map(|r| route(&r.calls)).collect()
}

#[test]
fn a_small_instance_is_solved_to_its_optimum() {
    let instance = Instance::read(SMALL).unwrap();
    let found = solve(&instance.problem(), &search(1)).unwrap();
    assert_eq!(found.left, Vec::<usize>::new());
    assert_eq!(instance.judge(&clients(&found)), Ok(80.0));
}

#[test]
fn the_judge_names_what_is_wrong() {
    let instance = Instance::read(SMALL).unwrap();
    assert_eq!(
        instance.judge(&[vec![2, 1], vec![3, 4]]),
        Ok(80.0),
        "20 up and 10 back on the way"
    );
    let wrong = [
        (vec![vec![1, 2], vec![3, 4]], Infeasible::Visits(2, 0)),
        (vec![vec![2, 1, 4], vec![3]], Infeasible::Load(1)),
        (vec![vec![3, 2], vec![1, 4]], Infeasible::Late(1, 2)),
        (vec![vec![1], vec![2], vec![3, 4]], Infeasible::Vehicles),
    ];
    for (mut routes, fault) in wrong {
        if fault == Infeasible::Visits(2, 0) {
            routes[0].retain(|client| *client != 2);
        }
        assert_eq!(instance.judge(&routes), Err(fault));
    }
}

#[test]
fn kinds_without_a_word_in_the_model_are_named() {
    let prizes = SMALL
        .replace("TYPE : VRPTW", "TYPE : PCVRPTW")
        .replace("DEPOT_SECTION", "PRIZE_SECTION");
    assert_eq!(
        Instance::read(&prizes),
        Err(InstanceError::NotExpressed("PCVRPTW".to_owned()))
    );
    let cut = SMALL.replace("3 0 25\n", "");
    assert_eq!(
        Instance::read(&cut),
        Err(InstanceError::Missing("TIME_WINDOW_SECTION"))
    );
}

#[test]
fn the_same_seed_gives_the_same_routes() {
    let clients: Vec<String> = (2..60)
        .map(|n| format!("{n} {} {}\n", n * 37 % 101, n * 53 % 97))
        .collect();
    let clients = clients.concat();
    let demand: Vec<String> = (2..60).map(|n| format!("{n} {}\n", n % 7 + 1)).collect();
    let demand = demand.concat();
    let text = format!(
        "TYPE : CVRP\nCAPACITY : 30\nEDGE_WEIGHT_TYPE : EUC_2D\nNODE_COORD_SECTION\n1 50 50\n{clients}DEMAND_SECTION\n1 0\n{demand}EOF\n"
    );
    let instance = Instance::read(&text).unwrap();
    let problem = instance.problem();
    let once = solve(&problem, &search(7)).unwrap();
    assert_eq!(once, solve(&problem, &search(7)).unwrap());
    assert!(instance.judge(&self::clients(&once)).is_ok());
    let other = solve(&problem, &search(8)).unwrap();
    assert_ne!(once.routes, other.routes, "the seed is used");
}
