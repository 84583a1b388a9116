//! Everything that happened with a customer, across its outlets, newest first.

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{error::StoreError, instant::Instant, scope::Scope};

/// One thing that happened.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct TimelineItem {
    /// visit | order | quotation | invoice | collection | return | credit_note | photo | audit | survey | competitor |
    /// activity | appointment | opportunity | case
    pub kind: String,
    pub id: Uuid,
    pub at: Instant,
    pub outlet_id: Option<i32>,
    pub outlet_name: Option<String>,
    pub rep_name: Option<String>,
    pub visit_id: Option<Uuid>,
    /// Of a visit its effective verdict; of an audit `compliant` or `failed`; of an opportunity its outcome; of the
    /// others their state; of a credit note what it is for: claim | display | scheme.
    pub state: String,
    pub amount_minor: Option<i64>,
    /// Of an invoice; of a form its code, of a competitor the brand, of an activity the occasion's name.
    pub number: Option<String>,
    /// Of an activity: its kind.
    pub sort: Option<String>,
    /// What it is about.
    pub subject: Option<String>,
    /// Of an e-mail that was read from a mailbox: in | out.
    pub direction: Option<String>,
    /// Of such a one: what it says of its time is not to be believed.
    pub date_doubtful: Option<bool>,
}

/// What happened before `before` (time and id of an item seen), with a customer in scope. Each kind is read
/// from its own index and no farther than the page, so that a page costs the same at any depth.
#[expect(clippy::too_many_lines, reason = "one statement")]
pub async fn list(
    db: &mut PgConnection,
    scope: &Scope,
    customer: i32,
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
        ), everything as (
          select * from visits union all select * from orders union all select * from quotations union all select * from invoices
          union all select * from collections union all select * from returns union all select * from credit_notes
          union all select * from photos
          union all select * from forms union all select * from competitors union all select * from activities union all select * from appointments
          union all select * from opportunities union all select * from cases
        )
        select e.kind as "kind!", e.id as "id!", e.at as "at!: Instant", e.outlet_id, o.name as "outlet_name?", r.name as "rep_name?",
          e.visit_id, e.state as "state!", e.amount_minor, e.number,
          e.sort, e.subject, m.direction as "direction?", m.date_doubtful as "date_doubtful?"
        from everything e left join outlet o on o.id = e.outlet_id left join rep r on r.id = e.rep_id
        left join email m on e.kind = 'activity' and m.activity_id = e.id
        order by e.at desc, e.id limit $3
        "#,
        &own,
        customer,
        limit,
        before.map(|b| b.0),
        before.map(|b| b.1),
        scope.units() as _,
        scope.rep_id(),
    )
    .fetch_all(db)
    .await?)
}
