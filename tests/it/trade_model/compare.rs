//! Every state and every sum, in both.

use std::collections::BTreeSet;

use fieldbeat::store::receivable::account;
use uuid::Uuid;

use super::{Run, model::BUDGET};

/// Id, state, holds, total, live, delivered, invoiced.
type OrderRow = (Uuid, String, Vec<String>, i64, i64, i64, i64);

impl Run {
    /// Every state and every sum.
    pub(super) async fn compare(&self) {
        let rows: Vec<OrderRow> = sqlx::query_as(
            "select id, state, holds, total_minor, live_minor, delivered_minor, invoiced_minor from sales_order",
        )
        .fetch_all(&self.db)
        .await
        .unwrap();
        assert_eq!(rows.len(), self.model.orders.len());
        for (id, state, holds, total, live, delivered, invoiced) in rows {
            let order = self.model.orders.iter().find(|o| o.id == id).unwrap();
            let holds: BTreeSet<&str> = holds.iter().map(String::as_str).collect();
            assert_eq!(
                (state.as_str(), holds, total, live, delivered, invoiced),
                (
                    order.state,
                    order.holds.clone(),
                    order.total,
                    order.live,
                    order.delivered_minor,
                    order.invoiced_minor
                ),
                "after {} commands",
                self.done
            );
        }
        let rows: Vec<(i32, i64, i64)> = sqlx::query_as(
            "select customer_id, balance_minor, coalesce((select sum(minor) from ledger_entry e where e.account_id = a.id), 0)::int8
             from credit_account a",
        )
        .fetch_all(&self.db)
        .await
        .unwrap();
        for (customer, balance, sum) in rows {
            let customer = usize::try_from(customer).unwrap() - 1;
            assert_eq!(
                (balance, sum),
                (self.model.ledger[customer], balance),
                "the ledger adds up"
            );
            let mut conn = self.db.acquire().await.unwrap();
            let account = account::lock(&mut conn, i32::try_from(customer).unwrap() + 1, None)
                .await
                .unwrap();
            let seen = account::exposure(&mut conn, &account, None).await.unwrap();
            assert_eq!(
                seen.exposure.total_minor(),
                self.model.exposure(customer, None)
            );
        }
        let rows: Vec<(Uuid, i64, i64)> = sqlx::query_as(
            "select id, paid_minor, coalesce((select sum(minor) from allocation x where x.invoice_id = i.id), 0)::int8 from invoice i",
        )
        .fetch_all(&self.db)
        .await
        .unwrap();
        assert_eq!(rows.len(), self.model.invoices.len());
        for (id, paid, allocated) in rows {
            let invoice = self.model.invoices.iter().find(|i| i.id == id).unwrap();
            assert_eq!((paid, allocated), (invoice.paid, paid));
        }
        let rows: Vec<(Uuid, String, i64)> =
            sqlx::query_as("select id, state, on_account_minor from collection")
                .fetch_all(&self.db)
                .await
                .unwrap();
        for (id, state, on_account) in rows {
            let money = self.model.money.iter().find(|m| m.id == id).unwrap();
            assert_eq!(
                (state.as_str(), on_account),
                (money.state, money.on_account)
            );
        }
        let spent: i64 = sqlx::query_scalar("select coalesce(sum(minor), 0)::int8 from scheme_use")
            .fetch_one(&self.db)
            .await
            .unwrap();
        assert_eq!(spent, BUDGET - self.model.budget_left);
        assert!((0..=BUDGET).contains(&self.model.budget_left));
    }
}
