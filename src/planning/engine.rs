//! Asks a routing engine for its tables over HTTP, block by block. What is asked and how answers are read is
//! `fieldbeat_planning::table_api`'s.

use std::time::Duration;

use fieldbeat_domain::position::LatLng;
use fieldbeat_planning::table_api::{
    ANSWER_BYTES_MAX, Engine, Method, Request, Table, TableError, assemble,
};
use futures_util::StreamExt;
use reqwest::{Client, redirect};

/// Places whose ways are asked of an engine: some 400 requests.
pub const PLACES_MAX: usize = 2_000;
const CONNECT: Duration = Duration::from_secs(5);
const WHOLE: Duration = Duration::from_mins(1);

/// An engine at its address.
pub struct RoutingEngine {
    engine: Engine,
    /// Without a trailing slash.
    url: String,
    client: Client,
}

#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    #[error(transparent)]
    Http(#[from] reqwest::Error),
    #[error(transparent)]
    Table(#[from] TableError),
    #[error("the answer is too long")]
    TooLong,
}

impl EngineError {
    /// Stable.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Http(_) => "engine_unreachable",
            Self::Table(TableError::EngineRefused { .. }) => "engine_refused",
            Self::Table(_) | Self::TooLong => "engine_answer",
        }
    }
}

impl RoutingEngine {
    /// `osrm+http://host:5000#driving`, `valhalla+https://host/prefix#motor_scooter`; `None` where it is neither.
    pub fn parse(text: &str) -> Option<(Engine, String)> {
        let (kind, rest) = text.split_once('+')?;
        let (url, profile) = rest.split_once('#').unwrap_or((rest, ""));
        let known = reqwest::Url::parse(url).ok()?;
        if !matches!(known.scheme(), "http" | "https") || known.query().is_some() {
            return None;
        }
        let or = |default: &'static str| if profile.is_empty() { default } else { profile };
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if !profile.chars().all(plain) {
            return None;
        }
        // How far a place may lie off is the scenario's to say.
        let engine = match kind {
            "osrm" => Engine::osrm(or("driving"), 0),
            "valhalla" => Engine::valhalla(or("motor_scooter"), 0),
            _ => return None,
        };
        Some((engine, url.trim_end_matches('/').to_owned()))
    }

    /// `None` where the text names no engine.
    pub fn new(text: &str) -> Option<Result<Self, reqwest::Error>> {
        let (engine, url) = Self::parse(text)?;
        let client = Client::builder()
            .connect_timeout(CONNECT)
            .timeout(WHOLE)
            .redirect(redirect::Policy::none())
            .user_agent(concat!("Fieldbeat/", env!("CARGO_PKG_VERSION")))
            .build();
        Some(client.map(|client| Self {
            engine,
            url,
            client,
        }))
    }

    /// Ways between places. One block after another: an engine beside this server has no core to spare either.
    pub async fn table(&self, at: &[LatLng], off_m: u32) -> Result<Table, EngineError> {
        let engine = Engine {
            off_m,
            ..self.engine.clone()
        };
        let requests = engine.requests(at)?;
        let mut blocks = Vec::with_capacity(requests.len());
        for request in &requests {
            let answer = self.ask(request).await?;
            blocks.push(engine.read(request, at, &answer)?);
        }
        Ok(assemble(at.len(), &blocks)?)
    }

    async fn ask(&self, request: &Request) -> Result<Vec<u8>, EngineError> {
        let url = format!("{}{}", self.url, request.path_and_query);
        let asked = match request.method {
            Method::Get => self.client.get(url),
            Method::Post => self.client.post(url),
        };
        let asked = match &request.body {
            Some(body) => asked
                .header("content-type", "application/json")
                .body(body.clone()),
            None => asked,
        };
        let mut answer = asked
            .send()
            .await
            .map_err(reqwest::Error::without_url)?
            .bytes_stream();
        let mut bytes = Vec::new();
        while let Some(part) = answer.next().await {
            bytes.extend_from_slice(&part.map_err(reqwest::Error::without_url)?);
            if bytes.len() > ANSWER_BYTES_MAX {
                return Err(EngineError::TooLong);
            }
        }
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_engine_is_named_by_kind_address_and_profile() {
        let of = |text: &str| RoutingEngine::parse(text).map(|(e, url)| (e.profile, url));
        let is = |profile: &str, url: &str| Some((profile.to_owned(), url.to_owned()));
        assert_eq!(
            of("osrm+http://127.0.0.1:5000"),
            is("driving", "http://127.0.0.1:5000")
        );
        assert_eq!(
            of("valhalla+https://maps.example/v/#bus"),
            is("bus", "https://maps.example/v")
        );
        for wrong in [
            "http://127.0.0.1",
            "osrm+ftp://x",
            "other+http://x",
            "osrm+http://x#a/b",
            "osrm+http://x?y=1",
        ] {
            assert_eq!(of(wrong), None, "{wrong}");
        }
    }
}
