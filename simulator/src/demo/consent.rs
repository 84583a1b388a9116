//! The privacy notice of the demo, and what its reps answered: nearly all accepted, one declined, one has not said yet.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use uuid::Uuid;

use super::web_phone;
use crate::{clock, company::load::Loaded, rest::Rest};

const EN: &str = "While you are at work, Fieldbeat records where your phone is: from “Start work” to “End work”, never in breaks and never outside of work.\n\nWhat for: to prove calls, to plan routes fairly, and to find you when you call for help.\nHow long: positions 60 days, those around visits one year.\nWho sees it: your supervisor and managers; every look at your track is logged and shown to you under More → About positions.\n\nYou may read this notice and withdraw your consent there at any time.";
const VI: &str = "Khi bạn làm việc, Fieldbeat ghi lại vị trí điện thoại: từ lúc “Bắt đầu ca” đến “Kết thúc ca”, không ghi khi nghỉ giải lao và ngoài giờ làm.\n\nMục đích: chứng minh lượt viếng thăm, sắp tuyến công bằng và tìm thấy bạn khi bạn gọi trợ giúp.\nThời gian lưu: vị trí 60 ngày, vị trí quanh lượt viếng thăm một năm.\nAi được xem: giám sát và quản lý của bạn; mỗi lần xem lộ trình đều được ghi lại và hiện ở Thêm → Về định vị.\n\nBạn có thể đọc lại thông báo và rút lại sự đồng ý tại đó bất cứ lúc nào.";
const ZH: &str = "工作期间，Fieldbeat 记录您手机的位置：从“开始上班”到“下班”，休息时和工作之外均不记录。\n\n用途：证明拜访、公平排线，以及在您求助时找到您。\n保存期限：定位 60 天，拜访前后的定位一年。\n谁可查看：您的主管和经理；每次查看轨迹都有记录，并在“更多 → 关于定位”中告知您。\n\n您可随时在该处阅读本告知并撤回同意。";

/// Publishes it once, and lets the phones answer.
pub async fn ask(rest: &Rest, loaded: &Loaded) -> Result<()> {
    if !rest.list("/api/v1/privacy/notices").await?.is_empty() {
        return Ok(());
    }
    let notice = json!({"texts": {"en": EN, "vi": VI, "zh": ZH}, "confirm": 1});
    rest.post("/api/v1/privacy/notices", &notice).await?;
    let mut phones = loaded
        .tokens
        .values()
        .filter_map(|tokens| tokens.first())
        .rev();
    let declines = phones.next().context("nobody is there to decline")?;
    answer(rest, declines, "declined").await?;
    // One has not looked at the phone yet.
    for token in phones.skip(1) {
        answer(rest, token, "given").await?;
    }
    // Before it is anybody's: its own first answer comes with its code's first use otherwise.
    let own = rest
        .list(&format!("/api/v1/devices?label={}", web_phone::CODE))
        .await?;
    let own = own.first().and_then(|d| d.get("id")?.as_i64());
    let own = own.context("the visitor's phone has no id")?;
    let issued = rest
        .post(&format!("/api/v1/devices/{own}/token"), &Value::Null)
        .await?;
    let token = issued.get("token").and_then(Value::as_str);
    answer(rest, token.context("no token")?, "given").await
}

async fn answer(rest: &Rest, token: &str, decision: &str) -> Result<()> {
    let body = json!({"version": 1, "language": "vi", "decision": decision});
    let record = json!({"type": "record", "n": 1, "kind": "consent", "id": Uuid::new_v4(), "at": clock::now_ms(), "body": body});
    rest.http()
        .post(format!("{}/v1/device/frames", rest.base()))
        .bearer_auth(token)
        .json(&json!({"frames": [record]}))
        .send()
        .await?
        .error_for_status()?;
    Ok(())
}
