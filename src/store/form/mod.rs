//! Forms as reps filled them in: audits and surveys, as read. `inbox` makes them from field records; what a
//! form asks is `catalogue::form`.

pub mod inbox;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_trade::form::{
    Asks, Question, Words,
    answer::{Answer, Score, Value},
};
use serde::Serialize;
use sqlx::{PgConnection, PgExecutor, types::Json};
use uuid::Uuid;

use super::{error::StoreError, instant::Instant, page::Since, scope::Scope};

/// A filled-in form without its answers.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct FormResponse {
    pub id: Uuid,
    /// audit | survey
    pub kind: String,
    pub rep_id: i32,
    pub rep_code: String,
    pub rep_name: String,
    pub date: NaiveDate,
    pub org_unit_id: i32,
    pub org_unit_name: String,
    pub visit_id: Option<Uuid>,
    pub outlet_id: i32,
    pub outlet_code: String,
    pub outlet_name: String,
    pub customer_id: Option<i32>,
    pub form_code: String,
    #[schema(value_type = Words)]
    pub form_name: Json<Words>,
    pub form_version: i32,
    pub earned: i32,
    /// 0 where nothing of it is scored.
    pub possible: i32,
    /// Hundredths of a percent; null where nothing is scored.
    pub score_bp: Option<i64>,
    /// Answers, and those of them that are not compliant.
    pub answer_count: i32,
    pub failed_count: i32,
    pub answered_at: Instant,
}

/// One answer with the words that it was asked and given in.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct AnswerView {
    /// Code.
    pub question: String,
    pub text: Words,
    pub product_code: Option<String>,
    pub product_name: Option<String>,
    pub value: Value,
    /// Of a number.
    pub unit: Option<String>,
    /// What was chosen, in the words of its options.
    pub chosen: Vec<Words>,
    /// Of `photos`; `value` has the same ids.
    pub photos: Vec<Uuid>,
    pub earned: u16,
    /// 0 where it is not scored.
    pub possible: u16,
}

/// One with its answers, in the order of its questions.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct FormResponseWhole {
    #[serde(flatten)]
    pub summary: FormResponse,
    pub answers: Vec<AnswerView>,
}

/// What a list is cut by.
#[derive(Clone, Debug, Default)]
pub struct ResponseFilter {
    pub id: Option<Uuid>,
    /// audit | survey
    pub kind: Option<&'static str>,
    pub visit_id: Option<Uuid>,
    pub rep_id: Option<i32>,
    pub outlet_id: Option<i32>,
    pub customer_id: Option<i32>,
    pub form_code: Option<String>,
    /// Only those with an answer that is not compliant, or only those without.
    pub failed: Option<bool>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub since: Since,
}

struct Row {
    id: Uuid,
    kind: String,
    rep_id: i32,
    rep_code: String,
    rep_name: String,
    date: NaiveDate,
    org_unit_id: i32,
    org_unit_name: String,
    visit_id: Option<Uuid>,
    outlet_id: i32,
    outlet_code: String,
    outlet_name: String,
    customer_id: Option<i32>,
    form_code: String,
    form_name: Json<Words>,
    form_version: i32,
    earned: i32,
    possible: i32,
    answer_count: i32,
    failed_count: i32,
    answered_at: Instant,
}

impl From<Row> for FormResponse {
    fn from(r: Row) -> Self {
        let score = Score {
            earned: r.earned,
            possible: r.possible,
        };
        Self {
            score_bp: score.basis_points(),
            id: r.id,
            kind: r.kind,
            rep_id: r.rep_id,
            rep_code: r.rep_code,
            rep_name: r.rep_name,
            date: r.date,
            org_unit_id: r.org_unit_id,
            org_unit_name: r.org_unit_name,
            visit_id: r.visit_id,
            outlet_id: r.outlet_id,
            outlet_code: r.outlet_code,
            outlet_name: r.outlet_name,
            customer_id: r.customer_id,
            form_code: r.form_code,
            form_name: r.form_name,
            form_version: r.form_version,
            earned: r.earned,
            possible: r.possible,
            answer_count: r.answer_count,
            failed_count: r.failed_count,
            answered_at: r.answered_at,
        }
    }
}

/// In scope, newest first, then by id.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    filter: &ResponseFilter,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<FormResponse>, StoreError> {
    let (since_time, since_xid) = filter.since.parts();
    let rows = sqlx::query_as!(
        Row,
        r#"
        select f.id, f.kind, f.rep_id, r.code as rep_code, r.name as rep_name, f.date, f.org_unit_id, u.name as org_unit_name,
          f.visit_id, f.outlet_id, o.code as outlet_code, o.name as outlet_name, o.customer_id, m.code as form_code,
          v.name as "form_name: Json<Words>", f.form_version, f.earned, f.possible,
          jsonb_array_length(f.answers) as "answer_count!",
          (select count(*)::int4 from jsonb_array_elements(f.answers) a
            where (a->>'earned')::int4 < (a->>'possible')::int4) as "failed_count!",
          f.answered_at as "answered_at: Instant"
        from form_response f join rep r on r.id = f.rep_id join outlet o on o.id = f.outlet_id
          join org_unit u on u.id = f.org_unit_id join form m on m.id = f.form_id
          join form_version v on v.form_id = f.form_id and v.version = f.form_version
        where ($1::int4[] is null or f.org_unit_id = any($1)) and ($2::int4 is null or f.rep_id = $2)
          and ($3::uuid is null or f.id = $3) and ($4::text is null or f.kind = $4)
          and ($5::uuid is null or f.visit_id = $5) and ($6::int4 is null or f.rep_id = $6)
          and ($7::int4 is null or f.outlet_id = $7) and ($8::int4 is null or o.customer_id = $8)
          and ($9::text is null or m.code = $9) and ($10::bool is null or (f.earned < f.possible) = $10)
          and ($11::date is null or f.date >= $11) and ($12::date is null or f.date <= $12)
          and ($16::timestamptz is null or f.recorded_at >= $16)
          and ($17::int8 is null or f.xid >= $17::int8::text::xid8)
          and ($13::timestamptz is null or f.answered_at < $13 or (f.answered_at = $13 and f.id > $14))
        order by f.answered_at desc, f.id limit $15
        "#,
        scope.units() as _,
        scope.rep_id() as _,
        filter.id,
        filter.kind,
        filter.visit_id,
        filter.rep_id,
        filter.outlet_id,
        filter.customer_id,
        filter.form_code,
        filter.failed,
        filter.from,
        filter.to,
        after.map(|a| a.0),
        after.map(|a| a.1),
        limit,
        since_time,
        since_xid,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(FormResponse::from).collect())
}

/// One of a kind in scope, with its answers.
pub async fn get(
    conn: &mut PgConnection,
    scope: &Scope,
    kind: &'static str,
    id: Uuid,
) -> Result<FormResponseWhole, StoreError> {
    let filter = ResponseFilter {
        id: Some(id),
        kind: Some(kind),
        ..ResponseFilter::default()
    };
    let found = list(&mut *conn, scope, &filter, None, 1).await?;
    let mut whole = answered(conn, found).await?;
    whole.pop().ok_or(StoreError::NotFound)
}

/// More than anybody fills in in one visit.
const OF_VISIT_MAX: i64 = 20;

/// What a rep filled in in a visit, newest first. Access to the visit is the caller's matter; what names a
/// visit of another rep is not its own.
pub async fn of_visit(
    conn: &mut PgConnection,
    visit: Uuid,
    rep: i32,
) -> Result<Vec<FormResponseWhole>, StoreError> {
    let filter = ResponseFilter {
        visit_id: Some(visit),
        rep_id: Some(rep),
        ..ResponseFilter::default()
    };
    let found = list(&mut *conn, &Scope::system(), &filter, None, OF_VISIT_MAX).await?;
    answered(conn, found).await
}

async fn answered(
    conn: &mut PgConnection,
    found: Vec<FormResponse>,
) -> Result<Vec<FormResponseWhole>, StoreError> {
    let ids: Vec<Uuid> = found.iter().map(|f| f.id).collect();
    let rows = sqlx::query!(
        r#"
        select f.id, f.answers as "answers: Json<Vec<Answer>>", v.questions as "questions: Json<Vec<Question>>",
          (select coalesce(jsonb_object_agg(p.code, p.name), '{}') from product p
            where p.code in (select a->>'product' from jsonb_array_elements(f.answers) a))
            as "products!: Json<HashMap<String, String>>"
        from form_response f join form_version v on v.form_id = f.form_id and v.version = f.form_version
        where f.id = any($1)
        "#,
        &ids
    )
    .fetch_all(conn)
    .await?;
    let mut answers: HashMap<Uuid, Vec<AnswerView>> = (rows.into_iter())
        .map(|r| (r.id, views(&r.questions, r.answers.0, &r.products)))
        .collect();
    Ok((found.into_iter())
        .map(|summary| FormResponseWhole {
            answers: answers.remove(&summary.id).unwrap_or_default(),
            summary,
        })
        .collect())
}

fn views(
    questions: &[Question],
    mut answers: Vec<Answer>,
    products: &HashMap<String, String>,
) -> Vec<AnswerView> {
    let place = |code: &str| questions.iter().position(|q| q.code == code);
    answers.sort_by_key(|a| place(&a.question));
    (answers.into_iter())
        .filter_map(|answer| {
            let question = questions.iter().find(|q| q.code == answer.question)?;
            let (unit, chosen) = match (&question.asks, &answer.value) {
                (Asks::Number { unit, .. }, _) => (unit.clone(), Vec::new()),
                (Asks::Choice { options, .. }, Value::Chosen(codes)) => {
                    let chosen = options.iter().filter(|o| codes.contains(&o.code));
                    (None, chosen.map(|o| o.text.clone()).collect())
                }
                _ => (None, Vec::new()),
            };
            let photos = match (&question.asks, &answer.value) {
                (Asks::Photo { .. }, Value::Chosen(ids)) => {
                    ids.iter().filter_map(|id| id.parse().ok()).collect()
                }
                _ => Vec::new(),
            };
            Some(AnswerView {
                question: answer.question,
                text: question.text.clone(),
                product_name: (answer.product.as_ref()).and_then(|p| products.get(p).cloned()),
                product_code: answer.product,
                value: answer.value,
                unit,
                chosen,
                photos,
                earned: answer.earned,
                possible: answer.possible,
            })
        })
        .collect()
}

/// What the audits of a form at a team scored in a period.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct AuditScores {
    pub form_code: String,
    #[schema(value_type = Words)]
    pub form_name: Json<Words>,
    pub org_unit_id: i32,
    pub org_unit_code: String,
    pub org_unit_name: String,
    pub audits: i64,
    /// Audits that earned all they could.
    pub compliant: i64,
    pub outlets: i64,
    pub earned: i64,
    pub possible: i64,
}

/// By form and team, in scope; what is not scored is left out.
pub async fn scores(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<AuditScores>, StoreError> {
    Ok(sqlx::query_as!(
        AuditScores,
        r#"
        select m.code as form_code, m.name as "form_name: Json<Words>", u.id as org_unit_id, u.code as org_unit_code,
          u.name as org_unit_name, s.audits as "audits!", s.compliant as "compliant!", s.outlets as "outlets!",
          s.earned as "earned!", s.possible as "possible!"
        from (
          select f.form_id, f.org_unit_id, count(*) as audits, count(*) filter (where f.earned = f.possible) as compliant,
            count(distinct f.outlet_id) as outlets, sum(f.earned)::int8 as earned, sum(f.possible)::int8 as possible
          from form_response f
          where f.kind = 'audit' and f.possible > 0 and f.date between $3 and $4
            and ($1::int4[] is null or f.org_unit_id = any($1)) and ($2::int4 is null or f.rep_id = $2)
          group by 1, 2
        ) s join form m on m.id = s.form_id join org_unit u on u.id = s.org_unit_id
        order by m.code, u.code
        "#,
        scope.units() as _,
        scope.rep_id() as _,
        from,
        to,
    )
    .fetch_all(db)
    .await?)
}
