//! Plans played on the pure parts of the ingest path, each drawn from its seed: what is simulated, the laws and how to read a
//! failing plan are in docs/reliability.md. Needs no database and no clock.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    clippy::too_many_lines,
    reason = "a test that cannot go on says so by panicking; it measures how long it takes, and its numbers are small"
)]

mod company;
mod database;
mod lab;
mod phone;
mod plan;
mod planted;
mod table;

use std::{collections::BTreeMap, env, fs, path::Path, time::Instant};

use plan::{Plan, Step, draw, shrink};
use planted::Planted;

const SEEDS: u64 = 500;
const STEPS: usize = 1_000;
/// Of plans that a planted bug is looked for in.
const SHORT: usize = 300;
/// Seeds within which a planted bug must be found.
const WITHIN: u64 = 200;

fn fails(plan: &[Step], planted: Option<Planted>) -> Option<String> {
    lab::play(plan, planted).0.err()
}

/// Which law it is that was broken: its words up to the first number.
fn law_of(told: &str) -> &str {
    told.split(|c: char| c.is_ascii_digit())
        .next()
        .unwrap_or(told)
}

/// Shrinks a failing plan to a short one that breaks the same law, and writes it down.
fn keep(name: &str, plan: &Plan, planted: Option<Planted>) -> (Plan, String) {
    let told = fails(plan, planted).unwrap();
    let same =
        |part: &[Step]| fails(part, planted).is_some_and(|other| law_of(&other) == law_of(&told));
    let short = shrink(plan.clone(), same);
    let law = fails(&short, planted).unwrap();
    let place = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .unwrap()
        .join("simulation");
    fs::create_dir_all(&place).unwrap();
    let lines: Vec<String> = short
        .iter()
        .map(|step| serde_json::to_string(step).unwrap())
        .collect();
    let text = format!("[\n  {}\n]\n", lines.join(",\n  "));
    fs::write(place.join(format!("{name}.json")), &text).unwrap();
    (short, format!("{name}: {law}\n{text}"))
}

/// Plays seeds; a failing one is shrunk, told and kept.
fn play_seeds(seeds: u64, steps: usize) {
    let began = Instant::now();
    let mut counts: BTreeMap<&'static str, u64> = BTreeMap::new();
    let mut failed = Vec::new();
    for seed in 0..seeds {
        let plan = draw(seed, steps);
        let (result, happened) = lab::play(&plan, None);
        for (what, count) in happened {
            *counts.entry(what).or_default() += count;
        }
        if result.is_err() {
            let (_, told) = keep(&format!("seed-{seed}"), &plan, None);
            println!("{told}");
            failed.push(seed);
        }
    }
    println!(
        "{seeds} seeds of {steps} steps in {:.1} s",
        began.elapsed().as_secs_f64()
    );
    for (what, count) in counts {
        println!("{count:>12} {what}");
    }
    assert!(failed.is_empty(), "failed seeds: {failed:?}");
}

#[test]
fn no_plan_breaks_a_law() {
    play_seeds(SEEDS, STEPS);
}

#[test]
#[ignore = "long: make simulation"]
fn many_plans_break_no_law() {
    if let Ok(file) = env::var("PLAN") {
        return play_saved(&file);
    }
    let number = |name: &str, or: u64| env::var(name).map_or(or, |n| n.parse().unwrap());
    play_seeds(
        number("SEEDS", 10_000),
        usize::try_from(number("STEPS", 1_000)).unwrap(),
    );
}

/// Plays a saved plan again, with the planted bug of `PLANTED` where it needs one.
fn play_saved(file: &str) {
    let plan: Plan = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    let planted = env::var("PLANTED")
        .ok()
        .map(|name| serde_json::from_value(name.into()).unwrap());
    let (result, counts) = lab::play(&plan, planted);
    println!("{counts:#?}");
    if let Err(law) = result {
        panic!("{law}");
    }
}

/// Plans that broke a law once, or were made by hand.
fn saved_plans() -> Vec<(String, Plan)> {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/simulation/plans");
    let mut plans: Vec<(String, Plan)> = fs::read_dir(place)
        .unwrap()
        .map(|file| {
            let file = file.unwrap().path();
            let name = file.file_stem().unwrap().to_string_lossy().into_owned();
            let plan = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
            (name, plan)
        })
        .collect();
    plans.sort_by(|(a, _), (b, _)| a.cmp(b));
    plans
}

#[test]
fn what_was_mended_stays_mended() {
    for (name, plan) in saved_plans() {
        if let Some(law) = fails(&plan, None) {
            panic!("{name}: {law}");
        }
    }
}

#[test]
fn planted_bugs_are_found() {
    for planted in Planted::ALL {
        let name = serde_json::to_value(planted).unwrap();
        let drawn = (0..WITHIN).map(|seed| (format!("seed {seed}"), draw(seed, SHORT)));
        let mut plans = drawn.chain(saved_plans());
        let found = plans.find(|(_, plan)| fails(plan, Some(planted)).is_some());
        let Some((by, plan)) = found else {
            panic!("{name} is not found");
        };
        let kept = format!("planted-{}", name.as_str().unwrap());
        let (short, told) = keep(&kept, &plan, Some(planted));
        println!("found by {by}, {} steps: {told}", short.len());
        assert!(
            fails(&short, None).is_none(),
            "{name}: its plan breaks a law without it, too"
        );
    }
}

#[test]
fn the_same_plan_happens_the_same_way() {
    for seed in 0..20 {
        let plan = draw(seed, SHORT);
        assert_eq!(
            lab::play(&plan, None),
            lab::play(&plan, None),
            "seed {seed}"
        );
    }
}
