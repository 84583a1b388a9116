//! Relations with customers.

#[allow(clippy::wildcard_imports, reason = "the columns that lists share")]
use super::*;

pub const LISTS: &[List] = &[
    List {
        path: "contacts",
        columns: columns! {
            CODE CUSTOMER_CODE CUSTOMER NAME
            [Text "/role" "role" "Vai trò" "角色"]
            [Text "/title" "title" "Chức danh" "职务"]
            [Text "/phone" "phone" "Điện thoại" "电话"]
            [Text "/email" "email" "Thư điện tử" "邮箱"]
            [Date "/birthday" "birthday" "Ngày sinh" "生日"]
            NOTE
            [Texts "/opted_out" "opted_out" "Không liên hệ qua" "拒绝渠道"]
            ACTIVE
        },
        lines: None,
    },
    List {
        path: "contracts",
        columns: columns! {
            CODE CUSTOMER_CODE CUSTOMER TITLE
            [Date "/signed_on" "signed_on" "Ngày ký" "签署日期"]
            VALID_FROM VALID_TO NOTICE_DAYS
            [Date "/cancelled_on" "cancelled_on" "Ngày huỷ" "取消日期"]
            [Text "/cancel_reason" "cancel_reason" "Lý do huỷ" "取消原因"]
            AMOUNT NOTE
        },
        lines: None,
    },
    List {
        path: "documents",
        columns: columns! {
            CODE CUSTOMER_CODE CUSTOMER
            [Text "/contract_code" "contract_code" "Mã hợp đồng" "合同编码"]
            KIND TITLE
            [Text "/link" "link" "Liên kết" "链接"]
            REFERENCE
            [Date "/issued_on" "issued_on" "Ngày cấp" "签发日期"]
            VALID_TO NOTICE_DAYS
            [Date "/cancelled_on" "cancelled_on" "Ngày huỷ" "取消日期"]
        },
        lines: None,
    },
    List {
        path: "activities",
        columns: columns! {
            ID DATE KIND STATE
            [Text "/standing" "standing" "So với kế hoạch" "与计划相比"]
            REP SUBJECT CUSTOMER OUTLET CONTACT VISIT
            [Text "/occasion_name" "occasion" "Dịp" "节日"]
            DUE
            [Moment "/ended_at" "ended_at" "Kết thúc lúc" "结束时间"]
            [Whole "/duration_min" "duration_min" "Số phút" "时长（分）"]
            [Text "/outcome" "outcome" "Kết quả" "结果"]
            REASON
            [Text "/item" "gift" "Quà" "礼品"]
            [Whole "/quantity" "pieces" "Số lượng" "数量"]
            [Money "/value_minor" "value" "Giá trị" "金额"]
            [Text "/doubt" "doubt" "Nghi vấn" "疑点"]
            NOTE
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
    List {
        path: "tasks",
        columns: columns! {
            ID STATE PRIORITY REP SUBJECT CUSTOMER OUTLET CONTACT VISIT DUE
            [Text "/overdue" "overdue" "Quá hạn" "逾期"]
            [Moment "/ended_at" "ended_at" "Kết thúc lúc" "结束时间"]
            [Text "/outcome" "outcome" "Kết quả" "结果"]
            NOTE
        },
        lines: None,
    },
    List {
        path: "appointments",
        columns: columns! {
            ID STATE PRIORITY DATE REP SUBJECT CUSTOMER OUTLET CONTACT VISIT
            [Moment "/starts_at" "starts_at" "Bắt đầu" "开始"]
            [Moment "/ends_at" "ends_at" "Kết thúc" "结束"]
            [Text "/address" "address" "Địa chỉ" "地址"]
            REASON NOTE
        },
        lines: None,
    },
    List {
        path: "opportunities",
        columns: columns! {
            ID
            [Text "/stage" "stage" "Giai đoạn" "阶段"]
            [Text "/outcome" "outcome" "Kết quả" "结果"]
            [Whole "/probability" "probability" "Xác suất (%)" "概率(%)"]
            REP NAME CUSTOMER OUTLET CONTACT VISIT
            [Text "/quotation_id" "quotation" "Báo giá" "报价单"]
            CURRENCY AMOUNT
            [Date "/expected_close" "expected_close" "Dự kiến chốt" "预计成交日"]
            [Text "/lost_reason" "lost_reason" "Lý do mất" "丢单原因"]
            [Moment "/stage_since" "stage_since" "Ở giai đoạn từ" "阶段开始"]
            [Moment "/made_at" "made_at" "Thời điểm lập" "制单时间"]
            [Moment "/closed_at" "closed_at" "Thời điểm chốt" "结束时间"]
            NOTE
        },
        lines: None,
    },
    List {
        path: "cases",
        columns: columns! {
            ID STATE PRIORITY REP SUBJECT CUSTOMER OUTLET CONTACT VISIT
            [Moment "/opened_at" "opened_at" "Mở lúc" "受理时间"]
            [Moment "/respond_by" "respond_by" "Hạn phản hồi" "响应期限"]
            [Moment "/responded_at" "responded_at" "Phản hồi lúc" "响应时间"]
            [Moment "/resolve_by" "resolve_by" "Hạn giải quyết" "解决期限"]
            [Moment "/resolved_at" "resolved_at" "Giải quyết lúc" "解决时间"]
            [Text "/breached" "breached" "Trễ hạn" "超时"]
            [Text "/resolution" "resolution" "Cách giải quyết" "解决方案"]
            NOTE
        },
        lines: None,
    },
    List {
        path: "campaigns",
        columns: columns! {
            ID NAME
            [Text "/channel" "channel" "Kênh" "渠道"]
            [Text "/segment_name" "segment" "Phân khúc" "细分"]
            [Text "/org_unit_name" "org_unit" "Đơn vị" "组织"]
            STATE
            [Text "/written_by" "written_by" "Người soạn" "撰写人"]
            [Text "/approved_by" "approved_by" "Người duyệt" "审批人"]
            [Whole "/messages" "messages" "Số tin" "消息数"]
            [Whole "/sent" "sent" "Đã gửi" "已发"]
            [Whole "/failed" "failed" "Lỗi" "失败"]
            [Moment "/ended_at" "ended_at" "Kết thúc lúc" "结束时间"]
        },
        lines: None,
    },
];
