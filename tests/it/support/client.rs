//! A browser-like HTTP client and a WebSocket client, each with a deadline on every wait.

use std::net::SocketAddr;

use futures_util::{SinkExt, StreamExt};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream,
    tungstenite::{
        Message, client::IntoClientRequest, http::HeaderValue, protocol::WebSocketConfig,
    },
};

use super::DEADLINE;

/// Keeps cookies, as a browser does.
#[derive(Clone)]
pub struct Client {
    pub address: SocketAddr,
    http: reqwest::Client,
}

impl Client {
    pub fn new(address: SocketAddr) -> Self {
        let http = reqwest::Client::builder()
            .cookie_store(true)
            .timeout(DEADLINE)
            .redirect(reqwest::redirect::Policy::none())
            .no_gzip()
            .build()
            .unwrap();
        Self { address, http }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, self.url(path))
    }

    pub async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await.unwrap()
    }

    pub async fn post(&self, path: &str, body: &Value) -> Response {
        self.request(Method::POST, path)
            .json(body)
            .send()
            .await
            .unwrap()
    }

    /// The body of a GET that must succeed.
    pub async fn json(&self, path: &str) -> Value {
        expect(self.get(path).await, StatusCode::OK).await
    }

    /// A WebSocket with these request headers.
    pub async fn socket(&self, path: &str, headers: &[(&'static str, &str)]) -> Socket {
        self.try_socket(path, headers).await.unwrap()
    }

    pub async fn try_socket(
        &self,
        path: &str,
        headers: &[(&'static str, &str)],
    ) -> Result<Socket, tokio_tungstenite::tungstenite::Error> {
        open(self.address, path, headers).await
    }
}

/// What is read at once: the library's own size would cost thousands of phones a gigabyte.
const READ_BUFFER_BYTES: usize = 4096;

/// A WebSocket without a browser around it.
pub async fn open(
    address: SocketAddr,
    path: &str,
    headers: &[(&'static str, &str)],
) -> Result<Socket, tokio_tungstenite::tungstenite::Error> {
    let mut request = format!("ws://{address}{path}").into_client_request()?;
    for (name, value) in headers {
        request
            .headers_mut()
            .insert(*name, HeaderValue::from_str(value).unwrap());
    }
    let limits = WebSocketConfig::default().read_buffer_size(READ_BUFFER_BYTES);
    let (stream, _) =
        tokio_tungstenite::connect_async_with_config(request, Some(limits), false).await?;
    Ok(Socket(stream))
}

/// The body of a response whose status must be `status`.
pub async fn expect(response: Response, status: StatusCode) -> Value {
    let (url, got) = (response.url().clone(), response.status());
    let text = response.text().await.unwrap();
    assert_eq!(got, status, "{url}: {text}");
    serde_json::from_str(&text).unwrap_or(Value::String(text))
}

pub struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

/// What a peer said.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    Json(Value),
    Binary(Vec<u8>),
    Closed(u16, String),
    /// Without a close frame.
    Gone,
}

impl Socket {
    pub async fn send(&mut self, frame: &Value) {
        self.0.send(Message::text(frame.to_string())).await.unwrap();
    }

    /// `false` where the connection is gone.
    pub async fn try_send(&mut self, frame: &Value) -> bool {
        self.0.send(Message::text(frame.to_string())).await.is_ok()
    }

    pub async fn send_text(&mut self, text: &str) {
        self.0.send(Message::text(text)).await.unwrap();
    }

    pub async fn send_binary(&mut self, bytes: &[u8]) {
        self.0.send(Message::binary(bytes.to_vec())).await.unwrap();
    }

    pub async fn hear(&mut self) -> Heard {
        tokio::time::timeout(DEADLINE, self.hear_forever())
            .await
            .expect("silence")
    }

    async fn hear_forever(&mut self) -> Heard {
        loop {
            match self.0.next().await {
                Some(Ok(Message::Text(text))) => {
                    return Heard::Json(serde_json::from_str(&text).unwrap());
                }
                Some(Ok(Message::Binary(bytes))) => return Heard::Binary(bytes.to_vec()),
                Some(Ok(Message::Close(Some(frame)))) => {
                    return Heard::Closed(frame.code.into(), frame.reason.to_string());
                }
                Some(Ok(Message::Close(None)) | Err(_)) | None => return Heard::Gone,
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
            }
        }
    }

    /// The next JSON frame of that `type`; others are passed over.
    pub async fn hear_type(&mut self, kind: &str) -> Value {
        loop {
            match self.hear().await {
                Heard::Json(frame) if frame["type"] == kind => return frame,
                Heard::Json(_) => {}
                other => panic!("waited for {kind}, heard {other:?}"),
            }
        }
    }

    /// The close code; frames before it are passed over.
    pub async fn hear_close(&mut self) -> u16 {
        loop {
            match self.hear().await {
                Heard::Closed(code, _) => return code,
                Heard::Gone => panic!("gone without a close frame"),
                Heard::Json(_) | Heard::Binary(_) => {}
            }
        }
    }
}
