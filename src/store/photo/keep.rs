//! Which pictures go: those that no record names, and those that are older than evidence is kept.
//! Rows are locked while their pictures are removed, one at a time.

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::photo::Digest;
use sqlx::{PgPool, Postgres, Transaction};

use crate::store::error::StoreError;

/// A picture on its way out; nothing has happened until [`Going::gone`].
pub struct Going {
    pub digest: Digest,
    tx: Transaction<'static, Postgres>,
}

/// The next picture that no record has named since `before`.
pub async fn next_orphan(db: &PgPool, before: DateTime<Utc>) -> Result<Option<Going>, StoreError> {
    let mut tx = db.begin().await?;
    // Requests for outlets, receipts and proofs of delivery name a picture without binding it.
    let digest = sqlx::query_scalar!(
        r#"
        delete from photo_blob where digest = (
          select b.digest from photo_blob b where b.used_at < $1 and b.removed_at is null
            and not exists (select from photo p where p.digest = b.digest)
            and not exists (select from outlet_request q where q.photo = b.digest)
            and not exists (select from expense e where e.photos @> array[encode(b.digest, 'hex')])
            and not exists (select from delivery_stop s where s.photo_sha256 = encode(b.digest, 'hex'))
          order by b.used_at limit 1 for update skip locked)
        returning digest
        "#,
        before
    )
    .fetch_optional(&mut *tx)
    .await?;
    Ok(going(tx, digest))
}

/// The next picture all of whose photos are of days before `first_kept`.
pub async fn next_old(
    db: &PgPool,
    now: DateTime<Utc>,
    first_kept: NaiveDate,
) -> Result<Option<Going>, StoreError> {
    let mut tx = db.begin().await?;
    let digest = sqlx::query_scalar!(
        r#"
        update photo_blob set removed_at = $2 where digest = (
          select b.digest from photo p join photo_blob b on b.digest = p.digest
          where p.date < $1 and b.removed_at is null
            and not exists (select from photo x where x.digest = b.digest and x.date >= $1)
          order by p.date limit 1 for update of b skip locked)
        returning digest
        "#,
        first_kept,
        now
    )
    .fetch_optional(&mut *tx)
    .await?;
    Ok(going(tx, digest))
}

/// A picture that the transaction takes out, if any.
pub(in crate::store) fn going(
    tx: Transaction<'static, Postgres>,
    digest: Option<Vec<u8>>,
) -> Option<Going> {
    let digest = digest?.try_into().ok()?;
    Some(Going { digest, tx })
}

impl Going {
    /// Its files are no more.
    pub async fn gone(self) -> Result<(), StoreError> {
        self.tx.commit().await?;
        Ok(())
    }
}
