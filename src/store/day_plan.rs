//! tmp
use fieldbeat_domain::{id::RepId};
pub async fn ensure(_tx: &mut sqlx::PgConnection, _now: chrono::DateTime<chrono::Utc>, _rep: RepId, _date: chrono::NaiveDate) -> Result<(), super::StoreError> { Ok(()) }
