//! Photos from outside: bytes that come in pieces or are none, what a camera wrote into them, pictures used
//! again, who sees what, and what goes.

mod answers;
mod arrival;
mod likeness;
pub mod story;

use chrono::TimeDelta;
use fieldbeat::server::photo_keeping;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::Row;
use tokio::io::AsyncWriteExt;
use uuid::Uuid;

use self::story::{CAMERA_MAKE, Camera, jpeg, picture, sha256, story, with_camera};
use crate::support::{
    client::expect,
    eventually,
    front_door::{batch, events, problem, send, user},
};

#[tokio::test]
async fn a_photo_comes_in_pieces_and_goes_on_where_it_broke_off() {
    let s = story().await;
    let file = jpeg(&picture(1), 90);
    let name = sha256(&file);
    let (first, rest) = file.split_at(file.len() / 3);
    assert_eq!(s.head(&s.token, &name).await, (0, false));
    let part = [("upload-complete", "?0")];
    let answer = s.put(&s.token, &name, &part, first.to_vec()).await;
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    assert_eq!(s.head(&s.token, &name).await, (first.len(), false));
    // Nobody else's file: what one rep has begun is nothing to another.
    assert_eq!(s.head(&s.other_token, &name).await, (0, false));
    let wrong = s.put(&s.token, &name, &[], rest.to_vec()).await;
    assert_eq!(
        wrong.headers()["upload-offset"],
        first.len().to_string().as_str()
    );
    let body = expect(wrong, StatusCode::CONFLICT).await;
    assert_eq!(body["code"], "wrong_offset");

    // The line breaks in the middle of the rest.
    let (second, _) = rest.split_at(rest.len() / 2);
    let mut line = tokio::net::TcpStream::connect(s.server.address)
        .await
        .unwrap();
    let head = format!(
        "PUT /v1/device/blobs/{name} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\nupload-offset: {}\r\ncontent-length: {}\r\n\r\n",
        s.token,
        first.len(),
        rest.len()
    );
    line.write_all(head.as_bytes()).await.unwrap();
    line.write_all(second).await.unwrap();
    line.flush().await.unwrap();
    let here = first.len() + second.len();
    eventually("the bytes are written", async || {
        (s.head(&s.token, &name).await == (here, false)).then_some(())
    })
    .await;
    drop(line);

    let last = file[here..].to_vec();
    let offset = here.to_string();
    let done = eventually("the broken request is over", async || {
        let headers = [("upload-offset", offset.as_str())];
        let answer = s.put(&s.token, &name, &headers, last.clone()).await;
        (answer.status() != StatusCode::CONFLICT).then_some(answer)
    })
    .await;
    let body = expect(done, StatusCode::CREATED).await;
    assert_eq!(body, json!({"blob": name, "bytes": file.len()}));
    assert_eq!(s.head(&s.token, &name).await, (file.len(), true));
    let again = s.put(&s.token, &name, &[], file.clone()).await;
    expect(again, StatusCode::OK).await;
    s.server.finish().await;
}

#[tokio::test]
async fn what_is_no_photo_is_refused_and_not_kept() {
    let s = story().await;
    let good = jpeg(&picture(2), 90);
    let png = story::png(&picture(2));
    let mut bomb = png.clone();
    // Width and height of the header, with the checksum that belongs to them.
    bomb[16..24].copy_from_slice(&[0, 0, 0x4e, 0x20, 0, 0, 0x4e, 0x20]);
    let mut crc = flate2::Crc::new();
    crc.update(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&crc.sum().to_be_bytes());
    let mut torn = png.clone();
    torn.truncate(png.len() / 2);
    for (file, status, code) in [
        (b"GIF89a not a photo".to_vec(), 415, "unsupported_image"),
        (b"<svg onload=alert(1)>".to_vec(), 415, "unsupported_image"),
        (bomb, 422, "too_many_pixels"),
        (torn, 422, "unreadable_image"),
        (vec![0xff, 0xd8, 0xff, 0xe0], 422, "unreadable_image"),
        (vec![0xff; (8 << 20) + 1], 413, "too_large"),
    ] {
        let name = sha256(&file);
        let refused = s.put(&s.token, &name, &[], file).await;
        let body = expect(refused, StatusCode::from_u16(status).unwrap()).await;
        assert_eq!(body["code"], code, "{body}");
        assert_eq!(s.head(&s.token, &name).await, (0, false), "{code}");
    }
    // Too long without having said so.
    let chunks = (0..9).map(|_| Ok::<_, std::io::Error>(vec![0xff_u8; 1 << 20]));
    let stream = reqwest::Body::wrap_stream(futures_util::stream::iter(chunks));
    let name = sha256(b"whatever");
    let refused = s.put(&s.token, &name, &[], stream).await;
    expect(refused, StatusCode::PAYLOAD_TOO_LARGE).await;
    assert_eq!(s.head(&s.token, &name).await, (0, false));

    let wrong = s
        .put(&s.token, &sha256(b"another"), &[], good.clone())
        .await;
    let body = expect(wrong, StatusCode::CONFLICT).await;
    assert_eq!(body["code"], "wrong_digest");
    for (name, token, status) in [
        ("..%2f..%2fetc", s.token.as_str(), StatusCode::BAD_REQUEST),
        ("abc", s.token.as_str(), StatusCode::BAD_REQUEST),
        (&sha256(&good), "nobody", StatusCode::UNAUTHORIZED),
    ] {
        let refused = s.put(token, name, &[], good.clone()).await;
        assert_eq!(refused.status(), status, "{name}");
    }
    let rows = sqlx::query("select count(*) from photo_blob")
        .fetch_one(&s.server.services.db)
        .await
        .unwrap();
    assert_eq!(rows.get::<i64, _>(0), 0);
    assert!(story::files(s.data.path()).is_empty());
    s.server.finish().await;
}

#[tokio::test]
async fn what_the_camera_says_is_compared_and_goes_nowhere_else() {
    let s = story().await;
    let now = s.server.services.clock.utc();
    let visit = s.check_in("A").await;
    for (camera, findings, off_s, far) in [
        // The camera's clock shows the company's zone, +07:00, and does not say so.
        (
            Camera::at(now + TimeDelta::hours(7)),
            json!([]),
            Some(0),
            None,
        ),
        (
            Camera::at(now + TimeDelta::hours(7) - TimeDelta::days(2)),
            json!(["taken_earlier"]),
            Some(-2 * 86_400),
            None,
        ),
        (
            Camera::at(now + TimeDelta::hours(9)),
            json!(["clock"]),
            Some(2 * 3_600),
            None,
        ),
        (
            Camera::at(now + TimeDelta::hours(7)).place(21.0, 105.8),
            json!([]),
            Some(0),
            Some(0..300),
        ),
        (
            Camera::at(now + TimeDelta::hours(7)).place(21.0, 105.9),
            json!(["taken_elsewhere"]),
            Some(0),
            Some(10_000..11_000),
        ),
    ] {
        let file = with_camera(&picture(s.number()), &camera);
        assert!(story::holds(&file, CAMERA_MAKE), "the test's own picture");
        let photo = s
            .photo(&s.token, &file, Some(visit), json!({"subject": "shelf"}))
            .await;
        let shown = s.admin.json(&format!("/api/v1/photos/{photo}")).await;
        assert_eq!(shown["findings"], findings, "{camera:?} {shown}");
        // To the second that a camera counts, and the time the test takes.
        let off = shown["off_s"].as_i64().unwrap() - off_s.unwrap();
        assert!(off.abs() < 60, "{camera:?} {shown}");
        match far {
            None => assert_eq!(shown["distance_m"], Value::Null),
            Some(metres) => assert!(
                metres.contains(&shown["distance_m"].as_i64().unwrap()),
                "{shown}"
            ),
        }
        // On its side when sent, upright when shown.
        assert_eq!(
            (shown["width"].as_i64(), shown["height"].as_i64()),
            (Some(480), Some(640))
        );
        assert!(!shown.to_string().contains("105."), "{shown}");
        for size in ["image", "thumbnail"] {
            let answer = s.admin.get(&format!("/api/v1/photos/{photo}/{size}")).await;
            assert_eq!(answer.status(), StatusCode::OK);
            assert_eq!(answer.headers()["content-type"], "image/jpeg");
            assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
            assert!(
                answer.headers()["cache-control"]
                    .to_str()
                    .unwrap()
                    .starts_with("private")
            );
            let bytes = answer.bytes().await.unwrap();
            assert!(bytes.starts_with(&[0xff, 0xd8, 0xff]));
            assert!(!story::holds(&bytes, CAMERA_MAKE) && !story::holds(&bytes, b"Exif"));
        }
    }
    let kept = story::files(s.data.path());
    assert_eq!(kept.len(), 10, "{kept:?}");
    for path in kept {
        let bytes = std::fs::read(&path).unwrap();
        assert!(
            !story::holds(&bytes, CAMERA_MAKE) && !story::holds(&bytes, b"Exif"),
            "{path:?}"
        );
    }
    // Named: of the place only the distance is left.
    let left = sqlx::query("select count(*) from photo_upload where camera_lat_e7 is not null or camera_lng_e7 is not null")
        .fetch_one(&s.server.services.db)
        .await
        .unwrap();
    assert_eq!(left.get::<i64, _>(0), 0);
    assert!(
        !s.server.log.all().contains("105."),
        "{}",
        s.server.log.all()
    );

    let seen = s.admin.json(&format!("/api/v1/visits/{visit}")).await;
    assert_eq!(seen["photos"].as_array().unwrap().len(), 5);
    let customer = seen["photos"][0]["customer_id"].as_i64().unwrap();
    let timeline = s
        .admin
        .json(&format!("/api/v1/customers/{customer}/timeline"))
        .await;
    let photos = timeline["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|i| i["kind"] == "photo");
    assert_eq!(photos.count(), 5);
    s.server.finish().await;
}

#[tokio::test]
async fn a_photo_used_again_is_found_whatever_was_done_to_it() {
    let s = story().await;
    let visit = s.check_in("A").await;
    // How often it is found is `likeness`'s to measure.
    let original = picture(1);
    let first = s
        .photo(&s.token, &jpeg(&original, 92), Some(visit), json!({}))
        .await;
    let (width, height) = (original.width(), original.height());
    let cut = image::imageops::crop_imm(&original, 8, 6, width - 16, height - 12).to_image();
    let small = image::imageops::thumbnail(&original, 200, 150);
    let lighter = image::imageops::colorops::brighten(&original, 12);
    for (what, file) in [
        ("the same file", jpeg(&original, 92)),
        ("encoded anew", jpeg(&original, 40)),
        ("cut and encoded anew", jpeg(&cut, 60)),
        ("made smaller", jpeg(&small, 80)),
        ("lighter", jpeg(&lighter, 80)),
        ("a PNG", story::png(&original)),
    ] {
        let again = s
            .photo(&s.other_token, &file, None, json!({"outlet": "B"}))
            .await;
        let shown = s.admin.json(&format!("/api/v1/photos/{again}")).await;
        assert_eq!(shown["findings"], json!(["reused"]), "{what}: {shown}");
        assert_eq!(shown["original"]["rep_code"], "R1", "{what}: {shown}");
        assert_eq!(shown["original"]["id"], json!(first), "{what}");
    }
    // The same shelf twice in one visit is nobody's fault, and another shelf is another.
    for (what, file) in [
        ("the same visit", jpeg(&original, 70)),
        ("another picture", jpeg(&picture(3), 90)),
    ] {
        let id = s.photo(&s.token, &file, Some(visit), json!({})).await;
        let shown = s.admin.json(&format!("/api/v1/photos/{id}")).await;
        assert_eq!(shown["findings"], json!([]), "{what}: {shown}");
    }
    // Plain pictures are like nothing: two dark ones are no finding.
    for side in [300, 301] {
        let dark = image::RgbImage::from_pixel(side, side, image::Rgb([9, 9, 9]));
        let id = s
            .photo(&s.token, &jpeg(&dark, 90), None, json!({"outlet": "A"}))
            .await;
        let shown = s.admin.json(&format!("/api/v1/photos/{id}")).await;
        assert_eq!(shown["findings"], json!([]), "{shown}");
    }
    let list = s.admin.json("/api/v1/photos?finding=reused").await;
    assert_eq!(list["items"].as_array().unwrap().len(), 6);
    s.server.finish().await;
}

#[tokio::test]
async fn the_later_of_two_is_the_one_used_again_in_any_order_of_telling() {
    let s = story().await;
    let shelf = picture(7);
    let late = s
        .photo_at(&s.token, &jpeg(&shelf, 90), 10, json!({"outlet": "A"}))
        .await;
    let early = s
        .photo_at(
            &s.other_token,
            &jpeg(&shelf, 60),
            50,
            json!({"outlet": "B"}),
        )
        .await;
    let early_shown = s.admin.json(&format!("/api/v1/photos/{early}")).await;
    let late_shown = s.admin.json(&format!("/api/v1/photos/{late}")).await;
    assert_eq!(early_shown["findings"], json!([]));
    assert_eq!(late_shown["findings"], json!(["reused"]));
    assert_eq!(late_shown["reused_of"], json!(early));
    s.server.finish().await;
}

#[tokio::test]
async fn nobody_names_or_sees_what_is_not_theirs() {
    let s = story().await;
    let file = jpeg(&picture(4), 90);
    s.upload(&s.token, &file).await;
    let body = json!({"blob": sha256(&file), "outlet": "B"});
    // The other rep did not upload it.
    let foreign = s
        .record(&s.other_token, "photo", None, 0, body.clone())
        .await;
    let (status, detail) = s.status(foreign).await;
    assert_eq!(
        (status.as_str(), &detail["code"]),
        ("invalid", &json!("unknown_blob"))
    );
    // Once it has, the record that came too early is taken up again.
    s.upload(&s.other_token, &file).await;
    let (status, detail) = s.settled(foreign, "applied").await;
    assert_eq!(status, "applied", "{detail}");

    let mine = s.photo(&s.token, &file, None, json!({"outlet": "A"})).await;
    let t1 = user(&s.server, &s.admin, "t1", "supervisor", "T1").await;
    let t2 = user(&s.server, &s.admin, "t2", "supervisor", "T2").await;
    for path in ["", "/image", "/thumbnail"] {
        let path = format!("/api/v1/photos/{mine}{path}");
        assert_eq!(t1.get(&path).await.status(), StatusCode::OK, "{path}");
        problem(t2.get(&path).await, 404, "not_found").await;
        problem(s.server.client().get(&path).await, 401, "unauthorized").await;
    }
    let ids = |page: &Value| -> Vec<Value> {
        let items = page["items"].as_array().unwrap();
        items.iter().map(|p| p["id"].clone()).collect()
    };
    assert_eq!(ids(&t1.json("/api/v1/photos").await), [json!(mine)]);
    assert_eq!(ids(&t2.json("/api/v1/photos").await), [json!(foreign)]);
    // What is like it in another team is found and not shown.
    let shown = t1.json(&format!("/api/v1/photos/{mine}")).await;
    assert_eq!(shown["findings"], json!(["reused"]));
    assert_eq!(
        (&shown["reused_of"], &shown["original"]),
        (&Value::Null, &Value::Null)
    );

    let items = json!([
        {"photo_id": mine, "decision": "approved"},
        {"photo_id": foreign, "decision": "rejected", "reason": "cùng một ảnh"},
    ]);
    let path = "/api/v1/photos/decisions";
    let answer = expect(
        t2.post(path, &json!({"items": items})).await,
        StatusCode::OK,
    )
    .await;
    assert_eq!(
        answer["results"][0]["error"],
        json!([{"pointer": "/photo_id", "code": "not_found"}])
    );
    assert_eq!(answer["results"][1]["status"], "decided");
    let all = expect(
        t2.post(&format!("{path}?atomic=true"), &json!({"items": items}))
            .await,
        StatusCode::UNPROCESSABLE_ENTITY,
    )
    .await;
    assert_eq!(all["errors"][0]["pointer"], "/items/0/photo_id");
    s.server.finish().await;
}

#[tokio::test]
async fn people_decide_on_many_at_once_and_what_they_said_stays() {
    let s = story().await;
    let mut photos = Vec::new();
    for i in 0..3 {
        let file = jpeg(&picture(20 + i), 90);
        photos.push(s.photo(&s.token, &file, None, json!({"outlet": "A"})).await);
    }
    let boss = user(&s.server, &s.admin, "boss", "supervisor", "T1").await;
    let planner = user(&s.server, &s.admin, "plan", "planner", "T1").await;
    let decide = async |what: Value| {
        let path = "/api/v1/photos/decisions";
        expect(
            boss.post(path, &json!({"items": what})).await,
            StatusCode::OK,
        )
        .await
    };
    let answer = decide(json!([
        {"photo_id": photos[0], "decision": "approved"},
        {"photo_id": photos[1], "decision": "rejected", "reason": "mờ"},
        {"photo_id": photos[2], "decision": "rejected"},
    ]))
    .await;
    let status: Vec<&Value> = (answer["results"].as_array().unwrap().iter())
        .map(|r| &r["status"])
        .collect();
    assert_eq!(status, ["decided", "decided", "error"]);
    assert_eq!(answer["results"][2]["error"][0]["pointer"], "/reason");
    let rejected = s.admin.json("/api/v1/photos?status=rejected").await;
    assert_eq!(rejected["items"][0]["id"], json!(photos[1]));
    assert_eq!(rejected["items"][0]["decided_by"], "boss");
    assert_eq!(rejected["items"][0]["reason"], "mờ");
    decide(json!([{"photo_id": photos[1], "decision": "pending"}])).await;
    let shown = s.admin.json(&format!("/api/v1/photos/{}", photos[1])).await;
    assert_eq!(
        (&shown["status"], &shown["decided_by"]),
        (&json!("pending"), &Value::Null)
    );
    let said = sqlx::query("select decision from photo_decision where photo_id = $1 order by id")
        .bind(photos[1])
        .fetch_all(&s.server.services.db)
        .await
        .unwrap();
    let said: Vec<String> = said.iter().map(|r| r.get(0)).collect();
    assert_eq!(said, ["rejected", "pending"]);
    let items = json!({"items": [{"photo_id": photos[0], "decision": "approved"}]});
    let refused = planner.post("/api/v1/photos/decisions", &items).await;
    problem(refused, 403, "forbidden").await;
    events(&s.admin, "photo_decided", 3).await;
    s.server.finish().await;
}

#[tokio::test]
async fn what_nobody_names_goes_and_so_does_what_is_old() {
    let s = story().await;
    let db = &s.server.services.db;
    let orphan = jpeg(&picture(30), 90);
    s.upload(&s.token, &orphan).await;
    let named = jpeg(&picture(31), 90);
    let photo = s
        .photo(&s.token, &named, None, json!({"outlet": "A"}))
        .await;
    let files = || story::files(s.data.path()).len();
    assert_eq!(photo_keeping::round(&s.server.services).await.unwrap(), 0);
    assert_eq!(files(), 4);
    sqlx::query("update photo_blob set used_at = used_at - interval '8 days'")
        .execute(db)
        .await
        .unwrap();
    assert_eq!(photo_keeping::round(&s.server.services).await.unwrap(), 1);
    assert_eq!(files(), 2);
    assert_eq!(s.head(&s.token, &sha256(&orphan)).await, (0, false));
    sqlx::query("update photo set date = date - 366")
        .execute(db)
        .await
        .unwrap();
    assert_eq!(photo_keeping::round(&s.server.services).await.unwrap(), 1);
    assert_eq!(files(), 0);
    let path = format!("/api/v1/photos/{photo}");
    assert_eq!(s.admin.json(&path).await["removed"], true);
    problem(
        s.admin.get(&format!("{path}/image")).await,
        410,
        "photo_removed",
    )
    .await;
    s.server.finish().await;
}

#[tokio::test]
async fn receipts_and_proofs_of_delivery_stay_although_no_record_binds_them() {
    let s = story().await;
    let shout = |file: &[u8]| sha256(file).to_uppercase();
    let [receipt, proof, nothing] = [32, 33, 34].map(|number| jpeg(&picture(number), 90));
    for file in [&receipt, &proof, &nothing] {
        s.upload(&s.token, file).await;
    }
    let expense = json!({"id": Uuid::now_v7(), "rep_id": 1, "category": "parking", "amount_minor": 5_000, "photos": [shout(&receipt)]});
    let expense = s.admin.post("/api/v1/expenses", &expense).await;
    let expense = expect(expense, StatusCode::CREATED).await;
    assert_eq!(expense["photos"], json!([sha256(&receipt)]), "one spelling");

    for (collection, items) in [
        (
            "products",
            json!([{"code": "TEA", "name": "Trà xanh", "units": {"piece": 1}}]),
        ),
        (
            "price-lists",
            json!([{"code": "ALL", "name": "Giá chung", "prices": [{"product_code": "TEA", "unit": "piece", "minor": 10_000}]}]),
        ),
    ] {
        batch(&s.admin, collection, items).await;
    }
    let (order, trip) = (Uuid::now_v7(), Uuid::now_v7());
    let body = json!({"id": order, "rep_id": 1, "outlet_id": 1,
        "lines": [{"product_code": "TEA", "unit": "piece", "quantity": 1}]});
    let made = s.admin.post("/api/v1/orders", &body).await;
    let made = expect(made, StatusCode::CREATED).await;
    let act = async |path: String, seen: &Value| {
        let tag = format!("\"v{}\"", seen["version"]);
        let headers = [("if-match", tag.as_str())];
        let done = send(&s.admin, Method::POST, &path, &headers, &json!({})).await;
        expect(done, StatusCode::OK).await
    };
    act(format!("/api/v1/orders/{order}/confirm"), &made).await;
    let plan = json!({"id": trip, "rep_id": 1, "orders": [order]});
    let planned = s.admin.post("/api/v1/deliveries", &plan).await;
    let planned = expect(planned, StatusCode::CREATED).await;
    act(format!("/api/v1/deliveries/{trip}/load"), &planned).await;
    let stop = json!({"id": Uuid::now_v7(), "outcome": "delivered", "receiver": "Lan", "photo_sha256": shout(&proof)});
    let path = format!("/api/v1/deliveries/{trip}/stops/{order}");
    let told = expect(s.admin.post(&path, &stop).await, StatusCode::OK).await;
    assert_eq!(told["stops"][0]["photo_sha256"], sha256(&proof));

    sqlx::query("update photo_blob set used_at = used_at - interval '8 days'")
        .execute(&s.server.services.db)
        .await
        .unwrap();
    assert_eq!(photo_keeping::round(&s.server.services).await.unwrap(), 1);
    for (file, is_here) in [(&receipt, true), (&proof, true), (&nothing, false)] {
        let (_, complete) = s.head(&s.token, &sha256(file)).await;
        assert_eq!(complete, is_here);
    }
    s.server.finish().await;
}

#[tokio::test]
async fn a_bucket_keeps_them_as_well() {
    let bucket = story::Bucket::start().await;
    let s = story::with(|plan| {
        plan.set("photo_store", "s3://photos/field")
            .set("s3_endpoint", bucket.url.clone())
            .set("s3_access_key_id", "key")
            .set("s3_secret_access_key", "sehr-geheim")
    })
    .await;
    let file = jpeg(&picture(40), 90);
    let photo = s.photo(&s.token, &file, None, json!({"outlet": "A"})).await;
    let name = sha256(&file);
    let folder = &name[..2];
    assert_eq!(
        bucket.names(),
        [
            format!("/photos/field/{folder}/{name}.jpg"),
            format!("/photos/field/{folder}/{name}.small.jpg"),
        ]
    );
    let answer = s.admin.get(&format!("/api/v1/photos/{photo}/image")).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(
        answer
            .bytes()
            .await
            .unwrap()
            .starts_with(&[0xff, 0xd8, 0xff])
    );
    // Away: nothing is promised, and the phone goes on later.
    bucket.away();
    let other = jpeg(&picture(41), 90);
    let refused = s.put(&s.token, &sha256(&other), &[], other.clone()).await;
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(
        s.head(&s.token, &sha256(&other)).await,
        (other.len(), false)
    );
    bucket.back();
    let offset = other.len().to_string();
    let rest = [("upload-offset", offset.as_str())];
    let done = s.put(&s.token, &sha256(&other), &rest, Vec::new()).await;
    assert_eq!(done.status(), StatusCode::CREATED);
    assert!(!s.server.log.all().contains("sehr-geheim"));
    s.server
        .finish_although(|line| line.contains("a photo could not be kept"))
        .await;
}
