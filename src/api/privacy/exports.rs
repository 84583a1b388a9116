//! All that is kept about one rep as a zip: JSON part by part, the track of each day as GPX and CSV, pictures. Made while it is
//! sent, so that nothing of it is kept here. Who asked is in the audit log, and the rep sees it.

use std::io::{self, Write};

use axum::{
    body::{Body, Bytes},
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Days, NaiveDate};
use fieldbeat_domain::{id::RepId, time::At};
use futures_util::{TryStreamExt, stream};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::{Semaphore, SemaphorePermit, mpsc};
use zip::{CompressionMethod, ZipWriter, result::ZipError, write::SimpleFileOptions};

use crate::{
    api::{
        Api,
        auth::{Allow, ManagePrivacy, Own},
        input::{Args, Seg},
        problem::{Problem, ProblemBody},
        track::track_gpx,
    },
    photos::{Size, StorageError},
    store::{
        StoreError, audit,
        instant::Instant,
        privacy::{
            self, Subject,
            export::{self, Part, Window},
        },
        scope::Scope,
        track::{self, TrackFix},
    },
};

/// Days of one export; older ones are asked for in another.
const DAYS_MAX: u64 = 400;
/// Fixes of one day.
const FIXES_MAX: i64 = 200_000;
/// Pictures of one export.
const PICTURES_MAX: i64 = 5_000;
/// Of one JSON file, before it is packed.
const PART_BYTES_MAX: usize = 256 << 20;
/// Exports that are made at once.
const EXPORTS_AT_ONCE: usize = 2;
/// Bytes of the zip handed on at once, and pieces that wait for a slow reader.
const PIECE: usize = 64 << 10;
const PIECES_WAITING: usize = 8;

static TURNS: Semaphore = Semaphore::const_new(EXPORTS_AT_ONCE);

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExportArgs {
    /// First company date; without it 400 days before the last.
    from: Option<NaiveDate>,
    /// Last company date, today without it.
    to: Option<NaiveDate>,
}

/// All that is kept about a rep, as a zip: JSON, the track of each day as GPX and CSV, photos. At most 400 days and 5,000
/// photos; two are made at a time (429 `exports_running`). It is in the audit log, and the rep sees it.
#[utoipa::path(get, path = "/privacy/reps/{id}/export", operation_id = "privacy_export", tag = "privacy",
    params(("id" = i32, Path), ExportArgs),
    responses((status = 200, content_type = "application/zip", body = Vec<u8>),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn of_rep(
    State(api): State<Api>,
    allow: Allow<ManagePrivacy>,
    Seg(id): Seg<i32>,
    Args(args): Args<ExportArgs>,
) -> Result<Response, Problem> {
    let subject = privacy::subject(api.db(), &allow.scope, id).await?;
    export(api, allow.scope, subject, &args).await
}

/// The same for the rep who asks: 404 for a login that is no rep's.
#[utoipa::path(get, path = "/privacy/own-export", operation_id = "privacy_own_export", tag = "privacy", params(ExportArgs),
    responses((status = 200, content_type = "application/zip", body = Vec<u8>),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")))]
pub async fn own(
    State(api): State<Api>,
    allow: Allow<Own>,
    Args(args): Args<ExportArgs>,
) -> Result<Response, Problem> {
    let rep = allow.scope.rep_id().ok_or_else(Problem::not_found)?;
    let subject = privacy::subject(api.db(), &Scope::system(), rep).await?;
    export(api, allow.scope, subject, &args).await
}

async fn export(
    api: Api,
    scope: Scope,
    subject: Subject,
    args: &ExportArgs,
) -> Result<Response, Problem> {
    let now = api.now();
    let to = args.to.unwrap_or(now.today);
    let from = args.from.unwrap_or(to - Days::new(DAYS_MAX - 1));
    let days = u64::try_from((to - from).num_days() + 1).unwrap_or(0);
    if days == 0 || days > DAYS_MAX {
        return Err(Problem::query("from", "out_of_range"));
    }
    let turn = TURNS
        .try_acquire()
        .map_err(|_| Problem::too_many("exports_running", 60))?;
    let time = api.rules().time;
    let window = Window {
        rep: subject.rep_id,
        from,
        to,
        from_at: utc(time.day_bounds(from).start),
        to_at: utc(time.day_bounds(to).end),
    };
    audit::record(
        api.db(),
        &scope,
        now.at,
        "privacy.export",
        &format!("reps/{}", subject.rep_id),
        &json!({"from": from, "to": to}),
    )
    .await?;
    let name = format!("{}-{from}-{to}.zip", file_name(&subject.code));
    let body = Body::from_stream(packed(api, subject, window, turn));
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/zip"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

fn utc(at: At) -> DateTime<chrono::Utc> {
    at.to_utc().unwrap_or_default()
}

/// A code as a part of a file's name.
fn file_name(code: &str) -> String {
    code.chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') {
                c
            } else {
                '_'
            }
        })
        .collect()
}

/// A file of the zip.
struct Entry {
    name: String,
    bytes: Bytes,
    /// A picture is packed already.
    stored: bool,
}

#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Problem(#[from] sqlx::Error),
    #[error("a part of the export is too large")]
    TooLarge,
    #[error("a track could not be written")]
    Track,
    #[error("the reader has gone")]
    Gone,
}

/// The zip as it is made. One that cannot be finished breaks off, so that nobody takes it for whole.
fn packed(
    api: Api,
    subject: Subject,
    window: Window,
    turn: SemaphorePermit<'static>,
) -> impl futures_util::Stream<Item = io::Result<Bytes>> + use<> {
    let (pieces, ready) = mpsc::channel::<io::Result<Bytes>>(PIECES_WAITING);
    let (entries, mut waiting) = mpsc::channel::<Entry>(2);
    let broken = pieces.clone();
    let packing = tokio::task::spawn_blocking(move || -> Result<(), ZipError> {
        let mut zip = ZipWriter::new_stream(Pieces {
            out: pieces,
            held: Vec::with_capacity(PIECE),
        });
        while let Some(entry) = waiting.blocking_recv() {
            let method = if entry.stored {
                CompressionMethod::Stored
            } else {
                CompressionMethod::Deflated
            };
            let options = SimpleFileOptions::default().compression_method(method);
            zip.start_file(entry.name, options)?;
            zip.write_all(&entry.bytes)?;
        }
        // Only a producer that has sent everything says so.
        zip.finish()?.into_inner().flush()?;
        Ok(())
    });
    tokio::spawn(async move {
        let _turn = turn;
        let made = produce(&api, &subject, window, &entries).await;
        if let Err(error) = made {
            if !matches!(error, Fault::Gone) {
                tracing::warn!(%error, "an export broke off");
            }
            let _ = broken
                .send(Err(io::Error::other("the export broke off")))
                .await;
        }
        drop(entries);
        drop(broken);
        let _ = packing.await;
    });
    stream::unfold(ready, |mut ready| async move {
        ready.recv().await.map(|piece| (piece, ready))
    })
}

/// Gathers bytes and hands them on; waits for whoever reads.
struct Pieces {
    out: mpsc::Sender<io::Result<Bytes>>,
    held: Vec<u8>,
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        if self.held.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.held.is_empty() {
            return Ok(());
        }
        let piece = Bytes::from(std::mem::replace(&mut self.held, Vec::with_capacity(PIECE)));
        self.out
            .blocking_send(Ok(piece))
            .map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}

async fn put(
    out: &mpsc::Sender<Entry>,
    name: String,
    bytes: Bytes,
    stored: bool,
) -> Result<(), Fault> {
    let entry = Entry {
        name,
        bytes,
        stored,
    };
    out.send(entry).await.map_err(|_| Fault::Gone)
}

async fn produce(
    api: &Api,
    subject: &Subject,
    window: Window,
    out: &mpsc::Sender<Entry>,
) -> Result<(), Fault> {
    let about = json!({
        "rep": subject.code, "name": subject.name, "from": window.from, "to": window.to, "made_at": Instant(api.now().at),
        "files": "One JSON list for each kind of data; tracks/DATE.gpx is the track as it is drawn, tracks/DATE.csv every position as it came; photos/ID.jpg by the id in photos.json. Positions are degrees or 1e-7 degrees (e7), money is in minor units, times are UTC.",
    });
    put(out, "about.json".to_owned(), pretty(&about), false).await?;
    for part in Part::ALL {
        let bytes = part_file(api, *part, window).await?;
        put(out, format!("{}.json", part.as_ref()), bytes, false).await?;
    }
    let rules = api.rules();
    for date in window.from.iter_days().take_while(|d| *d <= window.to) {
        let bounds = rules.time.day_bounds(date);
        let range = (utc(bounds.start), utc(bounds.end));
        let rep = RepId(window.rep);
        let fixes = track::fixes(
            api.db(),
            &Scope::system(),
            &rules.time,
            rep,
            range,
            FIXES_MAX,
        )
        .await?;
        if fixes.is_empty() {
            continue;
        }
        let csv = csv_of(&fixes).map_err(|_| Fault::Track)?;
        put(out, format!("tracks/{date}.csv"), csv.into(), false).await?;
        let gpx = track_gpx(fixes, &rules).map_err(|_| Fault::Track)?;
        put(out, format!("tracks/{date}.gpx"), gpx.into(), false).await?;
    }
    for picture in export::pictures(api.db(), &window, PICTURES_MAX).await? {
        let bytes = match api.services.photos.get(picture.digest, Size::Image).await {
            Ok(bytes) => bytes,
            // It went with its time since it was listed.
            Err(StorageError::NotFound) => continue,
            Err(StorageError::Unavailable(error)) => {
                tracing::warn!(%error, "a photo of an export could not be read");
                return Err(Fault::Gone);
            }
        };
        put(out, format!("photos/{}.jpg", picture.photo), bytes, true).await?;
    }
    Ok(())
}

fn pretty(value: &Value) -> Bytes {
    serde_json::to_vec_pretty(value).unwrap_or_default().into()
}

/// A list with a row a line. Read whole before it is sent: a slow reader must hold no connection.
async fn part_file(api: &Api, part: Part, window: Window) -> Result<Bytes, Fault> {
    let mut conn = api.db().acquire().await?;
    let mut rows = export::rows(&mut conn, part, window);
    let mut out = b"[".to_vec();
    while let Some(row) = rows.try_next().await? {
        out.extend_from_slice(if out.len() == 1 { b"\n" } else { b",\n" });
        serde_json::to_writer(&mut out, &row).map_err(|_| Fault::TooLarge)?;
        if out.len() > PART_BYTES_MAX {
            return Err(Fault::TooLarge);
        }
    }
    out.extend_from_slice(b"\n]\n");
    Ok(out.into())
}

fn csv_of(fixes: &[TrackFix]) -> Result<Vec<u8>, csv::Error> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record([
        "at",
        "lat",
        "lng",
        "accuracy_m",
        "altitude_m",
        "speed_mps",
        "bearing_deg",
        "battery_pct",
        "device_id",
        "clock_offset_ms",
    ])?;
    let parts = |value: Option<i32>, of: f64| {
        value.map_or_else(String::new, |v| (f64::from(v) / of).to_string())
    };
    for f in fixes {
        csv.write_record([
            f.at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
            format!("{:.7}", f64::from(f.lat_e7) / 1e7),
            format!("{:.7}", f64::from(f.lng_e7) / 1e7),
            parts(f.accuracy_dm, 10.0),
            parts(f.altitude_dm, 10.0),
            parts(f.speed_cmps, 100.0),
            parts(f.bearing_cdeg, 100.0),
            f.battery_pct.map_or_else(String::new, |b| b.to_string()),
            f.device_id.to_string(),
            f.clock_offset_ms.to_string(),
        ])?;
    }
    csv.into_inner().map_err(|e| e.into_error().into())
}
