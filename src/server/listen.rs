//! Who comes in: over TLS where there is a certificate, so many of a line, with some patience for who is slow. Owns the
//! connections and their end; what is asked on them is the router's.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use ipnet::IpNet;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
};
use tokio_util::task::TaskTracker;
use tower::ServiceExt;
use tower_http::timeout::TimeoutBody;

use super::{
    crowd::{Crowd, Seat},
    patient::Patient,
    tls::{self, Tls},
};
use crate::{api::address::is_trusted, config::Config, shutdown::Token};

/// A peer that is silent for that long after we sent something is dead.
const PEER_TIMEOUT: Duration = Duration::from_secs(30);
/// After the machine has refused one more connection.
const BREATH: Duration = Duration::from_secs(1);

/// What all listeners of a server share. Cheap to clone.
#[derive(Clone)]
pub(super) struct Doorman {
    tls: Option<Tls>,
    crowd: Arc<Crowd>,
    trusted: Arc<[IpNet]>,
    /// For a whole head, for the next piece of a body, and until what was sent is taken.
    patience: Duration,
    stop: Token,
}

impl Doorman {
    pub(super) fn new(config: &Config, tls: Option<Tls>, stop: &Token) -> Self {
        Self {
            tls,
            crowd: Crowd::new(config.connections_per_address),
            trusted: config.trusted_proxies.clone().into(),
            patience: config.client_patience,
            stop: stop.clone(),
        }
    }

    /// Serves until the server stops, then finishes what was asked.
    pub(super) async fn serve(self, listener: TcpListener, app: Router) -> io::Result<()> {
        let open = TaskTracker::new();
        loop {
            let accepted = tokio::select! {
                () = self.stop.started() => break,
                accepted = listener.accept() => accepted,
            };
            match accepted {
                Ok((stream, peer)) => {
                    let trusted = is_trusted(&self.trusted, peer.ip());
                    let Some(seat) = self.crowd.seat(peer.ip(), trusted) else {
                        metrics::counter!("fieldbeat_connections_refused_total").increment(1);
                        continue;
                    };
                    open.spawn(self.clone().enter(stream, peer, seat, app.clone()));
                }
                // One that was gone before it was let in.
                Err(error) if is_of_one(&error) => {}
                Err(error) => {
                    tracing::warn!(%error, "no connection is accepted");
                    tokio::time::sleep(BREATH).await;
                }
            }
        }
        drop(listener);
        open.close();
        open.wait().await;
        Ok(())
    }

    async fn enter(self, stream: TcpStream, peer: SocketAddr, seat: Seat, app: Router) {
        tune(&stream);
        match &self.tls {
            None => self.converse(stream, peer, seat, app).await,
            Some(tls) => {
                let handshake = tokio::select! {
                    () = self.stop.started() => return,
                    handshake = tls::accept(tls, stream, self.patience) => handshake,
                };
                match handshake {
                    Ok(stream) => self.converse(stream, peer, seat, app).await,
                    Err(error) => tracing::debug!(%error, "no handshake"),
                }
            }
        }
    }

    async fn converse<S>(&self, stream: S, peer: SocketAddr, seat: Seat, app: Router)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let patience = self.patience;
        let answer = service_fn(move |request: Request<Incoming>| {
            let mut request = request.map(|body| Body::new(TimeoutBody::new(patience, body)));
            request.extensions_mut().insert(ConnectInfo(peer));
            app.clone().oneshot(request)
        });
        let stream = TokioIo::new(Patient::new(stream, seat, patience));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(patience)
            .serve_connection(stream, answer)
            .with_upgrades();
        tokio::pin!(connection);
        let ended = tokio::select! {
            ended = connection.as_mut() => ended,
            () = self.stop.started() => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "a connection ended");
        }
    }
}

/// Whether an error is one connection's and none of the listener's.
fn is_of_one(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
    )
}

fn tune(stream: &TcpStream) {
    let socket = socket2::SockRef::from(stream);
    let keepalive = socket2::TcpKeepalive::new()
        .with_time(Duration::from_mins(1))
        .with_interval(Duration::from_secs(15));
    let tuned = stream_options(&socket, &keepalive);
    if let Err(error) = tuned {
        tracing::debug!(%error, "socket options");
    }
}

fn stream_options(
    socket: &socket2::SockRef<'_>,
    keepalive: &socket2::TcpKeepalive,
) -> io::Result<()> {
    socket.set_tcp_nodelay(true)?;
    socket.set_tcp_keepalive(keepalive)?;
    socket.set_tcp_user_timeout(Some(PEER_TIMEOUT))
}
