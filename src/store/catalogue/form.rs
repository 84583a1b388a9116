//! Forms: what reps are asked at outlets. Every version is kept (`form_version`), so that an answer is read
//! with the questions it was asked by. What reps answered is `store::form`.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use fieldbeat_trade::form::{FormKind, OutletAudience, Question, Words, check};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::{PgConnection, PgExecutor, types::Json};

use super::{Coded, check_span, keep, product};
use crate::store::{
    error::StoreError,
    page::Slice,
    scope::Scope,
    upsert::{Fault, Field, Mode, Now, RowResult, field},
};

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Form {
    pub id: i32,
    pub code: String,
    /// audit | survey
    pub kind: String,
    #[schema(value_type = Words)]
    pub name: Json<Words>,
    pub valid_from: Option<NaiveDate>,
    /// Included.
    pub valid_to: Option<NaiveDate>,
    #[schema(value_type = OutletAudience)]
    pub audience: Json<OutletAudience>,
    /// Whether a visit to such an outlet is not done without it.
    pub required: bool,
    #[schema(value_type = Vec<Question>)]
    pub questions: Json<Vec<Question>>,
    pub active: bool,
    pub version: i32,
}

/// A partial row; absent fields keep their value.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
pub struct FormPut {
    #[serde(default)]
    pub code: String,
    /// Cannot change.
    pub kind: Option<FormKind>,
    pub name: Option<Words>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<NaiveDate>)]
    pub valid_from: Field<NaiveDate>,
    #[serde(default, deserialize_with = "field")]
    #[schema(value_type = Option<NaiveDate>)]
    pub valid_to: Field<NaiveDate>,
    pub audience: Option<OutletAudience>,
    pub required: Option<bool>,
    pub questions: Option<Vec<Question>>,
    pub active: Option<bool>,
}

#[derive(Clone, PartialEq)]
pub struct Row {
    code: String,
    kind: FormKind,
    name: Words,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
    audience: OutletAudience,
    required: bool,
    questions: Vec<Question>,
    active: bool,
}

pub async fn list(
    db: impl PgExecutor<'_>,
    _: &Scope,
    slice: Slice,
    q: Option<&str>,
    id: Option<i32>,
) -> Result<Vec<Form>, StoreError> {
    Ok(sqlx::query_as!(
        Form,
        r#"
        select id, code, kind, name as "name: Json<Words>", valid_from, valid_to, audience as "audience: Json<OutletAudience>",
          required, questions as "questions: Json<Vec<Question>>", active, version
        from form where id > $1 and ($3::timestamptz is null or updated_at >= $3)
          and ($4::int8 is null or xid >= $4::int8::text::xid8)
          and ($5::text is null or strpos(folded(concat_ws(' ', code, name->>'en', name->>'vi', name->>'zh')), folded($5)) > 0)
          and ($6::int4 is null or id = $6)
        order by id limit $2
        "#,
        slice.after,
        slice.fetch(),
        slice.time(),
        slice.xid(),
        q,
        id,
    )
    .fetch_all(db)
    .await?)
}

pub async fn upsert(
    tx: &mut PgConnection,
    _: &Scope,
    now: Now,
    mode: Mode,
    rows: &[FormPut],
) -> Result<Vec<RowResult>, StoreError> {
    let named: Vec<String> = (rows.iter())
        .flat_map(|r| r.questions.iter().flatten())
        .flat_map(|q| q.products.iter())
        .filter(|code| !code.contains('\0'))
        .cloned()
        .collect();
    let known = product::ids(&mut *tx, &named).await?.into_keys().collect();
    super::upsert::<Forms>(tx, now, mode, &known, rows).await
}

struct Forms;

impl Coded for Forms {
    type Put = FormPut;
    type Row = Row;
    /// Codes of products.
    type Known = BTreeSet<String>;

    fn code(put: &FormPut) -> &str {
        &put.code
    }

    fn merge(known: &Self::Known, put: &FormPut, was: Option<&Row>) -> Result<Row, Vec<Fault>> {
        let mut faults = Vec::new();
        let kind = keep(put.kind.as_ref(), was, |w| &w.kind);
        match (kind, was) {
            (None, _) => faults.push(Fault::new("/kind", "required")),
            (Some(kind), Some(was)) if kind != was.kind => {
                faults.push(Fault::new("/kind", "immutable"));
            }
            _ => {}
        }
        let name = keep(put.name.as_ref(), was, |w| &w.name).unwrap_or_default();
        if let Some(code) = name.fault() {
            faults.push(Fault::new("/name", code));
        }
        let valid_from = (put.valid_from).unwrap_or_else(|| was.and_then(|w| w.valid_from));
        let valid_to = (put.valid_to).unwrap_or_else(|| was.and_then(|w| w.valid_to));
        check_span(valid_from, valid_to, &mut faults);
        let audience = keep(put.audience.as_ref(), was, |w| &w.audience).unwrap_or_default();
        if let Some(code) = audience.fault() {
            faults.push(Fault::new("/audience", code));
        }
        // Questions that stay have been checked, and the catalogue may have moved on.
        let questions = match (&put.questions, was) {
            (None, Some(was)) => was.questions.clone(),
            (questions, _) => {
                let questions = questions.clone().unwrap_or_default();
                let wrong = kind.map(|kind| check(kind, &questions, known));
                let wrong = wrong.into_iter().flatten();
                faults.extend(wrong.map(|(pointer, code)| Fault::new(pointer, code)));
                questions
            }
        };
        let Some(kind) = kind.filter(|_| faults.is_empty()) else {
            return Err(faults);
        };
        Ok(Row {
            code: put.code.clone(),
            kind,
            name,
            valid_from,
            valid_to,
            audience,
            required: keep(put.required.as_ref(), was, |w| &w.required).unwrap_or(false),
            questions,
            active: keep(put.active.as_ref(), was, |w| &w.active).unwrap_or(true),
        })
    }

    async fn load(
        tx: &mut PgConnection,
        codes: &[String],
    ) -> Result<HashMap<String, (i32, Row)>, StoreError> {
        let rows = sqlx::query!(
            r#"select id, code, kind, name as "name: Json<Words>", valid_from, valid_to,
              audience as "audience: Json<OutletAudience>", required, questions as "questions: Json<Vec<Question>>", active
            from form where code = any($1) order by id for update"#,
            codes
        )
        .fetch_all(tx)
        .await?;
        Ok((rows.into_iter())
            .map(|r| {
                let (code, id) = (r.code.clone(), r.id);
                let row = Row {
                    kind: kind(&r.kind),
                    code: r.code,
                    name: r.name.0,
                    valid_from: r.valid_from,
                    valid_to: r.valid_to,
                    audience: r.audience.0,
                    required: r.required,
                    questions: r.questions.0,
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
                json!({"code": r.code, "kind": r.kind, "name": r.name, "valid_from": r.valid_from, "valid_to": r.valid_to,
                    "audience": r.audience, "required": r.required, "questions": r.questions, "active": r.active})
            })
            .collect();
        let made = sqlx::query!(
            r#"
            insert into form as f (code, kind, name, valid_from, valid_to, audience, required, questions, active, updated_at)
            select t.*, $2
            from jsonb_to_recordset($1) as t(code text, kind text, name jsonb, valid_from date, valid_to date, audience jsonb,
              required bool, questions jsonb, active bool)
            on conflict (code) do update set name = excluded.name, valid_from = excluded.valid_from,
              valid_to = excluded.valid_to, audience = excluded.audience, required = excluded.required,
              questions = excluded.questions, active = excluded.active, version = f.version + 1,
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

/// The table's check leaves no third.
fn kind(stored: &str) -> FormKind {
    if stored == FormKind::Audit.as_str() {
        FormKind::Audit
    } else {
        FormKind::Survey
    }
}
