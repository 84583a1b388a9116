//! Commands about orders, done to both.

use std::collections::BTreeSet;

use chrono::{Days, TimeDelta};
use fieldbeat::store::{
    order::{
        act::{self, Deed},
        delivery::{self, DeliveryPut, LinePart},
        submit::{self, New},
    },
    receivable::{
        invoice::{self, InvoicePut},
        sales_return::{self, Decision, ReturnPut},
    },
    scope::Scope,
};
use fieldbeat_trade::order::Hold;
use rand::Rng;

use super::{
    Run, by,
    model::{CUSTOMERS, Invoice, Order, Return, first},
    said,
};

impl Run {
    pub(super) async fn submit(&mut self) {
        let (customer, pieces, id) = (
            self.rng.random_range(0..CUSTOMERS),
            self.pieces(),
            self.id(),
        );
        let (total, off) = self.model.price(pieces);
        let holds = self.model.gate(customer, total, None);
        let outlet = i32::try_from(customer).unwrap() + 1;
        let new = New {
            id,
            rep_id: 1,
            date: self.model.today,
            priced_on: self.model.today,
            org_unit_id: 1,
            visit_id: None,
            outlet: Some(outlet),
            customer: Some(outlet),
            ordered_at: self.at,
            source: "phone",
            quotation: None,
            draft: false,
        };
        let mut tx = self.db.begin().await.unwrap();
        let (now, body) = (self.now(), Self::body(pieces));
        let made = submit::submit(&mut tx, now, by(), &new, &body, TimeDelta::zero()).await;
        let made = made.unwrap().unwrap();
        tx.commit().await.unwrap();
        assert_eq!(made.total_minor, total);
        self.model.budget_left -= off;
        self.model.orders.push(Order {
            id,
            customer,
            state: if holds.is_empty() {
                "submitted"
            } else {
                "held"
            },
            holds,
            pieces,
            total,
            live: total,
            off,
            delivered: 0,
            returned: 0,
            invoiced: 0,
            delivered_minor: 0,
            invoiced_minor: 0,
            passed_exposure: None,
            passed_due: None,
        });
    }

    pub(super) async fn revise(&mut self, i: usize) {
        let pieces = self.pieces();
        let order = &self.model.orders[i];
        let (id, fits) = (order.id, ["submitted", "held"].contains(&order.state));
        let mut tx = self.db.begin().await.unwrap();
        let locked = act::lock(&mut tx, &Scope::system(), id, None)
            .await
            .unwrap();
        let body = Self::body(pieces);
        let revised =
            act::revise(&mut tx, self.now(), by(), &locked, &body, TimeDelta::zero()).await;
        let revised = said(revised);
        assert_eq!(revised.is_some(), fits);
        if !fits {
            return;
        }
        tx.commit().await.unwrap();
        self.model.budget_left += self.model.orders[i].off;
        let (total, off) = self.model.price(pieces);
        self.model.budget_left -= off;
        let order = &mut self.model.orders[i];
        (order.pieces, order.total, order.live, order.off) = (pieces, total, total, off);
        (order.passed_exposure, order.passed_due) = (None, None);
        let customer = order.customer;
        let holds = self.model.gate(customer, total, Some(i));
        let order = &mut self.model.orders[i];
        order.state = if holds.is_empty() {
            "submitted"
        } else {
            "held"
        };
        order.holds = holds;
    }

    pub(super) async fn act(&mut self, i: usize, deed: Deed) {
        let order = &self.model.orders[i];
        let (id, was) = (order.id, order.state);
        let mut tx = self.db.begin().await.unwrap();
        let locked = act::lock(&mut tx, &Scope::system(), id, None)
            .await
            .unwrap();
        let done = said(act::act(&mut tx, self.now(), by(), &locked, deed, None).await);
        if done.is_some() {
            tx.commit().await.unwrap();
        }
        let waits = ["submitted", "held"].contains(&was);
        let mut holds = order.holds.clone();
        let fits = match deed {
            Deed::Hold => {
                holds.insert("review");
                waits
            }
            Deed::Release(hold) => holds.remove(hold.as_str()),
            Deed::Confirm => was == "submitted",
            Deed::Allocate => was == "confirmed",
            Deed::Dispatch => ["confirmed", "allocated"].contains(&was),
            Deed::Close => ["partly_delivered", "delivered"].contains(&was),
            Deed::Reject => waits,
            Deed::Cancel => waits || ["confirmed", "allocated"].contains(&was),
        };
        assert_eq!(done.is_some(), fits, "{deed:?} of an order that is {was}");
        if !fits {
            return;
        }
        let (customer, live) = (order.customer, order.live);
        let with = self.model.exposure(customer, Some(i)) + live;
        let due = self.model.oldest_due(customer);
        let found = self.model.gate(customer, live, Some(i));
        let order = &mut self.model.orders[i];
        match deed {
            Deed::Release(Hold::Credit) => order.passed_exposure = Some(with),
            Deed::Release(Hold::Overdue) => order.passed_due = due,
            _ => {}
        }
        let waiting = |holds: &BTreeSet<_>| {
            if holds.is_empty() {
                "submitted"
            } else {
                "held"
            }
        };
        order.holds = BTreeSet::new();
        order.state = match deed {
            Deed::Hold | Deed::Release(_) => {
                order.holds = holds;
                waiting(&order.holds)
            }
            Deed::Confirm if found.is_empty() => "confirmed",
            Deed::Confirm => {
                order.holds = found;
                "held"
            }
            Deed::Allocate => "allocated",
            Deed::Dispatch => "dispatched",
            Deed::Close => {
                order.live = order.delivered_minor;
                "closed"
            }
            Deed::Reject => "rejected",
            Deed::Cancel => "cancelled",
        };
        if matches!(deed, Deed::Reject | Deed::Cancel) {
            self.model.budget_left += std::mem::take(&mut order.off);
        }
    }

    pub(super) async fn deliver(&mut self, i: usize) {
        let id = self.id();
        let whole = self.rng.random_bool(0.4);
        let part = self.pieces();
        let order = &self.model.orders[i];
        let left = order.pieces - order.delivered;
        let pieces = if whole { left } else { part };
        let fits = ["confirmed", "allocated", "dispatched", "partly_delivered"]
            .contains(&order.state)
            && pieces <= left;
        let lines = (!whole).then(|| {
            vec![LinePart {
                line: 1,
                quantity_milli: pieces * 1_000,
            }]
        });
        let put = DeliveryPut {
            id,
            lines,
            receiver: None,
            note: None,
            delivered_at: None,
        };
        let mut tx = self.db.begin().await.unwrap();
        let locked = act::lock(&mut tx, &Scope::system(), order.id, None)
            .await
            .unwrap();
        let done = said(delivery::deliver(&mut tx, self.now(), by(), &locked, (&put, None)).await);
        assert_eq!(done.is_some(), fits);
        if !fits {
            return;
        }
        tx.commit().await.unwrap();
        let order = &mut self.model.orders[i];
        order.delivered += pieces;
        order.delivered_minor = first(order.total, order.pieces, order.delivered);
        order.state = if order.delivered == order.pieces {
            "delivered"
        } else {
            "partly_delivered"
        };
    }

    pub(super) async fn bill(&mut self, i: usize) {
        let id = self.id();
        let order = &self.model.orders[i];
        let pieces = order.delivered - order.invoiced;
        let value = first(order.total, order.pieces, order.delivered) - order.invoiced_minor;
        let due = self.model.today + Days::new(15);
        let put = InvoicePut {
            id,
            number: id.to_string(),
            order_id: Some(order.id),
            customer_id: None,
            partner_id: None,
            lines: None,
            date: None,
            due: None,
            total_minor: None,
        };
        let mut tx = self.db.begin().await.unwrap();
        let locked = act::lock(&mut tx, &Scope::system(), order.id, None)
            .await
            .unwrap();
        let done = said(invoice::bill(&mut tx, self.now(), &locked, "VND", &put).await);
        assert_eq!(done.is_some(), pieces > 0);
        if done.is_none() {
            return;
        }
        tx.commit().await.unwrap();
        let order = &mut self.model.orders[i];
        let customer = order.customer;
        order.invoiced = order.delivered;
        order.invoiced_minor += value;
        self.model.ledger[customer] += value;
        self.model.invoices.push(Invoice {
            id,
            customer,
            order: i,
            due,
            total: value,
            paid: 0,
        });
    }

    pub(super) async fn bring_back(&mut self, i: usize) {
        let (id, pieces) = (self.id(), self.rng.random_range(1..=6));
        let order = &self.model.orders[i];
        let after = order.returned + pieces;
        let fits = ["partly_delivered", "delivered", "closed"].contains(&order.state)
            && after <= order.delivered;
        let put = ReturnPut {
            id,
            order_id: order.id,
            visit_id: None,
            lines: vec![LinePart {
                line: 1,
                quantity_milli: pieces * 1_000,
            }],
            reason: "broken".into(),
        };
        let mut tx = self.db.begin().await.unwrap();
        let locked = act::lock(&mut tx, &Scope::system(), order.id, None)
            .await
            .unwrap();
        let now = self.now();
        let done = sales_return::record(&mut tx, now, by(), &locked, (&put, now.at)).await;
        let done = said(done.map(|_| ()));
        assert_eq!(done.is_some(), fits);
        if !fits {
            return;
        }
        tx.commit().await.unwrap();
        let value = first(order.total, order.pieces, after)
            - first(order.total, order.pieces, order.returned);
        self.model.orders[i].returned = after;
        self.model.returns.push(Return {
            id,
            order: i,
            pieces,
            value,
            state: "recorded",
        });
    }

    pub(super) async fn decide_return(&mut self) {
        let n = self.model.returns.len();
        if n == 0 {
            return;
        }
        let (r, approve) = (
            n - 1 - self.rng.random_range(0..n.min(5)),
            self.rng.random_bool(0.7),
        );
        let one = &self.model.returns[r];
        let order = &self.model.orders[one.order];
        // Only the newest return can be taken out of the middle of a line without moving the others' values.
        let last = self
            .model
            .returns
            .iter()
            .rposition(|x| x.order == one.order && x.state != "rejected");
        let approve = approve || last != Some(r);
        let decision = Decision {
            id: one.id,
            approve,
            reason: Some("so"),
        };
        let mut tx = self.db.begin().await.unwrap();
        let locked = act::lock(&mut tx, &Scope::system(), order.id, None)
            .await
            .unwrap();
        let done = said(sales_return::decide(&mut tx, self.now(), by(), &locked, &decision).await);
        assert_eq!(done.is_some(), one.state == "recorded");
        if done.is_none() {
            return;
        }
        tx.commit().await.unwrap();
        let (i, value, pieces, customer) = (one.order, one.value, one.pieces, order.customer);
        self.model.returns[r].state = if approve { "approved" } else { "rejected" };
        if approve {
            self.model.ledger[customer] -= value;
            let mut own = self.model.open(customer);
            own.retain(|x| self.model.invoices[*x].order == i);
            self.model.settle(customer, value, &own);
        } else {
            self.model.orders[i].returned -= pieces;
        }
    }
}
