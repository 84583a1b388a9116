//! A person at the REST API (contract §4): logs in, reads, upserts batches, changes settings.
//!
//! Never touches the database. Problems come back as errors with the server's own code and detail.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};

/// Rows sent in one batch; the server takes 1,000.
const BATCH_ROWS: usize = 500;
const TIMEOUT: Duration = Duration::from_mins(1);
/// Pages read of one list before something must be wrong.
const PAGES_MAX: usize = 1_000;

/// A logged-in client.
#[derive(Clone, Debug)]
pub struct Rest {
    http: reqwest::Client,
    base: String,
}

/// An answer that the caller may want to tell apart.
#[derive(Debug, thiserror::Error)]
#[error("{method} {path}: {status} {code} {detail}")]
pub struct Problem {
    pub method: Method,
    pub path: String,
    pub status: StatusCode,
    pub code: String,
    pub detail: String,
}

impl Rest {
    pub fn new(base: &str) -> Result<Self> {
        let http = reqwest::Client::builder()
            .cookie_store(true)
            .timeout(TIMEOUT)
            .build()?;
        Ok(Self {
            http,
            base: base.trim_end_matches('/').to_owned(),
        })
    }

    pub async fn login(base: &str, login: &str, password: &str) -> Result<Self> {
        let rest = Self::new(base)?;
        let who = json!({"login": login, "password": password});
        rest.post("/api/v1/session", &who)
            .await
            .with_context(|| format!("cannot log in at {base} as {login}"))?;
        Ok(rest)
    }

    pub fn base(&self) -> &str {
        &self.base
    }

    /// For the device doors, which ignore the cookie.
    pub fn http(&self) -> &reqwest::Client {
        &self.http
    }

    /// Value of the `Cookie` header of this session, for the live socket.
    pub async fn cookie(base: &str, login: &str, password: &str) -> Result<String> {
        let rest = Self::new(base)?;
        let response = rest
            .http
            .post(format!("{}/api/v1/session", rest.base))
            .json(&json!({"login": login, "password": password}))
            .send()
            .await?
            .error_for_status()?;
        let cookies: Vec<String> = response
            .cookies()
            .map(|cookie| format!("{}={}", cookie.name(), cookie.value()))
            .collect();
        Ok(cookies.join("; "))
    }

    pub async fn get(&self, path: &str) -> Result<Value> {
        Ok(self.send(Method::GET, path, None, None).await?.0)
    }

    /// `None` for 404.
    pub async fn find(&self, path: &str) -> Result<Option<Value>> {
        match self.get(path).await {
            Ok(value) => Ok(Some(value)),
            Err(e) if is_status(&e, StatusCode::NOT_FOUND) => Ok(None),
            Err(e) => Err(e),
        }
    }

    pub async fn post(&self, path: &str, body: &Value) -> Result<Value> {
        Ok(self.send(Method::POST, path, Some(body), None).await?.0)
    }

    /// Posts with the version that was seen.
    pub async fn post_if(&self, path: &str, body: &Value, seen: &Value) -> Result<Value> {
        let version = seen.get("version").unwrap_or(&Value::Null);
        let etag = format!("\"v{version}\"");
        let sent = self.send(Method::POST, path, Some(body), Some(&etag));
        Ok(sent.await?.0)
    }

    /// Changes the version that was seen.
    pub async fn patch_if(&self, path: &str, body: &Value, seen: &Value) -> Result<Value> {
        let version = seen.get("version").unwrap_or(&Value::Null);
        let etag = format!("\"v{version}\"");
        let sent = self.send(Method::PATCH, path, Some(body), Some(&etag));
        Ok(sent.await?.0)
    }

    /// The body with its `ETag`.
    pub async fn get_tagged(&self, path: &str) -> Result<(Value, Option<String>)> {
        self.send(Method::GET, path, None, None).await
    }

    pub async fn put_if(&self, path: &str, body: &Value, etag: Option<&str>) -> Result<Value> {
        Ok(self.send(Method::PUT, path, Some(body), etag).await?.0)
    }

    /// All items of a list.
    pub async fn list(&self, path: &str) -> Result<Vec<Value>> {
        let joint = if path.contains('?') { '&' } else { '?' };
        let mut items = Vec::new();
        let mut cursor = String::new();
        for _ in 0..PAGES_MAX {
            let page = self
                .get(&format!("{path}{joint}limit=1000{cursor}"))
                .await?;
            if let Some(Value::Array(rows)) = page.get("items") {
                items.extend(rows.iter().cloned());
            }
            match page.get("next_cursor").and_then(Value::as_str) {
                Some(next) => cursor = format!("&cursor={}", encoded(next)),
                None => return Ok(items),
            }
        }
        bail!("{path} does not end")
    }

    /// Upserts by external code; the results in the order of the rows. Any refused row is an error.
    pub async fn batch(&self, collection: &str, items: &[Value]) -> Result<Vec<Value>> {
        let mut results = Vec::new();
        for part in items.chunks(BATCH_ROWS) {
            let path = format!("/api/v1/{collection}/batch");
            let answer = self.post(&path, &json!({"items": part})).await?;
            let rows = answer
                .get("results")
                .and_then(Value::as_array)
                .with_context(|| format!("{path}: no results"))?;
            for (row, sent) in rows.iter().zip(part) {
                if row.get("error").is_some_and(|e| !e.is_null()) {
                    bail!("{path}: {row} for {sent}");
                }
            }
            results.extend(rows.iter().cloned());
        }
        Ok(results)
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        if_match: Option<&str>,
    ) -> Result<(Value, Option<String>)> {
        let url = format!("{}{path}", self.base);
        let mut request = self.http.request(method.clone(), url);
        if let Some(body) = body {
            request = request.json(body);
        }
        if let Some(etag) = if_match {
            request = request.header(header::IF_MATCH, etag);
        }
        let response = request
            .send()
            .await
            .with_context(|| format!("{method} {path}"))?;
        let status = response.status();
        let etag = response
            .headers()
            .get(header::ETAG)
            .and_then(|v| v.to_str().ok())
            .map(str::to_owned);
        let text = response.text().await?;
        let value: Value = serde_json::from_str(&text).unwrap_or(Value::Null);
        if status.is_success() {
            return Ok((value, etag));
        }
        let word = |name: &str| {
            let found = value.get(name).and_then(Value::as_str);
            found.unwrap_or_default().to_owned()
        };
        let mut detail = word("detail");
        if let Some(errors) = value.get("errors") {
            detail = format!("{detail} {errors}");
        }
        Err(Problem {
            method,
            path: path.to_owned(),
            status,
            code: word("code"),
            detail,
        }
        .into())
    }
}

pub fn is_status(error: &anyhow::Error, status: StatusCode) -> bool {
    error
        .downcast_ref::<Problem>()
        .is_some_and(|problem| problem.status == status)
}

/// Percent-encodes what has a meaning in a query.
fn encoded(text: &str) -> String {
    let hex = |nibble: u8| char::from_digit(u32::from(nibble), 16).map(|c| c.to_ascii_uppercase());
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.extend([hex(byte >> 4), hex(byte & 15)].into_iter().flatten());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_a_query() {
        assert_eq!(encoded("a+/=b_-"), "a%2B%2F%3Db_-");
    }
}
