//! The table of lists that can be files: the columns of each, and where in an item they stand. One table
//! in some files; how a column is shown and read is `export_columns`'.

use super::export_columns::{As, Column, List};

/// How it is shown, where it stands, and its headings in English, Vietnamese and Chinese; or one that is shared.
macro_rules! column {
    ([$shown:ident $at:literal $en:literal $vi:literal $zh:literal]) => {
        Column {
            names: [$en, $vi, $zh],
            at: $at,
            shown: As::$shown,
        }
    };
    ($shared:ident) => {
        $shared
    };
}

macro_rules! columns {
    ($($column:tt)*) => {
        &[$(column!($column)),*]
    };
}

macro_rules! shared {
    ($($name:ident $column:tt)*) => {
        $(const $name: Column = column!($column);)*
    };
}

shared! {
    ID [Text "/id" "id" "Mã số" "标识"]
    CODE [Text "/code" "code" "Mã" "编码"]
    NAME [Text "/name" "name" "Tên" "名称"]
    ACTIVE [Flag "/active" "active" "Hoạt động" "启用"]
    KIND [Text "/kind" "kind" "Loại" "类型"]
    DATE [Date "/date" "date" "Ngày" "日期"]
    STATE [Text "/state" "state" "Trạng thái" "状态"]
    CURRENCY [Text "/currency" "currency" "Tiền tệ" "货币"]
    NOTE [Text "/note" "note" "Ghi chú" "备注"]
    REASON [Text "/reason" "reason" "Lý do" "原因"]
    TOTAL [Money "/total_minor" "total" "Tổng tiền" "总额"]
    REP_CODE [Text "/rep_code" "rep_code" "Mã nhân viên" "业务员编码"]
    REP [Text "/rep_name" "rep" "Nhân viên" "业务员"]
    OUTLET_CODE [Text "/outlet_code" "outlet_code" "Mã điểm bán" "网点编码"]
    OUTLET [Text "/outlet_name" "outlet" "Điểm bán" "网点"]
    CUSTOMER_CODE [Text "/customer_code" "customer_code" "Mã khách hàng" "客户编码"]
    CUSTOMER [Text "/customer_name" "customer" "Khách hàng" "客户"]
    VISIT [Text "/visit_id" "visit" "Lượt viếng thăm" "拜访"]
    ORDER [Text "/order_id" "order" "Đơn hàng" "订单"]
    VALID_FROM [Date "/valid_from" "valid_from" "Từ ngày" "生效日期"]
    VALID_TO [Date "/valid_to" "valid_to" "Đến ngày" "失效日期"]
    LINE [Whole "/line" "line" "Dòng" "行"]
    PRODUCT_CODE [Text "/product_code" "product_code" "Mã sản phẩm" "产品编码"]
    PRODUCT [Text "/product_name" "product" "Sản phẩm" "产品"]
    UNIT [Text "/unit" "unit" "Đơn vị tính" "单位"]
    BATCH [Text "/batch" "batch" "Số lô" "批号"]
    EXPIRY [Date "/expires_on" "expiry" "Hạn dùng" "有效期至"]
    AMOUNT [Money "/amount_minor" "amount" "Số tiền" "金额"]
    REFERENCE [Text "/reference" "reference" "Tham chiếu" "参考号"]
    TITLE [Text "/title" "title" "Tiêu đề" "标题"]
    SUBJECT [Text "/subject" "subject" "Nội dung" "主题"]
    PRIORITY [Text "/priority" "priority" "Ưu tiên" "优先级"]
    CONTACT [Text "/contact_name" "contact" "Người liên hệ" "联系人"]
    DUE [Moment "/due_at" "due_at" "Hạn" "截止时间"]
    NOTICE_DAYS [Whole "/notice_days" "notice_days" "Báo trước (ngày)" "提前提醒天数"]
    UNIT_CODE [Text "/org_unit_code" "org_unit" "Đơn vị" "组织"]
    AUDIENCE [Json "/audience" "audience" "Đối tượng" "适用对象"]
    FORM [Text "/form_code" "form" "Biểu mẫu" "表单"]
    VERSION [Whole "/form_version" "form_version" "Phiên bản" "版本"]
    ANSWERED [Moment "/answered_at" "answered_at" "Trả lời lúc" "回答时间"]
    ANSWERS [Whole "/answer_count" "answers" "Số câu trả lời" "回答数"]
    EARNED [Whole "/earned" "earned" "Điểm đạt" "得分"]
    POSSIBLE [Whole "/possible" "possible" "Điểm tối đa" "满分"]
    SCORE [Whole "/score_bp" "score_bp" "Điểm (1/10.000)" "得分率(万分比)"]
    FAILED [Whole "/failed_count" "failed_answers" "Câu không đạt" "不合格项"]
}

mod marketing;
mod masters;
mod privacy;
mod relations;
mod stock;
mod trade;

/// Every list that can be a file, but for the masters that have imports of their own.
pub fn all() -> impl Iterator<Item = &'static List> {
    let parts = [
        trade::LISTS,
        stock::LISTS,
        masters::LISTS,
        relations::LISTS,
        marketing::LISTS,
        privacy::LISTS,
    ];
    parts.into_iter().flatten()
}

pub fn of(path: &str) -> Option<&'static List> {
    all().find(|list| list.path == path)
}
