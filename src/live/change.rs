//! What becomes known of a rep on the live map, and what two of it come to. Pure: where it is shown is the board's.

use std::collections::BTreeMap;

use fieldbeat_domain::id::RepId;
use smallvec::SmallVec;

use crate::wire::{
    live::{Absence, RepLive},
    nodes::Shown,
};

/// What reaches the board between two ticks.
#[derive(Clone, Debug)]
pub enum Change {
    State(RepLive),
    /// A state read from the database: only where nothing newer is known.
    Warm(RepLive),
    /// No place of these times is to be seen; earlier and later ones are left as they are.
    Absent(Absence),
}

/// Changes of a rep that nobody has seen yet, one after the other.
pub type Waiting = SmallVec<[Change; 1]>;

/// Beyond it the oldest go: what they hid, or showed, the rep's next word makes good.
const WAITING_MAX: usize = 8;

/// Adds one that came later. No state is left that a later absence hides: so states may be told after all absences.
pub fn add(waiting: &mut Waiting, change: Change) {
    match (waiting.last_mut(), change) {
        (Some(Change::State(old)), Change::State(new)) => {
            if new.reign >= old.reign {
                *old = new;
            }
        }
        (_, Change::Absent(absence)) => {
            hide(waiting, absence);
            waiting.push(Change::Absent(absence));
        }
        (_, change) => waiting.push(change),
    }
    if waiting.len() > WAITING_MAX {
        waiting.remove(0);
    }
}

/// Leaves no state that an absence hides. For one that another node told, this is all: who told it tells everybody, and said again
/// later it would hide what its owner has shown since.
pub fn hide(waiting: &mut Waiting, absence: Absence) {
    // As on the board, where the word of a later owner counts from then on, whatever it hides.
    let mut since = None;
    for earlier in waiting.iter_mut().rev() {
        match earlier {
            Change::Absent(later) => since = since.max(later.reign),
            Change::State(old) | Change::Warm(old) => {
                if absence.hides_at(old.at, since.map_or(old.reign, |s| s.max(old.reign))) {
                    // It took the place of what was seen before, and is gone.
                    *earlier = Change::Absent(Absence::always(Some(old.reign)));
                }
            }
        }
    }
}

/// All changes of all reps, in the order of each.
pub fn one_by_one(
    waiting: impl IntoIterator<Item = (RepId, Waiting)>,
) -> impl Iterator<Item = (RepId, Change)> {
    let of_rep = |(rep, changes): (RepId, Waiting)| changes.into_iter().map(move |c| (rep, c));
    waiting.into_iter().flat_map(of_rep)
}

/// What other nodes are told, by the org unit in whose stream they are; 0 stands for none, and comes first.
pub fn by_unit(waiting: impl IntoIterator<Item = (RepId, Waiting)>) -> BTreeMap<i32, Vec<Shown>> {
    let mut by_unit: BTreeMap<i32, Vec<Shown>> = BTreeMap::new();
    for (rep, change) in one_by_one(waiting) {
        let (unit, shown) = match change {
            Change::State(live) | Change::Warm(live) => (live.org_unit.0, Shown::State(live)),
            Change::Absent(absence) => (0, Shown::Absent(rep, absence)),
        };
        by_unit.entry(unit).or_default().push(shown);
    }
    by_unit
}

/// What another node told.
pub fn told(shown: Shown) -> (RepId, Change) {
    match shown {
        Shown::State(live) => (live.rep, Change::State(live)),
        Shown::Absent(rep, absence) => (rep, Change::Absent(absence)),
    }
}

#[cfg(test)]
mod tests {
    use fieldbeat_domain::time::At;
    use proptest::prelude::*;

    use super::*;
    use crate::{
        live::{
            board::Board,
            viewer::tests::{RULE, state},
        },
        wire::live::Reign,
    };

    const REP: RepId = RepId(7);

    fn reign() -> impl Strategy<Value = Reign> {
        (1..3_u32, 0..3_i64).prop_map(|(timeline, epoch)| Reign { timeline, epoch })
    }

    fn seen() -> impl Strategy<Value = Change> {
        (0..10_i64, reign()).prop_map(|(at, reign)| {
            let mut live = state(REP.0, 1, 21.0, 105.8, At(at));
            live.reign = reign;
            Change::State(live)
        })
    }

    fn change() -> impl Strategy<Value = Change> {
        let absent =
            (0..10_i64, 0..6_i64, prop::option::of(reign())).prop_map(|(from, length, reign)| {
                Change::Absent(Absence {
                    from: At(from),
                    to: At(from + length),
                    reign,
                })
            });
        prop_oneof![seen(), absent]
    }

    fn shown(changes: impl IntoIterator<Item = Change>) -> Option<RepLive> {
        let mut board = Board::new(RULE);
        for change in changes {
            board.tick(At(100), RULE, [(REP, change)]);
        }
        board.state(REP).cloned()
    }

    proptest! {
        #[test]
        fn what_waited_together_is_seen_as_if_it_had_come_one_by_one(
            first in seen(), changes in prop::collection::vec(change(), 1..6)
        ) {
            let mut waiting = Waiting::new();
            for change in &changes {
                add(&mut waiting, change.clone());
            }
            prop_assert!(waiting.len() <= changes.len());
            let one_by_one = shown([first.clone()].into_iter().chain(changes));
            let at_once = shown([first].into_iter().chain(waiting));
            prop_assert_eq!(one_by_one, at_once);
        }
    }

    #[test]
    fn a_former_owner_hides_nothing_that_a_later_one_spoke_of_while_both_wait() {
        let absence = |from, epoch| {
            let reign = Some(Reign { timeline: 1, epoch });
            Change::Absent(Absence {
                from: At(from),
                to: At(10),
                reign,
            })
        };
        let mut live = state(REP.0, 1, 21.0, 105.8, At(8));
        live.reign = Reign {
            timeline: 1,
            epoch: 0,
        };
        let changes = [Change::State(live), absence(9, 1), absence(0, 0)];
        let mut waiting = Waiting::new();
        for change in changes.clone() {
            add(&mut waiting, change);
        }
        assert_eq!(shown(waiting).map(|live| live.at), Some(At(8)));
        assert_eq!(shown(changes).map(|live| live.at), Some(At(8)));
    }

    #[test]
    fn a_former_owner_shows_nothing_over_a_later_one() {
        let of = |epoch, at| {
            let mut live = state(REP.0, 1, 21.0, 105.8, At(at));
            live.reign.epoch = epoch;
            Change::State(live)
        };
        let seen = shown([of(2, 10), of(1, 20)]);
        assert_eq!(seen.map(|live| live.at), Some(At(10)));
        // Fixes may be erased: of one owner the last word counts, whatever its time.
        let seen = shown([of(2, 10), of(2, 5)]);
        assert_eq!(seen.map(|live| live.at), Some(At(5)));
        // Nor where nothing was shown before.
        let later = Absence::always(Some(Reign {
            timeline: 1,
            epoch: 2,
        }));
        let seen = shown([Change::Absent(later), of(1, 20)]);
        assert!(seen.is_none());
        let nowhere = Absence::always(Some(Reign::default()));
        let seen = shown([of(2, 10), Change::Absent(nowhere)]);
        assert_eq!(seen.map(|live| live.at), Some(At(10)));
    }
}
