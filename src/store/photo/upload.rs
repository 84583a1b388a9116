//! Pictures that reps uploaded, by the digest of what was sent, before and after a record names them.

use chrono::{DateTime, Utc};
use fieldbeat_domain::{
    id::RepId,
    photo::{Digest, Likeness},
    position::LatLng,
};
use sqlx::{PgExecutor, PgPool};

use super::bind;
use crate::store::error::StoreError;

/// A picture that lies in the store of photos.
pub struct Stored {
    pub digest: Digest,
    /// As sent; jpeg | png | webp.
    pub format: &'static str,
    pub bytes: u64,
    /// As kept.
    pub width: u32,
    pub height: u32,
    /// `None`: like nothing.
    pub likeness: Option<Likeness>,
    pub camera_at: Option<DateTime<Utc>>,
    pub camera_place: Option<LatLng>,
}

/// How long the file was, where this rep has uploaded it and it is still here.
pub async fn held(
    db: impl PgExecutor<'_>,
    rep: RepId,
    digest: Digest,
) -> Result<Option<u64>, StoreError> {
    let bytes = sqlx::query_scalar!(
        "select b.bytes from photo_upload u join photo_blob b on b.digest = u.digest
         where u.rep_id = $1 and u.digest = $2 and b.removed_at is null",
        rep.0,
        digest.as_slice(),
    )
    .fetch_optional(db)
    .await?;
    Ok(bytes.and_then(|b| u64::try_from(b).ok()))
}

/// Notes who uploaded what. Records that named it too early are taken up again.
pub async fn keep(
    db: &PgPool,
    now: DateTime<Utc>,
    rep: RepId,
    stored: &Stored,
) -> Result<(), StoreError> {
    let side = |pixels: u32| i32::try_from(pixels).unwrap_or(i32::MAX);
    let bands = stored.likeness.map(Likeness::bands);
    let band = |i: usize| bands.and_then(|b| b.get(i).copied()).map(i32::from);
    let mut tx = db.begin().await?;
    bind::meet(&mut tx, rep.0, stored.digest).await?;
    sqlx::query!(
        r#"
        insert into photo_blob (digest, format, bytes, width, height, likeness, band_0, band_1, band_2, band_3, used_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        on conflict (digest) do update set used_at = excluded.used_at, removed_at = null
        "#,
        stored.digest.as_slice(),
        stored.format,
        i32::try_from(stored.bytes).unwrap_or(i32::MAX),
        side(stored.width),
        side(stored.height),
        stored.likeness.map(|l| l.0.cast_signed()),
        band(0),
        band(1),
        band(2),
        band(3),
        now,
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        r#"
        insert into photo_upload (rep_id, digest, uploaded_at, camera_at, camera_lat_e7, camera_lng_e7)
        values ($1, $2, $3, $4, $5, $6) on conflict (rep_id, digest) do nothing
        "#,
        rep.0,
        stored.digest.as_slice(),
        now,
        stored.camera_at,
        stored.camera_place.map(|p| p.lat_e7),
        stored.camera_place.map(|p| p.lng_e7),
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        r#"
        update device_record set status = 'received' where rep_id = $1 and kind = any($2) and status = 'invalid'
          and date >= $4::date - 30 and status_detail->>'code' = 'unknown_blob' and status_detail->>'blob' = $3
        "#,
        rep.0,
        &super::NAMING_KINDS.map(str::to_owned),
        hex::encode(stored.digest),
        now.date_naive(),
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(())
}
