//! The privacy gate: may a fix of this instant be kept? (rules.md §8). Nothing outside a work
//! session, nothing in a break.
//!
//! Pure over the declared intervals accepted so far. Decides about instants only, never sees a place.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;
use uuid::Uuid;

use crate::{
    mark::{Mark, MarkKind},
    rules::Rules,
    time::At,
};

/// A declared session or break, either end known or not yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declared {
    pub id: Uuid,
    pub start: Option<At>,
    pub end: Option<At>,
    /// The start was made by a frame, a check-in or the hours: a declared start replaces it.
    pub automatic: bool,
}

/// The rep's declared intervals of the days around now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionGate {
    sessions: Vec<Declared>,
    breaks: Vec<Declared>,
    /// Check-ins end a break that is open at their time.
    check_ins: Vec<At>,
}

/// Spans whose fixes must be erased after a late declaration.
pub type Uncovered = SmallVec<[Range<At>; 2]>;

impl SessionGate {
    /// Takes an accepted mark in. Answers the spans that were open before and no longer are: their
    /// stored fixes are to be erased. Order and repetition do not matter.
    pub fn declare(&mut self, mark: &Mark, rules: &Rules) -> Uncovered {
        let before = self.covered(rules);
        let at = mark.judged_at();
        match mark.kind {
            MarkKind::SessionStart => begin(&mut self.sessions, mark.id, at, false),
            MarkKind::SessionEnd => finish(&mut self.sessions, mark.id, at),
            MarkKind::BreakStart => begin(&mut self.breaks, mark.id, at, false),
            MarkKind::BreakEnd => finish(&mut self.breaks, mark.id, at),
            MarkKind::CheckIn { .. } => {
                if !self.check_ins.contains(&at) {
                    self.check_ins.push(at);
                    self.check_ins.sort_unstable();
                }
                if !self.in_session(at, rules) {
                    begin(&mut self.sessions, mark.id, at, true);
                }
            }
            _ => {}
        }
        subtract(&before, &self.covered(rules))
    }

    /// A frame named a session that nobody declared yet: it begins at the frame's earliest fix.
    pub fn declare_by_frame(&mut self, session: Uuid, earliest: At) {
        if !self.sessions.iter().any(|s| s.id == session) {
            begin(&mut self.sessions, session, earliest, true);
        }
    }

    pub fn is_declared(&self, session: Uuid) -> bool {
        self.sessions.iter().any(|s| s.id == session)
    }

    /// True where any session was declared: working hours then no longer apply on that day.
    pub fn has_sessions_on(&self, day: &Range<At>) -> bool {
        self.sessions
            .iter()
            .filter_map(|s| s.start)
            .any(|s| day.contains(&s))
    }

    /// May a fix judged at this instant be kept? Devices that cannot declare use the rep's declared
    /// sessions of the day if there are any, else the company's working hours.
    pub fn admits(&self, at: At, can_declare: bool, rules: &Rules) -> bool {
        if !can_declare {
            let date = rules.time.date_of(at);
            if !self.has_sessions_on(&rules.time.day_bounds(date)) {
                let (from, to) = rules.working_hours_min;
                let open = rules.time.local(date, from)..rules.time.local(date, to);
                return open.contains(&at) && !self.in_break(at);
            }
        }
        self.in_session(at, rules) && !self.in_break(at)
    }

    /// Forgets intervals that ended before `horizon`.
    pub fn forget_before(&mut self, horizon: At) {
        let recent = |d: &Declared| d.end.or(d.start).is_none_or(|e| e >= horizon);
        self.sessions.retain(|d| {
            d.end.is_none() && d.start >= Some(horizon) || d.end.is_some() && recent(d)
        });
        self.breaks.retain(recent);
        self.check_ins.retain(|c| *c >= horizon);
    }

    fn in_session(&self, at: At, rules: &Rules) -> bool {
        self.session_spans(rules).any(|s| s.contains(&at))
    }

    fn in_break(&self, at: At) -> bool {
        self.break_spans().any(|b| b.contains(&at))
    }

    /// A session without an end stays open until the next one starts, at most to the end of its day.
    fn session_spans<'a>(&'a self, rules: &'a Rules) -> impl Iterator<Item = Range<At>> + 'a {
        self.sessions.iter().filter_map(move |s| {
            let start = s.start?;
            let day_end = rules.time.day_bounds(rules.time.date_of(start)).end;
            let next = self
                .sessions
                .iter()
                .filter_map(|o| o.start)
                .filter(|o| *o > start)
                .min();
            // A stated end may lie past midnight (a night shift); a forgotten one never does.
            let end = s
                .end
                .unwrap_or_else(|| next.map_or(day_end, |n| n.min(day_end)));
            Some(start..end)
        })
    }

    /// A break without an end lasts until the next check-in or session end.
    fn break_spans(&self) -> impl Iterator<Item = Range<At>> + '_ {
        self.breaks.iter().filter_map(move |b| {
            let start = b.start?;
            let check_in = self.check_ins.iter().copied().find(|c| *c > start);
            let session_end = self
                .sessions
                .iter()
                .filter_map(|s| s.end)
                .filter(|e| *e > start)
                .min();
            let natural = [check_in, session_end].into_iter().flatten().min();
            let end = match (b.end, natural) {
                (Some(e), Some(n)) => e.min(n),
                (Some(e), None) => e,
                (None, n) => n.unwrap_or(At(i64::MAX)),
            };
            Some(start..end)
        })
    }

    fn covered(&self, rules: &Rules) -> Vec<Range<At>> {
        let mut open = merge(self.session_spans(rules).collect());
        for b in self.break_spans() {
            open = open.iter().flat_map(|s| without(s, &b)).collect();
        }
        open
    }
}

fn begin(list: &mut Vec<Declared>, id: Uuid, at: At, automatic: bool) {
    match list.iter_mut().find(|d| d.id == id) {
        Some(d) if d.automatic && !automatic || d.start.is_none() => {
            d.start = Some(at);
            d.automatic = automatic;
        }
        Some(_) => {}
        None => list.push(Declared {
            id,
            start: Some(at),
            end: None,
            automatic,
        }),
    }
}

fn finish(list: &mut Vec<Declared>, id: Uuid, at: At) {
    match list.iter_mut().find(|d| d.id == id) {
        Some(d) => {
            d.end.get_or_insert(at);
        }
        // The end came before its start.
        None => list.push(Declared {
            id,
            start: None,
            end: Some(at),
            automatic: false,
        }),
    }
}

fn merge(mut spans: Vec<Range<At>>) -> Vec<Range<At>> {
    spans.retain(|s| s.start < s.end);
    spans.sort_unstable_by_key(|s| (s.start, s.end));
    let mut merged: Vec<Range<At>> = Vec::with_capacity(spans.len());
    for s in spans {
        match merged.last_mut() {
            Some(last) if s.start <= last.end => last.end = last.end.max(s.end),
            _ => merged.push(s),
        }
    }
    merged
}

fn without(span: &Range<At>, hole: &Range<At>) -> SmallVec<[Range<At>; 2]> {
    [
        span.start..span.end.min(hole.start),
        span.start.max(hole.end)..span.end,
    ]
    .into_iter()
    .filter(|s| s.start < s.end)
    .collect()
}

fn subtract(before: &[Range<At>], after: &[Range<At>]) -> Uncovered {
    let mut rest: Vec<Range<At>> = before.to_vec();
    for a in after {
        rest = rest.iter().flat_map(|r| without(r, a)).collect();
    }
    rest.into_iter().collect()
}
