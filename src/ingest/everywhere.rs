//! What happens at every node: here at once, and at the others by a note, of which each does the same. Most of it only spares
//! phones and maps a wait: a note that is lost is made good by a poll, or by the phone's next `sync`.

use fieldbeat_domain::{
    id::{DeviceId, RepId, VisitId},
    time::At,
    verdict::Overall,
};
use tokio::sync::oneshot;

use super::{
    Ingest,
    shard::{ShardMsg, reps::RepMsg},
};
use crate::{
    store::{StoreError, phone},
    wire::{
        device_reply::Reply,
        nodes::{Ask, Note},
    },
};

/// What became of a field record.
#[derive(Clone, Debug)]
pub struct RecordNews {
    pub cursor: String,
    pub id: uuid::Uuid,
    pub kind: String,
    pub status: String,
    pub detail: Option<serde_json::Value>,
}

impl Ingest {
    async fn everywhere(&self, note: Note) {
        self.nodes.tell(&note);
        self.heed(note).await;
    }

    /// Does at this node what a note asks for.
    pub async fn heed(&self, note: Note) {
        match note {
            Note::Entered { device, install } => {
                self.registry.entered_elsewhere(DeviceId(device), install);
            }
            Note::Revoked { device } => self.registry.kick(DeviceId(device)),
            Note::Reply { rep, reply } => self.registry.push(rep, &Reply::Relayed(reply)),
            Note::Plan { rep } => self.push_plan(rep).await,
            Note::Decided {
                rep,
                visit,
                decision,
            } => {
                let told = RepMsg::Decided {
                    rep,
                    visit,
                    decision,
                };
                let _ = self.send(rep, told).await;
            }
            Note::Touched { rep } => {
                let _ = self.send(rep, RepMsg::Touched { rep }).await;
            }
            Note::World => {
                if let Err(e) = self.worlds.refresh().await {
                    tracing::warn!(error = %e, "world not refreshed, the next poll tries again");
                }
            }
            Note::Reasons => match self.reasons.refresh(&self.db).await {
                Ok(true) => self.config_changed().await,
                Ok(false) => {}
                Err(e) => {
                    tracing::warn!(error = %e, "reasons not read, the next round tries again");
                }
            },
            // About what nodes say to each other, not about phones.
            Note::Hello | Note::Pulse { .. } | Note::Missed { .. } => {}
        }
    }

    /// Does what another node asked of this one; whether it is done.
    pub async fn answer(&self, ask: Ask) -> bool {
        match ask {
            Ask::Rep { rep } => self.let_go(rep).await,
            Ask::Erased { rep, until } => self.erased_here(rep, until).await.is_ok(),
        }
    }

    /// Lets go of a rep that another node wants, where no device of it is connected here.
    pub(super) async fn let_go(&self, rep: RepId) -> bool {
        let (done, is_free) = oneshot::channel();
        self.send(rep, ShardMsg::LetGo { rep, done }).await.is_ok() && is_free.await == Ok(true)
    }

    /// The rep's places of days before `until` are being erased. Returns when nothing in memory of any node holds them, and
    /// everything that was accepted before is committed: whoever comes now reads that those days are closed.
    pub async fn erased(&self, rep: RepId, until: At) -> Result<(), StoreError> {
        self.erased_here(rep, until).await?;
        self.nodes.erased(rep, until).await
    }

    async fn erased_here(&self, rep: RepId, until: At) -> Result<(), StoreError> {
        let stopping = |()| StoreError::Unavailable(sqlx::Error::PoolClosed);
        // A judgement under way ends first: it may hold the day as it was.
        let _turn = self.judging(rep).lock().await;
        self.send(rep, RepMsg::Erased { rep, until })
            .await
            .map_err(stopping)?;
        self.barrier(rep).await.map_err(stopping)?;
        self.told_places.forget(rep);
        Ok(())
    }

    /// Publishes every rep of this node as it stands.
    pub async fn show(&self) {
        for shard in &self.shards {
            let _ = shard.send(RepMsg::Show.into()).await;
        }
    }

    /// Closes the socket of a device whose token was revoked.
    pub fn kick_device(&self, device: DeviceId) {
        self.registry.kick(device);
        self.nodes.tell(&Note::Revoked { device: device.0 });
    }

    /// Offers a message to the rep's connected devices; the others read it by `sync`.
    pub(super) fn push(&self, rep: RepId, reply: &Reply) {
        self.registry.push(rep, reply);
        if self.nodes.are_several()
            && let Ok(reply) = serde_json::value::to_raw_value(reply)
        {
            self.nodes.tell(&Note::Reply { rep, reply });
        }
    }

    /// What became of a record.
    pub fn record_status(&self, rep: RepId, news: RecordNews) {
        let reply = Reply::RecordStatus {
            cursor: news.cursor,
            id: news.id,
            kind: news.kind,
            status: news.status,
            detail: news.detail,
        };
        self.push(rep, &reply);
    }

    /// A message of a person's.
    pub fn message(&self, rep: RepId, cursor: String, message: serde_json::Value) {
        self.push(rep, &Reply::Message { cursor, message });
    }

    /// A person decided on a visit (`None`: took the decision back): the map flags what holds. A rep
    /// that is not in memory reads it when it comes.
    pub async fn decided(&self, rep: RepId, visit: VisitId, decision: Option<Overall>) {
        self.everywhere(Note::Decided {
            rep,
            visit,
            decision,
        })
        .await;
    }

    /// Outlets, routes or rules were edited by this process: read them now and not at the next poll.
    pub async fn world_changed(&self) {
        self.everywhere(Note::World).await;
    }

    /// Reasons were edited by this process: read them now, and tell the phones.
    pub async fn reasons_changed(&self) {
        self.everywhere(Note::Reasons).await;
    }

    /// The plan of a rep's day was changed: its connected phones get today's, the others read it by
    /// `sync`.
    pub async fn plan_changed(&self, rep: RepId) {
        self.everywhere(Note::Plan { rep }).await;
    }

    async fn push_plan(&self, rep: RepId) {
        self.told_places.forget(rep);
        if !self.registry.is_connected(rep) {
            return;
        }
        let pushed = async {
            let today = self.rules.load().time.date_of(self.clock.now());
            let mut conn = self.db.acquire().await?;
            let plan = phone::plan(&mut conn, rep, today).await?;
            let (cursor, _) = phone::cursor_now(&mut conn, self.clock.now()).await?;
            Ok::<_, StoreError>(Reply::Plan { cursor, plan })
        };
        match pushed.await {
            Ok(reply) => self.registry.push(rep, &reply),
            Err(e) => tracing::debug!(error = %e, "a phone was not told of its plan"),
        }
    }
}
