//! Forms from outside: what is asked, what phones answer, what audits score, what is seen of competitors.

use chrono::{Days, NaiveDate, SecondsFormat, TimeDelta};
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
    token: String,
    today: NaiveDate,
}

/// R1 with a phone, a route and two outlets in T1: A of class `general` with a customer, B of class `key`.
async fn story() -> Story {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let today = (server.services.rules.load().time).date_of(server.services.clock.now());
    let from = today - Days::new(30);
    for (collection, rows) in [
        (
            "reps",
            json!([{"code": "R1", "name": "One", "org_unit_code": "T1", "valid_from": from}]),
        ),
        (
            "customers",
            json!([{"code": "C1", "name": "Cô Lan", "org_unit_code": "T1"}]),
        ),
        (
            "outlets",
            json!([{"code": "A", "name": "Tạp hóa Lan", "org_unit_code": "T1", "lat": 21.0, "lng": 105.8, "customer_code": "C1"},
                {"code": "B", "name": "Siêu thị", "org_unit_code": "T1", "lat": 21.01, "lng": 105.8, "class": "key"}]),
        ),
        (
            "products",
            json!([{"code": "BEER", "name": "Bia", "category": "drinks"}, {"code": "TEA", "name": "Trà", "category": "drinks"}]),
        ),
        (
            "routes",
            json!([{"code": "T-1", "name": "One", "org_unit_code": "T1", "rep_code": "R1", "valid_from": from, "outlets": [
                {"outlet_code": "A", "sequence": 1, "pattern": "F4", "weekdays": ["mon"]},
                {"outlet_code": "B", "sequence": 2, "pattern": "F4", "weekdays": ["mon"]}]}]),
        ),
        (
            "must-sell-lists",
            json!([{"code": "CORE", "name": "Core", "audience": {"classes": ["general"]}, "product_codes": ["TEA", "BEER"]}]),
        ),
        ("forms", json!([shelf(), ask_owner()])),
    ] {
        batch(&admin, collection, rows).await;
    }
    let device = json!([{"label": "p1", "rep_code": "R1"}]);
    let token = batch(&admin, "devices", device).await[0]["token"]
        .as_str()
        .unwrap()
        .to_owned();
    Story {
        server,
        admin,
        token,
        today,
    }
}

fn shelf() -> Value {
    json!({"code": "SHELF", "kind": "audit", "name": {"en": "Shelf", "vi": "Quầy kệ"}, "required": true,
        "audience": {"classes": ["general"]}, "questions": [
            {"code": "clean", "text": {"en": "Is the shelf clean?", "vi": "Kệ sạch?"}, "asks": {"type": "yes_no"},
             "required": true, "weight": 40, "compliant": {"type": "yes_no", "is": true}},
            {"code": "there", "text": {"en": "On the shelf?"}, "level": "product", "asks": {"type": "yes_no"}, "required": true,
             "weight": 30, "compliant": {"type": "yes_no", "is": true}, "measures": "in_stock"},
            {"code": "facings", "text": {"en": "Facings"}, "level": "product", "products": ["BEER"],
             "asks": {"type": "number", "min_milli": 0, "unit": "mặt"}, "measures": "facings"}]})
}

fn ask_owner() -> Value {
    json!({"code": "OWNER", "kind": "survey", "name": {"vi": "Hỏi chủ"}, "questions": [
        {"code": "brands", "text": {"en": "Which brands?"}, "asks": {"type": "choice", "many": true, "options": [
            {"code": "x", "text": {"en": "Brand X"}}, {"code": "y", "text": {"en": "Brand Y"}}]}}]})
}

impl Story {
    async fn tell(&self, frames: Value) {
        tell(&self.server, &self.token, &frames).await;
    }

    async fn record(&self, kind: &str, visit: Option<Uuid>, body: Value) -> (Uuid, String, Value) {
        let id = Uuid::now_v7();
        self.tell(json!([{"type": "record", "n": 1, "kind": kind, "id": id, "visit_id": visit, "at": self.ago(5), "body": body}]))
            .await;
        let (status, detail) = self.status(id).await;
        (id, status, detail)
    }

    fn ago(&self, minutes: i64) -> String {
        let at = self.server.services.clock.utc() - TimeDelta::minutes(minutes);
        at.to_rfc3339_opts(SecondsFormat::Millis, true)
    }

    async fn status(&self, record: Uuid) -> (String, Value) {
        record_status(&self.server, record).await
    }

    async fn sync(&self, since: &str) -> Value {
        let answer = self
            .server
            .client()
            .request(Method::GET, &format!("/v1/device/sync{since}"))
            .header("authorization", format!("Bearer {}", self.token))
            .send()
            .await
            .unwrap();
        expect(answer, StatusCode::OK).await
    }

    async fn id(&self, collection: &str, q: &str) -> i64 {
        let found = self
            .admin
            .json(&format!("/api/v1/{collection}?q={q}"))
            .await;
        found["items"][0]["id"].as_i64().unwrap()
    }
}

fn faults(detail: &Value) -> Vec<String> {
    (detail["errors"].as_array().into_iter().flatten())
        .map(|e| {
            format!(
                "{} {}",
                e["pointer"].as_str().unwrap(),
                e["code"].as_str().unwrap()
            )
        })
        .collect()
}

#[tokio::test]
async fn an_audit_is_scored_by_the_version_it_was_asked_by_and_seen_everywhere() {
    let s = story().await;
    let visit = Uuid::now_v7();
    s.tell(json!([{"type": "check_in", "n": 1, "id": visit, "outlet": "A", "at": s.ago(20)}]))
        .await;
    let answers = json!([
        {"question": "there", "product": "BEER", "value": true}, {"question": "there", "product": "TEA", "value": false},
        {"question": "clean", "value": true}, {"question": "facings", "product": "BEER", "value": 4}]);
    let body = json!({"form_code": "SHELF", "form_version": 1, "answers": answers});
    let (audit, status, detail) = s.record("audit", Some(visit), body.clone()).await;
    assert_eq!(status, "applied", "{detail}");
    // 40 + 30 of 40 + 30 + 30.
    assert_eq!(
        (&detail["earned"], &detail["possible"], &detail["score_bp"]),
        (&json!(70), &json!(100), &json!(7_000))
    );
    let (survey, status, _) = s
        .record(
            "survey",
            Some(visit),
            json!({"form_code": "OWNER", "form_version": 1,
            "answers": [{"question": "brands", "value": ["y", "x"]}]}),
        )
        .await;
    assert_eq!(status, "applied");
    let (seen, status, detail) = s
        .record(
            "competitor",
            Some(visit),
            json!({"brand": "Sao Vàng", "product": "lon 330", "category": "drinks",
            "price_minor": 11_000, "facings": 6, "promotion": "mua 10 tặng 1"}),
        )
        .await;
    assert_eq!(status, "applied", "{detail}");

    // The form moves on; the audit stays what it was.
    let mut other = shelf();
    other["questions"][0]["text"] = json!({"en": "Another question"});
    other["questions"][0]["weight"] = json!(1);
    batch(&s.admin, "forms", json!([other])).await;
    let whole = s.admin.json(&format!("/api/v1/audits/{audit}")).await;
    assert_eq!(
        (
            &whole["score_bp"],
            &whole["form_version"],
            &whole["failed_count"]
        ),
        (&json!(7_000), &json!(1), &json!(1))
    );
    let said: Vec<String> = (whole["answers"].as_array().unwrap().iter())
        .map(|a| {
            format!(
                "{} {} {} {}/{}",
                a["text"]["en"].as_str().unwrap(),
                a["product_name"],
                a["value"],
                a["earned"],
                a["possible"]
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            "Is the shelf clean? null true 40/40",
            "On the shelf? \"Bia\" true 30/30",
            "On the shelf? \"Trà\" false 0/30",
            "Facings \"Bia\" \"4\" 0/0",
        ]
    );
    assert_eq!(whole["answers"][3]["unit"], "mặt");

    // The same again is the same; another body under its id is not.
    s.tell(json!([{"type": "record", "n": 2, "kind": "audit", "id": audit, "visit_id": visit, "at": s.ago(5), "body": {}}]))
        .await;
    let list = s
        .admin
        .json(&format!("/api/v1/audits?visit_id={visit}&failed=true"))
        .await;
    assert_eq!(list["items"].as_array().unwrap().len(), 1);

    let whole = eventually("the visit is there", async || {
        let answer = s.admin.get(&format!("/api/v1/visits/{visit}")).await;
        (answer.status() == StatusCode::OK).then_some(answer)
    })
    .await;
    let whole = expect(whole, StatusCode::OK).await;
    assert_eq!(whole["audits"][0]["id"], json!(audit));
    assert_eq!(
        whole["surveys"][0]["answers"][0]["chosen"],
        json!([{"en": "Brand X"}, {"en": "Brand Y"}])
    );
    assert_eq!(
        whole["competitor_observations"][0]["promotion"],
        "mua 10 tặng 1"
    );
    let customer = whole["customer"]["id"].clone();
    let told = s
        .admin
        .json(&format!("/api/v1/customers/{customer}/timeline"))
        .await;
    let mut told: Vec<_> = (told["items"].as_array().unwrap().iter())
        .map(|i| {
            (
                i["kind"].as_str().unwrap(),
                i["state"].as_str().unwrap(),
                i["number"].as_str(),
            )
        })
        .filter(|t| t.0 != "visit")
        .collect();
    told.sort_unstable();
    assert_eq!(
        told,
        [
            ("audit", "failed", Some("SHELF")),
            ("competitor", "promotion", Some("Sao Vàng")),
            ("survey", "answered", Some("OWNER"))
        ]
    );

    let (from, to) = (s.today - Days::new(2), s.today);
    let scores = s
        .admin
        .json(&format!("/api/v1/audits/scores?from={from}&to={to}"))
        .await;
    assert_eq!(scores["items"].as_array().unwrap().len(), 1);
    let one = &scores["items"][0];
    assert_eq!(
        (
            &one["form_code"],
            &one["org_unit_code"],
            &one["earned"],
            &one["possible"],
            &one["compliant"]
        ),
        (
            &json!("SHELF"),
            &json!("T1"),
            &json!(70),
            &json!(100),
            &json!(0)
        )
    );

    let far = user(&s.server, &s.admin, "sup2", "supervisor", "T2").await;
    for path in ["audits", "surveys", "competitor-observations"] {
        assert_eq!(
            far.json(&format!("/api/v1/{path}")).await["items"],
            json!([]),
            "{path}"
        );
    }
    for (path, id) in [
        ("audits", audit),
        ("surveys", survey),
        ("competitor-observations", seen),
        ("surveys", audit),
    ] {
        let who = if path == "surveys" && id == audit {
            &s.admin
        } else {
            &far
        };
        problem(
            who.get(&format!("/api/v1/{path}/{id}")).await,
            404,
            "not_found",
        )
        .await;
    }
    s.server.finish().await;
}

#[tokio::test]
async fn what_cannot_be_read_is_kept_and_everything_wrong_with_it_is_told() {
    let s = story().await;
    let clean = json!({"question": "clean", "value": true});
    for (kind, body, expected) in [
        (
            "audit",
            json!({"outlet": "A", "form_code": "NONE", "form_version": 1, "answers": []}),
            vec!["/form_code unknown_form"],
        ),
        (
            "audit",
            json!({"outlet": "A", "form_code": "SHELF", "form_version": 7, "answers": []}),
            vec!["/form_code unknown_form"],
        ),
        (
            "survey",
            json!({"outlet": "A", "form_code": "SHELF", "form_version": 1, "answers": []}),
            vec!["/form_code wrong_kind"],
        ),
        (
            "audit",
            json!({"outlet": "A", "form_code": "SHELF", "answers": []}),
            vec!["/form_version required"],
        ),
        (
            "audit",
            json!({"outlet": "X", "form_code": "SHELF", "form_version": 1, "answers": []}),
            vec!["/outlet unknown_outlet"],
        ),
        (
            "audit",
            json!({"form_code": "SHELF", "form_version": 1, "answers": []}),
            vec!["/outlet required"],
        ),
        (
            "audit",
            json!({"outlet": "A", "form_code": "SHELF", "form_version": 1, "answers": [clean]}),
            vec!["/answers missing_answer"],
        ),
        (
            "audit",
            json!({"outlet": "A", "form_code": "SHELF", "form_version": 1, "answers": [
            {"question": "clean", "value": 1}, {"question": "there", "product": "GIN", "value": true}, {"question": "facings", "product": "BEER", "value": -1}]}),
            vec![
                "/answers/0/value invalid",
                "/answers/1/product not_asked",
                "/answers/2/value out_of_range",
            ],
        ),
        (
            "competitor",
            json!({"outlet": "A", "facings": -1}),
            vec!["/facings out_of_range", "/brand required"],
        ),
        (
            "competitor",
            json!({"outlet": "A", "brand": "X", "category": "cars"}),
            vec!["/category unknown_category"],
        ),
    ] {
        let (id, status, detail) = s.record(kind, None, body.clone()).await;
        assert_eq!(
            (status.as_str(), faults(&detail)),
            (
                "invalid",
                expected.iter().map(|e| (*e).to_owned()).collect()
            ),
            "{body}"
        );
        let kept: Value = sqlx::query_scalar("select body from device_record where id = $1")
            .bind(id)
            .fetch_one(&s.server.services.db)
            .await
            .unwrap();
        assert_eq!(kept, body, "verbatim");
    }
    assert_eq!(s.admin.json("/api/v1/audits").await["items"], json!([]));
    // The key account has no must-sell list: nothing of the product is asked there.
    let (_, status, detail) = s
        .record(
            "audit",
            None,
            json!({"outlet": "B", "form_code": "SHELF", "form_version": 1, "answers": [clean]}),
        )
        .await;
    assert_eq!(
        (status.as_str(), &detail["score_bp"]),
        ("applied", &json!(10_000))
    );
    s.server.finish().await;
}

#[tokio::test]
async fn a_phone_knows_what_to_ask_where_and_what_must_be_there() {
    let s = story().await;
    let all = s.sync("").await;
    let (a, b) = (s.id("outlets", "Lan").await, s.id("outlets", "Si").await);
    let forms: Vec<_> = (all["forms"].as_array().unwrap().iter())
        .map(|f| {
            (
                f["code"].as_str().unwrap(),
                f["version"].as_i64().unwrap(),
                f["required"].as_bool().unwrap(),
                f["outlet_ids"].clone(),
            )
        })
        .collect();
    let mut both = [a, b];
    both.sort_unstable();
    assert_eq!(forms.len(), 2);
    assert!(forms.contains(&("SHELF", 1, true, json!([a]))));
    assert!(forms.contains(&("OWNER", 1, false, json!(both))));
    assert_eq!(
        all["must_sell"],
        json!([{"outlet_id": a, "product_codes": ["BEER", "TEA"]}])
    );

    // What is retired or not yet valid is not asked; one that ended is gone.
    let later = s.today + Days::new(3);
    let patch = json!([{"code": "OWNER", "active": false}, {"code": "SHELF", "valid_from": later}]);
    batch(&s.admin, "forms", patch).await;
    let since = all["cursor"].as_str().unwrap();
    let next = s.sync(&format!("?since={since}")).await;
    assert_eq!(next["forms"], json!([]));
    let yesterday = s.today - Days::new(1);
    let patch = json!([{"code": "OWNER", "active": true, "valid_to": yesterday}]);
    batch(&s.admin, "forms", patch).await;
    let next = s.sync(&format!("?since={since}")).await;
    assert_eq!(next["forms"], json!([]));

    // What is missing lately: nothing tells of either; then the tea was counted.
    let missing = async || -> Vec<(String, bool)> {
        let standing = s
            .admin
            .json(&format!("/api/v1/outlets/{a}/must-sell"))
            .await;
        (standing["items"].as_array().unwrap().iter())
            .map(|m| {
                (
                    m["product_code"].as_str().unwrap().to_owned(),
                    m["missing"].as_bool().unwrap(),
                )
            })
            .collect()
    };
    let pairs = |beer, tea| vec![("BEER".to_owned(), beer), ("TEA".to_owned(), tea)];
    assert_eq!(missing().await, pairs(true, true));
    let (_, status, _) = s
        .record(
            "stock_count",
            None,
            json!({"outlet": "A", "lines": [{"product_code": "TEA", "quantity": 2}]}),
        )
        .await;
    assert_eq!(status, "applied");
    assert_eq!(missing().await, pairs(true, false));
    // Of the last 30 days, today among them.
    for (days, gone) in [(29, false), (30, true)] {
        sqlx::query("update stock_count set date = $1")
            .bind(s.today - Days::new(days))
            .execute(&s.server.services.db)
            .await
            .unwrap();
        assert_eq!(missing().await, pairs(true, gone), "{days} days ago");
    }
    s.server.finish().await;
}

#[tokio::test]
async fn whoever_takes_a_route_over_is_told_all_that_is_asked_and_sold_there() {
    let s = story().await;
    let from = s.today - Days::new(30);
    let two = json!([{"code": "R2", "name": "Two", "org_unit_code": "T1", "valid_from": from}]);
    batch(&s.admin, "reps", two).await;
    let device = json!([{"label": "p2", "rep_code": "R2"}]);
    let token = batch(&s.admin, "devices", device).await[0]["token"]
        .as_str()
        .unwrap()
        .to_owned();
    let two = Story { token, ..s };
    // All of it was known long ago.
    for table in [
        "form",
        "must_sell_list",
        "product",
        "org_unit",
        "outlet",
        "price_list",
        "scheme",
    ] {
        let aged = format!("update {table} set updated_at = updated_at - interval '1 day'");
        sqlx::query(&aged)
            .execute(&two.server.services.db)
            .await
            .unwrap();
    }
    sqlx::raw_sql("update rule_version set created_at = created_at - interval '1 day'; update route_outlet set recorded_at = recorded_at - interval '1 day'; update route_rep set recorded_at = recorded_at - interval '1 day'")
        .execute(&two.server.services.db)
        .await
        .unwrap();
    let first = two.sync("").await;
    assert_eq!(first["forms"], json!([]));
    let since = format!("?since={}", first["cursor"].as_str().unwrap());
    let quiet = two.sync(&since).await;
    assert_eq!(
        (&quiet["forms"], &quiet["must_sell"], &quiet["catalogue"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );

    let route = json!([{"code": "T-1", "rep_code": "R2", "valid_from": two.today}]);
    batch(&two.admin, "routes", route).await;
    let next = two.sync(&since).await;
    let of = |member: &str| next[member].as_array().unwrap().len();
    assert_eq!((of("forms"), of("must_sell")), (2, 1));
    assert_eq!(
        (
            next["catalogue"]["products"].as_array().unwrap().len(),
            next["catalogue"]["buyers"].as_array().unwrap().len()
        ),
        (2, 2)
    );
    two.server.finish().await;
}

#[tokio::test]
async fn a_form_is_checked_when_it_is_written_and_keeps_its_kind() {
    let s = story().await;
    let mut bad = shelf();
    bad["code"] = json!("BAD");
    bad["questions"][1]["products"] = json!(["NOPE"]);
    bad["questions"][0]["compliant"] = Value::Null;
    let refused = problem(s.admin.post("/api/v1/forms", &bad).await, 422, "invalid").await;
    assert_eq!(
        faults(&refused),
        [
            "/questions/0/compliant required",
            "/questions/1/products/0 unknown_product"
        ]
    );
    let id = s.id("forms", "SHELF").await;
    let path = format!("/api/v1/forms/{id}");
    let kind = json!({"kind": "survey"});
    let answer = send(
        &s.admin,
        Method::PATCH,
        &path,
        &[("if-match", "\"v1\"")],
        &kind,
    )
    .await;
    let refused = expect(answer, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert!(faults(&refused).contains(&"/kind immutable".to_owned()));
    let put = s
        .admin
        .request(Method::PUT, "/api/v1/forms/by-code/fieldbeat/SHELF")
        .json(&json!({"required": false}))
        .send()
        .await
        .unwrap();
    assert_eq!(expect(put, StatusCode::OK).await["version"], 2);
    let rep = user(&s.server, &s.admin, "sup", "supervisor", "T1").await;
    let answer = rep.post("/api/v1/forms", &ask_owner()).await;
    expect(answer, StatusCode::FORBIDDEN).await;
    let lists = json!([{"code": "E", "name": "E", "product_codes": []}, {"code": "U", "name": "U", "product_codes": ["NOPE"]}]);
    let answer = s
        .admin
        .post("/api/v1/must-sell-lists/batch", &json!({ "items": lists }))
        .await;
    let results = expect(answer, StatusCode::OK).await["results"].clone();
    assert_eq!(results[0]["error"][0]["code"], "required");
    assert_eq!(results[1]["error"][0]["code"], "unknown_product");
    s.server.finish().await;
}

#[tokio::test]
async fn audits_and_surveys_are_steps_that_a_class_may_require() {
    let s = story().await;
    let settings = s.admin.json("/api/v1/settings").await;
    let tag = format!("\"v{}\"", settings["version"]);
    let steps = json!({"classes": {"general": {"required_steps": ["audit", "survey"]}}});
    let body = json!({"effective_from": s.today, "settings": steps});
    let headers = [("if-match", tag.as_str())];
    let changed = send(&s.admin, Method::PUT, "/api/v1/settings", &headers, &body).await;
    expect(changed, StatusCode::OK).await;
    let visit = Uuid::now_v7();
    // Just now, so that it is of the day from which the steps are required.
    s.tell(json!([{"type": "check_in", "n": 1, "id": visit, "outlet": "A", "at": s.ago(0)}]))
        .await;
    let missing = async |expected: Value| {
        eventually("the steps are those", async || {
            let answer = s.admin.get(&format!("/api/v1/visits/{visit}")).await;
            let whole: Value = answer.json().await.unwrap();
            (whole["verdict"]["missing_steps"] == expected).then_some(())
        })
        .await;
    };
    missing(json!(["audit", "survey"])).await;
    let answers = json!([{"question": "clean", "value": true},
        {"question": "there", "product": "BEER", "value": true}, {"question": "there", "product": "TEA", "value": true}]);
    let body = json!({"form_code": "SHELF", "form_version": 1, "answers": answers});
    s.record("audit", Some(visit), body).await;
    missing(json!(["survey"])).await;
    let body = json!({"form_code": "OWNER", "form_version": 1, "answers": []});
    s.record("survey", Some(visit), body).await;
    missing(json!([])).await;
    s.server.finish().await;
}
