//! The facts of coverage: which outlets make up a universe, and what is known of products there. What the
//! numbers mean is `fieldbeat_trade::coverage`; the tables' side of it are functions of the database.

use chrono::NaiveDate;
use fieldbeat_trade::coverage::{Fact, Tally};
use serde::Serialize;
use sqlx::{PgConnection, PgExecutor};

use super::{error::StoreError, instant::Instant, scope::Scope};

/// Products of one report.
pub const PRODUCTS_MAX: i64 = 5_000;

/// Which outlets a report speaks of, and when.
#[derive(Clone, Debug)]
pub struct Cut {
    /// Both included; the universe is as of the last.
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub class: Option<String>,
    pub channel: Option<String>,
    /// With what is below.
    pub org_unit_id: Option<i32>,
}

/// The outlets of a universe in scope, by id; a rep's are those of the own routes.
pub async fn universe(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    cut: &Cut,
) -> Result<Vec<i32>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"select u as "id!" from coverage_universe($1, $2, $3, $4, $5, $6) u"#,
        cut.to,
        scope.units() as _,
        scope.rep_id() as _,
        cut.class.as_deref(),
        cut.channel.as_deref(),
        cut.org_unit_id,
    )
    .fetch_all(db)
    .await?)
}

/// A product with what was counted.
#[derive(Clone, Debug)]
pub struct OfProduct {
    pub id: i32,
    pub code: String,
    pub name: String,
    pub category: Option<String>,
    pub tally: Tally,
}

/// Every active product, by code; of a category where one is named.
pub async fn by_product(
    conn: &mut PgConnection,
    cut: &Cut,
    outlets: &[i32],
    category: Option<&str>,
) -> Result<Vec<OfProduct>, StoreError> {
    let rows = sqlx::query!(
        r#"
        with facts as materialized (
          select f.*, coalesce(p.category_id, 0) as category, f.bought_on is not null as bought,
            f.bought_on is not null or coalesce(f.was_in_stock, false) as handles
          from coverage_facts($1, $2, $3::int4[]) f join product p on p.id = f.product_id
        ), weights as materialized (
          select outlet_id, category, sum(sales_minor) as minor from facts group by 1, 2
        ), totals as (
          select category, sum(minor)::int8 as minor from weights group by 1
        ), rows_of as (
          select category, sum(facings)::int8 as facings from (
            select category, facings from facts
            union all select category_id, facings from competitor_facings($1, $2, $3::int4[])) x
          group by 1
        ), must as (
          select m.product_id, count(*) as outlets, count(*) filter (where f.handles) as handled
          from must_sell_on($2, $3::int4[]) m left join facts f using (outlet_id, product_id) group by 1
        ), counted as (
          select f.product_id, count(*) filter (where f.handles) as handlers, count(*) filter (where f.bought) as purchasers,
            count(*) filter (where f.was_in_stock) as stocked, count(*) filter (where f.in_stock is not null) as counted,
            count(*) filter (where f.handles and f.in_stock is not null) as observed,
            count(*) filter (where f.handles and not f.in_stock) as out,
            coalesce(sum(w.minor) filter (where f.handles), 0)::int8 as weight_handlers,
            coalesce(sum(w.minor) filter (where f.bought), 0)::int8 as weight_purchasers,
            coalesce(sum(w.minor) filter (where f.was_in_stock), 0)::int8 as weight_stocked,
            sum(f.sales_minor)::int8 as sales, coalesce(sum(f.facings), 0)::int8 as facings
          from facts f left join weights w on w.outlet_id = f.outlet_id and w.category = f.category
          group by 1
        )
        select p.id, p.code, p.name, k.code as "category?", coalesce(c.handlers, 0) as "handlers!",
          coalesce(c.purchasers, 0) as "purchasers!", coalesce(c.stocked, 0) as "stocked!", coalesce(c.counted, 0) as "counted!",
          coalesce(c.observed, 0) as "observed!", coalesce(c.out, 0) as "out!", coalesce(m.outlets, 0) as "must!",
          coalesce(m.handled, 0) as "must_handled!", coalesce(t.minor, 0) as "weight!",
          coalesce(c.weight_handlers, 0) as "weight_handlers!", coalesce(c.weight_purchasers, 0) as "weight_purchasers!",
          coalesce(c.weight_stocked, 0) as "weight_stocked!", coalesce(c.sales, 0) as "sales!", coalesce(c.facings, 0) as "facings!",
          coalesce(r.facings, 0) as "category_facings!"
        from product p left join product_category k on k.id = p.category_id left join counted c on c.product_id = p.id
          left join totals t on t.category = coalesce(p.category_id, 0) left join rows_of r on r.category = coalesce(p.category_id, 0)
          left join must m on m.product_id = p.id
        where p.active and ($4::text is null or k.code = $4)
        order by p.code limit $5
        "#,
        cut.from,
        cut.to,
        outlets,
        category,
        PRODUCTS_MAX + 1,
    )
    .fetch_all(conn)
    .await?;
    let universe = i64::try_from(outlets.len()).unwrap_or(i64::MAX);
    Ok((rows.into_iter())
        .map(|r| OfProduct {
            id: r.id,
            code: r.code,
            name: r.name,
            category: r.category,
            tally: Tally {
                universe,
                handlers: r.handlers,
                purchasers: r.purchasers,
                stocked: r.stocked,
                counted: r.counted,
                observed: r.observed,
                out: r.out,
                must: r.must,
                must_handled: r.must_handled,
                weight: r.weight,
                weight_handlers: r.weight_handlers,
                weight_purchasers: r.weight_purchasers,
                weight_stocked: r.weight_stocked,
                sales: r.sales,
                facings: r.facings,
                category_facings: r.category_facings,
            },
        })
        .collect())
}

/// What the outlets of a universe are asked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Of one product; else of all of a category; else of everything.
    pub product_id: Option<i32>,
    pub category: Option<String>,
    /// Exactly this org unit.
    pub area_id: Option<i32>,
    /// universe | handlers | purchasers | stocked | counted | observed | out | must_sell | must_sell_missing
    pub which: String,
}

/// An outlet with what is known of a product there in the period.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CoverageOutlet {
    pub outlet_id: i32,
    pub outlet_code: String,
    pub outlet_name: String,
    pub class: String,
    pub channel: Option<String>,
    pub customer_id: Option<i32>,
    pub org_unit_id: i32,
    pub org_unit_code: String,
    pub org_unit_name: String,
    /// Of the newest order that stands.
    pub bought_on: Option<NaiveDate>,
    pub sales_minor: i64,
    /// Everything that it bought in the category.
    pub category_minor: i64,
    /// At the newest look; null where nobody looked.
    pub in_stock: Option<bool>,
    /// At any look.
    pub was_in_stock: bool,
    pub observed_at: Option<Instant>,
    pub facings: i64,
    pub category_facings: i64,
    pub must_sell: bool,
}

impl CoverageOutlet {
    pub fn fact(&self) -> Fact {
        Fact {
            bought: self.bought_on.is_some(),
            was_in_stock: self.was_in_stock,
            in_stock: self.in_stock,
            sales_minor: self.sales_minor,
            category_minor: self.category_minor,
            facings: self.facings,
            category_facings: self.category_facings,
            must_sell: self.must_sell,
        }
    }
}

/// The outlets that a number counts, by id. Several products together are in stock where any is.
pub async fn outlets(
    conn: &mut PgConnection,
    cut: &Cut,
    universe: &[i32],
    wanted: &Wanted,
    after: i32,
    limit: Option<i64>,
) -> Result<Vec<CoverageOutlet>, StoreError> {
    // Outlets by id: what was told before is not looked at again.
    let ahead = universe.partition_point(|id| *id <= after);
    let universe = universe.get(ahead..).unwrap_or_default();
    Ok(sqlx::query_as!(
        CoverageOutlet,
        r#"
        with base as (
          select p.id, p.id = $4 or $4::int4 is null as meant from product p left join product_category k on k.id = p.category_id
          where case when $4::int4 is not null
            then p.category_id is not distinct from (select x.category_id from product x where x.id = $4)
            else $5::text is null or k.code = $5 end
        ), facts as (
          select f.outlet_id, max(f.bought_on) filter (where b.meant) as bought_on,
            sum(f.sales_minor) filter (where b.meant) as sales_minor, sum(f.sales_minor) as category_minor,
            bool_or(f.in_stock) filter (where b.meant) as in_stock, bool_or(f.was_in_stock) filter (where b.meant) as was_in_stock,
            max(f.observed_at) filter (where b.meant) as observed_at, sum(f.facings) filter (where b.meant) as facings,
            sum(f.facings) as category_facings
          from coverage_facts($1, $2, $3::int4[]) f join base b on b.id = f.product_id group by 1
        ), rivals as (
          select c.outlet_id, sum(c.facings) as facings from competitor_facings($1, $2, $3::int4[]) c
          where c.category_id in (select p.category_id from product p join base b on b.id = p.id) group by 1
        ), must as (
          select distinct m.outlet_id from must_sell_on($2, $3::int4[]) m join base b on b.id = m.product_id and b.meant
        ), known as (
          select o.id as outlet_id, o.code as outlet_code, o.name as outlet_name, o.class, o.channel, o.customer_id, o.org_unit_id,
            u.code as org_unit_code, u.name as org_unit_name, f.bought_on, coalesce(f.sales_minor, 0)::int8 as sales_minor,
            coalesce(f.category_minor, 0)::int8 as category_minor, f.in_stock, coalesce(f.was_in_stock, false) as was_in_stock,
            f.observed_at, coalesce(f.facings, 0)::int8 as facings,
            (coalesce(f.category_facings, 0) + coalesce(r.facings, 0))::int8 as category_facings,
            m.outlet_id is not null as must_sell, f.bought_on is not null or coalesce(f.was_in_stock, false) as handles
          from unnest($3::int4[]) i(id) join outlet o on o.id = i.id join org_unit u on u.id = o.org_unit_id
            left join facts f on f.outlet_id = o.id left join rivals r on r.outlet_id = o.id left join must m on m.outlet_id = o.id
        )
        select outlet_id as "outlet_id!", outlet_code as "outlet_code!", outlet_name as "outlet_name!", class as "class!", channel,
          customer_id, org_unit_id as "org_unit_id!", org_unit_code as "org_unit_code!", org_unit_name as "org_unit_name!", bought_on,
          sales_minor as "sales_minor!", category_minor as "category_minor!", in_stock, was_in_stock as "was_in_stock!",
          observed_at as "observed_at: Instant", facings as "facings!", category_facings as "category_facings!", must_sell as "must_sell!"
        from known where ($6::int4 is null or org_unit_id = $6)
          and case $7::text
            when 'handlers' then handles when 'purchasers' then bought_on is not null when 'stocked' then was_in_stock
            when 'counted' then in_stock is not null when 'observed' then handles and in_stock is not null
            when 'out' then handles and coalesce(not in_stock, false)
            when 'must_sell' then must_sell when 'must_sell_missing' then must_sell and not handles else true end
        order by outlet_id limit $8
        "#,
        cut.from,
        cut.to,
        universe,
        wanted.product_id,
        wanted.category.as_deref(),
        wanted.area_id,
        wanted.which,
        limit,
    )
    .fetch_all(conn)
    .await?)
}
