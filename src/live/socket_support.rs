//! A bare server with the live door only, rights in memory, and a client that reads both forms.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use axum::http::{HeaderMap, HeaderValue, header};
use fieldbeat_domain::{
    id::{OrgUnitId, RepId},
    time::At,
};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Map, Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest},
};
use tokio_util::sync::CancellationToken;

use super::*;

/// Nothing here takes longer unless it is broken.
const DEADLINE: Duration = Duration::from_secs(20);

/// Token → what it may see. Unit 1 is above 2 and 3.
#[derive(Default)]
pub struct Rights(pub Mutex<HashMap<String, Result<Reach, Denied>>>);

impl Rights {
    pub fn set(&self, token: &str, right: Result<Reach, Denied>) {
        self.0.lock().unwrap().insert(token.to_owned(), right);
    }
}

impl LiveAuth for Rights {
    fn authenticate<'a>(&'a self, headers: &'a HeaderMap) -> Answer<'a, Grant> {
        Box::pin(async move {
            let token = headers
                .get(header::AUTHORIZATION)
                .and_then(|v| v.to_str().ok()?.strip_prefix("Bearer "))
                .ok_or(Denied::Unauthenticated)?;
            let rights = self.0.lock().unwrap();
            let reach = rights
                .get(token)
                .cloned()
                .ok_or(Denied::Unauthenticated)??;
            Ok(Grant {
                user: token.into(),
                reach,
            })
        })
    }
    fn subtree(&self, unit: OrgUnitId) -> Answer<'_, Vec<OrgUnitId>> {
        let below = match unit.0 {
            1 => vec![1, 2, 3],
            other => vec![other],
        };
        Box::pin(async move { Ok(below.into_iter().map(OrgUnitId).collect()) })
    }
    fn unit_of_rep(&self, rep: RepId) -> Answer<'_, Option<OrgUnitId>> {
        // Reps 900 to 909 exist and have never sent a fix.
        let unit = (900..910).contains(&rep.0).then_some(OrgUnitId(2));
        Box::pin(async move { Ok(unit) })
    }
}

pub struct TestLive {
    pub address: String,
    pub hub: Hub,
    pub publisher: Publisher,
    pub rights: Arc<Rights>,
    pub shutdown: CancellationToken,
    now: Arc<AtomicI64>,
}

pub fn quick() -> Timing {
    Timing {
        tick: Duration::from_millis(10),
        beat: Duration::from_secs(10),
        farewell: Duration::from_secs(5),
        ..Timing::default()
    }
}

impl TestLive {
    pub async fn start(timing: Timing) -> Self {
        let publisher = Publisher::new();
        let now = Arc::new(AtomicI64::new(1_785_000_000_000));
        let clock = Arc::clone(&now);
        let shutdown = CancellationToken::new();
        let hub = Hub::start(Wiring {
            publisher: publisher.clone(),
            clock: Arc::new(move || At(clock.load(Ordering::Relaxed))),
            presence: Arc::new(|| PresenceRule::from_seconds(300, 900)),
            shutdown: shutdown.clone(),
            timing,
        });
        let rights = Arc::new(Rights::default());
        rights.set("all", Ok(Reach::All));
        rights.set("two", Ok(Reach::units([OrgUnitId(2)])));
        let door = Door {
            hub: hub.clone(),
            auth: Arc::clone(&rights) as Arc<dyn LiveAuth>,
            origin: Arc::new(Origin::new(None)),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        tokio::spawn(async move { axum::serve(listener, router(door)).await.unwrap() });
        Self {
            address,
            hub,
            publisher,
            rights,
            shutdown,
            now,
        }
    }

    pub fn rep(&self, rep: i32, unit: i32, lng: f64) {
        let now = At(self.now.load(Ordering::Relaxed));
        let state = viewer::tests::state(rep, unit, 21.0, lng, now);
        self.publisher.rep(state);
    }

    pub fn event(&self, kind: &str, unit: Option<i32>, cursor: u32) {
        self.publisher.event(LiveEvent {
            kind: kind.into(),
            org_unit: unit.map(OrgUnitId),
            rep: Some(RepId(1)),
            body: json!({"overall": "valid"}),
            cursor: cursor.to_string(),
        });
    }

    pub async fn connect(&self, token: &str) -> Client {
        self.try_connect(Some(token), None).await.unwrap()
    }

    pub async fn try_connect(
        &self,
        token: Option<&str>,
        origin: Option<&str>,
    ) -> Result<Client, Error> {
        self.offer(token, origin, None).await
    }

    /// Connects with a list of subprotocols.
    pub async fn offer(
        &self,
        token: Option<&str>,
        origin: Option<&str>,
        protocols: Option<&'static str>,
    ) -> Result<Client, Error> {
        let url = format!("ws://{}/v1/live", self.address);
        let mut request = url.into_client_request()?;
        let headers = request.headers_mut();
        if let Some(protocols) = protocols {
            let value = HeaderValue::from_static(protocols);
            headers.insert(header::SEC_WEBSOCKET_PROTOCOL, value);
        }
        if let Some(token) = token {
            let value = HeaderValue::from_str(&format!("Bearer {token}")).unwrap();
            headers.insert(header::AUTHORIZATION, value);
        }
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, HeaderValue::from_str(origin).unwrap());
        }
        let (socket, response) = connect_async(request).await?;
        let protocol = response.headers().get(header::SEC_WEBSOCKET_PROTOCOL);
        Ok(Client {
            protocol: protocol.map(|name| name.to_str().unwrap().to_owned()),
            socket,
            roster: BTreeMap::new(),
        })
    }

    pub async fn subscribed(&self, token: &str) -> Client {
        let mut client = self.connect(token).await;
        client.say(&json!({"type":"subscribe","sub":1})).await;
        client.expect("snapshot").await;
        client
    }

    pub async fn until_viewers(&self, count: usize) {
        let reached = async {
            while self.hub.viewers() != count {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(DEADLINE, reached).await.unwrap();
    }
}

pub struct Client {
    /// What the server chose of those offered.
    pub protocol: Option<String>,
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    roster: BTreeMap<i64, Map<String, Value>>,
}

impl Client {
    pub async fn say(&mut self, message: &Value) {
        self.raw(Message::text(message.to_string())).await;
    }

    pub async fn raw(&mut self, message: Message) {
        self.socket.send(message).await.unwrap();
    }

    /// The next frame as JSON, or the code of the close. What is told of reps by name is kept.
    pub async fn next(&mut self) -> Result<Value, u16> {
        let read = async {
            loop {
                match self.socket.next().await {
                    Some(Ok(Message::Text(text))) => {
                        let message: Value = serde_json::from_str(&text).unwrap();
                        if message["type"] != "roster" {
                            return Ok(message);
                        }
                        for entry in message["reps"].as_array().unwrap() {
                            let id = entry["id"].as_i64().unwrap();
                            self.roster.insert(id, entry.as_object().unwrap().clone());
                        }
                    }
                    Some(Ok(Message::Binary(bytes))) => {
                        return Ok(viewer_page::decode(&bytes, &self.roster));
                    }
                    Some(Ok(Message::Close(Some(frame)))) => return Err(frame.code.into()),
                    Some(Ok(_)) => {}
                    _ => return Err(0),
                }
            }
        };
        tokio::time::timeout(DEADLINE, read).await.expect("in time")
    }

    /// The next frame, which must be of this type.
    pub async fn expect(&mut self, kind: &str) -> Value {
        let message = self.next().await.unwrap();
        assert_eq!(message["type"], kind, "{message}");
        message
    }

    /// Skips frames until one fulfils a condition.
    pub async fn until(&mut self, what: impl Fn(&Value) -> bool) -> Value {
        loop {
            let message = self.next().await.unwrap();
            if what(&message) {
                return message;
            }
        }
    }

    /// Skips frames until the server closes.
    pub async fn closed(&mut self) -> u16 {
        loop {
            if let Err(code) = self.next().await {
                return code;
            }
        }
    }
}

/// Ids of the reps in a frame, sorted.
pub fn ids(message: &Value) -> Vec<i64> {
    let reps = message["reps"].as_array().unwrap();
    let mut ids: Vec<_> = reps.iter().map(|rep| rep["id"].as_i64().unwrap()).collect();
    ids.sort_unstable();
    ids
}
