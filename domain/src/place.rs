//! The place rules of rules.md §3: one fix against one fence, and the best of many.

use serde::{Deserialize, Serialize};

use crate::{
    fence::Fence, rules::Rules, time::At, track::Point, verdict::PlaceVerdict, visit::PlaceEvidence,
};

/// A mark is judged on the fixes this far before and after it.
pub const MARK_WINDOW_MS: i64 = 120_000;
/// No accuracy excuses more than this beyond the edge.
const BENEFIT_MAX_MM: i64 = 50_000;
/// Accurate fixes inside that lift a borderline or unknown mark to likely.
pub const ACCURATE_INSIDE: u16 = 3;

/// A fix judged against a fence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    pub verdict: PlaceVerdict,
    pub evidence: PlaceEvidence,
}

impl Judged {
    /// `None` where there is nothing to judge against.
    pub fn of(point: &Point, fence: &Fence) -> Option<Self> {
        let distance_mm = fence.distance_mm(point.position)?;
        Some(Self {
            verdict: place(distance_mm, point.accuracy_mm(), fence.radius_mm()),
            evidence: PlaceEvidence {
                device: point.device,
                at: point.at,
                position: point.position,
                accuracy_dm: point.accuracy_dm,
                distance_mm,
            },
        })
    }

    /// Better proves presence better: by verdict, then by `d + a`, then earlier. A fix inside proves
    /// presence; one outside within two minutes of it disproves nothing.
    fn rank(&self) -> (PlaceVerdict, i64, At) {
        let e = &self.evidence;
        (
            self.verdict,
            e.distance_mm + i64::from(e.accuracy_dm) * 100,
            e.at,
        )
    }

    pub fn keep_better(best: &mut Option<Self>, other: Self) {
        if best.is_none_or(|b| other.rank() < b.rank()) {
            *best = Some(other);
        }
    }
}

/// Rule 2. All in millimetres; `d` negative inside a polygon.
pub fn place(d: i64, a: i64, r: i64) -> PlaceVerdict {
    if d + a <= r {
        PlaceVerdict::Inside
    } else if d <= r {
        PlaceVerdict::Likely
    } else if d - a.min(BENEFIT_MAX_MM).min(r / 2) <= r {
        PlaceVerdict::Borderline
    } else {
        PlaceVerdict::Outside
    }
}

/// A check-in or check-out while its window lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkNow {
    pub at: At,
    pub best: Option<Judged>,
    /// A fix of `a ≤ accuracy_reject_m` within `fix_max_age_s` of the mark was there.
    pub heard: bool,
    /// Any fix at all within the window after the mark or just before it.
    pub window_fixes: u16,
}

impl MarkNow {
    pub const fn new(at: At) -> Self {
        Self {
            at,
            best: None,
            heard: false,
            window_fixes: 0,
        }
    }

    /// Takes a fix of the window in; others are ignored.
    pub fn hear(&mut self, point: &Point, fence: &Fence, rules: &Rules) {
        let age_ms = point.at.since_ms(self.at).abs();
        if age_ms > MARK_WINDOW_MS
            || point.accuracy_mm() > i64::from(rules.accuracy_reject_m) * 1000
        {
            return;
        }
        self.heard |= age_ms <= i64::from(rules.fix_max_age_s) * 1000;
        self.window_fixes = self.window_fixes.saturating_add(1);
        if let Some(judged) = Judged::of(point, fence) {
            Judged::keep_better(&mut self.best, judged);
        }
    }

    pub const fn settles_at(&self) -> At {
        self.at.plus_ms(MARK_WINDOW_MS)
    }

    /// Rules 1–2, and the lift by the track.
    pub fn verdict(&self, fence: &Fence, accurate_inside: u16) -> PlaceVerdict {
        if matches!(fence, Fence::None) {
            return PlaceVerdict::NoReference;
        }
        let own = match self.best {
            Some(best) if self.heard => best.verdict,
            _ => PlaceVerdict::Unknown,
        };
        lifted(own, accurate_inside)
    }
}

/// Three accurate fixes inside during the visit make a borderline or unknown mark likely.
pub const fn lifted(verdict: PlaceVerdict, accurate_inside: u16) -> PlaceVerdict {
    match verdict {
        PlaceVerdict::Borderline | PlaceVerdict::Unknown if accurate_inside >= ACCURATE_INSIDE => {
            PlaceVerdict::Likely
        }
        other => other,
    }
}
