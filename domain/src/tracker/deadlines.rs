//! What time alone brings about: windows that settle, silence, the cap, the forgotten session.

use crate::{
    outcome::Outcome,
    time::At,
    visit::VisitSource,
    visit_now::{EndedBy, Settled, Standing, VisitNow},
    world::World,
};

use super::Tracker;

/// In the order in which deadlines of one instant fire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    SettleClosed(usize),
    SettleOpen,
    Silence,
    Cap,
    SessionEnd,
}

impl Tracker {
    /// The next instant at which [`Tracker::expire`] would change something.
    pub fn next_deadline(&self) -> Option<At> {
        self.due().map(|(at, _)| at)
    }

    fn due(&self) -> Option<(At, Due)> {
        let mut first: Option<(At, Due)> = None;
        let mut offer = |at: At, due: Due| {
            if first.is_none_or(|f| (at, due) < f) {
                first = Some((at, due));
            }
        };
        for (i, v) in self.settling.iter().enumerate() {
            offer(settles_at(v), Due::SettleClosed(i));
        }
        if let Some(v) = &self.open {
            if let Some(mark) = v.check_in.filter(|_| v.settled == Settled::Nothing) {
                offer(mark.settles_at(), Due::SettleOpen);
            }
            if let (VisitSource::Detected, Standing::Open, Some(last)) =
                (v.source, v.standing, v.last_inside_at)
            {
                offer(last.plus_ms(self.limits.stale_ms), Due::Silence);
            }
            if let Some(from) = v.begins_at() {
                offer(from.plus_ms(self.limits.cap_ms), Due::Cap);
            }
        }
        if let Some(at) = self.shift.ends_at(self.track.moved_at, self.limits.day_end) {
            offer(at, Due::SessionEnd);
        }
        first
    }

    /// Fires everything due up to `to`, each at its own instant.
    pub(super) fn advance(&mut self, to: At, world: &World<'_>, out: &mut Outcome) {
        while let Some((at, due)) = self.due()
            && at <= to
        {
            self.fired_at = self.fired_at.max(Some(at));
            match due {
                Due::SettleClosed(i) => self.settle_closed(i, world, out),
                Due::SettleOpen => {
                    self.settle_open_check_in(world, out);
                    self.publish_update(world, out);
                }
                Due::Silence => self.fall_silent(world, out),
                Due::Cap => {
                    let silent = self
                        .open
                        .as_ref()
                        .is_some_and(|v| v.standing == Standing::Silent);
                    let by = if silent {
                        EndedBy::Silence
                    } else {
                        EndedBy::Cap
                    };
                    self.close_open(Standing::Ended { at, by }, world, out);
                }
                Due::SessionEnd => self.end_session(at, true, world, out),
            }
        }
    }
}

/// When the next window of a closed visit's marks ends.
fn settles_at(v: &VisitNow) -> At {
    let check_in = v
        .check_in
        .filter(|_| v.settled == Settled::Nothing)
        .map(|m| m.settles_at());
    let check_out = v.check_out.map(|m| m.settles_at());
    check_in.or(check_out).unwrap_or(At(i64::MIN))
}
