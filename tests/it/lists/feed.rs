//! What desks do, as the feed tells it.

use std::collections::BTreeMap;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use super::world::{World, world};
use crate::support::{
    client::{Client, expect},
    front_door::{events, send, user},
};

/// The bodies of all events of a kind, of which there are so many.
async fn told(reader: &Client, kind: &str, count: usize) -> Vec<Value> {
    let all = events(reader, kind, count).await;
    assert_eq!(all.len(), count, "{kind}: {all:#?}");
    all
}

async fn changed(world: &World, path: &str, body: Value) -> Value {
    let path = format!("/api/v1/{path}");
    let answer = send(
        &world.admin,
        Method::PATCH,
        &path,
        &[("if-match", "*")],
        &body,
    )
    .await;
    expect(answer, StatusCode::OK).await
}

#[tokio::test]
async fn the_feed_tells_of_bills_commissions_work_on_relations_and_masters() {
    let world = world().await;
    let (admin, side) = (&world.admin, world.happens(1).await);
    let booked = told(admin, "invoice_booked", 1).await.remove(0);
    assert_eq!(
        (
            &booked["body"]["number"],
            &booked["body"]["customer"],
            &booked["rep"]
        ),
        (&json!("HD-1"), &json!(1), &json!(1))
    );

    // The ERP moves the date by which its bill is due; the same again is no news.
    let path = "/api/v1/invoices/by-code/sap/90001";
    for due in [3, 10, 10] {
        let due = side.date + chrono::Days::new(due);
        let body = json!({"customer_code": "C1", "total_minor": 70_000, "due": due});
        let answer = send(admin, Method::PUT, path, &[], &body).await;
        assert!(
            answer.status().is_success(),
            "{}",
            answer.text().await.unwrap()
        );
    }
    told(admin, "invoice_booked", 2).await;
    let moved = told(admin, "invoice_changed", 1).await.remove(0);
    assert_eq!(
        (&moved["body"]["number"], &moved["body"]["due"]),
        (&json!("90001"), &json!(side.date + chrono::Days::new(10)))
    );

    let opened = told(admin, "case_opened", 1).await.remove(0);
    assert_eq!(opened["body"]["state"], "open");
    let case = &opened["subject_id"];
    let path = format!("cases/{}", case.as_str().unwrap());
    changed(&world, &path, json!({"priority": "high"})).await;
    changed(
        &world,
        &path,
        json!({"state": "resolved", "resolution": "đổi hàng"}),
    )
    .await;
    changed(&world, &path, json!({"state": "closed"})).await;
    let cases = told(admin, "case_changed", 2).await;
    let states: Vec<&Value> = cases.iter().map(|e| &e["body"]["state"]).collect();
    assert_eq!(states, ["resolved", "closed"]);

    // The phone found one; the desk finds another and wins it.
    let id = Uuid::now_v7();
    let found =
        json!({"id": id, "rep_id": 1, "customer_id": 1, "name": "tủ mát", "amount_minor": 5});
    world.made("opportunities", found).await;
    let path = format!("opportunities/{id}");
    changed(&world, &path, json!({"amount_minor": 7})).await;
    changed(&world, &path, json!({"stage": "won"})).await;
    let moves = told(admin, "opportunity_moved", 3).await;
    let outcomes: Vec<&Value> = moves.iter().map(|e| &e["body"]["outcome"]).collect();
    assert_eq!(outcomes, ["open", "open", "won"]);
    assert_eq!(moves[2]["body"]["amount_minor"], 7);

    let signed = json!({"signed_on": side.date});
    changed(&world, "contracts/1", signed.clone()).await;
    changed(&world, "contracts/1", signed).await;
    let contracts = told(admin, "contract_changed", 2).await;
    assert_eq!(
        (
            &contracts[0]["body"]["signed_on"],
            &contracts[1]["body"]["signed_on"]
        ),
        (&Value::Null, &json!(side.date))
    );

    world.a_month_later().await;
    let issued = told(admin, "commission_issued", 1).await.remove(0);
    assert_eq!(
        (&issued["body"]["plan"], &issued["rep"]),
        (&json!("BILLED"), &json!(1))
    );

    // Masters: one event of a request, by collection, whoever sees everything.
    let before = events(admin, "master_changed", 1).await.len();
    let row = json!({"items": [{"code": "C1", "name": "Cô Lan mới"}, {"code": "C2"}, {"code": "C9", "name": "Mới", "org_unit_code": "T2"}]});
    let answer = admin.post("/api/v1/customers/batch", &row).await;
    expect(answer, StatusCode::OK).await;
    let masters = told(admin, "master_changed", before + 1).await;
    assert_eq!(
        masters[before]["body"],
        json!({"collection": "customers", "created": [3], "updated": [1]})
    );
    // And of a file; a dry run is no news.
    for dry in ["?dry_run=true", ""] {
        let path = format!("/api/v1/partners/import{dry}");
        let file = admin
            .request(Method::POST, &path)
            .body("code,name,kind\nNPP9,NPP chín,distributor\n");
        let file = file.header("content-type", "application/octet-stream");
        expect(file.send().await.unwrap(), StatusCode::OK).await;
    }
    let masters = told(admin, "master_changed", before + 2).await;
    let partners = &masters[before + 1]["body"];
    assert_eq!(partners["collection"], "partners");
    assert_eq!(partners["created"].as_array().unwrap().len(), 1);
    let collections = masters
        .iter()
        .fold(BTreeMap::new(), |mut of: BTreeMap<&str, usize>, e| {
            *of.entry(e["subject_id"].as_str().unwrap()).or_default() += 1;
            of
        });
    assert_eq!((collections["outlets"], collections["contracts"]), (1, 2));

    // Another team hears of nothing of the kind.
    let other = user(&world.server, admin, "other", "supervisor", "T2").await;
    let kinds = "invoice_booked,invoice_changed,case_opened,case_changed,opportunity_moved,contract_changed,commission_issued,master_changed";
    let page = other.json(&format!("/api/v1/events?kind={kinds}")).await;
    assert_eq!(page["items"], json!([]));
    let options = admin.json("/api/v1/alert-options").await;
    for kind in kinds.split(',') {
        assert!(
            options["kinds"].as_array().unwrap().contains(&json!(kind)),
            "{kind}"
        );
    }
    world.server.finish().await;
}
