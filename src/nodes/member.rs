//! Keeps this server a node: its beat, its place after a lost session, and the dead among the others.

use std::time::Duration;

use sqlx::{ConnectOptions, Connection, PgConnection};

use super::{Nodes, company};
use crate::store::{StoreError, node};

const BEAT: Duration = Duration::from_secs(1);

/// Ends when the server leaves; then its reps are free.
pub(super) async fn keep(nodes: Nodes, conn: PgConnection) {
    let mut conn = Some(conn);
    loop {
        tokio::select! {
            () = nodes.0.leaving.cancelled() => break,
            () = nodes.0.doubt.notified() => {}
            () = tokio::time::sleep(BEAT) => {}
        }
        if let Err(error) = round(&nodes, &mut conn).await {
            tracing::debug!(%error, "the beat of this node is put off");
            conn = None;
        }
    }
    if let (Some(me), Some(mut conn)) = (nodes.owner(), conn) {
        let left = node::fence(&mut conn, me.node).await;
        if let Err(error) = left {
            // Others find its session gone.
            tracing::debug!(%error, "this node's end is not noted");
        }
        let _ = conn.close().await;
    }
    nodes.set(None);
}

async fn round(nodes: &Nodes, conn: &mut Option<PgConnection>) -> Result<(), StoreError> {
    let company = company(nodes.bus());
    let is_new = conn.is_none();
    if is_new {
        *conn = Some(nodes.0.options.connect().await?);
    }
    let Some(session) = conn.as_mut() else {
        return Ok(());
    };
    let stays = match nodes.owner() {
        Some(me) if is_new => node::rejoin(session, me, company).await?,
        Some(me) => {
            node::timeline(session).await? == me.timeline && node::beat(session, me.node).await?
        }
        None => false,
    };
    if !stays {
        again(nodes, conn).await?;
    }
    let (Some(me), Some(session)) = (nodes.owner(), conn.as_mut()) else {
        return Ok(());
    };
    if let Some(bus) = &nodes.0.bus {
        bus.pulse(me.node);
        if let Err(error) = bury(session, me.node).await {
            // A batch of a node that stands still may hold its fence for some seconds. Nothing of that may cost this session,
            // whose end is what others take for this node's.
            tracing::debug!(%error, "a node is fenced later");
        }
    }
    Ok(())
}

/// Fences those of the others that are dead.
async fn bury(session: &mut PgConnection, me: i32) -> Result<(), StoreError> {
    for dead in node::dead(session, me).await? {
        node::end_batches(session, dead).await?;
        node::fence(session, dead).await?;
        tracing::warn!(node = dead, "a node is gone: its reps are free");
        metrics::counter!("fieldbeat_nodes_fenced_total").increment(1);
    }
    Ok(())
}

/// Goes on under another name: nothing that was folded under the old one is written any more.
async fn again(nodes: &Nodes, conn: &mut Option<PgConnection>) -> Result<(), StoreError> {
    if let Some(old) = nodes.owner() {
        nodes.set(None);
        tracing::warn!(
            node = old.node,
            "this node was fenced, or the database is another one: its reps are read again"
        );
        metrics::counter!("fieldbeat_node_rejoined_total").increment(1);
        if let Some(session) = conn.as_mut() {
            node::fence(session, old.node).await?;
        }
    }
    // The old session holds the old name.
    if let Some(old) = conn.take() {
        let _ = old.close().await;
    }
    let session = conn.insert(nodes.0.options.connect().await?);
    let Some(new) = node::join(session, &nodes.0.name, company(nodes.bus())).await? else {
        tracing::debug!("another server is in: this one stores what it receives, and no more");
        return Ok(());
    };
    if let Some(bus) = &nodes.0.bus {
        bus.answer_as(new.node, &nodes.0.shutdown).await;
    }
    tracing::info!(node = new.node, "joined again");
    nodes.set(Some(new));
    Ok(())
}
