//! `/tiles/{z}/{x}/{y}.mvt` from one PMTiles file, so that the map needs no outside server.
//!
//! The file is never changed while the server runs: its tags are made of what it holds.

use std::{path::Path, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::{Path as UrlPath, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use pmtiles::{AsyncPmTilesReader, Compression, HashMapCache, MmapBackend, TileCoord, TileType};
use sha2::{Digest, Sha256};

/// A basemap of vector tiles.
pub struct Tiles {
    reader: AsyncPmTilesReader<MmapBackend, HashMapCache>,
    info: Info,
}

/// What a page needs to know of the basemap before its first tile.
#[derive(Clone, Debug, PartialEq)]
pub struct Info {
    /// Longitude, latitude.
    pub center: [f64; 2],
    pub center_zoom: u8,
    pub min_zoom: u8,
    pub max_zoom: u8,
    /// West, south, east, north.
    pub bounds: [f64; 4],
    /// HTML, as the file states it.
    pub attribution: String,
}

impl Tiles {
    /// Opens the archive. The error is for people.
    pub async fn open(path: &Path) -> Result<Self, String> {
        let reader = AsyncPmTilesReader::new_with_cached_path(HashMapCache::default(), path)
            .await
            .map_err(|e| e.to_string())?;
        let header = reader.get_header();
        if header.tile_type != TileType::Mvt {
            return Err("it holds images".to_owned());
        }
        let metadata = reader.get_metadata().await.map_err(|e| e.to_string())?;
        let metadata: serde_json::Value = serde_json::from_str(&metadata).unwrap_or_default();
        let attribution = metadata
            .get("attribution")
            .and_then(|a| a.as_str())
            .unwrap_or_default()
            .to_owned();
        let info = Info {
            center: [header.center_longitude, header.center_latitude],
            center_zoom: header.center_zoom,
            min_zoom: header.min_zoom,
            max_zoom: header.max_zoom,
            bounds: [
                header.min_longitude,
                header.min_latitude,
                header.max_longitude,
                header.max_latitude,
            ],
            attribution,
        };
        Ok(Self { reader, info })
    }

    pub fn info(&self) -> &Info {
        &self.info
    }

    async fn respond(&self, coord: TileCoord, headers: &HeaderMap) -> Result<Response, StatusCode> {
        let failed = |error: pmtiles::PmtError| {
            tracing::warn!(%error, "a basemap tile cannot be read");
            StatusCode::INTERNAL_SERVER_ERROR
        };
        let Some(stored) = self.reader.get_tile(coord).await.map_err(failed)? else {
            return Ok((StatusCode::NO_CONTENT, [(header::CACHE_CONTROL, CACHE)]).into_response());
        };
        let digest = hex::encode(Sha256::digest(&stored));
        let zipped = self.reader.get_header().tile_compression == Compression::Gzip;
        let as_stored = !zipped || accepts(headers, "gzip");
        let tag = format!(
            "\"{}{}\"",
            digest.get(..16).unwrap_or_default(),
            if as_stored { "" } else { "-plain" }
        );
        let mut response = if is_known(headers, &tag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else if as_stored {
            let mut response = Body::from(stored).into_response();
            if zipped {
                response
                    .headers_mut()
                    .insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            }
            response
        } else {
            let plain = self.reader.get_tile_decompressed(coord).await;
            Body::from(plain.map_err(failed)?.unwrap_or_default()).into_response()
        };
        let out = response.headers_mut();
        out.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/vnd.mapbox-vector-tile"),
        );
        out.insert(header::CACHE_CONTROL, HeaderValue::from_static(CACHE));
        out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            out.insert(header::ETAG, tag);
        }
        Ok(response)
    }
}

/// A day without asking; a new basemap shows by the next.
const CACHE: &str = "public, max-age=86400";

/// Whether the client takes `coding`. A quality of 0 is a no.
pub(super) fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','))
        .any(|part| {
            let (name, quality) = part.split_once(';').unwrap_or((part, "q=1"));
            let refused = quality
                .trim()
                .strip_prefix("q=")
                .and_then(|q| q.parse::<f32>().ok())
                .is_some_and(|q| q <= 0.0);
            name.trim().eq_ignore_ascii_case(coding) && !refused
        })
}

/// Whether the client holds the answer with this tag already.
pub(super) fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','))
        .any(|t| t.trim().trim_start_matches("W/") == tag || t.trim() == "*")
}

pub(super) fn router(tiles: Option<Arc<Tiles>>) -> Router {
    Router::new()
        .route("/tiles/{z}/{x}/{y}", get(tile))
        .with_state(tiles)
}

async fn tile(
    State(tiles): State<Option<Arc<Tiles>>>,
    UrlPath((z, x, y)): UrlPath<(String, String, String)>,
    headers: HeaderMap,
) -> Result<Response, StatusCode> {
    let tiles = tiles.ok_or(StatusCode::NOT_FOUND)?;
    let y = y.strip_suffix(".mvt").ok_or(StatusCode::NOT_FOUND)?;
    let (Ok(z), Ok(x), Ok(y)) = (z.parse(), x.parse(), y.parse()) else {
        return Err(StatusCode::NOT_FOUND);
    };
    let coord = TileCoord::new(z, x, y).map_err(|_| StatusCode::NOT_FOUND)?;
    tiles.respond(coord, &headers).await
}
