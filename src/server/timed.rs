//! How long requests take, by what they ask for. Never by whom or about what: areas and classes of status alone.

use axum::{
    extract::{MatchedPath, Request},
    http::StatusCode,
    middleware::Next,
    response::Response,
};
use tokio::time::Instant;
use tracing::{Instrument, Span, debug_span, field};

use crate::telemetry::spans::SPANS;

/// Measures to the head of the answer; what a socket does after its upgrade is its own.
pub(super) async fn observe(request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>();
    let area = path.map_or("page", |path| area(path.as_str())).to_owned();
    let started = Instant::now();
    let span = span(&request);
    let response = next.run(request).instrument(span.clone()).await;
    span.record("http.response.status_code", response.status().as_u16());
    let status = class(response.status());
    metrics::histogram!("fieldbeat_http_seconds", "area" => area, "status" => status)
        .record(started.elapsed().as_secs_f64());
    response
}

/// The route as it is written, with names for ids: what fills them says whom it is about.
fn span(request: &Request) -> Span {
    let path = request.extensions().get::<MatchedPath>();
    let route = path.map_or("page", MatchedPath::as_str);
    debug_span!(
        target: SPANS,
        "request",
        otel.name = format!("{} {route}", request.method()),
        otel.kind = "server",
        http.request.method = request.method().as_str(),
        http.route = route,
        http.response.status_code = field::Empty,
    )
}

/// The noun of a route of the API, else its first word.
fn area(route: &str) -> &str {
    let route = route.strip_prefix("/api").unwrap_or(route);
    let route = route.strip_prefix("/v1").unwrap_or(route);
    let mut words = route.split('/').filter(|word| !word.is_empty());
    words
        .next()
        .filter(|w| !w.starts_with('{'))
        .unwrap_or("page")
}

const fn class(status: StatusCode) -> &'static str {
    match status.as_u16() {
        ..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        500.. => "5xx",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_is_a_noun_and_never_an_id() {
        for (route, expected) in [
            ("/api/v1/orders/{id}/lines", "orders"),
            ("/api/v1/reps", "reps"),
            ("/v1/device/frames", "device"),
            ("/v1/live", "live"),
            ("/tiles/{z}/{x}/{y}", "tiles"),
            ("/healthz", "healthz"),
            ("/{*path}", "page"),
            ("/", "page"),
        ] {
            assert_eq!(area(route), expected, "{route}");
        }
    }
}
