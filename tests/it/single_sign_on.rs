//! Signing in at a provider of OpenID Connect, played here with a key of its own.

use std::sync::{Arc, Mutex};

use axum::{Form, Json, Router, extract::State, routing::get};
use chrono::{TimeDelta, Utc};
use openidconnect::{
    Audience, EmptyAdditionalClaims, EndUserEmail, EndUserUsername, IssuerUrl, JsonWebKeyId, Nonce,
    PrivateSigningKey, StandardClaims, SubjectIdentifier,
    core::{
        CoreIdToken, CoreIdTokenClaims, CoreJsonWebKeySet, CoreJwsSigningAlgorithm,
        CoreRsaPrivateSigningKey,
    },
};
use reqwest::{StatusCode, Url};
use serde_json::{Value, json};

use crate::support::{
    client::Client,
    front_door::{found, problem, user},
    server::TestServer,
};

/// What the provider will say next.
#[derive(Default)]
struct Word {
    nonce: String,
    email: String,
    verified: bool,
    audience: String,
    seen: Vec<Vec<(String, String)>>,
}

struct Provider {
    issuer: String,
    key: CoreRsaPrivateSigningKey,
    word: Mutex<Word>,
}

impl Provider {
    async fn start() -> Arc<Self> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let made = std::process::Command::new("openssl")
            .args(["genrsa", "-traditional", "2048"])
            .output()
            .unwrap();
        let pem = String::from_utf8(made.stdout).unwrap();
        let provider = Arc::new(Self {
            issuer: format!("http://{}", listener.local_addr().unwrap()),
            key: CoreRsaPrivateSigningKey::from_pem(&pem, Some(JsonWebKeyId::new("k1".into())))
                .unwrap(),
            word: Mutex::default(),
        });
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(describe))
            .route("/keys", get(keys))
            .route("/token", axum::routing::post(token))
            .with_state(Arc::clone(&provider));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        provider
    }

    fn will_say(&self, nonce: &str, email: &str, verified: bool) {
        let mut word = self.word.lock().unwrap();
        nonce.clone_into(&mut word.nonce);
        email.clone_into(&mut word.email);
        word.verified = verified;
        "fieldbeat".clone_into(&mut word.audience);
    }
}

async fn describe(State(p): State<Arc<Provider>>) -> Json<Value> {
    let at = &p.issuer;
    Json(json!({
        "issuer": at, "authorization_endpoint": format!("{at}/authorize"), "token_endpoint": format!("{at}/token"),
        "jwks_uri": format!("{at}/keys"), "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
    }))
}

async fn keys(State(p): State<Arc<Provider>>) -> Json<CoreJsonWebKeySet> {
    Json(CoreJsonWebKeySet::new(vec![p.key.as_verification_key()]))
}

async fn token(
    State(p): State<Arc<Provider>>,
    Form(asked): Form<Vec<(String, String)>>,
) -> Json<Value> {
    let mut word = p.word.lock().unwrap();
    word.seen.push(asked);
    let claims = CoreIdTokenClaims::new(
        IssuerUrl::new(p.issuer.clone()).unwrap(),
        vec![Audience::new(word.audience.clone())],
        Utc::now() + TimeDelta::minutes(5),
        Utc::now(),
        StandardClaims::new(SubjectIdentifier::new("42".into()))
            .set_email(Some(EndUserEmail::new(word.email.clone())))
            .set_email_verified(Some(word.verified))
            .set_preferred_username(Some(EndUserUsername::new("someone".into()))),
        EmptyAdditionalClaims {},
    )
    .set_nonce(Some(Nonce::new(word.nonce.clone())));
    let id_token = CoreIdToken::new(
        claims,
        &p.key,
        CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
        None,
        None,
    )
    .unwrap();
    Json(
        json!({"access_token": "a", "token_type": "Bearer", "expires_in": 60, "id_token": id_token.to_string()}),
    )
}

/// Where an answer leads.
async fn led(client: &Client, path: &str) -> String {
    let response = client.get(path).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    response.headers()["location"].to_str().unwrap().to_owned()
}

/// Begins at the server: the client with its cookie, the state and the nonce.
async fn begun(server: &TestServer) -> (Client, String, String) {
    let client = server.client();
    let url = Url::parse(&led(&client, "/api/v1/session/single-sign-on").await).unwrap();
    assert_eq!(url.path(), "/authorize");
    let value = |name: &str| {
        let found = url.query_pairs().find(|(k, _)| k == name);
        found.unwrap_or_else(|| panic!("no {name}")).1.into_owned()
    };
    assert_eq!(value("code_challenge_method"), "S256");
    assert_eq!(
        value("redirect_uri"),
        "http://fieldbeat.test/api/v1/session/single-sign-on/callback"
    );
    (client, value("state"), value("nonce"))
}

fn callback(state: &str) -> String {
    format!("/api/v1/session/single-sign-on/callback?code=c&state={state}")
}

#[tokio::test]
async fn a_person_signs_in_at_the_provider_and_nobody_else_does() {
    let provider = Provider::start().await;
    let server = TestServer::plan()
        .set("public_url", "http://fieldbeat.test")
        .set("oidc_issuer", provider.issuer.clone())
        .set("oidc_client_id", "fieldbeat")
        .set("oidc_client_secret", "between us")
        .start()
        .await;
    let admin = found(&server).await;
    user(&server, &admin, "sup1@example.com", "supervisor", "T1").await;
    user(&server, &admin, "erp@example.com", "integration", "T1").await;
    assert_eq!(
        server.client().json("/api/v1/public").await["single_sign_on"],
        true
    );

    let (client, state, nonce) = begun(&server).await;
    provider.will_say(&nonce, "Sup1@example.com", true);
    assert_eq!(led(&client, &callback(&state)).await, "/");
    let session = client.json("/api/v1/session").await;
    assert_eq!(session["user"]["login"], "sup1@example.com");
    assert_eq!(
        client.json("/api/v1/sessions").await["items"][0]["way"],
        "single_sign_on"
    );
    // The exchange is proven twice: by the secret, and by who began it.
    let asked = provider.word.lock().unwrap().seen.remove(0);
    assert!(
        asked
            .iter()
            .any(|(k, v)| k == "code_verifier" && v.len() >= 43)
    );

    let refused = async |client: &Client, path: &str, why: &str| {
        assert_eq!(led(client, path).await, format!("/login?problem={why}"));
        problem(client.get("/api/v1/session").await, 401, "unauthorized").await;
    };
    // Begun by somebody else: no cookie, or that of another attempt.
    let (_, state, nonce) = begun(&server).await;
    provider.will_say(&nonce, "sup1@example.com", true);
    refused(&server.client(), &callback(&state), "sso_stale").await;
    let (other, _, _) = begun(&server).await;
    refused(&other, &callback(&state), "sso_stale").await;
    // The word is about another attempt, for another program, or about nobody here.
    let (client, state, _) = begun(&server).await;
    refused(&client, &callback(&state), "sso_provider").await;
    let (client, state, nonce) = begun(&server).await;
    provider.will_say(&nonce, "sup1@example.com", true);
    "another".clone_into(&mut provider.word.lock().unwrap().audience);
    refused(&client, &callback(&state), "sso_provider").await;
    for (email, verified) in [
        ("stranger@example.com", true),
        ("sup1@example.com", false),
        ("erp@example.com", true),
    ] {
        let (client, state, nonce) = begun(&server).await;
        provider.will_say(&nonce, email, verified);
        refused(&client, &callback(&state), "sso_unknown_user").await;
    }
    let (client, state, _) = begun(&server).await;
    let denied =
        format!("/api/v1/session/single-sign-on/callback?error=access_denied&state={state}");
    refused(&client, &denied, "sso_denied").await;
    server
        .finish_although(|line| line.contains("the provider of single sign-on"))
        .await;
}

#[tokio::test]
async fn without_a_provider_there_is_no_such_door() {
    let server = TestServer::start().await;
    let client = server.client();
    problem(
        client.get("/api/v1/session/single-sign-on").await,
        404,
        "not_found",
    )
    .await;
    server.finish().await;
}
