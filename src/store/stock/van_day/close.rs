//! Closes a day of a van: what was counted, against what should be there, becomes a document, and the book is put
//! right by moves that belong to it. By another than whose van it is; in the order of the days; once.

use chrono::{NaiveDate, TimeDelta};
use fieldbeat_domain::time::CompanyTime;
use serde::Deserialize;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{VanDay, count, get, utc};
use crate::store::{
    error::StoreError,
    scope::Scope,
    stock::{
        LocationKind, MoveKind, Place, Short, level,
        posting::{self, Act, Goods, Own},
    },
    upsert::{ChangeError, Fault, Now},
};

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VanDayClose {
    /// Of the document; made by the sender, so that a repeat is the same.
    pub id: Uuid,
    /// Required where something is missing or too much.
    pub reason: Option<String>,
}

/// Closes a day, or says what of a difference the book no longer has.
pub async fn close(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    (time, van, date): (CompanyTime, i32, NaiveDate),
    put: &VanDayClose,
) -> Result<Result<(), Vec<Short>>, ChangeError> {
    let van = count::lock(&mut *tx, scope, (van, date)).await?;
    hold(&mut *tx, now, (van.id, date)).await?;
    let day = get(&mut *tx, scope, (time, now.today), (van.id, date)).await?;
    let driver = sqlx::query_scalar!("select user_id from rep where id = $1", day.rep_id)
        .fetch_one(&mut *tx)
        .await?;
    let own = driver.is_some() && driver == scope.user_id();
    let reason = put
        .reason
        .as_deref()
        .map(str::trim)
        .filter(|r| !r.is_empty());
    let faults = faults(&mut *tx, now, &day, own, reason).await?;
    if !faults.is_empty() {
        return Err(ChangeError::Invalid(faults));
    }

    let bounds = time.day_bounds(date);
    let last = utc(bounds.end) - TimeDelta::milliseconds(1);
    let mut act = Act::of(now, MoveKind::Adjustment, put.id);
    act.reason = reason;
    act.by = scope.user_id();
    // Within the day, so that the next one begins with what was counted.
    act.moved_at = day
        .counted_at
        .map_or(last, |at| at.0)
        .clamp(utc(bounds.start), last);
    let short = correct(&mut *tx, now, act, van.id, &day).await?;
    if !short.is_empty() {
        return Ok(Err(short));
    }
    write(&mut *tx, scope, now, &day, put.id, reason).await?;
    count::tell(tx, now, &van, date, "closed").await?;
    Ok(Ok(()))
}

/// Nothing in the van moves meanwhile; nor what was found in it that never was there, so that all locks are taken
/// at once.
async fn hold(
    tx: &mut PgConnection,
    now: Now,
    (van, date): (i32, NaiveDate),
) -> Result<(), StoreError> {
    let products = sqlx::query_scalar!(
        r#"
        select product_id as "product_id!" from stock_level where location_id = $1
        union select x.product_id from van_count c join van_count_line x on x.count_id = c.id
          where c.van_id = $1 and c.date = $2 and x.milli > 0
        "#,
        van,
        date,
    )
    .fetch_all(&mut *tx)
    .await?;
    let keys = products.into_iter().map(|product| (van, product));
    level::lock(tx, now, &keys.collect()).await?;
    Ok(())
}

async fn faults(
    tx: &mut PgConnection,
    now: Now,
    day: &VanDay,
    own: bool,
    reason: Option<&str>,
) -> Result<Vec<Fault>, StoreError> {
    let later = sqlx::query_scalar!(
        r#"select exists (select from van_day where van_id = $1 and date > $2) as "later!""#,
        day.van_id,
        day.date,
    )
    .fetch_one(tx)
    .await?;
    let uncounted = |day: &VanDay| {
        let mut lines = day.lines.iter();
        lines.any(|l| l.counted_milli.is_none() && l.expected_milli != 0)
    };
    let differs = (day.lines.iter()).any(|l| l.difference_milli.unwrap_or(0) != 0);
    Ok([
        (own, "/state", "own_day"),
        (day.state == "closed", "/state", "wrong_state"),
        (day.date > now.today, "/date", "is_to_come"),
        (later, "/date", "later_closed"),
        (
            day.state == "open" || uncounted(day),
            "/counted",
            "required",
        ),
        (differs && reason.is_none(), "/reason", "required"),
    ]
    .into_iter()
    .filter(|(wrong, ..)| *wrong)
    .map(|(_, pointer, code)| Fault::new(pointer, code))
    .collect())
}

/// Books what is missing and what is too much.
async fn correct(
    tx: &mut PgConnection,
    now: Now,
    act: Act<'_>,
    van: i32,
    day: &VanDay,
) -> Result<Vec<Short>, StoreError> {
    let place = Some(Place {
        id: van,
        kind: LocationKind::Van,
    });
    for (sign, between) in [(1, (None, place)), (-1, (place, None))] {
        let goods: Vec<Goods> = (day.lines.iter())
            .map(|l| Goods {
                product: l.product_id,
                lot: None,
                milli: sign * l.difference_milli.unwrap_or(0),
            })
            .filter(|g| g.milli > 0)
            .collect();
        if goods.is_empty() {
            continue;
        }
        let act = Act {
            id: Uuid::now_v7(),
            ..act.clone()
        };
        let posted = posting::post(&mut *tx, now, &act, between, &goods, &Own::default()).await?;
        if let Err(short) = posted {
            return Ok(short.into_iter().map(|(_, s)| s).collect());
        }
    }
    Ok(Vec::new())
}

async fn write(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    day: &VanDay,
    id: Uuid,
    reason: Option<&str>,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        insert into van_day (id, van_id, rep_id, date, reason, currency, cash_minor, cash_handed_in_minor, other_minor,
          other_handed_in_minor, closed_by, closed_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        "#,
        id,
        day.van_id,
        day.rep_id,
        day.date,
        reason,
        day.currency,
        day.cash_minor,
        day.cash_handed_in_minor,
        day.other_minor,
        day.other_handed_in_minor,
        scope.user_id(),
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    let lines: Vec<_> = day.lines.iter().collect();
    let of = |value: fn(&super::VanDayLine) -> i64| -> Vec<i64> {
        lines.iter().map(|l| value(l)).collect()
    };
    sqlx::query!(
        r#"
        insert into van_day_line (van_day_id, product_id, opening_milli, loaded_milli, unloaded_milli, sold_milli, delivered_milli,
          returned_milli, corrected_milli, counted_milli, difference_minor)
        select $1, * from unnest($2::int4[], $3::int8[], $4::int8[], $5::int8[], $6::int8[], $7::int8[], $8::int8[], $9::int8[],
          $10::int8[], $11::int8[])
        "#,
        id,
        &lines.iter().map(|l| l.product_id).collect::<Vec<_>>(),
        &of(|l| l.opening_milli),
        &of(|l| l.loaded_milli),
        &of(|l| l.unloaded_milli),
        &of(|l| l.sold_milli),
        &of(|l| l.delivered_milli),
        &of(|l| l.returned_milli),
        &of(|l| l.corrected_milli),
        // What nobody counted is not there, and should not be.
        &of(|l| l.counted_milli.unwrap_or(0)),
        &lines.iter().map(|l| l.difference_minor).collect::<Vec<_>>() as &[Option<i64>],
    )
    .execute(tx)
    .await?;
    Ok(())
}
