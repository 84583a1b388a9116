//! What must hold on the board after every tick; asserted by the tests.

use super::*;
use crate::{live::bucket::count, wire::live::encode::Matrix};

impl Board {
    pub fn check_invariants(&self) {
        assert_eq!(self.slots.len(), self.reps.len(), "one slot a rep");
        for (slot, rep) in self.reps.iter().enumerate() {
            assert_eq!(self.slots.get(&rep.live.rep), Some(&number(slot)));
            assert!(!rep.dirty, "everything was encoded");
            let Some(place) = rep.place else { continue };
            let bucket = &self.buckets[place.bucket as usize];
            let member = &bucket.members[place.index as usize];
            assert_eq!(member.slot, number(slot), "place and member agree");
            assert_eq!(bucket.key.unit, rep.live.org_unit);
            assert_eq!(Some(bucket.key.cell), cell_of(rep.live.position));
            let (presence, deadline) = self.rule.judge(rep.live.at, self.now);
            assert_eq!(member.presence, presence, "presence is as of now");
            if let Some(deadline) = deadline {
                assert!(
                    rep.timed.is_some_and(|timed| timed <= deadline),
                    "silence will ring"
                );
            }
            let mut fresh = String::new();
            encode::rep(
                &mut fresh,
                &encode::rep_head(&rep.live),
                &rep.live,
                presence,
            );
            assert_eq!(member.fragment, fresh, "the fragment is the state");
            assert_eq!(member.row, Row::of(&rep.live, presence), "so is the row");
            assert_eq!(member.edition, rep.edition);
        }
        let members: usize = self.buckets.iter().map(|b| b.members.len()).sum();
        let placed = self.reps.iter().filter(|rep| rep.place.is_some()).count();
        assert_eq!(members, placed, "each placed rep is in one bucket");
        for (i, bucket) in self.buckets.iter().enumerate() {
            assert_eq!(self.bucket_of.get(&bucket.key), Some(&number(i)));
            assert!(bucket.version <= self.tick);
            let mut counts = Matrix::default();
            for member in &bucket.members {
                assert!(
                    member.version <= bucket.version,
                    "a bucket is as new as its newest"
                );
                *count(&mut counts, member.presence, member.activity) += 1;
            }
            assert_eq!(counts, bucket.counts);
        }
        let empty = self.buckets.iter().filter(|b| b.members.is_empty()).count();
        assert_eq!(empty, self.empty_buckets);
        for (slot, rep) in self.reps.iter().enumerate() {
            let mut timers = self.deadlines.iter();
            if let Some(at) = rep.timed {
                assert!(timers.any(|Reverse(timer)| *timer == (at, number(slot))));
            }
        }
    }
}
