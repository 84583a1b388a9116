//! Exceptions of the field, from their causes to what people do about them, on a clock that moves when told to.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Days, NaiveDate, SecondsFormat, TimeDelta, Utc};
use fieldbeat::{
    clock::Clock,
    server::exceptions::{Depth, look, look_if_due},
    store::{day_plan, exception_round},
};
use fieldbeat_domain::{rules::Rules, time::At};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    client::{Client, expect},
    database::TestDatabase,
    eventually,
    front_door::{PASSWORD, batch, found, problem, send, user},
    server::TestServer,
};

struct Story {
    server: TestServer,
    clock: Clock,
    admin: Client,
    supervisor: Client,
    other: Client,
    today: NaiveDate,
    tokens: Vec<String>,
    n: u64,
}

/// 07:00 in Hanoi, today.
fn morning() -> (Clock, NaiveDate) {
    let time = Rules::default().time;
    let today = time.date_of(At::from(Utc::now()));
    (Clock::at(time.local(today, 7 * 60)), today)
}

/// Team T1 with R1 (outlets A, B, C) and R2 (C, D), due every day of the week; R3 in T2 with E. A clock at 07:00.
async fn story() -> Story {
    let (clock, today) = morning();
    let server = TestServer::plan().clock(&clock).start().await;
    let admin = found(&server).await;
    let from = today - Days::new(30);
    let reps = json!([
        {"code": "R1", "name": "One", "org_unit_code": "T1", "valid_from": from},
        {"code": "R2", "name": "Two", "org_unit_code": "T1", "valid_from": from},
        {"code": "R3", "name": "Three", "org_unit_code": "T2", "valid_from": from},
    ]);
    batch(&admin, "reps", reps).await;
    let phones = json!([
        {"label": "p1", "rep_code": "R1"}, {"label": "p2", "rep_code": "R2"}, {"label": "p3", "rep_code": "R3"},
    ]);
    let tokens = batch(&admin, "devices", phones)
        .await
        .iter()
        .map(|d| d["token"].as_str().unwrap().to_owned())
        .collect();
    let outlets: Vec<Value> = ["A", "B", "C", "D", "E"]
        .iter()
        .zip(0_i32..)
        .map(|(code, i)| json!({"code": code, "name": code, "org_unit_code": "T1", "lat": 21.0 + 0.01 * f64::from(i), "lng": 105.8}))
        .collect();
    batch(&admin, "outlets", json!(outlets)).await;
    let daily = |code: &str| json!({"outlet_code": code, "pattern": "F24", "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]});
    let routes = json!([
        {"code": "W1", "name": "W1", "org_unit_code": "T1", "rep_code": "R1", "valid_from": from, "outlets": [daily("A"), daily("B"), daily("C")]},
        {"code": "W2", "name": "W2", "org_unit_code": "T1", "rep_code": "R2", "valid_from": from, "outlets": [daily("C"), daily("D")]},
        {"code": "W3", "name": "W3", "org_unit_code": "T2", "rep_code": "R3", "valid_from": from, "outlets": [daily("E")]},
    ]);
    batch(&admin, "routes", routes).await;
    let supervisor = user(&server, &admin, "sup1", "supervisor", "T1").await;
    let other = user(&server, &admin, "sup2", "supervisor", "T2").await;
    Story {
        server,
        clock,
        admin,
        supervisor,
        other,
        today,
        tokens,
        n: 0,
    }
}

impl Story {
    async fn freeze(&self, date: NaiveDate) {
        let now = self.clock.utc();
        day_plan::freeze(&self.server.services.db, now, date)
            .await
            .unwrap();
    }

    fn advance(&self, minutes: u64) {
        self.clock.advance(Duration::from_secs(60 * minutes));
    }

    /// One look that is not another's: the server looks by itself, too.
    async fn look(&self) {
        eventually("nobody else looks", async || {
            look(&self.server.services, Depth::FULL)
                .await
                .unwrap()
                .then_some(())
        })
        .await;
    }

    /// `kind rep state` of what somebody sees, sorted.
    async fn board(&self, who: &Client) -> Vec<String> {
        let page = who.json("/api/v1/exceptions").await;
        let mut lines: Vec<String> = items(&page)
            .iter()
            .map(|e| {
                let word = |name: &str| e[name].as_str().unwrap().to_owned();
                format!("{} {} {}", word("kind"), word("rep_code"), word("state"))
            })
            .collect();
        lines.sort();
        lines
    }

    async fn only(&self, kind: &str) -> Value {
        let page = self
            .admin
            .json(&format!("/api/v1/exceptions?kind={kind}"))
            .await;
        assert_eq!(items(&page).len(), 1, "{page}");
        page["items"][0].clone()
    }

    async fn act(&self, who: &Client, id: &Value, body: Value) -> reqwest::Response {
        let id = id.as_str().unwrap();
        who.post(&format!("/api/v1/exceptions/{id}/actions"), &body)
            .await
    }

    fn time(&self, seconds: i64) -> String {
        (self.clock.utc() + TimeDelta::seconds(seconds))
            .to_rfc3339_opts(SecondsFormat::Millis, true)
    }

    async fn tell(&mut self, rep: usize, frames: Vec<Value>) -> Value {
        let mut frames = frames;
        for frame in &mut frames {
            self.n += 1;
            frame["n"] = self.n.into();
        }
        let bearer = format!("Bearer {}", self.tokens[rep - 1]);
        let sent = send(
            &self.server.client(),
            Method::POST,
            "/v1/device/frames",
            &[("authorization", &bearer)],
            &json!({ "frames": frames }),
        )
        .await;
        expect(sent, StatusCode::OK).await
    }

    async fn start(&mut self, rep: usize) -> Uuid {
        let id = Uuid::now_v7();
        let at = self.time(0);
        self.tell(
            rep,
            vec![json!({"type": "session_start", "id": id, "at": at})],
        )
        .await;
        id
    }

    /// A heartbeat, as kept.
    async fn says(&mut self, rep: usize, word: Value) {
        let mut frame = json!({"type": "heartbeat", "at": self.time(0)});
        for (name, value) in word.as_object().unwrap() {
            frame[name] = value.clone();
        }
        self.tell(rep, vec![frame]).await;
        let ingest = &self.server.services.ingest;
        ingest.write_device_health().await.unwrap();
    }

    fn fix(&self, seconds: i64, lat: f64) -> Value {
        json!({"at": self.time(seconds), "lat": lat, "lng": 105.8, "accuracy_m": 8})
    }

    /// A call of a minute at an outlet by a phone that is at `lat`; a minute passes.
    async fn call(&mut self, rep: usize, outlet: &str, lat: f64) -> Uuid {
        let visit = Uuid::now_v7();
        let fixes: Vec<Value> = (1..12).map(|i| self.fix(i * 5, lat)).collect();
        let frames = vec![
            json!({"type": "check_in", "id": visit, "outlet": outlet, "at": self.time(0), "fix": self.fix(0, lat)}),
            json!({"type": "fixes", "fixes": fixes}),
            json!({"type": "check_out", "id": visit, "at": self.time(58)}),
        ];
        self.advance(1);
        self.tell(rep, frames).await;
        let path = format!("/api/v1/visits/{visit}");
        eventually("the visit is closed", async || {
            let seen = self.admin.get(&path).await;
            if seen.status() != StatusCode::OK {
                return None;
            }
            let seen: Value = seen.json().await.unwrap();
            (seen["state"] == "closed").then_some(())
        })
        .await;
        visit
    }

    /// The first events of exceptions of a rep; the feed shows them once nothing older is under way.
    async fn events(&self, rep: i32, count: usize) -> Vec<(String, Value)> {
        let kinds = "exception_opened,exception_changed,exception_closed";
        eventually("the feed has them all", async || {
            let page = self
                .admin
                .json(&format!("/api/v1/events?limit=1000&kind={kinds}"))
                .await;
            let events: Vec<(String, Value)> = items(&page)
                .iter()
                .filter(|e| e["rep"] == rep)
                .map(|e| (e["kind"].as_str().unwrap().to_owned(), e["body"].clone()))
                .collect();
            (events.len() >= count).then_some(events)
        })
        .await
    }
}

fn items(page: &Value) -> &Vec<Value> {
    page["items"].as_array().unwrap()
}

#[tokio::test]
async fn whoever_is_late_is_seen_told_live_and_forgotten_once_the_day_begins() {
    let mut s = story().await;
    s.freeze(s.today).await;
    s.look().await;
    assert_eq!(s.board(&s.admin).await, Vec::<String>::new());

    // R2 is on leave; R1 takes the calls over.
    let leave = json!({"rep_id": 2, "kind": "leave", "from": s.today, "to": s.today});
    let leave = expect(
        s.supervisor.post("/api/v1/absences", &leave).await,
        StatusCode::CREATED,
    )
    .await;
    let path = format!(
        "/api/v1/absences/{}/decisions",
        leave["id"].as_str().unwrap()
    );
    let approval = json!({"decision": "approved", "substitute_rep_id": 1});
    expect(
        s.supervisor.post(&path, &approval).await,
        StatusCode::CREATED,
    )
    .await;

    let cookie = s
        .supervisor
        .post(
            "/api/v1/session",
            &json!({"login": "sup1", "password": PASSWORD}),
        )
        .await
        .headers()["set-cookie"]
        .to_str()
        .unwrap()
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let mut live = s
        .supervisor
        .socket("/v1/live", &[("cookie", &cookie)])
        .await;
    live.send(&json!({"type": "subscribe", "sub": 1})).await;
    live.hear_type("snapshot").await;

    s.advance(89);
    s.look().await;
    assert_eq!(s.board(&s.admin).await, Vec::<String>::new(), "08:29");
    s.advance(1);
    s.look().await;
    assert_eq!(
        s.board(&s.admin).await,
        ["not_started R1 open", "not_started R3 open"]
    );
    assert_eq!(s.board(&s.supervisor).await, ["not_started R1 open"]);
    assert_eq!(s.board(&s.other).await, ["not_started R3 open"]);
    let heard = live.hear_type("event").await;
    assert_eq!(heard["event"]["kind"], "exception_opened", "{heard}");
    assert_eq!(heard["event"]["cause"], "not_started");

    let seen = s.supervisor.json("/api/v1/exceptions").await["items"][0].clone();
    assert_eq!(seen["owner_name"], "sup1", "the nearest supervisor: {seen}");
    assert_eq!(
        seen["evidence"]["value"], 4,
        "the own three and one taken over"
    );
    s.start(1).await;
    s.look().await;
    assert_eq!(
        s.board(&s.supervisor).await,
        ["not_started R1 resolved"],
        "closed by itself"
    );
    let path = format!("/api/v1/exceptions/{}", seen["id"].as_str().unwrap());
    let whole = s.supervisor.json(&path).await;
    assert_eq!(
        (&whole["reason"], &whole["resolved_by"]),
        (&json!("cause_ended"), &Value::Null)
    );
    let steps: Vec<_> = whole["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|h| h["action"].clone())
        .collect();
    assert_eq!(steps, ["open", "close"]);
    loop {
        let heard = live.hear_type("event").await;
        if heard["event"]["exception"] == seen["id"] {
            assert_eq!(heard["event"]["kind"], "exception_closed", "{heard}");
            break;
        }
    }

    let told = s.events(1, 2).await;
    assert_eq!(
        [told[0].0.as_str(), told[1].0.as_str()],
        ["exception_opened", "exception_closed"]
    );
    let body = &told[0].1;
    for (name, value) in [
        ("id", seen["id"].clone()),
        ("kind", json!("not_started")),
        ("org_unit_id", seen["org_unit_id"].clone()),
        ("severity", json!("warning")),
        ("state", json!("open")),
    ] {
        assert_eq!(body[name], value, "{name}");
    }
    s.server.finish().await;
}

#[tokio::test]
async fn people_acknowledge_assign_resolve_and_reopen_what_goes_on() {
    let mut s = story().await;
    s.start(1).await;
    s.advance(16);
    s.look().await;
    let silent = s.only("silent").await;
    assert_eq!(silent["evidence"]["limit"], 15);
    let id = &silent["id"];

    // Nobody else's, and not without a reason.
    problem(
        s.act(&s.other, id, json!({"action": "acknowledge"})).await,
        404,
        "not_found",
    )
    .await;
    problem(
        s.other
            .get(&format!("/api/v1/exceptions/{}", id.as_str().unwrap()))
            .await,
        404,
        "not_found",
    )
    .await;
    problem(
        s.act(&s.supervisor, id, json!({"action": "resolve"})).await,
        422,
        "invalid",
    )
    .await;
    let auditor = user(&s.server, &s.admin, "aud", "auditor", "HQ").await;
    problem(
        s.act(&auditor, id, json!({"action": "acknowledge"})).await,
        403,
        "forbidden",
    )
    .await;
    let planner = user(&s.server, &s.admin, "pla", "planner", "HQ").await;
    problem(planner.get("/api/v1/exceptions").await, 403, "forbidden").await;

    let done = |response| expect(response, StatusCode::CREATED);
    let seen = done(
        s.act(&s.supervisor, id, json!({"action": "acknowledge"}))
            .await,
    )
    .await;
    assert_eq!(seen["state"], "acknowledged");
    problem(
        s.act(&s.supervisor, id, json!({"action": "acknowledge"}))
            .await,
        422,
        "invalid",
    )
    .await;
    let path = format!("/api/v1/exceptions/{}", id.as_str().unwrap());
    let owners = s.supervisor.json(&path).await["owners"].clone();
    let names: Vec<_> = owners
        .as_array()
        .unwrap()
        .iter()
        .map(|o| o["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["sup1", "Quản trị"], "whoever reaches the unit");
    let assign = json!({"action": "assign", "owner_id": owners[1]["id"]});
    let seen = done(s.act(&s.supervisor, id, assign).await).await;
    assert_eq!(seen["owner_name"], "Quản trị");
    let outside = s.admin.json("/api/v1/users?limit=100").await["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|u| u["login"] == "sup2")
        .unwrap()["id"]
        .clone();
    problem(
        s.act(
            &s.supervisor,
            id,
            json!({"action": "assign", "owner_id": outside}),
        )
        .await,
        422,
        "invalid",
    )
    .await;
    let mine = s
        .admin
        .json("/api/v1/exceptions?owner=me&state=acknowledged")
        .await;
    assert_eq!(items(&mine).len(), 1);

    // Resolved while it goes on: nothing new opens until it has ended.
    let resolve = json!({"action": "resolve", "reason": "called: in a cellar"});
    let seen = done(s.act(&s.supervisor, id, resolve.clone()).await).await;
    assert_eq!(
        (
            &seen["state"],
            &seen["resolved_by"],
            &seen["cause_ended_at"]
        ),
        (&json!("resolved"), &json!("sup1"), &Value::Null)
    );
    s.look().await;
    assert_eq!(s.board(&s.admin).await, ["silent R1 resolved"]);
    let none = s.admin.json("/api/v1/exceptions/summary").await;
    assert_eq!((&none["open"], &none["kinds"]), (&json!(0), &json!([])));
    let seen = done(s.act(&s.supervisor, id, json!({"action": "reopen"})).await).await;
    assert_eq!(
        (&seen["state"], &seen["reason"]),
        (&json!("open"), &Value::Null)
    );
    done(s.act(&s.supervisor, id, resolve).await).await;

    // The phone is heard; the cause has ended once it stays so.
    let fix = s.fix(0, 21.0);
    s.tell(1, vec![json!({"type": "fixes", "fixes": [fix]})])
        .await;
    s.look().await;
    s.advance(3);
    s.look().await;
    let over = s.only("silent").await;
    assert_eq!(
        over["reason"], "called: in a cellar",
        "a person's word stays"
    );
    assert_ne!(over["cause_ended_at"], Value::Null);
    s.advance(20);
    s.look().await;
    assert_eq!(
        s.board(&s.admin).await,
        ["silent R1 open", "silent R1 resolved"],
        "another silence is another exception"
    );

    let steps: Vec<String> = s.supervisor.json(&path).await["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|h| {
            format!(
                "{} {}",
                h["action"].as_str().unwrap(),
                h["by"].as_str().unwrap_or("-")
            )
        })
        .collect();
    assert_eq!(
        steps,
        [
            "open -",
            "acknowledge sup1",
            "assign sup1",
            "resolve sup1",
            "reopen sup1",
            "resolve sup1",
            "end_cause -"
        ]
    );
    let kinds: Vec<String> = s
        .events(1, 7)
        .await
        .into_iter()
        .map(|(kind, _)| kind)
        .collect();
    assert_eq!(
        kinds,
        [
            "exception_opened",
            "exception_changed",
            "exception_changed",
            "exception_closed",
            "exception_changed",
            "exception_closed",
            "exception_opened"
        ]
    );
    s.server.finish().await;
}

#[tokio::test]
async fn many_are_handled_at_once_and_a_bad_row_costs_itself() {
    let s = story().await;
    s.freeze(s.today).await;
    s.advance(120);
    s.look().await;
    let page = s.admin.json("/api/v1/exceptions?limit=2").await;
    let next = page["next_cursor"].as_str().unwrap();
    let rest = s
        .admin
        .json(&format!("/api/v1/exceptions?limit=2&cursor={next}"))
        .await;
    assert_eq!((items(&page).len(), items(&rest).len()), (2, 1));
    let ids: Vec<Value> = items(&page)
        .iter()
        .chain(items(&rest))
        .map(|e| e["id"].clone())
        .collect();
    let batch = |ids: &[Value], more: Option<Value>| {
        let steps = ids
            .iter()
            .map(|id| json!({"id": id, "action": "resolve", "reason": "a feast"}));
        json!({"items": steps.chain(more).collect::<Vec<_>>()})
    };
    let path = "/api/v1/exceptions/actions/batch";
    let unknown = json!({"id": Uuid::now_v7(), "action": "acknowledge"});
    problem(
        s.admin
            .post(
                &format!("{path}?atomic=true"),
                &batch(&ids, Some(unknown.clone())),
            )
            .await,
        422,
        "invalid",
    )
    .await;
    assert_eq!(
        s.admin.json("/api/v1/exceptions/summary").await["open"],
        3,
        "all or none"
    );
    let answer = s.supervisor.post(path, &batch(&ids, Some(unknown))).await;
    let answer = expect(answer, StatusCode::OK).await;
    let mut told: Vec<&str> = answer["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| {
            r["error"][0]["code"]
                .as_str()
                .unwrap_or(r["status"].as_str().unwrap())
        })
        .collect();
    assert_eq!(told.pop(), Some("not_found"));
    told.sort_unstable();
    assert_eq!(told, ["done", "done", "not_found"], "R3 is another team's");
    problem(
        s.admin.get("/api/v1/exceptions?kind=lazy").await,
        400,
        "invalid_query",
    )
    .await;
    s.server.finish().await;
}

#[tokio::test]
async fn thresholds_are_settings_and_act_at_once() {
    let s = story().await;
    s.freeze(s.today).await;
    s.advance(91);
    s.look().await;
    assert_eq!(
        s.board(&s.supervisor).await,
        ["not_started R1 open", "not_started R2 open"]
    );
    let set = async |exceptions: Value| {
        let newest = s.admin.json("/api/v1/settings").await;
        let tag = format!("\"v{}\"", newest["version"]);
        let body = json!({"effective_from": s.today, "settings": {"exceptions": exceptions}});
        send(
            &s.admin,
            Method::PUT,
            "/api/v1/settings",
            &[("if-match", &tag)],
            &body,
        )
        .await
    };
    let later = expect(
        set(json!({"not_started": {"by": "09:15"}})).await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(
        later["settings"]["exceptions"]["not_started"],
        json!({"on": true, "by": "09:15"})
    );
    s.look().await;
    assert_eq!(
        s.board(&s.supervisor).await,
        ["not_started R1 resolved", "not_started R2 resolved"]
    );
    s.advance(60);
    s.look().await;
    assert_eq!(s.admin.json("/api/v1/exceptions/summary").await["open"], 3);
    expect(
        set(json!({"not_started": {"on": false}})).await,
        StatusCode::OK,
    )
    .await;
    s.look().await;
    assert_eq!(s.admin.json("/api/v1/exceptions/summary").await["open"], 0);
    let wrong = problem(
        set(json!({"silent": {"after_min": 0}})).await,
        422,
        "invalid",
    )
    .await;
    assert_eq!(
        wrong["errors"][0]["pointer"],
        "/settings/exceptions/silent/after_min"
    );
    s.server.finish().await;
}

#[tokio::test]
async fn a_visit_that_should_be_looked_at_is_until_a_person_has_decided() {
    let mut s = story().await;
    s.start(1).await;
    // 1.1 km from A, and only a minute.
    let visit = s.call(1, "A", 20.99).await;
    // Another's outlet, where it should be, as far as a rep rides meanwhile.
    s.advance(14);
    let off = s.call(1, "D", 21.03).await;
    s.look().await;
    assert_eq!(
        s.board(&s.supervisor).await,
        [
            "off_route R1 open",
            "outside R1 open",
            "short_visit R1 open",
            "short_visit R1 open"
        ]
    );
    let outside = s.only("outside").await;
    assert_eq!(outside["visit_id"], json!(visit));
    assert_eq!(outside["outlet_code"], "A");
    let away = outside["evidence"]["value"].as_i64().unwrap();
    assert!((1_050..1_200).contains(&away), "{away}");
    assert_eq!(s.only("off_route").await["visit_id"], json!(off));
    let text = outside["evidence"].to_string();
    assert!(!text.contains("lat"), "no coordinates: {text}");

    let decision = json!({"decision": "valid", "reason": "the pin is wrong"});
    expect(
        s.supervisor
            .post(&format!("/api/v1/visits/{visit}/reviews"), &decision)
            .await,
        StatusCode::CREATED,
    )
    .await;
    s.look().await;
    assert_eq!(s.only("outside").await["reason"], "cause_ended");
    // The day after tomorrow nobody looks at today's visits any more.
    s.advance(2 * 24 * 60);
    s.look().await;
    login(&s).await;
    assert_eq!(s.only("off_route").await["reason"], "day_over");
    s.server.finish().await;
}

#[tokio::test]
async fn a_held_order_and_money_not_handed_in_are_seen_until_somebody_acts() {
    let s = story().await;
    let customer = json!([{"code": "C", "name": "Bà Lan", "org_unit_code": "T1"}]);
    batch(&s.admin, "customers", customer).await;
    let shop = json!([{"code": "A", "customer_code": "C"}]);
    batch(&s.admin, "outlets", shop).await;
    let limit = json!({"customer_id": 1, "limit_minor": 1_000});
    expect(
        s.admin.post("/api/v1/credit-accounts", &limit).await,
        StatusCode::OK,
    )
    .await;
    let outlet = s.admin.json("/api/v1/outlets?q=A&limit=1").await["items"][0]["id"].clone();
    let order = json!({"id": Uuid::now_v7(), "rep_id": 1, "outlet_id": outlet,
        "lines": [{"product_code": "X", "quantity": 2, "unit_price_minor": 1_000}]});
    let held = expect(
        s.admin.post("/api/v1/orders", &order).await,
        StatusCode::CREATED,
    )
    .await;
    assert_eq!(held["holds"], json!(["credit"]));
    let money = json!({"id": Uuid::now_v7(), "rep_id": 1, "outlet_id": outlet, "method": "cash", "amount_minor": 500});
    expect(
        s.admin.post("/api/v1/collections", &money).await,
        StatusCode::CREATED,
    )
    .await;
    s.look().await;
    let of_trade = async |s: &Story, kind: &str| {
        let page = s
            .admin
            .json(&format!("/api/v1/exceptions?state=open&kind={kind}"))
            .await;
        items(&page).len()
    };
    assert_eq!(of_trade(&s, "order_held").await, 0, "not for so long yet");
    s.advance(16);
    s.look().await;
    assert_eq!(of_trade(&s, "order_held").await, 1);
    let tag = format!("\"v{}\"", held["version"]);
    let path = format!("/api/v1/orders/{}/release", order["id"].as_str().unwrap());
    let release = json!({"hold": "credit", "reason": "quen"});
    let released = send(
        &s.admin,
        Method::POST,
        &path,
        &[("if-match", &tag)],
        &release,
    )
    .await;
    expect(released, StatusCode::OK).await;
    s.look().await;
    assert_eq!(
        of_trade(&s, "order_held").await,
        0,
        "nothing holds it any more"
    );

    s.advance(24 * 60);
    login(&s).await;
    s.look().await;
    assert_eq!(of_trade(&s, "collection_not_handed_in").await, 1);
    let hand_in = json!({"id": Uuid::now_v7(), "rep_id": 1});
    expect(
        s.admin.post("/api/v1/settlements", &hand_in).await,
        StatusCode::CREATED,
    )
    .await;
    s.look().await;
    assert_eq!(of_trade(&s, "collection_not_handed_in").await, 0);
    s.server.finish().await;
}

/// Sessions end while a story's clock goes on.
async fn login(s: &Story) {
    let login = json!({"login": "admin", "password": PASSWORD});
    expect(
        s.admin.post("/api/v1/session", &login).await,
        StatusCode::OK,
    )
    .await;
}

#[tokio::test]
async fn an_outlet_missed_three_times_in_a_row_is_seen_until_somebody_calls() {
    let mut s = story().await;
    for back in [3, 2] {
        s.freeze(s.today - Days::new(back)).await;
    }
    s.look().await;
    assert_eq!(s.board(&s.admin).await, Vec::<String>::new(), "twice");
    s.freeze(s.today - Days::new(1)).await;
    s.look().await;
    let page = s.admin.json("/api/v1/exceptions?kind=three_misses").await;
    let mut codes: Vec<&str> = items(&page)
        .iter()
        .map(|e| e["outlet_code"].as_str().unwrap())
        .collect();
    codes.sort_unstable();
    assert_eq!(codes, ["A", "B", "C", "D", "E"]);

    // R2 was ill yesterday: D is at two misses, C is R1's too.
    let yesterday = s.today - Days::new(1);
    let ill = json!({"rep_id": 2, "kind": "sickness", "from": yesterday, "to": yesterday});
    let ill = s.supervisor.post("/api/v1/absences", &ill).await;
    let ill = expect(ill, StatusCode::CREATED).await;
    let path = format!("/api/v1/absences/{}/decisions", ill["id"].as_str().unwrap());
    let decided = s
        .supervisor
        .post(&path, &json!({"decision": "approved"}))
        .await;
    expect(decided, StatusCode::CREATED).await;
    s.start(1).await;
    s.call(1, "A", 21.0).await;
    s.look().await;
    let page = s
        .admin
        .json("/api/v1/exceptions?kind=three_misses&state=open")
        .await;
    let mut codes: Vec<&str> = items(&page)
        .iter()
        .map(|e| e["outlet_code"].as_str().unwrap())
        .collect();
    codes.sort_unstable();
    assert_eq!(codes, ["B", "C", "E"]);
    s.server.finish().await;
}

#[tokio::test]
async fn more_servers_are_no_more_looks() {
    let s = story().await;
    let services = &s.server.services;
    // Whoever looks next comes in the next hour.
    s.look().await;
    let put_off = async |rest: &str| {
        sqlx::query("update exception_look set next_at = clock_timestamp() + $1::text::interval, territory_at = clock_timestamp() - interval '50 s', misses_at = clock_timestamp() - interval '20 min'")
            .bind(rest)
            .execute(&services.db)
            .await
            .unwrap();
    };
    put_off("1 h").await;
    assert!(!look_if_due(services).await.unwrap());
    let mut tx = services.db.begin().await.unwrap();
    eventually("nobody else looks", async || {
        let locked = exception_round::lock(&mut tx).await.unwrap();
        locked.then_some(())
    })
    .await;
    assert_eq!(exception_round::due(&mut tx).await.unwrap(), None);
    // Another server waits for the one that looks, and asks for nothing.
    assert!(!look_if_due(services).await.unwrap());
    put_off("-1 s").await;
    let due = exception_round::due(&mut tx).await.unwrap();
    let (territory, misses) = (false, true);
    assert_eq!(due, Some(Depth { territory, misses }));
    // Said by a clock that was far ahead.
    put_off("2 h").await;
    assert!(exception_round::due(&mut tx).await.unwrap().is_some());
    let rest = Duration::from_mins(10);
    exception_round::done(&mut tx, due.unwrap(), rest)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(!look_if_due(services).await.unwrap());
    let (rest, territory, misses): (f64, f64, f64) = sqlx::query_as(
        "select extract(epoch from next_at - clock_timestamp())::float8, extract(epoch from clock_timestamp() - territory_at)::float8, extract(epoch from clock_timestamp() - misses_at)::float8 from exception_look",
    )
    .fetch_one(&services.db)
    .await
    .unwrap();
    assert!(rest > 500.0 && rest <= 600.0, "{rest}");
    assert!(territory >= 50.0, "not asked for: {territory}");
    assert!((0.0..50.0).contains(&misses), "{misses}");
    s.server.finish().await;
}

#[tokio::test]
async fn a_restarted_server_opens_nothing_twice() {
    let s = story().await;
    s.freeze(s.today).await;
    s.advance(120);
    s.look().await;
    let before = s.board(&s.admin).await;
    assert_eq!(before.len(), 3);
    let clock = s.clock.clone();
    let database: Arc<TestDatabase> = s.server.finish().await;
    let server = TestServer::plan()
        .clock(&clock)
        .database(&database)
        .start()
        .await;
    let admin = server.client();
    let login = json!({"login": "admin", "password": PASSWORD});
    expect(admin.post("/api/v1/session", &login).await, StatusCode::OK).await;
    for _ in 0..3 {
        eventually("nobody else looks", async || {
            look(&server.services, Depth::FULL)
                .await
                .unwrap()
                .then_some(())
        })
        .await;
    }
    let page = admin.json("/api/v1/exceptions").await;
    assert_eq!(items(&page).len(), 3);
    let opened: DateTime<Utc> = page["items"][0]["opened_at"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    assert_eq!(opened, clock.utc(), "as it was");
    server.finish().await;
}

#[tokio::test]
async fn a_call_for_help_is_open_at_once_and_only_a_person_ends_it() {
    let mut s = story().await;
    s.start(1).await;
    let id = Uuid::now_v7();
    let sos = json!({"type": "record", "kind": "sos", "id": id, "at": s.time(0), "body": {"note": "fell off the bike"}});
    s.tell(1, vec![sos.clone()]).await;
    let path = format!("/api/v1/exceptions/{id}");
    let seen = eventually("the call for help is open", async || {
        let seen = s.supervisor.get(&path).await;
        if seen.status() != StatusCode::OK {
            return None;
        }
        Some(seen.json::<Value>().await.unwrap())
    })
    .await;
    assert_eq!(
        (&seen["kind"], &seen["severity"], &seen["state"]),
        (&json!("sos"), &json!("critical"), &json!("open"))
    );
    assert_eq!(seen["evidence"]["note"], "fell off the bike");
    problem(s.other.get(&path).await, 404, "not_found").await;

    // The phone did not hear and says it again.
    let again = s.tell(1, vec![sos]).await;
    assert!(again.to_string().contains("duplicate"), "{again}");
    s.advance(12 * 60);
    s.look().await;
    let page = s.admin.json("/api/v1/exceptions?kind=sos").await;
    assert_eq!(items(&page).len(), 1);
    assert_eq!(page["items"][0]["state"], "open", "no time ends it");

    let id = json!(id);
    problem(
        s.act(&s.supervisor, &id, json!({"action": "resolve"}))
            .await,
        422,
        "invalid",
    )
    .await;
    let resolve = json!({"action": "resolve", "reason": "an ambulance came"});
    let over = s.act(&s.supervisor, &id, resolve).await;
    let over = expect(over, StatusCode::CREATED).await;
    assert_eq!(over["state"], "resolved");
    assert_ne!(over["cause_ended_at"], Value::Null);
    // A second one is another.
    let second =
        json!({"type": "record", "kind": "sos", "id": Uuid::now_v7(), "at": s.time(0), "body": {}});
    s.tell(1, vec![second]).await;
    eventually("the second call is open", async || {
        let page = s.admin.json("/api/v1/exceptions?kind=sos&state=open").await;
        (items(&page).len() == 1).then_some(())
    })
    .await;
    s.server.finish().await;
}

#[tokio::test]
async fn what_a_phone_says_of_itself_is_an_exception_once_it_lasts() {
    let mut s = story().await;
    s.start(1).await;
    let ill = json!({"battery_pct": 9, "charging": false, "backlog": 80, "permissions": {"location": "denied"}});
    s.says(1, ill.clone()).await;
    s.look().await;
    assert_eq!(s.board(&s.supervisor).await, ["low_battery R1 open"]);
    assert_eq!(s.only("low_battery").await["evidence"]["value"], 9);
    s.advance(2);
    s.look().await;
    assert_eq!(
        s.board(&s.supervisor).await,
        ["gps_off R1 open", "low_battery R1 open"]
    );
    // Heard all along, the records stay.
    for _ in 0..7 {
        s.advance(4);
        s.says(1, ill.clone()).await;
        s.look().await;
    }
    assert_eq!(
        s.board(&s.supervisor).await,
        ["backlog R1 open", "gps_off R1 open", "low_battery R1 open"]
    );
    let well = json!({"battery_pct": 60, "charging": true, "backlog": 0, "permissions": {"location": "always"}});
    s.says(1, well).await;
    s.look().await;
    assert_eq!(
        s.admin.json("/api/v1/exceptions/summary").await["open"],
        3,
        "it may come back"
    );
    s.advance(2);
    s.look().await;
    assert_eq!(s.admin.json("/api/v1/exceptions/summary").await["open"], 0);
    s.server.finish().await;
}
