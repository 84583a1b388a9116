//! The model: what rules.md §7 says, in the fewest words.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use uuid::Uuid;

pub(super) const CUSTOMERS: usize = 4;
pub(super) const PRICE: i64 = 1_007;
pub(super) const TAX_PCT: i64 = 8;
pub(super) const OFF_PCT: i64 = 10;
/// From so many pieces on.
pub(super) const OFF_FROM: i64 = 10;
pub(super) const BUDGET: i64 = 40_000;

pub(super) fn half_up(numerator: i64, denominator: i64) -> i64 {
    (2 * numerator + denominator).div_euclid(2 * denominator)
}

/// Of a line of `whole` pieces the first `part`.
pub(super) fn first(total: i64, whole: i64, part: i64) -> i64 {
    if part == whole {
        total
    } else {
        half_up(total * part, whole)
    }
}

pub(super) struct Order {
    pub(super) id: Uuid,
    pub(super) customer: usize,
    pub(super) state: &'static str,
    pub(super) holds: BTreeSet<&'static str>,
    pub(super) pieces: i64,
    pub(super) total: i64,
    pub(super) live: i64,
    pub(super) off: i64,
    pub(super) delivered: i64,
    pub(super) returned: i64,
    pub(super) invoiced: i64,
    pub(super) delivered_minor: i64,
    pub(super) invoiced_minor: i64,
    pub(super) passed_exposure: Option<i64>,
    pub(super) passed_due: Option<NaiveDate>,
}

pub(super) struct Invoice {
    pub(super) id: Uuid,
    pub(super) customer: usize,
    pub(super) order: usize,
    pub(super) due: NaiveDate,
    pub(super) total: i64,
    pub(super) paid: i64,
}

pub(super) struct Money {
    pub(super) id: Uuid,
    pub(super) customer: usize,
    pub(super) state: &'static str,
    pub(super) amount: i64,
    pub(super) wanted: Vec<(Uuid, i64)>,
    pub(super) on_account: i64,
    pub(super) hand_in: Option<usize>,
}

pub(super) struct Return {
    pub(super) id: Uuid,
    pub(super) order: usize,
    pub(super) pieces: i64,
    pub(super) value: i64,
    pub(super) state: &'static str,
}

#[derive(Clone, Copy)]
pub(super) struct Terms {
    pub(super) limit: Option<i64>,
    pub(super) overdue_days: Option<i64>,
}

pub(super) struct Model {
    pub(super) today: NaiveDate,
    pub(super) terms: [Terms; CUSTOMERS],
    pub(super) ledger: [i64; CUSTOMERS],
    pub(super) budget_left: i64,
    pub(super) orders: Vec<Order>,
    pub(super) invoices: Vec<Invoice>,
    pub(super) money: Vec<Money>,
    pub(super) returns: Vec<Return>,
    pub(super) hand_ins: Vec<(Uuid, &'static str)>,
}

impl Model {
    /// Total and what the scheme took off, from what is left of its budget.
    pub(super) fn price(&self, pieces: i64) -> (i64, i64) {
        let gross = pieces * PRICE;
        let off = if pieces >= OFF_FROM {
            half_up(gross * OFF_PCT, 100).min(self.budget_left)
        } else {
            0
        };
        let net = gross - off;
        (net + half_up(net * TAX_PCT, 100), off)
    }

    pub(super) fn exposure(&self, customer: usize, but: Option<usize>) -> i64 {
        let orders = self.orders.iter().enumerate();
        let of_orders: i64 = orders
            .filter(|(i, o)| o.customer == customer && Some(*i) != but)
            .filter(|(_, o)| !["rejected", "cancelled"].contains(&o.state))
            .map(|(_, o)| o.live - o.invoiced_minor)
            .sum();
        self.ledger[customer] + of_orders
    }

    pub(super) fn oldest_due(&self, customer: usize) -> Option<NaiveDate> {
        let open = self
            .invoices
            .iter()
            .filter(|i| i.customer == customer && i.paid < i.total);
        open.map(|i| i.due).min()
    }

    pub(super) fn gate(
        &self,
        customer: usize,
        minor: i64,
        own: Option<usize>,
    ) -> BTreeSet<&'static str> {
        let mut holds = BTreeSet::new();
        let terms = self.terms[customer];
        let with = self.exposure(customer, own) + minor;
        let passed = own.map(|i| &self.orders[i]);
        if terms.limit.is_some_and(|l| with > l)
            && passed
                .and_then(|o| o.passed_exposure)
                .is_none_or(|p| with > p)
        {
            holds.insert("credit");
        }
        if let (Some(due), Some(days)) = (self.oldest_due(customer), terms.overdue_days)
            && (self.today - due).num_days() > days
            && passed.and_then(|o| o.passed_due).is_none_or(|p| due < p)
        {
            holds.insert("overdue");
        }
        holds
    }

    pub(super) fn settle(&mut self, customer: usize, amount: i64, invoices: &[usize]) -> i64 {
        let mut left = amount;
        for i in invoices {
            let invoice = &mut self.invoices[*i];
            assert_eq!(invoice.customer, customer);
            let part = left.min(invoice.total - invoice.paid);
            invoice.paid += part;
            left -= part;
        }
        left
    }

    /// Open invoices, oldest due first, then by id.
    pub(super) fn open(&self, customer: usize) -> Vec<usize> {
        let mut open: Vec<usize> = (0..self.invoices.len())
            .filter(|i| {
                let i = &self.invoices[*i];
                i.customer == customer && i.paid < i.total
            })
            .collect();
        open.sort_by_key(|i| (self.invoices[*i].due, self.invoices[*i].id));
        open
    }
}
