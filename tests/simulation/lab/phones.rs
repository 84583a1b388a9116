//! Links between phones and nodes; stands for `ingest::socket` and `ingest::http`.

use std::sync::Arc;

use fieldbeat::{
    ingest::{
        ack::Acks,
        laboratory::{RepMsg, Source, take},
        work::{AcksRef, FrameWork},
    },
    wire::{device, device_check::Receipt, device_reply::Reply},
};

use super::{Conn, Is, Lab, Msg};
use crate::{
    company::COMPANY,
    phone::{Frame, Link},
};

impl Lab {
    fn open(&mut self, phone: usize, node: usize, is_request: bool) -> Option<u64> {
        self.cut(phone, 0, 0);
        if !self.runs(node) {
            return None;
        }
        self.moved = true;
        let id = self.id();
        // The registry replaces an older connection of the same device.
        if !is_request {
            self.nodes[node]
                .conns
                .retain(|_, c| c.phone != phone || c.is_request);
        }
        let conn = Conn {
            phone,
            acks: Arc::new(Acks::default()),
            last_n: None,
            told: Vec::new(),
            is_request,
            is_cut: false,
        };
        self.nodes[node].conns.insert(id, conn);
        self.phones[phone].connected(Link { node, conn: id });
        Some(id)
    }

    pub(super) fn connect(&mut self, phone: usize, node: usize) {
        if self.open(phone, node, false).is_some() {
            self.count("connections");
            self.entered(node, phone);
        }
    }

    pub(super) fn send_frames(&mut self, phone: usize, count: usize) {
        let Some(link) = self.phones[phone].link else {
            return;
        };
        let is_request = self.nodes[link.node]
            .conns
            .get(&link.conn)
            .is_some_and(|c| c.is_request);
        if self.nodes[link.node].is == Is::Running && !is_request {
            let frames = self.phones[phone].next(count);
            self.arrive(phone, link, frames);
        }
    }

    fn arrive(&mut self, phone: usize, link: Link, frames: Vec<Frame>) {
        for frame in frames {
            self.moved = true;
            self.count("frames sent");
            let works = self.take_in(phone, link, &frame.text());
            for work in works {
                self.send(link.node, Msg::Rep(RepMsg::Work(work)));
            }
        }
    }

    /// As `Connection::text`.
    fn take_in(&mut self, phone: usize, link: Link, text: &str) -> Vec<FrameWork> {
        let Some(conn) = self.nodes[link.node].conns.get_mut(&link.conn) else {
            return Vec::new();
        };
        let frame = device::decode(text).unwrap();
        let n = frame.n;
        if conn.last_n.is_some_and(|last| n <= last) {
            return Vec::new();
        }
        conn.last_n = Some(n);
        let phone = &self.phones[phone];
        let acks = AcksRef(conn.acks.clone());
        let taken = take(
            frame,
            text,
            &Source {
                device: &phone.identity,
                receipt: Receipt {
                    device: phone.identity.id,
                    received_at: self.now,
                    clock_offset_ms: phone.offset_ms,
                    emulator: false,
                },
                rules: &COMPANY.rules,
                acks: &acks,
            },
        );
        acks.0.register(
            n,
            u32::try_from(taken.works.len()).unwrap(),
            taken.results,
            None,
        );
        taken.works.into_vec()
    }

    /// As `http::deliver`.
    pub(super) fn request(&mut self, phone: usize, node: usize, count: usize) {
        if self.phones[phone].queue.is_empty() {
            return;
        }
        let Some(conn) = self.open(phone, node, true) else {
            return;
        };
        self.count("requests by HTTP");
        let link = Link { node, conn };
        let mut works = Vec::new();
        for frame in self.phones[phone].next(count.max(1)) {
            works.extend(self.take_in(phone, link, &frame.text()));
        }
        if let Some(rep) = works.first().map(|w| w.rep) {
            self.send(node, Msg::Rep(RepMsg::Batch { rep, works }));
        }
    }

    pub(super) fn cut(&mut self, phone: usize, frames: usize, arrive: usize) {
        let Some(link) = self.phones[phone].link else {
            return;
        };
        let node = &self.nodes[link.node];
        let is_request = node.conns.get(&link.conn).is_some_and(|c| c.is_request);
        if node.is == Is::Running && !is_request && frames > 0 {
            let mut under_way = self.phones[phone].next(frames);
            under_way.truncate(arrive);
            self.arrive(phone, link, under_way);
        }
        self.moved = true;
        self.count("links broken");
        if let Some(conn) = self.nodes[link.node].conns.get_mut(&link.conn) {
            conn.is_cut = true;
        }
        self.phones[phone].cut();
    }

    /// The phone reads what the writing half has for it.
    pub(super) fn hear(&mut self, phone: usize) {
        let Some(link) = self.phones[phone].link else {
            return;
        };
        if !self.runs(link.node) {
            return;
        }
        let Some(conn) = self.nodes[link.node].conns.get_mut(&link.conn) else {
            // Closed by the node.
            return self.phones[phone].cut();
        };
        let Some(Reply::Ack { n, results }) = conn.acks.take().ack else {
            return;
        };
        conn.told.extend(results);
        if conn.is_request && conn.last_n != Some(n) {
            // The rest is not committed; the answer comes when it is.
            return;
        }
        let (is_request, results) = (conn.is_request, std::mem::take(&mut conn.told));
        self.moved = true;
        self.count("acknowledgements heard");
        match self.phones[phone].acked(n, &results) {
            Ok(promised) => {
                for fact in promised {
                    if !self.keeps(&fact) {
                        self.broken
                            .push(format!("{fact:?} was acknowledged and is not stored"));
                    }
                    self.promised.push(fact);
                }
            }
            Err(law) => self.broken.push(law),
        }
        if is_request {
            self.nodes[link.node].conns.remove(&link.conn);
            self.phones[phone].cut();
        }
    }

    pub(super) fn notice(&mut self, node: usize) {
        if self.runs(node) {
            self.nodes[node].conns.retain(|_, c| !c.is_cut);
        }
    }
}
