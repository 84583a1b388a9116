//! The stages of opportunities, in the order of the board: words and probabilities are the company's.

use fieldbeat_trade::crm::opportunity::Outcome;
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgExecutor};

use crate::store::{
    error::StoreError,
    upsert::{ChangeError, Fault, Now, check_text},
};

/// Columns that a board can show.
pub const STAGES_MAX: usize = 20;

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Stage {
    pub code: String,
    pub place: i32,
    /// open | won | lost
    pub outcome: String,
    /// Percent.
    pub probability: i32,
    pub name_en: String,
    pub name_vi: String,
    pub name_zh: String,
    /// Whether opportunities may be moved there.
    pub active: bool,
    pub version: i32,
}

/// A stage as it is to be. The two ends keep their outcome and probability.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StagePut {
    pub place: i32,
    pub probability: i32,
    pub name_en: String,
    pub name_vi: String,
    pub name_zh: String,
    pub active: bool,
}

/// All of them, in the order of the board.
pub async fn list(db: impl PgExecutor<'_>) -> Result<Vec<Stage>, StoreError> {
    Ok(sqlx::query_as!(
        Stage,
        r#"select code, place, outcome, probability, name_en, name_vi, name_zh, active, version
        from opportunity_stage order by place, code"#
    )
    .fetch_all(db)
    .await?)
}

/// What a stage means; a code that is none is open.
pub fn outcome(stages: &[Stage], code: &str) -> Outcome {
    let word = stages.iter().find(|s| s.code == code);
    (Outcome::ALL.into_iter())
        .find(|o| word.is_some_and(|s| s.outcome == o.as_str()))
        .unwrap_or(Outcome::Open)
}

/// Makes or changes a stage; whether it is new.
pub async fn put(
    tx: &mut PgConnection,
    now: Now,
    code: &str,
    seen: Option<i32>,
    put: &StagePut,
) -> Result<bool, ChangeError> {
    let well_formed = (1..=64).contains(&code.len())
        && (code.bytes()).all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    let mut faults = Vec::new();
    if !well_formed {
        faults.push(Fault::new("/code", "invalid_code"));
    }
    for (pointer, name) in [
        ("/name_en", &put.name_en),
        ("/name_vi", &put.name_vi),
        ("/name_zh", &put.name_zh),
    ] {
        check_text(pointer, Some(name), true, &mut faults);
    }
    if !(0..=100).contains(&put.probability) {
        faults.push(Fault::new("/probability", "out_of_range"));
    }
    // One at a time: how many there are, and which is the last where a new one may begin, must not change
    // between the look and the write. Readers do not wait.
    sqlx::query!("lock table opportunity_stage in share row exclusive mode")
        .execute(&mut *tx)
        .await?;
    let stages = list(&mut *tx).await?;
    let was = stages.iter().find(|s| s.code == code);
    match was {
        None if stages.len() >= STAGES_MAX => faults.push(Fault::new("", "too_many")),
        Some(was) if was.outcome != "open" && was.probability != put.probability => {
            faults.push(Fault::new("/probability", "immutable"));
        }
        Some(was) if was.outcome != "open" && !put.active => {
            faults.push(Fault::new("/active", "immutable"));
        }
        None | Some(_) => {}
    }
    // Somewhere a new one must be able to begin.
    let left = (stages.iter()).any(|s| s.code != code && s.active && s.outcome == "open");
    if !put.active && !left {
        faults.push(Fault::new("/active", "last"));
    }
    if !faults.is_empty() {
        return Err(ChangeError::Invalid(faults));
    }
    if let Some(was) = was
        && seen.is_some_and(|v| v != was.version)
    {
        return Err(ChangeError::Stale(was.version));
    }
    sqlx::query!(
        r#"
        insert into opportunity_stage (code, place, outcome, probability, name_en, name_vi, name_zh, active, updated_at)
        values ($1, $2, 'open', $3, $4, $5, $6, $7, $8)
        on conflict (code) do update set place = excluded.place, probability = excluded.probability, name_en = excluded.name_en,
          name_vi = excluded.name_vi, name_zh = excluded.name_zh, active = excluded.active,
          version = opportunity_stage.version + 1, updated_at = excluded.updated_at
        "#,
        code,
        put.place,
        put.probability,
        put.name_en.trim(),
        put.name_vi.trim(),
        put.name_zh.trim(),
        put.active,
        now.at,
    )
    .execute(tx)
    .await?;
    Ok(was.is_none())
}
