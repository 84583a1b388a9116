//! Where a request came from: the peer, or behind proxies that are trusted what they say of theirs. Told once, as a
//! request comes in; asked by whoever counts.

use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
};

use axum::{
    extract::{ConnectInfo, FromRequestParts, Request, State},
    http::{HeaderMap, request::Parts},
    middleware::Next,
    response::Response,
};
use ipnet::IpNet;

/// The address that a request came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address(pub IpAddr);

impl<S: Sync> FromRequestParts<S> for Address {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let told = parts.extensions.get().copied();
        Ok(told.unwrap_or(Self(IpAddr::V4(Ipv4Addr::UNSPECIFIED))))
    }
}

/// Tells every request its [`Address`].
pub async fn tell(
    State(trusted): State<Arc<[IpNet]>>,
    mut request: Request,
    next: Next,
) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    if let Some(ConnectInfo(peer)) = peer {
        let address = behind(&trusted, peer.ip(), request.headers());
        request.extensions_mut().insert(Address(address));
    }
    next.run(request).await
}

/// The nearest hop that is not trusted: whoever is farther away is only what that one says.
fn behind(trusted: &[IpNet], peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let mut nearest = peer.to_canonical();
    let said = headers.get_all("x-forwarded-for").iter().rev();
    let said = said.flat_map(|value| value.to_str().unwrap_or_default().rsplit(','));
    for hop in said {
        if !is_trusted(trusted, nearest) {
            break;
        }
        let Some(hop) = read(hop) else { break };
        nearest = hop;
    }
    nearest
}

pub fn is_trusted(trusted: &[IpNet], address: IpAddr) -> bool {
    let address = address.to_canonical();
    trusted.iter().any(|net| net.contains(&address))
}

/// With a port or without, an IPv6 address in brackets or without.
fn read(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let bare = hop.trim_start_matches('[').trim_end_matches(']');
    let address = (bare.parse().ok()).or_else(|| hop.parse::<SocketAddr>().ok().map(|a| a.ip()))?;
    Some(address.to_canonical())
}

/// Whom a limit of an address counts as one: a line is given a whole /64 of IPv6.
pub fn line_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !0u128 << 64)),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(trusted: &[&str], peer: &str, forwarded: &[&'static str]) -> String {
        let trusted: Vec<IpNet> = trusted.iter().map(|t| t.parse().unwrap()).collect();
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        behind(&trusted, peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn only_trusted_hops_are_believed_and_only_of_the_next() {
        let proxy = ["10.0.0.0/8", "::1/128"];
        for (peer, forwarded, expected) in [
            ("9.9.9.9", &["1.1.1.1"][..], "9.9.9.9"),
            ("10.0.0.1", &[][..], "10.0.0.1"),
            ("10.0.0.1", &["1.1.1.1"][..], "1.1.1.1"),
            // What the client wrote itself stands to the left.
            ("10.0.0.1", &["6.6.6.6, 1.1.1.1"][..], "1.1.1.1"),
            ("10.0.0.1", &["6.6.6.6", "1.1.1.1, 10.0.0.2"][..], "1.1.1.1"),
            ("10.0.0.1", &["10.9.9.9, 10.0.0.2"][..], "10.9.9.9"),
            ("10.0.0.1", &["1.1.1.1, nonsense"][..], "10.0.0.1"),
            ("::ffff:10.0.0.1", &["[2001:db8::1]:443"][..], "2001:db8::1"),
            ("::1", &["1.1.1.1:80"][..], "1.1.1.1"),
        ] {
            assert_eq!(
                seen(&proxy, peer, forwarded),
                expected,
                "{peer} {forwarded:?}"
            );
        }
        assert_eq!(seen(&[], "127.0.0.1", &["1.1.1.1"]), "127.0.0.1");
    }

    #[test]
    fn a_line_has_all_of_its_network() {
        let line = |a: &str| line_of(a.parse().unwrap());
        assert_eq!(line("2001:db8:1:2:3::4"), line("2001:db8:1:2:ffff::"));
        assert_ne!(line("2001:db8:1:2::"), line("2001:db8:1:3::"));
        assert_eq!(line("::ffff:1.2.3.4"), line("1.2.3.4"));
        assert_ne!(line("1.2.3.4"), line("1.2.3.5"));
    }
}
