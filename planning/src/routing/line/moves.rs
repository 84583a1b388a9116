//! Or-opt and 2-opt: strings of a line are moved and turned round until neither makes it shorter.

use super::Line;

/// Longest string that is moved as one.
const MOVED_MAX: usize = 3;

impl Line {
    /// Moved and turned until no move makes it shorter.
    pub fn shortened(&self, mut order: Vec<usize>) -> Vec<usize> {
        let mut cost = self.cost(&order);
        self.descend(&mut order, &mut cost, &mut Vec::new());
        order
    }

    /// Moves and turns until none makes the order shorter.
    pub(super) fn descend(&self, order: &mut Vec<usize>, cost: &mut f64, trial: &mut Vec<usize>) {
        let mut better = true;
        while better {
            better = false;
            for first in 0..order.len() {
                better |= self.turn(order, cost, first, trial);
                for long in 1..=MOVED_MAX.min(order.len() - first) {
                    better |= self.put(order, cost, (first, long), trial);
                }
            }
        }
    }

    /// The string that begins at a position, of any length, turned round.
    fn turn(
        &self,
        order: &mut Vec<usize>,
        cost: &mut f64,
        first: usize,
        trial: &mut Vec<usize>,
    ) -> bool {
        let mut inside = 0.0;
        let before = self.before(order, first);
        let head = self.at(order, first);
        for last in first + 1..order.len() {
            let (tail, after) = (self.at(order, last), self.at(order, last + 1));
            let inner = self.before(order, last);
            inside += self.way(tail, inner) - self.way(inner, tail);
            let outside = self.way(before, tail) + self.way(head, after)
                - self.way(before, head)
                - self.way(tail, after);
            if inside + outside < -1e-6 {
                trial.clone_from(order);
                if let Some(string) = trial.get_mut(first..=last) {
                    string.reverse();
                }
                if self.accept(order, cost, trial) {
                    return true;
                }
            }
        }
        false
    }

    /// A string put elsewhere, as it is or turned round.
    fn put(
        &self,
        order: &mut Vec<usize>,
        cost: &mut f64,
        (first, long): (usize, usize),
        trial: &mut Vec<usize>,
    ) -> bool {
        let (before, after) = (self.before(order, first), self.at(order, first + long));
        let (head, tail) = (self.at(order, first), self.at(order, first + long - 1));
        let closed = self.way(before, after) - self.way(before, head) - self.way(tail, after);
        let turned: f64 = (first + 1..first + long)
            .map(|at| {
                let (a, b) = (self.before(order, at), self.at(order, at));
                self.way(b, a) - self.way(a, b)
            })
            .sum();
        for to in (0..first).chain(first + long + 1..=order.len()) {
            let (left, right) = (self.before(order, to), self.at(order, to));
            let open = closed - self.way(left, right);
            let as_is = open + self.way(left, head) + self.way(tail, right);
            let round = open + self.way(left, tail) + self.way(head, right) + turned;
            for (delta, turned) in [(as_is, false), (round, true)] {
                if delta < -1e-6 && !(turned && long == 1) {
                    let to = if to < first { to } else { to - long };
                    moved(order, (first, long), to, turned, trial);
                    if self.accept(order, cost, trial) {
                        return true;
                    }
                }
            }
        }
        false
    }

    fn accept(&self, order: &mut Vec<usize>, cost: &mut f64, trial: &mut Vec<usize>) -> bool {
        let new = self.cost(trial);
        if new >= *cost - 1e-6 || !self.timely(trial) {
            return false;
        }
        *cost = new;
        std::mem::swap(order, trial);
        true
    }
}

/// `order` with `long` calls from `first` put at `to` of the rest.
fn moved(
    order: &[usize],
    (first, long): (usize, usize),
    to: usize,
    turned: bool,
    trial: &mut Vec<usize>,
) {
    trial.clear();
    let rest = || {
        order
            .iter()
            .take(first)
            .chain(order.iter().skip(first + long))
    };
    trial.extend(rest().take(to));
    let string = order.iter().skip(first).take(long);
    if turned {
        trial.extend(string.rev());
    } else {
        trial.extend(string);
    }
    trial.extend(rest().skip(to));
}
