//! Coverage: which outlets of a universe handle a product, and how well.
//!
//! An outlet **handles** a product that it bought, or that was seen there in stock, within the period.
//! Purchase and stock are kept apart: what was bought may be gone, and what is there may be bought elsewhere.
//! It is **out of stock** where it handles the product and the newest look found none.

use serde::Serialize;

use crate::quantity::half_up;

/// What is known of a product at one outlet in a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fact {
    pub bought: bool,
    /// At any look of the period.
    pub was_in_stock: bool,
    /// At the newest look; `None` where nobody looked.
    pub in_stock: Option<bool>,
    /// Of the product, and of everything in its category.
    pub sales_minor: i64,
    pub category_minor: i64,
    pub facings: i64,
    /// Own and competitors'.
    pub category_facings: i64,
    /// Whether the outlet must sell it.
    pub must_sell: bool,
}

impl Fact {
    pub const fn handles(&self) -> bool {
        self.bought || self.was_in_stock
    }

    /// Handles it, and somebody looked.
    pub const fn observed(&self) -> bool {
        self.handles() && self.in_stock.is_some()
    }

    pub const fn out(&self) -> bool {
        self.handles() && matches!(self.in_stock, Some(false))
    }
}

/// A number with what it is a part of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = CoveragePart)]
pub struct Part {
    pub numerator: i64,
    pub denominator: i64,
    /// Hundredths of a percent; null of nothing.
    pub bp: Option<i64>,
}

impl Part {
    pub fn new(numerator: i64, denominator: i64) -> Self {
        let known = denominator > 0 && numerator >= 0;
        Self {
            numerator,
            denominator,
            bp: known
                .then(|| half_up(i128::from(numerator) * 10_000, denominator.into()))
                .flatten(),
        }
    }
}

/// What is counted over the outlets of a universe.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub universe: i64,
    pub handlers: i64,
    pub purchasers: i64,
    /// Seen in stock at any look.
    pub stocked: i64,
    /// Somebody looked for it.
    pub counted: i64,
    /// Handlers where somebody looked.
    pub observed: i64,
    pub out: i64,
    /// Must sell it, and of those who handle it.
    pub must: i64,
    pub must_handled: i64,
    /// Category sales of all outlets, and of those of each kind.
    pub weight: i64,
    pub weight_handlers: i64,
    pub weight_purchasers: i64,
    pub weight_stocked: i64,
    pub sales: i64,
    pub facings: i64,
    pub category_facings: i64,
}

impl Tally {
    pub fn add(&mut self, fact: &Fact) {
        let one = i64::from;
        self.universe += 1;
        self.handlers += one(fact.handles());
        self.purchasers += one(fact.bought);
        self.stocked += one(fact.was_in_stock);
        self.counted += one(fact.in_stock.is_some());
        self.observed += one(fact.observed());
        self.out += one(fact.out());
        self.must += one(fact.must_sell);
        self.must_handled += one(fact.must_sell && fact.handles());
        let weight = fact.category_minor;
        let of = |yes: bool| if yes { weight } else { 0 };
        self.weight = self.weight.saturating_add(weight);
        self.weight_handlers = self.weight_handlers.saturating_add(of(fact.handles()));
        self.weight_purchasers = self.weight_purchasers.saturating_add(of(fact.bought));
        self.weight_stocked = self.weight_stocked.saturating_add(of(fact.was_in_stock));
        self.sales = self.sales.saturating_add(fact.sales_minor);
        self.facings = self.facings.saturating_add(fact.facings);
        self.category_facings = (self.category_facings).saturating_add(fact.category_facings);
    }

    pub fn coverage(&self) -> Coverage {
        Coverage {
            nd: Part::new(self.handlers, self.universe),
            wd: Part::new(self.weight_handlers, self.weight),
            purchase_nd: Part::new(self.purchasers, self.universe),
            purchase_wd: Part::new(self.weight_purchasers, self.weight),
            stock_nd: Part::new(self.stocked, self.universe),
            stock_wd: Part::new(self.weight_stocked, self.weight),
            counted: self.counted,
            oos: Part::new(self.out, self.observed),
            sales_share: Part::new(self.sales, self.weight),
            facings_share: Part::new(self.facings, self.category_facings),
            must_sell: Part::new(self.must_handled, self.must),
        }
    }
}

/// The numbers of a report, each with what it is a part of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Coverage {
    /// Numeric distribution: outlets that handle it ÷ the universe.
    pub nd: Part,
    /// Weighted distribution: category sales of those ÷ category sales of the universe.
    pub wd: Part,
    /// Of those who bought it.
    pub purchase_nd: Part,
    pub purchase_wd: Part,
    /// Of those where it was seen.
    pub stock_nd: Part,
    pub stock_wd: Part,
    /// Outlets where somebody looked for it: of the others its stock is not known.
    pub counted: i64,
    /// Out of stock at the newest look ÷ handlers where somebody looked.
    pub oos: Part,
    /// Its sales ÷ those of its category.
    pub sales_share: Part,
    /// Its facings ÷ those of its category, competitors' among them.
    pub facings_share: Part,
    /// Outlets that handle it ÷ those that must sell it.
    pub must_sell: Part,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Five outlets with category sales of 400, 300, 200, 100 and nothing: the first bought and still has it,
    /// the second bought and is out, the third was seen with it once and is out now, the fourth has none,
    /// of the fifth nothing is known.
    fn five() -> [Fact; 5] {
        let fact = |bought, was, now, sales, category| Fact {
            bought,
            was_in_stock: was,
            in_stock: now,
            sales_minor: sales,
            category_minor: category,
            ..Fact::default()
        };
        [
            Fact {
                facings: 6,
                category_facings: 15,
                must_sell: true,
                ..fact(true, true, Some(true), 100, 400)
            },
            fact(true, false, Some(false), 50, 300),
            Fact {
                facings: 0,
                category_facings: 5,
                ..fact(false, true, Some(false), 0, 200)
            },
            Fact {
                must_sell: true,
                ..fact(false, false, Some(false), 0, 100)
            },
            fact(false, false, None, 0, 0),
        ]
    }

    #[test]
    fn the_numbers_are_those_computed_by_hand() {
        let mut tally = Tally::default();
        for f in &five() {
            tally.add(f);
        }
        let c = tally.coverage();
        for (name, part, numerator, denominator, bp) in [
            ("nd", c.nd, 3, 5, 6_000),
            ("wd", c.wd, 900, 1_000, 9_000),
            ("purchase nd", c.purchase_nd, 2, 5, 4_000),
            ("purchase wd", c.purchase_wd, 700, 1_000, 7_000),
            ("stock nd", c.stock_nd, 2, 5, 4_000),
            ("stock wd", c.stock_wd, 600, 1_000, 6_000),
            ("oos", c.oos, 2, 3, 6_667),
            ("sales share", c.sales_share, 150, 1_000, 1_500),
            ("facings share", c.facings_share, 6, 20, 3_000),
            ("must sell", c.must_sell, 1, 2, 5_000),
        ] {
            let expected = Part {
                numerator,
                denominator,
                bp: Some(bp),
            };
            assert_eq!(part, expected, "{name}");
        }
        assert_eq!(c.counted, 4);
        assert_eq!(Tally::default().coverage().nd.bp, None);
    }

    proptest! {
        #[test]
        fn every_number_is_a_part_and_areas_add_up(
            facts in proptest::collection::vec((any::<[bool; 4]>(), 0..3u8, 0..1_000i64, 0..1_000i64), 0..40), cut in 0..40usize
        ) {
            let facts: Vec<Fact> = facts.into_iter().map(|([bought, was, must, now], known, sales, other)| {
                // What is on the shelf now was seen there; who sold it bought it.
                let in_stock = (known > 0).then_some(now);
                Fact {
                    bought, was_in_stock: known > 0 && (was || now), in_stock, must_sell: must,
                    sales_minor: if bought { sales } else { 0 }, category_minor: if bought { sales } else { 0 } + other,
                    facings: sales, category_facings: sales + other,
                }
            }).collect();
            let tally = |facts: &[Fact]| { let mut t = Tally::default(); for f in facts { t.add(f); } t };
            let all = tally(&facts);
            let c = all.coverage();
            for part in [c.nd, c.wd, c.purchase_nd, c.purchase_wd, c.stock_nd, c.stock_wd, c.oos, c.sales_share, c.facings_share, c.must_sell] {
                prop_assert!(0 <= part.numerator && part.numerator <= part.denominator);
            }
            prop_assert!(all.handlers >= all.purchasers.max(all.stocked) && all.handlers <= all.purchasers + all.stocked);
            let (a, b) = facts.split_at(cut.min(facts.len()));
            let (a, b) = (tally(a), tally(b));
            prop_assert_eq!(a.handlers + b.handlers, all.handlers);
            prop_assert_eq!(a.out + b.out, all.out);
            prop_assert_eq!(a.weight + b.weight, all.weight);
        }
    }
}
