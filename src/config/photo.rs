//! Where photos are kept: a directory, or a bucket of an S3-compatible store.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use axum::http::Uri;

use super::Reader;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhotoPlace {
    Directory(PathBuf),
    S3(S3),
}

#[derive(Clone, PartialEq, Eq)]
pub struct S3 {
    pub bucket: String,
    /// Of every name; may be empty.
    pub prefix: String,
    pub region: String,
    /// `None`: AWS.
    pub endpoint: Option<String>,
    /// Id and secret; `None`: the role of the machine.
    pub keys: Option<(String, String)>,
}

impl fmt::Debug for S3 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "S3({}/{})", self.bucket, self.prefix)
    }
}

impl Reader<'_> {
    pub(super) fn photo_place(&mut self, data_dir: &Path) -> PhotoPlace {
        let own = data_dir.join("photos");
        let text = self.optional("photo_store");
        let Some(rest) = text.as_deref().and_then(|t| t.strip_prefix("s3://")) else {
            self.no_s3_settings();
            let place = text.map_or(own, PathBuf::from);
            if place.is_file() {
                let shown = place.display();
                self.fault(
                    "photo_store",
                    format!("{shown} is a file; name a directory, or s3://bucket"),
                );
            } else if place.to_string_lossy().contains("://") {
                self.fault(
                    "photo_store",
                    "is neither a directory nor s3://bucket/prefix",
                );
            }
            return PhotoPlace::Directory(place);
        };
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let plain = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
        if bucket.is_empty() || !bucket.chars().all(plain) {
            self.fault(
                "photo_store",
                "names no bucket: write s3://bucket or s3://bucket/prefix; keys have settings of their own",
            );
        }
        PhotoPlace::S3(S3 {
            bucket: bucket.to_owned(),
            prefix: prefix.trim_matches('/').to_owned(),
            region: self.value("s3_region").text,
            endpoint: self.s3_endpoint(),
            keys: self.s3_keys(),
        })
    }

    /// They would be forgotten silently.
    fn no_s3_settings(&mut self) {
        for key in ["s3_endpoint", "s3_access_key_id", "s3_secret_access_key"] {
            if self.optional(key).is_some() {
                self.fault(key, "nothing uses it: set photo_store to s3://bucket too");
            }
        }
    }

    fn s3_endpoint(&mut self) -> Option<String> {
        let text = self.optional("s3_endpoint")?;
        let uri: Option<Uri> = text.parse().ok();
        let known = uri.is_some_and(|u| {
            let scheme = u
                .scheme_str()
                .is_some_and(|s| ["http", "https"].contains(&s));
            scheme && u.authority().is_some_and(|a| !a.as_str().contains('@'))
        });
        if !known {
            // Not repeated: it may hold a password.
            self.fault(
                "s3_endpoint",
                "is not a URL like https://minio.example.com:9000, without user and password",
            );
        }
        Some(text.trim_end_matches('/').to_owned())
    }

    fn s3_keys(&mut self) -> Option<(String, String)> {
        let id = self.optional("s3_access_key_id");
        let secret = self.optional("s3_secret_access_key");
        match (&id, &secret) {
            (Some(_), None) => {
                self.fault("s3_secret_access_key", "is needed with s3_access_key_id");
            }
            (None, Some(_)) => {
                self.fault("s3_access_key_id", "is needed with s3_secret_access_key");
            }
            _ => {}
        }
        id.zip(secret)
    }
}
