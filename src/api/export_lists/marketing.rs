//! What was seen and done at the shelf.

#[allow(clippy::wildcard_imports, reason = "the columns that lists share")]
use super::*;

pub const LISTS: &[List] = &[
    List {
        path: "displays",
        columns: columns! {
            CODE NAME
            [Text "/requirement" "requirement" "Yêu cầu" "要求"]
            [Date "/from" "from" "Từ ngày" "开始日期"]
            [Date "/to" "to" "Đến ngày" "结束日期"]
            [Texts "/classes" "classes" "Loại" "等级"]
            [Texts "/channels" "channels" "Kênh" "渠道"]
            CURRENCY
            [Money "/reward_minor" "reward" "Thưởng" "奖励"]
            [Whole "/enrolled" "enrolled" "Đã tham gia" "参与数"]
            [Whole "/executed" "executed" "Đã trưng bày" "已陈列"]
            [Whole "/approved" "approved" "Đã duyệt" "已批准"]
            [Whole "/paid" "paid" "Đã trả" "已付"]
            [Whole "/failed" "failed" "Lỗi" "失败"]
            ACTIVE
        },
        lines: None,
    },
    List {
        path: "display-enrolments",
        columns: columns! {
            ID
            [Text "/programme_code" "programme_code" "Mã chương trình" "活动编码"]
            [Text "/programme_name" "programme" "Chương trình" "活动"]
            OUTLET_CODE OUTLET STATE REP
            [Date "/executed_on" "executed_on" "Ngày trưng bày" "陈列日期"]
            VISIT
            [Whole "/photos" "photos" "Số ảnh" "照片数"]
            CURRENCY
            [Money "/reward_minor" "reward" "Thưởng" "奖励"]
            [Text "/first_by" "first_by" "Duyệt lần 1" "一审人"]
            [Text "/second_by" "second_by" "Duyệt lần 2" "二审人"]
            REASON REFERENCE
        },
        lines: None,
    },
    List {
        path: "claims",
        columns: columns! {
            ID
            [Text "/partner_code" "partner_code" "Mã NPP" "经销商编码"]
            [Text "/partner_name" "partner" "Nhà phân phối" "经销商"]
            DATE TITLE STATE CURRENCY
            [Money "/claimed_minor" "claimed" "Yêu cầu" "申报金额"]
            [Money "/approved_minor" "approved" "Được duyệt" "核准金额"]
            [Text "/made_by" "made_by" "Người lập" "制单人"]
            [Text "/checked_by" "checked_by" "Người kiểm" "核对人"]
            [Text "/decided_by" "decided_by" "Người quyết định" "决定人"]
            REASON REFERENCE
        },
        lines: Some((
            "/lines",
            columns! {
                [Text "/what" "line" "Nội dung" "事项"]
                [Money "/amount_minor" "line_amount" "Số tiền dòng" "行金额"]
                ORDER VISIT
                [Text "/photo_id" "photo" "Ảnh" "照片"]
                [Text "/display_id" "display" "Trưng bày" "陈列"]
            },
        )),
    },
    List {
        path: "audits",
        columns: columns! { ID DATE REP_CODE REP OUTLET_CODE OUTLET VISIT FORM VERSION ANSWERED ANSWERS EARNED POSSIBLE SCORE FAILED },
        lines: None,
    },
    List {
        path: "surveys",
        columns: columns! { ID DATE REP_CODE REP OUTLET_CODE OUTLET VISIT FORM VERSION ANSWERED ANSWERS },
        lines: None,
    },
    List {
        path: "competitor-observations",
        columns: columns! {
            ID DATE REP_CODE REP OUTLET_CODE OUTLET VISIT
            [Text "/brand" "brand" "Nhãn hàng" "品牌"]
            [Text "/product" "product" "Sản phẩm" "产品"]
            [Text "/category" "category" "Ngành hàng" "品类"]
            [Money "/price_minor" "price" "Giá" "价格"]
            [Whole "/facings" "facings" "Số mặt" "排面数"]
            [Text "/promotion" "promotion" "Khuyến mại" "促销"]
            NOTE
        },
        lines: None,
    },
];
