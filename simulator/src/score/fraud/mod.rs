//! `score fraud`: honest and cheating rep-days with ground truth, and what each detector makes of
//! them. The rules are called directly; the same seeds give the same figures.

mod cheat;
mod table;

use std::ops::Range;

use anyhow::Result;
use fieldbeat_domain::{
    input::Input,
    same_track::{Seen, carried_together, replayed},
    verdict::IntegrityFlag,
};

use super::{
    dense::{Dense, on_all_cores, phone, town, truth},
    report::Report,
};
use crate::fleet::rng_for;

/// Rep-days of a seed.
const REP_DAYS: u64 = 25;
/// Plans are drawn from so many outlets that lie nearest together.
const TERRITORY: usize = 60;
/// Earlier days of the same plan, and colleagues in the same territory, that a day is compared with.
const EARLIER: u64 = 4;
const COLLEAGUES: usize = 2;

/// How one detector fared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fared {
    pub cheating: u32,
    pub caught: u32,
    pub honest: u32,
    pub accused: u32,
}

impl Fared {
    fn enter(&mut self, accused: bool, caught: &[bool]) {
        self.honest += 1;
        self.accused += u32::from(accused);
        for c in caught {
            self.cheating += 1;
            self.caught += u32::from(*c);
        }
    }

    fn add(&mut self, o: &Self) {
        self.cheating += o.cheating;
        self.caught += o.caught;
        self.honest += o.honest;
        self.accused += o.accused;
    }
}

/// What is measured, one detector each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lab {
    pub replayed: Fared,
    pub shared: Fared,
    pub one_cafe: Fared,
}

/// All rep-days, on all cores.
pub fn score(seeds: &Range<u64>) -> Result<Report> {
    let dense = Dense::new()?;
    let total = (seeds.end - seeds.start) * REP_DAYS;
    let parts = on_all_cores(total, |n, lab: &mut Lab| {
        rep_day(&dense, seeds.start + n / REP_DAYS, n % REP_DAYS, lab)
    })?;
    let mut lab = Lab::default();
    for p in &parts {
        lab.replayed.add(&p.replayed);
        lab.shared.add(&p.shared);
        lab.one_cafe.add(&p.one_cafe);
    }
    let mut report = Report::default();
    table::print(&mut report, seeds, &lab);
    Ok(report)
}

/// One honest day with what it is compared with, and each cheat made of it.
fn rep_day(dense: &Dense, seed: u64, rep: u64, lab: &mut Lab) -> Result<()> {
    let mut rng = rng_for(seed, &format!("fraud/{rep}"));
    let town = dense.town();
    let today = truth::day(town, TERRITORY, &mut rng)?;
    let inputs = fixes(dense, EARLIER, &today, &mut rng)?;
    let track = seen(&inputs);

    let mut earlier = Vec::new();
    for day in 0..EARLIER {
        let before = truth::day_of(town, today.plan.clone(), &mut rng)?;
        earlier.push(seen(&fixes(dense, day, &before, &mut rng)?));
    }
    let mut colleagues = Vec::new();
    for _ in 0..COLLEAGUES {
        let plan = truth::plan_beside(town, &today.plan, TERRITORY, &mut rng)?;
        let theirs = truth::day_of(town, plan, &mut rng)?;
        colleagues.push(seen(&fixes(dense, EARLIER, &theirs, &mut rng)?));
    }

    let accused = earlier
        .iter()
        .chain(&colleagues)
        .any(|other| replayed(&track, other).is_some());
    let mut caught = Vec::new();
    if let Some(before) = earlier.first() {
        for shake_m in [0.0, 3.0, 8.0] {
            let sent = cheat::sent_again(town, before, EARLIER, shake_m, &mut rng)?;
            caught.push(replayed(&sent, before).is_some());
        }
    }
    lab.replayed.enter(accused, &caught);

    let accused = colleagues
        .iter()
        .any(|other| carried_together(&track, other, &[]).is_some());
    let mut caught = Vec::new();
    if let Some(own) = colleagues.first() {
        let second = seen(&fixes(dense, EARLIER, &today, &mut rng)?);
        let handed = cheat::handed_over(own, &second, &mut rng);
        caught.push(carried_together(&track, &handed, &[]).is_some());
    }
    lab.shared.enter(accused, &caught);

    let same_spot = |inputs: &[Input], plan: &[usize], day| -> Result<bool> {
        let report = dense.judge_declared(inputs, plan, day)?;
        let flagged = |f: &IntegrityFlag| *f == IntegrityFlag::SameSpot;
        Ok(report
            .visits
            .iter()
            .any(|v| v.verdict.integrity_flags.iter().any(flagged)))
    };
    let mut declared = inputs.clone();
    declared.extend(cheat::honest_marks(dense, EARLIER, &today, &inputs)?);
    let accused = same_spot(&declared, &today.plan, EARLIER)?;
    let mut caught = Vec::new();
    if let Some(day) = cheat::one_cafe(dense, EARLIER, &mut rng)? {
        caught.push(same_spot(&day.inputs, &day.plan, EARLIER)?);
    }
    lab.one_cafe.enter(accused, &caught);
    Ok(())
}

fn fixes(
    dense: &Dense,
    day: u64,
    truth: &truth::Day,
    rng: &mut impl rand::RngCore,
) -> Result<Vec<Input>> {
    let town = dense.town();
    let start = town::start_of(town, super::dense::date(day)?, super::dense::START_MIN);
    let spans: Vec<(i64, i64)> = truth.stays.iter().map(|s| (s.from, s.to)).collect();
    phone::fixes(town, &truth.journey, truth.end, &spans, start, rng)
}

fn seen(inputs: &[Input]) -> Vec<Seen> {
    inputs
        .iter()
        .filter_map(|input| match input {
            Input::Fix(fix) => Some(Seen {
                at: fix.judged_at(),
                position: fix.position,
            }),
            _ => None,
        })
        .collect()
}
