//! Turns field records of kind `display_execution` into executions with their photos: each once, in a
//! transaction of its own.

use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::act::{self, By};
use crate::store::{
    error::StoreError,
    order::inbox::outlet_of,
    photo::{
        bind::{self, Named, Naming, OF_RECORD_MAX},
        inbox::text_of,
    },
    record_inbox::{self, News, Outcome, Placed, Settled, invalid_body},
    scope::Scope,
    upsert::Now,
};
use fieldbeat_domain::photo::Digest;
use fieldbeat_trade::display::Deed;

const KINDS: [&str; 1] = ["display_execution"];

/// Takes one record from the inbox; nothing when none waits.
pub async fn apply(db: &PgPool, now: Now) -> Result<Option<Settled>, StoreError> {
    let mut tx = db.begin().await?;
    let Some(record) = record_inbox::take_placed(&mut tx, &KINDS).await? else {
        return Ok(None);
    };
    let outcome = execute(&mut tx, now, &record).await;
    record_inbox::finish(db, tx, now.at, &KINDS, &record, outcome).await
}

fn digests(body: &Value) -> Result<Vec<Digest>, Value> {
    let photos = body.get("photos").and_then(Value::as_array);
    let photos = photos.filter(|p| !p.is_empty());
    let photos = photos.ok_or_else(|| invalid_body("/photos", "required"))?;
    if photos.len() > OF_RECORD_MAX {
        return Err(invalid_body("/photos", "too_many"));
    }
    let read = |(i, photo): (usize, &Value)| {
        let digest = photo.as_str().and_then(bind::digest);
        digest.ok_or_else(|| invalid_body(&format!("/photos/{i}"), "invalid_digest"))
    };
    photos.iter().enumerate().map(read).collect()
}

/// `{"programme": code, "photos": [sha256 …], "note"?, "outlet"?}`; without an outlet that of the visit.
async fn execute(tx: &mut PgConnection, now: Now, record: &Placed) -> Outcome {
    let body = &record.body;
    let Some(programme) = body.get("programme").and_then(Value::as_str) else {
        return Ok(Err(invalid_body("/programme", "required")));
    };
    let digests = match digests(body) {
        Ok(digests) => digests,
        Err(fault) => return Ok(Err(fault)),
    };
    let outlet = match outlet_of(&mut *tx, record).await? {
        Ok(Some((outlet, _))) => outlet,
        Ok(None) => return Ok(Err(invalid_body("/outlet", "required"))),
        Err(fault) => return Ok(Err(fault)),
    };
    // Not the rep's scope: an outlet takes part whoever calls there.
    let found = sqlx::query!(
        r#"
        select d.id, p.active and $3::date between p.from_date and p.to_date as "runs!"
        from display d join display_programme p on p.id = d.programme_id where p.code = $1 and d.outlet_id = $2
        "#,
        programme.replace('\0', ""),
        outlet,
        record.date,
    )
    .fetch_optional(&mut *tx)
    .await?;
    let display = match found {
        None => return Ok(Err(json!({"code": "not_enrolled", "programme": programme}))),
        Some(row) if !row.runs => {
            return Ok(Err(
                json!({"code": "programme_over", "programme": programme}),
            ));
        }
        Some(row) => row.id,
    };
    // Everything is looked at before anything is written: a record that is refused leaves no photo behind.
    if let Some(digest) = bind::missing(&mut *tx, record.rep_id, &digests).await? {
        return Ok(Err(bind::unknown(digest)));
    }
    let held = act::lock(&mut *tx, &Scope::system(), display).await?;
    let by = By {
        user: None,
        rep: Some(record.rep_id),
    };
    let count = digests.len();
    let (state, event) =
        match act::act(&mut *tx, now.at, &held, Deed::Execute, by, count, None).await? {
            Ok(done) => done,
            Err(refusal) => {
                return Ok(Err(json!({"code": refusal.as_str(), "state": held.state})));
            }
        };
    let naming = Naming {
        kind: "display_execution",
        record: record.id,
        rep: record.rep_id,
        date: record.date,
        org_unit: record.org_unit_id,
        visit: record.visit_id,
        outlet: Some(outlet),
        at: record.at,
    };
    for (i, digest) in digests.into_iter().enumerate() {
        let named = Named {
            id: Uuid::new_v5(&record.id, &i.to_be_bytes()),
            digest,
            subject: Some("display".to_owned()),
            note: None,
        };
        let bound = bind::bind(&mut *tx, now.at, &naming, &named).await?;
        // Gone since it was looked at: tried again, and then it is missing.
        bound.map_err(|_| StoreError::NotFound)?;
    }
    sqlx::query!(
        r#"
        insert into display_execution (id, display_id, rep_id, date, visit_id, note, photos, executed_at, recorded_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        "#,
        record.id,
        display,
        record.rep_id,
        record.date,
        record.visit_id,
        text_of(body, "note"),
        i32::try_from(count).unwrap_or(i32::MAX),
        record.at,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    let told = json!({"display": display, "outlet": outlet, "visit": record.visit_id, "state": state, "photos": count});
    let news = News {
        kind: "display_changed",
        body: told,
        event,
    };
    Ok(Ok((json!({"display": display, "state": state}), news)))
}
