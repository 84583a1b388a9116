//! Which invoices a payment or a credit settles.

use chrono::NaiveDate;
use uuid::Uuid;

/// An invoice with something left to pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Open {
    pub invoice: Uuid,
    pub due: NaiveDate,
    /// Above zero.
    pub open_minor: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// In the order in which they were settled; each above zero.
    pub parts: Vec<(Uuid, i64)>,
    /// What is left: credit on account.
    pub on_account_minor: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Not an open invoice of this customer.
    UnknownInvoice,
    /// More than is open on the invoice, or than the payment has.
    OverAllocated,
    OutOfRange,
}

impl Fault {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnknownInvoice => "unknown_invoice",
            Self::OverAllocated => "over_allocated",
            Self::OutOfRange => "out_of_range",
        }
    }
}

/// By wish, or where there is none, the oldest due date first, then by id. What remains stays on
/// account. All or nothing: a wish that cannot be met is refused with its place in `wanted`.
pub fn settle(
    amount_minor: i64,
    wanted: &[(Uuid, i64)],
    open: &[Open],
) -> Result<Settled, (usize, Fault)> {
    let mut left = amount_minor.max(0);
    let mut parts: Vec<(Uuid, i64)> = Vec::new();
    if wanted.is_empty() {
        let mut by_age: Vec<&Open> = open.iter().collect();
        by_age.sort_by_key(|o| (o.due, o.invoice));
        for invoice in by_age {
            let part = left.min(invoice.open_minor);
            if part > 0 {
                parts.push((invoice.invoice, part));
                left -= part;
            }
        }
    }
    for (place, (invoice, minor)) in wanted.iter().enumerate() {
        if *minor <= 0 {
            return Err((place, Fault::OutOfRange));
        }
        let Some(found) = open.iter().find(|o| o.invoice == *invoice) else {
            return Err((place, Fault::UnknownInvoice));
        };
        let taken: i64 = (parts.iter().filter(|p| p.0 == *invoice))
            .map(|p| p.1)
            .sum();
        if *minor > left || *minor > found.open_minor - taken {
            return Err((place, Fault::OverAllocated));
        }
        parts.push((*invoice, *minor));
        left -= minor;
    }
    Ok(Settled {
        parts,
        on_account_minor: left,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn open(id: u128, due_day: u32, open_minor: i64) -> Open {
        Open {
            invoice: Uuid::from_u128(id),
            due: NaiveDate::from_ymd_opt(2026, 11, due_day).unwrap(),
            open_minor,
        }
    }

    #[test]
    fn the_oldest_is_paid_first_and_the_rest_stays_on_account() {
        let invoices = [open(1, 20, 500), open(2, 10, 300)];
        let paid = settle(600, &[], &invoices).unwrap();
        assert_eq!(
            paid.parts,
            [(Uuid::from_u128(2), 300), (Uuid::from_u128(1), 300)]
        );
        assert_eq!(settle(900, &[], &invoices).unwrap().on_account_minor, 100);
    }

    #[test]
    fn a_wish_is_met_whole_or_refused() {
        let invoices = [open(1, 20, 500), open(2, 10, 300)];
        let one = Uuid::from_u128(1);
        assert_eq!(
            settle(600, &[(one, 500)], &invoices)
                .unwrap()
                .on_account_minor,
            100
        );
        assert_eq!(
            settle(600, &[(one, 501)], &invoices),
            Err((0, Fault::OverAllocated))
        );
        assert_eq!(
            settle(600, &[(one, 300), (one, 201)], &invoices),
            Err((1, Fault::OverAllocated))
        );
        assert_eq!(
            settle(100, &[(one, 101)], &invoices),
            Err((0, Fault::OverAllocated))
        );
        assert_eq!(
            settle(1, &[(Uuid::from_u128(9), 1)], &invoices),
            Err((0, Fault::UnknownInvoice))
        );
    }

    proptest! {
        #[test]
        fn nothing_is_allocated_twice_or_lost(
            amount in 0..10_000i64,
            opens in proptest::collection::vec((1..20u32, 1..3_000i64), 0..8),
            wishes in proptest::collection::vec((0..9u128, 0..3_000i64), 0..5)
        ) {
            let invoices: Vec<Open> = (opens.iter().enumerate())
                .map(|(i, (day, minor))| open(i as u128, *day, *minor)).collect();
            let wanted: Vec<(Uuid, i64)> = wishes.iter().map(|(i, m)| (Uuid::from_u128(*i), *m)).collect();
            if let Ok(paid) = settle(amount, &wanted, &invoices) {
                let sum: i64 = paid.parts.iter().map(|p| p.1).sum();
                prop_assert_eq!(sum + paid.on_account_minor, amount);
                prop_assert!(paid.on_account_minor >= 0);
                for o in &invoices {
                    let of: i64 = paid.parts.iter().filter(|p| p.0 == o.invoice).map(|p| p.1).sum();
                    prop_assert!((0..=o.open_minor).contains(&of));
                }
            }
        }
    }
}
