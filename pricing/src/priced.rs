//! A priced order with its explanation: every figure can be added up by hand.

use serde::{Deserialize, Serialize};

use crate::book::ProductId;

/// `total = net + tax added`, `net = gross − discount`, each the sum over the lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Priced {
    /// In the order in which they were asked.
    pub lines: Vec<PricedLine>,
    pub free: Vec<FreeLine>,
    /// In the order in which they were applied.
    pub applied: Vec<Applied>,
    pub gross_minor: i64,
    pub discount_minor: i64,
    /// All tax, whether the prices include it or not.
    pub tax_minor: i64,
    pub total_minor: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PricedLine {
    pub product: ProductId,
    pub unit: String,
    pub quantity_milli: i64,
    pub price: UnitPrice,
    /// Quantity × unit price, rounded once.
    pub gross_minor: i64,
    /// What schemes took off this line; they add up to `gross − net`.
    pub benefits: Vec<LineShare>,
    pub net_minor: i64,
    pub tax_minor: i64,
    /// `net`, and the tax where the price does not include it.
    pub total_minor: i64,
}

/// Where a unit price comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct UnitPrice {
    pub list: i32,
    pub list_version: i32,
    pub minor: i64,
    pub tax_included: bool,
    /// The list has the price of the piece alone: times the pieces in the unit.
    pub by_piece: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LineShare {
    /// Index in `applied`.
    pub applied: usize,
    pub minor: i64,
}

/// Zero-price goods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FreeLine {
    /// Index in `applied`.
    pub applied: usize,
    pub product: ProductId,
    pub unit: String,
    pub quantity_milli: i64,
    /// What they would have cost this buyer; 0 where no list has a price.
    pub value_minor: i64,
}

/// One benefit of one scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Applied {
    pub scheme: i32,
    pub scheme_version: i32,
    pub condition: Condition,
    pub times: i64,
    /// The units that count for it: used up, but by a stackable scheme.
    pub units: Vec<Units>,
    /// Taken off the lines, or the value of the free goods: what the budget is charged.
    pub value_minor: i64,
    /// Less than the tier promises: what was left of budget or cap.
    pub limited: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Condition {
    /// Thousandths of base units.
    Quantity {
        at_least_milli: i64,
        counted_milli: i64,
    },
    Value {
        at_least_minor: i64,
        counted_minor: i64,
    },
    /// Whole sets of a combo.
    Sets { counted: i64 },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Units {
    pub product: ProductId,
    /// Thousandths of the base unit.
    pub base_milli: i64,
}

/// Why an order has no price: a line and a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// `None`: the order as a whole.
    pub line: Option<usize>,
    pub code: FaultCode,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultCode {
    UnknownProduct,
    UnknownUnit,
    NoPrice,
    OutOfRange,
    TooManyLines,
}

impl FaultCode {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnknownProduct => "unknown_product",
            Self::UnknownUnit => "unknown_unit",
            Self::NoPrice => "no_price",
            Self::OutOfRange => "out_of_range",
            Self::TooManyLines => "too_many",
        }
    }
}
