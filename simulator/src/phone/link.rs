//! One connection of a phone: TCP, upgrade, `hello`, `welcome`; and decoding of server frames.
//!
//! Never retries and never touches the queue.

use std::{
    net::IpAddr,
    sync::{Arc, OnceLock},
    time::Duration,
};

use futures_util::{SinkExt, StreamExt};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpSocket, TcpStream, lookup_host},
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, pki_types::ServerName},
};
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{
        Error as WsError, Message as WsMessage,
        client::IntoClientRequest,
        http::{HeaderValue, header},
        protocol::WebSocketConfig,
    },
};

use super::{Config, backoff::End, queue::AckResult};

/// TCP, or TLS on it.
pub trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

pub type Socket = WebSocketStream<Box<dyn Stream>>;

/// `welcome`, as far as a phone acts on it; `raw` holds all of it.
#[derive(Clone, Debug, Default)]
pub struct Welcome {
    pub server_time: Value,
    pub clock_offset_ms: i64,
    pub device_id: Value,
    pub types: Vec<String>,
    /// Opaque; changes when the store lost something (failover, restore).
    pub store: String,
    pub cursor: Option<String>,
    pub raw: Value,
}

/// A server frame.
#[derive(Clone, Debug)]
pub enum Incoming {
    Welcome(Box<Welcome>),
    Ack {
        n: u64,
        results: Vec<AckResult>,
    },
    Alive(Value),
    Error(ServerError),
    /// `visit`, `plan`, `config`, `message`, `record_status`, and what later servers push.
    Pushed(Value),
}

/// `error`; fatal ones are followed by a close.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct ServerError {
    pub code: String,
    #[serde(default)]
    pub detail: Option<Value>,
    #[serde(default)]
    pub frame: Option<u64>,
    #[serde(default)]
    pub retry_after_s: Option<f64>,
}

impl ServerError {
    pub fn retry_after(&self) -> Option<Duration> {
        let seconds = self.retry_after_s?;
        Duration::try_from_secs_f64(seconds).ok()
    }
}

/// Reads a server frame. `None`: not a JSON object with a `type`.
pub fn decode(text: &str) -> Option<Incoming> {
    #[derive(Deserialize)]
    struct Ack {
        n: u64,
        #[serde(default)]
        results: Vec<AckResult>,
    }
    let value: Value = serde_json::from_str(text).ok()?;
    match value.get("type")?.as_str()? {
        "ack" => {
            let ack: Ack = serde_json::from_value(value).ok()?;
            Some(Incoming::Ack {
                n: ack.n,
                results: ack.results,
            })
        }
        "welcome" => Some(Incoming::Welcome(Box::new(welcome(value)))),
        "alive" => Some(Incoming::Alive(value)),
        "error" => serde_json::from_value(value).ok().map(Incoming::Error),
        _ => Some(Incoming::Pushed(value)),
    }
}

fn welcome(raw: Value) -> Welcome {
    let text = |name: &str| raw.get(name).and_then(Value::as_str).map(str::to_owned);
    Welcome {
        server_time: raw.get("server_time").cloned().unwrap_or_default(),
        clock_offset_ms: raw
            .get("clock_offset_ms")
            .and_then(Value::as_i64)
            .unwrap_or(0),
        device_id: raw.get("device_id").cloned().unwrap_or_default(),
        types: raw
            .get("types")
            .and_then(|types| serde_json::from_value(types.clone()).ok())
            .unwrap_or_default(),
        store: text("store").unwrap_or_default(),
        cursor: text("cursor"),
        raw,
    }
}

/// An open connection with what was pushed before `welcome`, or why there is none.
pub type Opened = Result<(Socket, Welcome, Vec<Incoming>), (End, Option<ServerError>)>;

/// Connects, says `hello` and waits for `welcome`.
pub async fn open(config: &Config, backlog: u64, cursor: Option<&str>) -> Opened {
    match timeout(config.connect_timeout, dial(config, backlog, cursor)).await {
        Ok(outcome) => outcome,
        Err(_elapsed) => Err((End::Lost, None)),
    }
}

async fn dial(config: &Config, backlog: u64, cursor: Option<&str>) -> Opened {
    let lost = |_| (End::Lost, None);
    let stream = connect(&config.url, config.bind).await.map_err(lost)?;
    let request = upgrade_request(config).map_err(lost)?;
    // The library reserves 128 KiB to read into; thousands of phones share this process.
    let limits = WebSocketConfig::default()
        .read_buffer_size(4 << 10)
        .write_buffer_size(16 << 10);
    let (mut socket, _response) = client_async_with_config(request, stream, Some(limits))
        .await
        .map_err(|e| (end_of(&e), None))?;
    socket
        .send(WsMessage::text(hello(config, backlog, cursor)))
        .await
        .map_err(|e| (end_of(&e), None))?;
    let mut early = Vec::new();
    let mut error = None;
    loop {
        match socket.next().await {
            Some(Ok(WsMessage::Text(text))) => match decode(&text) {
                Some(Incoming::Welcome(welcome)) => return Ok((socket, *welcome, early)),
                Some(Incoming::Error(e)) => error = Some(e),
                Some(other) => early.push(other),
                None => {}
            },
            Some(Ok(WsMessage::Close(close))) => {
                let code = close.map_or(1005, |c| c.code.into());
                return Err((End::Closed(code), error));
            }
            Some(Ok(_)) => {}
            Some(Err(e)) => return Err((end_of(&e), error)),
            None => return Err((End::Lost, error)),
        }
    }
}

/// What ended a connection, from the library's error.
pub fn end_of(error: &WsError) -> End {
    match error {
        WsError::Http(response) => End::Refused(response.status().as_u16()),
        _ => End::Lost,
    }
}

/// The socket `door` of a server at `http(s)://host:port/path` or `ws(s)://…`, and its host with the port.
pub fn socket_url(url: &str, door: &str) -> Option<(String, String)> {
    let (scheme, rest) = url.split_once("://")?;
    let (scheme, port) = match scheme {
        "http" | "ws" => ("ws", 80),
        "https" | "wss" => ("wss", 443),
        _ => return None,
    };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let has_port = |(_, port): (&str, &str)| port.parse::<u16>().is_ok();
    let at = if host.rsplit_once(':').is_some_and(has_port) {
        host.to_owned()
    } else {
        format!("{host}:{port}")
    };
    let path = path.trim_end_matches('/');
    (!host.is_empty()).then(|| (format!("{scheme}://{host}{path}{door}"), at))
}

/// Opens what a URL asks for; the roots of TLS are the system's.
pub async fn connect(url: &str, bind: Option<IpAddr>) -> std::io::Result<Box<dyn Stream>> {
    let tcp = connect_tcp(url, bind).await?;
    if !(url.starts_with("https:") || url.starts_with("wss:")) {
        return Ok(Box::new(tcp));
    }
    let bad = |e: &dyn std::fmt::Display| std::io::Error::other(e.to_string());
    let host = socket_url(url, "").and_then(|(_, at)| Some(at.rsplit_once(':')?.0.to_owned()));
    let name = ServerName::try_from(host.unwrap_or_default()).map_err(|e| bad(&e))?;
    Ok(Box::new(tls().connect(name, tcp).await?))
}

fn tls() -> &'static TlsConnector {
    static TLS: OnceLock<TlsConnector> = OnceLock::new();
    TLS.get_or_init(|| {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        let config = ClientConfig::builder()
            .with_root_certificates(roots)
            .with_no_client_auth();
        Arc::new(config).into()
    })
}

/// Opens TCP to the authority of a URL, from a given source address if one is named.
async fn connect_tcp(url: &str, bind: Option<IpAddr>) -> std::io::Result<TcpStream> {
    let bad = || std::io::Error::new(std::io::ErrorKind::InvalidInput, "want http://host:port");
    let (_, with_port) = socket_url(url, "").ok_or_else(bad)?;
    let mut last = bad();
    for address in lookup_host(with_port).await? {
        let socket = if address.is_ipv4() {
            TcpSocket::new_v4()?
        } else {
            TcpSocket::new_v6()?
        };
        if let Some(ip) = bind.filter(|ip| ip.is_ipv4() == address.is_ipv4()) {
            socket.bind((ip, 0).into())?;
        }
        match socket.connect(address).await {
            Ok(stream) => {
                stream.set_nodelay(true)?;
                return Ok(stream);
            }
            Err(e) => last = e,
        }
    }
    Err(last)
}

fn upgrade_request(
    config: &Config,
) -> Result<tokio_tungstenite::tungstenite::handshake::client::Request, std::io::Error> {
    let bad = |e: &dyn std::fmt::Display| std::io::Error::other(e.to_string());
    let found = socket_url(&config.url, "/v1/device");
    let (url, _) = found.ok_or_else(|| bad(&"want http://host:port"))?;
    let mut request = url.into_client_request().map_err(|e| bad(&e))?;
    let headers = request.headers_mut();
    headers.insert(
        header::SEC_WEBSOCKET_PROTOCOL,
        HeaderValue::from_static("fieldbeat.device.v1"),
    );
    if !config.token_in_hello {
        let bearer = HeaderValue::from_str(&format!("Bearer {}", config.token));
        headers.insert(header::AUTHORIZATION, bearer.map_err(|e| bad(&e))?);
    }
    Ok(request)
}

fn hello(config: &Config, backlog: u64, cursor: Option<&str>) -> String {
    let mut hello = json!({
        "type": "hello", "protocol": 1, "sent_at": (config.clock)(), "install": config.install,
        "app": config.app, "app_version": env!("CARGO_PKG_VERSION"),
        "device": {"model": config.model, "os": config.os, "emulator": config.emulator},
        "backlog": backlog,
    });
    if let Some(fields) = hello.as_object_mut() {
        if config.token_in_hello {
            fields.insert("token".into(), json!(config.token));
        }
        if let Some(cursor) = cursor {
            fields.insert("cursor".into(), json!(cursor));
        }
    }
    hello.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ack_carries_what_was_not_plainly_accepted() {
        let text = r#"{"type":"ack","n":7,"results":[{"n":7,"i":2,"status":"rejected","code":"too_old"}]}"#;
        let Some(Incoming::Ack { n, results }) = decode(text) else {
            panic!("no ack")
        };
        assert_eq!(
            (n, results[0].i, results[0].code.as_str()),
            (7, Some(2), "too_old")
        );
        assert!(matches!(
            decode(r#"{"type":"ack","n":1}"#),
            Some(Incoming::Ack { n: 1, .. })
        ));
    }

    #[test]
    fn what_a_later_server_pushes_is_kept() {
        assert!(matches!(
            decode(r#"{"type":"weather"}"#),
            Some(Incoming::Pushed(_))
        ));
        assert!(decode("[]").is_none());
        assert!(decode("nonsense").is_none());
    }

    #[test]
    fn a_socket_is_found_with_or_without_a_path_and_tls() {
        let found = |url| socket_url(url, "/v1/device");
        let expected = |url: &str, at: &str| Some((url.to_owned(), at.to_owned()));
        assert_eq!(
            found("http://a:1/x/"),
            expected("ws://a:1/x/v1/device", "a:1")
        );
        assert_eq!(found("ws://a"), expected("ws://a/v1/device", "a:80"));
        assert_eq!(found("https://a"), expected("wss://a/v1/device", "a:443"));
        assert_eq!(found("ftp://a"), None);
    }
}
