//! What anybody may know before logging in.

use axum::{Json, extract::State};
use serde::Serialize;

use super::{
    Api,
    problem::{Problem, ProblemBody},
};
use crate::{
    config::Basemap,
    server::Services,
    store::{
        first_run, session,
        user::{self, Persona},
    },
};

#[derive(Serialize, utoipa::ToSchema)]
pub struct PublicCompany {
    name: String,
    language: String,
}

/// What lies under the map.
#[derive(Serialize, utoipa::ToSchema)]
pub struct BasemapView {
    /// offline | style | none
    kind: &'static str,
    style_url: Option<String>,
    /// `[lng, lat]` to open the map at.
    center: [f64; 2],
    zoom: f64,
    /// HTML.
    attribution: String,
    /// What the tiles cover; offline only.
    min_zoom: Option<u8>,
    max_zoom: Option<u8>,
    /// West, south, east, north.
    bounds: Option<[f64; 4]>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct PublicView {
    /// Nobody can log in yet: show the first-run page.
    first_run: bool,
    demo: bool,
    /// Whether there is a provider to sign in at.
    single_sign_on: bool,
    company: Option<PublicCompany>,
    /// Demo only.
    personas: Vec<Persona>,
    basemap: BasemapView,
}

/// For the login page.
#[utoipa::path(get, path = "/public", operation_id = "public_get", tag = "session", security(()),
    responses((status = 200, body = PublicView), (status = "5XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn show(State(api): State<Api>) -> Result<Json<PublicView>, Problem> {
    let config = &api.services.config;
    let demo = config.demo && config.listen.ip().is_loopback();
    let company = session::company(api.db(), api.rules().time).await?;
    Ok(Json(PublicView {
        first_run: first_run::needed(api.db()).await?,
        demo,
        single_sign_on: config.single_sign_on.is_some(),
        company: company.map(|c| PublicCompany {
            name: c.name,
            language: c.language,
        }),
        personas: if demo {
            user::personas(api.db()).await?
        } else {
            Vec::new()
        },
        basemap: basemap(&api.services),
    }))
}

fn basemap(services: &Services) -> BasemapView {
    let (kind, style_url) = match &services.config.basemap {
        Basemap::None => ("none", None),
        Basemap::File(_) => ("offline", None),
        Basemap::Style(url) => ("style", Some(url.clone())),
    };
    let info = services.tiles.as_ref().map(|t| t.info());
    BasemapView {
        kind,
        style_url,
        // Hanoi, where the shipped tiles are, for maps that do not say.
        center: info.map_or([105.8342, 21.0278], |i| i.center),
        zoom: info.map_or(12.0, |i| f64::from(i.center_zoom)),
        attribution: info.map(|i| i.attribution.clone()).unwrap_or_default(),
        min_zoom: info.map(|i| i.min_zoom),
        max_zoom: info.map(|i| i.max_zoom),
        bounds: info.map(|i| i.bounds),
    }
}
