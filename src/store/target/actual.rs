//! What was reached of targets that no key figure tells: what the ledger booked, and must-sell products found at
//! outlets. Every read is cut to the caller's scope.

use chrono::NaiveDate;
use sqlx::PgExecutor;
use uuid::Uuid;

use crate::store::{error::StoreError, scope::Scope};

/// A sum of the ledger's entries, by whose they are and the org unit of their day.
#[derive(Clone, Debug)]
pub struct Booked {
    pub rep_id: i32,
    pub org_unit_id: i32,
    /// Posted collections; else invoices less returns.
    pub collected: bool,
    pub minor: i64,
}

/// A span of days, both included.
pub type Span = (NaiveDate, NaiveDate);

/// A collection is of who took it; an invoice and a return of whose order it was.
pub async fn booked(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    (from, to): Span,
) -> Result<Vec<Booked>, StoreError> {
    Ok(sqlx::query_as!(
        Booked,
        r#"
        select w.rep_id as "rep_id!", w.org_unit_id as "org_unit_id!", e.kind = 'collection' as "collected!",
          sum(case e.kind when 'collection' then -e.minor else e.minor end)::int8 as "minor!"
        from ledger_entry e
        left join collection m on e.kind = 'collection' and m.id = e.document_id
        left join invoice i on e.kind = 'invoice' and i.id = e.document_id
        left join sales_return t on e.kind = 'return' and t.id = e.document_id
        left join sales_order s on s.id = coalesce(i.order_id, t.order_id)
        cross join lateral (select coalesce(m.rep_id, s.rep_id) as rep_id, coalesce(m.org_unit_id, s.org_unit_id) as org_unit_id) w
        where e.date between $1 and $2 and e.kind in ('collection', 'invoice', 'return') and w.rep_id is not null
          and ($3::int4[] is null or w.org_unit_id = any($3)) and ($4::int4 is null or w.rep_id = $4)
        group by 1, 2, 3
        "#,
        from,
        to,
        scope.units() as _,
        scope.rep_id(),
    )
    .fetch_all(db)
    .await?)
}

/// Whose rows are asked for: a rep's, or those of an org unit and all below it.
#[derive(Clone, Copy, Debug)]
pub struct Of {
    pub rep_id: Option<i32>,
    pub org_unit_id: Option<i32>,
}

/// A document that a sum counts.
#[derive(Clone, Debug)]
pub struct Document {
    /// invoice | return | collection
    pub kind: String,
    pub id: Uuid,
    pub date: NaiveDate,
    pub rep_id: i32,
    pub outlet_id: Option<i32>,
    /// With the sign with which it counts.
    pub minor: i64,
}

/// By date, then by id; goes on after `after`.
pub async fn documents(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    (from, to): Span,
    of: Of,
    collected: bool,
    after: Option<(NaiveDate, Uuid)>,
    limit: i64,
) -> Result<Vec<Document>, StoreError> {
    Ok(sqlx::query_as!(
        Document,
        r#"
        select e.kind, e.document_id as "id!", e.date, w.rep_id as "rep_id!", w.outlet_id,
          case e.kind when 'collection' then -e.minor else e.minor end as "minor!"
        from ledger_entry e
        left join collection m on e.kind = 'collection' and m.id = e.document_id
        left join invoice i on e.kind = 'invoice' and i.id = e.document_id
        left join sales_return t on e.kind = 'return' and t.id = e.document_id
        left join sales_order s on s.id = coalesce(i.order_id, t.order_id)
        cross join lateral (select coalesce(m.rep_id, s.rep_id) as rep_id, coalesce(m.org_unit_id, s.org_unit_id) as org_unit_id,
          coalesce(m.outlet_id, s.outlet_id) as outlet_id) w
        where e.date between $1 and $2 and (e.kind = 'collection') = $3 and e.kind in ('collection', 'invoice', 'return')
          and w.rep_id is not null
          and ($4::int4[] is null or w.org_unit_id = any($4)) and ($5::int4 is null or w.rep_id = $5)
          and ($6::int4 is null or w.rep_id = $6)
          and ($7::int4 is null or w.org_unit_id in (with recursive below as (
            select $7::int4 as id union all select o.id from org_unit o join below b on o.parent_id = b.id) select id from below))
          and ($8::date is null or (e.date, e.document_id) > ($8, $9))
        order by e.date, e.document_id limit $10
        "#,
        from,
        to,
        collected,
        scope.units() as _,
        scope.rep_id(),
        of.rep_id,
        of.org_unit_id,
        after.map(|a| a.0),
        after.map(|a| a.1),
        limit,
    )
    .fetch_all(db)
    .await?)
}

/// A must-sell product that was found at an outlet in a span, or bought there.
#[derive(Clone, Debug)]
pub struct Handled {
    pub outlet_id: i32,
    pub outlet_name: String,
    pub org_unit_id: i32,
    pub product_id: i32,
    pub product_code: String,
    pub bought_on: Option<NaiveDate>,
    /// On whose routes the outlet is on the last day.
    pub reps: Vec<i32>,
}

/// By outlet, then by product. Which outlets there are and what they must sell is as of the last day.
pub async fn handled(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    (from, to): Span,
    of: Of,
) -> Result<Vec<Handled>, StoreError> {
    Ok(sqlx::query_as!(
        Handled,
        r#"
        with universe as materialized (
          select array(select u from coverage_universe($2, $3, $4, null, null, $6) u
            where $5::int4 is null or exists (select from route_rep rr
              join route_outlet ro on ro.route_id = rr.route_id and ro.retired_at is null and ro.valid @> $2::date
              where rr.rep_id = $5 and rr.retired_at is null and rr.valid @> $2::date and ro.outlet_id = u)) as ids
        )
        select o.id as "outlet_id!", o.name as "outlet_name!", o.org_unit_id as "org_unit_id!", p.id as "product_id!",
          p.code as "product_code!", f.bought_on,
          array(select distinct rr.rep_id from route_outlet ro
            join route_rep rr on rr.route_id = ro.route_id and rr.retired_at is null and rr.valid @> $2::date
            where ro.outlet_id = o.id and ro.retired_at is null and ro.valid @> $2::date order by 1) as "reps!"
        from universe v cross join lateral must_sell_on($2, v.ids) m
        join lateral (select * from coverage_facts($1, $2, v.ids)) f on f.outlet_id = m.outlet_id and f.product_id = m.product_id
          and (f.bought_on is not null or coalesce(f.was_in_stock, false))
        join outlet o on o.id = m.outlet_id join product p on p.id = m.product_id
        order by o.id, p.id
        "#,
        from,
        to,
        scope.units() as _,
        scope.rep_id(),
        of.rep_id,
        of.org_unit_id,
    )
    .fetch_all(db)
    .await?)
}
