//! The phone against a small scripted server: what it sends again, what it waits for.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::time::Duration;

use fieldbeat_sim::phone::{Config, End, Frame, Heartbeat, Limits, Message, Phase, Phone, WireFix};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::{
    WebSocketStream, accept_hdr_async,
    tungstenite::{
        Message as WsMessage,
        handshake::server::{Request, Response},
        protocol::CloseFrame,
    },
};
use uuid::Uuid;

const SOON: Duration = Duration::from_secs(10);

type Server = WebSocketStream<TcpStream>;

#[expect(clippy::result_large_err, reason = "the library's callback type")]
async fn accept(listener: &TcpListener) -> (Server, Value) {
    let (tcp, _) = listener.accept().await.unwrap();
    let mut socket = accept_hdr_async(tcp, |request: &Request, mut response: Response| {
        assert_eq!(request.uri().path(), "/v1/device");
        assert_eq!(request.headers()["authorization"], "Bearer t");
        let protocol = request.headers()["sec-websocket-protocol"].clone();
        response
            .headers_mut()
            .insert("sec-websocket-protocol", protocol);
        Ok(response)
    })
    .await
    .unwrap();
    let hello = read(&mut socket).await;
    say(
        &mut socket,
        json!({"type": "welcome", "server_time": "2025-01-01T00:00:00.000Z", "store": "s",
               "types": ["fixes"], "clock_offset_ms": 0, "device_id": 1}),
    )
    .await;
    (socket, hello)
}

async fn read(socket: &mut Server) -> Value {
    loop {
        if let WsMessage::Text(text) = socket.next().await.unwrap().unwrap() {
            return serde_json::from_str(&text).unwrap();
        }
    }
}

async fn say(socket: &mut Server, frame: Value) {
    socket
        .send(WsMessage::text(frame.to_string()))
        .await
        .unwrap();
}

async fn start() -> (TcpListener, Phone) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let mut config = Config::new(url, "t", Uuid::from_u128(9));
    config.limits = Limits {
        first: Duration::from_millis(10),
        most: Duration::from_millis(50),
        superseded: Duration::from_millis(100),
    };
    (listener, Phone::start(config))
}

fn session(id: u128) -> Frame {
    Frame::new(&Message::SessionStart {
        id: Uuid::from_u128(id),
        at: 1,
    })
}

#[tokio::test]
async fn what_was_not_acknowledged_is_sent_again_under_new_numbers() {
    let (listener, phone) = start().await;
    let (mut server, hello) = accept(&listener).await;
    assert_eq!(
        (&hello["type"], &hello["protocol"]),
        (&json!("hello"), &json!(1))
    );
    for id in 1..=3 {
        phone.send(session(id)).await.unwrap();
    }
    let first: Vec<Value> = vec![
        read(&mut server).await,
        read(&mut server).await,
        read(&mut server).await,
    ];
    assert_eq!(
        first
            .iter()
            .map(|f| f["n"].as_u64().unwrap())
            .collect::<Vec<_>>(),
        [1, 2, 3]
    );
    say(&mut server, json!({"type": "ack", "n": 1})).await;
    phone.connected(SOON).await.unwrap();
    while phone.pending() != 2 {
        tokio::task::yield_now().await;
    }
    drop(server);
    let (mut server, hello) = accept(&listener).await;
    assert_eq!(hello["backlog"], json!(2));
    let again = [read(&mut server).await, read(&mut server).await];
    assert_eq!(
        (&again[0]["n"], &again[0]["id"]),
        (&json!(1), &first[1]["id"])
    );
    assert_eq!(
        (&again[1]["n"], &again[1]["id"]),
        (&json!(2), &first[2]["id"])
    );
    say(&mut server, json!({"type": "ack", "n": 2, "results": [{"n": 2, "status": "duplicate", "code": "duplicate"}]})).await;
    assert!(phone.settled(SOON).await);
    let log = phone.log();
    assert_eq!((log.acknowledged_frames, log.results.len()), (3, 1));
    assert_eq!(phone.status().connects, 2);
    assert!(phone.stop().await.is_empty());
}

#[tokio::test]
async fn a_dead_zone_keeps_the_queue_and_delivers_it_afterwards() {
    let (listener, phone) = start().await;
    let (server, _) = accept(&listener).await;
    phone.connected(SOON).await.unwrap();
    phone.go_offline().await;
    phone
        .wait_for(SOON, |s| s.phase == Phase::Offline)
        .await
        .unwrap();
    drop(server);
    let fix = WireFix {
        at: 5,
        lat: 21.0,
        lng: 105.8,
        ..WireFix::default()
    };
    phone.send(Frame::fixes(None, vec![fix])).await.unwrap();
    phone.go_online().await;
    let (mut server, _) = accept(&listener).await;
    let frame = read(&mut server).await;
    assert_eq!(
        (&frame["type"], &frame["fixes"][0]["at"]),
        (&json!("fixes"), &json!(5))
    );
    say(&mut server, json!({"type": "ack", "n": 1})).await;
    assert!(phone.settled(SOON).await);
}

#[tokio::test]
async fn a_revoked_token_stops_the_phone_and_keeps_its_queue() {
    let (listener, phone) = start().await;
    let (mut server, _) = accept(&listener).await;
    phone.send(session(1)).await.unwrap();
    read(&mut server).await;
    let close = CloseFrame {
        code: 4401.into(),
        reason: "revoked".into(),
    };
    server.close(Some(close)).await.unwrap();
    let status = phone
        .wait_for(SOON, |s| matches!(s.phase, Phase::Stopped(_)))
        .await
        .unwrap();
    assert_eq!(status.phase, Phase::Stopped(End::Closed(4401)));
    assert_eq!(phone.pending(), 1);
    assert_eq!(phone.stop().await.len(), 1);
}

#[tokio::test]
async fn a_heartbeat_takes_a_number_and_is_not_waited_for() {
    let (listener, phone) = start().await;
    let (mut server, _) = accept(&listener).await;
    phone.connected(SOON).await.unwrap();
    phone
        .heartbeat(Heartbeat {
            backlog: Some(37),
            ..Heartbeat::default()
        })
        .await;
    let beat = read(&mut server).await;
    assert_eq!(
        (&beat["type"], &beat["n"], &beat["backlog"]),
        (&json!("heartbeat"), &json!(1), &json!(37))
    );
    say(
        &mut server,
        json!({"type": "alive", "server_time": "2025-01-01T00:00:00.000Z"}),
    )
    .await;
    phone.wait_for(SOON, |s| s.alives == 1).await.unwrap();
    phone.send(session(1)).await.unwrap();
    assert_eq!(read(&mut server).await["n"], json!(2));
    say(&mut server, json!({"type": "ack", "n": 2})).await;
    assert!(phone.settled(SOON).await);
}

#[tokio::test]
async fn pushed_changes_are_kept_and_their_cursor_goes_into_the_next_hello() {
    let (listener, phone) = start().await;
    let (mut server, hello) = accept(&listener).await;
    assert!(hello.get("cursor").is_none());
    say(
        &mut server,
        json!({"type": "visit", "cursor": "c7", "state": "open"}),
    )
    .await;
    while phone.log().pushed.is_empty() {
        tokio::task::yield_now().await;
    }
    phone.cut().await;
    let (_server, hello) = accept(&listener).await;
    assert_eq!(hello["cursor"], json!("c7"));
}
