//! The chain of the audit log: entries as they are committed, each hashed with the hash before it. One
//! process seals at a time, some seconds behind, so that no write waits for it. Never changes an entry.

use serde::Serialize;
use sha2::{Digest, Sha256};
use sqlx::{PgConnection, PgPool};

use super::error::StoreError;

/// "Somebody chains the audit log."
pub const SEAL_LOCK: i64 = 0x6669_656c_6462_0010;
/// Entries of one transaction.
const SEALED_MAX: i64 = 1_000;
/// Entries read at once by whoever verifies.
const READ_MAX: i64 = 5_000;

/// What stands at the head of the chain before its first entry.
const GENESIS: [u8; 32] = [0; 32];

struct Entry {
    id: i64,
    user_id: Option<i32>,
    action: String,
    subject: String,
    detail: String,
    recorded_us: i64,
}

impl Entry {
    fn chained(&self, before: &[u8]) -> [u8; 32] {
        // A JSON list keeps the borders between fields.
        let fields = (
            self.id,
            self.user_id,
            &self.action,
            &self.subject,
            &self.detail,
            self.recorded_us,
        );
        let mut hasher = Sha256::new();
        hasher.update(before);
        hasher.update(serde_json::to_vec(&fields).unwrap_or_default());
        hasher.finalize().into()
    }
}

/// Chains what has been committed since, at most 1,000 entries; how many. 0 also where another process is at it.
pub async fn seal(pool: &PgPool) -> Result<usize, StoreError> {
    let mut tx = pool.begin().await?;
    let mine = sqlx::query_scalar!(
        r#"select pg_try_advisory_xact_lock($1) as "mine!""#,
        SEAL_LOCK
    )
    .fetch_one(&mut *tx)
    .await?;
    if !mine {
        return Ok(0);
    }
    let last = sqlx::query!("select position, hash from audit_seal order by position desc limit 1")
        .fetch_optional(&mut *tx)
        .await?;
    let (mut position, mut hash) = last.map_or((0, GENESIS.to_vec()), |l| (l.position, l.hash));
    let rows = sqlx::query!(
        r#"with taken as (
             delete from audit_waiting where entry_id in (select entry_id from audit_waiting order by entry_id limit $1) returning entry_id)
           select l.id, l.user_id, l.action, l.subject, l.detail::text as "detail!",
             (extract(epoch from l.recorded_at) * 1000000)::int8 as "recorded_us!"
           from audit_log l join taken on taken.entry_id = l.id order by l.id"#,
        SEALED_MAX,
    )
    .fetch_all(&mut *tx)
    .await?;
    let (mut positions, mut ids, mut hashes) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        let entry = Entry {
            id: row.id,
            user_id: row.user_id,
            action: row.action,
            subject: row.subject,
            detail: row.detail,
            recorded_us: row.recorded_us,
        };
        position += 1;
        hash = entry.chained(&hash).to_vec();
        positions.push(position);
        ids.push(entry.id);
        hashes.push(hash.clone());
    }
    sqlx::query!(
        "insert into audit_seal (position, entry_id, hash) select * from unnest($1::int8[], $2::int8[], $3::bytea[])",
        &positions,
        &ids,
        &hashes,
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(ids.len())
}

/// What a verification found.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// Entries whose hash was computed again.
    pub entries: i64,
    /// Entries that wait to be chained.
    pub waiting: i64,
    /// Hash of the newest entry, to be kept elsewhere with `entries`: as `--anchor` it tells a chain that was made anew.
    pub head: String,
    pub fault: Option<Fault>,
}

/// The first place where the chain does not hold.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    pub position: i64,
    pub entry_id: Option<i64>,
    /// `missing_entry`, `changed_entry`, `missing_position` or `other_chain`.
    pub code: &'static str,
}

/// Computes the whole chain again. `anchor`: a position and the hash that was once noted for it.
pub async fn verify(
    conn: &mut PgConnection,
    anchor: Option<(i64, [u8; 32])>,
) -> Result<Verified, StoreError> {
    let mut found = Verified::default();
    let mut hash = GENESIS.to_vec();
    loop {
        let rows = sqlx::query!(
            r#"select s.position, s.entry_id, s.hash, l.id as "id?", l.user_id as "user_id?", l.action as "action?",
                 l.subject as "subject?", l.detail::text as "detail?",
                 (extract(epoch from l.recorded_at) * 1000000)::int8 as "recorded_us?"
               from audit_seal s left join audit_log l on l.id = s.entry_id
               where s.position > $1 order by s.position limit $2"#,
            found.entries,
            READ_MAX,
        )
        .fetch_all(&mut *conn)
        .await?;
        let at_end = rows.is_empty();
        for row in rows {
            let fault = |code| Fault {
                position: found.entries + 1,
                entry_id: Some(row.entry_id),
                code,
            };
            if row.position != found.entries + 1 {
                found.fault = Some(fault("missing_position"));
                return Ok(found);
            }
            let (Some(id), Some(action), Some(subject), Some(detail), Some(recorded_us)) =
                (row.id, row.action, row.subject, row.detail, row.recorded_us)
            else {
                found.fault = Some(fault("missing_entry"));
                return Ok(found);
            };
            let entry = Entry {
                id,
                user_id: row.user_id,
                action,
                subject,
                detail,
                recorded_us,
            };
            hash = entry.chained(&hash).to_vec();
            if hash != row.hash {
                found.fault = Some(fault("changed_entry"));
                return Ok(found);
            }
            if anchor.is_some_and(|(at, noted)| at == row.position && noted != hash.as_slice()) {
                found.fault = Some(fault("other_chain"));
                return Ok(found);
            }
            found.entries += 1;
        }
        if at_end {
            break;
        }
    }
    found.head = hex::encode(&hash);
    if let Some((at, _)) = anchor.filter(|(at, _)| *at > found.entries) {
        found.fault = Some(Fault {
            position: at,
            entry_id: None,
            code: "missing_position",
        });
    }
    found.waiting = sqlx::query_scalar!(
        r#"select count(*) as "count!" from audit_log l where not exists (select from audit_seal s where s.entry_id = l.id)"#
    )
    .fetch_one(conn)
    .await?;
    Ok(found)
}
