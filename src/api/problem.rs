//! The only HTTP error: RFC 9457 `application/problem+json` with a stable `code`.
//!
//! A problem travels as a response extension until [`finish`] renders it, because only there the
//! request's id is known. Causes of 5xx go to the log, once, and never to the client.

use std::{borrow::Cow, sync::Arc};

use axum::{
    Json,
    extract::{
        Request,
        rejection::{PathRejection, QueryRejection},
    },
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use uuid::Uuid;

use crate::store::{
    error::StoreError,
    stock::Short,
    upsert::{ChangeError, Fault},
};

/// Body of every error.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ProblemBody {
    /// `about:blank`: the code says it all.
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    /// Stable, snake_case.
    code: Cow<'static, str>,
    detail: Option<String>,
    request_id: String,
    /// What is wrong with which field.
    errors: Vec<Fault>,
    /// What there is too little of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    missing: Vec<Short>,
}

#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    code: Cow<'static, str>,
    detail: Option<Box<str>>,
    errors: Vec<Fault>,
    /// Behind a pointer: a problem is moved about much more often than goods are missing.
    missing: Option<Arc<Vec<Short>>>,
    headers: Vec<(HeaderName, HeaderValue)>,
    cause: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl Problem {
    pub fn new(status: StatusCode, code: &'static str) -> Self {
        Self {
            status,
            code: Cow::Borrowed(code),
            detail: None,
            errors: Vec::new(),
            missing: None,
            headers: Vec::new(),
            cause: None,
        }
    }
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found")
    }
    pub fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized")
            .header(header::WWW_AUTHENTICATE, "Bearer")
    }
    pub fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden")
    }
    pub fn csrf() -> Self {
        Self::new(StatusCode::FORBIDDEN, "csrf")
    }
    /// 422 with what is wrong.
    pub fn invalid(errors: Vec<Fault>) -> Self {
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid");
        problem.detail = errors.iter().find_map(|fault| fault.detail.clone());
        problem.errors = errors;
        problem
    }
    /// 422 for one field.
    pub fn field(pointer: &'static str, code: &'static str) -> Self {
        Self::invalid(vec![Fault::new(pointer, code)])
    }
    /// 400 for one query parameter.
    pub fn query(name: &'static str, code: &'static str) -> Self {
        let mut problem = Self::new(StatusCode::BAD_REQUEST, "invalid_query");
        problem.errors = vec![Fault::new(format!("/{name}"), code)];
        problem
    }
    pub fn too_many(code: &'static str, retry_after_s: u64) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, code)
            .header(header::RETRY_AFTER, &retry_after_s.to_string())
    }
    /// 409 for goods that are not there: of which lines, and how many there are.
    pub fn stock_short(short: Vec<(Option<usize>, Short)>) -> Self {
        let mut problem = Self::new(StatusCode::CONFLICT, "stock_short");
        let lines = short.iter().filter_map(|(line, _)| *line);
        problem.errors = lines
            .map(|i| Fault::new(format!("/lines/{i}"), "stock_short"))
            .collect();
        problem.missing = Some(Arc::new(short.into_iter().map(|(_, s)| s).collect()));
        problem
    }
    pub fn stale(version: i32) -> Self {
        Self::new(StatusCode::PRECONDITION_FAILED, "stale")
            .header(header::ETAG, &super::etag::text(version))
    }
    pub fn internal(cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        let mut problem = Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal");
        problem.cause = Some(Arc::new(cause));
        problem
    }
    #[must_use]
    pub fn with_errors(mut self, errors: Vec<Fault>) -> Self {
        self.errors = errors;
        self
    }
    #[must_use]
    pub fn detail(mut self, text: impl Into<String>) -> Self {
        self.detail = Some(text.into().into());
        self
    }
    #[must_use]
    fn header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((name, value));
        }
        self
    }
    pub const fn status(&self) -> StatusCode {
        self.status
    }
}

impl From<StoreError> for Problem {
    fn from(e: StoreError) -> Self {
        match e {
            StoreError::NotFound => Self::not_found(),
            StoreError::Conflict(constraint) => {
                let mut problem = Self::new(StatusCode::CONFLICT, "conflict");
                problem.code = match constraint.as_str() {
                    "last_administrator" => "last_administrator".into(),
                    "app_user_login_key" => "login_taken".into(),
                    "second_factor_on" => "second_factor_on".into(),
                    "invoice_number_key" => "number_taken".into(),
                    "territory_code" => "code_taken".into(),
                    "delivery_stop_order" => "order_on_trip".into(),
                    // Ids are made by who sends the record.
                    key if key.ends_with("_pkey") => "id_reused".into(),
                    "stock_location_van" => "rep_has_van".into(),
                    "stock_posting_countered_once" => "already_countered".into(),
                    _ => "conflict".into(),
                };
                problem
            }
            StoreError::Unavailable(_) => {
                let mut problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable")
                    .header(header::RETRY_AFTER, "2");
                problem.cause = Some(Arc::new(e));
                problem
            }
            StoreError::Other(sqlx::Error::Database(ref d))
                if matches!(d.code().as_deref(), Some("22021" | "22P05")) =>
            {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_text")
            }
            StoreError::Other(_) => Self::internal(e),
        }
    }
}

impl From<sqlx::Error> for Problem {
    fn from(e: sqlx::Error) -> Self {
        StoreError::from(e).into()
    }
}

impl From<ChangeError> for Problem {
    fn from(e: ChangeError) -> Self {
        match e {
            ChangeError::Store(e) => e.into(),
            ChangeError::Invalid(faults) => Self::invalid(faults),
            ChangeError::Stale(version) => Self::stale(version),
        }
    }
}

impl From<QueryRejection> for Problem {
    fn from(e: QueryRejection) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_query").detail(e.body_text())
    }
}

impl From<PathRejection> for Problem {
    /// A path that cannot name anything names nothing.
    fn from(_: PathRejection) -> Self {
        Self::not_found()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        for (name, value) in &self.headers {
            response.headers_mut().append(name, value.clone());
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// What is answered where a handler panicked: the process goes on, the log has the place.
pub fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal").into_response()
}

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives every request an id (the caller's, where it is sane) and renders problems, also those of
/// the framework itself.
pub async fn finish(request: Request, next: Next) -> Response {
    let id = request
        .headers()
        .get(&REQUEST_ID)
        .and_then(|v| v.to_str().ok())
        .filter(|v| {
            !v.is_empty()
                && v.len() <= 64
                && v.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })
        .map_or_else(|| Uuid::now_v7().to_string(), str::to_owned);
    let mut response = next.run(request).await;
    let status = response.status();
    let problem = match response.extensions_mut().remove::<Problem>() {
        Some(problem) => Some(problem),
        None if status.is_client_error() && !is_json(&response) => {
            Some(Problem::new(status, framework_code(status)))
        }
        None if status.is_server_error() && !is_json(&response) => {
            Some(Problem::new(status, "internal"))
        }
        None => None,
    };
    if let Some(problem) = problem {
        response = render(problem, &id, &response);
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

fn is_json(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    kind.and_then(|v| v.to_str().ok())
        .is_some_and(|v| v.contains("json"))
}

/// What the framework answers by itself.
fn framework_code(status: StatusCode) -> &'static str {
    match status {
        StatusCode::METHOD_NOT_ALLOWED => "method_not_allowed",
        StatusCode::PAYLOAD_TOO_LARGE => "too_large",
        StatusCode::NOT_FOUND => "not_found",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "unsupported_media_type",
        _ => "bad_request",
    }
}

/// A problem told outside of [`finish`].
pub fn rendered(problem: Problem) -> Response {
    let bare = problem.clone().into_response();
    render(problem, &Uuid::now_v7().to_string(), &bare)
}

fn render(problem: Problem, id: &str, bare: &Response) -> Response {
    if problem.status.is_server_error() {
        let cause = problem.cause.as_ref().map(|c| chain(c.as_ref()));
        tracing::error!(request_id = id, code = %problem.code, cause, "request failed");
    }
    let body = ProblemBody {
        kind: "about:blank",
        title: problem.status.canonical_reason().unwrap_or("Error"),
        status: problem.status.as_u16(),
        code: problem.code,
        detail: problem.detail.map(String::from),
        request_id: id.to_owned(),
        errors: problem.errors,
        missing: problem.missing.map_or_else(Vec::new, Arc::unwrap_or_clone),
    };
    let mut response = (problem.status, Json(body)).into_response();
    let headers = response.headers_mut();
    for (name, value) in bare.headers() {
        if name != header::CONTENT_TYPE && name != header::CONTENT_LENGTH {
            headers.append(name, value.clone());
        }
    }
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(e) = source {
        text = format!("{text}: {e}");
        source = e.source();
    }
    text
}
