//! Passwords: argon2id, a few at a time and behind everything else, so that a flood of logins cannot take the machine
//! from those who work.

use std::{
    io,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, TrySendError, sync_channel},
    },
};

use argon2::{Argon2, PasswordHash, PasswordVerifier};
use tokio::sync::oneshot;

use super::problem::Problem;
use crate::secret::password_hash;

/// For as many cores one password is hashed at once; it takes 19 MiB and some ten milliseconds of one of them.
const CORES_EACH: usize = 4;
/// Requests that may wait for their turn.
const WAITING_MAX: usize = 64;
/// The nice value of the threads that hash, a third of the weight of everything else: phones go first on a busy machine, and
/// people still get in.
const NICE: i32 = 5;
pub const PASSWORD_MIN: usize = 8;
pub const PASSWORD_MAX: usize = 256;

type Work = Box<dyn FnOnce() + Send>;

pub struct Passwords {
    queue: SyncSender<Work>,
    /// Verified for unknown logins, so that both answers take the same time.
    decoy: String,
}

impl Passwords {
    pub fn new() -> Arc<Self> {
        let (queue, waiting) = sync_channel(WAITING_MAX);
        let waiting = Arc::new(Mutex::new(waiting));
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        for _ in 0..cores.div_ceil(CORES_EACH) {
            let waiting = waiting.clone();
            let thread = std::thread::Builder::new().name("passwords".to_owned());
            if let Err(error) = thread.spawn(move || work_off(&waiting)) {
                tracing::error!(%error, "no thread for passwords: logins will be refused");
            }
        }
        let decoy = password_hash("no such user").unwrap_or_default();
        Arc::new(Self { queue, decoy })
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
        let (answer, done) = oneshot::channel();
        let work = Box::new(move || {
            // Whoever asked may have gone meanwhile.
            if !answer.is_closed() {
                let _ = answer.send(work());
            }
        });
        match self.queue.try_send(work) {
            Ok(()) => done.await.map_err(Problem::internal),
            Err(TrySendError::Full(_)) => Err(Problem::too_many("rate_limited", 5)),
            Err(e @ TrySendError::Disconnected(_)) => {
                Err(Problem::internal(io::Error::other(e.to_string())))
            }
        }
    }
}

/// The life of a thread that hashes, until nobody can ask any more.
fn work_off(waiting: &Mutex<Receiver<Work>>) {
    if let Err(error) = rustix::process::setpriority_process(Some(rustix::thread::gettid()), NICE) {
        tracing::debug!(%error, "passwords are hashed at the priority of everything else");
    }
    loop {
        let next = waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv();
        let Ok(work) = next else { return };
        work();
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
