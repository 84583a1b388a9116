//! How the visits of a rep's day stand, as the map flags them: the machine's verdicts, and the
//! decisions of people, which win. Decides nothing itself.

use fieldbeat_domain::{
    id::VisitId,
    outcome::Change,
    verdict::{Overall, PlanVerdict},
};
use smallvec::SmallVec;

use crate::live::flag;

/// Overall verdicts of a rep's visits of today.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    judged: SmallVec<[(VisitId, Overall, PlanVerdict); 1]>,
    /// What a person decided; it outlives whatever the machine says later.
    decided: SmallVec<[(VisitId, Overall); 1]>,
}

impl Standing {
    pub fn put(&mut self, id: VisitId, overall: Overall, plan: PlanVerdict) {
        self.drop(id);
        self.judged.push((id, overall, plan));
    }

    fn drop(&mut self, id: VisitId) {
        self.judged.retain(|(other, ..)| *other != id);
    }

    /// Forgets what the machine said, for a day judged anew.
    pub fn clear_judged(&mut self) {
        self.judged.clear();
    }

    /// A person's decision; `None` takes it back.
    pub fn decide(&mut self, id: VisitId, decision: Option<Overall>) {
        self.decided.retain(|(other, _)| *other != id);
        self.decided.extend(decision.map(|overall| (id, overall)));
    }

    pub fn note(&mut self, changes: &[Change]) {
        for change in changes {
            match change {
                Change::VisitOpened(v) | Change::VisitUpdated(v) | Change::VisitClosed(v) => {
                    self.put(v.id, v.verdict.overall, v.verdict.plan);
                }
                Change::VisitWithdrawn { visit, .. } => self.drop(visit.id),
                _ => {}
            }
        }
    }

    /// Bits of [`flag`]; `open` is the visit that is open now.
    pub fn flags(&self, open: Option<VisitId>) -> u32 {
        let mut bits = 0;
        for (id, judged, plan) in &self.judged {
            let said = self.decided.iter().find(|(other, _)| other == id);
            bits |= match said.map_or(*judged, |(_, decision)| *decision) {
                Overall::Invalid => flag::INVALID,
                // An open visit's verdict is not final: it is no work for a reviewer yet.
                Overall::Review if open != Some(*id) => flag::REVIEW,
                _ => 0,
            };
            if open == Some(*id) && *plan == PlanVerdict::OffRoute {
                bits |= flag::OFF_ROUTE;
            }
        }
        bits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_outlives_a_new_judgement_until_it_is_taken_back() {
        let id = VisitId(uuid::Uuid::from_u128(7));
        let mut standing = Standing::default();
        standing.put(id, Overall::Review, PlanVerdict::OnPlan);
        assert_eq!(standing.flags(None), flag::REVIEW);
        standing.decide(id, Some(Overall::Valid));
        standing.clear_judged();
        standing.put(id, Overall::Review, PlanVerdict::OnPlan);
        assert_eq!(standing.flags(None), 0);
        standing.decide(id, None);
        assert_eq!(standing.flags(None), flag::REVIEW);
    }
}
