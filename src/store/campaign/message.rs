//! Messages of campaigns on their way: claimed, sent at least once under one id, each sent one kept as an activity with
//! the customer; what a gateway tells of them, and who does not want any more.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use crate::store::error::StoreError;

/// Messages sent at once.
const CLAIM_MAX: i64 = 16;
/// After so long a claimed message counts as lost with its server, and is sent again.
const ATTEMPT_LOST: TimeDelta = TimeDelta::minutes(2);
/// Characters of a text that an activity keeps.
const KEPT_MAX: usize = 2_000;

/// A message to be sent now.
pub struct Claimed {
    pub id: Uuid,
    pub campaign_id: Uuid,
    pub channel: String,
    pub target: String,
    pub language: String,
    pub subject: Option<String>,
    pub body: String,
    /// Signs its link.
    pub key: Vec<u8>,
    pub contact_name: String,
    pub customer_name: String,
    pub rep_name: String,
    pub company: String,
    /// This one counted.
    pub attempts: i32,
    /// The person has said so since it was approved.
    pub opted_out: bool,
}

/// The messages that are due, those that wait longest first; each counts as tried from now on.
pub async fn claim(db: &PgPool, now: DateTime<Utc>) -> Result<Vec<Claimed>, StoreError> {
    Ok(sqlx::query_as!(
        Claimed,
        r#"
        with due as (
          select m.id from campaign_message m join campaign c on c.id = m.campaign_id and c.state = 'sending'
          where m.state = 'pending' and m.next_at <= $1 order by m.next_at, m.id limit $3 for update of m skip locked
        ), taken as (
          update campaign_message m set attempts = attempts + 1, next_at = $2 from due where m.id = due.id
          returning m.id, m.campaign_id, m.target, m.attempts, m.contact_id, m.customer_id, m.rep_id
        )
        select t.id, t.campaign_id, c.channel, t.target as "target!", c.language, c.subject, c.body, c.key, p.name as contact_name,
          k.name as customer_name, r.name as rep_name, coalesce((select name from company), '') as "company!", t.attempts,
          c.channel = any(p.opted_out) as "opted_out!"
        from taken t join campaign c on c.id = t.campaign_id join contact p on p.id = t.contact_id
        join customer k on k.id = t.customer_id join rep r on r.id = t.rep_id
        order by t.id
        "#,
        now,
        now + ATTEMPT_LOST,
        CLAIM_MAX,
    )
    .fetch_all(db)
    .await?)
}

/// It left, also where its campaign was stopped while it was on its way: what was said is kept as an activity of the
/// rep, held just now.
pub async fn sent(
    db: &PgPool,
    claimed: &Claimed,
    text: &str,
    now: DateTime<Utc>,
    date: NaiveDate,
) -> Result<(), StoreError> {
    let kind = if claimed.channel == "email" {
        "email"
    } else {
        "sms"
    };
    let note: String = text.chars().take(KEPT_MAX).collect();
    sqlx::query!(
        r#"
        with gone as (
          update campaign_message set state = 'sent', last_error = null, ended_at = $5, activity_id = $2
          where id = $1 and state in ('pending', 'stopped')
          returning campaign_id, rep_id, org_unit_id, customer_id, contact_id
        )
        insert into activity (id, kind, state, rep_id, user_id, org_unit_id, customer_id, contact_id, subject, note, ended_at, date, outcome,
          updated_at)
        select $2, $3, 'held', g.rep_id, c.written_by, g.org_unit_id, g.customer_id, g.contact_id, c.name, $4, $5, $6, c.channel, $5
        from gone g join campaign c on c.id = g.campaign_id
        "#,
        claimed.id,
        Uuid::now_v7(),
        kind,
        note,
        now,
        date,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The attempt failed; tried again at `again`, or given up.
pub async fn failed(
    db: &PgPool,
    id: Uuid,
    now: DateTime<Utc>,
    error: &str,
    again: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"update campaign_message set last_error = $2, next_at = coalesce($3, next_at),
          state = case when $3::timestamptz is null then 'failed' else state end,
          ended_at = case when $3::timestamptz is null then $4::timestamptz end
        where id = $1 and state = 'pending'"#,
        id,
        error,
        again,
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The person has opted out since it was approved: nothing was sent.
pub async fn left_out(db: &PgPool, id: Uuid, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!(
        r#"update campaign_message set state = 'left_out', why = 'opted_out', attempts = attempts - 1, ended_at = $2
        where id = $1 and state = 'pending'"#,
        id,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Campaigns of which nothing waits any more are done.
pub async fn close(db: &PgPool, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!(
        r#"update campaign c set state = 'done', ended_at = $1, version = version + 1, updated_at = $1
        where c.state = 'sending'
          and not exists (select from campaign_message m where m.campaign_id = c.id and m.state = 'pending')"#,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What a gateway tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    Delivered,
    Failed,
    OptedOut,
}

/// Of a message of a channel.
pub async fn told(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    channel: &str,
    id: Uuid,
    told: Told,
) -> Result<(), StoreError> {
    let state = match told {
        Told::Delivered => "delivered",
        Told::Failed => "failed",
        Told::OptedOut => return opt_out(tx, now, id, Some(channel)).await,
    };
    sqlx::query!(
        r#"update campaign_message m set state = $3, last_error = case when $3 = 'failed' then 'gateway' end
        from campaign c where c.id = m.campaign_id and m.id = $1 and c.channel = $2 and m.state in ('sent', 'delivered')"#,
        id,
        channel,
        state,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Who a number belongs to wants no more messages of a channel.
pub async fn opt_out_number(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    channel: &str,
    number: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"update contact p set opted_out = array(select distinct w from unnest(p.opted_out || $2::text) w order by w),
          version = version + 1, updated_at = $3
        where p.phone is not null and phone_key(p.phone) = phone_key($1) and not $2 = any(p.opted_out)"#,
        number,
        channel,
        now,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// What signs the link of a message, and in which language it speaks.
pub async fn link(db: &PgPool, id: Uuid) -> Result<Option<(Vec<u8>, String)>, StoreError> {
    let row = sqlx::query!(
        "select c.key, c.language from campaign_message m join campaign c on c.id = m.campaign_id where m.id = $1",
        id
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|r| (r.key, r.language)))
}

/// Who got a message wants no more of its channel; of `channel` alone where one says so of its own messages.
pub async fn opt_out(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    id: Uuid,
    channel: Option<&str>,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"update contact p set opted_out = array(select distinct w from unnest(p.opted_out || c.channel) w order by w),
          version = p.version + 1, updated_at = $2
        from campaign_message m join campaign c on c.id = m.campaign_id
        where m.id = $1 and p.id = m.contact_id and ($3::text is null or c.channel = $3) and not c.channel = any(p.opted_out)"#,
        id,
        now,
        channel,
    )
    .execute(tx)
    .await?;
    Ok(())
}
