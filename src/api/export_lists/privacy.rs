//! What reps answered to the privacy notice.

#[allow(clippy::wildcard_imports, reason = "the columns that lists share")]
use super::*;

pub const LISTS: &[List] = &[List {
    path: "privacy/consents",
    columns: columns! {
        REP_CODE REP
        [Text "/org_unit_name" "org_unit" "Đơn vị" "组织"]
        [Text "/standing" "standing" "Trạng thái" "状态"]
        [Whole "/version" "version" "Phiên bản" "版本"]
        [Flag "/current" "current" "Hiện hành" "当前版本"]
        [Text "/language" "language" "Ngôn ngữ" "语言"]
        [Moment "/at" "answered_at" "Trả lời lúc" "回答时间"]
        [Moment "/received_at" "received_at" "Nhận lúc" "接收时间"]
        [Text "/device_label" "device" "Thiết bị" "设备"]
    },
    lines: None,
}];
