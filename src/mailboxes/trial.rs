//! A dry run: logs in, counts, looks at the newest messages, and keeps nothing.

use std::time::Duration;

use serde::Serialize;
use tokio::time::timeout_at;

use super::{
    Mailboxes,
    read::{Ended, headings, matches, with},
    session::{Fault, Session},
};
use crate::store::{StoreError, mailbox::turn::Turn};

/// Newest messages of a folder that are looked at.
const LOOKED_AT_MAX: usize = 200;
/// Of the whole trial.
const TRIAL_MAX: Duration = Duration::from_secs(50);

/// What a reading would find.
#[derive(Clone, Debug, Default, Serialize, utoipa::ToSchema)]
#[schema(as = MailboxTrial)]
pub struct Trial {
    /// Null: it can be read. Else mailbox_unreachable | private_address | mailbox_certificate_refused |
    /// mailbox_login_refused | mailbox_folder_unknown | mailbox_refused | mailbox_broken_off
    pub fault: Option<String>,
    pub folders: Vec<FolderTrial>,
    /// What folders there are, where one is unknown.
    pub names: Vec<String>,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = MailboxFolderTrial)]
pub struct FolderTrial {
    pub name: String,
    /// It is not there.
    pub unknown: bool,
    /// Received since the day that reading begins with.
    pub messages: usize,
    /// The newest of them.
    pub looked_at: usize,
    /// Of those looked at: with people known, and not written by a machine.
    pub matched: usize,
}

impl Mailboxes {
    pub async fn trial(&self, turn: &Turn) -> Result<Trial, StoreError> {
        let until = tokio::time::Instant::now() + TRIAL_MAX;
        let mut trial = Trial::default();
        match self.tried(turn, until, &mut trial).await {
            Ok(()) | Err(Ended::Over) => {}
            Err(Ended::Fault(fault)) => trial.fault = Some(fault.code().to_owned()),
            Err(Ended::Store(error)) => return Err(error),
        }
        Ok(trial)
    }

    async fn tried(
        &self,
        turn: &Turn,
        until: tokio::time::Instant,
        trial: &mut Trial,
    ) -> Result<(), Ended> {
        let inner = &self.0;
        let mut session = Session::open(inner, turn).await?;
        for (folder, _) in turn.folders() {
            let mut of = FolderTrial {
                name: folder.to_owned(),
                unknown: false,
                messages: 0,
                looked_at: 0,
                matched: 0,
            };
            let looked = async {
                session.examine(folder).await?;
                let uids = session.since(1, turn.since).await?;
                of.messages = uids.len();
                let newest = uids.len().saturating_sub(LOOKED_AT_MAX);
                session
                    .headers(uids.get(newest..).unwrap_or_default())
                    .await
            };
            let looked = timeout_at(until, looked).await;
            let parts = match looked.unwrap_or(Err(Fault::BrokenOff)) {
                Ok(parts) => parts,
                Err(Fault::FolderUnknown) => {
                    of.unknown = true;
                    trial.fault = Some(Fault::FolderUnknown.code().to_owned());
                    trial.folders.push(of);
                    continue;
                }
                Err(fault) => return Err(fault.into()),
            };
            of.looked_at = parts.len();
            let (read, _) = headings(parts).await;
            let known = matches(inner, turn, &read).await?;
            of.matched = (read.iter())
                .filter(|(_, heading)| !heading.automatic && !with(heading, &known).is_empty())
                .count();
            trial.folders.push(of);
        }
        if trial.folders.iter().any(|f| f.unknown) {
            let names = timeout_at(until, session.names()).await;
            trial.names = names.ok().and_then(Result::ok).unwrap_or_default();
        }
        let _ = timeout_at(until, session.close()).await;
        Ok(())
    }
}
