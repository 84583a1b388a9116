//! What other systems call our masters.

use sqlx::{PgConnection, PgExecutor};

use super::error::StoreError;

/// Our own code of a row that a system knows under `code`.
pub async fn own(
    db: impl PgExecutor<'_>,
    collection: &str,
    system: &str,
    code: &str,
) -> Result<Option<String>, StoreError> {
    Ok(sqlx::query_scalar!(
        "select own_code from external_code where collection = $1 and system = $2 and code = $3",
        collection,
        system,
        code
    )
    .fetch_optional(db)
    .await?)
}

pub async fn bind(
    tx: &mut PgConnection,
    collection: &str,
    system: &str,
    code: &str,
    own: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"insert into external_code (collection, system, code, own_code) values ($1, $2, $3, $4)
        on conflict (collection, system, code) do nothing"#,
        collection,
        system,
        code,
        own
    )
    .execute(&mut *tx)
    .await?;
    Ok(())
}
