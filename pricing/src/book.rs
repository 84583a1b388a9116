//! What prices are looked up in: products with their units, price lists, schemes.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::scheme::Scheme;

pub type ProductId = i32;
pub type CategoryId = i32;

/// All that an order of one day may be priced from. `BTreeMap`s: nothing depends on the order of a hash.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Book {
    pub products: BTreeMap<ProductId, Product>,
    pub lists: Vec<PriceList>,
    pub schemes: Vec<Scheme>,
    /// Tax on the value before discounts instead of after them.
    #[serde(default)]
    pub tax_before_discount: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    pub category: Option<CategoryId>,
    /// Basis points: 800 is 8 %.
    pub tax_bp: i32,
    /// Pieces in one of the unit; the piece itself, the base unit, is 1.
    pub units: BTreeMap<String, i32>,
}

impl Product {
    /// Thousandths of the base unit in so many thousandths of a unit; `None` for an unknown unit or
    /// beyond `i64`.
    pub fn base_milli(&self, unit: &str, quantity_milli: i64) -> Option<i64> {
        quantity_milli.checked_mul(i64::from(*self.units.get(unit)?))
    }
}

/// Whom a list is for, in the order in which lists are asked (rules.md §7).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "for", content = "of", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum ListFor {
    Customer(i32),
    OutletClass(String),
    Supplier(i32),
    Everybody,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceList {
    pub id: i32,
    pub version: i32,
    pub holder: ListFor,
    pub valid: Span,
    pub tax_included: bool,
    /// Minor units for one of the unit.
    pub prices: BTreeMap<ProductId, BTreeMap<String, i64>>,
}

/// Dates, both included; open where absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = PriceSpan))]
pub struct Span {
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

impl Span {
    pub fn holds(self, date: NaiveDate) -> bool {
        self.from.is_none_or(|d| d <= date) && self.to.is_none_or(|d| date <= d)
    }
}
