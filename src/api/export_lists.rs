//! The table of lists that can be files: the columns of each, and where in an item they stand. One table,
//! however long; how a column is shown is `export_columns`'.

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
    ACTIVE [Text "/active" "active" "Hoạt động" "启用"]
    KIND [Text "/kind" "kind" "Loại" "类型"]
    DATE [Text "/date" "date" "Ngày" "日期"]
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
    VALID_FROM [Text "/valid_from" "valid_from" "Từ ngày" "生效日期"]
    VALID_TO [Text "/valid_to" "valid_to" "Đến ngày" "失效日期"]
    LINE [Whole "/line" "line" "Dòng" "行"]
    PRODUCT_CODE [Text "/product_code" "product_code" "Mã sản phẩm" "产品编码"]
    PRODUCT [Text "/product_name" "product" "Sản phẩm" "产品"]
    UNIT [Text "/unit" "unit" "Đơn vị tính" "单位"]
    BATCH [Text "/batch" "batch" "Số lô" "批号"]
    EXPIRY [Text "/expires_on" "expiry" "Hạn dùng" "有效期至"]
}

/// Every document and what has no import.
pub const LISTS: &[List] = &[
    List {
        path: "orders",
        columns: columns! {
            ID DATE
            [Moment "/ordered_at" "ordered_at" "Thời điểm đặt" "下单时间"]
            STATE
            [Text "/holds" "holds" "Chờ vì" "暂挂原因"]
            [Text "/source" "source" "Nguồn" "来源"]
            REP_CODE REP OUTLET_CODE OUTLET CUSTOMER_CODE CUSTOMER VISIT CURRENCY TOTAL
            [Money "/tax_minor" "tax" "Thuế" "税额"]
            [Money "/delivered_minor" "delivered" "Đã giao" "已交付金额"]
            [Money "/invoiced_minor" "invoiced" "Đã xuất hoá đơn" "已开票金额"]
            [Text "/billing" "billing" "Xuất hoá đơn" "开票状态"]
            [Text "/payment" "payment" "Thanh toán" "付款状态"]
            NOTE
        },
        lines: Some((
            "/lines",
            columns! {
                LINE PRODUCT_CODE PRODUCT
                [Decimal "/quantity" "quantity" "Số lượng" "数量"]
                UNIT
                [Money "/unit_price_minor" "unit_price" "Đơn giá" "单价"]
                [Money "/discount_minor" "discount" "Chiết khấu" "折扣"]
                [Money "/tax_minor" "line_tax" "Thuế dòng" "行税额"]
                [Money "/total_minor" "line_total" "Thành tiền" "行总额"]
                [Text "/free" "free" "Hàng tặng" "赠品"]
                [Milli "/delivered_milli" "delivered_quantity" "SL đã giao" "已交付数量"]
                [Milli "/returned_milli" "returned_quantity" "SL trả lại" "退货数量"]
                [Milli "/invoiced_milli" "invoiced_quantity" "SL đã xuất hoá đơn" "已开票数量"]
            },
        )),
    },
    List {
        path: "quotations",
        columns: columns! {
            ID
            [Moment "/quoted_at" "quoted_at" "Thời điểm báo giá" "报价时间"]
            STATE OUTLET VALID_TO CURRENCY TOTAL NOTE REASON ORDER VISIT
        },
        lines: None,
    },
    List {
        path: "invoices",
        columns: columns! {
            ID
            [Text "/number" "number" "Số hoá đơn" "发票号"]
            KIND DATE
            [Text "/due" "due" "Hạn thanh toán" "到期日"]
            CUSTOMER_CODE CUSTOMER ORDER CURRENCY TOTAL
            [Money "/paid_minor" "paid" "Đã trả" "已付"]
            [Money "/open_minor" "open" "Còn nợ" "未付"]
            [Text "/overdue" "overdue" "Quá hạn" "逾期"]
        },
        lines: None,
    },
    List {
        path: "returns",
        columns: columns! {
            ID
            [Moment "/returned_at" "returned_at" "Thời điểm trả" "退货时间"]
            STATE ORDER VISIT REASON CURRENCY
            [Money "/value_minor" "value" "Giá trị" "金额"]
            [Money "/on_account_minor" "on_account" "Ghi có chưa dùng" "未冲抵"]
            [Text "/decided_by" "decided_by" "Người quyết định" "决定人"]
            [Text "/decision_reason" "decision_reason" "Lý do quyết định" "决定原因"]
        },
        lines: Some((
            "/lines",
            columns! {
                LINE
                [Milli "/quantity_milli" "quantity" "Số lượng" "数量"]
                [Money "/value_minor" "line_value" "Giá trị dòng" "行金额"]
            },
        )),
    },
    List {
        path: "collections",
        columns: columns! {
            ID DATE
            [Moment "/collected_at" "collected_at" "Thời điểm thu" "收款时间"]
            STATE
            [Text "/method" "method" "Hình thức" "方式"]
            REP CUSTOMER_CODE CUSTOMER CURRENCY
            [Money "/amount_minor" "amount" "Số tiền" "金额"]
            [Money "/on_account_minor" "on_account" "Ghi có chưa dùng" "未冲抵"]
            [Text "/reference" "reference" "Tham chiếu" "参考号"]
            NOTE REASON
            [Text "/settlement_id" "settlement" "Phiếu nộp" "缴款单"]
            VISIT
        },
        lines: None,
    },
    List {
        path: "settlements",
        columns: columns! {
            ID DATE STATE REP
            [Money "/expected_minor" "expected" "Phải nộp" "应缴"]
            [Money "/expected_cash_minor" "expected_cash" "Tiền mặt phải nộp" "应缴现金"]
            [Money "/counted_cash_minor" "counted_cash" "Tiền mặt đã đếm" "清点现金"]
            [Money "/variance_minor" "variance" "Chênh lệch" "差额"]
            [Text "/variance_reason" "variance_reason" "Lý do chênh lệch" "差额原因"]
            [Whole "/collections" "collections" "Số phiếu thu" "收款笔数"]
            [Moment "/handed_in_at" "handed_in_at" "Thời điểm nộp" "缴款时间"]
            [Text "/verified_by" "verified_by" "Người kiểm" "清点人"]
            [Text "/posted_by" "posted_by" "Người ghi sổ" "过账人"]
        },
        lines: None,
    },
    List {
        path: "credit-accounts",
        columns: columns! {
            CUSTOMER_CODE CUSTOMER
            [Whole "/partner_id" "partner" "Nhà phân phối" "经销商"]
            [Money "/limit_minor" "limit" "Hạn mức" "额度"]
            [Whole "/terms_days" "terms_days" "Số ngày nợ" "账期(天)"]
            [Whole "/overdue_days" "overdue_days" "Số ngày quá hạn cho phép" "允许逾期(天)"]
            [Money "/ledger_minor" "ledger" "Dư nợ" "账面余额"]
            [Money "/unbilled_minor" "unbilled" "Chưa xuất hoá đơn" "未开票"]
            [Money "/unconfirmed_minor" "unconfirmed" "Chưa xác nhận" "未确认"]
            [Money "/exposure_minor" "exposure" "Tổng công nợ" "敞口"]
            [Text "/oldest_due" "oldest_due" "Hạn cũ nhất" "最早到期日"]
        },
        lines: None,
    },
    List {
        path: "commissions",
        columns: columns! {
            ID
            [Text "/month" "month" "Tháng" "月份"]
            REP
            [Text "/plan_code" "plan" "Chính sách" "方案"]
            [Whole "/plan_version" "plan_version" "Phiên bản" "版本"]
            CURRENCY
            [Money "/value_minor" "value" "Giá trị" "金额"]
            [Money "/earned_minor" "earned" "Hoa hồng" "提成"]
        },
        lines: None,
    },
    List {
        path: "schemes",
        columns: columns! {
            CODE NAME VALID_FROM VALID_TO
            [Json "/audience" "audience" "Đối tượng" "适用对象"]
            [Json "/products" "products" "Sản phẩm" "产品"]
            [Json "/rule" "rule" "Quy tắc" "规则"]
            [Whole "/stack_group" "stack_group" "Nhóm cộng dồn" "叠加组"]
            [Whole "/priority" "priority" "Ưu tiên" "优先级"]
            [Text "/stackable" "stackable" "Cộng dồn" "可叠加"]
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
            ACTIVE
        },
        lines: None,
    },
    List {
        path: "stock-locations",
        columns: columns! {
            CODE NAME KIND
            [Text "/partner_code" "partner_code" "Mã NPP" "经销商编码"]
            REP_CODE OUTLET_CODE
            [Text "/is_default" "default" "Mặc định" "默认"]
            ACTIVE
        },
        lines: None,
    },
    List {
        path: "stock-moves",
        columns: columns! {
            [Text "/posting_id" "posting" "Chứng từ" "过账"]
            [Moment "/moved_at" "moved_at" "Thời điểm" "时间"]
            KIND
            [Text "/location_code" "location_code" "Mã kho" "库位编码"]
            [Text "/location_name" "location" "Kho" "库位"]
            PRODUCT_CODE PRODUCT BATCH EXPIRY
            [Milli "/milli" "quantity" "Số lượng" "数量"]
            UNIT
            [Text "/document_id" "document" "Chứng từ gốc" "来源单据"]
            [Text "/counter_of" "counter_of" "Huỷ của" "冲销"]
            REASON NOTE
            [Text "/by" "by" "Người ghi" "记录人"]
        },
        lines: None,
    },
    List {
        path: "supply-orders",
        columns: columns! {
            ID STATE
            [Text "/to_code" "to_code" "Mã kho nhận" "收货仓库编码"]
            [Text "/to_name" "to" "Kho nhận" "收货仓库"]
            [Text "/from_code" "from_code" "Mã kho gửi" "发货仓库编码"]
            [Text "/from_name" "from" "Kho gửi" "发货仓库"]
            [Text "/partner_name" "partner" "Nhà cung cấp" "供货方"]
            [Text "/wanted_on" "wanted_on" "Cần ngày" "需要日期"]
            [Text "/expected_on" "expected_on" "Dự kiến đến" "预计到达"]
            [Moment "/created_at" "created_at" "Thời điểm lập" "制单时间"]
            [Moment "/shipped_at" "shipped_at" "Thời điểm gửi" "发货时间"]
            [Moment "/received_at" "received_at" "Thời điểm nhận" "收货时间"]
            REASON NOTE
        },
        lines: Some((
            "/lines",
            columns! {
                LINE PRODUCT_CODE PRODUCT
                [Text "/base_unit" "base_unit" "Đơn vị cơ sở" "基本单位"]
                [Milli "/asked_milli" "asked" "SL yêu cầu" "申请数量"]
                [Milli "/confirmed_milli" "confirmed" "SL xác nhận" "确认数量"]
                [Milli "/shipped_milli" "shipped" "SL đã gửi" "发货数量"]
                [Milli "/received_milli" "received" "SL đã nhận" "收货数量"]
                [Milli "/missing_milli" "missing" "SL thiếu" "缺少数量"]
            },
        )),
    },
    List {
        path: "van-days",
        columns: columns! {
            DATE STATE
            [Text "/van_code" "van_code" "Mã xe" "车辆编码"]
            REP_CODE REP CURRENCY
            [Money "/cash_minor" "cash" "Tiền mặt đã thu" "收到现金"]
            [Money "/cash_handed_in_minor" "cash_handed_in" "Tiền mặt đã nộp" "已缴现金"]
            [Money "/other_minor" "other_money" "Thu khác" "其他收款"]
            [Moment "/counted_at" "counted_at" "Thời điểm kiểm" "盘点时间"]
            [Text "/counted_by" "counted_by" "Người đếm" "盘点人"]
            REASON
            [Moment "/closed_at" "closed_at" "Thời điểm chốt" "结账时间"]
            [Text "/closed_by" "closed_by" "Người chốt" "结账人"]
        },
        lines: Some((
            "/lines",
            columns! {
                PRODUCT_CODE PRODUCT UNIT
                [Milli "/opening_milli" "opening" "Đầu ngày" "早上"]
                [Milli "/loaded_milli" "loaded" "Lên xe" "装车"]
                [Milli "/unloaded_milli" "unloaded" "Xuống xe" "卸车"]
                [Milli "/sold_milli" "sold" "Đã bán" "已售"]
                [Milli "/delivered_milli" "delivered_goods" "Hàng đã giao" "已送"]
                [Milli "/returned_milli" "taken_back" "Nhận lại" "收回"]
                [Milli "/corrected_milli" "corrected" "Điều chỉnh" "调整"]
                [Milli "/expected_milli" "should_be" "Phải còn" "应有"]
                [Milli "/counted_milli" "counted" "SL đếm" "盘点数"]
                [Milli "/difference_milli" "difference" "SL lệch" "差异数量"]
                [Money "/difference_minor" "difference_value" "Giá trị lệch" "差异金额"]
            },
        )),
    },
    List {
        path: "stock-counts",
        columns: columns! {
            ID DATE
            [Moment "/counted_at" "counted_at" "Thời điểm kiểm" "盘点时间"]
            REP_CODE REP OUTLET_CODE OUTLET VISIT NOTE
        },
        lines: Some((
            "/lines",
            columns! {
                PRODUCT_CODE PRODUCT BATCH EXPIRY
                [Milli "/quantity_milli" "counted" "SL đếm" "盘点数"]
                UNIT
                [Milli "/milli" "quantity" "Số lượng cơ sở" "基本单位数量"]
                [Text "/base_unit" "base_unit" "Đơn vị cơ sở" "基本单位"]
            },
        )),
    },
    List {
        path: "activities",
        columns: columns! {
            ID DATE KIND STATE
            [Text "/standing" "standing" "So với kế hoạch" "与计划相比"]
            [Text "/rep_name" "rep" "Nhân viên" "业务员"]
            CUSTOMER OUTLET
            [Text "/contact_name" "contact" "Người liên hệ" "联系人"]
            VISIT
            [Text "/occasion_name" "occasion" "Dịp" "节日"]
            [Text "/subject" "subject" "Nội dung" "主题"]
            [Moment "/due_at" "due_at" "Hạn" "截止时间"]
            [Moment "/ended_at" "ended_at" "Thời điểm xong" "完成时间"]
            [Text "/outcome" "outcome" "Kết quả" "结果"]
            REASON
            [Text "/item" "gift" "Quà" "礼品"]
            [Whole "/quantity" "pieces" "Số lượng" "数量"]
            [Money "/value_minor" "value" "Giá trị" "金额"]
            [Text "/doubt" "doubt" "Nghi vấn" "疑点"]
        },
        lines: None,
    },
    List {
        path: "occasion-customers",
        columns: columns! {
            CUSTOMER_CODE CUSTOMER
            [Whole "/year" "year" "Năm" "年份"]
            [Whole "/planned" "planned" "Chưa làm" "待办"]
            [Whole "/held" "held" "Đã làm" "已完成"]
            [Whole "/not_held" "not_held" "Không làm" "未完成"]
            [Money "/given_minor" "given" "Giá trị đã tặng" "赠送金额"]
            [Whole "/doubtful" "doubtful" "Vượt hạn mức" "超出限额"]
            [Money "/net_sales_minor" "net_sales" "Doanh số thuần" "净销售额"]
            [Whole "/given_bp" "given_bp" "Tặng trên doanh số (1/10.000)" "赠送占销售额（万分之一）"]
        },
        lines: None,
    },
];
