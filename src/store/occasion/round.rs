//! What is due of occasions in use becomes an activity of the rep who calls there: once for each recipient and year,
//! whatever restarts and however many servers look.

use chrono::NaiveDate;
use fieldbeat_domain::time::CompanyTime;
use fieldbeat_trade::crm::{
    campaign::fill,
    occasion::{Kind, Way, is_due, years},
};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::recipient::{self, Asked, CUSTOMERS_AT_ONCE, Recipient};
use crate::store::{error::StoreError, instant::Instant, plan_due, scope::Scope, upsert::Now};

/// Activities planned in one transaction.
pub const PLANNED_MAX: usize = 1_000;

/// An occasion in use that was not looked at today.
struct Waiting {
    asked: Asked,
    name: String,
    act: String,
    text: Option<String>,
    days_ahead: i32,
    since: NaiveDate,
    company: String,
}

/// Looks at one occasion; answers how many activities it planned, or nothing where none waits. What another
/// process looks at is left to it.
pub async fn plan(db: &PgPool, now: Now, time: CompanyTime) -> Result<Option<usize>, StoreError> {
    let mut tx = db.begin().await?;
    let Some(waiting) = take(&mut tx, now.today).await? else {
        return Ok(None);
    };
    let asked = &waiting.asked;
    withdraw_gone(&mut tx, now, asked).await?;
    let customers = recipient::customers(&mut tx, &Scope::system(), now, time, asked).await?;
    let mut due: Vec<(i32, Recipient)> = Vec::new();
    'all: for year in years(now.today, waiting.days_ahead) {
        for some in customers.chunks(CUSTOMERS_AT_ONCE) {
            let scope = Scope::system();
            let found =
                recipient::look_up(&mut *tx, &scope, now, time, (asked, year), some).await?;
            let is_due = |day| is_due(day, now.today, waiting.days_ahead, waiting.since);
            let found = found.into_iter().filter(|r| match r.state.as_str() {
                "would_get" | "withdrawn" => r.rep_id.is_some() && r.day.is_some_and(is_due),
                // Another rep calls there now.
                "planned" => r.rep_id.is_some() && r.rep_id != r.planned_for,
                _ => false,
            });
            due.extend(found.map(|r| (year, r)));
            if due.len() >= PLANNED_MAX {
                due.truncate(PLANNED_MAX);
                break 'all;
            }
        }
    }
    keep(&mut tx, now, time, &waiting, &due).await?;
    if due.len() < PLANNED_MAX {
        sqlx::query!(
            "update occasion set looked_on = $2 where id = $1",
            asked.id,
            now.today
        )
        .execute(&mut *tx)
        .await?;
    }
    tx.commit().await?;
    Ok(Some(due.len()))
}

async fn take(tx: &mut PgConnection, today: NaiveDate) -> Result<Option<Waiting>, StoreError> {
    let row = sqlx::query!(
        r#"
        select id, name, kind, act, way, dates, segment_id, org_unit_id, days_ahead, text, active_since as "since!",
          (select name from company) as "company!"
        from occasion where active and (looked_on is null or looked_on < $1)
        order by looked_on nulls first, id limit 1 for no key update skip locked
        "#,
        today
    )
    .fetch_optional(tx)
    .await?;
    Ok(row.map(|row| Waiting {
        asked: Asked {
            id: row.id,
            kind: Kind::parse(&row.kind).unwrap_or(Kind::Date),
            way: Way::parse(&row.way).unwrap_or(Way::Visit),
            dates: row.dates,
            segment: row.segment_id,
            org_unit: row.org_unit_id,
        },
        name: row.name,
        act: row.act,
        text: row.text,
        days_ahead: row.days_ahead,
        since: row.since,
        company: row.company,
    }))
}

/// Takes back what is planned with people and customers who are not there any more. Who comes back is planned again.
async fn withdraw_gone(tx: &mut PgConnection, now: Now, of: &Asked) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        update activity a set state = 'withdrawn', version = version + 1, updated_at = $2
        where a.occasion_id = $1 and a.recipient_key is not null and a.state = 'planned'
          and (exists (select from customer c where c.id = a.customer_id and not c.active)
            or $3 and exists (select from contact p where p.id = a.recipient_key and not p.active))
        "#,
        of.id,
        now.at,
        of.kind == Kind::Birthday,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Due at the end of the working hours of its day. What was withdrawn is planned again; what is another rep's now goes
/// over to it as it is, with what somebody has moved or noted.
async fn keep(
    tx: &mut PgConnection,
    now: Now,
    time: CompanyTime,
    of: &Waiting,
    due: &[(i32, Recipient)],
) -> Result<(), StoreError> {
    if due.is_empty() {
        return Ok(());
    }
    let (_, evening) = plan_due::working_hours(&mut *tx, now.today).await?;
    let said = |r: &Recipient| {
        of.text.as_deref().map(|text| {
            fill(text, |name| match name {
                "contact" => r.contact_name.as_deref().unwrap_or(&r.customer_name),
                "customer" => &r.customer_name,
                "rep" => r.rep_name.as_deref().unwrap_or_default(),
                "company" => &of.company,
                _ => "",
            })
        })
    };
    let ids: Vec<Uuid> = due.iter().map(|_| Uuid::now_v7()).collect();
    let years: Vec<i32> = due.iter().map(|(year, _)| *year).collect();
    let keys: Vec<i32> = due.iter().map(|(_, r)| r.key).collect();
    let reps: Vec<Option<i32>> = due.iter().map(|(_, r)| r.rep_id).collect();
    let units: Vec<Option<i32>> = due.iter().map(|(_, r)| r.org_unit_id).collect();
    let customers: Vec<i32> = due.iter().map(|(_, r)| r.customer_id).collect();
    let outlets: Vec<Option<i32>> = due.iter().map(|(_, r)| r.outlet_id).collect();
    let contacts: Vec<Option<i32>> = due.iter().map(|(_, r)| r.contact_id).collect();
    let ways: Vec<String> = due.iter().map(|(_, r)| r.way.clone()).collect();
    let notes: Vec<Option<String>> = due.iter().map(|(_, r)| said(r)).collect();
    // Of one who has no day any more, and was planned when there was one, the day that was planned stays.
    let days: Vec<NaiveDate> = due
        .iter()
        .map(|(_, r)| r.day.unwrap_or(now.today))
        .collect();
    let times: Vec<_> = (due.iter())
        .map(|(_, r)| Instant::from(time.local(r.day.unwrap_or(now.today), evening)).0)
        .collect();
    sqlx::query!(
        r#"
        insert into activity (id, kind, state, rep_id, org_unit_id, customer_id, outlet_id, contact_id, subject, note, due_at, date,
          occasion_id, occasion_year, recipient_key, way, updated_at)
        select t.id, $1, 'planned', t.rep, t.unit, t.customer, t.outlet, t.contact, $2, t.note, t.due, t.day, $3, t.year, t.key, t.way, $4
        from unnest($5::uuid[], $6::int4[], $7::int4[], $8::int4[], $9::int4[], $10::int4[], $11::int4[], $12::int4[], $13::text[],
            $14::text[], $15::date[], $16::timestamptz[])
          as t(id, year, key, rep, unit, customer, outlet, contact, way, note, day, due)
        on conflict (occasion_id, occasion_year, recipient_key) where recipient_key is not null do update
          set state = 'planned', rep_id = excluded.rep_id, org_unit_id = excluded.org_unit_id, outlet_id = excluded.outlet_id,
            contact_id = excluded.contact_id, way = excluded.way,
            subject = case when activity.state = 'planned' then activity.subject else excluded.subject end,
            note = case when activity.state = 'planned' then activity.note else excluded.note end,
            due_at = case when activity.state = 'planned' then activity.due_at else excluded.due_at end,
            date = case when activity.state = 'planned' then activity.date else excluded.date end, version = activity.version + 1, updated_at = excluded.updated_at
          where activity.state in ('planned', 'withdrawn')
        "#,
        of.act,
        of.name,
        of.asked.id,
        now.at,
        &ids,
        &years,
        &keys,
        &reps as _,
        &units as _,
        &customers,
        &outlets as _,
        &contacts as _,
        &ways,
        &notes as _,
        &days,
        &times,
    )
    .execute(tx)
    .await?;
    Ok(())
}
