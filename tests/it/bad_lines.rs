//! Phones behind a line that is slow, hangs and breaks, beside others on a good one: everybody's data arrives once, and nobody
//! waits for a stranger's line.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use rand::{Rng, SeedableRng, rngs::StdRng};

use crate::{
    nothing_lost::{Kept, found, zone},
    support::{
        courier::Courier,
        database::TestDatabase,
        day::days,
        eventually,
        proxy::{Fault, Proxy},
        seed,
        server::TestServer,
    },
};

/// Every other phone of the four is behind the bad line.
const PHONES: usize = 4;
const OUTLETS: i32 = 6;
const ROUNDS: usize = 12;
/// Until a phone that could have been served has been.
const WITHIN: Duration = Duration::from_mins(2);

#[tokio::test]
async fn a_bad_line_delays_its_own_phones_and_loses_nothing() {
    let seed = seed("bad_lines");
    let mut random = StdRng::seed_from_u64(seed);
    let days = days(seed, PHONES, OUTLETS);
    let database = Arc::new(TestDatabase::new().await);
    let phones = found(&database.pool(), &zone()).await;
    let server = TestServer::plan().database(&database).start().await;
    let (line, behind) = Proxy::tcp(server.address).await;

    let (bad, good) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (mut behind_it, mut beside_it) = (Vec::new(), Vec::new());
    let mut of_bad = 0;
    for (i, (phone, day)) in phones.iter().zip(&days).enumerate() {
        let install = phone.device.unsigned_abs().into();
        if i % 2 == 0 {
            of_bad += day.len();
            let courier = Courier::new(&phone.token, install, day.clone(), &bad);
            behind_it.push(tokio::spawn(courier.run(behind, WITHIN)));
        } else {
            beside_it.push(Courier::new(&phone.token, install, day.clone(), &good));
        }
    }
    for round in 0..ROUNDS {
        let fault = match round {
            // Each once, whatever comes up.
            0 => Fault::Slow,
            1 => Fault::Stall,
            2 => Fault::Cut,
            _ => [Fault::Slow, Fault::Stall, Fault::Cut][random.random_range(0..3)],
        };
        let before = bad.load(Ordering::Relaxed);
        line.set(fault);
        if fault == Fault::Slow {
            let some = (before + random.random_range(1..8)).min(of_bad);
            eventually("phones behind the bad line get on", async || {
                (bad.load(Ordering::Relaxed) >= some).then_some(())
            })
            .await;
        }
        for courier in &mut beside_it {
            let left = courier.queue.len() - courier.acked;
            courier.patience = Some(left / (ROUNDS - round));
            let until = courier.acked + left / (ROUNDS - round);
            while courier.acked < until {
                courier.run_once(server.address).await;
            }
        }
    }
    let late = bad.load(Ordering::Relaxed);
    assert!(beside_it.iter().all(|c| c.acked == c.queue.len()));
    line.set(Fault::Cut);
    line.set(Fault::None);
    let mut connects = 0;
    for courier in behind_it {
        connects += courier.await.unwrap().connects;
    }
    let kept = Kept::of(&database.pool(), &phones, &days).await;
    eprintln!(
        "bad_lines: {late} of {of_bad} frames through when the others were done, {connects} connections"
    );
    assert!(connects > 2, "the line did break");
    assert_eq!(kept.duplicates, 0, "stored twice");
    assert_eq!(kept.sent, kept.stored, "TEST_SEED={seed}");
    server.finish().await;
}
