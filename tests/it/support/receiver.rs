//! The other ends of alerts: a web server that takes webhooks and pushes, and a mail server, answering as told.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::post,
};
use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

use super::eventually;

#[derive(Clone)]
pub struct Received {
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Received {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn id(&self) -> String {
        self.headers["webhook-id"].to_str().unwrap().to_owned()
    }
}

/// A status, and what `Retry-After` says.
type Answer = (u16, Option<String>);

/// Answers 200 unless told otherwise.
#[derive(Clone, Default)]
pub struct Receiver {
    seen: Arc<Mutex<Vec<Received>>>,
    answers: Arc<Mutex<VecDeque<Answer>>>,
    pub url: String,
}

impl Receiver {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let receiver = Self {
            url,
            ..Self::default()
        };
        let app = Router::new()
            .route("/hook", post(take))
            .with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        receiver
    }

    /// Statuses of the next answers.
    pub fn answer(&self, statuses: impl IntoIterator<Item = u16>) {
        let plain = statuses.into_iter().map(|status| (status, None));
        self.answers.lock().unwrap().extend(plain);
    }

    /// The next answer, with what its `Retry-After` says.
    pub fn answer_later(&self, status: u16, retry_after: &str) {
        let answer = (status, Some(retry_after.to_owned()));
        self.answers.lock().unwrap().push_back(answer);
    }

    pub fn seen(&self) -> Vec<Received> {
        self.seen.lock().unwrap().clone()
    }

    /// Waits for the message of that number, from 1.
    pub async fn nth(&self, n: usize) -> Received {
        eventually(&format!("webhook {n}"), async || {
            self.seen().get(n - 1).cloned()
        })
        .await
    }
}

async fn take(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> Response {
    let told = receiver.answers.lock().unwrap().pop_front();
    let (status, retry_after) = told.unwrap_or((200, None));
    receiver
        .seen
        .lock()
        .unwrap()
        .push(Received { headers, body });
    let mut response = StatusCode::from_u16(status).unwrap().into_response();
    if let Some(told) = retry_after {
        let told = told.parse().unwrap();
        response.headers_mut().insert("retry-after", told);
    }
    response
}

/// A mail server that takes everything, unless told otherwise.
#[derive(Clone, Default)]
pub struct MailSink {
    letters: Arc<Mutex<Vec<Letter>>>,
    answers: Arc<Mutex<VecDeque<&'static str>>>,
    pub url: String,
}

#[derive(Clone)]
pub struct Letter {
    pub to: String,
    pub raw: Vec<u8>,
}

impl Letter {
    pub fn header(&self, name: &str) -> String {
        use mailparse::MailHeaderMap;
        let parsed = mailparse::parse_mail(&self.raw).unwrap();
        parsed.get_headers().get_first_value(name).unwrap()
    }

    pub fn text(&self) -> String {
        let parsed = mailparse::parse_mail(&self.raw).unwrap();
        parsed.get_body().unwrap().replace("\r\n", "\n")
    }
}

impl MailSink {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let sink = Self {
            url,
            ..Self::default()
        };
        let taking = sink.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let sink = taking.clone();
                tokio::spawn(async move { sink.talk(stream).await });
            }
        });
        sink
    }

    /// What the next recipients are answered with.
    pub fn answer(&self, lines: impl IntoIterator<Item = &'static str>) {
        self.answers.lock().unwrap().extend(lines);
    }

    pub fn letters(&self) -> Vec<Letter> {
        self.letters.lock().unwrap().clone()
    }

    pub async fn nth(&self, n: usize) -> Letter {
        eventually(&format!("letter {n}"), async || {
            self.letters().get(n - 1).cloned()
        })
        .await
    }

    /// Enough of RFC 5321.
    async fn talk(&self, stream: TcpStream) -> Option<()> {
        let mut stream = BufReader::new(stream);
        let mut to = String::new();
        stream.write_all(b"220 sink ESMTP\r\n").await.ok()?;
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await.ok()? == 0 {
                return None;
            }
            let answer = match line.get(..4).unwrap_or_default() {
                "EHLO" => "250-sink\r\n250 8BITMIME",
                "RCPT" => {
                    to = line.split(['<', '>']).nth(1).unwrap().to_owned();
                    let told = self.answers.lock().unwrap().pop_front();
                    told.unwrap_or("250 ok")
                }
                "DATA" => {
                    stream.write_all(b"354 go on\r\n").await.ok()?;
                    let raw = data(&mut stream).await?;
                    let letter = Letter {
                        to: to.clone(),
                        raw,
                    };
                    self.letters.lock().unwrap().push(letter);
                    "250 taken"
                }
                "QUIT" => "221 bye",
                _ => "250 ok",
            };
            stream
                .write_all(format!("{answer}\r\n").as_bytes())
                .await
                .ok()?;
        }
    }
}

async fn data(stream: &mut BufReader<TcpStream>) -> Option<Vec<u8>> {
    let mut raw = Vec::new();
    loop {
        let mut line = Vec::new();
        if stream.read_until(b'\n', &mut line).await.ok()? == 0 {
            return None;
        }
        if line == b".\r\n" {
            return Some(raw);
        }
        raw.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}
