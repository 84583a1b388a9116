//! What anybody may know before logging in.

use axum::{Json, extract::State};
use serde::Serialize;

use super::{
    Api,
    problem::{Problem, ProblemBody},
};
use crate::{
    config::Basemap,
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
    attribution: &'static str,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct PublicView {
    /// Nobody can log in yet: show the first-run page.
    first_run: bool,
    demo: bool,
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
    let company = session::company(api.db()).await?;
    Ok(Json(PublicView {
        first_run: first_run::needed(api.db()).await?,
        demo,
        company: company.map(|c| PublicCompany {
            name: c.name,
            language: c.language,
        }),
        personas: if demo {
            user::personas(api.db()).await?
        } else {
            Vec::new()
        },
        basemap: basemap(&config.basemap),
    }))
}

fn basemap(basemap: &Basemap) -> BasemapView {
    let (kind, style_url, attribution) = match basemap {
        Basemap::None => ("none", None, ""),
        Basemap::File(_) => ("offline", None, "© OpenStreetMap contributors"),
        Basemap::Style(url) => ("style", Some(url.clone()), ""),
    };
    BasemapView {
        kind,
        style_url,
        // Hanoi, where the shipped tiles are.
        center: [105.8342, 21.0278],
        zoom: 12.0,
        attribution,
    }
}
