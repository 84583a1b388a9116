//! Who asks, and how far that reaches. Resolved here and nowhere else; taken by every store call
//! made for a user. What lies outside is not found, never "forbidden".

use std::{collections::HashMap, sync::Arc};

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::id::{OrgUnitId, RepId, UserId};
use sqlx::PgExecutor;
use strum::VariantArray as _;

use super::{
    error::StoreError,
    role::{Right, Rights, Role},
};

/// The org units that a scope covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    All,
    /// A subtree, sorted. May be empty: then nothing is in reach.
    Units(Arc<[i32]>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// `None`: the system itself.
    pub user: Option<UserId>,
    pub role: Role,
    pub org_units: Reach,
    /// Set for logins of role `rep`: only this rep's own data. A rep login without a rep row has
    /// rep 0, which matches nothing.
    pub rep: Option<RepId>,
    pub narrowed: Narrowed,
}

/// What a credential leaves of the rights of its user's role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Narrowed {
    /// `None`: all of them.
    pub to: Option<Rights>,
    /// Only to look.
    pub read_only: bool,
    /// The company asks this role for a second factor, and there is none yet: until then nothing but the own account.
    pub second_factor_due: bool,
}

impl Scope {
    /// For tasks of the server.
    pub const fn system() -> Self {
        Self {
            user: None,
            role: Role::Administrator,
            org_units: Reach::All,
            rep: None,
            narrowed: Narrowed {
                to: None,
                read_only: false,
                second_factor_due: false,
            },
        }
    }

    /// As a query argument: null means everything.
    pub fn units(&self) -> Option<&[i32]> {
        match &self.org_units {
            Reach::All => None,
            Reach::Units(units) => Some(units),
        }
    }

    /// As a query argument: null means every rep in reach.
    pub fn rep_id(&self) -> Option<i32> {
        self.rep.map(|r| r.0)
    }

    pub fn user_id(&self) -> Option<i32> {
        self.user.map(|u| u.0)
    }

    pub fn covers(&self, unit: OrgUnitId) -> bool {
        match &self.org_units {
            Reach::All => true,
            Reach::Units(units) => units.binary_search(&unit.0).is_ok(),
        }
    }

    /// Whether an event of that unit and rep may be seen: what belongs to no unit only by those who see all.
    pub fn sees_event(&self, unit: Option<i32>, rep: Option<i32>) -> bool {
        let in_reach = match (&self.org_units, unit) {
            (Reach::All, _) => true,
            (Reach::Units(_), Some(unit)) => self.covers(OrgUnitId(unit)),
            (Reach::Units(_), None) => false,
        };
        in_reach && self.rep.is_none_or(|own| rep == Some(own.0))
    }

    pub const fn may(&self, right: Right) -> bool {
        let narrowed = match self.narrowed.to {
            None => true,
            Some(rights) => rights.holds(right),
        };
        self.role.may(right)
            && narrowed
            && (matches!(right, Right::Own) || !self.narrowed.second_factor_due)
            && (self.is_whole() || !right.is_of_the_whole())
    }

    /// All that it may, in the order of the table.
    pub fn rights(&self) -> impl Iterator<Item = Right> {
        Right::VARIANTS.iter().copied().filter(|r| self.may(*r))
    }

    /// Whether the whole company is in reach.
    pub const fn is_whole(&self) -> bool {
        matches!(self.org_units, Reach::All)
    }
}

/// What a credential proves. Kept by long-lived connections for [`recheck`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credential {
    /// SHA-256 of the session cookie.
    Session([u8; 32]),
    /// SHA-256 of the bearer token.
    Token([u8; 32]),
}

struct Row {
    user_id: i32,
    role: String,
    whole: bool,
    units: Vec<i32>,
    rep_id: Option<i32>,
    idle_since: Option<DateTime<Utc>>,
    rights: Option<Vec<String>>,
    read_only: bool,
    second_factor_due: bool,
}

impl Row {
    fn scope(self) -> Result<Scope, StoreError> {
        let role: Role = self
            .role
            .parse()
            .map_err(|e| StoreError::Other(sqlx::Error::Decode(Box::new(e))))?;
        Ok(Scope {
            user: Some(UserId(self.user_id)),
            role,
            org_units: if self.whole {
                Reach::All
            } else {
                Reach::Units(self.units.into())
            },
            rep: (role == Role::Rep).then(|| RepId(self.rep_id.unwrap_or(0))),
            narrowed: Narrowed {
                // Whoever holds a credential may know whose it is.
                to: (self.rights.as_deref()).map(|words| Rights::of(words).and(Right::Own)),
                read_only: self.read_only,
                second_factor_due: self.second_factor_due,
            },
        })
    }
}

/// The scopes of users by themselves, without a credential: for what is sent to them while they are away.
/// A disabled or unknown user has none.
pub async fn of_users(
    db: impl PgExecutor<'_>,
    users: &[i32],
) -> Result<HashMap<i32, Scope>, StoreError> {
    let rows = sqlx::query_as!(
        Row,
        r#"
        select u.id as "user_id!", u.role as "role!", o.parent_id is null as "whole!",
          array(
            with recursive below as (
              select o.id union all select c.id from org_unit c join below b on c.parent_id = b.id
            ) select id from below order by id
          ) as "units!: Vec<i32>",
          (select r.id from rep r where r.user_id = u.id order by r.id limit 1) as "rep_id?",
          null::timestamptz as "idle_since?", null::text[] as "rights?", false as "read_only!", false as "second_factor_due!"
        from app_user u join org_unit o on o.id = u.org_unit_id
        where u.id = any($1) and u.disabled_at is null
        "#,
        users,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| Ok((row.user_id, row.scope()?)))
        .collect()
}

/// A session unused for this long is over.
pub(super) const SESSION_IDLE: chrono::TimeDelta = chrono::TimeDelta::hours(24);
/// `last_seen_at` is written at most this often.
const SESSION_TOUCH: chrono::TimeDelta = chrono::TimeDelta::minutes(10);

/// Resolves a credential to its scope: user enabled, credential alive, subtree as of now.
/// One query; long-lived connections call it again at most 60 s apart. `NotFound`: no longer valid.
pub async fn resolve(
    db: &sqlx::PgPool,
    credential: &Credential,
    now: DateTime<Utc>,
) -> Result<Scope, StoreError> {
    let (session, token) = match credential {
        Credential::Session(hash) => (Some(hash.as_slice()), None),
        Credential::Token(hash) => (None, Some(hash.as_slice())),
    };
    let row = sqlx::query_as!(
        Row,
        r#"
        with who as (
          select s.user_id, s.last_seen_at as idle_since, s.way, null::text[] as rights, false as read_only from user_session s
          where s.token_hash = $1 and s.expires_at > $3 and s.last_seen_at > $4
          union all
          select t.user_id, null, null, t.rights, t.read_only from api_token t
          where t.token_hash = $2 and t.revoked_at is null and (t.expires_at is null or t.expires_at > $3)
        )
        select u.id as "user_id!", u.role as "role!", o.parent_id is null as "whole!",
          array(
            with recursive below as (
              select o.id union all select c.id from org_unit c join below b on c.parent_id = b.id
            ) select id from below order by id
          ) as "units!: Vec<i32>",
          (select r.id from rep r where r.user_id = u.id order by r.id limit 1) as "rep_id?",
          who.idle_since as "idle_since?", who.rights as "rights?", who.read_only as "read_only!",
          coalesce(who.way in ('password', 'first_run', 'password_reset')
              and (select u.role = any(c.second_factor_roles) from company c), false)
            and not exists (select from user_totp f where f.user_id = u.id and f.confirmed_at is not null) as "second_factor_due!"
        from who join app_user u on u.id = who.user_id and u.disabled_at is null
        join org_unit o on o.id = u.org_unit_id
        "#,
        session as _,
        token as _,
        now,
        now - SESSION_IDLE,
    )
    .fetch_optional(db)
    .await?
    .ok_or(StoreError::NotFound)?;
    if let (Some(seen), Some(hash)) = (row.idle_since, session)
        && now - seen > SESSION_TOUCH
    {
        sqlx::query!(
            "update user_session set last_seen_at = $2 where token_hash = $1",
            hash,
            now
        )
        .execute(db)
        .await?;
    }
    row.scope()
}

/// What a login reaches, whatever it is proven by; `None` where it is disabled or gone.
pub async fn of_user(db: impl PgExecutor<'_>, user: i32) -> Result<Option<Scope>, StoreError> {
    let row = sqlx::query_as!(
        Row,
        r#"
        select u.id as "user_id!", u.role as "role!", o.parent_id is null as "whole!",
          array(
            with recursive below as (
              select o.id union all select c.id from org_unit c join below b on c.parent_id = b.id
            ) select id from below order by id
          ) as "units!: Vec<i32>",
          (select r.id from rep r where r.user_id = u.id order by r.id limit 1) as "rep_id?",
          null::timestamptz as "idle_since?", null::text[] as "rights?", false as "read_only!", false as "second_factor_due!"
        from app_user u join org_unit o on o.id = u.org_unit_id
        where u.id = $1 and u.disabled_at is null
        "#,
        user
    )
    .fetch_optional(db)
    .await?;
    row.map(Row::scope).transpose()
}

/// The org unit that a rep's day belongs to, if the scope covers it: the day's stamp, else the
/// assignment on that date. `NotFound` for an unknown rep and for one out of scope alike.
pub async fn rep_on(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    rep: RepId,
    date: NaiveDate,
) -> Result<OrgUnitId, StoreError> {
    let unit = sqlx::query_scalar!(
        r#"
        select unit.id as "id!" from (
          select coalesce(
            (select d.org_unit_id from rep_day d where d.rep_id = $1 and d.date = $2),
            (select p.org_unit_id from day_plan p where p.rep_id = $1 and p.date = $2),
            (select a.org_unit_id from rep_org_unit a where a.rep_id = $1 and a.retired_at is null and a.valid @> $2)
          ) as id
        ) unit
        where unit.id is not null
          and ($3::int4[] is null or unit.id = any($3)) and ($4::int4 is null or $4 = $1)
        "#,
        rep.0,
        date,
        scope.units() as _,
        scope.rep_id() as _,
    )
    .fetch_optional(db)
    .await?;
    unit.map(OrgUnitId).ok_or(StoreError::NotFound)
}
