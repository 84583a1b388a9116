//! True stays against judged visits: right, wrong, for a person to say, or not found; by how near
//! the next outlet is in units of the noise.

use std::collections::BTreeMap;

use fieldbeat_domain::{
    day::DayReport,
    time::At,
    verdict::Overall,
    visit::{Visit, VisitState},
};

use super::{
    phone::BIAS_M,
    town::Town,
    truth::{Day, Kind, TrueStay},
};

/// Less than this is no overlap of a visit and a stay.
const OVERLAP_MS: i64 = 60_000;
/// Upper ends of the classes of spacing ÷ σ.
pub const CLASSES: [f64; 5] = [0.5, 1.0, 2.0, 4.0, f64::INFINITY];

/// Counts of one kind of stay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub stays: u32,
    /// Accepted at the true outlet.
    pub right: u32,
    /// Accepted at another.
    pub wrong: u32,
    /// For a person to say, at the true outlet or at another.
    pub review_right: u32,
    pub review_wrong: u32,
    pub missed: u32,
}

impl Count {
    pub fn add(&mut self, o: &Self) {
        self.stays += o.stays;
        self.right += o.right;
        self.wrong += o.wrong;
        self.review_right += o.review_right;
        self.review_wrong += o.review_wrong;
        self.missed += o.missed;
    }

    /// A count as a share of the stays.
    pub fn share(&self, part: u32) -> Option<f64> {
        (self.stays > 0).then(|| f64::from(part) / f64::from(self.stays))
    }
}

/// Counts of all kinds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub planned: [Count; CLASSES.len()],
    pub unplanned: [Count; CLASSES.len()],
    /// Rests: `wrong` where a visit was accepted, `missed` where rightly nothing was found.
    pub rests: Count,
    /// Accepted visits at no true stay at all.
    pub nowhere: u32,
    pub days: u32,
    /// Why visits of true planned stays are for a person to say.
    pub reasons: BTreeMap<String, u32>,
}

impl Tally {
    pub fn add(&mut self, o: &Self) {
        for (a, b) in self.planned.iter_mut().zip(&o.planned) {
            a.add(b);
        }
        for (a, b) in self.unplanned.iter_mut().zip(&o.unplanned) {
            a.add(b);
        }
        self.rests.add(&o.rests);
        self.nowhere += o.nowhere;
        self.days += o.days;
        for (reason, n) in &o.reasons {
            *self.reasons.entry(reason.clone()).or_default() += n;
        }
    }

    pub fn whole(counts: &[Count]) -> Count {
        let mut sum = Count::default();
        for c in counts {
            sum.add(c);
        }
        sum
    }

    /// Enters a day.
    pub fn enter(&mut self, town: &Town, day: &Day, start: At, report: &DayReport) {
        self.days += 1;
        let mut found: Vec<Vec<&Visit>> = vec![Vec::new(); day.stays.len()];
        for visit in &report.visits {
            if visit.state == VisitState::Cancelled || visit.verdict.overall == Overall::Invalid {
                continue;
            }
            match stay_of(town, day, start, visit).and_then(|i| found.get_mut(i)) {
                Some(list) => list.push(visit),
                None => self.nowhere += u32::from(visit.verdict.overall == Overall::Valid),
            }
        }
        for (stay, visits) in day.stays.iter().zip(&found) {
            self.enter_stay(town, stay, visits);
        }
    }

    fn enter_stay(&mut self, town: &Town, stay: &TrueStay, visits: &[&Visit]) {
        let place = stay.place.and_then(|i| town.places.get(i));
        let class = place.map_or(0, |p| {
            let ratio = p.spacing_m / BIAS_M;
            CLASSES.iter().position(|end| ratio < *end).unwrap_or(0)
        });
        let count = match stay.kind {
            Kind::Planned => self.planned.get_mut(class),
            Kind::Unplanned => self.unplanned.get_mut(class),
            Kind::Rest => Some(&mut self.rests),
        };
        let Some(count) = count else { return };
        count.stays += 1;
        let at_true = |v: &Visit| place.is_some_and(|p| v.outlet == Some(p.id));
        let accepted = |v: &Visit| v.verdict.overall == Overall::Valid;
        // The worst that was said of the stay speaks for it.
        if visits.iter().any(|v| accepted(v) && !at_true(v)) {
            count.wrong += 1;
        } else if visits.iter().any(|v| accepted(v)) {
            count.right += 1;
        } else if let Some(v) = visits.first() {
            if visits.iter().any(|v| at_true(v)) {
                count.review_right += 1;
            } else {
                count.review_wrong += 1;
            }
            if stay.kind == Kind::Planned {
                let reasons = v.verdict.reasons.join(" ");
                *self.reasons.entry(reasons).or_default() += 1;
            }
        } else {
            count.missed += 1;
        }
    }
}

/// The stay that a visit speaks of: one at its own outlet of which it covers half, else the one
/// that it overlaps most.
fn stay_of(town: &Town, day: &Day, start: At, visit: &Visit) -> Option<usize> {
    let own = |s: &TrueStay| {
        let place = s.place.and_then(|i| town.places.get(i));
        place.is_some_and(|p| visit.outlet == Some(p.id))
    };
    let overlaps = || {
        (0..)
            .zip(&day.stays)
            .map(|(i, s)| (overlap_ms(visit, s, start), i, s))
            .filter(|(ms, ..)| *ms >= OVERLAP_MS)
    };
    let most = |(ms, i, _): &(i64, usize, &TrueStay)| (*ms, std::cmp::Reverse(*i));
    overlaps()
        .filter(|(ms, _, s)| own(s) && 2 * ms >= s.to - s.from)
        .max_by_key(most)
        .or_else(|| overlaps().max_by_key(most))
        .map(|(_, i, _)| i)
}

fn overlap_ms(visit: &Visit, stay: &TrueStay, start: At) -> i64 {
    let Some((from, to)) = visit.span() else {
        return 0;
    };
    let (from, to) = (from.since_ms(start), to.since_ms(start));
    to.min(stay.to) - from.max(stay.from)
}
