//! One session with a mail server, read-only: `EXAMINE` and `PEEK` alone, so that nothing is marked as seen, moved or
//! deleted. No answer of a server is ever logged or told: it may hold what a message says.

use std::{fmt::Debug, io, sync::Arc, time::Duration};

use async_imap::{Client, types::Fetch};
use chrono::{DateTime, NaiveDate, Utc};
use futures_util::TryStreamExt;
use rustls::{ClientConfig, RootCertStore, pki_types::ServerName};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, Join, ReadHalf, Take, WriteHalf, join, split},
    net::TcpStream,
};
use tokio_rustls::TlsConnector;

use super::Inner;
use crate::{
    alerts::AddressFault,
    store::mailbox::{Security, turn::Turn},
};

/// From the name to the end of the login.
const LOGIN_MAX: Duration = Duration::from_secs(20);
/// One command and its answer.
const ANSWER_MAX: Duration = Duration::from_secs(30);
/// Bytes of one session: a server cannot fill the memory.
const SESSION_BYTES: u64 = 64 << 20;
/// Bytes of the headers of a message.
const HEADER_BYTES: usize = 32 << 10;
/// Bytes of a message.
const MESSAGE_BYTES: usize = 256 << 10;
/// Folders that are named.
const NAMES_MAX: usize = 100;

/// Why a mailbox could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No such name, nobody there, or no answer.
    Unreachable,
    PrivateAddress,
    /// The certificate is none that this machine trusts, or of another name.
    CertificateRefused,
    LoginRefused,
    FolderUnknown,
    /// It does not do what it was asked.
    Refused,
    /// It answered, then fell silent or spoke nonsense.
    BrokenOff,
}

impl Fault {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unreachable => "mailbox_unreachable",
            Self::PrivateAddress => "private_address",
            Self::CertificateRefused => "mailbox_certificate_refused",
            Self::LoginRefused => "mailbox_login_refused",
            Self::FolderUnknown => "mailbox_folder_unknown",
            Self::Refused => "mailbox_refused",
            Self::BrokenOff => "mailbox_broken_off",
        }
    }
}

trait Bytes: AsyncRead + AsyncWrite + Unpin + Send + Debug {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + Debug> Bytes for T {}

type Way = Box<dyn Bytes>;
type Capped = Join<Take<ReadHalf<Way>>, WriteHalf<Way>>;

fn capped(way: Way) -> Capped {
    let (read, write) = split(way);
    join(read.take(SESSION_BYTES), write)
}

/// How servers are told from others: the roots are the machine's.
#[derive(Clone)]
pub struct Trust(TlsConnector);

impl Trust {
    pub fn of_the_machine() -> Result<Self, rustls::Error> {
        let mut roots = RootCertStore::empty();
        // One that cannot be read is missed where a server needs it, not here.
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self(TlsConnector::from(Arc::new(config))))
    }

    async fn wrap(&self, host: &str, way: Way) -> Result<Way, Fault> {
        let name = ServerName::try_from(host.to_owned()).map_err(|_| Fault::Unreachable)?;
        match self.0.connect(name, way).await {
            Ok(stream) => Ok(Box::new(stream)),
            Err(error) => Err(match tls_fault(&error) {
                Some(rustls::Error::InvalidCertificate(_)) => Fault::CertificateRefused,
                _ => Fault::Unreachable,
            }),
        }
    }
}

fn tls_fault(error: &io::Error) -> Option<&rustls::Error> {
    error.get_ref()?.downcast_ref()
}

/// A folder as it is.
#[derive(Clone, Copy, Debug)]
pub struct Folder {
    pub uid_validity: i64,
    /// The next message will have.
    pub uid_next: Option<i64>,
}

/// The headers of a message, or its beginning.
pub struct Part {
    pub uid: i64,
    pub received: Option<DateTime<Utc>>,
    pub bytes: i64,
    pub raw: Vec<u8>,
}

pub struct Session(async_imap::Session<Capped>);

impl Session {
    pub(super) async fn open(inner: &Inner, turn: &Turn) -> Result<Self, Fault> {
        let opened = tokio::time::timeout(LOGIN_MAX, login(inner, turn)).await;
        opened.unwrap_or(Err(Fault::Unreachable)).map(Self)
    }

    /// Opens a folder without touching it.
    pub async fn examine(&mut self, name: &str) -> Result<Folder, Fault> {
        let name = utf7_imap::encode_utf7_imap(name.to_owned());
        let found = answered(self.0.examine(name)).await;
        let found = found.map_err(|fault| match fault {
            Fault::Refused => Fault::FolderUnknown,
            other => other,
        })?;
        Ok(Folder {
            uid_validity: i64::from(found.uid_validity.unwrap_or_default()),
            uid_next: found.uid_next.map(i64::from),
        })
    }

    /// UIDs of messages from `first` on that were received on that day or later, in their order.
    pub async fn since(&mut self, first: i64, day: NaiveDate) -> Result<Vec<i64>, Fault> {
        let query = format!("UID {first}:* SINCE {}", day.format("%-d-%b-%Y"));
        let found = answered(self.0.uid_search(query)).await?;
        // `n:*` names the last message even where n is behind it.
        let mut uids: Vec<i64> = (found.into_iter().map(i64::from))
            .filter(|uid| *uid >= first)
            .collect();
        uids.sort_unstable();
        Ok(uids)
    }

    /// The headers of messages; of those that are gone nothing.
    pub async fn headers(&mut self, uids: &[i64]) -> Result<Vec<Part>, Fault> {
        let items = format!("(UID INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER]<0.{HEADER_BYTES}>)");
        self.parts(uids, &items, Fetch::header).await
    }

    /// The beginning of a message.
    pub async fn message(&mut self, uid: i64) -> Result<Option<Part>, Fault> {
        let items = format!("(UID INTERNALDATE RFC822.SIZE BODY.PEEK[]<0.{MESSAGE_BYTES}>)");
        Ok(self.parts(&[uid], &items, Fetch::body).await?.pop())
    }

    async fn parts(
        &mut self,
        uids: &[i64],
        items: &str,
        raw: impl Fn(&Fetch) -> Option<&[u8]>,
    ) -> Result<Vec<Part>, Fault> {
        if uids.is_empty() {
            return Ok(Vec::new());
        }
        let set: Vec<String> = uids.iter().map(i64::to_string).collect();
        let fetched = answered(async {
            let stream = self.0.uid_fetch(set.join(","), items).await?;
            stream.try_collect::<Vec<Fetch>>().await
        })
        .await?;
        let mut parts: Vec<Part> = (fetched.iter())
            .filter_map(|one| {
                Some(Part {
                    uid: i64::from(one.uid?),
                    received: one.internal_date().map(|at| at.to_utc()),
                    bytes: i64::from(one.size.unwrap_or_default()),
                    raw: raw(one)?.to_vec(),
                })
            })
            // Servers tell of other messages, too.
            .filter(|part| uids.contains(&part.uid))
            .collect();
        parts.sort_unstable_by_key(|part| part.uid);
        parts.dedup_by_key(|part| part.uid);
        Ok(parts)
    }

    /// Names of folders as the server tells them.
    pub async fn names(&mut self) -> Result<Vec<String>, Fault> {
        let told = answered(async {
            let stream = self.0.list(Some(""), Some("*")).await?;
            let names = stream.map_ok(|name| name.name().to_owned());
            names.try_collect::<Vec<String>>().await
        })
        .await?;
        let mut names = tokio::task::spawn_blocking(move || {
            let decoded = told.into_iter().map(utf7_imap::decode_utf7_imap);
            decoded.take(NAMES_MAX).collect::<Vec<String>>()
        })
        .await
        .map_err(|_| Fault::BrokenOff)?;
        names.sort_unstable();
        Ok(names)
    }

    /// A farewell; whether it is heard does not matter.
    pub async fn close(mut self) {
        let _ = answered(self.0.logout()).await;
    }
}

async fn login(inner: &Inner, turn: &Turn) -> Result<async_imap::Session<Capped>, Fault> {
    let trust = &inner.trust;
    let plain = turn.security() == Security::Plain;
    let addresses = (inner.guard.addresses(&turn.host, turn.port(), plain)).await;
    let addresses = addresses.map_err(|fault| match fault {
        AddressFault::Private => Fault::PrivateAddress,
        AddressFault::Unknown(_) => Fault::Unreachable,
    })?;
    let tcp = TcpStream::connect(addresses.as_slice()).await;
    let tcp: Way = Box::new(tcp.map_err(|_| Fault::Unreachable)?);
    let client = match turn.security() {
        Security::Tls => greeted(trust.wrap(&turn.host, tcp).await?).await?,
        Security::Plain => greeted(tcp).await?,
        Security::Starttls => {
            let mut client = greeted(tcp).await?;
            let asked = client.run_command_and_check_ok("STARTTLS", None).await;
            asked.map_err(|_| Fault::Unreachable)?;
            // What the server said beyond its answer is dropped with the buffer.
            let (read, write) = client.into_inner().into_inner();
            let tcp = read.into_inner().unsplit(write);
            Client::new(capped(trust.wrap(&turn.host, tcp).await?))
        }
    };
    (client.login(&turn.login, &turn.password).await).map_err(|(error, _)| match error {
        // RFC 5530: not a word about the password.
        async_imap::error::Error::No(told) if told.contains("UNAVAILABLE") => Fault::Unreachable,
        async_imap::error::Error::No(_)
        | async_imap::error::Error::Bad(_)
        | async_imap::error::Error::Validate(_) => Fault::LoginRefused,
        _ => Fault::Unreachable,
    })
}

async fn greeted(way: Way) -> Result<Client<Capped>, Fault> {
    let mut client = Client::new(capped(way));
    match client.read_response().await {
        Ok(Some(_)) => Ok(client),
        Ok(None) | Err(_) => Err(Fault::Unreachable),
    }
}

/// The answer to a command, in time.
async fn answered<T>(
    command: impl Future<Output = async_imap::error::Result<T>>,
) -> Result<T, Fault> {
    match tokio::time::timeout(ANSWER_MAX, command).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(async_imap::error::Error::No(_))) => Err(Fault::Refused),
        Ok(Err(_)) | Err(_) => Err(Fault::BrokenOff),
    }
}
