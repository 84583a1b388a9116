//! What the departure of a rep would end and hand over, as of now: devices, account, routes, open work. Changes nothing.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use super::{
    routes::{self, DepartureRoute},
    work::{self, DepartureWork},
};
use crate::store::{error::StoreError, instant::Instant, scope::Scope, upsert::Now, user};

/// A device of the rep that would be revoked.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct DepartureDevice {
    pub id: i32,
    pub label: String,
    pub last_seen_at: Option<Instant>,
    /// Items that it said it still held when last heard: they cannot be sent any more. Null where it never said.
    pub unsent: Option<i32>,
    /// Whether an enrolment code of it is still open; it ends.
    pub open_code: bool,
}

/// The login of the rep that would be disabled.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct DepartureAccount {
    pub user_id: i32,
    pub login: String,
    /// Signed in, they end.
    pub sessions: i64,
    /// Of programs, they end.
    pub tokens: i64,
    /// Nobody else administers the company.
    pub last_administrator: bool,
    /// It belongs to a unit out of reach.
    pub out_of_reach: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct DepartureEffect {
    pub devices: Vec<DepartureDevice>,
    /// Null where the rep has no login that opens anything.
    pub account: Option<DepartureAccount>,
    /// First day on which routes are another's, or nobody's.
    pub from: NaiveDate,
    pub routes: Vec<DepartureRoute>,
    pub work: DepartureWork,
}

impl DepartureEffect {
    /// Whether somebody has to take over, or somebody to say that nobody does.
    pub fn needs_successor(&self) -> bool {
        !self.routes.is_empty() || self.work.count() > 0
    }
}

/// The rep is in scope; what lies out of it is neither told nor touched.
pub async fn effect(
    conn: &mut PgConnection,
    scope: &Scope,
    now: Now,
    (rep, from): (i32, NaiveDate),
) -> Result<DepartureEffect, StoreError> {
    Ok(DepartureEffect {
        devices: devices(conn, now, rep).await?,
        account: account(conn, scope, now, rep).await?,
        from,
        routes: routes::of(conn, scope, rep, from).await?,
        work: work::open(conn, scope, rep, from).await?,
    })
}

async fn devices(
    conn: &mut PgConnection,
    now: Now,
    rep: i32,
) -> Result<Vec<DepartureDevice>, StoreError> {
    Ok(sqlx::query_as!(
        DepartureDevice,
        r#"
        select d.id, d.label, greatest(d.last_seen_at, h.at) as "last_seen_at?: Instant",
          case when d.last_seen_at > h.at then d.backlog else coalesce(h.backlog, d.backlog) end as unsent,
          exists (select from enrolment_code c where c.device_id = d.id and c.expires_at > $2) as "open_code!"
        from device d join device_binding b on b.device_id = d.id and b.retired_at is null and b.valid @> $2::timestamptz
        left join device_health h on h.device_id = d.id
        where b.rep_id = $1 and d.revoked_at is null order by d.id
        "#,
        rep,
        now.at,
    )
    .fetch_all(conn)
    .await?)
}

async fn account(
    conn: &mut PgConnection,
    scope: &Scope,
    now: Now,
    rep: i32,
) -> Result<Option<DepartureAccount>, StoreError> {
    let found = sqlx::query_as!(
        DepartureAccount,
        r#"
        select u.id as user_id, u.login,
          (select count(*) from user_session s where s.user_id = u.id and s.expires_at > $2) as "sessions!",
          (select count(*) from api_token t where t.user_id = u.id and t.revoked_at is null and (t.expires_at is null or t.expires_at > $2))
            as "tokens!",
          u.role = 'administrator' as "last_administrator!",
          ($3::int4[] is not null and not u.org_unit_id = any($3)) as "out_of_reach!"
        from rep r join app_user u on u.id = r.user_id where r.id = $1 and u.disabled_at is null
        "#,
        rep,
        now.at,
        scope.units() as _,
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(mut account) = found else {
        return Ok(None);
    };
    account.last_administrator &= !user::is_administered(conn, Some(account.user_id)).await?;
    if account.out_of_reach {
        account.login.clear();
        (account.sessions, account.tokens) = (0, 0);
    }
    Ok(Some(account))
}
