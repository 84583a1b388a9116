//! TLS of the listeners: certificate and key from two files, read again when they change or on SIGHUP. Connections that
//! stand keep what they began with; files that do not read leave what was.

use std::{
    io,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use arc_swap::ArcSwap;
use fieldbeat_domain::time::At;
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
    #[error("{0} holds a certificate that does not read")]
    Certificate(std::path::PathBuf),
}

/// Cheap to clone.
#[derive(Clone)]
pub struct Tls(Arc<Shared>);

struct Shared {
    files: TlsFiles,
    config: ArcSwap<ServerConfig>,
    /// When the certificate ends.
    ends_at: AtomicI64,
}

impl Tls {
    pub fn open(files: TlsFiles) -> Result<Self, TlsFault> {
        let (config, ends_at) = read(&files)?;
        let tls = Self(Arc::new(Shared {
            files,
            config: ArcSwap::from_pointee(config),
            ends_at: AtomicI64::new(ends_at.0),
        }));
        tls.tell();
        Ok(tls)
    }

    /// From when on clients refuse the certificate.
    pub fn ends_at(&self) -> At {
        At(self.0.ends_at.load(Ordering::Relaxed))
    }

    fn tell(&self) {
        #[expect(clippy::cast_precision_loss, reason = "seconds since 1970")]
        let seconds = (self.ends_at().0 / 1_000) as f64;
        metrics::gauge!("fieldbeat_certificate_ends_timestamp_seconds").set(seconds);
    }

    /// What a connection that begins now is offered.
    pub(super) fn config(&self) -> Arc<ServerConfig> {
        self.0.config.load_full()
    }

    /// Reads the files again.
    pub fn reload(&self) -> Result<(), TlsFault> {
        let (config, ends_at) = read(&self.0.files)?;
        self.0.config.store(Arc::new(config));
        self.0.ends_at.store(ends_at.0, Ordering::Relaxed);
        self.tell();
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

/// What connections are offered, and when the first certificate of the chain ends.
fn read(files: &TlsFiles) -> Result<(ServerConfig, At), TlsFault> {
    let file = |path: &Path| {
        let path = path.to_owned();
        move |e| TlsFault::File(path, e)
    };
    let chain = CertificateDer::pem_file_iter(&files.certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(file(&files.certificate))?;
    let Some(own) = chain.first() else {
        return Err(TlsFault::Empty(files.certificate.clone()));
    };
    let ends_at = ends_at(own).ok_or_else(|| TlsFault::Certificate(files.certificate.clone()))?;
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(file(&files.key))?;
    let provider = Arc::new(ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&TLS13, &TLS12])?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok((config, ends_at))
}

fn ends_at(certificate: &CertificateDer<'_>) -> Option<At> {
    let (_, read) = x509_parser::parse_x509_certificate(certificate).ok()?;
    let seconds = read.validity().not_after.timestamp();
    Some(At(seconds.checked_mul(1_000)?))
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
