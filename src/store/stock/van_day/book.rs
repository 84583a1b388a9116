//! The lines and the money of days, for many days at once: the document of a closed one; else what the moves,
//! the counts and the collections say now. The arithmetic is `fieldbeat_trade::stock::van`'s.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use fieldbeat_domain::time::CompanyTime;
use fieldbeat_trade::stock::van::{self, Day, Flow, Moved};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Head, VanDay, VanDayLine, utc};
use crate::store::{error::StoreError, instant::Instant, stock::MoveKind};

type Key = (i32, NaiveDate);

/// Why it moved; `comes` as the move that it undoes, if it undoes one.
const fn flow(kind: MoveKind, comes: bool) -> Flow {
    match kind {
        MoveKind::Opening | MoveKind::Receipt => Flow::Loaded,
        MoveKind::Transfer if comes => Flow::Loaded,
        MoveKind::Transfer => Flow::Unloaded,
        MoveKind::Sale => Flow::Sold,
        MoveKind::Issue => Flow::Delivered,
        MoveKind::Return => Flow::Returned,
        MoveKind::Adjustment => Flow::Corrected,
    }
}

/// Where the worth of a difference comes from.
#[derive(Clone, Copy)]
enum Worth {
    /// The prices of today.
    Open,
    /// What a closed day says.
    Kept(Option<i64>),
}

/// A line before its product is named.
struct Raw {
    day: Day,
    counted: Option<i64>,
    worth: Worth,
}

#[derive(Clone, Copy, Default)]
struct Money {
    cash: i64,
    cash_handed_in: i64,
    other: i64,
    other_handed_in: i64,
}

pub(super) async fn fill(
    db: &mut PgConnection,
    (time, today): (CompanyTime, NaiveDate),
    heads: Vec<Head>,
) -> Result<Vec<VanDay>, StoreError> {
    let open: Vec<&Head> = heads.iter().filter(|h| h.id.is_none()).collect();
    let closed: Vec<(Uuid, Key)> = (heads.iter())
        .filter_map(|h| Some((h.id?, (h.van_id, h.date))))
        .collect();
    let mut lines = now(&mut *db, time, &open).await?;
    let mut money = collected(&mut *db, &open).await?;
    documents(&mut *db, &closed, &mut lines, &mut money).await?;

    let products: BTreeSet<i32> = lines.values().flat_map(|l| l.keys().copied()).collect();
    let known = products_of(&mut *db, &products, today).await?;
    let currency = sqlx::query_scalar!("select currency from company")
        .fetch_one(db)
        .await?;
    Ok((heads.into_iter())
        .map(|head| {
            let key = (head.van_id, head.date);
            let raw = lines.remove(&key).unwrap_or_default();
            let lines = named(raw, &known);
            let money = money.get(&key).copied().unwrap_or_default();
            VanDay {
                van_id: head.van_id,
                van_code: head.van_code,
                van_name: head.van_name,
                rep_id: head.rep_id,
                rep_code: head.rep_code,
                rep_name: head.rep_name,
                date: head.date,
                state: head.state,
                difference_minor: lines.iter().filter_map(|l| l.difference_minor).sum(),
                lines,
                currency: currency.clone(),
                cash_minor: money.cash,
                cash_handed_in_minor: money.cash_handed_in,
                other_minor: money.other,
                other_handed_in_minor: money.other_handed_in,
                counted_at: head.counted_at.map(Instant),
                counted_by: head.counted_by,
                id: head.id,
                reason: head.reason,
                closed_at: head.closed_at.map(Instant),
                closed_by: head.closed_by,
            }
        })
        .collect())
}

fn named(raw: BTreeMap<i32, Raw>, known: &HashMap<i32, Product>) -> Vec<VanDayLine> {
    let line = |(id, raw): (i32, Raw)| {
        let product = known.get(&id)?;
        let expected = raw.day.expected_milli();
        let difference = raw.counted.map(|c| c - expected);
        let worth = |milli: i64| {
            let (minor, pieces) = product.price?;
            van::worth(milli, minor, pieces)
        };
        Some(VanDayLine {
            product_id: id,
            product_code: product.code.clone(),
            product_name: product.name.clone(),
            unit: product.unit.clone(),
            opening_milli: raw.day.opening_milli,
            loaded_milli: raw.day.loaded_milli,
            unloaded_milli: raw.day.unloaded_milli,
            sold_milli: raw.day.sold_milli,
            delivered_milli: raw.day.delivered_milli,
            returned_milli: raw.day.returned_milli,
            corrected_milli: raw.day.corrected_milli,
            expected_milli: expected,
            counted_milli: raw.counted,
            difference_milli: difference,
            difference_minor: match raw.worth {
                Worth::Open => difference.and_then(worth),
                Worth::Kept(minor) => minor,
            },
        })
    };
    let mut lines: Vec<VanDayLine> = raw.into_iter().filter_map(line).collect();
    lines.sort_by(|a, b| a.product_code.cmp(&b.product_code));
    lines
}

/// Days that are open, as the book and the counts say now.
async fn now(
    db: &mut PgConnection,
    time: CompanyTime,
    heads: &[&Head],
) -> Result<BTreeMap<Key, BTreeMap<i32, Raw>>, StoreError> {
    let days = heads.iter().map(|h| (h.van_id, h.date));
    let Some(first) = days.clone().map(|d| d.1).min() else {
        return Ok(BTreeMap::new());
    };
    let (vans, dates): (Vec<i32>, Vec<NaiveDate>) = days.clone().unzip();
    let balances = sqlx::query!(
        r#"select location_id, product_id, sum(milli)::int8 as "milli!" from stock_balance
        where location_id = any($1) group by location_id, product_id"#,
        &vans
    )
    .fetch_all(&mut *db)
    .await?;
    let moves = sqlx::query!(
        r#"
        select m.location_id, m.product_id, ((p.moved_at - make_interval(mins => $2)) at time zone $3)::date as "date!",
          p.kind, (m.milli > 0) <> (p.counter_of is not null) as "comes!", sum(m.milli)::int8 as "milli!"
        from stock_move m join stock_posting p on p.id = m.posting_id
        where m.location_id = any($1) and p.moved_at >= $4 group by 1, 2, 3, 4, 5
        "#,
        &vans,
        i32::from(time.day_start_min),
        time.time_zone.name(),
        utc(time.day_bounds(first).start),
    )
    .fetch_all(&mut *db)
    .await?;
    let counts = sqlx::query!(
        r#"
        select distinct on (c.van_id, c.date, x.product_id) c.van_id, c.date, x.product_id, x.milli
        from unnest($1::int4[], $2::date[]) as t(van_id, date) join van_count c on c.van_id = t.van_id and c.date = t.date
        join van_count_line x on x.count_id = c.id
        order by c.van_id, c.date, x.product_id, c.counted_at desc, c.id
        "#,
        &vans,
        &dates,
    )
    .fetch_all(db)
    .await?;
    let mut moved: HashMap<(i32, i32), Vec<Moved>> = HashMap::new();
    for m in moves {
        let key = (m.location_id, m.product_id);
        moved.entry(key).or_default().push(Moved {
            date: m.date,
            flow: flow(MoveKind::stored(&m.kind), m.comes),
            change_milli: m.milli,
        });
    }
    let mut lines: BTreeMap<Key, BTreeMap<i32, Raw>> = BTreeMap::new();
    for (van, date) in days {
        for b in balances.iter().filter(|b| b.location_id == van) {
            let moves = moved
                .get(&(van, b.product_id))
                .map_or(&[][..], Vec::as_slice);
            let day = van::day(b.milli, moves, date);
            if !day.is_empty() {
                let raw = Raw {
                    day,
                    counted: None,
                    worth: Worth::Open,
                };
                lines
                    .entry((van, date))
                    .or_default()
                    .insert(b.product_id, raw);
            }
        }
    }
    for c in counts {
        let day = lines.entry((c.van_id, c.date)).or_default();
        let raw = day.entry(c.product_id).or_insert(Raw {
            day: Day::default(),
            counted: None,
            worth: Worth::Open,
        });
        raw.counted = Some(c.milli);
    }
    Ok(lines)
}

/// What the reps collected on days that are open.
async fn collected(
    db: &mut PgConnection,
    heads: &[&Head],
) -> Result<BTreeMap<Key, Money>, StoreError> {
    if heads.is_empty() {
        return Ok(BTreeMap::new());
    }
    let reps: Vec<i32> = heads.iter().map(|h| h.rep_id).collect();
    let dates: Vec<NaiveDate> = heads.iter().map(|h| h.date).collect();
    let rows = sqlx::query!(
        r#"
        select c.rep_id as "rep_id!", c.date,
          coalesce(sum(c.amount_minor) filter (where c.method = 'cash'), 0)::int8 as "cash!",
          coalesce(sum(c.amount_minor) filter (where c.method = 'cash' and c.settlement_id is not null), 0)::int8 as "cash_handed_in!",
          coalesce(sum(c.amount_minor) filter (where c.method <> 'cash'), 0)::int8 as "other!",
          coalesce(sum(c.amount_minor) filter (where c.method <> 'cash' and c.settlement_id is not null), 0)::int8 as "other_handed_in!"
        from (select distinct rep_id, date from unnest($1::int4[], $2::date[]) as t(rep_id, date)) t
        join collection c on c.rep_id = t.rep_id and c.date = t.date
        where c.state not in ('rejected', 'void') group by c.rep_id, c.date
        "#,
        &reps,
        &dates,
    )
    .fetch_all(db)
    .await?;
    let by_rep: HashMap<(i32, NaiveDate), Money> = (rows.into_iter())
        .map(|r| {
            let money = Money {
                cash: r.cash,
                cash_handed_in: r.cash_handed_in,
                other: r.other,
                other_handed_in: r.other_handed_in,
            };
            ((r.rep_id, r.date), money)
        })
        .collect();
    Ok((heads.iter())
        .filter_map(|h| Some(((h.van_id, h.date), *by_rep.get(&(h.rep_id, h.date))?)))
        .collect())
}

/// Closed days, as they stood.
async fn documents(
    db: &mut PgConnection,
    closed: &[(Uuid, Key)],
    lines: &mut BTreeMap<Key, BTreeMap<i32, Raw>>,
    money: &mut BTreeMap<Key, Money>,
) -> Result<(), StoreError> {
    if closed.is_empty() {
        return Ok(());
    }
    let of: HashMap<Uuid, Key> = closed.iter().copied().collect();
    let ids: Vec<Uuid> = of.keys().copied().collect();
    let kept = sqlx::query!(
        "select id, cash_minor, cash_handed_in_minor, other_minor, other_handed_in_minor from van_day where id = any($1)",
        &ids
    )
    .fetch_all(&mut *db)
    .await?;
    for row in kept {
        if let Some(key) = of.get(&row.id) {
            let kept = Money {
                cash: row.cash_minor,
                cash_handed_in: row.cash_handed_in_minor,
                other: row.other_minor,
                other_handed_in: row.other_handed_in_minor,
            };
            money.insert(*key, kept);
        }
    }
    let rows = sqlx::query!(
        r#"select van_day_id, product_id, opening_milli, loaded_milli, unloaded_milli, sold_milli, delivered_milli, returned_milli,
          corrected_milli, counted_milli, difference_minor from van_day_line where van_day_id = any($1)"#,
        &ids
    )
    .fetch_all(db)
    .await?;
    for row in rows {
        let Some(key) = of.get(&row.van_day_id) else {
            continue;
        };
        let day = Day {
            opening_milli: row.opening_milli,
            loaded_milli: row.loaded_milli,
            unloaded_milli: row.unloaded_milli,
            sold_milli: row.sold_milli,
            delivered_milli: row.delivered_milli,
            returned_milli: row.returned_milli,
            corrected_milli: row.corrected_milli,
        };
        let raw = Raw {
            day,
            counted: Some(row.counted_milli),
            worth: Worth::Kept(row.difference_minor),
        };
        lines.entry(*key).or_default().insert(row.product_id, raw);
    }
    Ok(())
}

struct Product {
    code: String,
    name: String,
    unit: String,
    /// Of a unit and its pieces, for everybody, today.
    price: Option<(i64, i32)>,
}

async fn products_of(
    db: &mut PgConnection,
    ids: &BTreeSet<i32>,
    today: NaiveDate,
) -> Result<HashMap<i32, Product>, StoreError> {
    let ids: Vec<i32> = ids.iter().copied().collect();
    let rows = sqlx::query!(
        r#"
        select p.id, p.code, p.name, (select u.key from jsonb_each_text(p.units) u where u.value = '1') as "unit!",
          x.minor as "minor?", x.pieces as "pieces?"
        from product p left join lateral (
          select c.minor, (p.units->>c.unit)::int4 as pieces from price c join price_list l on l.id = c.list_id
          where c.product_id = p.id and l.active and p.units ? c.unit
            and num_nonnulls(l.customer_id, l.outlet_class, l.partner_id) = 0
            and $2::date between coalesce(l.valid_from, '-infinity') and coalesce(l.valid_to, 'infinity')
          order by l.id, pieces limit 1) x on true
        where p.id = any($1)
        "#,
        &ids,
        today,
    )
    .fetch_all(db)
    .await?;
    Ok((rows.into_iter())
        .map(|r| {
            let product = Product {
                code: r.code,
                name: r.name,
                unit: r.unit,
                price: r.minor.zip(r.pieces),
            };
            (r.id, product)
        })
        .collect())
}
