//! The door itself: TLS and its certificate, proxies, crowds, slow clients, who asks too often, and what every answer says.

use std::{sync::Arc, time::Duration};

use fieldbeat::clock::Clock;
use fieldbeat_domain::time::At;
use reqwest::{Method, StatusCode, header};
use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
    version::{TLS12, TLS13},
};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
    time::{Instant, timeout},
};
use tokio_rustls::{TlsConnector, client::TlsStream};

use crate::support::{
    DEADLINE,
    client::{expect, open},
    data_dir::DataDir,
    eventually,
    front_door::{PASSWORD, found, problem, send},
    server::{Plan, TestServer},
};

/// A certificate in the files of a directory, signed by itself.
struct Certificate {
    dir: DataDir,
    trusted: CertificateDer<'static>,
}

impl Certificate {
    fn new() -> Self {
        let dir = DataDir::new();
        let trusted = write(&dir);
        Self { dir, trusted }
    }

    fn path(&self, name: &str) -> String {
        self.dir.path().join(name).display().to_string()
    }

    fn plan(&self) -> Plan {
        let plan = TestServer::plan().set("tls_certificate", self.path("chain.pem"));
        plan.set("tls_key", self.path("key.pem"))
    }
}

fn write(dir: &DataDir) -> CertificateDer<'static> {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let chain = made.cert.pem();
    std::fs::write(dir.path().join("chain.pem"), &chain).unwrap();
    std::fs::write(dir.path().join("key.pem"), made.signing_key.serialize_pem()).unwrap();
    CertificateDer::from_pem_slice(chain.as_bytes()).unwrap()
}

type Line = TlsStream<TcpStream>;

/// A connection of who trusts one certificate and speaks these versions.
async fn connect(
    server: &TestServer,
    trusted: &CertificateDer<'static>,
    versions: &[&'static rustls::SupportedProtocolVersion],
) -> std::io::Result<Line> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(versions)
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let line = TcpStream::connect(server.address).await?;
    let name = ServerName::try_from("localhost").unwrap();
    TlsConnector::from(Arc::new(config))
        .connect(name, line)
        .await
}

/// One request on a connection that stays.
async fn ask(line: &mut Line, path: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n");
    line.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let mut piece = [0; 4096];
    while !String::from_utf8_lossy(&answer).contains("\r\n\r\n") {
        let read = timeout(DEADLINE, line.read(&mut piece))
            .await
            .unwrap()
            .unwrap();
        assert!(read > 0, "ended: {}", String::from_utf8_lossy(&answer));
        answer.extend_from_slice(&piece[..read]);
    }
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_certificate_is_changed_while_connections_go_on() {
    let mut certificate = Certificate::new();
    let server = certificate.plan().start().await;
    let both: [&'static rustls::SupportedProtocolVersion; 2] = [&TLS13, &TLS12];
    for version in both {
        let mut line = connect(&server, &certificate.trusted, &[version])
            .await
            .unwrap();
        assert!(ask(&mut line, "/healthz").await.starts_with("HTTP/1.1 200"));
    }
    let mut line = connect(&server, &certificate.trusted, &both).await.unwrap();
    let told = ask(&mut line, "/api/v1/public").await.to_lowercase();
    assert!(
        told.contains("strict-transport-security: max-age=31536000"),
        "{told}"
    );
    assert!(
        server
            .first_run_link
            .as_ref()
            .unwrap()
            .starts_with("https://")
    );
    // Who does not speak TLS learns nothing.
    let mut plain = TcpStream::connect(server.address).await.unwrap();
    plain
        .write_all(b"GET /api/v1/public HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .unwrap();
    let mut answer = Vec::new();
    timeout(DEADLINE, plain.read_to_end(&mut answer))
        .await
        .unwrap()
        .ok();
    assert!(!String::from_utf8_lossy(&answer).contains("HTTP/1.1"));

    let tls = server.services.tls.clone().unwrap();
    let old = certificate.trusted.clone();
    // Half of a pair does not read: the one before is used on.
    std::fs::write(certificate.path("key.pem"), "no key").unwrap();
    assert!(tls.reload().is_err());
    connect(&server, &old, &both).await.unwrap();
    certificate.trusted = write(&certificate.dir);
    tls.reload().unwrap();
    connect(&server, &old, &both).await.unwrap_err();
    connect(&server, &certificate.trusted, &both).await.unwrap();
    // The line that stood before goes on.
    assert!(ask(&mut line, "/healthz").await.starts_with("HTTP/1.1 200"));
    drop(line);
    server.finish().await;
}

#[tokio::test]
async fn over_tls_the_cookie_is_of_this_host_alone() {
    let certificate = Certificate::new();
    let server = certificate.plan().start().await;
    let trusted = reqwest::Certificate::from_der(&certificate.trusted).unwrap();
    let client = reqwest::Client::builder()
        .add_root_certificate(trusted)
        .build()
        .unwrap();
    let url = |path: &str| format!("https://localhost:{}{path}", server.address.port());
    let token = server
        .first_run_link
        .as_ref()
        .unwrap()
        .split_once("token=")
        .unwrap()
        .1;
    let body = json!({"token": token, "company": {"name": "X", "time_zone": "Asia/Ho_Chi_Minh", "currency": "VND", "language": "vi",
        "working_hours": ["08:00", "17:30"]}, "administrator": {"login": "admin", "name": "A", "password": PASSWORD}});
    let founded = client
        .post(url("/api/v1/first-run"))
        .json(&body)
        .send()
        .await
        .unwrap();
    assert_eq!(founded.status(), StatusCode::CREATED);
    let login = json!({"login": "admin", "password": PASSWORD});
    let opened = client
        .post(url("/api/v1/session"))
        .json(&login)
        .send()
        .await
        .unwrap();
    let cookie = opened.headers()[header::SET_COOKIE]
        .to_str()
        .unwrap()
        .to_owned();
    let holds = |word: &str| cookie.split("; ").any(|part| part == word);
    assert!(
        cookie.starts_with("__Host-fieldbeat=")
            && holds("Secure")
            && holds("HttpOnly")
            && holds("Path=/"),
        "{cookie}"
    );
    server.finish().await;
}

#[tokio::test]
async fn a_flood_through_a_proxy_is_that_of_who_stands_behind_it() {
    let trusting = TestServer::plan().set("trusted_proxies", "127.0.0.1, 10.0.0.0/8");
    let server = trusting.start().await;
    found(&server).await;
    let guess = json!({"login": "admin", "password": "guess"});
    let from = async |forwarded: &str| {
        let headers = [("x-forwarded-for", forwarded)];
        send(
            &server.client(),
            Method::POST,
            "/api/v1/session",
            &headers,
            &guess,
        )
        .await
        .status()
        .as_u16()
    };
    for n in 0..10 {
        // Whatever it says of itself, to the left of what the proxies saw.
        assert_eq!(
            from(&format!("1.2.3.{n}, 203.0.113.7, 10.1.1.1")).await,
            401
        );
    }
    assert_eq!(from("9.9.9.9, 203.0.113.7").await, 429);
    assert_eq!(from("203.0.113.8").await, 401);
    server.finish().await;
}

#[tokio::test]
async fn an_address_has_so_many_connections_and_gets_them_back() {
    let server = TestServer::plan()
        .set("connections_per_address", "3")
        .start()
        .await;
    let mut held = Vec::new();
    for _ in 0..3 {
        let mut line = TcpStream::connect(server.address).await.unwrap();
        line.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
            .await
            .unwrap();
        assert_eq!(line.read_u8().await.unwrap(), b'H');
        held.push(line);
    }
    let mut more = TcpStream::connect(server.address).await.unwrap();
    let mut answer = Vec::new();
    let ended = timeout(DEADLINE, more.read_to_end(&mut answer))
        .await
        .unwrap();
    assert!(ended.is_err() || answer.is_empty());
    held.pop();
    // An upgraded socket has a seat as long as it stands.
    let phone = eventually("a phone has the seat", async || {
        open(server.address, "/v1/device", &[]).await.ok()
    })
    .await;
    let again = open(server.address, "/v1/device", &[]).await;
    assert!(again.is_err());
    drop(phone);
    eventually("a seat is free", async || {
        let client = server.client();
        client.request(Method::GET, "/healthz").send().await.ok()
    })
    .await;
    drop(held);
    server.finish().await;
}

/// How long a server that has a second of patience holds on to a connection.
async fn held(line: &mut TcpStream) -> Duration {
    let start = Instant::now();
    let mut rest = Vec::new();
    timeout(DEADLINE, line.read_to_end(&mut rest))
        .await
        .unwrap()
        .ok();
    start.elapsed()
}

#[tokio::test]
async fn a_slow_client_is_given_up() {
    let server = TestServer::plan()
        .set("client_patience_s", "1")
        .start()
        .await;
    let patience = Duration::from_millis(800)..Duration::from_secs(20);
    let send = async |text: &str| {
        let mut line = TcpStream::connect(server.address).await.unwrap();
        line.write_all(text.as_bytes()).await.unwrap();
        line
    };
    // Nothing at all, half a head, and a head that goes on byte by byte.
    for head in ["", "GET /healthz HTTP/1.1\r\nho"] {
        let mut line = send(head).await;
        let took = held(&mut line).await;
        assert!(patience.contains(&took), "{head:?}: {took:?}");
    }
    let mut line = send("GET /healthz HTTP/1.1\r\n").await;
    let start = Instant::now();
    while line.write_all(b"x: y\r\n").await.is_ok() && start.elapsed() < patience.end {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(patience.contains(&start.elapsed()), "{:?}", start.elapsed());
    // A body that stops: the request is refused and the line ends.
    let mut line = send("POST /api/v1/session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{").await;
    let took = held(&mut line).await;
    assert!(patience.contains(&took), "{took:?}");

    // Answers that nobody reads.
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4_096).unwrap();
    let mut line = socket.connect(server.address).await.unwrap();
    let ask = "GET /api/v1/openapi.json HTTP/1.1\r\nhost: x\r\n\r\n".repeat(100);
    line.write_all(ask.as_bytes()).await.unwrap();
    let start = Instant::now();
    eventually("the line is given up", async || {
        // A line that has ended takes no more.
        line.write_all(b"\r\n").await.err()
    })
    .await;
    assert!(patience.contains(&start.elapsed()), "{:?}", start.elapsed());
    // A socket that says nothing for longer is none of these.
    let client = server.client();
    let mut socket = client.socket("/v1/device", &[]).await;
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert!(socket.try_send(&json!({"type": "hello"})).await);
    server.finish().await;
}

#[tokio::test]
async fn who_asks_too_often_waits_and_nobody_else_does() {
    let clock = Clock::at(At(chrono::Utc::now().timestamp_millis()));
    let server = TestServer::plan().clock(&clock).start().await;
    let admin = found(&server).await;
    crate::support::front_door::user(&server, &admin, "boss", "supervisor", "T1").await;
    let boss = server.client();
    let login = json!({"login": "boss", "password": PASSWORD});
    expect(boss.post("/api/v1/session", &login).await, StatusCode::OK).await;
    // Doors that are open to everybody, by line.
    let enrol = json!({"code": "AAAA-AAAA", "install": uuid::Uuid::nil()});
    let refused = loop {
        let answer = boss.post("/v1/device/enroll", &enrol).await;
        if answer.status() != StatusCode::UNAUTHORIZED
            && answer.status() != StatusCode::FORBIDDEN
            && answer.status() != StatusCode::NOT_FOUND
        {
            break answer;
        }
    };
    assert_eq!(refused.headers()["retry-after"], "1");
    problem(refused, 429, "rate_limited").await;
    problem(
        boss.post("/api/v1/session", &login).await,
        429,
        "rate_limited",
    )
    .await;
    // Whoever is in goes on.
    assert_eq!(boss.get("/api/v1/visit-patterns").await.status(), 200);
    clock.advance(Duration::from_secs(1));
    expect(boss.post("/api/v1/session", &login).await, StatusCode::OK).await;

    // What is in, by user.
    let mut asked = 0;
    let refused = loop {
        let answer = boss.get("/api/v1/visit-patterns").await;
        if answer.status() != StatusCode::OK {
            break answer;
        }
        asked += 1;
    };
    assert!((4_900..5_100).contains(&asked), "{asked}");
    assert!(refused.headers().contains_key("retry-after"));
    problem(refused, 429, "rate_limited").await;
    assert_eq!(admin.get("/api/v1/visit-patterns").await.status(), 200);
    clock.advance(Duration::from_secs(1));
    assert_eq!(boss.get("/api/v1/visit-patterns").await.status(), 200);
    server.finish().await;
}

#[tokio::test]
async fn every_answer_says_what_keeps_a_browser_from_being_used_against_it() {
    const BASEMAP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/demo/hanoi.pmtiles");
    let server = TestServer::plan().set("basemap", BASEMAP).start().await;
    let admin = found(&server).await;
    for path in [
        "/",
        "/m/",
        "/reps/3",
        "/assets/gone.js",
        "/favicon.svg",
        "/healthz",
        "/metrics",
        "/tiles/12/3252/1803.mvt",
        "/tiles/12/0/0.mvt",
        "/api/v1/public",
        "/api/v1/session",
        "/api/v1/reps",
        "/api/v1/reps/export",
        "/api/v1/reps/export?format=xlsx",
        "/api/v1/photos/018f0000-0000-7000-8000-000000000001/image",
        "/api/v1/nowhere",
        "/api/docs",
        "/calendar/none.ics",
        "/opt-out/x/y",
        "/v1/device/sync",
        "/compat/traccar",
        "/%00",
    ] {
        let answer = admin.get(path).await;
        let said = |name: &str| {
            let value = answer
                .headers()
                .get(name)
                .unwrap_or_else(|| panic!("{path}: no {name}"));
            value.to_str().unwrap().to_owned()
        };
        assert_eq!(said("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(said("x-frame-options"), "DENY", "{path}");
        assert_eq!(said("referrer-policy"), "same-origin", "{path}");
        assert_eq!(said("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(
            said("cross-origin-resource-policy"),
            "same-origin",
            "{path}"
        );
        assert!(
            said("permissions-policy").contains("camera=(self)"),
            "{path}"
        );
        let policy = said("content-security-policy");
        assert!(
            policy.contains("frame-ancestors 'none'") || policy.contains("default-src 'none'"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("unsafe-inline"), "{path}: {policy}");
        assert!(
            !answer.headers().contains_key("access-control-allow-origin"),
            "{path}"
        );
        // Not served over TLS: nothing that would lock a browser out.
        assert!(
            !answer.headers().contains_key("strict-transport-security"),
            "{path}"
        );
        // What a login sees is kept by nobody on the way.
        if path.starts_with("/api/v1/reps") {
            assert!(said("cache-control").contains("private"), "{path}");
        }
    }
    server.finish().await;
}
