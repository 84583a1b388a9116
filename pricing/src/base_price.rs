//! Which list a unit price comes from: the customer's contract, the outlet class, the supplier,
//! everybody's (rules.md §7).

use std::cmp::Reverse;

use crate::{
    ask::Ask,
    book::{Book, ListFor, PriceList, Product, ProductId},
    priced::UnitPrice,
};

/// The lists that hold for a buyer, in the order in which they are asked.
pub struct Lists<'a>(Vec<&'a PriceList>);

impl<'a> Lists<'a> {
    pub fn of(book: &'a Book, ask: &Ask) -> Self {
        let buyer = &ask.buyer;
        let mut lists: Vec<&PriceList> = (book.lists.iter())
            .filter(|l| l.valid.holds(ask.date))
            .filter(|l| match &l.holder {
                ListFor::Customer(id) => buyer.customer == Some(*id),
                ListFor::OutletClass(class) => buyer.outlet_class == *class,
                ListFor::Supplier(id) => buyer.supplier == Some(*id),
                ListFor::Everybody => true,
            })
            .collect();
        // Of two lists for the same the one that began later, then the newer.
        lists.sort_by_key(|l| (rank(&l.holder), Reverse(l.valid.from), Reverse(l.id)));
        Self(lists)
    }

    /// The first list that has a price for the unit, or for the piece.
    pub fn price(&self, id: ProductId, product: &Product, unit: &str) -> Option<UnitPrice> {
        self.0.iter().find_map(|list| {
            let prices = list.prices.get(&id)?;
            let (minor, by_piece) = if let Some(minor) = prices.get(unit) {
                (*minor, false)
            } else {
                let pieces = *product.units.get(unit)?;
                let piece = product.units.iter().find(|(_, n)| **n == 1)?.0;
                let minor = prices.get(piece)?.checked_mul(i64::from(pieces))?;
                (minor, true)
            };
            Some(UnitPrice {
                list: list.id,
                list_version: list.version,
                minor,
                tax_included: list.tax_included,
                by_piece,
            })
        })
    }
}

const fn rank(holder: &ListFor) -> u8 {
    match holder {
        ListFor::Customer(_) => 0,
        ListFor::OutletClass(_) => 1,
        ListFor::Supplier(_) => 2,
        ListFor::Everybody => 3,
    }
}
