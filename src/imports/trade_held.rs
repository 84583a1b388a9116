//! Products, prices, customers and stock as the database holds them, in the texts of the columns.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use fieldbeat_trade::{currency, stock::shelf::Held};
use sqlx::PgConnection;

use super::{
    held::{Master, Masters, State, named, values},
    kind::{Field, Kind},
    trade_cells::{percent_text, units_text},
};
use crate::store::{
    StoreError, import_state,
    import_trade::{self, CustomerState, ListState, ProductState},
    order,
    scope::Scope,
    stock::Place,
};

/// What files of trade are compared with.
#[derive(Debug, Default)]
pub struct Trade {
    pub products: Masters,
    /// By id.
    pub units: HashMap<i32, BTreeMap<String, i32>>,
    pub partners: Masters,
    pub lists: Masters,
    /// By list, product and unit; in minor units.
    pub prices: BTreeMap<(i32, i32, String), i64>,
    /// Places after the point of the company's currency.
    pub digits: u32,
    /// Warehouses and vans.
    pub locations: Masters,
    pub places: HashMap<i32, Place>,
    /// By location and product.
    pub lots: BTreeMap<(i32, i32), Vec<Held>>,
}

impl Trade {
    /// The base unit of a product.
    pub fn base_unit(&self, product: i32) -> Option<&str> {
        let units = self.units.get(&product)?;
        units
            .iter()
            .find(|(_, n)| **n == 1)
            .map(|(u, _)| u.as_str())
    }
}

pub async fn load(
    conn: &mut PgConnection,
    scope: &Scope,
    kind: Kind,
    on: NaiveDate,
    state: &mut State,
) -> Result<(), StoreError> {
    if kind == Kind::Customers {
        let customers = import_trade::customers(conn, scope).await?;
        state.customers = Masters::new(customers.into_iter().map(customer).collect());
        return Ok(());
    }
    let trade = &mut state.trade;
    let products = import_trade::products(conn).await?;
    trade.units = (products.iter())
        .map(|p| (p.id, p.units.0.clone()))
        .collect();
    trade.products = Masters::new(products.into_iter().map(product).collect());
    match kind {
        Kind::Prices => {
            state.customers = named(import_state::customers(conn, scope).await?);
            let currency = order::inbox::currency(conn).await?;
            trade.digits = currency::digits(&currency);
            trade.partners = named(import_trade::partners(conn).await?);
            let lists = import_trade::lists(conn, scope).await?;
            trade.lists = Masters::new(lists.into_iter().map(list).collect());
            trade.prices = (import_trade::prices(conn, scope).await?.into_iter())
                .map(|p| ((p.list_id, p.product_id, p.unit), p.minor))
                .collect();
        }
        Kind::Stock => {
            for place in import_trade::places(conn, scope, on).await? {
                trade.places.insert(place.place.id, place.place);
                trade.locations.all.push(Master {
                    id: place.place.id,
                    code: place.code,
                    reached: place.reached,
                    ..Master::default()
                });
            }
            trade.locations = Masters::new(std::mem::take(&mut trade.locations.all));
            for lot in import_trade::lots(conn).await? {
                let key = (lot.location_id, lot.product_id);
                trade.lots.entry(key).or_default().push(lot.held);
            }
        }
        _ => {}
    }
    Ok(())
}

fn customer(c: CustomerState) -> Master {
    Master {
        id: c.id,
        reached: c.reached,
        ended: !c.active,
        values: values([
            (Field::Code, Some(c.code.clone())),
            (Field::Name, Some(c.name)),
            (Field::Phone, c.phone),
            (Field::OrgUnit, Some(c.org_unit_code)),
        ]),
        code: c.code,
    }
}

fn product(p: ProductState) -> Master {
    Master {
        id: p.id,
        reached: true,
        ended: !p.active,
        values: values([
            (Field::Code, Some(p.code.clone())),
            (Field::Name, Some(p.name)),
            (Field::Category, p.category),
            (Field::TaxPercent, Some(percent_text(p.tax_bp))),
            (Field::Units, Some(units_text(&p.units))),
        ]),
        code: p.code,
    }
}

fn list(l: ListState) -> Master {
    let yes_or_no = if l.tax_included { "yes" } else { "no" };
    Master {
        id: l.id,
        reached: l.reached,
        ended: !l.active,
        values: values([
            (Field::ListCode, Some(l.code.clone())),
            (Field::ListName, Some(l.name)),
            (Field::CustomerCode, l.customer_code),
            (Field::Class, l.outlet_class),
            (Field::PartnerCode, l.partner_code),
            (Field::ValidFrom, l.valid_from.map(|d| d.to_string())),
            (Field::ValidTo, l.valid_to.map(|d| d.to_string())),
            (Field::TaxIncluded, Some(yes_or_no.to_owned())),
        ]),
        code: l.code,
    }
}
