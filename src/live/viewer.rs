//! One viewer: its subscription and what it holds; composes the next frame from the board.
//!
//! Pure. A viewer keeps no queue: a frame is made at the moment it can be sent, from the board as
//! it is then, so a slow viewer gets fewer and newer frames. One number, [`Viewer::seen`], stands
//! for "the last version of every (cell, org unit)", since a frame always takes all of them.
//! Invariant: after a frame the viewer holds exactly what its view shows of the board.

use fieldbeat_domain::id::{OrgUnitId, RepId};

use super::{
    board::Board,
    cells::Cells,
    held::Held,
    parts::Parts,
    told::Told,
    view::{Reach, View},
};
use crate::wire::live::{Frame, encode};

/// Most reps shown one by one; above it cells.
pub const MAX_REPS: usize = 5_000;
/// Back from cells to reps only here, so that a count at the edge does not flap.
const REPS_AGAIN: usize = 4_500;
/// Reps a viewer may follow at once.
pub const MAX_FOLLOWED: usize = 16;

#[derive(Debug)]
pub struct Viewer {
    sub: u64,
    view: View,
    /// Number of the next delta.
    seq: u64,
    /// Board version that the viewer has.
    seen: u64,
    /// A snapshot must come first, after a `resync` where `announce`.
    fresh: bool,
    announce: bool,
    /// `None` at level `rep`.
    cells: Option<Cells>,
    /// `None`: takes text alone.
    columns: Option<Told>,
    held: Held,
    followed: Vec<RepId>,
    /// Reps unfollowed since the last frame.
    dropped: Vec<u32>,
    /// Buckets that can be in view, and how many of the board's were asked.
    watched: Vec<u32>,
    asked: usize,
    epoch: u64,
}

impl Viewer {
    /// A new subscription; what the former one handed over goes on.
    pub fn new(sub: u64, view: View, followed: Vec<RepId>, columns: Option<Told>) -> Self {
        Self {
            sub,
            view,
            seq: 0,
            seen: 0,
            fresh: true,
            announce: false,
            cells: None,
            columns,
            held: Held::default(),
            followed,
            dropped: Vec::new(),
            watched: Vec::new(),
            asked: 0,
            epoch: 0,
        }
    }

    pub const fn sub(&self) -> u64 {
        self.sub
    }
    pub fn followed(&self) -> &[RepId] {
        &self.followed
    }
    /// Followed reps and what has been told, for the next subscription.
    pub fn hand_over(&mut self) -> (Vec<RepId>, Option<Told>) {
        (std::mem::take(&mut self.followed), self.columns.take())
    }
    pub fn hears(&self, unit: Option<OrgUnitId>) -> bool {
        self.view.hears(unit)
    }

    /// Everything the viewer holds is void: the next frames are `resync` and a snapshot.
    pub fn resync(&mut self) {
        self.announce |= !self.fresh;
        self.fresh = true;
    }

    /// Rights changed.
    pub fn set_reach(&mut self, reach: Reach) {
        self.view.reach = reach;
        self.resync();
    }

    /// Adds a rep whatever the viewport and filter; its org unit must be in reach to show.
    pub fn follow(&mut self, rep: RepId) {
        if !self.followed.contains(&rep) {
            self.followed.push(rep);
        }
    }

    /// `None`: all of them.
    pub fn unfollow(&mut self, board: &Board, rep: Option<RepId>) {
        let (held, dropped) = (&self.held, &mut self.dropped);
        self.followed.retain(|followed| {
            let keep = rep.is_some_and(|rep| rep != *followed);
            if !keep
                && let Some(slot) = board.slot(*followed)
                && held.contains(slot)
            {
                dropped.push(slot);
            }
            keep
        });
    }

    /// The next frames, none when there is nothing new; `beat`: an empty delta instead of none.
    pub fn compose(&mut self, board: &Board, beat: bool) -> Vec<Frame> {
        if self.fresh {
            return self.snapshot(board);
        }
        if self.seen == board.version() && self.dropped.is_empty() && !beat && !self.waiting(board)
        {
            return Vec::new();
        }
        let renumbered = self.watch(board);
        let mut parts = Parts::default();
        match &mut self.cells {
            None => self.moved(board, &mut parts),
            Some(cells) => {
                if renumbered {
                    cells.index(board, &self.watched);
                }
                cells.delta(board, &self.view, self.seen, renumbered, &mut parts);
            }
        }
        self.strays(board, &mut parts);
        self.leavers(board, &mut parts);
        self.seen = board.version();
        if self.level_is_wrong(board) {
            self.resync();
            return self.snapshot(board);
        }
        if parts.is_empty() && !beat {
            return Vec::new();
        }
        let frames = self.frames(board, &parts, Some(self.seq));
        self.seq += 1;
        frames
    }

    /// Columns for who takes them and sees reps one by one, else text.
    fn frames(&mut self, board: &Board, parts: &Parts<'_>, seq: Option<u64>) -> Vec<Frame> {
        match &mut self.columns {
            Some(told) if self.cells.is_none() => parts.columns(board, told, self.sub, seq),
            _ => vec![parts.text(self.sub, seq, self.cells.is_some())],
        }
    }

    /// Brings the list of watched buckets up to date; true when it changed.
    fn watch(&mut self, board: &Board) -> bool {
        let renumbered = self.epoch != board.epoch();
        if renumbered {
            self.watched.clear();
            self.asked = 0;
            self.epoch = board.epoch();
        }
        let before = self.watched.len();
        for (number, bucket) in (0_u32..).zip(board.buckets()).skip(self.asked) {
            if self.view.watches(bucket) {
                self.watched.push(number);
            }
        }
        self.asked = board.buckets().len();
        renumbered || self.watched.len() != before
    }

    /// Changed reps of watched buckets: shown, or gone where they no longer are.
    fn moved<'b>(&mut self, board: &'b Board, parts: &mut Parts<'b>) {
        for &number in &self.watched {
            let Some(bucket) = board.buckets().get(number as usize) else {
                continue;
            };
            if bucket.version <= self.seen {
                continue;
            }
            for member in &bucket.members {
                if member.version <= self.seen {
                    continue;
                }
                if self.view.shows(member) {
                    parts.rep(member);
                    self.held.insert(member.slot);
                } else if self.held.contains(member.slot) {
                    let rep = board.rep_id(member.slot);
                    if !rep.is_some_and(|rep| self.followed.contains(&rep)) {
                        self.held.remove(member.slot);
                        parts.gone(rep);
                    }
                }
            }
        }
    }

    /// Followed reps outside the view.
    fn strays<'b>(&mut self, board: &'b Board, parts: &mut Parts<'b>) {
        for &rep in &self.followed {
            let Some(slot) = board.slot(rep) else {
                continue;
            };
            let Some((bucket, member)) = board.find(slot) else {
                continue;
            };
            if !self.view.reach.sees(bucket.key.unit) {
                continue;
            }
            let in_view =
                self.cells.is_none() && self.view.unit(bucket.key.unit) && self.view.shows(member);
            let new = !self.held.contains(slot);
            if new || !in_view && member.version > self.seen {
                parts.rep(member);
                self.held.insert(slot);
            }
        }
    }

    /// Held reps that left: their bucket, the board, or the list of followed ones.
    fn leavers(&mut self, board: &Board, parts: &mut Parts<'_>) {
        let mut suspects = std::mem::take(&mut self.dropped);
        match board.left_since(self.seen) {
            Some(left) => suspects.extend(left),
            None => suspects.extend(self.held.iter()),
        }
        for slot in suspects {
            if self.held.contains(slot) && !self.visible(board, slot) {
                self.held.remove(slot);
                parts.gone(board.rep_id(slot));
            }
        }
    }

    /// Whether the viewer should hold this rep at its level.
    fn visible(&self, board: &Board, slot: u32) -> bool {
        board.find(slot).is_some_and(|(bucket, member)| {
            let unit = bucket.key.unit;
            let in_view = self.cells.is_none() && self.view.unit(unit) && self.view.shows(member);
            in_view || self.view.reach.sees(unit) && self.follows(board, slot)
        })
    }

    fn follows(&self, board: &Board, slot: u32) -> bool {
        !self.followed.is_empty()
            && board
                .rep_id(slot)
                .is_some_and(|rep| self.followed.contains(&rep))
    }

    /// A followed rep that the viewer could have and has not.
    fn waiting(&self, board: &Board) -> bool {
        self.followed.iter().any(|rep| {
            board
                .slot(*rep)
                .is_some_and(|slot| !self.held.contains(slot) && self.visible(board, slot))
        })
    }

    fn level_is_wrong(&self, board: &Board) -> bool {
        match &self.cells {
            Some(cells) => !self.view.wants_cells && cells.total() <= REPS_AGAIN,
            None => {
                self.held.len() > MAX_REPS && {
                    let outside = self
                        .followed
                        .iter()
                        .filter_map(|rep| board.find(board.slot(*rep)?));
                    let outside = outside
                        .filter(|(bucket, member)| {
                            self.held.contains(member.slot)
                                && !(self.view.unit(bucket.key.unit) && self.view.shows(member))
                        })
                        .count();
                    self.held.len() - outside > MAX_REPS
                }
            }
        }
    }

    fn snapshot(&mut self, board: &Board) -> Vec<Frame> {
        self.watched.clear();
        self.asked = 0;
        self.epoch = board.epoch();
        self.watch(board);
        self.held.clear();
        self.dropped.clear();
        self.seen = 0;
        self.cells = None;
        let mut parts = Parts::default();
        if self.view.wants_cells || self.in_view(board) > MAX_REPS {
            let mut cells = Cells::new(self.view.cell_resolution());
            cells.index(board, &self.watched);
            cells.delta(board, &self.view, 0, true, &mut parts);
            self.cells = Some(cells);
        } else {
            self.moved(board, &mut parts);
        }
        self.strays(board, &mut parts);
        self.seen = board.version();
        let mut frames = Vec::with_capacity(3);
        if self.announce {
            frames.push(Frame::Text(encode::resync(self.sub)));
        }
        self.fresh = false;
        self.announce = false;
        frames.extend(self.frames(board, &parts, None));
        frames
    }

    /// Reps that the view shows now.
    fn in_view(&self, board: &Board) -> usize {
        self.watched
            .iter()
            .filter_map(|number| board.buckets().get(*number as usize))
            .map(|bucket| {
                let members = bucket.members.iter();
                members.filter(|member| self.view.shows(member)).count()
            })
            .sum()
    }

    #[cfg(test)]
    pub fn check_invariants(&self, board: &Board) {
        self.held.check_invariants();
        for slot in self.held.iter() {
            assert!(self.visible(board, slot), "held reps are visible");
            let (bucket, _) = board.find(slot).unwrap();
            assert!(
                self.view.reach.sees(bucket.key.unit),
                "never beyond the reach"
            );
        }
        for number in &self.watched {
            assert!(self.view.watches(&board.buckets()[*number as usize]));
        }
        assert!(self.held.len() <= MAX_REPS + MAX_FOLLOWED);
    }
}

#[cfg(test)]
#[path = "viewer_tests.rs"]
pub(super) mod tests;
