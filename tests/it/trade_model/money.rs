//! Commands about money, done to both.

use fieldbeat::store::{
    receivable::{
        account::{self, CreditAccountPut},
        collection::{self, InvoicePart, Method},
        settlement::{self, Count, SettlementPut},
    },
    scope::Scope,
};
use rand::{Rng, seq::IndexedRandom};
use uuid::Uuid;

use super::{
    Run, by,
    model::{CUSTOMERS, Money, Terms},
    said,
};

impl Run {
    pub(super) async fn collect(&mut self) {
        let (customer, id) = (self.rng.random_range(0..CUSTOMERS), self.id());
        let amount = self.rng.random_range(1..60_000);
        let open = self.model.open(customer);
        let wanted: Vec<(Uuid, i64)> = if self.rng.random_bool(0.5) {
            Vec::new()
        } else {
            let chosen = open.choose(&mut self.rng).copied();
            chosen
                .map(|i| (self.model.invoices[i].id, self.rng.random_range(1..=amount)))
                .into_iter()
                .collect()
        };
        let outlet = i32::try_from(customer).unwrap() + 1;
        let mut tx = self.db.begin().await.unwrap();
        let account = account::lock(&mut tx, outlet, None).await.unwrap();
        let parts: Vec<InvoicePart> = (wanted.iter())
            .map(|(invoice_id, minor)| InvoicePart {
                invoice_id: *invoice_id,
                minor: *minor,
            })
            .collect();
        let new = collection::New {
            id,
            by: by(),
            date: self.model.today,
            org_unit_id: 1,
            visit_id: None,
            outlet: Some(outlet),
            account: account.id,
            method: Method::Cash,
            currency: "VND",
            amount_minor: amount,
            wanted: &parts,
            reference: None,
            note: None,
            collected_at: self.at,
        };
        collection::insert(&mut tx, self.now(), &new).await.unwrap();
        tx.commit().await.unwrap();
        self.model.money.push(Money {
            id,
            customer,
            state: "recorded",
            amount,
            wanted,
            on_account: 0,
            hand_in: None,
        });
    }

    pub(super) async fn money_deed(&mut self) {
        let n = self.model.money.len();
        if n == 0 {
            return;
        }
        let i = n - 1 - self.rng.random_range(0..n.min(10));
        let deed = if self.rng.random_bool(0.5) {
            collection::Deed::Void
        } else {
            collection::Deed::Reject
        };
        let one = &self.model.money[i];
        let fits = match deed {
            collection::Deed::Void => one.state == "recorded",
            _ => ["handed_in", "verified"].contains(&one.state),
        };
        let mut tx = self.db.begin().await.unwrap();
        let locked = collection::lock(&mut tx, &Scope::system(), one.id, None)
            .await
            .unwrap();
        let done = said(collection::act(&mut tx, self.now(), &locked, deed, Some("so")).await);
        assert_eq!(done.is_some(), fits);
        if fits {
            tx.commit().await.unwrap();
            self.model.money[i].state = if deed == collection::Deed::Void {
                "void"
            } else {
                "rejected"
            };
        }
    }

    pub(super) async fn hand_in(&mut self) {
        let id = self.id();
        let mut tx = self.db.begin().await.unwrap();
        let put = SettlementPut { id, rep_id: 1 };
        let done =
            said(settlement::hand_in(&mut tx, &Scope::system(), self.now(), by(), &put).await);
        let place = self.model.hand_ins.len();
        let mut any = false;
        for money in self
            .model
            .money
            .iter_mut()
            .filter(|m| m.state == "recorded")
        {
            (money.state, money.hand_in, any) = ("handed_in", Some(place), true);
        }
        assert_eq!(done.is_some(), any);
        if any {
            tx.commit().await.unwrap();
            self.model.hand_ins.push((id, "handed_in"));
        }
    }

    pub(super) async fn count_and_book(&mut self) {
        let n = self.model.hand_ins.len();
        if n == 0 {
            return;
        }
        let i = n - 1 - self.rng.random_range(0..n.min(3));
        let (id, state) = self.model.hand_ins[i];
        let cash: i64 = (self.model.money.iter())
            .filter(|m| m.hand_in == Some(i) && !["rejected", "void"].contains(&m.state))
            .map(|m| m.amount)
            .sum();
        let mut tx = self.db.begin().await.unwrap();
        let (now, scope) = (self.now(), Scope::system());
        if self.rng.random_bool(0.5) {
            let counted = if self.rng.random_bool(0.3) {
                cash + 5
            } else {
                cash
            };
            let count = Count {
                counted_cash_minor: counted,
                variance_reason: None,
            };
            let done = said(settlement::verify(&mut tx, &scope, now, id, None, &count).await);
            assert_eq!(done.is_some(), state == "handed_in" && counted == cash);
            if done.is_some() {
                tx.commit().await.unwrap();
                self.model.hand_ins[i].1 = "verified";
                for money in self
                    .model
                    .money
                    .iter_mut()
                    .filter(|m| m.hand_in == Some(i) && m.state == "handed_in")
                {
                    money.state = "verified";
                }
            }
            return;
        }
        let done = said(settlement::post(&mut tx, &scope, now, id, None).await);
        assert_eq!(done.is_some(), state == "verified");
        if done.is_none() {
            return;
        }
        tx.commit().await.unwrap();
        self.model.hand_ins[i].1 = "posted";
        let mut members: Vec<usize> = (0..self.model.money.len())
            .filter(|m| {
                self.model.money[*m].hand_in == Some(i) && self.model.money[*m].state == "verified"
            })
            .collect();
        members.sort_by_key(|m| (self.model.money[*m].customer, self.model.money[*m].id));
        for m in members {
            self.book(m);
        }
    }

    /// What a posted collection does in the model.
    pub(super) fn book(&mut self, m: usize) {
        let model = &mut self.model;
        let (customer, amount) = (model.money[m].customer, model.money[m].amount);
        let wanted = std::mem::take(&mut model.money[m].wanted);
        model.ledger[customer] -= amount;
        let on_account = if wanted.is_empty() {
            let open = model.open(customer);
            model.settle(customer, amount, &open)
        } else {
            let mut left = amount;
            for (invoice, minor) in wanted {
                let invoice = model.invoices.iter_mut().find(|x| x.id == invoice).unwrap();
                let part = minor.min(invoice.total - invoice.paid).min(left);
                invoice.paid += part;
                left -= part;
            }
            left
        };
        model.money[m].on_account = on_account;
        model.money[m].state = "posted";
    }

    pub(super) async fn change_terms(&mut self) {
        let customer = self.rng.random_range(0..CUSTOMERS);
        let limit = self
            .rng
            .random_bool(0.8)
            .then(|| self.rng.random_range(20_000..400_000));
        let overdue = self
            .rng
            .random_bool(0.7)
            .then(|| self.rng.random_range(0..30));
        let put = CreditAccountPut {
            limit_minor: Some(limit),
            terms_days: Some(15),
            overdue_days: Some(overdue),
        };
        let mut tx = self.db.begin().await.unwrap();
        let account = account::lock(&mut tx, i32::try_from(customer).unwrap() + 1, None)
            .await
            .unwrap();
        account::change(
            &mut tx,
            self.now(),
            account.id,
            (None, &fieldbeat::store::erp_owned::Owned::default()),
            &put,
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        self.model.terms[customer] = Terms {
            limit,
            overdue_days: overdue.map(i64::from),
        };
    }
}
