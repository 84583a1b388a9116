//! Who is at the door: what live needs to know from whoever keeps sessions and rights.
//!
//! Live decides nothing about passwords, tokens or trees of org units: the server's wiring hands it
//! a [`LiveAuth`]. The one thing decided here is [`Origin`].

use std::{future::Future, pin::Pin, sync::Arc};

use axum::http::{HeaderMap, Uri, header, uri::Authority};
use fieldbeat_domain::id::{OrgUnitId, RepId};

use super::view::Reach;

/// What a session or token stands for, now.
#[derive(Clone, Debug)]
pub struct Grant {
    /// Identifies the user for limits; never shown.
    pub user: Arc<str>,
    pub reach: Reach,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// No session or token, or one that no longer holds: 4401.
    Unauthenticated,
    /// Known, but without the right to watch: 4403.
    Forbidden,
    /// It cannot be told now: 1013, or another try while connected.
    Unavailable,
}

pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, Denied>> + Send + 'a>>;

pub trait LiveAuth: Send + Sync + 'static {
    /// Judges `Authorization` and `Cookie`; a bearer token makes cookies void. Asked when a viewer
    /// connects and every [`super::hub::Timing::recheck`] after.
    fn authenticate<'a>(&'a self, headers: &'a HeaderMap) -> Answer<'a, Grant>;
    /// An org unit and everything below it; empty when there is none such.
    fn subtree(&self, unit: OrgUnitId) -> Answer<'_, Vec<OrgUnitId>>;
    /// Today's org unit of a rep that has no live state yet.
    fn unit_of_rep(&self, rep: RepId) -> Answer<'_, Option<OrgUnitId>>;
}

/// The page that may open live sockets: browsers send cookies along from any page.
#[derive(Clone, Debug)]
pub struct Origin(Option<Uri>);

impl Origin {
    /// `FIELDBEAT_PUBLIC_URL`; `None`, or a text that is no URL: the request's own `Host`.
    pub fn new(public_url: Option<&str>) -> Self {
        let uri = public_url.and_then(|url| url.parse::<Uri>().ok());
        Self(uri.filter(|uri| uri.authority().is_some()))
    }

    /// Only browsers send `Origin`, and they always do: a request without one carries nobody
    /// else's cookies.
    pub fn allows(&self, headers: &HeaderMap, uri: &Uri) -> bool {
        let mut origins = headers.get_all(header::ORIGIN).iter();
        let Some(origin) = origins.next() else {
            return true;
        };
        let origin = origin.to_str().ok().and_then(|o| o.parse::<Uri>().ok());
        let Some(origin) = origin.filter(|_| origins.next().is_none()) else {
            return false;
        };
        let Some(scheme) = origin.scheme_str() else {
            return false;
        };
        let Some(from) = place(origin.authority(), scheme) else {
            return false;
        };
        if let Some(public) = &self.0 {
            let public_scheme = public.scheme_str().unwrap_or("http");
            return scheme.eq_ignore_ascii_case(public_scheme)
                && place(public.authority(), public_scheme) == Some(from);
        }
        let host = headers.get(header::HOST).and_then(|h| h.to_str().ok());
        let host = host.and_then(|h| h.parse::<Authority>().ok());
        place(host.as_ref().or_else(|| uri.authority()), scheme) == Some(from)
    }
}

/// Host in lower case and port, the scheme's where none is written.
fn place(authority: Option<&Authority>, scheme: &str) -> Option<(String, u16)> {
    let authority = authority?;
    let usual = match scheme {
        "https" | "wss" => 443,
        "http" | "ws" => 80,
        _ => return None,
    };
    let port = authority.port_u16().unwrap_or(usual);
    Some((authority.host().to_ascii_lowercase(), port))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(public: Option<&str>, origin: Option<&str>, host: &str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        Origin::new(public).allows(&headers, &Uri::from_static("/v1/live"))
    }

    #[test]
    fn the_origin_must_be_the_host_or_the_public_url() {
        for (public, origin, host, want) in [
            (None, Some("http://map.vn:8080"), "map.vn:8080", true),
            (None, Some("https://map.vn"), "map.vn", true),
            (None, Some("https://MAP.vn:443"), "map.vn", true),
            (None, None, "map.vn", true),
            (None, Some("http://map.vn:8081"), "map.vn:8080", false),
            (None, Some("http://evil.vn"), "map.vn", false),
            (None, Some("http://map.vn.evil.vn"), "map.vn", false),
            (None, Some("null"), "map.vn", false),
            (None, Some(""), "map.vn", false),
            (None, Some("file://map.vn"), "map.vn", false),
            (
                Some("https://map.vn/"),
                Some("https://map.vn"),
                "10.0.0.1:80",
                true,
            ),
            (
                Some("https://map.vn"),
                Some("http://map.vn"),
                "map.vn",
                false,
            ),
            (
                Some("https://map.vn"),
                Some("http://10.0.0.1"),
                "10.0.0.1",
                false,
            ),
        ] {
            assert_eq!(
                allows(public, origin, host),
                want,
                "{public:?} {origin:?} {host}"
            );
        }
    }
}
