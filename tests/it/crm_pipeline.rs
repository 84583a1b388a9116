//! Opportunities and cases from outside.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    crm::story,
    support::{
        client::expect,
        eventually,
        front_door::{problem, send, user},
    },
};

#[tokio::test]
async fn a_board_adds_up_and_every_move_is_kept() {
    let s = story().await;
    let (r1, r2) = (s.id("reps", "R1").await, s.id("reps", "R2").await);
    let (c1, c2) = (s.id("customers", "C1").await, s.id("customers", "C2").await);
    let new = |rep: i64, customer: i64, minor: i64| {
        json!({"id": Uuid::now_v7(), "rep_id": rep, "customer_id": customer, "name": "tủ mát cho cửa hàng",
            "amount_minor": minor, "expected_close": s.today})
    };
    let one = s.make("opportunities", new(r1, c1, 1_005)).await;
    assert_eq!(
        (
            &one["stage"],
            &one["probability"],
            &one["outcome"],
            &one["steps"][0]["until"]
        ),
        (
            &json!("prospecting"),
            &json!(10),
            &json!("open"),
            &Value::Null
        )
    );
    s.make("opportunities", new(r1, c1, 2_000)).await;
    s.make("opportunities", new(r2, c2, 50_000)).await;
    let proposal = s
        .patch("opportunities", &one, json!({"stage": "proposal"}))
        .await;
    let proposal = expect(proposal, StatusCode::OK).await;
    let totals = s
        .admin
        .json(&format!("/api/v1/opportunities/totals?rep_id={r1}"))
        .await;
    let stage = |code: &str| {
        let all = totals["stages"].as_array().unwrap();
        all.iter().find(|t| t["code"] == code).unwrap().clone()
    };
    // 10 % of 2,000 and half of 1,005, rounded half up.
    assert_eq!(
        (
            &stage("prospecting")["weighted_minor"],
            &stage("proposal")["weighted_minor"],
            &stage("won")["count"]
        ),
        (&json!(200), &json!(503), &json!(0))
    );
    assert_eq!(
        (&totals["open_minor"], &totals["weighted_minor"]),
        (&json!(3_005), &json!(703))
    );

    let without = s
        .patch("opportunities", &proposal, json!({"stage": "lost"}))
        .await;
    assert_eq!(
        problem(without, 422, "invalid").await["errors"][0],
        json!({"pointer": "/lost_reason", "code": "required"})
    );
    let nowhere = s
        .patch("opportunities", &proposal, json!({"stage": "limbo"}))
        .await;
    assert_eq!(
        problem(nowhere, 422, "invalid").await["errors"][0]["pointer"],
        "/stage"
    );
    let lost = s
        .patch(
            "opportunities",
            &proposal,
            json!({"stage": "lost", "lost_reason": "đối thủ rẻ hơn"}),
        )
        .await;
    let lost = expect(lost, StatusCode::OK).await;
    assert!(lost["closed_at"].is_string());
    let turned = s
        .patch("opportunities", &lost, json!({"stage": "won"}))
        .await;
    assert_eq!(
        problem(turned, 422, "invalid").await["errors"][0]["code"],
        "wrong_state"
    );
    let again = s
        .patch("opportunities", &lost, json!({"stage": "negotiation"}))
        .await;
    let again = expect(again, StatusCode::OK).await;
    assert_eq!(
        (&again["lost_reason"], &again["closed_at"]),
        (&Value::Null, &Value::Null)
    );
    let steps = again["steps"].as_array().unwrap();
    let stages: Vec<&str> = steps.iter().map(|x| x["stage"].as_str().unwrap()).collect();
    assert_eq!(stages, ["prospecting", "proposal", "lost", "negotiation"]);
    for pair in steps.windows(2) {
        assert_eq!(pair[0]["until"], pair[1]["at"]);
    }
    assert_eq!(
        (&steps[2]["reason"], &steps[3]["until"]),
        (&json!("đối thủ rẻ hơn"), &Value::Null)
    );

    // The other team's deal is in none of what is counted.
    let boss = user(&s.server, &s.admin, "boss1", "supervisor", "T1").await;
    let seen = boss.json("/api/v1/opportunities/totals").await;
    assert_eq!(seen["open_minor"], 3_005);
    assert_eq!(
        boss.json("/api/v1/opportunities").await["items"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(s.count("/api/v1/opportunities?outcome=open").await, 3);
    let path = format!("/api/v1/opportunities/{}", again["id"].as_str().unwrap());
    let other = user(&s.server, &s.admin, "boss2", "supervisor", "T2").await;
    problem(other.get(&path).await, 404, "not_found").await;
    s.server.finish().await;
}

#[tokio::test]
async fn stages_are_the_companys_but_their_ends_stay() {
    let s = story().await;
    let stage = |probability: i64, active: bool| json!({"place": 3, "probability": probability, "name_en": "Trial", "name_vi": "Dùng thử", "name_zh": "试用", "active": active});
    let put = async |code: &str, tag: &str, body: Value| {
        let path = format!("/api/v1/opportunity-stages/{code}");
        let headers = [("if-match", tag)];
        send(&s.admin, Method::PUT, &path, &headers, &body).await
    };
    expect(
        put("trial", "*", stage(60, true)).await,
        StatusCode::CREATED,
    )
    .await;
    let changed = expect(
        put("trial", "\"v1\"", stage(65, true)).await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(
        (&changed["probability"], &changed["version"]),
        (&json!(65), &json!(2))
    );
    problem(put("trial", "\"v1\"", stage(70, true)).await, 412, "stale").await;
    for (code, body, pointer) in [
        ("won", stage(90, true), "/probability"),
        ("lost", stage(0, false), "/active"),
        ("Trial!", stage(5, true), "/code"),
        ("trial", stage(101, true), "/probability"),
    ] {
        let refused = problem(put(code, "*", body).await, 422, "invalid").await;
        assert_eq!(
            refused["errors"][0]["pointer"], pointer,
            "{code}: {refused}"
        );
    }
    for code in ["prospecting", "qualification", "proposal", "negotiation"] {
        expect(put(code, "*", stage(1, false)).await, StatusCode::OK).await;
    }
    let last = problem(put("trial", "*", stage(60, false)).await, 422, "invalid").await;
    assert_eq!(last["errors"][0]["code"], "last");
    let boss = user(&s.server, &s.admin, "boss1", "supervisor", "T1").await;
    let refused = send(
        &boss,
        Method::PUT,
        "/api/v1/opportunity-stages/trial",
        &[("if-match", "*")],
        &stage(1, true),
    )
    .await;
    problem(refused, 403, "forbidden").await;
    s.server.finish().await;
}

#[tokio::test]
async fn a_phone_finds_an_opportunity_and_moves_it_on() {
    let s = story().await;
    let [visit, found, lost, won, unknown, nobody] = std::array::from_fn(|_| Uuid::now_v7());
    let record = |n: i64, id: Uuid, visit: Option<Uuid>, body: Value| json!({"type": "record", "n": n, "kind": "opportunity", "id": id, "visit_id": visit, "at": s.ago(20 - n), "body": body});
    s.tell(json!([
        {"type": "check_in", "n": 1, "id": visit, "outlet": "A", "at": s.ago(25)},
        record(2, found, Some(visit), json!({"name": "kệ đầu lối đi", "amount_minor": 900_000})),
        record(3, lost, Some(visit), json!({"opportunity": found, "stage": "lost"})),
        record(4, won, Some(visit), json!({"opportunity": found, "stage": "won", "amount_minor": 800_000})),
        record(5, unknown, None, json!({"opportunity": Uuid::now_v7(), "stage": "won"})),
        record(6, nobody, None, json!({"name": "không của ai"})),
    ])).await;
    for (id, status, pointer) in [
        (found, "applied", None),
        (lost, "invalid", Some("/lost_reason")),
        (won, "applied", None),
        (unknown, "invalid", None),
        (nobody, "invalid", Some("/customer_id")),
    ] {
        let (got, detail) = s.status(id).await;
        assert_eq!(got, status, "{detail}");
        assert_eq!(detail["errors"][0]["pointer"].as_str(), pointer, "{detail}");
    }
    // A move that came before what it moves waits for it.
    let [early, late] = std::array::from_fn(|_| Uuid::now_v7());
    s.tell(json!([record(
        7,
        early,
        None,
        json!({"opportunity": late, "stage": "proposal"})
    )]))
    .await;
    assert_eq!(s.status(early).await.1["code"], "unknown_opportunity");
    s.tell(json!([record(
        8,
        late,
        Some(visit),
        json!({"name": "thêm một kệ"})
    )]))
    .await;
    eventually("the move is made", async || {
        let answer = s.admin.get(&format!("/api/v1/opportunities/{late}")).await;
        if answer.status() != StatusCode::OK {
            return None;
        }
        let one: Value = answer.json().await.unwrap();
        (one["stage"] == "proposal").then_some(())
    })
    .await;
    let one = s
        .admin
        .json(&format!("/api/v1/opportunities/{found}"))
        .await;
    assert_eq!(
        (
            &one["outcome"],
            &one["amount_minor"],
            &one["customer_name"],
            &one["visit_id"]
        ),
        (
            &json!("won"),
            &json!(800_000),
            &json!("Tạp hóa Lan"),
            &json!(visit)
        )
    );
    assert_eq!(
        s.count(&format!("/api/v1/opportunities?visit_id={visit}"))
            .await,
        2
    );
    s.server.finish().await;
}

#[tokio::test]
async fn a_case_has_deadlines_by_its_priority_and_tells_which_were_kept() {
    let s = story().await;
    let deadlines = s.admin.json("/api/v1/case-deadlines").await;
    assert_eq!(deadlines["items"][0]["priority"], "urgent");
    let path = "/api/v1/case-deadlines/urgent";
    let put = json!({"first_response_min": 60, "resolution_min": 100});
    let set = send(&s.admin, Method::PUT, path, &[("if-match", "\"v1\"")], &put).await;
    expect(set, StatusCode::OK).await;
    let wrong = json!({"first_response_min": 60, "resolution_min": 59});
    let refused = send(&s.admin, Method::PUT, path, &[("if-match", "*")], &wrong).await;
    assert_eq!(
        problem(refused, 422, "invalid").await["errors"][0]["pointer"],
        "/resolution_min"
    );

    let (rep, customer) = (s.id("reps", "R1").await, s.id("customers", "C1").await);
    let new = |priority: &str| {
        json!({"id": Uuid::now_v7(), "rep_id": rep, "customer_id": customer, "priority": priority,
        "subject": "hàng giao bị móp"})
    };
    let urgent = s.make("cases", new("urgent")).await;
    let low = s.make("cases", new("low")).await;
    // Within two hours of its end it is near.
    assert_eq!(
        (
            &urgent["response"],
            &urgent["settlement"],
            &urgent["breached"]
        ),
        (&json!("near"), &json!("near"), &json!(false))
    );
    assert_eq!(
        (&low["response"], &low["settlement"]),
        (&json!("ahead"), &json!("ahead"))
    );
    let skipped = s.patch("cases", &urgent, json!({"state": "closed"})).await;
    assert_eq!(
        problem(skipped, 422, "invalid").await["errors"][0]["code"],
        "wrong_state"
    );
    let doing = s
        .patch(
            "cases",
            &urgent,
            json!({"state": "in_progress", "note": "đã gọi kho"}),
        )
        .await;
    let doing = expect(doing, StatusCode::OK).await;
    assert_eq!(
        (&doing["response"], &doing["steps"][1]["note"]),
        (&json!("kept"), &json!("đã gọi kho"))
    );
    let without = s.patch("cases", &doing, json!({"state": "resolved"})).await;
    assert_eq!(
        problem(without, 422, "invalid").await["errors"][0]["pointer"],
        "/resolution"
    );
    let resolved = s
        .patch(
            "cases",
            &doing,
            json!({"state": "resolved", "resolution": "đổi hàng"}),
        )
        .await;
    let resolved = expect(resolved, StatusCode::OK).await;
    assert_eq!(resolved["settlement"], "kept");
    // Taken up again it is open, and its history knows how it was settled before.
    let again = s
        .patch("cases", &resolved, json!({"state": "in_progress"}))
        .await;
    let again = expect(again, StatusCode::OK).await;
    assert_eq!(again["resolution"], Value::Null);
    let resolved = s
        .patch(
            "cases",
            &again,
            json!({"state": "resolved", "resolution": "trả tiền"}),
        )
        .await;
    let resolved = expect(resolved, StatusCode::OK).await;
    let said: Vec<&Value> = (resolved["steps"].as_array().unwrap().iter())
        .map(|step| &step["resolution"])
        .collect();
    assert_eq!(
        said,
        [
            &Value::Null,
            &Value::Null,
            &json!("đổi hàng"),
            &Value::Null,
            &json!("trả tiền")
        ]
    );

    // What was opened long ago and not answered is breached, by the time of asking.
    sqlx::query("update customer_case set opened_at = opened_at - interval '30 days', respond_by = respond_by - interval '30 days',
        resolve_by = resolve_by - interval '30 days' where id = $1")
        .bind(low["id"].as_str().unwrap().parse::<Uuid>().unwrap())
        .execute(&s.server.services.db)
        .await
        .unwrap();
    let late = s.admin.json("/api/v1/cases?breached=true").await;
    assert_eq!(late["items"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&late["items"][0]["id"], &late["items"][0]["response"]),
        (&low["id"], &json!("breached"))
    );
    assert_eq!(s.count("/api/v1/cases?breached=false").await, 1);
    // A higher priority counts from when it was opened.
    let raised = expect(
        s.patch("cases", &low, json!({"priority": "urgent"})).await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(raised["breached"], true);

    let closed = expect(
        s.patch("cases", &resolved, json!({"state": "closed"}))
            .await,
        StatusCode::OK,
    )
    .await;
    let again = s.patch("cases", &closed, json!({"note": "x"})).await;
    problem(again, 422, "invalid").await;
    let other = user(&s.server, &s.admin, "boss2", "supervisor", "T2").await;
    problem(
        other
            .get(&format!("/api/v1/cases/{}", closed["id"].as_str().unwrap()))
            .await,
        404,
        "not_found",
    )
    .await;
    assert_eq!(
        other.json("/api/v1/cases?breached=true").await["items"],
        json!([])
    );
    s.server.finish().await;
}

#[tokio::test]
async fn stages_and_deadlines_are_changed_one_at_a_time() {
    let s = story().await;
    let stages = s.admin.json("/api/v1/opportunity-stages").await;
    let negotiation = (stages["items"].as_array().unwrap().iter())
        .find(|stage| stage["code"] == "negotiation")
        .unwrap();
    for left in ["prospecting", "qualification"] {
        sqlx::query("update opportunity_stage set active = false where code = $1")
            .bind(left)
            .execute(&s.server.services.db)
            .await
            .unwrap();
    }
    let mut off = negotiation.clone();
    for member in ["code", "outcome", "version"] {
        off.as_object_mut().unwrap().remove(member);
    }
    off["active"] = json!(false);
    let path = "/api/v1/opportunity-stages/negotiation";
    let act = send(&s.admin, Method::PUT, path, &[("if-match", "*")], &off);
    let other = "update opportunity_stage set active = false where code = 'proposal'";
    let refused = s.behind(other, act).await;
    assert_eq!(
        problem(refused, 422, "invalid").await["errors"][0]["code"],
        "last"
    );

    let put = json!({"first_response_min": 60, "resolution_min": 100});
    let path = "/api/v1/case-deadlines/urgent";
    let act = send(&s.admin, Method::PUT, path, &[("if-match", "\"v1\"")], &put);
    let other = "update case_deadline set version = version + 1, resolution_min = 9999 where priority = 'urgent'";
    let stale = s.behind(other, act).await;
    problem(stale, 412, "stale").await;
    let kept = s.admin.json("/api/v1/case-deadlines").await;
    assert_eq!(kept["items"][0]["resolution_min"], 9_999);
    s.server.finish().await;
}
