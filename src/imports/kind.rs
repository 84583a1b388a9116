//! What can be imported, its columns, and what whoever imports may ask for.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a file holds.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = ImportKind)]
pub enum Kind {
    Outlets,
    Reps,
    Routes,
    Customers,
    Products,
    /// Prices of price lists, a row a unit of a product.
    Prices,
    /// What was counted in warehouses and vans, a row a lot of a product.
    Stock,
}

impl Kind {
    pub const ALL: [Self; 7] = [
        Self::Outlets,
        Self::Reps,
        Self::Routes,
        Self::Customers,
        Self::Products,
        Self::Prices,
        Self::Stock,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Outlets => "outlets",
            Self::Reps => "reps",
            Self::Routes => "routes",
            Self::Customers => "customers",
            Self::Products => "products",
            Self::Prices => "prices",
            Self::Stock => "stock",
        }
    }

    /// Columns in the order of an exported file.
    pub const fn fields(self) -> &'static [Field] {
        use Field as F;
        match self {
            Self::Outlets => &[
                F::Code,
                F::Name,
                F::Lat,
                F::Lng,
                F::RadiusM,
                F::Class,
                F::Channel,
                F::Address,
                F::CustomerCode,
                F::OrgUnit,
            ],
            Self::Reps => &[F::Code, F::Name, F::Phone, F::OrgUnit, F::Login],
            Self::Routes => &[
                F::RouteCode,
                F::RouteName,
                F::RepCode,
                F::OutletCode,
                F::Sequence,
                F::Pattern,
                F::Weekdays,
                F::Window,
                F::ServiceMinutes,
                F::ValidFrom,
                F::ValidTo,
            ],
            Self::Customers => &[F::Code, F::Name, F::Phone, F::OrgUnit],
            Self::Products => &[F::Code, F::Name, F::Category, F::TaxPercent, F::Units],
            Self::Prices => &[
                F::ListCode,
                F::ListName,
                F::CustomerCode,
                F::Class,
                F::PartnerCode,
                F::ValidFrom,
                F::ValidTo,
                F::TaxIncluded,
                F::ProductCode,
                F::Unit,
                F::Price,
            ],
            Self::Stock => &[
                F::LocationCode,
                F::ProductCode,
                F::Batch,
                F::Expiry,
                F::Quantity,
                F::Unit,
            ],
        }
    }

    /// Columns without which a row names nothing.
    pub const fn keys(self) -> &'static [Field] {
        match self {
            Self::Outlets | Self::Reps | Self::Customers | Self::Products => &[Field::Code],
            Self::Routes => &[Field::RouteCode, Field::OutletCode],
            Self::Prices => &[Field::ListCode, Field::ProductCode],
            Self::Stock => &[Field::LocationCode, Field::ProductCode],
        }
    }
}

impl std::str::FromStr for Kind {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|k| k.as_str() == text).ok_or(())
    }
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Code,
    Name,
    /// Latitude and longitude in one cell.
    Position,
    Lat,
    Lng,
    RadiusM,
    Class,
    Channel,
    Address,
    CustomerCode,
    OrgUnit,
    Phone,
    Login,
    RouteCode,
    RouteName,
    RepCode,
    OutletCode,
    Sequence,
    Pattern,
    Weekdays,
    Window,
    ServiceMinutes,
    ValidFrom,
    ValidTo,
    Category,
    TaxPercent,
    /// Base units in one of each unit.
    Units,
    ListCode,
    ListName,
    PartnerCode,
    TaxIncluded,
    ProductCode,
    Unit,
    Price,
    LocationCode,
    Batch,
    Expiry,
    Quantity,
    /// Not a column: whether an outlet is closed; a rep, customer, product or price list inactive.
    Closed,
}

impl Field {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Name => "name",
            Self::Position => "position",
            Self::Lat => "lat",
            Self::Lng => "lng",
            Self::RadiusM => "radius_m",
            Self::Class => "class",
            Self::Channel => "channel",
            Self::Address => "address",
            Self::CustomerCode => "customer_code",
            Self::OrgUnit => "org_unit",
            Self::Phone => "phone",
            Self::Login => "login",
            Self::RouteCode => "route_code",
            Self::RouteName => "route_name",
            Self::RepCode => "rep_code",
            Self::OutletCode => "outlet_code",
            Self::Sequence => "sequence",
            Self::Pattern => "pattern",
            Self::Weekdays => "weekdays",
            Self::Window => "window",
            Self::ServiceMinutes => "service_minutes",
            Self::ValidFrom => "valid_from",
            Self::ValidTo => "valid_to",
            Self::Category => "category",
            Self::TaxPercent => "tax_percent",
            Self::Units => "units",
            Self::ListCode => "list_code",
            Self::ListName => "list_name",
            Self::PartnerCode => "partner_code",
            Self::TaxIncluded => "tax_included",
            Self::ProductCode => "product_code",
            Self::Unit => "unit",
            Self::Price => "price",
            Self::LocationCode => "location_code",
            Self::Batch => "batch",
            Self::Expiry => "expiry",
            Self::Quantity => "quantity",
            Self::Closed => "closed",
        }
    }

    /// Whether `-` in a cell empties it.
    pub const fn may_be_cleared(self) -> bool {
        matches!(
            self,
            Self::RadiusM
                | Self::Channel
                | Self::Address
                | Self::CustomerCode
                | Self::Phone
                | Self::Login
                | Self::Window
                | Self::ServiceMinutes
                | Self::ValidTo
                | Self::Category
                | Self::PartnerCode
                | Self::Price
        )
    }
}

/// Of headings and texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ImportLanguage)]
pub enum Language {
    #[default]
    En,
    Vi,
    Zh,
}

/// What the weeks of a pattern code count.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
    clap::ValueEnum,
)]
#[serde(rename_all = "snake_case")]
pub enum WeeksOf {
    /// Weeks of a four-week cycle.
    #[default]
    Cycle,
    /// Weeks of the month.
    Month,
}

/// How a file is to be read and what may be done with it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// First date of moved pins and changed assignments; today by default.
    pub valid_from: Option<NaiveDate>,
    /// Good rows are imported although others are bad.
    pub skip_bad_rows: bool,
    /// What the file does not name ends: outlets close; reps, customers and products become inactive; of
    /// routes, outlets that are missing from a route which the file names; prices likewise from their list;
    /// of stock, products of a place that the file names are gone.
    pub end_missing: bool,
    pub weeks: WeeksOf,
    /// Codes of digits only are filled up with leading zeros to this many.
    pub code_width: Option<u8>,
    /// Name of a saved mapping.
    pub mapping: Option<String>,
    /// Headings of the file and which column each is; null passes one over. Goes before the saved mapping.
    pub columns: BTreeMap<String, Option<String>>,
    /// Of a workbook; by default the one that is called like the kind, else the first.
    pub sheet: Option<String>,
    /// Of a CSV that is not UTF-8, e.g. `windows-1258`, `gb18030`.
    pub encoding: Option<String>,
}
