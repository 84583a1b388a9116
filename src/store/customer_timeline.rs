//! Everything that happened with a customer, across its outlets, newest first.

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::time::CompanyTime;
use serde::Serialize;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{error::StoreError, instant::Instant, scope::Scope};

/// One thing that happened.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct TimelineItem {
    /// visit | order | quotation | invoice | collection | return | credit_note | photo | audit | survey | competitor |
    /// activity | appointment | opportunity | case | stock_count | display | task | delivery | expense | contract
    pub kind: String,
    /// Of a contract: its id is in the last twelve digits.
    pub id: Uuid,
    /// Of a contract the day on which it was signed, else on which it begins.
    pub at: Instant,
    pub outlet_id: Option<i32>,
    pub outlet_name: Option<String>,
    pub rep_name: Option<String>,
    pub visit_id: Option<Uuid>,
    /// Of a visit its effective verdict; of an audit `compliant` or `failed`; of an opportunity its outcome; of the
    /// others their state; of a credit note what it is for: claim | display | scheme; of a count `counted` or
    /// `out_of_stock`; of a contract its validity.
    pub state: String,
    pub amount_minor: Option<i64>,
    /// Of an invoice and a contract; of a form and a display programme its code, of a competitor the brand, of an activity the occasion's name.
    pub number: Option<String>,
    /// Of an activity its kind, of an expense its category.
    pub sort: Option<String>,
    /// What it is about.
    pub subject: Option<String>,
    /// Of an e-mail that was read from a mailbox: in | out.
    pub direction: Option<String>,
    /// Of such a one: what it says of its time is not to be believed.
    pub date_doubtful: Option<bool>,
    /// Of a delivery.
    pub order_id: Option<Uuid>,
}

/// What happened before `before` (time and id of an item seen), with a customer in scope. Each kind is read
/// from its own index and no farther than the page, so that a page costs the same at any depth.
#[expect(clippy::too_many_lines, reason = "one statement")]
pub async fn list(
    db: &mut PgConnection,
    scope: &Scope,
    customer: i32,
    (time, today): (CompanyTime, NaiveDate),
    before: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<TimelineItem>, StoreError> {
    let own = sqlx::query_scalar!("select id from outlet where customer_id = $1", customer)
        .fetch_all(&mut *db)
        .await?;
    Ok(sqlx::query_as!(
        TimelineItem,
        r#"
        with visits as (
          select 'visit' as kind, v.id, v.started_at as at, v.outlet_id, v.rep_id, v.id as visit_id,
            coalesce((select d.decision from visit_decision d where d.visit_id = v.id), v.overall) as state,
            null::int8 as amount_minor, null as number, null as sort, null as subject
          from unnest($1::int4[]) as o(id) cross join lateral (
            select * from visit x where x.outlet_id = o.id and x.state <> 'cancelled'
              and x.started_at <= coalesce($4::timestamptz, 'infinity') and ($4 is null or x.started_at < $4 or x.id > $5)
              and ($6::int4[] is null or x.org_unit_id = any($6)) and ($7::int4 is null or x.rep_id = $7)
            order by x.started_at desc, x.id limit $3) v
        ), orders as (
          select 'order', s.id, s.ordered_at, s.outlet_id, s.rep_id, s.visit_id, s.state, s.total_minor, null, null, null
          from sales_order s where s.customer_id = $2
            and s.ordered_at <= coalesce($4::timestamptz, 'infinity') and ($4 is null or s.ordered_at < $4 or s.id > $5)
            and ($6::int4[] is null or s.org_unit_id = any($6)) and ($7::int4 is null or s.rep_id = $7)
          order by s.ordered_at desc, s.id limit $3
        ), quotations as (
          select 'quotation', q.id, q.quoted_at, q.outlet_id, q.rep_id, q.visit_id, q.state, q.total_minor, null, null, null
          from quotation q where q.customer_id = $2
            and q.quoted_at <= coalesce($4::timestamptz, 'infinity') and ($4 is null or q.quoted_at < $4 or q.id > $5)
            and ($6::int4[] is null or q.org_unit_id = any($6)) and ($7::int4 is null or q.rep_id = $7)
          order by q.quoted_at desc, q.id limit $3
        ), invoices as (
          select 'invoice', i.id, i.recorded_at, s.outlet_id, s.rep_id, null::uuid,
            case when i.paid_minor = i.total_minor then 'paid' when i.paid_minor > 0 then 'partly_paid' else 'unpaid' end,
            i.total_minor, i.number, null, null
          from credit_account a join invoice i on i.account_id = a.id left join sales_order s on s.id = i.order_id
          where a.customer_id = $2 and ($4::timestamptz is null or i.recorded_at < $4 or i.recorded_at = $4 and i.id > $5)
            and ($7::int4 is null or s.rep_id = $7)
          order by i.recorded_at desc, i.id limit $3
        ), collections as (
          select 'collection', m.id, m.collected_at, m.outlet_id, m.rep_id, m.visit_id, m.state, m.amount_minor, null, null, null
          from credit_account a cross join lateral (
            select * from collection x where x.account_id = a.id
              and x.collected_at <= coalesce($4::timestamptz, 'infinity') and ($4 is null or x.collected_at < $4 or x.id > $5)
              and ($6::int4[] is null or x.org_unit_id = any($6)) and ($7::int4 is null or x.rep_id = $7)
            order by x.collected_at desc, x.id limit $3) m
          where a.customer_id = $2
        ), returns as (
          select 'return', t.id, t.returned_at, s.outlet_id, s.rep_id, t.visit_id, t.state, t.value_minor, null, null, null
          from sales_order s join sales_return t on t.order_id = s.id
          where s.customer_id = $2 and ($4::timestamptz is null or t.returned_at < $4 or t.returned_at = $4 and t.id > $5)
            and ($6::int4[] is null or s.org_unit_id = any($6)) and ($7::int4 is null or s.rep_id = $7)
          order by t.returned_at desc, t.id limit $3
        ), credit_notes as (
          select 'credit_note', n.id, n.made_at, null::int4, null::int4, null::uuid, n.kind, n.amount_minor, null, null, null
          from credit_account a join credit_note n on n.account_id = a.id
          where a.customer_id = $2 and $7::int4 is null and ($4::timestamptz is null or n.made_at < $4 or n.made_at = $4 and n.id > $5)
          order by n.made_at desc, n.id limit $3
        ), photos as (
          select 'photo', f.id, f.taken_at, f.outlet_id, f.rep_id, f.visit_id, f.status, null::int8, null, null, null
          from unnest($1::int4[]) as o(id) cross join lateral (
            select * from photo x where x.outlet_id = o.id
              and x.taken_at <= coalesce($4::timestamptz, 'infinity') and ($4 is null or x.taken_at < $4 or x.id > $5)
              and ($6::int4[] is null or x.org_unit_id = any($6)) and ($7::int4 is null or x.rep_id = $7)
            order by x.taken_at desc, x.id limit $3) f
        ), forms as (
          select f.kind, f.id, f.answered_at, f.outlet_id, f.rep_id, f.visit_id,
            case when f.possible = 0 then 'answered' when f.earned = f.possible then 'compliant' else 'failed' end,
            null::int8, (select m.code from form m where m.id = f.form_id), null, null
          from unnest($1::int4[]) as o(id) cross join lateral (
            select * from form_response x where x.outlet_id = o.id
              and x.answered_at <= coalesce($4::timestamptz, 'infinity') and ($4 is null or x.answered_at < $4 or x.id > $5)
              and ($6::int4[] is null or x.org_unit_id = any($6)) and ($7::int4 is null or x.rep_id = $7)
            order by x.answered_at desc, x.id limit $3) f
        ), competitors as (
          select 'competitor', c.id, c.observed_at, c.outlet_id, c.rep_id, c.visit_id,
            case when c.promotion is null then 'seen' else 'promotion' end, c.price_minor, c.brand, null, null
          from unnest($1::int4[]) as o(id) cross join lateral (
            select * from competitor_observation x where x.outlet_id = o.id
              and x.observed_at <= coalesce($4::timestamptz, 'infinity') and ($4 is null or x.observed_at < $4 or x.id > $5)
              and ($6::int4[] is null or x.org_unit_id = any($6)) and ($7::int4 is null or x.rep_id = $7)
            order by x.observed_at desc, x.id limit $3) c
        ), activities as (
          select 'activity', a.id, a.at, a.outlet_id, a.rep_id, a.visit_id, a.state, a.value_minor,
            (select n.name from occasion n where n.id = a.occasion_id), a.kind, a.subject
          from activity a where a.customer_id = $2
            and a.at <= coalesce($4::timestamptz, 'infinity') and ($4 is null or a.at < $4 or a.id > $5)
            and ($6::int4[] is null or a.org_unit_id = any($6)) and ($7::int4 is null or a.rep_id = $7)
          order by a.at desc, a.id limit $3
        ), appointments as (
          select 'appointment', a.id, a.starts_at, a.outlet_id, a.rep_id, a.visit_id, a.state, null::int8, null, null, a.subject
          from appointment a where a.customer_id = $2
            and a.starts_at <= coalesce($4::timestamptz, 'infinity') and ($4 is null or a.starts_at < $4 or a.id > $5)
            and ($6::int4[] is null or a.org_unit_id = any($6)) and ($7::int4 is null or a.rep_id = $7)
          order by a.starts_at desc, a.id limit $3
        ), opportunities as (
          select 'opportunity', a.id, a.made_at, a.outlet_id, a.rep_id, a.visit_id, s.outcome, a.amount_minor, null, null, a.name
          from opportunity a join opportunity_stage s on s.code = a.stage where a.customer_id = $2
            and a.made_at <= coalesce($4::timestamptz, 'infinity') and ($4 is null or a.made_at < $4 or a.id > $5)
            and ($6::int4[] is null or a.org_unit_id = any($6)) and ($7::int4 is null or a.rep_id = $7)
          order by a.made_at desc, a.id limit $3
        ), cases as (
          select 'case', a.id, a.opened_at, a.outlet_id, a.rep_id, a.visit_id, a.state, null::int8, null, null, a.subject
          from customer_case a where a.customer_id = $2
            and a.opened_at <= coalesce($4::timestamptz, 'infinity') and ($4 is null or a.opened_at < $4 or a.id > $5)
            and ($6::int4[] is null or a.org_unit_id = any($6)) and ($7::int4 is null or a.rep_id = $7)
          order by a.opened_at desc, a.id limit $3
        ), stock_counts as (
          select 'stock_count', c.id, c.counted_at, c.outlet_id, c.rep_id, c.visit_id,
            case when exists (select from stock_count_line l where l.count_id = c.id and l.milli = 0) then 'out_of_stock' else 'counted' end,
            null::int8, null, null, null
          from unnest($1::int4[]) as o(id) cross join lateral (
            select * from stock_count x where x.outlet_id = o.id
              and x.counted_at <= coalesce($4::timestamptz, 'infinity') and ($4 is null or x.counted_at < $4 or x.id > $5)
              and ($6::int4[] is null or x.org_unit_id = any($6)) and ($7::int4 is null or x.rep_id = $7)
            order by x.counted_at desc, x.id limit $3) c
        ), displays as (
          select 'display', e.id, e.executed_at, d.outlet_id, e.rep_id, e.visit_id, d.state, null::int8, p.code, null, p.name
          from display d join display_programme p on p.id = d.programme_id cross join lateral (
            select * from display_execution x where x.display_id = d.id
              and x.executed_at <= coalesce($4::timestamptz, 'infinity') and ($4 is null or x.executed_at < $4 or x.id > $5)
              and ($7::int4 is null or x.rep_id = $7)
            order by x.executed_at desc, x.id limit $3) e
          where d.outlet_id = any($1) and ($6::int4[] is null or d.org_unit_id = any($6))
        ), tasks as (
          select 'task', a.id, a.made_at, a.outlet_id, a.rep_id, a.visit_id, a.state, null::int8, null, null, a.subject
          from task a where a.customer_id = $2
            and a.made_at <= coalesce($4::timestamptz, 'infinity') and ($4 is null or a.made_at < $4 or a.id > $5)
            and ($6::int4[] is null or a.org_unit_id = any($6)) and ($7::int4 is null or a.rep_id = $7)
          order by a.made_at desc, a.id limit $3
        ), deliveries as (
          select 'delivery', d.id, d.delivered_at, s.outlet_id, d.rep_id, p.visit_id, coalesce(p.state, 'delivered'), d.value_minor,
            null, null, null
          from delivery d join sales_order s on s.id = d.order_id left join delivery_stop p on p.delivery_id = d.id
          where d.customer_id = $2
            and d.delivered_at <= coalesce($4::timestamptz, 'infinity') and ($4 is null or d.delivered_at < $4 or d.id > $5)
            and ($6::int4[] is null or s.org_unit_id = any($6)) and ($7::int4 is null or s.rep_id = $7 or d.rep_id = $7)
          order by d.delivered_at desc, d.id limit $3
        ), expenses as (
          select 'expense', e.id, e.spent_at, e.outlet_id, e.rep_id, e.visit_id, e.state, e.amount_minor, null, e.category, e.note
          from unnest($1::int4[]) as o(id) cross join lateral (
            select * from expense x where x.outlet_id = o.id
              and x.spent_at <= coalesce($4::timestamptz, 'infinity') and ($4 is null or x.spent_at < $4 or x.id > $5)
              and ($6::int4[] is null or x.org_unit_id = any($6)) and ($7::int4 is null or x.rep_id = $7)
            order by x.spent_at desc, x.id limit $3) e
        ), contracts as (
          select 'contract', w.id, w.at, null::int4, null::int4, null::uuid,
            validity_on(k.signed_on, k.valid_to, k.notice_days, k.cancelled_on, $10), k.amount_minor, k.code, null, k.title
          from contract k cross join lateral (select ('00000000-0000-0000-0000-' || lpad(to_hex(k.id), 12, '0'))::uuid as id,
            (coalesce(k.signed_on, k.valid_from)::timestamp + make_interval(mins => $8)) at time zone $9 as at) w
          where k.customer_id = $2
            and w.at <= coalesce($4::timestamptz, 'infinity') and ($4 is null or w.at < $4 or w.id > $5)
          order by w.at desc, w.id limit $3
        ), everything as (
          select * from visits union all select * from orders union all select * from quotations union all select * from invoices
          union all select * from collections union all select * from returns union all select * from credit_notes
          union all select * from photos
          union all select * from forms union all select * from competitors union all select * from activities union all select * from appointments
          union all select * from opportunities union all select * from cases union all select * from stock_counts
          union all select * from displays union all select * from tasks union all select * from deliveries
          union all select * from expenses union all select * from contracts
        )
        select e.kind as "kind!", e.id as "id!", e.at as "at!: Instant", e.outlet_id, o.name as "outlet_name?", r.name as "rep_name?",
          e.visit_id, e.state as "state!", e.amount_minor, e.number,
          e.sort, e.subject, m.direction as "direction?", m.date_doubtful as "date_doubtful?", g.order_id as "order_id?"
        from everything e left join outlet o on o.id = e.outlet_id left join rep r on r.id = e.rep_id
        left join email m on e.kind = 'activity' and m.activity_id = e.id left join delivery g on e.kind = 'delivery' and g.id = e.id
        order by e.at desc, e.id limit $3
        "#,
        &own,
        customer,
        limit,
        before.map(|b| b.0),
        before.map(|b| b.1),
        scope.units() as _,
        scope.rep_id(),
        i32::from(time.day_start_min),
        time.time_zone.name(),
        today,
    )
    .fetch_all(db)
    .await?)
}
