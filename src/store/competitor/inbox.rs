//! Turns field records of kind `competitor` into observations: each once, in a transaction of its own.

use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};

use crate::store::{
    error::StoreError,
    instant::Instant,
    order::inbox::outlet_of,
    record_inbox::{self, Outcome, Placed, Settled, faulty, heard, invalid_body},
    upsert::{Fault, Now, TEXT_MAX},
};

const KINDS: [&str; 1] = ["competitor"];
const NOTE_MAX: usize = 2_000;
const FACINGS_MAX: i64 = 100_000;
const PRICE_MAX: i64 = 1_000_000_000_000;

/// Takes one record from the inbox; nothing when none waits. Several may run at once.
pub async fn apply(db: &PgPool, now: Now) -> Result<Option<Settled>, StoreError> {
    let mut tx = db.begin().await?;
    let Some(record) = record_inbox::take_placed(&mut tx, &KINDS).await? else {
        return Ok(None);
    };
    let outcome = keep(&mut tx, now, &record).await;
    record_inbox::finish(db, tx, now.at, &KINDS, &record, outcome).await
}

/// What a phone says of a competitor.
#[derive(Debug, Default, PartialEq, Eq)]
struct Said {
    brand: String,
    product: Option<String>,
    category: Option<String>,
    price_minor: Option<i64>,
    facings: Option<i32>,
    promotion: Option<String>,
    note: Option<String>,
}

/// All that is wrong at once.
fn read(body: &Value) -> Result<Said, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut text = |name: &'static str, most: usize| -> Option<String> {
        let given = body.get(name).filter(|v| !v.is_null())?;
        let fault = match given.as_str().map(str::trim) {
            None => "invalid",
            Some("") => return None,
            Some(t) if t.contains('\0') => "invalid_text",
            Some(t) if t.chars().count() > most => "too_long",
            Some(t) => return Some(t.to_owned()),
        };
        faults.push(Fault::new(format!("/{name}"), fault));
        None
    };
    let said = Said {
        brand: text("brand", TEXT_MAX).unwrap_or_default(),
        product: text("product", TEXT_MAX),
        category: text("category", TEXT_MAX),
        promotion: text("promotion", NOTE_MAX),
        note: text("note", NOTE_MAX),
        ..Said::default()
    };
    let mut number = |name: &'static str, most: i64| -> Option<i64> {
        let given = body.get(name).filter(|v| !v.is_null())?;
        let number = given.as_i64().filter(|n| (0..=most).contains(n));
        if number.is_none() {
            faults.push(Fault::new(format!("/{name}"), "out_of_range"));
        }
        number
    };
    let price_minor = number("price_minor", PRICE_MAX);
    let facings = number("facings", FACINGS_MAX).and_then(|n| i32::try_from(n).ok());
    if said.brand.is_empty() && !faults.iter().any(|f| f.pointer == "/brand") {
        faults.push(Fault::new("/brand", "required"));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(Said {
        price_minor,
        facings,
        ..said
    })
}

async fn keep(tx: &mut PgConnection, now: Now, record: &Placed) -> Outcome {
    let outlet = match outlet_of(&mut *tx, record).await? {
        Ok(Some((outlet, _))) => outlet,
        Ok(None) => return Ok(Err(invalid_body("/outlet", "required"))),
        Err(fault) => return Ok(Err(fault)),
    };
    let said = match read(&record.body) {
        Ok(said) => said,
        Err(faults) => return Ok(Err(faulty(&faults))),
    };
    let category = match &said.category {
        None => None,
        Some(code) => {
            let found =
                sqlx::query_scalar!("select id from product_category where code = $1", code)
                    .fetch_optional(&mut *tx)
                    .await?;
            match found {
                Some(id) => Some(id),
                None => return Ok(Err(invalid_body("/category", "unknown_category"))),
            }
        }
    };
    sqlx::query!(
        r#"insert into competitor_observation (id, rep_id, date, org_unit_id, visit_id, outlet_id, brand, product, category_id,
          price_minor, facings, promotion, note, observed_at, recorded_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"#,
        record.id,
        record.rep_id,
        record.date,
        record.org_unit_id,
        record.visit_id,
        outlet,
        said.brand,
        said.product,
        category,
        said.price_minor,
        said.facings,
        said.promotion,
        said.note,
        record.at,
        now.at,
    )
    .execute(&mut *tx)
    .await?;
    let told = json!({
        "observation": record.id, "visit": record.visit_id, "outlet": outlet, "brand": said.brand,
        "promotion": said.promotion.is_some(), "at": Instant(record.at),
    });
    let detail = told.clone();
    heard(tx, now, record, "competitor_seen", record.id, told, detail).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_brand_is_enough_and_everything_wrong_is_named() {
        let said = read(&json!({"brand": " Sao Vàng ", "product": "", "facings": 4})).unwrap();
        assert_eq!(
            said,
            Said {
                brand: "Sao Vàng".into(),
                facings: Some(4),
                ..Said::default()
            }
        );
        let faults =
            read(&json!({"product": 3, "price_minor": -1, "facings": "four"})).unwrap_err();
        let told: Vec<String> = (faults.iter())
            .map(|f| format!("{} {}", f.pointer, f.code))
            .collect();
        assert_eq!(
            told,
            [
                "/product invalid",
                "/price_minor out_of_range",
                "/facings out_of_range",
                "/brand required"
            ]
        );
    }
}
