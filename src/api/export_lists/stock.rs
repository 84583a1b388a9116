//! Documents of goods.

#[allow(clippy::wildcard_imports, reason = "the columns that lists share")]
use super::*;

pub const LISTS: &[List] = &[
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
];
