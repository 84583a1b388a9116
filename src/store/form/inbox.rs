//! Turns field records of kind `audit` and `survey` into filled-in forms: each once, in a transaction of its
//! own. A body that does not read stays verbatim in its record, and the phone is told what is wrong with it.

use std::collections::BTreeSet;

use fieldbeat_domain::photo::Digest;
use fieldbeat_trade::form::{
    Question,
    answer::{self, Answer, Score},
};
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool, types::Json};
use uuid::Uuid;

use crate::store::{
    catalogue::{must_sell, product},
    error::StoreError,
    instant::Instant,
    order::inbox::outlet_of,
    photo::bind::{self, Named, Naming, OF_RECORD_MAX},
    record_inbox::{self, Outcome, Placed, Settled, faulty, field, heard, invalid_body},
    upsert::{Fault, Now},
};

const KINDS: [&str; 2] = ["audit", "survey"];

/// Takes one record from the inbox; nothing when none waits. Several may run at once.
pub async fn apply(db: &PgPool, now: Now) -> Result<Option<Settled>, StoreError> {
    let mut tx = db.begin().await?;
    let Some(record) = record_inbox::take_placed(&mut tx, &KINDS).await? else {
        return Ok(None);
    };
    let outcome = fill_in(&mut tx, now, &record).await;
    record_inbox::finish(db, tx, now.at, &KINDS, &record, outcome).await
}

/// A version of a form.
struct Asked {
    form_id: i32,
    kind: String,
    questions: Vec<Question>,
}

async fn asked(
    tx: &mut PgConnection,
    code: &str,
    version: i32,
) -> Result<Option<Asked>, StoreError> {
    let row = sqlx::query!(
        r#"select f.id, f.kind, v.questions as "questions: Json<Vec<Question>>"
        from form f join form_version v on v.form_id = f.id and v.version = $2 where f.code = $1"#,
        code,
        version
    )
    .fetch_optional(tx)
    .await?;
    Ok(row.map(|r| Asked {
        form_id: r.id,
        kind: r.kind,
        questions: r.questions.0,
    }))
}

async fn fill_in(tx: &mut PgConnection, now: Now, record: &Placed) -> Outcome {
    let outlet = match outlet_of(&mut *tx, record).await? {
        Ok(Some((outlet, _))) => outlet,
        Ok(None) => return Ok(Err(invalid_body("/outlet", "required"))),
        Err(fault) => return Ok(Err(fault)),
    };
    let (code, version) = match (
        field::<String>(&record.body, "form_code"),
        field::<i32>(&record.body, "form_version"),
    ) {
        (Ok(code), Ok(version)) => (code.replace('\0', ""), version),
        (Err(fault), _) | (_, Err(fault)) => return Ok(Err(fault)),
    };
    let Some(asked) = asked(&mut *tx, &code, version).await? else {
        return Ok(Err(invalid_body("/form_code", "unknown_form")));
    };
    if asked.kind != record.kind {
        return Ok(Err(invalid_body("/form_code", "wrong_kind")));
    }
    let given: Vec<Value> = match field(&record.body, "answers") {
        Ok(given) => given,
        Err(fault) => return Ok(Err(fault)),
    };
    let must_sell = must_sell::of_outlet(&mut *tx, outlet, record.date).await?;
    let named: Vec<String> = (given.iter().take(answer::ANSWERS_MAX))
        .filter_map(|a| a.get("product")?.as_str())
        .filter(|code| !code.contains('\0'))
        .map(str::to_owned)
        .collect();
    let products = product::ids(&mut *tx, &named).await?;
    let known: BTreeSet<String> = products.keys().cloned().collect();
    let mut answers = match answer::read(&asked.questions, &given, &must_sell, &known) {
        Ok(answers) => answers,
        Err(wrong) => {
            let faults = wrong.into_iter().map(|(at, code)| Fault::new(at, code));
            return Ok(Err(faulty(&faults.collect::<Vec<_>>())));
        }
    };
    let taken = sqlx::query_scalar!(
        r#"select exists (select from form_response where id = $1) as "taken!""#,
        record.id
    )
    .fetch_one(&mut *tx)
    .await?;
    if taken {
        return Ok(Err(json!({"code": "id_reused"})));
    }
    if let Err(fault) = pictures(
        &mut *tx,
        now,
        record,
        outlet,
        (&asked.questions, &mut answers),
    )
    .await?
    {
        return Ok(Err(fault));
    }
    let score = Score::of(&answers);
    insert(
        &mut *tx,
        now,
        record,
        (outlet, &asked, version),
        (&answers, score),
    )
    .await?;
    let seen = answer::seen(&asked.questions, &answers);
    let seen = seen
        .iter()
        .filter_map(|(code, s)| Some((*products.get(code)?, *s)));
    shelves(&mut *tx, record, seen.collect()).await?;
    let failed = answers.iter().filter(|a| a.earned < a.possible).count();
    let told = json!({
        "response": record.id, "kind": record.kind, "form": code, "visit": record.visit_id, "outlet": outlet,
        "score_bp": score.basis_points(), "failed": failed, "at": Instant(record.at),
    });
    let detail = json!({
        "form_code": code, "form_version": version, "answers": answers.len(), "earned": score.earned,
        "possible": score.possible, "score_bp": score.basis_points(), "failed": failed,
    });
    heard(tx, now, record, "form_answered", record.id, told, detail).await
}

/// Binds the photos that answers name, which from then on name the photos instead of their files; or says which is not
/// here, and has written nothing.
async fn pictures(
    tx: &mut PgConnection,
    now: Now,
    record: &Placed,
    outlet: i32,
    (questions, answers): (&[Question], &mut [Answer]),
) -> Result<Result<(), Value>, StoreError> {
    let mut named: Vec<(&Question, &mut String, Digest)> = Vec::new();
    for (question, names) in answer::photos(questions, answers) {
        for name in names {
            let Some(digest) = bind::digest(name) else {
                return Ok(Err(invalid_body("/answers", "invalid_digest")));
            };
            named.push((question, name, digest));
        }
    }
    if named.len() > OF_RECORD_MAX {
        return Ok(Err(invalid_body("/answers", "too_many_photos")));
    }
    let digests: Vec<Digest> = named.iter().map(|n| n.2).collect();
    if let Some(digest) = bind::missing(&mut *tx, record.rep_id, &digests).await? {
        return Ok(Err(bind::unknown(digest)));
    }
    let naming = Naming {
        kind: &record.kind,
        record: record.id,
        rep: record.rep_id,
        date: record.date,
        org_unit: record.org_unit_id,
        visit: record.visit_id,
        outlet: Some(outlet),
        at: record.at,
    };
    for (i, (question, name, digest)) in named.into_iter().enumerate() {
        let photo = Named {
            id: Uuid::new_v5(&record.id, &i.to_be_bytes()),
            digest,
            subject: Some(question.code.clone()),
            note: None,
        };
        let bound = bind::bind(&mut *tx, now.at, &naming, &photo).await?;
        // Gone since it was looked at: tried again, and then it is missing.
        *name = bound.map_err(|_| StoreError::NotFound)?.id.to_string();
    }
    Ok(Ok(()))
}

async fn insert(
    tx: &mut PgConnection,
    now: Now,
    record: &Placed,
    (outlet, asked, version): (i32, &Asked, i32),
    (answers, score): (&[Answer], Score),
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"insert into form_response (id, kind, rep_id, date, org_unit_id, visit_id, outlet_id, form_id, form_version, answers,
          earned, possible, answered_at, recorded_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"#,
        record.id,
        record.kind,
        record.rep_id,
        record.date,
        record.org_unit_id,
        record.visit_id,
        outlet,
        asked.form_id,
        version,
        Json(answers) as _,
        score.earned,
        score.possible,
        record.at,
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(())
}

async fn shelves(
    tx: &mut PgConnection,
    record: &Placed,
    seen: Vec<(i32, answer::Seen)>,
) -> Result<(), StoreError> {
    let products: Vec<i32> = seen.iter().map(|s| s.0).collect();
    let in_stock: Vec<Option<bool>> = seen.iter().map(|s| s.1.in_stock).collect();
    let facings: Vec<Option<i32>> = seen.iter().map(|s| s.1.facings).collect();
    sqlx::query!(
        r#"insert into form_response_product (response_id, product_id, in_stock, facings)
        select $1, * from unnest($2::int4[], $3::bool[], $4::int4[])"#,
        record.id,
        &products,
        &in_stock as _,
        &facings as _,
    )
    .execute(tx)
    .await?;
    Ok(())
}
