//! The session gate of one rep: only what lies in a work session and in no break is kept
//! (rules.md §8). Pure: fed by accepted marks, answers for instants, says what a late end erases.

use std::ops::Range;

use fieldbeat_domain::{
    consent::{Consent, Decision},
    input::Input,
    mark::MarkKind,
    rules::Rules,
    time::At,
};
use uuid::Uuid;

use crate::store::{gate::StoredInterval, unit::GateChange};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Interval {
    id: Uuid,
    from: At,
    to: Option<At>,
    auto_started: bool,
}

impl Interval {
    /// An interval without an end runs to the end of the company day it began on: a forgotten one
    /// must not let in the next days.
    fn covers(&self, at: At, rules: &Rules) -> bool {
        self.from <= at && at <= self.until(rules)
    }

    fn until(&self, rules: &Rules) -> At {
        self.to.unwrap_or_else(|| {
            rules
                .time
                .day_bounds(rules.time.date_of(self.from))
                .end
                .plus_ms(-1)
        })
    }
}

/// Sessions and breaks of a rep over the days in which fixes are still taken.
#[derive(Clone, Debug, Default)]
pub struct Gate {
    sessions: Vec<Interval>,
    breaks: Vec<Interval>,
    /// Of days before it the rep's places were erased: they stay closed.
    erased_until: Option<At>,
    consent: Consent,
}

impl Gate {
    pub fn restore(
        sessions: &[StoredInterval],
        breaks: &[StoredInterval],
        erased_until: Option<At>,
        consent: Consent,
    ) -> Self {
        let interval = |s: &StoredInterval| Interval {
            id: s.id,
            from: s.started_at,
            to: s.ended_at,
            auto_started: s.auto_started,
        };
        Self {
            sessions: sessions.iter().map(interval).collect(),
            breaks: breaks.iter().map(interval).collect(),
            erased_until,
            consent,
        }
    }

    /// Until when the rep's places are erased, as far as this gate knows.
    pub const fn erased_until(&self) -> Option<At> {
        self.erased_until
    }

    /// Whether a fix judged at `at` may be kept. A device that cannot declare is let in by the
    /// rep's sessions of that day, or by the working hours where the rep declared none.
    pub fn admits(&self, at: At, can_declare: bool, rules: &Rules) -> bool {
        if self.erased_until.is_some_and(|until| at < until)
            || self.breaks.iter().any(|b| b.covers(at, rules))
            || !self.consent.may_go_on(at)
        {
            return false;
        }
        if self.sessions.iter().any(|s| s.covers(at, rules)) {
            return true;
        }
        !can_declare
            && !self.declared_on(at, rules)
            && in_working_hours(at, rules)
            && self.consent.may_start(at)
    }

    /// Parts inputs into those that stay and what is to be erased: fixes that were let in by who did not know yet, at another
    /// node, that a break or the session had ended them. Of a break that has no end yet nobody knows how far it reached, and a
    /// session of which only the end has come says nothing of what was before it.
    pub fn sift(&self, inputs: Vec<Input>, rules: &Rules) -> (Vec<Input>, Vec<GateChange>) {
        let (stray, kept): (Vec<_>, Vec<_>) = inputs.into_iter().partition(
            |input| matches!(input, Input::Fix(fix) if self.is_over(fix.judged_at(), rules)),
        );
        let erase = |input: &Input| GateChange::Erase {
            from: input.judged_at(),
            to: input.judged_at().plus_ms(1),
        };
        (kept, stray.iter().map(erase).collect())
    }

    fn is_over(&self, at: At, rules: &Rules) -> bool {
        let date = rules.time.date_of(at);
        let is_declared = |s: &Interval| s.to != Some(s.from) && rules.time.date_of(s.from) == date;
        (self.breaks.iter()).any(|b| b.to.is_some() && b.covers(at, rules))
            || (self.sessions.iter().any(is_declared)
                && !self.sessions.iter().any(|s| s.covers(at, rules)))
    }

    /// Whether a session may begin then: not without the consent that the company requires.
    pub fn may_start(&self, at: At) -> bool {
        self.consent.may_start(at)
    }

    /// The rep answered a privacy notice: what runs without the consent that is required ends at that moment. Tells the
    /// sessions that it ended and what must become durable.
    pub fn answer(
        &mut self,
        at: At,
        decision: Decision,
        rules: &Rules,
    ) -> (Vec<Uuid>, Vec<GateChange>) {
        let before = self.clone();
        if !self.consent.answer(at, decision) || self.consent.may_go_on(at) {
            return (Vec::new(), Vec::new());
        }
        let running: Vec<Interval> = (before.sessions.iter())
            .filter(|s| s.covers(at, rules) && s.to.is_none_or(|to| to > at))
            .copied()
            .collect();
        let mut changes = Vec::new();
        for session in &running {
            changes.push(self.put_session(Interval {
                to: Some(at),
                ..*session
            }));
        }
        changes.extend(self.end_breaks(at, rules));
        let day = rules.time.day_bounds(rules.time.date_of(at));
        let last = before.sessions.iter().map(|s| s.until(rules).plus_ms(1));
        let end = last.fold(day.end, At::max);
        changes.extend(self.uncovered(&before, at..end, rules));
        (running.iter().map(|s| s.id).collect(), changes)
    }

    fn declared_on(&self, at: At, rules: &Rules) -> bool {
        let date = rules.time.date_of(at);
        self.sessions
            .iter()
            .any(|s| rules.time.date_of(s.from) == date)
    }

    /// A frame names a session: one whose start is not known begins with the earliest fix that
    /// named it, in whatever order the frames come. `None` where that changes nothing.
    pub fn declare(&mut self, id: Uuid, from: At) -> Option<GateChange> {
        let known = self.sessions.iter().find(|s| s.id == id).copied();
        if known.is_some_and(|s| !s.auto_started || s.from <= from) || !self.may_start(from) {
            return None;
        }
        Some(self.put_session(Interval {
            id,
            from,
            to: known.and_then(|s| s.to),
            auto_started: true,
        }))
    }

    /// Applies an accepted mark. Returns what must become durable with it: changed intervals, and
    /// what they no longer cover.
    pub fn apply(&mut self, id: Uuid, at: At, kind: &MarkKind, rules: &Rules) -> Vec<GateChange> {
        match kind {
            MarkKind::SessionStart => self.session_start(id, at, rules),
            MarkKind::SessionEnd => self.session_end(id, at, rules),
            MarkKind::BreakStart => self.break_change(id, at, None, rules),
            MarkKind::BreakEnd => self.break_end(id, at, rules),
            MarkKind::CheckIn { .. } => self.check_in(id, at, rules),
            MarkKind::CheckOut { .. }
            | MarkKind::VisitCancel { .. }
            | MarkKind::StopMissed { .. } => Vec::new(),
        }
    }

    fn session_start(&mut self, id: Uuid, at: At, rules: &Rules) -> Vec<GateChange> {
        let before = self.clone();
        let known = self.sessions.iter().find(|s| s.id == id).copied();
        let put = self.put_session(Interval {
            id,
            from: at,
            to: known.and_then(|s| s.to),
            auto_started: false,
        });
        let mut changes = vec![put];
        if let Some(old) = known.filter(|old| old.from < at) {
            changes.extend(self.uncovered(&before, old.from..at, rules));
        }
        // The declared day replaces the working hours that let fixes in before it.
        if !before.declared_on(at, rules) {
            let day = rules.time.day_bounds(rules.time.date_of(at));
            changes.extend(self.uncovered(&before, day.start..at, rules));
        }
        changes
    }

    fn session_end(&mut self, id: Uuid, at: At, rules: &Rules) -> Vec<GateChange> {
        let before = self.clone();
        // An end whose start is still on its way opens nothing, and is completed by it.
        let old = self.sessions.iter().find(|s| s.id == id).copied();
        let put = self.put_session(Interval {
            id,
            from: old.map_or(at, |s| s.from),
            to: Some(at),
            auto_started: old.is_none_or(|s| s.auto_started),
        });
        let mut changes = vec![put];
        changes.extend(self.end_breaks(at, rules));
        if let Some(old) = old {
            changes.extend(self.uncovered(
                &before,
                at.plus_ms(1)..old.until(rules).plus_ms(1),
                rules,
            ));
        }
        changes
    }

    fn break_change(&mut self, id: Uuid, at: At, to: Option<At>, rules: &Rules) -> Vec<GateChange> {
        let before = self.clone();
        let known = self.breaks.iter().find(|b| b.id == id).copied();
        let now = Interval {
            id,
            from: at,
            to: to.or_else(|| known.and_then(|b| b.to)),
            auto_started: false,
        };
        let put = self.put_break(now);
        let mut changes = vec![put];
        // While its end is on its way nobody knows how far the break reached: what was stored by
        // then is erased when the end comes, what arrives meanwhile is refused.
        if now.to.is_some() {
            changes.extend(self.uncovered(&before, at..now.until(rules).plus_ms(1), rules));
        }
        changes
    }

    /// A break that a check-in has ended stays ended, however late its own end comes.
    fn break_end(&mut self, id: Uuid, at: At, rules: &Rules) -> Vec<GateChange> {
        let before = self.clone();
        let known = self.breaks.iter().find(|b| b.id == id);
        let from = known.map_or(at, |b| b.from);
        let to = known.and_then(|b| b.to).map_or(at, |to| to.min(at));
        let put = self.put_break(Interval {
            id,
            from: from.min(to),
            to: Some(to),
            auto_started: false,
        });
        let mut changes = vec![put];
        if from < to {
            changes.extend(self.uncovered(&before, from..to.plus_ms(1), rules));
        }
        changes
    }

    /// A check-in or the end of the session ends a break that lasts.
    fn end_breaks(&mut self, at: At, rules: &Rules) -> Vec<GateChange> {
        let lasting: Vec<Interval> = self
            .breaks
            .iter()
            .filter(|b| b.covers(at, rules))
            .copied()
            .collect();
        let before = self.clone();
        let mut changes = Vec::new();
        for pause in lasting {
            let to = at.plus_ms(-1).max(pause.from);
            changes.push(self.put_break(Interval {
                to: Some(to),
                ..pause
            }));
            changes.extend(self.uncovered(&before, pause.from..to.plus_ms(1), rules));
        }
        changes
    }

    /// A check-in outside a session starts one, inside a break ends it (rules.md §3 Sessions).
    fn check_in(&mut self, visit: Uuid, at: At, rules: &Rules) -> Vec<GateChange> {
        let mut changes = self.end_breaks(at, rules);
        if !self.sessions.iter().any(|s| s.covers(at, rules)) {
            let id = Uuid::new_v5(&Uuid::NAMESPACE_OID, visit.as_bytes());
            changes.extend(self.declare(id, at));
        }
        changes
    }

    fn put_session(&mut self, s: Interval) -> GateChange {
        self.sessions.retain(|old| old.id != s.id);
        self.sessions.push(s);
        GateChange::Session {
            id: s.id,
            started_at: s.from,
            ended_at: s.to,
            auto_started: s.auto_started,
        }
    }

    fn put_break(&mut self, b: Interval) -> GateChange {
        self.breaks.retain(|old| old.id != b.id);
        self.breaks.push(b);
        GateChange::Break {
            id: b.id,
            started_at: b.from,
            ended_at: b.to,
        }
    }

    /// Parts of `range` that were let in before and are not any more. Cuts at every edge of an
    /// interval, so that each piece is wholly in or wholly out.
    fn uncovered(&self, before: &Self, range: Range<At>, rules: &Rules) -> Vec<GateChange> {
        if range.start >= range.end {
            return Vec::new();
        }
        let edges = |gate: &Self| -> Vec<At> {
            gate.sessions
                .iter()
                .chain(&gate.breaks)
                .flat_map(|i| [i.from, i.until(rules).plus_ms(1)])
                .chain(gate.consent.turns())
                .collect()
        };
        let mut cuts = edges(self);
        cuts.extend(edges(before));
        cuts.extend([range.start, range.end]);
        cuts.retain(|c| range.start <= *c && *c <= range.end);
        cuts.sort_unstable();
        cuts.dedup();
        cuts.windows(2)
            .filter_map(|w| match w {
                [from, to] if !self.admits(*from, true, rules) => Some(GateChange::Erase {
                    from: *from,
                    to: *to,
                }),
                _ => None,
            })
            .collect()
    }
}

fn in_working_hours(at: At, rules: &Rules) -> bool {
    let date = rules.time.date_of(at);
    let (from, to) = rules.working_hours_min;
    rules.time.local(date, from) <= at && at < rules.time.local(date, to)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Noon in Hanoi on an ordinary day.
    const NOON: At = At(1_795_323_600_000);
    const MIN: i64 = 60_000;

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }
    fn at(min: i64) -> At {
        NOON.plus_ms(min * MIN)
    }

    #[test]
    fn nothing_is_kept_outside_a_session_or_in_a_break() {
        let rules = Rules::default();
        let mut gate = Gate::default();
        assert!(!gate.admits(at(0), true, &rules));
        gate.apply(id(1), at(0), &MarkKind::SessionStart, &rules);
        assert!(gate.admits(at(0), true, &rules) && gate.admits(at(60), true, &rules));
        gate.apply(id(2), at(10), &MarkKind::BreakStart, &rules);
        assert!(!gate.admits(at(15), true, &rules));
        gate.apply(id(2), at(20), &MarkKind::BreakEnd, &rules);
        assert!(!gate.admits(at(15), true, &rules) && gate.admits(at(21), true, &rules));
    }

    #[test]
    fn days_that_were_erased_stay_closed() {
        let rules = Rules::default();
        let mut gate = Gate::restore(&[], &[], Some(at(30)), Consent::default());
        gate.apply(id(1), at(0), &MarkKind::SessionStart, &rules);
        assert!(!gate.admits(at(29), true, &rules) && gate.admits(at(30), true, &rules));
    }

    #[test]
    fn a_late_end_erases_what_it_uncovers_and_only_that() {
        let rules = Rules::default();
        let mut gate = Gate::default();
        gate.apply(id(1), at(0), &MarkKind::SessionStart, &rules);
        gate.apply(id(2), at(60), &MarkKind::SessionStart, &rules);
        gate.apply(id(2), at(90), &MarkKind::SessionEnd, &rules);
        let changes = gate.apply(id(1), at(30), &MarkKind::SessionEnd, &rules);
        let erased: Vec<_> = changes
            .iter()
            .filter_map(|c| match c {
                GateChange::Erase { from, to } => Some((*from, *to)),
                _ => None,
            })
            .collect();
        assert!(erased.iter().any(|(f, t)| *f <= at(45) && at(45) < *t));
        assert!(
            !erased.iter().any(|(f, t)| *f <= at(75) && at(75) < *t),
            "the second session holds"
        );
        assert!(
            !erased.iter().any(|(f, t)| *f <= at(30) && at(30) < *t),
            "the end itself is inside"
        );
    }

    #[test]
    fn an_auto_started_session_is_corrected_by_its_start() {
        let rules = Rules::default();
        let mut gate = Gate::default();
        gate.declare(id(1), at(-30));
        let changes = gate.apply(id(1), at(0), &MarkKind::SessionStart, &rules);
        assert!(changes.contains(&GateChange::Erase {
            from: at(-30),
            to: at(0)
        }));
        assert!(!gate.admits(at(-10), true, &rules) && gate.admits(at(1), true, &rules));
    }

    #[test]
    fn an_open_session_ends_with_its_day() {
        let rules = Rules::default();
        let mut gate = Gate::default();
        gate.apply(id(1), at(0), &MarkKind::SessionStart, &rules);
        assert!(gate.admits(at(11 * 60), true, &rules));
        assert!(
            !gate.admits(at(13 * 60), true, &rules),
            "past midnight in the company's zone"
        );
    }

    #[test]
    fn a_tracker_uses_the_reps_sessions_else_working_hours() {
        let rules = Rules::default();
        let mut gate = Gate::default();
        assert!(gate.admits(at(0), false, &rules) && !gate.admits(at(8 * 60), false, &rules));
        gate.apply(id(1), at(60), &MarkKind::SessionStart, &rules);
        assert!(!gate.admits(at(0), false, &rules) && gate.admits(at(61), false, &rules));
    }

    #[test]
    fn a_check_in_outside_a_session_starts_one_and_ends_a_break() {
        let rules = Rules::default();
        let mut gate = Gate::default();
        let check_in = MarkKind::CheckIn {
            outlet: None,
            visit_type: fieldbeat_domain::mark::VisitType::Sales,
            fix: None,
        };
        gate.apply(id(9), at(0), &check_in, &rules);
        assert!(gate.admits(at(5), true, &rules));
        gate.apply(id(2), at(10), &MarkKind::BreakStart, &rules);
        gate.apply(id(3), at(20), &check_in, &rules);
        assert!(gate.admits(at(25), true, &rules) && !gate.admits(at(15), true, &rules));
    }

    #[test]
    fn without_the_consent_that_is_required_nothing_begins_and_a_refusal_ends_what_runs() {
        let rules = Rules::default();
        let day = rules.time.day_bounds(rules.time.date_of(NOON));
        let consent = Consent::new(vec![day], []);
        let mut gate = Gate::restore(&[], &[], None, consent);
        assert!(!gate.may_start(at(0)) && gate.declare(id(1), at(0)).is_none());
        assert!(
            !gate.admits(at(0), false, &rules),
            "nor what cannot declare"
        );
        gate.answer(at(1), Decision::Given, &rules);
        assert!(gate.may_start(at(1)) && gate.admits(at(1), false, &rules));
        gate.apply(id(1), at(2), &MarkKind::SessionStart, &rules);
        let (ended, changes) = gate.answer(at(30), Decision::Withdrawn, &rules);
        assert_eq!(ended, [id(1)]);
        let (again, _) = gate.answer(at(30), Decision::Declined, &rules);
        assert!(again.is_empty(), "a session that the rep ended is ended");
        assert!(gate.admits(at(29), true, &rules) && !gate.admits(at(30), true, &rules));
        let erased = |min| {
            changes.iter().any(
                |c| matches!(c, GateChange::Erase { from, to } if *from <= at(min) && at(min) < *to),
            )
        };
        assert!(erased(30) && erased(45) && !erased(29));
        // What comes late and names a session that nobody knows opens none after it, either.
        gate.declare(id(2), at(20));
        assert!(gate.admits(at(25), true, &rules) && !gate.admits(at(40), true, &rules));
    }
}
