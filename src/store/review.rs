//! What people say about a visit: a reviewer's decision and a rep's appeal. Appended only; the
//! machine's verdict and everything said before stay.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use fieldbeat_domain::verdict::Overall;
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use super::{error::StoreError, scope::Scope};

/// What a person decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ReviewDecision)]
pub enum Decision {
    Valid,
    Invalid,
    /// The last decision is taken back: the machine's verdict counts again.
    Withdrawn,
}

impl Decision {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Invalid => "invalid",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The stored word.
    fn parse(word: &str) -> Option<Self> {
        [Self::Valid, Self::Invalid, Self::Withdrawn]
            .into_iter()
            .find(|d| d.as_str() == word)
    }

    /// The verdict that it puts in the machine's place.
    pub const fn overall(self) -> Option<Overall> {
        match self {
            Self::Valid => Some(Overall::Valid),
            Self::Invalid => Some(Overall::Invalid),
            Self::Withdrawn => None,
        }
    }
}

/// A decision to be made on a visit.
pub struct Deciding<'a> {
    pub visit: Uuid,
    pub decision: Decision,
    pub reason: &'a str,
    /// The approved pin that explains the visit, where that is why.
    pub pin_proposal: Option<i32>,
}

/// The decisions that stand on these visits, as far as they were made by `known_at`.
pub async fn standing(
    db: impl PgExecutor<'_>,
    visits: &[Uuid],
    known_at: DateTime<Utc>,
) -> Result<HashMap<Uuid, Overall>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select distinct on (visit_id) visit_id, decision from visit_review
        where visit_id = any($1) and decided_at <= $2 order by visit_id, id desc
        "#,
        visits,
        known_at
    )
    .fetch_all(db)
    .await?;
    let overall = |word: &str| Decision::parse(word).and_then(Decision::overall);
    Ok(rows
        .into_iter()
        .filter_map(|r| Some((r.visit_id, overall(&r.decision)?)))
        .collect())
}

/// Appends decisions; answers the id of each by its visit. A visit that is unknown or out of scope
/// has none. Of several decisions on one visit the last counts, as it would one by one.
pub async fn decide(
    tx: &mut PgConnection,
    scope: &Scope,
    now: DateTime<Utc>,
    decisions: &[Deciding<'_>],
) -> Result<HashMap<Uuid, i64>, StoreError> {
    let user = scope.user_id().ok_or(StoreError::NotFound)?;
    let visits: Vec<Uuid> = decisions.iter().map(|d| d.visit).collect();
    let words: Vec<String> = decisions
        .iter()
        .map(|d| d.decision.as_str().to_owned())
        .collect();
    let reasons: Vec<String> = decisions.iter().map(|d| d.reason.to_owned()).collect();
    let pins: Vec<Option<i32>> = decisions.iter().map(|d| d.pin_proposal).collect();
    let rows = sqlx::query!(
        r#"
        insert into visit_review (visit_id, user_id, decision, reason, decided_at, pin_proposal_id)
        select v.id, $1, t.decision, t.reason, $2, t.pin
        from unnest($3::uuid[], $4::text[], $5::text[], $8::int4[]) with ordinality as t(visit, decision, reason, pin, n)
        join visit v on v.id = t.visit
        where ($6::int4[] is null or v.org_unit_id = any($6)) and ($7::int4 is null or v.rep_id = $7)
        order by t.n
        returning visit_id, id
        "#,
        user,
        now,
        &visits,
        &words,
        &reasons,
        scope.units() as _,
        scope.rep_id() as _,
        &pins as &[Option<i32>],
    )
    .fetch_all(&mut *tx)
    .await?;
    let made: HashMap<Uuid, i64> = rows.into_iter().map(|r| (r.visit_id, r.id)).collect();
    touch(tx, now, &made.keys().copied().collect::<Vec<_>>()).await?;
    Ok(made)
}

/// The visit's row moves too, so that lists by `updated_since` show what was said.
async fn touch(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    visits: &[Uuid],
) -> Result<(), StoreError> {
    sqlx::query!(
        "update visit set updated_at = $2 where id = any($1)",
        visits,
        now
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// An appeal to be kept.
pub struct Appeal<'a> {
    pub visit: Uuid,
    /// The record that brought it, if a phone did.
    pub record: Option<Uuid>,
    pub reason: &'a str,
    pub at: DateTime<Utc>,
}

/// Appends an appeal of the rep whose visit it is. `NotFound` for an unknown visit and for another
/// rep's alike; a record's second coming changes nothing.
pub async fn appeal(
    tx: &mut PgConnection,
    scope: &Scope,
    now: DateTime<Utc>,
    appeal: &Appeal<'_>,
) -> Result<(), StoreError> {
    sqlx::query_scalar!(
        r#"
        with mine as (
          select v.id, v.rep_id from visit v
          where v.id = $1 and ($2::int4[] is null or v.org_unit_id = any($2)) and v.rep_id = $3
        ), made as (
          insert into visit_appeal (visit_id, rep_id, record_id, reason, appealed_at, recorded_at)
          select id, rep_id, $4, $5, $6, $7 from mine
          on conflict (record_id) do nothing
        )
        select id from mine
        "#,
        appeal.visit,
        scope.units() as _,
        scope.rep_id(),
        appeal.record,
        appeal.reason,
        appeal.at,
        now,
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(StoreError::NotFound)?;
    touch(tx, now, &[appeal.visit]).await
}

/// One thing said about a visit, oldest first.
#[derive(Clone, Debug)]
pub struct Said {
    /// valid | invalid | withdrawn | appeal
    pub what: String,
    pub by: String,
    pub reason: String,
    pub at: super::instant::Instant,
}

/// Everything said about a visit. The caller has checked the scope by reading the visit.
pub async fn said(db: impl PgExecutor<'_>, visit: Uuid) -> Result<Vec<Said>, StoreError> {
    Ok(sqlx::query_as!(
        Said,
        r#"
        select x.what as "what!", x.by as "by!", x.reason as "reason!", x.at as "at!: super::instant::Instant" from (
          select r.decision as what, u.name as by, r.reason, r.decided_at as at, r.decided_at as heard_at
          from visit_review r join app_user u on u.id = r.user_id where r.visit_id = $1
          union all
          select 'appeal', p.name, a.reason, a.appealed_at, a.recorded_at
          from visit_appeal a join rep p on p.id = a.rep_id where a.visit_id = $1
        ) x order by x.heard_at
        "#,
        visit
    )
    .fetch_all(db)
    .await?)
}

/// Which of these visits were named more than once.
pub fn repeated(visits: impl Iterator<Item = Uuid>) -> HashSet<Uuid> {
    let mut seen = HashSet::new();
    visits.filter(|v| !seen.insert(*v)).collect()
}
