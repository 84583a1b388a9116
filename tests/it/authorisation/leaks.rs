//! That nobody learns anything of another branch: what its people are told is the same before and after the other
//! branch has everything, to the byte.

use fieldbeat::store::role::Role;
use futures_util::{StreamExt, stream};
use reqwest::Method;
use serde_json::{Value, json};

use super::{
    AT_ONCE, address,
    matrix::{Matrix, Row, parameters},
    text,
    world::{BRANCH, PLACES, Person, World},
};
use crate::support::client::Heard;

/// What the answers of a branch may differ by although nothing of it has changed: positions in feeds that pass over
/// what others did.
const POSITIONS: [&str; 2] = ["changes_cursor", "cursor"];

fn without_positions(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(without_positions),
        Value::Object(fields) => {
            fields.retain(|key, _| !POSITIONS.contains(&key.as_str()));
            fields.values_mut().for_each(without_positions);
        }
        _ => {}
    }
}

/// Every list, object, figure, picture and file that somebody can ask for, with what is searched for in it.
async fn all_that_is_told(
    world: &World,
    rows: &[Row],
    who: &Person,
    others: &[Person],
) -> Vec<(String, Vec<u8>)> {
    let mut addresses = Vec::new();
    for row in rows.iter().filter(|r| r.method == "GET") {
        let path = address(world, row, BRANCH, who, others);
        let mark = if path.contains('?') { '&' } else { '?' };
        if path.ends_with("/export") {
            addresses.push(format!("{path}{mark}format=xlsx"));
        } else if parameters(&row.path).is_empty() {
            // What is found by a name of elsewhere, in lists that are searched; others refuse the question.
            addresses.push(format!("{path}{mark}q=Qzown"));
        }
        addresses.push(path);
    }
    stream::iter(addresses)
        .map(|path| async move {
            let answer = world.request(who, Method::GET, &path).send().await.unwrap();
            let bytes = answer.bytes().await.unwrap().to_vec();
            let told = match serde_json::from_slice::<Value>(&bytes) {
                Ok(mut value) => {
                    without_positions(&mut value);
                    // Which request it was.
                    if let Some(fields) = value.as_object_mut() {
                        fields.remove("request_id");
                        // Where a feed stands moves with what others do, and says nothing of what that is.
                        fields.remove("next_cursor");
                    }
                    value.to_string().into_bytes()
                }
                Err(_) if bytes.starts_with(b"PK") => unpacked(&bytes),
                Err(_) => bytes,
            };
            (path, told)
        })
        .buffered(AT_ONCE)
        .collect()
        .await
}

/// Goods that the whole company shares: who sees a warehouse sees what it holds and what moves through it.
const SHARED: [&str; 6] = [
    "exports/stock",
    "stock-balances",
    "stock-counts",
    "stock-moves",
    "supply-needs",
    "supply-orders",
];
/// What changes with every look at it, as it tells of looks.
const TELL_OF_LOOKS: [&str; 2] = ["audit-log", "privacy/"];

fn is_of(list: &[&str], path: &str) -> bool {
    let path = path.trim_start_matches("/api/v1/");
    list.iter().any(|of| path.starts_with(of))
}

/// The texts of a workbook, without when it was made.
fn unpacked(workbook: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(workbook)).unwrap();
    let mut all = Vec::new();
    for i in 0..archive.len() {
        let mut file = archive.by_index(i).unwrap();
        if !file.name().is_ok_and(|name| name.starts_with("docProps/")) {
            std::io::Read::read_to_end(&mut file, &mut all).unwrap();
        }
    }
    all
}

#[tokio::test]
async fn nothing_of_a_branch_is_learnt_in_another() {
    let mut world = World::found().await;
    world.settle(BRANCH).await;
    let rows = Matrix::read(&text("matrix.txt")).rows;
    let mut people = Vec::new();
    for role in Role::ALL {
        people.push(world.person(role.as_str(), BRANCH).await);
    }
    let others = vec![people[0].clone(); PLACES.len()];
    let mut before = Vec::new();
    for who in &people {
        before.push(all_that_is_told(&world, &rows, who, &others).await);
    }
    for place in 0..BRANCH {
        world.settle(place).await;
    }
    let mut leaks = Vec::new();
    for (who, before) in people.iter().zip(before) {
        let after = all_that_is_told(&world, &rows, who, &others).await;
        for ((path, was), (_, is)) in before.into_iter().zip(after) {
            if is_of(&SHARED, &path) {
                continue;
            }
            let text = String::from_utf8_lossy(&is);
            let named = PLACES[..BRANCH].iter().find(|(_, mark)| {
                text.to_lowercase().contains(&mark.to_lowercase()) && !path.contains(mark)
            });
            if let Some((_, mark)) = named {
                let at = text.to_lowercase().find(&mark.to_lowercase()).unwrap();
                let near = text.get(at.saturating_sub(80)..).unwrap_or(&text);
                leaks.push(format!(
                    "{} {path} names {mark}: …{}",
                    who.role,
                    near.chars().take(160).collect::<String>()
                ));
            } else if was != is && !is_of(&TELL_OF_LOOKS, &path) {
                leaks.push(format!("{} {path}\n  {}", who.role, difference(&was, &is)));
            }
        }
    }
    assert!(
        leaks.is_empty(),
        "{} leaks\n{}",
        leaks.len(),
        leaks.join("\n")
    );

    // Nor by the map: of all reps, and all cells, only the own.
    for who in &people {
        let bearer = format!("Bearer {}", who.token);
        let mut socket = world
            .admin
            .socket("/v1/live", &[("authorization", &bearer)])
            .await;
        socket
            .send(&json!({"type": "subscribe", "sub": 1, "level": "cell"}))
            .await;
        match socket.hear().await {
            Heard::Closed(4403, _) => {}
            Heard::Json(frame) => {
                let count: i64 = (frame["cells"].as_array().unwrap().iter())
                    .map(|c| c["count"].as_i64().unwrap())
                    .sum();
                assert_eq!(
                    (count, frame["reps"].as_array().unwrap().len()),
                    (1, 0),
                    "{frame}"
                );
            }
            other => panic!("{other:?}"),
        }
    }
    world.server.finish().await;
}

/// Where two answers part.
fn difference(was: &[u8], is: &[u8]) -> String {
    let at = was.iter().zip(is).take_while(|(a, b)| a == b).count();
    let near = |bytes: &[u8]| {
        let part = &bytes[at.saturating_sub(60)..bytes.len().min(at + 100)];
        String::from_utf8_lossy(part).into_owned()
    };
    format!("was …{}\n  is  …{}", near(was), near(is))
}
