//! Files sent to the server, and what becomes of them.

use reqwest::{Method, Response, StatusCode};
use serde_json::Value;

use super::{
    client::{Client, expect},
    eventually,
};

pub async fn upload(client: &Client, kind: &str, csv: &str, options: Value) -> Response {
    upload_with(client, kind, csv, options, &[]).await
}

pub async fn upload_with(
    client: &Client,
    kind: &str,
    csv: &str,
    options: Value,
    headers: &[(&str, &str)],
) -> Response {
    let part = |name: &str, extra: &str, text: &str| {
        format!("--xx\r\nContent-Disposition: form-data; name=\"{name}\"{extra}\r\n\r\n{text}\r\n")
    };
    let body = part("kind", "", kind)
        + &part("options", "", &options.to_string())
        + &part("file", "; filename=\"a.csv\"", csv)
        + "--xx--\r\n";
    let mut request = client
        .request(Method::POST, "/api/v1/imports")
        .header("content-type", "multipart/form-data; boundary=xx")
        .header("origin", client.url(""))
        .body(body);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.unwrap()
}

pub async fn uploaded(client: &Client, kind: &str, csv: &str, options: Value) -> i64 {
    let answer = expect(
        upload(client, kind, csv, options).await,
        StatusCode::ACCEPTED,
    )
    .await;
    assert_eq!(answer["state"], "checking");
    answer["id"].as_i64().unwrap()
}

/// The batch, once nobody works on it.
pub async fn settled(client: &Client, id: i64) -> Value {
    eventually("the import settles", async || {
        let batch = client.json(&format!("/api/v1/imports/{id}")).await;
        let at_work = ["checking", "committing", "reverting"]
            .iter()
            .any(|s| batch["state"] == *s);
        (!at_work).then_some(batch)
    })
    .await
}
