//! What browsers fetch that is not data: the page, the tiles under the map, and the state of the server.

use reqwest::{Method, StatusCode};

use crate::support::{
    data_dir::DataDir,
    database::TestDatabase,
    eventually,
    proxy::{Fault, Proxy},
    server::TestServer,
};

const BASEMAP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/demo/hanoi.pmtiles");

#[tokio::test]
async fn tiles_come_packed_or_plain_and_are_not_sent_twice() {
    let server = TestServer::plan().set("basemap", BASEMAP).start().await;
    let client = server.client();
    let path = "/tiles/12/3252/1803.mvt";
    let get = |name, value| client.request(Method::GET, path).header(name, value).send();
    let packed = get("accept-encoding", "gzip, br").await.unwrap();
    assert_eq!(packed.status(), 200);
    assert_eq!(packed.headers()["content-encoding"], "gzip");
    assert_eq!(
        packed.headers()["content-type"],
        "application/vnd.mapbox-vector-tile"
    );
    let tag = packed.headers()["etag"].to_str().unwrap().to_owned();
    let packed = packed.bytes().await.unwrap();
    let plain = get("accept-encoding", "gzip;q=0").await.unwrap();
    assert!(plain.headers().get("content-encoding").is_none());
    assert_ne!(plain.headers()["etag"], tag.as_str());
    let plain = plain.bytes().await.unwrap();
    let mut unpacked = Vec::new();
    std::io::Read::read_to_end(
        &mut flate2::read::GzDecoder::new(&packed[..]),
        &mut unpacked,
    )
    .unwrap();
    assert_eq!(unpacked, plain);
    let again = client
        .request(Method::GET, path)
        .header("accept-encoding", "gzip")
        .header("if-none-match", tag)
        .send()
        .await
        .unwrap();
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    for (path, status) in [
        ("/tiles/12/0/0.mvt", 204),
        ("/tiles/12/3252/1803.png", 404),
        ("/tiles/12/-1/x.mvt", 404),
        ("/tiles/3/9/0.mvt", 404),
        ("/tiles/99/0/0.mvt", 404),
    ] {
        assert_eq!(client.get(path).await.status(), status, "{path}");
    }
    let info = server.services.tiles.as_ref().unwrap().info().clone();
    assert!(info.attribution.contains("OpenStreetMap"));
    assert!(info.bounds[0] < info.center[0] && info.center[0] < info.bounds[2]);
    server.finish().await;
}

#[tokio::test]
async fn a_server_without_a_basemap_has_no_tiles() {
    let server = TestServer::plan().set("basemap", "none").start().await;
    assert_eq!(server.client().get("/tiles/0/0/0.mvt").await.status(), 404);
    server.finish().await;
}

fn nonce_of(policy: &str) -> &str {
    let (_, rest) = policy.split_once("style-src 'self' 'nonce-").unwrap();
    rest.split('\'').next().unwrap()
}

#[tokio::test]
async fn addresses_of_the_page_lead_to_it_and_the_rest_to_404() {
    let server = TestServer::start().await;
    let client = server.client();
    let built =
        std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/web/dist/index.html")).exists();
    for path in ["/", "/reps/3?day=2026-11-22", "/first-run?token=x"] {
        let response = client.get(path).await;
        let policy = response.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .to_owned();
        assert!(
            policy.contains("default-src 'self'")
                && !policy.contains("https:")
                && !policy.contains("unsafe"),
            "{policy}"
        );
        if built {
            assert_eq!(response.status(), 200, "{path}");
            assert_eq!(response.headers()["cache-control"], "no-cache");
            // Every answer has a nonce of its own, in its policy and in its text: nobody may keep either.
            assert!(!response.headers().contains_key("etag"));
            let nonce = nonce_of(&policy).to_owned();
            let text = response.text().await.unwrap();
            assert!(text.contains(&format!("nonce=\"{nonce}\"")), "{text}");
            assert!(!text.contains("__CSP_NONCE__"));
            let again = client.get(path).await;
            let other = again.headers()["content-security-policy"].to_str().unwrap();
            assert_ne!(nonce_of(other), nonce);
        } else {
            assert_eq!(response.status(), 503, "{path}");
            assert!(response.text().await.unwrap().contains("make web"));
        }
    }
    if built {
        // Asked for anew every time: an old worker would show messages as they were once written.
        let worker = client.get("/push-worker.js").await;
        assert_eq!(worker.status(), 200);
        assert_eq!(worker.headers()["cache-control"], "no-cache");
        assert_eq!(
            worker.headers()["content-type"],
            "text/javascript; charset=utf-8"
        );
        assert!(worker.headers().contains_key("content-security-policy"));
    }
    for path in [
        "/favicon.nope",
        "/assets/gone-1234.js",
        "/index.html.br",
        "/../Cargo.toml",
        "/assets/%2e%2e/Cargo.toml",
    ] {
        assert_eq!(client.get(path).await.status(), 404, "{path}");
    }
    let unknown = client.get("/api/v1/no-such-thing").await;
    assert_eq!(unknown.status(), 404);
    assert_eq!(
        unknown.headers()["content-type"],
        "application/problem+json"
    );
    let put = client.request(Method::PUT, "/reps/3").send().await.unwrap();
    assert_eq!(put.status(), 405);
    server.finish().await;
}

#[tokio::test]
async fn readiness_follows_the_database() {
    let database = TestDatabase::new().await;
    let dir = DataDir::new();
    let (proxy, url) = Proxy::before_database(&database.url, dir.path()).await;
    let server = TestServer::plan().set("database_url", url).start().await;
    let client = server.client();
    assert_eq!(client.get("/readyz").await.status(), 200);
    proxy.set(Fault::Cut);
    eventually("not ready", async || {
        (client.get("/readyz").await.status() == 503).then_some(())
    })
    .await;
    assert_eq!(client.get("/healthz").await.status(), 200);
    proxy.set(Fault::None);
    eventually("ready", async || {
        (client.get("/readyz").await.status() == 200).then_some(())
    })
    .await;
    let metrics = client.get("/metrics").await;
    assert!(
        metrics.headers()["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/plain")
    );
    server.finish_although(|_| true).await;
}
