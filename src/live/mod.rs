//! The live feed to browsers.

use axum::Router;

use crate::server::Services;

#[derive(Clone, Debug, Default)]
pub struct Publisher;

pub fn router(_services: Services) -> Router {
    Router::new()
}
