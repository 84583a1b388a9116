//! Who may ask what, of whose: every role at every endpoint, about objects of the own rep, a colleague, another team and
//! another branch (`matrix.txt`); and that nobody learns anything of another branch by any list, file, count or socket.

mod leaks;
mod matrix;
mod world;

use std::collections::BTreeSet;

use fieldbeat::store::role::Role;
use futures_util::{StreamExt, stream};
use reqwest::Method;
use serde_json::{Value, json};

use self::{
    matrix::{Matrix, Row, endpoint, endpoints, parameters},
    world::{PLACES, Person, World, answer},
};
use crate::support::client::Heard;

/// Requests at once.
const AT_ONCE: usize = 8;

/// A file beside this one: read as it is now, so that a row costs no build.
fn text(name: &str) -> String {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/authorisation");
    std::fs::read_to_string(format!("{beside}/{name}")).unwrap()
}

/// What fills in a parameter that is no object.
fn constant(name: &str) -> Option<&'static str> {
    Some(match name {
        "date" => "$today",
        "month" => "$month",
        "system" => "sap",
        "priority" => "low",
        "channel" => "sms",
        "solution" => "1",
        "name" | "token" => "none",
        _ => return None,
    })
}

/// The noun whose objects a parameter names.
fn noun<'a>(before: &'a str, name: &'a str) -> &'a str {
    match (before, name) {
        (_, "rep") => "reps",
        (_, "van_id") | ("stock-locations", "id") => "vans",
        (_, "posting") => "stock-moves",
        (_, "order_id") => "orders",
        (before, _) => before,
    }
}

/// Whether a row is asked of every place.
fn is_of_places(world: &World, row: &Row) -> bool {
    let named = parameters(&row.path);
    named.iter().any(|(_, name)| constant(name).is_none())
        || world.is_of_place(&row.path)
        || row.body.as_deref().is_some_and(|b| world.is_of_place(b))
}

/// The address of a row for a place.
fn address(world: &World, row: &Row, place: usize, who: &Person, others: &[Person]) -> String {
    let mut path = row.path.clone();
    for (before, name) in parameters(&row.path) {
        let id = match (constant(&name), name.as_str()) {
            (Some(value), _) => value.to_owned(),
            (None, "code") => "E$mark".to_owned(),
            // Nobody has one: what is not there is answered as what lies out of reach.
            _ => (world.id(noun(&before, &name), place, who, others))
                .unwrap_or_else(|| "018f0000-0000-7000-8000-000000000001".to_owned()),
        };
        path = path.replace(&format!("{{{name}}}"), &id);
    }
    format!("/api/v1{}", world.filled(&path, Some(place), Some(who)))
}

/// Asks a row of a place; what the answer says of the right to ask, and the answer.
async fn ask(
    world: &World,
    row: &Row,
    place: usize,
    who: &Person,
    others: &[Person],
) -> (char, String) {
    if row.method == "LIVE" {
        return watch(world, row, place, who).await;
    }
    // Others that ask about the same row at the same time are waited for, but not for ever.
    for _ in 0..10 {
        let response = asked(world, row, place, who, others).await;
        if response.status() != 503 {
            return answer(response).await;
        }
    }
    panic!("{} {}: the server has no time", row.method, row.path);
}

async fn asked(
    world: &World,
    row: &Row,
    place: usize,
    who: &Person,
    others: &[Person],
) -> reqwest::Response {
    let method: Method = row.method.parse().unwrap();
    let path = address(world, row, place, who, others);
    let mut request = world.request(who, method.clone(), &path);
    if method != Method::GET {
        // A version that nothing has.
        request = request.header("if-match", "\"v0\"");
        let body = row.body.as_deref().unwrap_or("{}");
        let body = world.filled(body, Some(place), Some(who));
        request = match body.strip_prefix("file ") {
            Some(file) => {
                let kind = ("content-type", "application/octet-stream");
                request.header(kind.0, kind.1).body(file.to_owned())
            }
            None => request.json(&serde_json::from_str::<Value>(&body).unwrap()),
        };
    }
    request.send().await.unwrap()
}

/// Asks the live socket: `+` where the rep of the place is shown, or a cell with somebody in it; `.` where not.
async fn watch(world: &World, row: &Row, place: usize, who: &Person) -> (char, String) {
    let bearer = format!("Bearer {}", who.token);
    let headers = [("authorization", bearer.as_str())];
    let mut socket = world.admin.socket("/v1/live", &headers).await;
    let rep: i64 = world.filled("$reps", Some(place), None).parse().unwrap();
    let asked = world.filled(row.body.as_deref().unwrap(), Some(place), Some(who));
    let asked: Value = serde_json::from_str(&asked).unwrap();
    if !socket.try_send(&asked).await {
        return ('-', String::new());
    }
    if asked["type"] == "follow" {
        // Nowhere: then whom it follows is all that it shows.
        socket
            .try_send(&json!({"type": "subscribe", "sub": 1, "bbox": [0, 0, 1, 1]}))
            .await;
    }
    loop {
        match socket.hear().await {
            Heard::Closed(4403, _) => return ('-', String::new()),
            Heard::Json(frame) if frame["type"] == "error" => return ('.', frame.to_string()),
            Heard::Json(frame) if frame["type"] == "snapshot" => {
                let rep_shown =
                    (frame["reps"].as_array().into_iter().flatten()).any(|r| r["id"] == rep);
                let cell_shown = frame["cells"].as_array().is_some_and(|c| !c.is_empty());
                let class = if rep_shown || cell_shown { '+' } else { '.' };
                return (class, frame.to_string());
            }
            Heard::Json(_) => {}
            other => panic!("{asked}: {other:?}"),
        }
    }
}

/// The whole company in all its places, and a login of every role in team T1 and of administrators elsewhere.
async fn inhabited() -> (World, Vec<Person>, Vec<Person>) {
    let mut world = World::found().await;
    for place in 0..PLACES.len() {
        world.settle(place).await;
    }
    let mut people = Vec::new();
    for role in Role::ALL {
        people.push(world.person(role.as_str(), 0).await);
    }
    let mut others = Vec::new();
    others.push(people[0].clone());
    for place in 1..PLACES.len() {
        others.push(world.person("administrator", place).await);
    }
    (world, people, others)
}

#[tokio::test]
async fn every_role_is_answered_at_every_endpoint_as_the_matrix_says() {
    let (world, people, others) = inhabited().await;
    let expected = Matrix::read(&text("matrix.txt"));
    let roles: BTreeSet<&str> = expected.roles.iter().map(String::as_str).collect();
    let known: BTreeSet<&str> = Role::ALL.iter().map(|r| r.as_str()).collect();
    assert_eq!(roles, known, "the roles of matrix.txt");
    let document = world.admin.json("/api/v1/openapi.json").await;
    let endpoints = endpoints(&document);
    let mut asked = BTreeSet::new();
    for row in expected.rows.iter().filter(|r| r.method != "LIVE") {
        let found = endpoint(&endpoints, row);
        asked.insert(found.unwrap_or_else(|| panic!("no endpoint: {} {}", row.method, row.path)));
    }
    let missing: Vec<_> = endpoints.iter().filter(|e| !asked.contains(e)).collect();
    assert!(missing.is_empty(), "not in matrix.txt: {missing:#?}");

    world.keep_nothing().await;
    let people: Vec<&Person> = (expected.roles.iter())
        .map(|role| people.iter().find(|p| p.role == *role).unwrap())
        .collect();
    let seen: Vec<(Row, Vec<String>)> = stream::iter(expected.rows.iter().cloned())
        .map(|mut row| {
            let (world, people, others) = (&world, &people, &others);
            async move {
                let places = if is_of_places(world, &row) {
                    PLACES.len()
                } else {
                    1
                };
                let (mut cells, mut told) = (Vec::new(), Vec::new());
                for who in people {
                    let mut cell = String::new();
                    for (place, (_, mark)) in PLACES.iter().enumerate().take(places) {
                        let (class, said) = ask(world, &row, place, who, others).await;
                        cell.push(class);
                        told.push(format!("{} {mark}: {said}", who.role));
                    }
                    cells.push(cell);
                }
                row.cells = cells;
                (row, told)
            }
        })
        .buffered(AT_ONCE)
        .collect()
        .await;
    let mut differences = Vec::new();
    for (held, (row, told)) in expected.rows.iter().zip(&seen) {
        if held.cells != row.cells {
            let width = row.cells.first().map_or(1, String::len);
            let first = (0..row.cells.len()).find(|i| held.cells.get(*i) != row.cells.get(*i));
            let at = first.unwrap_or_default();
            let place = (0..width).find(|p| {
                let of = |cells: &[String]| cells.get(at).and_then(|c| c.chars().nth(*p));
                of(&held.cells) != of(&row.cells)
            });
            let why = told.get(at * width + place.unwrap_or_default());
            differences.push(format!(
                "{} {}\n  held {}\n  seen {}\n  {}",
                row.method,
                row.path,
                held.cells.join(" "),
                row.cells.join(" "),
                why.map_or("", String::as_str)
            ));
        }
    }
    // To be held against the old one where it differs.
    let found = Matrix {
        rows: seen.into_iter().map(|(row, _)| row).collect(),
        ..expected
    };
    let file = concat!(env!("CARGO_TARGET_TMPDIR"), "/matrix.txt");
    std::fs::write(file, found.written()).unwrap();
    assert!(
        differences.is_empty(),
        "{} differences, see {file}\n{}",
        differences.len(),
        differences.join("\n")
    );
    // Nothing can be kept any more, so nothing drains: the server ends as it stands.
}

#[tokio::test]
async fn what_opens_one_door_opens_no_other() {
    let mut world = World::found().await;
    world.settle(0).await;
    let who = world.person("administrator", 0).await;
    let phone = world.filled("$token", Some(0), None);
    // A phone's token is none of a person, nor the other way round.
    for path in ["/api/v1/session", "/api/v1/reps"] {
        let request = world.admin.request(Method::GET, path).bearer_auth(&phone);
        assert_eq!(request.send().await.unwrap().status(), 401, "{path}");
    }
    let frames = json!({"frames": []});
    let request = world
        .request(&who, Method::POST, "/v1/device/frames")
        .json(&frames);
    assert_eq!(request.send().await.unwrap().status(), 401);
    // Not even with the session of an administrator in the same browser.
    let request = world
        .admin
        .request(Method::POST, "/v1/device/frames")
        .json(&frames);
    assert_eq!(request.send().await.unwrap().status(), 401);
    let mut socket = world.admin.socket("/v1/device", &[]).await;
    let hello = json!({"type": "hello", "protocol": 1, "token": who.token, "install": uuid::Uuid::new_v4(), "app": "test", "backlog": 0});
    socket.send(&hello).await;
    assert_eq!(socket.hear_close().await, 4401);
    let bearer = format!("Bearer {phone}");
    let mut socket = world
        .admin
        .socket("/v1/live", &[("authorization", &bearer)])
        .await;
    assert_eq!(socket.hear_close().await, 4401);
    world.server.finish().await;
}
