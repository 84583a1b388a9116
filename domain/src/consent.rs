//! What a rep's consent means for the session gate: the one rule, whoever asks. Never stores an answer and never asks for one.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::time::At;

/// What a rep said to a privacy notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    Given,
    Declined,
    Withdrawn,
}

impl Decision {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "given" => Some(Self::Given),
            "declined" => Some(Self::Declined),
            "withdrawn" => Some(Self::Withdrawn),
            _ => None,
        }
    }
}

/// One rep's answers, and when the company asks for more than to be told them. The newest answer counts, to whatever version of
/// the notice it was given: a new version asks again and stops nobody on the road.
#[derive(Clone, Debug, Default)]
pub struct Consent {
    required: Vec<Range<At>>,
    /// By their time.
    answers: Vec<(At, Decision)>,
}

impl Consent {
    /// `required`: when the setting `consent` says so.
    pub fn new(
        required: Vec<Range<At>>,
        answers: impl IntoIterator<Item = (At, Decision)>,
    ) -> Self {
        let mut consent = Self {
            required,
            answers: Vec::new(),
        };
        for (at, decision) in answers {
            consent.answer(at, decision);
        }
        consent
    }

    /// Takes an answer in; whether it is new.
    pub fn answer(&mut self, at: At, decision: Decision) -> bool {
        if self.answers.contains(&(at, decision)) {
            return false;
        }
        // Of two of one moment the later to come counts.
        let place = self.answers.partition_point(|(known, _)| *known <= at);
        self.answers.insert(place, (at, decision));
        true
    }

    /// Whether a work session may begin then.
    pub fn may_start(&self, at: At) -> bool {
        !self.is_required(at) || self.at(at) == Some(Decision::Given)
    }

    /// Whether one that began may go on then: only a refusal ends it. A session that began before anything was asked for runs
    /// to its end.
    pub fn may_go_on(&self, at: At) -> bool {
        !self.is_required(at) || matches!(self.at(at), None | Some(Decision::Given))
    }

    /// When the rep's mind changed.
    pub fn turns(&self) -> impl Iterator<Item = At> + '_ {
        self.answers.iter().map(|(at, _)| *at)
    }

    fn is_required(&self, at: At) -> bool {
        self.required.iter().any(|span| span.contains(&at))
    }

    fn at(&self, at: At) -> Option<Decision> {
        let before = self.answers.partition_point(|(known, _)| *known <= at);
        self.answers
            .get(..before)?
            .last()
            .map(|(_, decision)| *decision)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_stopped_where_nothing_is_required() {
        let consent = Consent::new(Vec::new(), [(At(5), Decision::Withdrawn)]);
        assert!(consent.may_start(At(9)) && consent.may_go_on(At(9)));
    }

    #[test]
    fn the_newest_answer_up_to_then_counts() {
        let required = At(100)..At(200);
        let answers = [
            (At(150), Decision::Withdrawn),
            (At(120), Decision::Given),
            (At(170), Decision::Given),
        ];
        let mut consent = Consent::new(vec![required], answers);
        // Before it was required, before it was given, while it held, after it was taken back, and again.
        assert!(consent.may_start(At(99)) && !consent.may_start(At(110)));
        assert!(consent.may_start(At(120)) && !consent.may_start(At(150)));
        assert!(consent.may_start(At(170)) && consent.may_start(At(200)));
        // What began goes on until somebody refuses.
        assert!(consent.may_go_on(At(110)) && !consent.may_go_on(At(160)));
        assert!(!consent.answer(At(120), Decision::Given));
    }
}
