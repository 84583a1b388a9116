//! Whose turn it is to be read, how far each folder was read, and how a reading ended. A reader whose turn is over keeps
//! nothing.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use fieldbeat_trade::crm::email::{REFUSALS_MAX, pause};
use sqlx::{PgExecutor, PgPool};

use super::Security;
use crate::store::{error::StoreError, scope::Scope};

/// Mailboxes read at once.
pub const CLAIM_MAX: i64 = 4;
/// After so long a reader counts as lost with its server.
const READING_LOST: TimeDelta = TimeDelta::minutes(10);

/// A mailbox with what it takes to read it. No `Debug`: it holds a password.
pub struct Turn {
    pub id: i32,
    pub turn: i64,
    pub host: String,
    pub port: i32,
    pub security: String,
    pub login: String,
    pub password: String,
    pub folder: String,
    pub sent_folder: Option<String>,
    /// Whose alone the texts are.
    pub user_id: Option<i32>,
    pub rep_id: Option<i32>,
    /// Whose customers are looked for.
    pub units: Vec<i32>,
    pub since: NaiveDate,
    pub poll_min: i32,
    pub failures: i32,
}

impl Turn {
    pub fn security(&self) -> Security {
        Security::parse(&self.security)
    }

    pub fn port(&self) -> u16 {
        u16::try_from(self.port).unwrap_or_default()
    }

    /// With whether what lies there went out.
    pub fn folders(&self) -> impl Iterator<Item = (&str, bool)> {
        let sent = self.sent_folder.as_deref().map(|name| (name, true));
        std::iter::once((self.folder.as_str(), false)).chain(sent)
    }
}

/// Those that are due, for this reader alone.
pub async fn claim(db: &PgPool, now: DateTime<Utc>) -> Result<Vec<Turn>, StoreError> {
    Ok(sqlx::query_as!(
        Turn,
        r#"
        with due as (
          select m.id from mailbox m left join app_user u on u.id = m.user_id
          where m.active and m.refusals < $2 and m.next_at <= $1 and u.disabled_at is null
          order by m.next_at, m.id limit $3 for update of m skip locked
        ), taken as (
          update mailbox m set turn = m.turn + 1, next_at = $4 from due where m.id = due.id returning m.*
        )
        select t.id, t.turn, t.host, t.port, t.security, t.login, t.password, t.folder, t.sent_folder, t.user_id, t.rep_id,
          array(with recursive below as (
            select coalesce(t.org_unit_id, (select u.org_unit_id from app_user u where u.id = t.user_id)) as id
            union all select c.id from org_unit c join below b on c.parent_id = b.id
          ) select id from below order by id) as "units!: Vec<i32>",
          t.since, t.poll_min, t.failures
        from taken t order by t.id
        "#,
        now,
        REFUSALS_MAX,
        CLAIM_MAX,
        now + READING_LOST,
    )
    .fetch_all(db)
    .await?)
}

/// One in scope, as it would be read, without taking its turn.
pub async fn peek(db: impl PgExecutor<'_>, scope: &Scope, id: i32) -> Result<Turn, StoreError> {
    sqlx::query_as!(
        Turn,
        r#"
        select t.id, t.turn, t.host, t.port, t.security, t.login, t.password, t.folder, t.sent_folder, t.user_id, t.rep_id,
          array(with recursive below as (
            select coalesce(t.org_unit_id, u.org_unit_id) as id
            union all select c.id from org_unit c join below b on c.parent_id = b.id
          ) select id from below order by id) as "units!: Vec<i32>",
          t.since, t.poll_min, t.failures
        from mailbox t left join app_user u on u.id = t.user_id
        where t.id = $1 and ($2::int4[] is null or coalesce(t.org_unit_id, u.org_unit_id) = any($2))
        "#,
        id,
        scope.units() as _,
    )
    .fetch_optional(db)
    .await?
    .ok_or(StoreError::NotFound)
}

/// How far a folder was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub uid_validity: i64,
    pub last_uid: i64,
}

pub async fn place(
    db: impl PgExecutor<'_>,
    mailbox: i32,
    folder: &str,
) -> Result<Option<Place>, StoreError> {
    Ok(sqlx::query_as!(
        Place,
        "select uid_validity, last_uid from mailbox_folder where mailbox_id = $1 and name = $2",
        mailbox,
        folder
    )
    .fetch_optional(db)
    .await?)
}

/// A contact with one of the addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    pub contact_id: i32,
    pub customer_id: i32,
    /// In lower case.
    pub address: String,
}

/// Contacts of customers of these units, by id.
pub async fn matches(
    db: impl PgExecutor<'_>,
    units: &[i32],
    addresses: &[String],
) -> Result<Vec<Match>, StoreError> {
    Ok(sqlx::query_as!(
        Match,
        r#"
        select p.id as contact_id, p.customer_id, lower(trim(p.email)) as "address!"
        from contact p join customer c on c.id = p.customer_id
        where p.active and p.email is not null and lower(trim(p.email)) = any($2) and c.org_unit_id = any($1) order by p.id
        "#,
        units,
        addresses,
    )
    .fetch_all(db)
    .await?)
}

/// The addresses of all mailboxes, in lower case: what comes from one of them is from us.
pub async fn own_addresses(db: impl PgExecutor<'_>) -> Result<Vec<String>, StoreError> {
    Ok(
        sqlx::query_scalar!(r#"select lower(address) as "address!" from mailbox"#)
            .fetch_all(db)
            .await?,
    )
}

/// It was read, wholly or so far that there is more at once.
pub async fn done(
    db: &PgPool,
    turn: &Turn,
    now: DateTime<Utc>,
    more: bool,
) -> Result<(), StoreError> {
    let next = if more {
        now
    } else {
        now + pause(turn.poll_min, 0)
    };
    sqlx::query!(
        r#"update mailbox set last_read_at = $3, fault = null, failures = 0, refusals = 0, next_at = $4
        where id = $1 and turn = $2"#,
        turn.id,
        turn.turn,
        now,
        next,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// It could not be read; `refused`: because of the login.
pub async fn failed(
    db: &PgPool,
    turn: &Turn,
    now: DateTime<Utc>,
    fault: &str,
    refused: bool,
) -> Result<(), StoreError> {
    let failures = turn.failures.saturating_add(1);
    sqlx::query!(
        r#"update mailbox set fault = $3, failures = $4, refusals = refusals + $5, next_at = $6 where id = $1 and turn = $2"#,
        turn.id,
        turn.turn,
        fault,
        failures,
        i32::from(refused),
        now + pause(turn.poll_min, failures),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// It is not read to its end; whoever has its turn meanwhile keeps it.
pub async fn let_go(db: &PgPool, turn: &Turn, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!(
        "update mailbox set next_at = $3 where id = $1 and turn = $2",
        turn.id,
        turn.turn,
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}
