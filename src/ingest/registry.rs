//! Which device is connected where: supersede, kick, push, drain. A plain structure behind one
//! short mutex; never waits.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use fieldbeat_domain::{
    id::{DeviceId, RepId},
    time::At,
};
use uuid::Uuid;

use super::ack::Acks;
use crate::wire::device_reply::{Reply, close};

/// Connections of one device within [`FLAP_WINDOW_MS`]; more is flapping.
const MAX_HELLOS: usize = 30;
const FLAP_WINDOW_MS: i64 = 60_000;

struct Connection {
    id: u64,
    rep: RepId,
    install: Option<Uuid>,
    acks: Arc<Acks>,
    /// Records that the phone says it still holds.
    backlog: i32,
    /// Told in the greeting; `None` until then.
    store: Option<Uuid>,
}

impl Connection {
    fn was_greeted_by_another(&self, store: Uuid) -> bool {
        self.store.is_some_and(|told| told != store)
    }

    /// Ends it in favour of a newer one.
    fn supersede(&self, install: Option<Uuid>) {
        if self.install == install {
            self.acks.close(1000, "replaced by the same installation");
        } else {
            self.acks
                .close(close::SUPERSEDED, "superseded by another installation");
        }
    }
}

#[derive(Default)]
struct State {
    by_device: HashMap<DeviceId, Connection>,
    /// The connected devices of each rep; a rep without any is absent.
    by_rep: HashMap<RepId, Vec<DeviceId>>,
    hellos: HashMap<DeviceId, Vec<At>>,
    next_id: u64,
    draining: bool,
}

impl State {
    fn forget(&mut self, rep: RepId, device: DeviceId) {
        if let Some(devices) = self.by_rep.get_mut(&rep) {
            devices.retain(|d| *d != device);
            if devices.is_empty() {
                self.by_rep.remove(&rep);
            }
        }
    }
}

#[derive(Default)]
pub struct Registry {
    state: Mutex<State>,
}

/// What a device is told when it says hello.
#[derive(Debug, PartialEq, Eq)]
pub enum Admission {
    Admitted(u64),
    Flapping,
    Draining,
}

impl Registry {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Enters a connection. An older one of the same installation is replaced silently, one of
    /// another installation is told that it was superseded.
    pub fn enter(
        &self,
        device: DeviceId,
        rep: RepId,
        install: Option<Uuid>,
        acks: &Arc<Acks>,
        now: At,
    ) -> Admission {
        let mut s = self.lock();
        if s.draining {
            return Admission::Draining;
        }
        let hellos = s.hellos.entry(device).or_default();
        hellos.retain(|t| now.since_ms(*t) < FLAP_WINDOW_MS);
        if hellos.len() >= MAX_HELLOS {
            return Admission::Flapping;
        }
        hellos.push(now);
        s.next_id += 1;
        let id = s.next_id;
        let connection = Connection {
            id,
            rep,
            install,
            acks: acks.clone(),
            backlog: 0,
            store: None,
        };
        let old = s.by_device.insert(device, connection);
        if let Some(old) = &old {
            s.forget(old.rep, device);
        }
        s.by_rep.entry(rep).or_default().push(device);
        if let Some(old) = old {
            old.supersede(install);
        }
        Admission::Admitted(id)
    }

    pub fn leave(&self, device: DeviceId, id: u64) {
        let mut s = self.lock();
        if s.by_device.get(&device).is_some_and(|c| c.id == id)
            && let Some(gone) = s.by_device.remove(&device)
        {
            s.forget(gone.rep, device);
        }
    }

    /// A device has greeted at another node: its connection here is over.
    pub fn entered_elsewhere(&self, device: DeviceId, install: Option<Uuid>) {
        let mut s = self.lock();
        if let Some(old) = s.by_device.remove(&device) {
            s.forget(old.rep, device);
            old.supersede(install);
        }
    }

    /// Closes the socket of a revoked device.
    pub fn kick(&self, device: DeviceId) {
        if let Some(c) = self.lock().by_device.get(&device) {
            c.acks.close(close::BAD_TOKEN, "token revoked");
        }
    }

    /// Offers a message to every connected device of a rep.
    pub fn push(&self, rep: RepId, reply: &Reply) {
        let s = self.lock();
        for c in s
            .by_rep
            .get(&rep)
            .into_iter()
            .flatten()
            .filter_map(|d| s.by_device.get(d))
        {
            c.acks.push(reply.clone());
        }
    }

    /// Offers a message to every connected device.
    pub fn push_to_all(&self, reply: &Reply) {
        for c in self.lock().by_device.values() {
            c.acks.push(reply.clone());
        }
    }

    pub fn is_connected(&self, rep: RepId) -> bool {
        self.lock().by_rep.contains_key(&rep)
    }

    /// What a phone says it still holds.
    pub fn note_backlog(&self, device: DeviceId, backlog: i32) {
        if let Some(c) = self.lock().by_device.get_mut(&device) {
            c.backlog = backlog;
        }
    }

    /// Of which store a phone was told in its greeting.
    pub fn note_store(&self, device: DeviceId, store: Uuid) {
        if let Some(c) = self.lock().by_device.get_mut(&device) {
            c.store = Some(store);
        }
    }

    /// Records that all connected phones say they still hold.
    pub fn backlog(&self) -> i64 {
        let held = self.lock();
        held.by_device.values().map(|c| i64::from(c.backlog)).sum()
    }

    /// Connected devices that hold nothing back, as far as they say.
    pub fn empty(&self) -> Vec<DeviceId> {
        let s = self.lock();
        let held = s.by_device.iter().filter(|(_, c)| c.backlog <= 0);
        held.map(|(device, _)| *device).collect()
    }

    /// Refuses newcomers from now on.
    pub fn refuse(&self) {
        self.lock().draining = true;
    }

    /// Asks up to `count` phones to come back, of those alone that were told of another store where one is given; answers how many
    /// it asked.
    pub fn send_away(&self, count: usize, store: Option<Uuid>) -> usize {
        let s = self.lock();
        let connections = s.by_device.values();
        let staying = connections.filter(|c| {
            !c.acks.closing() && store.is_none_or(|store| c.was_greeted_by_another(store))
        });
        let asked = staying
            .take(count)
            .map(|c| c.acks.close(close::RESTART, "server restart"));
        asked.count()
    }

    pub fn connected(&self) -> usize {
        self.lock().by_device.len()
    }

    pub fn devices(&self) -> Vec<DeviceId> {
        self.lock().by_device.keys().copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_installation_supersedes_and_the_same_replaces_silently() {
        let r = Registry::default();
        let (a, b, c) = (
            Arc::new(Acks::default()),
            Arc::new(Acks::default()),
            Arc::new(Acks::default()),
        );
        let phone = Some(Uuid::from_u128(1));
        let other = Some(Uuid::from_u128(2));
        r.enter(DeviceId(1), RepId(1), phone, &a, At(0));
        r.enter(DeviceId(1), RepId(1), phone, &b, At(1));
        assert_eq!(a.take().close.map(|c| c.0), Some(1000));
        r.enter(DeviceId(1), RepId(1), other, &c, At(2));
        assert_eq!(b.take().close.map(|c| c.0), Some(close::SUPERSEDED));
        assert_eq!(r.connected(), 1);
    }

    #[test]
    fn who_was_told_of_another_store_is_asked_to_come_back_and_nobody_else() {
        let r = Registry::default();
        let (before, after) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let acks: Vec<_> = (0..3).map(|_| Arc::new(Acks::default())).collect();
        for (n, acks) in (1..).zip(&acks) {
            r.enter(DeviceId(n), RepId(n), None, acks, At(0));
        }
        r.note_store(DeviceId(1), before);
        r.note_store(DeviceId(2), after);
        // The third is being greeted.
        assert_eq!(r.send_away(9, Some(after)), 1);
        assert_eq!(acks[0].take().close.map(|c| c.0), Some(close::RESTART));
        assert_eq!(r.send_away(9, Some(after)), 0);
        assert_eq!(r.send_away(9, None), 2);
    }

    #[test]
    fn a_flapping_device_is_told_to_wait() {
        let r = Registry::default();
        let a = Arc::new(Acks::default());
        for i in 0..MAX_HELLOS {
            assert!(matches!(
                r.enter(
                    DeviceId(1),
                    RepId(1),
                    None,
                    &a,
                    At(i64::try_from(i).unwrap())
                ),
                Admission::Admitted(_)
            ));
        }
        assert_eq!(
            r.enter(DeviceId(1), RepId(1), None, &a, At(40)),
            Admission::Flapping
        );
        assert!(matches!(
            r.enter(DeviceId(1), RepId(1), None, &a, At(FLAP_WINDOW_MS + 40)),
            Admission::Admitted(_)
        ));
    }
}
