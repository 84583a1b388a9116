//! RFC 6455 against the device socket and the live socket, byte by byte: handshakes and frames as any peer
//! may send them, by hand, over TCP. Each case names its section and what must come back.

mod frames;
mod handshakes;
mod raw;

use serde_json::json;

use self::raw::{FIN, Heard, Raw, TEXT, frame};
use crate::support::{
    client::expect,
    company::{Company, Enrolled},
    front_door::found,
    server::TestServer,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    Device,
    Live,
}

impl Door {
    const BOTH: [Self; 2] = [Self::Device, Self::Live];

    fn path(self) -> &'static str {
        match self {
            Self::Device => "/v1/device",
            Self::Live => "/v1/live",
        }
    }
}

/// A server with a company, and who may pass its doors.
struct House {
    server: TestServer,
    company: Company,
    viewer: String,
    phones: i32,
}

impl House {
    async fn open() -> Self {
        let server = TestServer::start().await;
        let admin = found(&server).await;
        let me = admin.json("/api/v1/session").await;
        let id = &me["user"]["id"];
        let path = format!("/api/v1/users/{id}/tokens");
        let issued = admin.post(&path, &json!({"name": "rfc"})).await;
        let issued = expect(issued, reqwest::StatusCode::CREATED).await;
        let company = Company::found(server.database.pool()).await;
        Self {
            viewer: issued["token"].as_str().unwrap().to_owned(),
            server,
            company,
            phones: 0,
        }
    }

    /// Another phone each time: one that comes again and again is told to wait.
    async fn phone(&mut self) -> Enrolled {
        self.phones += 1;
        self.company.enrolled(&format!("P{}", self.phones)).await
    }

    async fn raw(&self) -> Raw {
        Raw::connect(self.server.address).await
    }

    async fn token(&mut self, door: Door) -> String {
        match door {
            Door::Device => self.phone().await.token,
            Door::Live => self.viewer.clone(),
        }
    }

    /// A handshake as a peer should make it.
    fn request(&self, door: Door, token: &str) -> String {
        format!(
            "GET {} HTTP/1.1\r\nHost: {}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\
             Authorization: Bearer {token}\r\n\r\n",
            door.path(),
            self.server.address
        )
    }

    /// A socket that was greeted: what is sent now is read by the door's own code.
    async fn greeted(&mut self, door: Door) -> Raw {
        let token = self.token(door).await;
        let mut raw = self.raw().await;
        raw.write(self.request(door, &token).as_bytes()).await;
        assert_eq!(raw.answer().await.status, 101);
        if door == Door::Device {
            let hello = json!({"type": "hello", "protocol": 1}).to_string();
            raw.write(&frame(FIN | TEXT, hello)).await;
            let Heard::Text(welcome) = raw.hear().await else {
                panic!("no welcome");
            };
            assert!(welcome.contains("welcome"), "{welcome}");
        }
        raw
    }
}
