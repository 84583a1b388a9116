//! Documents of trade and money.

#[allow(clippy::wildcard_imports, reason = "the columns that lists share")]
use super::*;

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
            [Date "/due" "due" "Hạn thanh toán" "到期日"]
            CUSTOMER_CODE CUSTOMER
            [Text "/partner_code" "partner_code" "Mã NPP" "经销商编码"]
            ORDER CURRENCY TOTAL
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
            [Text "/partner_code" "partner_code" "Mã NPP" "经销商编码"]
            [Money "/limit_minor" "limit" "Hạn mức" "额度"]
            [Whole "/terms_days" "terms_days" "Số ngày nợ" "账期(天)"]
            [Whole "/overdue_days" "overdue_days" "Số ngày quá hạn cho phép" "允许逾期(天)"]
            [Money "/ledger_minor" "ledger" "Dư nợ" "账面余额"]
            [Money "/unbilled_minor" "unbilled" "Chưa xuất hoá đơn" "未开票"]
            [Money "/unconfirmed_minor" "unconfirmed" "Chưa xác nhận" "未确认"]
            [Money "/exposure_minor" "exposure" "Tổng công nợ" "敞口"]
            [Date "/oldest_due" "oldest_due" "Hạn cũ nhất" "最早到期日"]
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
        path: "expenses",
        columns: columns! {
            ID DATE REP
            [Text "/category" "category" "Loại chi" "费用类别"]
            STATE CURRENCY AMOUNT
            [Whole "/claimed_m" "claimed_m" "Quãng đường khai (m)" "申报里程（米）"]
            [Whole "/measured_m" "measured_m" "Quãng đường đo (m)" "实测里程（米）"]
            [Money "/approved_minor" "approved" "Được duyệt" "核准金额"]
            [Text "/decided_by" "decided_by" "Người quyết định" "决定人"]
            [Text "/paid_by" "paid_by" "Người trả" "付款人"]
            VISIT REASON REFERENCE NOTE
        },
        lines: None,
    },
    List {
        path: "deliveries",
        columns: columns! {
            ID DATE STATE
            [Text "/driver" "driver" "Tài xế" "司机"]
            [Text "/van_name" "van" "Xe" "车辆"]
            [Text "/from_name" "from" "Kho gửi" "发货仓库"]
            [Text "/vehicle" "vehicle" "Biển số" "车牌"]
            CURRENCY
            [Money "/cash_due_minor" "cash_due" "Phải thu" "应收现金"]
            [Money "/collected_cash_minor" "collected_cash" "Tiền mặt đã thu" "收到现金"]
            [Money "/collected_other_minor" "collected_other" "Thu khác" "其他收款"]
            [Moment "/loaded_at" "loaded_at" "Xuất bến" "装车时间"]
            [Moment "/settled_at" "settled_at" "Quyết toán lúc" "结算时间"]
            REASON NOTE
        },
        lines: Some((
            "/stops",
            columns! {
                [Whole "/seq" "stop" "Điểm dừng" "站点"]
                ORDER OUTLET CUSTOMER
                [Text "/state" "stop_state" "Kết quả giao" "送达结果"]
                [Money "/total_minor" "order_total" "Tiền đơn" "订单金额"]
                [Money "/delivered_minor" "delivered" "Đã giao" "已交付金额"]
                [Text "/receiver" "receiver" "Người nhận" "收货人"]
                [Moment "/at" "at" "Thời điểm" "时间"]
                VISIT
                [Text "/reason" "stop_reason" "Lý do giao" "送达原因"]
            },
        )),
    },
];
