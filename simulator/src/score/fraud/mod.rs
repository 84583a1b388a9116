//! `score fraud`: honest and cheating rep-days with ground truth, and what each detector makes of
//! them. The rules are called directly; the same seeds give the same figures.

mod cheat;
mod declared;
mod pins;
mod table;

use std::ops::Range;

use anyhow::Result;
use fieldbeat_domain::{
    fix::FixFlags,
    id::OutletId,
    input::Input,
    same_track::{Seen, carried_together, replayed},
    verdict::IntegrityFlag,
};

use self::pins::Pins;
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

/// What is measured, in the order of the table: its name and the key of its figures.
pub const DETECTORS: [(&str, &str); 12] = [
    ("replayed track", "replayed"),
    ("phone handed to a colleague", "shared_phone"),
    ("a street from one café", "one_cafe"),
    ("phone parked, calls declared from it", "parked"),
    ("mock provider switched on for a call", "mock"),
    ("emulator", "emulator"),
    ("mock app hidden, sensors frozen", "frozen"),
    ("leap to a far shop and back", "leap"),
    ("hop between check-ins, web page only", "hop"),
    ("positions off on the way to a call", "switched_off"),
    ("burst of check-ins at the day's end", "burst"),
    ("phone's clock moved", "clock"),
];

/// A row of [`DETECTORS`].
#[derive(Clone, Copy)]
enum Row {
    Replayed,
    Shared,
    OneCafe,
    Parked,
    Mock,
    Emulator,
    Frozen,
    Leap,
    Hop,
    SwitchedOff,
    Burst,
    Clock,
}

/// How all fared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lab {
    pub rows: [Fared; DETECTORS.len()],
    pub pins: Pins,
    /// Honest rep-days with any flag at all.
    pub honest: u32,
    pub flagged: u32,
}

impl Lab {
    fn enter(&mut self, row: Row, accused: bool, caught: &[bool]) {
        if let Some(fared) = self.rows.get_mut(row as usize) {
            fared.enter(accused, caught);
        }
    }

    fn add(&mut self, o: &Self) {
        for (a, b) in self.rows.iter_mut().zip(&o.rows) {
            a.add(b);
        }
        self.pins.add(&o.pins);
        self.honest += o.honest;
        self.flagged += o.flagged;
    }
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
        lab.add(p);
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
    lab.enter(Row::Replayed, accused, &caught);

    let accused = colleagues
        .iter()
        .any(|other| carried_together(&track, other, &[]).is_some());
    let mut caught = Vec::new();
    if let Some(own) = colleagues.first() {
        let second = seen(&fixes(dense, EARLIER, &today, &mut rng)?);
        let handed = cheat::handed_over(own, &second, &mut rng);
        caught.push(carried_together(&track, &handed, &[]).is_some());
    }
    lab.enter(Row::Shared, accused, &caught);

    let cafe = cheat::one_cafe(dense, EARLIER, &mut rng)?;
    let mut honest = inputs.clone();
    honest.extend(cheat::honest_marks(dense, EARLIER, &today, &inputs)?);
    declared_day(dense, &today, &honest, cafe, lab, &mut rng)?;
    pins::enter(dense, EARLIER, &mut lab.pins, &mut rng)
}

/// A day of check-ins, honest and as each cheat would have it.
fn declared_day(
    dense: &Dense,
    today: &truth::Day,
    honest: &[Input],
    cafe: Option<cheat::Cheat>,
    lab: &mut Lab,
    rng: &mut impl rand::RngCore,
) -> Result<()> {
    let (town, plan) = (dense.town(), &today.plan);
    let honest = declared::with_sensors(town, honest, rng)?;
    let said = Said::of(dense, &honest, plan)?;
    lab.honest += 1;
    lab.flagged += u32::from(!said.0.is_empty());
    let mut enter = |row: Row, flag: IntegrityFlag, cheat: Option<Said>| {
        let caught: Vec<bool> = cheat.iter().map(|c| c.has(flag)).collect();
        lab.enter(row, said.has(flag), &caught);
    };
    let own = |inputs: &[Input]| Said::of(dense, inputs, plan).map(Some);
    let other = |cheat: Option<cheat::Cheat>| {
        cheat
            .map(|c| Said::of(dense, &c.inputs, &c.plan))
            .transpose()
    };
    let at_outlet = |cheat: Option<(Vec<Input>, OutletId)>| {
        cheat
            .map(|(inputs, outlet)| Said::of(dense, &inputs, plan).map(|s| s.at(outlet)))
            .transpose()
    };

    enter(Row::OneCafe, IntegrityFlag::SameSpot, other(cafe)?);
    let cheat = declared::parked(dense, EARLIER, today, rng)?;
    enter(Row::Parked, IntegrityFlag::SameSpot, own(&cheat)?);
    let cheat = declared::mocked(town, &honest, FixFlags::MOCK, rng)?;
    enter(Row::Mock, IntegrityFlag::MockProvider, own(&cheat)?);
    let cheat = declared::mocked(town, &honest, FixFlags::EMULATOR, rng)?;
    enter(Row::Emulator, IntegrityFlag::Emulator, own(&cheat)?);
    let cheat = declared::frozen(town, &honest, rng)?;
    enter(Row::Frozen, IntegrityFlag::ConstantSensor, own(&cheat)?);
    let cheat = declared::leap(dense, EARLIER, today, &honest, rng)?;
    enter(
        Row::Leap,
        IntegrityFlag::ImplausibleSpeed,
        at_outlet(cheat)?,
    );
    let cheat = declared::hop(dense, EARLIER, today, rng)?;
    enter(Row::Hop, IntegrityFlag::CheckinSpeed, other(cheat)?);
    let cheat = declared::switched_off(dense, EARLIER, today, &honest, rng)?;
    let flag = IntegrityFlag::FixesStopBeforeCheckin;
    enter(Row::SwitchedOff, flag, at_outlet(cheat)?);
    let cheat = declared::burst(dense, EARLIER, rng)?;
    enter(Row::Burst, IntegrityFlag::CheckinBurst, other(cheat)?);
    let cheat = declared::clock_moved(&honest, rng);
    enter(Row::Clock, IntegrityFlag::ClockJump, own(&cheat)?);
    Ok(())
}

/// The flags that the judge raised, each with its visit's outlet.
struct Said(Vec<(Option<OutletId>, IntegrityFlag)>);

impl Said {
    fn of(dense: &Dense, inputs: &[Input], plan: &[usize]) -> Result<Self> {
        let report = dense.judge_declared(inputs, plan, EARLIER)?;
        let mut said = Vec::new();
        for visit in &report.visits {
            said.extend(
                visit
                    .verdict
                    .integrity_flags
                    .iter()
                    .map(|f| (visit.outlet, *f)),
            );
        }
        Ok(Self(said))
    }

    fn at(mut self, outlet: OutletId) -> Self {
        self.0.retain(|(o, _)| *o == Some(outlet));
        self
    }

    fn has(&self, flag: IntegrityFlag) -> bool {
        self.0.iter().any(|(_, f)| *f == flag)
    }
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
