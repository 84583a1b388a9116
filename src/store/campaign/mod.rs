//! Campaigns: what is to be told to whom, who wrote and who approved it, and how far it went. Who gets a message is
//! [`recipient`]'s, sending [`message`]'s, how what is no e-mail leaves [`gateway`]'s.

pub mod gateway;
pub mod message;
pub mod recipient;

use chrono::{DateTime, Utc};
use fieldbeat_trade::crm::campaign::{Channel, Deed, State, unknown};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use super::{
    crm::segment,
    error::StoreError,
    instant::Instant,
    org_unit,
    page::Since,
    scope::{Reach, Scope},
    upsert::{ChangeError, Fault, Now, check_text},
    user::LANGUAGES,
};

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Campaign {
    pub id: Uuid,
    pub name: String,
    /// email | sms | zalo
    pub channel: String,
    pub segment_id: i32,
    pub segment_name: String,
    /// Whose customers: this unit's and those of all below it.
    pub org_unit_id: i32,
    pub org_unit_name: String,
    /// en | vi | zh
    pub language: String,
    /// Of e-mail.
    pub subject: Option<String>,
    pub body: String,
    pub told_days: i32,
    /// draft | submitted | sending | stopped | done
    pub state: String,
    pub written_by: String,
    pub written_by_id: i32,
    pub approved_by: Option<String>,
    pub approved_at: Option<Instant>,
    pub ended_at: Option<Instant>,
    pub made_at: Instant,
    /// Of those who get one.
    pub messages: i64,
    pub sent: i64,
    pub failed: i64,
    pub version: i32,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignPut {
    /// Made by the sender, so that a repeat is the same campaign.
    pub id: Uuid,
    pub name: String,
    pub channel: Channel,
    pub segment_id: i32,
    /// Of whose customers; that of the caller where absent.
    pub org_unit_id: Option<i32>,
    /// en | vi | zh; of the text.
    pub language: String,
    /// Required of e-mail.
    pub subject: Option<String>,
    /// May hold {contact}, {customer}, {rep} and {company}.
    pub body: String,
    /// Who got a message that way in so many days is left out; 7 where absent.
    pub told_days: Option<i32>,
}

/// A change of a draft; absent fields keep their value.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignChange {
    pub name: Option<String>,
    pub segment_id: Option<i32>,
    pub language: Option<String>,
    pub subject: Option<String>,
    pub body: Option<String>,
    pub told_days: Option<i32>,
}

#[derive(Clone, Debug, Default)]
pub struct CampaignFilter {
    pub id: Option<Uuid>,
    pub state: Option<State>,
    pub since: Since,
}

/// In scope, newest first, then by id.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    filter: &CampaignFilter,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<Campaign>, StoreError> {
    let (since, xid) = filter.since.parts();
    Ok(sqlx::query_as!(
        Campaign,
        r#"
        select a.id, a.name, a.channel, a.segment_id, s.name as segment_name, a.org_unit_id, u.name as org_unit_name, a.language,
          a.subject, a.body, a.told_days, a.state, w.name as written_by, a.written_by as written_by_id, v.name as "approved_by?",
          a.approved_at as "approved_at: Instant", a.ended_at as "ended_at: Instant", a.made_at as "made_at: Instant",
          coalesce(m.messages, 0) as "messages!", coalesce(m.sent, 0) as "sent!", coalesce(m.failed, 0) as "failed!", a.version
        from campaign a join segment s on s.id = a.segment_id join org_unit u on u.id = a.org_unit_id
        join app_user w on w.id = a.written_by left join app_user v on v.id = a.approved_by
        left join lateral (select count(*) filter (where x.state <> 'left_out') as messages,
          count(*) filter (where x.state in ('sent', 'delivered')) as sent, count(*) filter (where x.state = 'failed') as failed
          from campaign_message x where x.campaign_id = a.id) m on true
        where ($1::int4[] is null or a.org_unit_id = any($1)) and $2::int4 is null and ($3::uuid is null or a.id = $3)
          and ($4::text is null or a.state = $4)
          and ($5::timestamptz is null or a.updated_at >= $5) and ($6::int8 is null or a.xid >= $6::int8::text::xid8)
          and ($7::timestamptz is null or a.made_at < $7 or (a.made_at = $7 and a.id > $8))
        order by a.made_at desc, a.id limit $9
        "#,
        scope.units() as _,
        scope.rep_id(),
        filter.id,
        filter.state.map(State::as_str),
        since,
        xid,
        after.map(|a| a.0),
        after.map(|a| a.1),
        limit,
    )
    .fetch_all(db)
    .await?)
}

pub async fn get(db: impl PgExecutor<'_>, scope: &Scope, id: Uuid) -> Result<Campaign, StoreError> {
    let filter = CampaignFilter {
        id: Some(id),
        ..CampaignFilter::default()
    };
    let found = list(db, scope, &filter, None, 1).await?.pop();
    found.ok_or(StoreError::NotFound)
}

/// What is wrong with a text.
fn check(
    channel: Channel,
    language: &str,
    subject: Option<&str>,
    body: &str,
    told_days: i32,
    faults: &mut Vec<Fault>,
) {
    if !LANGUAGES.contains(&language) {
        faults.push(Fault::new("/language", "unknown"));
    }
    check_text("/subject", subject, channel == Channel::Email, faults);
    if body.trim().is_empty() {
        faults.push(Fault::new("/body", "required"));
    } else if body.chars().count() > channel.body_max() {
        faults.push(Fault::new("/body", "too_long"));
    } else if body.contains('\0') {
        faults.push(Fault::new("/body", "invalid_text"));
    }
    for (pointer, text) in [("/subject", subject.unwrap_or_default()), ("/body", body)] {
        if unknown(text).is_some() {
            faults.push(Fault::new(pointer, "unknown_placeholder"));
        }
    }
    if !(0..=365).contains(&told_days) {
        faults.push(Fault::new("/told_days", "out_of_range"));
    }
}

/// A new draft. `key` signs its links.
pub async fn create(
    tx: &mut PgConnection,
    scope: &Scope,
    user: i32,
    now: Now,
    key: &[u8],
    put: &CampaignPut,
) -> Result<(), ChangeError> {
    let mut faults = Vec::new();
    let told_days = put.told_days.unwrap_or(7);
    check_text("/name", Some(&put.name), true, &mut faults);
    check(
        put.channel,
        &put.language,
        put.subject.as_deref(),
        &put.body,
        told_days,
        &mut faults,
    );
    segment::check_known(&mut *tx, Some(put.segment_id), &mut faults).await?;
    let unit = org_unit::named_or_own(&mut *tx, scope, user, put.org_unit_id).await?;
    let Some(unit) = unit else {
        faults.push(Fault::new("/org_unit_id", "unknown"));
        return Err(ChangeError::Invalid(faults));
    };
    if !faults.is_empty() {
        return Err(ChangeError::Invalid(faults));
    }
    sqlx::query!(
        r#"
        insert into campaign (id, name, channel, segment_id, org_unit_id, language, subject, body, told_days, key, written_by, made_at,
          updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
        "#,
        put.id,
        put.name.trim(),
        put.channel.as_str(),
        put.segment_id,
        unit,
        put.language,
        put.subject.as_deref().map(str::trim).filter(|_| put.channel == Channel::Email),
        put.body.trim(),
        told_days,
        key,
        user,
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// What of a campaign decides what may be done to it and whom it reaches.
pub struct Locked {
    pub id: Uuid,
    pub state: State,
    pub channel: Channel,
    pub segment_id: i32,
    pub org_unit_id: i32,
    pub written_by: i32,
    pub told_days: i32,
}

impl Locked {
    /// Of one that is only looked at.
    pub fn of(shown: &Campaign) -> Self {
        Self {
            id: shown.id,
            state: State::parse(&shown.state).unwrap_or(State::Done),
            channel: Channel::parse(&shown.channel).unwrap_or(Channel::Email),
            segment_id: shown.segment_id,
            org_unit_id: shown.org_unit_id,
            written_by: shown.written_by_id,
            told_days: shown.told_days,
        }
    }
}

/// In scope and at the version that the caller has seen.
pub async fn lock(
    tx: &mut PgConnection,
    scope: &Scope,
    id: Uuid,
    seen: Option<i32>,
) -> Result<Locked, ChangeError> {
    let row = sqlx::query!(
        r#"select id, state, channel, segment_id, org_unit_id, written_by, told_days, version from campaign
        where id = $1 and ($2::int4[] is null or org_unit_id = any($2)) and $3::int4 is null for update"#,
        id,
        scope.units() as _,
        scope.rep_id(),
    )
    .fetch_optional(tx)
    .await?
    .ok_or(StoreError::NotFound)?;
    if seen.is_some_and(|v| v != row.version) {
        return Err(ChangeError::Stale(row.version));
    }
    Ok(Locked {
        id: row.id,
        state: State::parse(&row.state).unwrap_or(State::Done),
        channel: Channel::parse(&row.channel).unwrap_or(Channel::Email),
        segment_id: row.segment_id,
        org_unit_id: row.org_unit_id,
        written_by: row.written_by,
        told_days: row.told_days,
    })
}

/// Writes a draft anew; who does so has written it.
pub async fn change(
    tx: &mut PgConnection,
    user: i32,
    now: Now,
    was: &Locked,
    put: &CampaignChange,
) -> Result<(), ChangeError> {
    let mut faults = Vec::new();
    if was.state != State::Draft {
        faults.push(Fault::new("", "wrong_state"));
    }
    let held = sqlx::query!(
        "select name, language, subject, body from campaign where id = $1",
        was.id
    )
    .fetch_one(&mut *tx)
    .await?;
    let language = put.language.as_deref().unwrap_or(&held.language);
    let subject = put.subject.as_deref().or(held.subject.as_deref());
    let body = put.body.as_deref().unwrap_or(&held.body);
    let told_days = put.told_days.unwrap_or(was.told_days);
    let segment = put.segment_id.unwrap_or(was.segment_id);
    let named = put.name.is_some();
    check_text("/name", put.name.as_deref(), named, &mut faults);
    check(was.channel, language, subject, body, told_days, &mut faults);
    segment::check_known(&mut *tx, Some(segment), &mut faults).await?;
    if !faults.is_empty() {
        return Err(ChangeError::Invalid(faults));
    }
    sqlx::query!(
        r#"
        update campaign set name = $2, segment_id = $3, language = $4, subject = $5, body = $6, told_days = $7, written_by = $8,
          version = version + 1, updated_at = $9
        where id = $1
        "#,
        was.id,
        put.name.as_deref().map_or(held.name.as_str(), str::trim),
        segment,
        language,
        subject.map(str::trim).filter(|_| was.channel == Channel::Email),
        body.trim(),
        told_days,
        user,
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// What is done to one; whom it goes to is written by the caller when it is approved.
pub async fn act(
    tx: &mut PgConnection,
    user: i32,
    now: Now,
    was: &Locked,
    deed: Deed,
) -> Result<State, ChangeError> {
    let invalid = |code| ChangeError::Invalid(vec![Fault::new("/action", code)]);
    let state = was
        .state
        .after(deed)
        .ok_or_else(|| invalid("wrong_state"))?;
    if deed == Deed::Approve && was.written_by == user {
        return Err(invalid("own"));
    }
    let approves = deed == Deed::Approve;
    sqlx::query!(
        r#"
        update campaign set state = $2, approved_by = case when $3 then $4 else approved_by end,
          approved_at = case when $3 then $5 else approved_at end, ended_at = case when $6 then $5 else ended_at end,
          version = version + 1, updated_at = $5
        where id = $1
        "#,
        was.id,
        state.as_str(),
        approves,
        user,
        now.at,
        state == State::Stopped,
    )
    .execute(&mut *tx)
    .await?;
    if deed == Deed::Stop {
        sqlx::query!(
            "update campaign_message set state = 'stopped', ended_at = $2 where campaign_id = $1 and state = 'pending'",
            was.id,
            now.at
        )
        .execute(tx)
        .await?;
    }
    Ok(state)
}

/// Whom a campaign may reach: its unit and all below, whoever asks.
pub async fn reach(db: impl PgExecutor<'_>, unit: i32) -> Result<Scope, StoreError> {
    let units = org_unit::subtree(db, unit).await?;
    Ok(Scope {
        org_units: Reach::Units(units.into()),
        ..Scope::system()
    })
}
