//! The ways that weeks are made of: from every home and to it, and among outlets whose territories lie next
//! to each other. Outlets far apart never share a day, so that no pair of them has to be known.

use crate::travel::Leg;

/// Where no way is known.
pub(crate) const NO_WAY: Leg = Leg {
    metres: 1_000_000,
    seconds: 100_000,
};
const NONE: u32 = u32::MAX;

/// Ways by outlet and rep. Outlets are grouped by the rep who has them at first; two groups that touch have
/// one block of ways, row by row.
pub struct Ways {
    reps: usize,
    outlets: usize,
    /// Group and place in it of each outlet.
    of: Vec<(u32, u32)>,
    members: Vec<Vec<usize>>,
    /// Of each pair of groups where its block begins.
    blocks: Vec<Option<usize>>,
    legs: Vec<Leg>,
    /// Of each rep and outlet the ways there and back.
    out: Vec<Leg>,
    back: Vec<Leg>,
}

impl Ways {
    /// `out` and `back` are rep by rep; `touching` tells which groups share a block.
    pub fn new(
        reps: usize,
        group_of: &[Option<usize>],
        touching: impl Fn(usize, usize) -> bool,
        (out, back): (Vec<Option<Leg>>, Vec<Option<Leg>>),
    ) -> Self {
        let mut members = vec![Vec::new(); reps];
        let of = group_of.iter().enumerate().map(|(outlet, group)| {
            let none = (NONE, 0);
            let Some((group, list)) = group.and_then(|g| Some((g, members.get_mut(g)?))) else {
                return none;
            };
            list.push(outlet);
            let at = u32::try_from(list.len() - 1);
            u32::try_from(group).ok().zip(at.ok()).unwrap_or(none)
        });
        let of: Vec<(u32, u32)> = of.collect();
        let mut cells = 0;
        let mut blocks = vec![None; reps * reps];
        for (cell, block) in blocks.iter_mut().enumerate() {
            let (from, to) = (cell / reps, cell % reps);
            if from == to || touching(from, to) {
                *block = Some(cells);
                cells += size(&members, from) * size(&members, to);
            }
        }
        let known = |legs: Vec<Option<Leg>>| {
            let legs = legs.into_iter().map(|leg| leg.unwrap_or(NO_WAY));
            legs.collect::<Vec<Leg>>()
        };
        Self {
            reps,
            outlets: of.len(),
            of,
            members,
            blocks,
            legs: vec![NO_WAY; cells],
            out: known(out),
            back: known(back),
        }
    }

    /// Outlets to which the ways from one are kept, group by group.
    pub fn wanted(&self, from: usize) -> Vec<usize> {
        let groups = 0..self.reps;
        let blocks = groups.filter(|to| self.block(from, *to).is_some());
        let members = blocks.filter_map(|to| self.members.get(to));
        members.flatten().copied().collect()
    }

    /// Keeps the ways from an outlet, in the order of [`Self::wanted`].
    pub fn keep(&mut self, from: usize, legs: Vec<Option<Leg>>) {
        let mut legs = legs.into_iter();
        for to in 0..self.reps {
            let Some(start) = self.block(from, to) else {
                continue;
            };
            let row = self.of.get(from).map_or(0, |of| of.1 as usize);
            let size = size(&self.members, to);
            let first = start + row * size;
            for slot in self.legs.get_mut(first..first + size).into_iter().flatten() {
                *slot = legs.next().flatten().unwrap_or(NO_WAY);
            }
        }
    }

    fn block(&self, from: usize, to: usize) -> Option<usize> {
        let (group, _) = *self.of.get(from)?;
        let cell = (group as usize).checked_mul(self.reps)?.checked_add(to)?;
        self.blocks.get(cell).copied().flatten()
    }

    /// Between two outlets.
    pub fn leg(&self, from: usize, to: usize) -> Leg {
        let (Some(a), Some(b)) = (self.of.get(from), self.of.get(to)) else {
            return NO_WAY;
        };
        let Some(start) = self.block(from, b.0 as usize) else {
            return NO_WAY;
        };
        let cell = start + a.1 as usize * size(&self.members, b.0 as usize) + b.1 as usize;
        self.legs.get(cell).copied().unwrap_or(NO_WAY)
    }

    pub fn from_home(&self, rep: usize, to: usize) -> Leg {
        let cell = rep * self.outlets + to;
        self.out.get(cell).copied().unwrap_or(NO_WAY)
    }

    pub fn to_home(&self, rep: usize, from: usize) -> Leg {
        let cell = rep * self.outlets + from;
        self.back.get(cell).copied().unwrap_or(NO_WAY)
    }

    /// Within a rep's day; `None` is his home.
    pub fn step(&self, rep: usize, from: Option<usize>, to: Option<usize>) -> Leg {
        match (from, to) {
            (Some(from), Some(to)) => self.leg(from, to),
            (None, Some(to)) => self.from_home(rep, to),
            (Some(from), None) => self.to_home(rep, from),
            (None, None) => Leg::default(),
        }
    }

    /// As [`Self::step`], `None` where no way leads.
    pub fn known(&self, rep: usize, from: Option<usize>, to: Option<usize>) -> Option<Leg> {
        Some(self.step(rep, from, to)).filter(|leg| *leg != NO_WAY)
    }

    /// Is there a way from this rep's home and back?
    pub fn reaches(&self, rep: usize, outlet: usize) -> bool {
        self.from_home(rep, outlet) != NO_WAY && self.to_home(rep, outlet) != NO_WAY
    }

    /// The outlets nearest to one, there and back, of those whose ways are kept.
    pub fn nearest(&self, outlet: usize, count: usize) -> Vec<usize> {
        let mut near: Vec<(u32, usize)> = self
            .wanted(outlet)
            .into_iter()
            .filter(|other| *other != outlet)
            .map(|other| {
                let there_and_back =
                    self.leg(outlet, other).metres + self.leg(other, outlet).metres;
                (there_and_back, other)
            })
            .collect();
        if near.len() > count {
            near.select_nth_unstable(count);
            near.truncate(count);
        }
        near.sort_unstable();
        near.into_iter().map(|(_, other)| other).collect()
    }
}

fn size(members: &[Vec<usize>], group: usize) -> usize {
    members.get(group).map_or(0, Vec::len)
}
