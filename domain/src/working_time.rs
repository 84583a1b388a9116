//! Where the working time went: spans that partition a rep's sessions to the millisecond, and their
//! sums (rules.md §6). Judges no visit and repairs no track.

use serde::{Deserialize, Serialize};

use crate::{
    day::{Hole, Stay, TimeParts, WorkInterval},
    id::VisitId,
    position::distance_mm,
    time::At,
    verdict::Overall,
    visit::{Visit, VisitState},
};

/// What the judged day knows of a rep's time.
#[derive(Clone, Copy, Debug)]
pub struct Observed<'a> {
    pub sessions: &'a [WorkInterval],
    pub breaks: &'a [WorkInterval],
    pub visits: &'a [Visit],
    pub stays: &'a [Stay],
    pub holes: &'a [Hole],
    /// Of the accepted fixes.
    pub first_fix_at: Option<At>,
    pub last_fix_at: Option<At>,
    /// Silence longer than this is unobserved.
    pub gap_ms: i64,
    /// Standing outside any outlet for this long is idle.
    pub idle_ms: i64,
    /// Running intervals count up to here.
    pub until: At,
}

/// What a stretch of working time was spent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Break,
    InStore,
    /// No fixes: a hole in the track, or a long silence at an end of a session.
    Unobserved,
    Idle,
    Travel,
}

impl Part {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Break => "break",
            Self::InStore => "in_store",
            Self::Unobserved => "unobserved",
            Self::Idle => "idle",
            Self::Travel => "travel",
        }
    }
}

/// A stretch of a session in which nothing changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeSpan {
    pub from_at: At,
    pub to_at: At,
    pub part: Part,
    /// In store: the visit.
    pub visit: Option<VisitId>,
}

type Span = (At, At);

/// Pieces of a stay lie no farther apart.
const SAME_PLACE_MM: i64 = 50_000;

/// The sessions as spans, by time: no two overlap, and every millisecond of a session lies in the
/// first that holds of break, in store, unobserved, idle, travel.
pub fn spans(o: &Observed<'_>) -> Vec<TimeSpan> {
    let interval = |w: &WorkInterval| (w.started_at, w.ended_at.unwrap_or(o.until).min(o.until));
    let sessions: Vec<Span> = o.sessions.iter().map(interval).collect();
    let breaks: Vec<Span> = o.breaks.iter().map(interval).collect();
    let visits = in_store(o);
    let idle = idle(o, &visits);
    let mut unobserved: Vec<Span> = o.holes.iter().map(|h| (h.from_at, h.to_at)).collect();
    for s in &sessions {
        unobserved.extend(silent_ends(*s, o));
    }
    let mut cuts: Vec<At> = [&sessions, &breaks, &idle, &unobserved]
        .into_iter()
        .flatten()
        .copied()
        .chain(visits.iter().map(|v| v.0))
        .flat_map(|(a, b)| [a, b])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut spans: Vec<TimeSpan> = Vec::new();
    let mut of_session = None;
    for (from, to) in cuts.iter().zip(cuts.iter().skip(1)) {
        let covers = |(a, b): &Span| a <= from && to <= b;
        let session = sessions.iter().position(covers);
        if session.is_none() {
            continue;
        }
        let visit = visits.iter().find(|v| covers(&v.0)).map(|v| v.1);
        let (part, visit) = if breaks.iter().any(covers) {
            (Part::Break, None)
        } else if visit.is_some() {
            (Part::InStore, visit)
        } else if unobserved.iter().any(covers) {
            (Part::Unobserved, None)
        } else if idle.iter().any(covers) {
            (Part::Idle, None)
        } else {
            (Part::Travel, None)
        };
        match spans.last_mut() {
            Some(s)
                if s.to_at == *from && (s.part, s.visit, of_session) == (part, visit, session) =>
            {
                s.to_at = *to;
            }
            _ => spans.push(TimeSpan {
                from_at: *from,
                to_at: *to,
                part,
                visit,
            }),
        }
        of_session = session;
    }
    spans
}

/// Visits by start, then id.
fn in_store(o: &Observed<'_>) -> Vec<(Span, VisitId)> {
    let mut visits: Vec<(Span, VisitId)> = o
        .visits
        .iter()
        .filter(|v| v.state != VisitState::Cancelled)
        .filter_map(|v| Some((v.span()?, v.id)))
        .collect();
    visits.sort_unstable();
    visits
}

/// Stays outside any outlet that last, pieces of one place that touch taken together. One that a visit
/// was made from was at its outlet, also before and after.
fn idle(o: &Observed<'_>, visits: &[(Span, VisitId)]) -> Vec<Span> {
    let mut stays: Vec<Stay> = o
        .stays
        .iter()
        .filter(|s| s.outlet.is_none())
        .copied()
        .collect();
    stays.sort_by_key(|s| (s.from_at, s.to_at));
    let mut whole: Vec<Stay> = Vec::new();
    for stay in stays {
        match whole.last_mut() {
            Some(last)
                if stay.from_at <= last.to_at
                    && distance_mm(last.centre, stay.centre) <= SAME_PLACE_MM =>
            {
                last.to_at = last.to_at.max(stay.to_at);
            }
            _ => whole.push(stay),
        }
    }
    let visited = |s: &Stay| {
        visits
            .iter()
            .any(|((from, to), _)| *from < s.to_at && s.from_at < *to)
    };
    whole
        .iter()
        .filter(|s| s.to_at.since_ms(s.from_at) >= o.idle_ms && !visited(s))
        .map(|s| (s.from_at, s.to_at))
        .collect()
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

/// What the spans come to, whole or as far as they lie in `[from, to)`.
pub fn sums(spans: &[TimeSpan], within: Option<(At, At)>) -> TimeParts {
    let mut parts = TimeParts::default();
    for s in spans {
        let (from, to) = within.map_or((s.from_at, s.to_at), |(from, to)| {
            (s.from_at.max(from), s.to_at.min(to))
        });
        let ms = to.since_ms(from).max(0);
        parts.time_in_market_ms += ms;
        *match s.part {
            Part::Break => &mut parts.break_ms,
            Part::InStore => &mut parts.in_store_ms,
            Part::Unobserved => &mut parts.unobserved_ms,
            Part::Idle => &mut parts.idle_ms,
            Part::Travel => &mut parts.travel_ms,
        } += ms;
    }
    parts
}

/// From the start of the first call to the end of the last one; `calls` are the starts of both.
pub fn first_to_last_call(calls: Option<(At, At)>, visits: &[Visit]) -> Option<(At, At)> {
    let (first, last) = calls?;
    let ends = visits
        .iter()
        .filter(|v| v.state != VisitState::Cancelled && v.verdict.overall != Overall::Invalid)
        .filter_map(Visit::span)
        .filter(|(from, _)| first <= *from && *from <= last)
        .map(|(_, to)| to);
    Some((first, ends.max().unwrap_or(last).max(last)))
}

/// How much later than `expected` the first session began; `None` where none did or it was in time.
pub fn late_start_ms(sessions: &[WorkInterval], expected: At) -> Option<i64> {
    let first = sessions.iter().map(|s| s.started_at).min()?;
    Some(first.since_ms(expected)).filter(|ms| *ms > 0)
}
