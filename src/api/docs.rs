//! The OpenAPI document, and a page that shows it to people. No outside request.

use axum::{
    Router,
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};

use super::Api;

const PAGE: &str = include_str!("docs/page.html");
const SCRIPT: &str = include_str!("docs/page.js");
const STYLE: &str = include_str!("docs/page.css");

/// This document.
#[utoipa::path(get, path = "/openapi.json", operation_id = "openapi", tag = "docs", security(()),
    responses((status = 200, body = Object)))]
pub async fn document() -> Response {
    axum::Json(super::openapi()).into_response()
}

/// `/docs` with its script and style.
pub fn pages() -> Router<Api> {
    Router::new()
        .route("/docs", get(|| async { Html(PAGE) }))
        .route(
            "/docs/page.js",
            get(|| async { typed("text/javascript", SCRIPT) }),
        )
        .route("/docs/page.css", get(|| async { typed("text/css", STYLE) }))
}

fn typed(kind: &'static str, body: impl IntoResponse) -> Response {
    let mut response = body.into_response();
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}
