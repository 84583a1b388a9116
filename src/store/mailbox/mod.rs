//! Mailboxes that are read: where they are, whose customers they are about, and how reading goes. Their passwords are
//! for the mail servers alone and are never told again.

pub mod keep;
pub mod turn;

use chrono::{Days, NaiveDate};
use fieldbeat_trade::crm::email::REFUSALS_MAX;
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgExecutor};

use crate::store::{
    error::StoreError,
    instant::Instant,
    scope::Scope,
    upsert::{ChangeError, Fault, Now, check_text},
};

/// Of one company.
pub const MAILBOXES_MAX: i64 = 200;
/// Minutes between two readings.
const POLL_MAX: i32 = 1_440;
/// How far back the first reading goes at most.
const SINCE_DAYS: u64 = 366;

/// How the way to the server is kept from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MailboxSecurity)]
pub enum Security {
    /// From the first byte.
    Tls,
    Starttls,
    /// Not at all: only in this network.
    Plain,
}

impl Security {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tls => "tls",
            Self::Starttls => "starttls",
            Self::Plain => "plain",
        }
    }

    /// As stored; the table holds no other word.
    pub fn parse(word: &str) -> Self {
        let all = [Self::Tls, Self::Starttls, Self::Plain];
        let known = all.into_iter().find(|s| s.as_str() == word);
        known.unwrap_or(Self::Tls)
    }
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Mailbox {
    pub id: i32,
    pub name: String,
    pub host: String,
    pub port: i32,
    /// tls | starttls | plain
    pub security: String,
    pub login: String,
    pub address: String,
    pub folder: String,
    pub sent_folder: Option<String>,
    /// One of the two: everybody's who sees the customers of a unit, or one user's.
    pub org_unit_id: Option<i32>,
    pub org_unit_name: Option<String>,
    pub user_id: Option<i32>,
    pub user_name: Option<String>,
    pub rep_id: Option<i32>,
    pub rep_name: Option<String>,
    pub since: NaiveDate,
    pub poll_min: i32,
    pub active: bool,
    /// reading | waiting (nothing was read yet) | failing | paused (the login was refused too often: change something) |
    /// owner_disabled | inactive
    pub state: String,
    pub last_read_at: Option<Instant>,
    pub next_at: Option<Instant>,
    /// A code: why the last reading failed.
    pub fault: Option<String>,
    /// Messages that became activities.
    pub kept: i64,
    /// Of nobody known: not kept.
    pub unmatched: i64,
    /// Written by machines: not kept.
    pub automatic: i64,
    /// With customers that no rep calls at: not kept.
    pub without_rep: i64,
    /// That could not be read.
    pub unreadable: i64,
    pub version: i32,
}

/// A mailbox as it is set up. No `Debug`: it holds a password.
#[derive(Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MailboxPut {
    pub name: String,
    pub host: String,
    pub port: u16,
    pub security: Security,
    pub login: String,
    /// Told to the mail server alone. Absent in a change: the one that it has stays, unless server or login change.
    #[schema(format = Password, write_only)]
    pub password: Option<String>,
    /// Its own: what comes from it went out.
    pub address: String,
    #[serde(default = "inbox")]
    pub folder: String,
    /// What lies there went out.
    pub sent_folder: Option<String>,
    /// Whose customers: of this unit and below; exactly one of the two.
    pub org_unit_id: Option<i32>,
    /// Of the unit of this user, who alone reads the texts.
    pub user_id: Option<i32>,
    /// Whose activities those with customers are that no rep calls at.
    pub rep_id: Option<i32>,
    /// What was received before is not read; the day of setting up where absent.
    pub since: Option<NaiveDate>,
    #[serde(default = "often")]
    pub poll_min: i32,
    #[serde(default = "yes")]
    pub active: bool,
}

fn inbox() -> String {
    "INBOX".to_owned()
}

const fn often() -> i32 {
    5
}

const fn yes() -> bool {
    true
}

/// Those in scope, by name.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    id: Option<i32>,
) -> Result<Vec<Mailbox>, StoreError> {
    Ok(sqlx::query_as!(
        Mailbox,
        r#"
        select m.id, m.name, m.host, m.port, m.security, m.login, m.address, m.folder, m.sent_folder, m.org_unit_id,
          o.name as "org_unit_name?", m.user_id, u.name as "user_name?", m.rep_id, r.name as "rep_name?", m.since, m.poll_min, m.active,
          case when not m.active then 'inactive' when u.disabled_at is not null then 'owner_disabled'
            when m.refusals >= $3 then 'paused' when m.fault is not null then 'failing' when m.last_read_at is null then 'waiting'
            else 'reading' end as "state!",
          m.last_read_at as "last_read_at: Instant",
          case when m.active and m.refusals < $3 and u.disabled_at is null then m.next_at end as "next_at: Instant",
          m.fault, m.kept, m.unmatched, m.automatic, m.without_rep, m.unreadable, m.version
        from mailbox m left join org_unit o on o.id = m.org_unit_id left join app_user u on u.id = m.user_id
        left join rep r on r.id = m.rep_id
        where ($1::int4[] is null or coalesce(m.org_unit_id, u.org_unit_id) = any($1)) and ($2::int4 is null or m.id = $2)
        order by lower(m.name), m.id limit $4
        "#,
        scope.units() as _,
        id,
        REFUSALS_MAX,
        MAILBOXES_MAX,
    )
    .fetch_all(db)
    .await?)
}

pub async fn get(db: impl PgExecutor<'_>, scope: &Scope, id: i32) -> Result<Mailbox, StoreError> {
    let found = list(db, scope, Some(id)).await?.pop();
    found.ok_or(StoreError::NotFound)
}

/// What of a row decides whether its password and its place in the folders still hold.
struct Was {
    host: String,
    port: i32,
    security: String,
    login: String,
    since: NaiveDate,
    version: i32,
}

impl Was {
    fn same_server(&self, put: &MailboxPut) -> bool {
        self.host.eq_ignore_ascii_case(&put.host)
            && self.port == i32::from(put.port)
            && self.security == put.security.as_str()
            && self.login == put.login
    }
}

async fn check(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    put: &MailboxPut,
    was: Option<&Was>,
) -> Result<Vec<Fault>, StoreError> {
    let mut faults = Vec::new();
    for (pointer, text) in [
        ("/name", Some(&put.name)),
        ("/login", Some(&put.login)),
        ("/folder", Some(&put.folder)),
        ("/sent_folder", put.sent_folder.as_ref()),
        ("/password", put.password.as_ref()),
    ] {
        check_text(pointer, text.map(String::as_str), false, &mut faults);
        if text.is_some_and(|t| t.chars().any(|c| c.is_control() && c != '\0')) {
            faults.push(Fault::new(pointer, "invalid_text"));
        }
    }
    // A password goes to no server but the one that it was written down for.
    if put.password.is_none() && was.is_none_or(|was| !was.same_server(put)) {
        faults.push(Fault::new("/password", "required"));
    }
    if put.address.len() > 254 || put.address.parse::<lettre::Address>().is_err() {
        faults.push(Fault::new("/address", "invalid"));
    }
    if put.port == 0 {
        faults.push(Fault::new("/port", "out_of_range"));
    }
    if !(1..=POLL_MAX).contains(&put.poll_min) {
        faults.push(Fault::new("/poll_min", "out_of_range"));
    }
    let first = now.today.checked_sub_days(Days::new(SINCE_DAYS));
    let since = put.since.filter(|s| was.is_none_or(|was| was.since != *s));
    if since.is_some_and(|s| s > now.today || first.is_some_and(|first| s < first)) {
        faults.push(Fault::new("/since", "out_of_range"));
    }
    if put.org_unit_id.is_some() == put.user_id.is_some() {
        faults.push(Fault::new("/org_unit_id", "either_or"));
    }
    let known = sqlx::query!(
        r#"
        select exists (select from org_unit where id = $1 and ($4::int4[] is null or id = any($4))) as "unit!",
          exists (select from app_user where id = $2 and ($4::int4[] is null or org_unit_id = any($4))) as "user!",
          exists (select from rep_org_unit where rep_id = $3 and retired_at is null and valid @> $5::date
            and ($4::int4[] is null or org_unit_id = any($4))) as "rep!"
        "#,
        put.org_unit_id,
        put.user_id,
        put.rep_id,
        scope.units() as _,
        now.today,
    )
    .fetch_one(tx)
    .await?;
    for (pointer, given, known) in [
        ("/org_unit_id", put.org_unit_id, known.unit),
        ("/user_id", put.user_id, known.user),
        ("/rep_id", put.rep_id, known.rep),
    ] {
        if given.is_some() && !known {
            faults.push(Fault::new(pointer, "unknown"));
        }
    }
    Ok(faults)
}

pub async fn create(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    put: &MailboxPut,
) -> Result<i32, ChangeError> {
    let mut faults = check(&mut *tx, scope, now, put, None).await?;
    let all = sqlx::query_scalar!(r#"select count(*) as "count!" from mailbox"#)
        .fetch_one(&mut *tx)
        .await?;
    if all >= MAILBOXES_MAX {
        faults.push(Fault::new("", "too_many"));
    }
    if !faults.is_empty() {
        return Err(ChangeError::Invalid(faults));
    }
    Ok(sqlx::query_scalar!(
        r#"
        insert into mailbox (name, host, port, security, login, password, address, folder, sent_folder, org_unit_id, user_id, rep_id,
          since, poll_min, active, next_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16) returning id
        "#,
        put.name.trim(),
        put.host,
        i32::from(put.port),
        put.security.as_str(),
        put.login,
        put.password.as_deref().unwrap_or_default(),
        put.address.trim(),
        put.folder,
        put.sent_folder,
        put.org_unit_id,
        put.user_id,
        put.rep_id,
        put.since.unwrap_or(now.today),
        put.poll_min,
        put.active,
        now.at,
    )
    .fetch_one(tx)
    .await?)
}

/// Changes one in scope: whoever reads it right now keeps nothing more, a pause ends, and it is read at once.
pub async fn change(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    id: i32,
    seen: Option<i32>,
    put: &MailboxPut,
) -> Result<(), ChangeError> {
    let was = lock(&mut *tx, scope, id).await?;
    if seen.is_some_and(|v| v != was.version) {
        return Err(ChangeError::Stale(was.version));
    }
    let faults = check(&mut *tx, scope, now, put, Some(&was)).await?;
    if !faults.is_empty() {
        return Err(ChangeError::Invalid(faults));
    }
    let since = put.since.unwrap_or(was.since);
    if !was.same_server(put) || since < was.since {
        sqlx::query!("delete from mailbox_folder where mailbox_id = $1", id)
            .execute(&mut *tx)
            .await?;
    }
    sqlx::query!(
        r#"
        update mailbox set name = $2, host = $3, port = $4, security = $5, login = $6, password = coalesce($7, password), address = $8,
          folder = $9, sent_folder = $10, org_unit_id = $11, user_id = $12, rep_id = $13, since = $14, poll_min = $15, active = $16,
          turn = turn + 1, next_at = $17, fault = null, failures = 0, refusals = 0, version = version + 1, updated_at = $17
        where id = $1
        "#,
        id,
        put.name.trim(),
        put.host,
        i32::from(put.port),
        put.security.as_str(),
        put.login,
        put.password,
        put.address.trim(),
        put.folder,
        put.sent_folder,
        put.org_unit_id,
        put.user_id,
        put.rep_id,
        since,
        put.poll_min,
        put.active,
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Removes one in scope with its password. The activities stay.
pub async fn remove(
    tx: &mut PgConnection,
    scope: &Scope,
    id: i32,
    seen: Option<i32>,
) -> Result<(), ChangeError> {
    let was = lock(&mut *tx, scope, id).await?;
    if seen.is_some_and(|v| v != was.version) {
        return Err(ChangeError::Stale(was.version));
    }
    sqlx::query!("delete from mailbox where id = $1", id)
        .execute(tx)
        .await?;
    Ok(())
}

async fn lock(tx: &mut PgConnection, scope: &Scope, id: i32) -> Result<Was, StoreError> {
    sqlx::query_as!(
        Was,
        r#"select m.host, m.port, m.security, m.login, m.since, m.version from mailbox m left join app_user u on u.id = m.user_id
        where m.id = $1 and ($2::int4[] is null or coalesce(m.org_unit_id, u.org_unit_id) = any($2)) for update of m"#,
        id,
        scope.units() as _,
    )
    .fetch_optional(tx)
    .await?
    .ok_or(StoreError::NotFound)
}
