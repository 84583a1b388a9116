//! Visits that have left the tracker and are spoken of again: a record that came later, a flag, a
//! doubt, a track that is another's.

use std::borrow::Cow;

use crate::{
    finding::{self, Finding},
    mark::VisitType,
    outcome::Amendment,
    overall::{UNCLEAR, flags_of, integrity},
    record::RecordFact,
    same_track::SameTrack,
    verdict::{OutcomeVerdict, Overall},
    visit::Visit,
    which_outlet::OutletShare,
};

impl Visit {
    /// Applies a later finding to a visit that has left the tracker.
    pub fn amend(&mut self, amendment: &Amendment) {
        match amendment {
            Amendment::Record(fact) => self.amend_record(fact),
            Amendment::Flag(finding) => self.amend_flag(finding),
            Amendment::Unclear { per_mille } => self.amend_unclear(*per_mille),
        }
    }

    fn amend_record(&mut self, fact: &RecordFact) {
        let v = &mut self.verdict;
        v.missing_steps.retain(|s| s != fact.kind.step());
        if fact.order_lines > 0 {
            v.outcome = OutcomeVerdict::Productive;
            v.outcome_reason = None;
        } else if fact.kind.is_effective() && v.outcome == OutcomeVerdict::NonProductive {
            v.outcome = OutcomeVerdict::Effective;
            v.outcome_reason = None;
        }
    }

    fn amend_flag(&mut self, finding: &Finding) {
        let flag = finding.flag;
        finding::raise(&mut self.evidence.findings, finding.clone());
        let v = &mut self.verdict;
        if v.integrity_flags.contains(&flag) {
            return;
        }
        v.integrity_flags = flags_of(&self.evidence.findings);
        v.integrity = integrity(&v.integrity_flags);
        let least = if flag.blocks() {
            Overall::Invalid
        } else {
            Overall::Review
        };
        v.overall = v.overall.max(least);
        v.reasons.push(Cow::Borrowed(flag.code()));
    }

    /// Tracks that are the same as this day's speak of the visits in the stretch, but for joint ones.
    pub(crate) fn compare_tracks(&mut self, same: &[SameTrack]) {
        if self.visit_type == VisitType::Joint {
            return;
        }
        let Some((from, to)) = self.span().filter(|_| !same.is_empty()) else {
            return;
        };
        for track in same {
            if from <= track.to_at && to >= track.from_at {
                finding::raise(&mut self.evidence.findings, track.finding());
            }
        }
    }

    fn amend_unclear(&mut self, per_mille: u16) {
        let own = self.outlet;
        let share = self.evidence.shares.iter_mut().find(|s| s.outlet == own);
        if let Some(share) = share.filter(|s| s.per_mille > per_mille) {
            share.per_mille = per_mille;
        }
        let most_first = |s: &OutletShare| std::cmp::Reverse(s.per_mille);
        self.evidence.shares.sort_by_key(most_first);
        let v = &mut self.verdict;
        v.overall = v.overall.max(Overall::Review);
        if !v.reasons.iter().any(|r| r == UNCLEAR) {
            v.reasons.push(Cow::Borrowed(UNCLEAR));
        }
    }
}
