//! Where webhooks may go, and which mail servers are read from: never into this machine or its network, unless a setting says so. A name is
//! judged by the addresses it resolves to, at every connection, and the connection goes to those.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::{
    Url,
    dns::{Addrs, Name, Resolve, Resolving},
};

/// Longest URL.
const URL_MAX: usize = 2_000;
/// Longest name of a host.
const HOST_MAX: usize = 253;

/// Why a text is no URL for a webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UrlFault {
    Invalid,
    /// Plain HTTP, to anybody on the way.
    NotHttps,
    /// A name and password in it would be shown wherever it is.
    Credentials,
    /// This machine or its network.
    PrivateAddress,
}

impl UrlFault {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Invalid => "invalid_url",
            Self::NotHttps => "https_required",
            Self::Credentials => "credentials_in_url",
            Self::PrivateAddress => "private_address",
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub struct Guard {
    private_addresses: bool,
}

impl Guard {
    pub(super) const fn new(private_addresses: bool) -> Self {
        Self { private_addresses }
    }

    /// A URL as far as it can be judged before its name is resolved.
    pub fn url(self, text: &str) -> Result<Url, UrlFault> {
        if text.len() > URL_MAX {
            return Err(UrlFault::Invalid);
        }
        let url: Url = text.parse().map_err(|_| UrlFault::Invalid)?;
        match url.scheme() {
            "https" => {}
            "http" if self.private_addresses => {}
            "http" => return Err(UrlFault::NotHttps),
            _ => return Err(UrlFault::Invalid),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(UrlFault::Credentials);
        }
        let host = url.host_str().ok_or(UrlFault::Invalid)?;
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        match bare.parse::<IpAddr>() {
            Ok(ip) if !self.allows(ip) => Err(UrlFault::PrivateAddress),
            Ok(_) | Err(_) => Ok(url),
        }
    }

    /// The name of a mail server as far as it can be judged before it is resolved.
    pub fn host(self, text: &str) -> Result<(), UrlFault> {
        let sound = |c: char| c.is_ascii_alphanumeric() || ".-_:".contains(c);
        if text.is_empty() || text.len() > HOST_MAX || !text.chars().all(sound) {
            return Err(UrlFault::Invalid);
        }
        match text.parse::<IpAddr>() {
            Ok(ip) if !self.allows(ip) => Err(UrlFault::PrivateAddress),
            Ok(_) | Err(_) => Ok(()),
        }
    }

    /// Where a host is that may be gone to; without TLS only in this network, and only where a setting says so.
    pub async fn addresses(
        self,
        host: &str,
        port: u16,
        plain: bool,
    ) -> Result<Vec<SocketAddr>, AddressFault> {
        let found = tokio::net::lookup_host((host, port)).await?;
        let (allowed, refused): (Vec<SocketAddr>, Vec<SocketAddr>) =
            found.partition(|a| self.allows(a.ip()) && !(plain && is_public(a.ip())));
        if allowed.is_empty() && refused.iter().any(|a| !is_public(a.ip())) {
            return Err(AddressFault::Private);
        }
        Ok(allowed)
    }

    /// Whether anything may go without TLS at all.
    pub const fn allows_plain(self) -> bool {
        self.private_addresses
    }

    fn allows(self, ip: IpAddr) -> bool {
        self.private_addresses || is_public(ip)
    }
}

/// Why nobody can be gone to.
#[derive(Debug, thiserror::Error)]
pub enum AddressFault {
    #[error("the address is private")]
    Private,
    #[error("the name is not found")]
    Unknown(#[from] std::io::Error),
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = *self;
        Box::pin(async move {
            let found = guard.addresses(name.as_str(), 0, false).await?;
            let addresses: Addrs = Box::new(found.into_iter());
            Ok(addresses)
        })
    }
}

/// Whether an address is of the open internet (IANA's special-purpose registries).
fn is_public(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(a == 0
        || ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || ip.is_multicast()
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b))
        || a >= 240)
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let segments = ip.segments();
    let [a, b, ..] = segments;
    let tail = |at: usize| {
        let high = segments.get(at).copied().unwrap_or(0).to_be_bytes();
        let low = segments.get(at + 1).copied().unwrap_or(0).to_be_bytes();
        Ipv4Addr::new(high[0], high[1], low[0], low[1])
    };
    match (a, b) {
        // NAT64 and 6to4 carry an IPv4 address.
        (0x64, 0xff9b) => is_public_v4(tail(6)),
        (0x2002, _) => is_public_v4(tail(1)),
        // Teredo, benchmarks, ORCHID, documentation.
        (0x2001, 0..0x200 | 0xdb8) | (0x3fff, 0..0x1000) => false,
        // Only 2000::/3 is handed out to the world.
        _ => a & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_open_internet_are_public() {
        for private in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "192.0.0.8",
            "192.168.1.1",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "::ffff:127.0.0.1",
            "::127.0.0.1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2001::1",
            "2001:db8::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "100::1",
            "3fff::1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
        for public in [
            "1.1.1.1",
            "8.8.8.8",
            "100.63.255.255",
            "100.128.0.1",
            "172.32.0.1",
            "198.20.0.1",
            "2606:4700::1111",
            "64:ff9b::808:808",
            "2002:808:808::1",
            "::ffff:8.8.8.8",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }

    #[test]
    fn a_mail_server_is_refused_for_what_can_be_seen_of_it() {
        let guard = Guard::new(false);
        for (text, fault) in [
            ("", UrlFault::Invalid),
            ("imap.example.com/x", UrlFault::Invalid),
            ("imap example.com", UrlFault::Invalid),
            ("10.0.0.1", UrlFault::PrivateAddress),
            ("::1", UrlFault::PrivateAddress),
        ] {
            assert_eq!(guard.host(text), Err(fault), "{text}");
        }
        assert!(guard.host("imap.example.com").is_ok() && guard.host("8.8.8.8").is_ok());
        assert!(Guard::new(true).host("10.0.0.1").is_ok());
    }

    #[tokio::test]
    async fn a_mail_server_is_gone_to_where_it_may_be() {
        let (strict, open) = (Guard::new(false), Guard::new(true));
        let refused = strict.addresses("127.0.0.1", 143, false).await;
        assert!(matches!(refused, Err(AddressFault::Private)));
        assert_eq!(
            open.addresses("127.0.0.1", 143, true).await.unwrap(),
            ["127.0.0.1:143".parse().unwrap()]
        );
        // A password in the clear does not go out into the world.
        assert_eq!(open.addresses("8.8.8.8", 143, true).await.unwrap(), []);
        assert_eq!(
            strict.addresses("8.8.8.8", 993, false).await.unwrap().len(),
            1
        );
    }

    #[test]
    fn a_url_is_refused_for_what_can_be_seen_of_it() {
        let guard = Guard::new(false);
        for (text, fault) in [
            ("nonsense", UrlFault::Invalid),
            ("ftp://example.com", UrlFault::Invalid),
            ("file:///etc/passwd", UrlFault::Invalid),
            ("http://example.com/hook", UrlFault::NotHttps),
            ("https://user:pass@example.com/", UrlFault::Credentials),
            ("https://127.0.0.1/", UrlFault::PrivateAddress),
            ("https://2130706433/", UrlFault::PrivateAddress),
            ("https://0x7f.1/", UrlFault::PrivateAddress),
            ("https://[::1]:8443/", UrlFault::PrivateAddress),
            (
                "https://[::ffff:169.254.169.254]/",
                UrlFault::PrivateAddress,
            ),
        ] {
            assert_eq!(guard.url(text), Err(fault), "{text}");
        }
        assert!(guard.url("https://example.com/hook?x=1").is_ok());
        assert!(Guard::new(true).url("http://127.0.0.1:9/hook").is_ok());
    }
}
