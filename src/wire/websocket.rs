//! What RFC 6455 asks of a server and the library leaves to it: a handshake judged by every rule of
//! §4.2.1, and the close code of a fault in what a peer sent (§7.4.1). Knows no door of ours.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use tokio_tungstenite::tungstenite::{Error, error::ProtocolError};

/// Against the protocol.
pub const PROTOCOL: u16 = 1002;
/// Text that is no UTF-8.
pub const NOT_UTF8: u16 = 1007;
/// More than is read.
pub const TOO_BIG: u16 = 1009;

/// The close code that a failed read asks for; `None` where the peer is simply gone.
pub fn fault(error: &axum::Error) -> Option<u16> {
    match std::error::Error::source(error)?.downcast_ref::<Error>()? {
        Error::Capacity(_) => Some(TOO_BIG),
        Error::Utf8(_) => Some(NOT_UTF8),
        Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => None,
        Error::Protocol(_) => Some(PROTOCOL),
        _ => None,
    }
}

/// Refuses a request that does not open a WebSocket as §4.2.1 has it, before anybody is asked who it is.
pub async fn handshake(request: Request, next: Next) -> Response {
    if request.method() == Method::GET
        && let Some(refusal) = refusal(request.version(), request.headers())
    {
        return refusal;
    }
    next.run(request).await
}

fn refusal(version: Version, headers: &HeaderMap) -> Option<Response> {
    // An HTTP/1.0 request cannot ask for an upgrade, whatever its headers say.
    if version < Version::HTTP_11
        || !lists(headers, &header::UPGRADE, "websocket")
        || !lists(headers, &header::CONNECTION, "upgrade")
    {
        return Some(upgrade_required(
            header::UPGRADE,
            "websocket",
            "open a WebSocket here, over HTTP/1.1",
        ));
    }
    if once(headers, &header::SEC_WEBSOCKET_VERSION) != Some(&b"13"[..]) {
        return Some(upgrade_required(
            header::SEC_WEBSOCKET_VERSION,
            "13",
            "the version of WebSocket is 13",
        ));
    }
    if once(headers, &header::HOST).is_none() {
        return Some(problem(
            StatusCode::BAD_REQUEST,
            "bad_request",
            "one Host is missing",
        ));
    }
    let nonce = once(headers, &header::SEC_WEBSOCKET_KEY).and_then(|key| BASE64.decode(key).ok());
    if nonce.is_none_or(|nonce| nonce.len() != 16) {
        return Some(problem(
            StatusCode::BAD_REQUEST,
            "bad_request",
            "Sec-WebSocket-Key is 16 bytes in Base64, once",
        ));
    }
    None
}

/// Whether a comma-separated header has that token, in whatever case.
fn lists(headers: &HeaderMap, name: &HeaderName, token: &str) -> bool {
    (headers.get_all(name).iter())
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|item| item.trim().eq_ignore_ascii_case(token))
}

/// The value of a header that may stand but once.
fn once<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a [u8]> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    values.next().is_none().then(|| value.as_bytes())
}

fn upgrade_required(name: HeaderName, value: &'static str, detail: &str) -> Response {
    let mut response = problem(StatusCode::UPGRADE_REQUIRED, "upgrade_required", detail);
    let headers = response.headers_mut();
    // A 426 must say to what (RFC 9110 §15.5.22).
    headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
    headers.insert(name, HeaderValue::from_static(value));
    response
}

fn problem(status: StatusCode, code: &str, detail: &str) -> Response {
    let title = status.canonical_reason().unwrap_or("Error");
    let body = serde_json::json!({
        "type": "about:blank", "title": title, "status": status.as_u16(), "code": code, "detail": detail,
    });
    let kind = [(header::CONTENT_TYPE, "application/problem+json")];
    (status, kind, body.to_string()).into_response()
}
