//! Nodes, their fences, who owns a rep, and what is asked of owners; stands for `store::node`.

use fieldbeat::store::node::{Claim, Owner, SILENT_S};
use fieldbeat_domain::{id::RepId, time::At};

use super::{Database, NodeRow, OwnerRow, TIMELINE};

impl Database {
    pub fn join(&mut self, now: At) -> Owner {
        let node = self.nodes.keys().next_back().copied().unwrap_or(0) + 1;
        self.nodes.insert(
            node,
            NodeRow {
                fenced: false,
                seen_at: now,
                session: true,
            },
        );
        Owner {
            node,
            timeline: TIMELINE,
        }
    }

    pub fn is_free(&self, node: i32) -> bool {
        self.nodes.get(&node).is_some_and(|row| !row.fenced)
    }

    pub fn fence(&mut self, node: i32) {
        if let Some(row) = self.nodes.get_mut(&node) {
            row.fenced = true;
        }
    }

    /// Others that are dead: their session is gone, or they were not seen for long.
    pub fn dead(&self, me: i32, now: At) -> Vec<i32> {
        let silent = |row: &NodeRow| now.since_ms(row.seen_at) as f64 > SILENT_S * 1_000.0;
        self.nodes
            .iter()
            .filter(|(id, row)| **id != me && !row.fenced && (!row.session || silent(row)))
            .map(|(id, _)| *id)
            .collect()
    }

    pub fn claim(&mut self, rep: RepId, me: i32) -> Claim {
        let row = self.owners.get(&rep).copied().unwrap_or_default();
        let is_ours = row
            .node
            .is_none_or(|node| node == me || !self.is_free(node));
        let row = if is_ours {
            OwnerRow {
                node: Some(me),
                epoch: row.epoch + i64::from(row.node != Some(me)),
                wanted: false,
                touched: false,
            }
        } else {
            OwnerRow {
                wanted: true,
                ..row
            }
        };
        self.owners.put(rep, row);
        self.owners.commit();
        if is_ours {
            Claim::Ours { epoch: row.epoch }
        } else {
            Claim::Elsewhere(row.node.unwrap_or_default())
        }
    }

    pub fn release(&mut self, rep: RepId, me: i32) {
        if let Some(row) = self.owners.get(&rep).copied()
            && row.node == Some(me)
        {
            self.owners.put(
                rep,
                OwnerRow {
                    node: None,
                    wanted: false,
                    touched: false,
                    ..row
                },
            );
            self.owners.commit();
        }
    }

    pub(super) fn touch(&mut self, rep: RepId) {
        if let Some(row) = self.owners.get(&rep).copied()
            && row.node.is_some()
        {
            self.owners.put(
                rep,
                OwnerRow {
                    touched: true,
                    ..row
                },
            );
        }
    }

    /// What others asked of a node since it looked last: (rep, wanted, touched).
    pub fn calls(&mut self, me: i32) -> Vec<(RepId, bool, bool)> {
        let called: Vec<(RepId, OwnerRow)> = self
            .owners
            .iter()
            .filter(|(_, row)| row.node == Some(me) && (row.wanted || row.touched))
            .map(|(rep, row)| (*rep, *row))
            .collect();
        for (rep, row) in &called {
            self.owners.put(
                *rep,
                OwnerRow {
                    wanted: false,
                    touched: false,
                    ..*row
                },
            );
        }
        self.owners.commit();
        called
            .into_iter()
            .map(|(rep, row)| (rep, row.wanted, row.touched))
            .collect()
    }

    /// Whether a node that lives, other than `me`, has the rep.
    pub(super) fn is_held(&self, rep: RepId, me: i32) -> bool {
        let owner = self.owners.get(&rep).and_then(|row| row.node);
        owner.is_some_and(|node| node != me && self.is_free(node))
    }
}
