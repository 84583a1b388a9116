//! A record names photos: each is bound to the record's visit and outlet, compared with what the camera
//! said, and with every photo that it is like.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use fieldbeat_domain::{
    photo::{Camera, Compared, Digest, Finding, Likeness, NEAR_BITS_MAX, Told, compare},
    position::LatLng,
    time::At,
};
use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::store::error::StoreError;

/// Photos of one record.
pub const OF_RECORD_MAX: usize = 20;
/// A photo is compared with those of so many days before and after.
const REUSE_DAYS: i32 = 365;
/// Of the photos that one is like, so many are told of.
const LIKE_MAX: i64 = 20;

/// The record that names them, and what of.
pub struct Naming<'a> {
    pub kind: &'a str,
    pub record: Uuid,
    pub rep: i32,
    pub date: NaiveDate,
    pub org_unit: i32,
    pub visit: Option<Uuid>,
    pub outlet: Option<i32>,
    pub at: DateTime<Utc>,
}

/// One of them.
pub struct Named {
    pub id: Uuid,
    pub digest: Digest,
    pub subject: Option<String>,
    pub note: Option<String>,
}

/// A photo, bound.
pub struct Bound {
    pub id: Uuid,
    pub findings: Vec<Finding>,
}

/// The name of a blob, in capitals or not; a fault where it is none.
pub fn digest(name: &str) -> Option<Digest> {
    let mut digest = Digest::default();
    hex::decode_to_slice(name, &mut digest).ok()?;
    Some(digest)
}

/// What a phone is told of a blob that its rep has not uploaded.
pub fn unknown(digest: Digest) -> Value {
    json!({"code": "unknown_blob", "blob": hex::encode(digest)})
}

/// Waits for whoever else looks for this blob of the rep, until the end of the transaction. A record takes it
/// before it looks, an upload before it is stored: so either the record finds the blob, or the upload finds
/// the record.
pub async fn meet(tx: &mut PgConnection, rep: i32, digest: Digest) -> Result<(), StoreError> {
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended('blob ' || encode($2, 'hex'), $1::int4::int8))",
        rep,
        digest.as_slice(),
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// The first of these that the rep has not uploaded. What it has stays while the transaction lasts.
pub async fn missing(
    tx: &mut PgConnection,
    rep: i32,
    digests: &[Digest],
) -> Result<Option<Digest>, StoreError> {
    // In one order, so that two records wait for each other and not for ever.
    for digest in digests.iter().collect::<BTreeSet<_>>() {
        meet(&mut *tx, rep, *digest).await?;
    }
    let asked: Vec<Vec<u8>> = digests.iter().map(|d| d.to_vec()).collect();
    let held = sqlx::query_scalar!(
        "select u.digest from photo_upload u join photo_blob b on b.digest = u.digest
         where u.rep_id = $1 and u.digest = any($2) and b.removed_at is null order by b.digest for no key update of b",
        rep,
        &asked,
    )
    .fetch_all(tx)
    .await?;
    Ok((digests.iter().copied()).find(|d| !held.iter().any(|h| h.as_slice() == d)))
}

/// Binds a photo; a fault where its rep has not uploaded it.
pub async fn bind(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    naming: &Naming<'_>,
    named: &Named,
) -> Result<Result<Bound, Value>, StoreError> {
    meet(&mut *tx, naming.rep, named.digest).await?;
    let Some(picture) = upload(tx, now, naming.rep, named.digest).await? else {
        return Ok(Err(unknown(named.digest)));
    };
    let told = told(tx, naming).await?;
    let Compared {
        mut findings,
        distance_m,
        off_s,
    } = compare(&picture.camera, &told);
    let like = match picture.likeness {
        Some(likeness) => alike(tx, naming, named.digest, likeness).await?,
        None => same(tx, naming, named.digest).await?,
    };
    // Whichever was taken first is the original, in whatever order they are told.
    let key = (naming.at, named.id);
    let call = Call {
        visit_id: naming.visit,
        outlet_id: naming.outlet,
        date: naming.date,
    };
    let earlier = like.iter().filter(|l| l.key() < key);
    let original = (earlier.min_by_key(|l| l.key())).filter(|l| !l.call().is(&call));
    if original.is_some() {
        findings.push(Finding::Reused);
    }
    let words: Vec<String> = findings.iter().map(|f| f.as_str().to_owned()).collect();
    sqlx::query!(
        r#"
        insert into photo (id, digest, rep_id, date, org_unit_id, visit_id, outlet_id, record_kind, record_id, subject, note,
          taken_at, recorded_at, findings, distance_m, off_s, reused_of, bits_apart, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $13)
        "#,
        named.id,
        named.digest.as_slice(),
        naming.rep,
        naming.date,
        naming.org_unit,
        naming.visit,
        naming.outlet,
        naming.kind,
        naming.record,
        named.subject,
        named.note,
        naming.at,
        now,
        &words,
        distance_m.map(|m| i32::try_from(m).unwrap_or(i32::MAX)),
        off_s.map(bounded),
        original.map(|l| l.id),
        original.map(|l| l.bits_apart),
    )
    .execute(&mut *tx)
    .await?;
    for later in like.iter().filter(|l| l.key() > key) {
        let has_own = (like.iter()).any(|l| l.key() < key && l.call().is(&later.call()));
        if !has_own && !later.call().is(&call) {
            reused(tx, now, later, named.id).await?;
        }
    }
    let id = named.id;
    Ok(Ok(Bound { id, findings }))
}

fn bounded(seconds: i64) -> i32 {
    i32::try_from(seconds).unwrap_or(if seconds < 0 { i32::MIN } else { i32::MAX })
}

struct Uploaded {
    camera: Camera,
    likeness: Option<Likeness>,
}

/// The rep's upload. From here on only the distance of the camera's place is known, and not the place.
async fn upload(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    rep: i32,
    digest: Digest,
) -> Result<Option<Uploaded>, StoreError> {
    // The row is locked first, so that what nobody names does not go while it is being named.
    let used = sqlx::query_scalar!(
        r#"update photo_blob b set used_at = greatest(used_at, $3) where b.digest = $2 and b.removed_at is null
          and exists (select from photo_upload u where u.rep_id = $1 and u.digest = b.digest)
        returning likeness"#,
        rep,
        digest.as_slice(),
        now,
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(likeness) = used else {
        return Ok(None);
    };
    let row = sqlx::query!(
        r#"
        with said as (select * from photo_upload where rep_id = $1 and digest = $2 for update)
        update photo_upload u set camera_lat_e7 = null, camera_lng_e7 = null from said
        where u.rep_id = said.rep_id and u.digest = said.digest
        returning said.camera_at, said.camera_lat_e7, said.camera_lng_e7
        "#,
        rep,
        digest.as_slice(),
    )
    .fetch_one(&mut *tx)
    .await?;
    let place = (row.camera_lat_e7.zip(row.camera_lng_e7))
        .map(|(lat_e7, lng_e7)| LatLng { lat_e7, lng_e7 });
    Ok(Some(Uploaded {
        camera: Camera {
            at: row.camera_at.map(At::from),
            place,
        },
        likeness: likeness.map(|bits| Likeness(bits.cast_unsigned())),
    }))
}

/// When and where the visit was, as far as is known yet.
async fn told(tx: &mut PgConnection, naming: &Naming<'_>) -> Result<Told, StoreError> {
    let row = sqlx::query!(
        r#"
        select m.at + make_interval(secs => m.clock_offset_ms / 1000.0) as "from?",
          (m.body->'fix'->>'lat')::float8 as "lat?", (m.body->'fix'->>'lng')::float8 as "lng?",
          p.lat_e7 as "lat_e7?", p.lng_e7 as "lng_e7?"
        from (select 1) one
        left join mark m on m.type = 'check_in' and m.id = $1 and m.rep_id = $2
        left join outlet_pin p on p.outlet_id = $3 and p.retired_at is null and p.valid @> $4::date
        "#,
        naming.visit,
        naming.rep,
        naming.outlet,
        naming.date,
    )
    .fetch_one(tx)
    .await?;
    let to = At::from(naming.at);
    let pin = (row.lat_e7.zip(row.lng_e7)).map(|(lat_e7, lng_e7)| LatLng { lat_e7, lng_e7 });
    let check_in = (row.lat.zip(row.lng)).and_then(|(lat, lng)| LatLng::from_degrees(lat, lng));
    Ok(Told {
        from: row.from.map_or(to, At::from),
        to,
        places: pin.into_iter().chain(check_in).collect(),
    })
}

struct Like {
    id: Uuid,
    taken_at: DateTime<Utc>,
    visit_id: Option<Uuid>,
    outlet_id: Option<i32>,
    date: NaiveDate,
    bits_apart: i16,
}

impl Like {
    const fn key(&self) -> (DateTime<Utc>, Uuid) {
        (self.taken_at, self.id)
    }

    const fn call(&self) -> Call {
        Call {
            visit_id: self.visit_id,
            outlet_id: self.outlet_id,
            date: self.date,
        }
    }
}

/// Photos of one call may look alike: the visit, or the outlet and day where none is named.
struct Call {
    visit_id: Option<Uuid>,
    outlet_id: Option<i32>,
    date: NaiveDate,
}

impl Call {
    fn is(&self, other: &Self) -> bool {
        self.visit_id == other.visit_id
            && (self.visit_id.is_some()
                || self.outlet_id == other.outlet_id && self.date == other.date)
    }
}

/// Photos that show the same, the earliest first. By the keys of their bands, so that only what may be near
/// is read.
async fn alike(
    tx: &mut PgConnection,
    naming: &Naming<'_>,
    digest: Digest,
    likeness: Likeness,
) -> Result<Vec<Like>, StoreError> {
    let [a, b, c, d] =
        (likeness.probes()).map(|keys| -> Vec<i32> { keys.into_iter().map(i32::from).collect() });
    Ok(sqlx::query_as!(
        Like,
        r#"
        with near as (
          select b.digest, bit_count((b.likeness # $1)::bit(64))::int2 as apart from photo_blob b
          where b.likeness is not null
            and (b.band_0 = any($2) or b.band_1 = any($3) or b.band_2 = any($4) or b.band_3 = any($5))
            and bit_count((b.likeness # $1)::bit(64)) <= $6
        )
        select p.id, p.taken_at, p.visit_id, p.outlet_id, p.date,
          case when p.digest = $7 then 0::int2 else n.apart end as "bits_apart!"
        from near n join photo p on p.digest = n.digest
        where p.record_id <> $8 and p.date between $9::date - $10::int4 and $9::date + $10::int4
        order by p.taken_at, p.id limit $11
        "#,
        likeness.0.cast_signed(),
        &a,
        &b,
        &c,
        &d,
        i64::from(NEAR_BITS_MAX),
        digest.as_slice(),
        naming.record,
        naming.date,
        REUSE_DAYS,
        LIKE_MAX,
    )
    .fetch_all(tx)
    .await?)
}

/// The very same file, where it is too plain to be like another.
async fn same(
    tx: &mut PgConnection,
    naming: &Naming<'_>,
    digest: Digest,
) -> Result<Vec<Like>, StoreError> {
    Ok(sqlx::query_as!(
        Like,
        r#"
        select p.id, p.taken_at, p.visit_id, p.outlet_id, p.date, 0::int2 as "bits_apart!" from photo p
        where p.digest = $1 and p.record_id <> $2 and p.date between $3::date - $4::int4 and $3::date + $4::int4
        order by p.taken_at, p.id limit $5
        "#,
        digest.as_slice(),
        naming.record,
        naming.date,
        REUSE_DAYS,
        LIKE_MAX,
    )
    .fetch_all(tx)
    .await?)
}

/// A photo told of earlier turns out to be the later one.
async fn reused(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    later: &Like,
    original: Uuid,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        update photo set findings = array_append(findings, 'reused'), reused_of = $2, bits_apart = $3,
          version = version + 1, updated_at = $4
        where id = $1 and not 'reused' = any(findings)
        "#,
        later.id,
        original,
        later.bits_apart,
        now,
    )
    .execute(tx)
    .await?;
    Ok(())
}
