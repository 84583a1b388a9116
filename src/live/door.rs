//! `GET /v1/live`: origin, session, seat, then the socket.
//!
//! A foreign page is refused before the upgrade (403). Everything else is refused after it, with a
//! close code, since a browser cannot read the status of a failed upgrade.

use std::sync::Arc;

use axum::{
    Router,
    extract::{
        State,
        ws::{WebSocket, WebSocketUpgrade},
    },
    http::{HeaderMap, StatusCode, Uri, header},
    middleware::from_fn,
    response::{IntoResponse, Response},
    routing::get,
};

use super::{
    admission::Full,
    auth::{Denied, LiveAuth, Origin},
    hub::Hub,
    session::{End, Session, close},
};
use crate::wire::websocket;

/// axum's default costs 137 KB a connection.
const READ_BUFFER: usize = 4_096;
const WRITE_BUFFER: usize = 16 * 1_024;
/// A snapshot of 5,000 reps takes 2 MB; names of any length must not break the connection.
const MAX_WRITE_BUFFER: usize = 32 << 20;
/// A subscription takes some hundred bytes.
pub(super) const MAX_MESSAGE: usize = 16 * 1_024;
/// What is read of a message that is too large. Beyond it the connection breaks before the reason is
/// told, since what is still on its way makes the peer's system drop what it had received.
const READ_BYTES: usize = 4 * MAX_MESSAGE;

/// JSON text; also what a viewer gets that names no protocol, or none of ours.
pub const TEXT: &str = "fieldbeat.live.v1";
/// The same with reps in binary columns; preferred where a viewer offers both.
pub const COLUMNS: &str = "fieldbeat.live.v1.bin";

/// What the router is given by the server's wiring.
#[derive(Clone)]
pub struct Door {
    pub hub: Hub,
    pub auth: Arc<dyn LiveAuth>,
    pub origin: Arc<Origin>,
}

pub fn router(door: Door) -> Router {
    let socket = get(enter).layer(from_fn(websocket::handshake));
    Router::new().route("/v1/live", socket).with_state(door)
}

async fn enter(
    State(door): State<Door>,
    uri: Uri,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    if !door.origin.allows(&headers, &uri) {
        metrics::counter!("fieldbeat_live_refused_total", "code" => "csrf").increment(1);
        return foreign_origin();
    }
    let credentials = credentials(&headers);
    let entry = admit(&door, &credentials).await;
    upgrade
        .protocols([COLUMNS, TEXT])
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(WRITE_BUFFER)
        .max_write_buffer_size(MAX_WRITE_BUFFER)
        .max_message_size(READ_BYTES)
        .max_frame_size(READ_BYTES)
        .on_upgrade(move |socket| {
            let sockets = door.hub.sockets().clone();
            sockets.track_future(serve(socket, door, credentials, entry))
        })
}

type Entry = Result<(super::auth::Grant, super::admission::Seat), End>;

async fn admit(door: &Door, credentials: &HeaderMap) -> Entry {
    let grant = door
        .auth
        .authenticate(credentials)
        .await
        .map_err(|denied| match denied {
            Denied::Unauthenticated => End::Unauthenticated,
            Denied::Forbidden => End::Forbidden,
            Denied::Unavailable => End::Overloaded,
        })?;
    let seat = door
        .hub
        .admission()
        .admit(&grant.user)
        .map_err(|full| match full {
            Full::Server => End::Overloaded,
            Full::User => End::Flooding,
        })?;
    Ok((grant, seat))
}

async fn serve(mut socket: WebSocket, door: Door, credentials: HeaderMap, entry: Entry) {
    let farewell = door.hub.timing().farewell;
    let end = match entry {
        Ok((grant, _seat)) => {
            let columns = socket.protocol().is_some_and(|name| name == COLUMNS);
            let mut session = Session::new(
                &mut socket,
                door.hub,
                door.auth,
                credentials,
                grant,
                columns,
            );
            session.run().await
        }
        Err(end) => end,
    };
    metrics::counter!("fieldbeat_live_closed_total", "code" => end.label()).increment(1);
    close(&mut socket, end, farewell).await;
}

/// The headers that say who asks; the rest need not stay in memory.
fn credentials(headers: &HeaderMap) -> HeaderMap {
    let mut kept = HeaderMap::with_capacity(2);
    for name in [header::AUTHORIZATION, header::COOKIE] {
        for value in headers.get_all(&name) {
            kept.append(name.clone(), value.clone());
        }
    }
    kept
}

fn foreign_origin() -> Response {
    let body = r#"{"type":"about:blank","title":"Forbidden","status":403,"code":"csrf","detail":"Origin is not this server"}"#;
    (
        StatusCode::FORBIDDEN,
        [(header::CONTENT_TYPE, "application/problem+json")],
        body,
    )
        .into_response()
}
