//! The credit gate of a customer with a supplying partner: what is owed and on its way, and whether an
//! order may pass.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::order::Hold;

/// What a customer owes and may come to owe, minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Exposure {
    /// Invoices and opening balances less collections and credits; below zero where the customer is ahead.
    pub ledger_minor: i64,
    /// Confirmed and not billed, delivered or not.
    pub unbilled_minor: i64,
    /// Submitted or held.
    pub unconfirmed_minor: i64,
}

impl Exposure {
    pub const fn total_minor(self) -> i64 {
        self.ledger_minor
            .saturating_add(self.unbilled_minor)
            .saturating_add(self.unconfirmed_minor)
    }
}

/// What was agreed with a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// `None`: no limit.
    pub limit_minor: Option<i64>,
    /// Days from invoice to due date.
    pub terms_days: u16,
    /// Days beyond the due date that are put up with; `None`: any.
    pub overdue_days: Option<u16>,
}

impl Terms {
    pub fn due(self, invoiced: NaiveDate) -> NaiveDate {
        (invoiced.checked_add_days(Days::new(self.terms_days.into()))).unwrap_or(NaiveDate::MAX)
    }
}

/// What approvers let pass in this revision of the order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approved {
    /// Exposure with the order when its credit hold was released: up to so much it passes.
    pub exposure_minor: Option<i64>,
    /// The oldest due date when its overdue hold was released: nothing older passes.
    pub oldest_due: Option<NaiveDate>,
    /// It may be confirmed without goods set apart for it.
    #[serde(default)]
    pub without_stock: bool,
}

/// Why the order may not pass. `exposure` is without it; `oldest_due` of the open invoices.
pub fn gate(
    terms: Terms,
    exposure: Exposure,
    order_minor: i64,
    oldest_due: Option<NaiveDate>,
    today: NaiveDate,
    approved: Approved,
) -> BTreeSet<Hold> {
    let mut holds = BTreeSet::new();
    let with = exposure.total_minor().saturating_add(order_minor);
    if terms.limit_minor.is_some_and(|limit| with > limit)
        && approved.exposure_minor.is_none_or(|seen| with > seen)
    {
        holds.insert(Hold::Credit);
    }
    if let (Some(due), Some(days)) = (oldest_due, terms.overdue_days)
        && (today - due).num_days() > i64::from(days)
        && approved.oldest_due.is_none_or(|seen| due < seen)
    {
        holds.insert(Hold::Overdue);
    }
    holds
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, d).unwrap()
    }

    const TERMS: Terms = Terms {
        limit_minor: Some(1_000),
        terms_days: 15,
        overdue_days: Some(5),
    };

    #[test]
    fn the_limit_may_be_reached_and_not_passed() {
        let exposure = Exposure {
            ledger_minor: 300,
            unbilled_minor: 200,
            unconfirmed_minor: 100,
        };
        let gate = |minor, approved| gate(TERMS, exposure, minor, None, day(20), approved);
        assert!(gate(400, Approved::default()).is_empty());
        assert_eq!(
            gate(401, Approved::default()),
            BTreeSet::from([Hold::Credit])
        );
        let approved = Approved {
            exposure_minor: Some(1_100),
            ..Approved::default()
        };
        assert!(gate(500, approved).is_empty(), "approved as far as that");
        assert_eq!(gate(501, approved), BTreeSet::from([Hold::Credit]));
    }

    #[test]
    fn an_invoice_may_be_late_for_so_many_days() {
        let due = TERMS.due(day(1));
        assert_eq!(due, day(16));
        let gate =
            |today, approved| gate(TERMS, Exposure::default(), 1, Some(due), today, approved);
        assert!(gate(day(21), Approved::default()).is_empty());
        assert_eq!(
            gate(day(22), Approved::default()),
            BTreeSet::from([Hold::Overdue])
        );
        let approved = Approved {
            oldest_due: Some(due),
            ..Approved::default()
        };
        assert!(gate(day(22), approved).is_empty());
    }

    #[test]
    fn without_a_limit_nothing_is_too_much() {
        let terms = Terms {
            limit_minor: None,
            overdue_days: None,
            ..TERMS
        };
        let much = Exposure {
            ledger_minor: i64::MAX,
            ..Exposure::default()
        };
        let late = Some(day(1));
        assert!(gate(terms, much, i64::MAX, late, day(30), Approved::default()).is_empty());
    }
}
