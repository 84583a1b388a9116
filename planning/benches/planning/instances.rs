//! Published routing instances: each gap to the best known cost, with the routes judged by a function that
//! shares no code with the search.
//!
//! The budget is in steps, the same for every instance of a kind, so that a figure is the same on every
//! machine; the time beside it is not.

use std::{
    fs,
    path::{Path, PathBuf},
};

use fieldbeat_planning::{
    benchmark::{Instance, InstanceError},
    routing::{Routes, Search, solve},
};
use serde_json::{Map, json};

use crate::meter::{self, Meter};

const SEED: u64 = 1;

/// An instance as the index of the folder lists it.
struct Listed {
    family: String,
    name: String,
    path: PathBuf,
    clients: usize,
    best_known: f64,
}

fn search(timed: bool, vehicles: usize) -> Search {
    let generations = std::env::var("GENERATIONS").map_or(500, |text| text.parse().unwrap());
    Search {
        seed: SEED,
        generations,
        // One route of a thousand clients is gone through whole in every step.
        steps: if vehicles > 1 { 1_000 } else { 40 },
        heat: if timed { (0.1, 0.002) } else { (0.2, 0.004) },
        kicks: 0,
        routes: 8,
    }
}

/// Solves what the engine can express of the folder's index, or of it the instances named.
pub fn run(folder: &Path, names: &[&str]) {
    println!(
        "{:<12}{:<14}{:>8}{:>13}{:>13}{:>10}{:>8}{:>9}{:>9}  judged",
        "family", "instance", "clients", "cost", "best known", "gap", "routes", "wall s", "cpu s"
    );
    let mut gaps: Vec<(String, f64)> = Vec::new();
    let mut figures = Map::new();
    for listed in index(folder) {
        if !names.is_empty() && !names.contains(&listed.name.as_str()) {
            continue;
        }
        let text = fs::read_to_string(&listed.path).unwrap();
        match Instance::read(&text) {
            Ok(instance) => {
                let gap = one(&listed, &instance, &mut figures);
                gaps.push((listed.family, gap));
            }
            Err(InstanceError::NotExpressed(kind)) => println!(
                "{:<12}{:<14}{:>8}  the engine's model does not express {kind}",
                listed.family, listed.name, listed.clients
            ),
            Err(error) => panic!("{}: {error}", listed.name),
        }
    }
    means(&gaps, &mut figures);
    meter::write(figures);
}

fn one(listed: &Listed, instance: &Instance, figures: &mut Map<String, serde_json::Value>) -> f64 {
    let problem = instance.problem();
    let meter = Meter::start();
    let found = solve(&problem, &search(problem.timed, problem.vehicles.len())).unwrap();
    let (wall_s, cpu_s) = (meter.wall_s(), meter.cpu_s());
    let judged = instance.judge(&clients(&found)).unwrap();
    let gap = judged / listed.best_known - 1.0;
    println!(
        "{:<12}{:<14}{:>8}{judged:>13.1}{:>13.1}{:>8.2} %{:>8}{wall_s:>9.1}{cpu_s:>9.1}  feasible",
        listed.family,
        listed.name,
        listed.clients,
        listed.best_known,
        gap * 100.0,
        found.routes.len(),
    );
    let key = listed.name.replace('-', "_").to_lowercase();
    figures.insert(format!("routing_{key}_gap"), json!(gap));
    figures.insert(format!("routing_{key}_cpu_s"), json!(cpu_s));
    gap
}

/// Call n is client n + 1.
fn clients(found: &Routes) -> Vec<Vec<usize>> {
    let route = |calls: &[usize]| calls.iter().map(|call| call + 1).collect();
    found.routes.iter().map(|r| route(&r.calls)).collect()
}

fn means(gaps: &[(String, f64)], figures: &mut Map<String, serde_json::Value>) {
    let mut families: Vec<&str> = gaps.iter().map(|(family, _)| family.as_str()).collect();
    families.dedup();
    for family in families {
        let of = gaps.iter().filter(|(other, _)| other == family);
        let of: Vec<f64> = of.map(|(_, gap)| *gap).collect();
        let mean = of.iter().sum::<f64>() / of.len() as f64;
        println!("{family:<12}mean of {}{:>49.2} %", of.len(), mean * 100.0);
        let key = family.replace('/', "_").to_lowercase();
        figures.insert(format!("routing_{key}_mean_gap"), json!(mean));
    }
}

fn index(folder: &Path) -> Vec<Listed> {
    let mut reader = csv::Reader::from_path(folder.join("index.csv")).unwrap();
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| Listed {
        path: find(folder, &row[1]),
        family: row[0].to_owned(),
        name: row[1].to_owned(),
        clients: row[2].parse().unwrap(),
        best_known: row[4].parse().unwrap(),
    })
    .collect()
}

/// `NAME.vrp` in one of the folders beside the index.
fn find(folder: &Path, name: &str) -> PathBuf {
    let beside = fs::read_dir(folder).unwrap().flatten();
    let mut paths = beside.map(|entry| entry.path().join(format!("{name}.vrp")));
    paths.find(|path| path.is_file()).unwrap()
}
