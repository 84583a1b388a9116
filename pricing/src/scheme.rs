//! Schemes: on what, for whom, and what they give.

use serde::{Deserialize, Serialize};

use crate::{
    ask::{Ask, Buyer, Selector},
    book::{ProductId, Span},
};

/// One version of a trade promotion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scheme {
    pub id: i32,
    pub version: i32,
    pub valid: Span,
    pub audience: Audience,
    /// The products that count; a combo names its own.
    #[serde(default)]
    pub on: Selector,
    pub rule: Rule,
    /// Lower groups are applied first and add up; of one group the best scheme holds.
    pub stack_group: i32,
    /// Higher wins within a group.
    pub priority: i32,
    /// Counts units that another scheme used, and uses up none.
    #[serde(default)]
    pub stackable: bool,
    /// What is left of the budget, and of the cap of this outlet, minor units; `None` is no limit.
    #[serde(default)]
    pub budget_left_minor: Option<i64>,
    #[serde(default)]
    pub outlet_left_minor: Option<i64>,
}

/// Conditions on the buyer; an empty list means any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Audience {
    #[serde(default)]
    pub classes: Vec<String>,
    #[serde(default)]
    pub channels: Vec<String>,
    /// Org units; those below are meant, too.
    #[serde(default)]
    pub areas: Vec<i32>,
    #[serde(default)]
    pub customers: Vec<i32>,
    /// Only for orders paid on the spot.
    #[serde(default)]
    pub cash_only: bool,
}

impl Audience {
    fn takes(&self, buyer: &Buyer, cash: bool) -> bool {
        (self.classes.is_empty() || self.classes.contains(&buyer.outlet_class))
            && (self.channels.is_empty()
                || (buyer.channel.as_ref()).is_some_and(|c| self.channels.contains(c)))
            && (self.areas.is_empty() || self.areas.iter().any(|a| buyer.areas.contains(a)))
            && (self.customers.is_empty()
                || buyer.customer.is_some_and(|c| self.customers.contains(&c)))
            && (cash || !self.cash_only)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = SchemeRule))]
pub enum Rule {
    /// So many of one product.
    Quantity { tiers: Vec<Tier>, every: bool },
    /// So many of all its products together.
    Mix { tiers: Vec<Tier>, every: bool },
    /// So many of each; once for every whole set.
    Combo { parts: Vec<Part>, benefit: Benefit },
    /// The value of its products in the order, after the benefits above.
    Value { tiers: Vec<ValueTier> },
    /// How much of its products was bought over a period: settled at its end, never in an order.
    Cumulative { tiers: Vec<Tier> },
    /// For how much they were bought over a period, likewise.
    CumulativeValue { tiers: Vec<ValueTier> },
}

impl Rule {
    /// Whether it gives an order nothing, since a whole period counts.
    pub const fn is_cumulative(&self) -> bool {
        matches!(self, Self::Cumulative { .. } | Self::CumulativeValue { .. })
    }
}

/// With `every`: once for every whole `at_least`, the highest tiers first, the rest by lower ones.
/// Without: the highest tier reached, once, for all that counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Tier {
    /// Thousandths of the base unit.
    pub at_least_milli: i64,
    pub benefit: Benefit,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ValueTier {
    pub at_least_minor: i64,
    pub benefit: Benefit,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = ComboPart))]
pub struct Part {
    pub product: ProductId,
    /// Thousandths of the base unit.
    pub quantity_milli: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Benefit {
    /// Of the value of the units that count.
    Percent { basis_points: i32 },
    /// Off that value, never more than it.
    Amount { minor: i64 },
    Free {
        product: ProductId,
        unit: String,
        quantity_milli: i64,
    },
}

impl Scheme {
    /// Whether it can hold for this order at all.
    pub fn concerns(&self, ask: &Ask) -> bool {
        self.valid.holds(ask.date) && self.audience.takes(&ask.buyer, ask.cash)
    }

    /// The limit that binds first, minor units.
    pub fn left_minor(&self) -> Option<i64> {
        match (self.budget_left_minor, self.outlet_left_minor) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
        .map(|left| left.max(0))
    }
}

/// The tiers that so much reaches, each with how often, and what they use up.
pub fn reached(tiers: &[Tier], every: bool, quantity_milli: i64) -> Vec<(&Tier, i64, i64)> {
    let mut by_height: Vec<&Tier> = tiers.iter().filter(|t| t.at_least_milli > 0).collect();
    by_height.sort_by_key(|t| std::cmp::Reverse(t.at_least_milli));
    if !every {
        return by_height
            .into_iter()
            .find(|t| t.at_least_milli <= quantity_milli)
            .map(|t| (t, 1, quantity_milli))
            .into_iter()
            .collect();
    }
    let mut left = quantity_milli;
    let mut out = Vec::new();
    for tier in by_height {
        let times = left / tier.at_least_milli;
        if times > 0 {
            out.push((tier, times, times * tier.at_least_milli));
            left -= times * tier.at_least_milli;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tier(at_least_milli: i64) -> Tier {
        Tier {
            at_least_milli,
            benefit: Benefit::Amount { minor: 1 },
        }
    }

    #[test]
    fn every_takes_the_highest_tiers_first_and_the_rest_by_lower_ones() {
        let tiers = [tier(10), tier(50)];
        let got: Vec<_> = reached(&tiers, true, 127)
            .into_iter()
            .map(|(t, times, used)| (t.at_least_milli, times, used))
            .collect();
        assert_eq!(got, [(50, 2, 100), (10, 2, 20)]);
    }

    #[test]
    fn a_slab_is_the_highest_tier_reached_for_all_that_counts() {
        let tiers = [tier(10), tier(50)];
        let got = reached(&tiers, false, 127);
        assert_eq!(got.len(), 1);
        assert_eq!((got[0].0.at_least_milli, got[0].1, got[0].2), (50, 1, 127));
        assert!(reached(&tiers, false, 9).is_empty());
    }
}
