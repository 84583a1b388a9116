//! Display programmes: what an outlet is paid for showing, from when to when, and which outlets may take part.
//! The whole company's, as schemes are.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgExecutor};

use crate::store::{
    error::StoreError,
    order::inbox::currency,
    page::Since,
    scope::Scope,
    upsert::{ChangeError, Fault, Now, check_code, check_text},
};

/// Characters of what must be seen.
const REQUIREMENT_MAX: usize = 2_000;
/// Classes or channels of one programme.
const KINDS_MAX: usize = 50;

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct DisplayProgramme {
    pub id: i32,
    pub code: String,
    pub name: String,
    /// What must be seen.
    pub requirement: String,
    /// Both included.
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// Empty: all.
    pub classes: Vec<String>,
    pub channels: Vec<String>,
    pub currency: String,
    /// For one outlet.
    pub reward_minor: i64,
    pub active: bool,
    /// Outlets that take part, in scope, and how far they are.
    pub enrolled: i64,
    pub executed: i64,
    pub approved: i64,
    pub paid: i64,
    pub failed: i64,
    pub version: i32,
}

/// A programme as it is asked for: all of it.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisplayProgrammePut {
    pub code: String,
    pub name: String,
    pub requirement: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    #[serde(default)]
    pub classes: Vec<String>,
    #[serde(default)]
    pub channels: Vec<String>,
    pub reward_minor: i64,
    /// False takes no new outlets and no new photos.
    #[serde(default = "yes")]
    pub active: bool,
}

const fn yes() -> bool {
    true
}

impl DisplayProgrammePut {
    fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        check_code(&self.code, &mut faults);
        check_text("/name", Some(&self.name), true, &mut faults);
        let requirement = self.requirement.trim();
        if requirement.is_empty() {
            faults.push(Fault::new("/requirement", "required"));
        } else if requirement.chars().count() > REQUIREMENT_MAX || requirement.contains('\0') {
            faults.push(Fault::new("/requirement", "too_long"));
        }
        if self.to < self.from {
            faults.push(Fault::new("/to", "out_of_range"));
        }
        if self.reward_minor < 0 {
            faults.push(Fault::new("/reward_minor", "out_of_range"));
        }
        for (pointer, kinds) in [("/classes", &self.classes), ("/channels", &self.channels)] {
            if kinds.len() > KINDS_MAX {
                faults.push(Fault::new(pointer, "too_many"));
            }
            for kind in kinds {
                check_text(pointer, Some(kind), true, &mut faults);
            }
        }
        faults
    }
}

/// What a list is cut by.
#[derive(Clone, Debug, Default)]
pub struct ProgrammeFilter {
    pub id: Option<i32>,
    pub active: Option<bool>,
    /// Programmes of this day.
    pub on: Option<NaiveDate>,
    pub since: Since,
}

/// All programmes, newest period first; the counts are those of the scope.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    filter: &ProgrammeFilter,
    after: Option<(NaiveDate, i32)>,
    limit: i64,
) -> Result<Vec<DisplayProgramme>, StoreError> {
    let (since_time, since_xid) = filter.since.parts();
    Ok(sqlx::query_as!(
        DisplayProgramme,
        r#"
        select p.id, p.code, p.name, p.requirement, p.from_date as "from", p.to_date as "to", p.classes, p.channels, p.currency,
          p.reward_minor, p.active, c.enrolled as "enrolled!", c.executed as "executed!", c.approved as "approved!",
          c.paid as "paid!", c.failed as "failed!", p.version
        from display_programme p cross join lateral (
          select count(*) filter (where d.state = 'enrolled') as enrolled,
            count(*) filter (where d.state in ('executed', 'approved_first')) as executed,
            count(*) filter (where d.state = 'approved') as approved, count(*) filter (where d.state = 'paid') as paid,
            count(*) filter (where d.state = 'failed') as failed,
            coalesce(bool_or(d.updated_at >= $9 or d.xid >= $10::int8::text::xid8), false) as news
          from display d where d.programme_id = p.id
            and ($1::int4[] is null or d.org_unit_id = any($1)) and ($2::int4 is null or d.rep_id = $2)) c
        where ($3::int4 is null or p.id = $3) and ($4::bool is null or p.active = $4)
          and ($5::date is null or $5 between p.from_date and p.to_date)
          and ($9::timestamptz is null or p.updated_at >= $9 or c.news)
          and ($10::int8 is null or p.xid >= $10::int8::text::xid8 or c.news)
          and ($6::date is null or p.from_date < $6 or p.from_date = $6 and p.id < $7)
        order by p.from_date desc, p.id desc limit $8
        "#,
        scope.units() as _,
        scope.rep_id() as _,
        filter.id,
        filter.active,
        filter.on,
        after.map(|a| a.0),
        after.map(|a| a.1),
        limit,
        since_time,
        since_xid,
    )
    .fetch_all(db)
    .await?)
}

pub async fn get(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    id: i32,
) -> Result<DisplayProgramme, StoreError> {
    let filter = ProgrammeFilter {
        id: Some(id),
        ..ProgrammeFilter::default()
    };
    let found = list(db, scope, &filter, None, 1).await?;
    found.into_iter().next().ok_or(StoreError::NotFound)
}

pub async fn create(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    put: &DisplayProgrammePut,
) -> Result<i32, ChangeError> {
    let mut faults = put.faults();
    let taken = sqlx::query_scalar!(
        r#"select exists (select from display_programme where code = $1) as "taken!""#,
        put.code
    )
    .fetch_one(&mut *tx)
    .await?;
    if taken {
        faults.push(Fault::new("/code", "taken"));
    }
    if !faults.is_empty() {
        return Err(ChangeError::Invalid(faults));
    }
    let currency = currency(&mut *tx).await?;
    Ok(sqlx::query_scalar!(
        r#"
        insert into display_programme (code, name, requirement, from_date, to_date, classes, channels, currency, reward_minor,
          active, created_by, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id
        "#,
        put.code,
        put.name.trim(),
        put.requirement.trim(),
        put.from,
        put.to,
        &put.classes,
        &put.channels,
        currency,
        put.reward_minor,
        put.active,
        scope.user_id(),
        now.at,
    )
    .fetch_one(tx)
    .await?)
}

/// Replaces a programme; outlets that take part keep the reward that they were promised.
pub async fn change(
    tx: &mut PgConnection,
    now: Now,
    id: i32,
    seen: Option<i32>,
    put: &DisplayProgrammePut,
) -> Result<(), ChangeError> {
    let row = sqlx::query!(
        "select code, version from display_programme where id = $1 for update",
        id
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(StoreError::NotFound)?;
    if seen.is_some_and(|version| version != row.version) {
        return Err(ChangeError::Stale(row.version));
    }
    let mut faults = put.faults();
    if put.code != row.code {
        faults.push(Fault::new("/code", "fixed"));
    }
    if !faults.is_empty() {
        return Err(ChangeError::Invalid(faults));
    }
    sqlx::query!(
        r#"
        update display_programme set name = $2, requirement = $3, from_date = $4, to_date = $5, classes = $6, channels = $7,
          reward_minor = $8, active = $9, version = version + 1, updated_at = $10 where id = $1
        "#,
        id,
        put.name.trim(),
        put.requirement.trim(),
        put.from,
        put.to,
        &put.classes,
        &put.channels,
        put.reward_minor,
        put.active,
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(())
}
