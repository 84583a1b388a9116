//! The REST calls that a score needs of a server: log in, create, read back. Decides nothing.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};

/// A logged-in administrator.
#[derive(Clone)]
pub struct Company {
    client: Client,
    url: String,
}

impl Company {
    /// Nobody is logged in yet.
    pub fn at(url: &str) -> Result<Self> {
        let client = Client::builder()
            .cookie_store(true)
            .timeout(Duration::from_mins(1))
            .build()?;
        let url = url.trim_end_matches('/').to_owned();
        Ok(Self { client, url })
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    pub async fn log_in(&self, login: &str, password: &str) -> Result<Value> {
        let body = json!({"login": login, "password": password});
        self.call(Method::POST, "session", &body).await
    }

    /// Creates a company on an empty server and logs its administrator in.
    pub async fn first_run(&self, token: &str, time_zone: &str, password: &str) -> Result<Value> {
        let body = json!({
            "token": token,
            "company": {"name": "Score", "time_zone": time_zone, "currency": "USD", "language": "en",
                "working_hours": ["00:00", "24:00"]},
            "administrator": {"login": "score", "name": "Score", "password": password},
        });
        self.call(Method::POST, "first-run", &body).await
    }

    pub async fn create(&self, collection: &str, body: &Value) -> Result<Value> {
        self.call(Method::POST, collection, body).await
    }

    pub async fn get(&self, path: &str) -> Result<Value> {
        let response = self.client.get(self.address(path)).send().await?;
        read(path, response).await
    }

    /// Changes some settings, from before every trace on.
    pub async fn change_settings(&self, change: &Value) -> Result<()> {
        let response = self.client.get(self.address("settings")).send().await?;
        let etag = response.headers().get(reqwest::header::ETAG).cloned();
        read("settings", response).await?;
        // The traces lie on days before today: a fresh company may still say how to read them.
        let body = json!({ "effective_from": "2000-01-02", "settings": change });
        let mut request = self.client.put(self.address("settings")).json(&body);
        if let Some(etag) = etag {
            request = request.header(reqwest::header::IF_MATCH, etag);
        }
        read("settings", request.send().await?).await?;
        Ok(())
    }

    /// Whether `/readyz` says so.
    pub async fn is_ready(&self) -> bool {
        let response = self.client.get(format!("{}/readyz", self.url)).send().await;
        response.is_ok_and(|r| r.status() == StatusCode::OK)
    }

    async fn call(&self, method: Method, path: &str, body: &Value) -> Result<Value> {
        let request = self.client.request(method, self.address(path)).json(body);
        read(path, request.send().await?).await
    }

    fn address(&self, path: &str) -> String {
        format!("{}/api/v1/{path}", self.url)
    }
}

async fn read(path: &str, response: reqwest::Response) -> Result<Value> {
    let status = response.status();
    let text = response.text().await?;
    if !status.is_success() {
        bail!("{path}: {status}: {text}");
    }
    if text.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_str(&text).with_context(|| format!("{path} answered no JSON"))
}
