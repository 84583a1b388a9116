//! The built web page, carried by the binary (in debug builds read from `web/dist` as it is).
//!
//! Hashed files never change and are kept by browsers for a year; entries are asked for every time.

use axum::{
    Extension, Json,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use rust_embed::{EmbeddedFile, RustEmbed};
use serde_json::json;

use super::{
    Services,
    tiles::{accepts, is_known},
};
use crate::{api::auth, config::Basemap, secret};

#[derive(RustEmbed)]
#[folder = "web/dist"]
#[allow_missing = true]
struct Dist;

/// What the build writes where the nonce of an answer belongs (`vite.config.ts`).
const NONCE_HERE: &str = "__CSP_NONCE__";

/// Of one answer: styles that the page makes itself must name it.
#[derive(Clone)]
pub(super) struct Nonce(String);

/// Everything that no route answers: files of the page, and its addresses.
pub(super) async fn serve(
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    Extension(nonce): Extension<Nonce>,
) -> Response {
    let path = uri.path().trim_start_matches('/');
    if ["api/", "v1/", "compat/", "tiles/"]
        .iter()
        .any(|p| path.starts_with(p))
    {
        return not_found_problem();
    }
    if method != Method::GET && method != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let is_page = path.rsplit('.').next() == Some("html");
    let found = if is_page {
        page(path, &nonce)
    } else {
        file(path, &headers)
    };
    if let Some(response) = found {
        return response;
    }
    let last = path.rsplit('/').next().unwrap_or_default();
    if last.contains('.') {
        return (StatusCode::NOT_FOUND, "not found\n").into_response();
    }
    let entry = if path == "m" || path.starts_with("m/") {
        "m/index.html"
    } else {
        "index.html"
    };
    page(entry, &nonce)
        .or_else(|| page("index.html", &nonce))
        .unwrap_or_else(|| (StatusCode::SERVICE_UNAVAILABLE, NOT_BUILT).into_response())
}

/// An entry with the nonce of this answer. Without a tag: a browser that kept its text would hold the nonce of another
/// answer.
fn page(path: &str, nonce: &Nonce) -> Option<Response> {
    let built = Dist::get(path)?;
    let text = std::str::from_utf8(&built.data).ok()?;
    let mut response = text.replace(NONCE_HERE, &nonce.0).into_response();
    label(response.headers_mut(), path);
    Some(response)
}

/// What it is, and for how long it may be kept.
fn label(out: &mut HeaderMap, path: &str) {
    out.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(kind_of(path)),
    );
    out.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static(cache_of(path)),
    );
}

const NOT_BUILT: &str = "This server was built without its web page. Run `make web`, then build the server again.\nThe API is at /api/v1.\n";

fn not_found_problem() -> Response {
    let body =
        json!({"type": "about:blank", "title": "Not Found", "status": 404, "code": "not_found"});
    let mut response = (StatusCode::NOT_FOUND, Json(body)).into_response();
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    response
}

fn file(path: &str, headers: &HeaderMap) -> Option<Response> {
    if path.is_empty() || path.rsplit('.').next() == Some("br") {
        return None;
    }
    let plain = Dist::get(path)?;
    let packed = Dist::get(&format!("{path}.br"));
    let varies = packed.is_some();
    let packed = packed.filter(|_| accepts(headers, "br"));
    let is_packed = packed.is_some();
    let hash = hex::encode(plain.metadata.sha256_hash());
    let tag = format!(
        "\"{}{}\"",
        hash.get(..16).unwrap_or_default(),
        if is_packed { "-br" } else { "" }
    );
    let mut response = if is_known(headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Body::from(bytes_of(packed.unwrap_or(plain))).into_response()
    };
    let out = response.headers_mut();
    label(out, path);
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        out.insert(header::ETAG, tag);
    }
    if path.starts_with(PRICE_WORKER) {
        out.insert(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(PRICE_WORKER_POLICY),
        );
    }
    if varies {
        out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    if is_packed {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    Some(response)
}

fn bytes_of(file: EmbeddedFile) -> Bytes {
    match file.data {
        std::borrow::Cow::Borrowed(data) => Bytes::from_static(data),
        std::borrow::Cow::Owned(data) => Bytes::from(data),
    }
}

fn cache_of(path: &str) -> &'static str {
    if path.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else if path.starts_with("fonts/") {
        "public, max-age=86400"
    } else {
        "no-cache"
    }
}

fn kind_of(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// The worker that runs the price engine; a worker from an address of its own has the policy of its own answer.
const PRICE_WORKER: &str = "m/price-worker-";
/// WebAssembly counts as evaluating code; no page may, and this worker may nothing else but load its engine.
const PRICE_WORKER_POLICY: &str =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

/// What the page may load, but for the nonce of its own styles. Only a style of the map from elsewhere opens it to other servers.
const fn content_policy(basemap: &Basemap) -> &'static str {
    match basemap {
        Basemap::Style(_) => {
            "default-src 'self'; script-src 'self'; img-src 'self' data: blob: https:; font-src 'self' https:; connect-src 'self' https:; worker-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
        }
        Basemap::None | Basemap::File(_) => {
            "default-src 'self'; script-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
        }
    }
}

/// What browsers are told of this server with every answer.
#[derive(Clone, Copy)]
pub(super) struct Policy {
    content: &'static str,
    /// Then they come by TLS only, from now on.
    over_tls: bool,
}

impl Policy {
    pub(super) fn of(services: &Services) -> Self {
        Self {
            content: content_policy(&services.config.basemap),
            over_tls: auth::over_tls(services),
        }
    }
}

/// What every answer says, whatever it is: its kind is what it says; it is in nobody's frame; other sites learn no
/// address of it, embed nothing of it, and share no group of windows with it; of what a browser can do, pages use the
/// place, the camera and the microphone of a phone, and nothing else.
const ALWAYS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "accelerometer=(), autoplay=(), bluetooth=(), camera=(self), display-capture=(), geolocation=(self), gyroscope=(), hid=(), \
         magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=(), xr-spatial-tracking=()",
    ),
];

/// Puts on every response what keeps a browser from being used against it. A route's own policy stays.
pub(super) async fn secure_headers(
    State(policy): State<Policy>,
    mut request: Request,
    next: Next,
) -> Response {
    let nonce = secret::nonce();
    let content = policy.content;
    let over_tls = policy.over_tls;
    let policy = format!("{content}; style-src 'self' 'nonce-{nonce}'");
    request.extensions_mut().insert(Nonce(nonce));
    let mut response = next.run(request).await;
    let out = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        out.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    }
    for (name, value) in ALWAYS {
        out.insert(name, HeaderValue::from_static(value));
    }
    // What says nothing of it is for who asked: no cache on the way keeps it.
    out.entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("private, no-cache"));
    if over_tls {
        out.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000"),
        );
    }
    response
}
