//! A plan as it is kept: figures by rep, who has which outlet on which days and why, and every day's calls.

use std::collections::{BTreeMap, HashMap};

use fieldbeat_planning::scenario::{MovedWhy, Note, Plan, Summary, UnservedWhy, dominated};
use serde_json::{Value, json};

use super::{input::Input, order};
use crate::store::scenario::{
    rep::RepInput,
    solution::{Assignments, Days, Figures, RepFigures, SLOT_DAYS, ScenarioNote, Solution},
};

/// Codes and names of reps, by id.
pub type Names = HashMap<i32, (String, String)>;

pub struct Record {
    pub figures: Figures,
    pub assignments: Assignments,
    pub days: Days,
}

/// `by_hand`: the reps were given, and not found.
pub fn record(input: &Input, plan: &Plan, names: &Names, by_hand: bool) -> Record {
    Record {
        figures: figures(input, plan, names),
        assignments: assignments(input, plan, by_hand),
        days: days(input, plan),
    }
}

/// Says of each solution whether another is as good in balance, kilometres and moves, and better in one of them. Those
/// that leave more visits out are no better.
pub fn mark_dominated(solutions: &mut [Solution]) {
    let count = |of: i64| u64::try_from(of).unwrap_or(0);
    let summaries: Vec<Summary> = (solutions.iter())
        .map(|solution| &solution.figures.0)
        .map(|of| Summary {
            variation_permille: u32::try_from(of.hours_variation_permille).unwrap_or(0),
            metres: count(of.metres),
            moved: usize::try_from(of.moved_outlets).unwrap_or(0),
            missing_visits: usize::try_from(of.missing_visits).unwrap_or(0),
            ..Summary::default()
        })
        .collect();
    for (solution, dominated) in solutions.iter_mut().zip(dominated(&summaries)) {
        solution.dominated = dominated;
    }
}

fn rep_of(input: &Input, rep: usize) -> Option<&RepInput> {
    input.reps.get(rep)
}

fn outlet_id(input: &Input, outlet: usize) -> i32 {
    input
        .outlets
        .get(outlet)
        .map_or(0, |outlet| outlet.outlet_id)
}

/// Who had it and who has it, where they are not the same.
fn moves(input: &Input, plan: &Plan) -> Vec<(usize, Option<usize>, usize)> {
    let today: HashMap<i32, usize> = (input.reps.iter().enumerate())
        .map(|(at, rep)| (rep.rep_id, at))
        .collect();
    (input.outlets.iter().zip(&plan.rep_of).enumerate())
        .filter_map(|(at, (outlet, now))| {
            let was = outlet.rep_id.and_then(|rep| today.get(&rep).copied());
            now.filter(|now| Some(*now) != was)
                .map(|now| (at, was, now))
        })
        .collect()
}

fn figures(input: &Input, plan: &Plan, names: &Names) -> Figures {
    let balance = plan.balance(&input.scenario);
    let moved = moves(input, plan);
    let lost = moved.iter().filter(|(_, was, _)| was.is_some());
    let value = |outlet: usize| input.outlets.get(outlet).map_or(0, |outlet| outlet.value);
    let reps: Vec<RepFigures> = (plan.figures(&input.scenario).iter().enumerate())
        .filter_map(|(at, of)| {
            let rep = rep_of(input, at)?;
            let (code, name) = names.get(&rep.rep_id).cloned().unwrap_or_default();
            let home = input.homes.get(at).copied().flatten();
            Some(RepFigures {
                rep_id: rep.rep_id,
                rep_code: code,
                rep_name: name,
                home: home.map(|home| [f64::from(home.lat_e7) / 1e7, f64::from(home.lng_e7) / 1e7]),
                outlets: whole(of.outlets),
                visits: whole(of.visits),
                value_minor: i64::try_from(of.value).unwrap_or(i64::MAX),
                work_min: minutes(of.work_s),
                days: whole(of.days_worked),
                day_min_min: minutes(of.day_min_s),
                day_mean_min: minutes(of.day_mean_s),
                day_max_min: minutes(of.day_max_s),
                metres: i64::try_from(of.metres).unwrap_or(i64::MAX),
                missing_visits: whole(of.left_visits),
                got: whole(moved.iter().filter(|(_, _, now)| *now == at).count()),
                gave: whole(moved.iter().filter(|(_, was, _)| *was == Some(at)).count()),
            })
        })
        .collect();
    let without: i32 = input.without_pin.iter().map(|o| i32::from(o.visits)).sum();
    let missing: usize = plan.unserved.iter().map(|unserved| unserved.missing).sum();
    Figures {
        hours_variation_permille: whole_u32(balance.variation_permille),
        hours_max_by_mean_permille: whole_u32(balance.max_by_mean_permille),
        work_min: reps.iter().map(|rep| i64::from(rep.work_min)).sum(),
        metres: reps.iter().map(|rep| rep.metres).sum(),
        visits: reps.iter().map(|rep| i64::from(rep.visits)).sum(),
        moved_outlets: whole(lost.clone().count()),
        moved_value_minor: lost.map(|(outlet, ..)| value(*outlet)).sum(),
        unserved_outlets: whole(plan.unserved.len() + input.without_pin.len()),
        missing_visits: whole(missing) + without,
        notes: notes(input, plan),
        reps,
    }
}

/// What a planner is told, by code.
fn notes(input: &Input, plan: &Plan) -> Vec<ScenarioNote> {
    let id = |rep: usize| rep_of(input, rep).map_or(0, |rep| rep.rep_id);
    let mut by_code: BTreeMap<&str, ScenarioNote> = BTreeMap::new();
    let mut note = |code: &'static str, reps: Vec<i32>, outlets: Vec<i32>| {
        let note = by_code.entry(code).or_insert_with(|| ScenarioNote {
            code: code.to_owned(),
            rep_ids: Vec::new(),
            outlet_ids: Vec::new(),
        });
        note.rep_ids.extend(reps);
        note.outlet_ids.extend(outlets);
    };
    for told in &plan.notes {
        match told {
            // Every rep has a place of its own: told by where they are, below.
            Note::SameHome(..) => {}
            Note::Overfull(rep) => note("overfull", vec![id(*rep)], Vec::new()),
        }
    }
    if !plan.apart.is_empty() {
        let outlets = plan.apart.iter().map(|outlet| outlet_id(input, *outlet));
        let reps = plan
            .apart
            .iter()
            .filter_map(|o| plan.rep_of.get(*o).copied().flatten());
        let mut reps: Vec<i32> = reps.map(id).collect();
        reps.dedup();
        note("apart", reps, outlets.collect());
    }
    let mut at_home: BTreeMap<(i32, i32), Vec<i32>> = BTreeMap::new();
    for (rep, home) in input.reps.iter().zip(&input.homes) {
        if let Some(home) = home {
            at_home
                .entry((home.lat_e7, home.lng_e7))
                .or_default()
                .push(rep.rep_id);
        }
    }
    for together in at_home.into_values().filter(|reps| reps.len() > 1) {
        note("same_home", together, Vec::new());
    }
    let others: Vec<i32> = (input
        .outlets
        .iter()
        .zip(slots_of(input, plan))
        .zip(&plan.rep_of))
    .filter(|((outlet, slots), rep)| {
        rep.is_some() && slots.count_ones() != u32::from(outlet.visits.unsigned_abs())
    })
    .map(|((outlet, _), _)| outlet.outlet_id)
    .collect();
    if !others.is_empty() {
        note("other_frequency", Vec::new(), others);
    }
    if !input.off_network_homes.is_empty() {
        note(
            "home_off_network",
            input.off_network_homes.clone(),
            Vec::new(),
        );
    }
    let workers = &input.scenario.workers;
    let has: u64 = workers
        .iter()
        .map(fieldbeat_planning::scenario::Worker::capacity_s)
        .sum();
    let asks: u64 = (input.scenario.outlets.iter())
        .map(|o| u64::from(o.service_s) * u64::from(o.visits))
        .sum();
    let travels: u64 = plan.days.iter().map(|day| day.sequence.travel_s).sum();
    if asks + travels > has {
        note("more_work_than_hours", Vec::new(), Vec::new());
    }
    let mut notes: Vec<ScenarioNote> = by_code.into_values().collect();
    for note in &mut notes {
        note.rep_ids.sort_unstable();
        note.rep_ids.dedup();
    }
    notes
}

/// Of each outlet the days that it is planned on, as bits.
fn slots_of(input: &Input, plan: &Plan) -> Vec<i32> {
    let mut slots = vec![0_i32; input.outlets.len()];
    for day in &plan.days {
        for outlet in &day.outlets {
            if let Some(bits) = slots.get_mut(*outlet) {
                *bits |= 1 << slot(day.week, day.day);
            }
        }
    }
    slots
}

fn assignments(input: &Input, plan: &Plan, by_hand: bool) -> Assignments {
    let slots = slots_of(input, plan);
    let mut days_of: BTreeMap<usize, Vec<Vec<usize>>> = BTreeMap::new();
    for day in &plan.days {
        days_of.entry(day.rep).or_default().push(in_order(day));
    }
    let mut sequence: HashMap<usize, i32> = HashMap::new();
    for days in days_of.values() {
        sequence.extend(order::places(days.iter().map(Vec::as_slice)));
    }
    let found: HashMap<usize, MovedWhy> = plan.moved.iter().map(|m| (m.outlet, m.why)).collect();
    let moved: HashMap<usize, Option<usize>> = moves(input, plan)
        .into_iter()
        .map(|(outlet, was, _)| (outlet, was))
        .collect();
    let why = |outlet: usize| {
        moved.get(&outlet)?;
        let found = found.get(&outlet).map(word);
        Some(found.unwrap_or_else(|| String::from(if by_hand { "by_hand" } else { "was_nobodys" })))
    };
    let unserved: HashMap<usize, (UnservedWhy, usize)> = plan
        .unserved
        .iter()
        .map(|u| (u.outlet, (u.why, u.missing)))
        .collect();
    let mut rows = Assignments::default();
    for (at, outlet) in input.outlets.iter().enumerate() {
        let rep = plan.rep_of.get(at).copied().flatten();
        let missing = unserved.get(&at);
        rows.outlet.push(outlet.outlet_id);
        rows.rep
            .push(rep.and_then(|rep| rep_of(input, rep)).map(|rep| rep.rep_id));
        rows.why.push(why(at));
        rows.slots.push(slots.get(at).copied().unwrap_or(0));
        rows.sequence.push(sequence.get(&at).copied());
        rows.unserved.push(missing.map(|(why, _)| word(why)));
        rows.missing
            .push(missing.map_or(0, |(_, missing)| short(*missing)));
    }
    for outlet in &input.without_pin {
        rows.outlet.push(outlet.outlet_id);
        rows.rep.push(None);
        rows.why.push(None);
        rows.slots.push(0);
        rows.sequence.push(None);
        rows.unserved.push(Some(String::from("no_pin")));
        rows.missing.push(outlet.visits);
    }
    rows
}

/// Outlets of a day in the order of its calls; what found no room comes last.
fn in_order(day: &fieldbeat_planning::scenario::DayPlan) -> Vec<usize> {
    let calls = day.sequence.calls.iter().map(|call| call.stop);
    let left = day.sequence.left.iter().map(|(stop, _)| *stop);
    let stops = calls.chain(left);
    stops
        .filter_map(|stop| day.outlets.get(stop).copied())
        .collect()
}

fn days(input: &Input, plan: &Plan) -> Days {
    let mut rows = Days::default();
    for day in &plan.days {
        let Some(rep) = rep_of(input, day.rep).filter(|_| !day.sequence.calls.is_empty()) else {
            continue;
        };
        let sequence = &day.sequence;
        rows.rep.push(rep.rep_id);
        rows.week.push(short(day.week));
        rows.weekday.push(short(day.day));
        rows.leave_s.push(whole_u32(sequence.leave_s));
        rows.back_s.push(whole_u32(sequence.back_s));
        rows.metres
            .push(i32::try_from(sequence.metres).unwrap_or(i32::MAX));
        rows.travel_s
            .push(i32::try_from(sequence.travel_s).unwrap_or(i32::MAX));
        rows.pause_from_s
            .push(sequence.pause.map(|pause| whole_u32(pause.0)));
        rows.pause_to_s
            .push(sequence.pause.map(|pause| whole_u32(pause.1)));
        let calls = sequence.calls.iter().filter_map(|call| {
            let outlet = outlet_id(input, *day.outlets.get(call.stop)?);
            Some(json!([outlet, call.arrive_s, call.begin_s, call.leave_s]))
        });
        rows.calls.push(Value::Array(calls.collect()));
    }
    rows
}

/// Bit of a day of the cycle.
fn slot(week: usize, day: usize) -> i32 {
    whole(week) * SLOT_DAYS + whole(day)
}

/// The code that serde writes.
fn word(code: &impl serde::Serialize) -> String {
    match serde_json::to_value(code) {
        Ok(Value::String(word)) => word,
        _ => String::new(),
    }
}

fn whole(of: usize) -> i32 {
    i32::try_from(of).unwrap_or(i32::MAX)
}

fn whole_u32(of: u32) -> i32 {
    i32::try_from(of).unwrap_or(i32::MAX)
}

fn short(of: usize) -> i16 {
    i16::try_from(of).unwrap_or(i16::MAX)
}

fn minutes(seconds: u64) -> i32 {
    i32::try_from((seconds + 30) / 60).unwrap_or(i32::MAX)
}
