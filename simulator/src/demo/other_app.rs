//! A rep who has another app on a second phone: GPSLogger, set up at the desk, whose template was spoilt by hand for a
//! while, so that some of what it sent waits unread.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::web_phone;
use crate::{clock, rest::Rest};

const LABEL: &str = "HN-WEB-gpslogger";
/// Seconds before now at which it spoke with commas, and the one that is well again.
const SPOILT_AGO_S: [i64; 2] = [240, 180];
const WELL_AGO_S: i64 = 30;

/// Once, however often the demo is started.
pub async fn speak(rest: &Rest) -> Result<()> {
    let unread = rest.list("/api/v1/quarantined-records").await?;
    if !unread.is_empty() {
        return Ok(());
    }
    let shop = rest
        .list(&format!("/api/v1/outlets?code={}-01", web_phone::CODE))
        .await?;
    let place = |key: &str| shop.first().and_then(|o| o.get(key)?.as_f64());
    let (lat, lng) = place("lat")
        .zip(place("lng"))
        .context("the first shop has no pin")?;
    let device = json!({"label": LABEL, "rep_code": web_phone::CODE, "can_declare": false});
    let made = rest.batch("devices", &[device]).await?;
    let id = made
        .first()
        .and_then(|d| d.get("id")?.as_i64())
        .context("the second phone got no id")?;
    let setup = rest
        .post(
            &format!("/api/v1/devices/{id}/app-setup"),
            &json!({"app": "gpslogger"}),
        )
        .await?;
    let header = setup.pointer("/fields/3/value").and_then(Value::as_str);
    let bearer = header
        .and_then(|h| h.strip_prefix("Authorization: "))
        .context("the app got no token")?;
    let now_s = clock::now_ms() / 1_000;
    let comma = |degrees: f64| format!("{degrees:.6}").replace('.', ",");
    let spoilt = SPOILT_AGO_S.map(|ago| {
        format!(
            "lat={}&lon={}&acc=8.0&timestamp={}&batt=71.0&prov=gps",
            comma(lat),
            comma(lng),
            now_s - ago
        )
    });
    let well = format!(
        "lat={lat:.6}&lon={lng:.6}&acc=8.0&timestamp={}&batt=71.0&prov=gps",
        now_s - WELL_AGO_S
    );
    for said in spoilt.into_iter().chain([well]) {
        let door = format!("{}/compat/gpslogger", rest.base());
        let request = rest
            .http()
            .post(door)
            .header("authorization", bearer)
            .body(said);
        let answer = request.send().await?;
        ensure!(
            answer.status().is_success(),
            "the door of GPSLogger answered {}",
            answer.status()
        );
    }
    Ok(())
}
