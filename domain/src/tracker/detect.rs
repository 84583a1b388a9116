//! Detected visits: a stay of the minimum dwell with its centre in a fence, without a check-in.

use smallvec::SmallVec;
use uuid::Uuid;

use crate::{
    id::{OutletId, RepId, VisitId},
    mark::VisitType,
    outcome::{Amendment, Change, Outcome},
    place::Judged,
    presence::Presence,
    stay::{Newest, StayNow},
    time::At,
    visit::VisitSource,
    visit_now::{Done, EndedBy, SHARES_KEPT, Settled, Standing, Stayed, VisitNow, Where},
    which_outlet::{OutletShare, earlier_per_mille},
    world::World,
};

use super::{
    Tracker,
    choose::{Choice, NOISE_MIN_MM},
    presences::{beyond_at, is_planned, outlet_at},
};

/// So many fixes over so long are a rest when nothing follows them.
const SILENT_FIXES: u32 = 3;
const SILENT_SHOWN_MS: i64 = 30_000;

impl Tracker {
    pub(super) fn detect(&mut self, world: &World<'_>, out: &mut Outcome) {
        self.detect_until(None, world, out);
    }

    /// The session ends and the last that was seen is a rest: silence is not leaving, so it lasts
    /// till now. What the fixes show of it is its dwell, and a person's to judge. A track that is cut
    /// off on the way shows no rest.
    pub(super) fn detect_silent(&mut self, at: At, world: &World<'_>, out: &mut Outcome) {
        let seen = self.stay.as_ref().filter(|s| s.fixes >= SILENT_FIXES);
        let rested = |s: &StayNow| {
            let rest = s.rest(world.rules);
            s.is_no_walk(world.rules) && rest.last_at.since_ms(rest.first_at) >= SILENT_SHOWN_MS
        };
        if self.open.is_none() && seen.is_some_and(rested) {
            self.detect_until(Some(at), world, out);
        }
    }

    fn detect_until(&mut self, silent_until: Option<At>, world: &World<'_>, out: &mut Outcome) {
        self.move_on(world, out);
        let Some(stay) = self.stay.as_ref().filter(|s| !s.claimed && !s.in_doubt()) else {
            return;
        };
        if self.presences.is_empty() {
            return;
        }
        let declared_here = self.open.as_ref().is_some_and(|v| {
            v.source == VisitSource::Declared && !matches!(v.presence, Where::Left { .. })
        });
        if declared_here || silent_until.is_none() && stay.shown_ms() < least_dwell_ms(world) {
            return;
        }
        let Some(choice) = self.choose(silent_until, world) else {
            return;
        };
        let open = self.open.as_ref().map(|v| (v.outlet, v.source));
        match open {
            Some((outlet, _)) if outlet == Some(choice.outlet) => self.claim(choice.outlet),
            // Not sure enough to end a visit that the track has not left.
            Some((_, VisitSource::Detected)) if !choice.apart => {
                if let Some(stay) = self.stay.as_mut() {
                    stay.claimed = true;
                }
            }
            _ if self.is_claimed(choice.outlet) => self.claim(choice.outlet),
            _ => self.open_detected(&choice, world, out),
        }
    }

    /// A stay may cover two outlets. Where its newest part, of the dwell, was likelier spent at a
    /// planned outlet that is still to be called at than at the one that it gave a visit, or is nearer
    /// to another outlet by more than the noise, it ends and another begins.
    fn move_on(&mut self, world: &World<'_>, out: &mut Outcome) {
        let Some(newest) = self.newest_elsewhere(world) else {
            return;
        };
        let ended = self
            .stay
            .as_mut()
            .and_then(|s| s.split(&newest, world.rules));
        if let Some(ended) = ended {
            self.publish_stay(ended, world, out);
        }
    }

    fn newest_elsewhere(&self, world: &World<'_>) -> Option<Newest> {
        let stay = self
            .stay
            .as_ref()
            .filter(|s| s.claimed && !s.in_doubt() && !self.presences.is_empty())?;
        let open = self.open.as_deref();
        if open.is_some_and(|v| v.source == VisitSource::Declared) {
            return None;
        }
        let class = open
            .and_then(|v| outlet_at(v.slot, v.outlet?, world))
            .map(|o| &o.class);
        let span_s = class.map_or(world.rules.dwell_min_s, |c| world.rules.dwell_min_s_of(c));
        let span_ms = i64::from(span_s) * 1000;
        if self.may_be_at_next(world) {
            // What was silent was the place before.
            let unbroken = stay.newest(span_ms, span_ms / 2);
            if let Some(newest) = unbroken.filter(|n| self.newest_at_next(n, span_ms, world)) {
                return Some(newest);
            }
        }
        let open = open.filter(|_| self.presences.len() > 1)?;
        let here = self
            .presences
            .iter()
            .find(|p| Some(p.outlet) == open.outlet && !is_planned(p.outlet, world))?;
        let newest = stay.newest(span_ms, i64::MAX)?;
        let beyond = |p: &Presence| beyond_at(p.slot, p.outlet, newest.centre, world);
        let here = beyond(here)?;
        let noise = NOISE_MIN_MM.max(stay.spread_mm() / 2);
        let nearer = self.presences.iter().any(|p| {
            let from = p.hold.first_inside_at.max(newest.first_at);
            !p.claimed
                && p.hold.last_inside_at.since_ms(from) >= span_ms
                && beyond(p).is_some_and(|b| b <= 0 && here - b >= noise)
        });
        nearer.then_some(newest)
    }

    fn is_claimed(&self, outlet: OutletId) -> bool {
        self.presences
            .iter()
            .any(|p| p.outlet == outlet && p.claimed)
    }

    /// This stay has given its visit, and so has this presence.
    pub(super) fn claim(&mut self, outlet: OutletId) {
        if let Some(stay) = self.stay.as_mut() {
            stay.claimed = true;
        }
        if let Some(p) = self.presences.iter_mut().find(|p| p.outlet == outlet) {
            p.claimed = true;
        }
    }

    fn open_detected(&mut self, choice: &Choice, world: &World<'_>, out: &mut Outcome) {
        let (Some(stay), Some(p)) = (
            self.stay.as_ref(),
            self.presences
                .iter()
                .find(|p| p.outlet == choice.outlet)
                .copied(),
        ) else {
            return;
        };
        let arrived_at = stay.rest(world.rules).from_at.max(p.arrived_at);
        let fixes_seen = stay.fixes;
        if self.open.is_some() {
            // The rep stays elsewhere now: that ends the open one when this stay began.
            self.close_open(
                Standing::Ended {
                    at: arrived_at,
                    by: EndedBy::Evidence,
                },
                world,
                out,
            );
        }
        self.doubt_earlier(choice, world, out);
        let (plan, sequence_ok) = self.plan_of(Some(choice.outlet), world);
        let mut v = VisitNow {
            id: detected_id(world.day.rep, choice.outlet, arrived_at),
            source: VisitSource::Detected,
            outlet: Some(choice.outlet),
            visit_type: VisitType::Sales,
            standing: Standing::Open,
            check_in: None,
            check_out: None,
            settled: Settled::All,
            arrived_at: Some(arrived_at),
            presence: Where::Inside { since: arrived_at },
            presence_ms: 0,
            first_inside_at: Some(p.hold.first_inside_at.max(arrived_at)),
            last_inside_at: Some(p.hold.last_inside_at),
            best: None,
            accurate_inside: 0,
            fixes_inside: u32::from(p.inside),
            fixes_seen,
            done: Done::default(),
            reason: None,
            findings: Vec::new(),
            plan,
            time: super::visits::time_of(choice.outlet, arrived_at, world),
            sequence_ok,
            unclear: choice.unclear,
            stayed: Some(Box::new(Stayed {
                middle: choice.middle,
                milli_odds: choice.milli_odds,
                shares: kept(&choice.shares),
            })),
            overlap: false,
            absorbed: SmallVec::new(),
            travelling_until: None,
            slot: p.slot,
        };
        if let Some(outlet) = outlet_at(p.slot, p.outlet, world) {
            for point in self.recent.iter().filter(|r| r.at >= arrived_at) {
                let Some(judged) = Judged::of(point, &outlet.fence) else {
                    continue;
                };
                Judged::keep_better(&mut v.best, judged);
                let accurate =
                    point.accuracy_mm() <= i64::from(world.rules.accuracy_distance_m) * 1000;
                if accurate && judged.evidence.distance_mm <= outlet.fence.radius_mm() {
                    v.accurate_inside = v.accurate_inside.saturating_add(1);
                }
            }
        }
        self.raise_provider_flags(&mut v);
        self.claim(choice.outlet);
        self.open_visit(v, world, out);
    }
}

impl Tracker {
    /// A stay that is given to an outlet to which an earlier one was given makes it less likely that
    /// the earlier one was there.
    fn doubt_earlier(&self, choice: &Choice, world: &World<'_>, out: &mut Outcome) {
        let Some(given) = self.memory.given_to(choice.outlet) else {
            return;
        };
        let per_mille = earlier_per_mille(given.milli_odds, choice.milli_odds);
        if i32::from(per_mille) >= world.rules.outlet_sure_pct * 10 {
            return;
        }
        out.changes.push(Change::VisitAmended {
            visit: given.visit,
            amendment: Amendment::Unclear { per_mille },
        });
    }
}

/// What a visit keeps of the shares: those that say something, and no more than so many.
fn kept(shares: &[OutletShare]) -> SmallVec<[OutletShare; SHARES_KEPT]> {
    const SAYS_SOMETHING_PER_MILLE: u16 = 5;
    let told = shares
        .iter()
        .take(SHARES_KEPT)
        .filter(|s| s.per_mille >= SAYS_SOMETHING_PER_MILLE);
    told.copied().collect()
}

fn least_dwell_ms(world: &World<'_>) -> i64 {
    let least = world
        .rules
        .classes
        .values()
        .filter_map(|c| c.dwell_min_s)
        .min();
    i64::from(least.unwrap_or(i32::MAX).min(world.rules.dwell_min_s)) * 1000
}

/// Name-based: every fold of the day gives the same stay the same id.
fn detected_id(rep: RepId, outlet: OutletId, arrived_at: At) -> VisitId {
    let name = format!("fieldbeat/detected/{rep}/{outlet}/{}", arrived_at.0);
    VisitId(Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes()))
}
