//! What becomes known of a rep on the live map, and what two of it come to. Pure: where it is shown is the board's.

use smallvec::SmallVec;

use crate::wire::live::{Absence, RepLive};

/// What reaches the board between two ticks, the latest of each rep.
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

/// Adds one that came later. At most one state stands for itself, so that it does not matter in which order those are told that are
/// left.
pub fn add(waiting: &mut Waiting, change: Change) {
    match (waiting.last_mut(), change) {
        (Some(Change::State(old)), Change::State(new)) => {
            if new.reign >= old.reign {
                *old = new;
            }
        }
        (_, Change::Absent(absence)) => {
            for earlier in waiting.iter_mut() {
                if let Change::State(old) = earlier
                    && absence.hides(old)
                {
                    // It took the place of what was seen before, and is gone.
                    *earlier = Change::Absent(Absence::always(Some(old.reign)));
                }
            }
            waiting.push(Change::Absent(absence));
        }
        (_, change) => waiting.push(change),
    }
    if waiting.len() > WAITING_MAX {
        waiting.remove(0);
    }
}

#[cfg(test)]
mod tests {
    use fieldbeat_domain::{id::RepId, time::At};
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
        let nowhere = Absence::always(Some(Reign::default()));
        let seen = shown([of(2, 10), Change::Absent(nowhere)]);
        assert_eq!(seen.map(|live| live.at), Some(At(10)));
    }
}
