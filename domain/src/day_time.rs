//! Where the working time went: parts that add up to it exactly (rules.md §6).

use crate::{
    day::{Hole, Stay, TimeParts, WorkInterval},
    time::At,
    visit::{Visit, VisitState},
};

/// What the sweep looks at.
pub(crate) struct Observed<'a> {
    pub sessions: &'a [WorkInterval],
    pub breaks: &'a [WorkInterval],
    pub visits: &'a [Visit],
    pub stays: &'a [Stay],
    pub holes: &'a [Hole],
    pub first_fix_at: Option<At>,
    pub last_fix_at: Option<At>,
    /// Silence longer than this is unobserved.
    pub gap_ms: i64,
    /// Running intervals count up to here.
    pub until: At,
}

type Span = (At, At);

/// Every millisecond of a session goes to the first of: break, in store, unobserved, idle, travel.
pub(crate) fn time_parts(o: &Observed<'_>) -> TimeParts {
    let span = |w: &WorkInterval| (w.started_at, w.ended_at.unwrap_or(o.until).min(o.until));
    let sessions: Vec<Span> = o.sessions.iter().map(span).collect();
    let breaks: Vec<Span> = o.breaks.iter().map(span).collect();
    let visits: Vec<Span> = o
        .visits
        .iter()
        .filter(|v| v.state != VisitState::Cancelled)
        .filter_map(Visit::span)
        .collect();
    let idle: Vec<Span> = o
        .stays
        .iter()
        .filter(|s| s.outlet.is_none())
        .map(|s| (s.from_at, s.to_at))
        .collect();
    let mut unobserved: Vec<Span> = o.holes.iter().map(|h| (h.from_at, h.to_at)).collect();
    for s in &sessions {
        unobserved.extend(silent_ends(*s, o));
    }
    let mut cuts: Vec<At> = [&sessions, &breaks, &visits, &idle, &unobserved]
        .into_iter()
        .flatten()
        .flat_map(|(a, b)| [*a, *b])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut parts = TimeParts::default();
    for (a, b) in cuts.iter().zip(cuts.iter().skip(1)) {
        let within = |spans: &[Span]| spans.iter().any(|(from, to)| from <= a && b <= to);
        if !within(&sessions) {
            continue;
        }
        let ms = b.since_ms(*a);
        parts.time_in_market_ms += ms;
        let part = if within(&breaks) {
            &mut parts.break_ms
        } else if within(&visits) {
            &mut parts.in_store_ms
        } else if within(&unobserved) {
            &mut parts.unobserved_ms
        } else if within(&idle) {
            &mut parts.idle_ms
        } else {
            &mut parts.travel_ms
        };
        *part += ms;
    }
    parts
}

/// A session's time before the day's first and after its last fix, where it is long.
fn silent_ends((from, to): Span, o: &Observed<'_>) -> impl Iterator<Item = Span> {
    let ends = match (o.first_fix_at, o.last_fix_at) {
        (Some(first), Some(last)) => [(from, first.min(to)), (last.max(from), to)],
        _ => [(from, to), (to, to)],
    };
    let gap_ms = o.gap_ms;
    ends.into_iter()
        .filter(move |(a, b)| b.since_ms(*a) > gap_ms)
}
