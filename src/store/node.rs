//! Servers that work on this database: who they are, who of them still lives, and which of them owns a rep.
//!
//! The invariant that the rest stands on: a rep changes hands only when its owner let go, or after its owner was fenced;
//! and whoever fences a node waits for the batches that looked before. So at any time one node at most writes what is
//! derived of a rep. Time here is the database's, the one clock that all nodes share.

use fieldbeat_domain::id::RepId;
use sqlx::{Connection, PgConnection, PgExecutor, PgPool};

use super::StoreError;
use crate::wire::live::Reign;

/// First key of advisory locks held for as long as a node's session lives; the second is the node, or [`DOOR`].
const ALIVE: i32 = 0x6662_6e31;
/// First key of those around a node's fence: shared by its batches, alone by who fences it.
const FENCE: i32 = 0x6662_6e32;
/// Held alone by a server that is the only one, shared by those that are several.
const DOOR: i32 = 0;
/// A node that was not seen for so long is fenced, though its session stands: its machine hangs or is cut off.
pub const SILENT_S: f64 = 10.0;

/// A node as which something was folded, on the history of the database that it joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Owner {
    pub node: i32,
    /// Of the write-ahead log: another one after a standby was promoted, which may lack what was committed last.
    pub timeline: u32,
}

/// A rep that is a node's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    pub owner: Owner,
    /// Counts the owners of the rep; 0 where there are no other nodes.
    pub epoch: i64,
}

impl Held {
    pub const fn reign(self) -> Reign {
        Reign {
            timeline: self.owner.timeline,
            epoch: self.epoch,
        }
    }
}

/// Whether other servers may work on the same database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Company {
    Alone,
    Several,
}

/// Makes this session a node's; one that is alone fences all others. `None`: another server is here, and one of the two wants to be
/// alone.
pub async fn join(
    conn: &mut PgConnection,
    name: &str,
    company: Company,
) -> Result<Option<Owner>, StoreError> {
    if !open(conn, company).await? {
        return Ok(None);
    }
    let timeline = timeline(conn).await?;
    name_store(conn).await?;
    let node = sqlx::query_scalar!(r#"select nextval('node_id_seq')::int4 as "id!""#)
        .fetch_one(&mut *conn)
        .await?;
    // Before anybody sees it: a node whose lock is free is dead.
    hold(conn, node).await?;
    let mut tx = conn.begin().await?;
    sqlx::query!("insert into node (id, name) values ($1, $2)", node, name)
        .execute(&mut *tx)
        .await?;
    sqlx::query!("insert into node_pulse (node_id) values ($1)", node)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    if company == Company::Alone {
        fence_others(conn, node).await?;
    }
    Ok(Some(Owner { node, timeline }))
}

/// Gives the store another name where the database goes on from another history than the one it was named in.
async fn name_store(conn: &mut PgConnection) -> Result<(), StoreError> {
    let renamed = sqlx::query!(
        "update company set store = gen_random_uuid(), store_history = database_history() where store_history <> database_history()"
    )
    .execute(conn)
    .await?;
    if renamed.rows_affected() > 0 {
        tracing::warn!("the database was promoted or restored: phones send again what they keep");
    }
    Ok(())
}

/// Gives the store of a restored copy a name of its own, whatever its history is called: a copy lacks what came after it, and
/// two copies of one backup are two stores. Returns the name; `None` where there is no company yet.
pub async fn name_restored(conn: &mut PgConnection) -> Result<Option<uuid::Uuid>, StoreError> {
    Ok(sqlx::query_scalar!(
        "update company set store = gen_random_uuid(), store_history = database_history() returning store"
    )
    .fetch_optional(conn)
    .await?)
}

/// Takes up an earlier membership in a new session. `false`: it was fenced meanwhile, or somebody else is in.
pub async fn rejoin(
    conn: &mut PgConnection,
    owner: Owner,
    company: Company,
) -> Result<bool, StoreError> {
    Ok(timeline(conn).await? == owner.timeline
        && open(conn, company).await?
        && hold(conn, owner.node).await?
        && beat(conn, owner.node).await?)
}

/// The door, in a session that may hold it already.
async fn open(conn: &mut PgConnection, company: Company) -> Result<bool, StoreError> {
    Ok(match company {
        Company::Alone => {
            sqlx::query_scalar!(
                r#"select pg_try_advisory_lock($1, $2) as "in!""#,
                ALIVE,
                DOOR
            )
            .fetch_one(conn)
            .await?
        }
        Company::Several => {
            sqlx::query_scalar!(
                r#"select pg_try_advisory_lock_shared($1, $2) as "in!""#,
                ALIVE,
                DOOR
            )
            .fetch_one(conn)
            .await?
        }
    })
}

async fn hold(conn: &mut PgConnection, node: i32) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"select pg_try_advisory_lock($1, $2) as "in!""#,
        ALIVE,
        node
    )
    .fetch_one(conn)
    .await?)
}

/// Which history of the write-ahead log this session writes; 0 where it writes none, as a standby.
pub async fn timeline(conn: &mut PgConnection) -> Result<u32, sqlx::Error> {
    let hex = sqlx::query_scalar!(
        r#"select case when pg_is_in_recovery() then '0' else left(pg_walfile_name(pg_current_wal_lsn()), 8) end as "timeline!""#
    )
    .fetch_one(conn)
    .await?;
    Ok(u32::from_str_radix(&hex, 16).unwrap_or_default())
}

/// Says that a node lives. `false`: it is fenced, or the database knows nothing of it.
pub async fn beat(conn: &mut PgConnection, node: i32) -> Result<bool, StoreError> {
    let beaten = sqlx::query!(
        "update node_pulse p set seen_at = clock_timestamp() from node n where n.id = p.node_id and n.id = $1 and n.fenced_at is null",
        node
    )
    .execute(conn)
    .await?;
    Ok(beaten.rows_affected() == 1)
}

/// Nodes other than `me` that are not fenced and whose session is gone, or that were not seen for long.
pub async fn dead(conn: &mut PgConnection, me: i32) -> Result<Vec<i32>, StoreError> {
    // What takes a lock must not be asked of nodes that the rest of the condition leaves out.
    Ok(sqlx::query_scalar!(
        r#"with others as materialized (
             select n.id, p.seen_at from node n join node_pulse p on p.node_id = n.id where n.fenced_at is null and n.id <> $1
           )
           select id as "id!" from others
           where seen_at < clock_timestamp() - make_interval(secs => $2) or pg_try_advisory_xact_lock($3, id)"#,
        me,
        SILENT_S,
        ALIVE,
    )
    .fetch_all(conn)
    .await?)
}

/// Ends batches of a dead node that wait for its next word. In the midst of a `COPY` no time limit of a session reaches them: as long
/// as their client stands still or cannot be reached, they hold its fence. One that waits for the standby is left alone: ended, it
/// would show others what the standby does not have.
pub async fn end_batches(conn: &mut PgConnection, node: i32) -> Result<(), StoreError> {
    sqlx::query!(
        r#"select pg_terminate_backend(a.pid) as "ended!" from pg_locks l join pg_stat_activity a on a.pid = l.pid
           where l.locktype = 'advisory' and l.database = (select oid from pg_database where datname = current_database())
             and l.classid = $1::int4::oid and l.objid = $2::int4::oid and l.objsubid = 2
             and a.wait_event_type = 'Client' and a.pid <> pg_backend_pid()"#,
        FENCE,
        node
    )
    .fetch_all(conn)
    .await?;
    Ok(())
}

/// Fences a node: returns when nothing that it derives can be committed any more.
pub async fn fence(conn: &mut PgConnection, node: i32) -> Result<(), StoreError> {
    let mut tx = conn.begin().await?;
    sqlx::query!("select pg_advisory_xact_lock($1, $2)", FENCE, node)
        .execute(&mut *tx)
        .await?;
    sqlx::query!(
        "update node set fenced_at = clock_timestamp() where id = $1 and fenced_at is null",
        node
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Fences all others: who is alone owns everything.
async fn fence_others(conn: &mut PgConnection, me: i32) -> Result<(), StoreError> {
    let others = sqlx::query_scalar!(
        "select id from node where fenced_at is null and id <> $1",
        me
    )
    .fetch_all(&mut *conn)
    .await?;
    for node in others {
        fence(conn, node).await?;
    }
    Ok(())
}

/// The words that begin a batch of `node`. The lock comes with them, so that what is read after them was read under it.
pub fn begin_batch(node: i32) -> String {
    format!("begin; select pg_advisory_xact_lock_shared({FENCE}, {node})")
}

/// Whether the node of a batch begun by [`begin_batch`] may write what is derived.
pub async fn is_free(conn: &mut PgConnection, node: i32) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from node where id = $1 and fenced_at is null) as "free!""#,
        node
    )
    .fetch_one(conn)
    .await
}

/// What a node hears that wants a rep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    Ours { epoch: i64 },
    Elsewhere(i32),
}

/// Makes a rep `me`'s, unless a node that lives has it; then notes that it is wanted.
pub async fn claim(pool: &PgPool, rep: RepId, me: i32) -> Result<Claim, StoreError> {
    let claimed = sqlx::query_scalar!(
        r#"insert into rep_owner as o (rep_id, node_id) select id, $2 from rep where id = $1
           on conflict (rep_id) do update set node_id = $2, epoch = o.epoch + (o.node_id is distinct from $2)::int4, wanted_at = null, touched_at = null
           where o.node_id is null or o.node_id = $2 or exists (select from node n where n.id = o.node_id and n.fenced_at is not null)
           returning epoch"#,
        rep.0,
        me,
    )
    .fetch_optional(pool)
    .await?;
    if let Some(epoch) = claimed {
        return Ok(Claim::Ours { epoch });
    }
    let owner = sqlx::query_scalar!(
        "update rep_owner set wanted_at = clock_timestamp() where rep_id = $1 returning node_id",
        rep.0
    )
    .fetch_optional(pool)
    .await?;
    // Let go of in between: whoever asks again finds it free.
    Ok(Claim::Elsewhere(owner.flatten().unwrap_or_default()))
}

/// Lets go of a rep, everything of which is committed.
pub async fn release(pool: &PgPool, rep: RepId, me: i32) -> Result<(), StoreError> {
    sqlx::query!(
        "update rep_owner set node_id = null, wanted_at = null, touched_at = null where rep_id = $1 and node_id = $2",
        rep.0,
        me
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// The living node that has a rep.
pub async fn owner_of(db: impl PgExecutor<'_>, rep: RepId) -> Result<Option<i32>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"select node_id as "node!" from rep_held where rep_id = $1"#,
        rep.0
    )
    .fetch_optional(db)
    .await?)
}

/// Tells the owners of reps that something of theirs was stored by another.
pub async fn touch(db: impl PgExecutor<'_>, reps: &[i32]) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update rep_owner set touched_at = clock_timestamp() where rep_id = any($1) and node_id is not null",
        reps
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What others ask of an owner about a rep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    pub rep: RepId,
    pub wanted: bool,
    pub touched: bool,
}

/// What others asked of `me` since it looked last.
pub async fn calls(pool: &PgPool, me: i32) -> Result<Vec<Call>, StoreError> {
    let rows = sqlx::query!(
        r#"with called as (
             select rep_id, wanted_at is not null as wanted, touched_at is not null as touched from rep_owner
             where node_id = $1 and (wanted_at is not null or touched_at is not null) for update skip locked
           )
           update rep_owner o set wanted_at = null, touched_at = null from called c where o.rep_id = c.rep_id
           returning o.rep_id, c.wanted as "wanted!", c.touched as "touched!""#,
        me
    )
    .fetch_all(pool)
    .await?;
    let call = |r: (i32, bool, bool)| Call {
        rep: RepId(r.0),
        wanted: r.1,
        touched: r.2,
    };
    Ok(rows
        .into_iter()
        .map(|r| call((r.rep_id, r.wanted, r.touched)))
        .collect())
}

/// Nodes that are gone for a day leave the table; who still names one as owner is free long since.
pub async fn forget_old(db: impl PgExecutor<'_>) -> Result<(), StoreError> {
    sqlx::query!("delete from node where fenced_at < clock_timestamp() - interval '1 day'")
        .execute(db)
        .await?;
    Ok(())
}
