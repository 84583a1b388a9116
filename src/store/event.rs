//! The event feed: ordered by (transaction, id) and read below the oldest running transaction, so
//! that a late commit is never skipped.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use super::{error::StoreError, instant::Instant, scope::Scope};

/// A place in the feed: after this event. Also the `cursor` of live events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// First bytes of `company.store`: a cursor of a lost store is told apart.
    pub store: [u8; 4],
    pub xid: i64,
    pub id: i64,
}

/// The text is not a cursor.
#[derive(Debug, thiserror::Error)]
#[error("no cursor")]
pub struct NoCursor;

impl Cursor {
    pub fn new(store: Uuid, xid: i64, id: i64) -> Self {
        let [a, b, c, d, ..] = *store.as_bytes();
        Self {
            store: [a, b, c, d],
            xid,
            id,
        }
    }

    pub fn text(&self) -> String {
        let mut bytes = Vec::with_capacity(20);
        bytes.extend_from_slice(&self.store);
        bytes.extend_from_slice(&self.xid.to_be_bytes());
        bytes.extend_from_slice(&self.id.to_be_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }
}

impl std::str::FromStr for Cursor {
    type Err = NoCursor;
    fn from_str(s: &str) -> Result<Self, NoCursor> {
        let bytes = URL_SAFE_NO_PAD.decode(s).map_err(|_| NoCursor)?;
        let bytes: [u8; 20] = bytes.try_into().map_err(|_| NoCursor)?;
        let (store, rest) = bytes.split_first_chunk::<4>().ok_or(NoCursor)?;
        let (xid, id) = rest.split_first_chunk::<8>().ok_or(NoCursor)?;
        let id: [u8; 8] = id.try_into().map_err(|_| NoCursor)?;
        Ok(Self {
            store: *store,
            xid: i64::from_be_bytes(*xid),
            id: i64::from_be_bytes(id),
        })
    }
}

/// Where the feed and the tables stand now.
#[derive(Clone, Copy, Debug)]
pub struct Position {
    pub store: Uuid,
    /// Everything below is committed or rolled back.
    pub xmin: i64,
}

pub async fn position(db: impl PgExecutor<'_>) -> Result<Position, StoreError> {
    Ok(sqlx::query_as!(
        Position,
        r#"select coalesce((select store from company), '00000000-0000-0000-0000-000000000000'::uuid) as "store!",
          pg_snapshot_xmin(pg_current_snapshot())::text::int8 as "xmin!""#
    )
    .fetch_one(db)
    .await?)
}

#[derive(Clone, Debug)]
pub struct Event {
    pub id: i64,
    pub xid: i64,
    pub kind: String,
    pub org_unit_id: Option<i32>,
    pub rep_id: Option<i32>,
    pub subject_id: String,
    pub body: Value,
    pub recorded_at: Instant,
}

/// Events after a place and below `xmin`, as far as the scope reaches. What belongs to no org unit
/// is shown to those who see everything.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &Scope,
    after: (i64, i64),
    xmin: i64,
    limit: i64,
    kinds: Option<&[String]>,
) -> Result<Vec<Event>, StoreError> {
    Ok(sqlx::query_as!(
        Event,
        r#"
        select id, xid::text::int8 as "xid!", kind, org_unit_id, rep_id, subject_id, body,
          recorded_at as "recorded_at: Instant"
        from event
        where (xid, id) > ($1::int8::text::xid8, $2::int8) and xid < $3::int8::text::xid8
          and ($4::int4[] is null or org_unit_id = any($4)) and ($5::int4 is null or rep_id = $5)
          and ($6::text[] is null or kind = any($6))
        order by xid, id limit $7
        "#,
        after.0,
        after.1,
        xmin,
        scope.units() as _,
        scope.rep_id() as _,
        kinds as _,
        limit,
    )
    .fetch_all(db)
    .await?)
}

/// An event to be written with the change that it tells of.
pub struct NewEvent<'a> {
    pub kind: &'a str,
    pub org_unit_id: Option<i32>,
    pub rep_id: Option<i32>,
    pub subject_id: String,
    pub body: &'a Value,
}

/// Writes an event; answers its (xid, id).
pub async fn insert(
    tx: &mut PgConnection,
    now: DateTime<Utc>,
    new: &NewEvent<'_>,
) -> Result<(i64, i64), StoreError> {
    let row = sqlx::query!(
        r#"insert into event (kind, org_unit_id, rep_id, subject_id, body, recorded_at)
        values ($1, $2, $3, $4, $5, $6) returning xid::text::int8 as "xid!", id"#,
        new.kind,
        new.org_unit_id,
        new.rep_id,
        new.subject_id,
        new.body,
        now,
    )
    .fetch_one(&mut *tx)
    .await?;
    Ok((row.xid, row.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_the_round_trip() {
        let cursor = Cursor::new(Uuid::from_u128(0x1234_5678_9abc), 1 << 40, 77);
        assert_eq!(cursor.text().parse::<Cursor>().unwrap(), cursor);
        assert!("nonsense".parse::<Cursor>().is_err());
    }
}
