//! Appointments, tasks and calendar files from outside.

use chrono::{Days, SecondsFormat, TimeDelta};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    crm::{Story, story},
    support::{
        client::expect,
        front_door::{PASSWORD, batch, problem, send, user},
    },
};

/// Minutes from now.
fn at(s: &Story, minutes: i64) -> String {
    let at = s.server.services.clock.utc() + TimeDelta::minutes(minutes);
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

async fn appointment(s: &Story, rep: &str, outlet: &str, subject: &str, more: Value) -> Value {
    let mut body = json!({"id": Uuid::now_v7(), "rep_id": s.id("reps", rep).await, "outlet_id": s.id("outlets", outlet).await,
        "subject": subject, "starts_at": at(s, 60), "ends_at": at(s, 90)});
    body.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    s.make("appointments", body).await
}

/// The lines of a calendar file, unfolded.
fn lines(text: &str) -> Vec<String> {
    assert!(text.lines().all(|l| l.len() <= 75), "{text}");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    let unfolded = text.replace("\r\n ", "");
    unfolded.split("\r\n").map(str::to_owned).collect()
}

#[tokio::test]
async fn appointments_are_answered_moved_and_ended() {
    let s = story().await;
    batch(
        &s.admin,
        "contacts",
        json!([{"code": "P1", "customer_code": "C1", "name": "Chị Lan", "role": "evaluator"}]),
    )
    .await;
    let contact = s.id("contacts", "P1").await;
    let r2 = s.id("reps", "R2").await;
    let made = appointment(
        &s,
        "R1",
        "A",
        "bàn giá",
        json!({"priority": "urgent",
        "attendees": [{"contact_id": contact}, {"rep_id": r2, "answer": "tentative"}]}),
    )
    .await;
    assert_eq!(
        (
            &made["customer_name"],
            &made["state"],
            &made["attendees"][0]["name"],
            &made["attendees"][1]["answer"]
        ),
        (
            &json!("Tạp hóa Lan"),
            &json!("planned"),
            &json!("Chị Lan"),
            &json!("tentative")
        )
    );
    let path = format!("/api/v1/appointments/{}", made["id"].as_str().unwrap());
    let said = json!({"answer": "accepted", "contact_id": contact});
    let answered = s.admin.post(&format!("{path}/answers"), &said).await;
    let answered = expect(answered, StatusCode::CREATED).await;
    assert_eq!(answered["attendees"][0]["answer"], "accepted");
    let nobody = s
        .admin
        .post(&format!("{path}/answers"), &json!({"answer": "accepted"}))
        .await;
    problem(nobody, 404, "not_found").await;

    let stale = s
        .patch(
            "appointments",
            &made,
            json!({"starts_at": at(&s, 120), "ends_at": at(&s, 150)}),
        )
        .await;
    problem(stale, 412, "stale").await;
    let moved = s
        .patch(
            "appointments",
            &answered,
            json!({"starts_at": at(&s, 120), "ends_at": at(&s, 150)}),
        )
        .await;
    let moved = expect(moved, StatusCode::OK).await;
    let backwards = s
        .patch("appointments", &moved, json!({"ends_at": at(&s, 100)}))
        .await;
    assert_eq!(
        problem(backwards, 422, "invalid").await["errors"][0]["pointer"],
        "/ends_at"
    );
    let without = s
        .patch("appointments", &moved, json!({"state": "cancelled"}))
        .await;
    assert_eq!(
        problem(without, 422, "invalid").await["errors"][0]["pointer"],
        "/reason"
    );
    let cancelled = s
        .patch(
            "appointments",
            &moved,
            json!({"state": "cancelled", "reason": "khách bận"}),
        )
        .await;
    let cancelled = expect(cancelled, StatusCode::OK).await;
    let again = s
        .patch("appointments", &cancelled, json!({"state": "held"}))
        .await;
    assert_eq!(
        problem(again, 422, "invalid").await["errors"][0]["code"],
        "wrong_state"
    );
    let late = s.admin.post(&format!("{path}/answers"), &said).await;
    problem(late, 422, "invalid").await;

    // Who is asked from another team is known there only by who may look at both.
    let boss = user(&s.server, &s.admin, "boss2", "supervisor", "T2").await;
    problem(boss.get(&path).await, 404, "not_found").await;
    assert_eq!(boss.json("/api/v1/appointments").await["items"], json!([]));
    let stranger = json!({"id": Uuid::now_v7(), "rep_id": r2, "subject": "x", "starts_at": at(&s, 1), "ends_at": at(&s, 2),
        "attendees": [{"rep_id": s.id("reps", "R1").await}]});
    let refused = boss.post("/api/v1/appointments", &stranger).await;
    assert_eq!(
        problem(refused, 422, "invalid").await["errors"][0]["pointer"],
        "/attendees/0"
    );
    s.server.finish().await;
}

#[tokio::test]
async fn a_calendar_file_tells_times_in_utc_and_no_place_on_earth() {
    let s = story().await;
    let subject = "bàn giá; 3, 4\\5\nquà — một cuộc hẹn rất dài để phải xuống dòng trong tệp lịch của khách hàng";
    let one = appointment(
        &s,
        "R1",
        "A",
        subject,
        json!({"priority": "high", "note": "BEGIN:VEVENT\r\nmang mẫu"}),
    )
    .await;
    appointment(&s, "R2", "B", "việc của đội khác", json!({})).await;
    let due = at(&s, 300);
    s.make("tasks", json!({"id": Uuid::now_v7(), "rep_id": s.id("reps", "R1").await, "subject": "gửi báo giá", "due_at": due})).await;

    let boss = user(&s.server, &s.admin, "boss1", "supervisor", "T1").await;
    let team = s.id("org-units", "T1").await;
    let issued = boss
        .post(
            "/api/v1/calendar-feeds",
            &json!({"name": "Đội 1", "org_unit_id": team}),
        )
        .await;
    let issued = expect(issued, StatusCode::CREATED).await;
    let path = issued["path"].as_str().unwrap();
    assert!(path.len() > 50, "a link that nobody guesses: {path}");
    let stranger = s.server.client();
    let answer = stranger.get(path).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(
        answer.headers()["content-type"],
        "text/calendar; charset=utf-8"
    );
    let text = answer.text().await.unwrap();
    let told = lines(&text);
    let has = |line: &str| told.iter().filter(|l| *l == line).count();
    let uid = format!("UID:appointment-{}@fieldbeat", one["id"].as_str().unwrap());
    assert_eq!(
        (
            has("BEGIN:VEVENT"),
            has("BEGIN:VTODO"),
            has(&uid),
            has("PRIORITY:3")
        ),
        (1, 1, 1, 1),
        "{text}"
    );
    let summary = subject
        .replace('\\', "\\\\")
        .replace(';', "\\;")
        .replace(',', "\\,")
        .replace('\n', "\\n");
    assert_eq!(has(&format!("SUMMARY:{summary}")), 1, "{text}");
    let compact = |stamp: &str| stamp.replace(['-', ':'], "");
    let start = one["starts_at"].as_str().unwrap().replace(".000", "");
    assert_eq!(
        (
            has(&format!("DTSTART:{}", compact(&start))),
            has(&format!("DUE:{}", compact(&due)))
        ),
        (1, 1),
        "{text}"
    );
    assert_eq!(has("LOCATION:Lan 1"), 1, "{text}");
    for forbidden in ["GEO", "21.0", "105.8", "việc của đội khác"] {
        assert!(!text.contains(forbidden), "{forbidden} in {text}");
    }

    // The UID stays, the sequence rises.
    let moved = s
        .patch(
            "appointments",
            &one,
            json!({"starts_at": at(&s, 200), "ends_at": at(&s, 210)}),
        )
        .await;
    expect(moved, StatusCode::OK).await;
    let later = lines(&stranger.get(path).await.text().await.unwrap());
    assert!(
        later.contains(&uid) && later.contains(&"SEQUENCE:1".to_owned()),
        "{later:?}"
    );

    // The link ends when it is revoked, and with its owner's right to see.
    let feeds = boss.json("/api/v1/calendar-feeds").await;
    assert_eq!(
        (&feeds["items"][0]["read_on"], &feeds["items"][0]["path"]),
        (&json!(s.today), &Value::Null)
    );
    let feed = format!("/api/v1/calendar-feeds/{}", issued["id"]);
    let other = send(&s.admin, Method::DELETE, &feed, &[], &json!({})).await;
    problem(other, 404, "not_found").await;
    let ended = send(&boss, Method::DELETE, &feed, &[], &json!({})).await;
    assert_eq!(ended.status(), StatusCode::NO_CONTENT);
    for gone in [
        path,
        "/calendar/fbc_nobody.ics",
        "/calendar/x",
        "/calendar/fbc_.ics",
    ] {
        assert_eq!(
            stranger.get(gone).await.status(),
            StatusCode::NOT_FOUND,
            "{gone}"
        );
    }
    s.server.finish().await;
}

#[tokio::test]
async fn a_link_shows_what_its_owner_may_see_at_that_moment() {
    let s = story().await;
    appointment(&s, "R1", "A", "hẹn của R1", json!({})).await;
    let boss = user(&s.server, &s.admin, "boss1", "supervisor", "T1").await;
    let (r1, r2) = (s.id("reps", "R1").await, s.id("reps", "R2").await);
    let foreign = boss
        .post(
            "/api/v1/calendar-feeds",
            &json!({"name": "x", "rep_id": r2}),
        )
        .await;
    assert_eq!(
        problem(foreign, 422, "invalid").await["errors"][0]["code"],
        "unknown_rep"
    );
    let both = json!({"name": "x", "rep_id": r1, "org_unit_id": 1});
    problem(
        boss.post("/api/v1/calendar-feeds", &both).await,
        422,
        "invalid",
    )
    .await;
    let issued = boss
        .post(
            "/api/v1/calendar-feeds",
            &json!({"name": "R1", "rep_id": r1}),
        )
        .await;
    let issued = expect(issued, StatusCode::CREATED).await;
    let path = issued["path"].as_str().unwrap();
    let shown = async || s.server.client().get(path).await;
    assert!(shown().await.text().await.unwrap().contains("hẹn của R1"));

    // Moved to the other team the owner sees nothing of R1 any more; disabled, the link is gone.
    let users = s.admin.json("/api/v1/users").await;
    let boss = users["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|u| u["login"] == "boss1")
        .unwrap();
    let moved = s.patch("users", boss, json!({"org_unit_code": "T2"})).await;
    let moved = expect(moved, StatusCode::OK).await;
    assert!(!shown().await.text().await.unwrap().contains("hẹn của R1"));
    let disabled = s.patch("users", &moved, json!({"disabled": true})).await;
    expect(disabled, StatusCode::OK).await;
    assert_eq!(shown().await.status(), StatusCode::NOT_FOUND);
    s.server.finish().await;
}

#[tokio::test]
async fn tasks_are_moved_on_given_away_and_taken_up_again() {
    let s = story().await;
    let (r1, r2) = (s.id("reps", "R1").await, s.id("reps", "R2").await);
    let task = s.make("tasks", json!({"id": Uuid::now_v7(), "rep_id": r1, "subject": "mang tủ mát", "due_at": at(&s, -5),
        "customer_id": s.id("customers", "C1").await})).await;
    assert_eq!(
        (&task["state"], &task["overdue"]),
        (&json!("todo"), &json!(true))
    );
    let doing = expect(
        s.patch("tasks", &task, json!({"state": "in_progress"}))
            .await,
        StatusCode::OK,
    )
    .await;
    let done = expect(
        s.patch("tasks", &doing, json!({"state": "done"})).await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(done["overdue"], false);
    assert!(done["ended_at"].is_string());
    let other_end = s.patch("tasks", &done, json!({"state": "canceled"})).await;
    assert_eq!(
        problem(other_end, 422, "invalid").await["errors"][0]["code"],
        "wrong_state"
    );
    let again = expect(
        s.patch("tasks", &done, json!({"state": "todo", "due_at": null}))
            .await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(
        (&again["ended_at"], &again["due_at"]),
        (&Value::Null, &Value::Null)
    );
    for (query, count) in [
        ("open=true", 1),
        ("open=false", 0),
        ("state=todo", 1),
        ("state=done", 0),
    ] {
        assert_eq!(
            s.count(&format!("/api/v1/tasks?{query}")).await,
            count,
            "{query}"
        );
    }

    let boss = user(&s.server, &s.admin, "boss1", "supervisor", "T1").await;
    let tag = format!("\"v{}\"", again["version"]);
    let headers = [("if-match", tag.as_str())];
    let path = format!("/api/v1/tasks/{}", again["id"].as_str().unwrap());
    let refused = send(
        &boss,
        Method::PATCH,
        &path,
        &headers,
        &json!({"rep_id": r2}),
    )
    .await;
    assert_eq!(
        problem(refused, 422, "invalid").await["errors"][0]["code"],
        "unknown_rep"
    );
    let given = expect(
        s.patch("tasks", &again, json!({"rep_id": r2})).await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(given["rep_id"], r2);
    // It went to the other team with its rep.
    problem(boss.get(&path).await, 404, "not_found").await;
    s.server.finish().await;
}

#[tokio::test]
async fn a_rep_sees_the_own_and_where_it_is_asked_to_come() {
    let s = story().await;
    let from = s.today - Days::new(30);
    let login = json!({"login": "r1", "name": "One", "password": PASSWORD, "role": "rep", "org_unit_code": "T1"});
    expect(
        s.admin.post("/api/v1/users", &login).await,
        StatusCode::CREATED,
    )
    .await;
    let reps = json!([{"code": "R1", "name": "One", "org_unit_code": "T1", "valid_from": from, "login": "r1"},
        {"code": "R3", "name": "Three", "org_unit_code": "T1", "valid_from": from}]);
    batch(&s.admin, "reps", reps).await;
    let rep = s.server.client();
    let body = json!({"login": "r1", "password": PASSWORD});
    expect(rep.post("/api/v1/session", &body).await, StatusCode::OK).await;

    appointment(&s, "R1", "A", "của mình", json!({})).await;
    appointment(&s, "R3", "A", "của người khác", json!({})).await;
    let asked = appointment(
        &s,
        "R3",
        "A",
        "được mời",
        json!({"attendees": [{"rep_id": s.id("reps", "R1").await}]}),
    )
    .await;
    let seen = rep.json("/api/v1/appointments").await;
    let mut subjects: Vec<&str> = (seen["items"].as_array().unwrap().iter())
        .map(|a| a["subject"].as_str().unwrap())
        .collect();
    subjects.sort_unstable();
    assert_eq!(subjects, ["của mình", "được mời"]);
    let path = format!("/api/v1/appointments/{}", asked["id"].as_str().unwrap());
    let said = rep
        .post(&format!("{path}/answers"), &json!({"answer": "declined"}))
        .await;
    assert_eq!(
        expect(said, StatusCode::CREATED).await["attendees"][0]["answer"],
        "declined"
    );
    // Asked by another team it sees that, too, and nothing else of that team.
    appointment(&s, "R2", "B", "của đội khác", json!({})).await;
    let far = appointment(
        &s,
        "R2",
        "B",
        "đội khác mời",
        json!({"attendees": [{"rep_id": s.id("reps", "R1").await}]}),
    )
    .await;
    let seen = rep.json("/api/v1/appointments").await;
    assert_eq!(seen["items"].as_array().unwrap().len(), 3);
    let far = format!("/api/v1/appointments/{}", far["id"].as_str().unwrap());
    assert_eq!(rep.json(&far).await["subject"], "đội khác mời");
    let said = rep
        .post(&format!("{far}/answers"), &json!({"answer": "accepted"}))
        .await;
    expect(said, StatusCode::CREATED).await;
    let for_another = json!({"answer": "accepted", "rep_id": s.id("reps", "R3").await});
    problem(
        rep.post(&format!("{path}/answers"), &for_another).await,
        403,
        "forbidden",
    )
    .await;
    // What it is asked to is not its own to change.
    let headers = [("if-match", "*")];
    let changed = send(
        &rep,
        Method::PATCH,
        &path,
        &headers,
        &json!({"subject": "x"}),
    )
    .await;
    problem(changed, 404, "not_found").await;
    let team = rep
        .post(
            "/api/v1/calendar-feeds",
            &json!({"name": "x", "org_unit_id": s.id("org-units", "T1").await}),
        )
        .await;
    assert_eq!(
        problem(team, 422, "invalid").await["errors"][0]["pointer"],
        "/org_unit_id"
    );
    s.server.finish().await;
}

#[tokio::test]
async fn an_answer_does_not_slip_past_a_cancellation() {
    let s = story().await;
    let r1 = s.id("reps", "R1").await;
    let asked = json!({"attendees": [{"rep_id": r1}]});
    let made = appointment(&s, "R1", "A", "bàn giá", asked).await;
    let path = format!(
        "/api/v1/appointments/{}/answers",
        made["id"].as_str().unwrap()
    );
    let said = json!({"answer": "accepted", "rep_id": r1});
    let cancel =
        "update appointment set state = 'cancelled', reason = 'mưa', version = version + 1";
    let answer = s.behind(cancel, s.admin.post(&path, &said)).await;
    assert_eq!(
        problem(answer, 422, "invalid").await["errors"][0]["code"],
        "wrong_state"
    );
    let now = s.admin.json("/api/v1/appointments").await;
    assert_eq!(now["items"][0]["attendees"][0]["answer"], "none");
    s.server.finish().await;
}

#[tokio::test]
async fn a_busy_teams_file_holds_what_lies_ahead_before_what_has_passed() {
    let s = story().await;
    let ahead = appointment(&s, "R1", "A", "sắp tới", json!({})).await;
    s.make("tasks", json!({"id": Uuid::now_v7(), "rep_id": s.id("reps", "R1").await, "subject": "việc sắp tới", "due_at": at(&s, 300)})).await;
    // More than a file holds, one an hour back from two days ago, and as many tasks made since.
    let copied = sqlx::query(
        "insert into appointment (id, rep_id, org_unit_id, priority, subject, starts_at, ends_at, date)
         select gen_random_uuid(), rep_id, org_unit_id, priority, 'đã qua ' || n, t, t + interval '1 minute', t::date
         from appointment, generate_series(1, 2100) n, lateral (select now() - interval '2 days' - n * interval '10 minutes' as t) x",
    )
    .execute(&s.server.services.db)
    .await
    .unwrap();
    assert_eq!(copied.rows_affected(), 2_100);
    sqlx::query(
        "insert into task (id, state, rep_id, org_unit_id, priority, subject, due_at, due_date, made_at)
         select gen_random_uuid(), state, rep_id, org_unit_id, priority, 'quá hạn', now() - interval '3 days', current_date - 3, now()
         from task, generate_series(1, 2100)",
    )
    .execute(&s.server.services.db)
    .await
    .unwrap();
    let team = s.id("org-units", "T1").await;
    let issued = s
        .make(
            "calendar-feeds",
            json!({"name": "Đội 1", "org_unit_id": team}),
        )
        .await;
    let answer = s
        .server
        .client()
        .get(issued["path"].as_str().unwrap())
        .await;
    let told = lines(&answer.text().await.unwrap());
    let has = |line: &str| told.iter().filter(|l| *l == line).count();
    assert_eq!((has("BEGIN:VEVENT"), has("BEGIN:VTODO")), (2_000, 2_000));
    let uid = format!(
        "UID:appointment-{}@fieldbeat",
        ahead["id"].as_str().unwrap()
    );
    assert_eq!((has(&uid), has("SUMMARY:việc sắp tới")), (1, 1));
    // The newest of the past, none of the oldest.
    assert_eq!(
        (has("SUMMARY:đã qua 1"), has("SUMMARY:đã qua 1999")),
        (1, 1)
    );
    assert_eq!(has("SUMMARY:đã qua 2000"), 0);
    s.server.finish().await;
}
