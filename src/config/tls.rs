//! How connections come in: over TLS, by which proxies, how many, and how slow.

use std::{net::IpAddr, path::PathBuf, time::Duration};

use ipnet::IpNet;

use super::Reader;

/// Certificate chain and private key, as PEM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsFiles {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

impl Reader<'_> {
    pub(super) fn tls(&mut self) -> Option<TlsFiles> {
        match (self.file("tls_certificate"), self.file("tls_key")) {
            (Some(certificate), Some(key)) => Some(TlsFiles { certificate, key }),
            (Some(_), None) => {
                self.fault("tls_key", "is needed with tls_certificate");
                None
            }
            (None, Some(_)) => {
                self.fault("tls_certificate", "is needed with tls_key");
                None
            }
            (None, None) => None,
        }
    }

    fn file(&mut self, key: &str) -> Option<PathBuf> {
        let path = PathBuf::from(self.optional(key)?);
        if !path.is_file() {
            self.fault(key, format!("{} is no file", path.display()));
        }
        Some(path)
    }

    pub(super) fn trusted_proxies(&mut self) -> Vec<IpNet> {
        let wanted = "addresses and networks such as 127.0.0.1, 10.0.0.0/8";
        self.parse("trusted_proxies", Vec::new(), wanted, |text| {
            let hops = text.split(',').map(str::trim).filter(|hop| !hop.is_empty());
            hops.map(|hop| {
                let network = hop.parse().ok();
                network.or_else(|| hop.parse::<IpAddr>().ok().map(IpNet::from))
            })
            .collect()
        })
    }

    pub(super) fn connections_per_address(&mut self) -> usize {
        self.parse(
            "connections_per_address",
            4_096,
            "a number from 1 to 65536",
            |t| t.parse().ok().filter(|n| (1..=65_536).contains(n)),
        )
    }

    pub(super) fn client_patience(&mut self) -> Duration {
        self.parse(
            "client_patience_s",
            Duration::from_mins(1),
            "a number of seconds from 1 to 600",
            |t| {
                t.parse()
                    .ok()
                    .filter(|n| (1..=600).contains(n))
                    .map(Duration::from_secs)
            },
        )
    }
}
