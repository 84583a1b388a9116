//! The board: the newest state of every rep, by (H3 cell, org unit), as of the last tick.
//!
//! Pure: time is an argument, nothing waits. [`Board::tick`] takes what arrived since the last
//! one, moves reps between buckets, lets presence age and encodes each changed rep once.
//! Invariant: between ticks nothing changes, so a viewer that has composed up to tick *t* holds
//! exactly what its view shows of the board at *t*.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap, VecDeque},
};

use fieldbeat_domain::{id::RepId, time::At};

use super::{
    bucket::{Bucket, BucketKey, Member, cell_of},
    change::Change,
    presence::PresenceRule,
};
use crate::wire::live::{Absence, Reign, RepLive, columns::Row, encode};

/// Ticks for which [`Board::left_since`] can answer: half a minute.
const LEFT_LOG_TICKS: u64 = 120;
/// Empty buckets kept before the board is compacted, whatever the rest.
const EMPTY_BUCKETS: usize = 1_024;

#[derive(Debug)]
struct Rep {
    live: RepLive,
    head: String,
    /// Counts the changes of the head and of the visit.
    edition: u32,
    place: Option<Place>,
    /// The entry of `deadlines` that stands for this rep; others are void.
    timed: Option<At>,
    /// Listed in `dirty`.
    dirty: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    bucket: u32,
    index: u32,
}

#[derive(Debug)]
pub struct Board {
    tick: u64,
    now: At,
    rule: PresenceRule,
    reps: Vec<Rep>,
    slots: HashMap<RepId, u32>,
    /// Who spoke last of reps that have never been shown.
    unseen: HashMap<RepId, Reign>,
    buckets: Vec<Bucket>,
    bucket_of: HashMap<BucketKey, u32>,
    empty_buckets: usize,
    /// Changes whenever buckets are renumbered.
    epoch: u64,
    /// Reps that left a bucket, with the tick.
    left: VecDeque<(u64, u32)>,
    deadlines: BinaryHeap<Reverse<(At, u32)>>,
    dirty: Vec<u32>,
}

impl Board {
    pub fn new(rule: PresenceRule) -> Self {
        Self {
            tick: 0,
            now: At(i64::MIN),
            rule,
            reps: Vec::new(),
            slots: HashMap::new(),
            unseen: HashMap::new(),
            buckets: Vec::new(),
            bucket_of: HashMap::new(),
            empty_buckets: 0,
            epoch: 0,
            left: VecDeque::new(),
            deadlines: BinaryHeap::new(),
            dirty: Vec::new(),
        }
    }

    /// One step in time: applies changes, ages presence, encodes what changed; returns how many.
    pub fn tick(
        &mut self,
        now: At,
        rule: PresenceRule,
        changes: impl IntoIterator<Item = (RepId, Change)>,
    ) -> usize {
        self.tick += 1;
        self.now = now;
        if rule != self.rule {
            self.rule = rule;
            self.age_everybody();
        }
        for (rep, change) in changes {
            match change {
                Change::State(live) if self.reign(rep) > Some(live.reign) => {}
                Change::State(live) => self.apply(live),
                Change::Warm(live) => {
                    if self
                        .slots
                        .get(&rep)
                        .is_none_or(|slot| self.find(*slot).is_none())
                    {
                        self.apply(live);
                    }
                }
                Change::Absent(absence) => self.hide(rep, absence),
            }
        }
        self.age();
        let encoded = self.encode();
        while let Some(&(tick, _)) = self.left.front() {
            if tick + LEFT_LOG_TICKS > self.tick {
                break;
            }
            self.left.pop_front();
        }
        if self.empty_buckets > EMPTY_BUCKETS && self.empty_buckets * 2 > self.buckets.len() {
            self.compact();
        }
        encoded
    }

    pub const fn version(&self) -> u64 {
        self.tick
    }
    pub const fn epoch(&self) -> u64 {
        self.epoch
    }
    pub fn buckets(&self) -> &[Bucket] {
        &self.buckets
    }
    pub fn reps(&self) -> usize {
        self.reps.len()
    }
    pub fn slot(&self, rep: RepId) -> Option<u32> {
        self.slots.get(&rep).copied()
    }
    /// The newest that is known of a rep; `None` when it is not on the board.
    pub fn state(&self, rep: RepId) -> Option<&RepLive> {
        let slot = self.slot(rep)?;
        let known = self.reps.get(slot as usize)?;
        known.place.map(|_| &known.live)
    }
    fn reign(&self, rep: RepId) -> Option<Reign> {
        let Some(slot) = self.slot(rep) else {
            return self.unseen.get(&rep).copied();
        };
        Some(self.reps.get(slot as usize)?.live.reign)
    }
    pub fn rep_id(&self, slot: u32) -> Option<RepId> {
        Some(self.reps.get(slot as usize)?.live.rep)
    }
    /// Adds what columns do not hold of a rep.
    pub fn roster_entry(&self, slot: u32, out: &mut String) {
        if let Some(rep) = self.reps.get(slot as usize) {
            encode::roster_entry(out, &rep.head, &rep.live);
        }
    }
    /// Where a rep is now; `None` when it is not on the board.
    pub fn find(&self, slot: u32) -> Option<(&Bucket, &Member)> {
        let place = self.reps.get(slot as usize)?.place?;
        let bucket = self.buckets.get(place.bucket as usize)?;
        Some((bucket, bucket.members.get(place.index as usize)?))
    }
    /// The reps that are idle, since when.
    pub fn idle(&self) -> Vec<(RepId, At)> {
        let on_the_board = self.reps.iter().filter(|r| r.place.is_some());
        on_the_board
            .filter_map(|r| Some((r.live.rep, r.live.idle_since?)))
            .collect()
    }
    /// Reps that left a bucket after tick `seen`; `None` when that is too long ago to tell.
    pub fn left_since(&self, seen: u64) -> Option<impl Iterator<Item = u32>> {
        (seen + LEFT_LOG_TICKS > self.tick).then(|| {
            let newer = self.left.iter().rev();
            newer
                .take_while(move |(tick, _)| *tick > seen)
                .map(|(_, slot)| *slot)
        })
    }

    /// Puts a state in place of the rep's former one. Order of arrival decides, not `at`: a state
    /// may rightly go back in time when fixes are erased.
    fn apply(&mut self, live: RepLive) {
        let Some(cell) = cell_of(live.position) else {
            return;
        };
        let key = BucketKey {
            cell,
            unit: live.org_unit,
        };
        let bucket = self.bucket(key);
        let slot = self.slot_for(&live);
        let (presence, deadline) = self.rule.judge(live.at, self.now);
        let Some(rep) = self.reps.get_mut(slot as usize) else {
            return;
        };
        let renamed = rep.live.code != live.code
            || rep.live.name != live.name
            || rep.live.org_unit != live.org_unit;
        if renamed {
            rep.head = encode::rep_head(&live);
        }
        if renamed || (rep.live.visit, rep.live.outlet) != (live.visit, live.outlet) {
            rep.edition = rep.edition.wrapping_add(1);
        }
        let (position, activity) = (live.position, live.activity);
        rep.live = live;
        let tick = self.tick;
        match rep.place {
            Some(place) if place.bucket == bucket => {
                if let Some(bucket) = self.buckets.get_mut(bucket as usize) {
                    bucket.change(place.index, tick, |member| {
                        member.position = position;
                        member.presence = presence;
                        member.activity = activity;
                    });
                }
            }
            _ => {
                let fragment = self.lift(slot).map(|member| member.fragment);
                self.place(
                    bucket,
                    Member {
                        slot,
                        version: tick,
                        position,
                        presence,
                        activity,
                        fragment: fragment.unwrap_or_default(),
                        row: Row::default(),
                        edition: 0,
                    },
                );
            }
        }
        self.mark(slot);
        self.time(slot, deadline);
    }

    fn hide(&mut self, rep: RepId, absence: Absence) {
        let Some(slot) = self.slot(rep) else {
            if let Some(reign) = absence.reign {
                let last = self.unseen.entry(rep).or_insert(reign);
                *last = reign.max(*last);
            }
            return;
        };
        let Some(known) = self.reps.get_mut(slot as usize) else {
            return;
        };
        let is_hidden = absence.hides(&known.live);
        known.live.reign = absence
            .reign
            .max(Some(known.live.reign))
            .unwrap_or_default();
        if is_hidden {
            self.lift(slot);
        }
    }

    /// The bucket of a key, made if it is new.
    fn bucket(&mut self, key: BucketKey) -> u32 {
        if let Some(&found) = self.bucket_of.get(&key) {
            return found;
        }
        let number = number(self.buckets.len());
        self.buckets.push(Bucket::new(key));
        self.bucket_of.insert(key, number);
        self.empty_buckets += 1;
        number
    }

    fn slot_for(&mut self, live: &RepLive) -> u32 {
        if let Some(&slot) = self.slots.get(&live.rep) {
            return slot;
        }
        let slot = number(self.reps.len());
        self.slots.insert(live.rep, slot);
        self.unseen.remove(&live.rep);
        self.reps.push(Rep {
            live: live.clone(),
            head: encode::rep_head(live),
            edition: 0,
            place: None,
            timed: None,
            dirty: false,
        });
        slot
    }

    /// Takes a rep out of its bucket and mends the place of the one that moved up.
    fn lift(&mut self, slot: u32) -> Option<Member> {
        let place = self.reps.get_mut(slot as usize)?.place.take()?;
        let bucket = self.buckets.get_mut(place.bucket as usize)?;
        let member = bucket.take(place.index, self.tick)?;
        if bucket.members.is_empty() {
            self.empty_buckets += 1;
        }
        if let Some(moved) = bucket.members.get(place.index as usize)
            && let Some(rep) = self.reps.get_mut(moved.slot as usize)
        {
            rep.place = Some(place);
        }
        self.left.push_back((self.tick, slot));
        Some(member)
    }

    fn place(&mut self, bucket_number: u32, member: Member) {
        let slot = member.slot;
        let Some(bucket) = self.buckets.get_mut(bucket_number as usize) else {
            return;
        };
        if bucket.members.is_empty() {
            self.empty_buckets = self.empty_buckets.saturating_sub(1);
        }
        let index = bucket.push(member);
        if let Some(rep) = self.reps.get_mut(slot as usize) {
            rep.place = Some(Place {
                bucket: bucket_number,
                index,
            });
        }
    }

    fn mark(&mut self, slot: u32) {
        if let Some(rep) = self.reps.get_mut(slot as usize)
            && !rep.dirty
        {
            rep.dirty = true;
            self.dirty.push(slot);
        }
    }

    /// One timer entry a rep: an early one is put back when it rings, so a fix costs no timer.
    fn time(&mut self, slot: u32, deadline: Option<At>) {
        if let Some(at) = deadline
            && let Some(rep) = self.reps.get_mut(slot as usize)
            && rep.timed.is_none_or(|timed| at < timed)
        {
            rep.timed = Some(at);
            self.deadlines.push(Reverse((at, slot)));
        }
    }

    fn age(&mut self) {
        while let Some(&Reverse((at, slot))) = self.deadlines.peek() {
            if at > self.now {
                break;
            }
            self.deadlines.pop();
            if let Some(rep) = self.reps.get_mut(slot as usize)
                && rep.timed == Some(at)
            {
                rep.timed = None;
                self.age_one(slot);
            }
        }
    }

    fn age_everybody(&mut self) {
        self.deadlines.clear();
        for slot in 0..number(self.reps.len()) {
            if let Some(rep) = self.reps.get_mut(slot as usize) {
                rep.timed = None;
            }
            self.age_one(slot);
        }
    }

    fn age_one(&mut self, slot: u32) {
        let Some(rep) = self.reps.get(slot as usize) else {
            return;
        };
        let Some(place) = rep.place else {
            return;
        };
        let (presence, deadline) = self.rule.judge(rep.live.at, self.now);
        if let Some(bucket) = self.buckets.get_mut(place.bucket as usize)
            && bucket
                .members
                .get(place.index as usize)
                .is_some_and(|member| member.presence != presence)
        {
            bucket.change(place.index, self.tick, |member| member.presence = presence);
            self.mark(slot);
        }
        self.time(slot, deadline);
    }

    fn encode(&mut self) -> usize {
        let mut encoded = 0;
        for slot in self.dirty.drain(..) {
            let Some(rep) = self.reps.get_mut(slot as usize) else {
                continue;
            };
            rep.dirty = false;
            let Some(place) = rep.place else {
                continue;
            };
            if let Some(bucket) = self.buckets.get_mut(place.bucket as usize)
                && let Some(member) = bucket.members.get_mut(place.index as usize)
            {
                member.fragment.clear();
                member.fragment.reserve(encode::REP_BYTES);
                encode::rep(&mut member.fragment, &rep.head, &rep.live, member.presence);
                member.row = Row::of(&rep.live, member.presence);
                member.edition = rep.edition;
                encoded += 1;
            }
        }
        encoded
    }

    /// Drops empty buckets and renumbers the rest.
    fn compact(&mut self) {
        self.buckets.retain(|bucket| !bucket.members.is_empty());
        self.bucket_of.clear();
        for (i, bucket) in self.buckets.iter().enumerate() {
            self.bucket_of.insert(bucket.key, number(i));
            for (index, member) in bucket.members.iter().enumerate() {
                if let Some(rep) = self.reps.get_mut(member.slot as usize) {
                    rep.place = Some(Place {
                        bucket: number(i),
                        index: number(index),
                    });
                }
            }
        }
        self.empty_buckets = 0;
        self.epoch += 1;
    }
}

#[cfg(test)]
#[path = "board_check.rs"]
mod check;

fn number(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}
