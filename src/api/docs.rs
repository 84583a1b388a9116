//! The OpenAPI document, and a page that shows it to people. No outside request.

use axum::{
    Router,
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};

use utoipa::{
    Number,
    openapi::{Content, OpenApi, Ref, RefOr, ResponseBuilder, Schema},
};

use super::Api;

const PAGE: &str = include_str!("docs/page.html");
const SCRIPT: &str = include_str!("docs/page.js");
const STYLE: &str = include_str!("docs/page.css");

/// Says once what holds of every operation: any may be refused with a problem, and a page has a row at least.
pub fn complete(document: &mut OpenApi) {
    for item in document.paths.paths.values_mut() {
        let operations = [
            &mut item.get,
            &mut item.put,
            &mut item.post,
            &mut item.delete,
            &mut item.patch,
        ];
        for operation in operations.into_iter().flatten() {
            let responses = &mut operation.responses.responses;
            (responses.entry("4XX".to_owned())).or_insert_with(refused);
            for parameter in operation.parameters.iter_mut().flatten() {
                if let RefOr::T(parameter) = parameter
                    && parameter.name == "limit"
                    && let Some(RefOr::T(Schema::Object(schema))) = &mut parameter.schema
                {
                    schema.minimum = Some(Number::UInt(1));
                }
            }
        }
    }
}

fn refused() -> RefOr<utoipa::openapi::Response> {
    let body = Content::new(Some(Ref::from_schema_name("ProblemBody")));
    let refused = ResponseBuilder::new().description("Refused");
    refused.content("application/problem+json", body).into()
}

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
