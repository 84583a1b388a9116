//! Settings of single sign-on: read and checked as a whole. Asks the provider nothing.

use std::fmt;

use axum::http::Uri;

use super::reader::Reader;

/// A provider of OpenID Connect, known to have an address that parses.
#[derive(Clone, PartialEq, Eq)]
pub struct SingleSignOn {
    pub issuer: String,
    pub client_id: String,
    /// `None`: a public client, which PKCE alone proves.
    pub client_secret: Option<String>,
    pub claim: LoginClaim,
}

impl fmt::Debug for SingleSignOn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SingleSignOn({}, {})", self.issuer, self.client_id)
    }
}

/// What of the provider's word about a person is the login here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginClaim {
    Email,
    PreferredUsername,
}

impl LoginClaim {
    fn parse(word: &str) -> Option<Self> {
        match word {
            "email" => Some(Self::Email),
            "preferred_username" => Some(Self::PreferredUsername),
            _ => None,
        }
    }
}

impl Reader<'_> {
    pub(super) fn single_sign_on(&mut self, public_url: Option<&str>) -> Option<SingleSignOn> {
        let issuer = self.optional("oidc_issuer")?;
        let uri: Option<Uri> = issuer.parse().ok();
        let local = uri.as_ref().and_then(Uri::host).is_some_and(is_local);
        let scheme = uri.as_ref().and_then(Uri::scheme_str);
        if !(scheme == Some("https") || scheme == Some("http") && local) {
            self.fault(
                "oidc_issuer",
                "is not a URL like https://accounts.example.com",
            );
        }
        if public_url.is_none() {
            self.fault(
                "public_url",
                "is needed with oidc_issuer: the provider sends people back there",
            );
        }
        let client_id = self.optional("oidc_client_id");
        if client_id.is_none() {
            self.fault(
                "oidc_client_id",
                "is needed with oidc_issuer: the name under which the provider knows this server",
            );
        }
        let word = self.value("oidc_login_claim").text;
        let claim = LoginClaim::parse(&word);
        if claim.is_none() {
            self.fault(
                "oidc_login_claim",
                "is neither email nor preferred_username",
            );
        }
        Some(SingleSignOn {
            issuer,
            client_id: client_id?,
            client_secret: self.optional("oidc_client_secret"),
            claim: claim?,
        })
    }
}

/// What needs no TLS to be safe on the way.
fn is_local(host: &str) -> bool {
    host == "localhost" || host == "[::1]" || host.starts_with("127.")
}
