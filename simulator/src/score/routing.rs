//! Published routing instances through the planning engine: each gap to the best known cost, with the routes
//! judged by a function that shares no code with the search.
//!
//! The budget is in generations, so that a figure is the same on every machine; the time beside it is not.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use fieldbeat_planning::{
    benchmark::{Instance, InstanceError},
    routing::{Routes, Search, solve},
};

use super::report::Report;
use crate::clock::Stopwatch;

/// An instance as the index of the folder lists it.
struct Listed {
    family: String,
    name: String,
    path: PathBuf,
    clients: usize,
    best_known: f64,
}

/// How a problem of so many clients is searched.
pub struct Budget {
    pub seed: u64,
    pub generations: usize,
}

impl Budget {
    fn search(&self, timed: bool, vehicles: usize) -> Search {
        Search {
            seed: self.seed,
            generations: self.generations,
            // One route of a thousand clients is gone through whole in every step.
            steps: if vehicles > 1 { 1_000 } else { 40 },
            heat: if timed { (0.1, 0.002) } else { (0.2, 0.004) },
            kicks: 0,
            routes: 8,
        }
    }
}

/// Solves every instance of the folder's index that the engine can express.
pub fn score(folder: &Path, budget: &Budget, clients_max: usize) -> Result<Report> {
    let mut report = Report::default();
    report.line(format!(
        "{:<12}{:<14}{:>8}{:>13}{:>13}{:>8}{:>8}{:>9}  {}",
        "family", "instance", "clients", "cost", "best known", "gap", "routes", "seconds", "judged"
    ));
    let mut gaps: Vec<(String, f64)> = Vec::new();
    for listed in index(folder)? {
        if listed.clients > clients_max {
            report.line(format!(
                "{:<12}{:<14}{:>8}  left out: more clients than asked for",
                listed.family, listed.name, listed.clients
            ));
            continue;
        }
        let text = fs::read_to_string(&listed.path)
            .with_context(|| format!("cannot read {}", listed.path.display()))?;
        match Instance::read(&text) {
            Ok(instance) => {
                let gap = one(&mut report, &listed, &instance, budget)?;
                gaps.push((listed.family, gap));
            }
            Err(InstanceError::NotExpressed(kind)) => report.line(format!(
                "{:<12}{:<14}{:>8}  the engine's model does not express {kind}",
                listed.family, listed.name, listed.clients
            )),
            Err(error) => return Err(error).with_context(|| listed.name.clone()),
        }
    }
    means(&mut report, &gaps);
    report.figure("routing_generations", budget.generations);
    Ok(report)
}

fn one(report: &mut Report, listed: &Listed, instance: &Instance, budget: &Budget) -> Result<f64> {
    let problem = instance.problem();
    let watch = Stopwatch::start();
    let found = solve(
        &problem,
        &budget.search(problem.timed, problem.vehicles.len()),
    )?;
    let seconds = watch.seconds();
    let judged = instance.judge(&clients(&found))?;
    let gap = judged / listed.best_known - 1.0;
    report.line(format!(
        "{:<12}{:<14}{:>8}{judged:>13.1}{:>13.1}{:>6.2} %{:>8}{seconds:>9.1}  feasible",
        listed.family,
        listed.name,
        listed.clients,
        listed.best_known,
        gap * 100.0,
        found.routes.len(),
    ));
    let key = listed.name.replace('-', "_").to_lowercase();
    report.rounded(&format!("routing_{key}_gap"), Some(gap), 5);
    report.rounded(&format!("routing_{key}_seconds"), Some(seconds), 1);
    Ok(gap)
}

/// Call n is client n + 1.
fn clients(found: &Routes) -> Vec<Vec<usize>> {
    let route = |calls: &[usize]| calls.iter().map(|call| call + 1).collect();
    found.routes.iter().map(|r| route(&r.calls)).collect()
}

#[expect(clippy::cast_precision_loss, reason = "a few instances")]
fn means(report: &mut Report, gaps: &[(String, f64)]) {
    let mut families: Vec<&str> = gaps.iter().map(|(family, _)| family.as_str()).collect();
    families.dedup();
    for family in families {
        let of: Vec<f64> = gaps
            .iter()
            .filter(|(other, _)| other == family)
            .map(|(_, gap)| *gap)
            .collect();
        let mean = of.iter().sum::<f64>() / of.len() as f64;
        report.line(format!(
            "{family:<12}mean of {}{:>47.2} %",
            of.len(),
            mean * 100.0
        ));
        let key = family.replace('/', "_").to_lowercase();
        report.rounded(&format!("routing_{key}_mean_gap"), Some(mean), 5);
    }
}

fn index(folder: &Path) -> Result<Vec<Listed>> {
    let path = folder.join("index.csv");
    let mut reader =
        csv::Reader::from_path(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut listed = Vec::new();
    for row in reader.records() {
        let row = row?;
        let field = |at: usize| row.get(at).context("index.csv lacks a column");
        let (family, name) = (field(0)?.to_owned(), field(1)?.to_owned());
        let path =
            find(folder, &name).with_context(|| format!("{name} of index.csv is not there"))?;
        listed.push(Listed {
            path,
            clients: field(2)?.parse()?,
            best_known: field(4)?.parse()?,
            family,
            name,
        });
    }
    Ok(listed)
}

/// `NAME.vrp` in one of the folders beside the index.
fn find(folder: &Path, name: &str) -> Option<PathBuf> {
    let beside = fs::read_dir(folder).ok()?.flatten();
    let paths = beside.map(|entry| entry.path().join(format!("{name}.vrp")));
    paths.into_iter().find(|path| path.is_file())
}
