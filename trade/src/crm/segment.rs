//! Segments: whether a saved rule finds a customer, by what is known of it on a day; and how recently, how often
//! and for how much it buys beside the others (RFM).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Nested so deep at most, with so many conditions: more is nobody's to read.
pub const DEPTH_MAX: usize = 8;
pub const CONDITIONS_MAX: usize = 100;

/// From–to, both included; what is absent does not bound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SegmentSpan)]
pub struct Span {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
}

impl Span {
    /// What is not known lies in no span.
    pub fn holds(self, value: Option<i64>) -> bool {
        value.is_some_and(|v| {
            self.min.is_none_or(|min| v >= min) && self.max.is_none_or(|max| v <= max)
        })
    }
}

/// Days back from today that orders are summed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub enum Period {
    #[serde(rename = "days_30")]
    Days30,
    #[serde(rename = "days_90")]
    Days90,
    #[serde(rename = "days_365")]
    Days365,
}

/// A tree of conditions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SegmentRule, no_recursion)]
pub enum Rule {
    All(Vec<Rule>),
    Any(Vec<Rule>),
    Not(Box<Rule>),
    /// Class of one of its outlets.
    Class(Vec<String>),
    /// Channel of one of its outlets.
    Channel(Vec<String>),
    /// Org units; what lies below them is in.
    Area(Vec<i32>),
    Industry(Vec<String>),
    /// Days since the relation began.
    AgeDays(Span),
    /// Days since the last order; who never ordered is in no span.
    LastOrderDays(Span),
    /// Value ordered in a period, minor units; nothing is 0.
    Ordered {
        period: Period,
        minor: Span,
    },
    /// Number of orders in a period; none is 0.
    Orders {
        period: Period,
        count: Span,
    },
    /// Scores from 1 to 5; who did not order in the last year has none.
    Recency(Span),
    Frequency(Span),
    Monetary(Span),
}

impl Rule {
    /// Whether it is small enough, and says something everywhere.
    pub fn is_sound(&self) -> bool {
        let mut left = CONDITIONS_MAX;
        self.sound(DEPTH_MAX, &mut left)
    }

    fn sound(&self, depth: usize, left: &mut usize) -> bool {
        if depth == 0 || *left == 0 {
            return false;
        }
        *left -= 1;
        let span = |s: &Span| s.min.is_some() || s.max.is_some();
        match self {
            Self::All(rules) | Self::Any(rules) => {
                !rules.is_empty() && rules.iter().all(|r| r.sound(depth - 1, left))
            }
            Self::Not(rule) => rule.sound(depth - 1, left),
            // A NUL is kept by no database.
            Self::Class(words) | Self::Channel(words) | Self::Industry(words) => {
                !words.is_empty()
                    && words.len() <= CONDITIONS_MAX
                    && words.iter().all(|w| !w.contains('\0'))
            }
            Self::Area(units) => !units.is_empty() && units.len() <= CONDITIONS_MAX,
            Self::AgeDays(s)
            | Self::LastOrderDays(s)
            | Self::Recency(s)
            | Self::Frequency(s)
            | Self::Monetary(s)
            | Self::Ordered { minor: s, .. }
            | Self::Orders { count: s, .. } => span(s),
        }
    }
}

/// Sums of a customer's orders: of 30, 90 and 365 days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    pub days_30: i64,
    pub days_90: i64,
    pub days_365: i64,
}

impl Sums {
    const fn of(&self, period: Period) -> i64 {
        match period {
            Period::Days30 => self.days_30,
            Period::Days90 => self.days_90,
            Period::Days365 => self.days_365,
        }
    }
}

/// How many of the others stand below a customer. Alone, nobody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rank {
    pub below: i64,
    pub others: i64,
}

/// Where a customer stands among all, by each of the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ranks {
    pub recency: Rank,
    pub frequency: Rank,
    pub monetary: Rank,
}

/// From 1, the lowest fifth, to 5. Equal ranks have equal scores.
pub fn score(rank: Rank) -> i64 {
    let below = rank.below.clamp(0, rank.others.max(0));
    let fifths = i128::from(below) * 5 / i128::from(rank.others.max(1));
    i64::try_from(fifths).unwrap_or(4).min(4) + 1
}

/// What is known of a customer.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub classes: Vec<String>,
    pub channels: Vec<String>,
    /// Its own unit and all above it.
    pub units: Vec<i32>,
    pub industry: Option<String>,
    pub since: Option<NaiveDate>,
    pub last_order: Option<NaiveDate>,
    pub minor: Sums,
    pub orders: Sums,
    /// `None` without an order in the last year.
    pub ranks: Option<Ranks>,
}

/// Whether a rule finds a customer on a day.
pub fn finds(rule: &Rule, facts: &Facts, today: NaiveDate) -> bool {
    let age = |day: Option<NaiveDate>| day.map(|d| (today - d).num_days());
    let any = |words: &[String], of: &[String]| words.iter().any(|w| of.contains(w));
    let scored = |of: fn(&Ranks) -> Rank| facts.ranks.as_ref().map(|r| score(of(r)));
    match rule {
        Rule::All(rules) => rules.iter().all(|r| finds(r, facts, today)),
        Rule::Any(rules) => rules.iter().any(|r| finds(r, facts, today)),
        Rule::Not(rule) => !finds(rule, facts, today),
        Rule::Class(words) => any(words, &facts.classes),
        Rule::Channel(words) => any(words, &facts.channels),
        Rule::Area(units) => units.iter().any(|u| facts.units.contains(u)),
        Rule::Industry(words) => (facts.industry.as_ref()).is_some_and(|i| words.contains(i)),
        Rule::AgeDays(span) => span.holds(age(facts.since)),
        Rule::LastOrderDays(span) => span.holds(age(facts.last_order)),
        Rule::Ordered { period, minor } => minor.holds(Some(facts.minor.of(*period))),
        Rule::Orders { period, count } => count.holds(Some(facts.orders.of(*period))),
        Rule::Recency(span) => span.holds(scored(|r| r.recency)),
        Rule::Frequency(span) => span.holds(scored(|r| r.frequency)),
        Rule::Monetary(span) => span.holds(scored(|r| r.monetary)),
    }
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::default() + Days::new(20_000)
    }

    fn facts() -> Facts {
        Facts {
            classes: vec!["gold".into()],
            channels: vec!["bar".into()],
            units: vec![7, 1],
            industry: Some("café".into()),
            since: Some(today() - Days::new(400)),
            last_order: Some(today() - Days::new(12)),
            minor: Sums {
                days_30: 10,
                days_90: 20,
                days_365: 30,
            },
            orders: Sums {
                days_30: 1,
                days_90: 2,
                days_365: 3,
            },
            ranks: Some(Ranks {
                recency: rank(8, 10),
                frequency: rank(5, 10),
                monetary: rank(0, 10),
            }),
        }
    }

    const fn rank(below: i64, others: i64) -> Rank {
        Rank { below, others }
    }

    const fn span(min: i64, max: i64) -> Span {
        Span {
            min: Some(min),
            max: Some(max),
        }
    }

    #[test]
    fn every_condition_finds_and_passes_over() {
        let words = |word: &str| vec![word.to_owned()];
        for (yes, no) in [
            (Rule::Class(words("gold")), Rule::Class(words("silver"))),
            (Rule::Channel(words("bar")), Rule::Channel(words("shop"))),
            (Rule::Area(vec![9, 1]), Rule::Area(vec![9])),
            (
                Rule::Industry(words("café")),
                Rule::Industry(words("hotel")),
            ),
            (Rule::AgeDays(span(400, 400)), Rule::AgeDays(span(401, 999))),
            (
                Rule::LastOrderDays(span(0, 12)),
                Rule::LastOrderDays(span(13, 99)),
            ),
            (
                Rule::Ordered {
                    period: Period::Days90,
                    minor: span(20, 20),
                },
                Rule::Ordered {
                    period: Period::Days30,
                    minor: span(20, 20),
                },
            ),
            (
                Rule::Orders {
                    period: Period::Days365,
                    count: span(3, 3),
                },
                Rule::Orders {
                    period: Period::Days90,
                    count: span(3, 3),
                },
            ),
            (Rule::Recency(span(5, 5)), Rule::Recency(span(1, 4))),
            (Rule::Frequency(span(3, 3)), Rule::Frequency(span(4, 5))),
            (Rule::Monetary(span(1, 1)), Rule::Monetary(span(2, 5))),
        ] {
            assert!(finds(&yes, &facts(), today()), "{yes:?}");
            assert!(!finds(&no, &facts(), today()), "{no:?}");
        }
    }

    #[test]
    fn a_fifth_begins_where_it_begins() {
        for (below, others, score_of) in [
            (0, 0, 1),
            (0, 1, 1),
            (1, 1, 5),
            (1, 6, 1),
            (2, 10, 2),
            (399, 1_000, 2),
            (400, 1_000, 3),
            (8, 10, 5),
        ] {
            assert_eq!(score(rank(below, others)), score_of, "{below} of {others}");
        }
    }

    #[test]
    fn who_is_unknown_is_in_no_span_but_bought_nothing() {
        let nobody = Facts::default();
        let wide = span(i64::MIN, i64::MAX);
        for rule in [
            Rule::AgeDays(wide),
            Rule::LastOrderDays(wide),
            Rule::Recency(wide),
        ] {
            assert!(!finds(&rule, &nobody, today()), "{rule:?}");
        }
        let nothing = Rule::Ordered {
            period: Period::Days365,
            minor: span(0, 0),
        };
        assert!(finds(&nothing, &nobody, today()));
    }

    #[test]
    fn empty_endless_and_deep_rules_are_not_sound() {
        let leaf = || Rule::Area(vec![1]);
        let mut deep = leaf();
        for _ in 1..DEPTH_MAX {
            deep = Rule::Not(Box::new(deep));
        }
        assert!(deep.is_sound());
        assert!(!Rule::Not(Box::new(deep)).is_sound());
        assert!(!Rule::All(Vec::new()).is_sound());
        assert!(!Rule::AgeDays(Span::default()).is_sound());
        for with in [Rule::Class, Rule::Channel, Rule::Industry] {
            assert!(with(vec!["caf".into()]).is_sound());
            assert!(!with(vec!["a".into(), "caf\0".into()]).is_sound());
        }
        let wide = |n: usize| Rule::Any((0..n).map(|_| leaf()).collect());
        assert!(wide(CONDITIONS_MAX - 1).is_sound());
        assert!(!wide(CONDITIONS_MAX).is_sound());
    }

    proptest! {
        #[test]
        fn better_ranks_never_score_lower(others in 0i64..=i64::MAX, a in 0i64..=i64::MAX, b in 0i64..=i64::MAX) {
            let (a, b) = (rank(a.min(others), others), rank(b.min(others), others));
            prop_assert!((1..=5).contains(&score(a)));
            prop_assert!(a.below > b.below || score(a) <= score(b));
        }

        /// Not, all and any are each other's mirror.
        #[test]
        fn rules_obey_de_morgan(min in 0i64..30, max in 0i64..30) {
            let (a, b) = (Rule::LastOrderDays(span(min, max)), Rule::Orders { period: Period::Days90, count: span(max, min) });
            let not = |r: Rule| Rule::Not(Box::new(r));
            let left = not(Rule::All(vec![a.clone(), b.clone()]));
            let right = Rule::Any(vec![not(a), not(b)]);
            prop_assert_eq!(finds(&left, &facts(), today()), finds(&right, &facts(), today()));
        }
    }
}
