//! Masters that are not read by the imports of their own: what is written to a file can be read from one.

#[allow(clippy::wildcard_imports, reason = "the columns that lists share")]
use super::*;

pub const LISTS: &[List] = &[
    List {
        path: "schemes",
        columns: columns! {
            CODE NAME VALID_FROM VALID_TO AUDIENCE
            [Json "/products" "products" "Sản phẩm" "产品"]
            [Json "/rule" "rule" "Quy tắc" "规则"]
            [Whole "/stack_group" "stack_group" "Nhóm cộng dồn" "叠加组"]
            [Whole "/priority" "priority" "Ưu tiên" "优先级"]
            [Flag "/stackable" "stackable" "Cộng dồn" "可叠加"]
            [Money "/budget_minor" "budget" "Ngân sách" "预算"]
            [Money "/outlet_cap_minor" "outlet_cap" "Trần mỗi điểm bán" "单网点上限"]
            ACTIVE
        },
        lines: None,
    },
    List {
        path: "partners",
        columns: columns! {
            CODE NAME KIND
            [Text "/parent_code" "parent" "Cấp trên" "上级"]
            CUSTOMER_CODE ACTIVE
        },
        lines: None,
    },
    List {
        path: "stock-locations",
        columns: columns! {
            CODE NAME KIND
            [Text "/partner_code" "partner_code" "Mã NPP" "经销商编码"]
            REP_CODE OUTLET_CODE
            [Flag "/is_default" "default" "Mặc định" "默认"]
            ACTIVE
        },
        lines: None,
    },
    List {
        path: "org-units",
        columns: columns! {
            CODE NAME KIND
            [Text "/parent_code" "parent" "Cấp trên" "上级"]
        },
        lines: None,
    },
    List {
        path: "must-sell-lists",
        columns: columns! {
            CODE NAME VALID_FROM VALID_TO AUDIENCE
            [Texts "/product_codes" "product_codes" "Mã sản phẩm" "产品编码"]
            ACTIVE
        },
        lines: None,
    },
    List {
        path: "forms",
        columns: columns! {
            CODE KIND
            [Json "/name" "name" "Tên" "名称"]
            VALID_FROM VALID_TO AUDIENCE
            [Flag "/required" "required" "Bắt buộc" "必填"]
            [Json "/questions" "questions" "Câu hỏi" "问题"]
            ACTIVE
        },
        lines: None,
    },
    List {
        path: "segments",
        columns: columns! {
            CODE NAME
            [Json "/rule" "rule" "Quy tắc" "规则"]
            ACTIVE
        },
        lines: None,
    },
    List {
        path: "targets",
        columns: columns! {
            [Date "/month" "month" "Tháng" "月份"]
            [Text "/measure" "measure" "Chỉ tiêu" "指标"]
            REP_CODE REP UNIT_CODE
            [Whole "/value" "target" "Mục tiêu" "目标"]
        },
        lines: None,
    },
];
