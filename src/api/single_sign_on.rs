//! Signing in at a provider of OpenID Connect: there with a state, a nonce and a proof of the exchange (PKCE) that lie in a
//! cookie of ten minutes, back with a code that is traded for the provider's word. Whoever has no login here gets none.

use std::{sync::LazyLock, time::Duration};

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::CookieJar;
use openidconnect::{
    AuthenticationFlow, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, Scope, TokenResponse,
    core::{CoreClient, CoreProviderMetadata, CoreResponseType},
    reqwest,
};
use serde::Deserialize;

use super::{
    Api,
    auth::{self, Address},
    input::Args,
    problem::{Problem, ProblemBody},
    session::{self as signing_in, Visit},
};
use crate::{
    config::{LoginClaim, SingleSignOn},
    store::{session::Way, user},
};

/// A provider that does not answer keeps a person waiting for so long.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a person may take there.
const FLOW_S: u32 = 600;
const CALLBACK: &str = "/api/v1/session/single-sign-on/callback";

/// Follows no redirect: a provider that sends the server elsewhere is not the one that was named.
static HTTP: LazyLock<reqwest::Client> = LazyLock::new(|| {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(PATIENCE)
        .build()
        .unwrap_or_default()
});

type Provider = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Why nobody was signed in: a word that the login page has a text for.
#[derive(Clone, Copy, Debug)]
enum Refusal {
    /// The provider does not answer, or not as one.
    Provider,
    /// The person, or the provider, said no.
    Denied,
    /// Begun in another browser, or too long ago.
    Stale,
    /// Nobody here has that login.
    UnknownUser,
}

impl Refusal {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Provider => "sso_provider",
            Self::Denied => "sso_denied",
            Self::Stale => "sso_stale",
            Self::UnknownUser => "sso_unknown_user",
        }
    }
}

/// The provider as it describes itself now: signing in is rare, and keys change.
async fn provider(api: &Api) -> Result<(Provider, SingleSignOn), Problem> {
    let config = &api.services.config;
    let settings = (config.single_sign_on.clone()).ok_or_else(Problem::not_found)?;
    let unavailable = |why: &dyn std::fmt::Display| {
        tracing::warn!(%why, "the provider of single sign-on");
        Problem::new(StatusCode::BAD_GATEWAY, Refusal::Provider.as_str())
    };
    let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(|e| unavailable(&e))?;
    let metadata = CoreProviderMetadata::discover_async(issuer, &*HTTP)
        .await
        .map_err(|e| unavailable(&e))?;
    let own = config.public_url.as_deref().unwrap_or_default();
    let back = RedirectUrl::new(format!("{own}{CALLBACK}")).map_err(|e| unavailable(&e))?;
    let client = CoreClient::from_provider_metadata(
        metadata,
        ClientId::new(settings.client_id.clone()),
        settings.client_secret.clone().map(ClientSecret::new),
    )
    .set_redirect_uri(back);
    Ok((client, settings))
}

fn cookie_name(api: &Api) -> &'static str {
    if auth::over_tls(&api.services) {
        "__Host-fieldbeat-sign-on"
    } else {
        "fieldbeat-sign-on"
    }
}

fn cookie(api: &Api, value: &str, max_age: u32) -> Option<HeaderValue> {
    let name = cookie_name(api);
    let secure = if auth::over_tls(&api.services) {
        "; Secure"
    } else {
        ""
    };
    // Lax: the provider's page leads back here.
    let text = format!("{name}={value}; Path=/; Max-Age={max_age}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&text).ok()
}

fn led(api: &Api, to: &str, flow: &str, max_age: u32) -> Response {
    let mut response = Redirect::to(to).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(cookie) = cookie(api, flow, max_age) {
        headers.append(header::SET_COOKIE, cookie);
    }
    response
}

/// Leads to the provider. 404 where there is none.
#[utoipa::path(get, path = "/session/single-sign-on", operation_id = "single_sign_on", tag = "session", security(()),
    responses((status = 303, description = "to the provider"), (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
        (status = 502, description = "the provider does not answer", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn begin(State(api): State<Api>) -> Result<Response, Problem> {
    if api.services.config.single_sign_on.is_none() {
        return Err(Problem::not_found());
    }
    let Ok((client, _)) = provider(&api).await else {
        return Ok(refused(&api, Refusal::Provider));
    };
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, state, nonce) = client
        .authorize_url(
            AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
            CsrfToken::new_random,
            Nonce::new_random,
        )
        .add_scope(Scope::new("email".to_owned()))
        .add_scope(Scope::new("profile".to_owned()))
        .set_pkce_challenge(challenge)
        .url();
    let flow = format!(
        "{}.{}.{}",
        state.secret(),
        nonce.secret(),
        verifier.secret()
    );
    Ok(led(&api, url.as_str(), &flow, FLOW_S))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CallbackArgs {
    code: Option<String>,
    state: Option<String>,
    /// The provider's, where it refuses.
    error: Option<String>,
}

/// The way back from the provider: signs in and leads to the page, or to the login page with why not.
#[utoipa::path(get, path = "/session/single-sign-on/callback", operation_id = "single_sign_on_callback", tag = "session", security(()), params(CallbackArgs),
    responses((status = 303, description = "to the page"), (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn callback(
    State(api): State<Api>,
    Address(address): Address,
    headers: HeaderMap,
    Args(args): Args<CallbackArgs>,
) -> Result<Response, Problem> {
    if api.services.config.single_sign_on.is_none() {
        return Err(Problem::not_found());
    }
    match login(&api, &headers, &args).await {
        Err(refusal) => Ok(refused(&api, refusal)),
        Ok(user_id) => {
            let visit = Visit {
                headers: &headers,
                address,
            };
            let session = signing_in::open(&api, visit, user_id, Way::SingleSignOn).await?;
            let mut response = led(&api, "/", "", 0);
            session.set(&mut response);
            Ok(response)
        }
    }
}

fn refused(api: &Api, refusal: Refusal) -> Response {
    led(api, &format!("/login?problem={}", refusal.as_str()), "", 0)
}

async fn login(api: &Api, headers: &HeaderMap, args: &CallbackArgs) -> Result<i32, Refusal> {
    let jar = CookieJar::from_headers(headers);
    let flow = jar.get(cookie_name(api)).ok_or(Refusal::Stale)?;
    let mut parts = flow.value().split('.');
    let (Some(state), Some(nonce), Some(verifier)) = (parts.next(), parts.next(), parts.next())
    else {
        return Err(Refusal::Stale);
    };
    if args.state.as_deref() != Some(state) || state.is_empty() {
        return Err(Refusal::Stale);
    }
    if args.error.is_some() {
        return Err(Refusal::Denied);
    }
    let code = args.code.clone().ok_or(Refusal::Denied)?;
    let (client, settings) = provider(api).await.map_err(|_| Refusal::Provider)?;
    let said = |why: &dyn std::fmt::Display| {
        tracing::warn!(%why, "the provider of single sign-on");
        Refusal::Provider
    };
    let tokens = client
        .exchange_code(AuthorizationCode::new(code))
        .map_err(|e| said(&e))?
        .set_pkce_verifier(PkceCodeVerifier::new(verifier.to_owned()))
        .request_async(&*HTTP)
        .await
        .map_err(|e| said(&e))?;
    let word = tokens.id_token().ok_or(Refusal::Provider)?;
    let claims = word
        .claims(&client.id_token_verifier(), &Nonce::new(nonce.to_owned()))
        .map_err(|e| said(&e))?;
    let name = match settings.claim {
        // An address that the provider itself does not vouch for is anybody's.
        LoginClaim::Email if claims.email_verified() == Some(false) => None,
        LoginClaim::Email => claims.email().map(|e| e.as_str()),
        LoginClaim::PreferredUsername => claims.preferred_username().map(|n| n.as_str()),
    };
    let found = user::by_login(api.db(), name.ok_or(Refusal::UnknownUser)?).await;
    // Logins of programs are no people's.
    found
        .ok()
        .flatten()
        .filter(|u| u.role != "integration")
        .map(|u| u.id)
        .ok_or(Refusal::UnknownUser)
}
