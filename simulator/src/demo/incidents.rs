//! What is planted in the demo day to be found.

use anyhow::{Context, Result};

use crate::{
    company::Company,
    fleet::{Behaviour, Brief},
    plane::Point,
    roads::Roads,
};

/// Places of reps in the company.
const NOT_STARTED: usize = 4;
const SILENT: usize = 26;
const WRONG_PIN: usize = 45;
const HELPLESS: usize = 33;
/// A few minutes after a fresh demo was started.
const HELPLESS_AFTER_MS: i64 = 214 * 60_000;
/// Whose phone keeps the location from the app.
const BLIND: usize = 38;
/// On leave today, and who makes the calls instead.
const ON_LEAVE: usize = 11;
const SUBSTITUTE: usize = 12;
/// Asks for leave, and nobody has decided.
const ASKS_FOR_LEAVE: usize = 7;
/// Was accompanied by the supervisor on the last working day.
const ACCOMPANIED: usize = 2;
/// The stop of the misplaced outlet: early, so that it is refused before anybody looks.
const WRONG_PIN_STOP: usize = 1;
/// Minutes into the shift at which the silent rep falls silent, and what waits on the phone.
const SILENT_AFTER_MS: i64 = 165 * 60_000;
const SILENT_BACKLOG: u64 = 37;
/// Minutes into the shift at which the app loses the permission to know where the phone is.
const BLIND_AFTER_MS: i64 = 140 * 60_000;
/// Stops checked in from one café.
const CAFE_STOPS: usize = 6;
const CAFE_FIRST: usize = 1;
/// A street long enough that sitting in one place shows, short enough to be believed.
const STREET_M: std::ops::RangeInclusive<f64> = 110.0..=420.0;

/// The incidents of a company.
#[derive(Clone, Debug, PartialEq)]
pub struct Incidents {
    not_started: usize,
    silent: usize,
    wrong_pin: (usize, String),
    cafe: usize,
}

impl Incidents {
    /// Plants them; a wrong pin changes what the server is told of the outlet.
    pub fn plant(company: &mut Company, roads: &Roads) -> Result<Self> {
        let code = company.misplace(WRONG_PIN, WRONG_PIN_STOP, roads)?;
        let taken = [
            NOT_STARTED,
            SILENT,
            WRONG_PIN,
            HELPLESS,
            BLIND,
            ON_LEAVE,
            SUBSTITUTE,
        ];
        let cafe = (0..company.reps.len())
            .filter(|rep| !taken.contains(rep))
            .find(|&rep| STREET_M.contains(&street_m(company, rep, roads)))
            .context("no rep has a street to check in from a café")?;
        Ok(Self {
            not_started: NOT_STARTED,
            silent: SILENT,
            wrong_pin: (WRONG_PIN, code),
            cafe,
        })
    }

    /// Changes the briefs of the incidents' reps. On later shifts only the pin stays wrong.
    pub fn apply(&self, briefs: &mut [Brief], first_shift: bool) {
        let mut set = |rep: usize, behaviour| {
            if let Some(brief) = briefs.get_mut(rep) {
                brief.behaviour = behaviour;
            }
        };
        set(self.wrong_pin.0, Behaviour::Exemplary);
        if first_shift {
            set(self.not_started, Behaviour::NotStarted);
            set(ON_LEAVE, Behaviour::NotStarted);
            set(
                HELPLESS,
                Behaviour::CallsForHelp {
                    after_ms: HELPLESS_AFTER_MS,
                },
            );
            set(
                self.silent,
                Behaviour::Silent {
                    after_ms: SILENT_AFTER_MS,
                    backlog: SILENT_BACKLOG,
                },
            );
            let after_ms = BLIND_AFTER_MS;
            set(BLIND, Behaviour::Blind { after_ms });
            set(
                self.cafe,
                Behaviour::SameSpot {
                    first: CAFE_FIRST,
                    count: CAFE_STOPS,
                },
            );
        }
    }

    /// Codes of the rep on leave and of the substitute.
    pub fn leave(company: &Company) -> Option<(&str, &str)> {
        let code = |rep: usize| company.reps.get(rep).map(|r| r.code.as_str());
        code(ON_LEAVE).zip(code(SUBSTITUTE))
    }

    /// Code of the rep without a signal.
    pub fn silent(company: &Company) -> Option<&str> {
        company.reps.get(SILENT).map(|r| r.code.as_str())
    }

    /// Code of the rep who asks for leave.
    pub fn asks(company: &Company) -> Option<&str> {
        company.reps.get(ASKS_FOR_LEAVE).map(|r| r.code.as_str())
    }

    /// Code and team of the rep whom the supervisor accompanied.
    pub fn accompanied(company: &Company) -> Option<(&str, &str)> {
        let rep = company.reps.get(ACCOMPANIED)?;
        Some((rep.code.as_str(), rep.team.as_str()))
    }

    /// Code of the rep whose phone has been off since the middle of the last working day: it still
    /// holds the rest of it.
    pub fn unsynced(company: &Company) -> Option<&str> {
        company.reps.get(NOT_STARTED).map(|r| r.code.as_str())
    }

    /// What to look for, for people.
    pub fn lines(&self, company: &Company) -> Vec<String> {
        let who = |rep: usize| {
            let rep = company.reps.get(rep);
            rep.map_or_else(String::new, |rep| format!("{} ({})", rep.name, rep.code))
        };
        let (rep, outlet) = &self.wrong_pin;
        vec![
            format!("has not started today:         {}", who(self.not_started)),
            format!(
                "silent, {SILENT_BACKLOG} records waiting:    {}",
                who(self.silent)
            ),
            format!(
                "refused by a wrong pin:        {} at outlet {outlet}",
                who(*rep)
            ),
            format!("a street from one café:        {}", who(self.cafe)),
            format!("calls for help in minutes:     {}", who(HELPLESS)),
            format!("location denied to the app:    {}", who(BLIND)),
            format!(
                "on leave, covered today:       {} by {}",
                who(ON_LEAVE),
                who(SUBSTITUTE)
            ),
            format!("asks for leave, undecided:     {}", who(ASKS_FOR_LEAVE)),
            format!("last day not synced, phone off: {}", who(self.not_started)),
            format!("accompanied by the supervisor: {}", who(ACCOMPANIED)),
        ]
    }
}

/// How far apart the stops are that would be checked in from the café.
fn street_m(company: &Company, rep: usize, roads: &Roads) -> f64 {
    let Some(rep) = company.reps.get(rep) else {
        return 0.0;
    };
    let points: Vec<Point> = company
        .stops(rep)
        .iter()
        .skip(CAFE_FIRST)
        .take(CAFE_STOPS)
        .map(|stop| roads.plane.point(stop.shop))
        .collect();
    let spans = points
        .iter()
        .flat_map(|a| points.iter().map(|b| a.distance(*b)));
    spans.fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_reps_have_something_to_find() {
        let roads = Roads::hanoi().unwrap();
        let mut company = Company::on_hanoi("HN", 60, 16, &roads).unwrap();
        let incidents = Incidents::plant(&mut company, &roads).unwrap();
        let mut briefs = company.briefs(0, 8 * 3_600_000);
        incidents.apply(&mut briefs, true);
        let special = briefs
            .iter()
            .filter(|b| b.behaviour != Behaviour::Usual)
            .count();
        assert_eq!(special, 7);
        assert_eq!(incidents.lines(&company).len(), 10);
        let asks = Incidents::asks(&company).unwrap();
        let (accompanied, team) = Incidents::accompanied(&company).unwrap();
        assert_ne!(asks, accompanied);
        assert!(
            company
                .people
                .iter()
                .any(|p| p.unit.as_deref() == Some(team))
        );
        assert!(Incidents::leave(&company).is_some());
        let wrong = company.outlets.iter().filter(|o| o.pin != o.shop).count();
        assert_eq!(wrong, 1);
    }
}
