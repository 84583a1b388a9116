//! How requests to an S3-compatible store go out: by the HTTP client and the roots of trust that everything
//! else of this server goes out by.

use std::time::Duration;

use http_body_util::BodyExt;
use object_store::{
    ClientOptions,
    client::{
        HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse,
        HttpResponseBody, HttpService,
    },
};

const CONNECT: Duration = Duration::from_secs(5);
/// A picture of two megabytes over a slow line.
const WHOLE: Duration = Duration::from_secs(30);

#[derive(Debug)]
pub(super) struct Client;

impl HttpConnector for Client {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            .timeout(WHOLE)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|e| object_store::Error::Generic {
                store: "S3",
                source: Box::new(e),
            })?;
        Ok(HttpClient::new(Service(client)))
    }
}

#[derive(Debug)]
struct Service(reqwest::Client);

fn fault(error: reqwest::Error) -> HttpError {
    let kind = if error.is_timeout() {
        HttpErrorKind::Timeout
    } else if error.is_connect() {
        HttpErrorKind::Connect
    } else {
        HttpErrorKind::Request
    };
    // Without its URL: nothing of an address goes into a log.
    HttpError::new(kind, error.without_url())
}

#[async_trait::async_trait]
impl HttpService for Service {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let (parts, body) = request.into_parts();
        let body = body.collect().await?.to_bytes();
        let url = reqwest::Url::parse(&parts.uri.to_string())
            .map_err(|e| HttpError::new(HttpErrorKind::Request, e))?;
        let mut out = reqwest::Request::new(parts.method, url);
        *out.headers_mut() = parts.headers;
        *out.body_mut() = Some(body.into());
        let answer = self.0.execute(out).await.map_err(fault)?;
        let answer: axum::http::Response<reqwest::Body> = answer.into();
        let (parts, body) = answer.into_parts();
        let body = HttpResponseBody::new(body.map_err(fault));
        Ok(HttpResponse::from_parts(parts, body))
    }
}
