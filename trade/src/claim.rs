//! A partner's claim for what it spent on the company's behalf: draft → submitted → checked → approved, partly or
//! rejected → settled (rules.md §7). Owns the order of the steps, what an approval comes to, and that who
//! checks does not approve.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ClaimState)]
pub enum State {
    Draft,
    Submitted,
    /// Somebody has looked at the evidence.
    Checked,
    Approved,
    /// Less than was claimed.
    Partly,
    Rejected,
    /// Credited.
    Settled,
}

impl State {
    pub const ALL: [Self; 7] = [
        Self::Draft,
        Self::Submitted,
        Self::Checked,
        Self::Approved,
        Self::Partly,
        Self::Rejected,
        Self::Settled,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Checked => "checked",
            Self::Approved => "approved",
            Self::Partly => "partly",
            Self::Rejected => "rejected",
            Self::Settled => "settled",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Submit,
    Check,
    /// As much of it; nothing of it rejects it.
    Approve {
        minor: i64,
    },
    Reject,
    Settle,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Sum of its lines.
    pub claimed_minor: i64,
    pub checked_by: Option<i32>,
    pub by: i32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It does not follow from where the claim stands.
    WrongState,
    /// More than was claimed, or less than nothing.
    OutOfRange,
    /// Nothing is claimed.
    Empty,
    /// Who checks does not approve.
    SamePerson,
}

impl Fault {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WrongState => "wrong_state",
            Self::OutOfRange => "out_of_range",
            Self::Empty => "empty",
            Self::SamePerson => "same_person",
        }
    }
}

/// What the claim becomes.
pub fn next(state: State, deed: Deed, facts: &Facts) -> Result<State, Fault> {
    match (state, deed) {
        (State::Draft, Deed::Submit) if facts.claimed_minor <= 0 => Err(Fault::Empty),
        (State::Draft, Deed::Submit) => Ok(State::Submitted),
        (State::Submitted, Deed::Check) => Ok(State::Checked),
        (State::Checked, Deed::Approve { .. } | Deed::Reject)
            if facts.checked_by == Some(facts.by) =>
        {
            Err(Fault::SamePerson)
        }
        (State::Checked, Deed::Reject | Deed::Approve { minor: 0 }) => Ok(State::Rejected),
        (State::Checked, Deed::Approve { minor }) => match minor.cmp(&facts.claimed_minor) {
            std::cmp::Ordering::Greater => Err(Fault::OutOfRange),
            _ if minor < 0 => Err(Fault::OutOfRange),
            std::cmp::Ordering::Equal => Ok(State::Approved),
            std::cmp::Ordering::Less => Ok(State::Partly),
        },
        (State::Approved | State::Partly, Deed::Settle) => Ok(State::Settled),
        _ => Err(Fault::WrongState),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FACTS: Facts = Facts {
        claimed_minor: 1_000,
        checked_by: Some(1),
        by: 2,
    };

    /// The whole table: everything that is not in it is refused.
    #[test]
    fn nothing_but_the_table_leads_on() {
        let deeds = [
            Deed::Submit,
            Deed::Check,
            Deed::Approve { minor: 1_000 },
            Deed::Approve { minor: 999 },
            Deed::Approve { minor: 0 },
            Deed::Reject,
            Deed::Settle,
        ];
        let table = [
            (State::Draft, Deed::Submit, State::Submitted),
            (State::Submitted, Deed::Check, State::Checked),
            (
                State::Checked,
                Deed::Approve { minor: 1_000 },
                State::Approved,
            ),
            (State::Checked, Deed::Approve { minor: 999 }, State::Partly),
            (State::Checked, Deed::Approve { minor: 0 }, State::Rejected),
            (State::Checked, Deed::Reject, State::Rejected),
            (State::Approved, Deed::Settle, State::Settled),
            (State::Partly, Deed::Settle, State::Settled),
        ];
        for state in State::ALL {
            for deed in deeds {
                let row = table.iter().find(|r| (r.0, r.1) == (state, deed));
                let wanted = row.map_or(Err(Fault::WrongState), |r| Ok(r.2));
                assert_eq!(next(state, deed, &FACTS), wanted, "{state:?} {deed:?}");
            }
        }
    }

    #[test]
    fn nobody_approves_more_than_is_claimed_or_what_they_checked() {
        for (state, deed, by, fault) in [
            (
                State::Checked,
                Deed::Approve { minor: 1_001 },
                2,
                Fault::OutOfRange,
            ),
            (
                State::Checked,
                Deed::Approve { minor: -1 },
                2,
                Fault::OutOfRange,
            ),
            (
                State::Checked,
                Deed::Approve { minor: 1_000 },
                1,
                Fault::SamePerson,
            ),
            (State::Checked, Deed::Reject, 1, Fault::SamePerson),
        ] {
            assert_eq!(
                next(state, deed, &Facts { by, ..FACTS }),
                Err(fault),
                "{deed:?}"
            );
        }
        let nothing = Facts {
            claimed_minor: 0,
            ..FACTS
        };
        assert_eq!(
            next(State::Draft, Deed::Submit, &nothing),
            Err(Fault::Empty)
        );
    }

    #[test]
    fn words_round_trip() {
        for state in State::ALL {
            assert_eq!(State::parse(state.as_str()), Some(state));
            assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
        }
    }
}
