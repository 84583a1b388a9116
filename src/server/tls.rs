//! TLS of the listeners: certificate and key from two files, read again when they change or on SIGHUP. Connections that
//! stand keep what they began with; files that do not read leave what was.

use std::{io, path::Path, sync::Arc, time::Duration};

use arc_swap::ArcSwap;
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    version::{TLS12, TLS13},
};
use thiserror::Error;
use tokio::signal::unix::{SignalKind, signal};

use crate::{config::TlsFiles, shutdown::Token};

/// How often the files are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(30);

/// Why there is no TLS.
#[derive(Debug, Error)]
pub enum TlsFault {
    #[error("{0}: {1}")]
    File(std::path::PathBuf, #[source] rustls::pki_types::pem::Error),
    #[error("{0} holds no certificate")]
    Empty(std::path::PathBuf),
    #[error("certificate and key: {0}")]
    Pair(#[from] rustls::Error),
}

/// Cheap to clone.
#[derive(Clone)]
pub struct Tls(Arc<Shared>);

struct Shared {
    files: TlsFiles,
    config: ArcSwap<ServerConfig>,
}

impl Tls {
    pub fn open(files: TlsFiles) -> Result<Self, TlsFault> {
        let config = ArcSwap::from_pointee(read(&files)?);
        Ok(Self(Arc::new(Shared { files, config })))
    }

    /// What a connection that begins now is offered.
    pub(super) fn config(&self) -> Arc<ServerConfig> {
        self.0.config.load_full()
    }

    /// Reads the files again.
    pub fn reload(&self) -> Result<(), TlsFault> {
        self.0.config.store(Arc::new(read(&self.0.files)?));
        Ok(())
    }

    /// Reads them again whenever they change, or the process is told to by SIGHUP.
    pub(super) async fn watch(self, stop: Token) {
        let mut told = match signal(SignalKind::hangup()) {
            Ok(told) => told,
            Err(error) => {
                tracing::warn!(%error, "SIGHUP is not heard: a new certificate is read once it is seen");
                return;
            }
        };
        let mut look = tokio::time::interval(LOOK_EVERY);
        let mut known = self.marks();
        loop {
            let asked = tokio::select! {
                () = stop.started() => return,
                _ = told.recv() => true,
                _ = look.tick() => false,
            };
            let marks = self.marks();
            if !asked && marks == known {
                continue;
            }
            known = marks;
            match self.reload() {
                Ok(()) => tracing::info!("certificate and key were read again"),
                Err(error) => {
                    tracing::error!(%error, "certificate and key do not read: the ones before are used on");
                }
            }
        }
    }

    /// When the files were written last.
    fn marks(&self) -> [Option<std::time::SystemTime>; 2] {
        let mark = |path: &Path| path.metadata().and_then(|m| m.modified()).ok();
        [&self.0.files.certificate, &self.0.files.key].map(|path| mark(path))
    }
}

fn read(files: &TlsFiles) -> Result<ServerConfig, TlsFault> {
    let file = |path: &Path| {
        let path = path.to_owned();
        move |e| TlsFault::File(path, e)
    };
    let chain = CertificateDer::pem_file_iter(&files.certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(file(&files.certificate))?;
    if chain.is_empty() {
        return Err(TlsFault::Empty(files.certificate.clone()));
    }
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(file(&files.key))?;
    let provider = Arc::new(ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&TLS13, &TLS12])?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

/// The other side of a handshake that did not come about is not worth a line of the log.
pub(super) async fn accept<S>(
    tls: &Tls,
    stream: S,
    patience: Duration,
) -> io::Result<tokio_rustls::server::TlsStream<S>>
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
    let handshake = tokio_rustls::TlsAcceptor::from(tls.config()).accept(stream);
    tokio::time::timeout(patience, handshake).await?
}
