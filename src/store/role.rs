//! The table of roles: what each may do. The only place that says so.
//!
//! A right says *what*, the scope's reach says *where*; both are needed, and neither is given by
//! default.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Administrator,
    Director,
    RegionalManager,
    Supervisor,
    Planner,
    Accounting,
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
    /// Reps, outlets, customers, routes, plans, days, visits, orders, events.
    ReadField,
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
    /// Partners, products, price lists, schemes: the whole company's.
    ManageCatalogue,
    /// Makes, revises and cancels orders and quotations, asks for returns; a rep the own.
    TakeOrders,
    /// Confirms and rejects orders, releases their price, stock and review holds, says what was
    /// allocated, dispatched, delivered and closed.
    ConfirmOrders,
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
            Self::ManageCatalogue | Self::ManageReasons | Self::ClosePeriods | Self::ReopenPeriods
        )
    }
}

impl Role {
    pub const ALL: [Self; 9] = [
        Self::Administrator,
        Self::Director,
        Self::RegionalManager,
        Self::Supervisor,
        Self::Planner,
        Self::Accounting,
        Self::Auditor,
        Self::Rep,
        Self::Integration,
    ];

    /// The table.
    #[expect(clippy::too_many_lines, reason = "a table is as long as it has rows")]
    pub const fn may(self, right: Right) -> bool {
        use Right as R;
        if matches!(right, R::Own) {
            return true;
        }
        match self {
            Self::Administrator => true,
            Self::Director => matches!(
                right,
                R::ReadField
                    | R::ReadScenarios
                    | R::ManageSegments
                    | R::ManageTargets
                    | R::ManageCampaigns
                    | R::ManageOccasions
                    | R::DecideExpenses
                    | R::ApproveCredit
                    | R::ConfirmOrders
                    | R::ShareViews
                    | R::ReceiveAlerts
                    | R::SendWebhooks
                    | R::AccompanyVisits
                    | R::RequestAbsences
                    | R::DecideAbsences
                    | R::HandleExceptions
                    | R::SendMessages
                    | R::CorrectTime
                    | R::Watch
                    | R::ReadTrack
                    | R::ReadOrgUnits
                    | R::ReadUsers
                    | R::ReadDevices
                    | R::ReviewVisits
                    | R::ReadSettings
                    | R::ReadAudit
                    | R::ClosePeriods
                    | R::ManageDisplays
                    | R::EnrolDisplays
                    | R::ApproveDisplaysSecond
                    | R::ReadClaims
                    | R::ApproveClaims
            ),
            Self::RegionalManager => matches!(
                right,
                R::ReadField
                    | R::ReadScenarios
                    | R::ManageSegments
                    | R::ManageTargets
                    | R::ManageCampaigns
                    | R::ManageOccasions
                    | R::ClaimExpenses
                    | R::DecideExpenses
                    | R::ApproveCredit
                    | R::ConfirmOrders
                    | R::TakeOrders
                    | R::KeepRelations
                    | R::TakeCollections
                    | R::ShareViews
                    | R::ReceiveAlerts
                    | R::SendWebhooks
                    | R::AccompanyVisits
                    | R::RequestAbsences
                    | R::DecideAbsences
                    | R::HandleExceptions
                    | R::SendMessages
                    | R::CorrectTime
                    | R::ChangePlans
                    | R::Watch
                    | R::ReadTrack
                    | R::ReadOrgUnits
                    | R::ReadUsers
                    | R::ReadDevices
                    | R::ManageRoutes
                    | R::ManageOutlets
                    | R::ReviewVisits
                    | R::ApprovePins
                    | R::ApproveFarPins
                    | R::RequestOutlets
                    | R::DecideOutlets
                    | R::CloseOutlets
                    | R::ReadSettings
                    | R::ManageDisplays
                    | R::EnrolDisplays
                    | R::ApproveDisplaysSecond
                    | R::ReadClaims
                    | R::MakeClaims
            ),
            Self::Supervisor => matches!(
                right,
                R::ReadField
                    | R::ReadScenarios
                    | R::ClaimExpenses
                    | R::DecideExpenses
                    | R::ConfirmOrders
                    | R::TakeOrders
                    | R::KeepRelations
                    | R::TakeCollections
                    | R::ReceiveAlerts
                    | R::SendWebhooks
                    | R::AccompanyVisits
                    | R::RequestAbsences
                    | R::DecideAbsences
                    | R::HandleExceptions
                    | R::SendMessages
                    | R::CorrectTime
                    | R::ChangePlans
                    | R::Watch
                    | R::ReadTrack
                    | R::ReadOrgUnits
                    | R::ReadDevices
                    | R::ReviewVisits
                    | R::ApprovePins
                    | R::RequestOutlets
                    | R::DecideOutlets
                    | R::ReadSettings
                    | R::EnrolDisplays
                    | R::ApproveDisplays
            ),
            Self::Planner => matches!(
                right,
                R::ReadField
                    | R::ReadScenarios
                    | R::ShareViews
                    | R::ReceiveAlerts
                    | R::ChangePlans
                    | R::SendMessages
                    | R::ReadOrgUnits
                    | R::ManageRoutes
                    | R::ManageOutlets
                    | R::ApprovePins
                    | R::ApproveFarPins
                    | R::RequestOutlets
                    | R::DecideOutlets
                    | R::CloseOutlets
                    | R::ReadSettings
            ),
            Self::Accounting => matches!(
                right,
                R::ReadField
                    | R::ClaimExpenses
                    | R::ApproveOverdue
                    | R::ConfirmOrders
                    | R::ManageReceivables
                    | R::TakeCollections
                    | R::ShareViews
                    | R::ReceiveAlerts
                    | R::ReadOrgUnits
                    | R::ReadSettings
                    | R::ClosePeriods
                    | R::ManageStock
                    | R::RetryErp
                    | R::PayDisplays
                    | R::ReadClaims
                    | R::CheckClaims
            ),
            Self::Auditor => matches!(
                right,
                R::ReadField
                    | R::ReadScenarios
                    | R::ReceiveAlerts
                    | R::Watch
                    | R::ReadTrack
                    | R::ReadOrgUnits
                    | R::ReadUsers
                    | R::ReadDevices
                    | R::ReadSettings
                    | R::ReadAudit
                    | R::ReadPrivacy
                    | R::ReadClaims
            ),
            // Own reps' data only: the scope narrows it to the rep of the login.
            Self::Rep => matches!(
                right,
                R::ReadField
                    | R::ClaimExpenses
                    | R::TakeOrders
                    | R::KeepRelations
                    | R::TakeCollections
                    | R::ReadTrack
                    | R::AppealVisits
                    | R::RequestAbsences
                    | R::RequestOutlets
            ),
            Self::Integration => matches!(
                right,
                R::ReadField
                    | R::ReadScenarios
                    | R::TakeOrders
                    | R::KeepRelations
                    | R::ConfirmOrders
                    | R::ManageReceivables
                    | R::ReceiveAlerts
                    | R::SendWebhooks
                    | R::ReadOrgUnits
                    | R::ManageOrgUnits
                    | R::ManageReps
                    | R::ReadDevices
                    | R::ManageDevices
                    | R::ManageOutlets
                    | R::ManageRoutes
                    | R::ManageCatalogue
                    | R::ManageStock
                    | R::MarkErp
                    | R::RetryErp
                    | R::ReadSettings
                    | R::ManageDisplays
                    | R::EnrolDisplays
                    | R::ReadClaims
                    | R::MakeClaims
            ),
        }
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Director => "director",
            Self::RegionalManager => "regional_manager",
            Self::Supervisor => "supervisor",
            Self::Planner => "planner",
            Self::Accounting => "accounting",
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_administrators_manage_users_and_settings() {
        for role in Role::ALL {
            let admin = role == Role::Administrator;
            assert_eq!(role.may(Right::ManageUsers), admin, "{role:?}");
            assert_eq!(role.may(Right::ManageSettings), admin, "{role:?}");
            assert_eq!(role.may(Right::ManagePrivacy), admin, "{role:?}");
        }
    }

    #[test]
    fn credit_and_overdue_have_different_approvers() {
        for role in Role::ALL {
            let both = role.may(Right::ApproveCredit) && role.may(Right::ApproveOverdue);
            assert_eq!(both, role == Role::Administrator, "{role:?}");
        }
    }

    #[test]
    fn displays_and_claims_are_looked_at_by_two_roles() {
        for role in Role::ALL {
            for (one, other) in [
                (Right::ApproveDisplays, Right::ApproveDisplaysSecond),
                (Right::ApproveDisplaysSecond, Right::PayDisplays),
                (Right::CheckClaims, Right::ApproveClaims),
            ] {
                let both = role.may(one) && role.may(other);
                assert_eq!(both, role == Role::Administrator, "{role:?} {one:?}");
            }
        }
    }

    #[test]
    fn every_right_has_a_place_in_a_set_of_them() {
        use strum::VariantArray as _;
        assert!(Right::VARIANTS.len() <= 128);
        for right in Right::VARIANTS {
            let word = serde_json::to_value(right).unwrap();
            let set = Rights::of(&[word.as_str().unwrap().to_owned(), "unheard_of".to_owned()]);
            for other in Right::VARIANTS {
                assert_eq!(set.holds(*other), right == other);
            }
        }
    }

    #[test]
    fn words_round_trip() {
        for role in Role::ALL {
            assert_eq!(role.as_str().parse::<Role>().unwrap(), role);
            assert_eq!(serde_json::to_value(role).unwrap(), role.as_str());
        }
    }
}
