//! An order to be priced, and for whom.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::book::{CategoryId, ProductId};

/// More lines than any shop orders.
pub const LINES_MAX: usize = 500;
/// A quantity of a line, thousandths: fifteen digits before the point's three would leave `i64`.
pub const QUANTITY_MILLI_MAX: i64 = 99_999_999_999;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// Whose prices and schemes hold: the date of the order in the company's time zone.
    pub date: NaiveDate,
    pub buyer: Buyer,
    /// Paid on the spot: cash discounts hold.
    #[serde(default)]
    pub cash: bool,
    pub lines: Vec<AskLine>,
}

/// What conditions are asked of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Buyer {
    pub customer: Option<i32>,
    pub outlet_class: String,
    pub channel: Option<String>,
    /// The outlet's org unit and all above it.
    pub areas: Vec<i32>,
    /// The partner who supplies the outlet on that day.
    pub supplier: Option<i32>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskLine {
    pub product: ProductId,
    pub unit: String,
    /// Thousandths of the unit, above zero.
    pub quantity_milli: i64,
}

/// Which products.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Selector {
    #[serde(default)]
    pub products: Vec<ProductId>,
    #[serde(default)]
    pub categories: Vec<CategoryId>,
}

impl Selector {
    /// Empty means all.
    pub fn takes(&self, product: ProductId, category: Option<CategoryId>) -> bool {
        (self.products.is_empty() && self.categories.is_empty())
            || self.products.contains(&product)
            || category.is_some_and(|c| self.categories.contains(&c))
    }
}
