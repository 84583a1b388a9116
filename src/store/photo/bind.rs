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
    // Whichever was taken first is the original, in whatever order they are told.
    let taken = Taken {
        at: naming.at,
        id: named.id,
        call: Call {
            visit_id: naming.visit,
            outlet_id: naming.outlet,
            date: naming.date,
        },
    };
    let looks = Looks::of(named.digest, picture.likeness);
    let first = first(&mut *tx, naming, &taken, &looks).await?;
    let original = first.filter(|f| !f.call().is(&taken.call));
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
        original.as_ref().map(|l| l.id),
        original.as_ref().map(|l| l.bits_apart),
    )
    .execute(&mut *tx)
    .await?;
    later(tx, now, naming, &taken, &looks).await?;
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

/// A photo in the order of taking.
struct Taken {
    at: DateTime<Utc>,
    id: Uuid,
    call: Call,
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

/// What pictures are compared by: their files, and the bits of their likeness with the keys of their bands, so
/// that only what may be near is read. Of one too plain to be like another, the file alone.
struct Looks {
    digest: Digest,
    bits: Option<i64>,
    bands: [Vec<i32>; 4],
}

impl Looks {
    fn of(digest: Digest, likeness: Option<Likeness>) -> Self {
        let keys = |keys: Vec<u16>| keys.into_iter().map(i32::from).collect();
        Self {
            digest,
            bits: likeness.map(|l| l.0.cast_signed()),
            bands: likeness.map_or_else(Default::default, |l| l.probes().map(keys)),
        }
    }
}

/// The first photo taken of those that show the same and were taken before.
struct First {
    id: Uuid,
    visit_id: Option<Uuid>,
    outlet_id: Option<i32>,
    date: NaiveDate,
    bits_apart: i16,
}

impl First {
    const fn call(&self) -> Call {
        Call {
            visit_id: self.visit_id,
            outlet_id: self.outlet_id,
            date: self.date,
        }
    }
}

async fn first(
    tx: &mut PgConnection,
    naming: &Naming<'_>,
    taken: &Taken,
    looks: &Looks,
) -> Result<Option<First>, StoreError> {
    let [a, b, c, d] = &looks.bands;
    Ok(sqlx::query_as!(
        First,
        r#"
        with near as (
          select b.digest, coalesce(bit_count((b.likeness # $2)::bit(64)), 0)::int2 as apart from photo_blob b
          where b.digest = $1
            or (b.band_0 = any($3) or b.band_1 = any($4) or b.band_2 = any($5) or b.band_3 = any($6))
              and b.likeness is not null and bit_count((b.likeness # $2)::bit(64)) <= $7
        )
        select p.id, p.visit_id, p.outlet_id, p.date, n.apart as "bits_apart!"
        from near n join photo p on p.digest = n.digest
        where p.record_id <> $8 and p.date between $9::date - $10::int4 and $9::date + $10::int4
          and (p.taken_at, p.id) < ($11, $12)
        order by p.taken_at, p.id limit 1
        "#,
        looks.digest.as_slice(),
        looks.bits,
        a,
        b,
        c,
        d,
        i64::from(NEAR_BITS_MAX),
        naming.record,
        naming.date,
        REUSE_DAYS,
        taken.at,
        taken.id,
    )
    .fetch_optional(tx)
    .await?)
}

/// Photos that were told of earlier and turn out to be the later ones: this one is their first where what they
/// were said to repeat was taken after it, or where none of their own call was taken before it.
async fn later(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    naming: &Naming<'_>,
    taken: &Taken,
    looks: &Looks,
) -> Result<(), StoreError> {
    let [a, b, c, d] = &looks.bands;
    sqlx::query!(
        r#"
        with near as (
          select b.digest, b.likeness, coalesce(bit_count((b.likeness # $2)::bit(64)), 0)::int2 as apart from photo_blob b
          where b.digest = $1
            or (b.band_0 = any($3) or b.band_1 = any($4) or b.band_2 = any($5) or b.band_3 = any($6))
              and b.likeness is not null and bit_count((b.likeness # $2)::bit(64)) <= $7
        ), found as (
          select p.id, p.reused_of, n.apart, p.visit_id is not distinct from $13
              and (p.visit_id is not null or p.outlet_id is not distinct from $14 and p.date = $9) as own
          from near n join photo p on p.digest = n.digest
          where p.record_id <> $8 and p.date between $9::date - $10::int4 and $9::date + $10::int4
            and (p.taken_at, p.id) > ($11, $12)
            and case when p.reused_of is not null
              then exists (select from photo f where f.id = p.reused_of and (f.taken_at, f.id) > ($11, $12))
              else not exists (
                select from photo s join photo_blob x on x.digest = s.digest
                where s.visit_id is not distinct from p.visit_id
                  and (p.visit_id is not null or s.outlet_id is not distinct from p.outlet_id and s.date = p.date)
                  and s.record_id <> p.record_id and (s.taken_at, s.id) < ($11, $12)
                  and (s.digest = p.digest or bit_count((x.likeness # n.likeness)::bit(64)) <= $7)) end
        )
        update photo p set findings = case when f.own then array_remove(p.findings, 'reused')
              when p.reused_of is null then array_append(p.findings, 'reused') else p.findings end,
          reused_of = case when f.own then null else $12 end, bits_apart = case when f.own then null else f.apart end,
          version = p.version + 1, updated_at = $15
        from found f where p.id = f.id and (f.reused_of is not null or not f.own)
        "#,
        looks.digest.as_slice(),
        looks.bits,
        a,
        b,
        c,
        d,
        i64::from(NEAR_BITS_MAX),
        naming.record,
        naming.date,
        REUSE_DAYS,
        taken.at,
        taken.id,
        taken.call.visit_id,
        taken.call.outlet_id,
        now,
    )
    .execute(tx)
    .await?;
    Ok(())
}
