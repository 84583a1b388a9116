//! Campaigns: a message to the people at customers of a segment. What follows which state, who is left out and why,
//! and what a text with placeholders becomes for one person.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CampaignChannel)]
pub enum Channel {
    Email,
    Sms,
    Zalo,
}

impl Channel {
    pub const ALL: [Self; 3] = [Self::Email, Self::Sms, Self::Zalo];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
            Self::Zalo => "zalo",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.as_str() == word)
    }

    /// Characters of a text.
    pub const fn body_max(self) -> usize {
        match self {
            Self::Email => 5_000,
            Self::Sms | Self::Zalo => 600,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CampaignState)]
pub enum State {
    /// Being written.
    Draft,
    /// Waits for the approval of another person.
    Submitted,
    Sending,
    Stopped,
    Done,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CampaignDeed)]
pub enum Deed {
    Submit,
    /// Back to be written.
    Withdraw,
    Approve,
    /// What is not sent yet is not sent any more.
    Stop,
}

impl State {
    pub const ALL: [Self; 5] = [
        Self::Draft,
        Self::Submitted,
        Self::Sending,
        Self::Stopped,
        Self::Done,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Sending => "sending",
            Self::Stopped => "stopped",
            Self::Done => "done",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }

    /// What it is after a deed; `None`: that is not done to it.
    pub const fn after(self, deed: Deed) -> Option<Self> {
        match (self, deed) {
            (Self::Draft, Deed::Submit) => Some(Self::Submitted),
            (Self::Submitted, Deed::Withdraw) => Some(Self::Draft),
            (Self::Submitted, Deed::Approve) => Some(Self::Sending),
            (Self::Sending, Deed::Stop) => Some(Self::Stopped),
            _ => None,
        }
    }
}

/// Why a person gets no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// Does not want to be addressed that way.
    OptedOut,
    NoAddress,
    /// Another person of this campaign has the same address.
    Repeated,
    /// Got a message that way a few days ago.
    ToldLately,
    /// Nobody calls there: nobody would answer.
    NoRep,
}

impl LeftOut {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OptedOut => "opted_out",
            Self::NoAddress => "no_address",
            Self::Repeated => "repeated",
            Self::ToldLately => "told_lately",
            Self::NoRep => "no_rep",
        }
    }
}

/// What is known of a person.
#[derive(Clone, Copy, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts that have nothing to do with each other"
)]
pub struct Person {
    pub opted_out: bool,
    pub has_address: bool,
    pub repeated: bool,
    /// When a message of a campaign came that way last.
    pub told_on: Option<NaiveDate>,
    pub has_rep: bool,
}

/// The first reason that holds: what a person wants comes before all others.
pub fn left_out(person: &Person, today: NaiveDate, told_days: i32) -> Option<LeftOut> {
    let lately = person
        .told_on
        .is_some_and(|told| (today - told).num_days() < i64::from(told_days));
    [
        (person.opted_out, LeftOut::OptedOut),
        (!person.has_address, LeftOut::NoAddress),
        (person.repeated, LeftOut::Repeated),
        (lately, LeftOut::ToldLately),
        (!person.has_rep, LeftOut::NoRep),
    ]
    .into_iter()
    .find_map(|(holds, why)| holds.then_some(why))
}

/// What may stand in braces in a text.
const PLACEHOLDERS: [&str; 4] = ["contact", "customer", "rep", "company"];

/// Texts between braces, and those outside of them; a brace that is never closed is text.
fn parts(template: &str) -> impl Iterator<Item = (bool, &str)> {
    let mut rest = template;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let open = rest.find('{');
        let closed = open.filter(|at| *at == 0).and_then(|_| rest.find('}'));
        let (part, inside, end) = match (open, closed) {
            (_, Some(close)) => (rest.get(1..close), true, close + 1),
            (Some(at @ 1..), None) => (rest.get(..at), false, at),
            (Some(_) | None, None) => (Some(rest), false, rest.len()),
        };
        rest = rest.get(end..).unwrap_or_default();
        part.map(|part| (inside, part))
    })
}

/// The first thing in braces that is no placeholder.
pub fn unknown(template: &str) -> Option<&str> {
    parts(template)
        .filter(|(inside, _)| *inside)
        .map(|(_, name)| name)
        .find(|name| !PLACEHOLDERS.contains(name))
}

/// A text for one person. Values are put in as they are: what stands in braces in them is no placeholder.
pub fn fill<'a>(template: &str, value: impl Fn(&str) -> &'a str) -> String {
    parts(template)
        .map(|(inside, part)| if inside { value(part) } else { part })
        .collect()
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_is_sent_that_was_not_approved_and_what_has_ended_stays_so() {
        for state in State::ALL {
            assert_eq!(State::parse(state.as_str()), Some(state));
            for deed in [Deed::Submit, Deed::Withdraw, Deed::Approve, Deed::Stop] {
                let next = state.after(deed);
                assert_eq!(
                    next == Some(State::Sending),
                    (state, deed) == (State::Submitted, Deed::Approve)
                );
                assert!(next.is_none() || !matches!(state, State::Stopped | State::Done));
            }
        }
    }

    #[test]
    fn what_a_person_wants_comes_before_everything_else() {
        let today = NaiveDate::default() + Days::new(20_000);
        let fine = Person {
            has_address: true,
            has_rep: true,
            ..Person::default()
        };
        assert_eq!(left_out(&fine, today, 7), None);
        let told = |days| Person {
            told_on: Some(today - Days::new(days)),
            ..fine
        };
        assert_eq!(left_out(&told(6), today, 7), Some(LeftOut::ToldLately));
        assert_eq!(left_out(&told(7), today, 7), None);
        assert_eq!(left_out(&told(0), today, 0), None);
        let all = Person {
            opted_out: true,
            has_address: false,
            repeated: true,
            told_on: Some(today),
            has_rep: false,
        };
        let mut person = all;
        for (why, better) in [
            (
                LeftOut::OptedOut,
                Person {
                    opted_out: false,
                    ..all
                },
            ),
            (
                LeftOut::NoAddress,
                Person {
                    opted_out: false,
                    has_address: true,
                    ..all
                },
            ),
            (
                LeftOut::Repeated,
                Person {
                    opted_out: false,
                    has_address: true,
                    repeated: false,
                    ..all
                },
            ),
            (
                LeftOut::ToldLately,
                Person {
                    told_on: None,
                    has_rep: false,
                    ..fine
                },
            ),
            (LeftOut::NoRep, fine),
        ] {
            assert_eq!(left_out(&person, today, 7), Some(why));
            person = better;
        }
        assert_eq!(left_out(&person, today, 7), None);
    }

    #[test]
    fn placeholders_are_filled_once_and_unknown_ones_are_named() {
        let value = |name: &str| match name {
            "contact" => "Lan {rep}",
            "rep" => "One",
            _ => "",
        };
        assert_eq!(
            fill("Chào {contact}, {rep}!", value),
            "Chào Lan {rep}, One!"
        );
        assert_eq!(fill("{contact", value), "{contact");
        assert_eq!(unknown("{contact} {password} {x}"), Some("password"));
        assert_eq!(unknown("a } b {rep} {"), None);
    }

    proptest! {
        #[test]
        fn a_text_without_placeholders_is_itself(text in "[^{]*") {
            prop_assert_eq!(fill(&text, |_| ""), text.clone());
            prop_assert_eq!(unknown(&text), None);
        }

        #[test]
        fn what_stands_between_placeholders_stays(a in "[^{}]*", b in "[^{}]*", name in "[^{}]*") {
            let template = format!("{a}{{rep}}{b}");
            let filled = fill(&template, |_| &name);
            prop_assert_eq!(filled, format!("{a}{name}{b}"));
        }
    }
}
