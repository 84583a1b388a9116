//! A rep-day judged whole, on its way back to the shard that owns the rep: what was folded since
//! the inputs were read is folded on before the new state replaces the old.

use fieldbeat_domain::{id::RepId, input::InputKey, time::At, tracker::Tracker};

use super::{
    slot::{Slot, note_changes},
    world::RepDay,
};
use crate::store::{
    node::Owner,
    unit::{GateChange, JudgedDay, Unit, VisitWrite},
};

pub struct Judgement {
    pub rep: RepId,
    /// As which node it was judged.
    pub owner: Owner,
    pub day: JudgedDay,
    /// What was stored and has to go: it was judged without.
    pub strays: Vec<GateChange>,
    /// The fold behind the report, for a day that is still open.
    pub tracker: Tracker,
    pub world: RepDay,
    /// What it was judged from, in the order of the fold.
    pub read: Vec<InputKey>,
    pub as_of: At,
}

impl Judgement {
    /// For a day that nobody holds in memory.
    pub fn into_unit(self) -> Unit {
        let mut unit = Unit {
            rep: self.rep,
            owner: Some(self.owner),
            org_unit: self.day.org_unit,
            date: self.day.date,
            received_at: self.as_of,
            fixes: Vec::new(),
            rare: None,
        };
        let rare = unit.rare();
        rare.judged = Some(self.day);
        rare.gate = self.strays.into_iter().map(|erase| (None, erase)).collect();
        unit
    }
}

impl Slot {
    /// From now on keeps what is folded into `date`, for the judgement that was begun.
    pub fn record_for(&mut self, date: chrono::NaiveDate) {
        if self.date == date {
            self.recording = Some(Vec::new());
        }
    }

    /// Takes over a judgement of the day in memory. `None` where it was not recorded for (the
    /// slot was read again meanwhile): the day stays dirty and is judged once more.
    pub fn adopt(&mut self, judgement: Judgement) -> Option<Unit> {
        let recorded = self.recording.take()?;
        self.tracker = judgement.tracker.clone();
        self.day = judgement.world.clone();
        self.standing.clear_judged();
        for visit in &judgement.day.report.visits {
            self.standing
                .put(visit.id, visit.verdict.overall, visit.verdict.plan);
        }
        let mut since = self.unit(judgement.as_of);
        let world = self.day.world();
        for input in &recorded {
            // What the judge has read already is behind its high-water mark and changes nothing.
            let outcome = self.tracker.apply(input, &world);
            // What it has not read and what no longer fits behind it is judged in the next round.
            if outcome.late && judgement.read.binary_search(&input.key()).is_err() {
                since.rare().dirty.push(self.date);
            }
            self.standing.note(&outcome.changes);
            note_changes(&outcome.changes, self.date, &mut since);
        }
        let mut unit = judgement.into_unit();
        let newer = since.rare.map(|r| *r).unwrap_or_default();
        if let Some(day) = &mut unit.rare().judged {
            day.newer = newer
                .visits
                .iter()
                .map(|w| match w {
                    VisitWrite::Upsert(v) => v.id,
                    VisitWrite::Withdraw { id, .. } => *id,
                })
                .collect();
        }
        unit.rare().visits = newer.visits;
        unit.rare().dirty = newer.dirty;
        self.checkpoint(&mut unit);
        Some(unit)
    }
}
