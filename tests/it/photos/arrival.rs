//! Photos and their records in every order of arrival, and at once.

use fieldbeat::store::photo::bind;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::story::{Story, jpeg, picture, sha256, story};
use crate::support::eventually;

/// How many transactions of this database wait for an advisory lock.
async fn waiting(s: &Story, wanted: i64) {
    eventually("somebody waits for the blob", async || {
        let count: i64 = sqlx::query_scalar(
            "select count(*) from pg_locks l join pg_database d on d.oid = l.database
             where d.datname = current_database() and l.locktype = 'advisory' and not l.granted",
        )
        .fetch_one(&s.server.services.db)
        .await
        .unwrap();
        (count == wanted).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_record_that_looks_while_its_blob_is_being_stored_is_found_by_the_upload() {
    let s = story().await;
    let file = jpeg(&picture(90), 90);
    let digest = Sha256::digest(&file).into();
    let other = s
        .record(
            &s.token,
            "photo",
            None,
            0,
            json!({"blob": sha256(b"x"), "outlet": "A"}),
        )
        .await;
    s.settled(other, "invalid").await;
    // A record looks, finds nothing, and has not said so yet.
    let mut tx = s.server.services.db.begin().await.unwrap();
    let missing = bind::missing(&mut tx, 1, &[digest]).await.unwrap();
    assert_eq!(missing, Some(digest));
    let upload = s.upload(&s.token, &file);
    let record = Uuid::now_v7();
    let looks = async {
        waiting(&s, 1).await;
        sqlx::query(
            "insert into device_record select (jsonb_populate_record(d, jsonb_build_object('id', $2, 'digest', '\\x01',
               'body', d.body || jsonb_build_object('blob', $3), 'status_detail', d.status_detail || jsonb_build_object('blob', $3)))).*
             from device_record d where d.kind = 'photo' and d.id = $1",
        )
        .bind(other)
        .bind(record)
        .bind(sha256(&file))
        .execute(&mut *tx)
        .await
        .unwrap();
        tx.commit().await.unwrap();
    };
    tokio::join!(upload, looks);
    let (_, detail) = s.settled(record, "applied").await;
    assert_eq!(detail["photo"], json!(record));
    s.server.finish().await;
}

#[tokio::test]
async fn a_record_and_its_upload_that_meet_find_each_other_whoever_is_first() {
    let s = story().await;
    let file = jpeg(&picture(91), 90);
    let mut tx = s.server.services.db.begin().await.unwrap();
    bind::meet(&mut tx, 1, Sha256::digest(&file).into())
        .await
        .unwrap();
    let upload = s.upload(&s.token, &file);
    let told = async {
        let body = json!({"blob": sha256(&file), "outlet": "A"});
        let record = s.record(&s.token, "photo", None, 0, body).await;
        waiting(&s, 2).await;
        tx.commit().await.unwrap();
        record
    };
    let ((), record) = tokio::join!(upload, told);
    s.settled(record, "applied").await;
    s.server.finish().await;
}

fn orders(of: &[usize]) -> Vec<Vec<usize>> {
    if of.is_empty() {
        return vec![Vec::new()];
    }
    (of.iter())
        .flat_map(|first| {
            let rest: Vec<usize> = of.iter().copied().filter(|n| n != first).collect();
            orders(&rest).into_iter().map(move |mut order| {
                order.insert(0, *first);
                order
            })
        })
        .collect()
}

#[tokio::test]
async fn the_first_taken_is_the_original_in_every_order_of_arrival() {
    let s = story().await;
    let visit = s.check_in("A").await;
    // By time: one of the visit, one of elsewhere, another of the visit, another of elsewhere.
    let taken = [
        (&s.token, Some(visit), json!({}), 8),
        (&s.other_token, None, json!({"outlet": "B"}), 6),
        (&s.token, Some(visit), json!({}), 4),
        (&s.other_token, None, json!({"outlet": "B"}), 2),
    ];
    for order in orders(&[0, 1, 2, 3]) {
        let shelf = picture(s.number());
        let mut ids = [Uuid::nil(); 4];
        for place in &order {
            let (token, visit, body, minutes_ago) = &taken[*place];
            let file = jpeg(&shelf, 90 - u8::try_from(*place).unwrap());
            s.upload(token, &file).await;
            let mut body = body.clone();
            body["blob"] = json!(sha256(&file));
            let record = s.record(token, "photo", *visit, *minutes_ago, body).await;
            let (status, detail) = s.status(record).await;
            assert_eq!(status, "applied", "{detail}");
            ids[*place] = record;
        }
        let mut found: Vec<(Value, Value)> = Vec::new();
        for id in ids {
            let shown = s.admin.json(&format!("/api/v1/photos/{id}")).await;
            found.push((shown["reused_of"].clone(), shown["findings"].clone()));
        }
        let own = (Value::Null, json!([]));
        let again = (json!(ids[0]), json!(["reused"]));
        assert_eq!(found, [own.clone(), again.clone(), own, again], "{order:?}");
    }
    s.server.finish().await;
}

#[tokio::test]
async fn a_round_ends_with_the_server() {
    let s = story().await;
    s.upload(&s.token, &jpeg(&picture(92), 90)).await;
    sqlx::query("update photo_blob set used_at = used_at - interval '8 days'")
        .execute(&s.server.services.db)
        .await
        .unwrap();
    let services = s.server.services.clone();
    services.shutdown.start();
    let removed = fieldbeat::server::photo_keeping::round(&services).await;
    assert_eq!(removed.unwrap(), 0);
    s.server.finish().await;
}
