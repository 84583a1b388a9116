//! What a cumulative scheme gives for a whole period, at its end.

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

/// `bought_milli` and `value_minor` are of the invoices of the period, returns taken off.
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
