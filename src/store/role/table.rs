//! The table of roles: what each may do. The only place that says so.

use super::{Right, Role};

impl Role {
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
                    | R::ReadTrade
                    | R::ReadReceivables
                    | R::ReadScenarios
                    | R::ManageSegments
                    | R::ManageTargets
                    | R::ManageCampaigns
                    | R::ManageOccasions
                    | R::DecideExpenses
                    | R::ApproveCredit
                    | R::ConfirmOrders
                    | R::DeliverOrders
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
                    | R::ReadTrade
                    | R::ReadReceivables
                    | R::ReadScenarios
                    | R::ManageSegments
                    | R::ManageTargets
                    | R::ManageCampaigns
                    | R::ManageOccasions
                    | R::ClaimExpenses
                    | R::DecideExpenses
                    | R::ApproveCredit
                    | R::ConfirmOrders
                    | R::DeliverOrders
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
                    | R::ReadTrade
                    | R::ReadReceivables
                    | R::ReadScenarios
                    | R::ClaimExpenses
                    | R::DecideExpenses
                    | R::ConfirmOrders
                    | R::DeliverOrders
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
                    | R::ReadTrade
                    | R::ReadReceivables
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
            Self::TradeMarketing => matches!(
                right,
                R::ReadField
                    | R::ReadTrade
                    | R::ManageSchemes
                    | R::ManageDisplays
                    | R::EnrolDisplays
                    | R::ManageSegments
                    | R::ManageCampaigns
                    | R::ManageOccasions
                    | R::ReadClaims
                    | R::MakeClaims
                    | R::ShareViews
                    | R::ReceiveAlerts
                    | R::ReadOrgUnits
                    | R::ReadSettings
            ),
            Self::Accounting => matches!(
                right,
                R::ReadField
                    | R::ReadTrade
                    | R::ReadReceivables
                    | R::ClaimExpenses
                    | R::ApproveOverdue
                    | R::ConfirmOrders
                    | R::DeliverOrders
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
            // Goods, not people: without `ReadField` neither lists nor alerts tell where a rep was.
            Self::Delivery => matches!(right, R::ReadTrade | R::DeliverOrders | R::ReadOrgUnits),
            Self::Warehouse => matches!(
                right,
                R::ReadTrade | R::DeliverOrders | R::ManageStock | R::ReadOrgUnits
            ),
            Self::CustomerCare => matches!(
                right,
                R::ReadField
                    | R::ReadTrade
                    | R::ReadReceivables
                    | R::KeepRelations
                    | R::TakeOrders
                    | R::ManageOccasions
                    | R::RequestOutlets
                    | R::SendMessages
                    | R::ReceiveAlerts
                    | R::ShareViews
                    | R::ReadOrgUnits
                    | R::ReadSettings
            ),
            Self::Distributor => matches!(
                right,
                R::ReadTrade
                    | R::ConfirmOrders
                    | R::DeliverOrders
                    | R::ManageStock
                    | R::ReadClaims
                    | R::ReadOrgUnits
            ),
            Self::Auditor => matches!(
                right,
                R::ReadField
                    | R::ReadTrade
                    | R::ReadReceivables
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
                    | R::ReadTrade
                    | R::ReadReceivables
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
                    | R::ReadTrade
                    | R::ReadReceivables
                    | R::ReadScenarios
                    | R::TakeOrders
                    | R::KeepRelations
                    | R::ConfirmOrders
                    | R::DeliverOrders
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
                    | R::ManageSchemes
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::role::Rights;

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
    fn who_handles_goods_sees_no_people() {
        for role in [Role::Delivery, Role::Warehouse, Role::Distributor] {
            for right in [
                Right::ReadField,
                Right::ReadTrack,
                Right::Watch,
                Right::ReceiveAlerts,
            ] {
                assert!(!role.may(right), "{role:?} {right:?}");
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
