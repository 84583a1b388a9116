//! `fieldbeat audit-log verify`: whether the log of who did what is still what was written.

use clap::Args;

use super::{Failure, evidence::on_pool, print};
use crate::{config::Config, store::audit_seal};

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// What an earlier run printed as its head, POSITION:HASH, and was kept elsewhere: tells a chain that was made anew
    #[arg(long, value_name = "POSITION:HASH", value_parser = anchor)]
    anchor: Option<(i64, [u8; 32])>,
}

fn anchor(text: &str) -> Result<(i64, [u8; 32]), String> {
    let parts = text.split_once(':').and_then(|(position, hash)| {
        let hash = hex::decode(hash).ok()?.try_into().ok()?;
        Some((position.parse().ok()?, hash))
    });
    parts.ok_or_else(|| "is not POSITION:HASH as a run printed it".to_owned())
}

pub(super) async fn verify(config: &Config, asked: &Verify, json: bool) -> Result<(), Failure> {
    let found = on_pool(config, async |db| {
        let mut conn = db.acquire().await?;
        Ok(audit_seal::verify(&mut conn, asked.anchor).await?)
    })
    .await?;
    if json {
        print(&serde_json::to_string_pretty(&found)?)?;
    } else if found.fault.is_none() {
        let (entries, waiting, head) = (found.entries, found.waiting, &found.head);
        print(&format!(
            "{entries} entries are as they were written; {waiting} wait to be chained\nhead {entries}:{head}"
        ))?;
    }
    match &found.fault {
        None => Ok(()),
        Some(fault) => {
            let entry = fault
                .entry_id
                .map_or_else(String::new, |id| format!(", entry {id}"));
            Err(Failure::Failed(format!(
                "the log is not what was written: {} at position {}{entry}",
                fault.code, fault.position
            )))
        }
    }
}
