//! Occasions as they are written: what may be wrong with one, what changes while it is in use, and what is withdrawn with
//! it.

use chrono::{Datelike, NaiveDate};
use fieldbeat_trade::crm::{
    campaign::unknown,
    occasion::{AHEAD_MAX, Act, Kind, Way},
};
use serde::Deserialize;
use sqlx::PgConnection;
use uuid::Uuid;

use super::VALUE_MAX;
use crate::store::{
    crm::segment,
    error::StoreError,
    org_unit,
    scope::Scope,
    upsert::{ChangeError, Fault, Field, Now, check_text, field},
};

/// Dates of one occasion: one a year.
pub const DATES_MAX: usize = 30;
/// Characters of what is said.
const WORDS_MAX: usize = 600;

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OccasionPut {
    /// Made by the sender, so that a repeat is the same occasion.
    pub id: Uuid,
    pub name: String,
    pub kind: Kind,
    pub act: Act,
    /// A visit where absent; gifts are brought.
    pub way: Option<Way>,
    #[serde(default)]
    pub dates: Vec<NaiveDate>,
    pub segment_id: Option<i32>,
    /// That of the caller where absent.
    pub org_unit_id: Option<i32>,
    /// 7 where absent.
    pub days_ahead: Option<i32>,
    pub text: Option<String>,
    pub value_max_minor: Option<i64>,
    pub budget_minor: Option<i64>,
}

/// A change; absent fields keep their value. Whom and when it is about changes only while it is not in use.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OccasionChange {
    pub name: Option<String>,
    pub way: Option<Way>,
    pub dates: Option<Vec<NaiveDate>>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<i32>)]
    pub segment_id: Field<i32>,
    pub days_ahead: Option<i32>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<String>)]
    pub text: Field<String>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<i64>)]
    pub value_max_minor: Field<i64>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<i64>)]
    pub budget_minor: Field<i64>,
    /// Taken out of use, what is still planned is withdrawn; back in use, it is planned again where it is due.
    pub active: Option<bool>,
}

/// What may be wrong with one, as it will be.
struct Sketch<'a> {
    kind: Kind,
    act: Act,
    way: Way,
    dates: &'a [NaiveDate],
    days_ahead: i32,
    text: Option<&'a str>,
    value_max_minor: Option<i64>,
    budget_minor: Option<i64>,
}

fn check(of: &Sketch<'_>, faults: &mut Vec<Fault>) {
    let mut years: Vec<i32> = of.dates.iter().map(Datelike::year).collect();
    years.sort_unstable();
    match of.kind {
        Kind::Date if of.dates.is_empty() => faults.push(Fault::new("/dates", "required")),
        Kind::Birthday | Kind::Anniversary if !of.dates.is_empty() => {
            faults.push(Fault::new("/dates", "only_of_dates"));
        }
        _ if of.dates.len() > DATES_MAX => faults.push(Fault::new("/dates", "too_many")),
        _ if years.windows(2).any(|pair| pair.first() == pair.last()) => {
            faults.push(Fault::new("/dates", "two_of_a_year"));
        }
        _ if years.iter().any(|y| !(1900..=2999).contains(y)) => {
            faults.push(Fault::new("/dates", "out_of_range"));
        }
        Kind::Date | Kind::Birthday | Kind::Anniversary => {}
    }
    if of.act == Act::Gift && of.way != Way::Visit {
        faults.push(Fault::new("/way", "only_greetings"));
    }
    if !(0..=AHEAD_MAX).contains(&of.days_ahead) {
        faults.push(Fault::new("/days_ahead", "out_of_range"));
    }
    match of.text {
        Some(t) if t.chars().count() > WORDS_MAX => faults.push(Fault::new("/text", "too_long")),
        Some(t) if t.contains('\0') => faults.push(Fault::new("/text", "invalid_text")),
        Some(t) if unknown(t).is_some() => faults.push(Fault::new("/text", "unknown_placeholder")),
        None | Some(_) => {}
    }
    for (pointer, value) in [
        ("/value_max_minor", of.value_max_minor),
        ("/budget_minor", of.budget_minor),
    ] {
        match value {
            Some(_) if of.act == Act::Greeting => faults.push(Fault::new(pointer, "only_gifts")),
            Some(v) if !(1..=VALUE_MAX).contains(&v) => {
                faults.push(Fault::new(pointer, "out_of_range"));
            }
            None | Some(_) => {}
        }
    }
}

/// A new one, not in use yet.
pub async fn create(
    tx: &mut PgConnection,
    scope: &Scope,
    user: i32,
    now: Now,
    put: &OccasionPut,
) -> Result<(), ChangeError> {
    let mut faults = Vec::new();
    let sketch = Sketch {
        kind: put.kind,
        act: put.act,
        way: put.way.unwrap_or(Way::Visit),
        dates: &put.dates,
        days_ahead: put.days_ahead.unwrap_or(7),
        text: put.text.as_deref(),
        value_max_minor: put.value_max_minor,
        budget_minor: put.budget_minor,
    };
    check_text("/name", Some(&put.name), true, &mut faults);
    check(&sketch, &mut faults);
    segment::check_known(&mut *tx, put.segment_id, &mut faults).await?;
    let unit = org_unit::named_or_own(&mut *tx, scope, user, put.org_unit_id).await?;
    if unit.is_none() {
        faults.push(Fault::new("/org_unit_id", "unknown"));
    }
    let Some(unit) = unit.filter(|_| faults.is_empty()) else {
        return Err(ChangeError::Invalid(faults));
    };
    sqlx::query!(
        r#"
        insert into occasion (id, name, kind, act, way, dates, segment_id, org_unit_id, days_ahead, text, value_max_minor, budget_minor,
          written_by, made_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)
        "#,
        put.id,
        put.name.trim(),
        put.kind.as_str(),
        put.act.as_str(),
        sketch.way.as_str(),
        &sorted(&put.dates),
        put.segment_id,
        unit,
        sketch.days_ahead,
        words(put.text.as_deref()),
        put.value_max_minor,
        put.budget_minor,
        user,
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(())
}

fn sorted(dates: &[NaiveDate]) -> Vec<NaiveDate> {
    let mut dates = dates.to_vec();
    dates.sort_unstable();
    dates
}

fn words(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|t| !t.is_empty())
}

/// Changes one whose unit is in scope, at the version that the caller has seen; answers how many planned
/// activities were withdrawn.
pub async fn change(
    tx: &mut PgConnection,
    scope: &Scope,
    user: i32,
    now: Now,
    (id, seen): (Uuid, Option<i32>),
    put: &OccasionChange,
) -> Result<u64, ChangeError> {
    // Not `for update`: who keeps an activity of it holds its key.
    let was = sqlx::query!(
        r#"select name, kind, act, way, dates, segment_id, days_ahead, text, value_max_minor, budget_minor, active, active_since,
          version from occasion
        where id = $1 and ($2::int4[] is null or org_unit_id = any($2)) and $3::int4 is null for no key update"#,
        id,
        scope.units() as _,
        scope.rep_id(),
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(StoreError::NotFound)?;
    if seen.is_some_and(|v| v != was.version) {
        return Err(ChangeError::Stale(was.version));
    }
    let active = put.active.unwrap_or(was.active);
    let mut faults = Vec::new();
    if was.active && active {
        for (pointer, told) in [
            ("/way", put.way.is_some()),
            ("/dates", put.dates.is_some()),
            ("/segment_id", put.segment_id.is_some()),
            ("/days_ahead", put.days_ahead.is_some()),
        ] {
            if told {
                faults.push(Fault::new(pointer, "in_use"));
            }
        }
    }
    let dates = put.dates.as_deref().map_or(was.dates, sorted);
    let text = put.text.clone().unwrap_or(was.text);
    let segment = put.segment_id.unwrap_or(was.segment_id);
    let sketch = Sketch {
        kind: Kind::parse(&was.kind).unwrap_or(Kind::Date),
        act: if was.act == Act::Gift.as_str() {
            Act::Gift
        } else {
            Act::Greeting
        },
        way: put
            .way
            .or_else(|| Way::parse(&was.way))
            .unwrap_or(Way::Visit),
        dates: &dates,
        days_ahead: put.days_ahead.unwrap_or(was.days_ahead),
        text: text.as_deref(),
        value_max_minor: put.value_max_minor.unwrap_or(was.value_max_minor),
        budget_minor: put.budget_minor.unwrap_or(was.budget_minor),
    };
    check_text("/name", put.name.as_deref(), false, &mut faults);
    check(&sketch, &mut faults);
    if put.segment_id.is_some() || (active && !was.active) {
        segment::check_known(&mut *tx, segment, &mut faults).await?;
    }
    if !faults.is_empty() {
        return Err(ChangeError::Invalid(faults));
    }
    let since = if active && !was.active {
        Some(now.today)
    } else {
        was.active_since
    };
    sqlx::query!(
        r#"
        update occasion set name = $2, way = $3, dates = $4, segment_id = $5, days_ahead = $6, text = $7, value_max_minor = $8,
          budget_minor = $9, active = $10, active_since = $11, looked_on = case when $10 and not active then null else looked_on end,
          written_by = $12, version = version + 1, updated_at = $13
        where id = $1
        "#,
        id,
        put.name.as_deref().map_or(was.name.as_str(), str::trim),
        sketch.way.as_str(),
        &dates,
        segment,
        sketch.days_ahead,
        words(sketch.text),
        sketch.value_max_minor,
        sketch.budget_minor,
        active,
        since,
        user,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    if active || !was.active {
        return Ok(0);
    }
    let done = sqlx::query!(
        r#"update activity set state = 'withdrawn', version = version + 1, updated_at = $2
        where occasion_id = $1 and recipient_key is not null and state = 'planned'"#,
        id,
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(done.rows_affected())
}
