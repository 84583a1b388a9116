//! What holds of stock whoever moves it at the same time: balances are the sums of moves, orders hold what
//! is there, nobody waits for ever, and an outlet's goods do not depend on the order in which they are told.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use chrono::{NaiveDate, TimeDelta, Utc};
use fieldbeat::store::{
    stock::{
        LocationKind, MoveKind, Place, outlet,
        posting::{self, Act, Goods, Own},
        reservation::{self, Leaving},
    },
    upsert::Now,
};
use fieldbeat_trade::stock::shelf::{Held, Lot};
use rand::{Rng, SeedableRng, rngs::StdRng, seq::SliceRandom};
use serde_json::json;
use sqlx::{PgConnection, PgPool, Row};
use uuid::Uuid;

use crate::support::{company::Company, database::TestDatabase, seed};

const PRODUCTS: i32 = 4;
const ORDERS: usize = 6;
const WORKERS: u64 = 6;
const ACTS: usize = 50;

struct Shop {
    database: TestDatabase,
    pool: PgPool,
    /// Two warehouses and a van.
    places: Vec<Place>,
    outlets: Vec<i32>,
    rep: i32,
    orders: Vec<Uuid>,
}

fn now() -> Now {
    let at = Utc::now();
    Now {
        at,
        today: at.date_naive(),
    }
}

async fn shop(below_zero: &str) -> Shop {
    let database = TestDatabase::new().await;
    let pool = fieldbeat::store::pool(database.options(), 8);
    let company = Company::found(pool.clone()).await;
    company.outlets(3).await;
    let rep = company.rep("R1").await;
    sqlx::query("insert into rule_version (effective_from, settings) values ('2000-01-01', $1)")
        .bind(json!({ "stock_below_zero": below_zero }))
        .execute(&pool)
        .await
        .unwrap();
    sqlx::query(r#"insert into product (code, name, units) select 'P' || n, 'P' || n, '{"piece": 1}' from generate_series(1, $1) n"#)
        .bind(PRODUCTS)
        .execute(&pool)
        .await
        .unwrap();
    let places = sqlx::query(
        "insert into stock_location (code, name, kind, rep_id) values ('W1', 'W1', 'warehouse', null),
          ('W2', 'W2', 'warehouse', null), ('V1', 'V1', 'van', $1) returning id, kind",
    )
    .bind(rep)
    .fetch_all(&pool)
    .await
    .unwrap();
    let places = (places.iter())
        .map(|r| Place {
            id: r.get(0),
            kind: if r.get::<String, _>(1) == "van" {
                LocationKind::Van
            } else {
                LocationKind::Warehouse
            },
        })
        .collect();
    let outlets = sqlx::query_scalar("select id from outlet order by id")
        .fetch_all(&pool)
        .await
        .unwrap();
    let mut shop = Shop {
        database,
        pool,
        places,
        outlets,
        rep,
        orders: Vec::new(),
    };
    for i in 0..ORDERS {
        let outlet = shop.outlets[i % shop.outlets.len()];
        shop.orders.push(order(&shop, outlet).await);
    }
    shop
}

async fn order(shop: &Shop, outlet: i32) -> Uuid {
    let id = Uuid::now_v7();
    sqlx::query(
        "insert into sales_order (id, rep_id, date, org_unit_id, outlet_id, currency, total_minor, ordered_at)
        select $1, $2, current_date, org_unit_id, $3, 'VND', 0, now() from outlet where id = $3",
    )
    .bind(id)
    .bind(shop.rep)
    .bind(outlet)
    .execute(&shop.pool)
    .await
    .unwrap();
    id
}

fn lot(rng: &mut StdRng, today: NaiveDate) -> Lot {
    match rng.random_range(0..4) {
        0 => Lot::default(),
        // One of them expired; none near midnight.
        n => Lot {
            batch: format!("B{n}"),
            expires_on: today.checked_add_signed(TimeDelta::days(20 * n - 30)),
        },
    }
}

fn goods(rng: &mut StdRng, with_lots: bool) -> Vec<Goods> {
    let today = now().today;
    (0..rng.random_range(1..=3))
        .map(|_| Goods {
            product: rng.random_range(1..=PRODUCTS),
            lot: with_lots.then(|| lot(rng, today)),
            milli: rng.random_range(1..5_000),
        })
        .collect()
}

fn wanted(rng: &mut StdRng) -> Vec<(i32, i64)> {
    let lines = goods(rng, false);
    lines.iter().map(|g| (g.product, g.milli)).collect()
}

/// Orders are changed under the lock of their own row, as the order's code does.
async fn with_order(tx: &mut PgConnection, order: Uuid) {
    sqlx::query("select from sales_order where id = $1 for update")
        .bind(order)
        .execute(tx)
        .await
        .unwrap();
}

/// One random act; whether it was done.
async fn act(shop: &Shop, rng: &mut StdRng, posted: &Mutex<Vec<Uuid>>, write_offs: bool) -> bool {
    let now = now();
    let mut tx = shop.pool.begin().await.unwrap();
    let place = |rng: &mut StdRng| shop.places[rng.random_range(0..shop.places.len())];
    let one = |rng: &mut StdRng| shop.orders[rng.random_range(0..ORDERS)];
    let outlet = shop.outlets[rng.random_range(0..shop.outlets.len())];
    let (here, there) = (place(rng), place(rng));
    let moved = |kind| Act {
        reason: Some("law"),
        ..Act::of(now, kind, Uuid::now_v7())
    };
    let none = Own::default();
    let mut mark = None;
    let done = match rng.random_range(0..12) {
        0..=2 => {
            let act = moved(MoveKind::Receipt);
            mark = Some(act.id);
            let g = goods(rng, true);
            posting::post(&mut tx, now, &act, (None, Some(here)), &g, &none)
                .await
                .unwrap()
                .is_ok()
        }
        3 => {
            let with_lots = rng.random_bool(0.5);
            let g = goods(rng, with_lots);
            let act = moved(MoveKind::Issue);
            mark = Some(act.id);
            posting::post(&mut tx, now, &act, (Some(here), None), &g, &none)
                .await
                .unwrap()
                .is_ok()
        }
        4 if here != there => {
            let g = goods(rng, false);
            let act = moved(MoveKind::Transfer);
            mark = Some(act.id);
            posting::post(&mut tx, now, &act, (Some(here), Some(there)), &g, &none)
                .await
                .unwrap()
                .is_ok()
        }
        5 if write_offs => {
            let g = goods(rng, false);
            let act = moved(MoveKind::Adjustment);
            posting::post(&mut tx, now, &act, (Some(here), None), &g, &none)
                .await
                .unwrap()
                .is_ok()
        }
        6 => {
            let g = goods(rng, false);
            let to = outlet::place(&mut tx, now, outlet).await.unwrap();
            let act = moved(MoveKind::Sale);
            mark = Some(act.id);
            posting::post(&mut tx, now, &act, (Some(here), Some(to)), &g, &none)
                .await
                .unwrap()
                .is_ok()
        }
        7 => {
            let back = wanted(rng);
            reservation::take_back_from(&mut tx, now, outlet, here.id, Uuid::now_v7(), &back)
                .await
                .unwrap();
            true
        }
        8 => {
            let order = one(rng);
            with_order(&mut tx, order).await;
            reservation::reserve(&mut tx, now, order, here.id, &wanted(rng))
                .await
                .unwrap()
                .is_empty()
        }
        9 => {
            let order = one(rng);
            with_order(&mut tx, order).await;
            reservation::release(&mut tx, now, order).await.unwrap();
            true
        }
        10 => {
            let order = one(rng);
            with_order(&mut tx, order).await;
            reservation::issue(
                &mut tx,
                now,
                order,
                Leaving::at(Uuid::now_v7(), now.at),
                &wanted(rng),
            )
            .await
            .unwrap()
            .is_empty()
        }
        _ => {
            let some = {
                let posted = posted.lock().unwrap();
                (!posted.is_empty()).then(|| posted[rng.random_range(0..posted.len())])
            };
            match some {
                None => false,
                Some(some) => {
                    let said = (Uuid::now_v7(), None, "wrong");
                    match posting::counter(&mut tx, now, some, said).await {
                        Ok(done) => done.is_ok(),
                        // Another countered it between our look and our word.
                        Err(fieldbeat::store::StoreError::Conflict(name)) => {
                            assert_eq!(name, "stock_posting_countered_once");
                            false
                        }
                        Err(other) => panic!("{other:?}"),
                    }
                }
            }
        }
    };
    if done {
        tx.commit().await.unwrap();
        posted.lock().unwrap().extend(mark);
    } else {
        tx.rollback().await.unwrap();
    }
    done
}

async fn none(shop: &Shop, what: &str, sql: &str) {
    let rows = sqlx::query(sql).fetch_all(&shop.pool).await.unwrap();
    assert!(rows.is_empty(), "{what}: {} rows", rows.len());
}

async fn random_moves(below_zero: &str, seed: u64) {
    let shop = Arc::new(shop(below_zero).await);
    let posted = Arc::new(Mutex::new(Vec::new()));
    let write_offs = seed.is_multiple_of(2);
    let mut workers = tokio::task::JoinSet::new();
    for worker in 0..WORKERS {
        let (shop, posted) = (shop.clone(), posted.clone());
        workers.spawn(async move {
            let mut rng = StdRng::seed_from_u64(seed ^ (worker << 32));
            let mut done = 0;
            for _ in 0..ACTS {
                done += usize::from(act(&shop, &mut rng, &posted, write_offs).await);
            }
            done
        });
    }
    let done: usize = workers.join_all().await.into_iter().sum();
    assert!(done > ACTS, "only {done} acts were done");
    none(
        &shop,
        "a balance is the sum of its moves",
        "select from (select location_id, product_id, batch, expires_on, milli from stock_balance where milli <> 0) b
        full join (select location_id, product_id, batch, expires_on, sum(milli) as milli from stock_move
          group by 1, 2, 3, 4 having sum(milli) <> 0) m
          on (b.location_id, b.product_id, b.batch) = (m.location_id, m.product_id, m.batch)
            and b.expires_on is not distinct from m.expires_on
        where b.milli is distinct from m.milli",
    )
    .await;
    none(
        &shop,
        "a level holds what orders hold",
        "select from stock_level s where s.reserved_milli <> coalesce((select sum(r.reserved_milli) from stock_reservation r
          where r.location_id = s.location_id and r.product_id = s.product_id), 0)",
    )
    .await;
    none(
        &shop,
        "a posting between two places brings as much as it takes",
        "select from stock_posting p join stock_move m on m.posting_id = p.id
        where p.kind = 'transfer' group by p.id having sum(m.milli) <> 0",
    )
    .await;
    none(
        &shop,
        "a counter undoes all of it",
        "select from stock_posting c join stock_move m on m.posting_id in (c.id, c.counter_of)
        where c.counter_of is not null group by c.id, m.location_id, m.product_id, m.batch, m.expires_on having sum(m.milli) <> 0",
    )
    .await;
    if below_zero == "refuse" {
        none(
            &shop,
            "nothing is below zero where that is refused",
            "select from stock_balance b join stock_location l on l.id = b.location_id where b.milli < 0 and l.kind <> 'outlet'",
        )
        .await;
        if !write_offs {
            none(
                &shop,
                "orders hold no more than can be sold",
                "select from stock_level s join stock_location l on l.id = s.location_id and l.kind <> 'outlet'
                where s.reserved_milli > (select coalesce(sum(b.milli), 0) from stock_balance b
                  where b.location_id = s.location_id and b.product_id = s.product_id
                    and (b.expires_on is null or b.expires_on >= current_date))",
            )
            .await;
        }
    }
    let gone = sqlx::query("update stock_move set milli = 1")
        .execute(&shop.pool)
        .await;
    assert!(gone.is_err(), "a move is never changed");
}

#[tokio::test]
async fn balances_are_the_sums_of_moves_whoever_moves_at_once() {
    let seed = seed("balances_are_the_sums_of_moves_whoever_moves_at_once");
    // One with write-offs, one without, whatever the seed.
    random_moves("refuse", seed & !1).await;
    random_moves("refuse", seed | 1).await;
}

#[tokio::test]
async fn balances_are_the_sums_of_moves_below_zero_too() {
    let seed = seed("balances_are_the_sums_of_moves_below_zero_too");
    random_moves("allow", seed).await;
}

#[tokio::test]
async fn orders_confirmed_at_once_neither_oversell_nor_wait_for_each_other() {
    let shop = Arc::new(shop("refuse").await);
    let here = shop.places[0];
    let mut tx = shop.pool.begin().await.unwrap();
    let act = Act::of(now(), MoveKind::Opening, Uuid::now_v7());
    let opening: Vec<Goods> = (1..=2)
        .map(|product| Goods {
            product,
            lot: None,
            milli: 70_000,
        })
        .collect();
    posting::post(
        &mut tx,
        now(),
        &act,
        (None, Some(here)),
        &opening,
        &Own::default(),
    )
    .await
    .unwrap()
    .unwrap();
    tx.commit().await.unwrap();
    let mut confirms = tokio::task::JoinSet::new();
    for i in 0..20 {
        let shop = shop.clone();
        confirms.spawn(async move {
            let order = order(&shop, shop.outlets[0]).await;
            let mut tx = shop.pool.begin().await.unwrap();
            let mut wanted = vec![(1, 10_000), (2, 10_000)];
            if i % 2 == 0 {
                wanted.reverse();
            }
            let here = shop.places[0].id;
            let short = reservation::reserve(&mut tx, now(), order, here, &wanted)
                .await
                .unwrap();
            tx.commit().await.unwrap();
            (order, short)
        });
    }
    let all = confirms.join_all().await;
    let held: Vec<Uuid> = (all.iter())
        .filter(|(_, short)| short.is_empty())
        .map(|(order, _)| *order)
        .collect();
    assert_eq!(held.len(), 7);
    let refused = all.iter().find(|(_, short)| !short.is_empty()).unwrap();
    assert_eq!(refused.1.len(), 2, "all or nothing");
    assert_eq!(
        (refused.1[0].wanted_milli, refused.1[0].available_milli),
        (10_000, 0)
    );

    // What one gives back another takes, half of it leaves, and nobody else can have the rest.
    let mut tx = shop.pool.begin().await.unwrap();
    reservation::release(&mut tx, now(), held[0]).await.unwrap();
    let again = reservation::reserve(
        &mut tx,
        now(),
        refused.0,
        here.id,
        &[(1, 10_000), (2, 10_000)],
    );
    assert_eq!(again.await.unwrap(), []);
    let delivery = Uuid::now_v7();
    let part = [(1, 4_000)];
    assert_eq!(
        reservation::issue(
            &mut tx,
            now(),
            refused.0,
            Leaving::at(delivery, Utc::now()),
            &part
        )
        .await
        .unwrap(),
        []
    );
    let another = Leaving::at(Uuid::now_v7(), Utc::now());
    let more = reservation::issue(&mut tx, now(), refused.0, another, &[(1, 6_001)]);
    let more = more.await.unwrap();
    assert_eq!(
        (more[0].wanted_milli, more[0].available_milli),
        (6_001, 6_000)
    );
    reservation::take_back(&mut tx, now(), here.id, Uuid::now_v7(), &[(1, 1_000)])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let rows = sqlx::query(
        "select l.kind, m.milli from stock_move m join stock_posting p on p.id = m.posting_id
        join stock_location l on l.id = m.location_id where p.document_id = $1 order by m.milli",
    )
    .bind(delivery)
    .fetch_all(&shop.pool)
    .await
    .unwrap();
    let legs: Vec<(String, i64)> = rows.iter().map(|r| (r.get(0), r.get(1))).collect();
    assert_eq!(
        legs,
        [
            ("warehouse".to_owned(), -4_000),
            ("outlet".to_owned(), 4_000)
        ]
    );
    let level: (i64, i64) = sqlx::query_as(
        "select s.reserved_milli, (select sum(milli)::int8 from stock_balance b
          where b.location_id = s.location_id and b.product_id = s.product_id)
        from stock_level s where s.location_id = $1 and s.product_id = 1",
    )
    .bind(here.id)
    .fetch_one(&shop.pool)
    .await
    .unwrap();
    assert_eq!(level, (66_000, 67_000));
}

#[tokio::test]
async fn goods_come_from_the_van_else_from_whom_the_partner_is() {
    let shop = shop("refuse").await;
    let partners: Vec<i32> = sqlx::query_scalar(
        "insert into partner (code, name, kind) values ('N1', 'N1', 'distributor'), ('N2', 'N2', 'distributor') returning id",
    )
    .fetch_all(&shop.pool)
    .await
    .unwrap();
    let company = Company::found(shop.pool.clone()).await;
    let other = company.rep("R2").await;
    let find = async |partner: Option<i32>, rep: i32| {
        reservation::location_for(&shop.pool, partner, Some(rep))
            .await
            .unwrap()
    };
    let [w1, w2, van] = [0, 1, 2].map(|i: usize| shop.places[i].id);
    assert_eq!(find(Some(partners[0]), shop.rep).await, Some(van));
    assert_eq!(
        find(None, other).await,
        Some(w1),
        "the first of the company's"
    );
    sqlx::query("update stock_location set is_default = true where id = $1")
        .bind(w2)
        .execute(&shop.pool)
        .await
        .unwrap();
    assert_eq!(find(Some(partners[0]), other).await, Some(w2));
    let own: i32 = sqlx::query_scalar(
        "insert into stock_location (code, name, kind, partner_id) values ('N1W', 'N1W', 'warehouse', $1) returning id",
    )
    .bind(partners[0])
    .fetch_one(&shop.pool)
    .await
    .unwrap();
    assert_eq!(find(Some(partners[0]), other).await, Some(own));
    assert_eq!(find(Some(partners[1]), other).await, Some(w2));
    sqlx::query("update stock_location set active = false, is_default = false")
        .execute(&shop.pool)
        .await
        .unwrap();
    assert_eq!(
        find(Some(partners[0]), shop.rep).await,
        None,
        "no stock is kept"
    );

    // Then an order holds nothing, and its goods only reach the outlet.
    let mut tx = shop.pool.begin().await.unwrap();
    let (order, delivery) = (shop.orders[0], Uuid::now_v7());
    let document = Leaving::at(delivery, Utc::now());
    let short = reservation::issue(&mut tx, now(), order, document, &[(1, 5_000)]).await;
    assert_eq!(short.unwrap(), []);
    let came: (String, i64) = sqlx::query_as(
        "select p.kind, m.milli from stock_posting p join stock_move m on m.posting_id = p.id where p.document_id = $1",
    )
    .bind(delivery)
    .fetch_one(&mut *tx)
    .await
    .unwrap();
    assert_eq!(came, ("receipt".to_owned(), 5_000));
}

#[derive(Clone, Debug)]
enum Told {
    Count(Uuid, i64, Vec<(i32, i64)>),
    Came(i64, i32, i64),
    Back(i64, i32, i64),
}

async fn tell(shop: &Shop, outlet: i32, told: &Told, copy: usize) {
    let now = now();
    let at = |minute: i64| now.at - TimeDelta::days(1) + TimeDelta::minutes(minute);
    let mut tx = shop.pool.begin().await.unwrap();
    let place = outlet::place(&mut tx, now, outlet).await.unwrap();
    let act = |kind, minute| Act {
        moved_at: at(minute),
        ..Act::of(now, kind, Uuid::now_v7())
    };
    let one = |product: i32, milli: i64| {
        [Goods {
            product,
            lot: None,
            milli,
        }]
    };
    let none = Own::default();
    match told {
        Told::Count(id, minute, lines) => {
            // The same count, told of another outlet.
            let id = Uuid::from_u128(id.as_u128() ^ copy as u128);
            sqlx::query(
                "insert into stock_count (id, rep_id, date, org_unit_id, outlet_id, location_id, counted_at, recorded_at)
                select $1, $2, current_date, org_unit_id, $3, $4, $5, now() from outlet where id = $3",
            )
            .bind(id)
            .bind(shop.rep)
            .bind(outlet)
            .bind(place.id)
            .bind(at(*minute))
            .execute(&mut *tx)
            .await
            .unwrap();
            let mut seen: BTreeMap<i32, Vec<Held>> = BTreeMap::new();
            for (product, milli) in lines {
                seen.entry(*product).or_default().push(Held {
                    lot: Lot::default(),
                    milli: *milli,
                });
            }
            outlet::observe(&mut tx, now, place.id, (id, at(*minute)), seen)
                .await
                .unwrap();
        }
        Told::Came(minute, product, milli) => {
            let act = act(MoveKind::Receipt, *minute);
            let goods = one(*product, *milli);
            posting::post(&mut tx, now, &act, (None, Some(place)), &goods, &none)
                .await
                .unwrap()
                .unwrap();
        }
        Told::Back(minute, product, milli) => {
            let act = act(MoveKind::Return, *minute);
            let goods = one(*product, *milli);
            posting::post(&mut tx, now, &act, (Some(place), None), &goods, &none)
                .await
                .unwrap()
                .unwrap();
        }
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn an_outlet_has_the_same_goods_in_whatever_order_they_are_told() {
    let seed = seed("an_outlet_has_the_same_goods_in_whatever_order_they_are_told");
    let mut rng = StdRng::seed_from_u64(seed);
    let shop = shop("refuse").await;
    // Distinct minutes: which of two counts of one moment is newer is their ids' matter.
    let mut minutes: Vec<i64> = (0..14).collect();
    minutes.shuffle(&mut rng);
    let mut story: Vec<Told> = (minutes.into_iter())
        .map(|minute| {
            let (product, milli) = (rng.random_range(1..=2), rng.random_range(1..9_000));
            match rng.random_range(0..4) {
                0 => Told::Came(minute, product, milli),
                1 => Told::Back(minute, product, milli),
                _ => {
                    let lines = [(1, milli), (2, milli / 2)];
                    let some = lines[..rng.random_range(1..=2)].to_vec();
                    Told::Count(Uuid::now_v7(), minute, some)
                }
            }
        })
        .collect();
    let mut seen = Vec::new();
    for (copy, outlet) in shop.outlets.iter().enumerate() {
        for told in &story {
            tell(&shop, *outlet, told, copy).await;
        }
        let rows: Vec<(i32, i64)> = sqlx::query_as(
            "select b.product_id, sum(b.milli)::int8 from stock_balance b join stock_location l on l.id = b.location_id
            where l.outlet_id = $1 group by 1 order by 1",
        )
        .bind(outlet)
        .fetch_all(&shop.pool)
        .await
        .unwrap();
        seen.push(rows);
        story.shuffle(&mut rng);
    }
    assert!(
        seen.iter().all(|rows| *rows == seen[0]),
        "{seen:?}\n{story:?}"
    );
    none(
        &shop,
        "the newest count and what came since",
        "select from stock_observed o where o.milli + coalesce((select sum(m.milli) from stock_move m
            join stock_posting p on p.id = m.posting_id
            where m.location_id = o.location_id and m.product_id = o.product_id and p.kind <> 'adjustment' and p.moved_at > o.counted_at), 0)
          <> coalesce((select sum(b.milli) from stock_balance b where b.location_id = o.location_id and b.product_id = o.product_id), 0)",
    )
    .await;
    drop(shop.database);
}
