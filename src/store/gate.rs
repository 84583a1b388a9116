//! Work sessions and breaks as accepted: what opens the session gate. Never decides what passes.

use fieldbeat_domain::{id::RepId, time::At};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{StoreError, fix, fix::utc, mark, unit::GateChange};

/// Applies one change of a rep's gate inside the transaction of what it lets in or erases. Who tells it may not have heard yet
/// what another node stored: what has ended does not go on, and what was declared stays declared.
/// Returns how many positions it erased.
pub async fn apply(
    conn: &mut PgConnection,
    rep: RepId,
    change: &GateChange,
) -> Result<u64, sqlx::Error> {
    match change {
        GateChange::Session {
            id,
            started_at,
            ended_at,
            auto_started,
        } => {
            sqlx::query!(
                "insert into work_session (rep_id, id, started_at, ended_at, auto_started) values ($1, $2, $3, $4, $5)
                 on conflict (rep_id, id) do update set ended_at = coalesce(excluded.ended_at, work_session.ended_at),
                   auto_started = excluded.auto_started and work_session.auto_started,
                   started_at = case when not excluded.auto_started then excluded.started_at
                     when work_session.auto_started then least(excluded.started_at, work_session.started_at) else work_session.started_at end",
                rep.0, id, utc(*started_at), ended_at.map(utc), auto_started,
            )
            .execute(conn)
            .await?;
        }
        GateChange::Break {
            id,
            started_at,
            ended_at,
        } => {
            sqlx::query!(
                "insert into work_break (rep_id, id, started_at, ended_at) values ($1, $2, $3, $4)
                 on conflict (rep_id, id) do update set started_at = least(excluded.started_at, work_break.started_at),
                   ended_at = least(excluded.ended_at, work_break.ended_at)",
                rep.0, id, utc(*started_at), ended_at.map(utc),
            )
            .execute(conn)
            .await?;
        }
        GateChange::Erase { from, to } => {
            let fixes = fix::erase(&mut *conn, rep, *from, *to).await?;
            return Ok(fixes + mark::erase_positions(conn, rep, *from, *to).await?);
        }
    }
    Ok(0)
}

/// A stored session or break.
#[derive(Clone, Debug)]
pub struct StoredInterval {
    pub id: Uuid,
    pub started_at: At,
    pub ended_at: Option<At>,
    pub auto_started: bool,
}

/// Sessions and breaks of a rep that started since `from`, by start.
pub async fn of_rep(
    conn: &mut PgConnection,
    rep: RepId,
    from: At,
) -> Result<(Vec<StoredInterval>, Vec<StoredInterval>), StoreError> {
    let sessions = sqlx::query!(
        "select id, started_at, ended_at, auto_started from work_session where rep_id = $1 and started_at >= $2 order by started_at, id",
        rep.0, utc(from),
    )
    .fetch_all(&mut *conn)
    .await?;
    let breaks = sqlx::query!(
        "select id, started_at, ended_at from work_break where rep_id = $1 and started_at >= $2 order by started_at, id",
        rep.0, utc(from),
    )
    .fetch_all(conn)
    .await?;
    let at = |t: chrono::DateTime<chrono::Utc>| At(t.timestamp_millis());
    Ok((
        sessions
            .into_iter()
            .map(|r| StoredInterval {
                id: r.id,
                started_at: at(r.started_at),
                ended_at: r.ended_at.map(at),
                auto_started: r.auto_started,
            })
            .collect(),
        breaks
            .into_iter()
            .map(|r| StoredInterval {
                id: r.id,
                started_at: at(r.started_at),
                ended_at: r.ended_at.map(at),
                auto_started: false,
            })
            .collect(),
    ))
}
