//! The comparison itself: true visits and sent records against what the server says. Pure.

use std::collections::{HashMap, HashSet};

use serde::Serialize;
use uuid::Uuid;

use super::observe::Visit;
use crate::{
    fleet::{
        plan::{Expect, RepPlan, TrueVisit},
        play::Encoder,
    },
    phone::{Frame, queue::AckResult},
};

/// A stay must be this long to be surely detected without a check-in.
const SURELY_DETECTED_MS: i64 = 300_000;
/// A detection within this of a true stay belongs to it.
const NEAR_MS: i64 = 180_000;
/// Honest visits that may wait for a person's review, in percent.
const REVIEW_MOST_PCT: usize = 15;

/// Something the server said that cannot be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Contradiction {
    pub rep: String,
    pub code: &'static str,
    pub detail: String,
}

/// What was compared, in numbers, and what was wrong.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    pub reps: usize,
    pub fixes_sent: usize,
    pub declared: usize,
    pub declared_found: usize,
    pub honest: usize,
    pub honest_valid: usize,
    pub orders: usize,
    pub orders_found: usize,
    /// True stays that nobody declared, and how many of them were detected.
    pub undeclared: usize,
    pub undeclared_detected: usize,
    /// Detected visits near no true one (a rest by the road may lie in a geofence).
    pub detected_elsewhere: usize,
    /// Items sent again, and how many of them the server did not know.
    pub resent: usize,
    pub lost: usize,
    pub refused: usize,
    pub contradictions: Vec<Contradiction>,
}

impl Report {
    pub fn contradict(&mut self, rep: &str, code: &'static str, detail: impl Into<String>) {
        self.contradictions.push(Contradiction {
            rep: rep.to_owned(),
            code,
            detail: detail.into(),
        });
    }

    /// Judges what only the whole run can show.
    pub fn conclude(&mut self) {
        let reviewed = self.honest.saturating_sub(self.honest_valid);
        if self.honest >= 20 && reviewed * 100 > self.honest * REVIEW_MOST_PCT {
            let detail = format!(
                "{} of {} honest visits are not valid",
                reviewed, self.honest
            );
            self.contradict("*", "too_many_reviews", detail);
        }
        if self.lost > 0 {
            let detail = format!(
                "{} of {} acknowledged items were unknown",
                self.lost, self.resent
            );
            self.contradict("*", "lost", detail);
        }
        self.contradictions.sort();
    }
}

/// Compares one rep's run with the server's visits of those days.
pub fn compare(
    plan: &RepPlan,
    encoder: &Encoder<'_>,
    start_ms: i64,
    seen: &[Visit],
    report: &mut Report,
) {
    report.reps += 1;
    let mut ids = HashSet::new();
    for visit in seen {
        if !ids.insert(visit.id) {
            report.contradict(&plan.rep, "duplicate_visit", visit.id.to_string());
        }
    }
    let by_id: HashMap<Uuid, &Visit> = seen.iter().map(|visit| (visit.id, visit)).collect();
    let mut known = HashSet::new();
    for truth in &plan.truth.visits {
        if truth.declared.is_some() {
            let id = encoder.visit_id(&truth.visit);
            known.insert(id);
            declared(&plan.rep, truth, id, by_id.get(&id).copied(), report);
        } else if truth.departed - truth.arrived >= SURELY_DETECTED_MS {
            report.undeclared += 1;
            let found = seen
                .iter()
                .any(|v| !v.is_declared() && near(v, truth, start_ms));
            report.undeclared_detected += usize::from(found);
        }
    }
    let (run_from, run_to) = plan.truth.session.unwrap_or_default();
    for visit in seen {
        let in_run = visit
            .from_ms
            .is_some_and(|at| (run_from..=run_to).contains(&(at - start_ms)));
        if !in_run || known.contains(&visit.id) {
            continue;
        }
        if visit.is_declared() {
            report.contradict(&plan.rep, "undeclared_visit", visit.id.to_string());
        } else if !plan
            .truth
            .visits
            .iter()
            .any(|truth| near(visit, truth, start_ms))
        {
            report.detected_elsewhere += 1;
        }
    }
}

fn near(visit: &Visit, truth: &TrueVisit, start_ms: i64) -> bool {
    let (Some(from), Some(to)) = (visit.from_ms, visit.to_ms.or(visit.from_ms)) else {
        return false;
    };
    from - start_ms <= truth.departed + NEAR_MS && to - start_ms >= truth.arrived - NEAR_MS
}

fn declared(rep: &str, truth: &TrueVisit, id: Uuid, seen: Option<&Visit>, report: &mut Report) {
    report.declared += 1;
    let Some(seen) = seen else {
        report.contradict(rep, "missing_visit", format!("{id} at {}", truth.outlet));
        return;
    };
    report.declared_found += 1;
    if seen.outlet.as_deref() != Some(truth.outlet.as_str()) {
        let detail = format!("{id}: {:?}, not {}", seen.outlet, truth.outlet);
        report.contradict(rep, "wrong_outlet", detail);
    }
    dimensions(rep, id, &truth.expect, seen, report);
    if truth.expect.overall.iter().any(|word| word == "valid") {
        report.honest += 1;
        report.honest_valid += usize::from(seen.overall == "valid");
    }
    if let Some((_, total)) = &truth.order {
        report.orders += 1;
        if seen.order_total_minor == Some(*total) {
            report.orders_found += 1;
        } else {
            let detail = format!("{id}: {:?}, not {total}", seen.order_total_minor);
            report.contradict(rep, "wrong_order_total", detail);
        }
    }
}

fn dimensions(rep: &str, id: Uuid, expect: &Expect, seen: &Visit, report: &mut Report) {
    let rows: [(&'static str, &[String], &str); 5] = [
        ("wrong_overall", &expect.overall, &seen.overall),
        ("wrong_place", &expect.place, &seen.place),
        ("wrong_plan", &expect.plan, &seen.plan),
        ("wrong_dwell", &expect.dwell, &seen.dwell),
        ("wrong_outcome", &expect.outcome, &seen.outcome),
    ];
    for (code, allowed, said) in rows {
        if !allowed.is_empty() && !allowed.iter().any(|word| word == said) {
            let detail = format!("{id}: {said}, not {}", allowed.join(" or "));
            report.contradict(rep, code, detail);
        }
    }
}

/// Of frames sent again: (items, items the server did not know, items it refuses).
pub fn known_again(frames: &[Frame], results: &[AckResult]) -> (usize, usize, usize) {
    let mut by_frame: HashMap<u64, Vec<&AckResult>> = HashMap::new();
    for result in results {
        by_frame.entry(result.n).or_default().push(result);
    }
    let (mut items, mut unknown, mut refused) = (0, 0, 0);
    for (n, frame) in (1_u64..).zip(frames) {
        let count = frame.items() as usize;
        items += count;
        let said = by_frame.get(&n).map(Vec::as_slice).unwrap_or_default();
        let of_all = |status: &str| said.iter().any(|r| r.i.is_none() && r.status == status);
        let of_some = |status: &str| {
            let places: HashSet<_> = said
                .iter()
                .filter(|r| r.status == status)
                .filter_map(|r| r.i)
                .collect();
            places.len()
        };
        if of_all("rejected") {
            refused += count;
        } else if !of_all("duplicate") {
            let turned_down = of_some("rejected");
            refused += turned_down;
            unknown += count.saturating_sub(of_some("duplicate") + turned_down);
        }
    }
    (items, unknown, refused)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        fleet::plan::Truth,
        phone::{Frame, WireFix},
    };

    const START: i64 = 1_700_000_000_000;

    fn plan() -> RepPlan {
        let visit = TrueVisit {
            visit: "v0".into(),
            outlet: "O1".into(),
            arrived: 60_000,
            departed: 700_000,
            declared: Some((80_000, 680_000)),
            order: Some(("o0".into(), 120_000)),
            expect: Expect {
                overall: vec!["valid".into(), "review".into()],
                place: vec!["inside".into(), "likely".into()],
                ..Expect::default()
            },
        };
        RepPlan {
            rep: "R1".into(),
            devices: 1,
            truth: Truth {
                session: Some((0, 1_000_000)),
                visits: vec![visit],
                missed: vec![],
            },
            deliveries: vec![],
        }
    }

    fn answer(plan: &RepPlan) -> Visit {
        Visit {
            id: Encoder::new("c", plan, START).visit_id("v0"),
            outlet: Some("O1".into()),
            source: "declared".into(),
            from_ms: Some(START + 80_000),
            overall: "valid".into(),
            place: "inside".into(),
            order_total_minor: Some(120_000),
            ..Visit::default()
        }
    }

    fn codes(seen: &[Visit]) -> Vec<&'static str> {
        let plan = plan();
        let mut report = Report::default();
        compare(
            &plan,
            &Encoder::new("c", &plan, START),
            START,
            seen,
            &mut report,
        );
        report.contradictions.iter().map(|c| c.code).collect()
    }

    #[test]
    fn a_true_answer_is_not_contradicted() {
        assert_eq!(codes(&[answer(&plan())]), Vec::<&str>::new());
    }

    #[test]
    fn every_wrong_answer_has_its_name() {
        let right = answer(&plan());
        assert_eq!(codes(&[]), ["missing_visit"]);
        assert_eq!(codes(&[right.clone(), right.clone()]), ["duplicate_visit"]);
        let wrong = Visit {
            outlet: Some("O2".into()),
            overall: "invalid".into(),
            place: "outside".into(),
            order_total_minor: None,
            ..right.clone()
        };
        assert_eq!(
            codes(&[wrong]),
            [
                "wrong_outlet",
                "wrong_overall",
                "wrong_place",
                "wrong_order_total"
            ]
        );
        let invented = Visit {
            id: Uuid::from_u128(5),
            ..right.clone()
        };
        assert_eq!(codes(&[right, invented]), ["undeclared_visit"]);
    }

    #[test]
    fn what_a_resend_reveals_as_new_was_lost() {
        let fix = |at| WireFix {
            at,
            ..WireFix::default()
        };
        let frames = [
            Frame::fixes(None, vec![fix(1), fix(2), fix(3)]),
            Frame::raw(&json!({"type": "record"})),
            Frame::fixes(None, vec![fix(4)]),
        ];
        let result = |n, i, status: &str| AckResult {
            n,
            i,
            status: status.into(),
            code: String::new(),
            detail: None,
        };
        let all = [
            result(1, None, "duplicate"),
            result(2, None, "duplicate"),
            result(3, Some(0), "rejected"),
        ];
        assert_eq!(known_again(&frames, &all), (5, 0, 1));
        let some = [
            result(1, Some(0), "duplicate"),
            result(1, Some(2), "duplicate"),
            result(2, None, "flagged"),
        ];
        assert_eq!(known_again(&frames, &some), (5, 3, 0));
    }
}
