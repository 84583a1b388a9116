//! From evidence to the published visit: the seven dimensions and the overall table of rules.md §3.

use std::borrow::Cow;

use smallvec::SmallVec;

use crate::{
    fence::Fence,
    finding::Finding,
    mark::VisitType,
    place::lifted,
    record::RecordKind,
    rules::{ClassRules, Rules},
    time::At,
    verdict::{
        DwellVerdict, IntegrityFlag, IntegrityVerdict, OutcomeVerdict, Overall, PlaceVerdict,
        Severity, TimeVerdict, Verdict,
    },
    visit::{Evidence, Visit, VisitSource, VisitState},
    visit_now::{Done, EndedBy, Standing, VisitNow, Where},
    world::World,
};

/// Reasons of a check-out that make a short call no fault, given a photo or a fix inside.
const CLOSED_REASONS: [&str; 2] = ["shop_closed", "owner_absent"];

/// Another outlet was as likely.
pub(crate) const UNCLEAR: &str = "outlet_unclear";

impl IntegrityFlag {
    /// In the order in which they are listed.
    pub const ALL: [Self; 12] = [
        Self::MockProvider,
        Self::Emulator,
        Self::SameSpot,
        Self::ImplausibleSpeed,
        Self::CheckinSpeed,
        Self::ConstantSensor,
        Self::ReplayedTrack,
        Self::SharedDevice,
        Self::FixesStopBeforeCheckin,
        Self::ClockJump,
        Self::CheckinBurst,
        Self::Cooldown,
    ];

    /// Only these two block; the rest ask for a person's review.
    pub const fn blocks(self) -> bool {
        matches!(self, Self::MockProvider | Self::Emulator)
    }

    pub const fn severity(self) -> Severity {
        if self.blocks() {
            Severity::Block
        } else {
            Severity::Review
        }
    }

    /// The stable code, as in reasons and JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Self::MockProvider => "mock_provider",
            Self::Emulator => "emulator",
            Self::SameSpot => "same_spot",
            Self::ImplausibleSpeed => "implausible_speed",
            Self::CheckinSpeed => "checkin_speed",
            Self::ConstantSensor => "constant_sensor",
            Self::ReplayedTrack => "replayed_track",
            Self::SharedDevice => "shared_device",
            Self::FixesStopBeforeCheckin => "fixes_stop_before_checkin",
            Self::ClockJump => "clock_jump",
            Self::CheckinBurst => "checkin_burst",
            Self::Cooldown => "cooldown",
        }
    }
}

impl RecordKind {
    /// The step that a record of this kind fulfils (`required_steps` of a class).
    pub const fn step(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Collection => "collection",
            Self::StockCount => "stock_count",
            Self::Audit => "audit",
            Self::Opportunity => "opportunity",
            Self::Survey => "survey",
            Self::Activity => "activity",
            Self::Note => "note",
            Self::Photo => "photo",
            Self::Other => "other",
        }
    }
    pub(crate) const fn is_effective(self) -> bool {
        matches!(
            self,
            Self::Collection | Self::StockCount | Self::Audit | Self::Opportunity
        )
    }
    const ALL: [Self; 10] = [
        Self::Order,
        Self::Collection,
        Self::StockCount,
        Self::Audit,
        Self::Opportunity,
        Self::Survey,
        Self::Activity,
        Self::Note,
        Self::Photo,
        Self::Other,
    ];
}

/// The published form of a visit as it stands.
pub(crate) fn published(v: &VisitNow, world: &World<'_>) -> Visit {
    let outlet = v
        .outlet
        .and_then(|id| crate::tracker::outlet_at(v.slot, id, world));
    let fence = outlet.map_or(&Fence::None, |o| &o.fence);
    let class = outlet.and_then(|o| world.rules.classes.get(o.class.as_ref()));
    let check_in = v.check_in.map(|m| m.verdict(fence, v.accurate_inside));
    let check_out = v.check_out.map(|m| m.verdict(fence, v.accurate_inside));
    let place = visit_place(v, fence, check_in);
    let (outcome, outcome_reason) = outcome(v);
    let missing_steps = class.map_or_else(Vec::new, |c| missing(c, v.done));
    let mut visit = Visit {
        id: v.id,
        source: v.source,
        state: v.state(),
        outlet: v.outlet,
        visit_type: v.visit_type,
        check_in_at: v.check_in.map(|m| m.at),
        check_out_at: v.check_out.map(|m| m.at),
        arrived_at: v.arrived_at,
        departed_at: v.departed_at(),
        provisional: v.leaving_unseen(),
        dwell_ms: v.dwell_ms(),
        verdict: Verdict {
            overall: Overall::Valid,
            plan: v.plan,
            place_check_in: check_in,
            place_check_out: check_out,
            place,
            dwell: dwell(v, place, class, world.rules),
            time: v.time,
            sequence_ok: v.sequence_ok,
            integrity: IntegrityVerdict::Clean,
            integrity_flags: SmallVec::new(),
            missing_steps,
            outcome,
            outcome_reason,
            reasons: Vec::new(),
        },
        evidence: Evidence {
            grade: world.day.grade,
            pin: outlet.and_then(|o| o.pin),
            radius_mm: fence.radius_mm(),
            check_in: v.check_in.and_then(|m| m.best).map(|b| b.evidence),
            check_out: v.check_out.and_then(|m| m.best).map(|b| b.evidence),
            best: v.best.map(|b| b.evidence),
            fixes_inside: v.fixes_inside,
            fixes_seen: v.fixes_seen,
            first_inside_at: v.first_inside_at,
            last_inside_at: v.last_inside_at,
            shares: v
                .stayed
                .as_ref()
                .map_or_else(Vec::new, |s| s.shares.to_vec()),
            findings: v.findings.clone(),
        },
        absorbed: v.absorbed.to_vec(),
    };
    let facts = TableFacts {
        block_mm: (i64::from(world.rules.geofence_block_m) * 1000).max(2 * fence.radius_mm()),
        // Evidence of the end: the track was seen leaving, or the rep elsewhere.
        auto_closed_with_evidence: matches!(v.presence, Where::Left { .. })
            || matches!(
                v.standing,
                Standing::Ended {
                    by: EndedBy::Evidence,
                    ..
                }
            ),
        unclear: v.unclear,
    };
    visit.compare_tracks(&world.day.same_tracks);
    visit.verdict.integrity_flags = flags_of(&visit.evidence.findings);
    decide(&mut visit, &facts);
    visit
}

pub(crate) fn flags_of(findings: &[Finding]) -> SmallVec<[IntegrityFlag; 2]> {
    findings.iter().map(|f| f.flag).collect()
}

/// One word for the visit: the better of the check-in and the best fix over the visit.
fn visit_place(v: &VisitNow, fence: &Fence, check_in: Option<PlaceVerdict>) -> PlaceVerdict {
    if matches!(fence, Fence::None) {
        return PlaceVerdict::NoReference;
    }
    let best = v.best.map_or(PlaceVerdict::Unknown, |b| b.verdict);
    lifted(check_in.map_or(best, |c| c.min(best)), v.accurate_inside)
}

fn dwell(
    v: &VisitNow,
    place: PlaceVerdict,
    class: Option<&ClassRules>,
    rules: &Rules,
) -> DwellVerdict {
    let ended_alone =
        v.source == VisitSource::Declared && matches!(v.standing, Standing::Ended { .. });
    let capped = matches!(
        v.standing,
        Standing::Ended {
            by: EndedBy::Cap,
            ..
        }
    );
    if v.overlap {
        return DwellVerdict::Overlap;
    }
    if ended_alone || capped {
        return DwellVerdict::AutoClosed;
    }
    let dwell = v.dwell_ms();
    let min_s = class
        .and_then(|c| c.dwell_min_s)
        .unwrap_or(rules.dwell_min_s);
    let long_min = class
        .and_then(|c| c.dwell_long_min)
        .unwrap_or(rules.dwell_long_min);
    if dwell > i64::from(long_min) * 60_000 {
        return DwellVerdict::Long;
    }
    // Not judged before it is over, and never without a place to dwell in.
    if v.standing == Standing::Open
        || place == PlaceVerdict::NoReference
        || dwell >= i64::from(min_s) * 1000
        || excused(v, place)
    {
        return DwellVerdict::Ok;
    }
    DwellVerdict::Short
}

/// "Shop closed" or "owner absent" with a photo or an inside fix is never short.
fn excused(v: &VisitNow, place: PlaceVerdict) -> bool {
    let closed = v.reason.as_ref().is_some_and(|r| {
        let code = r.trim().to_lowercase().replace([' ', '-'], "_");
        CLOSED_REASONS.contains(&code.as_str())
    });
    closed && (v.done.has(RecordKind::Photo) || v.fixes_inside > 0 || place <= PlaceVerdict::Likely)
}

fn outcome(v: &VisitNow) -> (OutcomeVerdict, Option<String>) {
    if v.done.productive() {
        (OutcomeVerdict::Productive, None)
    } else if RecordKind::ALL
        .into_iter()
        .any(|k| k.is_effective() && v.done.has(k))
    {
        (OutcomeVerdict::Effective, None)
    } else {
        (
            OutcomeVerdict::NonProductive,
            v.reason.as_ref().map(ToString::to_string),
        )
    }
}

fn missing(class: &ClassRules, done: Done) -> Vec<String> {
    let is_done = |step: &str| {
        RecordKind::ALL
            .into_iter()
            .any(|k| k.step() == step && done.has(k))
    };
    class
        .required_steps
        .iter()
        .filter(|s| !is_done(s))
        .cloned()
        .collect()
}

struct TableFacts {
    block_mm: i64,
    auto_closed_with_evidence: bool,
    unclear: bool,
}

/// The default table: invalid > review > valid, with every reason that spoke.
fn decide(visit: &mut Visit, facts: &TableFacts) {
    let beyond_block = visit
        .evidence
        .best
        .into_iter()
        .chain(visit.evidence.check_in)
        .map(|e| e.distance_mm)
        .min();
    let v = &mut visit.verdict;
    v.integrity = integrity(&v.integrity_flags);
    let mut invalid: SmallVec<[&'static str; 4]> = SmallVec::new();
    let mut review: SmallVec<[&'static str; 8]> = SmallVec::new();
    let remote_type = visit.visit_type == VisitType::Phone;
    if !remote_type {
        match v.place {
            PlaceVerdict::Outside if beyond_block.is_some_and(|d| d > facts.block_mm) => {
                invalid.push("place_outside_block");
            }
            PlaceVerdict::Outside => review.push("place_outside"),
            PlaceVerdict::Unknown => review.push("place_unknown"),
            PlaceVerdict::Borderline => review.push("place_borderline"),
            PlaceVerdict::Inside | PlaceVerdict::Likely | PlaceVerdict::NoReference => {}
        }
        match v.dwell {
            DwellVerdict::Short => review.push("dwell_short"),
            DwellVerdict::AutoClosed if !facts.auto_closed_with_evidence => {
                review.push("dwell_auto_closed");
            }
            _ => {}
        }
        if facts.unclear {
            review.push(UNCLEAR);
        }
    }
    if v.time == TimeVerdict::OffSession {
        review.push("off_session");
    }
    for flag in &v.integrity_flags {
        if flag.blocks() {
            invalid.push(flag.code());
        } else {
            review.push(flag.code());
        }
    }
    v.overall = if !invalid.is_empty() {
        Overall::Invalid
    } else if !review.is_empty() {
        Overall::Review
    } else {
        Overall::Valid
    };
    if v.place == PlaceVerdict::NoReference && !remote_type {
        review.push("pin_pending");
    }
    v.reasons = invalid
        .into_iter()
        .chain(review)
        .map(Cow::Borrowed)
        .collect();
}

pub(crate) fn integrity(flags: &[IntegrityFlag]) -> IntegrityVerdict {
    if flags.iter().any(|f| f.blocks()) {
        IntegrityVerdict::Blocked
    } else if flags.is_empty() {
        IntegrityVerdict::Clean
    } else {
        IntegrityVerdict::Suspect
    }
}

impl Visit {
    /// True where the visit counts as a call: not cancelled, not invalid, and declared, or detected
    /// where the source cannot declare (rules.md §3 detected visits).
    pub fn counts(&self, can_declare: bool) -> bool {
        self.state != VisitState::Cancelled
            && self.verdict.overall != Overall::Invalid
            && (self.source == VisitSource::Declared || !can_declare)
    }

    /// First and last instant of the visit on the day's time line, as far as known.
    pub fn span(&self) -> Option<(At, At)> {
        let from = self.started_at()?;
        let to = self
            .check_out_at
            .or(self.departed_at)
            .or(self.evidence.last_inside_at)
            .unwrap_or(from);
        Some((from, to.max(from)))
    }
}
