//! The end of every plan: what is broken is mended, and everything is let run until nothing moves any more. Then the laws hold
//! that speak of the end, first while the day runs, then when it is over.

use fieldbeat::{
    ingest::laboratory::{Gate, RepMsg},
    live::{Change, RepLive},
};
use fieldbeat_domain::{consent::Consent, id::RepId, judge::judge_day, time::At};

use super::{Is, Lab, Msg, NODES, Node};
use crate::{
    company::{COMPANY, REPS},
    plan::How,
};

/// Rounds after which something that still moves is taken never to rest.
const ROUNDS_MAX: usize = 400;
/// Rounds for which an answer is waited for.
const PATIENCE: usize = 4;

impl Lab {
    /// Everything that a node can do.
    pub(super) fn work(&mut self, node: usize, mut how: How, is_impatient: bool) {
        self.beat(node, 0, false);
        self.notice(node);
        self.sweep(node);
        self.tick(node);
        self.turn(node, usize::MAX);
        while self.runs(node)
            && (self.nodes[node].batch.is_some() || !self.nodes[node].jobs.is_empty())
        {
            self.write(
                node,
                usize::MAX,
                std::mem::replace(&mut how, How::Commit),
                false,
            );
        }
        for which in (0..self.nodes[node].errands.len()).rev() {
            self.errand(node, which, is_impatient);
        }
        self.judge(node, is_impatient);
        self.turn(node, usize::MAX);
        self.tell(node, 0);
    }

    fn rest(&mut self, with_phones: bool) -> Result<(), String> {
        let mut still = 0;
        for round in 0..ROUNDS_MAX {
            self.moved = false;
            for node in 0..NODES {
                self.work(node, How::Commit, round % PATIENCE == 0);
            }
            if with_phones {
                self.phones_go_on();
            }
            self.look()?;
            still = if self.moved { 0 } else { still + 1 };
            if still >= PATIENCE {
                return Ok(());
            }
        }
        Err("it does not come to rest".to_owned())
    }

    fn phones_go_on(&mut self) {
        for phone in 0..self.phones.len() {
            if self.phones[phone].link.is_none() {
                self.connect(phone, phone % NODES);
            }
            self.send_frames(phone, usize::MAX);
            self.hear(phone);
        }
    }

    pub(super) fn come_to_rest(&mut self) -> Result<(), String> {
        for node in 0..NODES {
            match self.nodes[node].is {
                Is::Running => {}
                Is::Stopped => self.wake(node),
                Is::Down => self.start(node),
            }
        }
        self.words_are_heard()?;
        // By themselves: what phones say next would make good what was lost between nodes.
        self.rest(false)?;
        self.maps_are_right()?;
        for phone in 0..self.phones.len() {
            self.pass(1);
            self.phones[phone].finish(self.now);
            self.phones[phone].measure(self.now, 2, 1, 0);
        }
        self.rest(true)?;
        for phone in &self.phones {
            if !phone.queue.is_empty() {
                let (left, device) = (phone.queue.len(), phone.identity.id);
                return Err(format!(
                    "device {device} still holds {left} frames though its link stands"
                ));
            }
        }
        self.one_visit_is_open()?;
        self.maps_are_right()?;
        // The day ends.
        let end = COMPANY.rules.time.day_bounds(COMPANY.date(self.now)).end;
        self.pass(end.since_ms(self.now) / 1_000 + 60);
        self.rest(true)?;
        self.look()?;
        self.check_promises();
        self.look()?;
        self.everything_is_judged()?;
        self.nothing_is_stored_twice()?;
        self.one_visit_is_open()?;
        self.what_ended_is_ended()?;
        self.nothing_is_kept_off_session()
    }

    /// Before anything else moves, nodes hear of each other without a loss: then whoever missed something before has it.
    fn words_are_heard(&mut self) -> Result<(), String> {
        for _ in 0..PATIENCE {
            for node in 0..NODES {
                self.tell(node, 0);
                if let Some(me) = self.nodes[node].owner {
                    self.pulse(node, me, 0);
                }
                let is_show = |msg: &Msg| matches!(msg, Msg::Rep(RepMsg::Show));
                let waiting = std::mem::take(&mut self.nodes[node].inbox);
                let (shows, others) = waiting.into_iter().partition(is_show);
                self.nodes[node].inbox = shows;
                self.turn(node, usize::MAX);
                self.nodes[node].inbox = others;
            }
        }
        // What a node shows of earlier days it reads when it starts, which is not played here.
        let today = COMPANY.date(self.now);
        let of_today = |node: &Node, rep| {
            let seen = node.map.state(rep).cloned();
            seen.filter(|live| COMPANY.date(live.at) == today)
        };
        for rep in REPS {
            let Some((owner, _)) = self.owner_of(rep) else {
                continue;
            };
            let told = of_today(owner, rep);
            for (i, node) in self.nodes.iter().enumerate() {
                let heard = of_today(node, rep);
                if heard != told {
                    return Err(format!(
                        "words of rep {rep} did not come from node {:?} to {i}: {told:?} there, {heard:?} here",
                        owner.owner,
                    ));
                }
            }
        }
        Ok(())
    }

    /// The node that owns a rep, and how it has it; none where it is not in memory.
    fn owner_of(&self, rep: RepId) -> Option<(&Node, Change)> {
        let owner = self.db.owners.get(&rep).and_then(|row| row.node)?;
        let node = self
            .nodes
            .iter()
            .find(|n| n.owner.is_some_and(|o| o.node == owner))?;
        Some((node, node.reps.slot(rep)?.shown()))
    }

    fn one_visit_is_open(&self) -> Result<(), String> {
        match REPS.iter().find(|rep| self.db.open_visits(**rep) > 1) {
            Some(rep) => Err(format!("rep {rep} has two open visits")),
            None => Ok(()),
        }
    }

    /// Each viewer of whatever node sees a rep as its owner has it, and no place that is not stored. One that missed the word of an
    /// erasure sees a place of a day that the owner does not have in memory until the rep's next.
    fn maps_are_right(&self) -> Result<(), String> {
        for rep in REPS {
            let Some((_, owned)) = self.owner_of(rep) else {
                continue;
            };
            let is_stored = |live: &RepLive| {
                let mut fixes = self.db.fixes.iter();
                fixes.any(|(_, row)| row.rep == rep && row.fix.judged_at() == live.at)
            };
            for (i, node) in self.nodes.iter().enumerate() {
                let seen = node.map.state(rep);
                let is_right = match &owned {
                    Change::State(live) | Change::Warm(live) => {
                        seen == Some(live) && is_stored(live)
                    }
                    Change::Absent(absence) => !seen.is_some_and(|seen| absence.hides(seen)),
                };
                if !is_right {
                    return Err(format!(
                        "a viewer of node {i} sees rep {rep} as {seen:?}, while its owner has {owned:?}"
                    ));
                }
            }
        }
        Ok(())
    }

    fn everything_is_judged(&self) -> Result<(), String> {
        if let Some(((rep, date), _)) = self.db.dirty.iter().next() {
            return Err(format!("the day {date} of rep {rep} stays dirty"));
        }
        let mut days: Vec<_> = self
            .db
            .marks
            .iter()
            .map(|(_, m)| (m.rep, m.row.date))
            .collect();
        days.extend(
            self.db
                .fixes
                .iter()
                .map(|(_, f)| (f.rep, COMPANY.date(f.fix.judged_at()))),
        );
        days.extend(self.db.visits.iter().map(|(_, v)| (v.rep, v.date)));
        days.sort_unstable();
        days.dedup();
        for (rep, date) in days {
            let world = COMPANY.rep_day(rep, date);
            let Some(as_of) = self
                .db
                .days
                .get(&(rep, date))
                .filter(|at| **at >= world.context.bounds.end)
            else {
                return Err(format!(
                    "the day {date} of rep {rep} is over and was not judged since"
                ));
            };
            let inputs = self.db.inputs(rep, date, &world);
            let judged = judge_day(&inputs, world.world(), *as_of).visits;
            let stored = self.db.visits_of(rep, date);
            if judged != stored {
                return Err(format!(
                    "visits of rep {rep} on {date}: stored {stored:?}, judged {judged:?}"
                ));
            }
        }
        Ok(())
    }

    fn nothing_is_stored_twice(&self) -> Result<(), String> {
        match self.db.fixes.iter().find(|(_, row)| row.copies > 1) {
            Some((id, row)) => Err(format!("fix {id:?} is stored {} times", row.copies)),
            None => Ok(()),
        }
    }

    /// A session or break whose end was told does not go on.
    fn what_ended_is_ended(&self) -> Result<(), String> {
        for ((kind, id), mark) in self.db.marks.iter() {
            let interval = match kind.as_str() {
                "session_end" => self.db.sessions.get(&(mark.rep, *id)),
                "break_end" => self.db.breaks.get(&(mark.rep, *id)),
                _ => continue,
            };
            if interval.is_none_or(|i| i.ended_at.is_none()) {
                return Err(format!(
                    "{kind} {id} of rep {} is stored, and it goes on: {interval:?}",
                    mark.rep
                ));
            }
        }
        Ok(())
    }

    fn nothing_is_kept_off_session(&self) -> Result<(), String> {
        for rep in REPS {
            let rows = |table: &crate::table::Table<_, _>| {
                let rows = table
                    .iter()
                    .filter(|((of, _), _): &(&(_, _), _)| *of == rep);
                rows.map(|(_, row): (_, &fieldbeat::store::gate::StoredInterval)| row.clone())
                    .collect::<Vec<_>>()
            };
            let gate = Gate::restore(
                &rows(&self.db.sessions),
                &rows(&self.db.breaks),
                None,
                Consent::default(),
            );
            let kept = self.db.fixes.iter().filter(|(_, row)| row.rep == rep);
            for (id, row) in kept {
                let at: At = row.fix.judged_at();
                if !gate.admits(at, true, &COMPANY.rules) {
                    return Err(format!(
                        "fix {id:?} of rep {rep} is kept and lies in no session"
                    ));
                }
            }
        }
        Ok(())
    }
}
