//! What a cumulative scheme gives for a whole period, at its end.

use std::collections::BTreeMap;

use crate::{
    amount,
    scheme::{Benefit, Tier, reached},
};

/// What is due, by the highest tier that the period's quantity reached.
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

/// `bought_milli` and `value_minor` are of what was delivered in the period, returns taken off.
pub fn due(tiers: &[Tier], bought_milli: i64, value_minor: i64) -> Option<Due<'_>> {
    let (tier, ..) = reached(tiers, false, bought_milli).into_iter().next()?;
    Some(match &tier.benefit {
        Benefit::Percent { basis_points } => Due::Money {
            minor: amount::percent(value_minor.max(0), *basis_points),
        },
        Benefit::Amount { minor } => Due::Money {
            minor: (*minor).min(value_minor.max(0)),
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
    pub reached: Option<&'a Tier>,
    /// The lowest that it has not, and what is missing to it, above zero.
    pub next: Option<(&'a Tier, i64)>,
}

pub fn progress(tiers: &[Tier], bought_milli: i64) -> Progress<'_> {
    let highest = reached(tiers, false, bought_milli).into_iter().next();
    let above = tiers.iter().filter(|t| t.at_least_milli > bought_milli);
    Progress {
        reached: highest.map(|h| h.0),
        next: (above.min_by_key(|t| t.at_least_milli))
            .map(|t| (t, t.at_least_milli - bought_milli)),
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
        let tiers = [
            Tier {
                at_least_milli: 100_000,
                benefit: Benefit::Percent { basis_points: 100 },
            },
            Tier {
                at_least_milli: 500_000,
                benefit: Benefit::Percent { basis_points: 250 },
            },
        ];
        assert_eq!(due(&tiers, 99_999, 1_000_000), None);
        assert_eq!(
            due(&tiers, 100_000, 1_000_000),
            Some(Due::Money { minor: 10_000 })
        );
        assert_eq!(
            due(&tiers, 800_000, 8_000_000),
            Some(Due::Money { minor: 200_000 })
        );
    }
}
