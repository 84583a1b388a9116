//! All that is kept about a rep is given to who may have it, and to the rep.

use std::io::{Cursor, Read};

use serde_json::Value;
use zip::ZipArchive;

use super::story::{self, Lived};
use crate::support::front_door::{PASSWORD, problem, user};

fn file(zip: &mut ZipArchive<Cursor<Vec<u8>>>, name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut file = zip.by_name(name).unwrap_or_else(|e| panic!("{name}: {e}"));
    file.read_to_end(&mut bytes).unwrap();
    bytes
}

#[tokio::test]
async fn a_rep_is_given_all_that_is_kept() {
    let lived = Lived::days().await;
    let (admin, server, rep) = (lived.story.admin.clone(), &lived.story.server, lived.rep);
    let path = format!("/api/v1/privacy/reps/{rep}/export");
    let director = user(server, &admin, "boss", "director", "HQ").await;
    problem(director.get(&path).await, 403, "forbidden").await;
    problem(
        admin.get("/api/v1/privacy/own-export").await,
        404,
        "not_found",
    )
    .await;
    let own = user(server, &admin, "r1", "rep", "T1").await;
    sqlx::query(
        "update rep set user_id = (select id from app_user where login = 'r1') where id = $1",
    )
    .bind(rep)
    .execute(lived.pool())
    .await
    .unwrap();

    for (who, path) in [
        (&admin, path.as_str()),
        (&own, "/api/v1/privacy/own-export"),
    ] {
        let answer = who.get(path).await;
        assert_eq!(answer.status(), 200, "{path}");
        assert_eq!(answer.headers()["content-type"], "application/zip");
        let bytes = answer.bytes().await.unwrap().to_vec();
        let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let json = |zip: &mut _, name: &str| -> Value {
            serde_json::from_slice(&file(zip, name)).unwrap()
        };
        assert_eq!(json(&mut zip, "profile.json")[0]["code"], "R1");
        assert_eq!(json(&mut zip, "devices.json")[0]["label"], "p1");
        assert!(
            json(&mut zip, "devices.json")[0]
                .get("token_hash")
                .is_none()
        );
        assert_eq!(json(&mut zip, "sessions.json").as_array().unwrap().len(), 2);
        let visits = json(&mut zip, "visits.json");
        assert!(
            visits
                .as_array()
                .unwrap()
                .iter()
                .any(|v| v["id"] == lived.visit.to_string()),
            "{visits}"
        );
        let records = json(&mut zip, "records.json");
        assert_eq!(records.as_array().unwrap().len(), 5, "{records}");
        let csv = String::from_utf8(file(&mut zip, &format!("tracks/{}.csv", lived.date))).unwrap();
        assert_eq!(csv.lines().count(), 1 + 39 + 14, "{csv}");
        assert!(
            csv.contains(&format!(",{:.7},{:.7},", story::WAY.0, story::WAY.1)),
            "{csv}"
        );
        let gpx = String::from_utf8(file(&mut zip, &format!("tracks/{}.gpx", lived.date))).unwrap();
        assert!(gpx.contains("<trkpt"), "{gpx}");
        assert!(file(&mut zip, &format!("photos/{}.jpg", lived.photo)).starts_with(&[0xff, 0xd8]));
        // Who had it given out before is in it too.
        let accesses = json(&mut zip, "accesses.json");
        assert!(
            accesses
                .as_array()
                .unwrap()
                .iter()
                .any(|a| a["what"] == "privacy.export"),
            "{accesses}"
        );
        let names = zip.file_names().map(|name| name.unwrap().into_owned());
        let all: Vec<String> = names.collect();
        for name in all {
            let text = String::from_utf8_lossy(&file(&mut zip, &name)).into_owned();
            assert!(
                !text.contains(&story::OTHERS.0.to_string()),
                "a colleague's place in {name}"
            );
            assert!(
                !text.contains(PASSWORD) && !text.contains("$argon2"),
                "a secret in {name}"
            );
        }
    }
    lived.story.server.finish().await;
}
