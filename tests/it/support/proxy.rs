//! A proxy that cuts, stalls or slows what runs through it: TCP in front of a server, or a Unix socket in
//! front of a database.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, split},
    net::{TcpListener, TcpStream, UnixListener, UnixStream},
    sync::watch,
    task::JoinHandle,
    time::{Duration, timeout},
};

/// What happens to bytes and new connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    None,
    /// Connections end now, new ones end at once.
    Cut,
    /// Connections stay open and carry nothing.
    Stall,
    /// A few bytes at a time, [`SLOW_BYTES_S`] a second each way.
    Slow,
}

/// Of a connection in [`Fault::Slow`].
const SLOW_BYTES_S: usize = 4 << 10;
const SLOW_PIECE: usize = 64;

pub struct Proxy {
    fault: watch::Sender<Fault>,
    accepting: JoinHandle<()>,
}

impl Proxy {
    /// Listens on a free port and passes everything to `target`.
    pub async fn tcp(target: SocketAddr) -> (Self, SocketAddr) {
        Self::tcp_to(watch::Sender::new(target).subscribe()).await
    }

    /// As [`Self::tcp`], new connections to where `target` points then.
    pub async fn tcp_to(target: watch::Receiver<SocketAddr>) -> (Self, SocketAddr) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (fault, faults) = watch::channel(Fault::None);
        let accepting = tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                let faults = faults.clone();
                let target = *target.borrow();
                tokio::spawn(async move {
                    if let Ok(far) = TcpStream::connect(target).await {
                        let _ = (near.set_nodelay(true), far.set_nodelay(true));
                        pass(near, far, faults).await;
                    }
                });
            }
        });
        (Self { fault, accepting }, address)
    }

    /// Stands before the database of `url`, reached by a socket or by an address; `dir` is for its own
    /// socket. Also answers the URL that leads through it.
    pub async fn before_database(url: &str, dir: &Path) -> (Self, String) {
        if let Some((front, socket)) = url.split_once("?host=") {
            let proxy = Self::socket(dir, Path::new(socket));
            return (proxy, format!("{front}?host={}", dir.display()));
        }
        let place = url.split('/').nth(2).unwrap();
        let place = place.rsplit('@').next().unwrap();
        let target = tokio::net::lookup_host(place)
            .await
            .unwrap()
            .next()
            .unwrap();
        let (proxy, near) = Self::tcp(target).await;
        (proxy, url.replacen(place, &near.to_string(), 1))
    }

    /// Stands in `dir` for the database socket `target`.
    fn socket(dir: &Path, target: &Path) -> Self {
        let target: PathBuf = target.join(".s.PGSQL.5432");
        let listener = UnixListener::bind(dir.join(".s.PGSQL.5432")).unwrap();
        let (fault, faults) = watch::channel(Fault::None);
        let accepting = tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                let (faults, target) = (faults.clone(), target.clone());
                tokio::spawn(async move {
                    if let Ok(far) = UnixStream::connect(target).await {
                        pass(near, far, faults).await;
                    }
                });
            }
        });
        Self { fault, accepting }
    }

    pub fn set(&self, fault: Fault) {
        self.fault.send_replace(fault);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.fault.send_replace(Fault::Cut);
        self.accepting.abort();
    }
}

async fn pass(
    near: impl AsyncRead + AsyncWrite,
    far: impl AsyncRead + AsyncWrite,
    mut faults: watch::Receiver<Fault>,
) {
    let ((near_in, near_out), (far_in, far_out)) = (split(near), split(far));
    let there = copy(near_in, far_out, faults.clone());
    let back = copy(far_in, near_out, faults.clone());
    tokio::select! {
        _ = faults.wait_for(|f| *f == Fault::Cut) => {}
        ((), ()) = async { tokio::join!(there, back) } => {}
    }
}

async fn copy(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut faults: watch::Receiver<Fault>,
) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(read) = from.read(&mut buffer).await {
        if faults.wait_for(|f| *f != Fault::Stall).await.is_err() {
            return;
        }
        if read == 0 {
            break;
        }
        for piece in buffer[..read].chunks(SLOW_PIECE) {
            if to.write_all(piece).await.is_err() {
                return;
            }
            let slow = Duration::from_secs(1) * SLOW_PIECE as u32 / SLOW_BYTES_S as u32;
            // Quick again, it does not finish the rest in small pieces slowly.
            let quick = faults.wait_for(|f| *f != Fault::Slow);
            if let Ok(Err(_)) = timeout(slow, quick).await {
                return;
            }
        }
    }
    let _ = to.shutdown().await;
}
