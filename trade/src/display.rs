//! A display programme at an outlet: enrolled → executed, with photos → approved at the first level → approved
//! at the second → paid, or failed on the way (rules.md §7). Owns the order of the steps and who may not take
//! two of them. Rights are not its matter.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DisplayState)]
pub enum State {
    Enrolled,
    /// Shown by photos.
    Executed,
    ApprovedFirst,
    /// At the second level: to be paid.
    Approved,
    Paid,
    Failed,
}

impl State {
    pub const ALL: [Self; 6] = [
        Self::Enrolled,
        Self::Executed,
        Self::ApprovedFirst,
        Self::Approved,
        Self::Paid,
        Self::Failed,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Enrolled => "enrolled",
            Self::Executed => "executed",
            Self::ApprovedFirst => "approved_first",
            Self::Approved => "approved",
            Self::Paid => "paid",
            Self::Failed => "failed",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DisplayDeed)]
pub enum Deed {
    /// The rep shows the display by photos.
    Execute,
    /// The first level.
    ApproveFirst,
    /// The second level: another person.
    ApproveSecond,
    Pay,
    /// It is not what was asked for; with a reason.
    Fail,
}

impl Deed {
    pub const ALL: [Self; 5] = [
        Self::Execute,
        Self::ApproveFirst,
        Self::ApproveSecond,
        Self::Pay,
        Self::Fail,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Execute => "execute",
            Self::ApproveFirst => "approve_first",
            Self::ApproveSecond => "approve_second",
            Self::Pay => "pay",
            Self::Fail => "fail",
        }
    }
}

/// What a deed depends on beside the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Photos that the execution names.
    pub photos: usize,
    /// Who approved at the first level.
    pub first_by: Option<i32>,
    /// Who acts; `None`: a rep's phone.
    pub by: Option<i32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It does not follow from where the display stands.
    WrongState,
    NoPhotos,
    /// The second level is another person's.
    SamePerson,
}

impl Fault {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WrongState => "wrong_state",
            Self::NoPhotos => "no_photos",
            Self::SamePerson => "same_person",
        }
    }
}

/// What the display becomes.
pub fn next(state: State, deed: Deed, facts: &Facts) -> Result<State, Fault> {
    let to = match (state, deed) {
        // Until somebody has approved them, better photos may follow.
        (State::Enrolled | State::Executed, Deed::Execute) => State::Executed,
        (State::Executed, Deed::ApproveFirst) => State::ApprovedFirst,
        (State::ApprovedFirst, Deed::ApproveSecond) => State::Approved,
        (State::Approved, Deed::Pay) => State::Paid,
        (
            State::Enrolled | State::Executed | State::ApprovedFirst | State::Approved,
            Deed::Fail,
        ) => State::Failed,
        _ => return Err(Fault::WrongState),
    };
    match deed {
        Deed::Execute if facts.photos == 0 => Err(Fault::NoPhotos),
        Deed::ApproveSecond if facts.by.is_none() || facts.by == facts.first_by => {
            Err(Fault::SamePerson)
        }
        _ => Ok(to),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FACTS: Facts = Facts {
        photos: 1,
        first_by: Some(1),
        by: Some(2),
    };

    /// The whole table: everything that is not in it is refused.
    #[test]
    fn nothing_but_the_table_leads_on() {
        let table = [
            (State::Enrolled, Deed::Execute, State::Executed),
            (State::Executed, Deed::Execute, State::Executed),
            (State::Executed, Deed::ApproveFirst, State::ApprovedFirst),
            (State::ApprovedFirst, Deed::ApproveSecond, State::Approved),
            (State::Approved, Deed::Pay, State::Paid),
            (State::Enrolled, Deed::Fail, State::Failed),
            (State::Executed, Deed::Fail, State::Failed),
            (State::ApprovedFirst, Deed::Fail, State::Failed),
            (State::Approved, Deed::Fail, State::Failed),
        ];
        for state in State::ALL {
            for deed in Deed::ALL {
                let row = table.iter().find(|r| (r.0, r.1) == (state, deed));
                let wanted = row.map_or(Err(Fault::WrongState), |r| Ok(r.2));
                assert_eq!(next(state, deed, &FACTS), wanted, "{state:?} {deed:?}");
            }
        }
    }

    #[test]
    fn an_execution_shows_something_and_two_people_approve() {
        let facts = |photos, first_by, by| Facts {
            photos,
            first_by,
            by,
        };
        for (state, deed, facts, fault) in [
            (
                State::Enrolled,
                Deed::Execute,
                facts(0, None, None),
                Fault::NoPhotos,
            ),
            (
                State::ApprovedFirst,
                Deed::ApproveSecond,
                facts(1, Some(7), Some(7)),
                Fault::SamePerson,
            ),
            (
                State::ApprovedFirst,
                Deed::ApproveSecond,
                facts(1, Some(7), None),
                Fault::SamePerson,
            ),
        ] {
            assert_eq!(next(state, deed, &facts), Err(fault));
        }
    }

    #[test]
    fn words_round_trip() {
        for state in State::ALL {
            assert_eq!(State::parse(state.as_str()), Some(state));
            assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
        }
        for deed in Deed::ALL {
            assert_eq!(serde_json::to_value(deed).unwrap(), deed.as_str());
        }
    }

    proptest! {
        /// Whatever is tried: nothing is paid that was not shown, and approved twice, in this order.
        #[test]
        fn paid_means_shown_and_approved_by_two(
            tries in proptest::collection::vec((0..Deed::ALL.len(), 0_i32..3, 0_usize..2), 0..40),
        ) {
            let (mut state, mut done, mut first_by, mut second_by) = (State::Enrolled, Vec::new(), None, None);
            for (deed, by, photos) in tries {
                let deed = Deed::ALL[deed];
                let facts = Facts { photos, first_by, by: Some(by) };
                if let Ok(to) = next(state, deed, &facts) {
                    match deed {
                        Deed::ApproveFirst => first_by = Some(by),
                        Deed::ApproveSecond => second_by = Some(by),
                        _ => {}
                    }
                    done.push(deed);
                    state = to;
                }
            }
            if state == State::Paid {
                let order: Vec<Deed> = done.into_iter().filter(|d| *d != Deed::Execute).collect();
                prop_assert_eq!(order, vec![Deed::ApproveFirst, Deed::ApproveSecond, Deed::Pay]);
                prop_assert!(first_by.is_some() && second_by.is_some() && first_by != second_by);
            }
        }
    }
}
