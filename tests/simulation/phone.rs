//! A phone that keeps what it has until it is acknowledged, and sends again from the first frame that is not. Plays the app's
//! part of docs/protocol.md §3; every frame is the JSON that a phone would send.

use std::{collections::VecDeque, sync::Arc};

use fieldbeat::{
    store::{device_auth::DeviceIdentity, fix::FixIdentity},
    wire::device_reply::{Code, ItemResult, Status},
};
use fieldbeat_domain::{id::RepId, time::At};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{company, plan::Saying};

/// What a frame tells, by the identity under which it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    Fix(FixIdentity),
    Mark(String, Uuid),
    Record(String, Uuid),
}

#[derive(Clone)]
pub struct Frame {
    pub n: u64,
    body: Value,
    /// With the place of each in the frame.
    facts: Vec<(Option<u32>, Fact)>,
}

impl Frame {
    pub fn text(&self) -> String {
        let mut body = self.body.clone();
        body["n"] = self.n.into();
        body.to_string()
    }
}

/// A connection as the phone sees it.
#[derive(Clone, Copy)]
pub struct Link {
    pub node: usize,
    pub conn: u64,
}

pub struct Phone {
    pub rep: RepId,
    pub identity: Arc<DeviceIdentity>,
    /// Server time − phone time.
    pub offset_ms: i64,
    pub queue: VecDeque<Frame>,
    /// Of the queue, on this link.
    pub sent: usize,
    pub link: Option<Link>,
    past: Vec<Frame>,
    next_n: u64,
    acked: u64,
    ids: u128,
    place: (i32, i32),
    target: usize,
    session: Option<Uuid>,
    pause: Option<Uuid>,
    visit: Option<Uuid>,
}

#[expect(clippy::cast_possible_truncation, reason = "degrees")]
fn e7((lat, lng): (f64, f64)) -> (i32, i32) {
    ((lat * 1e7).round() as i32, (lng * 1e7).round() as i32)
}

impl Phone {
    pub fn new(index: usize) -> Self {
        let (rep, identity) = company::identity(index);
        Self {
            rep,
            identity,
            // One of them is behind by more than is trusted.
            offset_ms: if index == 1 { 180_000 } else { 0 },
            queue: VecDeque::new(),
            sent: 0,
            link: None,
            past: Vec::new(),
            next_n: 1,
            acked: 0,
            ids: (index as u128 + 1) << 64,
            place: e7(company::pin(index)),
            target: index,
            session: None,
            pause: None,
            visit: None,
        }
    }

    fn id(&mut self) -> Uuid {
        self.ids += 1;
        Uuid::from_u128(self.ids)
    }

    fn put(&mut self, body: Value, facts: Vec<(Option<u32>, Fact)>) {
        let frame = Frame {
            n: self.next_n,
            body,
            facts,
        };
        self.next_n += 1;
        self.past.push(frame.clone());
        self.queue.push_back(frame);
    }

    pub fn go(&mut self, outlet: usize) {
        self.target = outlet;
    }

    pub fn measure(&mut self, now: At, count: u8, every_s: u16, back_s: u32) {
        let mut fixes = Vec::new();
        let mut facts = Vec::new();
        for i in 0..u32::from(count) {
            let goal = e7(company::pin(self.target));
            // Some 25 m a fix, and a little about it.
            let step = |from: i32, to: i32| from + (to - from).clamp(-2_200, 2_200);
            self.place = (step(self.place.0, goal.0), step(self.place.1, goal.1));
            self.ids += 1;
            let about = i32::try_from(self.ids % 7).unwrap() * 40;
            let (lat, lng) = (self.place.0 + about, self.place.1 - about);
            let before_s =
                i64::from(u32::from(count) - 1 - i) * i64::from(every_s) + i64::from(back_s);
            let at = now.plus_ms(-self.offset_ms - before_s * 1_000);
            fixes.push(json!({"at": at.0, "lat": f64::from(lat) / 1e7, "lng": f64::from(lng) / 1e7, "accuracy_m": 8.0}));
            facts.push((Some(i), Fact::Fix((self.identity.id.0, at.0, lat, lng))));
        }
        let mut body = json!({"type": "fixes", "fixes": fixes});
        if let Some(session) = self.session {
            body["session"] = session.to_string().into();
        }
        self.put(body, facts);
    }

    pub fn say(&mut self, now: At, what: Saying, back_s: u32) {
        let at = now.plus_ms(-self.offset_ms - i64::from(back_s) * 1_000);
        let (kind, id) = match what {
            Saying::SessionStart if self.session.is_none() => {
                let id = self.id();
                self.session = Some(id);
                ("session_start", Some(id))
            }
            Saying::BreakStart if self.pause.is_none() => {
                let id = self.id();
                self.pause = Some(id);
                ("break_start", Some(id))
            }
            Saying::CheckIn => {
                let id = self.id();
                self.visit = Some(id);
                ("check_in", Some(id))
            }
            Saying::SessionEnd => ("session_end", self.session.take()),
            Saying::BreakEnd => ("break_end", self.pause.take()),
            Saying::CheckOut => ("check_out", self.visit.take()),
            Saying::VisitCancel => ("visit_cancel", self.visit.take()),
            Saying::StopMissed => ("stop_missed", Some(self.id())),
            Saying::Order => return self.order(at),
            Saying::SessionStart | Saying::BreakStart => return,
        };
        let Some(id) = id else { return };
        let mut body = json!({"type": kind, "id": id.to_string(), "at": at.0});
        if matches!(
            what,
            Saying::CheckIn | Saying::VisitCancel | Saying::StopMissed
        ) {
            body["outlet"] = company::code(self.target).into();
        }
        if matches!(what, Saying::CheckIn | Saying::CheckOut) {
            let (lat, lng) = self.place;
            body["fix"] = json!({"at": at.0, "lat": f64::from(lat) / 1e7, "lng": f64::from(lng) / 1e7, "accuracy_m": 8.0});
        }
        self.put(body, vec![(None, Fact::Mark(kind.to_owned(), id))]);
    }

    fn order(&mut self, at: At) {
        let id = self.id();
        let mut body = json!({"type": "record", "kind": "order", "id": id.to_string(), "at": at.0, "body": {"lines": [{}, {}]}});
        if let Some(visit) = self.visit {
            body["visit_id"] = visit.to_string().into();
        }
        self.put(body, vec![(None, Fact::Record("order".to_owned(), id))]);
    }

    pub fn again(&mut self, which: usize, other: bool) {
        let Some(frame) =
            (!self.past.is_empty()).then(|| self.past[which % self.past.len()].clone())
        else {
            return;
        };
        let mut body = frame.body;
        if other && body["type"] != "fixes" {
            body["reason"] = "another".into();
        }
        self.put(body, frame.facts);
    }

    /// Whatever is still open is said to be over.
    pub fn finish(&mut self, now: At) {
        self.say(now, Saying::CheckOut, 0);
        self.say(now, Saying::BreakEnd, 0);
        self.say(now, Saying::SessionEnd, 0);
    }

    pub fn connected(&mut self, link: Link) {
        self.link = Some(link);
        self.sent = 0;
    }

    pub fn cut(&mut self) {
        self.link = None;
        self.sent = 0;
    }

    /// Frames that were not sent on this link.
    pub fn next(&mut self, count: usize) -> Vec<Frame> {
        let frames: Vec<Frame> = self
            .queue
            .iter()
            .skip(self.sent)
            .take(count)
            .cloned()
            .collect();
        self.sent += frames.len();
        frames
    }

    /// An acknowledgement came: what it promises to be stored.
    pub fn acked(&mut self, n: u64, results: &[ItemResult]) -> Result<Vec<Fact>, String> {
        let sent = self.queue.iter().take(self.sent);
        if n <= self.acked || sent.map(|f| f.n).max().is_none_or(|last| n > last) {
            return Err(format!(
                "ack {n} after ack {} to device {}",
                self.acked, self.identity.id
            ));
        }
        self.acked = n;
        let mut promised = Vec::new();
        while let Some(frame) = self.queue.pop_front_if(|f| f.n <= n) {
            self.sent -= 1;
            let told = |i: Option<u32>| {
                results.iter().any(|r| {
                    let whole = r.i.is_none()
                        && (r.status == Status::Rejected || r.code == Code::Quarantined);
                    r.n == frame.n && (whole || (r.i == i && r.status == Status::Rejected))
                })
            };
            promised.extend(
                frame
                    .facts
                    .iter()
                    .filter(|(i, _)| !told(*i))
                    .map(|(_, fact)| fact.clone()),
            );
        }
        Ok(promised)
    }
}
