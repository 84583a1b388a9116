//! Pictures: taken in piece by piece, decoded, encoded anew without what the camera wrote into them, and
//! kept in a directory or an S3-compatible store.
//!
//! Owns bytes. Never knows reps' records, SQL or HTTP answers; what a picture means is `store::photo`'s.

mod camera;
mod decode;
mod s3;
mod storage;
mod upload;

use std::{
    collections::HashSet,
    path::PathBuf,
    sync::{Arc, Mutex},
};

use bytes::Bytes;
use fieldbeat_domain::{id::RepId, photo::Digest};
use tokio::sync::{OnceCell, Semaphore};

pub use self::{
    camera::CameraTime,
    decode::{Picture, Unfit, decode},
    storage::{Size, StorageError},
    upload::{UploadFault, Uploading},
};
use crate::config::PhotoPlace;

/// Largest file of a photo as sent.
pub const BYTES_MAX: u64 = 8 << 20;
/// Files that are being received at once.
const UPLOADS_AT_ONCE: usize = 64;
/// Pictures decoded at once; each may take [`decode::PIXELS_MAX`] pixels of memory.
const DECODES_AT_ONCE: usize = 2;

/// The pictures of a server. Cheap to clone.
#[derive(Clone)]
pub struct Photos(Arc<Inner>);

struct Inner {
    place: PhotoPlace,
    /// Opened when first used: a server that sees no photo needs no place for them.
    storage: OnceCell<storage::Storage>,
    /// Where unfinished files lie, on this machine.
    unfinished: PathBuf,
    receiving: Arc<Semaphore>,
    decoding: Semaphore,
    /// Who is sending what right now.
    under_way: Mutex<HashSet<(RepId, Digest)>>,
}

impl Photos {
    pub fn new(place: PhotoPlace, data_dir: &std::path::Path) -> Self {
        Self(Arc::new(Inner {
            place,
            storage: OnceCell::new(),
            unfinished: data_dir.join("uploads"),
            receiving: Arc::new(Semaphore::new(UPLOADS_AT_ONCE)),
            decoding: Semaphore::new(DECODES_AT_ONCE),
            under_way: Mutex::default(),
        }))
    }

    async fn storage(&self) -> Result<&storage::Storage, StorageError> {
        let place = &self.0.place;
        self.0
            .storage
            .get_or_try_init(|| storage::Storage::open(place))
            .await
    }

    /// Decodes what came in and keeps it under its digest. The same picture again is written over itself.
    pub async fn keep(&self, digest: Digest, file: Bytes) -> Result<Picture, KeepFault> {
        let (picture, files) = {
            let _turn = self.0.decoding.acquire().await;
            // A decoder that panics over a hostile file has found it unreadable.
            tokio::task::spawn_blocking(move || decode(&file))
                .await
                .unwrap_or(Err(Unfit::Unreadable))?
        };
        self.storage().await?.put(digest, files).await?;
        Ok(picture)
    }

    pub async fn get(&self, digest: Digest, size: Size) -> Result<Bytes, StorageError> {
        self.storage().await?.get(digest, size).await
    }

    /// Also where it is gone already.
    pub async fn remove(&self, digest: Digest) -> Result<(), StorageError> {
        self.storage().await?.remove(digest).await
    }
}

/// Why a picture was not kept.
#[derive(Debug, thiserror::Error)]
pub enum KeepFault {
    #[error(transparent)]
    Unfit(#[from] Unfit),
    #[error(transparent)]
    Storage(#[from] StorageError),
}
