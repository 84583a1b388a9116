//! Who gets a message of a campaign, and who is left out and why: looked up anew until it is approved, then as it was.

use std::collections::HashSet;

use chrono::NaiveDate;
use fieldbeat_domain::{
    duplicate::phone_key,
    time::{At, CompanyTime},
};
use fieldbeat_trade::crm::campaign::{Channel, Person, left_out};
use serde::Serialize;
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use crate::store::{
    crm::{segment, segment_member},
    error::StoreError,
    instant::Instant,
    scope::Scope,
    upsert::Now,
};

/// People of one campaign.
pub const RECIPIENTS_MAX: usize = 20_000;

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Recipient {
    pub contact_id: i32,
    pub contact_name: String,
    pub customer_id: i32,
    pub customer_name: String,
    /// Who answers.
    pub rep_id: Option<i32>,
    pub rep_name: Option<String>,
    #[serde(skip)]
    pub org_unit_id: Option<i32>,
    pub target: Option<String>,
    /// would_get | left_out | pending | sent | delivered | failed | stopped
    pub state: String,
    /// Of who is left out: opted_out | no_address | repeated | told_lately | no_rep
    pub why: Option<String>,
    pub attempts: i32,
    /// A code.
    pub last_error: Option<String>,
    pub ended_at: Option<Instant>,
}

/// What decides who gets one.
pub struct Asked<'a> {
    pub channel: Channel,
    pub segment: i32,
    pub told_days: i32,
    /// Whose customers.
    pub scope: &'a Scope,
}

/// By contact, as it would be now; and whether there were more customers or people than are looked at.
pub async fn look_up(
    db: &mut PgConnection,
    now: Now,
    time: CompanyTime,
    asked: &Asked<'_>,
) -> Result<(Vec<Recipient>, bool), StoreError> {
    let segment = segment::get(&mut *db, asked.segment).await?;
    let (members, cut) =
        segment_member::members(&mut *db, asked.scope, now, time, &segment.rule.0).await?;
    let customers: Vec<i32> = members.iter().map(|m| m.customer_id).collect();
    let most = i64::try_from(RECIPIENTS_MAX).unwrap_or(i64::MAX);
    let rows = sqlx::query!(
        r#"
        select p.id, p.name, p.customer_id, c.name as customer_name, $1::text = any(p.opted_out) as "opted_out!",
          nullif(trim(case $1::text when 'email' then p.email else p.phone end), '') as target,
          r.id as "rep_id?", r.name as "rep_name?", a.org_unit_id as "org_unit_id?",
          (select max(m.ended_at) from campaign_message m join campaign x on x.id = m.campaign_id
            where m.contact_id = p.id and m.state in ('sent', 'delivered') and x.channel = $1) as told_at
        from contact p join customer c on c.id = p.customer_id
        left join lateral (select rr.rep_id from outlet o
          join route_outlet ro on ro.outlet_id = o.id and ro.retired_at is null and ro.valid @> $3::date
          join route_rep rr on rr.route_id = ro.route_id and rr.retired_at is null and rr.valid @> $3::date
          where o.customer_id = c.id and o.closed_at is null order by o.id, rr.route_id limit 1) w on true
        left join rep_org_unit a on a.rep_id = w.rep_id and a.retired_at is null and a.valid @> $3::date
        left join rep r on r.id = a.rep_id
        where p.customer_id = any($2) and p.active order by p.id limit $4
        "#,
        asked.channel.as_str(),
        &customers,
        now.today,
        most + 1,
    )
    .fetch_all(db)
    .await?;
    let truncated = cut || rows.len() > RECIPIENTS_MAX;
    let mut addresses: HashSet<String> = HashSet::new();
    let mut found = Vec::with_capacity(rows.len());
    for row in rows.into_iter().take(RECIPIENTS_MAX) {
        let told_on: Option<NaiveDate> = row.told_at.map(|at| time.date_of(At::from(at)));
        // Who does not want to be addressed does not take the address from another.
        let repeated = !row.opted_out
            && (row.target.as_deref()).is_some_and(|t| !addresses.insert(same(asked.channel, t)));
        let person = Person {
            opted_out: row.opted_out,
            has_address: row.target.is_some(),
            repeated,
            told_on,
            has_rep: row.rep_id.is_some(),
        };
        let why = left_out(&person, now.today, asked.told_days);
        found.push(Recipient {
            contact_id: row.id,
            contact_name: row.name,
            customer_id: row.customer_id,
            customer_name: row.customer_name,
            rep_id: row.rep_id,
            rep_name: row.rep_name,
            org_unit_id: row.org_unit_id,
            target: row.target,
            state: if why.is_some() {
                "left_out"
            } else {
                "would_get"
            }
            .to_owned(),
            why: why.map(|w| w.as_str().to_owned()),
            attempts: 0,
            last_error: None,
            ended_at: None,
        });
    }
    Ok((found, truncated))
}

/// Addresses that reach the same are the same text.
fn same(channel: Channel, target: &str) -> String {
    match channel {
        Channel::Email => target.to_lowercase(),
        Channel::Sms | Channel::Zalo => phone_key(target).unwrap_or_else(|| target.to_owned()),
    }
}

/// Keeps who gets a message and who does not, when a campaign is approved.
pub async fn keep(
    tx: &mut PgConnection,
    now: Now,
    campaign: Uuid,
    found: &[Recipient],
) -> Result<(), StoreError> {
    let ids: Vec<Uuid> = found.iter().map(|_| Uuid::now_v7()).collect();
    let contacts: Vec<i32> = found.iter().map(|r| r.contact_id).collect();
    let customers: Vec<i32> = found.iter().map(|r| r.customer_id).collect();
    let reps: Vec<Option<i32>> = found.iter().map(|r| r.rep_id).collect();
    let units: Vec<Option<i32>> = found.iter().map(|r| r.org_unit_id).collect();
    let targets: Vec<Option<String>> = found.iter().map(|r| r.target.clone()).collect();
    let whys: Vec<Option<String>> = found.iter().map(|r| r.why.clone()).collect();
    sqlx::query!(
        r#"
        insert into campaign_message (id, campaign_id, contact_id, customer_id, rep_id, org_unit_id, target, state, why, next_at)
        select t.id, $1, t.contact, t.customer, t.rep, t.unit, t.target, case when t.why is null then 'pending' else 'left_out' end,
          t.why, case when t.why is null then $9::timestamptz end
        from unnest($2::uuid[], $3::int4[], $4::int4[], $5::int4[], $6::int4[], $7::text[], $8::text[])
          as t(id, contact, customer, rep, unit, target, why)
        "#,
        campaign,
        &ids,
        &contacts,
        &customers,
        &reps as _,
        &units as _,
        &targets as _,
        &whys as _,
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// As kept, by contact.
pub async fn kept(
    db: impl PgExecutor<'_>,
    campaign: Uuid,
    state: Option<&str>,
    after: i32,
    limit: i64,
) -> Result<Vec<Recipient>, StoreError> {
    Ok(sqlx::query_as!(
        Recipient,
        r#"
        select m.contact_id, p.name as contact_name, m.customer_id, c.name as customer_name, m.rep_id, r.name as "rep_name?",
          m.org_unit_id, m.target, m.state, m.why, m.attempts, m.last_error, m.ended_at as "ended_at: Instant"
        from campaign_message m join contact p on p.id = m.contact_id join customer c on c.id = m.customer_id
        left join rep r on r.id = m.rep_id
        where m.campaign_id = $1 and ($2::text is null or m.state = $2) and m.contact_id > $3
        order by m.contact_id limit $4
        "#,
        campaign,
        state,
        after,
        limit,
    )
    .fetch_all(db)
    .await?)
}

/// How many are in each state, and of who is left out why.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RecipientCount {
    pub state: String,
    pub why: Option<String>,
    pub count: i64,
}

impl RecipientCount {
    /// One more of a state; of who is left out, for a reason.
    pub fn add(counts: &mut Vec<Self>, state: &str, why: Option<&str>) {
        match (counts.iter_mut()).find(|c| c.state == state && c.why.as_deref() == why) {
            Some(count) => count.count += 1,
            None => counts.push(Self {
                state: state.to_owned(),
                why: why.map(str::to_owned),
                count: 1,
            }),
        }
    }
}

pub async fn counts(
    db: impl PgExecutor<'_>,
    campaign: Uuid,
) -> Result<Vec<RecipientCount>, StoreError> {
    Ok(sqlx::query_as!(
        RecipientCount,
        r#"select state, why, count(*) as "count!" from campaign_message where campaign_id = $1 group by 1, 2 order by 1, 2"#,
        campaign
    )
    .fetch_all(db)
    .await?)
}
