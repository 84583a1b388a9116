//! What is erased of a rep is found by no table and no answer; what commerce needs stays, and can still be proven.

use fieldbeat::evidence::{rejudge, verify::verify};
use reqwest::StatusCode;
use serde_json::{Map, Value, json};
use sqlx::Row;

use super::story::{self, Lived, OTHERS};
use crate::{
    photos::story::files,
    support::{
        client::expect,
        company::{codes, fix},
        eventually,
        front_door::{problem, user},
        traces::traces,
    },
};

const ERASURES: &str = "/api/v1/privacy/erasures";

async fn done(lived: &Lived, asked: &Value) -> Value {
    let path = format!("{ERASURES}/{}", asked["id"]);
    eventually("the erasure is done", async || {
        let now = lived.story.admin.json(&path).await;
        (now["state"] == "done").then_some(now)
    })
    .await
}

#[tokio::test]
async fn what_is_erased_is_found_nowhere_and_the_rest_can_still_be_proven() {
    let mut lived = Lived::days().await;
    let (admin, rep) = (lived.story.admin.clone(), lived.rep);
    let coordinates: Vec<f64> = story::ALL.iter().flat_map(|p| [p.0, p.1]).collect();
    // Every place is kept somewhere, so that the search could fail.
    for place in story::ALL {
        let found = traces(lived.pool(), &[place.0]).await;
        assert!(!found.is_empty(), "{place:?} is nowhere");
    }
    assert!(!files(lived.story.data.path()).is_empty());
    let range = (lived.date, lived.date.succ_opt().unwrap());
    let (before, _) = verify(lived.pool(), range, &|_| {}).await.unwrap();
    assert_eq!(
        (before.mismatched, before.no_raw_data),
        (0, 0),
        "{before:?}"
    );
    let facts = "select id, outlet_id, started_at, ended_at, overall, visit->'verdict', visit->'dwell_ms' from visit where rep_id = $1 order by id";
    let kept = rows(&lived, facts).await;

    // Only administrators, tried first, and with the code said once more.
    let auditor = user(&lived.story.server, &admin, "dpo", "auditor", "HQ").await;
    let ask = json!({"rep_id": rep, "reason": "asked for by the employee", "confirm": "R1"});
    problem(auditor.post(ERASURES, &ask).await, 403, "forbidden").await;
    let dry = json!({"rep_id": rep, "dry_run": true});
    let plan = expect(admin.post(ERASURES, &dry).await, StatusCode::OK).await;
    for class in [
        "raw_fixes",
        "sealed_copies",
        "mark_positions",
        "record_positions",
        "visit_positions",
        "visit_history",
        "day_stays",
        "checkpoint",
        "photos",
        "pin_proposals",
        "outlet_requests",
        "unread_records",
    ] {
        assert!(plan["rows"][class].as_i64().unwrap() > 0, "{class}: {plan}");
    }
    let wrong = json!({"rep_id": rep, "reason": "x", "confirm": "R2"});
    problem(admin.post(ERASURES, &wrong).await, 422, "invalid").await;
    let asked = expect(admin.post(ERASURES, &ask).await, StatusCode::ACCEPTED).await;
    let done = done(&lived, &asked).await;
    assert_eq!(
        done["erased"]["raw_fixes"], plan["rows"]["raw_fixes"],
        "{done}"
    );
    assert_eq!(done["done"], done["of_steps"], "{done}");

    assert_eq!(
        traces(lived.pool(), &coordinates).await,
        Vec::<String>::new()
    );
    assert!(!traces(lived.pool(), &[OTHERS.0]).await.is_empty());
    assert!(files(lived.story.data.path()).is_empty());
    let plan = expect(admin.post(ERASURES, &dry).await, StatusCode::OK).await;
    let left: i64 = plan["rows"]
        .as_object()
        .unwrap()
        .values()
        .map(|n| n.as_i64().unwrap())
        .sum();
    assert_eq!(left, 0, "{plan}");

    // The phone streams on, with what it still holds of that day and of the one before.
    let (today, yesterday) = (lived.ago(1), lived.ago(23 * 60));
    lived
        .phone
        .fixes(&[fix(today, story::TODAY), fix(yesterday, story::WAY)])
        .await;
    let late = json!({"type": "check_in", "id": uuid::Uuid::new_v4(), "at": crate::support::company::time(lived.ago(2)),
        "outlet": "A", "fix": fix(lived.ago(2), story::TODAY)});
    lived.phone.send(late).await;
    let results = lived.phone.ack_all().await;
    assert!(
        codes(&results)
            .iter()
            .filter(|c| *c == "off_session")
            .count()
            == 2,
        "{results:?}"
    );
    lived.story.server.services.ingest.settled().await;
    eventually("nothing waits to be judged", async || {
        let waiting: i64 =
            sqlx::query_scalar("select count(*) from rep_day_dirty where rep_id = $1")
                .bind(rep)
                .fetch_one(lived.pool())
                .await
                .unwrap();
        (waiting == 0).then_some(())
    })
    .await;
    assert_eq!(
        traces(lived.pool(), &coordinates).await,
        Vec::<String>::new()
    );

    // Visits are what they were, without where.
    assert_eq!(rows(&lived, facts).await, kept);
    let (after, _) = verify(lived.pool(), range, &|_| {}).await.unwrap();
    assert_eq!((after.mismatched, after.no_raw_data), (0, 1), "{after:?}");
    let (again, _) = rejudge::rejudge(lived.pool(), range, &Map::new(), &|_| {})
        .await
        .unwrap();
    assert!(
        again.no_raw_data.contains(&(lived.date, "R1".to_owned())),
        "{again:?}"
    );
    // And what was left cannot be changed unseen.
    sqlx::query("update visit set visit = jsonb_set(visit, '{dwell_ms}', '1') where id = $1")
        .bind(lived.visit)
        .execute(lived.pool())
        .await
        .unwrap();
    let (changed, _) = verify(lived.pool(), range, &|_| {}).await.unwrap();
    assert_eq!(
        changed.mismatches[0].code, "tombstone_changed",
        "{changed:?}"
    );

    // Every answer that shows where somebody was.
    let visit = format!("/api/v1/visits/{}", lived.visit);
    let from = lived
        .ago(24 * 60)
        .to_utc()
        .unwrap()
        .to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let to = lived
        .clock
        .utc()
        .to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    for path in [
        visit.clone(),
        format!("/api/v1/reps/{rep}/track?from={from}&to={to}"),
        format!("/api/v1/reps/{rep}/days/{}", lived.date),
        format!("/api/v1/reps/{rep}/diagnosis"),
        "/api/v1/reps/today".to_owned(),
        "/api/v1/events".to_owned(),
        "/api/v1/pin-proposals".to_owned(),
        "/api/v1/outlet-requests".to_owned(),
        "/api/v1/audit-log".to_owned(),
        "/api/v1/quarantined-records".to_owned(),
    ] {
        let answer = admin.get(&path).await;
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        let text = answer.text().await.unwrap();
        for place in story::ALL {
            for part in [place.0, place.1] {
                assert!(!text.contains(&part.to_string()), "{part} in {path}");
            }
        }
    }
    let gpx = admin
        .request(
            reqwest::Method::GET,
            &format!("/api/v1/reps/{rep}/track?from={from}&to={to}"),
        )
        .header("accept", "application/gpx+xml");
    assert!(
        !gpx.send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap()
            .contains("trkpt")
    );
    problem(admin.get(&format!("{visit}/evidence")).await, 410, "erased").await;
    problem(
        admin.get(&format!("/api/v1/photos/{}", lived.photo)).await,
        404,
        "not_found",
    )
    .await;

    // In the log of changes, chained, without a place.
    let log = admin.json("/api/v1/audit-log?action=privacy.").await;
    let actions: Vec<&str> = log["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["action"].as_str().unwrap())
        .collect();
    assert_eq!(actions, ["privacy.erased", "privacy.erase"]);
    assert_eq!(log["items"][0]["detail"]["digest"], done["digest"]);
    let seen = auditor.json(ERASURES).await;
    assert_eq!(seen["items"][0]["state"], "done", "{seen}");
    lived.story.server.finish().await;
}

/// Rows as text.
async fn rows(lived: &Lived, sql: &str) -> Vec<String> {
    let sql = format!("select x::text from ({sql}) x");
    let rows = sqlx::query(&sql)
        .bind(lived.rep)
        .fetch_all(lived.pool())
        .await
        .unwrap();
    rows.iter().map(|r| r.get(0)).collect()
}

#[tokio::test]
async fn days_before_a_date_go_and_later_ones_stay() {
    let lived = Lived::days().await;
    let (admin, rep) = (lived.story.admin.clone(), lived.rep);
    let before = lived.date.succ_opt().unwrap();
    let ask =
        json!({"rep_id": rep, "before": before, "reason": "older than agreed", "confirm": "R1"});
    let asked = expect(admin.post(ERASURES, &ask).await, StatusCode::ACCEPTED).await;
    done(&lived, &asked).await;
    let gone: Vec<f64> = [
        story::WAY,
        story::VISIT,
        story::CHECK_IN,
        story::PIN,
        story::SHOP,
        story::STRANGE,
        story::WRITTEN,
        story::UNREAD,
    ]
    .iter()
    .flat_map(|p| [p.0, p.1])
    .collect();
    assert_eq!(traces(lived.pool(), &gone).await, Vec::<String>::new());
    assert!(!traces(lived.pool(), &[story::TODAY.0]).await.is_empty());
    // One that is to begin later can be called off, one that is done cannot.
    let later = json!({"rep_id": rep, "due_on": before + chrono::Days::new(30), "reason": "leaves", "confirm": "R1"});
    let later = expect(admin.post(ERASURES, &later).await, StatusCode::ACCEPTED).await;
    assert_eq!(later["state"], "waiting");
    let cancel = |id: &Value| format!("{ERASURES}/{id}/cancel");
    let off = expect(
        admin.post(&cancel(&later["id"]), &json!({})).await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(off["state"], "cancelled");
    problem(
        admin.post(&cancel(&asked["id"]), &json!({})).await,
        409,
        "begun",
    )
    .await;
    lived.story.server.finish().await;
}
