//! Who sees what: nothing without a login, nothing of another team.

use std::collections::BTreeSet;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{
    client::{Client, expect},
    front_door::{batch, found, problem, send, user},
    server::TestServer,
};

/// Every operation of the document with ids that could exist.
fn operations(document: &Value) -> Vec<(Method, String)> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let path = path
            .replace("{date}", "2026-01-05")
            .replace("{system}/{code}", "erp/1")
            .replace(
                "/visits/{id}",
                "/visits/018f0000-0000-7000-8000-000000000001",
            )
            .replace(
                "/orders/{id}",
                "/orders/018f0000-0000-7000-8000-000000000001",
            )
            .replace("{id}", "1")
            .replace("{rep}", "1")
            .replace("{token}", "0123456789abcdef");
        for verb in item.as_object().unwrap().keys() {
            let verb = verb.to_uppercase().parse().unwrap();
            all.push((verb, path.clone()));
        }
    }
    all
}

/// The names of all schemas that the document refers to.
fn references(value: &Value) -> BTreeSet<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(references).collect(),
        Value::Object(fields) => {
            let own = fields.get("$ref").and_then(Value::as_str);
            let own = own.and_then(|r| r.rsplit('/').next()).map(str::to_owned);
            fields.values().flat_map(references).chain(own).collect()
        }
        _ => BTreeSet::new(),
    }
}

#[tokio::test]
async fn every_documented_route_exists_and_is_refused_without_a_login() {
    let server = TestServer::start().await;
    found(&server).await;
    let stranger = server.client();
    let document = stranger.json("/api/v1/openapi.json").await;
    assert_eq!(document["openapi"], "3.1.0");
    let open = ["/api/v1/public", "/api/v1/openapi.json"];
    let doors = [
        "/api/v1/session",
        "/api/v1/session/persona",
        "/api/v1/first-run",
        "/api/v1/password-reset",
    ];
    // There is no provider of single sign-on, and so no such door.
    let shut = [
        "/api/v1/session/single-sign-on",
        "/api/v1/session/single-sign-on/callback",
    ];
    let operations = operations(&document);
    assert!(operations.len() > 60, "{}", operations.len());
    for (method, path) in operations {
        let response = send(&stranger, method.clone(), &path, &[], &json!({})).await;
        let status = response.status().as_u16();
        if open.contains(&path.as_str()) {
            assert_eq!(status, 200, "{method} {path}");
        } else if method == Method::POST && doors.contains(&path.as_str()) {
            assert_eq!(status, 422, "{method} {path}");
        } else if shut.contains(&path.as_str()) {
            assert_eq!(status, 404, "{method} {path}");
        } else {
            problem(response, 401, "unauthorized").await;
        }
    }
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let missing: Vec<String> = references(&document)
        .into_iter()
        .filter(|name| !schemas.contains_key(name))
        .collect();
    assert_eq!(
        missing,
        Vec::<String>::new(),
        "schemas that are named and not described"
    );
    let ids: Vec<&str> = document["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|item| item.as_object().unwrap().values())
        .filter_map(|operation| operation["operationId"].as_str())
        .collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(unique.len(), ids.len(), "operation ids are unique");
    problem(stranger.get("/api/v1/nowhere").await, 404, "not_found").await;
    problem(stranger.get("/api/nowhere").await, 404, "not_found").await;
    server.finish().await;
}

#[tokio::test]
async fn another_teams_rep_is_not_found_anywhere() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let reps = json!([{"code": "R1", "name": "Mine", "org_unit_code": "T1"}, {"code": "R2", "name": "Theirs", "org_unit_code": "T2"}]);
    let reps = batch(&admin, "reps", reps).await;
    let (mine, theirs) = (
        reps[0]["id"].as_i64().unwrap(),
        reps[1]["id"].as_i64().unwrap(),
    );
    batch(
        &admin,
        "devices",
        json!([{"label": "D2", "rep_code": "R2"}]),
    )
    .await;
    batch(
        &admin,
        "outlets",
        json!([{"code": "O2", "name": "Shop", "org_unit_code": "T2", "lat": 21.0, "lng": 105.8}]),
    )
    .await;
    let supervisor = user(&server, &admin, "sup1", "supervisor", "T1").await;

    for list in [
        "reps",
        "reps?q=theirs",
        "reps?code=R2",
        "reps/today",
        "devices",
        "outlets",
        "outlets/near?lat=21&lng=105.8",
        "visits",
        "org-units",
    ] {
        let page = supervisor.json(&format!("/api/v1/{list}")).await;
        let text = page["items"].to_string();
        assert!(
            !text.contains("R2") && !text.contains("O2") && !text.contains("T2"),
            "{list}: {text}"
        );
    }
    supervisor.json(&format!("/api/v1/reps/{mine}")).await;
    let range = "from=2026-01-05T00:00:00Z&to=2026-01-06T00:00:00Z";
    for path in [
        format!("reps/{theirs}"),
        "reps/999999".to_owned(),
        format!("reps/{theirs}/days/2026-01-05"),
        format!("reps/{theirs}/track?{range}"),
        format!("day-plans/{theirs}/2026-01-05"),
        "devices/1".to_owned(),
        "outlets/1".to_owned(),
    ] {
        problem(
            supervisor.get(&format!("/api/v1/{path}")).await,
            404,
            "not_found",
        )
        .await;
    }
    supervisor
        .json(&format!("/api/v1/day-plans/{mine}/2026-01-05"))
        .await;
    problem(
        supervisor.post("/api/v1/reps", &json!({})).await,
        403,
        "forbidden",
    )
    .await;
    server.finish().await;
}

#[tokio::test]
async fn a_program_cannot_write_beyond_its_units() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    batch(
        &admin,
        "reps",
        json!([{"code": "R2", "name": "Theirs", "org_unit_code": "T2"}]),
    )
    .await;
    let program = user(&server, &admin, "erp", "integration", "T1").await;
    let rows = json!({"items": [
        {"code": "R2", "name": "Stolen"},
        {"code": "R3", "name": "Planted", "org_unit_code": "T2"},
        {"code": "R4", "name": "Own", "org_unit_code": "T1"},
    ]});
    let answer = expect(
        program.post("/api/v1/reps/batch", &rows).await,
        StatusCode::OK,
    )
    .await;
    let code = |i: usize| {
        answer["results"][i]["error"][0]["code"]
            .as_str()
            .unwrap_or("")
            .to_owned()
    };
    assert_eq!(
        (code(0), code(1), code(2)),
        ("code_taken".into(), "unknown".into(), String::new())
    );
    assert_eq!(
        admin.json("/api/v1/reps?code=R2").await["items"][0]["name"],
        "Theirs"
    );
    server.finish().await;
}

#[tokio::test]
async fn reading_a_track_leaves_a_trace() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let reps = batch(
        &admin,
        "reps",
        json!([{"code": "R1", "name": "Rep", "org_unit_code": "T1"}]),
    )
    .await;
    let supervisor = user(&server, &admin, "sup1", "supervisor", "T1").await;
    let path = format!(
        "/api/v1/reps/{}/track?from=2026-01-05T00:00:00Z&to=2026-01-06T00:00:00Z",
        reps[0]["id"]
    );
    let track = supervisor.json(&path).await;
    assert_eq!(track, json!({"type": "FeatureCollection", "features": []}));
    let log = admin.json("/api/v1/audit-log?action=track.read").await;
    assert_eq!(log["items"][0]["login"], "sup1");
    for (format, kind) in [
        ("gpx", "application/gpx+xml"),
        ("kml", "application/vnd.google-earth.kml+xml"),
        ("csv", "text/csv; charset=utf-8"),
        (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    ] {
        let file = supervisor.get(&format!("{path}&format={format}")).await;
        assert_eq!(file.status(), StatusCode::OK, "{format}");
        assert_eq!(file.headers()["content-type"], kind);
        let named = file.headers()["content-disposition"].to_str().unwrap();
        assert!(
            named.ends_with(&format!("-2026-01-05.{format}\"")),
            "{named}"
        );
    }
    problem(
        supervisor.get(&format!("{path}&format=pdf")).await,
        400,
        "invalid_query",
    )
    .await;
    let too_long = path.replace("to=2026-01-06", "to=2026-02-06");
    problem(supervisor.get(&too_long).await, 400, "invalid_query").await;
    server.finish().await;
}

/// Logs in again in place of a client whose rights have changed.
async fn whoami(client: &Client) -> u16 {
    client.get("/api/v1/session").await.status().as_u16()
}

#[tokio::test]
async fn a_change_of_rights_acts_at_once() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    let supervisor = user(&server, &admin, "sup1", "supervisor", "T1").await;
    let users = admin.json("/api/v1/users?q=sup1").await;
    let path = format!("/api/v1/users/{}", users["items"][0]["id"]);
    assert_eq!(whoami(&supervisor).await, 200);
    let disable = send(
        &admin,
        Method::PATCH,
        &path,
        &[("if-match", "\"v1\"")],
        &json!({"disabled": true}),
    )
    .await;
    expect(disable, StatusCode::OK).await;
    assert_eq!(whoami(&supervisor).await, 401);
    let own = admin.json("/api/v1/users?q=admin").await;
    let path = format!("/api/v1/users/{}", own["items"][0]["id"]);
    let last = send(
        &admin,
        Method::PATCH,
        &path,
        &[("if-match", "\"v1\"")],
        &json!({"role": "auditor"}),
    )
    .await;
    problem(last, 409, "last_administrator").await;
    server.finish().await;
}

#[tokio::test]
async fn a_tile_shows_the_outlets_of_who_asks_and_counts_them_where_they_are_many() {
    let server = TestServer::start().await;
    let admin = found(&server).await;
    batch(
        &admin,
        "outlets",
        json!([
            {"code": "N1", "name": "Phở Bắc", "org_unit_code": "T1", "lat": 21.0278, "lng": 105.8342, "class": "A"},
            {"code": "S1", "name": "Bún Nam", "org_unit_code": "T2", "lat": 21.0279, "lng": 105.8343, "class": "B"},
        ]),
    )
    .await;
    let supervisor = user(&server, &admin, "sup1", "supervisor", "T1").await;
    let tile = async |client: &Client, place: &str| {
        let answer = client.get(&format!("/api/v1/outlets/tiles/{place}")).await;
        assert_eq!(answer.status(), StatusCode::OK, "{place}");
        assert_eq!(
            answer.headers()["content-type"],
            "application/vnd.mapbox-vector-tile"
        );
        assert!(
            answer.headers()["cache-control"]
                .to_str()
                .unwrap()
                .contains("private")
        );
        String::from_utf8_lossy(&answer.bytes().await.unwrap()).into_owned()
    };
    for place in ["0/0/0", "12/3252/1803"] {
        let own = tile(&supervisor, place).await;
        assert!(own.contains("Phở Bắc") && own.contains("outlets"), "{own}");
        assert!(!own.contains("Bún Nam") && !own.contains("S1"), "{own}");
        assert!(tile(&admin, place).await.contains("Bún Nam"));
    }
    assert_eq!(tile(&admin, "12/0/0").await, "", "nothing is there");
    for nowhere in ["0/1/0", "23/0/0", "3/8/0", "a/b/c", "300/0/0"] {
        let path = format!("/api/v1/outlets/tiles/{nowhere}");
        problem(admin.get(&path).await, 404, "not_found").await;
    }

    sqlx::query(
        "with o as (insert into outlet (code, name, org_unit_id) select 'M' || i, 'Many', u.id
           from generate_series(1, 5000) i, org_unit u where u.code = 'T1' returning id)
         insert into outlet_pin (outlet_id, lat_e7, lng_e7, valid)
         select id, 210000000 + id % 1000 * 1000, 1058000000 + id / 1000 * 10000, '[2020-01-01,)' from o",
    )
    .execute(&server.services.db)
    .await
    .unwrap();
    let many = tile(&supervisor, "0/0/0").await;
    assert!(many.contains("cells") && many.contains("count"), "{many}");
    assert!(!many.contains("Many"));
    let scope = fieldbeat::store::scope::Scope::system();
    let corner = |lat: f64, lng: f64| fieldbeat_domain::position::LatLng::from_degrees(lat, lng);
    let bounds = fieldbeat::store::outlet::Bounds {
        south_west: corner(20.0, 105.0).unwrap(),
        north_east: corner(22.0, 107.0).unwrap(),
    };
    // The company's: it may be tomorrow there.
    let services = &server.services;
    let today = services.rules.load().time.date_of(services.clock.now());
    let cells = fieldbeat::store::outlet::cells(&server.services.db, &scope, today, bounds, 32)
        .await
        .unwrap();
    assert_eq!(cells.iter().map(|c| c.count).sum::<i64>(), 5_002);
    assert!(cells.len() > 1 && cells.len() <= 32 * 32);
    server.finish().await;
}
