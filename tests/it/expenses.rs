//! Expenses from outside: claimed by phone and desk, kilometres beside the measured ones, decided by another, paid.

use chrono::{Days, NaiveDate, SecondsFormat, TimeDelta};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    client::{Client, expect},
    eventually,
    front_door::{PASSWORD, batch, found, problem, send, user},
    server::TestServer,
};

struct Office {
    server: TestServer,
    admin: Client,
    supervisor: Client,
    desk: Client,
    today: NaiveDate,
    token: String,
}

/// R1 with a phone; a kilometre is worth 3,000, 10 % more than was measured is put up with.
async fn office() -> Office {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let today = (server.services.rules.load().time).date_of(server.services.clock.now());
    let from = today - Days::new(30);
    let reps = json!([{"code": "R1", "name": "Minh", "org_unit_code": "T1", "valid_from": from}]);
    batch(&admin, "reps", reps).await;
    let device = batch(
        &admin,
        "devices",
        json!([{"label": "phone", "rep_code": "R1"}]),
    )
    .await;
    let token = device[0]["token"].as_str().unwrap().to_owned();
    let settings = admin.json("/api/v1/settings").await;
    let tag = format!("\"v{}\"", settings["version"]);
    let rate = json!({"effective_from": today, "settings": {"km_rate_minor": 3_000}});
    let headers = [("if-match", tag.as_str())];
    let changed = send(&admin, Method::PUT, "/api/v1/settings", &headers, &rate).await;
    expect(changed, StatusCode::OK).await;
    let supervisor = user(&server, &admin, "sup", "supervisor", "T1").await;
    let desk = user(&server, &admin, "desk", "accounting", "HQ").await;
    Office {
        server,
        admin,
        supervisor,
        desk,
        today,
        token,
    }
}

impl Office {
    async fn claim(&self, mut body: Value) -> Response {
        body["id"] = json!(Uuid::now_v7());
        body["rep_id"] = json!(1);
        self.supervisor.post("/api/v1/expenses", &body).await
    }

    async fn act(&self, who: &Client, action: &str, seen: &Value, body: Value) -> Response {
        let tag = format!("\"v{}\"", seen["version"]);
        let path = format!("/api/v1/expenses/{}/{action}", seen["id"].as_str().unwrap());
        send(who, Method::POST, &path, &[("if-match", &tag)], &body).await
    }

    /// The day was judged to be so long.
    async fn measured(&self, metres: i64) {
        sqlx::query(
            "insert into rep_day (rep_id, date, org_unit_id, rule_version, report, hash, judged_as_of)
             values (1, $1, (select org_unit_id from rep_org_unit where rep_id = 1), (select max(id) from rule_version),
               jsonb_build_object('distance_mm', $2::int8 * 1000), '\\x00', now())
             on conflict (rep_id, date) do update set report = excluded.report",
        )
        .bind(self.today)
        .bind(metres)
        .execute(&self.server.services.db)
        .await
        .unwrap();
    }

    async fn one(&self, id: &Value) -> Value {
        let path = format!("/api/v1/expenses/{}", id.as_str().unwrap());
        self.admin.json(&path).await
    }
}

#[tokio::test]
async fn claimed_kilometres_stand_beside_the_measured_ones() {
    let o = office().await;
    let first = expect(
        o.claim(json!({"category": "mileage", "claimed_m": 30_000}))
            .await,
        StatusCode::CREATED,
    )
    .await;
    assert_eq!(
        (
            &first["amount_minor"],
            &first["rate_minor"],
            &first["claim"],
            &first["measured_m"]
        ),
        (
            &json!(90_000),
            &json!(3_000),
            &json!("unmeasured"),
            &json!(null)
        )
    );
    o.measured(40_000).await;
    let now = o.one(&first["id"]).await;
    assert_eq!(
        (&now["claim"], &now["measured_m"]),
        (&json!("within"), &json!(40_000))
    );
    // A second claim of the same day makes both too much together.
    let second = expect(
        o.claim(json!({"category": "mileage", "claimed_m": 14_001}))
            .await,
        StatusCode::CREATED,
    )
    .await;
    assert_eq!(
        (&second["claim"], &second["day_claimed_m"]),
        (&json!("over"), &json!(44_001))
    );
    assert_eq!(o.one(&first["id"]).await["claim"], "over");

    let said = problem(
        o.act(&o.supervisor, "approve", &second, json!({})).await,
        422,
        "invalid",
    )
    .await;
    assert_eq!(
        said["errors"][0],
        json!({"pointer": "/reason", "code": "required"})
    );
    let cut = json!({"approved_minor": 20_000, "reason": "Đi vòng"});
    let cut = o.act(&o.supervisor, "approve", &second, cut).await;
    let cut = expect(cut, StatusCode::OK).await;
    assert_eq!(
        (&cut["state"], &cut["approved_minor"], &cut["decided_by"]),
        (&json!("approved"), &json!(20_000), &json!("sup"))
    );
    // What was measured when it was decided stays.
    o.measured(99_000).await;
    assert_eq!(o.one(&second["id"]).await["measured_m"], 40_000);
    assert_eq!(o.one(&first["id"]).await["measured_m"], 99_000);
    problem(
        o.act(&o.supervisor, "pay", &cut, json!({})).await,
        403,
        "forbidden",
    )
    .await;
    let paid = json!({"reference": "PC-7"});
    let paid = expect(o.act(&o.desk, "pay", &cut, paid).await, StatusCode::OK).await;
    assert_eq!(
        (&paid["state"], &paid["reference"], &paid["paid_by"]),
        (&json!("paid"), &json!("PC-7"), &json!("desk"))
    );
    for action in ["approve", "reject"] {
        let late = o.act(&o.supervisor, action, &paid, json!({"reason": "x"}));
        problem(late.await, 422, "invalid").await;
    }
    o.server.finish().await;
}

#[tokio::test]
async fn what_is_wrong_with_a_claim_is_said_and_nobody_decides_on_the_own() {
    let o = office().await;
    for (body, pointer, code) in [
        (json!({"category": "mileage"}), "/claimed_m", "required"),
        (
            json!({"category": "mileage", "claimed_m": 5_000_000}),
            "/claimed_m",
            "out_of_range",
        ),
        (
            json!({"category": "mileage", "claimed_m": 1, "amount_minor": 5}),
            "/amount_minor",
            "by_kilometres",
        ),
        (
            json!({"category": "meal", "amount_minor": 5, "claimed_m": 1}),
            "/claimed_m",
            "only_mileage",
        ),
        (json!({"category": "meal"}), "/amount_minor", "required"),
        (
            json!({"category": "meal", "amount_minor": 0}),
            "/amount_minor",
            "out_of_range",
        ),
        (
            json!({"category": "toll", "amount_minor": 5, "photos": ["x"]}),
            "/photos",
            "invalid",
        ),
        (
            json!({"category": "toll", "amount_minor": 5, "date": o.today + Days::new(1)}),
            "/date",
            "out_of_range",
        ),
        // No rate held on that day.
        (
            json!({"category": "mileage", "claimed_m": 1_000, "date": o.today - Days::new(1)}),
            "/category",
            "no_rate",
        ),
    ] {
        let said = problem(o.claim(body).await, 422, "invalid").await;
        assert_eq!(
            said["errors"][0],
            json!({"pointer": pointer, "code": code}),
            "{said}"
        );
    }
    // The rep itself, by a login of its own.
    let login = json!({"login": "minh", "name": "Minh", "password": PASSWORD, "role": "rep", "org_unit_code": "T1"});
    let made = o.admin.post("/api/v1/users", &login).await;
    let made = expect(made, StatusCode::CREATED).await;
    sqlx::query("update rep set user_id = $1 where code = 'R1'")
        .bind(i32::try_from(made["id"].as_i64().unwrap()).unwrap())
        .execute(&o.server.services.db)
        .await
        .unwrap();
    let rep = o.server.client();
    let body = json!({"login": "minh", "password": PASSWORD});
    expect(rep.post("/api/v1/session", &body).await, StatusCode::OK).await;
    let own = json!({"id": Uuid::now_v7(), "category": "parking", "amount_minor": 5_000, "photos": ["ab".repeat(32)]});
    let own = expect(
        rep.post("/api/v1/expenses", &own).await,
        StatusCode::CREATED,
    )
    .await;
    assert_eq!(own["rep_id"], 1);
    problem(
        o.act(&rep, "approve", &own, json!({})).await,
        403,
        "forbidden",
    )
    .await;
    let rejected = o.act(&o.supervisor, "reject", &own, json!({})).await;
    problem(rejected, 422, "invalid").await;
    let rejected = json!({"reason": "Không có hóa đơn"});
    let rejected = o.act(&o.supervisor, "reject", &own, rejected).await;
    assert_eq!(expect(rejected, StatusCode::OK).await["state"], "rejected");

    // A supervisor who is this rep, too.
    sqlx::query(
        "update rep set user_id = (select id from app_user where login = 'sup') where code = 'R1'",
    )
    .execute(&o.server.services.db)
    .await
    .unwrap();
    let mine = json!({"category": "toll", "amount_minor": 7_000});
    let mine = expect(o.claim(mine).await, StatusCode::CREATED).await;
    for action in ["approve", "reject"] {
        let refused = o.act(&o.supervisor, action, &mine, json!({"reason": "x"}));
        let said = problem(refused.await, 422, "invalid").await;
        assert_eq!(
            said["errors"],
            json!([{"pointer": "/state", "code": "own_expense"}])
        );
    }
    let approved = o.act(&o.admin, "approve", &mine, json!({})).await;
    expect(approved, StatusCode::OK).await;

    let stranger = user(&o.server, &o.admin, "t2", "supervisor", "T2").await;
    let path = format!("/api/v1/expenses/{}", own["id"].as_str().unwrap());
    problem(stranger.get(&path).await, 404, "not_found").await;
    let seen = stranger.json("/api/v1/expenses").await;
    assert_eq!(seen["items"], json!([]));
    o.server.finish().await;
}

#[tokio::test]
async fn a_phone_claims_once_and_hears_what_became_of_it() {
    let o = office().await;
    let now = o.server.services.clock.utc();
    let at = (now - TimeDelta::minutes(1)).to_rfc3339_opts(SecondsFormat::Millis, true);
    let (good, bad) = (Uuid::now_v7(), Uuid::now_v7());
    let frames = json!({"frames": [
        {"type": "record", "n": 1, "kind": "expense", "id": good, "at": at, "body": {"category": "fuel", "amount_minor": 200_000, "note": "Xăng"}},
        {"type": "record", "n": 2, "kind": "expense", "id": bad, "at": at, "body": {"category": "yacht"}}]});
    let bearer = format!("Bearer {}", o.token);
    for _ in 0..2 {
        let client = o.server.client();
        let headers = [("authorization", bearer.as_str())];
        let sent = send(
            &client,
            Method::POST,
            "/v1/device/frames",
            &headers,
            &frames,
        );
        expect(sent.await, StatusCode::OK).await;
    }
    let claimed = eventually("the claim is there", async || {
        let answer = o.admin.get(&format!("/api/v1/expenses/{good}")).await;
        (answer.status() == StatusCode::OK).then_some(answer)
    })
    .await;
    let claimed: Value = claimed.json().await.unwrap();
    assert_eq!(
        (&claimed["amount_minor"], &claimed["state"]),
        (&json!(200_000), &json!("submitted"))
    );
    let approved = o.act(&o.supervisor, "approve", &claimed, json!({})).await;
    expect(approved, StatusCode::OK).await;
    let status = async |id: Uuid| -> (String, Value) {
        sqlx::query_as(
            "select status, coalesce(status_detail, 'null') from device_record where kind = 'expense' and id = $1",
        )
        .bind(id)
        .fetch_one(&o.server.services.db)
        .await
        .unwrap()
    };
    let (word, detail) = status(good).await;
    assert_eq!(
        (word.as_str(), &detail["state"]),
        ("applied", &json!("approved"))
    );
    let refused = eventually("the other is refused", async || {
        let (word, detail) = status(bad).await;
        (word == "invalid").then_some(detail)
    })
    .await;
    assert_eq!(refused["code"], "invalid_body");
    let all = o.admin.json("/api/v1/expenses").await;
    assert_eq!(all["items"].as_array().unwrap().len(), 1);
    o.server.finish().await;
}
