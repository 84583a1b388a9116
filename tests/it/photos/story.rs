//! What the stories of photos start from: two reps in two teams, pictures, cameras, and a bucket.

use std::{
    collections::BTreeMap,
    io::Cursor,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{Method as HttpMethod, Uri},
    response::{IntoResponse, Response as HttpResponse},
};
use chrono::{DateTime, Days, SecondsFormat, TimeDelta, Utc};
use exif::{Field, In, Rational, Tag, Value as ExifValue, experimental::Writer};
use image::{ImageEncoder, RgbImage, codecs::jpeg::JpegEncoder};
use rand::{Rng, SeedableRng, rngs::StdRng};
use reqwest::{Body, Method, Response, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::support::{
    client::Client,
    data_dir::DataDir,
    eventually,
    front_door::{batch, found, record_status, tell},
    server::{Plan, TestServer},
};

pub struct Story {
    pub server: TestServer,
    pub admin: Client,
    pub data: DataDir,
    /// Of R1 in T1 and R2 in T2.
    pub token: String,
    pub other_token: String,
    numbers: AtomicU64,
}

pub async fn story() -> Story {
    with(|plan| plan).await
}

/// R1 with outlet A in T1, R2 with outlet B in T2, a phone each.
pub async fn with(settings: impl FnOnce(Plan) -> Plan) -> Story {
    let data = DataDir::new();
    let plan = TestServer::plan().set("data_dir", data.path().to_string_lossy());
    let server = settings(plan).start().await;
    let admin = found(&server).await;
    let today = (server.services.rules.load().time).date_of(server.services.clock.now());
    let from = today - Days::new(400);
    let reps = json!([
        {"code": "R1", "name": "One", "org_unit_code": "T1", "valid_from": from},
        {"code": "R2", "name": "Two", "org_unit_code": "T2", "valid_from": from},
    ]);
    batch(&admin, "reps", reps).await;
    let phones = json!([{"label": "p1", "rep_code": "R1"}, {"label": "p2", "rep_code": "R2"}]);
    let phones = batch(&admin, "devices", phones).await;
    let token = |i: usize| phones[i]["token"].as_str().unwrap().to_owned();
    let customers = json!([{"code": "C", "name": "Cô Lan", "org_unit_code": "T1"}]);
    batch(&admin, "customers", customers).await;
    let outlets = json!([
        {"code": "A", "name": "Tạp hóa Lan", "org_unit_code": "T1", "customer_code": "C", "lat": 21.0, "lng": 105.8},
        {"code": "B", "name": "Tạp hóa Mai", "org_unit_code": "T2", "lat": 21.1, "lng": 105.8},
    ]);
    batch(&admin, "outlets", outlets).await;
    let (token, other_token) = (token(0), token(1));
    Story {
        server,
        admin,
        data,
        token,
        other_token,
        numbers: AtomicU64::new(100),
    }
}

impl Story {
    /// Another one each time.
    pub fn number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    pub async fn put(
        &self,
        token: &str,
        name: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Response {
        let path = format!("/v1/device/blobs/{name}");
        let mut request = (self.server.client())
            .request(Method::PUT, &path)
            .bearer_auth(token);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(body).send().await.unwrap()
    }

    /// How much is there, and whether it is all.
    pub async fn head(&self, token: &str, name: &str) -> (usize, bool) {
        let path = format!("/v1/device/blobs/{name}");
        let request = (self.server.client()).request(Method::HEAD, &path);
        let answer = request.bearer_auth(token).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        let offset = answer.headers()["upload-offset"].to_str().unwrap();
        let complete = answer.headers()["upload-complete"] == "?1";
        (offset.parse().unwrap(), complete)
    }

    pub async fn upload(&self, token: &str, file: &[u8]) {
        let answer = self.put(token, &sha256(file), &[], file.to_vec()).await;
        assert!(
            answer.status().is_success(),
            "{}",
            answer.text().await.unwrap()
        );
    }

    async fn tell(&self, token: &str, frame: Value) {
        let answer = tell(&self.server, token, &json!([frame])).await;
        assert_eq!(answer["results"], json!([]), "{answer}");
    }

    fn ago(&self, minutes: i64) -> String {
        let at = self.server.services.clock.utc() - TimeDelta::minutes(minutes);
        at.to_rfc3339_opts(SecondsFormat::Millis, true)
    }

    /// R1 checks in at the pin of an outlet, just now; waits until the visit is there.
    pub async fn check_in(&self, outlet: &str) -> Uuid {
        let id = Uuid::now_v7();
        let fix = json!({"at": self.ago(0), "lat": 21.0, "lng": 105.8, "accuracy_m": 5});
        let frame = json!({"n": 1, "type": "check_in", "id": id, "outlet": outlet, "at": self.ago(0), "fix": fix});
        tell(&self.server, &self.token, &json!([frame])).await;
        eventually("the visit is open", async || {
            let answer = self.admin.get(&format!("/api/v1/visits/{id}")).await;
            (answer.status() == StatusCode::OK).then_some(())
        })
        .await;
        id
    }

    pub async fn record(
        &self,
        token: &str,
        kind: &str,
        visit: Option<Uuid>,
        minutes_ago: i64,
        body: Value,
    ) -> Uuid {
        let id = Uuid::now_v7();
        let mut frame = json!({"n": 1, "type": "record", "kind": kind, "id": id, "at": self.ago(minutes_ago), "body": body});
        if let Some(visit) = visit {
            frame["visit_id"] = json!(visit);
        }
        self.tell(token, frame).await;
        id
    }

    pub async fn status(&self, record: Uuid) -> (String, Value) {
        record_status(&self.server, record).await
    }

    pub async fn settled(&self, record: Uuid, as_what: &str) -> (String, Value) {
        eventually("the record is settled otherwise", async || {
            let (status, detail) = self.status(record).await;
            (status == as_what).then_some((status, detail))
        })
        .await
    }

    /// Uploads a picture and names it in a record.
    pub async fn photo(&self, token: &str, file: &[u8], visit: Option<Uuid>, body: Value) -> Uuid {
        self.bound(token, file, visit, 0, body).await
    }

    pub async fn photo_at(&self, token: &str, file: &[u8], minutes_ago: i64, body: Value) -> Uuid {
        self.bound(token, file, None, minutes_ago, body).await
    }

    async fn bound(
        &self,
        token: &str,
        file: &[u8],
        visit: Option<Uuid>,
        minutes_ago: i64,
        mut body: Value,
    ) -> Uuid {
        self.upload(token, file).await;
        body["blob"] = json!(sha256(file));
        let id = self.record(token, "photo", visit, minutes_ago, body).await;
        let (status, detail) = self.status(id).await;
        assert_eq!(status, "applied", "{detail}");
        id
    }
}

pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// A shelf: boards with boxes of any size and colour, another one for each number.
pub fn picture(number: u64) -> RgbImage {
    let mut random = StdRng::seed_from_u64(number);
    let mut image = RgbImage::from_pixel(640, 480, image::Rgb([200, 200, 190]));
    for board in 0..4 {
        let mut x = random.random_range(0..40);
        while x < 640 {
            let (width, height) = (random.random_range(20..90), random.random_range(30..110));
            let colour: [u8; 3] = random.random();
            for px in x..(x + width).min(640) {
                for py in (120 * board + 118 - height).max(120 * board)..120 * board + 118 {
                    image.put_pixel(px, py, image::Rgb(colour));
                }
            }
            x += width + random.random_range(2..30);
        }
    }
    image
}

pub fn jpeg(image: &RgbImage, quality: u8) -> Vec<u8> {
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, quality)
        .encode_image(image)
        .unwrap();
    file
}

pub fn png(image: &RgbImage) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    image.write_to(&mut file, image::ImageFormat::Png).unwrap();
    file.into_inner()
}

pub const CAMERA_MAKE: &[u8] = b"Fieldbeat Optics";

#[derive(Debug)]
pub struct Camera {
    at: DateTime<Utc>,
    place: Option<(f64, f64)>,
}

impl Camera {
    /// What its clock shows.
    pub fn at(at: DateTime<Utc>) -> Self {
        Self { at, place: None }
    }

    pub fn place(mut self, lat: f64, lng: f64) -> Self {
        self.place = Some((lat, lng));
        self
    }
}

/// As a camera that lay on its side writes it.
pub fn with_camera(image: &RgbImage, camera: &Camera) -> Vec<u8> {
    let ascii = |tag: Tag, text: Vec<u8>| Field {
        tag,
        ifd_num: In::PRIMARY,
        value: ExifValue::Ascii(vec![text]),
    };
    let degrees = |tag: Tag, value: f64| Field {
        tag,
        ifd_num: In::PRIMARY,
        value: ExifValue::Rational(vec![
            Rational {
                num: (value * 1e5) as u32,
                denom: 100_000,
            },
            Rational { num: 0, denom: 1 },
            Rational { num: 0, denom: 1 },
        ]),
    };
    let time = camera.at.format("%Y:%m:%d %H:%M:%S").to_string();
    let mut fields = vec![
        ascii(Tag::Make, CAMERA_MAKE.to_vec()),
        ascii(Tag::DateTimeOriginal, time.into_bytes()),
        Field {
            tag: Tag::Orientation,
            ifd_num: In::PRIMARY,
            value: ExifValue::Short(vec![6]),
        },
    ];
    if let Some((lat, lng)) = camera.place {
        fields.extend([
            ascii(Tag::GPSLatitudeRef, b"N".to_vec()),
            degrees(Tag::GPSLatitude, lat),
            ascii(Tag::GPSLongitudeRef, b"E".to_vec()),
            degrees(Tag::GPSLongitude, lng),
        ]);
    }
    let mut writer = Writer::new();
    for field in &fields {
        writer.push_field(field);
    }
    let mut chunk = Cursor::new(Vec::new());
    writer.write(&mut chunk, false).unwrap();
    let mut file = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut file, 90);
    encoder.set_exif_metadata(chunk.into_inner()).unwrap();
    encoder.encode_image(image).unwrap();
    file
}

pub fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|w| w == part)
}

/// Every file of the pictures and of what is unfinished.
pub fn files(data: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![data.join("photos"), data.join("uploads")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found
}

type Objects = Arc<Mutex<BTreeMap<String, Bytes>>>;

/// As much of an S3-compatible store as is asked of one.
pub struct Bucket {
    pub url: String,
    objects: Objects,
    away: Arc<AtomicBool>,
}

impl Bucket {
    pub async fn start() -> Self {
        let objects = Objects::default();
        let away = Arc::new(AtomicBool::new(false));
        let router = Router::new()
            .fallback(object)
            .with_state((objects.clone(), away.clone()));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, objects, away }
    }

    pub fn names(&self) -> Vec<String> {
        self.objects.lock().unwrap().keys().cloned().collect()
    }

    pub fn away(&self) {
        self.away.store(true, Ordering::Relaxed);
    }

    pub fn back(&self) {
        self.away.store(false, Ordering::Relaxed);
    }
}

async fn object(
    State((objects, away)): State<(Objects, Arc<AtomicBool>)>,
    method: HttpMethod,
    uri: Uri,
    headers: axum::http::HeaderMap,
    body: Bytes,
) -> HttpResponse {
    use axum::http::StatusCode;
    let signed = headers.get("authorization").is_some_and(|a| {
        let text = a.to_str().unwrap();
        text.starts_with("AWS4-HMAC-SHA256 Credential=key/")
    });
    if !signed || away.load(Ordering::Relaxed) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let name = uri.path().to_owned();
    let mut objects = objects.lock().unwrap();
    match method {
        HttpMethod::PUT => {
            objects.insert(name, body);
            [("etag", "\"1\"")].into_response()
        }
        HttpMethod::GET => match objects.get(&name) {
            Some(bytes) => (
                [
                    ("etag", "\"1\""),
                    ("last-modified", "Wed, 21 Oct 2015 07:28:00 GMT"),
                ],
                bytes.clone(),
            )
                .into_response(),
            None => StatusCode::NOT_FOUND.into_response(),
        },
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}
