//! The opening handshake (§4): what is let in, what is refused and how.

use serde_json::json;

use super::{
    Door, House,
    raw::{Answer, FIN, Heard, PING, TEXT, frame},
};

/// A change of a good request, and the status that answers it.
struct Case {
    name: &'static str,
    /// Replaced by what; an empty text takes the line away.
    change: &'static [(&'static str, &'static str)],
    status: u16,
    /// Headers that the answer must have, or must not where there is no value.
    headers: &'static [(&'static str, Option<&'static str>)],
}

const UPGRADE: &str = "Upgrade: websocket\r\n";
const CONNECTION: &str = "Connection: Upgrade\r\n";
const KEY: &str = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
const VERSION: &str = "Sec-WebSocket-Version: 13\r\n";
/// Of the sample nonce, as §1.3 computes it.
const ACCEPT: &str = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
const REQUIRED: &[(&str, Option<&str>)] = &[
    ("upgrade", Some("websocket")),
    ("connection", Some("upgrade")),
];
const VERSION_13: &[(&str, Option<&str>)] = &[("sec-websocket-version", Some("13"))];
const OPEN: &[(&str, Option<&str>)] = &[
    ("upgrade", Some("websocket")),
    ("connection", Some("upgrade")),
    ("sec-websocket-accept", Some(ACCEPT)),
    ("sec-websocket-protocol", None),
    ("sec-websocket-extensions", None),
];

const CASES: &[Case] = &[
    Case {
        name: "1.3 the sample nonce",
        change: &[],
        status: 101,
        headers: OPEN,
    },
    Case {
        name: "4.1 header names in lower case",
        status: 101,
        headers: OPEN,
        change: &[
            (UPGRADE, "upgrade: websocket\r\n"),
            (CONNECTION, "connection: Upgrade\r\n"),
            (KEY, "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n"),
            (VERSION, "sec-websocket-version: 13\r\n"),
        ],
    },
    Case {
        name: "4.1 header names in upper case",
        status: 101,
        headers: OPEN,
        change: &[
            (UPGRADE, "UPGRADE: websocket\r\n"),
            (CONNECTION, "CONNECTION: Upgrade\r\n"),
            (KEY, "SEC-WEBSOCKET-KEY: dGhlIHNhbXBsZSBub25jZQ==\r\n"),
            (VERSION, "SEC-WEBSOCKET-VERSION: 13\r\n"),
        ],
    },
    Case {
        name: "4.2.1 values in any case",
        change: &[
            (UPGRADE, "Upgrade: WebSocket\r\n"),
            (CONNECTION, "Connection: UPGRADE\r\n"),
        ],
        status: 101,
        headers: OPEN,
    },
    Case {
        name: "4.2.1 Connection is a list",
        change: &[(CONNECTION, "Connection: keep-alive, Upgrade\r\n")],
        status: 101,
        headers: OPEN,
    },
    Case {
        name: "4.2.1 without Upgrade",
        change: &[(UPGRADE, "")],
        status: 426,
        headers: REQUIRED,
    },
    Case {
        name: "4.2.1 an upgrade to something else",
        change: &[(UPGRADE, "Upgrade: h2c\r\n")],
        status: 426,
        headers: REQUIRED,
    },
    Case {
        name: "4.2.1 without Connection",
        change: &[(CONNECTION, "")],
        status: 426,
        headers: REQUIRED,
    },
    Case {
        name: "4.2.1 Connection with another word",
        change: &[(CONNECTION, "Connection: upgraded\r\n")],
        status: 426,
        headers: REQUIRED,
    },
    Case {
        name: "4.2.1 HTTP/1.0",
        change: &[("HTTP/1.1", "HTTP/1.0")],
        status: 426,
        headers: &[("sec-websocket-accept", None)],
    },
    Case {
        name: "4.2.1 a method that is not GET",
        change: &[("GET ", "POST ")],
        status: 405,
        headers: &[("sec-websocket-accept", None)],
    },
    Case {
        name: "4.2.1 HEAD",
        change: &[("GET ", "HEAD ")],
        status: 405,
        headers: &[("sec-websocket-accept", None)],
    },
    Case {
        name: "4.2.1 without Host",
        change: &[("Host: ", "X-Host: ")],
        status: 400,
        headers: &[],
    },
    Case {
        name: "4.2.1 without a key",
        change: &[(KEY, "")],
        status: 400,
        headers: &[],
    },
    Case {
        name: "4.2.1 a key of 15 bytes",
        change: &[(KEY, "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAA\r\n")],
        status: 400,
        headers: &[],
    },
    Case {
        name: "4.2.1 a key that is no Base64",
        change: &[(KEY, "Sec-WebSocket-Key: ************************\r\n")],
        status: 400,
        headers: &[],
    },
    Case {
        name: "11.3.1 a key twice",
        change: &[(
            KEY,
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
        )],
        status: 400,
        headers: &[],
    },
    Case {
        name: "4.4 version 8",
        change: &[(VERSION, "Sec-WebSocket-Version: 8\r\n")],
        status: 426,
        headers: VERSION_13,
    },
    Case {
        name: "4.4 several versions",
        change: &[(VERSION, "Sec-WebSocket-Version: 13, 8\r\n")],
        status: 426,
        headers: VERSION_13,
    },
    Case {
        name: "4.4 no version",
        change: &[(VERSION, "")],
        status: 426,
        headers: VERSION_13,
    },
    Case {
        name: "4.2.2 a subprotocol that nobody knows",
        change: &[(
            VERSION,
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: chat\r\n",
        )],
        status: 101,
        headers: OPEN,
    },
    Case {
        name: "9.1 extensions are not taken",
        status: 101,
        headers: OPEN,
        change: &[(
            VERSION,
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, x-none\r\n",
        )],
    },
];

/// The changed request's answer.
async fn ask(house: &mut House, door: Door, change: &[(&str, &str)]) -> Answer {
    let token = house.token(door).await;
    let mut request = house.request(door, &token);
    for (from, to) in change {
        assert!(request.contains(from), "{from}");
        request = request.replacen(from, to, 1);
    }
    let mut raw = house.raw().await;
    raw.write(request.as_bytes()).await;
    raw.answer().await
}

#[tokio::test]
async fn every_handshake_is_answered_as_rfc_6455_has_it() {
    let mut house = House::open().await;
    let mut wrong = Vec::new();
    for case in CASES {
        for door in Door::BOTH {
            let answer = ask(&mut house, door, case.change).await;
            if answer.status != case.status {
                wrong.push(format!("{door:?}: {}: {}", case.name, answer.status));
            }
            for (name, want) in case.headers {
                let got = answer.header(name);
                if got != *want {
                    wrong.push(format!("{door:?}: {}: {name}: {got:?}", case.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    eprintln!("rfc6455: {} cases of handshakes", CASES.len());
    house.server.finish().await;
}

#[tokio::test]
async fn the_subprotocol_is_one_that_was_offered() {
    let mut house = House::open().await;
    for (door, offered, chosen) in [
        (
            Door::Device,
            "Sec-WebSocket-Protocol: chat, fieldbeat.device.v1",
            "fieldbeat.device.v1",
        ),
        (
            Door::Device,
            "Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Protocol: fieldbeat.device.v1",
            "fieldbeat.device.v1",
        ),
        (
            Door::Live,
            "Sec-WebSocket-Protocol: fieldbeat.live.v1",
            "fieldbeat.live.v1",
        ),
        (
            Door::Live,
            "Sec-WebSocket-Protocol: fieldbeat.live.v1,fieldbeat.live.v1.bin",
            "fieldbeat.live.v1.bin",
        ),
    ] {
        let with = format!("{VERSION}{offered}\r\n");
        let answer = ask(&mut house, door, &[(VERSION, with.as_str())]).await;
        assert_eq!(answer.status, 101, "{offered}");
        assert_eq!(
            answer.header("sec-websocket-protocol"),
            Some(chosen),
            "{offered}"
        );
    }
    house.server.finish().await;
}

/// §4.1, §5.5.2: a peer may send with its handshake, and may ping before it has said anything else.
#[tokio::test]
async fn frames_that_come_with_the_handshake_are_read() {
    let mut house = House::open().await;
    for door in Door::BOTH {
        let token = house.token(door).await;
        let mut bytes = house.request(door, &token).into_bytes();
        bytes.extend(frame(FIN | PING, "early"));
        let hello = json!({"type": "hello", "protocol": 1}).to_string();
        bytes.extend(frame(FIN | TEXT, &hello));
        let mut raw = house.raw().await;
        raw.write(&bytes).await;
        assert_eq!(raw.answer().await.status, 101);
        assert_eq!(raw.hear().await, Heard::Pong(b"early".into()));
        let Heard::Text(answer) = raw.hear().await else {
            panic!("{door:?}: no answer");
        };
        let want = if door == Door::Device {
            "welcome"
        } else {
            "unknown_type"
        };
        assert!(answer.contains(want), "{answer}");
    }
    house.server.finish().await;
}

#[tokio::test]
async fn a_handshake_may_come_byte_by_byte() {
    let mut house = House::open().await;
    for door in Door::BOTH {
        let token = house.token(door).await;
        let mut raw = house.raw().await;
        raw.dribble(house.request(door, &token).as_bytes()).await;
        assert_eq!(raw.answer().await.status, 101, "{door:?}");
    }
    house.server.finish().await;
}

/// §4.2.2, §10.2: a foreign page is refused before the upgrade, a stranger after it, where a browser can read why.
#[tokio::test]
async fn who_may_not_pass_is_told_so() {
    let mut house = House::open().await;
    let foreign = format!("{VERSION}Origin: https://evil.example\r\n");
    let answer = ask(&mut house, Door::Live, &[(VERSION, foreign.as_str())]).await;
    assert_eq!(answer.status, 403);
    for door in Door::BOTH {
        let mut raw = house.raw().await;
        raw.write(house.request(door, "nobody").as_bytes()).await;
        assert_eq!(raw.answer().await.status, 101);
        let hello = json!({"type": "hello", "protocol": 1}).to_string();
        raw.write(&frame(FIN | TEXT, hello)).await;
        assert_eq!(raw.hear().await, Heard::Close(Some(4401)), "{door:?}");
    }
    house.server.finish().await;
}
