//! Stores what a diff of customers, products, prices or stock says, and takes it back.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use fieldbeat_trade::currency;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    ImportError,
    diff::Change,
    held::State,
    kind::Field,
    price_diff::{PriceWrite, PriceWrites},
    stock_diff::{CountWrites, corrections},
    trade_cells::{basis_points, units_of},
    write::{CHUNK, Hand, accepted, owned},
};
use crate::store::{
    catalogue::{
        price_list::{self, PriceListPut, PricePut},
        product::{self, ProductPut},
    },
    customer::{self, CustomerPut},
    import_trade,
    import_undo::Done,
    order,
    stock::{
        MoveKind, Place, level,
        posting::{self, Act, Goods, NotCountered, Own},
    },
    upsert::{Field as Put, Mode},
};

type Ids = HashMap<String, i32>;

fn field(change: &Change, of: Field) -> Put<String> {
    change.to(of).map(owned)
}

/// Whether it goes on; `None` where that stays.
fn active(change: &Change) -> Option<bool> {
    change.to(Field::Closed).map(|closed| closed.is_none())
}

pub async fn customers(
    conn: &mut PgConnection,
    hand: &Hand<'_>,
    changes: &[Change],
) -> Result<Ids, ImportError> {
    let puts: Vec<CustomerPut> = (changes.iter())
        .map(|c| CustomerPut {
            code: c.code.clone(),
            name: field(c, Field::Name).flatten(),
            phone: field(c, Field::Phone),
            org_unit_code: field(c, Field::OrgUnit).flatten(),
            active: active(c),
            ..CustomerPut::default()
        })
        .collect();
    let mut ids = Ids::with_capacity(puts.len());
    for chunk in puts.chunks(CHUNK) {
        let how = (Mode::Upsert, hand.owned);
        let done = customer::upsert_but(conn, hand.scope, hand.now, how, chunk).await?;
        accepted(done, &mut ids)?;
        hand.progress.step(chunk.len()).await?;
    }
    Ok(ids)
}

pub async fn products(
    conn: &mut PgConnection,
    hand: &Hand<'_>,
    changes: &[Change],
) -> Result<Ids, ImportError> {
    let puts: Vec<ProductPut> = (changes.iter())
        .map(|c| ProductPut {
            code: c.code.clone(),
            name: field(c, Field::Name).flatten(),
            category: field(c, Field::Category),
            tax_bp: field(c, Field::TaxPercent)
                .flatten()
                .and_then(|t| basis_points(&t)),
            units: field(c, Field::Units).flatten().and_then(|u| units_of(&u)),
            active: active(c),
        })
        .collect();
    let mut ids = Ids::with_capacity(puts.len());
    for chunk in puts.chunks(CHUNK) {
        let done = product::upsert_but(conn, hand.now, (Mode::Upsert, hand.owned), chunk).await?;
        accepted(done, &mut ids)?;
        hand.progress.step(chunk.len()).await?;
    }
    Ok(ids)
}

/// A list with what a change says of it and its prices.
fn list(code: &str, change: Option<&Change>, prices: Vec<PriceWrite>) -> PriceListPut {
    let said = |of| change.and_then(|c| field(c, of));
    let date = |of| -> Put<NaiveDate> { said(of).map(|d| d.and_then(|d| d.parse().ok())) };
    PriceListPut {
        code: code.to_owned(),
        name: said(Field::ListName).flatten(),
        customer_code: said(Field::CustomerCode),
        outlet_class: said(Field::Class),
        partner_code: said(Field::PartnerCode),
        valid_from: date(Field::ValidFrom),
        valid_to: date(Field::ValidTo),
        tax_included: said(Field::TaxIncluded).flatten().map(|t| t == "yes"),
        active: change.and_then(active),
        prices: (prices.into_iter())
            .map(|p| PricePut {
                product_code: p.product_code,
                unit: p.unit,
                minor: p.minor,
            })
            .collect(),
    }
}

async fn put_lists(
    conn: &mut PgConnection,
    hand: &Hand<'_>,
    of_lists: &HashMap<&str, &Change>,
    lists: BTreeMap<String, Vec<PriceWrite>>,
) -> Result<Ids, ImportError> {
    let mut ids = Ids::new();
    for (code, prices) in lists {
        let rows = prices.len() + usize::from(of_lists.contains_key(code.as_str()));
        let put = [list(&code, of_lists.get(code.as_str()).copied(), prices)];
        let how = (Mode::Upsert, usize::MAX, hand.owned);
        let done = price_list::upsert_but(conn, hand.scope, hand.now, how, &put).await?;
        accepted(done, &mut ids)?;
        hand.progress.step(rows).await?;
    }
    Ok(ids)
}

pub async fn prices(
    conn: &mut PgConnection,
    hand: &Hand<'_>,
    changes: &[Change],
    writes: &PriceWrites,
) -> Result<Ids, ImportError> {
    let of_lists = (changes.iter().filter(|c| c.part.is_none()))
        .map(|c| (c.code.as_str(), c))
        .collect();
    put_lists(conn, hand, &of_lists, writes.lists.clone()).await
}

/// Puts lists and prices back as they were before; what was made is inactive, or gone from its list.
pub async fn prices_back(
    conn: &mut PgConnection,
    hand: &Hand<'_>,
    done: &[Done],
    changes: &[Change],
) -> Result<(), ImportError> {
    let digits = currency::digits(&order::inbox::currency(&mut *conn).await?);
    let mut of_lists = HashMap::new();
    let mut lists: BTreeMap<String, Vec<PriceWrite>> = BTreeMap::new();
    for (done, change) in done.iter().zip(changes) {
        let prices = lists.entry(done.code.clone()).or_default();
        let (Some(product_code), Some(unit)) = (&done.product_code, &done.unit) else {
            of_lists.insert(done.code.as_str(), change);
            continue;
        };
        let was = change.to(Field::Price).flatten();
        prices.push(PriceWrite {
            product_code: product_code.clone(),
            unit: unit.clone(),
            minor: was.and_then(|text| currency::minor(text, digits)),
        });
    }
    put_lists(conn, hand, &of_lists, lists).await?;
    Ok(())
}

/// Brings places to what was counted: what the book begins with as its opening, the rest as adjustments.
/// Whatever moved since the file was compared, the count stands.
pub async fn counts(
    conn: &mut PgConnection,
    hand: &Hand<'_>,
    writes: &CountWrites,
    state: &State,
) -> Result<(), ImportError> {
    let keys: BTreeSet<(i32, i32)> = writes.targets.keys().copied().collect();
    level::lock(conn, hand.now, &keys).await?;
    let mut by_place: BTreeMap<i32, Vec<i32>> = BTreeMap::new();
    for (location, product) in &keys {
        by_place.entry(*location).or_default().push(*product);
    }
    let reason = format!("import {}", hand.id);
    for (location, products) in by_place {
        let Some(place) = state.trade.places.get(&location).copied() else {
            continue;
        };
        let held = level::lots(conn, location, &products).await?;
        let begun: BTreeSet<i32> = (import_trade::begun(conn, location, &products).await?)
            .into_iter()
            .collect();
        let (mut opening, mut more, mut less) = (Vec::new(), Vec::new(), Vec::new());
        for product in products {
            let held = held.get(&product).map_or(&[][..], Vec::as_slice);
            let Some(target) = writes.targets.get(&(location, product)) else {
                continue;
            };
            for (lot, milli) in corrections(held, target) {
                let pile = match milli {
                    ..0 => &mut less,
                    _ if begun.contains(&product) => &mut more,
                    _ => &mut opening,
                };
                pile.push(Goods {
                    product,
                    lot: Some(lot),
                    milli: milli.abs(),
                });
            }
        }
        let ways = [
            (MoveKind::Opening, None, Some(place), opening),
            (MoveKind::Adjustment, None, Some(place), more),
            (MoveKind::Adjustment, Some(place), None, less),
        ];
        for (kind, from, to, goods) in ways {
            if !goods.is_empty() {
                post(conn, hand, (kind, &reason), (from, to), &goods).await?;
            }
        }
    }
    hand.progress.step(keys.len()).await?;
    Ok(())
}

async fn post(
    conn: &mut PgConnection,
    hand: &Hand<'_>,
    (kind, reason): (MoveKind, &str),
    way: (Option<Place>, Option<Place>),
    goods: &[Goods],
) -> Result<(), ImportError> {
    let act = Act {
        id: Uuid::now_v7(),
        kind,
        document: None,
        counter_of: None,
        reason: Some(reason),
        note: None,
        moved_at: hand.now.at,
        by: hand.scope.user_id(),
        digest: None,
    };
    let done = posting::post(conn, hand.now, &act, way, goods, &Own::default()).await?;
    // Under the locks what is written off is there.
    done.map_err(|_| ImportError::Refused(reason.to_owned(), "stock_short".to_owned()))?;
    import_trade::keep_posting(conn, hand.id, act.id).await?;
    Ok(())
}

/// Counters every posting of the import.
pub async fn counts_back(conn: &mut PgConnection, hand: &Hand<'_>) -> Result<(), ImportError> {
    let reason = format!("import {} taken back", hand.id);
    for id in import_trade::postings(conn, hand.id).await? {
        let by = (Uuid::now_v7(), hand.scope.user_id(), reason.as_str());
        match posting::counter(conn, hand.now, id, by).await? {
            Ok(()) => hand.progress.step(1).await?,
            Err(NotCountered::Already | NotCountered::Counted) => {
                return Err(ImportError::Changed(id.to_string()));
            }
            Err(NotCountered::Short(short)) => {
                let products: Vec<String> = short.iter().map(|s| s.product.to_string()).collect();
                return Err(ImportError::InUse(products.join(", ")));
            }
        }
    }
    Ok(())
}
