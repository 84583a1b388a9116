//! What the price engine reads, for one outlet and date: only the lists that hold for it, only the
//! products that can turn up.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_pricing::{
    ask::{Buyer, Selector},
    book::{Book, ListFor, PriceList, Product, Span},
    scheme::{Audience, Benefit, Rule, Scheme},
};
use sqlx::{PgConnection, types::Json};

use crate::store::{error::StoreError, scope::Scope, setting};

/// Who buys: what conditions are asked of. `NotFound` out of scope.
pub async fn buyer(
    db: &mut PgConnection,
    scope: &Scope,
    outlet: i32,
    date: NaiveDate,
) -> Result<Buyer, StoreError> {
    let found = buyers(db, scope, &[outlet], date).await?;
    let (_, buyer) = found.into_iter().next().ok_or(StoreError::NotFound)?;
    Ok(buyer)
}

/// The same of many outlets, by outlet; those out of scope are left out.
pub async fn buyers(
    db: &mut PgConnection,
    scope: &Scope,
    outlets: &[i32],
    date: NaiveDate,
) -> Result<Vec<(i32, Buyer)>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select o.id, o.customer_id, o.class, o.channel, s.partner_id as "partner_id?",
          array(with recursive up as (
              select id, parent_id from org_unit where id = o.org_unit_id
              union all select u.id, u.parent_id from org_unit u join up on u.id = up.parent_id)
            select id from up) as "areas!: Vec<i32>"
        from outlet o left join outlet_supplier s on s.outlet_id = o.id and s.retired_at is null and s.valid @> $3::date
        where o.id = any($1) and ($2::int4[] is null or o.org_unit_id = any($2)) order by o.id
        "#,
        outlets,
        scope.units() as _,
        date,
    )
    .fetch_all(db)
    .await?;
    Ok((rows.into_iter())
        .map(|row| {
            let buyer = Buyer {
                customer: row.customer_id,
                outlet_class: row.class,
                channel: row.channel,
                areas: row.areas,
                supplier: row.partner_id,
            };
            (row.id, buyer)
        })
        .collect())
}

/// Whose lists hold.
#[derive(Default)]
struct Holders {
    customers: Vec<i32>,
    classes: Vec<String>,
    partners: Vec<i32>,
}

impl Holders {
    fn of<'a>(buyers: impl IntoIterator<Item = &'a Buyer>) -> Self {
        let mut holders = Self::default();
        for buyer in buyers {
            holders.customers.extend(buyer.customer);
            holders.classes.push(buyer.outlet_class.clone());
            holders.partners.extend(buyer.supplier);
        }
        holders.classes.sort_unstable();
        holders.classes.dedup();
        holders.partners.sort_unstable();
        holders.partners.dedup();
        holders
    }
}

/// Everything that orders of these buyers may be priced from, as the catalogue is: the book of a phone.
/// Its caps are those of no outlet: what an outlet has used of one is known when the order arrives.
pub async fn whole(
    db: &mut PgConnection,
    buyers: &[(i32, Buyer)],
    date: NaiveDate,
    products: &[i32],
) -> Result<Book, StoreError> {
    let holders = Holders::of(buyers.iter().map(|b| &b.1));
    Ok(Book {
        products: self::products(&mut *db, products, None).await?,
        lists: lists(&mut *db, &holders, date, products, None).await?,
        schemes: schemes(&mut *db, None, date, None).await?,
        tax_before_discount: setting::tax_before_discount(db, date, None).await?,
    })
}

/// The book for a buyer who asks for these products: as the catalogue is, or as it was known at a time.
/// What is left of budgets and caps is today's in both.
pub async fn book(
    db: &mut PgConnection,
    outlet: Option<i32>,
    buyer: &Buyer,
    date: NaiveDate,
    products: &[i32],
    known_at: Option<DateTime<Utc>>,
) -> Result<Book, StoreError> {
    let schemes = schemes(&mut *db, outlet, date, known_at).await?;
    let mut wanted = products.to_vec();
    wanted.extend(schemes.iter().flat_map(|s| given(&s.rule)));
    wanted.sort_unstable();
    wanted.dedup();
    Ok(Book {
        products: self::products(&mut *db, &wanted, known_at).await?,
        lists: lists(&mut *db, &Holders::of([buyer]), date, &wanted, known_at).await?,
        schemes,
        tax_before_discount: setting::tax_before_discount(db, date, known_at).await?,
    })
}

/// The goods that a rule gives away.
fn given(rule: &Rule) -> Vec<i32> {
    let benefits: Vec<&Benefit> = match rule {
        Rule::Quantity { tiers, .. } | Rule::Mix { tiers, .. } | Rule::Cumulative { tiers } => {
            tiers.iter().map(|t| &t.benefit).collect()
        }
        Rule::Combo { benefit, .. } => vec![benefit],
        Rule::Value { tiers } | Rule::CumulativeValue { tiers } => {
            tiers.iter().map(|t| &t.benefit).collect()
        }
    };
    (benefits.into_iter())
        .filter_map(|b| match b {
            Benefit::Free { product, .. } => Some(*product),
            Benefit::Percent { .. } | Benefit::Amount { .. } => None,
        })
        .collect()
}

async fn schemes(
    db: &mut PgConnection,
    outlet: Option<i32>,
    date: NaiveDate,
    known_at: Option<DateTime<Utc>>,
) -> Result<Vec<Scheme>, StoreError> {
    let rows = sqlx::query!(
        r#"select s.id as "id!", s.version as "version!", s.valid_from, s.valid_to, s.audience as "audience!: Json<Audience>",
          s.products as "products!: Json<Selector>", s.rule as "rule!: Json<Rule>", s.stack_group as "stack_group!",
          s.priority as "priority!", s.stackable as "stackable!", cur.budget_minor - coalesce(all_spent.minor, 0) as budget_left_minor,
          cur.outlet_cap_minor - coalesce(here_spent.minor, 0) as outlet_left_minor
        from scheme_at(coalesce($2::timestamptz, 'infinity')) s
        -- What may be spent is what the scheme says now.
        join scheme cur on cur.id = s.id
        left join scheme_spent all_spent on all_spent.scheme_id = s.id and all_spent.outlet_id = 0
        left join scheme_spent here_spent on here_spent.scheme_id = s.id and here_spent.outlet_id = $3
        where s.active and daterange(s.valid_from, s.valid_to, '[]') @> $1::date order by s.id"#,
        date,
        known_at,
        outlet.unwrap_or(-1),
    )
    .fetch_all(db)
    .await?;
    Ok((rows.into_iter())
        .map(|r| Scheme {
            id: r.id,
            version: r.version,
            valid: Span {
                from: r.valid_from,
                to: r.valid_to,
            },
            audience: r.audience.0,
            on: r.products.0,
            rule: r.rule.0,
            stack_group: r.stack_group,
            priority: r.priority,
            stackable: r.stackable,
            budget_left_minor: r.budget_left_minor,
            outlet_left_minor: r.outlet_left_minor,
        })
        .collect())
}

/// Reads again what is left of the budgets and caps of some schemes of a book, whose rows are locked. Answers
/// those of which nothing was counted yet: for them everything seems to be left.
pub async fn read_left(
    db: &mut PgConnection,
    outlet: Option<i32>,
    schemes: &[i32],
    book: &mut Book,
) -> Result<Vec<i32>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select s.id, s.budget_minor - coalesce(all_spent.minor, 0) as budget_left_minor,
          s.outlet_cap_minor - coalesce(here_spent.minor, 0) as outlet_left_minor, all_spent.minor is null as "uncounted!"
        from scheme s
        left join scheme_spent all_spent on all_spent.scheme_id = s.id and all_spent.outlet_id = 0
        left join scheme_spent here_spent on here_spent.scheme_id = s.id and here_spent.outlet_id = $2
        where s.id = any($1)
        "#,
        schemes,
        outlet.unwrap_or(-1),
    )
    .fetch_all(db)
    .await?;
    let mut uncounted = Vec::new();
    for row in rows {
        if row.uncounted {
            uncounted.push(row.id);
        }
        for scheme in book.schemes.iter_mut().filter(|s| s.id == row.id) {
            scheme.budget_left_minor = row.budget_left_minor;
            scheme.outlet_left_minor = row.outlet_left_minor;
        }
    }
    Ok(uncounted)
}

async fn products(
    db: &mut PgConnection,
    ids: &[i32],
    known_at: Option<DateTime<Utc>>,
) -> Result<BTreeMap<i32, Product>, StoreError> {
    let rows = sqlx::query!(
        r#"select id as "id!", category_id, tax_bp as "tax_bp!", units as "units!: Json<BTreeMap<String, i32>>"
        from product_at(coalesce($2::timestamptz, 'infinity')) where id = any($1) and active"#,
        ids,
        known_at,
    )
    .fetch_all(db)
    .await?;
    Ok((rows.into_iter())
        .map(|r| {
            let product = Product {
                category: r.category_id,
                tax_bp: r.tax_bp,
                units: r.units.0,
            };
            (r.id, product)
        })
        .collect())
}

async fn lists(
    db: &mut PgConnection,
    holders: &Holders,
    date: NaiveDate,
    products: &[i32],
    known_at: Option<DateTime<Utc>>,
) -> Result<Vec<PriceList>, StoreError> {
    let rows = sqlx::query!(
        r#"select l.id as "id!", l.version as "version!", l.customer_id, l.outlet_class, l.partner_id, l.valid_from, l.valid_to,
          l.tax_included as "tax_included!",
          (select coalesce(jsonb_agg(jsonb_build_array(p.product_id, p.unit, p.minor)), '[]') from (
             select product_id, unit, minor from price
               where list_id = l.id and product_id = any($5) and since <= coalesce($6::timestamptz, 'infinity')
             union all select product_id, unit, minor from price_past
               where list_id = l.id and product_id = any($5) and since <= $6 and until > $6) p
          ) as "prices!: Json<Vec<(i32, String, i64)>>"
        from price_list_at(coalesce($6::timestamptz, 'infinity')) l
        where l.active and daterange(l.valid_from, l.valid_to, '[]') @> $1::date
          and (l.customer_id is null or l.customer_id = any($2))
          and (l.outlet_class is null or l.outlet_class = any($3))
          and (l.partner_id is null or l.partner_id = any($4))
        order by l.id"#,
        date,
        &holders.customers,
        &holders.classes,
        &holders.partners,
        products,
        known_at,
    )
    .fetch_all(db)
    .await?;
    Ok((rows.into_iter())
        .map(|r| {
            let mut prices: BTreeMap<i32, BTreeMap<String, i64>> = BTreeMap::new();
            for (product, unit, minor) in r.prices.0 {
                prices.entry(product).or_default().insert(unit, minor);
            }
            let holder = match (r.customer_id, r.outlet_class, r.partner_id) {
                (Some(id), ..) => ListFor::Customer(id),
                (_, Some(class), _) => ListFor::OutletClass(class),
                (.., Some(id)) => ListFor::Supplier(id),
                (None, None, None) => ListFor::Everybody,
            };
            PriceList {
                id: r.id,
                version: r.version,
                holder,
                valid: Span {
                    from: r.valid_from,
                    to: r.valid_to,
                },
                tax_included: r.tax_included,
                prices,
            }
        })
        .collect())
}
