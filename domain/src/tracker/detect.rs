//! Detected visits: a stay of the minimum dwell with its centre in a fence, without a check-in.

use smallvec::SmallVec;
use uuid::Uuid;

use crate::{
    id::{OutletId, RepId, VisitId},
    mark::VisitType,
    outcome::Outcome,
    outlet_index::FOLLOWED_MAX,
    place::Judged,
    presence::Presence,
    stay::Newest,
    time::At,
    visit::VisitSource,
    visit_now::{Done, EndedBy, Flags, Settled, Standing, VisitNow, Where},
    world::World,
};

use super::{
    Tracker,
    presences::{beyond_at, is_planned, outlet_at},
};

/// Two outlets whose distances differ by less than this cannot be told apart by a phone.
const NOISE_MIN_MM: i64 = 10_000;

/// So many fixes over so long are a rest when nothing follows them.
const SILENT_FIXES: u32 = 3;
const SILENT_SHOWN_MS: i64 = 30_000;

/// The outlet that a stay belongs to.
struct Choice {
    outlet: OutletId,
    unclear: bool,
}

impl Tracker {
    pub(super) fn detect(&mut self, world: &World<'_>, out: &mut Outcome) {
        self.detect_until(None, world, out);
    }

    /// The session ends and the last that was seen is a rest: silence is not leaving, so it lasts
    /// till now. What the fixes show of it is its dwell, and a person's to judge.
    pub(super) fn detect_silent(&mut self, at: At, world: &World<'_>, out: &mut Outcome) {
        let rested = self
            .stay
            .as_ref()
            .is_some_and(|s| s.fixes >= SILENT_FIXES && s.shown_ms() >= SILENT_SHOWN_MS);
        if self.open.is_none() && rested {
            self.detect_until(Some(at), world, out);
        }
    }

    fn detect_until(&mut self, silent_until: Option<At>, world: &World<'_>, out: &mut Outcome) {
        self.move_on(world, out);
        let Some(stay) = self.stay.as_ref().filter(|s| !s.claimed && !s.in_doubt()) else {
            return;
        };
        if self.presences.is_empty()
            || silent_until.is_none() && stay.shown_ms() < least_dwell_ms(world)
        {
            return;
        }
        let declared_here = self.open.as_ref().is_some_and(|v| {
            v.source == VisitSource::Declared && !matches!(v.presence, Where::Left { .. })
        });
        if declared_here {
            return;
        }
        let Some(choice) = self.choose(silent_until, world) else {
            return;
        };
        let open = self.open.as_ref().map(|v| (v.outlet, v.source));
        match open {
            Some((outlet, _)) if outlet == Some(choice.outlet) => self.claim(choice.outlet),
            // Not sure enough to end a visit that the track has not left.
            Some((_, VisitSource::Detected)) if choice.unclear => {
                if let Some(stay) = self.stay.as_mut() {
                    stay.claimed = true;
                }
            }
            _ if self.is_claimed(choice.outlet) => self.claim(choice.outlet),
            _ => self.open_detected(&choice, world, out),
        }
    }

    /// A stay may cover two outlets. Where its newest part, of the dwell, is nearer to another outlet
    /// than to the one that it gave a visit, by more than the noise, it ends and another begins.
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
            .filter(|s| s.claimed && !s.in_doubt() && self.presences.len() > 1)?;
        let open = self
            .open
            .as_ref()
            .filter(|v| v.source == VisitSource::Detected)?;
        let here = self
            .presences
            .iter()
            .find(|p| Some(p.outlet) == open.outlet && !is_planned(p.outlet, world))?;
        let outlet = outlet_at(here.slot, here.outlet, world)?;
        let span_ms = i64::from(world.rules.dwell_min_s_of(&outlet.class)) * 1000;
        let newest = stay.newest(span_ms)?;
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

    /// The planned outlet if exactly one is planned and unvisited there, else the nearest to the
    /// centre; unclear where another is as near as the noise.
    fn choose(&self, silent_until: Option<At>, world: &World<'_>) -> Option<Choice> {
        let stay = self.stay.as_ref()?;
        let centre = stay.centre();
        let rest = stay.rest(world.rules);
        let mut there: SmallVec<[(i64, OutletId); FOLLOWED_MAX]> = SmallVec::new();
        for p in &self.presences {
            let Some(outlet) = outlet_at(p.slot, p.outlet, world) else {
                continue;
            };
            let min_s = world.rules.dwell_min_s_of(&outlet.class);
            let from = rest.first_at.max(p.hold.first_inside_at);
            let until = match silent_until {
                Some(at) if !p.hold.in_doubt() && p.hold.last_inside_at >= stay.last_at() => at,
                _ => rest.last_at.min(p.hold.last_inside_at),
            };
            let shown_ms = until.since_ms(from);
            if shown_ms < i64::from(min_s) * 1000 {
                continue;
            }
            if let Some(d) = outlet
                .fence
                .distance_mm(centre)
                .filter(|d| *d <= outlet.fence.radius_mm())
            {
                there.push((d, p.outlet));
            }
        }
        there.sort_unstable();
        let mut planned = there
            .iter()
            .filter(|(_, id)| is_planned(*id, world) && !self.memory.visited.contains(id));
        if let (Some((_, outlet)), None) = (planned.next(), planned.next()) {
            return Some(Choice {
                outlet: *outlet,
                unclear: false,
            });
        }
        let (nearest, outlet) = there.first().copied()?;
        let noise = NOISE_MIN_MM.max(stay.spread_mm() / 2);
        let unclear = there.get(1).is_some_and(|(d, _)| d - nearest < noise);
        Some(Choice { outlet, unclear })
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
            flags: Flags::default(),
            plan,
            time: super::visits::time_of(choice.outlet, arrived_at, world),
            sequence_ok,
            unclear: choice.unclear,
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
        self.raise_provider_flags(&mut v, arrived_at);
        self.claim(choice.outlet);
        self.open_visit(v, world, out);
    }
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
