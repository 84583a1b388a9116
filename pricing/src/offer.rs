//! What a scheme would give on the order as it stands now. Changes nothing: the engine weighs offers
//! against each other and takes the best.

use crate::{
    amount,
    priced::{Condition, Units},
    scheme::{Benefit, Part, Scheme, Tier, ValueTier, reached},
    sheet::Sheet,
};

/// One benefit of a scheme, limits considered.
pub struct Give<'a> {
    pub condition: Condition,
    pub times: i64,
    pub units: Vec<Units>,
    pub what: What<'a>,
    pub value_minor: i64,
    pub limited: bool,
}

pub enum What<'a> {
    /// Off lines, by index, as they stood when the offer was made.
    Off(Vec<(usize, i64)>),
    Free {
        product: i32,
        unit: &'a str,
        quantity_milli: i64,
    },
}

/// All tiers of one scheme at once; empty where it does not hold.
pub struct Offer<'a> {
    pub scheme: &'a Scheme,
    pub gives: Vec<Give<'a>>,
}

impl Offer<'_> {
    pub fn value_minor(&self) -> i64 {
        self.gives.iter().map(|g| g.value_minor).sum()
    }

    /// Worth for money, or goods that no list has a price for.
    pub fn holds(&self) -> bool {
        !self.gives.is_empty()
    }
}

/// Of a scheme that never holds in an order.
pub const fn none(scheme: &Scheme) -> Offer<'_> {
    Offer {
        scheme,
        gives: Vec::new(),
    }
}

/// By quantity over a pool of units.
pub fn by_quantity<'a>(
    sheet: &Sheet<'_>,
    scheme: &'a Scheme,
    tiers: &'a [Tier],
    every: bool,
    mut pool: Vec<Units>,
) -> Offer<'a> {
    let counted_milli = pool.iter().map(|u| u.base_milli).sum();
    let mut offer = Offer {
        scheme,
        gives: Vec::new(),
    };
    let mut charged = 0;
    for (tier, times, used_milli) in reached(tiers, every, counted_milli) {
        let condition = Condition::Quantity {
            at_least_milli: tier.at_least_milli,
            counted_milli,
        };
        let units = draw(&mut pool, used_milli);
        offer.push(sheet, &tier.benefit, condition, times, units, &mut charged);
    }
    offer
}

/// Whole sets of a combo.
pub fn by_sets<'a>(
    sheet: &Sheet<'_>,
    scheme: &'a Scheme,
    parts: &'a [Part],
    benefit: &'a Benefit,
    pool: &[Units],
) -> Offer<'a> {
    let mut offer = Offer {
        scheme,
        gives: Vec::new(),
    };
    let sets = (parts.iter())
        .map(|part| {
            let held = pool.iter().find(|u| u.product == part.product);
            held.map_or(0, |u| u.base_milli / part.quantity_milli.max(1))
        })
        .min()
        .unwrap_or(0);
    if sets > 0 {
        let units = (parts.iter())
            .map(|p| Units {
                product: p.product,
                base_milli: p.quantity_milli.max(1) * sets,
            })
            .collect();
        let condition = Condition::Sets { counted: sets };
        offer.push(sheet, benefit, condition, sets, units, &mut 0);
    }
    offer
}

/// By the value of a pool of units.
pub fn by_value<'a>(
    sheet: &Sheet<'_>,
    scheme: &'a Scheme,
    tiers: &'a [ValueTier],
    pool: Vec<Units>,
) -> Offer<'a> {
    let counted_minor = sheet.value(&pool);
    let mut offer = Offer {
        scheme,
        gives: Vec::new(),
    };
    let highest = (tiers.iter())
        .filter(|t| t.at_least_minor > 0 && t.at_least_minor <= counted_minor)
        .max_by_key(|t| t.at_least_minor);
    if let Some(tier) = highest {
        let condition = Condition::Value {
            at_least_minor: tier.at_least_minor,
            counted_minor,
        };
        offer.push(sheet, &tier.benefit, condition, 1, pool, &mut 0);
    }
    offer
}

/// Takes so many thousandths out of a pool, by product.
fn draw(pool: &mut [Units], mut milli: i64) -> Vec<Units> {
    let mut out = Vec::new();
    for held in pool.iter_mut().filter(|u| u.base_milli > 0) {
        let base_milli = held.base_milli.min(milli);
        if base_milli == 0 {
            break;
        }
        held.base_milli -= base_milli;
        milli -= base_milli;
        out.push(Units {
            product: held.product,
            base_milli,
        });
    }
    out
}

impl<'a> Offer<'a> {
    /// `charged` is what earlier tiers of this offer take from the budget.
    fn push(
        &mut self,
        sheet: &Sheet<'_>,
        benefit: &'a Benefit,
        condition: Condition,
        times: i64,
        mut units: Vec<Units>,
        charged: &mut i64,
    ) {
        let give = match benefit {
            Benefit::Percent { .. } | Benefit::Amount { .. } => {
                let weights = sheet.weights(&units);
                let value = weights.iter().map(|w| w.1).sum();
                let promised = match benefit {
                    Benefit::Percent { basis_points } => amount::percent(value, *basis_points),
                    Benefit::Amount { minor } => minor.saturating_mul(times).min(value),
                    Benefit::Free { .. } => 0,
                };
                let value_minor = sheet.budgets.cap(self.scheme, *charged + promised) - *charged;
                let of_value: Vec<i64> = weights.iter().map(|w| w.1).collect();
                let shares = amount::split(value_minor, &of_value);
                let off = weights.iter().map(|w| w.0).zip(shares).collect();
                (value_minor > 0).then_some(Give {
                    condition,
                    times,
                    units,
                    what: What::Off(off),
                    value_minor,
                    limited: value_minor < promised,
                })
            }
            Benefit::Free {
                product,
                unit,
                quantity_milli,
            } => {
                let each = sheet.worth(*product, unit, *quantity_milli);
                let already = if each > 0 {
                    (*charged + each - 1) / each
                } else {
                    0
                };
                let given = sheet.budgets.times(self.scheme, times + already, each) - already;
                if given > 0 && given < times {
                    // Units of sets that were not given are not used up.
                    for u in &mut units {
                        u.base_milli = u.base_milli / times * given;
                    }
                }
                (given > 0).then(|| Give {
                    condition,
                    times: given,
                    units,
                    what: What::Free {
                        product: *product,
                        unit,
                        quantity_milli: quantity_milli.saturating_mul(given),
                    },
                    value_minor: each.saturating_mul(given),
                    limited: given < times,
                })
            }
        };
        if let Some(give) = give {
            *charged += give.value_minor;
            self.gives.push(give);
        }
    }
}
