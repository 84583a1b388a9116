//! Writing reps: rows and their dated place in the company tree, any number at a time.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::Deserialize;
use sqlx::PgConnection;

use super::{
    error::StoreError,
    known::{Reference, Wanted},
    org_unit,
    scope::Scope,
    upsert::{
        Fault, Field, Mode, Now, RowResult, RowStatus, check_code, check_text, field,
        repeated_codes,
    },
};

/// A partial row; absent fields keep their value.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
pub struct RepPut {
    #[serde(default)]
    pub code: String,
    pub name: Option<String>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<String>)]
    pub phone: Field<String>,
    pub active: Option<bool>,
    pub org_unit_id: Option<i32>,
    pub org_unit_code: Option<String>,
    /// Login of the user who is this rep.
    pub login: Option<String>,
    /// First date of the new org unit; today by default. A first assignment holds from ever.
    pub valid_from: Option<NaiveDate>,
}

struct Old {
    id: i32,
    code: String,
    name: String,
    phone: Option<String>,
    active: bool,
    org_unit_id: Option<i32>,
    reached: bool,
}

/// Columns of the rows to write, side by side for `UNNEST`.
#[derive(Default)]
struct Columns {
    index: Vec<usize>,
    code: Vec<String>,
    name: Vec<String>,
    phone: Vec<Option<String>>,
    active: Vec<bool>,
}

impl Columns {
    fn push(&mut self, index: usize, code: &str, name: &str, phone: Option<String>, active: bool) {
        self.index.push(index);
        self.code.push(code.to_owned());
        self.name.push(name.to_owned());
        self.phone.push(phone);
        self.active.push(active);
    }
}

/// Creates or changes any number of reps by code in a handful of statements.
pub async fn upsert(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    mode: Mode,
    rows: &[RepPut],
) -> Result<Vec<RowResult>, StoreError> {
    let mut wanted = Wanted::default();
    for row in rows {
        wanted.add(row.org_unit_id, row.org_unit_code.as_deref());
    }
    let units = org_unit::known(&mut *tx, scope, &wanted).await?;
    let old = load(tx, scope, now.today, rows).await?;
    let repeated = repeated_codes(rows.iter().map(|r| r.code.as_str()));

    let mut results: Vec<RowResult> = Vec::with_capacity(rows.len());
    let (mut inserts, mut updates) = (Columns::default(), Columns::default());
    let mut moves: Vec<Move> = Vec::new();
    for (index, (row, repeated)) in rows.iter().zip(repeated).enumerate() {
        let unit = units.find(row.org_unit_id, row.org_unit_code.as_deref());
        let was = old.get(&row.code);
        let faults = check(row, was, unit, mode, repeated);
        if !faults.is_empty() {
            results.push(RowResult::refused(index, &row.code, faults));
            continue;
        }
        let Some(was) = was else {
            let name = row.name.as_deref().unwrap_or(&row.code);
            inserts.push(
                index,
                &row.code,
                name,
                row.phone.clone().flatten(),
                row.active.unwrap_or(true),
            );
            moves.push(Move {
                index,
                unit: unit.id().unwrap_or_default(),
                from: None,
            });
            results.push(RowResult::done(index, &row.code, RowStatus::Created, 0));
            continue;
        };
        let name = row.name.clone().unwrap_or_else(|| was.name.clone());
        let phone = row.phone.clone().unwrap_or_else(|| was.phone.clone());
        let active = row.active.unwrap_or(was.active);
        let moved = unit.id().filter(|u| Some(*u) != was.org_unit_id);
        if let Some(unit) = moved {
            moves.push(Move {
                index,
                unit,
                from: Some(row.valid_from.unwrap_or(now.today)),
            });
        }
        let same =
            name == was.name && phone == was.phone && active == was.active && moved.is_none();
        let status = if same {
            RowStatus::Unchanged
        } else {
            RowStatus::Updated
        };
        if !same {
            updates.push(index, &row.code, &name, phone, active);
        }
        results.push(RowResult::done(index, &row.code, status, was.id));
    }
    write(tx, now, &inserts, &updates, &mut results).await?;
    assign(tx, now, &moves, &results).await?;
    link_logins(tx, scope, rows, &results).await?;
    Ok(results)
}

fn check(
    row: &RepPut,
    was: Option<&Old>,
    unit: Reference,
    mode: Mode,
    repeated: bool,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    check_code(&row.code, &mut faults);
    if repeated {
        faults.push(Fault::new("/code", "repeated"));
    }
    check_text("/name", row.name.as_deref(), was.is_none(), &mut faults);
    check_text(
        "/phone",
        row.phone.as_ref().and_then(Option::as_deref),
        false,
        &mut faults,
    );
    if unit == Reference::Unknown {
        faults.push(Fault::new("/org_unit_code", "unknown"));
    }
    match was {
        None if unit == Reference::Absent => faults.push(Fault::new("/org_unit_code", "required")),
        Some(was) if mode == Mode::Create || !was.reached => {
            faults.push(Fault::new("/code", "code_taken"));
        }
        None | Some(_) => {}
    }
    faults
}

async fn load(
    tx: &mut PgConnection,
    scope: &Scope,
    today: NaiveDate,
    rows: &[RepPut],
) -> Result<HashMap<String, Old>, StoreError> {
    let codes: Vec<String> = rows
        .iter()
        .filter(|r| !r.code.contains('\0'))
        .map(|r| r.code.clone())
        .collect();
    let old = sqlx::query_as!(
        Old,
        r#"
        select r.id, r.code, r.name, r.phone, r.active, a.org_unit_id as "org_unit_id?",
          ($3::int4[] is null or coalesce(a.org_unit_id = any($3), false)) as "reached!"
        from rep r
        left join rep_org_unit a on a.rep_id = r.id and a.retired_at is null and a.valid @> $2::date
        where r.code = any($1)
        order by r.id for update of r
        "#,
        &codes,
        today,
        scope.units() as _,
    )
    .fetch_all(&mut *tx)
    .await?;
    Ok(old.into_iter().map(|o| (o.code.clone(), o)).collect())
}

async fn write(
    tx: &mut PgConnection,
    now: Now,
    inserts: &Columns,
    updates: &Columns,
    results: &mut [RowResult],
) -> Result<(), StoreError> {
    if !inserts.code.is_empty() {
        let made = sqlx::query!(
            r#"
            insert into rep (code, name, phone, active, updated_at)
            select code, name, phone, active, $5
            from unnest($1::text[], $2::text[], $3::text[], $4::bool[]) as t(code, name, phone, active)
            returning id, code
            "#,
            &inserts.code,
            &inserts.name,
            &inserts.phone as &[Option<String>],
            &inserts.active,
            now.at,
        )
        .fetch_all(&mut *tx)
        .await?;
        let ids: HashMap<String, i32> = made.into_iter().map(|m| (m.code, m.id)).collect();
        for (&index, code) in inserts.index.iter().zip(&inserts.code) {
            if let Some(result) = results.get_mut(index) {
                result.id = ids.get(code).copied();
            }
        }
    }
    if !updates.code.is_empty() {
        sqlx::query!(
            r#"
            update rep r set name = t.name, phone = t.phone, active = t.active,
              version = r.version + 1, updated_at = $5
            from unnest($1::text[], $2::text[], $3::text[], $4::bool[]) as t(code, name, phone, active)
            where r.code = t.code
            "#,
            &updates.code,
            &updates.name,
            &updates.phone as &[Option<String>],
            &updates.active,
            now.at,
        )
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

struct Move {
    index: usize,
    unit: i32,
    /// `None`: from ever.
    from: Option<NaiveDate>,
}

/// Dated assignments: what overlaps the new range is retired, its part before the date is written
/// again, then the new row.
async fn assign(
    tx: &mut PgConnection,
    now: Now,
    moves: &[Move],
    results: &[RowResult],
) -> Result<(), StoreError> {
    let (mut reps, mut units, mut from) = (Vec::new(), Vec::new(), Vec::new());
    for m in moves {
        if let Some(id) = results.get(m.index).and_then(|r| r.id) {
            reps.push(id);
            units.push(m.unit);
            from.push(m.from);
        }
    }
    if reps.is_empty() {
        return Ok(());
    }
    let retired = sqlx::query!(
        r#"
        update rep_org_unit a set retired_at = $3
        from unnest($1::int4[], $2::date[]) as t(rep_id, from_date)
        where a.rep_id = t.rep_id and a.retired_at is null and a.valid && daterange(t.from_date, null)
        returning a.id
        "#,
        &reps,
        &from as &[Option<NaiveDate>],
        now.at,
    )
    .fetch_all(&mut *tx)
    .await?;
    let retired: Vec<i64> = retired.into_iter().map(|r| r.id).collect();
    sqlx::query!(
        r#"
        insert into rep_org_unit (rep_id, org_unit_id, valid, recorded_at)
        select a.rep_id, a.org_unit_id, a.valid * daterange(null, t.from_date), $4
        from rep_org_unit a join unnest($2::int4[], $3::date[]) as t(rep_id, from_date) on t.rep_id = a.rep_id
        where a.id = any($1) and t.from_date is not null and not isempty(a.valid * daterange(null, t.from_date))
        "#,
        &retired,
        &reps,
        &from as &[Option<NaiveDate>],
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        r#"
        insert into rep_org_unit (rep_id, org_unit_id, valid, recorded_at)
        select rep_id, org_unit_id, daterange(from_date, null), $4
        from unnest($1::int4[], $2::int4[], $3::date[]) as t(rep_id, org_unit_id, from_date)
        "#,
        &reps,
        &units,
        &from as &[Option<NaiveDate>],
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    Ok(())
}

/// Ties reps to the logins they name; a login out of scope or unknown is left alone.
async fn link_logins(
    tx: &mut PgConnection,
    scope: &Scope,
    rows: &[RepPut],
    results: &[RowResult],
) -> Result<(), StoreError> {
    let (mut ids, mut logins) = (Vec::new(), Vec::new());
    for (row, result) in rows.iter().zip(results) {
        if let (Some(login), Some(id)) =
            (row.login.as_ref().filter(|l| !l.contains('\0')), result.id)
        {
            ids.push(id);
            logins.push(login.clone());
        }
    }
    if ids.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        r#"
        update rep r set user_id = u.id
        from unnest($1::int4[], $2::text[]) as t(rep_id, login)
        join app_user u on lower(u.login) = lower(t.login)
        where r.id = t.rep_id and ($3::int4[] is null or u.org_unit_id = any($3))
        "#,
        &ids,
        &logins,
        scope.units() as _,
    )
    .execute(&mut *tx)
    .await?;
    Ok(())
}
