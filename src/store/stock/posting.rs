//! Postings: one act of moving goods, written once with its moves and the balances they change. A wrong
//! one is countered by another, never edited. Who may post is the caller's matter.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use fieldbeat_trade::stock::shelf::{Held, Lot, Purpose};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    LocationKind, MoveKind, Place, Short,
    level::{self, Key},
    outlet,
};
use crate::store::{error::StoreError, upsert::Now};

/// A posting without its goods.
#[derive(Clone, Debug)]
pub struct Act<'a> {
    pub id: Uuid,
    pub kind: MoveKind,
    pub document: Option<Uuid>,
    pub counter_of: Option<Uuid>,
    pub reason: Option<&'a str>,
    pub note: Option<&'a str>,
    pub moved_at: DateTime<Utc>,
    /// A user of this system; none where it did it by itself.
    pub by: Option<i32>,
    /// Of the request, where it named the id itself.
    pub digest: Option<&'a [u8]>,
}

impl Act<'_> {
    /// Of the system, now.
    pub fn of(now: Now, kind: MoveKind, document: Uuid) -> Self {
        Self {
            id: Uuid::now_v7(),
            kind,
            document: Some(document),
            counter_of: None,
            reason: None,
            note: None,
            moved_at: now.at,
            by: None,
            digest: None,
        }
    }
}

/// So much of a product; of the lot named, else of what leaves first or, where it only comes, of none.
#[derive(Clone, Debug)]
pub struct Goods {
    pub product: i32,
    pub lot: Option<Lot>,
    pub milli: i64,
}

/// Goods that change their place; `milli` above zero came in.
#[derive(Clone, Debug)]
pub struct Leg {
    pub location: i32,
    pub product: i32,
    pub lot: Lot,
    pub milli: i64,
}

/// What a posting may take from.
#[derive(Clone, Debug, Default)]
pub struct Own {
    /// What the order that takes holds itself, by product.
    pub reserved: BTreeMap<i32, i64>,
}

/// Takes goods from one place, brings them to another, or both: the same lots. All of it or, with what
/// is missing by place in `goods`, nothing.
pub async fn post(
    tx: &mut PgConnection,
    now: Now,
    act: &Act<'_>,
    (from, to): (Option<Place>, Option<Place>),
    goods: &[Goods],
    own: &Own,
) -> Result<Result<(), Vec<(usize, Short)>>, StoreError> {
    let places = [from, to].into_iter().flatten();
    let keys: BTreeSet<Key> = places
        .flat_map(|place| goods.iter().map(move |g| (place.id, g.product)))
        .collect();
    let reserved = level::lock(tx, now, &keys).await?;
    let mut legs = Vec::new();
    match from {
        None => {
            for g in goods {
                let lot = g.lot.clone().unwrap_or_default();
                legs.extend(to.map(|to| leg(to, g.product, lot, g.milli)));
            }
        }
        Some(from) => {
            let purpose = match (from.kind, act.kind) {
                (LocationKind::Outlet, _) => Purpose::FromOutlet,
                (_, MoveKind::Adjustment) => Purpose::WriteOff,
                _ => Purpose::Leave,
            };
            let held = (reserved.iter())
                .filter(|((location, _), _)| *location == from.id)
                .map(|((_, product), milli)| {
                    let own = own.reserved.get(product).copied().unwrap_or(0);
                    (*product, milli - own)
                })
                .collect();
            let mut shelves = level::shelves(tx, now, from, &held).await?;
            let mut shorts = Vec::new();
            for (i, g) in goods.iter().enumerate() {
                let Some(shelf) = shelves.get_mut(&g.product) else {
                    continue;
                };
                match shelf.take(g.lot.as_ref(), g.milli, purpose) {
                    Ok(taken) => {
                        for Held { lot, milli } in taken {
                            legs.extend(to.map(|to| leg(to, g.product, lot.clone(), milli)));
                            legs.push(leg(from, g.product, lot, -milli));
                        }
                    }
                    Err(available_milli) => shorts.push((
                        i,
                        Short {
                            product: g.product,
                            wanted_milli: g.milli,
                            available_milli,
                        },
                    )),
                }
            }
            if !shorts.is_empty() {
                return Ok(Err(shorts));
            }
        }
    }
    write(tx, now, act, &legs).await?;
    for place in [from, to].into_iter().flatten() {
        if place.kind == LocationKind::Outlet {
            outlet::count_again(tx, now, place.id, act.moved_at, &legs).await?;
        }
    }
    Ok(Ok(()))
}

fn leg(place: Place, product: i32, lot: Lot, milli: i64) -> Leg {
    Leg {
        location: place.id,
        product,
        lot,
        milli,
    }
}

/// Writes a posting with its moves and changes the balances, whose levels are locked.
pub(super) async fn write(
    tx: &mut PgConnection,
    now: Now,
    act: &Act<'_>,
    legs: &[Leg],
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"insert into stock_posting (id, kind, document_id, counter_of, reason, note, moved_at, recorded_at, recorded_by, digest)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"#,
        act.id,
        act.kind.as_str(),
        act.document,
        act.counter_of,
        act.reason,
        act.note,
        act.moved_at,
        now.at,
        act.by,
        act.digest,
    )
    .execute(&mut *tx)
    .await?;
    let mut sums: BTreeMap<(i32, i32, &Lot), i64> = BTreeMap::new();
    for leg in legs {
        *sums
            .entry((leg.location, leg.product, &leg.lot))
            .or_default() += leg.milli;
    }
    sums.retain(|_, milli| *milli != 0);
    let locations: Vec<i32> = sums.keys().map(|k| k.0).collect();
    let products: Vec<i32> = sums.keys().map(|k| k.1).collect();
    let batches: Vec<String> = sums.keys().map(|k| k.2.batch.clone()).collect();
    let expiries: Vec<_> = sums.keys().map(|k| k.2.expires_on).collect();
    let milli: Vec<i64> = sums.values().copied().collect();
    sqlx::query!(
        r#"
        with leg as (
          select * from unnest($2::int4[], $3::int4[], $4::text[], $5::date[], $6::int8[])
            as t(location_id, product_id, batch, expires_on, milli)
        ), moved as (
          insert into stock_move (posting_id, location_id, product_id, batch, expires_on, milli)
          select $1, location_id, product_id, batch, expires_on, milli from leg
        )
        insert into stock_balance as b (location_id, product_id, batch, expires_on, milli)
        select location_id, product_id, batch, expires_on, milli from leg
        on conflict (location_id, product_id, batch, coalesce(expires_on, 'infinity'::date))
          do update set milli = b.milli + excluded.milli
        "#,
        act.id,
        &locations,
        &products,
        &batches,
        &expiries as _,
        &milli,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Why a posting cannot be countered.
#[derive(Debug)]
pub enum NotCountered {
    /// It was, or it is itself a counter.
    Already,
    /// What an outlet has is said by counts.
    Counted,
    Short(Vec<Short>),
}

/// Undoes a posting by another with all its moves reversed, at the same time as it, so that sums over
/// any time hold. What was brought must still be there.
pub async fn counter(
    tx: &mut PgConnection,
    now: Now,
    posting: Uuid,
    (id, by, reason): (Uuid, Option<i32>, &str),
) -> Result<Result<(), NotCountered>, StoreError> {
    let was = sqlx::query!(
        r#"select p.kind, p.document_id, p.moved_at,
          p.counter_of is not null or exists (select from stock_posting c where c.counter_of = p.id) as "done!"
        from stock_posting p where p.id = $1"#,
        posting
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(StoreError::NotFound)?;
    if was.done {
        return Ok(Err(NotCountered::Already));
    }
    let moves = sqlx::query!(
        r#"select m.location_id, l.kind, m.product_id, m.batch, m.expires_on, m.milli
        from stock_move m join stock_location l on l.id = m.location_id where m.posting_id = $1 order by m.id"#,
        posting
    )
    .fetch_all(&mut *tx)
    .await?;
    let keys = moves.iter().map(|m| (m.location_id, m.product_id));
    let reserved = level::lock(tx, now, &keys.collect()).await?;
    let kind = MoveKind::stored(&was.kind);
    let mut shorts = Vec::new();
    let mut legs = Vec::with_capacity(moves.len());
    let mut outlets = BTreeSet::new();
    let mut taken: BTreeMap<Place, Vec<Goods>> = BTreeMap::new();
    for m in moves {
        let place = Place {
            id: m.location_id,
            kind: LocationKind::stored(&m.kind),
        };
        if place.kind == LocationKind::Outlet {
            outlets.insert(place.id);
        }
        let lot = Lot {
            batch: m.batch,
            expires_on: m.expires_on,
        };
        if m.milli > 0 {
            taken.entry(place).or_default().push(Goods {
                product: m.product_id,
                lot: Some(lot.clone()),
                milli: m.milli,
            });
        }
        legs.push(leg(place, m.product_id, lot, -m.milli));
    }
    if kind == MoveKind::Adjustment && !outlets.is_empty() {
        return Ok(Err(NotCountered::Counted));
    }
    for (place, goods) in taken {
        let held = (reserved.iter())
            .filter(|((location, _), _)| *location == place.id)
            .map(|((_, product), milli)| (*product, *milli))
            .collect();
        let mut shelves = level::shelves(tx, now, place, &held).await?;
        for g in goods {
            let Some(shelf) = shelves.get_mut(&g.product) else {
                continue;
            };
            if let Err(available_milli) = shelf.take(g.lot.as_ref(), g.milli, Purpose::Leave) {
                shorts.push(Short {
                    product: g.product,
                    wanted_milli: g.milli,
                    available_milli,
                });
            }
        }
    }
    if !shorts.is_empty() {
        return Ok(Err(NotCountered::Short(shorts)));
    }
    let act = Act {
        id,
        kind,
        document: was.document_id,
        counter_of: Some(posting),
        reason: Some(reason),
        note: None,
        moved_at: was.moved_at,
        by,
        digest: None,
    };
    write(tx, now, &act, &legs).await?;
    for location in outlets {
        outlet::count_again(tx, now, location, was.moved_at, &legs).await?;
    }
    Ok(Ok(()))
}

/// The digest of a posting that is there already; for a request that named its id.
pub async fn known(tx: &mut PgConnection, id: Uuid) -> Result<Option<Option<Vec<u8>>>, StoreError> {
    Ok(
        sqlx::query_scalar!("select digest from stock_posting where id = $1", id)
            .fetch_optional(tx)
            .await?,
    )
}
