//! Where pictures are kept: a directory of this machine, or a bucket. Two files for each, named after the
//! digest of what was sent.

use std::sync::Arc;

use bytes::Bytes;
use fieldbeat_domain::photo::Digest;
use object_store::{
    ObjectStore, ObjectStoreExt, aws::AmazonS3Builder, local::LocalFileSystem, path::Path,
};

use super::{decode::Files, s3::Client};
use crate::config::PhotoPlace;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    Image,
    Thumbnail,
}

#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    #[error("no such picture")]
    NotFound,
    #[error("the store of photos cannot be reached")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<object_store::Error> for StorageError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::NotFound,
            other => Self::Unavailable(Box::new(other)),
        }
    }
}

impl From<std::io::Error> for StorageError {
    fn from(error: std::io::Error) -> Self {
        Self::Unavailable(Box::new(error))
    }
}

pub(super) struct Storage {
    store: Arc<dyn ObjectStore>,
    prefix: Path,
}

impl Storage {
    pub async fn open(place: &PhotoPlace) -> Result<Self, StorageError> {
        match place {
            PhotoPlace::Directory(directory) => {
                tokio::fs::create_dir_all(directory).await?;
                // What was answered with success must be there after a crash of the machine.
                let store = LocalFileSystem::new_with_prefix(directory)?.with_fsync(true);
                Ok(Self {
                    store: Arc::new(store),
                    prefix: Path::default(),
                })
            }
            PhotoPlace::S3(s3) => {
                let mut builder = AmazonS3Builder::new()
                    .with_bucket_name(&s3.bucket)
                    .with_region(&s3.region)
                    .with_http_connector(Client);
                if let Some(endpoint) = &s3.endpoint {
                    builder = builder
                        .with_endpoint(endpoint)
                        .with_allow_http(endpoint.starts_with("http://"));
                }
                if let Some((id, secret)) = &s3.keys {
                    builder = builder
                        .with_access_key_id(id)
                        .with_secret_access_key(secret);
                }
                Ok(Self {
                    store: Arc::new(builder.build()?),
                    prefix: Path::from(s3.prefix.as_str()),
                })
            }
        }
    }

    fn path(&self, digest: Digest, size: Size) -> Path {
        let name = hex::encode(digest);
        let suffix = match size {
            Size::Image => "jpg",
            Size::Thumbnail => "small.jpg",
        };
        let folder = name.get(..2).unwrap_or_default().to_owned();
        self.prefix
            .clone()
            .join(folder)
            .join(format!("{name}.{suffix}"))
    }

    pub async fn put(&self, digest: Digest, files: Files) -> Result<(), StorageError> {
        let image = self.path(digest, Size::Image);
        self.store.put(&image, files.image.into()).await?;
        let thumbnail = self.path(digest, Size::Thumbnail);
        self.store.put(&thumbnail, files.thumbnail.into()).await?;
        Ok(())
    }

    pub async fn get(&self, digest: Digest, size: Size) -> Result<Bytes, StorageError> {
        let found = self.store.get(&self.path(digest, size)).await?;
        Ok(found.bytes().await?)
    }

    pub async fn remove(&self, digest: Digest) -> Result<(), StorageError> {
        for size in [Size::Image, Size::Thumbnail] {
            match self.store.delete(&self.path(digest, size)).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}
