//! REST for people and programs.

use axum::Router;

use crate::server::Services;

pub fn router(_services: Services) -> Router {
    Router::new()
}

/// The OpenAPI document of the routes above.
pub fn openapi() -> utoipa::openapi::OpenApi {
    utoipa::openapi::OpenApiBuilder::new().build()
}
