//! The device's door for photos: bytes by HTTP, named by their SHA-256, taken up again where they broke off.
//! A success means that the picture and its row are stored.

use std::time::Duration;

use axum::{
    body::{Body, BodyDataStream},
    extract::{Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Json, Response},
};
use fieldbeat_domain::photo::Digest;
use futures_util::StreamExt;
use serde_json::json;

use super::{
    Ingest,
    http::{BUSY, Problem, authenticate},
};
use crate::{
    photos::{BYTES_MAX, KeepFault, Unfit, UploadFault},
    store::photo::{
        bind,
        upload::{self, Stored},
    },
};

/// Bytes that are here; the next one wanted.
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
/// `?0`: more will follow in another request; `?1`, or nothing said: this is the rest.
const COMPLETE: HeaderName = HeaderName::from_static("upload-complete");

const MALFORMED: Problem = Problem(
    StatusCode::BAD_REQUEST,
    "malformed",
    "the name of a blob is the SHA-256 of its bytes in hexadecimal, an offset a whole number",
);

fn digest(name: &str) -> Result<Digest, Problem> {
    bind::digest(name).ok_or(MALFORMED)
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Result<Option<u64>, Problem> {
    let Some(value) = headers.get(name) else {
        return Ok(None);
    };
    let value = value.to_str().ok().and_then(|v| v.trim().parse().ok());
    value.map(Some).ok_or(MALFORMED)
}

fn at(mut response: Response, offset: u64, complete: bool) -> Response {
    let headers = response.headers_mut();
    headers.insert(OFFSET, offset.into());
    let complete = if complete { "?1" } else { "?0" };
    headers.insert(COMPLETE, HeaderValue::from_static(complete));
    response
}

/// How much of a blob this rep's phones have brought.
pub async fn held(
    State(ingest): State<Ingest>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response {
    match look(&ingest, &name, &headers).await {
        Ok((offset, complete)) => at(StatusCode::OK.into_response(), offset, complete),
        Err(problem) => problem.into_response(),
    }
}

async fn look(ingest: &Ingest, name: &str, headers: &HeaderMap) -> Result<(u64, bool), Problem> {
    let device = authenticate(ingest, headers).await?;
    let digest = digest(name)?;
    if let Some(bytes) = upload::held(&ingest.db, device.rep, digest).await? {
        return Ok((bytes, true));
    }
    let offset = ingest.photos.offset(device.rep, digest).await;
    Ok((offset.map_err(|_| BUSY)?, false))
}

/// Takes a blob, or the rest of one, or with `Upload-Complete: ?0` a part of one.
pub async fn put(
    State(ingest): State<Ingest>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let mut body = body.into_data_stream();
    match take(&ingest, &name, &headers, &mut body).await {
        Ok(response) => response,
        Err(refusal) => {
            // A phone that is still sending would see a broken line and not the answer.
            drain(&mut body, DRAIN).await;
            refusal
        }
    }
}

/// How long the rest of a body that nobody wants is waited for.
const DRAIN: Duration = Duration::from_secs(10);

/// Reads what is left of a body that nobody wants, as far as a photo may be long; a sender that is slower than
/// that sees a broken line.
async fn drain(body: &mut BodyDataStream, patience: Duration) {
    let read = async {
        let mut left = BYTES_MAX;
        while let Some(Ok(bytes)) = body.next().await {
            left = left.saturating_sub(bytes.len() as u64);
            if left == 0 {
                return;
            }
        }
    };
    // What was wrong with the request is answered all the same.
    let _ = tokio::time::timeout(patience, read).await;
}

async fn take(
    ingest: &Ingest,
    name: &str,
    headers: &HeaderMap,
    body: &mut BodyDataStream,
) -> Result<Response, Response> {
    let refuse = |problem: Problem| problem.into_response();
    let device = authenticate(ingest, headers).await.map_err(refuse)?;
    let digest = digest(name).map_err(refuse)?;
    let offset = number(headers, &OFFSET).map_err(refuse)?.unwrap_or(0);
    let announced = number(headers, &header::CONTENT_LENGTH).map_err(refuse)?;
    let known = upload::held(&ingest.db, device.rep, digest).await;
    if let Some(bytes) = known.map_err(|e| refuse(e.into()))? {
        drain(body, DRAIN).await;
        let told = Json(json!({ "blob": hex::encode(digest), "bytes": bytes }));
        return Ok(at(told.into_response(), bytes, true));
    }
    let uploading = ingest.photos.begin(device.rep, digest).await;
    let uploading = uploading.map_err(upload_fault)?;
    let length = uploading.append(offset, announced, body).await;
    let length = length.map_err(upload_fault)?;
    if headers.get(COMPLETE).is_some_and(|c| c == "?0") {
        return Ok(at(StatusCode::NO_CONTENT.into_response(), length, false));
    }
    let file = uploading.whole().await.map_err(upload_fault)?;
    let picture = match ingest.photos.keep(digest, file).await {
        Ok(picture) => picture,
        Err(KeepFault::Unfit(unfit)) => {
            let gone = uploading.discard().await;
            gone.map_err(|e| upload_fault(e.into()))?;
            return Err(refuse(unfit_problem(unfit)));
        }
        Err(KeepFault::Storage(error)) => {
            tracing::warn!(%error, "a photo could not be kept");
            return Err(refuse(BUSY));
        }
    };
    let zone = ingest.rules.load().time.time_zone;
    let stored = Stored {
        digest,
        bytes: length,
        format: picture.format,
        width: picture.width,
        height: picture.height,
        likeness: picture.likeness,
        camera_at: picture.camera_at.and_then(|c| c.in_zone(zone)),
        camera_place: picture.camera_place,
    };
    let now = ingest.clock.now().to_utc().unwrap_or_default();
    let kept = upload::keep(&ingest.db, now, device.rep, &stored).await;
    kept.map_err(|e| refuse(e.into()))?;
    // It is stored; a file left here would go by itself.
    let _ = uploading.discard().await;
    let told = Json(json!({ "blob": hex::encode(digest), "bytes": length }));
    Ok(at(
        (StatusCode::CREATED, told).into_response(),
        length,
        true,
    ))
}

fn unfit_problem(unfit: Unfit) -> Problem {
    match unfit {
        Unfit::Format => Problem(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "unsupported_image",
            "only JPEG, PNG and WebP are taken, by their first bytes",
        ),
        Unfit::TooManyPixels => Problem(
            StatusCode::UNPROCESSABLE_ENTITY,
            "too_many_pixels",
            "at most 25 megapixels",
        ),
        Unfit::Unreadable => Problem(
            StatusCode::UNPROCESSABLE_ENTITY,
            "unreadable_image",
            "the picture cannot be decoded",
        ),
    }
}

fn upload_fault(fault: UploadFault) -> Response {
    match fault {
        UploadFault::Running => {
            let mut response = Problem(
                StatusCode::CONFLICT,
                "upload_running",
                "another request is sending this blob; ask by HEAD and go on from there",
            )
            .into_response();
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
            response
        }
        UploadFault::WrongOffset(held) => {
            let problem = Problem(
                StatusCode::CONFLICT,
                "wrong_offset",
                "the next byte wanted is that of Upload-Offset",
            );
            at(problem.into_response(), held, false)
        }
        UploadFault::WrongDigest => {
            let problem = Problem(
                StatusCode::CONFLICT,
                "wrong_digest",
                "the bytes are not those of this SHA-256; they were thrown away",
            );
            at(problem.into_response(), 0, false)
        }
        UploadFault::TooLarge => Problem(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            "a photo has at most 8 MiB",
        )
        .into_response(),
        UploadFault::TooMany => Problem(
            StatusCode::TOO_MANY_REQUESTS,
            "too_many_uploads",
            "finish the photos that were begun",
        )
        .into_response(),
        UploadFault::Broken => Problem(
            StatusCode::REQUEST_TIMEOUT,
            "upload_broken",
            "the rest did not come; ask by HEAD and go on from there",
        )
        .into_response(),
        UploadFault::Busy => BUSY.into_response(),
        UploadFault::Io(error) => {
            tracing::warn!(%error, "an upload could not be written");
            BUSY.into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_sender_that_stops_sending_is_not_waited_for() {
        let silent = futures_util::stream::pending::<Result<axum::body::Bytes, axum::Error>>();
        let mut body = Body::from_stream(silent).into_data_stream();
        drain(&mut body, Duration::ZERO).await;
    }
}
