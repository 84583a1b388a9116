//! Exceptions of the field as they are read, with the history of each. Opened and closed by
//! `exception_round`, handled by `exception_action`.

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::exception::{Kind, Severity};
use serde::Serialize;
use serde_json::{Value, json};
use sqlx::PgExecutor;
use uuid::Uuid;

use super::{error::StoreError, instant::Instant, record_inbox::News, scope::Scope};

/// How an exception stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExceptionState {
    Open,
    Acknowledged,
    Resolved,
}

impl ExceptionState {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Acknowledged => "acknowledged",
            Self::Resolved => "resolved",
        }
    }
}

/// An exception with what lists show of its surroundings.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct FieldException {
    pub id: Uuid,
    /// sos | not_started | silent | gps_off | low_battery | backlog | left_territory | idle | plan_behind | off_route | outside |
    /// short_visit | three_misses | integrity | order_held | collection_not_handed_in | cash_limit
    pub kind: String,
    /// info | warning | critical
    pub severity: String,
    /// open | acknowledged | resolved
    pub state: String,
    pub rep_id: i32,
    pub rep_code: String,
    pub rep_name: String,
    /// Of its day: history follows the stamp.
    pub org_unit_id: i32,
    pub org_unit_name: String,
    pub date: NaiveDate,
    pub opened_at: Instant,
    /// Null while the cause holds.
    pub cause_ended_at: Option<Instant>,
    pub owner_id: Option<i32>,
    pub owner_name: Option<String>,
    pub visit_id: Option<Uuid>,
    pub outlet_id: Option<i32>,
    pub outlet_code: Option<String>,
    pub outlet_name: Option<String>,
    /// `value`, `limit` and `since` in the kind's own unit; `note` of an SOS.
    #[schema(value_type = Object)]
    pub evidence: Value,
    /// Of the last resolution: a person's words, or `cause_ended`, `day_over`.
    pub reason: Option<String>,
    pub resolved_at: Option<Instant>,
    /// Null: by itself.
    pub resolved_by: Option<String>,
}

/// Which exceptions; empty means all in scope.
#[derive(Clone, Debug, Default)]
pub struct ExceptionFilter {
    pub ids: Option<Vec<Uuid>>,
    pub states: Option<Vec<String>>,
    pub kinds: Option<Vec<String>>,
    pub rep_id: Option<i32>,
    pub org_unit_id: Option<i32>,
    pub owner_id: Option<i32>,
    /// Those that nobody owns.
    pub unowned: bool,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

/// Newest first, then by id; goes on after `after`.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    filter: &ExceptionFilter,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<FieldException>, StoreError> {
    Ok(sqlx::query_as!(
        FieldException,
        r#"
        select e.id, e.kind, e.severity, e.state, e.rep_id, r.code as rep_code, r.name as rep_name, e.org_unit_id,
          u.name as org_unit_name, e.date, e.opened_at as "opened_at: Instant", e.cause_ended_at as "cause_ended_at?: Instant",
          e.owner_user_id as owner_id, w.name as "owner_name?", e.visit_id, e.outlet_id, o.code as "outlet_code?",
          o.name as "outlet_name?", e.evidence, e.reason, e.resolved_at as "resolved_at?: Instant", b.name as "resolved_by?"
        from field_exception e
        join rep r on r.id = e.rep_id join org_unit u on u.id = e.org_unit_id
        left join app_user w on w.id = e.owner_user_id left join app_user b on b.id = e.resolved_by
        left join outlet o on o.id = e.outlet_id
        where ($1::int4[] is null or e.org_unit_id = any($1)) and ($2::int4 is null or e.rep_id = $2)
          and ($3::uuid[] is null or e.id = any($3))
          and ($4::text[] is null or e.state = any($4)) and ($5::text[] is null or e.kind = any($5))
          and ($6::int4 is null or e.rep_id = $6) and ($7::int4 is null or e.org_unit_id = $7)
          and ($8::int4 is null or e.owner_user_id = $8) and (not $9::bool or e.owner_user_id is null)
          and ($10::date is null or e.date >= $10) and ($11::date is null or e.date <= $11)
          and ($12::timestamptz is null or e.opened_at < $12 or (e.opened_at = $12 and e.id > $13))
        order by e.opened_at desc, e.id limit $14
        "#,
        scope.units() as _,
        scope.rep_id() as _,
        filter.ids.as_deref() as _,
        filter.states.as_deref() as _,
        filter.kinds.as_deref() as _,
        filter.rep_id,
        filter.org_unit_id,
        filter.owner_id,
        filter.unowned,
        filter.from,
        filter.to,
        after.map(|a| a.0),
        after.map(|a| a.1),
        limit,
    )
    .fetch_all(db)
    .await?)
}

pub async fn get(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    id: Uuid,
) -> Result<FieldException, StoreError> {
    let filter = ExceptionFilter {
        ids: Some(vec![id]),
        ..ExceptionFilter::default()
    };
    let mut found = list(db, scope, &filter, None, 1).await?;
    found.pop().ok_or(StoreError::NotFound)
}

/// How many of a kind wait for somebody.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Pending {
    pub kind: String,
    pub open: i64,
    pub acknowledged: i64,
}

/// What is not resolved, by kind.
pub async fn pending(db: impl PgExecutor<'_>, scope: &Scope) -> Result<Vec<Pending>, StoreError> {
    Ok(sqlx::query_as!(
        Pending,
        r#"
        select e.kind, count(*) filter (where e.state = 'open') as "open!",
          count(*) filter (where e.state = 'acknowledged') as "acknowledged!"
        from field_exception e
        where e.state <> 'resolved' and ($1::int4[] is null or e.org_unit_id = any($1)) and ($2::int4 is null or e.rep_id = $2)
        group by e.kind order by e.kind
        "#,
        scope.units() as _,
        scope.rep_id() as _,
    )
    .fetch_all(db)
    .await?)
}

/// One thing done to an exception.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Done {
    /// open | acknowledge | assign | resolve | reopen | end_cause | close
    pub action: String,
    /// Null: the server.
    pub by: Option<String>,
    /// To whom it was assigned.
    pub owner: Option<String>,
    pub reason: Option<String>,
    pub at: Instant,
}

/// What was done, oldest first. The caller has checked the scope by reading the exception.
pub async fn history(db: impl PgExecutor<'_>, id: Uuid) -> Result<Vec<Done>, StoreError> {
    Ok(sqlx::query_as!(
        Done,
        r#"
        select a.action, u.name as "by?", w.name as "owner?", a.reason, a.recorded_at as "at: Instant"
        from field_exception_action a left join app_user u on u.id = a.user_id left join app_user w on w.id = a.owner_user_id
        where a.exception_id = $1 order by a.id
        "#,
        id
    )
    .fetch_all(db)
    .await?)
}

/// What is told of an exception, by feed and live socket.
pub(super) struct Told {
    pub id: Uuid,
    pub kind: String,
    pub severity: String,
    pub state: String,
    pub rep_id: i32,
    pub org_unit_id: i32,
    pub date: NaiveDate,
    pub opened_at: DateTime<Utc>,
    pub cause_ended_at: Option<DateTime<Utc>>,
    pub owner_user_id: Option<i32>,
    pub visit_id: Option<Uuid>,
    pub outlet_id: Option<i32>,
    pub evidence: Value,
    pub reason: Option<String>,
}

impl Told {
    /// Of the feed.
    pub fn body(&self) -> Value {
        json!({
            "id": self.id, "kind": self.kind, "rep_id": self.rep_id, "org_unit_id": self.org_unit_id,
            "severity": self.severity, "state": self.state, "date": self.date, "opened_at": Instant(self.opened_at),
            "cause_ended_at": self.cause_ended_at.map(Instant), "owner_id": self.owner_user_id,
            "visit_id": self.visit_id, "outlet_id": self.outlet_id, "evidence": self.evidence, "reason": self.reason,
        })
    }

    /// Of the live socket, whose message has a `kind` of its own.
    pub fn news(&self, kind: &'static str, event: (i64, i64)) -> News {
        let body = json!({
            "exception": self.id, "cause": self.kind, "severity": self.severity, "state": self.state,
            "at": Instant(self.opened_at), "visit": self.visit_id, "outlet": self.outlet_id,
        });
        News { kind, body, event }
    }
}

/// A stored word.
pub(super) fn kind(word: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|k| k.as_str() == word)
}

/// As stored.
pub(super) const fn severity(of: Kind) -> &'static str {
    let severity: Severity = of.severity();
    severity.as_str()
}
