//! Exceptions of orders and money: what waits for a decision, and what a rep still carries.

use fieldbeat_domain::{
    exception::{Kind, trade},
    time::At,
};
use sqlx::PgConnection;

use super::{Found, Look};
use crate::store::{StoreError, exception_round::Cause, exception_trade as facts};

impl Look<'_> {
    pub(super) async fn trade(
        &self,
        tx: &mut PgConnection,
        found: &mut Found,
    ) -> Result<(), StoreError> {
        let now = self.moment.at;
        let (held, whole) = facts::held(&mut *tx).await?;
        for order in held {
            if let Some(finding) = trade::order_held(At::from(order.since), self.set, now) {
                found.put(Cause {
                    kind: Kind::OrderHeld,
                    subject: format!("order/{}", order.id),
                    rep_id: order.rep_id,
                    org_unit_id: order.org_unit_id,
                    date: order.date,
                    visit_id: order.visit_id,
                    outlet_id: order.outlet_id,
                    finding,
                });
            }
        }
        self.known_as_a_whole(found, whole, &[Kind::OrderHeld]);
        for rep in facts::carried(tx, self.moment.date).await? {
            let since = At::from(rep.since);
            for (kind, finding) in [
                (
                    Kind::CollectionNotHandedIn,
                    trade::not_handed_in(since, self.set, now),
                ),
                (
                    Kind::CashLimit,
                    trade::cash_limit(rep.cash_minor, since, self.set),
                ),
            ] {
                if let Some(finding) = finding {
                    found.put(Cause {
                        kind,
                        subject: format!("rep/{}", rep.rep_id),
                        rep_id: rep.rep_id,
                        org_unit_id: rep.org_unit_id,
                        date: self.moment.date,
                        visit_id: None,
                        outlet_id: None,
                        finding,
                    });
                }
            }
        }
        found
            .whole
            .extend([Kind::CollectionNotHandedIn, Kind::CashLimit]);
        Ok(())
    }
}
