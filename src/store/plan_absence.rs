//! What an approved absence does to plans that are frozen, and what its cancellation takes back. Plans
//! that are not yet frozen read absences themselves (`plan_due`).

use chrono::NaiveDate;
use fieldbeat_domain::id::RepId;
use sqlx::PgConnection;

use super::{
    absence::Absence,
    day_plan,
    error::StoreError,
    plan_deviation::Note,
    plan_due::{self, Due, Part},
    scope::Scope,
    upsert::Now,
};

/// An absence was approved: the rep's frozen stops are excused, and a substitute whose plan is
/// frozen gets those of today and later.
pub async fn excuse(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    absence: &Absence,
) -> Result<(), StoreError> {
    let covered = cover(tx, now, absence).await?;
    let chosen = chosen(tx, absence).await?;
    let excused = sqlx::query!(
        r#"update day_stop set absence_id = $1 where rep_id = $2 and date between $3 and $4 and absence_id is null
          and ($5::int4[] is null or outlet_id = any($5))
        returning rep_id, date, outlet_id"#,
        absence.id,
        absence.rep_id,
        absence.from,
        absence.to,
        chosen.as_deref() as _,
    )
    .fetch_all(&mut *tx)
    .await?;
    let excused: Vec<_> = excused
        .into_iter()
        .map(|s| (s.rep_id, s.date, s.outlet_id))
        .collect();
    for (change, stops) in [("excused", excused), ("covered", covered)] {
        of_absence(change, absence)
            .log(tx, scope, now, &stops)
            .await?;
    }
    Ok(())
}

/// The outlets of the frozen plan that an absence of a part of its day excuses; `None`: all of its days.
async fn chosen(tx: &mut PgConnection, absence: &Absence) -> Result<Option<Vec<i32>>, StoreError> {
    let part = Part::of(absence);
    if part.is_whole() {
        return Ok(None);
    }
    let stops = sqlx::query_as!(
        Due,
        r#"select outlet_id, route_id, window_from_min, window_to_min, service_min, absence_id, covers_rep_id
        from day_stop where rep_id = $1 and date = $2 order by sequence"#,
        absence.rep_id,
        absence.from
    )
    .fetch_all(&mut *tx)
    .await?;
    let working = plan_due::working_hours(tx, absence.from).await?;
    let excused = part.excused(&stops, working);
    let chosen = stops.iter().zip(excused).filter(|(_, excused)| *excused);
    Ok(Some(chosen.map(|(stop, _)| stop.outlet_id).collect()))
}

async fn cover(
    tx: &mut PgConnection,
    now: Now,
    absence: &Absence,
) -> Result<Vec<(i32, NaiveDate, i32)>, StoreError> {
    let Some(substitute) = absence.substitute_rep_id else {
        return Ok(Vec::new());
    };
    let frozen = sqlx::query_scalar!(
        "select date from day_plan where rep_id = $1 and date between greatest($2, $3::date) and $4 order by date for update",
        substitute,
        absence.from,
        now.today,
        absence.to
    )
    .fetch_all(&mut *tx)
    .await?;
    for date in &frozen {
        day_plan::ensure(tx, now.at, RepId(absence.rep_id), *date).await?;
    }
    let chosen = chosen(tx, absence).await?;
    let made = sqlx::query!(
        r#"
        insert into day_stop (rep_id, date, sequence, outlet_id, route_id, window_from_min, window_to_min, service_min, absence_id, covers_rep_id)
        select $1, s.date, coalesce((select max(m.sequence) from day_stop m where m.rep_id = $1 and m.date = s.date), 0)
            + row_number() over (partition by s.date order by s.sequence)::int4,
          s.outlet_id, s.route_id, s.window_from_min, s.window_to_min, s.service_min, $2, $3
        from day_stop s
        where s.rep_id = $3 and s.date = any($4) and ($5::int4[] is null or s.outlet_id = any($5))
          and not exists (select from day_stop o where o.rep_id = $1 and o.date = s.date and o.outlet_id = s.outlet_id)
        returning rep_id, date, outlet_id
        "#,
        substitute,
        absence.id,
        absence.rep_id,
        &frozen,
        chosen.as_deref() as _,
    )
    .fetch_all(&mut *tx)
    .await?;
    Ok(made
        .into_iter()
        .map(|s| (s.rep_id, s.date, s.outlet_id))
        .collect())
}

/// An approved absence was cancelled: its stops count again, and the substitute keeps only what is over.
pub async fn restore(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    absence: &Absence,
) -> Result<(), StoreError> {
    let given_back = sqlx::query!(
        r#"delete from day_stop where absence_id = $1 and covers_rep_id is not null and date >= $2
        returning rep_id, date, outlet_id"#,
        absence.id,
        now.today
    )
    .fetch_all(&mut *tx)
    .await?;
    let restored = sqlx::query!(
        r#"update day_stop set absence_id = null where absence_id = $1 and covers_rep_id is null
        returning rep_id, date, outlet_id"#,
        absence.id
    )
    .fetch_all(&mut *tx)
    .await?;
    let given_back: Vec<_> = given_back
        .into_iter()
        .map(|s| (s.rep_id, s.date, s.outlet_id))
        .collect();
    let restored: Vec<_> = restored
        .into_iter()
        .map(|s| (s.rep_id, s.date, s.outlet_id))
        .collect();
    for (change, stops) in [("removed", given_back), ("restored", restored)] {
        of_absence(change, absence)
            .log(tx, scope, now, &stops)
            .await?;
    }
    Ok(())
}

fn of_absence<'a>(change: &'a str, absence: &'a Absence) -> Note<'a> {
    Note {
        change,
        to: None,
        absence: Some(absence.id),
        reason: absence.reason.as_deref().unwrap_or(&absence.kind),
    }
}
