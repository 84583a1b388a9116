//! What a cumulative scheme gives for a whole period, at its end.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    amount,
    scheme::{Benefit, Rule, Tier, ValueTier},
};

/// What was delivered in a period, returns taken off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bought {
    /// Thousandths of the base unit.
    pub milli: i64,
    /// With tax.
    pub value_minor: i64,
}

/// A tier of a period, as its rule has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum PeriodTier {
    Quantity(Tier),
    Value(ValueTier),
}

impl PeriodTier {
    /// Those of a cumulative rule; nothing of any other.
    pub fn of(rule: Rule) -> Option<Vec<Self>> {
        match rule {
            Rule::Cumulative { tiers } => Some(tiers.into_iter().map(Self::Quantity).collect()),
            Rule::CumulativeValue { tiers } => Some(tiers.into_iter().map(Self::Value).collect()),
            Rule::Quantity { .. } | Rule::Mix { .. } | Rule::Combo { .. } | Rule::Value { .. } => {
                None
            }
        }
    }

    pub const fn at_least(&self) -> i64 {
        match self {
            Self::Quantity(tier) => tier.at_least_milli,
            Self::Value(tier) => tier.at_least_minor,
        }
    }

    pub const fn benefit(&self) -> &Benefit {
        match self {
            Self::Quantity(tier) => &tier.benefit,
            Self::Value(tier) => &tier.benefit,
        }
    }

    /// Of what reaches it.
    const fn counted(&self, bought: Bought) -> i64 {
        match self {
            Self::Quantity(_) => bought.milli,
            Self::Value(_) => bought.value_minor,
        }
    }

    fn is_reached(&self, bought: Bought) -> bool {
        (1..=self.counted(bought)).contains(&self.at_least())
    }
}

/// The highest tier reached.
fn reached(tiers: &[PeriodTier], bought: Bought) -> Option<&PeriodTier> {
    let reached = tiers.iter().filter(|t| t.is_reached(bought));
    reached.max_by_key(|t| t.at_least())
}

/// What is due, by the highest tier that the period reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due<'a> {
    Money {
        minor: i64,
    },
    Goods {
        product: i32,
        unit: &'a str,
        quantity_milli: i64,
    },
}

pub fn due(tiers: &[PeriodTier], bought: Bought) -> Option<Due<'_>> {
    let value_minor = bought.value_minor.max(0);
    Some(match reached(tiers, bought)?.benefit() {
        Benefit::Percent { basis_points } => Due::Money {
            minor: amount::percent(value_minor, *basis_points),
        },
        Benefit::Amount { minor } => Due::Money {
            minor: (*minor).min(value_minor),
        },
        Benefit::Free {
            product,
            unit,
            quantity_milli,
        } => Due::Goods {
            product: *product,
            unit,
            quantity_milli: *quantity_milli,
        },
    })
}

/// How far a period has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress<'a> {
    /// The highest tier that it reached.
    pub reached: Option<&'a PeriodTier>,
    /// The lowest that it has not.
    pub next: Option<&'a PeriodTier>,
    /// To that, above zero: thousandths of the base unit of a tier by quantity, minor units of one by value.
    pub missing_milli: Option<i64>,
    pub missing_minor: Option<i64>,
}

pub fn progress(tiers: &[PeriodTier], bought: Bought) -> Progress<'_> {
    let above = (tiers.iter()).filter(|t| t.at_least() > t.counted(bought));
    let next = above.min_by_key(|t| t.at_least());
    let missing = next.map(|t| t.at_least().saturating_sub(t.counted(bought)));
    let by_value = matches!(next, Some(PeriodTier::Value(_)));
    Progress {
        reached: reached(tiers, bought),
        next,
        missing_milli: missing.filter(|_| !by_value),
        missing_minor: missing.filter(|_| by_value),
    }
}

/// What is due to one outlet for a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claimed {
    pub outlet: i32,
    pub due_minor: i64,
    /// Of its cap; `None` is no limit.
    pub cap_left_minor: Option<i64>,
}

/// What each gets: its due within its cap, and where the budget is less than all of that, its share of the budget
/// by largest remainder, ties to the smaller id. By outlet, whatever the order of `claimed`; each is in it once.
pub fn grants(claimed: &[Claimed], budget_left_minor: Option<i64>) -> BTreeMap<i32, i64> {
    let mut capped: Vec<(i32, i64)> = (claimed.iter())
        .map(|c| {
            let cap = c.cap_left_minor.unwrap_or(i64::MAX);
            (c.outlet, c.due_minor.min(cap).max(0))
        })
        .collect();
    let all: i128 = capped.iter().map(|c| i128::from(c.1)).sum();
    match budget_left_minor.map(|b| b.max(0)) {
        Some(budget) if i128::from(budget) < all => {
            capped.sort_unstable();
            let weights: Vec<i64> = capped.iter().map(|c| c.1).collect();
            let shares = amount::split(budget, &weights);
            capped.iter().map(|c| c.0).zip(shares).collect()
        }
        _ => capped.into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_earns_its_highest_tier_once() {
        let tiers = [(100_000, 100), (500_000, 250)].map(|(at_least_milli, basis_points)| {
            PeriodTier::Quantity(Tier {
                at_least_milli,
                benefit: Benefit::Percent { basis_points },
            })
        });
        for (milli, value_minor, money) in [
            (99_999, 1_000_000, None),
            (100_000, 1_000_000, Some(10_000)),
            (800_000, 8_000_000, Some(200_000)),
        ] {
            let due = due(&tiers, Bought { milli, value_minor });
            assert_eq!(due, money.map(|minor| Due::Money { minor }), "{milli}");
        }
    }

    #[test]
    fn a_period_by_value_asks_for_money_and_not_for_goods() {
        let tiers = [(2_000, 40), (1_000, 15)].map(|(at_least_minor, minor)| {
            PeriodTier::Value(ValueTier {
                at_least_minor,
                benefit: Benefit::Amount { minor },
            })
        });
        let of = |value_minor| Bought {
            milli: 9_000_000,
            value_minor,
        };
        assert_eq!(due(&tiers, of(999)), None);
        assert_eq!(due(&tiers, of(1_000)), Some(Due::Money { minor: 15 }));
        assert_eq!(due(&tiers, of(2_500)), Some(Due::Money { minor: 40 }));
        let seen = progress(&tiers, of(1_400));
        assert_eq!(seen.reached, Some(&tiers[1]));
        assert_eq!(
            (seen.next, seen.missing_minor, seen.missing_milli),
            (Some(&tiers[0]), Some(600), None)
        );
        let all = progress(&tiers, of(2_000));
        assert_eq!((all.next, all.missing_minor), (None, None));
        // More came back than was bought.
        assert_eq!(progress(&tiers, of(-5)).missing_minor, Some(1_005));
    }
}
