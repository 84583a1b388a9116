//! New outlets from the field: asked for by a phone, compared with what the company has, approved in
//! one piece, and taken back while nothing stands on them.

use chrono::{Days, NaiveDate};
use fieldbeat_domain::time::At;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    client::{Client, expect},
    company::time,
    eventually,
    front_door::{batch, events, found, problem, record_status, send, user},
    server::TestServer,
};

const PIN: (f64, f64) = (21.03, 105.85);
const EVERY_DAY: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Team T1 with a rep, his route and a shop on it; team T2 with a shop of the same name next door.
struct Story {
    server: TestServer,
    admin: Client,
    supervisor: Client,
    today: NaiveDate,
    token: String,
}

impl Story {
    async fn begin() -> Self {
        let server = TestServer::start().await;
        let admin = found(&server).await;
        let services = &server.services;
        let today = services.rules.load().time.date_of(services.clock.now());
        let from = today - Days::new(30);
        let reps =
            json!([{"code": "R1", "name": "One", "org_unit_code": "T1", "valid_from": from}]);
        batch(&admin, "reps", reps).await;
        let token =
            batch(&admin, "devices", json!([{"label": "a", "rep_code": "R1"}])).await[0]["token"]
                .as_str()
                .unwrap()
                .to_owned();
        let outlets = json!([
            {"code": "O1", "name": "Tạp hóa Hương", "phone": "0912 345 678", "org_unit_code": "T1", "lat": PIN.0, "lng": PIN.1},
            {"code": "O2", "name": "Cửa hàng Hương", "org_unit_code": "T2", "lat": PIN.0, "lng": PIN.1 + 0.0001},
            {"code": "O3", "name": "Sửa xe Bình", "org_unit_code": "T1", "lat": PIN.0, "lng": PIN.1},
        ]);
        batch(&admin, "outlets", outlets).await;
        let routes = json!([{"code": "W1", "name": "W1", "org_unit_code": "T1", "rep_code": "R1", "valid_from": from,
            "outlets": [{"outlet_code": "O1", "pattern": "F24", "weekdays": EVERY_DAY}]}]);
        batch(&admin, "routes", routes).await;
        let supervisor = user(&server, &admin, "sup1", "supervisor", "T1").await;
        Self {
            server,
            admin,
            supervisor,
            today,
            token,
        }
    }

    fn now(&self) -> At {
        self.server.services.clock.now()
    }

    async fn frames(&self, frames: &[Value]) -> Value {
        let frames: Vec<Value> = (1..)
            .zip(frames)
            .map(|(n, frame): (u32, &Value)| {
                let mut frame = frame.clone();
                frame["n"] = json!(n);
                frame
            })
            .collect();
        let bearer = format!("Bearer {}", self.token);
        let headers = [("authorization", bearer.as_str())];
        let body = json!({ "frames": frames });
        let client = self.server.client();
        let answer = send(&client, Method::POST, "/v1/device/frames", &headers, &body).await;
        expect(answer, StatusCode::OK).await
    }

    fn record(&self, id: Uuid, visit: Option<Uuid>, body: Value) -> Value {
        json!({"type": "record", "kind": "outlet_request", "id": id, "visit_id": visit, "at": time(self.now()), "body": body})
    }

    /// A visit at no outlet that is known, with an order, and the request that belongs to it.
    async fn asked_at_a_visit(&self) -> (Uuid, Uuid) {
        let (visit, request) = (Uuid::now_v7(), Uuid::now_v7());
        let start = self.now().plus_ms(-900_000);
        let fix =
            |at: At| json!({"at": time(at), "lat": PIN.0 + 0.004, "lng": PIN.1, "accuracy_m": 8});
        let session = Uuid::now_v7();
        let order = json!({"lines": [{"product_code": "P1", "quantity": "2", "unit_price_minor": 1000, "total_minor": 2000}], "total_minor": 2000});
        let fixes: Vec<Value> = (0..40).map(|i| fix(start.plus_ms(i * 15_000))).collect();
        self.frames(&[
            json!({"type": "session_start", "id": session, "at": time(start)}),
            json!({"type": "check_in", "id": visit, "outlet": null, "at": time(start), "fix": fix(start)}),
            json!({"type": "fixes", "fixes": fixes}),
            json!({"type": "check_out", "id": visit, "at": time(start.plus_ms(590_000)), "fix": fix(start.plus_ms(590_000))}),
            json!({"type": "record", "kind": "order", "id": Uuid::now_v7(), "visit_id": visit, "at": time(start.plus_ms(300_000)), "body": order}),
            self.record(request, Some(visit), json!({"name": "Bách hóa Lan", "phone": "0988 777 666", "address": "5 Hàng Bông",
                "class": "general", "lat": PIN.0 + 0.004, "lng": PIN.1, "accuracy_m": 8, "photo": "ab".repeat(32), "note": "mới mở"})),
        ])
        .await;
        self.settled(request).await;
        eventually("visit and order are there", async || {
            let seen = self.visit(visit).await;
            (seen["state"] == "closed" && seen["order_total_minor"] == 2000).then_some(())
        })
        .await;
        (visit, request)
    }

    async fn settled(&self, record: Uuid) -> (String, Value) {
        record_status(&self.server, record).await
    }

    async fn visit(&self, id: Uuid) -> Value {
        let seen = self.admin.json("/api/v1/visits?limit=100").await;
        let mut items = seen["items"].as_array().unwrap().iter();
        let found = items.find(|v| v["id"] == json!(id)).cloned();
        found.unwrap_or(Value::Null)
    }

    async fn say(&self, request: Uuid, what: &str, body: Value) -> reqwest::Response {
        say(&self.supervisor, request, what, body).await
    }
}

async fn say(who: &Client, request: Uuid, what: &str, body: Value) -> reqwest::Response {
    let path = format!("/api/v1/outlet-requests/{request}/{what}");
    who.post(&path, &body).await
}

#[tokio::test]
async fn an_approved_request_is_an_outlet_with_everything_it_needs_and_can_be_taken_back() {
    let story = Story::begin().await;
    let (visit, request) = story.asked_at_a_visit().await;
    let path = format!("/api/v1/outlet-requests/{request}");
    let seen = story.supervisor.json(&path).await;
    assert_eq!(
        (&seen["state"], &seen["rep_code"], &seen["alike"]["outlets"]),
        (&json!("open"), &json!("R1"), &json!([]))
    );
    assert_eq!(seen["photo"], "ab".repeat(32));
    assert_eq!(seen["routes"][0]["code"], "W1");

    // Another team neither sees nor decides it; who may not decide is told so.
    let foreign = user(&story.server, &story.admin, "sup2", "supervisor", "T2").await;
    problem(foreign.get(&path).await, 404, "not_found").await;
    problem(
        say(&foreign, request, "approval", json!({})).await,
        404,
        "not_found",
    )
    .await;
    let auditor = user(&story.server, &story.admin, "aud1", "auditor", "T1").await;
    problem(
        say(&auditor, request, "approval", json!({})).await,
        403,
        "forbidden",
    )
    .await;

    // One transaction: with a route that is not there nothing is made at all.
    let tomorrow = story.today + Days::new(1);
    let approval = |route: &str| {
        json!({"customer": {}, "radius_m": 50, "effective_from": tomorrow,
            "route": {"route_code": route, "pattern": "F24", "weekdays": EVERY_DAY}})
    };
    problem(
        story.say(request, "approval", approval("W9")).await,
        422,
        "invalid",
    )
    .await;
    let bad = json!({"route": {"route_code": "W1", "pattern": "F99"}});
    problem(story.say(request, "approval", bad).await, 422, "invalid").await;
    let count = story.admin.json("/api/v1/outlets").await["items"]
        .as_array()
        .unwrap()
        .len();
    assert_eq!(
        (count, &story.supervisor.json(&path).await["state"]),
        (3, &json!("open"))
    );
    assert_eq!(
        story.admin.json("/api/v1/customers").await["items"],
        json!([])
    );

    let before = story.visit(visit).await;
    assert_eq!(
        (&before["outlet"], &before["verdict"]["plan"]),
        (&Value::Null, &json!("new_outlet"))
    );
    let approved = expect(
        story.say(request, "approval", approval("W1")).await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(
        (&approved["state"], &approved["outlet_code"]),
        (&json!("approved"), &json!("N-T1-0001"))
    );
    problem(
        story.say(request, "approval", json!({})).await,
        409,
        "already_decided",
    )
    .await;
    let outlet = story
        .admin
        .json(&format!("/api/v1/outlets/{}", approved["outlet_id"]))
        .await;
    assert_eq!(
        (&outlet["name"], &outlet["phone"], &outlet["customer_code"]),
        (
            &json!("Bách hóa Lan"),
            &json!("0988 777 666"),
            &json!("N-T1-0001")
        )
    );
    // From its day on it is planned, and not before.
    let stops = async |date: NaiveDate| {
        let plan = story
            .admin
            .json(&format!("/api/v1/day-plans/1/{date}"))
            .await;
        plan["stops"].as_array().unwrap().len()
    };
    assert_eq!((stops(story.today).await, stops(tomorrow).await), (1, 2));

    // The visit made there is the outlet's, and so is its order; the judge's word is what it was.
    let after = story.visit(visit).await;
    assert_eq!(after["outlet"]["code"], "N-T1-0001");
    assert_eq!(after["verdict"], before["verdict"]);
    let orders = story.admin.json("/api/v1/orders").await;
    assert_eq!(orders["items"][0]["outlet_id"], approved["outlet_id"]);
    let (status, told) = story.settled(request).await;
    assert_eq!(
        (status.as_str(), &told["state"], &told["outlet"]["code"]),
        ("applied", &json!("approved"), &json!("N-T1-0001"))
    );
    let kpis = format!("/api/v1/kpis?from={0}&to={0}&by=rep", story.today);
    let figures = story.admin.json(&kpis).await.to_string();
    assert!(figures.contains("new_outlets"), "{figures}");

    // Taken back: closed, off the route, and the visit is nobody's again.
    let back = expect(
        story
            .say(request, "rollback", json!({"reason": "wrong street"}))
            .await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(
        (&back["state"], &back["outlet_id"]),
        (&json!("open"), &Value::Null)
    );
    assert_eq!(stops(tomorrow).await, 1);
    let closed = story
        .admin
        .json(&format!("/api/v1/outlets/{}", approved["outlet_id"]))
        .await;
    assert!(closed["closed_at"].is_string(), "{closed}");
    assert_eq!(story.visit(visit).await["outlet"], Value::Null);
    assert_eq!(
        story.admin.json("/api/v1/orders").await["items"][0]["outlet_id"],
        Value::Null
    );

    // Approved again, and changed by somebody: now it stays.
    let again = expect(
        story.say(request, "approval", approval("W1")).await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(again["outlet_code"], "N-T1-0002");
    let put = json!([{"code": "N-T1-0002", "name": "Bách hóa Lan Anh"}]);
    batch(&story.admin, "outlets", put).await;
    problem(
        story.say(request, "rollback", json!({"reason": "x"})).await,
        409,
        "in_use",
    )
    .await;
    let audit = story.admin.json("/api/v1/audit-log").await.to_string();
    assert!(audit.contains("outlet_request_approved") && audit.contains("outlet_request_reopened"));
    story.server.finish().await;
}

#[tokio::test]
async fn a_resend_changes_nothing_and_what_is_wrong_comes_back_as_status() {
    let story = Story::begin().await;
    let (good, bad, nowhere) = (Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
    let body = json!({"name": "Bách hóa Lan", "lat": PIN.0, "lng": PIN.1});
    let frames = [
        story.record(good, None, body.clone()),
        story.record(
            bad,
            None,
            json!({"name": " ", "lat": PIN.0, "lng": PIN.1, "photo": "ab"}),
        ),
        story.record(
            nowhere,
            None,
            json!({"name": "X", "lat": 91.0, "lng": PIN.1}),
        ),
    ];
    story.frames(&frames).await;
    for id in [good, bad, nowhere] {
        story.settled(id).await;
    }
    let refused = expect(
        story
            .say(good, "refusal", json!({"reason": "moves next month"}))
            .await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(refused["state"], "refused");
    story.frames(&frames).await;
    let page = story.admin.json("/api/v1/outlet-requests").await;
    assert_eq!(page["items"].as_array().unwrap().len(), 1, "{page}");
    assert_eq!(page["items"][0], refused, "a resend opens nothing again");
    let (status, told) = story.settled(good).await;
    assert_eq!(
        (status.as_str(), &told["reason"]),
        ("applied", &json!("moves next month"))
    );
    let (status, told) = story.settled(bad).await;
    assert_eq!(
        (status.as_str(), &told["code"]),
        ("invalid", &json!("invalid_body"))
    );
    assert_eq!(told["errors"].as_array().unwrap().len(), 2, "{told}");
    assert_eq!(
        story.settled(nowhere).await.1["errors"][0]["pointer"],
        "/lat"
    );
    let told = events(&story.admin, "outlet_requested", 1).await;
    assert_eq!(told.len(), 1, "{told:?}");
    // The phone reads the decision when it comes by, however long ago the record was.
    let bearer = format!("Bearer {}", story.token);
    let headers = [("authorization", bearer.as_str())];
    let sync = send(
        &story.server.client(),
        Method::GET,
        "/v1/device/sync",
        &headers,
        &Value::Null,
    )
    .await;
    let sync = expect(sync, StatusCode::OK).await.to_string();
    assert!(sync.contains("moves next month"), "{sync}");
    story.server.finish().await;
}

#[tokio::test]
async fn what_the_company_has_already_is_shown_and_elsewhere_only_counted() {
    let story = Story::begin().await;
    let put = json!({"org_unit_code": "T1", "name": "HUONG (tap hoa)", "phone": "+84 912 345 678", "lat": PIN.0, "lng": PIN.1 + 0.00005});
    let made = expect(
        story.supervisor.post("/api/v1/outlet-requests", &put).await,
        StatusCode::CREATED,
    )
    .await;
    let id: Uuid = serde_json::from_value(made["id"].clone()).unwrap();
    let twin = json!({"rep_id": 1, "name": "Tạp hoá Hương", "lat": PIN.0, "lng": PIN.1 + 0.00006});
    let twin = expect(
        story
            .supervisor
            .post("/api/v1/outlet-requests", &twin)
            .await,
        StatusCode::CREATED,
    )
    .await;
    assert_eq!(twin["rep_code"], "R1");
    let foreign = json!({"org_unit_code": "T2", "name": "X", "lat": PIN.0, "lng": PIN.1});
    problem(
        story
            .supervisor
            .post("/api/v1/outlet-requests", &foreign)
            .await,
        422,
        "invalid",
    )
    .await;

    let whole = story
        .supervisor
        .json(&format!("/api/v1/outlet-requests/{id}"))
        .await;
    let alike = &whole["alike"];
    assert_eq!(alike["outlets"].as_array().unwrap().len(), 1, "{alike}");
    let candidate = &alike["outlets"][0];
    assert_eq!(
        (
            &candidate["code"],
            &candidate["likeness"]["same_phone"],
            &candidate["likeness"]["name"]
        ),
        (&json!("O1"), &json!(true), &json!(1.0))
    );
    assert!(candidate["likeness"]["score"].as_f64().unwrap() > 0.95);
    assert_eq!(
        (&alike["elsewhere"], &alike["requests"][0]["id"]),
        (&json!(1), &twin["id"])
    );
    assert!(
        !alike.to_string().contains("Cửa hàng Hương"),
        "a foreign unit's outlet leaks: {alike}"
    );
    let all = story
        .admin
        .json(&format!("/api/v1/outlet-requests/{id}"))
        .await;
    assert_eq!(
        (
            all["alike"]["outlets"].as_array().unwrap().len(),
            &all["alike"]["elsewhere"]
        ),
        (2, &json!(0))
    );

    // Refused as the shop there is already; an outlet out of scope is none.
    let outlets = story.admin.json("/api/v1/outlets?code=O2").await;
    let body = json!({"reason": "there already", "outlet_id": outlets["items"][0]["id"]});
    problem(story.say(id, "refusal", body).await, 422, "invalid").await;
    let body = json!({"reason": "there already", "outlet_id": candidate["id"]});
    let refused = expect(story.say(id, "refusal", body).await, StatusCode::OK).await;
    assert_eq!(
        (&refused["state"], &refused["outlet_code"]),
        (&json!("refused"), &json!("O1"))
    );
    let open = expect(
        story
            .say(id, "rollback", json!({"reason": "looked again"}))
            .await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(
        (&open["state"], &open["outlet_id"]),
        (&json!("open"), &Value::Null)
    );
    story.server.finish().await;
}
