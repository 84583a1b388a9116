//! Levels, scope, silence and beats, each as one small story.

use super::*;

fn world_wish() -> Wish {
    Wish {
        reach: None,
        bbox: [-180.0, -90.0, 180.0, 90.0],
        units: None,
        presence: None,
        activity: None,
        cells: false,
        zoom: 5.0,
    }
}

fn crowd(world: &mut World, reps: std::ops::Range<i32>) {
    for rep in reps {
        let lat = 21.0 + f64::from(rep % 100) * 0.002;
        let lng = 105.7 + f64::from(rep / 100) * 0.002;
        let state = state(rep, 1 + rep % 4, lat, lng, world.now);
        world.pending.push((RepId(rep), Change::State(state)));
    }
    world.tick(250);
}

#[test]
fn the_server_chooses_cells_above_5000_reps_and_reps_again_below_4500() {
    let mut world = World::new(world_wish());
    crowd(&mut world, 0..5_000);
    world.compose();
    assert!(world.viewer.cells.is_none(), "5,000 reps are shown as such");
    crowd(&mut world, 5_000..5_001);
    world.compose();
    assert!(world.viewer.cells.is_some());
    assert_eq!(world.page.reps.len(), 0);
    for rep in 0..500 {
        world.pending.push((RepId(rep), GONE));
    }
    world.tick(250);
    world.compose();
    assert!(
        world.viewer.cells.is_some(),
        "4,501: no flapping at the edge"
    );
    world.pending.push((RepId(600), GONE));
    world.tick(250);
    world.compose();
    assert!(world.viewer.cells.is_none());
    assert_eq!(world.page.reps.len(), 4_500);
}

#[test]
fn cells_count_the_viewers_scope_only() {
    let mut world = World::new(Wish {
        reach: Some(vec![2]),
        cells: true,
        ..world_wish()
    });
    crowd(&mut world, 0..400);
    world.compose();
    let total: u64 = (world.page.cells.values())
        .map(|cell| cell["count"].as_u64().unwrap())
        .sum();
    assert_eq!(total, 100);
}

#[test]
fn silence_shows_without_input() {
    let mut world = World::new(world_wish());
    crowd(&mut world, 0..1);
    world.compose();
    assert_eq!(world.page.reps[&0]["presence"], "online");
    world.tick(300_000);
    world.compose();
    assert_eq!(world.page.reps[&0]["presence"], "stale");
    world.tick(600_000);
    world.compose();
    assert_eq!(world.page.reps[&0]["presence"], "offline");
}

#[test]
fn a_board_that_drops_its_empty_buckets_loses_nobody() {
    let mut world = World::new(Wish {
        cells: true,
        ..world_wish()
    });
    // One rep crosses far more cells than a board keeps empty.
    for i in 0..1_500 {
        let lng = 100.0 + f64::from(i) * 0.05;
        let moved = state(1, 1, 21.0, lng, world.now);
        world.pending.push((RepId(1), Change::State(moved)));
        let still = state(2, 2, 10.0, 100.0, world.now);
        world.pending.push((RepId(2), Change::State(still)));
        world.tick(250);
        if i % 100 == 0 {
            world.compose();
        }
    }
    assert!(world.board.epoch() > 0, "the board was compacted");
    assert!(world.board.buckets().len() < 1_100);
    world.compose();
}

#[test]
fn a_beat_is_an_empty_delta_with_the_next_number() {
    let mut world = World::new(world_wish());
    crowd(&mut world, 0..3);
    world.compose();
    for seq in 0..3 {
        let frames = world.viewer.compose(&world.board, true);
        let expected = format!(r#"{{"type":"delta","sub":0,"seq":{seq},"reps":[],"gone":[]}}"#);
        assert_eq!(frames, [Frame::Text(expected)]);
    }
    world.twin.0.compose(&world.board, false);
    let beat = |seq: u8| {
        let mut bytes = vec![0xfb, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        bytes.extend([seq, 0, 0, 0, 0, 0, 0, 0]);
        Frame::Binary(bytes)
    };
    for seq in 0..3 {
        assert_eq!(world.twin.0.compose(&world.board, true), [beat(seq)]);
    }
}

#[test]
fn names_are_told_once_a_connection_and_again_where_they_change() {
    let mut world = World::new(world_wish());
    let roster = |world: &mut World| {
        let frames = world.twin.0.compose(&world.board, true);
        for frame in &frames {
            world.twin.1.apply(frame);
        }
        let told = frames.iter().find_map(|frame| match frame {
            Frame::Text(text) => Some(serde_json::from_str::<Value>(text).unwrap()),
            Frame::Binary(_) => None,
        });
        told.map_or(0, |told| told["reps"].as_array().unwrap().len())
    };
    crowd(&mut world, 0..30);
    assert_eq!(roster(&mut world), 30);
    crowd(&mut world, 0..30);
    assert_eq!(roster(&mut world), 0, "they only moved");
    world.take(Step::Subscribe(world_wish()));
    assert_eq!(roster(&mut world), 0, "the connection is the same");
    let mut renamed = state(3, 4, 21.0, 105.7, world.now);
    renamed.name = Arc::from("Trần Thị Bình");
    world.pending.push((RepId(3), Change::State(renamed)));
    world.tick(250);
    assert_eq!(roster(&mut world), 1);
    assert_eq!(world.twin.1.reps[&3]["name"], "Trần Thị Bình");
}
