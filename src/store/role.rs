//! The roles and the rights; who has which says [`table`] alone.
//!
//! A right says *what*, the scope's reach says *where*; both are needed, and neither is given by
//! default.

mod table;

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Administrator,
    Director,
    RegionalManager,
    Supervisor,
    Planner,
    /// Schemes, displays, segments and campaigns.
    TradeMarketing,
    Accounting,
    /// Rides with the goods.
    Delivery,
    Warehouse,
    /// Speaks with customers from the office.
    CustomerCare,
    /// Of another firm, which delivers what the reps sell in its units: sees goods, not people.
    Distributor,
    Auditor,
    Rep,
    Integration,
}

#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    strum::VariantArray,
    strum::EnumString,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Right {
    /// Own profile and company: everybody with a login.
    Own,
    /// Reps, routes, plans, days, visits and what was done in them, figures, events: what people did.
    ReadField,
    /// Outlets, customers, products, schemes, displays, orders, deliveries, stock: goods and where they go.
    ReadTrade,
    /// Credit accounts, invoices, collections, hand-ins.
    ReadReceivables,
    /// The live map, and exceptions of the field.
    Watch,
    /// Raw positions; every use is logged.
    ReadTrack,
    ReadOrgUnits,
    ManageOrgUnits,
    ReadUsers,
    ManageUsers,
    ManageReps,
    ReadDevices,
    ManageDevices,
    /// Outlets and customers.
    ManageOutlets,
    ManageRoutes,
    /// Scenarios with what is ordered where; who changes and publishes them needs [`Self::ManageRoutes`].
    ReadScenarios,
    ReviewVisits,
    /// Proposed pins no farther from the old one than a supervisor may move it, and the decisions on
    /// visits that follow.
    ApprovePins,
    /// Any distance.
    ApproveFarPins,
    /// New outlets, for units in scope; a rep for itself.
    RequestOutlets,
    /// New outlets that were asked for, with their place on a route.
    DecideOutlets,
    /// Closes outlets, opens them again, and merges those that are one.
    CloseOutlets,
    /// For reps in scope; a rep for itself.
    RequestAbsences,
    /// Approves, refuses, cancels, and names substitutes.
    DecideAbsences,
    /// Acknowledges, assigns, resolves and reopens exceptions of the field, and may own them.
    HandleExceptions,
    /// Messages to reps in scope.
    SendMessages,
    /// Saved views that everybody is offered.
    ShareViews,
    /// Stops of a day, before and after it is frozen.
    ChangePlans,
    /// Partners, products, price lists, forms: the whole company's.
    ManageCatalogue,
    /// Schemes: the whole company's.
    ManageSchemes,
    /// Makes, revises and cancels orders and quotations, asks for returns; a rep the own.
    TakeOrders,
    /// Confirms, rejects and closes orders, releases their price, stock and review holds.
    ConfirmOrders,
    /// Says what was allocated, dispatched and delivered; plans and loads trips.
    DeliverOrders,
    /// Lets orders pass beyond a credit limit.
    ApproveCredit,
    /// Lets orders pass while an invoice is overdue: another than who approves credit.
    ApproveOverdue,
    /// Records money and hands it in; a rep the own.
    TakeCollections,
    /// Counts and books money, keeps credit terms, invoices, opening balances, decides on returns.
    ManageReceivables,
    /// Expenses for reps in scope; a rep the own.
    ClaimExpenses,
    /// Approves and rejects expenses of reps.
    DecideExpenses,
    /// Stock locations and moves.
    ManageStock,
    /// Contacts, activities and what else is kept of relations with customers; a rep the own.
    KeepRelations,
    /// Segments: the whole company's rules.
    ManageSegments,
    /// Writes, approves (what another wrote) and stops campaigns to customers in scope.
    ManageCampaigns,
    /// Occasions of customers in scope, what they may cost, and whether they are in use.
    ManageOccasions,
    /// Targets of reps and org units in scope.
    ManageTargets,
    /// Says what became of documents in the ERP, and holds its lists against ours.
    MarkErp,
    /// Lets the ERP take again what it rejected.
    RetryErp,
    /// Display programmes.
    ManageDisplays,
    /// Outlets in scope that take part in one.
    EnrolDisplays,
    /// The first level.
    ApproveDisplays,
    /// The second level: another role's than the first.
    ApproveDisplaysSecond,
    /// Says that outlets were paid for what they show.
    PayDisplays,
    ReadClaims,
    /// Drafts claims of partners and submits them.
    MakeClaims,
    /// Looks at the evidence of claims: another role than who approves.
    CheckClaims,
    ApproveClaims,
    /// Says that the own person was with a rep.
    AccompanyVisits,
    /// Working time of reps, beside what was measured.
    CorrectTime,
    /// Against verdicts of own visits.
    AppealVisits,
    ReadSettings,
    ManageSettings,
    /// The lists of reasons.
    ManageReasons,
    ReadAudit,
    /// What is kept of people, why and how long, and what was erased and given out: the data protection officer's.
    ReadPrivacy,
    /// Erases where reps were, and gives out what is kept of one.
    ManagePrivacy,
    /// Months of the whole company.
    ClosePeriods,
    ReopenPeriods,
    /// Own subscriptions to the events that one sees.
    ReceiveAlerts,
    /// By webhook: to another machine, with everything that the event says.
    SendWebhooks,
    /// Subscriptions of others in reach.
    ReadAlerts,
}

/// Some of the rights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rights(u128);

impl Rights {
    pub const fn holds(self, right: Right) -> bool {
        self.0 >> (right as u32) & 1 == 1
    }

    #[must_use]
    pub const fn and(self, right: Right) -> Self {
        Self(self.0 | 1 << (right as u32))
    }

    /// Of their words; a word that names none, say of a later version, gives nothing.
    pub fn of(words: &[String]) -> Self {
        let known = words.iter().filter_map(|w| w.parse().ok());
        known.fold(Self::default(), Self::and)
    }
}

impl Right {
    /// What is one for the whole company: nobody with a part of it in reach changes it for the others, whatever
    /// the role.
    pub const fn is_of_the_whole(self) -> bool {
        matches!(
            self,
            Self::ManageCatalogue
                | Self::ManageSchemes
                | Self::ManageReasons
                | Self::ClosePeriods
                | Self::ReopenPeriods
        )
    }
}

impl Role {
    pub const ALL: [Self; 14] = [
        Self::Administrator,
        Self::Director,
        Self::RegionalManager,
        Self::Supervisor,
        Self::Planner,
        Self::TradeMarketing,
        Self::Accounting,
        Self::Delivery,
        Self::Warehouse,
        Self::CustomerCare,
        Self::Distributor,
        Self::Auditor,
        Self::Rep,
        Self::Integration,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Director => "director",
            Self::RegionalManager => "regional_manager",
            Self::Supervisor => "supervisor",
            Self::Planner => "planner",
            Self::TradeMarketing => "trade_marketing",
            Self::Accounting => "accounting",
            Self::Delivery => "delivery",
            Self::Warehouse => "warehouse",
            Self::CustomerCare => "customer_care",
            Self::Distributor => "distributor",
            Self::Auditor => "auditor",
            Self::Rep => "rep",
            Self::Integration => "integration",
        }
    }
}

/// The stored word names no role.
#[derive(Debug, thiserror::Error)]
#[error("unknown role {0:?}")]
pub struct UnknownRole(String);

impl std::str::FromStr for Role {
    type Err = UnknownRole;
    fn from_str(s: &str) -> Result<Self, UnknownRole> {
        Self::ALL
            .into_iter()
            .find(|r| r.as_str() == s)
            .ok_or_else(|| UnknownRole(s.to_owned()))
    }
}
