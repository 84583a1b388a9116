//! One product at one place: its lots, what orders hold of it, and what may be taken. Goods leave by
//! first expiry, first out. Never says why goods move.

use chrono::NaiveDate;

/// Goods that came together: a batch, an expiry date, both, or neither known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Lot {
    /// Empty where none is known.
    pub batch: String,
    /// The last day on which it may be sold.
    pub expires_on: Option<NaiveDate>,
}

impl Lot {
    /// Whether it may still be sold on a date.
    pub fn sells_on(&self, date: NaiveDate) -> bool {
        self.expires_on.is_none_or(|last| last >= date)
    }

    /// Smaller leaves first: what expires before what does not, then by batch.
    fn turn(&self) -> (bool, Option<NaiveDate>, &str) {
        (self.expires_on.is_none(), self.expires_on, &self.batch)
    }
}

/// So much of a lot, in thousandths of the base unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub lot: Lot,
    pub milli: i64,
}

/// What goods are taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To be sold or moved: what other orders hold stays, and so does what expired unless its lot is named.
    Leave,
    /// To say that they are not there: whatever is on hand.
    WriteOff,
    /// From an outlet, whose stock is only as last seen: expired goods first, and never refused.
    FromOutlet,
}

#[derive(Clone, Debug)]
pub struct Shelf {
    lots: Vec<Held>,
    reserved_milli: i64,
    today: NaiveDate,
    /// Whether it may go below zero: then nothing is refused, and what is missing is owed by no lot.
    below_zero: bool,
}

impl Shelf {
    /// `reserved_milli`: what orders hold, but for the one that takes.
    pub fn new(
        mut lots: Vec<Held>,
        reserved_milli: i64,
        today: NaiveDate,
        below_zero: bool,
    ) -> Self {
        lots.sort_by(|a, b| a.lot.turn().cmp(&b.lot.turn()));
        Self {
            lots,
            reserved_milli,
            today,
            below_zero,
        }
    }

    /// What may be sold on this day and no order holds; below zero where more is promised than is there.
    pub fn available_milli(&self) -> i64 {
        let sold = self.lots.iter().filter(|h| h.lot.sells_on(self.today));
        sold.map(|h| h.milli).sum::<i64>() - self.reserved_milli
    }

    pub fn on_hand_milli(&self) -> i64 {
        self.lots.iter().map(|h| h.milli).sum()
    }

    /// Holds so much for an order, or says how much there would be.
    pub fn reserve(&mut self, milli: i64) -> Result<(), i64> {
        if milli > self.available_milli() && !self.below_zero {
            return Err(self.available_milli().max(0));
        }
        self.reserved_milli += milli;
        Ok(())
    }

    /// Takes so much: from the lot named, else what expires first. `Err` says how much there is to take
    /// for this purpose; nothing is taken then.
    pub fn take(
        &mut self,
        named: Option<&Lot>,
        milli: i64,
        purpose: Purpose,
    ) -> Result<Vec<Held>, i64> {
        let free = self.available_milli();
        let today = self.today;
        let fits = |h: &Held| {
            h.milli > 0
                && match named {
                    Some(lot) => h.lot == *lot,
                    None => purpose == Purpose::FromOutlet || h.lot.sells_on(today),
                }
        };
        let there = self.lots.iter().filter(|h| fits(h));
        let there: i64 = there.map(|h| h.milli).sum();
        // Of a lot that expired nothing is held by orders.
        let held_back = purpose == Purpose::Leave && named.is_none_or(|l| l.sells_on(self.today));
        let most = if held_back { there.min(free) } else { there }.max(0);
        if milli > most && !self.below_zero && purpose != Purpose::FromOutlet {
            return Err(most);
        }
        let mut taken = Vec::new();
        let mut left = milli;
        for held in &mut self.lots {
            if left == 0 || !fits(held) {
                continue;
            }
            let part = held.milli.min(left);
            held.milli -= part;
            left -= part;
            taken.push(Held {
                lot: held.lot.clone(),
                milli: part,
            });
        }
        if left > 0 {
            self.owe(named.cloned().unwrap_or_default(), left, &mut taken);
        }
        Ok(taken)
    }

    /// Takes what is not there.
    fn owe(&mut self, lot: Lot, milli: i64, taken: &mut Vec<Held>) {
        match self.lots.iter_mut().find(|h| h.lot == lot) {
            Some(held) => held.milli -= milli,
            None => self.lots.push(Held {
                lot: lot.clone(),
                milli: -milli,
            }),
        }
        match taken.iter_mut().find(|h| h.lot == lot) {
            Some(held) => held.milli += milli,
            None => taken.push(Held { lot, milli }),
        }
    }
}
