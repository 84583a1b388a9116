//! Many devices at once, by label, each with a fresh token.

use std::collections::HashMap;

use sqlx::PgConnection;

use super::{
    device::{DevicePut, change, check},
    error::StoreError,
    known::{Reference, Wanted},
    rep,
    scope::Scope,
    secret::Secret,
    upsert::{Fault, Now, RowResult, RowStatus, repeated_codes},
};

struct Old {
    id: i32,
    label: String,
    rep_id: Option<i32>,
    can_declare: bool,
    grade: String,
}

/// Creates or changes any number of devices by label and gives each a fresh token.
pub async fn upsert(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    rows: &[DevicePut],
) -> Result<Vec<RowResult>, StoreError> {
    let mut wanted = Wanted::default();
    for row in rows {
        wanted.add(row.rep_id, row.rep_code.as_deref());
    }
    let reps = rep::known(&mut *tx, scope, now.today, &wanted).await?;
    let old = load(tx, scope, now, rows).await?;
    let repeated = repeated_codes(rows.iter().map(|r| r.label.as_str()));
    let mut results = Vec::with_capacity(rows.len());
    let mut fresh = Fresh::default();
    let mut tokens: (Vec<i32>, Vec<Vec<u8>>) = Default::default();
    for (index, (row, repeated)) in rows.iter().zip(repeated).enumerate() {
        let was = old.iter().find(|o| o.label == row.label);
        let rep = reps.find(row.rep_id, row.rep_code.as_deref());
        let mut faults = check(row, rep, was.is_none());
        if repeated {
            faults.push(Fault::new("/label", "repeated"));
        }
        if row.label.is_empty() {
            faults.push(Fault::new("/label", "required"));
        }
        if !faults.is_empty() {
            results.push(RowResult::refused(index, &row.label, faults));
            continue;
        }
        let token = Secret::random("fbd_");
        let mut result = match was {
            None => {
                fresh.push(index, row, rep.id().unwrap_or_default(), &token);
                RowResult::done(index, &row.label, RowStatus::Created, 0)
            }
            Some(was) => {
                tokens.0.push(was.id);
                tokens.1.push(token.hash.to_vec());
                let changed =
                    differs(was, row, rep) && change(tx, now, was.id, rep.id(), row).await?;
                let status = if changed {
                    RowStatus::Updated
                } else {
                    RowStatus::Unchanged
                };
                RowResult::done(index, &row.label, status, was.id)
            }
        };
        result.token = Some(token.text);
        results.push(result);
    }
    insert(tx, now, &fresh, &mut results).await?;
    if !tokens.0.is_empty() {
        sqlx::query!(
            r#"update device d set token_hash = t.hash, token_used_at = null, version = d.version + 1, updated_at = $3
            from unnest($1::int4[], $2::bytea[]) as t(id, hash) where d.id = t.id"#,
            &tokens.0,
            &tokens.1,
            now.at,
        )
        .execute(&mut *tx)
        .await?;
    }
    Ok(results)
}

fn differs(was: &Old, row: &DevicePut, rep: Reference) -> bool {
    rep.id().is_some_and(|r| Some(r) != was.rep_id)
        || row.can_declare.is_some_and(|c| c != was.can_declare)
        || row.grade.as_ref().is_some_and(|g| *g != was.grade)
}

async fn load(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    rows: &[DevicePut],
) -> Result<Vec<Old>, StoreError> {
    let labels: Vec<String> = rows
        .iter()
        .map(|r| r.label.clone())
        .filter(|l| !l.is_empty() && !l.contains('\0'))
        .collect();
    Ok(sqlx::query_as!(
        Old,
        r#"
        select d.id, d.label, b.rep_id as "rep_id?", d.can_declare, d.grade
        from device d
        left join device_binding b on b.device_id = d.id and b.retired_at is null and b.valid @> $2::timestamptz
        left join rep_org_unit a on a.rep_id = b.rep_id and a.retired_at is null and a.valid @> $3::date
        where d.label = any($1) and d.revoked_at is null and ($4::int4[] is null or a.org_unit_id = any($4))
        order by d.id for update of d
        "#,
        &labels,
        now.at,
        now.today,
        scope.units() as _,
    )
    .fetch_all(&mut *tx)
    .await?)
}

#[derive(Default)]
struct Fresh {
    index: Vec<usize>,
    label: Vec<String>,
    rep: Vec<i32>,
    can_declare: Vec<bool>,
    grade: Vec<String>,
    hash: Vec<Vec<u8>>,
}

impl Fresh {
    fn push(&mut self, index: usize, row: &DevicePut, rep: i32, token: &Secret) {
        self.index.push(index);
        self.label.push(row.label.clone());
        self.rep.push(rep);
        self.can_declare.push(row.can_declare.unwrap_or(true));
        self.grade
            .push(row.grade.clone().unwrap_or_else(|| "native_app".to_owned()));
        self.hash.push(token.hash.to_vec());
    }
}

async fn insert(
    tx: &mut PgConnection,
    now: Now,
    fresh: &Fresh,
    results: &mut [RowResult],
) -> Result<(), StoreError> {
    if fresh.index.is_empty() {
        return Ok(());
    }
    let made = sqlx::query!(
        r#"
        insert into device (label, can_declare, grade, token_hash, enrolled_at, updated_at)
        select label, can_declare, grade, hash, $5, $5
        from unnest($1::text[], $2::bool[], $3::text[], $4::bytea[]) as t(label, can_declare, grade, hash)
        returning id, label
        "#,
        &fresh.label,
        &fresh.can_declare,
        &fresh.grade,
        &fresh.hash,
        now.at,
    )
    .fetch_all(&mut *tx)
    .await?;
    let ids: HashMap<String, i32> = made.into_iter().map(|m| (m.label, m.id)).collect();
    let mut devices = Vec::with_capacity(fresh.index.len());
    for (&index, label) in fresh.index.iter().zip(&fresh.label) {
        let id = ids.get(label).copied().unwrap_or_default();
        devices.push(id);
        if let Some(result) = results.get_mut(index) {
            result.id = Some(id);
        }
    }
    sqlx::query!(
        r#"insert into device_binding (device_id, rep_id, valid, recorded_at)
        select device_id, rep_id, tstzrange(null, null), $3 from unnest($1::int4[], $2::int4[]) as t(device_id, rep_id)"#,
        &devices,
        &fresh.rep,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    Ok(())
}
