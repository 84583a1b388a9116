//! The live socket over real sockets: scope, origin, flow, resync, numbers, close codes.

use std::time::Duration;

use fieldbeat_domain::id::OrgUnitId;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::{Error, Message};

use super::{
    flow::WINDOW,
    socket_support::{TestLive, ids, quick},
    *,
};

#[tokio::test]
async fn a_viewer_gets_a_snapshot_then_numbered_deltas() {
    let live = TestLive::start(quick()).await;
    live.rep(1, 2, 105.80);
    live.rep(2, 3, 105.90);
    let mut client = live.connect("all").await;
    client
        .say(&json!({"type":"subscribe","sub":7,"bbox":[105.7,20.9,105.85,21.1],"zoom":12}))
        .await;
    let mut shown = client.expect("snapshot").await;
    if ids(&shown).is_empty() {
        // Connected before the first tick.
        shown = client.expect("delta").await;
        assert_eq!(shown["seq"], 0);
    } else {
        assert_eq!(shown["level"], "rep");
    }
    assert_eq!((ids(&shown), &shown["sub"]), (vec![1], &json!(7)));
    let mut seq = shown["seq"].as_u64().map_or(0, |seq| seq + 1);
    for step in 1..20 {
        live.rep(1, 2, 105.80 + f64::from(step) * 0.001);
        let delta = client.expect("delta").await;
        assert_eq!(delta["seq"], seq);
        assert_eq!(ids(&delta), [1]);
        seq += 1;
    }
    live.rep(1, 2, 105.95);
    let delta = client.expect("delta").await;
    assert_eq!((&delta["seq"], &delta["gone"]), (&json!(seq), &json!([1])));
    client.say(&json!({"type":"subscribe","sub":8})).await;
    let all = client.expect("snapshot").await;
    assert_eq!((ids(&all), &all["sub"]), (vec![1, 2], &json!(8)));
    live.rep(2, 3, 105.91);
    assert_eq!(
        client.expect("delta").await["seq"],
        0,
        "counts anew per sub"
    );
}

#[tokio::test]
async fn columns_come_to_who_asks_for_them_and_say_what_text_says() {
    let live = TestLive::start(quick()).await;
    for (offer, chosen) in [
        (None, None),
        (Some("fieldbeat.live.v1"), Some("fieldbeat.live.v1")),
        (Some("fieldbeat.live.v1.bin"), Some("fieldbeat.live.v1.bin")),
        (
            Some("fieldbeat.live.v1, fieldbeat.live.v1.bin"),
            Some("fieldbeat.live.v1.bin"),
        ),
    ] {
        let client = live.offer(Some("all"), None, offer).await.unwrap();
        assert_eq!(client.protocol.as_deref(), chosen, "{offer:?}");
    }
    let strange = live.offer(Some("all"), None, Some("chat")).await;
    assert!(
        matches!(strange, Err(Error::Protocol(_))),
        "nothing is chosen, and this client leaves by itself"
    );
    let columns = Some("fieldbeat.live.v1.bin");
    let mut binary = live.offer(Some("all"), None, columns).await.unwrap();
    let mut text = live.connect("all").await;
    for client in [&mut binary, &mut text] {
        client.say(&json!({"type":"subscribe","sub":1})).await;
        client.expect("snapshot").await;
    }
    for step in 0..10 {
        live.rep(1 + step % 3, 2, 105.80 + f64::from(step) * 0.001);
        let (told, twin) = (binary.expect("delta").await, text.expect("delta").await);
        assert_eq!(told, twin);
        assert_eq!(told["reps"][0]["name"], "Nguyễn Văn An");
    }
    // A level of cells is text, and its followed reps are whole.
    for client in [&mut binary, &mut text] {
        client.say(&json!({"type":"follow","rep":1})).await;
        client
            .say(&json!({"type":"subscribe","sub":2,"level":"cell"}))
            .await;
    }
    let (told, twin) = (
        binary.expect("snapshot").await,
        text.expect("snapshot").await,
    );
    assert_eq!((&told["level"], ids(&told)), (&json!("cell"), vec![1]));
    assert_eq!(told, twin);
}

#[tokio::test]
async fn silence_is_filled_with_empty_deltas() {
    let live = TestLive::start(Timing {
        beat: Duration::from_millis(50),
        ..quick()
    })
    .await;
    let mut client = live.subscribed("all").await;
    for seq in 0..5 {
        assert_eq!(
            client.expect("delta").await,
            json!({"type":"delta","sub":1,"seq":seq,"reps":[],"gone":[]})
        );
    }
}

#[tokio::test]
async fn a_viewer_sees_its_own_subtree_and_cannot_probe_for_others() {
    let live = TestLive::start(quick()).await;
    live.rep(1, 2, 105.8);
    live.rep(2, 3, 105.8);
    let mut all = live.connect("all").await;
    all.say(&json!({"type":"subscribe","sub":1})).await;
    all.until(|m| m["reps"].as_array().is_some_and(|r| !r.is_empty()))
        .await;
    let mut two = live.connect("two").await;
    two.say(&json!({"type":"subscribe","sub":1})).await;
    assert_eq!(ids(&two.expect("snapshot").await), [1]);
    for rep in [2_i64, 999, 99_999_999_999] {
        two.say(&json!({"type":"follow","rep":rep})).await;
        let error = two.expect("error").await;
        assert_eq!(
            error,
            json!({"type":"error","code":"not_found","detail":"","sub":1,"rep":rep})
        );
    }
    live.rep(2, 3, 105.81);
    live.rep(1, 2, 105.82);
    let delta = two.until(|m| m["type"] == "delta").await;
    assert_eq!(ids(&delta), [1], "the other team's move is not shown");
}

#[tokio::test]
async fn a_followed_rep_shows_outside_the_viewport_and_filter() {
    let live = TestLive::start(quick()).await;
    let mut client = live.connect("all").await;
    // Before any subscription, and before the rep's first fix.
    client.say(&json!({"type":"follow","rep":905})).await;
    client
        .say(&json!({"type":"subscribe","sub":1,"bbox":[0,0,1,1],"filter":{"presence":"offline"}}))
        .await;
    assert!(ids(&client.expect("snapshot").await).is_empty());
    live.rep(905, 2, 105.8);
    live.rep(906, 2, 105.8);
    assert_eq!(ids(&client.expect("delta").await), [905]);
    client.say(&json!({"type":"unfollow","rep":905})).await;
    assert_eq!(client.expect("delta").await["gone"], json!([905]));
}

#[tokio::test]
async fn a_foreign_page_is_refused() {
    let live = TestLive::start(quick()).await;
    let own = format!("http://{}", live.address);
    assert!(live.try_connect(Some("all"), Some(&own)).await.is_ok());
    assert!(live.try_connect(Some("all"), None).await.is_ok());
    for foreign in ["http://evil.example", "null", "http://127.0.0.1:1"] {
        match live.try_connect(Some("all"), Some(foreign)).await {
            Err(Error::Http(response)) => assert_eq!(response.status(), 403),
            other => panic!("{foreign}: {:?}", other.map(|_| ())),
        }
    }
}

#[tokio::test]
async fn a_slow_viewer_gets_fewer_newer_frames_and_slows_nobody() {
    let live = TestLive::start(quick()).await;
    let mut slow = live.subscribed("all").await;
    let mut fast = live.subscribed("all").await;
    let mut shown = 0;
    for step in 1..=100 {
        let lng = 105.0 + f64::from(step) * 0.01;
        live.rep(1, 2, lng);
        let arrived = |m: &Value| (m["reps"][0]["lng"].as_f64().unwrap_or(0.0) - lng).abs() < 1e-9;
        fast.until(arrived).await;
        shown += 1;
    }
    assert_eq!(shown, 100);
    let mut frames = 0;
    let mut seq = 0;
    loop {
        let delta = slow.expect("delta").await;
        assert_eq!(delta["seq"], seq);
        seq += 1;
        frames += 1;
        if (delta["reps"][0]["lng"].as_f64().unwrap() - 106.0).abs() < 1e-9 {
            break;
        }
    }
    assert!(frames <= WINDOW + 1, "{frames} frames for 100 moves");
}

#[tokio::test]
async fn a_viewer_that_missed_events_is_told_before_it_hears_the_next() {
    let live = TestLive::start(quick()).await;
    let mut slow = live.subscribed("all").await;
    let mut fast = live.subscribed("all").await;
    for step in 0..20 {
        live.rep(1, 2, 105.0 + f64::from(step) * 0.01);
        fast.until(|m| m["type"] == "delta").await;
    }
    for cursor in 0..6_000 {
        live.event("visit_closed", Some(2), cursor);
    }
    let mut last = None;
    loop {
        let message = slow.next().await.unwrap();
        match message["type"].as_str().unwrap() {
            "event" => last = message["cursor"].as_str().map(str::to_owned),
            "resync" => break,
            _ => {}
        }
    }
    assert_eq!(last, None, "nothing from beyond the gap");
    assert_eq!(ids(&slow.expect("snapshot").await), [1]);
    let first = slow.until(|m| m["type"] == "event").await;
    assert_eq!(first["cursor"], (6_000 - 4_096).to_string());
}

#[tokio::test]
async fn events_come_by_scope_and_org_unit_filter_not_by_viewport() {
    let live = TestLive::start(quick()).await;
    let mut all = live.connect("all").await;
    all.say(&json!({"type":"subscribe","sub":1,"bbox":[0,0,1,1]}))
        .await;
    all.expect("snapshot").await;
    let mut below_one = live.connect("all").await;
    below_one
        .say(&json!({"type":"subscribe","sub":2,"filter":{"org_unit":1}}))
        .await;
    below_one.expect("snapshot").await;
    let mut two = live.subscribed("two").await;
    for (cursor, unit) in [(1, None), (2, Some(4)), (3, Some(3)), (4, Some(2))] {
        live.event("visit_closed", unit, cursor);
    }
    for (client, want) in [
        (&mut all, &["1", "2", "3", "4"][..]),
        (&mut below_one, &["3", "4"]),
        (&mut two, &["4"]),
    ] {
        for cursor in want {
            assert_eq!(client.expect("event").await["cursor"], *cursor);
        }
    }
    live.event("order_submitted", Some(2), 5);
    let got = two.expect("event").await;
    assert_eq!(
        got["event"],
        json!({"kind":"order_submitted","rep":1,"org_unit":2,"overall":"valid"})
    );
}

#[tokio::test]
async fn what_is_not_understood_is_answered_and_harms_nothing() {
    let live = TestLive::start(quick()).await;
    let mut client = live.subscribed("all").await;
    for (text, code) in [
        ("{", "malformed"),
        (r#"{"type":"subscribe","sub":"x"}"#, "malformed"),
        (r#"{"type":"dance"}"#, "unknown_type"),
    ] {
        client.raw(Message::text(text)).await;
        assert_eq!(client.expect("error").await["code"], code);
    }
    client.raw(Message::binary(vec![1, 2, 3])).await;
    assert_eq!(client.expect("error").await["code"], "malformed");
    live.rep(1, 2, 105.8);
    assert_eq!(ids(&client.expect("delta").await), [1]);
}

#[tokio::test]
async fn a_change_of_rights_acts_on_the_open_socket() {
    let live = TestLive::start(Timing {
        recheck: Duration::from_millis(30),
        ..quick()
    })
    .await;
    live.rep(1, 2, 105.8);
    live.rep(2, 3, 105.8);
    let mut client = live.connect("all").await;
    client.say(&json!({"type":"subscribe","sub":1})).await;
    client
        .until(|m| m["reps"].as_array().is_some_and(|r| r.len() == 2))
        .await;
    live.rights.set("all", Ok(Reach::units([OrgUnitId(3)])));
    client.until(|m| m["type"] == "resync").await;
    assert_eq!(ids(&client.expect("snapshot").await), [2]);
    live.rights.set("all", Err(Denied::Unauthenticated));
    assert_eq!(client.closed().await, 4401);
}

#[tokio::test]
async fn the_door_says_why_it_stays_shut() {
    let live = TestLive::start(quick()).await;
    live.rights.set("rep", Err(Denied::Forbidden));
    live.rights.set("down", Err(Denied::Unavailable));
    for (token, code) in [
        (None, 4401),
        (Some("wrong"), 4401),
        (Some("rep"), 4403),
        (Some("down"), 1013),
    ] {
        let mut client = live.try_connect(token, None).await.unwrap();
        assert_eq!(client.closed().await, code, "{token:?}");
    }
    assert_eq!(live.hub.viewers(), 0);
}

#[tokio::test]
async fn rights_that_cannot_be_asked_hold_for_a_while_only() {
    let live = TestLive::start(Timing {
        recheck: Duration::from_millis(20),
        recheck_limit: Duration::from_millis(200),
        ..quick()
    })
    .await;
    let mut client = live.subscribed("all").await;
    live.rights.set("all", Err(Denied::Unavailable));
    assert_eq!(client.closed().await, 1013);
}

#[tokio::test]
async fn no_progress_ends_the_connection() {
    let live = TestLive::start(Timing {
        stall: Duration::from_millis(300),
        ..quick()
    })
    .await;
    let mut silent = live.connect("all").await;
    assert_eq!(silent.closed().await, 4408, "never subscribed");
    live.until_viewers(0).await;
    live.rep(1, 2, 105.8);
    let mut deaf = live.connect("all").await;
    deaf.say(&json!({"type":"subscribe","sub":1})).await;
    live.until_viewers(1).await;
    // Reads nothing, so answers no ping.
    live.until_viewers(0).await;
    assert_eq!(deaf.closed().await, 4408);
}

#[tokio::test]
async fn a_flood_of_requests_ends_the_connection() {
    let live = TestLive::start(quick()).await;
    let mut client = live.subscribed("all").await;
    for _ in 0..200 {
        client.say(&json!({"type":"unfollow"})).await;
    }
    assert_eq!(client.closed().await, 4429);
}

#[tokio::test]
async fn a_restart_says_1012_to_everybody_and_waits_for_their_answers() {
    let live = TestLive::start(quick()).await;
    let mut clients = Vec::new();
    for _ in 0..5 {
        clients.push(live.subscribed("all").await);
    }
    live.shutdown.cancel();
    for client in &mut clients {
        assert_eq!(client.closed().await, 1012);
    }
    drop(clients);
    tokio::time::timeout(Duration::from_secs(10), live.hub.drained())
        .await
        .unwrap();
}

#[tokio::test]
async fn warm_states_never_overwrite_newer_ones() {
    let live = TestLive::start(quick()).await;
    let mut client = live.subscribed("all").await;
    live.rep(1, 2, 105.8);
    client.expect("delta").await;
    let stored = |rep, lng| viewer::tests::state(rep, 2, 21.0, lng, fieldbeat_domain::time::At(0));
    live.hub.warm(vec![stored(1, 100.0), stored(2, 100.0)]);
    let delta = client.expect("delta").await;
    assert_eq!(ids(&delta), [2]);
    assert_eq!(delta["reps"][0]["presence"], "offline");
}
