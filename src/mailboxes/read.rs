//! One reading of one mailbox: headers first, then the messages of people known, kept batch by batch with the place
//! reached. What a crash takes away is read again.

use std::{collections::BTreeMap, time::Duration};

use fieldbeat_trade::crm::email::{dated, direction, wants_no_more};
use tokio::time::{Instant, sleep_until};

use super::{
    Inner,
    message::{Content, Heading, apart, content, heading},
    session::{Fault, Part, Session},
};
use crate::{
    shutdown::Token,
    store::{
        StoreError,
        mailbox::{
            keep::{Batch, NewEmail, With, keep},
            turn::{self, Match, Place, Turn},
        },
        upsert::Now,
    },
};

/// Messages whose headers are asked for at once, and that are kept together.
const BATCH_MAX: usize = 50;
/// Messages of a folder in one reading; then others have their turn.
const READING_MAX: usize = 500;
/// Of one reading: shorter than a reader counts as lost.
const READING_TIME: Duration = Duration::from_mins(4);

/// Why a reading ended before its end.
pub enum Ended {
    Fault(Fault),
    Store(StoreError),
    /// The server ends, or somebody else reads.
    Over,
}

impl From<Fault> for Ended {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<StoreError> for Ended {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// How long a mail server is listened to.
#[derive(Clone, Copy)]
struct Hearing<'a> {
    stop: &'a Token,
    until: Instant,
}

impl Hearing<'_> {
    /// What it says, unless this server ends first. Nothing of the database is waited for in here.
    async fn of<T>(self, asked: impl Future<Output = Result<T, Fault>>) -> Result<T, Ended> {
        tokio::select! {
            biased;
            () = self.stop.started() => Err(Ended::Over),
            () = sleep_until(self.until) => Err(Ended::Fault(Fault::BrokenOff)),
            answer = asked => Ok(answer?),
        }
    }
}

/// Whether there is more to read at once.
pub(super) async fn mailbox(inner: &Inner, stop: &Token, turn: &Turn) -> Result<bool, Ended> {
    let until = Instant::now() + READING_TIME;
    let hearing = Hearing { stop, until };
    let mut session = hearing.of(Session::open(inner, turn)).await?;
    let mut more = false;
    for folder in turn.folders() {
        more |= one_folder(inner, hearing, turn, &mut session, folder).await?;
    }
    let farewell = async {
        session.close().await;
        Ok(())
    };
    // All is kept: how it parts does not matter.
    let _ = hearing.of(farewell).await;
    Ok(more)
}

async fn one_folder(
    inner: &Inner,
    hearing: Hearing<'_>,
    turn: &Turn,
    session: &mut Session,
    (folder, sent): (&str, bool),
) -> Result<bool, Ended> {
    let at = turn::place(&inner.db, turn.id, folder).await?;
    let own = turn::own_addresses(&inner.db).await?;
    let now_is = hearing.of(session.examine(folder)).await?;
    // Numbered anew, it is read from its beginning; what was kept before is known by its Message-ID.
    let last = (at.filter(|place| place.uid_validity == now_is.uid_validity))
        .map_or(0, |place| place.last_uid);
    let uids = hearing.of(session.since(last + 1, turn.since)).await?;
    let more = uids.len() > READING_MAX;
    let taken = uids.get(..READING_MAX).unwrap_or(&uids);
    let reader = Reader {
        inner,
        turn,
        sent,
        own: &own,
    };
    let mut reached = last;
    for uids in taken.chunks(BATCH_MAX) {
        reached = uids.last().copied().unwrap_or(reached);
        let place = Place {
            uid_validity: now_is.uid_validity,
            last_uid: reached,
        };
        let batch = reader.batch(hearing, session, uids, place).await?;
        reader.keep(folder, &batch).await?;
    }
    // What was received before the first day is passed over for good.
    let end = now_is.uid_next.map_or(reached, |next| next - 1);
    if !more && (end > reached || at.is_none()) {
        let batch = Batch {
            place: Place {
                uid_validity: now_is.uid_validity,
                last_uid: end.max(reached),
            },
            ..Batch::default()
        };
        reader.keep(folder, &batch).await?;
    }
    Ok(more)
}

struct Reader<'a> {
    inner: &'a Inner,
    turn: &'a Turn,
    sent: bool,
    own: &'a [String],
}

impl Reader<'_> {
    fn now(&self) -> Now {
        let at = self.inner.clock.utc();
        let today = (self.inner.rules.load().time).date_of(self.inner.clock.now());
        Now { at, today }
    }

    async fn keep(&self, folder: &str, batch: &Batch) -> Result<(), Ended> {
        let time = self.inner.rules.load().time;
        let kept = keep(&self.inner.db, self.now(), time, self.turn, folder, batch).await?;
        if kept { Ok(()) } else { Err(Ended::Over) }
    }

    async fn batch(
        &self,
        hearing: Hearing<'_>,
        session: &mut Session,
        uids: &[i64],
        place: Place,
    ) -> Result<Batch, Ended> {
        let mut batch = Batch {
            place,
            ..Batch::default()
        };
        let parts = hearing.of(session.headers(uids)).await?;
        let (read, unreadable) = headings(parts).await;
        batch.unreadable = unreadable;
        let known = matches(self.inner, self.turn, &read).await?;
        for (part, heading) in read {
            if heading.automatic {
                batch.automatic += 1;
                continue;
            }
            let with = with(&heading, &known);
            if with.is_empty() {
                batch.unmatched += 1;
                continue;
            }
            let Some(whole) = hearing.of(session.message(part.uid)).await? else {
                continue;
            };
            let bytes = whole.bytes;
            match apart(move || content(&whole.raw, bytes)).await {
                Some(content) => {
                    let email = self.email(&part, heading, content, with, &known);
                    batch.emails.push(email);
                }
                None => batch.unreadable += 1,
            }
        }
        Ok(batch)
    }

    fn email(
        &self,
        part: &Part,
        heading: Heading,
        content: Content,
        with: Vec<With>,
        known: &[Match],
    ) -> NewEmail {
        let now = self.inner.clock.utc();
        let writers: Vec<i32> = (known.iter())
            .filter(|m| heading.from.first() == Some(&m.address))
            .map(|m| m.contact_id)
            .collect();
        let by_us = heading.from.iter().any(|from| self.own.contains(from));
        let no_more = wants_no_more(&heading.subject, &content.text);
        NewEmail {
            uid: part.uid,
            message_key: heading.message_key,
            thread_key: heading.thread_key,
            direction: direction(!writers.is_empty(), self.sent, by_us),
            with,
            sender: heading.sender,
            recipients: heading.recipients,
            subject: heading.subject,
            text: content.text,
            text_cut: content.cut,
            attachments: content.attachments,
            said_at: heading.said_at,
            dated: dated(heading.said_at, part.received.unwrap_or(now), now),
            no_more: if no_more { writers } else { Vec::new() },
        }
    }
}

/// Those that can be read, and how many cannot.
pub async fn headings(parts: Vec<Part>) -> (Vec<(Part, Heading)>, i64) {
    let (mut read, mut unreadable) = (Vec::with_capacity(parts.len()), 0);
    for mut part in parts {
        let raw = std::mem::take(&mut part.raw);
        match apart(move || heading(&raw)).await {
            Some(heading) => read.push((part, heading)),
            None => unreadable += 1,
        }
    }
    (read, unreadable)
}

/// Contacts that any of the messages is with.
pub(super) async fn matches(
    inner: &Inner,
    turn: &Turn,
    read: &[(Part, Heading)],
) -> Result<Vec<Match>, StoreError> {
    let mut addresses: Vec<String> = (read.iter())
        .filter(|(_, heading)| !heading.automatic)
        .flat_map(|(_, heading)| heading.from.iter().chain(&heading.to).cloned())
        .collect();
    addresses.sort_unstable();
    addresses.dedup();
    turn::matches(&inner.db, &turn.units, &addresses).await
}

/// The customers whom a message is with, and the people there: who wrote it before who got it.
pub fn with(heading: &Heading, known: &[Match]) -> Vec<With> {
    let mut all: BTreeMap<i32, Vec<i32>> = BTreeMap::new();
    for address in heading.from.iter().chain(&heading.to) {
        for one in known.iter().filter(|m| m.address == *address) {
            let people = all.entry(one.customer_id).or_default();
            if !people.contains(&one.contact_id) {
                people.push(one.contact_id);
            }
        }
    }
    all.into_iter()
        .map(|(customer_id, contact_ids)| With {
            customer_id,
            contact_ids,
        })
        .collect()
}
