//! What this server tells other nodes of its reps, and what it does with what they tell.

use std::time::Duration;

use tokio::{
    sync::{Semaphore, mpsc},
    time::{Instant, MissedTickBehavior, interval, sleep_until},
};

use super::Services;
use crate::{live::change, nodes::News, wire::nodes::Note};

/// As often as viewers are told.
const TICK: Duration = Duration::from_millis(250);
/// Reps in one word.
const SHOWN_MAX: usize = 1_000;
/// All reps are shown again at most so often, however many ask.
const SHOW_EVERY: Duration = Duration::from_secs(1);
/// Questions of other nodes worked on at once; beyond it they ask again.
const ASKED_MAX: usize = 256;
static ASKED: Semaphore = Semaphore::const_new(ASKED_MAX);

pub(super) fn start(services: &Services, news: mpsc::Receiver<News>) {
    let stop = services.shutdown.clone();
    let telling = services.clone();
    services.shutdown.spawn("telling nodes", async move {
        let mut ticks = interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = stop.started() => return,
                _ = ticks.tick() => tell(&telling),
            }
        }
    });
    let stop = services.shutdown.clone();
    let hearing = services.clone();
    services.shutdown.spawn("hearing nodes", async move {
        tokio::select! {
            () = stop.started() => {}
            () = hear(hearing, news) => {}
        }
    });
}

fn tell(services: &Services) {
    let nodes = &services.ingest.nodes;
    // Without a name it waits: what is said is counted by it.
    let (Some(bus), Some(me)) = (nodes.bus(), nodes.owner()) else {
        return;
    };
    let outgoing = services.live.take_outgoing();
    for (unit, mut shown) in change::by_unit(outgoing.reps) {
        while !shown.is_empty() {
            let rest = shown.split_off(shown.len().min(SHOWN_MAX));
            bus.tell_reps(me.node, unit, std::mem::replace(&mut shown, rest));
        }
    }
    if outgoing.dropped > 0 {
        bus.events_dropped(outgoing.dropped);
    }
    for event in outgoing.events {
        bus.tell_event(me.node, event);
    }
}

async fn hear(services: Services, mut news: mpsc::Receiver<News>) {
    // Whoever asks while all were shown a moment ago is shown them again a moment later: it may have missed that.
    let mut next_show = Instant::now();
    let mut wanted = false;
    loop {
        let heard = tokio::select! {
            () = sleep_until(next_show), if wanted => {
                wanted = false;
                next_show = Instant::now() + SHOW_EVERY;
                services.ingest.show().await;
                if let Some(bus) = services.ingest.nodes.bus() {
                    bus.shown();
                }
                continue;
            }
            heard = news.recv() => heard,
        };
        let Some(heard) = heard else { return };
        wanted |= match heard {
            News::Note(note) => noted(&services, note).await,
            News::Asked(ask, asker) => {
                match ASKED.try_acquire() {
                    Ok(turn) => {
                        let services = services.clone();
                        tokio::spawn(async move {
                            let _turn = turn;
                            let done = services.ingest.answer(ask).await;
                            asker.answer(done).await;
                        });
                    }
                    Err(_) => asker.answer(false).await,
                }
                false
            }
            News::Reps(shown) => {
                for shown in shown {
                    let (rep, change) = change::told(shown);
                    services.live.changed_at_another(rep, change);
                }
                false
            }
            News::Event(event) => {
                services.live.event_of_another(&event);
                false
            }
            News::EventsLost => {
                services.live.events_lost();
                false
            }
            News::Back => {
                services.ingest.nodes.tell(&Note::Hello);
                services.live.events_lost();
                true
            }
        };
    }
}

/// Does what a note asks for; whether it asks to see this node's reps.
async fn noted(services: &Services, note: Note) -> bool {
    let ingest = &services.ingest;
    match note {
        Note::Hello => true,
        Note::Missed { node } => ingest.nodes.owner().is_some_and(|me| me.node == node),
        other => {
            ingest.heed(other).await;
            false
        }
    }
}
