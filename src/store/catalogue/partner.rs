//! Partners: who makes, distributes and resells.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::{PgConnection, PgExecutor, types::Json};

use super::{Coded, keep};
use crate::store::{
    customer,
    erp_owned::Owned,
    error::StoreError,
    known::{Known, Reference, Wanted},
    page::Slice,
    scope::Scope,
    upsert::{Fault, Field, Mode, Now, RowResult, check_code, check_text, field, repeated_codes},
};

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Partner {
    pub id: i32,
    pub code: String,
    pub name: String,
    /// manufacturer | distributor | sub_distributor | agent
    pub kind: String,
    pub parent_id: Option<i32>,
    pub parent_code: Option<String>,
    /// Itself as a customer, whose account its claims are credited to; null also where that is out of scope.
    pub customer_id: Option<i32>,
    pub customer_code: Option<String>,
    pub active: bool,
    pub version: i32,
}

/// A partial row; absent fields keep their value.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
pub struct PartnerPut {
    #[serde(default)]
    pub code: String,
    pub name: Option<String>,
    /// manufacturer | distributor | sub_distributor | agent
    pub kind: Option<String>,
    /// Who supplies it.
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<String>)]
    pub parent_code: Field<String>,
    /// Itself as a customer.
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<String>)]
    pub customer_code: Field<String>,
    pub active: Option<bool>,
}

const KINDS: [&str; 4] = ["manufacturer", "distributor", "sub_distributor", "agent"];

#[derive(Clone, PartialEq)]
pub struct Row {
    code: String,
    name: String,
    kind: String,
    parent_id: Option<i32>,
    customer_id: Option<i32>,
    active: bool,
}

pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    slice: Slice,
    q: Option<&str>,
    id: Option<i32>,
) -> Result<Vec<Partner>, StoreError> {
    Ok(sqlx::query_as!(
        Partner,
        r#"
        select p.id, p.code, p.name, p.kind, p.parent_id, u.code as "parent_code?", c.id as "customer_id?",
          c.code as "customer_code?", p.active, p.version
        from partner p left join partner u on u.id = p.parent_id
        left join customer c on c.id = p.customer_id and ($7::int4[] is null or c.org_unit_id = any($7))
        where p.id > $1 and ($3::timestamptz is null or p.updated_at >= $3)
          and ($4::int8 is null or p.xid >= $4::int8::text::xid8)
          and ($5::text is null or strpos(folded(p.code || ' ' || p.name), folded($5)) > 0)
          and ($6::int4 is null or p.id = $6)
        order by p.id limit $2
        "#,
        slice.after,
        slice.fetch(),
        slice.time(),
        slice.xid(),
        q,
        id,
        scope.units() as _,
    )
    .fetch_all(db)
    .await?)
}

/// The partners named.
pub async fn known(db: impl PgExecutor<'_>, wanted: &Wanted) -> Result<Known, StoreError> {
    let mut known = Known::default();
    let rows = sqlx::query!(
        "select id, code from partner where id = any($1) or code = any($2)",
        &wanted.ids,
        &wanted.codes
    )
    .fetch_all(db)
    .await?;
    for row in rows {
        known.add(row.id, row.code);
    }
    Ok(known)
}

/// Parents before their children, in whatever order they stand.
pub async fn upsert(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    mode: Mode,
    rows: &[PartnerPut],
) -> Result<Vec<RowResult>, StoreError> {
    let owned = Owned::load(&mut *tx, scope, now).await?;
    let mut results = Vec::with_capacity(rows.len());
    // Before they part: two rows of a code need not stand in one stage.
    let repeated = repeated_codes(rows.iter().map(|row| row.code.as_str()));
    let mut waiting = Vec::with_capacity(rows.len());
    for (index, (row, repeated)) in rows.iter().zip(repeated).enumerate() {
        if repeated {
            let mut faults = Vec::new();
            check_code(&row.code, &mut faults);
            faults.push(Fault::new("/code", "repeated"));
            results.push(RowResult::refused(index, &row.code, faults));
        } else {
            waiting.push(index);
        }
    }
    while !waiting.is_empty() {
        let codes: HashSet<&str> = (waiting.iter())
            .filter_map(|at| rows.get(*at))
            .map(|row| row.code.as_str())
            .collect();
        let (mut ready, mut later): (Vec<usize>, Vec<usize>) =
            waiting.iter().copied().partition(|at| {
                let parent = rows
                    .get(*at)
                    .and_then(|row| row.parent_code.as_ref()?.as_deref());
                parent.is_none_or(|parent| !codes.contains(parent))
            });
        // Each other's parents: refused by what they name.
        if ready.is_empty() {
            std::mem::swap(&mut ready, &mut later);
        }
        let some: Vec<PartnerPut> = (ready.iter())
            .filter_map(|at| rows.get(*at).cloned())
            .collect();
        for mut result in upsert_some(&mut *tx, scope, now, (mode, &owned), &some).await? {
            result.index = ready.get(result.index).copied().unwrap_or(result.index);
            results.push(result);
        }
        waiting = later;
    }
    results.sort_unstable_by_key(|result| result.index);
    Ok(results)
}

async fn upsert_some(
    tx: &mut PgConnection,
    scope: &Scope,
    now: Now,
    (mode, owned): (Mode, &Owned),
    rows: &[PartnerPut],
) -> Result<Vec<RowResult>, StoreError> {
    let (mut parents, mut customers) = (Wanted::default(), Wanted::default());
    for row in rows {
        parents.add(None, row.parent_code.as_ref().and_then(Option::as_deref));
        customers.add(None, row.customer_code.as_ref().and_then(Option::as_deref));
    }
    let known = Allowed {
        partners: known(&mut *tx, &parents).await?,
        customers: customer::known(&mut *tx, scope, &customers).await?,
        owned: owned.clone(),
    };
    super::upsert::<Partners>(tx, now, mode, &known, rows).await
}

struct Partners;

/// What rows may refer to, and what they may not change.
struct Allowed {
    partners: Known,
    customers: Known,
    owned: Owned,
}

impl Coded for Partners {
    type Put = PartnerPut;
    type Row = Row;
    type Known = Allowed;

    fn code(put: &PartnerPut) -> &str {
        &put.code
    }

    fn merge(known: &Allowed, put: &PartnerPut, was: Option<&Row>) -> Result<Row, Vec<Fault>> {
        let mut faults = Vec::new();
        check_text("/name", put.name.as_deref(), was.is_none(), &mut faults);
        let kind = keep(put.kind.as_ref(), was, |w| &w.kind).unwrap_or_default();
        if !KINDS.contains(&kind.as_str()) {
            let code = if kind.is_empty() {
                "required"
            } else {
                "invalid"
            };
            faults.push(Fault::new("/kind", code));
        }
        let parent_id = match &put.parent_code {
            None => was.and_then(|w| w.parent_id),
            Some(None) => None,
            Some(Some(code)) => {
                let found = known.partners.find(None, Some(code));
                if found == Reference::Unknown || *code == put.code {
                    faults.push(Fault::new("/parent_code", "unknown"));
                }
                found.id()
            }
        };
        let customer_id = match &put.customer_code {
            None => was.and_then(|w| w.customer_id),
            Some(None) => None,
            Some(Some(code)) => {
                let found = known.customers.find(None, Some(code));
                if found == Reference::Unknown {
                    faults.push(Fault::new("/customer_code", "unknown"));
                }
                found.id()
            }
        };
        let name = keep(put.name.as_ref(), was, |w| &w.name).unwrap_or_default();
        if let Some(was) = was {
            let fields = [
                ("name", "/name", name != was.name),
                ("kind", "/kind", kind != was.kind),
                ("parent_code", "/parent_code", parent_id != was.parent_id),
                (
                    "customer_code",
                    "/customer_code",
                    customer_id != was.customer_id,
                ),
            ];
            known.owned.refuse("partners", &fields, &mut faults);
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Row {
            code: put.code.clone(),
            name,
            kind,
            parent_id,
            customer_id,
            active: keep(put.active.as_ref(), was, |w| &w.active).unwrap_or(true),
        })
    }

    async fn load(
        tx: &mut PgConnection,
        codes: &[String],
    ) -> Result<HashMap<String, (i32, Row)>, StoreError> {
        let rows = sqlx::query!(
            "select id, code, name, kind, parent_id, customer_id, active from partner where code = any($1) order by id for update",
            codes
        )
        .fetch_all(tx)
        .await?;
        Ok((rows.into_iter())
            .map(|r| {
                let (code, id) = (r.code.clone(), r.id);
                let row = Row {
                    code: r.code,
                    name: r.name,
                    kind: r.kind,
                    parent_id: r.parent_id,
                    customer_id: r.customer_id,
                    active: r.active,
                };
                (code, (id, row))
            })
            .collect())
    }

    async fn write(
        tx: &mut PgConnection,
        now: Now,
        rows: &[Row],
    ) -> Result<HashMap<String, i32>, StoreError> {
        let document: Vec<_> = (rows.iter())
            .map(|r| {
                json!({"code": r.code, "name": r.name, "kind": r.kind, "parent_id": r.parent_id, "customer_id": r.customer_id,
                    "active": r.active})
            })
            .collect();
        let made = sqlx::query!(
            r#"
            insert into partner as p (code, name, kind, parent_id, customer_id, active, updated_at)
            select t.code, t.name, t.kind, t.parent_id, t.customer_id, t.active, $2
            from jsonb_to_recordset($1) as t(code text, name text, kind text, parent_id int4, customer_id int4, active bool)
            on conflict (code) do update set name = excluded.name, kind = excluded.kind,
              parent_id = excluded.parent_id, customer_id = excluded.customer_id, active = excluded.active, version = p.version + 1,
              updated_at = excluded.updated_at
            returning id, code
            "#,
            Json(document) as _,
            now.at,
        )
        .fetch_all(&mut *tx)
        .await?;
        Ok(made.into_iter().map(|m| (m.code, m.id)).collect())
    }
}
