//! Files on their way: what came of one stays when its connection breaks, and it goes on from there.
//! Each rep's apart, so that nobody's bytes end up in another's file.

use std::{
    collections::HashSet,
    path::PathBuf,
    sync::PoisonError,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use fieldbeat_domain::{id::RepId, photo::Digest};
use futures_util::{Stream, StreamExt};
use sha2::{Digest as _, Sha256};
use tokio::{
    fs::{self, DirEntry, OpenOptions},
    io::AsyncWriteExt,
    sync::OwnedSemaphorePermit,
};

use super::{BYTES_MAX, Photos};

/// Unfinished files of a rep.
const UNFINISHED_MAX: usize = 20;
/// A sender that is silent for so long has gone.
const SILENCE: Duration = Duration::from_secs(30);

/// Why an upload went no farther.
#[derive(Debug, thiserror::Error)]
pub enum UploadFault {
    #[error("the same file is being received already")]
    Running,
    #[error("too many files are being received")]
    Busy,
    #[error("too many files of this rep are unfinished")]
    TooMany,
    #[error("at most 8 MiB")]
    TooLarge,
    #[error("the next byte wanted is {0}")]
    WrongOffset(u64),
    #[error("the sender went silent or away")]
    Broken,
    #[error("the bytes are not those of the digest")]
    WrongDigest,
    #[error("the file cannot be written here")]
    Io(#[from] std::io::Error),
}

/// The only one to write this file, until dropped.
pub struct Uploading {
    photos: Photos,
    key: (RepId, Digest),
    path: PathBuf,
    _turn: OwnedSemaphorePermit,
}

impl Drop for Uploading {
    fn drop(&mut self) {
        let under_way = &self.photos.0.under_way;
        under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.key);
    }
}

async fn length(path: &std::path::Path) -> std::io::Result<u64> {
    match fs::metadata(path).await {
        Ok(found) => Ok(found.len()),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(0),
        Err(e) => Err(e),
    }
}

/// Removes a file that nobody wrote to since `before`; not one that was finished meanwhile.
async fn forget(file: &DirEntry, before: SystemTime) -> std::io::Result<bool> {
    let forgotten = async {
        let old = file.metadata().await?.modified()? < before;
        if old {
            fs::remove_file(file.path()).await?;
        }
        Ok::<_, std::io::Error>(old)
    };
    match forgotten.await {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(false),
        other => other,
    }
}

impl Photos {
    fn folder(&self, rep: RepId) -> PathBuf {
        self.0.unfinished.join(rep.0.to_string())
    }

    /// What else this rep is sending, unless somebody sends this very file.
    fn claim(&self, key: (RepId, Digest)) -> Option<HashSet<Digest>> {
        let mut under_way = (self.0.under_way.lock()).unwrap_or_else(PoisonError::into_inner);
        let others = (under_way.iter()).filter(|u| u.0 == key.0).map(|u| u.1);
        let others = others.collect();
        under_way.insert(key).then_some(others)
    }

    /// How much of an unfinished file is here.
    pub async fn offset(&self, rep: RepId, digest: Digest) -> std::io::Result<u64> {
        length(&self.folder(rep).join(hex::encode(digest))).await
    }

    pub async fn begin(&self, rep: RepId, digest: Digest) -> Result<Uploading, UploadFault> {
        let turn = (self.0.receiving.clone().try_acquire_owned()).map_err(|_| UploadFault::Busy)?;
        let key = (rep, digest);
        let others = self.claim(key).ok_or(UploadFault::Running)?;
        let folder = self.folder(rep);
        // From here on its drop gives the place back.
        let uploading = Uploading {
            photos: self.clone(),
            key,
            path: folder.join(hex::encode(digest)),
            _turn: turn,
        };
        fs::create_dir_all(&folder).await?;
        if length(&uploading.path).await? == 0 {
            // Those that were begun before it: of some there is no file yet.
            let mut unfinished: HashSet<_> = others.iter().map(hex::encode).collect();
            let own = hex::encode(digest);
            let mut files = fs::read_dir(&folder).await?;
            while let Some(file) = files.next_entry().await? {
                let name = file.file_name().to_string_lossy().into_owned();
                if name != own {
                    unfinished.insert(name);
                }
            }
            if unfinished.len() >= UNFINISHED_MAX {
                return Err(UploadFault::TooMany);
            }
        }
        Ok(uploading)
    }

    /// Takes away unfinished files that nobody went on with; answers how many.
    pub async fn forget_unfinished(&self, before: SystemTime) -> std::io::Result<usize> {
        let mut forgotten = 0;
        let mut reps = match fs::read_dir(&self.0.unfinished).await {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(0),
            other => other?,
        };
        while let Some(rep) = reps.next_entry().await? {
            let mut files = fs::read_dir(rep.path()).await?;
            while let Some(file) = files.next_entry().await? {
                forgotten += usize::from(forget(&file, before).await?);
            }
        }
        Ok(forgotten)
    }
}

impl Uploading {
    /// Writes what comes behind what is here; answers how long the file is then. What arrived before a
    /// fault of the line stays.
    pub async fn append<E>(
        &self,
        offset: u64,
        announced: Option<u64>,
        mut body: impl Stream<Item = Result<Bytes, E>> + Unpin,
    ) -> Result<u64, UploadFault> {
        let mut held = length(&self.path).await?;
        if offset != held {
            return Err(UploadFault::WrongOffset(held));
        }
        if announced.is_some_and(|more| held.saturating_add(more) > BYTES_MAX) {
            self.discard().await?;
            return Err(UploadFault::TooLarge);
        }
        let mut file = (OpenOptions::new().create(true).append(true))
            .open(&self.path)
            .await?;
        let broken = loop {
            match tokio::time::timeout(SILENCE, body.next()).await {
                Ok(Some(Ok(bytes))) => {
                    held += bytes.len() as u64;
                    if held > BYTES_MAX {
                        drop(file);
                        self.discard().await?;
                        return Err(UploadFault::TooLarge);
                    }
                    file.write_all(&bytes).await?;
                }
                Ok(Some(Err(_))) | Err(_) => break true,
                Ok(None) => break false,
            }
        };
        file.flush().await?;
        if broken {
            return Err(UploadFault::Broken);
        }
        Ok(held)
    }

    /// The whole file, which is what its digest says; one that is not is thrown away.
    pub async fn whole(&self) -> Result<Bytes, UploadFault> {
        let file = fs::read(&self.path).await?;
        let (file, found) = tokio::task::spawn_blocking(move || {
            let found: Digest = Sha256::digest(&file).into();
            (file, found)
        })
        .await
        .map_err(std::io::Error::other)?;
        if found != self.key.1 {
            self.discard().await?;
            return Err(UploadFault::WrongDigest);
        }
        Ok(file.into())
    }

    pub async fn discard(&self) -> std::io::Result<()> {
        match fs::remove_file(&self.path).await {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(e),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::PhotoPlace;

    struct Folder(PathBuf);

    impl Folder {
        fn new() -> Self {
            let path = std::env::temp_dir().join(uuid::Uuid::now_v7().to_string());
            std::fs::create_dir_all(&path).unwrap();
            Self(path)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    #[tokio::test]
    async fn uploads_under_way_count_although_nothing_of_them_is_written() {
        let folder = Folder::new();
        let photos = Photos::new(PhotoPlace::Directory(folder.0.clone()), &folder.0);
        let mut under_way = Vec::new();
        for n in 0..UNFINISHED_MAX {
            let n = u8::try_from(n).unwrap();
            under_way.push(photos.begin(RepId(1), [n; 32]).await.unwrap());
        }
        let one_more = photos.begin(RepId(1), [99; 32]).await;
        assert!(matches!(one_more, Err(UploadFault::TooMany)));
        photos.begin(RepId(2), [99; 32]).await.unwrap();
        under_way.pop();
        photos.begin(RepId(1), [99; 32]).await.unwrap();
    }

    #[tokio::test]
    async fn a_file_that_was_finished_meanwhile_is_no_fault() {
        let folder = Folder::new();
        let names = ["old", "gone"].map(|name| folder.0.join(name));
        for name in &names {
            std::fs::write(name, b"x").unwrap();
        }
        let written = std::fs::metadata(&names[0]).unwrap().modified().unwrap();
        let later = written + Duration::from_hours(1);
        let mut files = fs::read_dir(&folder.0).await.unwrap();
        let mut entries = Vec::new();
        while let Some(file) = files.next_entry().await.unwrap() {
            entries.push(file);
        }
        std::fs::remove_file(&names[1]).unwrap();
        let mut forgotten = 0;
        for file in &entries {
            forgotten += usize::from(forget(file, later).await.unwrap());
        }
        assert_eq!((entries.len(), forgotten), (2, 1));
    }
}
