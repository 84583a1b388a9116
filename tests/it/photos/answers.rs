//! Photos as answers of a form: bound to the visit with it, or none of it taken.

use serde_json::{Value, json};

use super::story::{jpeg, picture, sha256, story};
use crate::support::front_door::batch;

#[tokio::test]
async fn a_form_waits_for_its_photos_and_shows_them() {
    let s = story().await;
    let ask = |code: &str, asks: Value| json!({"code": code, "text": {"vi": "Chụp kệ"}, "asks": asks, "required": code == "shelf"});
    let form = json!([{"code": "KE", "kind": "audit", "name": {"vi": "Quầy kệ"}, "questions": [
        ask("shelf", json!({"type": "photo", "most": 2})), ask("till", json!({"type": "photo"}))]}]);
    let made = batch(&s.admin, "forms", form).await;
    assert_eq!(made[0]["status"], "created", "{}", made[0]);
    let visit = s.check_in("A").await;
    let files = [60, 61, 62].map(|n| jpeg(&picture(n), 90));
    let names = files.each_ref().map(|file| sha256(file));
    let answered =
        |answers: Value| json!({"form_code": "KE", "form_version": 1, "answers": answers});
    let shelf = |names: &[&str]| json!({"question": "shelf", "value": names});
    let told = async |answers: Value| {
        let body = answered(answers);
        let record = s.record(&s.token, "audit", Some(visit), 0, body).await;
        (record, s.status(record).await)
    };

    for (answers, code) in [
        (json!([shelf(&["no digest"])]), "invalid_digest"),
        (json!([shelf(&[])]), "invalid"),
        (json!([shelf(&[&names[0], &names[0]])]), "invalid"),
        (
            json!([shelf(&[&names[0], &names[1], &names[2]])]),
            "too_many",
        ),
        (json!([{"question": "shelf", "value": true}]), "invalid"),
    ] {
        let (_, (status, detail)) = told(answers).await;
        assert_eq!(
            (status.as_str(), &detail["errors"][0]["code"]),
            ("invalid", &json!(code)),
            "{detail}"
        );
    }

    // The last one is still on its way: nothing is kept, and nothing is said twice.
    s.upload(&s.token, &files[0]).await;
    s.upload(&s.token, &files[1]).await;
    let capitals = names[0].to_uppercase();
    let answers =
        json!([shelf(&[&capitals, &names[1]]), {"question": "till", "value": [names[2]]}]);
    let (record, (status, detail)) = told(answers).await;
    assert_eq!(
        (status.as_str(), &detail["code"], &detail["blob"]),
        ("invalid", &json!("unknown_blob"), &json!(names[2]))
    );
    assert_eq!(s.admin.json("/api/v1/photos").await["items"], json!([]));
    s.upload(&s.token, &files[2]).await;
    s.settled(record, "applied").await;

    let whole = s.admin.json(&format!("/api/v1/audits/{record}")).await;
    let shown: Vec<&Value> = (whole["answers"].as_array().unwrap().iter())
        .map(|a| &a["photos"])
        .collect();
    let counts: Vec<usize> = shown.iter().map(|p| p.as_array().unwrap().len()).collect();
    assert_eq!(counts, [2, 1], "{whole}");
    let seen = s.admin.json(&format!("/api/v1/visits/{visit}")).await;
    let mut subjects: Vec<(&str, &str)> = (seen["photos"].as_array().unwrap().iter())
        .map(|p| (p["id"].as_str().unwrap(), p["subject"].as_str().unwrap()))
        .collect();
    subjects.sort_by_key(|p| p.1);
    let mut named: Vec<(&str, &str)> = Vec::new();
    for (photos, subject) in shown.into_iter().zip(["shelf", "till"]) {
        let ids = photos.as_array().unwrap().iter();
        named.extend(ids.map(|id| (id.as_str().unwrap(), subject)));
    }
    named.sort_unstable();
    subjects.sort_unstable();
    assert_eq!(subjects, named);
    let answer = s
        .admin
        .get(&format!("/api/v1/photos/{}/thumbnail", named[0].0))
        .await;
    assert!(answer.status().is_success(), "{}", answer.status());
    s.server.finish().await;
}
