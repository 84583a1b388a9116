//! Joint visits: said by supervisors from the page and from their phones, shown and counted.

use chrono::{Days, NaiveDate, SecondsFormat};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    client::{Client, expect},
    eventually,
    front_door::{batch, found, problem, record_status, send, tell, user},
    server::TestServer,
};

struct Story {
    server: TestServer,
    admin: Client,
    supervisor: Client,
    today: NaiveDate,
    /// Of the phones of the rep and of the supervisor.
    tokens: Vec<String>,
}

/// R1 and the supervisor's own S1 in T1, each with a phone.
async fn story() -> Story {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let supervisor = user(&server, &admin, "sup1", "supervisor", "T1").await;
    let today = server
        .services
        .rules
        .load()
        .time
        .date_of(server.services.clock.now());
    let from = today - Days::new(30);
    let reps = json!([
        {"code": "R1", "name": "One", "org_unit_code": "T1", "valid_from": from},
        {"code": "S1", "name": "Supervisor", "org_unit_code": "T1", "login": "sup1", "valid_from": from},
        {"code": "R2", "name": "Two", "org_unit_code": "T2", "valid_from": from},
    ]);
    batch(&admin, "reps", reps).await;
    let phones = json!([{"label": "p1", "rep_code": "R1"}, {"label": "p2", "rep_code": "S1"}]);
    let tokens = batch(&admin, "devices", phones).await;
    let tokens = tokens
        .iter()
        .map(|d| d["token"].as_str().unwrap().to_owned())
        .collect();
    let outlets = json!([{"code": "A", "name": "A", "org_unit_code": "T1", "lat": 21.0, "lng": 105.8},
        {"code": "B", "name": "B", "org_unit_code": "T1", "lat": 21.01, "lng": 105.8}]);
    batch(&admin, "outlets", outlets).await;
    Story {
        server,
        admin,
        supervisor,
        today,
        tokens,
    }
}

impl Story {
    async fn tell(&self, phone: usize, frames: Value) {
        tell(&self.server, &self.tokens[phone], &frames).await;
    }

    fn now(&self) -> String {
        let now = self.server.services.clock.utc();
        now.to_rfc3339_opts(SecondsFormat::Millis, true)
    }

    /// R1 calls at two outlets, one after the other.
    async fn two_visits(&self) -> [Uuid; 2] {
        let ids = [Uuid::now_v7(), Uuid::now_v7()];
        let now = self.now();
        self.tell(
            0,
            json!([
                {"type": "check_in", "n": 1, "id": ids[0], "outlet": "A", "at": now},
                {"type": "check_out", "n": 2, "id": ids[0], "at": now, "reason": "no_cash"},
                {"type": "check_in", "n": 3, "id": ids[1], "outlet": "B", "at": now},
            ]),
        )
        .await;
        eventually("both are seen", async || {
            let page = self.admin.json("/api/v1/visits?rep_id=1").await;
            (page["items"].as_array().unwrap().len() == 2).then_some(())
        })
        .await;
        ids
    }

    async fn status(&self, record: Uuid) -> (String, Value) {
        record_status(&self.server, record).await
    }
}

#[tokio::test]
async fn a_supervisor_was_there_and_says_so_with_a_note_for_coaching() {
    let s = story().await;
    let [first, second] = s.two_visits().await;
    let verdict = s.admin.json(&format!("/api/v1/visits/{first}")).await["verdict"].clone();
    let path = format!("/api/v1/visits/{first}/joint");
    let note = json!({"note": "hỏi đơn trước khi kiểm kệ"});
    let made = expect(s.supervisor.post(&path, &note).await, StatusCode::CREATED).await;
    assert_eq!(
        (&made["by"], &made["outlet_name"]),
        (&json!("sup1"), &json!("A"))
    );
    let seen = s.admin.json(&format!("/api/v1/visits/{first}")).await;
    assert_eq!(seen["accompanied"][0]["by"], "sup1");
    assert_eq!(seen["accompanied"][0]["note"], note["note"]);
    assert_eq!(seen["verdict"], verdict, "it is no part of the verdict");
    let list = s.admin.json("/api/v1/visits?joint=true").await;
    let ids: Vec<_> = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|v| &v["id"])
        .collect();
    assert_eq!(ids, [&json!(first)]);
    let others = s.admin.json("/api/v1/visits?joint=false").await;
    assert_eq!(others["items"][0]["id"], json!(second));

    // Said again it is the same one, and the note follows.
    let again = expect(
        s.supervisor.post(&path, &json!({"note": "tốt hơn"})).await,
        StatusCode::CREATED,
    )
    .await;
    assert_eq!(
        (&again["id"], &again["note"]),
        (&made["id"], &json!("tốt hơn"))
    );
    // The rep reads it on the phone, and another rep does not.
    let told = sync(&s.server, &s.tokens[0]).await["coaching"].clone();
    let (date, by, note) = (s.today, "sup1", "tốt hơn");
    assert_eq!(
        told,
        json!([{"date": date, "visit": first, "by": by, "note": note}])
    );
    assert_eq!(sync(&s.server, &s.tokens[1]).await["coaching"], json!([]));
    let whole = format!("/api/v1/reps/1/days/{}/joint", s.today);
    expect(
        s.supervisor.post(&whole, &json!({})).await,
        StatusCode::CREATED,
    )
    .await;
    let path = format!("/api/v1/joint-visits/counts?from={0}&to={0}", s.today);
    let counts = s.admin.json(&path).await["items"].clone();
    assert_eq!(counts.as_array().unwrap().len(), 1);
    let count = &counts[0];
    assert_eq!(
        (
            &count["name"],
            &count["days"],
            &count["reps"],
            &count["visits"],
            &count["notes"]
        ),
        (&json!("sup1"), &json!(1), &json!(1), &json!(2), &json!(1)),
        "no visit twice"
    );
    let seen = s.admin.json(&format!("/api/v1/visits/{second}")).await;
    assert_eq!(seen["accompanied"][0]["whole_day"], json!(true));
    s.server.finish().await;
}

async fn sync(server: &TestServer, token: &str) -> Value {
    let request = server.client().request(Method::GET, "/v1/device/sync");
    expect(
        request.bearer_auth(token).send().await.unwrap(),
        StatusCode::OK,
    )
    .await
}

#[tokio::test]
async fn nobody_speaks_for_others_or_outside_the_own_area() {
    let s = story().await;
    let [first, _] = s.two_visits().await;
    let path = format!("/api/v1/visits/{first}/joint");
    let outside = user(&s.server, &s.admin, "sup2", "supervisor", "T2").await;
    problem(outside.post(&path, &json!({})).await, 404, "not_found").await;
    let planner = user(&s.server, &s.admin, "plan", "planner", "T1").await;
    problem(planner.post(&path, &json!({})).await, 403, "forbidden").await;
    let long = json!({"note": "x".repeat(2_001)});
    problem(s.supervisor.post(&path, &long).await, 422, "invalid").await;
    let made = expect(
        s.supervisor.post(&path, &json!({})).await,
        StatusCode::CREATED,
    )
    .await;
    let one = format!("/api/v1/joint-visits/{}", made["id"].as_str().unwrap());
    let delete = async |who: &Client| send(who, Method::DELETE, &one, &[], &json!({})).await;
    problem(delete(&s.admin).await, 404, "not_found").await;
    expect(delete(&s.supervisor).await, StatusCode::NO_CONTENT).await;
    let seen = s.admin.json(&format!("/api/v1/visits/{first}")).await;
    assert_eq!(seen["accompanied"], json!([]));
    assert_eq!(
        outside.json("/api/v1/joint-visits").await["items"],
        json!([])
    );
    s.server.finish().await;
}

#[tokio::test]
async fn a_supervisor_s_phone_tells_of_it_even_before_the_rep_s_phone_told_of_the_visit() {
    let s = story().await;
    let visit = Uuid::now_v7();
    let record = |n: i32, id: Uuid, body: Value| json!({"type": "record", "n": n, "kind": "joint_visit", "id": id, "at": s.now(), "body": body});
    let [good, far, own] = std::array::from_fn(|_| Uuid::now_v7());
    s.tell(
        1,
        json!([
            record(
                1,
                good,
                json!({"rep": "R1", "visit": visit, "note": "chào hàng tốt"})
            ),
            record(2, far, json!({"rep": "R2"})),
        ]),
    )
    .await;
    // A rep's phone has nobody behind it who may say so.
    s.tell(0, json!([record(1, own, json!({"rep": "R1"}))]))
        .await;
    assert_eq!(s.status(good).await.0, "applied");
    let (status, detail) = s.status(far).await;
    assert_eq!(
        (status.as_str(), &detail["errors"][0]["pointer"]),
        ("invalid", &json!("/rep"))
    );
    let (status, detail) = s.status(own).await;
    assert_eq!(
        (status.as_str(), &detail["errors"][0]["code"]),
        ("invalid", &json!("forbidden"))
    );

    let now = s.now();
    s.tell(
        0,
        json!([{"type": "check_in", "n": 2, "id": visit, "outlet": "A", "at": now}]),
    )
    .await;
    let seen = eventually("the visit is linked", async || {
        let page = s.admin.json("/api/v1/visits?joint=true").await;
        page["items"].as_array().unwrap().first().cloned()
    })
    .await;
    assert_eq!(seen["id"], json!(visit));
    assert_eq!(seen["accompanied"][0]["note"], "chào hàng tốt");
    s.server.finish().await;
}
