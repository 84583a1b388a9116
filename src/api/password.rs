//! Passwords: argon2id, a few at a time, so that a flood of logins cannot take the machine.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use argon2::{Argon2, PasswordHash, PasswordVerifier};
use tokio::sync::Semaphore;

use super::problem::Problem;
use crate::secret::password_hash;

/// Hashes at once; each takes 19 MiB and some ten milliseconds of a core.
const AT_ONCE: usize = 2;
/// Requests that may wait for their turn.
const WAITING_MAX: usize = 64;
pub const PASSWORD_MIN: usize = 8;
pub const PASSWORD_MAX: usize = 256;

pub struct Passwords {
    turns: Semaphore,
    waiting: AtomicUsize,
    /// Verified for unknown logins, so that both answers take the same time.
    decoy: String,
}

impl Passwords {
    pub fn new() -> Arc<Self> {
        Arc::new(Self {
            turns: Semaphore::new(AT_ONCE),
            waiting: AtomicUsize::new(0),
            decoy: password_hash("no such user").unwrap_or_default(),
        })
    }

    pub async fn hash(&self, password: String) -> Result<String, Problem> {
        self.run(move || password_hash(&password))
            .await?
            .map_err(Problem::internal)
    }

    /// `None`: there is no such login; takes as long and is false.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, Problem> {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.decoy.clone());
        let right = self.run(move || verify_now(&password, &hash)).await?;
        Ok(right && known)
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= WAITING_MAX {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(Problem::too_many("rate_limited", 5));
        }
        let _left = Waiting(&self.waiting);
        let _turn = self.turns.acquire().await.map_err(Problem::internal)?;
        tokio::task::spawn_blocking(work)
            .await
            .map_err(Problem::internal)
    }
}

/// Also counts down when the request is given up.
struct Waiting<'a>(&'a AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

fn verify_now(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|h| {
        Argon2::default()
            .verify_password(password.as_bytes(), &h)
            .is_ok()
    })
}

/// Fault code of a password that is too short or absurdly long.
pub fn check(password: &str) -> Option<&'static str> {
    match password.chars().count() {
        n if n < PASSWORD_MIN => Some("too_short"),
        _ if password.len() > PASSWORD_MAX => Some("too_long"),
        _ => None,
    }
}
