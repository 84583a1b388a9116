//! What a phone is given to do and agrees on with customers: tasks, cases, appointments, people; in whatever sequence.

use chrono::{SecondsFormat, TimeDelta};
use fieldbeat::store::instant::Instant;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    crm::{Story, story},
    phone_returns::{connect, record, settled, tell, told, visit},
    support::{
        client::expect,
        front_door::{batch, send},
    },
};

/// Everything so far happened an hour ago.
async fn later(s: &Story, table: &str) {
    let sql = format!("update {table} set updated_at = updated_at - interval '1 hour'");
    sqlx::query(&sql)
        .execute(&s.server.services.db)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_task_reaches_the_phone_and_its_end_the_desk() {
    let s = story().await;
    let visit = visit(&s).await;
    let (rep, outlet) = (s.id("reps", "R1").await, s.id("outlets", "A").await);
    let given = json!({"id": Uuid::now_v7(), "rep_id": rep, "outlet_id": outlet, "subject": "dán áp phích", "note": "trên cửa", "priority": "high", "due_at": s.ago(-600)});
    let given = s.make("tasks", given).await;
    let task: Uuid = given["id"].as_str().unwrap().parse().unwrap();
    let all = s.sync("").await;
    let told_of = &all["tasks"][0];
    assert_eq!(
        (
            &told_of["task"],
            &told_of["subject"],
            &told_of["priority"],
            &told_of["outlet_id"],
            &told_of["due_at"].is_string()
        ),
        (
            &given["id"],
            &json!("dán áp phích"),
            &json!("high"),
            &json!(outlet),
            &true
        )
    );
    later(&s, "task").await;
    let before = s.sync("").await;
    let since = format!("?since={}", before["cursor"].as_str().unwrap());
    assert_eq!(s.sync(&since).await["tasks"], Value::Null, "as it was");

    let [own, mute, done, early, wrong, odd, again] = std::array::from_fn(|_| Uuid::now_v7());
    tell(
        &s,
        vec![
            // Done before it is told that there is such a task.
            record(
                &s,
                "task",
                early,
                Some(visit),
                &json!({"task": own, "state": "canceled", "note": "chủ đi vắng"}),
            ),
            record(
                &s,
                "task",
                mute,
                Some(visit),
                &json!({"task": task, "state": "canceled"}),
            ),
            record(
                &s,
                "task",
                done,
                Some(visit),
                &json!({"task": task, "state": "done", "note": "đã dán hai tấm"}),
            ),
            record(
                &s,
                "task",
                wrong,
                None,
                &json!({"task": Uuid::now_v7(), "state": "done"}),
            ),
            record(&s, "task", odd, None, &json!({"note": "không có tên"})),
        ],
    )
    .await;
    assert_eq!(settled(&s, early, "invalid").await["code"], "unknown_task");
    let fault = settled(&s, mute, "invalid").await;
    assert_eq!(
        fault["errors"],
        json!([{"pointer": "/note", "code": "required"}])
    );
    assert_eq!(settled(&s, done, "applied").await["state"], "done");
    assert_eq!(settled(&s, wrong, "invalid").await["code"], "unknown_task");
    assert_eq!(
        settled(&s, odd, "invalid").await["errors"][0]["pointer"],
        "/subject"
    );
    let own_body = json!({"subject": "mang thêm kệ", "due_at": s.ago(-60)});
    tell(&s, vec![record(&s, "task", own, Some(visit), &own_body)]).await;
    settled(&s, own, "applied").await;
    assert_eq!(settled(&s, early, "applied").await["state"], "canceled");
    let one = s.admin.json(&format!("/api/v1/tasks/{task}")).await;
    assert_eq!(
        (
            &one["state"],
            &one["note"],
            &one["outcome"],
            &one["visit_id"]
        ),
        (
            &json!("done"),
            &json!("trên cửa"),
            &json!("đã dán hai tấm"),
            &json!(visit)
        )
    );
    let mine = s.admin.json(&format!("/api/v1/tasks/{own}")).await;
    assert_eq!(
        (
            &mine["state"],
            &mine["outcome"],
            &mine["outlet_name"],
            &mine["customer_name"]
        ),
        (
            &json!("canceled"),
            &json!("chủ đi vắng"),
            &json!("Lan 1"),
            &json!("Tạp hóa Lan")
        )
    );
    // What is done is not called off, and both are seen in the visit.
    let off = json!({"task": task, "state": "canceled", "note": "thôi"});
    tell(&s, vec![record(&s, "task", again, Some(visit), &off)]).await;
    assert_eq!(
        settled(&s, again, "invalid").await["errors"][0]["code"],
        "wrong_state"
    );
    let shown = s.admin.json(&format!("/api/v1/visits/{visit}")).await;
    assert_eq!(shown["tasks"].as_array().unwrap().len(), 2, "{shown}");
    assert_eq!(s.sync(&since).await["tasks"], json!([]), "nothing is left");
    s.server.finish().await;
}

#[tokio::test]
async fn a_task_that_went_to_another_leaves_the_phone() {
    let s = story().await;
    let (rep, other) = (s.id("reps", "R1").await, s.id("reps", "R2").await);
    let given = json!({"id": Uuid::now_v7(), "rep_id": rep, "subject": "gọi lại"});
    let given = s.make("tasks", given).await;
    later(&s, "task").await;
    let before = s.sync("").await;
    assert_eq!(before["tasks"].as_array().unwrap().len(), 1);
    let gone = s.patch("tasks", &given, json!({"rep_id": other})).await;
    expect(gone, StatusCode::OK).await;
    let since = format!("?since={}", before["cursor"].as_str().unwrap());
    assert_eq!(s.sync(&since).await["tasks"], json!([]));
    let late = Uuid::now_v7();
    let done = json!({"task": given["id"], "state": "done"});
    tell(&s, vec![record(&s, "task", late, None, &done)]).await;
    let fault = settled(&s, late, "invalid").await;
    assert_eq!(
        (&fault["code"], &fault["waits_for"]),
        (&json!("unknown_task"), &Value::Null)
    );
    s.server.finish().await;
}

#[tokio::test]
async fn a_case_opened_at_a_visit_is_counted_from_then_and_its_end_is_told() {
    let s = story().await;
    let visit = visit(&s).await;
    let [case, nobody] = std::array::from_fn(|_| Uuid::now_v7());
    let mut socket = connect(&s).await;
    // The phone's clock is a day behind.
    let wrong = |minutes: i64| {
        let at = s.server.services.clock.utc() - TimeDelta::days(1) - TimeDelta::minutes(minutes);
        at.to_rfc3339_opts(SecondsFormat::Millis, true)
    };
    let body =
        json!({"subject": "tủ mát hỏng", "note": "không lạnh từ hôm qua", "priority": "urgent"});
    let mut frame = record(&s, "case", case, Some(visit), &body);
    frame["at"] = json!(wrong(10));
    let sent = json!({"frames": [frame], "sent_at": wrong(0)});
    let bearer = format!("Bearer {}", s.token);
    let headers = [("authorization", bearer.as_str())];
    let client = s.server.client();
    for _ in 0..2 {
        let answer = send(&client, Method::POST, "/v1/device/frames", &headers, &sent).await;
        expect(answer, StatusCode::OK).await;
    }
    tell(
        &s,
        vec![record(&s, "case", nobody, None, &json!({"subject": "x"}))],
    )
    .await;
    let fault = settled(&s, nobody, "invalid").await;
    assert_eq!(fault["errors"][0]["pointer"], "/customer_id");
    told(&mut socket, case, "open").await;
    let one = s.admin.json(&format!("/api/v1/cases/{case}")).await;
    let time =
        |name: &str| chrono::DateTime::parse_from_rfc3339(one[name].as_str().unwrap()).unwrap();
    let ago = s.server.services.clock.utc() - time("opened_at").to_utc();
    assert!(
        ago >= TimeDelta::minutes(10) && ago < TimeDelta::hours(1),
        "{one}"
    );
    assert_eq!(
        time("respond_by") - time("opened_at"),
        TimeDelta::minutes(30),
        "from when it was opened"
    );
    assert_eq!(
        (&one["customer_name"], &one["steps"][0]["by"]),
        (&json!("Tạp hóa Lan"), &json!("One"))
    );
    let shown = s.admin.json(&format!("/api/v1/visits/{visit}")).await;
    assert_eq!(shown["cases"].as_array().unwrap().len(), 1, "{shown}");
    let customer = s.id("customers", "C1").await;
    let timeline = s
        .admin
        .json(&format!("/api/v1/customers/{customer}/timeline"))
        .await;
    let items = timeline["items"].as_array().unwrap();
    assert!(
        (items.iter()).any(|i| i["kind"] == "case" && i["id"] == json!(case)),
        "{timeline}"
    );
    let cases = s.sync("").await["cases"].clone();
    assert_eq!(
        (&cases[0]["case"], &cases[0]["state"]),
        (&json!(case), &json!("open"))
    );
    let settled = json!({"state": "resolved", "resolution": "đã thay tủ"});
    let settled = s.patch("cases", &one, settled).await;
    expect(settled, StatusCode::OK).await;
    let frame = told(&mut socket, case, "resolved").await;
    assert_eq!(frame["detail"]["resolution"], "đã thay tủ");
    let cases = s.sync("").await["cases"].clone();
    assert_eq!(cases[0]["resolution"], "đã thay tủ");
    s.server.finish().await;
}

#[tokio::test]
async fn an_appointment_is_made_moved_and_called_off_by_phone_unless_the_desk_was_first() {
    let s = story().await;
    let visit = visit(&s).await;
    let [made, early, stale, held, off, none] = std::array::from_fn(|_| Uuid::now_v7());
    let mut socket = connect(&s).await;
    let window = |from: i64| json!({"starts_at": s.ago(-from), "ends_at": s.ago(-from - 30)});
    let with = |mut body: Value, window: Value| {
        body.as_object_mut()
            .unwrap()
            .extend(window.as_object().unwrap().clone());
        body
    };
    tell(
        &s,
        vec![
            record(
                &s,
                "appointment",
                early,
                Some(visit),
                &with(json!({"appointment": made}), window(600)),
            ),
            record(
                &s,
                "appointment",
                none,
                Some(visit),
                &json!({"subject": "bao giờ?"}),
            ),
        ],
    )
    .await;
    assert_eq!(
        settled(&s, early, "invalid").await["code"],
        "unknown_appointment"
    );
    assert_eq!(
        settled(&s, none, "invalid").await["errors"][0]["pointer"],
        "/starts_at"
    );
    let body = with(json!({"subject": "bàn trưng bày"}), window(300));
    tell(
        &s,
        vec![record(&s, "appointment", made, Some(visit), &body)],
    )
    .await;
    settled(&s, early, "applied").await;
    let one = s.admin.json(&format!("/api/v1/appointments/{made}")).await;
    assert_eq!(
        (&one["version"], &one["visit_id"], &one["customer_name"]),
        (&json!(2), &json!(visit), &json!("Tạp hóa Lan"))
    );
    let mine = s.sync("").await["appointments"].clone();
    assert_eq!(
        (
            &mine[0]["appointment"],
            &mine[0]["own"],
            &mine[0]["version"],
            &mine[0]["starts_at"].is_string()
        ),
        (&json!(made), &json!(true), &json!(2), &true)
    );
    // The desk moves it while the phone, which has seen the second version, is away.
    let moved = s.patch("appointments", &one, window(900)).await;
    expect(moved, StatusCode::OK).await;
    told(&mut socket, made, "planned").await;
    let blind = with(json!({"appointment": made, "version": 2}), window(100));
    tell(
        &s,
        vec![
            record(&s, "appointment", stale, None, &blind),
            record(
                &s,
                "appointment",
                off,
                Some(visit),
                &json!({"appointment": made, "version": 3, "state": "cancelled", "reason": "khách bận"}),
            ),
        ],
    )
    .await;
    let fault = settled(&s, stale, "invalid").await;
    assert_eq!(
        (&fault["code"], &fault["version"]),
        (&json!("stale"), &json!(3))
    );
    settled(&s, off, "applied").await;
    let over = json!({"appointment": made, "state": "held"});
    tell(&s, vec![record(&s, "appointment", held, None, &over)]).await;
    assert_eq!(
        settled(&s, held, "invalid").await["errors"][0]["code"],
        "wrong_state"
    );
    assert_eq!(s.sync("").await["appointments"], json!([]));
    // One that began the company's day is of today, though in UTC it is of the day before.
    let time = s.server.services.rules.load().time;
    let day = time.day_bounds(time.date_of(s.server.services.clock.now()));
    let at = |minutes: i64| Instant::from(day.start.plus_ms(minutes * 60_000));
    let rep = s.id("reps", "R1").await;
    let dawn = json!({"id": Uuid::now_v7(), "rep_id": rep, "outlet_id": s.id("outlets", "A").await, "subject": "chợ sớm",
        "starts_at": at(10), "ends_at": at(40)});
    let dawn = s.make("appointments", dawn).await;
    assert_eq!(
        s.sync("").await["appointments"][0]["appointment"],
        dawn["id"]
    );
    let shown = s.admin.json(&format!("/api/v1/visits/{visit}")).await;
    assert_eq!(
        (
            &shown["appointments"][0]["state"],
            &shown["appointments"][0]["reason"]
        ),
        (&json!("cancelled"), &json!("khách bận"))
    );
    s.server.finish().await;
}

#[tokio::test]
async fn a_person_is_noted_and_changed_by_phone_but_never_over_the_desk() {
    let s = story().await;
    let visit = visit(&s).await;
    let kept = json!([{"code": "P1", "customer_code": "C1", "name": "Chị Lan", "role": "decision_maker", "phone": "0901", "opted_out": ["sms"]},
        {"code": "P2", "customer_code": "C2", "name": "Anh Mai", "role": "influencer"},
        {"code": "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11", "customer_code": "C1", "name": "Bác Tư", "role": "influencer"}]);
    batch(&s.admin, "contacts", kept).await;
    let p1 = s.sync("").await;
    assert_eq!(
        p1["contacts"],
        json!([]),
        "no route leads to the customer: {p1}"
    );
    let [said, new, role, foreign, far, bare] = std::array::from_fn(|_| Uuid::now_v7());
    // A code in the form of another system's, which no phone gives.
    let known = Uuid::now_v7();
    let call = json!({"kind": "call", "subject": "hỏi giá", "contact": "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11"});
    tell(&s, vec![record(&s, "activity", known, Some(visit), &call)]).await;
    settled(&s, known, "applied").await;
    // What was said to somebody comes before that somebody.
    let call = json!({"kind": "call", "subject": "hẹn giao hàng", "contact": new});
    tell(&s, vec![record(&s, "activity", said, Some(visit), &call)]).await;
    assert_eq!(
        settled(&s, said, "invalid").await["code"],
        "unknown_contact"
    );
    let body = json!({"name": "Em Hoa", "role": "influencer", "phone": "0905", "opted_out": ["zalo"], "birthday": "1990-02-03"});
    let frames = vec![
        record(&s, "contact", new, Some(visit), &body),
        record(&s, "contact", role, Some(visit), &json!({"name": "Ai đó"})),
        record(&s, "contact", bare, None, &body),
        record(
            &s,
            "contact",
            foreign,
            None,
            &json!({"name": "x", "role": "influencer", "customer": "C2"}),
        ),
        record(
            &s,
            "contact",
            far,
            Some(visit),
            &json!({"contact": "P2", "version": 1, "name": "x"}),
        ),
    ];
    tell(&s, frames.clone()).await;
    tell(&s, frames).await;
    let made = settled(&s, new, "applied").await;
    assert_eq!(
        (&made["code"], &made["version"]),
        (&json!(new), &json!(1)),
        "{made}"
    );
    for (id, pointer) in [(role, "/role"), (bare, "/customer"), (foreign, "/customer")] {
        let fault = settled(&s, id, "invalid").await;
        assert_eq!(fault["errors"][0]["pointer"], pointer, "{fault}");
    }
    assert_eq!(
        settled(&s, far, "invalid").await["code"],
        "unknown_contact",
        "of another's customer"
    );
    settled(&s, said, "applied").await;
    let activity = s.admin.json(&format!("/api/v1/activities/{said}")).await;
    assert_eq!(activity["contact_name"], "Em Hoa");
    let one = s
        .admin
        .json(&format!("/api/v1/contacts/{}", made["contact"]))
        .await;
    assert_eq!(
        (&one["customer_code"], &one["birthday"], &one["opted_out"]),
        (&json!("C1"), &json!("1990-02-03"), &json!(["zalo"]))
    );

    // A change says what it is of; a way that somebody does not want is added and never taken away.
    let [more, less, stale, blind, clear] = std::array::from_fn(|_| Uuid::now_v7());
    let change = |id: Uuid, body: Value| record(&s, "contact", id, Some(visit), &body);
    tell(
        &s,
        vec![
            change(more, json!({"contact": "P1", "version": 1, "phone": "0902", "opted_out": ["sms", "call"]})),
            change(blind, json!({"contact": "P1", "phone": "0903"})),
        ],
    )
    .await;
    assert_eq!(settled(&s, more, "applied").await["version"], 2);
    assert_eq!(
        settled(&s, blind, "invalid").await["errors"],
        json!([{"pointer": "/version", "code": "required"}])
    );
    tell(
        &s,
        vec![
            change(
                stale,
                json!({"contact": "P1", "version": 1, "phone": "0904"}),
            ),
            change(
                less,
                json!({"contact": "P1", "version": 2, "opted_out": ["call"]}),
            ),
            change(
                clear,
                json!({"contact": new, "version": 1, "phone": null, "title": "kế toán"}),
            ),
        ],
    )
    .await;
    let fault = settled(&s, stale, "invalid").await;
    assert_eq!(
        (&fault["code"], &fault["version"]),
        (&json!("stale"), &json!(2))
    );
    assert_eq!(
        settled(&s, less, "invalid").await["errors"],
        json!([{"pointer": "/opted_out", "code": "only_added"}])
    );
    settled(&s, clear, "applied").await;
    let id = s.id("contacts", "P1").await;
    let lan = s.admin.json(&format!("/api/v1/contacts/{id}")).await;
    assert_eq!(
        (&lan["phone"], &lan["opted_out"], &lan["name"]),
        (&json!("0902"), &json!(["call", "sms"]), &json!("Chị Lan"))
    );
    let hoa = s
        .admin
        .json(&format!("/api/v1/contacts/{}", made["contact"]))
        .await;
    assert_eq!(
        (&hoa["phone"], &hoa["title"], &hoa["name"]),
        (&Value::Null, &json!("kế toán"), &json!("Em Hoa"))
    );
    s.server.finish().await;
}
