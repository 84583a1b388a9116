//! Whether an order comes in time: walked along, with the break taken wherever it lets nobody come late.

use super::Line;

/// When a walk along an order can be before a position at the earliest: with the pause still to come, and
/// with it taken. Infinite where it cannot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stand {
    open: f64,
    paused: f64,
}

impl Line {
    /// The pause taken here, where it may be.
    fn pause(&self, stand: Stand) -> f64 {
        match self.pause {
            Some(pause) if stand.open <= pause.closes => stand
                .paused
                .min(stand.open.max(pause.opens) + pause.service),
            _ => stand.paused,
        }
    }

    /// One step of the walk, from behind a node to behind the next.
    fn walk(&self, stand: Stand, from: usize, to: usize) -> Stand {
        let way = self
            .times
            .get(from * (self.calls + 2) + to)
            .copied()
            .unwrap_or(f64::INFINITY);
        let (opens, closes, service) = self
            .timing
            .get(to)
            .map_or((0.0, self.to, 0.0), |t| (t.opens, t.closes, t.service));
        let step = |now: f64| {
            let begins = (now + way).max(opens);
            if begins <= closes {
                begins + service
            } else {
                f64::INFINITY
            }
        };
        Stand {
            open: step(stand.open),
            paused: step(self.pause(stand)),
        }
    }

    fn start(&self) -> Stand {
        let (open, paused) = match self.pause {
            Some(_) => (self.from, f64::INFINITY),
            None => (f64::INFINITY, self.from),
        };
        Stand { open, paused }
    }

    /// Does nobody come late?
    pub(super) fn timely(&self, order: &[usize]) -> bool {
        let steps = 0..=order.len();
        !self.timed
            || steps
                .fold(self.start(), |stand, at| {
                    self.walk(stand, self.before(order, at), self.at(order, at))
                })
                .paused
                .is_finite()
    }

    /// Position before which the pause is best taken; `None` where the order comes too late anyhow.
    pub fn pause_at(&self, order: &[usize]) -> Option<usize> {
        if self.pause.is_none() || !self.timed {
            return self.timely(order).then_some(order.len());
        }
        let ends = (0..=order.len()).map(|pause| {
            let mut stand = self.start();
            for at in 0..=order.len() {
                if at == pause {
                    stand.paused = self.pause(stand);
                    stand.open = f64::INFINITY;
                }
                let to = self.at(order, at);
                stand = self.walk_on(stand, self.before(order, at), to, at < pause);
            }
            (stand.paused, pause)
        });
        let best = ends.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))?;
        best.0.is_finite().then_some(best.1)
    }

    /// A step with the pause held back.
    fn walk_on(&self, stand: Stand, from: usize, to: usize, held: bool) -> Stand {
        let next = self.walk(stand, from, to);
        Stand {
            open: next.open,
            paused: if held { f64::INFINITY } else { next.paused },
        }
    }

    /// How the walk stands before every position of an order, and behind the last.
    pub(super) fn stands(&self, order: &[usize], stands: &mut Vec<Stand>) {
        stands.clear();
        let mut stand = self.start();
        stands.push(stand);
        for at in 0..=order.len() {
            stand = self.walk(stand, self.before(order, at), self.at(order, at));
            stands.push(stand);
        }
    }

    /// Would nobody come late with a call put before a position? `stands` are those of the order without it.
    pub(super) fn fits(
        &self,
        order: &[usize],
        call: usize,
        position: usize,
        stands: &[Stand],
    ) -> bool {
        let Some(stand) = stands.get(position) else {
            return false;
        };
        let mut stand = self.walk(*stand, self.before(order, position), call);
        let mut from = call;
        for at in position..=order.len() {
            let to = self.at(order, at);
            stand = self.walk(stand, from, to);
            if stand.open.is_infinite() && stand.paused.is_infinite() {
                return false;
            }
            // No later than without the call: nothing changes from here on.
            if let Some(was) = stands.get(at + 1)
                && stand.open <= was.open
                && stand.paused <= was.paused
            {
                return true;
            }
            from = to;
        }
        stand.paused.is_finite()
    }
}
