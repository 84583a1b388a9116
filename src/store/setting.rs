//! Rule versions: every change of a setting is a new row with an effective date; none is edited.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use fieldbeat_domain::{exception::Thresholds, id::RuleVersion, rules::Rules};
use fieldbeat_trade::stock::demand::Policy;
use serde_json::Value;
use sqlx::{PgConnection, PgExecutor};

use super::{error::StoreError, instant::Instant, scope::Scope, upsert::ChangeError};

/// One version of the whole settings document.
#[derive(Clone, Debug)]
pub struct RuleRow {
    pub id: i32,
    pub effective_from: NaiveDate,
    pub settings: Value,
    pub created_by: Option<String>,
    pub created_at: Instant,
}

impl RuleRow {
    /// The judge's part of the document. Unknown keys are other modules'; a document that does not
    /// read is a fault of the database.
    pub fn rules(&self) -> Result<Rules, StoreError> {
        let mut rules: Rules = serde_json::from_value(self.settings.clone())
            .map_err(|e| StoreError::Other(sqlx::Error::Decode(Box::new(e))))?;
        rules.version = RuleVersion(self.id);
        Ok(rules)
    }
}

/// The version in force on a date; before the first one, the first one.
pub async fn effective(db: impl PgExecutor<'_>, date: NaiveDate) -> Result<RuleRow, StoreError> {
    sqlx::query_as!(
        RuleRow,
        r#"
        select v.id, v.effective_from, v.settings, u.name as "created_by?", v.created_at as "created_at: Instant"
        from rule_version v left join app_user u on u.id = v.created_by
        order by v.effective_from <= $1 desc,
          case when v.effective_from <= $1 then v.effective_from end desc nulls last, v.effective_from,
          case when v.effective_from <= $1 then v.id end desc nulls last, v.id
        limit 1
        "#,
        date
    )
    .fetch_optional(db)
    .await?
    .ok_or(StoreError::NotFound)
}

/// The rules in force on a date. `NotFound` before first run.
pub async fn rules_on(db: impl PgExecutor<'_>, date: NaiveDate) -> Result<Rules, StoreError> {
    effective(db, date).await?.rules()
}

/// Rules by version.
pub async fn rules_of(
    db: impl PgExecutor<'_>,
    versions: &[i32],
) -> Result<HashMap<i32, Rules>, StoreError> {
    let rows = sqlx::query_as!(
        RuleRow,
        r#"
        select v.id, v.effective_from, v.settings, null as "created_by?: String", v.created_at as "created_at: Instant"
        from rule_version v where v.id = any($1)
        "#,
        versions
    )
    .fetch_all(db)
    .await?;
    rows.iter().map(|r| Ok((r.id, r.rules()?))).collect()
}

/// Minutes after local midnight at which the day's plans freeze.
pub async fn plan_freeze_min(db: impl PgExecutor<'_>, date: NaiveDate) -> Result<u16, StoreError> {
    let row = effective(db, date).await?;
    let minute = row.settings.get("plan_freeze_min").and_then(Value::as_u64);
    Ok(minute.and_then(|m| u16::try_from(m).ok()).unwrap_or(0))
}

/// For how long the price of an older catalogue is honoured, where a document does not say.
pub const OFFLINE_PRICE_H: i64 = 24;

/// For how long an order that a phone priced by an older catalogue is honoured (`offline_price_h`).
pub async fn offline_price(
    db: impl PgExecutor<'_>,
    date: NaiveDate,
) -> Result<TimeDelta, StoreError> {
    let row = effective(db, date).await?;
    let hours = row.settings.get("offline_price_h").and_then(Value::as_i64);
    Ok(TimeDelta::hours(hours.unwrap_or(OFFLINE_PRICE_H)))
}

/// How far a claim may be beyond what was measured, where a document does not say.
pub const KM_TOLERANCE_PCT: i64 = 10;

/// What reps get on a date for a kilometre with the own vehicle (`km_rate_minor`); 0: kilometres are not paid.
pub async fn km_rate(db: impl PgExecutor<'_>, date: NaiveDate) -> Result<i64, StoreError> {
    let row = effective(db, date).await?;
    let rate = row.settings.get("km_rate_minor").and_then(Value::as_i64);
    Ok(rate.unwrap_or(0))
}

/// Whether stock of warehouses and vans may go below zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BelowZero {
    Refuse,
    Allow,
}

impl BelowZero {
    /// The default first.
    pub const WORDS: &[&str] = &["refuse", "allow"];
}

pub async fn stock_below_zero(
    db: impl PgExecutor<'_>,
    date: NaiveDate,
) -> Result<BelowZero, StoreError> {
    Ok(
        if is_word(db, (date, None), "stock_below_zero", "allow").await? {
            BelowZero::Allow
        } else {
            BelowZero::Refuse
        },
    )
}

/// What tax is reckoned from: the price that is left after discounts, or the one before them. The default first.
pub const TAX_BASES: &[&str] = &["after_discount", "before_discount"];

/// What is done with the answers of reps to the privacy notice: nobody is asked; they are recorded; without consent no work
/// session begins. The default first.
pub const CONSENT: &[&str] = &["asked", "off", "required"];

/// The word of `consent` on a date.
pub async fn consent(db: impl PgExecutor<'_>, date: NaiveDate) -> Result<String, StoreError> {
    let settings = match effective(db, date).await {
        Ok(row) => row.settings,
        Err(StoreError::NotFound) => Value::Null,
        Err(error) => return Err(error),
    };
    let word = settings.get("consent").and_then(Value::as_str);
    Ok(word
        .or(CONSENT.first().copied())
        .unwrap_or_default()
        .to_owned())
}

/// Dates between two, both included, on which consent is required.
pub async fn consent_required(
    db: impl PgExecutor<'_>,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<NaiveDate>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        select d.date as "date!" from (select generate_series($1::date, $2::date, interval '1 day')::date as date) d
        where (select v.settings->>'consent' from rule_version v
          order by v.effective_from <= d.date desc,
            case when v.effective_from <= d.date then v.effective_from end desc nulls last, v.effective_from,
            case when v.effective_from <= d.date then v.id end desc nulls last, v.id limit 1) = 'required'
        order by 1
        "#,
        from,
        to
    )
    .fetch_all(db)
    .await?)
}

/// As the setting is, or as it was known at a time.
pub async fn tax_before_discount(
    db: impl PgExecutor<'_>,
    date: NaiveDate,
    known_at: Option<DateTime<Utc>>,
) -> Result<bool, StoreError> {
    is_word(db, (date, known_at), "tax_base", "before_discount").await
}

/// Whether a setting is this word on a date, in the order of [`effective`]; of what was known at a time, where anything
/// was. No setting is any word before the first run: a company that nobody has set up yet may have its stock imported.
async fn is_word(
    db: impl PgExecutor<'_>,
    (date, known_at): (NaiveDate, Option<DateTime<Utc>>),
    name: &str,
    word: &str,
) -> Result<bool, StoreError> {
    let is = sqlx::query_scalar!(
        r#"
        select coalesce(settings->>$3 = $4, false) as "is!" from rule_version
        order by (effective_from <= $1 and created_at <= coalesce($2::timestamptz, 'infinity')) desc, effective_from <= $1 desc,
          case when effective_from <= $1 then effective_from end desc nulls last, effective_from,
          case when effective_from <= $1 then id end desc nulls last, id
        limit 1
        "#,
        date,
        known_at,
        name,
        word,
    )
    .fetch_optional(db)
    .await?;
    Ok(is.unwrap_or(false))
}

/// How long suggested orders must last, and how surely, where a document does not say.
pub const REPLENISH_COVER_DAYS: i64 = 7;
pub const REPLENISH_LEAD_DAYS: i64 = 1;
pub const REPLENISH_SERVICE_PCT: i64 = 95;

/// How long suggested orders must last, and how surely.
pub async fn replenishment(db: impl PgExecutor<'_>, date: NaiveDate) -> Result<Policy, StoreError> {
    let settings = effective(db, date).await?.settings;
    let number = |name: &str, default: i64| {
        settings
            .get(name)
            .and_then(Value::as_i64)
            .unwrap_or(default)
    };
    Ok(Policy {
        cover_days: number("replenish_cover_days", REPLENISH_COVER_DAYS),
        lead_days: number("replenish_lead_days", REPLENISH_LEAD_DAYS),
        service_pct: number("replenish_service_pct", REPLENISH_SERVICE_PCT),
    })
}

/// Fields that the ERP owns, as `collection.column`.
pub async fn erp_owned(
    db: impl PgExecutor<'_>,
    date: NaiveDate,
) -> Result<BTreeSet<String>, StoreError> {
    let settings = match effective(db, date).await {
        Ok(row) => row.settings,
        // Before the first run nobody owns anything.
        Err(StoreError::NotFound) => return Ok(BTreeSet::new()),
        Err(e) => return Err(e),
    };
    let fields = settings.get("erp_owned").and_then(Value::as_array);
    let fields = fields.into_iter().flatten().filter_map(Value::as_str);
    Ok(fields.map(str::to_owned).collect())
}

/// When exceptions of the field open, on a date. A document from before there were any has none: the
/// defaults act.
pub async fn exceptions(
    db: impl PgExecutor<'_>,
    date: NaiveDate,
) -> Result<Thresholds, StoreError> {
    let row = effective(db, date).await?;
    match row.settings.get("exceptions") {
        None => Ok(Thresholds::default()),
        Some(stored) => serde_json::from_value(stored.clone())
            .map_err(|e| StoreError::Other(sqlx::Error::Decode(Box::new(e)))),
    }
}

/// All versions, newest first.
pub async fn versions(db: impl PgExecutor<'_>, limit: i64) -> Result<Vec<RuleRow>, StoreError> {
    Ok(sqlx::query_as!(
        RuleRow,
        r#"
        select v.id, v.effective_from, v.settings, u.name as "created_by?", v.created_at as "created_at: Instant"
        from rule_version v left join app_user u on u.id = v.created_by
        order by v.id desc limit $1
        "#,
        limit
    )
    .fetch_all(db)
    .await?)
}

/// Adds a version, if `expected` still is the newest one.
pub async fn add(
    tx: &mut PgConnection,
    scope: &Scope,
    now: DateTime<Utc>,
    expected: i32,
    effective_from: NaiveDate,
    settings: &Value,
) -> Result<i32, ChangeError> {
    // One writer at a time: the company row is the lock.
    sqlx::query!("select id from company for update")
        .fetch_optional(&mut *tx)
        .await?;
    let newest = sqlx::query_scalar!("select id from rule_version order by id desc limit 1")
        .fetch_optional(&mut *tx)
        .await?
        .ok_or(StoreError::NotFound)?;
    if newest != expected {
        return Err(ChangeError::Stale(newest));
    }
    Ok(sqlx::query_scalar!(
        "insert into rule_version (effective_from, settings, created_by, created_at) values ($1, $2, $3, $4) returning id",
        effective_from,
        settings,
        scope.user_id() as _,
        now,
    )
    .fetch_one(&mut *tx)
    .await?)
}

/// New versions from a date on: the one in force there, and each that begins later, with the same
/// keys changed. Answers their ids and dates.
pub async fn patch_from(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    from: NaiveDate,
    patch: &serde_json::Map<String, Value>,
) -> Result<Vec<(i32, NaiveDate)>, StoreError> {
    // One writer at a time: the company row is the lock.
    sqlx::query!("select id from company for update")
        .fetch_optional(&mut *tx)
        .await?;
    let mut bases = vec![(from, effective(&mut *tx, from).await?.settings)];
    let later = sqlx::query!(
        "select distinct on (effective_from) effective_from, settings from rule_version
         where effective_from > $1 order by effective_from, id desc",
        from
    )
    .fetch_all(&mut *tx)
    .await?;
    bases.extend(later.into_iter().map(|v| (v.effective_from, v.settings)));
    let mut made = Vec::with_capacity(bases.len());
    for (date, mut settings) in bases {
        if let Some(document) = settings.as_object_mut() {
            document.extend(patch.clone());
        }
        let id = sqlx::query_scalar!(
            "insert into rule_version (effective_from, settings, created_at) values ($1, $2, $3) returning id",
            date,
            settings,
            now,
        )
        .fetch_one(&mut *tx)
        .await?;
        made.push((id, date));
    }
    Ok(made)
}

/// Whether any rep-day or visit on or after a date was judged.
pub async fn judged_since(tx: &mut PgConnection, from: NaiveDate) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from rep_day where date >= $1) or exists (select from visit where date >= $1) as "judged!""#,
        from
    )
    .fetch_one(tx)
    .await?)
}

/// The company's currency is part of the document and of the company row; both move together.
pub async fn set_currency(tx: &mut PgConnection, currency: &str) -> Result<(), StoreError> {
    sqlx::query!("update company set currency = $1", currency)
        .execute(&mut *tx)
        .await?;
    Ok(())
}
