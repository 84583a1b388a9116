//! Display programmes and claims from outside: who may take part, what phones show, who approves in which order,
//! and what partners may claim for it.

use chrono::Days;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    photos::story::{Story, jpeg, picture, sha256, story},
    support::{
        client::{Client, expect},
        front_door::{batch, problem, send, user},
    },
};

/// A programme for general outlets that runs this month.
async fn programme(s: &Story, code: &str, more: Value) -> Value {
    let today = (s.server.services.rules.load().time).date_of(s.server.services.clock.now());
    let mut body = json!({"code": code, "name": "Kệ đầu lối", "requirement": "Hai mặt kệ ngang tầm mắt",
        "from": today - Days::new(10), "to": today + Days::new(20), "reward_minor": 200_000});
    for (key, value) in more.as_object().unwrap() {
        body[key] = value.clone();
    }
    let answer = s.admin.post("/api/v1/displays", &body).await;
    expect(answer, StatusCode::CREATED).await
}

async fn enrol(client: &Client, programme: &Value, codes: &[&str]) -> Value {
    let path = format!("/api/v1/displays/{}/enrolments", programme["id"]);
    let answer = client.post(&path, &json!({"outlet_codes": codes})).await;
    expect(answer, StatusCode::OK).await["results"].clone()
}

async fn act(client: &Client, id: &Value, deed: &str) -> Value {
    let items = json!({"items": [{"id": id, "deed": deed, "reason": "đã xem"}]});
    let path = "/api/v1/display-enrolments/actions";
    expect(client.post(path, &items).await, StatusCode::OK).await["results"][0].clone()
}

async fn state(s: &Story, id: &Value) -> Value {
    let path = format!("/api/v1/display-enrolments/{}", id.as_str().unwrap());
    s.admin.json(&path).await["state"].clone()
}

#[tokio::test]
async fn a_display_is_shown_approved_by_two_levels_and_paid() {
    let s = story().await;
    let programme = programme(&s, "KE-1", json!({})).await;
    let results = enrol(&s.admin, &programme, &["A", "A", "nowhere"]).await;
    let status: Vec<&Value> = (results.as_array().unwrap().iter())
        .map(|r| &r["status"])
        .collect();
    assert_eq!(status, ["enrolled", "unchanged", "error"]);
    let id = results[0]["id"].clone();
    assert_eq!(results[1]["id"], id);

    let t1 = user(&s.server, &s.admin, "t1", "supervisor", "T1").await;
    let t2 = user(&s.server, &s.admin, "t2", "supervisor", "T2").await;
    let manager = user(&s.server, &s.admin, "rm", "regional_manager", "HQ").await;
    let books = user(&s.server, &s.admin, "kt", "accounting", "HQ").await;
    // Nothing is shown yet.
    assert_eq!(
        act(&t1, &id, "approve_first").await["error"][0]["code"],
        "wrong_state"
    );

    let visit = s.check_in("A").await;
    let files = [jpeg(&picture(50), 90), jpeg(&picture(51), 90)];
    s.upload(&s.token, &files[0]).await;
    let photos = files.each_ref().map(|f| sha256(f));
    let body = json!({"programme": "KE-1", "photos": photos, "note": "đủ mặt"});
    let record = s
        .record(&s.token, "display_execution", Some(visit), 0, body)
        .await;
    // The second photo is still on its way: nothing of the record is kept.
    let (told, detail) = s.status(record).await;
    assert_eq!(
        (told.as_str(), &detail["blob"]),
        ("invalid", &json!(photos[1]))
    );
    assert_eq!(s.admin.json("/api/v1/photos").await["items"], json!([]));
    s.upload(&s.token, &files[1]).await;
    s.settled(record, "applied").await;
    assert_eq!(state(&s, &id).await, "executed");

    let whole = (s.admin)
        .json(&format!(
            "/api/v1/display-enrolments/{}",
            id.as_str().unwrap()
        ))
        .await;
    assert_eq!(
        whole["photos_shown"].as_array().unwrap().len(),
        2,
        "{whole}"
    );
    assert_eq!(
        (&whole["photos"], &whole["visit_id"]),
        (&json!(2), &json!(visit))
    );
    let in_visit = s.admin.json(&format!("/api/v1/visits/{visit}")).await;
    assert_eq!(in_visit["photos"].as_array().unwrap().len(), 2);

    for (who, deed, code) in [
        (&t2, "approve_first", "not_found"),
        (&t1, "approve_second", "forbidden"),
        (&manager, "approve_second", "wrong_state"),
        (&books, "pay", "wrong_state"),
    ] {
        let path = "/api/v1/display-enrolments/actions";
        let items = json!({"items": [{"id": id, "deed": deed}]});
        let answer = who.post(path, &items).await;
        if code == "forbidden" {
            problem(answer, 403, "forbidden").await;
            continue;
        }
        let answer = expect(answer, StatusCode::OK).await;
        assert_eq!(answer["results"][0]["error"][0]["code"], code, "{deed}");
    }
    assert_eq!(
        act(&t1, &id, "approve_first").await["state"],
        "approved_first"
    );
    assert_eq!(
        act(&manager, &id, "approve_second").await["state"],
        "approved"
    );
    assert_eq!(act(&books, &id, "pay").await["state"], "paid");
    let whole = (s.admin)
        .json(&format!(
            "/api/v1/display-enrolments/{}",
            id.as_str().unwrap()
        ))
        .await;
    let deeds: Vec<&Value> = (whole["steps"].as_array().unwrap().iter())
        .map(|step| &step["deed"])
        .collect();
    assert_eq!(
        deeds,
        ["enrol", "execute", "approve_first", "approve_second", "pay"]
    );
    assert_eq!(
        s.admin.json("/api/v1/displays").await["items"][0]["paid"],
        1
    );
    s.server.finish().await;
}

#[tokio::test]
async fn one_person_is_not_two_levels_and_failing_needs_a_reason() {
    let s = story().await;
    let programme = programme(&s, "KE-2", json!({})).await;
    let id = enrol(&s.admin, &programme, &["A"]).await[0]["id"].clone();
    let file = jpeg(&picture(60), 90);
    s.upload(&s.token, &file).await;
    let body = json!({"programme": "KE-2", "outlet": "A", "photos": [sha256(&file)]});
    let record = s.record(&s.token, "display_execution", None, 0, body).await;
    s.settled(record, "applied").await;
    // The administrator may do both, but not to one display.
    assert_eq!(
        act(&s.admin, &id, "approve_first").await["state"],
        "approved_first"
    );
    assert_eq!(
        act(&s.admin, &id, "approve_second").await["error"][0]["code"],
        "same_person"
    );
    let path = "/api/v1/display-enrolments/actions";
    let silent = json!({"items": [{"id": id, "deed": "fail"}]});
    let answer = expect(s.admin.post(path, &silent).await, StatusCode::OK).await;
    assert_eq!(
        answer["results"][0]["error"][0],
        json!({"pointer": "/reason", "code": "required"})
    );
    assert_eq!(act(&s.admin, &id, "fail").await["state"], "failed");
    // A phone is told why it came too late.
    let late = s
        .record(
            &s.token,
            "display_execution",
            None,
            0,
            json!({"programme": "KE-2", "outlet": "A", "photos": [sha256(&file)]}),
        )
        .await;
    let (told, detail) = s.status(late).await;
    assert_eq!(
        (told.as_str(), &detail["code"]),
        ("invalid", &json!("wrong_state"))
    );
    s.server.finish().await;
}

#[tokio::test]
async fn a_programme_says_who_may_take_part_and_keeps_its_promise() {
    let s = story().await;
    let only = programme(&s, "KE-3", json!({"classes": ["gold"]})).await;
    let results = enrol(&s.admin, &only, &["A"]).await;
    assert_eq!(results[0]["error"][0]["code"], "not_eligible");
    batch(
        &s.admin,
        "outlets",
        json!([{"code": "A", "name": "Tạp hóa Lan", "class": "gold"}]),
    )
    .await;
    let id = enrol(&s.admin, &only, &["A"]).await[0]["id"].clone();
    let planner = user(&s.server, &s.admin, "plan", "planner", "HQ").await;
    let refused = planner.post("/api/v1/displays", &json!({})).await;
    problem(refused, 403, "forbidden").await;

    let path = format!("/api/v1/displays/{}", only["id"]);
    let mut put = json!({"code": "KE-3", "name": "Kệ vàng", "requirement": "Ba mặt", "from": only["from"], "to": only["to"],
        "classes": ["gold"], "reward_minor": 50_000, "active": false});
    let stale = [("if-match", "\"v9\"")];
    let answer = send(&s.admin, Method::PUT, &path, &stale, &put).await;
    problem(answer, 412, "stale").await;
    let seen = [("if-match", "\"v1\"")];
    let answer = send(&s.admin, Method::PUT, &path, &seen, &put).await;
    assert_eq!(expect(answer, StatusCode::OK).await["reward_minor"], 50_000);
    let kept = (s.admin)
        .json(&format!(
            "/api/v1/display-enrolments/{}",
            id.as_str().unwrap()
        ))
        .await;
    assert_eq!(kept["reward_minor"], 200_000);
    // One that is over takes no photos and no outlets.
    let file = jpeg(&picture(70), 90);
    s.upload(&s.token, &file).await;
    let body = json!({"programme": "KE-3", "outlet": "A", "photos": [sha256(&file)]});
    let record = s.record(&s.token, "display_execution", None, 0, body).await;
    let (_, detail) = s.status(record).await;
    assert_eq!(detail["code"], "programme_over");
    let over = s
        .admin
        .post(
            &format!("{path}/enrolments"),
            &json!({"outlet_codes": ["B"]}),
        )
        .await;
    problem(over, 409, "programme_over").await;
    put["code"] = json!("KE-4");
    let fixed = send(&s.admin, Method::PUT, &path, &[("if-match", "*")], &put).await;
    let fixed = expect(fixed, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert_eq!(
        fixed["errors"][0],
        json!({"pointer": "/code", "code": "fixed"})
    );
    s.server.finish().await;
}

#[tokio::test]
async fn a_claim_is_proven_checked_and_settled_by_different_people() {
    let s = story().await;
    batch(
        &s.admin,
        "partners",
        json!([{"code": "NPP", "name": "NPP Hà Đông", "kind": "distributor"}]),
    )
    .await;
    let programme = programme(&s, "KE-5", json!({})).await;
    let display = enrol(&s.admin, &programme, &["A"]).await[0]["id"].clone();
    let file = jpeg(&picture(80), 90);
    let photo = s.photo(&s.token, &file, None, json!({"outlet": "A"})).await;
    let manager = user(&s.server, &s.admin, "rm", "regional_manager", "HQ").await;
    let away = user(&s.server, &s.admin, "rm2", "regional_manager", "T2").await;
    let books = user(&s.server, &s.admin, "kt", "accounting", "HQ").await;
    let director = user(&s.server, &s.admin, "gd", "director", "HQ").await;
    let claim = |lines: Value| json!({"id": Uuid::now_v7(), "partner_code": "NPP", "title": "Trưng bày", "lines": lines});

    let bad = claim(json!([
        {"what": "không có bằng chứng", "amount_minor": 1},
        {"what": "ảnh của đội khác", "amount_minor": 0, "photo_id": photo},
    ]));
    let answer = away.post("/api/v1/claims", &bad).await;
    let faults = expect(answer, StatusCode::UNPROCESSABLE_ENTITY).await["errors"].clone();
    assert_eq!(
        faults,
        json!([
            {"pointer": "/lines/0/order_id", "code": "no_evidence"},
            {"pointer": "/lines/1/amount_minor", "code": "out_of_range"},
            {"pointer": "/lines/1/photo_id", "code": "unknown"},
        ])
    );
    let twice = claim(json!([
        {"what": "Trưng bày tại A", "amount_minor": 1, "display_id": display},
        {"what": "Trưng bày tại A", "amount_minor": 1, "display_id": display},
    ]));
    let answer = manager.post("/api/v1/claims", &twice).await;
    assert_eq!(
        expect(answer, StatusCode::UNPROCESSABLE_ENTITY).await["errors"],
        json!([{"pointer": "/lines/1/display_id", "code": "repeated"}])
    );
    let good = claim(json!([
        {"what": "Trưng bày tại A", "amount_minor": 200_000, "display_id": display},
        {"what": "Biển hiệu", "amount_minor": 50_000, "photo_id": photo},
    ]));
    let made = expect(
        manager.post("/api/v1/claims", &good).await,
        StatusCode::CREATED,
    )
    .await;
    assert_eq!(
        (&made["claimed_minor"], &made["state"]),
        (&json!(250_000), &json!("draft"))
    );
    let again = expect(
        manager.post("/api/v1/claims", &good).await,
        StatusCode::CREATED,
    )
    .await;
    assert_eq!(again["id"], made["id"]);
    let path = format!("/api/v1/claims/{}", made["id"].as_str().unwrap());
    problem(away.get(&path).await, 404, "not_found").await;

    let act = async |who: &Client, body: Value| {
        send(
            who,
            Method::POST,
            &format!("{path}/actions"),
            &[("if-match", "*")],
            &body,
        )
        .await
    };
    problem(
        act(&books, json!({"deed": "check"})).await,
        409,
        "wrong_state",
    )
    .await;
    problem(
        act(&books, json!({"deed": "submit"})).await,
        403,
        "forbidden",
    )
    .await;
    expect(
        act(&manager, json!({"deed": "submit"})).await,
        StatusCode::OK,
    )
    .await;
    // The same display is not claimed twice.
    let twin =
        claim(json!([{"what": "Trưng bày tại A", "amount_minor": 1, "display_id": display}]));
    let twin = expect(
        manager.post("/api/v1/claims", &twin).await,
        StatusCode::CREATED,
    )
    .await;
    let twin_path = format!("/api/v1/claims/{}/actions", twin["id"].as_str().unwrap());
    let refused = send(
        &manager,
        Method::POST,
        &twin_path,
        &[("if-match", "*")],
        &json!({"deed": "submit"}),
    )
    .await;
    problem(refused, 409, "claimed_already").await;

    expect(
        act(&s.admin, json!({"deed": "check"})).await,
        StatusCode::OK,
    )
    .await;
    problem(
        act(&s.admin, json!({"deed": "approve"})).await,
        409,
        "same_person",
    )
    .await;
    let less = json!({"deed": "approve", "approved_minor": 200_000});
    let refused = act(&director, less).await;
    assert_eq!(
        expect(refused, StatusCode::UNPROCESSABLE_ENTITY).await["errors"][0]["pointer"],
        "/reason"
    );
    let less = json!({"deed": "approve", "approved_minor": 200_000, "reason": "biển hiệu không thuộc chương trình"});
    let part = expect(act(&director, less).await, StatusCode::OK).await;
    assert_eq!(
        (&part["state"], &part["approved_minor"]),
        (&json!("partly"), &json!(200_000))
    );
    problem(
        act(&director, json!({"deed": "settle", "reference": "CN-1"})).await,
        403,
        "forbidden",
    )
    .await;
    let settled = expect(
        act(&books, json!({"deed": "settle", "reference": "CN-1"})).await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(
        (&settled["state"], &settled["reference"]),
        (&json!("settled"), &json!("CN-1"))
    );
    let steps = s.admin.json(&path).await["steps"].clone();
    let deeds: Vec<&Value> = steps
        .as_array()
        .unwrap()
        .iter()
        .map(|step| &step["deed"])
        .collect();
    assert_eq!(deeds, ["make", "submit", "check", "approve", "settle"]);
    let mut put = good.clone();
    put["title"] = json!("khác");
    let late = send(&manager, Method::PUT, &path, &[("if-match", "*")], &put).await;
    problem(late, 409, "wrong_state").await;
    let supervisor = user(&s.server, &s.admin, "gs", "supervisor", "T1").await;
    problem(supervisor.get("/api/v1/claims").await, 403, "forbidden").await;
    s.server.finish().await;
}

/// A display at an outlet, approved by both levels.
async fn approved(s: &Story, programme: &Value, outlet: &str, number: u64) -> Value {
    let id = enrol(&s.admin, programme, &[outlet]).await[0]["id"].clone();
    let file = jpeg(&picture(number), 90);
    s.upload(&s.token, &file).await;
    let body = json!({"programme": programme["code"], "outlet": outlet, "photos": [sha256(&file)]});
    let record = s.record(&s.token, "display_execution", None, 0, body).await;
    s.settled(record, "applied").await;
    for state in ["approved_first", "approved"] {
        sqlx::query("update display set state = $2, first_by = 1 where id = $1::uuid")
            .bind(id.as_str().unwrap().parse::<Uuid>().unwrap())
            .bind(state)
            .execute(&s.server.services.db)
            .await
            .unwrap();
    }
    id
}

async fn pay(client: &Client, id: &Value, reference: Option<&str>) -> Value {
    let items = json!({"items": [{"id": id, "deed": "pay", "reference": reference}]});
    let path = "/api/v1/display-enrolments/actions";
    expect(client.post(path, &items).await, StatusCode::OK).await["results"][0].clone()
}

/// Ledger of the customer's account with the company, what its statement and timeline say of credit notes, and what is
/// on account.
async fn owed(s: &Story) -> (i64, Vec<(String, Value, i64)>, i64) {
    let accounts = s.admin.json("/api/v1/credit-accounts?customer_id=1").await;
    let account = &accounts["items"][0];
    let path = format!("/api/v1/credit-accounts/{}/statement", account["id"]);
    let told = s.admin.json(&path).await;
    let entries: Vec<(String, Value, i64)> = (told["entries"].as_array().unwrap().iter())
        .filter(|e| e["kind"] == "credit_note")
        .map(|e| {
            let kind = e["source_kind"].as_str().unwrap().to_owned();
            (kind, e["source_id"].clone(), e["minor"].as_i64().unwrap())
        })
        .collect();
    let happened = s.admin.json("/api/v1/customers/1/timeline").await;
    let mut credited: Vec<(String, i64)> = (happened["items"].as_array().unwrap().iter())
        .filter(|i| i["kind"] == "credit_note")
        .map(|i| {
            let what_for = i["state"].as_str().unwrap().to_owned();
            (what_for, -i["amount_minor"].as_i64().unwrap())
        })
        .collect();
    let mut booked: Vec<_> = entries.iter().map(|e| (e.0.clone(), e.2)).collect();
    credited.sort();
    booked.sort();
    assert_eq!(credited, booked, "the timeline tells of them, too");
    let on_account = told["on_account_minor"].as_i64().unwrap();
    (
        account["ledger_minor"].as_i64().unwrap(),
        entries,
        on_account,
    )
}

#[tokio::test]
async fn a_display_that_is_paid_is_credited_once_or_paid_outside() {
    let s = story().await;
    let programme = programme(&s, "KE-6", json!({})).await;
    let open = json!({"id": Uuid::now_v7(), "number": "NO-1", "customer_id": 1, "total_minor": 150_000,
        "date": "2026-01-05", "due": "2026-01-20"});
    let open = s.admin.post("/api/v1/invoices", &open).await;
    expect(open, StatusCode::CREATED).await;
    let books = user(&s.server, &s.admin, "kt", "accounting", "HQ").await;
    let (a, b) = (
        approved(&s, &programme, "A", 200).await,
        approved(&s, &programme, "B", 201).await,
    );
    assert_eq!(pay(&books, &a, None).await["state"], "paid");
    // The oldest invoice first, the rest on account.
    assert_eq!(
        owed(&s).await,
        (
            -50_000,
            vec![("display".into(), a.clone(), -200_000)],
            50_000
        )
    );
    let shown = (s.admin)
        .json(&format!(
            "/api/v1/display-enrolments/{}",
            a.as_str().unwrap()
        ))
        .await;
    let credit = &shown["credit"];
    assert_eq!(
        (
            &credit["amount_minor"],
            &credit["on_account_minor"],
            &credit["customer_name"]
        ),
        (&json!(200_000), &json!(50_000), &json!("Cô Lan"))
    );
    let again = pay(&books, &a, None).await;
    assert_eq!(again["error"][0]["code"], "wrong_state");
    assert_eq!(owed(&s).await.0, -50_000, "once");
    // B is nobody's: it is told how it was paid.
    let refused = pay(&books, &b, None).await;
    assert_eq!(refused["error"][0]["code"], "no_account");
    assert_eq!(state(&s, &b).await, "approved");
    assert_eq!(pay(&books, &b, Some(" PC-7 ")).await["state"], "paid");
    let shown = (s.admin)
        .json(&format!(
            "/api/v1/display-enrolments/{}",
            b.as_str().unwrap()
        ))
        .await;
    assert_eq!(
        (&shown["reference"], &shown["credit"]),
        (&json!("PC-7"), &Value::Null)
    );
    let fail = json!({"items": [{"id": b, "deed": "fail", "reason": "x", "reference": "y"}]});
    let path = "/api/v1/display-enrolments/actions";
    let said = expect(s.admin.post(path, &fail).await, StatusCode::OK).await;
    assert_eq!(
        said["results"][0]["error"][0],
        json!({"pointer": "/reference", "code": "only_pay"})
    );
    s.server.finish().await;
}

#[tokio::test]
async fn a_claim_that_is_settled_is_credited_to_the_partner_as_a_customer() {
    let s = story().await;
    let partners = json!([
        {"code": "NPP", "name": "NPP Hà Đông", "kind": "distributor", "customer_code": "C"},
        {"code": "NPP2", "name": "NPP Ba Đình", "kind": "distributor"},
    ]);
    batch(&s.admin, "partners", partners).await;
    let seen = s.admin.json("/api/v1/partners?q=NPP").await;
    assert_eq!(
        (
            &seen["items"][0]["customer_code"],
            &seen["items"][1]["customer_code"]
        ),
        (&json!("C"), &Value::Null)
    );
    let far = user(&s.server, &s.admin, "t2", "supervisor", "T2").await;
    let hidden = far.json("/api/v1/partners?q=NPP").await;
    assert_eq!(hidden["items"][0]["customer_code"], Value::Null);

    let programme = programme(&s, "KE-7", json!({})).await;
    let display = approved(&s, &programme, "A", 210).await;
    let books = user(&s.server, &s.admin, "kt", "accounting", "HQ").await;
    let director = user(&s.server, &s.admin, "gd", "director", "HQ").await;
    let claim = async |partner: &str, display: &Value| {
        let id = Uuid::now_v7();
        let body = json!({"id": id, "partner_code": partner, "title": "Trưng bày",
            "lines": [{"what": "Kệ", "amount_minor": 250_000, "display_id": display}]});
        expect(
            s.admin.post("/api/v1/claims", &body).await,
            StatusCode::CREATED,
        )
        .await;
        format!("/api/v1/claims/{id}")
    };
    let act = async |who: &Client, path: &str, body: Value| {
        let path = format!("{path}/actions");
        send(who, Method::POST, &path, &[("if-match", "*")], &body).await
    };
    let path = claim("NPP", &display).await;
    for (who, body) in [
        (&s.admin, json!({"deed": "submit"})),
        (&books, json!({"deed": "check"})),
        (
            &director,
            json!({"deed": "approve", "approved_minor": 200_000, "reason": "quá mức"}),
        ),
        (&books, json!({"deed": "settle"})),
    ] {
        expect(act(who, &path, body).await, StatusCode::OK).await;
    }
    let settled = s.admin.json(&path).await;
    assert_eq!(
        (
            &settled["state"],
            &settled["reference"],
            &settled["credit"]["amount_minor"]
        ),
        (&json!("settled"), &Value::Null, &json!(200_000))
    );
    let once = (
        -200_000,
        vec![("claim".to_owned(), settled["id"].clone(), -200_000)],
        200_000,
    );
    assert_eq!(owed(&s).await, once);
    problem(
        act(&books, &path, json!({"deed": "settle"})).await,
        409,
        "wrong_state",
    )
    .await;
    // The partner paid for the display: it is not paid once more.
    let refused = pay(&books, &display, None).await;
    assert_eq!(refused["error"][0]["code"], "claimed_already");
    assert_eq!(owed(&s).await, once);

    // A display that was credited is not claimed; a partner that is no customer is paid outside.
    let other = self::programme(&s, "KE-8", json!({})).await;
    let credited = approved(&s, &other, "A", 211).await;
    assert_eq!(pay(&books, &credited, None).await["state"], "paid");
    let late = claim("NPP2", &credited).await;
    let refused = act(&s.admin, &late, json!({"deed": "submit"})).await;
    let said = problem(refused, 409, "claimed_already").await;
    let credited = credited.as_str().unwrap();
    assert_eq!(
        said["detail"],
        format!("The display {credited} is claimed or credited already.")
    );
    let outside = self::programme(&s, "KE-9", json!({})).await;
    let outside = approved(&s, &outside, "B", 212).await;
    let path = claim("NPP2", &outside).await;
    for (who, body) in [
        (&s.admin, json!({"deed": "submit"})),
        (&books, json!({"deed": "check"})),
        (&director, json!({"deed": "approve"})),
    ] {
        expect(act(who, &path, body).await, StatusCode::OK).await;
    }
    let said = act(&books, &path, json!({"deed": "settle"})).await;
    let said = expect(said, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert_eq!(
        said["errors"],
        json!([{"pointer": "/reference", "code": "required"}])
    );
    let told = json!({"deed": "settle", "reference": "UNC-12"});
    let settled = expect(act(&books, &path, told).await, StatusCode::OK).await;
    assert_eq!(
        (&settled["reference"], &settled["credit"]),
        (&json!("UNC-12"), &Value::Null)
    );
    s.server.finish().await;
}

#[tokio::test]
async fn who_may_not_pay_makes_no_account_either() {
    let s = story().await;
    let programme = programme(&s, "KE-10", json!({})).await;
    let id = approved(&s, &programme, "A", 220).await;
    let team = user(&s.server, &s.admin, "t1", "supervisor", "T1").await;
    let items = json!({"items": [{"id": id, "deed": "pay"}, {"id": id, "deed": "fail", "reason": "dỡ rồi"}]});
    let path = "/api/v1/display-enrolments/actions";
    let said = expect(team.post(path, &items).await, StatusCode::OK).await;
    let told: Vec<_> = (said["results"].as_array().unwrap().iter())
        .map(|r| (&r["status"], &r["state"], &r["error"][0]["code"]))
        .collect();
    assert_eq!(
        told,
        [
            (&json!("error"), &Value::Null, &json!("forbidden")),
            (&json!("done"), &json!("failed"), &Value::Null),
        ]
    );
    let accounts = s.admin.json("/api/v1/credit-accounts").await;
    assert_eq!(accounts["items"], json!([]));
    s.server.finish().await;
}

#[tokio::test]
async fn several_are_credited_at_once_each_once() {
    let s = story().await;
    let (one, two) = (
        programme(&s, "KE-11", json!({})).await,
        programme(&s, "KE-12", json!({"reward_minor": 50_000})).await,
    );
    let a = approved(&s, &one, "A", 230).await;
    let b = approved(&s, &two, "A", 231).await;
    let books = user(&s.server, &s.admin, "kt", "accounting", "HQ").await;
    let nobody = Uuid::now_v7();
    let items: Vec<Value> = [&b, &a, &json!(nobody), &b]
        .map(|id| json!({"id": id, "deed": "pay"}))
        .into();
    let path = "/api/v1/display-enrolments/actions";
    let said = expect(
        books.post(path, &json!({ "items": items })).await,
        StatusCode::OK,
    )
    .await;
    let told: Vec<_> = (said["results"].as_array().unwrap().iter())
        .map(|r| (&r["status"], &r["error"][0]["code"]))
        .collect();
    let done = (&json!("done"), &Value::Null);
    assert_eq!(
        told,
        [
            done,
            done,
            (&json!("error"), &json!("not_found")),
            (&json!("error"), &json!("wrong_state")),
        ]
    );
    assert_eq!(owed(&s).await.0, -250_000);
    s.server.finish().await;
}
