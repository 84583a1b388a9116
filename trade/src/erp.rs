//! What an ERP says of a document of ours, and what it may say next.

use serde::{Deserialize, Serialize};

/// How far a document is on its way into the ERP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ErpState {
    /// Not taken yet, or to be taken again.
    Waiting,
    /// Taken; what the ERP makes of it is not known.
    Exported,
    Accepted,
    Rejected,
}

impl ErpState {
    pub const ALL: [Self; 4] = [
        Self::Waiting,
        Self::Exported,
        Self::Accepted,
        Self::Rejected,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Exported => "exported",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
        }
    }
}

impl std::str::FromStr for ErpState {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|s| s.as_str() == word).ok_or(())
    }
}

/// What is said of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub state: ErpState,
    /// The ERP's own.
    pub number: Option<String>,
    pub reason: Option<String>,
}

/// Where a document stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub said: Said,
    /// The document has changed since.
    pub outdated: bool,
}

/// What follows from what is said now: nothing where it was said before, else what is to be kept. The
/// error is a stable code. What the ERP has accepted it has: only a document that has changed since goes
/// there again, and its number stays.
pub fn follow(was: Option<&Mark>, said: Said) -> Result<Option<Said>, &'static str> {
    use ErpState as S;
    if said.state == S::Rejected && said.reason.is_none() {
        return Err("reason_required");
    }
    let Some(was) = was else {
        return Ok((said.state != S::Waiting).then_some(said));
    };
    let number = said.number.clone().or_else(|| was.said.number.clone());
    let next = Said { number, ..said };
    if next == was.said && !was.outdated {
        return Ok(None);
    }
    match (was.said.state, next.state) {
        (S::Accepted, _) if was.said.number.is_some() && next.number != was.said.number => {
            Err("number_differs")
        }
        (S::Accepted, S::Accepted) => Ok(Some(next)),
        (S::Accepted, _) if !was.outdated => Err("accepted_already"),
        (S::Waiting, S::Waiting) => Ok(None),
        // Whoever is asked now may answer yet.
        (S::Exported, S::Waiting) => Err("not_rejected"),
        _ => Ok(Some(next)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(state: ErpState, number: Option<&str>, reason: Option<&str>) -> Said {
        Said {
            state,
            number: number.map(str::to_owned),
            reason: reason.map(str::to_owned),
        }
    }

    fn any_said() -> impl Strategy<Value = Said> {
        let text = |words: &'static [&'static str]| {
            proptest::option::of(proptest::sample::select(words).prop_map(str::to_owned))
        };
        (
            proptest::sample::select(&ErpState::ALL[..]),
            text(&["SO-1", "SO-2"]),
            text(&["no such item"]),
        )
            .prop_map(|(state, number, reason)| Said {
                state,
                number,
                reason,
            })
    }

    proptest! {
        /// Whatever is said, and however often: a repeat changes nothing, and what was accepted stays
        /// accepted under its number as long as the document stands.
        #[test]
        fn repeats_change_nothing_and_what_is_accepted_stays(all in proptest::collection::vec(any_said(), 0..12)) {
            let mut mark: Option<Mark> = None;
            for said in all {
                let before = mark.clone();
                if let Ok(Some(next)) = follow(mark.as_ref(), said.clone()) {
                    mark = Some(Mark { said: next, outdated: false });
                    prop_assert_eq!(follow(mark.as_ref(), said), Ok(None));
                }
                if let (Some(before), Some(after)) = (&before, &mark)
                    && before.said.state == ErpState::Accepted
                {
                    prop_assert_eq!(after.said.state, ErpState::Accepted);
                    prop_assert!(before.said.number.is_none() || before.said.number == after.said.number);
                }
            }
        }
    }

    #[test]
    fn a_rejected_document_is_sent_again_and_a_changed_one_too() {
        let mark = |said, outdated| Some(Mark { said, outdated });
        let rejected = said(ErpState::Rejected, None, Some("no such item"));
        assert_eq!(
            follow(None, said(ErpState::Rejected, None, None)),
            Err("reason_required")
        );
        let again = said(ErpState::Waiting, None, None);
        assert_eq!(
            follow(mark(rejected, false).as_ref(), again.clone()),
            Ok(Some(again.clone()))
        );
        let accepted = said(ErpState::Accepted, Some("SO-1"), None);
        let exported = said(ErpState::Exported, None, None);
        assert_eq!(
            follow(mark(accepted.clone(), false).as_ref(), exported.clone()),
            Err("accepted_already")
        );
        assert_eq!(
            follow(mark(accepted, true).as_ref(), exported),
            Ok(Some(said(ErpState::Exported, Some("SO-1"), None)))
        );
        let asked = said(ErpState::Exported, None, None);
        assert_eq!(
            follow(mark(asked, false).as_ref(), again),
            Err("not_rejected")
        );
    }
}
