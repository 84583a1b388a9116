//! A file in a multipart form, with what makes its upload repeatable.

use axum::{
    body::Body as RawBody,
    extract::{FromRequest, Multipart, Request},
    http::StatusCode,
};
use bytes::Bytes;

use super::{
    Api,
    input::{Identity, identity, read},
    problem::Problem,
};
use crate::imports::{Kind, Options};

/// The parts `kind`, `file` and, as JSON, `options`.
pub struct Upload {
    pub kind: Kind,
    pub file_name: String,
    pub file: Bytes,
    pub options: Options,
    pub request: Identity,
}

/// As the OpenAPI document shows it.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "a form is read part by part")]
pub struct UploadForm {
    kind: Kind,
    /// CSV or XLSX, at most 16 MiB.
    #[schema(value_type = String, format = Binary)]
    file: Bytes,
    /// As JSON.
    options: Option<Options>,
}

const FILE_NAME_MAX: usize = 200;

impl FromRequest<Api> for Upload {
    type Rejection = Problem;
    async fn from_request(request: Request, api: &Api) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let bytes = read(body).await?;
        let target = parts.uri.path_and_query().map_or("", |p| p.as_str());
        let request = identity(&parts.method, target, &parts.headers, &bytes)?;
        let again = Request::from_parts(parts, RawBody::from(bytes));
        let mut form = Multipart::from_request(again, api).await.map_err(|_| {
            Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type")
                .detail("Send multipart/form-data with the parts kind, file and options.")
        })?;
        let (mut kind, mut file, mut options) = (None, None, Options::default());
        while let Some(part) = form.next_field().await.map_err(|_| malformed())? {
            match part.name().unwrap_or_default() {
                "kind" => {
                    let text = part.text().await.map_err(|_| malformed())?;
                    let read = text
                        .parse()
                        .map_err(|()| Problem::field("/kind", "unknown"))?;
                    kind = Some(read);
                }
                "file" => {
                    let name = part.file_name().unwrap_or_default();
                    let name: String = name
                        .chars()
                        .filter(|c| !c.is_control())
                        .take(FILE_NAME_MAX)
                        .collect();
                    file = Some((name, part.bytes().await.map_err(|_| malformed())?));
                }
                "options" => {
                    let text = part.text().await.map_err(|_| malformed())?;
                    options = serde_json::from_str(&text)
                        .map_err(|e| Problem::field("/options", "invalid").detail(e.to_string()))?;
                }
                _ => {}
            }
        }
        let kind = kind.ok_or_else(|| Problem::field("/kind", "required"))?;
        let (file_name, file) = file.ok_or_else(|| Problem::field("/file", "required"))?;
        Ok(Self {
            kind,
            file_name,
            file,
            options,
            request,
        })
    }
}

fn malformed() -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "malformed_form")
}
